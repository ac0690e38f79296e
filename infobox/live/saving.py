"""Saving a page: on the revision that was read alone, so that nobody's edit is undone; and what became of it.

After https://www.mediawiki.org/wiki/API:Edit. Only `baserevid` is sent: with `basetimestamp` MediaWiki overwrites one's own later edits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from infobox.live.addresses import Target
from infobox.live.arriving import UNSURE, arrived, as_kept, sum_of
from infobox.live.errors import StopError, UnknownFateError, WikiError
from infobox.live.journal import Journal, JournalEntry, JournalWord, PageFate
from infobox.live.pages import ApiRevision, LivePage, pages
from infobox.live.session import Answer, Refusal, Wiki, read

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
    """Save a page's new text. Raises `WikiError`: `editconflict` if somebody else changed the same lines, `UnknownFateError` if it cannot
    be known whether it was saved.

    After a lost answer and after each refusal it is looked up whether the text arrived before.
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
    sent = _Sent(wiki, page, sum_of(text), asked["summary"])
    try:
        answer = wiki.once(lambda: wiki.change(asked), sent.found)
        new = answer if isinstance(answer, ApiRevision) else _made(wiki, answer)
    except UnknownFateError:
        raise
    except WikiError as error:
        if error.code == "badtoken":
            wiki.forget_token()
        new = sent.found_after(error)
    # If the page did not say it when it was read, the text arrived with a request whose answer was lost.
    if new is None and as_kept(text) != as_kept(page.text):
        new = sent.found()
    return _looked_at(wiki, page, new, text) if new else Saved("unchanged", page.revision, page.revision, page.text)


def _made(wiki: Wiki, answer: Answer) -> ApiRevision | None:
    """The revision that an edit made; None if it changed nothing. Raises `WikiError` if it was refused."""
    done = read(wiki.host, answer.edit, _EditDone)
    if done.result != "Success":
        raise WikiError(done.code or "refused", wiki.refusal_words(Refusal(done.code or done.result, done.info)))
    return ApiRevision(done.newrevid, done.oldrevid) if done.newrevid and not done.nochange else None


class _Sent:
    """A text that was sent, for which the wiki can be asked."""

    def __init__(self, wiki: Wiki, page: LivePage, sent: str, summary: str) -> None:
        self._wiki, self._page, self._sum, self._summary = wiki, page, sent, summary
        self._lost = False

    def found(self) -> ApiRevision | None:
        """The revision by which it arrived, None if it did not. Raises `UnknownFateError`."""
        self._lost = True
        try:
            return arrived(self._wiki, self._page.id, self._page.revision, self._sum, self._summary)
        except UnknownFateError:
            raise
        except WikiError as error:
            raise UnknownFateError(error.code, str(error)) from None

    def found_after(self, refusal: WikiError) -> ApiRevision:
        """The revision by which it arrived before it was refused. Raises the refusal if it did not, and `UnknownFateError`."""
        lost = self._lost or refusal.lost
        try:
            found = self.found()
        except UnknownFateError as unknown:
            if unknown.code == UNSURE and not lost:
                raise refusal from None  # it was sent once, and the answer is known
            raise UnknownFateError(unknown.code, f"{refusal}; {unknown}") from None
        if found is None:
            raise refusal
        return found


def _looked_at(wiki: Wiki, page: LivePage, new: ApiRevision, text: str) -> Saved:
    """What became of a text that was sent for a page and made a revision. Raises `UnknownFateError` if it cannot be looked at."""
    try:
        [now] = pages(wiki, [Target(str(new.revid), revision=new.revid)])
    except WikiError as error:
        raise UnknownFateError(error.code, str(error)) from None
    # What the edit's answer says of it was read before it was saved, so somebody may have been quicker.
    old = now.parent or new.parentid
    outcome: SaveOutcome = "saved" if old == page.revision else "merged"
    return Saved(outcome, new.revid, old, now.text, outcome == "saved" and not now.lacks and now.text != as_kept(text))


def heed_messages(wiki: Wiki) -> None:
    """Keep the pace of edits. Raises `StopError` if somebody wrote on the talk page of the account, which is how people stop bots."""
    wiki.wait_to_edit()
    if wiki.has_message():
        raise StopError(f"somebody wrote on the talk page of {wiki.user}: read it, then go on with the same journal")


def settled(wiki: Wiki, journal: Journal, page: int) -> JournalEntry | None:
    """What was done with a page by its journal, also by a run that was ended before it knew that; then the entry is added.

    Raises `UnknownFateError` if that cannot be known.
    """
    fate = journal.fates.get((wiki.name, page), PageFate())
    if fate.open is None:
        return fate.done
    found = arrived(wiki, page, fate.open.old, fate.open.sum, fate.open.summary)
    if found is None:
        return fate.done
    what: JournalWord = "undone" if fate.open.what == "undoing" else "saved" if found.parentid == fate.open.old else "merged"
    journal.add(replace(fate.open, what=what, old=found.parentid, new=found.revid, sum=""))
    return fate.done
