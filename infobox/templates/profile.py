"""Profiles: the names of one template, its parameters, and what they hold, from one TOML file per template.

``profiles/military_conflict.toml`` is the one that ships; its top describes the format. Names in other Wikipedias are in a file beside
it, whose name ends in ``.wikis.toml``. Everything about parameters comes from the profile: no module lists them again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from infobox import data
from infobox.templates import fold
from infobox.templates.names import Names, Wanted, ending

LISTS: Final = frozenset(("statements", "result", "entities", "figures"))
"""Kinds of values that are lists of lines."""
PLAIN: Final = frozenset(("picture", "raw"))
"""Kinds of values that a reader does not see as words."""
WORDED: Final = frozenset(("date", "result", "figures", "statements", "block"))
"""Kinds of values with words that lexicons know: the others are mostly names."""
_NOT_FILLED: Final = ("source", "other")
"""Fields of the record that no parameter fills."""
HALVES: Final = ("latitude", "longitude")
_UNITS: Final = ("degrees", "minutes", "seconds", "direction")
_FOLDER: Final = "templates/profiles"


class ProfileError(ValueError):
    """A profile that cannot be used; the message is one line that states the reason."""


class Definition(NamedTuple):
    """What a profile states about one parameter: its full `name`, and the `stem`, `number` and `row` that make up the name of a sided one
    (otherwise the name itself, 0 and empty); the rest as in the file.
    """

    name: str
    stem: str
    number: int
    row: str
    field: str
    values: str
    header: str = ""
    label: str = ""
    counts: bool = False
    starts_line: bool = False
    located: bool = False
    hides: str = ""
    missed: bool = False
    pixels: bool = False
    own: bool = False
    meaning: str = ""
    suggests: tuple[str, ...] = ()
    unshown: bool = False

    @property
    def is_list(self) -> bool:
        return self.values in LISTS


_NO_PARAMETER: Final = Definition("", "", 0, "", "", "")
_KEYS: Final = frozenset((*Definition._fields, "sided", "rows", "aliases", "source")) - {"stem", "number", "row"}
"""The keys that the entry of a parameter may have."""
_TABLES: Final[dict[str, frozenset[str]]] = {
    "box": frozenset(("names", "source")),
    "module": frozenset(("names", "function", "source")),
    "former": frozenset(("names", "means", "reads", "source")),
    "misspelt": frozenset(("names", "means", "source")),
    "sides": frozenset(("fewest", "most", "rows", "source")),
}
"""The keys of the other tables of a profile."""
_WIKI: Final = frozenset(
    ("key", "wiki", "names", "english", "parameters", "joint", "last", "alone", "between", "letters", "digits", "spaced", "note", "source")
)
"""The keys of an entry of the file of other wikis."""


class Sided(NamedTuple):
    """A name with the form of a side's parameter, whether or not the template has it; `digits` as written."""

    stem: str
    digits: str
    row: str


class Profile:
    """One template: its names, its parameters and what they hold.

    `boxes` maps a template's name, as `templates.fold` returns it, to the key of its parameters' names there (the profile's own language,
    or an entry of the file of other wikis), `modules` does so for ``#invoke``; `shared` gives all keys of a name that several wikis have,
    that of `boxes` first, and `names` the names of each key. `parameters` are the definitions in the documented order, a sided one once,
    `definitions` all by their full names; `order` gives those their places. `former` maps names that the template no longer knows to the
    parameter that replaced them (empty: none did), `misspelt` wrong spellings on pages to the intended names; `familiar` are all names that
    it knows or once knew, `worded` those whose values have words that lexicons know.
    """

    def __init__(self, held: Mapping[str, Any], wikis: Mapping[str, Any] | None = None, *, shipped: str = "") -> None:
        self._held, self._wikis, self._shipped = held, wikis or {}, shipped
        self.language: str = held.get("language", "en")
        self.name: str = held["box"][0]["names"][0]
        sides = held.get("sides", {})
        self.fewest_sides: int = sides.get("fewest", 0)
        self.most_sides: int = sides.get("most", 0)
        self.rows: tuple[str, ...] = tuple(sides.get("rows", ()))
        self.boxes = {fold(name): self.language for entry in held["box"] for name in entry["names"]}
        self.modules = {fold(name): self.language for entry in held.get("module", ()) for name in entry["names"]}
        self._define(held["parameter"])
        alike = self._remember(held.get("former", ()))
        self.misspelt = _replaced(held.get("misspelt", ()))
        self._name_names(alike)
        self._orders: dict[str, dict[str, int]] = {}
        self.canonical: Callable[[str, str], str] = functools.lru_cache(maxsize=4096)(self._canonical)
        """The canonical name of a parameter by its name as written and the key of the names: as written if it has none."""
        stems = sorted(self.sided_fields.values(), key=len, reverse=True)
        self._sided = re.compile(rf"({'|'.join(map(re.escape, stems)) or '(?!)'})(\d{{1,9}})([^\W\d_]?)\Z")

    def _define(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Read the parameters."""
        self.parameters: list[Definition] = []
        self.definitions: dict[str, Definition] = {}
        for entry in entries:
            every = list(self._defined(entry))
            self.parameters.append(every[0]._replace(name=entry["name"], number=0, row=""))
            self.definitions.update((each.name, each) for each in every)
        self.sided_fields = {each.field: each.stem for each in self.definitions.values() if each.number}
        """Fields of a side -> the stems of their parameters."""
        self.rowed_fields = tuple(dict.fromkeys(each.field for each in self.definitions.values() if each.row))
        """Fields of a side whose lists have rows."""
        self.order = {name: place for place, name in enumerate(self.definitions)}
        self.known = frozenset(name for name, each in self.definitions.items() if not each.unshown)
        self.plain = frozenset(name for name in self.known if self.definitions[name].values in PLAIN)
        self.worded = frozenset(name for name in self.known if self.definitions[name].values in WORDED)
        self.starts_line = frozenset(name for name in self.known if self.definitions[name].starts_line)
        self._by_field: dict[str, str] = {}
        for each in self.parameters:
            self._by_field.setdefault(each.field, each.stem)
        self.counted = next((each.field for each in self.parameters if each.counts), "")
        """The field whose parameters the template uses to count the sides; empty if it has no sides."""
        if self.sided_fields and not self.counted:
            raise ProfileError("no parameter says how many sides there are: one that has sided = true needs counts = true")

    def lists(self, language: str) -> bool:
        """Whether all parameters of the template in the wikis of a language are in the profile: those that ship list the English ones."""
        return not self._shipped or language == self.language

    def _remember(self, entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Read the former parameters; return the names of those that are read, each with the first of its entry."""
        self.former = _replaced(entries)
        self.familiar = self.known.union(self.former)
        self.halves: dict[str, tuple[int, int]] = {}
        """Former names -> the piece of coordinates that they give, as keys of `infobox.values.coordinates.read_halves`."""
        self.year = ""
        """The former name of the parameter with the year of a date that has none."""
        alike: dict[str, str] = {}
        for entry in entries:
            first, *others = entry["names"]
            half, _, unit = entry.get("reads", "").partition(" ")
            if half in HALVES:
                self.halves[first] = (HALVES.index(half), _UNITS.index(unit) if unit else -1)
                alike.update(dict.fromkeys(others, first))
            elif half:
                self.year = first
        return alike

    def _defined(self, entry: Mapping[str, Any]) -> list[Definition]:
        """The definitions of an entry: for a sided one, one for each number, and one more for the row under all sides."""
        name = entry["name"]
        odd = [key for key in entry if key not in _KEYS] or [key for key in ("field", "values") if key not in entry]
        if odd:
            raise ProfileError(f"{name}: {'unknown' if odd[0] in entry else 'missing'} key {odd[0]!r}")
        fields = {key: value for key, value in entry.items() if key in Definition._fields and key != "name"}
        fields["suggests"] = tuple(entry.get("suggests", ()))
        if not entry.get("sided"):
            return [Definition(name, name, 0, "", **fields)]
        rows = ("", *(self.rows if entry.get("rows") else ()))
        numbers = range(1, self.most_sides + 2)
        return [Definition(f"{name}{number}{row}", name, number, row, **fields) for number in numbers for row in rows]

    def _name_names(self, alike: dict[str, str]) -> None:
        own = {alias: entry["name"] for entry in self._held["parameter"] for alias in entry.get("aliases", ())} | alike
        self.names = {self.language: Names(self.language, self.name, own, {})}
        self.shared: dict[str, tuple[str, ...]] = {}
        for entry in self._wikis.get("box", ()):
            key = entry["key"]
            aliases = (own if entry.get("english") else alike) | entry.get("parameters", {})
            self.names[key] = Names(key, entry["names"][0], aliases, entry)
            for name in map(fold, entry["names"]):
                first = self.boxes.setdefault(name, key)
                if key not in (first, *self.shared.get(name, ())):
                    self.shared[name] = (*self.shared.get(name, (first,)), key)

    @classmethod
    def load(cls, path: str | Path) -> Profile:
        """The profile in a TOML file, with the names of other wikis in the file beside it (``NAME.wikis.toml``), if there is one.

        Raises `ProfileError` if it is not a valid profile, and `OSError` if a file cannot be read.
        """
        import tomllib  # not at the start: what ships is packed

        path = Path(path)
        wikis = path.with_suffix(".wikis.toml")
        try:
            held, more = (tomllib.loads(each.read_text("utf-8")) if each.is_file() or each is path else {} for each in (path, wikis))
            profile = cls(held, more)
        except (ProfileError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ProfileError(f"{path}: {error}") from None
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise ProfileError(f"{path}: not a profile ({type(error).__name__}: {error})") from None
        wrong = profile._wrong()
        if wrong:
            raise ProfileError(f"{path}: {wrong}")
        wrong = profile._wrong_wikis()
        if wrong:
            raise ProfileError(f"{wikis}: {wrong}")
        return profile

    def __repr__(self) -> str:
        return f"<Profile of {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (shipped_as, (self._shipped,)) if self._shipped else (Profile, (self._held, self._wikis))

    def _wrong(self) -> str:
        """What is wrong with the profile; empty if nothing is."""
        return self._unknown_keys() or self._wrong_names() or self._wrong_fields()

    def _unknown_keys(self) -> str:
        for table, entries in self._held.items():
            if table in _TABLES:
                for entry in [entries] if table == "sides" else entries:
                    odd = next((key for key in entry if key not in _TABLES[table]), None)
                    if odd is not None:
                        return f"{table}: unknown key {odd!r}"
            elif table not in ("language", "parameter"):
                return f"unknown key {table!r}"
        return ""

    def _wrong_names(self) -> str:
        """Names that mean two things, and meanings that do not exist."""
        if len(self.definitions) < sum(len(self._defined(entry)) for entry in self._held["parameter"]):
            names = [name for entry in self._held["parameter"] for name in (each.name for each in self._defined(entry))]
            return f"{next(name for name in names if names.count(name) > 1)}: two parameters have this name"
        stems = {each.stem for each in self.parameters}
        for entry in self._held["parameter"]:
            for alias in entry.get("aliases", ()):
                if alias in self.known or alias in stems or self.names[self.language].aliases[alias] != entry["name"]:
                    return f"{entry['name']}: the alias {alias!r} is also another parameter's name"
        for name, meant in [*self.former.items(), *self.misspelt.items()]:
            if name in self.known:
                return f"{name}: a former or misspelt name is also a parameter's name"
            if meant and meant not in self.definitions and meant not in stems:
                return f"{name}: parameter {meant!r} does not exist"
        return ""

    def _wrong_wikis(self) -> str:
        """What is wrong with the names in other wikis."""
        stems = {each.stem for each in self.parameters}
        keys: set[str] = {self.language}
        for table in self._wikis:
            if table != "box":
                return f"unknown key {table!r}"
        for entry in self._wikis.get("box", ()):
            key = entry["key"]
            odd = next((each for each in entry if each not in _WIKI), None)
            if odd is not None:
                return f"{key}: unknown key {odd!r}"
            if key in keys:
                return f"{key}: two entries have this key"
            keys.add(key)
            lost = next((first for first in entry.get("last", {}).values() if first not in entry.get("parameters", {})), "")
            if lost:
                return f"{key}: {lost}: not one of its parameters"
            tables = ("parameters", "joint", "alone")
            for name, meant in (pair for table in tables for pair in entry.get(table, {}).items()):
                if meant not in stems and meant not in self.definitions and meant not in self.former:
                    return f"{key}: {name}: parameter {meant!r} does not exist"
        return ""

    def _wrong_fields(self) -> str:
        """Kinds that do not exist, fields that the record does not have or that hold something else."""
        from infobox import record  # it states what a field may hold, and takes long to load

        kinds: dict[type | None, tuple[str, ...]] = {
            record.Text: ("text", "block"),
            record.Date: ("date",),
            record.Coordinates: ("coordinates",),
            record.Result: ("result",),
            record.Image: ("picture",),
            str: ("raw",),
            dict: ("raw",),
        }
        filled: set[str] = set()
        for each in self.parameters:
            sided = each.stem in self.sided_fields.values()
            part, _, name = each.field.rpartition(".")
            owner = {"image": record.Image, "": record.Side if sided else record.Conflict}.get(part)
            held = record.type_of(owner, name) if each.field not in _NOT_FILLED else None
            may_be = kinds.get(held, ("entities", "figures") if sided else ("statements",)) if held is not None else ()
            if each.values not in may_be:
                nowhere = f"is not a field of the {'sides' if sided else 'record'} that a parameter can fill"
                what = f"holds {' or '.join(may_be)}, not {each.values!r}" if may_be else nowhere
                return f"{each.stem}: {each.field!r} {what}"
            if each.field in filled and held is not dict and not each.unshown:
                return f"{each.stem}: {each.field!r} already has a parameter"
            filled.add(each.field)
            unknown = next((name for name in (each.header, each.hides) if name and name not in self.known), "")
            if unknown:
                return f"{each.stem}: parameter {unknown!r} does not exist"
        return ""

    def _canonical(self, written: str, key: str) -> str:
        return self.names[key].canonical(written)

    @functools.cached_property
    def whole_halves(self) -> tuple[str, ...]:
        """The former names of the parameters with a whole half of coordinates, the latitude first."""
        return tuple(sorted((name for name, (_, unit) in self.halves.items() if unit < 0), key=lambda name: self.halves[name]))

    def keys_of(self, wiki: str) -> tuple[str, ...]:
        """The keys of the names in the Wikipedia of a language, the most common ones first; none if it is not known here."""
        return self._keys.get(wiki, ())

    @functools.cached_property
    def _keys(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, names in self.names.items():
            found[names.wiki] = (*found.get(names.wiki, ()), key)
        return found

    def last_of(self, key: str) -> str:
        """The name that stands for the parameter with the last day of the date; empty if the key has none."""
        return ending(self.named("date")) if self.names[key].last else ""

    def spelled(self, name: str, key: str, sides: int, used: Iterable[str] = (), taken: Collection[str] = ()) -> str:
        """The name in a wiki of the parameter of a canonical name, in an infobox with this many columns (see `Names.spelled`)."""
        found = self.definitions.get(name, _NO_PARAMETER)
        wanted = Wanted(name, found.stem, found.number, found.row, found.number > sides and not found.counts)
        return self.names[key].spelled(wanted, tuple(used), taken)

    def order_of(self, key: str) -> dict[str, int]:
        """The places of the parameters in the order in which a wiki documents them, by canonical name."""
        return self._orders.get(key) or self._orders.setdefault(key, self._ordered(self.names[key].documented))

    def _ordered(self, documented: Sequence[str]) -> dict[str, int]:
        if not documented:
            return self.order
        stems = dict.fromkeys(self.definitions[name].stem if name in self.definitions else name for name in documented)
        ranks: dict[str, tuple[int, int]] = {stem: (place, 0) for place, stem in enumerate(stems)}
        before = (-1, 0)
        for each in self.parameters:  # what the wiki does not name follows what is before it in the profile
            before = ranks.setdefault(each.stem, (before[0], before[1] + 1))
        names = sorted(
            (*self.definitions, *(name for name in stems if name not in self.definitions)), key=lambda name: self._rank(name, ranks)
        )
        return {name: place for place, name in enumerate(names)}

    def _rank(self, name: str, ranks: Mapping[str, tuple[int, int]]) -> tuple[tuple[int, int], int]:
        definition = self.definitions.get(name)
        return (ranks[definition.stem], self.order[name]) if definition is not None else (ranks[name], 0)

    def is_known(self, written: str, key: str) -> bool:
        return self.canonical(written, key) in self.known

    def sided(self, name: str) -> Sided | None:
        """The parts of a name with the form of a side's parameter, with any number and letter; None for other names."""
        match = self._sided.match(name)
        return Sided(match[1], match[2], match[3]) if match is not None else None

    def named(self, field: str, number: int = 0, row: str = "") -> str:
        """The name of the parameter that fills a field of the record, of a side with a `number`; the stem without a number. Empty if
        there is none.
        """
        stem = self._by_field.get(field, "")
        return f"{stem}{number}{row}" if number and stem else stem

    def field(self, name: str) -> str:
        """The field of the record that the parameter of a canonical name fills; empty if there is none."""
        return self.definitions.get(name, _NO_PARAMETER).field

    def kind(self, name: str) -> str:
        """What the parameter of a canonical name holds; empty if there is none."""
        return self.definitions.get(name, _NO_PARAMETER).values

    def with_rows(self, name: str) -> list[str]:
        found = self.definitions.get(name)
        return [] if found is None or found.row else [each for row in self.rows if (each := f"{name}{row}") in self.definitions]

    def count_sides(self, names: Iterable[str]) -> int:
        """How many columns the template shows if the parameters of these canonical names are not empty."""
        counted = (found.number for name in names if (found := self.definitions.get(name)) is not None and found.counts)
        return max(self.fewest_sides, max((number for number in counted if number <= self.most_sides), default=0))

    def count_of(self, sides: int) -> int:
        """How many columns the template shows for a record with this many sides."""
        return max(self.fewest_sides, sides)

    def is_shown(self, name: str, sides: int) -> bool:
        """Whether the template shows the parameter of this canonical name if this many `sides` have a column.

        Beside the columns of the sides it shows the row under all of them, whose number is one higher. The parameters by which the sides
        are counted do not have that row.
        """
        found = self.definitions.get(name)
        if found is None or found.unshown:
            return name == self.year != ""  # on old pages, beside the date
        return found.number <= (self.most_sides if found.counts else sides + 1)


def _replaced(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names in the entries -> the parameters that they mean."""
    return {name: entry.get("means", "") for entry in entries for name in entry["names"]}


@functools.cache
def shipped() -> tuple[Profile, ...]:
    """The profiles that ship, that of the military conflict first."""
    names = sorted(file.name.removesuffix(".toml") for file in (data.PACKAGE / _FOLDER).glob("*.toml"))
    return tuple(shipped_as(name) for name in names if "." not in name)


def default() -> Profile:
    """The profile if nothing names a template: the first that ships."""
    return shipped()[0]


@functools.cache
def shipped_as(name: str) -> Profile:
    """The shipped profile whose file has this name."""
    files = (f"{_FOLDER}/{name}.toml", f"{_FOLDER}/{name}.wikis.toml")
    held, wikis = (data.table(file) if (data.PACKAGE / file).is_file() else {} for file in files)
    return Profile(held, wikis, shipped=name)
