"""How a page writes its lists: what stands between two items, which flag templates it uses, how it sets off fate markers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox import layout, templates
from infobox.dialect import Dialect
from infobox.record import Flag, Item, Span
from infobox.source_map import SourceMap
from infobox.templates import Templates, countries

_CALL: Final = re.compile(r"\{\{\s*+(#\w+:\w+\s*\|\s*\w*|[^{}|<>\[\]\n]{1,40}?)\s*\|")
"""The name of a template that has arguments, or of a function of a module."""
_COLON: Final = re.compile(r":[ \t]*(?:\n|<br\b|\Z)", re.IGNORECASE)
"""The end of a line that titles what follows, whether bold or not."""


_ICONS: Final = frozenset(("flagicon", "flagdeco"))
_NAMED: Final = frozenset(("flag", "flagu", "flagcountry"))
"""Flag templates that show no country's name, and those that show it, by their first names in the data."""


class Style(NamedTuple):
    """`line_break` as the page spells it; `icon`, the flag template that it puts before names; `named`, those with which it writes
    countries, the most frequent first; `gap`, what stands before its fate markers; `bold`, whether its headings are bold; `dialect`, that
    of its Wikipedia.
    """

    line_break: str
    icon: str
    named: tuple[str, ...]
    gap: str
    bold: bool
    dialect: Dialect


def of(page: str, places: SourceMap, value: Span, box: Span, dialect: Dialect) -> Style:
    """The style of a value of the page; what the value does not show is taken from its infobox. `places` is the map of its reading."""
    words, all_words, known = page[slice(*value)], page[slice(*box)], templates.of(dialect.home)
    return Style(
        line_break=_common(places.breaks(*value) or places.breaks(*box), "<br>"),
        icon=_common(_flags(words, known, shown=False) or _flags(all_words, known, shown=False), dialect.icon),
        named=tuple(name for name, _ in Counter(_flags(words, known, shown=True) or _flags(all_words, known, shown=True)).most_common()),
        gap=_common(places.gaps(*value) or places.gaps(*box), ""),
        bold="'''" in words or _COLON.search(words) is None,
        dialect=dialect,
    )


def _common(found: Sequence[str], default: str) -> str:
    return Counter(found).most_common(1)[0][0] if found else default


def _flags(words: str, known: Templates, *, shown: bool) -> list[str]:
    """The flag templates in a text: those that show a name, or those that do not."""
    names = (" ".join(match[1].split()) for match in _CALL.finditer(words))
    wanted = _NAMED if shown else _ICONS
    return [name for name in names if (found := known.meaning(_of_module(name, known))) and found.name in wanted]


def _of_module(name: str, known: Templates) -> str:
    """The template that a function of a module stands for (`#invoke:flag|icon` is `flagicon`); any other name is returned as it is."""
    module, _, function = name.partition("|")
    functions = known.modules.get(module.partition(":")[2].strip().lower(), {}) if name[0] == "#" else {}
    return functions.get(function.strip()) or functions.get("*", name)


def renderings(item: Item, style: Style) -> Iterator[str]:
    """The ways to write the item's line like its neighbours, the most fitting first; the last is the plain one."""
    plain = layout.line(item, dialect=style.dialect)
    marked = layout.line(item, style.gap, style.dialect)
    if len(item.flags) == 1 and item.flags[0].of and len(item.links) == 1 and not item.heading:
        flag = item.flags[0]
        arguments = flag.of + (f"|{flag.variant}" if flag.variant else "")
        bare = marked.split("}}", 1)
        link = layout.bracketed(item.links[0])
        if len(bare) == 2 and bare[1].lstrip().startswith(link) and item.links[0].target in _pages(flag):
            rest = bare[1].lstrip()[len(link) :]
            for name in style.named:
                yield f"{{{{{name}|{arguments}}}}}{rest}"
                if item.links[0].text != flag.of:
                    yield f"{{{{{name}|{arguments}|name={item.links[0].text}}}}}{rest}"
    iconed, marked = (line.replace(f"{{{{{style.dialect.icon}|", f"{{{{{style.icon}|") for line in (plain, marked))
    if item.heading and item.text.endswith(":") and not style.bold:
        yield iconed.replace("'''", "")
    yield marked
    yield iconed
    yield plain


def _pages(flag: Flag) -> set[str]:
    """The pages to which the flag templates that show a name may link."""
    country = countries().get(flag.of)
    return {flag.of} if country is None else {flag.of, *(country.page_of(flag.variant, short=short) for short in (True, False))}


def value(items: Sequence[Item], manner: Style, box: str) -> Iterator[str]:
    """The ways to write a whole list like the infobox's others, the most fitting first; only reading them shows which are right."""
    lines = [next(renderings(item, manner)) for item in items]
    known = templates.of(manner.dialect.home)
    found = [(form, match) for match in _FORM.finditer(box) if (form := _form(match, known))]
    forms = Counter(form for form, _ in found)
    if any(item.items or item.rule or item.heading for item in items):
        return
    if len(lines) == 1:
        yield lines[0]
        return
    for form, _ in forms.most_common():
        name = next(match[0] for each, match in found if each == form)
        if form == "plainlist":
            yield "\n".join([f"{{{{{known.own(form) or form}|", *(f"* {line}" for line in lines), "}}"])
        elif form == "unbulleted list":
            yield name.split("|")[0] + "".join(f"|{line}" for line in lines) + "}}"
        elif form == "bullets":
            yield "\n" + "\n".join(f"* {line}" for line in lines)
        elif form == "break":
            yield manner.line_break.join(lines)


_FORM: Final = re.compile(rf"{_CALL.pattern}|(?P<bullets>=[ \t]*\n\*)|(?P<break><br\b)", re.IGNORECASE)


def _form(match: re.Match[str], known: Templates) -> str:
    """The form of a list: the kind of its markup, or the first name of its template."""
    found = known.meaning(match[1]) if match[1] else None
    return found.name if found is not None and found.kind == "list" else match.lastgroup or ""
