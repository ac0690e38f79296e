"""Whether an edit whose answer was lost arrived: the account's revisions since then are looked at, and one is the edit only if its text
shows it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Final

from infobox.editing.sequences import opcodes
from infobox.live.addresses import Target
from infobox.live.errors import UnknownFateError
from infobox.live.pages import ApiRevision, Pages, pages
from infobox.live.session import Wiki, read

UNSURE: Final = "unsure"
"""The code of a wiki's answer that does not show whether an edit arrived."""


def arrived(wiki: Wiki, page: int, old: int, sent: str, summary: str) -> ApiRevision | None:
    """The account's revision by which a text was saved that was made from the revision `old`; None if it was not saved.

    `sent` is the text's check sum (`sum_of`). If the wiki joined the text with another edit, the revision is known by this: what it
    changed, done to the text of `old`, gives the text that was sent. Raises `UnknownFateError` if the page is gone, or if an edit
    with the same `summary` cannot be told apart; and `WikiError`.
    """
    own = list(_own(wiki, page, old))[::-1]
    for revision in own:
        if revision.parentid == old and revision.sha1 == sent:
            return revision
    doubtful = [revision for revision in own if _words(revision.comment) in ("", _words(summary))]  # a hidden summary is empty
    for revision in doubtful:
        made = _carried_back(wiki, old, revision)
        if made is not None and sum_of(made) == sent:
            return revision
    if doubtful:
        raise UnknownFateError(UNSURE, f"{wiki.host}: revision {doubtful[0].revid} may be the edit whose answer was lost: look at it")
    return None


def _own(wiki: Wiki, page: int, old: int) -> Iterator[ApiRevision]:
    """The account's revisions of a page since `old`, the newest first."""
    asked = {"action": "query", "prop": "revisions", "pageids": str(page), "rvprop": "ids|user|sha1|comment", "rvuser": wiki.user}
    for answer in wiki.every({**asked, "rvlimit": "50"}):
        for found in read(wiki.host, answer.query, Pages).pages:
            if found.missing:
                raise UnknownFateError(UNSURE, f"{wiki.host}: the page is gone, so it cannot be seen whether the edit arrived")
            for revision in found.revisions:
                if revision.revid <= old:
                    return
                yield revision


def _carried_back(wiki: Wiki, old: int, revision: ApiRevision) -> str | None:
    """The text of `old` with the changes that a later revision made; None if that cannot be told."""
    numbers = [revision.parentid, revision.revid, old]
    texts = [page.text for page in pages(wiki, [Target(str(number), revision=number) for number in numbers]) if not page.lacks]
    return carried(*texts) if len(texts) == len(numbers) else None


def carried(before: str, after: str, onto: str) -> str | None:
    """The changes from `before` to `after`, line by line, made in `onto`; None where `onto` differs from `before` there."""
    first, changed, other = (text.split("\n") for text in (before, after, onto))
    kept = [each for each in opcodes(first, other) if each.action == "equal"]
    pieces: list[str] = []
    place = 0
    for change in opcodes(first, changed):
        if change.action == "equal":
            continue
        here = next((each for each in kept if each.start <= change.start and change.end <= each.end), None)
        if here is None:
            return None
        start = here.other_start + change.start - here.start
        pieces += [*other[place:start], *changed[change.other_start : change.other_end]]
        place = start + change.end - change.start
    return "\n".join([*pieces, *other[place:]])


def _words(summary: str) -> str:
    """A summary without what a wiki may change of it."""
    return " ".join(unicodedata.normalize("NFC", summary).split())


def sum_of(text: str) -> str:
    """The check sum by which a wiki knows a text that it keeps."""
    return hashlib.sha1(as_kept(text).encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()


def as_kept(text: str) -> str:
    """A text as every wiki keeps it: with line feeds alone, in normal form C, and without white space at its end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip(" \t\n\r\0\x0b")
