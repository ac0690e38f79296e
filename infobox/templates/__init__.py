"""What templates mean: data that a person can read and extend, and its loader.

`meanings.toml` holds what templates show, `countries.tsv` what flag templates show for a country, `units.tsv` the units of conversions.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox import data

_FOLDER: Final = data.PACKAGE / "templates"
_MEANINGS: Final = "templates/meanings.toml"
_LONGEST: Final = 255
"""The longest name of a page."""
_CODE: Final = re.compile(r"[A-Z]{2,5}\Z")
_LONG_CODE: Final = 4


class Meaning:
    """What one template means: its `kind` and that kind's fields, as ``meanings.toml`` describes them."""

    __slots__ = ("data", "kind", "name", "shows", "style", "text")

    def __init__(self, name: str, kind: str, data: dict[str, Any]) -> None:
        self.name = name
        self.kind = kind
        self.shows: Any = data.get("shows", 1)
        self.style: str = data.get("style", "")
        self.text: Any = data.get("text", "")
        self.data = data


class Country(NamedTuple):
    """What flag templates show for one country."""

    page: str
    short: str
    army: str
    navy: str
    air_force: str
    variants: dict[str, str]
    codes: tuple[str, ...]

    def page_of(self, variant: str, *, short: bool) -> str:
        """The page that its name, or its `short` name, links to with this variant of its flag."""
        own = self.variants.get(variant) or (self.variants.get(f"*{variant}") if short else None)
        return own or self.page


class Layout(NamedTuple):
    """Arguments of templates that are not words for a reader: their names, endings of names, and values."""

    names: frozenset[str]
    endings: tuple[str, ...]
    words: frozenset[str]

    def named(self, name: str) -> bool:
        """Whether an argument of this name is for appearance, or for editors."""
        name = name.lower().replace("_", "-").replace(" ", "-").rstrip("0123456789-")
        return name in self.names or name.endswith(self.endings)


def fold(name: str) -> str:
    """A template's name in the form of lookups: the case of the first letter does not matter, underscores are spaces."""
    name = name.replace("_", " ") if "_" in name else name
    return name[:1].lower() + name[1:]


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a table, by column names; columns missing at the end of a line are empty. Raises `data.DataError` if it has more."""
    header: list[str] = []
    found: list[dict[str, str]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        cells = line.split("\t")
        if not line or line.startswith("#"):
            continue
        if not header:
            header = cells
        elif len(cells) > len(header):
            raise data.DataError(f"{path}: line {number} has {len(cells)} cells for {len(header)} columns")
        else:
            found.append(dict(itertools.zip_longest(header, cells, fillvalue="")))
    return found


@functools.cache
def facts() -> dict[str, Any]:
    """The content of ``meanings.toml``."""
    return data.table(_MEANINGS)


@functools.cache
def meanings() -> dict[str, Meaning]:
    """All meanings, by folded name."""
    return by_name(facts()["template"])


def by_name(entries: Sequence[dict[str, Any]]) -> dict[str, Meaning]:
    """The meanings of these entries, by folded name; raises `data.DataError` for an entry without a name or kind, or a second of a name."""
    table: dict[str, Meaning] = {}
    for number, entry in enumerate(entries, 1):
        names, kind = entry.get("names"), entry.get("kind")
        if not names or not kind:
            called = repr(names[0]) if names else f"template {number}"
            raise data.DataError(f"{_MEANINGS}: {called} has no {'kind' if names else 'names'}")
        known = Meaning(names[0], kind, entry)
        for name in names:
            if table.setdefault(fold(name), known) is not known:
                raise data.DataError(f"{_MEANINGS}: {name!r} is a name of {table[fold(name)].name!r} and of {names[0]!r}")
    return table


@functools.cache
def spellings() -> dict[str, str]:
    """The names in `meanings` as the data writes them, by folded name; the first of several spellings."""
    table: dict[str, str] = {}
    for entry in facts()["template"]:
        for name in entry["names"]:
            table.setdefault(fold(name), name)
    return table


@functools.cache
def modules() -> dict[str, dict[str, str]]:
    """For each module, by lower-case name: the template that each of its functions equals.

    ``*`` stands for any other function. A ``*`` in the template's name stands for the function's name; without it, that name is the
    first argument instead.
    """
    return {name.lower(): entry["functions"] for entry in facts()["module"] for name in entry["names"]}


@functools.cache
def layout() -> Layout:
    """What is for appearance in an unknown template."""
    entry = facts()["layout"]
    return Layout(frozenset(entry["names"]), tuple(entry["endings"]), frozenset(entry["words"]))


@functools.cache
def file_ending(*, pictures: bool = False) -> str:
    """A regular expression for file extensions, in lower case; `pictures` leaves out films, sounds and documents."""
    entry = facts()["files"]
    endings: list[str] = [*entry["pictures"], *(() if pictures else entry["others"])]
    return rf"\.(?:{'|'.join(endings)})"


@functools.cache
def _any_case() -> dict[str, Meaning]:
    """All meanings by name regardless of case, without names whose meaning depends on case."""
    table: dict[str, Meaning] = {}
    several: set[str] = set()
    for name, known in meanings().items():
        key = _caseless(name)
        if table.setdefault(key, known).name != known.name:
            several.add(key)
    return {key: known for key, known in table.items() if key not in several}


def _caseless(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().removeprefix("template:").split())


def meaning(name: str) -> Meaning | None:
    """The meaning of the template called `name`; None if the data does not have it."""
    return _meaning(name) if len(name) <= _LONGEST else None


@functools.lru_cache(maxsize=4096)
def _meaning(name: str) -> Meaning | None:
    folded = fold(name)
    known = meanings().get(folded) or _any_case().get(_caseless(name))
    if known is None:
        entry = next((entry for entry in facts().get("prefix", ()) if folded.startswith(fold(entry["prefix"]))), None)
        known = Meaning(entry["prefix"], entry["kind"], entry) if entry is not None else None
    country = countries().get(name) if known is None and _CODE.match(name) else None
    return _CODE_FLAG if country is not None and (len(name) < _LONG_CODE or name in country.codes) else known


_CODE_FLAG: Final = Meaning("country code", "flag", {"shows": "link", "country": 0, "variant": [1, "variant"]})


@functools.cache
def countries() -> dict[str, Country]:
    """Countries by every name and code in ``countries.tsv``."""
    return countries_in(_FOLDER / "countries.tsv")


def countries_in(path: Path) -> dict[str, Country]:
    """Countries by every name and code in a table; raises `data.DataError` for a variant of a flag that is not ``variant=page``."""
    table: dict[str, Country] = {}
    later: list[tuple[str, Country]] = []
    for row in rows(path):
        variants: dict[str, str] = {}
        for pair in filter(None, row["variants"].split(";")):
            variant, equals, page = pair.partition("=")
            if not (variant and equals and page):
                raise data.DataError(f"{path}: {row['name']}: {pair!r} is not of the form variant=page")
            variants[variant] = page
        aliases, codes = (tuple(name.strip() for name in row[column].split(";")) for column in ("aliases", "codes"))
        country = Country(row["name"], row["short"], row["army"], row["navy"], row["air_force"], variants, codes)
        table.setdefault(country.page, country)
        later += [(alias, country) for alias in aliases + codes if alias]
    for alias, country in later:
        table.setdefault(alias, country)
    return table


class ConvertUnit(NamedTuple):
    """A unit of ``{{convert}}``; `size` is in the SI unit for what it `measures`, 0 if it is not converted."""

    short: str
    one: str
    many: str
    measures: str
    size: float
    to: str


@functools.cache
def units() -> dict[str, ConvertUnit]:
    """Units by code, from ``units.tsv``."""
    return units_in(_FOLDER / "units.tsv")


def units_in(path: Path) -> dict[str, ConvertUnit]:
    """Units by code, from a table; raises `data.DataError` for a size that is not a number, or a second line of a code."""
    table: dict[str, ConvertUnit] = {}
    for row in rows(path):
        code = row["code"]
        if code in table:
            raise data.DataError(f"{path}: {code}: two lines have this code")
        try:
            size = float(row["size"] or 0)
        except ValueError:
            raise data.DataError(f"{path}: {code}: the size {row['size']!r} is not a number") from None
        table[code] = ConvertUnit(row["short"], row["one"], row["many"], row["measures"], size, row["to"])
    return table
