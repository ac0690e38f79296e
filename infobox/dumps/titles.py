"""The pages that a run is asked for: titles, and numbers as `#12`, one on each line of a file."""

from __future__ import annotations

from infobox.dumps.places import small_file
from infobox.dumps.prefilter import numbered_title, plain_title
from infobox.pages.sources import PageError


def titles_in(path: str) -> frozenset[str]:
    """The titles in the file at `path`, as `plain_title` spells them, and numbers, as `numbered_title` does. Raises `PageError`."""
    try:
        lines = small_file(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PageError(f"{path}: not UTF-8") from None
    found: set[str] = set()
    for number, line in enumerate(lines, 1):
        title = plain_title(line.encode())
        if title.startswith("#"):
            digits = title[1:].strip()
            if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
                raise PageError(f"{path}:{number}: neither a title nor the number of a page, such as #12")
            title = numbered_title(int(digits))
        if title:
            found.add(title)
    if not found:
        raise PageError(f"{path}: contains no title (write one per line)")
    return frozenset(found)
