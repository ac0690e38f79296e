"""What ``infobox extract`` does: dumps in, records out, errors reported, exit status."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, NoReturn

import msgspec
from msgspec import structs

from infobox.controls import as_json
from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.checksums import STATED, FileSums, PublishedSum, published
from infobox.dumps.content_exports import missing_parts
from infobox.dumps.extracting import NAMESPACES, Options
from infobox.dumps.far_outputs import FarOutputs
from infobox.dumps.index import beside, indexed_pieces
from infobox.dumps.inputs import Dump, Piece, expanded, look, pieces
from infobox.dumps.joining import Joiner
from infobox.dumps.manifest import ReadInput, manifest
from infobox.dumps.naming import check_names, manifest_beside, outputs_of
from infobox.dumps.outputs import Outputs, claimed, finish
from infobox.dumps.parts import NOTHING, Counts, Failure, PieceResult
from infobox.dumps.places import stamp
from infobox.dumps.progress import Progress
from infobox.dumps.running import cores, read_pieces
from infobox.dumps.spooling import Spool, State
from infobox.dumps.titles import titles_in
from infobox.dumps.unfinished import unfinished
from infobox.installed import version
from infobox.outline import say
from infobox.pages.finding import columns_of
from infobox.pages.sources import PageError, reason_of
from infobox.status import NEGATIVE, SUCCESS, TERMINATED, TROUBLE

if TYPE_CHECKING:
    import argparse

_MOST_PRINTED: Final = 20
"""How many errors are printed if no file is named for them."""


_NAMED: Final = b'{"file":'
"""How a line about what was not understood begins if it names its file."""


def extract(arguments: argparse.Namespace) -> int:
    """Read dumps, and write their records."""
    wrong = _wrong_use(arguments)
    if wrong:
        say(f"infobox extract: {wrong} (see infobox extract --help)")
        return TROUBLE
    try:
        return _Extraction(arguments).whole()
    except PageError as error:
        say(str(error))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        say(f"{error.filename or (arguments.out if arguments.out != '-' else 'standard output')}: {reason_of(error)}")
    return TROUBLE


def _wrong_use(arguments: argparse.Namespace) -> str:
    if arguments.processes is not None and arguments.processes < 1:
        return "--processes must be at least 1"
    if arguments.dumps.count("-") > 1:
        return "only one dump can be standard input"
    if arguments.resume and "-" in arguments.dumps:
        return "--resume needs files: standard input cannot be read again"
    if arguments.out == "-" and (arguments.resume or arguments.tables):
        return "--resume and --tables need an output with a name, not -"
    if "" in arguments.tables:
        return "--tables needs a name: of a folder, or of a database that ends in .db, .sqlite or .sqlite3"
    if arguments.namespaces is not None and _namespaces(arguments.namespaces) == frozenset((-1,)):
        return f"--namespaces takes numbers, such as 0,10, or all, not {arguments.namespaces}"
    return ""


def _namespaces(words: str | None) -> frozenset[int] | None:
    """The namespaces of an option; those of the default if it is empty, only -1 if it is not valid, None for all."""
    if not words:
        return NAMESPACES
    if words == "all":
        return None
    numbers = [word.strip() for word in words.split(",")]
    return frozenset(map(int, numbers)) if all(word.isascii() and word.isdigit() for word in numbers) else frozenset((-1,))


class _Task(NamedTuple):
    """One dump of a run. `head` and `pipe`: what was already read of a pipe, and the rest of it; `listing`: the dump's index; `sums`:
    what is worked out while it is read, `wanted`: the check sum that was published.
    """

    dump: Dump
    head: bytes
    pipe: BinaryIO | None
    listing: str | None
    sums: FileSums | None = None
    wanted: PublishedSum | None = None

    def pieces(self, titles: frozenset[str] | None) -> Iterator[Piece]:
        """All pieces, or those that may contain pages with the titles."""
        if self.listing is not None:
            return indexed_pieces(self.dump, self.listing, titles)
        return pieces(self.dump, self.head, self.pipe)


class _Extraction:
    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.far = FarOutputs()
        self.outputs = self._outputs()
        self.titles = titles_in(place(arguments.titles)) if arguments.titles else None
        self.columns = columns_of(arguments)
        paths = expanded(arguments.dumps, self.columns, self._remark)
        for line in missing_parts(paths):
            self._remark(line)
        self.published = published(place(arguments.checksums)) if arguments.checksums else None
        if arguments.index and len(paths) != 1:
            raise PageError(f"{place(arguments.index)}: --index needs exactly one dump, not {len(paths)}")
        self.tasks = [self._task(path) for path in paths]
        # Pages that are asked for by title are read in any namespace.
        namespaces = None if self.titles is not None and arguments.namespaces is None else _namespaces(arguments.namespaces)
        self.options = Options(
            namespaces=namespaces,
            titles=self.titles,
            check=arguments.check,
            validate=arguments.validate,
            spans=arguments.spans,
            source=arguments.source,
            wiki=arguments.wiki,
            verify=arguments.verify,
            problems=arguments.problems is not None,
        )
        self.processes = arguments.processes or cores()

    def _outputs(self) -> Outputs:
        arguments, local = self.arguments, self.far.local
        out, made = place(arguments.out), local(arguments.out)
        if isinstance(out, FarAddress):
            local(out.near(manifest_beside(Path(out.name)).name).whole)
        errors, problems = (name and local(name) for name in (arguments.errors, arguments.problems))
        return outputs_of(made, errors, map(local, arguments.tables), problems)

    def _remark(self, line: str) -> None:
        if not self.arguments.quiet:
            say(line)

    def _task(self, path: str) -> _Task:
        wanted = self.published.of(path) if self.published is not None and path != "-" else None
        dump, head, pipe = look(path, self.columns)
        if pipe is not None and self.published is not None:
            raise PageError(f"{path}: --checksums needs files: a pipe has no published check sum")
        if pipe is not None and self.arguments.resume:
            why = "this server sends no parts of a file" if isinstance(dump.path, FarAddress) else "a pipe cannot be read again"
            raise PageError(f"{dump.path}: --resume needs files: {why}")
        index = self.arguments.index and place(self.arguments.index)
        if dump.form == "bzip2" and dump.apart:
            index = index or (beside(dump.path) if self.titles is not None else None)
            if index is None and self.titles is not None and isinstance(dump.path, FarAddress):
                say(f"{dump.path}: no index beside it, so the whole dump is read (name one with --index)")
        elif index:
            raise PageError(f"{index}: an index needs a multistream dump (.xml.bz2), which {dump.path} is not")
        # Of a file of which only some streams are read, or that would come over the network twice, the sum is worked out only if it was
        # asked for.
        whole = index is None or self.titles is None
        summed = wanted is not None or (whole and not isinstance(dump.path, FarAddress))
        algorithms = {STATED, *([wanted.algorithm] if wanted is not None else [])}
        return _Task(dump, head, pipe, index, FileSums(dump.path, algorithms) if summed and pipe is None else None, wanted)

    def whole(self) -> int:
        """Do the whole run, or the rest of it if it is resumed."""
        read = [path for task in self.tasks for path in (task.dump.path, task.listing) if path and path != "-"]
        named = [name for name in (self.arguments.titles, self.arguments.checksums) if name]
        check_names([*read, *named], self.outputs)
        self.far.check(read)
        out, problems = self.outputs.out, self.options.problems
        with ExitStack() as stack:
            if out is None:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                spool = Spool(folder / "records", "", records=sys.stdout.buffer, problems=problems)
            else:
                spool = Spool(out, self._run_name(), resume=self.arguments.resume, problems=problems)
            stack.enter_context(spool)
            stack.enter_context(claimed(self.outputs))
            spool.begin()
            before = signal.signal(signal.SIGTERM, _terminated)
            stack.callback(signal.signal, signal.SIGTERM, before)
            try:
                self._read(spool)
                spool.save()
                finish(self.outputs, spool, self._manifest(spool.state))
            except (KeyboardInterrupt, SystemExit):
                spool.save()
                if self._resumable:
                    say(f"interrupted: {self._how_to_resume()}")
                raise
            except OSError as error:
                if not self._resumable or isinstance(error, BrokenPipeError):
                    raise
                raise PageError(f"{error.filename or out}: {reason_of(error)}; {self._how_to_resume()}") from None
            self._close(spool)
            self.far.put()
            return NEGATIVE if spool.state.errors else SUCCESS

    def _manifest(self, state: State) -> bytes:
        inputs = [ReadInput(task.dump, task.sums, task.wanted) for task in self.tasks]
        return manifest(self.arguments.out, inputs, self.options, self.arguments.titles, state)

    @property
    def _resumable(self) -> bool:
        return self.outputs.out is not None and all(task.pipe is None for task in self.tasks)

    def _how_to_resume(self) -> str:
        assert self.outputs.out is not None
        return f"run the same command with --resume to continue ({unfinished(self.outputs.out)} and the files beside it are kept)"

    def _run_name(self) -> str:
        """A name of this run, which is the same for any run over the same dumps with the same options."""
        dumps = [
            (os.path.abspath(task.dump.path), task.dump.size, task.dump.changed, stamp(task.listing) if task.listing else None)
            for task in self.tasks
        ]
        asked = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in self.options._asdict().items()}
        asked["columns"] = structs.astuple(self.columns) if self.columns is not None else None
        asked["checksums"] = self.arguments.checksums
        return hashlib.sha256(as_json([version(), dumps, asked]).encode()).hexdigest()

    def _read(self, spool: Spool) -> None:
        sizes = [task.dump.size for task in self.tasks]
        total = None if None in sizes else sum(size or 0 for size in sizes)
        number, before, skipped = 0, 0, spool.state.pieces
        tail = spool.state.tail
        with Progress(total, quiet=self.arguments.quiet) as progress:
            for task in self.tasks:
                options = task.dump.options(self.options)
                joiner, reached = Joiner(options), 0
                todo = task.pieces(self.titles)
                for piece in islice(todo, max(skipped - number, 0)):
                    number += 1
                    reached = piece.end
                if reached and number == skipped:
                    joiner.tail = tail
                    progress.begin(before + reached)
                for piece, found in read_pieces(todo, options, self.processes):
                    if piece.start > reached and piece.exact:
                        joiner.tail = b""  # what lies between was not requested
                    part = found if task.dump.form == "pages" else joiner.add(found, piece.start)
                    number += 1
                    reached = piece.end
                    if task.sums is not None and task.dump.form != "pages":
                        task.sums.read(reached)
                    spool.add(_with_file(part, task), pieces=number, tail=joiner.tail)
                    progress.update(before + reached, spool.state.counts)
                number += 1
                if task.sums is not None:
                    task.sums.read()
                if number > skipped:
                    ended = self._ended(task, joiner, reached)
                    spool.add(_with_file(NOTHING._replace(failures=ended), task), pieces=number, tail=b"")
                before += task.dump.size or reached
            if number + 1 > skipped:
                missing = [
                    Failure(why="not found", reason=f"no page of the dump has the {_asked_for(title)}")
                    for title in sorted((self.titles or frozenset()) - spool.state.titles)
                ]
                spool.add(NOTHING._replace(failures=missing), pieces=number + 1, tail=b"")

    def _ended(self, task: _Task, joiner: Joiner, reached: int) -> list[Failure]:
        """What is wrong with a dump that was read to its end."""
        in_part = task.dump.form == "pages" or (task.listing is not None and self.titles is not None)
        ended = [] if in_part else joiner.end(reached, bare=task.dump.bare)
        if task.wanted is not None and task.sums is not None and self.published is not None:
            ended += task.sums.compared(task.wanted, self.published.path)
        return ended

    def _close(self, spool: Spool) -> None:
        state = spool.state
        if not self.arguments.errors:
            with spool.errors.reading() as file:
                for _, line in zip(range(_MOST_PRINTED), file, strict=False):
                    say(msgspec.json.decode(line, type=Failure).as_line())
            if state.errors > _MOST_PRINTED:
                say(f"… and {state.errors - _MOST_PRINTED:,} more errors (--errors FILE keeps them all)")
        spool.remove()
        if not self.arguments.quiet:
            compared = all(task.wanted is not None and task.sums is not None for task in self.tasks)
            _summarize(state.counts, state.errors, self.arguments.errors and place(self.arguments.errors), compared=compared)


def _with_file(part: PieceResult, task: _Task) -> PieceResult:
    path = task.dump.path.encode("utf-8", "backslashreplace").decode()  # a name that is not UTF-8 cannot be in JSON
    named = b'{"file":%s,' % as_json(path).encode()
    problems = tuple(line if line.startswith(_NAMED) else named + line[1:] for line in part.problems)
    return part._replace(failures=[structs.replace(failure, file=path) for failure in part.failures], problems=problems)


def _summarize(counts: Counts, errors: int, file: str | None, *, compared: bool) -> None:
    """Print what was read; `compared`: the check sums of all dumps were compared with published ones."""
    rows = [
        ("pages", counts.pages, ""),
        ("infoboxes", counts.infoboxes, ""),
        ("records", counts.records, ""),
        ("errors", errors, f"  ({file})" if file and errors else ""),
        ("values not understood", counts.not_understood, ""),
    ]
    if counts.older:
        rows.append(("older revisions", counts.older, "  (left out; infobox history reads them)"))
    if counts.skipped:
        tested = "" if compared else "; their check sums were not tested: give --checksums FILE, or --verify"
        rows.append(("blocks left out", counts.skipped, f"  (no infobox in them{tested})"))
    width = max(len(f"{number:,}") for _, number, _ in rows)
    for name, number, more in rows:
        say(f"{name:<22}{number:>{width},}{more}")


def _asked_for(title: str) -> str:
    """What a line of the file of titles asks for."""
    if title.startswith("#"):
        return f"number {title[1:]}"
    return f"title {title}" + (f" (#{title} is the page with this number)" if title.isdigit() else "")


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(TERMINATED)
