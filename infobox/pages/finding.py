"""What is named on a command line -> pages: a folder stands for the pages under it, a pattern for the files that match it."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from infobox.pages.page_like import source_of
from infobox.pages.sources import PageError, Report, Source, open_pages, reason_of
from infobox.pages.wrong_kind import is_address, is_elsewhere

if TYPE_CHECKING:
    import argparse

    from infobox.pages.rows import Columns

WIKITEXT_ENDINGS: Final = (".wikitext", ".wiki", ".mediawiki", ".txt")
"""How the names of pages end."""
EXPORT_ENDINGS: Final = (".xml", ".xml.bz2", ".xml.gz", ".xml.zst")
"""How the names of exports and dumps end."""
ENDINGS: Final = (*WIKITEXT_ENDINGS, *EXPORT_ENDINGS)
"""How the names of pages and exports end that are read from a folder. A file that is named itself may be called anything."""
_PACKED: Final = ("", ".gz", ".bz2", ".zst")
ROW_ENDINGS: Final = (*(f".jsonl{packed}" for packed in _PACKED), *(f".ndjson{packed}" for packed in _PACKED), ".parquet")
"""How the names of JSON lines and Parquet end, which are read from a folder only if their column of wikitext is named."""
NO_INFOBOX: Final = "no military-conflict infobox"
"""What every command says of a page without one, even if it is empty."""

_BESIDE_DUMPS: Final = re.compile(r"(?:multistream-index[0-9]*|(?:md5|sha1|sha256)sums)\.txt\Z")
"""The names of files beside dumps that are no pages."""
_ANY_FOLDERS: Final = re.compile(r"(?:^|(?<=[\\/]))\*\*(?:[\\/]+|$)")
_SKIPPED: Final = {
    "other": ("file with another ending", "files with other endings"),
    "hidden": ("hidden name", "hidden names"),
    "link": ("link to a folder", "links to folders"),
    "special": ("special file", "special files"),
}
"""What is not read of a folder: one and several."""

Elsewhere = Callable[[str], Iterator[Source]]
"""What gives the page of a title or an address, which is no file; raises `PageError`."""


def pages_of(
    paths: Iterable[str],
    trouble: Report,
    remark: Report,
    standard_input: str = "-",
    wiki: str = "",
    elsewhere: Elsewhere | None = None,
    columns: Columns | None = None,
) -> Iterator[Source]:
    """The pages that a command line names. What cannot be read is reported to `trouble`, and what is skipped in folders to `remark`.

    `standard_input` is the name of the page that `-` stands for, `wiki` the database name of the pages' wiki if it is stated, `columns`
    those of JSON lines and Parquet.
    """
    endings = endings_of(columns)
    for path in paths:
        for file in files_of(path, trouble, remark, endings):
            try:
                found = (
                    elsewhere(file)
                    if elsewhere is not None and is_elsewhere(file)
                    else open_pages(file, standard_input, columns=columns, trouble=trouble)
                )
                older = 0
                for source in found:
                    older += source.older
                    yield source_of(source, wiki=wiki)
                if older:
                    remark(f"{file}: {older} older revisions were left out; infobox history reads them")
            except PageError as error:
                trouble(str(error))


def columns_of(arguments: argparse.Namespace) -> Columns | None:
    """The columns that the arguments name."""
    text, title = getattr(arguments, "text_column", None), getattr(arguments, "title_column", None)
    if not text:
        return None
    from infobox.pages.rows import Columns

    return Columns(text or "", title or "")


def endings_of(columns: Columns | None) -> tuple[str, ...]:
    """How the names of files end that are read from a folder."""
    return (*ENDINGS, *ROW_ENDINGS) if columns is not None and columns.text else ENDINGS


def files_of(path: str, trouble: Report, remark: Report, endings: tuple[str, ...] = ENDINGS) -> Iterator[str]:
    """The files that a name stands for: those under a folder whose names have one of the `endings`, those that match a pattern, or
    itself.
    """
    for name in expanded(path):
        if name != "-" and os.path.isdir(name):
            yield from _under(name, trouble, remark, endings)
        else:
            yield name


def expanded(path: str) -> list[str]:
    """What a pattern stands for which the shell left as it is; a name, or a pattern that matches nothing, stands for itself."""
    if path == "-" or os.path.lexists(path) or not glob.has_magic(path) or is_address(path):
        return [path]
    return matching(path) or [path]


_DIGITS: Final = re.compile(r"(\d+)")


def numbered(name: str) -> list[str | int]:
    """A name as alternating words and numbers, so that names are sorted by the numbers in them: parts of dumps, `p2p9` before `p10p99`."""
    return [int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(name))]


def matching(pattern: str) -> list[str]:
    """The files and folders that match a pattern, sorted; `**` stands for any folders. Links to folders are not followed for it, as they
    may lead in circles.
    """
    place = _ANY_FOLDERS.search(pattern)
    if place is None:
        return sorted(glob.glob(pattern), key=numbered)
    head, rest = pattern[: place.start()], pattern[place.end() :]
    found: set[str] = set()
    for base in matching(head) if glob.has_magic(head) else [head]:
        if not rest:
            found.add(base or os.curdir)
            continue
        for folder in _folders(base):
            found.update(matching(os.path.join(glob.escape(folder), rest)))
    return sorted(found, key=numbered)


def _folders(base: str) -> Iterator[str]:
    """A folder and those under it."""
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        yield folder
        try:
            waiting += [os.path.join(folder, entry.name) for entry in os.scandir(folder or os.curdir) if _kind(entry, ENDINGS) == "folder"]
        except OSError:  # what cannot be listed has no matches, as for `glob`
            continue


def _under(top: str, trouble: Report, remark: Report, endings: tuple[str, ...]) -> Iterator[str]:
    """The pages under a folder, in the order of the numbers in their names."""
    skipped: Counter[str] = Counter()
    read = 0
    waiting = [(top, "folder")]
    while waiting:
        path, kind = waiting.pop()
        if kind == "file":
            read += 1
            yield path
            continue
        try:
            entries = sorted(os.scandir(path), key=lambda entry: numbered(entry.name), reverse=True)
        except OSError as error:
            trouble(f"{path}: {reason_of(error)}")
            continue
        base = "" if path in (os.curdir, os.curdir + os.sep) else path
        for entry in entries:
            kind = _kind(entry, endings)
            if kind in _SKIPPED:
                skipped[kind] += 1
            else:
                waiting.append((os.path.join(base, entry.name), kind))
    counted = ", ".join(f"{number} {_SKIPPED[kind][number > 1]}" for kind in _SKIPPED if (number := skipped[kind]))
    if not read:
        trouble(f"{top}: no pages in this folder, whose names end in {' '.join(endings)}{f' ({counted})' if counted else ''}")
    elif counted:
        remark(f"{top}: not read: {counted} (pages end in {' '.join(endings)})")


def _kind(entry: os.DirEntry[str], endings: tuple[str, ...]) -> str:
    """What an entry of a folder is: `file` or `folder`, which are read, or a key of `_SKIPPED`."""
    if entry.name.startswith("."):
        return "hidden"
    try:
        if entry.is_dir():
            junction = getattr(entry, "is_junction", bool)  # of Windows, since Python 3.12
            return "link" if entry.is_symlink() or junction() else "folder"
        if not entry.name.lower().endswith(endings) or _BESIDE_DUMPS.search(entry.name):
            return "other"
        return "file" if entry.is_file() or entry.is_symlink() else "special"
    except OSError:  # a link that leads to itself
        return "link"
