"""Check sums of files: those that were published, and those of files while they are read.

Wikimedia publishes `SHA256SUMS` in the folders of its content exports, and `…-md5sums.txt` and `…-sha1sums.txt` beside its other dumps,
all in the form of GNU's md5sum: the sum, two spaces (or a space and an asterisk), the name. BSD's form, `SHA256 (name) = sum`, is read too.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from infobox.dumps.parts import Failure
from infobox.dumps.places import opened, small_file
from infobox.pages.sources import PageError

STATED: Final = "sha256"
"""The sum that is worked out for every file."""
_ALGORITHMS: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""By the number of hexadecimal digits."""
_GNU: Final = re.compile(r"\\?([0-9A-Fa-f]{32,128})[ \t]+\*?(\S.*?)\s*")
_BSD: Final = re.compile(r"[A-Z0-9]{3,8} \((.{1,4096})\) = ([0-9A-Fa-f]{32,128})\s*")
_BLOCK: Final = 1 << 20


class PublishedSum(NamedTuple):
    """A check sum that was published: its `algorithm`, as `hashlib` calls it, and the hexadecimal `digits` in lower case."""

    algorithm: str
    digits: str


class PublishedSums(NamedTuple):
    """The check sums in a file, by the names of the files, without folders."""

    path: str
    sums: Mapping[str, PublishedSum]

    def of(self, path: str) -> PublishedSum:
        """The sum of the file at a path. Raises `PageError` if the file of sums does not have it."""
        found = self.sums.get(os.path.basename(path))
        if found is None:
            raise PageError(f"{self.path}: has no check sum of {os.path.basename(path)}")
        return found


def published(path: str) -> PublishedSums:
    """The check sums in the file at `path`. Raises `PageError` if it cannot be read, or is no file of sums."""
    sums: dict[str, PublishedSum] = {}
    try:
        lines = small_file(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PageError(f"{path}: not UTF-8, so no file of check sums") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        gnu, bsd = _GNU.fullmatch(line), _BSD.fullmatch(line)
        name, digits = (gnu[2], gnu[1]) if gnu is not None else (bsd[1], bsd[2]) if bsd is not None else ("", "")
        algorithm = _ALGORITHMS.get(len(digits))
        if algorithm is None:
            raise PageError(f"{path}:{number}: no check sum with the name of its file, as in SHA256SUMS or …-md5sums.txt")
        found = PublishedSum(algorithm, digits.lower())
        if sums.setdefault(os.path.basename(name), found) != found:
            raise PageError(f"{path}:{number}: another check sum for {os.path.basename(name)} than before")
    if not sums:
        raise PageError(f"{path}: contains no check sum")
    return PublishedSums(path, sums)


class FileSums:
    """The check sums of the bytes of a file, in its order; what another process has just read comes from memory, not from the disk."""

    def __init__(self, path: str, algorithms: Iterable[str]) -> None:
        self.path = path
        self._sums = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        self._place = 0

    def read(self, end: int | None = None) -> None:
        """Go on to the byte `end`, or to the end of the file. Raises `OSError`."""
        if end is not None and end <= self._place:
            return
        with opened(self.path) as file:
            file.seek(self._place)
            while block := file.read(_BLOCK if end is None else min(_BLOCK, end - self._place)):
                self._place += len(block)
                for each in self._sums.values():
                    each.update(block)

    def digits(self, algorithm: str = STATED) -> str:
        """The sum of what was read, in hexadecimal digits."""
        return self._sums[algorithm].hexdigest()

    def compared(self, wanted: PublishedSum, source: str) -> list[Failure]:
        """The failure that the file has another sum than was published in the file `source`; none if it has the same."""
        if self.digits(wanted.algorithm) == wanted.digits:
            return []
        reason = (
            f"its {wanted.algorithm} is {self.digits(wanted.algorithm)}, but {os.path.basename(source)} says {wanted.digits}: "
            "it is damaged or another file; download it again"
        )
        return [Failure(why="wrong sum", reason=reason, file=str(self.path))]
