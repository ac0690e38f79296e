"""Small files of bzip2 from which `blocks.c` makes damaged ones: all that the format allows, in few bytes."""

from __future__ import annotations

import bz2
import random
import sys
from pathlib import Path

from infobox.dumps import spellings


def seeds() -> list[bytes]:
    """The files; always the same."""
    rng = random.Random(1)
    texts = [
        b"a",
        b"abababababababab",
        b"<page>{{Infobox military conflict|a=b}}</page>" * 3,
        b"{{    Infobox war}}" + b"{" * 260 + b"War|a}} {{Template:War}}",
        b"{{Infobox<!-- c -->military conflict}}</page><page>{{#invoke:Infobox military conflict|x}}",
        bytes(range(256)),
        b"\0" * 5000,
        *(bytes([letter]) * size for letter, size in ((97, 3), (97, 4), (97, 5), (97, 258), (97, 259), (97, 260), (97, 600))),
        *(bytes(rng.choices(b"abc{} \n", k=size)) for size in (10, 60, 200, 700)),
        *(bytes(rng.choices(range(256), weights=[1 / (1 + byte) for byte in range(256)], k=size)) for size in (100, 400, 1500)),
        "{{Інфобокс війна}} <page>".encode() * 4,
    ]
    alone = [bz2.compress(text, rng.randint(1, 9)) for text in texts]
    return [*alone, bz2.compress(b""), b"", alone[2] + alone[4], alone[0] + bz2.compress(b"") + alone[6]]


def write(folder: Path) -> list[Path]:
    """Write the files, after the table of spellings, which `blocks.c` takes first."""
    files = [spellings.table().tobytes(), *seeds()]
    paths = [folder / ("table" if not number else f"{number:02}.bz2") for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return paths


if __name__ == "__main__":
    print(*write(Path(sys.argv[1])))
