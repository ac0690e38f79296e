"""``infobox live undo``: the edits of a journal taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from infobox.controls import visible
from infobox.live.addresses import Target
from infobox.live.arriving import as_kept, sum_of
from infobox.live.commands import wikis
from infobox.live.errors import StopError, UnknownFateError, WikiError
from infobox.live.journal import CHANGED, Journal, JournalEntry, PageFate
from infobox.live.pages import LivePage, pages
from infobox.live.saving import STOPS, Manner, heed_messages, save, settled
from infobox.live.session import Wiki
from infobox.outline import say
from infobox.plurals import many
from infobox.status import NEGATIVE, SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse

_BEFORE = "as before"


def undo(arguments: argparse.Namespace) -> int:
    """Take back the edits of a journal, the last first, where nobody has edited the page since."""
    path = Path(arguments.journal)
    if not path.exists():
        raise WikiError("settings", f"{path}: no such journal")
    wiki = wikis(arguments).logged_in()
    with Journal(path) as journal:
        run = _Undoing(wiki, journal, Manner(bot=not arguments.human), quiet=arguments.quiet)
        try:
            run.all()
        finally:  # also when the wiki cannot be asked any more, or the user stops it
            run.count()
    return run.status


class _NotUndoneError(Exception):
    """Why an edit was not taken back."""


class _Undoing:
    """One run, and its counts: the edits that were `undone`, those that were not, and those that perhaps were not made."""

    def __init__(self, wiki: Wiki, journal: Journal, manner: Manner, *, quiet: bool) -> None:
        self._wiki, self._journal, self._manner, self._quiet = wiki, journal, manner, quiet
        self._undone = self._failed = self._unknown = 0

    @property
    def status(self) -> int:
        """The exit status."""
        return TROUBLE if self._failed else NEGATIVE if self._unknown else SUCCESS

    def count(self) -> None:
        """Print the counts."""
        if not self._quiet:
            rest = f"{f', {self._failed} not' if self._failed else ''}{f', {self._unknown} not known' if self._unknown else ''}"
            say(f"{many(self._undone, 'edit')} undone{rest}")

    def all(self) -> None:
        """Take back all edits, unless something stops it."""
        self._name_others()
        for (wiki, page), fate in reversed(self._journal.fates.items()):
            entry = fate.open or fate.done
            if wiki != self._wiki.name or entry is None:
                continue
            try:
                self._one(page, visible(entry.title))
            except StopError as stop:
                say(visible(f"stopped: {stop}"))
                self._failed += 1
                return

    def _name_others(self) -> None:
        """Name edits of the journal that were made elsewhere."""
        others = [wiki for (wiki, _), fate in self._journal.fates.items() if wiki != self._wiki.name and _is_edit(fate)]
        if others:
            edits = f"{many(len(others), 'edit')} of {', '.join(sorted(set(others)))}"
            say(visible(f"{self._journal.path}: {edits}, and not of {self._wiki.name}: give that wiki with --wiki"))
            self._failed += len(others)

    def _one(self, page: int, title: str) -> None:
        """Take back the edit of one page, if there is one, and say it. Raises `StopError`."""
        try:
            done = settled(self._wiki, self._journal, page)
            if done is None or done.what not in CHANGED:
                return
            how = self._taken_back(done)
        except _NotUndoneError as error:
            self._failed += 1
            say(f"{title}: not undone: {visible(str(error))}")
        except WikiError as error:
            if error.code in STOPS:
                raise StopError(f"{title}: {error}") from None
            unknown = isinstance(error, UnknownFateError)
            self._unknown += unknown
            self._failed += not unknown
            say(f"{title}: {'not known whether it was edited' if unknown else 'not undone'}: {visible(str(error))}")
        else:
            self._undone += 1
            if how != _BEFORE or not self._quiet:
                say(f"{title}: {how}")

    def _taken_back(self, entry: JournalEntry) -> str:
        """Save a page's text of before; what it is like then. Raises `_NotUndoneError`, `StopError` and `WikiError`."""
        now = self._page(Target(entry.title, page=entry.page))
        made = self._page(Target(entry.title, revision=entry.new))
        before = self._page(Target(entry.title, revision=made.parent or entry.old))
        if as_kept(now.text) == as_kept(before.text):
            self._note(now, now.revision)
            return _BEFORE
        if as_kept(now.text) != as_kept(made.text):
            raise _NotUndoneError("somebody has edited the page since; undo it by hand")
        heed_messages(self._wiki)
        summary = f"Undo revision {entry.new} ({', '.join(entry.codes)})"
        self._journal.add(
            JournalEntry(
                "undoing", self._wiki.name, entry.page, now.title, now.revision, summary=summary, sum=sum_of(before.text), codes=entry.codes
            )
        )
        saved = save(self._wiki, now, before.text, summary, self._manner)
        self._note(now, saved.revision)
        merged = "undone; somebody edited it meanwhile, and the wiki joined both edits: look at it"
        return merged if saved.outcome == "merged" else _BEFORE

    def _page(self, target: Target) -> LivePage:
        [page] = pages(self._wiki, [target])
        if page.lacks:
            raise _NotUndoneError(page.lacks)
        return page

    def _note(self, now: LivePage, new: int) -> None:
        self._journal.add(JournalEntry("undone", self._wiki.name, now.id, now.title, now.revision, new))


def _is_edit(fate: PageFate) -> bool:
    return fate.open is not None or (fate.done is not None and fate.done.what in CHANGED)
