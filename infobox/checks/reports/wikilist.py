"""Findings as a list to paste into a project page; everything quoted from pages is plain text in it, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.findings import Finding
from infobox.checks.reports.checked import CheckedPage
from infobox.controls import visible

# What begins or ends templates, links, tags, entities and tables, makes signatures or italics, is a magic word, or links an address.
_MARKUP: Final = re.compile(r"[&<>\[\]{}|~]|'(?=')|(?<=')'|_(?=_)|(?<=_)_|(?<=[A-Za-z]):(?=\S)")
# What no title can have; with an entity in it or a section after it, a link would lead elsewhere.
_NO_TITLE: Final = re.compile(r"[\[\]{}<>|#]|~~~|%[0-9A-Fa-f]{2}|&[#\w]+;|\A:|(?:\A|/)\.{1,2}(?:/|\Z)")
_LONGEST_TITLE: Final = 255
_RELATIVE: Final = re.compile(r":|\A/")


def listed(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """Each page with findings once, in their order, the summary of an edit beside it, and its findings below it."""
    found: dict[str, list[str]] = {}
    for page in pages:
        if page.findings:
            link = _linked(page.name)
            if page.summary:
                link += f": {harmless(page.summary.removeprefix(f'{page.name}: '))}"
            found.setdefault(link, []).extend(map(_line, page.findings))
    for link, lines in found.items():
        yield f"* {link}\n" + "".join(f"** {line}\n" for line in lines)


def _line(finding: Finding) -> str:
    parameter = f", <code>{harmless(finding.parameter)}</code>" if finding.parameter else ""
    return f"line {finding.line}{parameter}: {harmless(finding.advice)} ({finding.code})"


def harmless(words: str) -> str:
    """Words on one line that are shown unchanged wherever they are pasted: what could be markup is written as entities."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", visible(" ".join(words.split())))


def _linked(name: str) -> str:
    """A link to the page with this name, or the name alone if no page can have it."""
    title = " ".join(name.replace("_", " ").split())
    if not title:
        return "(standard input)"
    if visible(title) != title or _NO_TITLE.search(title) or len(title.encode("utf-8", "replace")) > _LONGEST_TITLE:
        return harmless(title)
    # The colon makes it a plain link in any namespace: not a category, file, language link or subpage.
    return f"[[:{title}]]" if _RELATIVE.search(title) else f"[[{title}]]"
