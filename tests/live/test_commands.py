"""``infobox live`` on a real wiki: what it prints, and with which status it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run, Runner
from tests.live.mediawiki import MediaWiki
from tests.live.world import ALL, FAULTY

Live = Callable[..., Run]


@pytest.fixture
def live(run: Runner, mediawiki: MediaWiki) -> Live:
    """Run a command of ``infobox live`` on the tests' wiki."""

    def live(command: str, *arguments: str | Path) -> Run:
        return run("live", command, "--wiki", mediawiki.api, "--wait", "0", *arguments)

    return live


def test_records_say_which_revision_was_read(live: Live) -> None:
    done = live("show", "Testville fight", "Battle_of_Testville_3")
    first, second = map(json.loads, done.out.splitlines())
    assert first["conflict"]["text"] == "Battle of Testville 1"
    assert second["page"].keys() == {"title", "id", "namespace", "revision", "timestamp", "wiki"}
    assert (second["page"]["title"], second["page"]["wiki"]) == ("Battle of Testville 3", "testwiki")
    assert done.err == "Testville fight: redirects to Battle of Testville 1\n"
    assert done.status == 0


@pytest.mark.parametrize(
    ("title", "says", "status"),
    [
        ("No box", "no military-conflict infobox", 1),
        ("Nope", "Nope: no such page", 2),
        ("Special:Version", "Special:Version: a special page", 2),
    ],
)
def test_a_page_that_gives_no_record_is_named(live: Live, title: str, says: str, status: int) -> None:
    done = live("show", title, "Battle of Testville 1")
    assert says in done.err
    assert done.status == status
    assert len(done.out.splitlines()) == 1


def test_findings_have_the_address_of_the_revision(live: Live, mediawiki: MediaWiki) -> None:
    done = live("check", "Siege of Faultham 1", "Battle of Testville 1", "--format", "jsonl")
    [finding] = map(json.loads, done.out.splitlines())
    assert finding["title"] == "Siege of Faultham 1"
    assert finding["path"].startswith(f"{mediawiki.url}/w/index.php?oldid=")
    assert finding["fix"]["safe"]
    assert done.status == 1


def test_all_pages_that_use_the_template_are_checked_in_few_requests(live: Live, mediawiki: MediaWiki) -> None:
    done = live("check", "--using", "Infobox military conflict", "--format", "concise")
    assert f"{FAULTY + 2} findings" in done.err
    assert f"in {FAULTY + 2} of {ALL} pages" in done.err


def test_a_category_is_checked(live: Live) -> None:
    done = live("check", "--category", "Military conflicts", "--statistics")
    assert f"of {ALL} pages" in done.err


def test_a_run_goes_on_where_the_one_before_ended(live: Live, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    words = ("check", "--using", "Infobox battle", "--state", state)
    assert "of 1 page" in live(*words).err
    again = live(*words)
    assert "1 page was done before; nothing is left" in again.err
    assert live("check", "--using", "Other", "--state", state).status == 2


def test_titles_are_listed_as_extract_reads_them(live: Live) -> None:
    titles = live("titles").out.splitlines()
    assert len(titles) == ALL
    assert "Battle of Testville 5" in titles
    assert live("titles", "--limit", "3").out.count("\n") == 3


def test_the_history_of_a_page_comes_from_its_wiki(live: Live) -> None:
    done = live("history", "Battle of Testville 14", "--format", "jsonl")
    steps = list(map(json.loads, done.out.splitlines()))
    assert [(step["what"], step["comment"]) for step in steps] == [("first", "turn 0"), ("changed", "turn 1"), ("changed", "turn 2")]
    assert [change["new"] for step in steps[1:] for change in step["changes"]] == ["101", "102"]
    assert steps[0]["user"].endswith("Editor")
    assert done.err == "3 changes in 1 page; 3 revisions looked at, 3 read\n"
    assert live("history", "Nope").status == 2
    assert live("history", "No box").status == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check",), "name pages, or give one of --using and --category"),
        (("check", "A", "--using", "B"), "name pages, or give one of --using and --category"),
        (("check", "A", "--depth", "2"), "--depth only works with --category"),
        (("check", "A", "--state", "x"), "--state only works with --using or --category"),
    ],
)
def test_wrong_use_is_one_line(live: Live, arguments: tuple[str, ...], says: str) -> None:
    done = live(*arguments)
    assert done.err == f"infobox live check: {says}\n"
    assert done.status == 2


def test_commands_for_files_take_addresses_too(run: Runner, mediawiki: MediaWiki) -> None:
    page = json.loads(run("parse", f"{mediawiki.url}/wiki/Battle_of_Testville_1").out)["page"]
    assert page["title"] == "Battle of Testville 1"
    old, new = (f"{mediawiki.url}/w/index.php?oldid={page['revision'] - back}" for back in (1, 0))
    assert run("diff", old, new).out == "side 1, casualties: killed 101 → 102\n"
    assert "would be fixed" in run("check", "--diff", f"{mediawiki.url}/wiki/Siege_of_Faultham_2").err


def test_what_is_elsewhere_cannot_be_fixed_like_a_file(run: Runner, mediawiki: MediaWiki) -> None:
    done = run("check", "--fix", f"{mediawiki.url}/wiki/Siege_of_Faultham_2")
    assert "infobox live fix" in done.err
    assert done.status == 2
