"""The words and forms of one language, from which values are read and written, as data in one folder per language.

Each subject has one file (`FILES`). In it, a key is a *concept* (see `concepts`): a list of words that carry it, or a table of such
lists if the concept has values (`[month]` with `1 = ["January", "Jan"]`). `[forms]` holds wordings for writing, `[settings]` whatever is
not a list of words, `[sources]` the source of a concept's words if it is not the file's `source`. What each of them means is in
`reference.toml` (docs/lexicon.md). Words are matched in lower case, and an apostrophe in them in either form; one may carry several
concepts, in one file or in several: each grammar uses those of its own file.

A language that inflects names its endings once: the file `inflection` has `[paradigms]` with `m = ["", "а", "ов"]`, and in every file
`солдат~m` stands for the stem with each of these endings, in their order. In a phrase each word may have a paradigm.
"""

from __future__ import annotations

import functools
import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from infobox import data
from infobox.language import concepts
from infobox.language.spelling import Spelling
from infobox.nearest import did_you_mean, nearest

FILES: Final = (
    *("calendar", "dates", "coordinates", "numbers", "figures", "fates", "results", "persons", "joins", "namespaces", "checks", "demonyms"),
    *("inflection", "letters"),
)
"""The files of a lexicon, without their extension; a language may lack any of them. `calendar` is made from CLDR;
`dates` adds to it. `inflection` holds the endings of words in the others, `letters` the settings of `Spelling`."""
FOLDER: Final = data.PACKAGE / "language"
"""The folder of the lexicons, with one folder per language."""
NUMBERS: Final = "numbers"
DATES: Final = ("calendar", "dates")
"""The files that hold the words of dates."""
_NONE: Final[Mapping[str, list[str]]] = {}
_INFLECTION: Final = "inflection"
_LETTERS: Final = "letters"
_AS_WRITTEN: Final = Spelling({})
_PARADIGMS: Final = "paradigms"
_INFLECTED: Final = re.compile(r"(?<=[^\W\d_])~(\w+)")
_NO_CONCEPTS: Final = frozenset(("source", "sources", "forms", "settings"))

Made = TypeVar("Made")


class Vocabulary:
    """The words of one file: for each concept the words that carry it, folded and in lower case, in the order of the file."""

    def __init__(self, held: Mapping[str, Any], paradigms: Mapping[str, list[str]] = _NONE, spelling: Spelling = _AS_WRITTEN) -> None:
        self.words: dict[str, frozenset[str]] = {}
        """Concept -> the words that carry it, with any value."""
        self.values: dict[str, dict[str, str]] = {}
        """Concept -> its words, each with its value."""
        self.first: dict[str, dict[str, str]] = {}
        """Concept -> the first word of each of its values, as written in the file: the one to use in writing."""
        self.forms: dict[str, Any] = held.get("forms", {})
        self.settings: dict[str, Any] = held.get("settings", {})
        self.single: frozenset[str] = frozenset()
        """All entries of one word, if texts are folded: those from which prefixes and articles are parted."""
        for concept, carriers in held.items():
            if concept in _NO_CONCEPTS:
                continue
            if isinstance(carriers, list):
                self.words[concept] = frozenset(form for word in inflected(carriers, paradigms) for form in _written(word))
            else:
                forms = {value: inflected(words, paradigms) for value, words in carriers.items()}
                self.values[concept] = {form: value for value, words in forms.items() for word in words for form in _written(word)}
                self.words[concept] = frozenset(self.values[concept])
                self.first[concept] = {value: words[0] for value, words in forms.items() if words}
        if spelling.folds:
            self._spell(spelling)

    def _spell(self, spelling: Spelling) -> None:
        """Fold the entries; those of several words as texts are, with the single ones as known words."""
        every = frozenset(map(spelling.plain, self.of(*self.words)))
        self.single = frozenset(filter(spelling.is_single, every))
        made = {word: sys.intern(spelling.text(word, self.single)) for word in self.of(*self.words)}
        self.words = {concept: frozenset(made[word] for word in words) for concept, words in self.words.items()}
        self.values = {concept: {made[word]: value for word, value in words.items()} for concept, words in self.values.items()}

    def of(self, *concepts: str) -> frozenset[str]:
        """The words that carry any of these concepts; none if the file lacks them."""
        return frozenset().union(*(self.words.get(concept, ()) for concept in concepts))

    def valued(self, concept: str) -> dict[str, str]:
        """The words that carry a concept, each with its value."""
        return self.values.get(concept, {})


def _written(word: str) -> tuple[str, ...]:
    """A word in lower case, with either form of an apostrophe; kept once, however many concepts and languages have it."""
    low = sys.intern(word.lower().replace("i\u0307", "i"))  # of a capital letter with a dot, İ
    return (low, sys.intern(low.replace("'", "’"))) if "'" in low else (low,)


class Lexicon:
    """The vocabularies of one language, and the grammars made of them.

    `language` is its code; `understood` is false if there is no data: then no word has a meaning, and values are read from signs alone.
    """

    def __init__(self, language: str, files: Mapping[str, Mapping[str, Any]]) -> None:
        self.language = language
        self.understood = bool(files)
        paradigms = files.get(_INFLECTION, {}).get(_PARADIGMS, {})
        self.spelling = Spelling(files.get(_LETTERS, {}).get("settings", {}))
        """How its texts are folded before words are looked up."""
        kinds = (Vocabulary(files.get(name, {}), paradigms, self.spelling) for name in FILES if name not in (*DATES, _INFLECTION, _LETTERS))
        self.dates = Vocabulary(_together(*(files.get(name, {}) for name in DATES)), paradigms, self.spelling)
        self.coordinates, self.numbers, self.figures, *others = kinds
        self.fates, self.results, self.persons, self.joins, self.namespaces, self.checks, self.demonyms = others
        self.variants: tuple[str, ...] = tuple(files.get(_LETTERS, {}).get("settings", {}).get("variants", ()))
        """The codes of its scripts, if pages are written for several; the first is the one that is read."""
        self.counts = bool(self.figures.of(concepts.COUNTER))
        """Whether it counts with words after the number."""
        self._made: dict[Callable[[Lexicon], Any], Any] = {}

    def __repr__(self) -> str:
        return f"<Lexicon of {self.language}>"

    def grammar(self, make: Callable[[Lexicon], Made]) -> Made:
        """What `make` builds from the lexicon, built once: the tables and patterns for reading a kind of value."""
        made = self._made.get(make)
        if made is None:
            made = self._made[make] = make(self)
        return made


def _together(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Two files as one: what the second says of the same concept, or of the same value of it, follows the words of the first."""
    held: dict[str, Any] = dict(first)
    for key, added in second.items():
        known = held.get(key)
        if isinstance(known, list):
            held[key] = [*known, *(word for word in added if word not in known)]
        elif isinstance(known, dict) and key not in _NO_CONCEPTS:
            held[key] = _together(known, added)
        else:
            held[key] = added
    return held


def inflected(words: list[str], paradigms: Mapping[str, list[str]]) -> list[str]:
    """The words with all their forms: `солдат~m` stands for `солдат`, `солдата`, `солдатов`."""
    if not paradigms:
        return words
    forms: list[str] = []
    for word in words:
        stem, *rest = _INFLECTED.split(word)
        # After a stem, the name of a paradigm and what follows it take turns.
        choices = [[ending + after for ending in paradigms[name]] for name, after in zip(rest[::2], rest[1::2], strict=True)]
        forms += (stem + "".join(chosen) for chosen in itertools.product(*choices))
    return list(dict.fromkeys(forms))


def listed(language: str, file: str, concept: str) -> dict[str, list[str]]:
    """The words of a concept with values, as one file of a language lists them, with all their forms; its lexicon is not made for that."""
    held, inflections = (
        data.table(f"language/{language}/{name}.toml") if (FOLDER / language / f"{name}.toml").is_file() else {}
        for name in (file, _INFLECTION)
    )
    return {value: inflected(words, inflections.get(_PARADIGMS, {})) for value, words in held.get(concept, {}).items()}


def load(language: str, folder: Path) -> Lexicon:
    """The lexicon from a folder of TOML files.

    Raises `FileNotFoundError` if it has none of `FILES`, and `data.DataError` if one holds a concept, setting or form that is not in
    `reference`, a concept's words in another form, or a word twice in one concept, or if a file has another name.
    """
    files = sorted(folder.glob("*.toml"))
    if not any(file.stem in FILES for file in files):
        raise FileNotFoundError(f"{folder} holds no file of a lexicon: {', '.join(FILES)} (.toml)")
    held = {file.stem: data.parsed(file, file.read_bytes()) for file in files}
    known = reference()
    paradigms = held.get(_INFLECTION, {}).get(_PARADIGMS, {})
    for file in files:
        if file.stem in FILES:
            wrong = _wrong(held[file.stem], known["dates" if file.stem in DATES else file.stem], paradigms)
        else:
            wrong = f"not a file of a lexicon; they are {', '.join(FILES)}"
        if wrong:
            raise data.DataError(f"{file}: {wrong}")
    return Lexicon(language, held)


def reference() -> dict[str, dict[str, Any]]:
    """What may stand in the files of a lexicon, and what it means: file -> `concepts`, `settings` and `forms`, each name -> its meaning;
    `purpose` says what the file is for. What holds of `dates` holds of `calendar` too.
    """
    return data.table("language/reference.toml")


def _wrong(held: Mapping[str, Any], known: Mapping[str, Any], paradigms: Mapping[str, list[str]]) -> str:
    """What is wrong with the content of one file, by its part of `reference`; empty if nothing is."""
    for concept, words in held.items():
        if concept in _NO_CONCEPTS:
            if wrong := _wrong_part(concept, words, known):
                return wrong
            continue
        if wrong := _unknown("concept", (concept,), known.get("concepts", {})):
            return wrong
        lists = list(words.values()) if isinstance(words, dict) else [words]
        endings = concept == _PARADIGMS  # which may be empty
        if not all(isinstance(one, list) and all(isinstance(word, str) and (word or endings) for word in one) for one in lists):
            return f"{concept}: not a list of words, or a table of such lists"
        if not endings and (wrong := _wrong_words(lists, paradigms)):
            return f"{concept}: {wrong}"
    return ""


def _wrong_part(name: str, held: object, known: Mapping[str, Any]) -> str:
    """What is wrong with the source, or with the settings or forms, of a file; empty if nothing is."""
    if name == "source":
        return "" if isinstance(held, str) else f"{name!r} is not a text"
    if not isinstance(held, dict):
        return f"{name!r} is not a table"
    return "" if name == "sources" else _unknown(name.removesuffix("s"), held, known.get(name, {}))


def _unknown(kind: str, names: Iterable[str], known: Mapping[str, str]) -> str:
    """Which name does not exist, and which one was probably meant; empty if all exist."""
    unknown = next((name for name in names if name not in known), None)
    return "" if unknown is None else f"unknown {kind} {unknown!r}{did_you_mean([repr(name) for name in nearest(unknown, known)])}"


def _wrong_words(lists: list[list[str]], paradigms: Mapping[str, list[str]]) -> str:
    """What is wrong with the words of one concept, a list for each value; empty if nothing is."""
    every = [word for one in lists for word in one]
    if unknown := {name for word in every for name in _INFLECTED.findall(word)} - paradigms.keys():
        return f"no paradigm {unknown.pop()!r}"
    forms = [form.lower() for one in lists for form in dict.fromkeys(inflected(one, paradigms))]
    for counted in (Counter(map(str.lower, every)), Counter(forms)):
        word, times = next(iter(counted.most_common(1)), ("", 0))
        if times > 1:
            return f"{word!r} occurs twice"
    return ""


@functools.cache
def languages() -> frozenset[str]:
    """The codes of the languages with a lexicon: those in which at least dates are understood."""
    return frozenset(folder.name for folder in FOLDER.iterdir() if (folder / "dates.toml").is_file())


def english() -> Lexicon:
    """The lexicon of English, the default language of pages."""
    return lexicon("en")


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, by its code; one without words if there is no data."""
    return _held(language) if language in languages() else Lexicon(language, {})


@functools.cache
def common() -> Lexicon:
    """The lexicon for every language: signs that need no words."""
    return _held("mul")


def _held(language: str) -> Lexicon:
    files = [name for name in FILES if (FOLDER / language / f"{name}.toml").is_file()]
    return Lexicon(language, {name: data.table(f"language/{language}/{name}.toml") for name in files})
