"""Make docs/lexicon.md: what each concept, setting and form of a lexicon means, and which languages have it.

Run ``python -m tools.lexicon_reference`` (`make lexicon`) after adding one to `infobox/language/reference.toml` or to a language.
"""

from __future__ import annotations

import functools
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from infobox.language.lexicon import FILES, FOLDER, reference

PARTS: Final = ("concepts", "settings", "forms")
_NO_CONCEPTS: Final = ("source", "sources", "settings", "forms")
_ALL_BUT: Final = 3
"""With at most so many languages missing, these are named instead."""
_HEAD: Final = """\
<!-- Made by `make lexicon` from infobox/language/reference.toml; do not edit. -->
# The lexicon of a language

Each language has a folder, `infobox/language/CODE/`, with one TOML file for each subject. A key of a file is a *concept*: a list of the
words that carry it, or a table of such lists if it has values (`[month]` with `1 = ["January", "Jan"]`). `[settings]` hold what is not a
list of words, `[forms]` how values are written, with names in braces for what is put in. `source` says where the words are from (a file
without it is common use of its language), `[sources]` the same of a single concept.

Everything may be left out: then it is not understood or not written, and a setting is false or empty unless the table says otherwise. Words
are matched in lower case. A language that is not listed beside an entry does not need it, or does not have it yet."""


def page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(line for file in FILES for line in _file(file))]) + "\n"


def _file(file: str) -> Iterator[str]:
    meant = reference()[file]
    yield from ("", f"## {file}.toml", "", str(meant["purpose"]))
    for part in PARTS:
        if meant.get(part):
            yield from ("", f"| {part[:-1].title()} | Meaning | Languages |", "|---|---|---|")
            yield from (f"| `{name}` | {_cell(meaning)} | {_codes(file, part, name)} |" for name, meaning in meant[part].items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _codes(file: str, part: str, name: str) -> str:
    """The languages that have a key, or those that lack it if they are few."""
    have = users()[file, part, name]
    every = {path.parent.name for path in FOLDER.glob("*/dates.toml")}
    missing = every - have
    if have & every and len(missing) <= _ALL_BUT:
        named = ", ".join(sorted(missing))
        return f"all but {named}" if named else "all"
    return ", ".join(sorted(have))


@functools.cache
def users() -> defaultdict[tuple[str, str, str], set[str]]:
    """File, part and key -> the codes of the languages that have it; what is in `calendar` is in `dates`."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for path in FOLDER.glob("*/*.toml"):
        file = "dates" if path.stem == "calendar" else path.stem
        held = tomllib.loads(path.read_text("utf-8"))
        keys = {"concepts": [key for key in held if key not in _NO_CONCEPTS], **{part: list(held.get(part, ())) for part in PARTS[1:]}}
        for part, names in keys.items():
            for name in names:
                found[file, part, name].add(path.parent.name)
    return found


if __name__ == "__main__":
    sys.stdout.write(page())
