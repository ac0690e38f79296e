"""What the commands do: files in, records or wikitext on standard output, exit status. The commands for rules and for dumps are in `checks`
and `dumps`.

Reports about an input go to standard error, one line each. Only `write --in-place` and `check --fix` change a file.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import BufferedWriter, FileIO
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from infobox.controls import as_json, visible
from infobox.outline import put, say
from infobox.outline import show as draw
from infobox.pages.damaged import LOST_PIPES, lost_pipes
from infobox.pages.finding import NO_INFOBOX, columns_of, expanded, pages_of
from infobox.pages.page_like import source_of
from infobox.pages.sources import FILES, PageError, open_pages, pages_in, read_bytes, reason_of
from infobox.pages.wrong_kind import begins_as_json, has_pages, is_elsewhere, not_a_record
from infobox.plurals import many
from infobox.status import NEGATIVE, SUCCESS, TROUBLE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from infobox.pages.sources import Source
    from infobox.reading import Reading
    from infobox.record import Conflict
    from infobox.terminal import Colour


NO_RECORD: Final = "contains no record"


def parse(arguments: argparse.Namespace) -> int:
    """Print the records of pages, and report what was not understood."""
    failed: list[str] = []
    try:
        with _listing(arguments) as problems:
            printing = Printing(arguments, problems)
            for source in _sources(arguments, failed):
                printing.page(source)
            printing.end()
    except PageError as error:
        say(str(error))
        return TROUBLE
    return TROUBLE if failed else SUCCESS if printing.number else NEGATIVE


@contextmanager
def _listing(arguments: argparse.Namespace) -> Iterator[BinaryIO | None]:
    """The file for `--problems`, which gets its name when all is written; None if there is none. Raises `PageError` and `OSError`."""
    if arguments.problems is None:
        yield None
        return
    from infobox.dumps.naming import own_file
    from infobox.dumps.unfinished import Claim

    with Claim(own_file(arguments.problems, arguments.pages)) as claim:
        claim.begin(0)
        try:
            with BufferedWriter(FileIO(os.dup(claim.file.fileno()), "wb")) as file:
                yield file
        except BaseException:
            claim.remove()
            raise
        claim.put()


class Printing:
    """Prints the records of one page after the other in the form that the arguments ask for; `number` is how many were printed."""

    def __init__(self, arguments: argparse.Namespace, problems: BinaryIO | None = None) -> None:
        self.number = 0
        self._arguments = arguments
        self._problems = problems
        self._form = arguments.format or ("text" if sys.stdout.isatty() else "jsonl")

    def page(self, source: Source) -> bool:
        """Print the records of a page, and report what was not understood; return whether there are any."""
        arguments = self._arguments
        readings = _readings(source, spans=arguments.spans, with_source=arguments.source)
        if not readings:
            say(f"{source.label}: {LOST_PIPES if lost_pipes(source.text) else NO_INFOBOX}")
        for reading in readings:
            _print_record(reading.record, self._form, arguments.color, self.number)
            self.number += 1
        if self._problems is not None:
            from infobox.page_readings import problem_lines

            self._problems.writelines(line + b"\n" for line in problem_lines(source, readings))
        elif not arguments.quiet:
            _report_problems(source, readings)
        return bool(readings)

    def end(self) -> None:
        """Print what ends the output."""
        if self._form == "json":
            put(b"\n]\n" if self.number else b"[]\n")


def _sources(arguments: argparse.Namespace, failed: list[str]) -> Iterator[Source]:
    """The pages that are named; what cannot be read is reported and added to what `failed`, and what is skipped is reported."""

    def trouble(line: str) -> None:
        say(line)
        failed.append(line)

    def remark(line: str) -> None:
        if not arguments.quiet:
            say(line)

    elsewhere, columns = getattr(arguments, "elsewhere", None), columns_of(arguments)
    return pages_of(arguments.pages, trouble, remark, arguments.stdin_filename, arguments.wiki, elsewhere, columns)


def _readings(source: Source, *, spans: bool = False, with_source: bool = False) -> list[Reading]:
    from infobox.page_readings import readings_of

    return readings_of(source, spans=spans, with_source=with_source)


def _print_record(record: Conflict, form: str, color: str, number: int) -> None:
    """Print one record; `number` is how many were printed before it."""
    if form == "text":
        _draw(record, color, number)
    elif form == "json":
        text = record.to_json(indent=2).replace("\n", "\n  ")
        put(f"{',' if number else '['}\n  {text}".encode())
    else:
        put(f"{record.to_json()}\n".encode())


def _draw(record: Conflict, color: str, number: int) -> None:
    """Print one record as a tree; `number` is how many were printed before it."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")  # a terminal with few characters shows the others as question marks
    if number:
        print()
    draw(record, sys.stdout, cast("Colour", color))


def show(arguments: argparse.Namespace) -> int:
    """Print records as trees."""
    unknown: dict[str, tuple[str, ...]] = {}
    number = 0
    failed = False
    for path in chain.from_iterable(map(expanded, arguments.records)):
        try:
            found = _records(path, read_bytes(path), unknown)
            if not found:
                raise PageError(f"{path}: {NO_RECORD}")  # noqa: TRY301 - as for what cannot be read
        except PageError as error:
            say(str(error))
            failed = True
            continue
        for record in found:
            _draw(record, arguments.color, number)
            number += 1
    _report_ignored(unknown)
    return TROUBLE if failed else SUCCESS


def _report_problems(source: Source, readings: list[Reading]) -> None:
    if not any(reading.problems for reading in readings):
        return
    from infobox.positions import Lines

    lines = Lines(source.text)
    for reading in readings:
        for problem in reading.problems:
            line, column = lines.place(problem.start)
            parameter = f"{problem.parameter}: " if problem.parameter else ""
            say(f"{source.label}:{line}:{column}: {parameter}{problem.message}")


def write(arguments: argparse.Namespace) -> int:
    """Print records as wikitext, or a page with its infoboxes updated to match them; or change the page's file."""
    from infobox.writing import WriteError, write

    if arguments.record == "-" and arguments.into == "-":
        say("infobox write: standard input can be the record or the page, not both")
        return TROUBLE
    if arguments.in_place and arguments.into in (None, "-"):
        say("infobox write: --in-place needs the file of a page (give it with --into PAGE)")
        return TROUBLE
    try:
        unknown: dict[str, tuple[str, ...]] = {}
        found = _records(arguments.record, read_bytes(arguments.record), unknown, strict=True)
        for record in found if arguments.wiki else ():
            _state_wiki(record, arguments.wiki)
        _report_ignored(unknown)
        if not found:
            say(f"{arguments.record}: {NO_RECORD}")
            return TROUBLE
        if arguments.into is not None:
            page = _page_to_fill(arguments.into)
            text = page.text
            # From the end of the page to its beginning, so that the places in the other records stay right.
            for record in sorted(found, key=_place, reverse=True):
                text = write(record, text)
            if not arguments.in_place:
                put(page.encoded(text))
            elif text != page.text:
                _save(page, text)
        else:
            words = [write(record) for record in found]  # all of them first, or none is printed
            put("\n".join(text + "\n" * (not text.endswith("\n")) for text in words).encode())
    except PageError as error:
        say(str(error))
    except WriteError as error:
        say(f"{arguments.record}: {f'not written into {arguments.into}: ' if arguments.into else ''}{error}")
    else:
        return SUCCESS
    return TROUBLE


def _state_wiki(record: Conflict, wiki: str) -> None:
    """Name the wiki of a record's page."""
    from infobox.record import Page

    record.page = record.page or Page()
    record.page.wiki = wiki


def _place(record: Conflict) -> tuple[int, int]:
    template = record.template
    return (0, 0) if template is None else (template.start or 0, template.number or 0)


def _save(page: Source, text: str) -> None:
    """Replace the content of a page's file with `text`. Raises `PageError` if that fails; the file is then unchanged."""
    from infobox.pages.replacing import replace

    try:
        replace(page.name, page.encoded(text))
    except OSError as error:
        raise PageError(f"{page.name}: not written: {reason_of(error)}") from None


def _page_to_fill(path: str) -> Source:
    """The one page of a wikitext file. Raises `PageError` for other forms, which cannot be written back unchanged."""
    page = next(open_pages(path), None)
    if page is None or page.form in FILES:
        kind = FILES["export" if page is None else page.form]
        raise PageError(f"{path}: {kind} cannot be written into (save the page's wikitext as a file of its own)")
    if page.flattened:
        raise PageError(f"{path}: extracted text has no infobox to write into (write the record without --into)")
    return page


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs between two pages or records."""
    from infobox.comparing import compare_all

    if arguments.old == "-" and arguments.new == "-":
        say("infobox diff: standard input can be the old version or the new one, not both")
        return TROUBLE
    unknown: dict[str, tuple[str, ...]] = {}
    try:
        old, new = (_version(path, unknown, arguments) for path in (arguments.old, arguments.new))
    except PageError as error:
        say(str(error))
        return TROUBLE
    _report_ignored(unknown)
    changes = compare_all(old, new)
    layout_only = not changes and any(
        one.source and other.source and one.source != other.source for one, other in zip(old, new, strict=False)
    )
    if arguments.format == "json":
        found = {"same": not changes, "layout_only": layout_only, "changes": [change.as_json() for change in changes]}
        put(f"{as_json(found, 2)}\n")
    else:
        for change in changes:
            put(f"{visible(str(change))}\n")
        if layout_only:
            say("only the layout differs")
    return NEGATIVE if changes else SUCCESS


def _version(path: str, unknown: dict[str, tuple[str, ...]], arguments: argparse.Namespace) -> list[Conflict]:
    """The records of a file: JSON, as `_records` reads it, or the infoboxes of its pages, all of one `wiki` if that is stated; or those of
    the page of a title or an address. Raises `PageError`, also if there are none.
    """
    elsewhere = getattr(arguments, "elsewhere", None)
    if elsewhere is not None and is_elsewhere(path):
        found = [reading.record for source in elsewhere(path) for reading in _readings(source, with_source=True)]
    elif begins_as_json(data := read_bytes(path)) and not has_pages(data.decode(errors="replace")):
        found = _records(path, data, unknown)
    else:
        sources = (source_of(source, wiki=arguments.wiki) for source in pages_in(path, data))
        found = [reading.record for source in sources for reading in _readings(source, with_source=True)]
    if not found:
        raise PageError(f"{path}: {NO_INFOBOX}")
    return found


def _records(path: str, data: bytes, unknown: dict[str, tuple[str, ...]], *, strict: bool = False) -> list[Conflict]:
    """The records in a file's content; adds fields that are ignored to `unknown`. Raises `PageError` if it is not JSON of records."""
    from infobox.record import RecordError
    from infobox.schema import records

    if wrong := not_a_record(path, data):
        raise PageError(f"{path}: {wrong}")
    try:
        found, ignored = records(data, strict=strict)
    except RecordError as error:
        raise PageError(f"{path}:{error}") from None
    if ignored:
        unknown[path] = ignored
    return found


def _report_ignored(unknown: dict[str, tuple[str, ...]]) -> None:
    """Report, in one line, which fields of which files were ignored."""
    from infobox.versions import ignored

    if unknown:
        say(f"{', '.join(unknown)}: {ignored(tuple(sorted(set().union(*unknown.values()))))}")


def validate(arguments: argparse.Namespace) -> int:
    """Print the faults of records, and report how many are valid."""
    from infobox.schema import described, examine
    from infobox.versions import FORMAT

    valid = invalid = 0
    failed = False
    for path in chain.from_iterable(map(expanded, arguments.records)):
        try:
            data = read_bytes(path)
            if wrong := not_a_record(path, data):
                raise PageError(f"{path}: {wrong}")  # noqa: TRY301 - as for what cannot be read
        except PageError as error:
            say(str(error))
            failed = True
            continue
        for faults in examine(data):
            valid += not faults
            invalid += bool(faults)
            for fault in faults:
                put(f"{visible(f'{path}:{described(fault)}')}\n")
    say(f"{many(valid, 'record')} valid{f', {invalid} not' if invalid else ''} ({FORMAT})")
    return TROUBLE if failed else NEGATIVE if invalid else SUCCESS


def unresolved(arguments: argparse.Namespace) -> int:
    """List the templates that are not known, the most frequent first, and report what share of the values contains one."""
    from infobox.unresolved import Tally

    if arguments.limit is not None and arguments.limit < 1:
        say("infobox unresolved: --limit must be at least 1")
        return TROUBLE
    tally = Tally()
    failed: list[str] = []
    for source in _sources(arguments, failed):
        readings = _readings(source)
        if not readings:
            say(f"{source.label}: {NO_INFOBOX}")
        tally.add(source.label, source.text, readings)
    found = tally.templates()[: arguments.limit]
    if arguments.format == "json":
        put(f"{as_json([use.as_json() for use in found], 2)}\n")
    else:
        for use in found:
            put(f"{visible(use.as_line())}\n")
    if not arguments.quiet:
        say(tally.summary())
    return TROUBLE if failed else SUCCESS if tally.infoboxes else NEGATIVE


def schema(_: argparse.Namespace) -> int:
    """Print the published schema."""
    from infobox.schema import published

    put(published().encode())
    return SUCCESS
