"""Edits are learned of once each and in order, whatever becomes of the connection; those that touch an infobox are reported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import pytest

from infobox.live import events
from infobox.live.edits import MOST_SEEN, LiveEdit, Seen
from infobox.live.errors import WikiError
from infobox.live.events import PageEvents
from infobox.live.recent import Recent
from infobox.live.session import General, Wiki
from tests.command_line import Run, Runner
from tests.live.conftest import QUICK
from tests.live.mediawiki import MediaWiki
from tests.live.streams import Connection, Stream, event, position, sent
from tests.live.test_saving import edit, page_of

OK = b":ok\n\n"


@pytest.fixture
def wiki(waits: list[float]) -> Wiki:
    """A wiki that is not asked."""
    wiki = Wiki("https://test.example.org/w/api.php", "ops@example.org", QUICK, sleep=waits.append)
    wiki._general = General(wikiid="testwiki")
    return wiki


def given(wiki: Wiki, *connections: Connection, position: str = "", since: str = "") -> tuple[list[LiveEdit], PageEvents, Stream]:
    """What comes from a stream until it stays away."""
    edits: list[LiveEdit] = []
    with Stream(list(connections)).serving() as stream:
        found = PageEvents(wiki, stream.address, position=position, since=since)
        with pytest.raises(WikiError, match="go on later"):
            edits.extend(each for each in found if each is not None)
    return edits, found, stream


def test_an_edit_of_the_wiki_is_given_with_all_that_is_known(wiki: Wiki) -> None:
    [edit], found, stream = given(wiki, Connection([OK, event(1)]))
    assert edit == LiveEdit("Battle of the Ford", 101, 1, "Somebody", "why", "2026-11-28T12:00:01Z")
    assert found.position == position(1)
    path, headers = stream.asked[0]
    assert headers["Accept"] == "text/event-stream"
    assert headers["User-Agent"].startswith("infobox/")
    assert "(ops@example.org)" in headers["User-Agent"]
    assert "Last-Event-Id" not in headers
    assert "Authorization" not in headers
    assert path.endswith("page_change.v1")


@pytest.mark.parametrize(
    "more",
    [
        {"wiki": "otherwiki"},
        {"domain": "canary"},
        {"page_change_kind": "delete"},
        {"page_change_kind": "move"},
        {"page": {"page_title": "Talk:X", "namespace_id": 1}},
    ],
)
def test_what_is_no_edit_of_an_article_is_left_out_and_passed(wiki: Wiki, more: dict[str, object]) -> None:
    edits, found, _ = given(wiki, Connection([OK, event(1, **more), event(2)]))  # type: ignore[arg-type]
    assert [each.new for each in edits] == [102]
    assert found.odd == 0


def test_a_new_page_has_no_revision_before(wiki: Wiki) -> None:
    [edit], *_ = given(wiki, Connection([OK, event(1, old=None, page_change_kind="create", performer=None)]))
    assert (edit.old, edit.user) == (0, "")


@pytest.mark.parametrize("cut", [10, 60, 120, -1])
def test_a_connection_that_breaks_in_the_middle_of_an_event_is_made_again_before_it(wiki: Wiki, waits: list[float], cut: int) -> None:
    first, second, third = event(1), event(2), event(3)
    again = Connection([OK, second[:50], second[50:], third])
    edits, found, stream = given(wiki, Connection([OK, first, second[:cut]]), Connection([OK]), again)
    assert [each.new for each in edits] == [101, 102, 103]
    assert [headers.get("Last-Event-Id") for _, headers in stream.asked[:4]] == [None, position(1), position(1), position(3)]
    assert found.odd == 0
    assert waits[:3] == [0.0, 5.0, 0.0]


@pytest.mark.parametrize(
    "data",
    [
        b"garbage",
        b"[]",
        b"{}",
        b'{"wiki_id": 7}',
        b'{"a":' * 50_000,
        b"\xff\xfe",
        b'{"wiki_id": "testwiki", "page_change_kind": "edit", "page": {"page_title": [], "namespace_id": 0}, "revision": {"rev_id": 1}}',
        b'"' + b"x" * (events.MOST_BYTES + 10) + b'"',
    ],
    ids=["words", "list", "empty", "number", "nested", "bytes", "wrong type", "huge"],
)
def test_an_event_that_cannot_be_read_is_counted_and_the_others_come(wiki: Wiki, data: bytes) -> None:
    edits, found, _ = given(wiki, Connection([OK, event(1), sent(2, data), event(3)]))
    assert [each.new for each in edits] == [101, 103]
    assert found.odd == 1
    assert found.position == position(3)


def test_an_event_of_many_lines_takes_no_memory_without_bound(wiki: Wiki) -> None:
    edits, found, _ = given(wiki, Connection([OK, *[b"data: " + b"x" * 60_000 + b"\n"] * 100, b"\n", event(3)]))
    assert [each.new for each in edits] == [103]
    assert found.odd == 1


@pytest.mark.parametrize("comments", [b":hb\n" * 1_200, b": " + b"x" * (events.MOST_BYTES + 10) + b"\n"], ids=["many", "long"])
def test_comments_that_keep_a_connection_open_are_no_part_of_an_event(wiki: Wiki, comments: bytes) -> None:
    begin, rest = event(1).split(b"\n", 1)
    edits, found, _ = given(wiki, Connection([OK, begin + b"\n", comments, rest, event(2)]))
    assert [each.new for each in edits] == [101, 102]
    assert found.odd == 0


@pytest.mark.parametrize(("header", "wait"), [("7", 7.0), ("1.5", 1.5), ("", 5.0)])
def test_a_stream_that_is_busy_is_asked_again(wiki: Wiki, waits: list[float], header: str, wait: float) -> None:
    edits, *_ = given(wiki, Connection(status=429, headers={"Retry-After": header} if header else {}), Connection([OK, event(1)]))
    assert len(edits) == 1
    assert waits[0] == wait


@pytest.mark.parametrize(
    ("connection", "says"),
    [
        (Connection(status=404), "HTTP 404 instead of a stream"),
        (Connection(status=302, headers={"Location": "https://elsewhere.example.org/"}), "HTTP 302 instead of a stream"),
        (Connection([b"<html>"], headers={"Content-Type": "text/html"}), "no stream of events at this address"),
    ],
)
def test_what_is_no_stream_ends_in_one_line(wiki: Wiki, connection: Connection, says: str) -> None:
    with Stream([connection]).serving() as stream, pytest.raises(WikiError, match=says):
        list(PageEvents(wiki, stream.address))


def test_a_position_that_the_stream_does_not_know_is_said(wiki: Wiki) -> None:
    with Stream([Connection(status=400)]).serving() as stream, pytest.raises(WikiError, match="does not reach back so far"):
        list(PageEvents(wiki, stream.address, position=position(1)))


def test_a_stream_that_never_answers_ends_in_one_line(wiki: Wiki, waits: list[float]) -> None:
    with pytest.raises(WikiError, match="no event in 4 connections; go on later"):
        list(PageEvents(wiki, "http://127.0.0.1:9/"))
    assert waits == [5.0, 10.0, 20.0]


def test_a_run_can_begin_in_the_past(wiki: Wiki) -> None:
    _, _, stream = given(wiki, Connection([OK, event(1)]), since="2026-11-28T00:00:00Z")
    assert "since=2026-11-28T00" in stream.asked[0][0]
    assert "since=" not in stream.asked[1][0]  # then there is a position


def test_only_the_last_revisions_are_remembered() -> None:
    seen = Seen()
    assert [seen.add(7), seen.add(7)] == [True, False]
    for number in range(100, 100 + MOST_SEEN):
        seen.add(number)
    assert len(seen.numbers) == MOST_SEEN
    assert seen.add(7)


# -- on the tests' wiki ---------------------------------------------------------------------------------------------------------------

Live = Callable[..., Run]


@pytest.fixture
def watch(run: Runner, mediawiki: MediaWiki) -> Live:
    def watch(*arguments: str | Path) -> Run:
        return run("live", "watch", "--wiki", mediawiki.api, "--wait", "0", "--tries", "1", *arguments)

    return watch


def now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def meddle(editor: Wiki) -> tuple[str, int, int]:
    """Two edits, the second of an infobox: when the first was made, and the number of the second's revision and of the one before."""
    begun = now()
    edit(editor, "Battle of Testville 15", "was fought", f"was fought, {time.monotonic()}")
    before = page_of(editor, "Battle of Testville 15").revision
    edit(editor, "Battle of Testville 15", "40 guns", "40 guns<br>* 3 tanks")
    after = page_of(editor, "Battle of Testville 15").revision
    edit(editor, "Battle of Testville 15", "40 guns<br>* 3 tanks", "40 guns")
    return begun, before, after


def test_an_edit_of_an_infobox_is_reported_and_others_are_not(watch: Live, editor: Wiki, tmp_path: Path) -> None:
    begun, before, after = meddle(editor)
    state = tmp_path / "state.json"
    done = watch("--since", begun, "--limit", "1", "--state", state)
    assert done.status == 0, done.err
    [line] = map(json.loads, done.out.splitlines())
    assert {name: line[name] for name in ("wiki", "title", "revision", "parent", "user")} == {
        "wiki": "testwiki",
        "title": "Battle of Testville 15",
        "revision": after,
        "parent": before,
        "user": "Editor",
    }
    assert [finding["code"] for finding in line["findings"]] == ["L302"]
    assert "1 new finding (bullet-without-line)" in line["summary"]
    assert line["address"].endswith(f"index.php?diff={after}")
    [line] = map(json.loads, watch("--limit", "1", "--state", state).out.splitlines())  # goes on after it
    assert (line["parent"], line["findings"]) == (after, [])
    assert watch("--limit", "1", "--state", state, "--stream", "http://127.0.0.1:9/").status == 2  # the state of another stream


def test_rules_are_selected(watch: Live, editor: Wiki) -> None:
    begun, *_ = meddle(editor)
    [line] = map(json.loads, watch("--since", begun, "--limit", "1", "--ignore", "L302").out.splitlines())
    assert line["findings"] == []
    assert "no rule" in watch("--select", "NOPE").err


def test_recent_changes_are_asked_for_again(editor: Wiki, mediawiki: MediaWiki) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        if seconds:
            waits.append(seconds)
            edit(editor, "Battle of Testville 16", "was fought", "was fought again")

    found = iter(Recent(Wiki(mediawiki.api, "", QUICK, sleep=sleep), since=now(), every=3))
    first = list(takewhile(lambda each: each is not None, found))
    assert "Battle of Testville 16" not in [each.title for each in first if each is not None]
    second = list(takewhile(lambda each: each is not None, found))
    assert second[-1] is not None
    assert second[-1].title == "Battle of Testville 16"
    assert waits == [3]


def test_events_are_reported_once_and_the_position_is_kept(watch: Live, editor: Wiki, tmp_path: Path) -> None:
    _, before, after = meddle(editor)
    state = tmp_path / "state.json"
    one = event(1, revision=after, old=before)
    connections = [Connection([OK, one, event(2, revision=after, old=before), event(3, revision=999_999)])]
    with Stream(connections).serving() as stream:
        done = watch("--stream", stream.address, "--state", state)
    assert [json.loads(line)["revision"] for line in done.out.splitlines()] == [after]
    assert "1 edit that touched an infobox; 1 whose text is hidden or gone" in done.err
    assert "no event in 1 connection; go on later" in done.err
    assert done.status == 2
    assert json.loads(state.read_text())["position"] == position(3)
    with Stream([Connection([OK, one])]).serving() as stream:
        about = json.loads(state.read_text()) | {"about": f"{done_host(state)}: {stream.address}"}
        state.write_text(json.dumps(about))
        again = watch("--stream", stream.address, "--state", state)
        assert stream.asked[0][1]["Last-Event-Id"] == position(3)
    assert again.out == ""


def done_host(state: Path) -> str:
    return str(json.loads(state.read_text())["about"].split(": ")[0])


def test_a_run_that_the_user_stops_keeps_its_position(mediawiki: MediaWiki, editor: Wiki, tmp_path: Path) -> None:
    begun, *_ = meddle(editor)
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "infobox", "live", "watch", "--wiki", mediawiki.api, "--wait", "0", "--since", begun]
    process = subprocess.Popen([*command, "--state", str(state)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert process.stdout is not None
    line, _ = (json.loads(process.stdout.readline()) for _ in range(2))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"touched an infobox" in err
    assert b"Traceback" not in err
    assert line["revision"] in json.loads(state.read_text())["seen"]


@pytest.mark.parametrize("name", ["state.json", "folder"])
def test_a_file_that_is_no_state_is_refused(watch: Live, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "state.json").write_text('{"about": 7}')
    done = watch("--state", tmp_path / name)
    assert "cannot be read as the state of a run" in done.err
    assert done.status == 2
