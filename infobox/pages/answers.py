"""Answers of the MediaWiki API with the wikitext of pages (`action=query&prop=revisions`, in both versions of its format) -> the pages.

See https://www.mediawiki.org/wiki/API:Revisions and https://www.mediawiki.org/wiki/API:JSON_version_2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from infobox.language import database
from infobox.pages.sources import PageError, Report, Source
from infobox.record import Page

_ASK: Final = "ask for action=query&prop=revisions&rvprop=ids|timestamp|content&rvslots=main"


def pages_of_answer(name: str, data: bytes | str, trouble: Report) -> Iterator[Source]:
    """The pages of an answer, each with its newest revision. A page without text goes to `trouble`. Raises `PageError` for an answer that
    has no pages at all.
    """
    try:
        answer = msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        raise PageError(f"{name}: broken JSON: {str(error).splitlines()[0]}") from None
    query = _dict(_dict(answer).get("query"))
    pages = query.get("pages")
    found = list(pages.values()) if isinstance(pages, dict) else pages if isinstance(pages, list) else []
    if not found:
        raise PageError(f"{name}: an answer of the MediaWiki API without pages ({_ASK})")
    stated = _dict(query.get("general")).get("wikiid")
    wiki = database(stated) if isinstance(stated, str) else ""
    for page in map(_dict, found):
        title = page.get("title") if isinstance(page.get("title"), str) else ""
        revisions = [one for one in page.get("revisions") or [] if isinstance(one, dict)] if isinstance(page.get("revisions"), list) else []
        newest = max(revisions, key=_time, default={})
        text = _text(newest)
        if text is None:
            why = "the wiki has no such page" if "missing" in page or "invalid" in page else f"no wikitext in this answer ({_ASK})"
            trouble(f"{name}: the page {title}: {why}")
            continue
        stated_page = Page(
            title=title or "",
            id=_number(page.get("pageid")),
            namespace=_number(page.get("ns")),
            revision=_number(newest.get("revid")),
            timestamp=_time(newest),
            wiki=wiki,
        )
        yield Source(name, stated_page, text, "answer", older=len(revisions) - 1)


def _text(revision: dict[str, Any]) -> str | None:
    """The wikitext of a revision: in its main slot, or its own, as `content` or, in the first version of the format, as `*`."""
    for held in (_dict(_dict(revision.get("slots")).get("main")), revision):
        for key in ("content", "*"):
            if isinstance(held.get(key), str):
                return str(held[key])
    return None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 else None


def _time(revision: dict[str, Any]) -> str:
    time = revision.get("timestamp")
    return time if isinstance(time, str) else ""
