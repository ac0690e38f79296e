"""Reading dumps of a wiki: millions of pages, some thousands of them with an infobox, as fast as they can be decompressed.

The work is done by pure functions whose arguments and results can be sent to other processes and machines: `read_stream` makes records
from the bytes of one stream, `read_xml` from the XML in one, `read_piece` from a range of a file; `pieces` cuts a dump, and `Joiner` joins
the parts that were read from the pieces.
"""

from __future__ import annotations

from infobox.dumps.extracting import Options, read_stream, read_xml
from infobox.dumps.index import indexed_pieces
from infobox.dumps.inputs import Dump, Piece, open_dump, pieces, read_piece
from infobox.dumps.joining import Joiner, read_dump
from infobox.dumps.parts import Counts, Failure, PieceResult

__all__ = [
    "Counts",
    "Dump",
    "Failure",
    "Joiner",
    "Options",
    "Piece",
    "PieceResult",
    "indexed_pieces",
    "open_dump",
    "pieces",
    "read_dump",
    "read_piece",
    "read_stream",
    "read_xml",
]
