"""Pages are saved without undoing anybody's edit, and each edit can be accounted for and undone."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import NoReturn, cast

import msgspec
import pytest

from infobox.cli import main
from infobox.live.addresses import target
from infobox.live.arriving import arrived, as_kept, sum_of
from infobox.live.errors import WikiError
from infobox.live.journal import Journal, JournalEntry
from infobox.live.pages import LivePage, pages
from infobox.live.saving import Manner, Saved, save
from infobox.live.session import Wiki
from infobox.live.wikis import Wikis
from tests.command_line import Runner
from tests.live.conftest import Live
from tests.live.mediawiki import MediaWiki
from tests.live.world import Past, export, siege, sieges

SUMMARY = "test"
PERSON = Manner(bot=False, minor=False)


def page_of(wiki: Wiki, title: str) -> LivePage:
    [page] = pages(wiki, [target(title)])
    return page


def edit(wiki: Wiki, title: str, old: str, new: str) -> None:
    """What somebody does to a page in a browser."""
    text = page_of(wiki, title).text
    assert old in text
    wiki.change({"action": "edit", "title": title, "text": text.replace(old, new)})


def test_what_is_saved_is_what_was_sent(bot: Wiki) -> None:
    page = page_of(bot, "Battle of Testville 9")
    saved = save(bot, page, page.text.replace("40 guns", "41 guns"), SUMMARY)
    assert (saved.outcome, saved.altered) == ("saved", False)
    assert "41 guns" in saved.text
    assert page_of(bot, page.title).revision == saved.revision
    found = arrived(bot, page.id, page.revision, sum_of(page.text.replace("40 guns", "41 guns")), "another summary")
    assert found is not None
    assert found.revid == saved.revision


def test_a_text_that_is_there_already_makes_no_revision(bot: Wiki) -> None:
    page = page_of(bot, "Battle of Testville 9")
    assert save(bot, page, page.text, SUMMARY) == Saved("unchanged", page.revision, page.revision, page.text)


def test_what_the_wiki_alters_is_noticed(bot: Wiki) -> None:
    page = page_of(bot, "Battle of Testville 10")
    assert not save(bot, page, page.text + "Words.  \r\nMore.\r\n\r\n", SUMMARY).altered
    page = page_of(bot, "Battle of Testville 10")
    assert save(bot, page, page.text + "\n~~~~", SUMMARY).altered


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_a_conflict_undoes_nobodys_edit(bot: Wiki, editor: Wiki, whose: str) -> None:
    title = f"Battle of Testville {11 if whose == 'own' else 4}"
    page = page_of(bot, title)
    edit(bot if whose == "own" else editor, title, "102 killed", "110 killed")
    with pytest.raises(WikiError) as failed:
        save(bot, page, page.text.replace("102 killed", "90 killed"), SUMMARY)
    assert failed.value.code == "editconflict"
    assert "110 killed" in page_of(bot, title).text


def test_a_merged_edit_is_noticed(bot: Wiki, editor: Wiki) -> None:
    page = page_of(bot, "Battle of Testville 12")
    edit(editor, page.title, "102 killed", "110 killed")
    saved = save(bot, page, page.text.replace("was fought", "was lost"), SUMMARY)
    assert saved.outcome == "merged"
    assert "110 killed" in saved.text
    assert "was lost" in saved.text


def test_a_page_that_is_gone_is_not_made_again(bot: Wiki, mediawiki: MediaWiki) -> None:
    mediawiki.add(export({"Gone": (0, [Past(siege(900), "2026-02-01T00:00:00Z", "begun")])}))
    page = page_of(bot, "Gone")
    delete(mediawiki, "Gone")
    with pytest.raises(WikiError) as failed:
        save(bot, page, page.text + "x", SUMMARY)
    assert failed.value.code in ("missingtitle", "pagedeleted", "nosuchpageid")


def admin(mediawiki: MediaWiki) -> Wiki:
    from infobox.live.settings import Login
    from tests.live.conftest import QUICK

    wiki = Wiki(mediawiki.api, "admin@example.org", QUICK, sleep=lambda _: None)
    wiki.log_in(Login(mediawiki.admin, mediawiki.admin_password))
    return wiki


def delete(mediawiki: MediaWiki, title: str) -> None:
    admin(mediawiki).change({"action": "delete", "title": title})


def test_fixes_are_shown_and_nothing_is_saved(live: Live, reader: Wiki) -> None:
    before = page_of(reader, "Siege of Faultham 1").revision
    done = live("fix", "Siege of Faultham 1")
    assert "\n+* 3 tanks\n" in done.out or "+" in done.out
    assert "1 would be changed (--save saves them)" in done.err
    assert done.status == 1
    assert page_of(reader, "Siege of Faultham 1").revision == before


def test_fixes_are_saved_with_their_reasons_and_can_be_undone(live: Live, reader: Wiki, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    titles = [f"Siege of Faultham {number}" for number in (2, 3)]
    before = [as_kept(page_of(reader, title).text) for title in titles]
    done = live("fix", *titles, "Battle of Testville 2", "--save", "--journal", journal)
    assert done.status == 0, done.err
    entries = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [(entry["what"], entry["title"]) for entry in entries] == [
        ("sending", titles[0]),
        ("saved", titles[0]),
        ("sending", titles[1]),
        ("saved", titles[1]),
        ("nothing", "Battle of Testville 2"),
    ]
    assert entries[1]["codes"][0] in entries[1]["summary"]
    assert live("check", *titles).status == 0
    assert "0 saved" in live("fix", *titles, "--save", "--journal", journal).err  # nothing twice
    done = live("undo", journal)
    assert done.status == 0, done.err
    assert [page_of(reader, title).text for title in titles] == before
    assert "0 edits undone" in live("undo", journal).err
    assert "0 saved" in live("fix", *titles, "--save", "--journal", journal).err  # what was undone is not done again


def test_an_edit_after_which_somebody_edited_is_not_undone(live: Live, editor: Wiki, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    live("fix", "Siege of Faultham 4", "--save", "--journal", journal)
    edit(editor, "Siege of Faultham 4", "was fought", "was lost")
    done = live("undo", journal)
    assert "Siege of Faultham 4: not undone: somebody has edited the page since" in done.err
    assert done.status == 2


def test_undoing_a_merged_edit_keeps_the_other_one(live: Live, editor: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title, journal = "Siege of Faultham 13", tmp_path / "journal.jsonl"

    def meddling(wiki: Wiki, page: LivePage, *rest: object) -> Saved:
        edit(editor, title, "was fought", "was lost")
        return save(wiki, page, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("infobox.live.fixing.save", meddling)
        assert "the wiki joined both edits" in live("fix", title, "--save", "--journal", journal).err
    before = page_of(editor, title)
    assert "was lost" in before.text
    assert "\n* 3 tanks" in before.text
    assert live("undo", journal).status == 0
    after = page_of(editor, title)
    assert "was lost" in after.text
    assert "<br>* 3 tanks" in after.text


def test_a_merged_edit_whose_answer_was_lost_is_accounted_for(
    live: Live, editor: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, journal = "Siege of Faultham 17", tmp_path / "journal.jsonl"
    send, lost = Wiki._send, list[str]()

    def losing(wiki: Wiki, asked: dict[str, str], *, post: bool) -> object:
        if asked["action"] == "edit" and asked.get("assert") == "bot" and not lost:
            lost.append(title)
            edit(editor, title, "was fought", "was lost")
            send(wiki, asked, post=post)
            raise ConnectionResetError(104, "Connection reset by peer")
        return send(wiki, asked, post=post)

    with monkeypatch.context() as patch:
        patch.setattr(Wiki, "_send", losing)
        patch.setitem(cast(dict[str, object], Wikis.__init__.__kwdefaults__), "sleep", lambda _: None)
        done = live("fix", title, "--save", "--journal", journal)
    assert lost
    assert "the wiki joined both edits" in done.err
    assert "1 saved" in done.err
    assert live("undo", journal).status == 0
    assert "was lost" in page_of(editor, title).text
    assert "<br>* 3 tanks" in page_of(editor, title).text


def test_an_old_revision_is_not_saved(live: Live, editor: Wiki, mediawiki: MediaWiki, tmp_path: Path) -> None:
    title = "Siege of Faultham 18"
    old = page_of(editor, title).revision
    edit(editor, title, "was fought", "was lost")
    new = page_of(editor, title).revision
    addresses = [f"{mediawiki.url}/w/index.php?oldid={number}" for number in (old, new)]
    done = live("fix", addresses[0], "--save", "--journal", tmp_path / "journal.jsonl")
    assert f"{title}: not saved: {old} is not its newest revision: name the page" in done.err
    assert "0 saved" in done.err
    assert done.status == 2
    assert "1 saved" in live("fix", addresses[1], "--save", "--journal", tmp_path / "journal.jsonl").err


def test_a_page_that_asks_meanwhile_to_be_left_alone_is_named(
    live: Live, editor: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "Siege of Faultham 19"

    def meddling(wiki: Wiki, page: LivePage, *rest: object) -> Saved:
        edit(editor, title, "was fought.", "was fought. {{nobots}}")
        return save(wiki, page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("infobox.live.fixing.save", meddling)
    done = live("fix", title, "--save", "--journal", tmp_path / "journal.jsonl")
    assert "it asks now to be left alone, by {{nobots}}: undo the edit" in done.err


def test_a_journal_cut_anywhere_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    first = JournalEntry("sending", "wiki", 1, "Köln", 5, sum="a")
    line = msgspec.json.encode(first)
    for cut in range(1, len(line) + 1):
        path.write_bytes(line + b"\n" + line[:cut])
        with Journal(path) as journal:
            journal.add(JournalEntry("saved", "wiki", 1, "Köln", 5, 6))
        with Journal(path) as journal:
            assert [entry.what for entry in journal.entries] == ["sending", *["sending"] * (cut == len(line)), "saved"]


@pytest.mark.parametrize("data", [b"words\n", b'{"title": "A"}\n', b'{"what\xff'])
def test_what_is_no_journal_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(data)
    with pytest.raises(WikiError, match=r"journal.jsonl:1: no line of a journal: name another file"):
        Journal(path)
    assert path.read_bytes() == data


def test_an_edit_whose_fate_was_not_known_is_undone(live: Live, reader: Wiki, tmp_path: Path) -> None:
    title, journal = "Siege of Faultham 14", tmp_path / "journal.jsonl"
    before = as_kept(page_of(reader, title).text)
    live("fix", title, "--save", "--journal", journal)
    sending, _ = journal.read_text().splitlines(keepends=True)
    journal.write_text(sending)  # as if the run had been killed before the answer came
    assert "1 edit undone" in live("undo", journal).err
    assert page_of(reader, title).text == before
    assert [json.loads(line)["what"] for line in journal.read_text().splitlines()] == ["sending", "saved", "undoing", "undone"]


def test_a_message_on_the_talk_page_stops_undoing(live: Live, editor: Wiki, bot: Wiki, tmp_path: Path) -> None:
    title, journal = "Siege of Faultham 15", tmp_path / "journal.jsonl"
    live("fix", title, "--save", "--journal", journal)
    editor.change({"action": "edit", "title": "User talk:InfoboxBot", "text": f"Stop that! {time.time()}"})
    done = live("undo", journal)
    bot.change({"action": "clearhasmsg"})
    assert "stopped: somebody wrote on the talk page of InfoboxBot" in done.err
    assert done.status == 2
    assert "\n* 3 tanks" in page_of(bot, title).text


@pytest.mark.parametrize(
    "page", ["http://127.0.0.1:9/w/index.php?oldid=5", "http://localhost/wiki/Siege_of_Faultham_16", "{here}/de/wiki/Siege_of_Faultham_16"]
)
def test_a_page_of_another_wiki_is_not_saved_here(live: Live, reader: Wiki, mediawiki: MediaWiki, tmp_path: Path, page: str) -> None:
    page = page.format(here=mediawiki.url)
    done = live("fix", "Siege of Faultham 16", page, "--save", "--journal", tmp_path / "journal.jsonl")
    assert f"{page}: a page of " in done.err
    assert "give --wiki " in done.err
    assert done.err.count("\n") == 1
    assert done.status == 2
    assert "<br>* 3 tanks" in page_of(reader, "Siege of Faultham 16").text


def test_pages_that_keep_bots_away_are_left_alone(live: Live, tmp_path: Path) -> None:
    done = live("fix", "Battle of Testville 6", "--save", "--journal", tmp_path / "journal.jsonl")
    assert "Battle of Testville 6: left alone, as it asks by {{bots|deny=all}}" in done.err
    assert "0 saved" in done.err


def test_a_protected_page_is_skipped_and_the_run_goes_on(live: Live, mediawiki: MediaWiki, tmp_path: Path) -> None:
    protect = {"action": "protect", "title": "Siege of Faultham 5", "protections": "edit=sysop"}
    admin(mediawiki).change(protect)
    done = live("fix", "Siege of Faultham 5", "Siege of Faultham 6", "--save", "--journal", tmp_path / "journal.jsonl")
    assert "Siege of Faultham 5: not saved: " in done.err
    assert "protectedpage" in done.err
    assert "1 saved" in done.err


def test_a_blocked_account_stops_the_run(live: Live, mediawiki: MediaWiki, tmp_path: Path) -> None:
    boss = admin(mediawiki)
    boss.change({"action": "block", "user": "InfoboxBot", "reason": "test"})
    try:
        done = live("fix", "Siege of Faultham 7", "Siege of Faultham 8", "--save", "--journal", tmp_path / "journal.jsonl")
    finally:
        boss.change({"action": "unblock", "user": "InfoboxBot"})
    assert "stopped: Siege of Faultham 7: " in done.err
    assert "Faultham 8:" not in done.err
    assert done.status == 2


def test_a_message_on_the_talk_page_stops_the_run(live: Live, editor: Wiki, bot: Wiki, tmp_path: Path) -> None:
    editor.change({"action": "edit", "title": "User talk:InfoboxBot", "text": f"Stop! {time.time()}"})
    done = live("fix", "Siege of Faultham 7", "--save", "--journal", tmp_path / "journal.jsonl")
    bot.change({"action": "clearhasmsg"})
    assert "stopped: somebody wrote on the talk page of InfoboxBot" in done.err
    assert "0 saved" in done.err


def test_a_message_that_comes_while_the_pace_is_kept_stops_the_run(
    live: Live, editor: Wiki, bot: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def waiting(seconds: float) -> None:
        waited.append(seconds)
        editor.change({"action": "edit", "title": "User talk:InfoboxBot", "text": f"Stop now! {time.time()}"})

    monkeypatch.setitem(
        cast(dict[str, object], Wikis.__init__.__kwdefaults__), "sleep", waiting
    )  # no time passes, so an answer is old at once
    monkeypatch.setattr("infobox.live.session._FRESH", 0.0)
    titles = ["Siege of Faultham 10", "Siege of Faultham 11"]
    done = live("fix", *titles, "--save", "--journal", tmp_path / "journal.jsonl", "--edit-wait", "3600")
    bot.change({"action": "clearhasmsg"})
    assert "stopped: somebody wrote" in done.err
    assert "1 saved" in done.err
    assert len(waited) == 1


def test_a_conflict_is_read_again_once(live: Live, editor: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meddled: list[str] = []

    def meddling(wiki: Wiki, page: LivePage, *rest: object) -> Saved:
        if not meddled:
            meddled.append(page.title)
            edit(editor, page.title, "40 guns<br>", "44 guns<br>")
        return save(wiki, page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("infobox.live.fixing.save", meddling)
    done = live("fix", "Siege of Faultham 9", "--save", "--journal", tmp_path / "journal.jsonl")
    assert "Siege of Faultham 9: saved as revision" in done.err
    assert "44 guns" in page_of(editor, "Siege of Faultham 9").text


def test_an_answer_that_was_lost_is_looked_up(bot: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(bot, "Battle of Testville 13")
    send = bot._send

    def losing(asked: dict[str, str], *, post: bool) -> object:
        done = send(asked, post=post)
        if asked["action"] == "edit" and not lost:
            lost.append(asked["pageid"])
            raise ConnectionResetError(104, "Connection reset by peer")
        return done

    lost: list[str] = []
    monkeypatch.setattr(bot, "_send", losing)
    saved = save(bot, page, page.text.replace("40 guns", "41 guns"), SUMMARY)
    assert lost
    assert saved.outcome == "saved"
    assert page_of(bot, page.title).revision == saved.revision


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("fix", "A", "--save"), "--save needs --journal FILE"),
        (("fix", "A", "--save", "--journal", "x", "--unsafe"), "add --human"),
        (("undo", "nothing.jsonl"), "nothing.jsonl: no such journal"),
    ],
)
def test_wrong_use_is_one_line(live: Live, arguments: tuple[str, ...], says: str) -> None:
    done = live(*arguments)
    assert says in done.err
    assert done.err.count("\n") == 1
    assert done.status == 2


def test_saving_needs_a_login(run: Runner, mediawiki: MediaWiki, tmp_path: Path) -> None:
    done = run("live", "fix", "--wiki", mediawiki.api, "A", "--save", "--journal", tmp_path / "j")
    assert "saving needs a login: set INFOBOX_BOT_NAME and INFOBOX_BOT_PASSWORD" in done.err
    assert done.status == 2


STARTS = multiprocessing.get_context("forkserver")
"""Makes processes that have imported everything already."""
STARTS.set_forkserver_preload(["infobox.cli", "infobox.live.fixing"])


def run_of(mediawiki: MediaWiki, journal: Path, titles: list[str]) -> ForkServerProcess:
    """A process that saves fixes."""
    words = ["live", "fix", "--wiki", mediawiki.api, "--wait", "0", "--edit-wait", "0", "--save", "--journal", str(journal), *titles]
    process = STARTS.Process(target=quietly, args=(words, mediawiki.bot, mediawiki.bot_password))
    process.start()
    return process


def quietly(words: list[str], name: str, password: str) -> NoReturn:
    """Run a command in this process, which prints nothing."""
    os.environ |= {"INFOBOX_BOT_NAME": name, "INFOBOX_BOT_PASSWORD": password}
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        sys.exit(main(words))


class _Contribution(msgspec.Struct):
    title: str


class _Contributions(msgspec.Struct):
    usercontribs: list[_Contribution]


def edits_of(wiki: Wiki, user: str) -> Counter[str]:
    """How often a user edited each page."""
    from infobox.live.session import read

    asked = {"action": "query", "list": "usercontribs", "ucuser": user, "ucprop": "title", "uclimit": "500"}
    return Counter(each.title for answer in wiki.every(asked) for each in read(wiki.host, answer.query, _Contributions).usercontribs)


KILLS = 20


def test_a_run_that_is_killed_goes_on_without_doing_anything_twice(mediawiki: MediaWiki, reader: Wiki, tmp_path: Path) -> None:
    mediawiki.add(export(killed := sieges("Siege of Killham", 40)))
    titles = list(killed)
    journal, moments = tmp_path / "journal.jsonl", random.Random(1)
    journal.touch()
    for _ in range(KILLS):
        process = run_of(mediawiki, journal, titles)
        lines = journal.read_bytes().count(b"\n") + moments.randint(0, 3)
        while journal.read_bytes().count(b"\n") < lines:
            assert process.is_alive()
            time.sleep(0.002)
        time.sleep(moments.uniform(0, 0.06))  # somewhere in the edit after these lines
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    process = run_of(mediawiki, journal, titles)
    process.join(120)
    assert process.exitcode == 0
    edits = edits_of(reader, "InfoboxBot")
    assert [edits[title] for title in titles] == [1] * len(titles)
    entries = [json.loads(line) for line in journal.read_text().splitlines() if line.endswith("}")]
    assert sorted(entry["title"] for entry in entries if entry["what"] == "saved") == sorted(titles)


RIVALS, OPEN = 200, 5


def test_nobodys_edit_is_lost_beside_somebody_who_edits_at_random(
    live: Live, mediawiki: MediaWiki, reader: Wiki, editor: Wiki, tmp_path: Path
) -> None:
    mediawiki.add(export(shared := sieges("Siege of Rivalham", RIVALS)))
    titles = list(shared)
    marks: dict[str, list[str]] = {}
    refused: list[str] = []
    over = threading.Event()

    def meddle() -> None:
        chance = random.Random(1)
        for turn in range(0, RIVALS, OPEN):
            # Like a person with several windows, who saves what was opened a while ago.
            for number, page in enumerate(pages(editor, [target(chance.choice(titles)) for _ in range(OPEN)])):
                if over.is_set():
                    return
                mark, place = f"mark{turn + number}", chance.choice(["40 guns", "was fought", "| place "])
                text = page.text.replace(place, f"{place} {mark}" if place != "| place " else f"| notes = {mark}\n| place ", 1)
                edited = {"action": "edit", "title": page.title, "text": text, "baserevid": str(page.revision), "nocreate": "1"}
                try:
                    editor.change(edited)
                except WikiError as error:
                    refused.append(error.code)  # somebody was first: a person would look again
                else:
                    marks.setdefault(page.title, []).append(mark)

    meddling = threading.Thread(target=meddle)
    meddling.start()
    journal = tmp_path / "journal.jsonl"
    try:
        done = live("fix", *titles, "--save", "--journal", journal)
    finally:
        over.set()
        meddling.join()
    assert done.status == 0, done.err
    assert sum(map(len, marks.values())) > RIVALS / 10
    assert set(refused) <= {"editconflict"}
    last = {entry["title"]: entry for entry in map(json.loads, journal.read_text().splitlines())}
    assert {entry["what"] for entry in last.values()} <= {"saved", "merged", "skipped", "nothing"}
    edits = edits_of(reader, "InfoboxBot")
    for page in pages(reader, map(target, titles)):
        assert all(mark in page.text for mark in marks.get(page.title, ())), page.title
        saved = last[page.title]["what"] in ("saved", "merged")
        assert edits[page.title] == saved, page.title
