"""What is named on a command line -> pages: a folder stands for the pages under it, a pattern for the files that match it."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from infobox.pages.page_like import source_of
from infobox.pages.sources import PageError, Source, open_pages, reason_of
from infobox.pages.wrong_kind import is_address, is_elsewhere

ENDINGS: Final = (".wikitext", ".wiki", ".mediawiki", ".txt", ".xml")
"""How the names of pages end that are read from a folder. A file that is named itself may be called anything."""
NO_INFOBOX: Final = "no military-conflict infobox"
"""What every command says of a page without one, even if it is empty."""

_ANY_FOLDERS: Final = re.compile(r"(?:^|(?<=[\\/]))\*\*(?:[\\/]+|$)")
_SKIPPED: Final = {
    "other": ("file with another ending", "files with other endings"),
    "hidden": ("hidden name", "hidden names"),
    "link": ("link to a folder", "links to folders"),
    "special": ("special file", "special files"),
}
"""What is not read of a folder: one and several."""

Report = Callable[[str], object]
"""What takes a line for people."""


Elsewhere = Callable[[str], Iterator[Source]]
"""What gives the page of a title or an address, which is no file; raises `PageError`."""


def pages_of(
    paths: Iterable[str],
    trouble: Report,
    remark: Report,
    standard_input: str = "-",
    wiki: str = "",
    elsewhere: Elsewhere | None = None,
) -> Iterator[Source]:
    """The pages that a command line names. What cannot be read is reported to `trouble`, and what is skipped in folders to `remark`.

    `standard_input` is the name of the page that `-` stands for, `wiki` the database name of the pages' wiki if it is stated.
    """
    for path in paths:
        for file in files_of(path, trouble, remark):
            try:
                found = elsewhere(file) if elsewhere is not None and is_elsewhere(file) else open_pages(file, standard_input)
                older = 0
                for source in found:
                    older += source.older
                    yield source_of(source, wiki=wiki)
                if older:
                    remark(f"{file}: {older} older revisions were left out; infobox history reads them")
            except PageError as error:
                trouble(str(error))


def files_of(path: str, trouble: Report, remark: Report) -> Iterator[str]:
    """The files that a name stands for: those under a folder, those that match a pattern, or itself."""
    for name in expanded(path):
        if name != "-" and os.path.isdir(name):
            yield from _under(name, trouble, remark)
        else:
            yield name


def expanded(path: str) -> list[str]:
    """What a pattern stands for which the shell left as it is; a name, or a pattern that matches nothing, stands for itself."""
    if path == "-" or os.path.lexists(path) or not glob.has_magic(path) or is_address(path):
        return [path]
    return matching(path) or [path]


def matching(pattern: str) -> list[str]:
    """The files and folders that match a pattern, sorted; `**` stands for any folders. Links to folders are not followed for it, as they
    may lead in circles.
    """
    place = _ANY_FOLDERS.search(pattern)
    if place is None:
        return sorted(glob.glob(pattern))
    head, rest = pattern[: place.start()], pattern[place.end() :]
    found: set[str] = set()
    for base in matching(head) if glob.has_magic(head) else [head]:
        if not rest:
            found.add(base or os.curdir)
            continue
        for folder in _folders(base):
            found.update(matching(os.path.join(glob.escape(folder), rest)))
    return sorted(found)


def _folders(base: str) -> Iterator[str]:
    """A folder and those under it."""
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        yield folder
        try:
            waiting += [os.path.join(folder, entry.name) for entry in os.scandir(folder or os.curdir) if _kind(entry) == "folder"]
        except OSError:  # what cannot be listed has no matches, as for `glob`
            continue


def _under(top: str, trouble: Report, remark: Report) -> Iterator[str]:
    """The pages under a folder, in the order of their names."""
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
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            trouble(f"{path}: {reason_of(error)}")
            continue
        base = "" if path in (os.curdir, os.curdir + os.sep) else path
        for entry in entries:
            kind = _kind(entry)
            if kind in _SKIPPED:
                skipped[kind] += 1
            else:
                waiting.append((os.path.join(base, entry.name), kind))
    counted = ", ".join(f"{number} {_SKIPPED[kind][number > 1]}" for kind in _SKIPPED if (number := skipped[kind]))
    if not read:
        trouble(f"{top}: no pages in this folder, whose names end in {' '.join(ENDINGS)}{f' ({counted})' if counted else ''}")
    elif counted:
        remark(f"{top}: not read: {counted} (pages end in {' '.join(ENDINGS)})")


def _kind(entry: os.DirEntry[str]) -> str:
    """What an entry of a folder is: `file` or `folder`, which are read, or a key of `_SKIPPED`."""
    if entry.name.startswith("."):
        return "hidden"
    try:
        if entry.is_dir():
            junction = getattr(entry, "is_junction", bool)  # of Windows, since Python 3.12
            return "link" if entry.is_symlink() or junction() else "folder"
        if not entry.name.lower().endswith(ENDINGS):
            return "other"
        return "file" if entry.is_file() or entry.is_symlink() else "special"
    except OSError:  # a link that leads to itself
        return "link"
