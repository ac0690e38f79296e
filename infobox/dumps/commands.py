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

from infobox.controls import as_json
from infobox.dumps.addresses import FarAddress, place
from infobox.dumps.extracting import NAMESPACES, Options
from infobox.dumps.far_outputs import FarOutputs
from infobox.dumps.index import beside, indexed_pieces
from infobox.dumps.inputs import Dump, Piece, expanded, look, pieces
from infobox.dumps.joining import Joiner
from infobox.dumps.naming import check_names, outputs_of
from infobox.dumps.outputs import claimed, finish
from infobox.dumps.parts import NOTHING, Counts, Failure, PieceResult
from infobox.dumps.places import FarError, read_all, stamp
from infobox.dumps.prefilter import plain_title
from infobox.dumps.progress import Progress
from infobox.dumps.running import cores, read_pieces
from infobox.dumps.spooling import Spool
from infobox.dumps.unfinished import unfinished
from infobox.installed import version
from infobox.outline import say
from infobox.pages.sources import PageError, read_bytes, reason_of
from infobox.status import NEGATIVE, SUCCESS, TERMINATED, TROUBLE

if TYPE_CHECKING:
    import argparse

_MOST_PRINTED: Final = 20
"""How many errors are printed if no file is named for them."""


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
    """One dump of a run. `head` and `pipe`: what was already read of a pipe, and the rest of it; `listing`: the dump's index."""

    dump: Dump
    head: bytes
    pipe: BinaryIO | None
    listing: str | None

    def pieces(self, titles: frozenset[str] | None) -> Iterator[Piece]:
        """All pieces, or those that may contain pages with the titles."""
        if self.listing is not None:
            return indexed_pieces(self.dump, self.listing, titles)
        return pieces(self.dump, self.head, self.pipe)


class _Extraction:
    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.far = FarOutputs()
        local = self.far.local
        self.outputs = outputs_of(local(arguments.out), arguments.errors and local(arguments.errors), map(local, arguments.tables))
        self.titles = _titles(place(arguments.titles)) if arguments.titles else None
        paths = expanded(arguments.dumps)
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
        )
        self.processes = arguments.processes or cores()

    def _task(self, path: str) -> _Task:
        dump, head, pipe = look(path)
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
        return _Task(dump, head, pipe, index)

    def whole(self) -> int:
        """Do the whole run, or the rest of it if it is resumed."""
        read = [path for task in self.tasks for path in (task.dump.path, task.listing) if path and path != "-"]
        check_names([*read, *([self.arguments.titles] if self.arguments.titles else [])], self.outputs)
        self.far.check(read)
        out = self.outputs.out
        with ExitStack() as stack:
            if out is None:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                spool = Spool(folder / "records", "", records=sys.stdout.buffer)
            else:
                spool = Spool(out, self._run_name(), resume=self.arguments.resume)
            stack.enter_context(spool)
            stack.enter_context(claimed(self.outputs))
            spool.begin()
            before = signal.signal(signal.SIGTERM, _terminated)
            stack.callback(signal.signal, signal.SIGTERM, before)
            try:
                self._read(spool)
                spool.save()
                finish(self.outputs, spool)
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
        return hashlib.sha256(as_json([version(), dumps, asked]).encode()).hexdigest()

    def _read(self, spool: Spool) -> None:
        sizes = [task.dump.size for task in self.tasks]
        total = None if None in sizes else sum(size or 0 for size in sizes)
        number, before, skipped = 0, 0, spool.state.pieces
        tail = spool.state.tail
        with Progress(total, quiet=self.arguments.quiet) as progress:
            for task in self.tasks:
                options = self.options._replace(wiki=self.options.wiki or task.dump.wiki, numbered=task.dump.numbered)
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
                    part = joiner.add(found, piece.start)
                    number += 1
                    reached = piece.end
                    spool.add(_with_file(part, task), pieces=number, tail=joiner.tail)
                    progress.update(before + reached, spool.state.counts)
                number += 1
                if number > skipped:
                    ended = [] if task.listing is not None and self.titles is not None else joiner.end(reached)
                    spool.add(_with_file(NOTHING._replace(failures=ended), task), pieces=number, tail=b"")
                before += task.dump.size or reached
            if number + 1 > skipped:
                missing = [
                    Failure(why="not found", reason=f"no page of the dump has the title {title}")
                    for title in sorted((self.titles or frozenset()) - spool.state.titles)
                ]
                spool.add(NOTHING._replace(failures=missing), pieces=number + 1, tail=b"")

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
            _summarize(state.counts, state.errors, self.arguments.errors and place(self.arguments.errors))


def _with_file(part: PieceResult, task: _Task) -> PieceResult:
    path = task.dump.path.encode("utf-8", "backslashreplace").decode()  # a name that is not UTF-8 cannot be in JSON
    return part._replace(failures=[msgspec.structs.replace(failure, file=path) for failure in part.failures])


def _summarize(counts: Counts, errors: int, file: str | None) -> None:
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
        rows.append(("blocks left out", counts.skipped, "  (no infobox in them; their check sums were not tested, as --verify does)"))
    width = max(len(f"{number:,}") for _, number, _ in rows)
    for name, number, more in rows:
        say(f"{name:<22}{number:>{width},}{more}")


def _titles(path: str) -> frozenset[str]:
    try:
        text = (read_all(path) if isinstance(path, FarAddress) else read_bytes(path)).decode("utf-8-sig")
    except FarError as error:
        raise PageError(f"{path}: {reason_of(error)}") from None
    except UnicodeDecodeError:
        raise PageError(f"{path}: not UTF-8") from None
    titles = frozenset(title for line in text.splitlines() if (title := plain_title(line.encode())))
    if not titles:
        raise PageError(f"{path}: contains no title (write one per line)")
    return titles


def _terminated(*_: object) -> NoReturn:
    raise SystemExit(TERMINATED)
