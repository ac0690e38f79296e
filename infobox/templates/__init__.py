"""What templates mean: data that a person can read and extend, and its loader.

`meanings.toml` says what a template shows, `names.toml` what the infobox and its parameters are called, `languages.toml` the same
in other Wikipedias, `countries.tsv` what a flag template makes of a country, `units.tsv` what ``{{convert}}`` makes of a unit. Each
file says at its top where its facts come from.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any, Final, NamedTuple

from infobox import data


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

    def __repr__(self) -> str:
        return f"<Meaning of {self.name}: {self.kind}>"


class Country(NamedTuple):
    """What the flag templates make of one country."""

    page: str
    short: str
    army: str
    navy: str
    air_force: str
    variants: dict[str, str]
    codes: tuple[str, ...]

    def page_of(self, variant: str, *, short: bool) -> str:
        """The page that its name, or its `short` name, links to beside this variant of its flag."""
        own = self.variants.get(variant) or (self.variants.get(f"*{variant}") if short else None)
        return own or self.page


class Layout(NamedTuple):
    """What in a template's arguments is no words for a reader: names of arguments, endings of such names, values."""

    names: frozenset[str]
    endings: tuple[str, ...]
    words: frozenset[str]

    def named(self, name: str) -> bool:
        """Whether an argument of this name is about looks, or for editors."""
        name = name.lower().replace("_", "-").replace(" ", "-").rstrip("0123456789-")
        return name in self.names or name.endswith(self.endings)


class Parameters(NamedTuple):
    """What the infobox and its parameters are called.

    `boxes` maps a template's name, as `fold` gives it, to the key of its names (`en`, or an entry of ``languages.toml``), `modules`
    those of ``#invoke``; `aliases` gives, by that key, the canonical name or stem of a name that differs from it; `known` holds the
    canonical names and `order` gives them as documented; `former` maps names that the template knew once to the parameter that took
    their place (empty: none did), `misspelt` wrong spellings met on pages to what they want; `sides` is how many there are at most;
    `starts_line` holds the names whose value the template puts on a line of its own, `plain` those whose value is no wikitext that a
    reader sees as words.
    """

    boxes: dict[str, str]
    modules: dict[str, str]
    aliases: dict[str, dict[str, str]]
    letters: dict[str, dict[str, str]]
    known: frozenset[str]
    order: tuple[str, ...]
    former: dict[str, str]
    misspelt: dict[str, str]
    sides: int
    starts_line: frozenset[str]
    plain: frozenset[str]


def fold(name: str) -> str:
    """A template's name as lookups know it: the first letter's case does not matter, underscores are spaces."""
    name = name.replace("_", " ") if "_" in name else name
    return name[:1].lower() + name[1:]


def _read(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


@functools.cache
def _meanings() -> dict[str, Any]:
    return data.table("templates/meanings.toml")


@functools.cache
def meanings() -> dict[str, Meaning]:
    """All meanings, by folded name."""
    table: dict[str, Meaning] = {}
    for entry in _meanings()["template"]:
        names = entry["names"]
        for name in names:
            table[fold(name)] = Meaning(names[0], entry["kind"], entry)
    return table


@functools.cache
def spellings() -> dict[str, str]:
    """The names that `meanings` knows as the data writes them, by folded name; of several spellings the first."""
    table: dict[str, str] = {}
    for entry in _meanings()["template"]:
        for name in entry["names"]:
            table.setdefault(fold(name), name)
    return table


@functools.cache
def modules() -> dict[str, dict[str, str]]:
    """By a module's name in lower case: the template that each of its functions is the same as.

    ``*`` stands for any other function; a ``*`` in its template's name stands for the function's name, without one the function's name
    is no function but the first argument.
    """
    return {name.lower(): entry["functions"] for entry in _meanings()["module"] for name in entry["names"]}


@functools.cache
def layout() -> Layout:
    """How a template that is not known is told its looks."""
    entry = _meanings()["layout"]
    return Layout(frozenset(entry["names"]), tuple(entry["endings"]), frozenset(entry["words"]))


@functools.cache
def citation() -> dict[str, Any]:
    """What the arguments of citations are, and how pages are written."""
    found: dict[str, Any] = _meanings()["citation"]
    return found


@functools.cache
def american() -> dict[str, str]:
    """American spellings of what stands in the names of units."""
    found: dict[str, str] = _meanings()["american"]
    return found


@functools.cache
def _any_case() -> dict[str, Meaning]:
    """All meanings by caseless name, without the names that mean different things in different capitals."""
    table: dict[str, Meaning] = {}
    several: set[str] = set()
    for name, known in meanings().items():
        key = _caseless(name)
        if table.setdefault(key, known).name != known.name:
            several.add(key)
    return {key: known for key, known in table.items() if key not in several}


def _caseless(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().removeprefix("template:").split())


@functools.cache
def _prefixes() -> list[tuple[str, Meaning]]:
    entries = _meanings().get("prefix", [])
    return [(fold(entry["prefix"]), Meaning(entry["prefix"], entry["kind"], entry)) for entry in entries]


def meaning(name: str) -> Meaning | None:
    """What the template called `name` means, or None where the data does not know it."""
    return _meaning(name) if len(name) <= _LONGEST else None


_LONGEST: Final = 255
"""No page has a longer name."""


@functools.lru_cache(maxsize=4096)
def _meaning(name: str) -> Meaning | None:
    folded = fold(name)
    known = meanings().get(folded) or _any_case().get(_caseless(name))
    if known is None:
        for prefix, found in _prefixes():
            if folded.startswith(prefix):
                return found
        country = countries().get(name) if _CODE.match(name) else None
        if country is not None and (len(name) < _LONG_CODE or name in country.codes):
            return _CODE_FLAG
    return known


_CODE: Final = re.compile(r"[A-Z]{2,5}\Z")
_LONG_CODE: Final = 4
_CODE_FLAG: Final = Meaning("country code", "flag", {"shows": "link", "country": 0, "variant": [1, "variant"]})


@functools.cache
def countries() -> dict[str, Country]:
    """Countries by every name and code of ``countries.tsv``."""
    table: dict[str, Country] = {}
    lines = _read("countries.tsv").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    header = rows[0]
    column = {name: number for number, name in enumerate(header)}
    alias_columns = [number for number, name in enumerate(header) if name in ("aliases", "codes")]
    later: list[tuple[str, Country]] = []
    for row in rows[1:]:
        row += [""] * (len(header) - len(row))
        page, short, army, navy, air_force = (row[column[name]] for name in ("name", "short", "army", "navy", "air_force"))
        variants = dict(pair.split("=") for pair in row[column["variants"]].split(";") if pair)
        codes = tuple(code.strip() for code in row[column["codes"]].split(";"))
        country = Country(page, short, army, navy, air_force, variants, codes)
        table.setdefault(country.page, country)
        for number in alias_columns:
            later += [(alias.strip(), country) for alias in row[number].split(";") if alias.strip()]
    for alias, country in later:
        table.setdefault(alias, country)
    return table


class Unit(NamedTuple):
    """A unit of ``{{convert}}``; `size` is in the unit of the International System for what it `measures`, 0 where it is not converted."""

    short: str
    one: str
    many: str
    measures: str
    size: float
    to: str


@functools.cache
def units() -> dict[str, Unit]:
    """Units by their codes in ``units.tsv``."""
    rows = [line.split("\t") for line in _read("units.tsv").splitlines() if line and not line.startswith("#")][1:]
    padded = ((code, *(*fields, "", "", "")[:6]) for code, *fields in rows)
    return {code: Unit(short, one, many, measures, float(size or 0), to) for code, short, one, many, measures, size, to in padded}


@functools.cache
def parameters() -> Parameters:
    """The names of the infobox and its parameters, in all languages of the data."""
    names = data.table("templates/names.toml")
    languages = data.table("templates/languages.toml")["box"]
    boxes: dict[str, str] = {}
    aliases: dict[str, dict[str, str]] = {"en": {}}
    letters: dict[str, dict[str, str]] = {}
    for entry in names["box"]:
        boxes.update((fold(name), "en") for name in entry["names"])
    order: list[str] = []
    starts_line: set[str] = set()
    plain: set[str] = set()
    for entry in names["parameter"]:
        numbered = _numbered(entry)
        order += numbered
        if entry.get("starts_line"):
            starts_line.update(numbered)
        if entry["values"] in ("plain", "image", "map"):
            plain.update(numbered)
        aliases["en"].update((alias, entry["name"]) for alias in entry.get("aliases", ()))
    alike = {name: entry["names"][0] for entry in names["former"] if entry.get("alike") for name in entry["names"][1:]}
    aliases["en"].update(alike)
    for entry in languages:
        key = entry["key"]
        aliases[key] = (aliases["en"] if entry.get("english") else alike) | entry.get("parameters", {})
        letters[key] = entry.get("letters", {}) | {digit: str(value) for value, digit in enumerate(entry.get("digits", ""))}
        for name in entry["names"]:
            boxes.setdefault(fold(name), key)
    return Parameters(
        boxes=boxes,
        modules={fold(name): "en" for entry in names["module"] for name in entry["names"]},
        aliases=aliases,
        letters=letters,
        known=frozenset(order),
        order=tuple(order),
        former={name: entry.get("means", "") for entry in names["former"] for name in entry["names"]},
        misspelt={name: entry.get("means", "") for entry in names["misspelt"] for name in entry["names"]},
        sides=max(entry.get("sides", 0) for entry in names["parameter"]),
        starts_line=frozenset(starts_line),
        plain=frozenset(plain),
    )


def _numbered(entry: dict[str, Any]) -> list[str]:
    """A parameter's name, or, where it is sided, all its names: one number more than there are sides for the row under all."""
    stem = entry["name"]
    if "sides" not in entry:
        return [stem]
    return [f"{stem}{number}{row}" for number in range(1, entry["sides"] + 2) for row in ("", *entry.get("rows", ()))]


@functools.lru_cache(maxsize=4096)
def parameter_name(written: str, key: str) -> str:
    """The canonical name of a parameter, or the name as written where it has none.

    `key` is that of the infobox's names in `Parameters.boxes`.
    """
    table = parameters().aliases[key]
    found = table.get(written)
    if found is not None:
        return found
    if key != "en":
        sided = _SIDED.match(written)
        if sided is not None:
            stem = table.get(sided[1].strip(" _"))
            if stem is not None:
                letters = parameters().letters[key]
                return stem + "".join(letters.get(char, char) for char in sided[2] + sided[3])
    return written


_SIDED: Final = re.compile(r"(.*?)(\d)([^\W\d_]?)\Z", re.DOTALL)


def is_shown(name: str, sides: int) -> bool:
    """Whether the template shows the parameter of this canonical name where so many `sides` have combatants.

    Beside the columns of the sides it shows the row under all of them, whose number is greater by one, and which has no combatants.
    """
    if name not in parameters().known:
        return name == "year"  # on old pages, beside `date`
    numbered = _NUMBERED.match(name)
    if numbered is None:
        return True
    return int(numbered[2]) <= (parameters().sides if numbered[1] == "combatant" else sides + 1)


_NUMBERED: Final = re.compile(r"([a-z]+)(\d)[a-d]?\Z")
