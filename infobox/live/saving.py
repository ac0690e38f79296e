"""Saving a page: on the revision that was read alone, so that nobody's edit is undone; and what became of it.

After https://www.mediawiki.org/wiki/API:Edit. Only `baserevid` is sent: with `basetimestamp` MediaWiki overwrites one's own later edits.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from infobox.live.addresses import Target
from infobox.live.errors import StopError, WikiError
from infobox.live.journal import Journal, JournalEntry, JournalWord
from infobox.live.pages import ApiRevision, LivePage, Pages, pages
from infobox.live.session import Wiki, read

LONGEST_SUMMARY: Final = 500
"""The most characters of a summary that MediaWiki keeps."""
STOPS: Final = frozenset(
    (
        "blocked", "autoblocked", "systemblocked", "globalblocking-blockedtext-user", "permissiondenied", "readonly", "maxlag",
        "ratelimited", "unreachable", "unavailable", "odd", "login", "settings", "badtags", "assertbotfailed", "assertuserfailed",
        "assertnameduserfailed", "noedit", "writeapidenied", "hookaborted", "badtoken", "tags-apply-not-allowed-one",
    )
)  # fmt: skip
"""Refusals after which no other page can be saved either."""
CONFLICT: Final = "editconflict"

SaveOutcome = Literal["saved", "unchanged", "merged"]


class _EditDone(Struct):
    result: str
    oldrevid: int = 0
    newrevid: int = 0
    nochange: bool = False
    code: str = ""
    info: str = ""


class Saved(Struct, frozen=True):
    """What became of a text that was sent.

    `outcome` is `saved`; `unchanged` if the page said it already; `merged` if the wiki joined it with an edit that somebody made meanwhile.
    `revision` is the new one, `old` the one it was made from, `text` what stands there, `altered` whether that is other than what was sent,
    beyond what every wiki does (`as_kept`).
    """

    outcome: SaveOutcome
    revision: int
    old: int
    text: str = ""
    altered: bool = False


class Manner(Struct, frozen=True):
    """How edits are made: as a bot with the flag (`bot`), or by a person; `minor` or not; with which change tags."""

    bot: bool = True
    minor: bool = True
    tags: Sequence[str] = ()


def save(wiki: Wiki, page: LivePage, text: str, summary: str, manner: Manner | None = None) -> Saved:
    """Save a page's new text. Raises `WikiError`: `editconflict` if somebody else changed the same lines.

    If the answer was lost, it is looked up whether the text arrived before.
    """
    manner = manner or Manner()
    asked = {
        "action": "edit",
        "pageid": str(page.id),
        "text": text,
        "summary": summary[:LONGEST_SUMMARY],
        "baserevid": str(page.revision),
        "nocreate": "1",
        "assert": "bot" if manner.bot else "user",
        **({"bot": "1"} if manner.bot else {}),
        **({"minor": "1"} if manner.minor else {"notminor": "1"}),
        **({"tags": "|".join(manner.tags)} if manner.tags else {}),
    }
    try:
        done = read(wiki.host, wiki.change(asked).edit, _EditDone)
    except WikiError as error:
        if error.code == "badtoken":
            wiki.forget_token()
        if error.code not in (CONFLICT, "unreachable", "unavailable") or not (found := _found(wiki, page, text, asked["summary"])):
            raise
        return _looked_at(wiki, page, found.revid, found.parentid, text)
    if done.result != "Success":
        refused = f"{wiki.host}: {done.code or done.result}{f': {done.info}' if done.info else ''}"
        raise WikiError(done.code or "refused", wiki.without_secrets(refused))
    if done.newrevid and not done.nochange:
        return _looked_at(wiki, page, done.newrevid, done.oldrevid, text)
    # If the page did not say it when it was read, the text arrived with a request whose answer was lost.
    new = arrived(wiki, page.id, page.revision, sum_of(text), asked["summary"]) if as_kept(text) != as_kept(page.text) else None
    return _looked_at(wiki, page, new.revid, new.parentid, text) if new else Saved("unchanged", page.revision, page.revision, page.text)


def _found(wiki: Wiki, page: LivePage, text: str, summary: str) -> ApiRevision | None:
    """The revision by which a text arrived whose answer was lost; None if it did not, or if the wiki cannot be asked."""
    try:
        return arrived(wiki, page.id, page.revision, sum_of(text), summary)
    except WikiError:
        return None


def _looked_at(wiki: Wiki, page: LivePage, new: int, old: int, text: str) -> Saved:
    """What became of a text that was sent for a page and made the revision `new` from `old`."""
    [now] = pages(wiki, [Target(str(new), revision=new)])
    outcome: SaveOutcome = "saved" if old == page.revision else "merged"
    return Saved(outcome, new, old, now.text, outcome == "saved" and not now.lacks and now.text != as_kept(text))


def heed_messages(wiki: Wiki) -> None:
    """Keep the pace of edits. Raises `StopError` if somebody wrote on the talk page of the account, which is how people stop bots."""
    wiki.wait_to_edit()
    if wiki.has_message():
        raise StopError(f"somebody wrote on the talk page of {wiki.user}: read it, then go on with the same journal")


def settled(wiki: Wiki, journal: Journal, entry: JournalEntry) -> JournalEntry:
    """An entry of a journal; for an edit that arrived although its run was ended before it knew that, the entry that says so, now added."""
    found = arrived(wiki, entry.page, entry.old, entry.sum, entry.summary) if entry.what == "sending" else None
    if found is None:
        return entry
    what: JournalWord = "saved" if found.parentid == entry.old else "merged"
    done = replace(entry, what=what, old=found.parentid, new=found.revid, sum="")
    journal.add(done)
    return done


def arrived(wiki: Wiki, page: int, old: int, sent: str, summary: str) -> ApiRevision | None:
    """The account's revision by which a text was saved that was made from the revision `old`; None if it was not saved.

    It is known by the text's check sum (`sent`, as by `sum_of`), or, if the wiki joined it with another edit, by the summary.
    """
    asked = {"action": "query", "prop": "revisions", "pageids": str(page), "rvprop": "ids|user|sha1|comment"}
    answer = wiki.ask({**asked, "rvstartid": str(old), "rvdir": "newer", "rvlimit": "50"})
    own = [
        revision
        for found in read(wiki.host, answer.query, Pages).pages
        for revision in found.revisions
        if revision.user == wiki.user and revision.parentid >= old
    ]
    exact = [revision for revision in own if revision.parentid == old and revision.sha1 == sent]
    return next(iter([*exact, *(revision for revision in own if _words(revision.comment) == _words(summary))]), None)


def _words(summary: str) -> str:
    """A summary without what a wiki may change of it."""
    return " ".join(unicodedata.normalize("NFC", summary).split())


def sum_of(text: str) -> str:
    """The check sum by which a wiki knows a text that it keeps."""
    return hashlib.sha1(as_kept(text).encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()


def as_kept(text: str) -> str:
    """A text as every wiki keeps it: with line feeds alone, in normal form C, and without white space at its end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip(" \t\n\r\0\x0b")
