"""The command ``infobox history``: exports with all revisions in, the steps of their infoboxes on standard output, exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from infobox.checks.options import chosen
from infobox.controls import as_json, visible
from infobox.dumps.prefilter import numbered_title, plain_title
from infobox.dumps.titles import titles_in
from infobox.history.exports import revision_of, revisions_in
from infobox.history.steps import BoxStep, Revision, Tracker
from infobox.outline import put, say
from infobox.pages.finding import EXPORT_ENDINGS, files_of
from infobox.pages.sources import PageError
from infobox.plurals import many
from infobox.record import Page
from infobox.status import NEGATIVE, SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse

    from infobox.checks.registry import Rule
    from infobox.pages.export import ExportedRevision

_SIGNS: Final = {"first": "the infobox is there", "layout": "only the layout", "gone": "no infobox any more", "back": "the infobox is back"}
_TWICE: Final = 2
_MOST_NAMED: Final = 5
"""How many pages are named that stood more than once in what was given."""
_HIDDEN: Final = "the text of this revision is hidden"


def history(arguments: argparse.Namespace) -> int:
    """Print how infoboxes changed, from exports with all revisions."""
    try:
        run = StepPrinting(arguments, titles_in(arguments.titles) if arguments.titles else None)
    except PageError as error:
        say(str(error))
        return TROUBLE
    for path in [file for given in arguments.exports for file in files_of(given, run.trouble, run.remark, EXPORT_ENDINGS)]:
        try:
            run.export(revisions_in(path, run.trouble), arguments.wiki)
        except PageError as error:
            run.trouble(str(error))
    return run.end()


class StepPrinting:
    """Prints the steps of page after page, and counts."""

    def __init__(self, arguments: argparse.Namespace, titles: frozenset[str] | None = None) -> None:
        from infobox.history.plot import Plot, check

        self.failed = False
        self._arguments = arguments
        self._titles = titles
        self._form = arguments.format or ("text" if sys.stdout.isatty() else "jsonl")
        self._rules: Sequence[Rule] = chosen()
        self._looked_at = self._read = self._steps = 0
        self._named = ""
        self._known: dict[tuple[str, int | str], int] = {}  # how often each page with an infobox stood in what was given
        self._again: list[str] = []
        if arguments.plot:
            check(arguments.plot)
        self._plot = Plot() if arguments.plot else None

    def trouble(self, line: str) -> None:
        """Say what cannot be read."""
        say(visible(line))
        self.failed = True

    def remark(self, line: str) -> None:
        """Say what is left out, unless that is not wanted."""
        if not self._arguments.quiet:
            say(visible(line))

    def export(self, found: Iterable[ExportedRevision | None], wiki: str = "") -> None:
        """Print the steps of the pages of an export."""
        tracker: Tracker | None = None
        for revised in found:
            if revised is None:
                self._page_ends(tracker)
                tracker = None
                continue
            page = revised.as_page()
            if self._titles is not None and not self._titles & {plain_title(page.title.encode()), numbered_title(page.id or 0)}:
                continue
            if tracker is None:
                page.wiki = page.wiki or wiki
                tracker = Tracker(page, self._rules)
            self.step(tracker, revision_of(revised))
        self._page_ends(tracker)

    def page(self, page: Page, revisions: Iterator[Revision]) -> None:
        """Print the steps of one page, from its first revision on."""
        tracker = Tracker(page, self._rules)
        for revision in revisions:
            self.step(tracker, revision)
        self._page_ends(tracker)

    def step(self, tracker: Tracker, revision: Revision) -> None:
        """Print what a revision did, if it did anything and is of the time that is asked for."""
        step = tracker.step(revision)
        if step is None:
            return
        if self._plot is not None and revision.text is not None:
            self._plot.add(step, revision.text)
        if (step.what == "hidden" and not tracker.ever) or not self._asked(step.time):
            return
        self._steps += 1
        if self._form == "text":
            self._draw(step)
        else:
            put(f"{as_json(step.as_json())}\n")

    def _asked(self, time: str) -> bool:
        arguments = self._arguments
        return (not arguments.since or time >= arguments.since) and (not arguments.until or time[: len(arguments.until)] <= arguments.until)

    def _page_ends(self, tracker: Tracker | None) -> None:
        if tracker is not None:
            page = tracker.page
            if tracker.ever:
                key = (page.wiki, page.id or page.title)
                self._known[key] = self._known.get(key, 0) + 1
                if self._known[key] == _TWICE:
                    self._again.append(page.title)
            self._looked_at += tracker.looked_at
            self._read += tracker.read
            if tracker.backwards and not self._arguments.quiet:
                say(visible(f"{tracker.page.title}: revisions stand before older ones, so what they changed is not what is said here"))

    def _draw(self, step: BoxStep) -> None:
        """Print a step for people."""
        if step.title != self._named:
            put(f"{'' if not self._named else chr(10)}{visible(step.title) or 'page'}\n")
            self._named = step.title
        comment = f"  ({' '.join(step.comment.split())})" if step.comment else ""
        put(visible(f"{step.time}  {step.revision}  {step.user or '(hidden)'}{comment}") + "\n")
        for line in lines_of(step):
            put(f"    {visible(line)}\n")

    def end(self) -> int:
        """Draw the plot and print the counts; the exit status."""
        if self._plot is not None:
            try:
                self._plot.draw(self._arguments.plot)
            except PageError as error:
                say(visible(str(error)))
                self.failed = True
        if not self._arguments.quiet:
            if self._again:
                named = ", ".join([*self._again[:_MOST_NAMED], *(["…"] if len(self._again) > _MOST_NAMED else [])])
                say(visible(f"{many(len(self._again), 'page')} stood there more than once ({named}): each time the history began anew"))
            looked_at = f"{many(self._looked_at, 'revision')} looked at, {self._read} read"
            say(f"{many(self._steps, 'change')} in {many(len(self._known), 'page')}; {looked_at}")
        return TROUBLE if self.failed else SUCCESS if self._known else NEGATIVE


def lines_of(step: BoxStep) -> Iterator[str]:
    """What a step did, in lines for people."""
    if step.what == "hidden":
        yield _HIDDEN
    elif step.what in _SIGNS:
        yield _SIGNS[step.what]
    yield from map(str, step.changes)
    if step.restores:
        undone = f", undoes {', '.join(map(str, step.undoes))}" if step.undoes else ""
        yield f"as in revision {step.restores}{undone}"
    yield from (f"+ {noted.code} {noted.message}" for noted in step.found)
    yield from (f"- {noted.code} {noted.message}" for noted in step.fixed)
