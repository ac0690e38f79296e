"""The names that one Wikipedia gives the parameters of a template, for reading and for writing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

_ANY_SIDED: Final = re.compile(r"(.*?)(\d)([^\W\d_]?)\Z", re.DOTALL)
_BETWEEN: Final = " – "


class Names:
    """One set of names of parameters.

    `key` is the name of the set, `wiki` the language code of its Wikipedia, `template` the template's first name there. `aliases` gives
    the canonical name or stem of a name that differs from it, `joint` the stem of one that stands for the row under all sides, `last` the
    canonical name of one that holds the last day of a date, whose first day the one called `first` holds, and `alone` that of one that
    means something else if no other parameter does. `between` is what the template shows between the days.
    """

    def __init__(self, key: str, template: str, aliases: Mapping[str, str], held: Mapping[str, Any]) -> None:
        self.key, self.template = key, template
        self.wiki: str = held.get("wiki", key)
        self.joint: Mapping[str, str] = held.get("joint", {})
        own: Mapping[str, str] = held.get("parameters", {})
        self.first = next(iter(held.get("last", {}).values()), "")
        self.last: Mapping[str, str] = {name: own.get(first, first) for name, first in held.get("last", {}).items()}
        self.alone: Mapping[str, str] = held.get("alone", {})
        self.between: str = held.get("between", _BETWEEN)
        self.english: bool = held.get("english", not held)
        """Whether the canonical names hold as well."""
        self._gap = " " if held.get("spaced") else ""
        self._own = bool(held)
        self.aliases: dict[str, str] = {**aliases, **{name: ending(meant) for name, meant in self.last.items()}, **self.joint}
        self._digits: str = held.get("digits", "")
        self._letters: Mapping[str, str] = held.get("letters", {})
        self._plain = {**self._letters, **{digit: str(value) for value, digit in enumerate(self._digits)}}
        self._local: dict[str, list[str]] = {}
        for written, meant in own.items():
            self._local.setdefault(meant, []).append(written)
            if meant in self.last.values():
                self._local.setdefault(ending(meant), [])
        for written, meant in self.last.items():
            self._local.setdefault(ending(meant), []).append(written)

    @property
    def documented(self) -> tuple[str, ...]:
        """The canonical names and stems in the order in which the wiki documents them; none if it is that of the profile."""
        return tuple(self._local)

    def canonical(self, written: str) -> str:
        """The canonical name of a parameter by its name as written: as written if it has none, the stem if it is in `joint`."""
        found = self.aliases.get(written)
        if found is not None or not self._own:
            return written if found is None else found
        sided = _ANY_SIDED.match(written)
        stem = self.aliases.get(sided[1].strip(" _"), "") if sided is not None else ""
        if sided is None or not stem:
            return written
        return "".join([stem, *(self._plain.get(char, char) for char in sided[2] + sided[3])])

    def spelled(self, wanted: Wanted, used: Collection[str] = (), taken: Collection[str] = ()) -> str:
        """The name to write for a parameter: spelled as the names that the page has `used` are, else as the wiki's documentation spells
        it, and none of those `taken` by something else. Empty if the wiki's template is not known to have it.
        """
        if not self._own:
            return wanted.name
        names = [name for name in self._spellings(wanted) if name not in taken]
        if not names:
            return ""
        like = {self._stem(name) for name in used}
        return next((name for name in names if self._stem(name) in like), names[-1 if self._is_english(used) else 0])

    def _spellings(self, wanted: Wanted) -> Iterator[str]:
        """The names of a parameter, the preferred one first, the canonical one last."""
        if wanted.joint:
            yield from (written for written, stem in self.joint.items() if stem == wanted.stem)
        yield from self._local.get(wanted.name, ())
        if wanted.number:
            number = self._digits[wanted.number] if self._digits else str(wanted.number)
            row = next((letter for letter, plain in self._letters.items() if plain == wanted.row), wanted.row)
            yield from (f"{stem}{self._gap}{number}{row}" for stem in self._local.get(wanted.stem, ()))
        if self.english:
            yield wanted.name

    def misread(self, filled: Collection[str]) -> set[str]:
        """The names that mean something else in an infobox where the parameters of these canonical names are not empty."""
        return {written for written, name in self.alone.items() if name not in filled}

    def _stem(self, written: str) -> str:
        sided = _ANY_SIDED.match(written)
        return sided[1].rstrip(" _") if sided is not None else written

    def _is_english(self, used: Collection[str]) -> bool:
        """Whether most of the names that a page has used are the canonical ones."""
        own = sum(self._stem(name) in self.aliases for name in used)
        return self.english and 2 * own < len(used)


class Wanted(NamedTuple):
    """A parameter to write: its canonical `name`, for a sided one with its `stem`, `number` and `row`; `joint` if it stands for the row
    under all sides.
    """

    name: str
    stem: str = ""
    number: int = 0
    row: str = ""
    joint: bool = False


def ending(name: str) -> str:
    """The name that stands for the parameter with the last day of a date; no page writes it."""
    return f"{name}…"
