"""One small dump in every form, for tests of `infobox extract`."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest
import zstandard

import infobox
from infobox.dumps import inputs, running
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece
from infobox.dumps.parts import Part
from infobox.reading import read_boxes
from tests.dumps.making import multistream, some_pages, xml

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
    return "".join(f"{reading.conflict.to_json()}\n" for reading in readings)


def noting(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """The pieces that are read from now on, by this process."""
    read: list[Piece] = []

    def read_piece(piece: Piece, options: Options) -> Part:
        read.append(piece)
        return inputs.read_piece(piece, options)

    monkeypatch.setattr(running, "read_piece", read_piece)
    return read
