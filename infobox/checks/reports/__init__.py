"""Findings in formats for people and programs: one module for each format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.reports.checked import CheckedPage

__all__ = ["FORMATS", "CheckedPage", "report"]

FORMATS: Final[tuple[str, ...]] = ("text", "concise", "json", "jsonl", "github", "sarif", "wikitext")


def report(form: str, pages: Iterable[CheckedPage], *, color: bool = False) -> Iterator[str]:
    """The report on `pages` in one of the `FORMATS`, in pieces to print; the last piece ends with a newline.

    All formats but `wikitext` yield pieces while pages are read, so that a whole dump takes no memory. `color` is for `text` and
    `concise`. Raises `ValueError` for any other format; page content never raises.
    """
    if form in ("text", "concise"):
        from infobox.checks.reports import text

        return text.full(pages, color=color) if form == "text" else text.concise(pages, color=color)
    if form in ("json", "jsonl"):
        from infobox.checks.reports import objects

        return objects.document(pages) if form == "json" else objects.lines(pages)
    if form == "github":
        from infobox.checks.reports import github

        return github.commands(pages)
    if form == "sarif":
        from infobox.checks.reports import sarif

        return sarif.document(pages)
    if form == "wikitext":
        from infobox.checks.reports import wikilist

        return wikilist.listed(pages)
    raise ValueError(f"no report is called {form!r}; there are {', '.join(FORMATS)}")
