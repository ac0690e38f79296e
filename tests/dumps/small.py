"""One small dump in every form, for tests of `infobox extract`."""

from __future__ import annotations

import bz2
import gzip
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

import infobox
from infobox.dumps import commands, inputs, running, spooling
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece
from infobox.dumps.parts import PieceResult
from infobox.reading import read_boxes
from tests.dumps.making import BOX, multistream, some_pages, xml
from tests.dumps.making import page as element

PAGES = some_pages(300)
DUMP = xml(PAGES)
MULTISTREAM, INDEX = multistream(PAGES)
FORMS = {
    "dump-multistream.xml.bz2": MULTISTREAM,
    "dump.xml.bz2": bz2.compress(DUMP, 1),
    "dump.xml": DUMP,
    "dump.xml.gz": gzip.compress(DUMP, 6),
    "dump.xml.zst": zstandard.ZstdCompressor().compress(DUMP),
}
_MADE = re.compile(rb'"made": "[^"]*"')
ERRORS = xml([element(f"Aa {number}", f"{BOX % number if number % 2 else ''}<nowiki>{{{{War}}}}</nowiki>") for number in range(200)])
"""A dump with many errors: half of its pages have no record."""
CLOSING = """\
pages                 300
infoboxes              80
records                80
errors                  0
values not understood   0
"""


def alone(path: Path) -> str:
    """The records of an export whose pages are read one by one."""
    sources = [source for source in infobox.open_pages(str(path)) if source.page and source.page.namespace in (0, 10)]
    readings = [reading for source in sources for reading in read_boxes(source.text, page=source.page)]
    return "".join(f"{reading.record.to_json()}\n" for reading in readings)


def noting(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """The pieces that this process reads from now on."""
    read: list[Piece] = []

    def read_piece(piece: Piece, options: Options) -> PieceResult:
        read.append(piece)
        return inputs.read_piece(piece, options)

    monkeypatch.setattr(running, "read_piece", read_piece)
    return read


def when_read(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Act when a run has read all pieces but has not yet made its outputs."""

    def read_pieces(pieces: Iterator[Piece], options: Options, _: int) -> Iterator[tuple[Piece, PieceResult]]:
        for piece in pieces:
            yield piece, inputs.read_piece(piece, options)
        act()

    monkeypatch.setattr(commands, "read_pieces", read_pieces)
    monkeypatch.setattr(spooling, "_SECONDS", 0.0)


def interrupt() -> None:
    """For `when_read`: as if Ctrl-C were pressed."""
    raise KeyboardInterrupt


def contents(folder: Path) -> dict[str, bytes | str]:
    """The contents of a folder: the bytes of files, without the time in a manifest, and the kind of anything else."""
    return {
        str(path.relative_to(folder)): _MADE.sub(b"", path.read_bytes())
        if path.is_file() and not path.is_symlink()
        else f"{path.lstat().st_mode:o}"
        for path in sorted(folder.rglob("*"))
    }


def command(*arguments: str | Path) -> list[str]:
    """The command line of a run in its own process."""
    return [sys.executable, "-m", "infobox", "extract", *map(str, arguments)]
