"""Findings in the forms that people and programs read: one module a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from infobox.checks.reports.checked import Checked

__all__ = ["FORMATS", "Checked", "report"]

FORMATS: Final[tuple[str, ...]] = ("text", "concise", "json", "jsonl", "github", "sarif", "wikitext")


def report(form: str, pages: Iterable[Checked], *, color: bool = False) -> Iterator[str]:
    """Pieces of text to print for `pages`, in one of the `FORMATS`; each ends its last line where the document is done.

    All but `wikitext` print while they read, so that the pages of a whole dump need no memory. `color` is for `text` and `concise`.
    Raises `ValueError` for another format; page content never raises.
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
