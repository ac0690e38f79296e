"""Exports and dumps with all revisions (`pages-meta-history`, `Special:Export`) -> their revisions, one at a time."""

from __future__ import annotations

from collections.abc import Iterator

from infobox.history.steps import Revision
from infobox.pages.export import ExportedRevision, number, read_revisions
from infobox.pages.sources import PageError, Report, export_chunks


def revisions_in(path: str, trouble: Report | None = None) -> Iterator[ExportedRevision | None]:
    """The revisions of the export at `path` (`-`: standard input), which may be compressed with bzip2, gzip or zstd; None after each page.

    A broken page goes to `trouble`, if there is one. Raises `PageError` for a file that cannot be read to its end, after what precedes
    that, and for one that has no revisions.
    """
    with export_chunks(path) as chunks:
        if chunks is None:
            raise PageError(f"{path}: no export, which alone has the revisions of a page (infobox parse reads its newest)")
        yield from read_revisions(path, chunks, trouble)


def revision_of(found: ExportedRevision) -> Revision:
    """A revision as the steps are made from it."""
    fields = found.fields
    return Revision(
        id=number(fields.get("id", "")) or 0,
        parent=number(fields.get("parentid", "")) or 0,
        time=fields.get("timestamp", "").strip(),
        user=fields.get("user", "").strip(),
        comment=fields.get("comment", "").strip(),
        minor="minor" in fields,
        text=fields.get("text"),
        sum=fields.get("sha1", "").strip(),
    )
