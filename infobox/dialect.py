"""How the pages of one Wikipedia write what a record holds: by which templates, and in which language."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from infobox import templates
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, common, english, lexicon
from infobox.record import Fate

_CALL: Final = re.compile(r"\{\{\s*+([^{}|<>\[\]\n#]{1,200}?)\s*(?=\||\}\})")
"""The name of a template that is called; parser functions have none."""
_MAGIC: Final = frozenset("!=")
"""What MediaWiki itself has."""
_PLAIN_LIST: Final = "plainlist"
_END: Final = "endplainlist"
_PICTURE_WIDTH: Final = "20px"
_MARKED: Final = "entities"
"""The kind of values in which words mark fates, see `Definition.values`."""


class Dialect(NamedTuple):
    """The Wikipedia's code `home`, the `lexicon` of a language, and names of templates: `icon` shows a flag, `country` a flag and a name,
    `picture` a flag from a file (empty: a link to the file does), `note` makes a note, `place` coordinates; `fates` are those of fates,
    or signs, or letters in parentheses that mark them: `marks` are these of all fates that have some, `named` the templates of all. `begin`
    and `end` stand around bullets.
    """

    home: str
    lexicon: Lexicon
    icon: str
    country: str
    picture: str
    note: str
    place: str
    fates: Mapping[str, str]
    begin: str
    end: str
    marks: Mapping[str, str]
    named: Mapping[str, str]

    def for_values(self, kind: str) -> Dialect:
        """How values of one kind are written: marks among words are read where people, parties and units are listed, elsewhere only
        templates are.
        """
        return self if kind == _MARKED else self._replace(fates=self.named, marks={})

    def flag_picture(self, file: str) -> str:
        """A file, its name escaped, shown as a flag."""
        return f"{{{{{self.picture}|{file.replace('=', '{{=}}')}}}}}" if self.picture else f"[[File:{file}|{_PICTURE_WIDTH}]]"

    def flag(self, name: str, variant: str) -> str:
        """A flag without a name; its name and variant are arguments of templates."""
        own = templates.of(self.home)
        known = own.meaning(name) if self.home != ENGLISH.home and not variant else None
        if known is not None and known.kind == "flag" and known.data.get("country") == 0:  # a template of the country's own
            if known.shows == "nothing":
                return f"{{{{{name}}}}}"
            if known.data.get("mark") and not own.has(self.icon):
                return f"{{{{{name}|{known.data['mark']}}}}}"
        return f"{{{{{self.icon}|{name}{'|' + variant if variant else ''}}}}}"

    def marks_of(self, fates: Sequence[Fate]) -> list[str]:
        """The marks of a line's fates. Templates are read before signs and letters, so none stands after these."""
        found = [self.fates[fate] for fate in fates]
        first = next((number for number, mark in enumerate(found) if not mark[:1].isalpha()), len(found))
        return found[:first] + [self.marks.get(fate, self.fates[fate]) for fate in fates[first:]]

    def fate(self, mark: str, page: str) -> str:
        """One of these marks as wikitext, which leads to a page if that is not empty."""
        if mark[:1].isalpha():
            return f"{{{{{mark}{'|' + page if page else ''}}}}}"
        if mark[:1] == "(" and page:
            return f"([[{page}|{mark[1:-1]}]])"
        return f"[[{page}|{mark}]]" if page else mark

    def bulleted(self, words: str) -> str:
        """A value that is a list of bullets, each on a line of its own."""
        return f"{self.begin}\n{words}\n{self.end}" if self.begin else f"\n{words}"


ENGLISH: Final = Dialect(
    templates.ENGLISH,
    english(),
    "flagicon",
    "flagcountry",
    "flagicon image",
    "efn",
    "coord",
    english().fates.forms,
    f"{{{{{_PLAIN_LIST}}}}}",
    f"{{{{{_END}}}}}",
    {},
    english().fates.forms,
)
_NAMED: Final = ("icon", "country", "note", "place")


@functools.cache
def of(home: str, language: str) -> Dialect:
    """How pages of the Wikipedia with the code `home` write in a language. Where the Wikipedia is not known to have a template, the English
    one stands, and what needs it is not written (see `strangers`).
    """
    known = templates.of(home)
    if known.home == templates.ENGLISH:
        return ENGLISH if language == templates.ENGLISH else ENGLISH._replace(lexicon=lexicon(language))
    names = {field: known.own(name) or name for field in _NAMED if (name := getattr(ENGLISH, field))}
    words = lexicon(language)
    letters = {fate: f"({mark})" for fate, mark in words.fates.first.get(concepts.MARK, {}).items()}
    marks = letters | common().fates.first[concepts.SIGN]
    named = {fate: known.own(name) or name for fate, name in ENGLISH.fates.items()}
    fates = {fate: known.own(name) or marks.get(fate, name) for fate, name in ENGLISH.fates.items()}
    listed = bool(known.own(_PLAIN_LIST) and known.own(_END))
    begin, end = (f"{{{{{known.own(name)}}}}}" if listed else "" for name in (_PLAIN_LIST, _END))
    picture = known.own(ENGLISH.picture)
    return ENGLISH._replace(home=home, lexicon=words, picture=picture, fates=fates, marks=marks, named=named, begin=begin, end=end, **names)


def calls(wikitext: str) -> frozenset[str]:
    """The names of the templates that a text calls."""
    return frozenset(match[1] for match in _CALL.finditer(wikitext))


def strangers(wikitext: str, known: Callable[[], Collection[str]], home: str) -> list[str]:
    """The templates that a text calls and that are neither `known` nor known to be on the Wikipedia with a language code, in order."""
    here = templates.of(home)
    found = [name for name in calls(wikitext) if name not in _MAGIC and not here.has(name)] if here.home != templates.ENGLISH else []
    return sorted(set(found) - set(known())) if found else []
