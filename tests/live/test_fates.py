"""What became of each edit is known with certainty, or it is said that it is not: answers are lost, runs are ended, others edit."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from infobox.live.arriving import arrived, as_kept, carried
from infobox.live.errors import WikiError
from infobox.live.journal import Journal, JournalEntry, JournalWord, PageFate
from infobox.live.pages import LivePage
from infobox.live.saving import Saved, save
from infobox.live.session import Wiki
from infobox.live.settings import Login
from infobox.live.wikis import Wikis
from tests.live.conftest import QUICK, Live
from tests.live.mediawiki import MediaWiki
from tests.live.test_saving import admin, delete, edit, edits_of, page_of
from tests.live.world import export, sieges

Send = Callable[..., object]
BOT = "InfoboxBot"


@pytest.fixture(scope="module")
def titles(mediawiki: MediaWiki) -> list[str]:
    """Pages with a fault; each test takes its own."""
    mediawiki.add(export(made := sieges("Siege of Fateham", 16)))
    return list(made)


@pytest.fixture
def title(titles: list[str]) -> str:
    return titles.pop()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Loses the answer to the bot's next edit; then something else happens, before the bot asks again."""
    send, lost = Wiki._send, list[str]()

    def lose(then: Callable[[], object]) -> None:
        def losing(wiki: Wiki, asked: dict[str, str], *, post: bool) -> object:
            done = send(wiki, asked, post=post)
            if asked["action"] == "edit" and asked.get("assert") == "bot" and not lost:
                lost.append(asked["pageid"])
                then()
                raise ConnectionResetError(104, "Connection reset by peer")
            return done

        monkeypatch.setattr(Wiki, "_send", losing)
        monkeypatch.setitem(cast(dict[str, object], Wikis.__init__.__kwdefaults__), "sleep", lambda _: None)

    return lose


def words_of(journal: Path) -> list[str]:
    return [json.loads(line)["what"] for line in journal.read_text().splitlines()]


def is_fixed(wiki: Wiki, title: str) -> bool:
    return "<br>* 3 tanks" not in page_of(wiki, title).text


# -- the journal ------------------------------------------------------------------------------------------------------------------------


def test_a_journal_is_used_by_one_run_at_a_time(journal: Path) -> None:
    with Journal(journal), pytest.raises(WikiError, match="another run is using it: wait until it has ended, or name another journal"):
        Journal(journal)
    Journal(journal).close()


@pytest.mark.parametrize(
    ("words", "done", "being_done"),
    [
        ("sending", None, "sending"),
        ("sending saved", "saved", None),
        ("sending saved nothing", "saved", None),
        ("sending merged skipped", "merged", None),
        ("sending saved sending", "saved", "sending"),
        ("sending saved sending unchanged", "saved", None),
        ("sending sending skipped", "skipped", None),
        ("sending saved undoing", "saved", "undoing"),
        ("sending saved undoing undone", "undone", None),
        ("sending saved undone nothing", "undone", None),
        ("nothing sending saved", "saved", None),
    ],
)
def test_no_entry_hides_an_edit_that_stands(words: str, done: str | None, being_done: str | None) -> None:
    fate = PageFate()
    for word in words.split():
        fate.add(JournalEntry(cast(JournalWord, word), "wiki", 1, "A"))
    assert fate.done == (done and JournalEntry(cast(JournalWord, done), "wiki", 1, "A"))
    assert fate.open == (being_done and JournalEntry(cast(JournalWord, being_done), "wiki", 1, "A"))


def test_a_line_that_the_disk_takes_in_parts_is_whole(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(FileIO):
        def write(self, data: memoryview, /) -> int:  # type: ignore[override]
            return super().write(data[:7])

    monkeypatch.setattr("infobox.live.journal.FileIO", Slow)
    entry = JournalEntry("sending", "wiki", 1, "Köln", 5, sum="a")
    with Journal(journal) as written:
        written.add(entry)
    with Journal(journal) as read:
        assert read.entries == [entry]


# -- whether an edit arrived ------------------------------------------------------------------------------------------------------------


def test_an_edit_that_is_reverted_before_the_wiki_is_asked_again_is_not_made_again(
    live: Live, editor: Wiki, title: str, journal: Path, losing: Callable[[Callable[[], object]], None]
) -> None:
    before = page_of(editor, title).text
    losing(lambda: editor.change({"action": "edit", "title": title, "text": before, "summary": "no"}))
    done = live("fix", title, "--save", "--journal", journal)
    assert done.status == 0, done.err
    assert words_of(journal) == ["sending", "saved"]
    assert page_of(editor, title).text == as_kept(before)
    assert edits_of(editor, BOT)[title] == 1


def test_an_edit_that_arrived_is_saved_though_the_page_is_protected_afterwards(
    live: Live, editor: Wiki, mediawiki: MediaWiki, title: str, journal: Path, losing: Callable[[Callable[[], object]], None]
) -> None:
    boss = admin(mediawiki)
    losing(lambda: boss.change({"action": "protect", "title": title, "protections": "edit=sysop"}))
    live("fix", title, "--save", "--journal", journal)
    assert words_of(journal) == ["sending", "saved"]
    boss.change({"action": "protect", "title": title, "protections": "edit=all"})
    assert "1 edit undone" in live("undo", journal).err
    assert not is_fixed(editor, title)


def test_an_edit_whose_page_is_deleted_before_the_wiki_is_asked_is_named(
    live: Live, mediawiki: MediaWiki, title: str, journal: Path, losing: Callable[[Callable[[], object]], None]
) -> None:
    losing(lambda: delete(mediawiki, title))
    done = live("fix", title, "--save", "--journal", journal)
    assert f"{title}: it is not known whether it was saved" in done.err
    assert done.status == 2
    assert words_of(journal) == ["sending"]
    undone = live("undo", journal)
    assert f"{title}: not known whether it was edited: " in undone.err
    assert "0 edits undone, 1 not known" in undone.err
    assert undone.status == 1


def test_an_edit_that_cannot_be_looked_at_is_settled_by_the_next_run(
    live: Live, editor: Wiki, title: str, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(wiki: Wiki, *_: object) -> list[LivePage]:
        raise WikiError("unavailable", f"{wiki.host}: HTTP 503")

    with monkeypatch.context() as patch:
        patch.setattr("infobox.live.saving.pages", failing)
        done = live("fix", title, "--save", "--journal", journal)
    assert "stopped: " in done.err
    assert "0 saved" in done.err
    assert words_of(journal) == ["sending"]
    assert live("fix", title, "--save", "--journal", journal).status == 0
    assert words_of(journal) == ["sending", "saved"]
    assert edits_of(editor, BOT)[title] == 1


def test_another_run_with_the_same_summary_is_not_taken_for_this_one(live: Live, editor: Wiki, title: str, tmp_path: Path) -> None:
    other, own = tmp_path / "other.jsonl", tmp_path / "own.jsonl"
    old = page_of(editor, title).revision
    edit(editor, title, "40 guns", "50 guns")
    live("fix", title, "--save", "--journal", other)
    sending = json.loads(other.read_text().splitlines()[0])
    own.write_text(json.dumps(sending | {"old": old, "sum": "0" * 40}, separators=(",", ":")) + "\n")  # its edit never arrived
    done = live("undo", own)
    assert "may be the edit whose answer was lost: look at it" in done.err
    assert done.status == 1
    assert is_fixed(editor, title)
    done = live("fix", title, "--save", "--journal", own)
    assert f"{title}: left alone, as it is not known whether it was saved" in done.err
    assert words_of(own) == ["sending"]


def test_a_joined_edit_is_recognized_by_its_text_in_a_later_run(
    live: Live, editor: Wiki, title: str, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddling(wiki: Wiki, page: LivePage, *rest: object) -> Saved:
        edit(editor, title, "was fought", "was lost")
        return save(wiki, page, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("infobox.live.fixing.save", meddling)
        live("fix", title, "--save", "--journal", journal)
    assert words_of(journal) == ["sending", "merged"]
    merged = journal.read_text().splitlines()[1]
    journal.write_text(journal.read_text().splitlines(keepends=True)[0])
    assert "0 saved" in live("fix", title, "--save", "--journal", journal).err
    assert json.loads(journal.read_text().splitlines()[1])["new"] == json.loads(merged)["new"]


def test_the_revision_before_an_edit_says_whether_it_was_joined(
    live: Live, editor: Wiki, title: str, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the answer says of it was read before the edit was saved, so an edit in between is not seen there."""
    send: Send = Wiki._send

    def racing(wiki: Wiki, asked: dict[str, str], *, post: bool) -> object:
        if asked["action"] != "edit" or asked.get("assert") != "bot":
            return send(wiki, asked, post=post)
        edit(editor, title, "was fought.", "was fought. {{nobots}}")
        response, body = cast(tuple[object, bytes], send(wiki, asked, post=post))
        answer = json.loads(body)
        answer["edit"]["oldrevid"] = int(asked["baserevid"])
        return response, json.dumps(answer).encode()

    with monkeypatch.context() as patch:
        patch.setattr(Wiki, "_send", racing)
        done = live("fix", title, "--save", "--journal", journal)
    assert "it asks now to be left alone, by {{nobots}}" in done.err
    assert words_of(journal) == ["sending", "merged"]
    live("undo", journal)
    assert "{{nobots}}" in page_of(editor, title).text


def test_the_revisions_of_the_account_are_read_to_their_end(httpserver: HTTPServer) -> None:
    wiki = Wiki(httpserver.url_for("/w/api.php"), "", QUICK, sleep=lambda _: None)
    wiki.user = BOT
    of_bot = {"rvuser": BOT, "pageids": "1"}
    for turn, last in enumerate((False, True)):
        revision = {"revid": 20 - turn, "parentid": 10 if last else 19, "user": BOT, "sha1": "b" if last else "a", "comment": str(turn)}
        answer = {"query": {"pages": [{"pageid": 1, "title": "A", "revisions": [revision]}]}}
        httpserver.expect_ordered_request("/w/api.php", query_string=None).respond_with_json(
            answer | ({} if last else {"continue": {"rvcontinue": "1"}})
        )
    found = arrived(wiki, 1, 10, "b", "other")
    assert found is not None
    assert found.revid == 19
    assert all(request.args[name] == value for request, _ in httpserver.log for name, value in of_bot.items())


LINES = st.lists(st.sampled_from("abcde"), max_size=8).map("\n".join)


@given(LINES, LINES)
def test_changes_carried_to_where_they_were_made_give_the_same_text(before: str, after: str) -> None:
    assert carried(before, after, before) == after


@pytest.mark.parametrize(
    ("before", "after", "onto", "made"),
    [
        ("a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nc\nX", "a\nB\nc\nX"),
        ("a\nb\nc\nd", "a\nb\nnew\nc\nd", "0\na\nb\nc\nd", "0\na\nb\nnew\nc\nd"),
        ("a\nb\nc\nd", "a\nc\nd", "a\nb\nc\nX", "a\nc\nX"),
        ("a\nb\nc\nd", "a\nB\nc\nd", "a\nX\nc\nd", None),
    ],
)
def test_changes_are_carried_to_another_text(before: str, after: str, onto: str, made: str | None) -> None:
    assert carried(before, after, onto) == made


# -- going on and undoing ---------------------------------------------------------------------------------------------------------------


def test_the_same_command_with_an_old_address_goes_on(live: Live, editor: Wiki, mediawiki: MediaWiki, title: str, journal: Path) -> None:
    address = f"{mediawiki.url}/w/index.php?oldid={page_of(editor, title).revision}"
    assert live("fix", address, "--save", "--journal", journal).status == 0
    again = live("fix", address, "--save", "--journal", journal)
    assert again.err == "0 pages looked at; 0 saved\n"
    assert again.status == 0


def test_an_undoing_that_was_ended_is_settled(live: Live, editor: Wiki, title: str, journal: Path) -> None:
    live("fix", title, "--save", "--journal", journal)
    live("undo", journal)
    journal.write_text("".join(journal.read_text().splitlines(keepends=True)[:-1]))  # ended before the answer came
    edit(editor, title, "was fought", "was lost")
    done = live("undo", journal)
    assert done.err == "0 edits undone\n"
    assert done.status == 0
    assert words_of(journal)[-2:] == ["undoing", "undone"]


def test_an_edit_is_undone_after_a_move_and_after_a_revert_of_a_revert(
    live: Live, editor: Wiki, mediawiki: MediaWiki, title: str, journal: Path
) -> None:
    live("fix", title, "--save", "--journal", journal)
    admin(mediawiki).change({"action": "move", "from": title, "to": f"{title} moved"})
    edit(editor, f"{title} moved", "was fought", "was lost")
    edit(editor, f"{title} moved", "was lost", "was fought")
    assert "1 edit undone" in live("undo", journal).err
    assert not is_fixed(editor, f"{title} moved")


def test_a_page_that_has_become_a_redirect_was_edited(live: Live, editor: Wiki, title: str, journal: Path) -> None:
    live("fix", title, "--save", "--journal", journal)
    editor.change({"action": "edit", "title": title, "text": "#REDIRECT [[Battle of Testville 1]]"})
    assert f"{title}: not undone: somebody has edited the page since" in live("undo", journal).err


def test_an_undoing_that_the_wiki_joined_is_said(
    live: Live, editor: Wiki, title: str, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live("fix", title, "--save", "--journal", journal)

    def meddling(wiki: Wiki, page: LivePage, *rest: object) -> Saved:
        edit(editor, title, "was fought", "was lost")
        return save(wiki, page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("infobox.live.undoing.save", meddling)
    assert f"{title}: undone; somebody edited it meanwhile" in live("undo", journal).err
    assert "was lost" in page_of(editor, title).text


def test_edits_of_another_wiki_are_named(live: Live, journal: Path) -> None:
    with Journal(journal) as made:
        made.add(JournalEntry("saved", "de.example.org", 1, "A", 5, 6))
    done = live("undo", journal)
    assert "1 edit of de.example.org, and not of 127.0.0.1:" in done.err
    assert "give that wiki with --wiki" in done.err
    assert done.status == 2


def test_a_run_that_cannot_go_on_says_what_it_did(live: Live, title: str, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Wiki) -> bool:
        raise WikiError("assertuserfailed", "the login has ended")

    monkeypatch.setattr(Wiki, "has_message", failing)
    done = live("fix", title, "--save", "--journal", journal)
    assert done.err == "1 page looked at; 0 saved\ninfobox live fix: the login has ended\n"
    assert done.status == 2


def test_a_login_whose_answer_was_lost_is_made_anew(mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> None:
    send, lost = Wiki._send, list[str]()

    def losing(wiki: Wiki, asked: dict[str, str], *, post: bool) -> object:
        done = send(wiki, asked, post=post)
        if asked["action"] == "login" and not lost:
            lost.append(asked["lgtoken"])
            raise ConnectionResetError(104, "Connection reset by peer")
        return done

    monkeypatch.setattr(Wiki, "_send", losing)
    wiki = Wiki(mediawiki.api, "ops@example.org", QUICK, sleep=lambda _: None)
    wiki.log_in(Login(mediawiki.bot, mediawiki.bot_password))
    assert lost
    assert wiki.who().name == BOT
