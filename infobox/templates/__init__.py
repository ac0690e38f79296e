"""What templates mean: data that a person can read and extend, and its loader.

`meanings.toml` holds what templates show on the English Wikipedia, and with no words of its own everywhere; `wikis/`, one file a language,
what those of other Wikipedias show. `countries.tsv` has what flag templates show for a country, `country_names.tsv` the names of countries
in other languages, `units.tsv` the units of conversions.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox import data

_FOLDER: Final = data.PACKAGE / "templates"
_MEANINGS: Final = "templates/meanings.toml"
_COUNTRY_NAMES: Final = "country_names.tsv"
_WIKIS: Final = _FOLDER / "wikis"
ENGLISH: Final = "en"
_ENGLISH: Final = frozenset((ENGLISH, "simple"))
"""The Wikipedias in English: what the data has is first of all theirs."""
_LONG_NAME: Final = 5
"""On other Wikipedias than English ones, short names are codes and words in which capitals count."""
_EVERYWHERE: Final = "all"
"""The `wiki` of an entry that means the same everywhere."""
_NOWHERE: Final = "unknown"
"""The kind of a template that has another meaning than in English, which the data does not have."""
_WORDED: Final = ("text", "before", "before_several", "prefix", "short", "long", "ranges", "endings")
"""Fields that hold words a reader sees: with letters in them they are words of English."""
_SHOWS_WORDS: Final = frozenset(("text", "function"))
"""Kinds of templates in which these fields are such words."""
_IN_BRACES: Final = re.compile(r"\{[^{}]*\}")
_LONGEST: Final = 255
"""The longest name of a page."""
_CODE: Final = re.compile(r"[A-Z]{2,5}\Z")
_DATED_CODE: Final = re.compile(r"([A-Z]{2,5})(?:[ -]?\d{4}(?:[ –-]+\d{2,4})?)?\Z")
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
def wikis() -> frozenset[str]:
    """The codes of the Wikipedias with meanings of their own."""
    return frozenset(file.stem for file in _WIKIS.glob("*.toml"))


def by_name(entries: Sequence[dict[str, Any]], file: str = _MEANINGS) -> dict[str, Meaning]:
    """The meanings of these entries, by folded name; raises `data.DataError` for an entry without a name or kind, or a second of a name."""
    table: dict[str, Meaning] = {}
    for number, entry in enumerate(entries, 1):
        names, kind = entry.get("names"), entry.get("kind")
        if not names or not kind:
            called = repr(names[0]) if names else f"template {number}"
            raise data.DataError(f"{file}: {called} has no {'kind' if names else 'names'}")
        known = Meaning(entry.get("like", names[0]), kind, entry)
        for name in names:
            if table.setdefault(fold(name), known) is not known:
                raise data.DataError(f"{file}: {name!r} is a name of {table[fold(name)].name!r} and of {names[0]!r}")
    return table


def elsewhere(entry: dict[str, Any]) -> dict[str, Any] | None:
    """What an entry means on other Wikipedias, as `meanings.toml` states: the same without its words; None if it means nothing there."""
    if entry.get("wiki") == ENGLISH:
        return None
    if entry.get("wiki") == _EVERYWHERE:
        return entry
    if "elsewhere" in entry:
        return {field: entry[field] for field in ("names", "kind")} | {"call": entry["elsewhere"]}
    if entry["kind"] == "remark":
        return {field: held for field, held in entry.items() if field != "text"}
    if any(_has_letters(entry[field]) for field in _WORDED if field in entry and entry["kind"] in _SHOWS_WORDS):
        return None
    return {field: held for field, held in entry.items() if field != "languages"}


def _has_letters(held: Any) -> bool:
    pieces = list(held.values()) if isinstance(held, dict) else held if isinstance(held, list) else [held]
    return any(map(str.isalpha, _IN_BRACES.sub("", " ".join(map(str, pieces)))))


def likened(entries: Sequence[dict[str, Any]], file: str) -> list[dict[str, Any]]:
    """Entries of another Wikipedia, each `like` an English one with its fields; raises `data.DataError` if there is no such template."""
    english = of(ENGLISH).meanings
    found: list[dict[str, Any]] = []
    for entry in entries:
        if "like" in entry:
            model = english.get(fold(entry["like"]))
            if model is None:
                raise data.DataError(f"{file}: {entry.get('names')}: {entry['like']!r} is no template of {_MEANINGS}")
            words = {"text": entry["names"][0]} if model.kind == "remark" else {}
            own = {field for field in ("names", "source", "note") if field in model.data}
            inherited = {field: held for field, held in model.data.items() if field not in own}
            entry = {**inherited, **words, **entry, "like": model.name}
        found.append(entry)
    return found


class Templates:
    """What templates mean on the pages of one Wikipedia: what its own file says, then what English ones mean everywhere.

    `home` is its language code, empty for a Wikipedia of which nothing is known. `meanings` are by folded name. `modules` has for each
    module, by lower-case name, the template that each of its functions equals: ``*`` stands for any other function; a ``*`` in the
    template's name stands for the function's name, and without it that name is the first argument instead. `meaning` looks up a
    template's name.
    """

    def __init__(self, home: str) -> None:
        shared = facts()
        self.home = home
        self._english = home == ENGLISH
        self._own: dict[str, Any] = shared
        entries: list[dict[str, Any]] = shared["template"]
        self.meanings = by_name(entries if self._english else list(filter(None, map(elsewhere, entries))))
        self._prefixes: list[dict[str, Any]] = list(shared.get("prefix", ()))
        modules = list(shared["module"])
        if not self._english:
            file = f"templates/wikis/{home}.toml"
            self._own = data.table(file) if home in wikis() else {}
            entries = likened(self._own.get("template", ()), file)
            self.meanings |= by_name(entries, file)
            self.meanings = {name: known for name, known in self.meanings.items() if known.kind != _NOWHERE}
            self._prefixes[:0] = likened(self._own.get("prefix", ()), file)
            modules += self._own.get("module", ())
        self.modules: dict[str, dict[str, str]] = {name.lower(): entry["functions"] for entry in modules for name in entry["names"]}
        self._flags: dict[str, Any] = self._own.get("flags", {})
        self._meaning = functools.lru_cache(maxsize=4096)(self._found)

    @functools.cached_property
    def spellings(self) -> dict[str, str]:
        """The names of `meanings` as the data writes them, by folded name."""
        spellings: dict[str, str] = {}
        for known in self.meanings.values():
            for name in known.data["names"]:
                spellings.setdefault(fold(name), name)
        return spellings

    @functools.cached_property
    def _any_case(self) -> dict[str, Meaning]:
        return _any_case(self.meanings, 1 if self._english else _LONG_NAME)

    def meaning(self, name: str) -> Meaning | None:
        """The meaning of the template called `name`; None if the data does not have it."""
        return self._meaning(name) if len(name) <= _LONGEST else None

    def _found(self, name: str) -> Meaning | None:
        folded = fold(name)
        known = self.meanings.get(folded) or (None if self._english else self._flag_named(name)) or self._any_case.get(_caseless(name))
        if known is None:
            entry = next((entry for entry in self._prefixes if folded.startswith(fold(entry["prefix"]))), None)
            known = Meaning(entry["prefix"], entry["kind"], entry) if entry is not None else None
        return known or (self._flag_named(name) if self._english else None)

    def _flag_named(self, name: str) -> Meaning | None:
        """The meaning of a template that is named by a country or its code."""
        if self._english:
            country = countries().get(name) if _CODE.match(name) else None
            return _CODE_FLAG if country is not None and (len(name) < _LONG_CODE or name in country.codes) else None
        for ending in self._flags.get("lone", ()):
            if ending and name.endswith(ending) and self._is_code(name.removesuffix(ending)):
                return _LONE_FLAG
        found = self._is_code(name) or name in code_names() or (self._flags.get("by_name") and name in self.countries)
        own: dict[str, Any] = {field: self._flags[field] for field in ("mark", "words") if field in self._flags}
        return Meaning(_CODE_FLAG.name, "flag", {**_CODE_FLAG.data, "variant": [], **own}) if found else None

    def _is_code(self, name: str) -> bool:
        """Whether a name is a country's code, alone or with the year of a flag: `POL`, `FRA-1804`, `ITA 1861-1946`."""
        found = _DATED_CODE.match(name)
        return (
            found is not None and found[1] in self.countries and (len(found[1]) < _LONG_CODE or found[1] in self.countries[found[1]].codes)
        )

    @functools.cached_property
    def countries(self) -> dict[str, Country]:
        """Countries by the names and codes that flag templates take there."""
        return countries() if self._english else local_countries(self.home, self._flags)

    def own(self, like: str) -> str:
        """The name of the Wikipedia's template that is like an English one; empty if it is not known to have any."""
        return like if self._english else self._likes.get(like, "")

    def has(self, name: str) -> bool:
        """Whether the Wikipedia is known to have a template of this name."""
        found = self.meaning(name)
        if found is None or self._english or fold(name) in self._names or found.data.get("wiki") == _EVERYWHERE:
            return found is not None
        return bool(self._flags) and self._flag_named(name) is not None

    @functools.cached_property
    def _likes(self) -> dict[str, str]:
        own = {each["like"]: each["names"][0] for each in reversed(self._own.get("template", ())) if "like" in each}
        return {name: name for name in self._own.get("here", {}).get("names", ())} | own

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        entries = (*self._own.get("template", ()), self._own.get("here", {"names": ()}))
        return frozenset(fold(name) for each in entries for name in each["names"])

    def country(self, name: str) -> Country | None:
        """What flag templates show for a country, by a name or code; None if that is not known."""
        return self.countries.get(name)

    def past(self, code: str) -> str:
        """The name of the state with this code and the year of a flag: `ITA 1861-1946`; empty if there is none, and on English pages."""
        found = _DATED_CODE.match(code) if not self._english and code[-1:].isdigit() else None
        country = self.countries.get(found[1]) if found is not None else None
        return country.short if country is not None else ""

    @functools.cached_property
    def layout(self) -> Layout:
        """What is for appearance in an unknown template."""
        tables = [facts()["layout"], *([self._own["layout"]] if not self._english and "layout" in self._own else [])]
        names, endings, words = ([each for table in tables for each in table.get(field, ())] for field in Layout._fields)
        return Layout(frozenset(names), tuple(endings), frozenset(words))

    @functools.cached_property
    def numbers(self) -> dict[str, Any]:
        """The signs with which the Wikipedia writes numbers; none are those of English."""
        found: dict[str, Any] = self._own.get("numbers", {}) if not self._english else {}
        return found

    @functools.cached_property
    def citation(self) -> dict[str, Any]:
        """The arguments of citations, by purpose, the Wikipedia's own first, and how pages are written."""
        shared, own = facts()["citation"], self._own.get("citation", {}) if not self._english else {}
        return {
            purpose: [*own.get(purpose, ()), *held] if isinstance(held, list) else own.get(purpose, held)
            for purpose, held in shared.items()
        }


def of(home: str) -> Templates:
    """What templates mean on the pages of the Wikipedia with a language code."""
    return _of(ENGLISH if home in _ENGLISH else home if home in wikis() or home in named_languages() else "")


_of = functools.cache(Templates)


def meaning(name: str, home: str = ENGLISH) -> Meaning | None:
    """The meaning of the template called `name` on the pages of a Wikipedia; None if the data does not have it."""
    return of(home).meaning(name)


@functools.cache
def layout() -> Layout:
    """What is for appearance in an unknown template."""
    return of(ENGLISH).layout


@functools.cache
def file_ending(*, pictures: bool = False) -> str:
    """A regular expression for file extensions, in lower case; `pictures` leaves out films, sounds and documents."""
    entry = facts()["files"]
    endings: list[str] = [*entry["pictures"], *(() if pictures else entry["others"])]
    return rf"\.(?:{'|'.join(endings)})"


def _any_case(meanings: dict[str, Meaning], shortest: int) -> dict[str, Meaning]:
    """Meanings by name regardless of case, without names that are too short, or whose meaning depends on case."""
    table: dict[str, Meaning] = {}
    several: set[str] = set()
    for name, known in meanings.items():
        key = _caseless(name)
        if table.setdefault(key, known) is not known:
            several.add(key)
    return {key: known for key, known in table.items() if key not in several and len(key) >= shortest}


def _caseless(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().removeprefix("template:").split())


_CODE_FLAG: Final = Meaning("country code", "flag", {"shows": "link", "country": 0, "variant": [1, "variant"]})
_LONE_FLAG: Final = Meaning("country code", "flag", {"shows": "nothing", "country": 0, "variant": [1, "variant"]})


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


@functools.cache
def named_languages() -> frozenset[str]:
    """The codes of the languages in which countries have names."""
    with (_FOLDER / _COUNTRY_NAMES).open(encoding="utf-8") as lines:
        return frozenset(next(line for line in lines if line[:1] != "#").split()[2:])


def local_countries(language: str, flags: Mapping[str, Any]) -> dict[str, Country]:
    """Countries by their names in a language, and by code; their services are not known. `flags` is the table of that name in the file of
    its Wikipedia.
    """
    table: dict[str, Country] = {}
    local = rows(_FOLDER / _COUNTRY_NAMES)
    names = {row["name"]: row.get(language, "") for row in local} | flags.get("states", {})
    letters = {row["name"]: row["letters"] for row in local} if flags.get("two_letters") else {}
    for row in rows(_FOLDER / "countries.tsv"):
        keys = [*row["codes"].split(";"), letters.get(row["name"], "")]
        keys += [row["name"], row["short"], *row["aliases"].split(";")] if flags.get("english") else []
        own = names.get(row["name"], "")
        if own:
            country = Country(own, own, "", "", "", {}, tuple(key.strip() for key in keys if key.strip() not in ("", own)))
            for name in (own, *country.codes):
                table.setdefault(name, country)
    return table


@functools.cache
def code_names() -> frozenset[str]:
    """The codes of countries."""
    return frozenset(code for country in countries().values() for code in country.codes if 0 < len(code) < _LONG_CODE)


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
