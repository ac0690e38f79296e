"""``infobox live watch``: what edits do to infoboxes, as they are made."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from infobox import box as boxes
from infobox.checks.commands import selection_of
from infobox.checks.findings import is_severe
from infobox.checks.options import OptionError
from infobox.checks.reports import CheckedPage
from infobox.checks.reports.objects import objects_of
from infobox.checks.reviewing import Review, check_edit
from infobox.controls import as_json, visible
from infobox.live.addresses import Target
from infobox.live.commands import wikis
from infobox.live.edits import LiveEdit, Seen
from infobox.live.errors import WikiError
from infobox.live.pages import BATCH, LivePage, pages
from infobox.live.recent import Recent, stamp
from infobox.live.settings import is_wikimedia
from infobox.outline import put, say
from infobox.plurals import many
from infobox.status import SUCCESS

if TYPE_CHECKING:
    import argparse

    from infobox.checks.options import Selection
    from infobox.live.events import PageEvents
    from infobox.live.session import Wiki

_LONGEST: Final = 5.0
"""How many seconds an edit waits for others, with which its texts are asked for."""


class WatchState(Struct):
    """How far a run has come: what it is `about`, when it began, the `position` in the stream, and the revisions that were met last."""

    about: str
    since: str
    position: str = ""
    seen: list[int] = []


def watch(arguments: argparse.Namespace) -> int:
    """Print what edits do to infoboxes, until the limit or until the user stops it."""
    try:
        selection = selection_of(arguments)
    except OptionError as error:
        raise WikiError("settings", str(error)) from None
    wiki = wikis(arguments).of()
    stream = arguments.stream or (_wikimedia_stream() if is_wikimedia(wiki.host) else "")
    path = Path(arguments.state) if arguments.state else None
    state = _WatchFile(path, f"{wiki.host}: {stream or 'recent changes'}", arguments.since or stamp(datetime.now(UTC)))
    run = _Watching(arguments, selection, wiki, state)
    try:
        run.all(_edits_of(wiki, stream, state.held, arguments.every))
    finally:  # also when it is stopped
        state.save()
        if not arguments.quiet:
            say(run.counts)
    return SUCCESS


def _wikimedia_stream() -> str:
    from infobox.live.events import STREAM

    return STREAM


def _edits_of(wiki: Wiki, stream: str, held: WatchState, every: float) -> Recent | PageEvents:
    if not stream:
        return Recent(wiki, position=held.position, since=held.since, every=every)
    from infobox.live.events import PageEvents

    if not stream.startswith(("https://", "http://")):
        raise WikiError("settings", f"{stream!r} is no address of a stream")
    return PageEvents(wiki, stream, position=held.position, since=held.since)


class _WatchFile:
    """The state of a run, in a file if there is one. Raises `WikiError` if that is of another run, or cannot be read or written."""

    def __init__(self, path: Path | None, about: str, since: str) -> None:
        self._path = path
        self.held = WatchState(about, since)
        if path is None or not path.exists():
            return
        try:
            self.held = msgspec.json.decode(path.read_bytes(), type=WatchState)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            raise WikiError("settings", f"{path}: cannot be read as the state of a run: name another file") from None
        if self.held.about != about:
            raise WikiError("settings", f"{path}: is of another run ({self.held.about}): name another file")

    def save(self) -> None:
        """Write the state, in one step."""
        if self._path is None:
            return
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            new.write_bytes(msgspec.json.encode(self.held))
            new.replace(self._path)
        except OSError as error:
            raise WikiError("settings", f"{self._path}: cannot be written: {error.strerror or error}") from None


class _Watching:
    """One run, and its counts."""

    def __init__(self, arguments: argparse.Namespace, selection: Selection, wiki: Wiki, state: _WatchFile) -> None:
        self._arguments, self._selection, self._wiki, self._state = arguments, selection, wiki, state
        self._seen = Seen(state.held.seen)
        self._form = arguments.format or ("text" if sys.stdout.isatty() else "jsonl")
        self._printed = self._without = self._odd = 0

    @property
    def counts(self) -> str:
        """What was done, in one line."""
        without = f"; {self._without} whose text is hidden or gone" if self._without else ""
        odd = f"; {many(self._odd, 'event')} that cannot be read" if self._odd else ""
        return f"{many(self._printed, 'edit')} that touched an infobox{without}{odd}"

    def all(self, edits: Recent | PageEvents) -> None:
        """Print the edits, some at a time: their texts are asked for together."""
        waiting: list[LiveEdit] = []
        begun = time.monotonic()
        for edit in edits:
            self._odd = edits.odd
            if edit is not None and self._seen.add(edit.new):
                begun = begun if waiting else time.monotonic()
                waiting.append(edit)
            if edit is None or 2 * len(waiting) >= BATCH or (waiting and time.monotonic() - begun > _LONGEST):
                for done in self._looked_at(waiting):
                    self._print(*done)
                    self._state.held.seen.append(done[0].new)  # a run that ends here goes on before these edits, and leaves this one out
                    if self._printed == self._arguments.limit:
                        return
                waiting = []
                self._state.held.position, self._state.held.seen = edits.position, self._seen.numbers
                self._state.save()

    def _looked_at(self, edits: Iterable[LiveEdit]) -> Iterator[tuple[LiveEdit, LivePage, Review]]:
        """What edits did that touched an infobox."""
        edits = list(edits)
        wanted = [Target(str(number), revision=number) for edit in edits for number in (edit.old, edit.new) if number]
        found = {page.revision: page for page in pages(self._wiki, wanted) if not page.lacks}
        for edit in edits:
            old, new = found.get(edit.old), found.get(edit.new)
            if new is None or (edit.old and old is None):
                self._without += 1
                continue
            before = old.text if old is not None else ""
            if _boxes(before, new) != _boxes(new.text, new):
                rules = [rule for rule in self._selection.of(new.address) if is_severe(rule.severity, self._arguments.severity)]
                yield edit, new, check_edit(before, new.text, rules, source=new.source.page)

    def _print(self, edit: LiveEdit, page: LivePage, review: Review) -> None:
        self._printed += 1
        base = page.address.partition("?")[0]
        address = f"{base}?diff={page.revision}" if edit.old else page.address
        user = edit.user or page.user
        if self._form == "text":
            comment = f"  ({' '.join(edit.comment.split())})" if edit.comment else ""
            put(visible(f"{page.timestamp}  {page.title}  {user or '(hidden)'}{comment}  {address}") + "\n")
            lines = [*map(str, review.changes), *(f"+ {finding.code} {finding.message}" for finding in review.findings)]
            put("".join(f"    {visible(line)}\n" for line in lines or ["only the layout"]))
        else:
            checked = CheckedPage(label=page.title, path=address, title=page.title, text=page.text, findings=review.findings)
            put(f"{as_json(_object(edit, page, user, address, review, objects_of(checked)))}\n")
        sys.stdout.flush()


def _object(edit: LiveEdit, page: LivePage, user: str, address: str, review: Review, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """An edit as JSON has it."""
    known = ("page", "path", "title")
    return {
        "wiki": page.wiki,
        "title": page.title,
        "revision": page.revision,
        "parent": edit.old,
        "time": page.timestamp,
        "user": user,
        "comment": edit.comment,
        "address": address,
        "summary": review.summary,
        "findings": [{name: value for name, value in finding.items() if name not in known} for finding in findings],
        "changes": [change.as_json() for change in review.changes],
    }


def _boxes(text: str, page: LivePage) -> list[str]:
    """The source of the infoboxes of a text."""
    return [text[box.start : box.end] for box in boxes.find(text, wiki=page.wiki)]
