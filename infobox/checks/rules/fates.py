"""Rules about fate markers: without a person, outside the commanders, or typed by hand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.selectors import entries, shown
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.persons import BLANKS, Persons, is_country
from infobox.checks.subject import Entry, Subject, Use, Value
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, NodeKind
from infobox.record import FIGURE_FIELDS, Item
from infobox.values.fates import Fates

_PERSONAL: Final = concepts.DEATHS | {concepts.WOUNDED_IN_ACTION, concepts.MISSING_IN_ACTION, concepts.ABSENT_WITHOUT_LEAVE}
"""Fates of persons only: states and units also surrender, are captured and change sides."""
_start: Final = attrgetter("node.start")
_NOTHING: Final = f" \t\n{signs.PLAIN_DASHES}•·*,.;:&/"


def _fates(subject: Subject) -> list[Use]:
    return [use for use in subject.templates if use.kind == "fate"]


def _fate(use: Use) -> concepts.Fate:
    assert use.meaning is not None
    fate: concepts.Fate = use.meaning.data["fate"]
    return fate


@rule("F501", "warning", over=entries("commanders"))
def fate_without_person(subject: Subject, commanders: Sequence[Entry]) -> Iterator[Hit]:
    """A fate marker without a person: alone on a line of commanders, beside nothing but a flag, or after the name of a state or the title
    of a group.

    Why: Readers see a dagger and do not learn who died.

    Bad:
        | commander1 =
        * [[Ada Quill]]
        * {{KIA}}

    Good:
        | commander1 =
        * [[Ada Quill]] {{KIA}}

    Fix: none; only a person knows whose fate it is.
    """
    for entry in commanders:
        if not entry.item.fates:
            continue
        item = entry.item
        start, end = item.span or (0, 0)
        uses = subject.once(_fates)
        own = uses[bisect_left(uses, start, key=_start) : bisect_left(uses, end, key=_start)]
        if not own or item.templates:
            continue
        first, last = own[0].node.start, own[-1].node.end
        marker = quoted(subject.written(own[0].node))
        if not item.text.strip(_NOTHING):
            if not item.items and not subject.between("link", start, first):
                yield Hit(first, last, f"{marker} has no person beside it; put it after a name, or remove it")
        elif _PERSONAL.intersection(map(_fate, own)) and _no_person(subject, item):
            name = quoted(item.name.strip(_NOTHING))
            yield Hit(first, last, f"{marker} comes after {name}, which is not a person; put it after a person's name")


def _no_person(subject: Subject, item: Item) -> bool:
    """Whether a line of commanders names a state, or is the title of a group."""
    name = item.name.strip(_NOTHING)
    if item.qualifiers or len(item.links) > 1:
        return False
    if item.heading:
        return is_country(name) or (bool(name) and subject.lexicon.grammar(Persons).bodies.issuperset(name.lower().split()))
    return bool(item.flags) and is_country(name) and (not item.links or is_country(item.links[0].target))


_STRICT: Final = frozenset(("conflict", "partof", "date", "place", "coordinates", "action", "status"))
"""Fields that name nobody who could have a fate."""
_LOOSE: Final = frozenset(("image.caption", "result", "territory"))
"""Fields that may name a person."""


class _Outside:
    """The words before markers outside the commanders, in one language: by fate, patterns for words of figures, in lower case, that say the
    same as the marker (`counted`); and one for words that name no person (`nobody`), but an outcome, or what happens to territory.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words: defaultdict[str, set[str]] = defaultdict(set)
        for word, fate in lexicon.fates.valued(concepts.COUNTED).items():
            words[fate].add(word)
        self.counted = {fate: re.compile(rf"{whole(entries)}\Z") for fate, entries in words.items()}
        self.nobody = re.compile(rf"\b{any_of(lexicon.checks.of(concepts.NO_PERSON))}[\].,']*\Z", re.IGNORECASE)


_SWALLOWED: Final = re.compile(r"\n[ \t]*\|[ \t]*\w+[ \t]*=")
"""Another parameter within a value: something before it is not closed, and the marker belongs to that parameter."""
_BEFORE: Final = 100
"""How many characters before a marker are looked at."""


def _outside_commanders(subject: Subject) -> list[tuple[int, Use]]:
    """The markers outside the commanders, each with its place among the templates."""
    uses = ((place, use) for place, use in enumerate(subject.templates) if use.kind == "fate" and use.value.field != "commanders")
    return [(place, use) for place, use in uses if use.value.shown and not use.value.parameter.positional]


@rule("F502", "warning", fixes="unsafe", over=Scope(_outside_commanders, "fate markers outside the commanders"))
def fate_outside_commanders(subject: Subject, markers: Sequence[tuple[int, Use]]) -> Iterator[Hit]:
    """A fate marker that cannot be a person's: on the place, the date or the result, after a figure that says the same in words, or after
    a state that cannot be killed.

    States and units that surrender or change sides are not reported, nor are markers after people's names.

    Why: The markers are for persons; elsewhere readers take the dagger for a sign that is not explained.

    Bad:
        | place = [[Leros]] {{KIA}}

    Good:
        | place = [[Leros]]

    Fix: unsafe: the marker is removed; it may belong to a person in another parameter.
    """
    looked_at: Value | None = None
    swallowing = False
    for place, use in markers:
        value = use.value
        reason = _misplaced(subject, use, place)
        if reason and value is not looked_at:
            looked_at, swallowing = value, _SWALLOWED.search(value.words) is not None
        if reason and not swallowing:
            start, end = use.node.start, use.node.end
            fix = edited(blanks_before(subject.text, start, value.start), end, "", safe=False)
            yield Hit(start, end, f"{quoted(subject.written(use.node))} {reason}; remove it", fix)


def _misplaced(subject: Subject, use: Use, place: int) -> str:
    """What is wrong with a marker outside the commanders, the template with that index; empty if it may be right."""
    field, fate, start = use.value.field, _fate(use), use.node.start
    words = subject.lexicon.grammar(_Outside)
    if field in _STRICT:
        return f"marks a person's fate, but “{use.value.written}” names no person"
    if field in _LOOSE:
        before = _words_before(subject, field, start).rstrip()
        return f"marks a person's fate, but {quoted(_last_words(before))} is not a person" if words.nobody.search(before) else ""
    if field in FIGURE_FIELDS:
        counted = words.counted.get(fate)
        said = counted is not None and counted.search(_figure_before(subject, start)) is not None
        return "marks a person's fate, but the words of the figure say it already" if said else ""
    if field == "combatants" and fate in _PERSONAL and _after_a_state(subject, use, place):
        return "marks a person's fate, but comes after a state"
    return ""


def _words_before(subject: Subject, field: str, at: int) -> str:
    """The last words before a place in the text or line that it is in."""
    entry = subject.entry_at(at)
    part = entry.item if entry is not None else subject.record.image.caption if field == "image.caption" and subject.record.image else None
    end = subject.source_map.offset(part, at) if part is not None else 0
    return part.text[max(0, end - _BEFORE) : end] if part is not None else ""


def _figure_before(subject: Subject, at: int) -> str:
    """The last figure of a line before a place, with the words between, in lower case; empty if there is none."""
    entry = subject.entry_at(at)
    if entry is None or not entry.item.quantities:
        return ""
    places, item = subject.source_map, entry.item
    end = places.offset(item, at)
    number = bisect_left(item.quantities, end, key=lambda quantity: places.in_text(quantity)[0])
    return item.text[max(places.in_text(item.quantities[number - 1])[0], end - _BEFORE) : end].rstrip().lower() if number else ""


def _last_words(before: str) -> str:
    return before.rstrip("].,'").strip()


def _after_a_state(subject: Subject, use: Use, place: int) -> bool:
    end = use.node.start
    for other in subject.templates[max(0, place - 5) : place]:
        node = other.node
        if node.end <= end and BLANKS.fullmatch(subject.text, node.end, end) and other.meaning is not None:
            return other.kind == "flag" and other.meaning.shows in ("link", "short", "name") and _flag_of_state(subject, node)
    links = [each.node for each in subject.between("link", use.value.start, end)[-1:]]
    if not links or not BLANKS.fullmatch(subject.text, links[0].end, end):
        return False
    return all(is_country(subject.text[part.start : part.end].strip()) for part in links[0].parts)


def _flag_of_state(subject: Subject, node: Node) -> bool:
    arguments = subject.arguments(node)
    named = [argument for argument in (arguments.get(1), arguments.get("name")) if argument is not None]
    words = [subject.text[argument.start : argument.end] for argument in named] or [subject.text[node.start + 2 : node.end - 2].strip()]
    return all(map(is_country, words))


_DAGGERS: Final = ("dagger", "&#8224;", "&#x2020;", "&dagger;")
_NOT_BRACKETS: Final = re.compile(r"</?nowiki>|\s")
_SHIP_TEMPLATE: Final = re.compile(r"\{\{\s*[sS]hip\b")
_OPEN_ADDRESS: Final = re.compile(r"\[(?:https?:)?//[^\]]*\Z")
_TRANSPARENT: Final = frozenset(("list", "wrap", "collapsible", "list end", "bullet"))
"""Kinds of templates in whose arguments a marker works as it does outside."""
_MOST: Final = 200
"""How many markers of one value are looked at; no real page has more."""


class _Typed:
    """How fates are typed by hand in one language: the `templates` to use instead, by fate; `abbreviated` fates, by abbreviation in lower
    case; `signs` that stand for a death (others have no known meaning); the `pages` about fates; and patterns: for what `may_be` one, for
    a `marker`, and for a `ship`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        known = lexicon.grammar(Fates)
        forms: dict[Any, str] = lexicon.fates.forms
        self.pages = known.pages
        self.templates = {fate: name if name.isupper() else name.lower() for fate, name in forms.items()}
        self.abbreviated: dict[str, concepts.Fate] = {
            name.lower(): fate for fate, name in forms.items() if name.isupper() and fate != concepts.ABSENT_WITHOUT_LEAVE
        }
        self.signs = known.signs | dict.fromkeys(_DAGGERS, known.signs["†"])
        abbreviation = any_of(map(str.upper, self.abbreviated))
        self.may_be = re.compile(rf"[†‡✝]|agger|&#8224;|&#x2020;|[(\[|>]{abbreviation}[)\]<]")
        self.marker = re.compile(
            rf"""
            (?P<sup><sup>\s?)?
            (?P<open>(?:(?:[(\[]|<nowiki>[(\[]</nowiki>)\s?){{0,2}})
            (?:
              \[\[(?P<page>[^\[\]{{}}|\n<]{{1,80}})\|\s?(?P<label>[(\[]?(?:{abbreviation}|[†‡✝]|&dagger;)[)\]]?)\s?\]\]
              | \[\[(?P<only>{abbreviation})\]\]
              | (?P<abbreviation>{abbreviation})(?=\s?[)\]])
              | (?P<sign>[†‡✝]{{1,3}}|&[dD]agger;|&\#8224;|&\#x2020;|\{{\{{\s*(?:[dD]{{1,2}}agger|†|‡|[dD]ouble[ -]dagger)\s*\}}\}})
            )
            (?P<close>(?:\s?(?:[)\]]|<nowiki>[)\]]</nowiki>)){{0,2}})
            (?P<endsup>\s?</sup>)?
            """,
            re.VERBOSE,
        )
        words = lexicon.checks
        self.ship = re.compile(whole([*map(str.upper, words.of(concepts.SHIP_PREFIX)), *words.of(concepts.SHIP)]))


class _Marker(NamedTuple):
    """A marker without its template: its span, the fate it stands for (None if unknown), and whether the template shows the same."""

    start: int
    end: int
    fate: concepts.Fate | None
    page: str
    same: bool


@rule("F503", "info", fixes="some", wikis=ENGLISH, over=shown("commanders"))
def typed_fate_marker(subject: Subject, commanders: Sequence[Value]) -> Iterator[Hit]:
    """A fate after a commander's name that is typed as a sign or an abbreviation instead of with its template: `†`, `(KIA)`,
    `([[Prisoner of war|POW]])`.

    Why: The template shows the same sign in every article, links to its explanation and lets programs know what it means. A bare dagger
    is not explained.

    Bad:
        | commander1 = [[Ada Quill]] [[Killed in action|†]]

    Good:
        | commander1 = [[Ada Quill]] {{KIA}}

    Fix: the template takes its place; safe if readers see the same sign. Unsafe for a bare dagger, which may mean another kind of death,
    and if the template shows a different sign. No fix for `‡`.
    """
    may_be_typed = subject.lexicon.grammar(_Typed).may_be
    for value in commanders:
        if may_be_typed.search(value.words):
            yield from _typed_markers(subject, value)


def _typed_markers(subject: Subject, value: Value) -> Iterator[Hit]:
    text, known = subject.text, subject.lexicon.grammar(_Typed)
    for match in islice(known.marker.finditer(text, value.start, value.end), _MOST):
        marker = _typed(match, known)
        if marker is None or (match["sign"] and (_goes_on(text, marker.end) or _is_sign_of_page(subject, match["sign"]))):
            continue
        entry = subject.entry_at(marker.start)
        if entry is None or not _is_after_name(subject, entry, marker) or _has_template(subject, entry, marker):
            continue
        fix, seen = _with_template(subject, marker, known)
        words = quoted(text[marker.start : marker.end])
        if not seen:
            continue
        message = f"{words} is not explained to readers; use the template for what is meant, such as “{{{{KIA}}}}”"
        if marker.fate is not None:
            doubt = ", or the one for the death that is meant" if match["sign"] else ""
            message = f"{words} is typed by hand; use the template {quoted('{{' + known.templates[marker.fate] + '}}')}{doubt}"
        yield Hit(marker.start, marker.end, message, fix)


def _goes_on(text: str, end: int) -> bool:
    """Whether words follow a sign directly: a year of death, or the name that the sign comes before."""
    return text[end : end + 8].lstrip(" ").startswith(tuple("0123456789")) or text[end : end + 1].isalnum()


def _is_sign_of_page(subject: Subject, sign: str) -> bool:
    """Whether other values of the infobox contain a sign: then the page uses it in its own way, and may explain it."""
    return any(sign in value.words for value in subject.values if value.field != "commanders")


def _typed(match: re.Match[str], known: _Typed) -> _Marker | None:
    """The marker of a match, with those of the brackets around it that belong to it; None if it is not a marker."""
    opened, closed = (_NOT_BRACKETS.sub("", match[name]) for name in ("open", "close"))
    start, end = match.span()
    if len(opened) != len(closed) or bool(match["sup"]) != bool(match["endsup"]):
        start, end = match.start("open"), match.end("close")
    if len(opened) != len(closed):
        if match["abbreviation"] and len(opened) > len(closed):
            return None
        start, end = match.end("open"), match.start("close")
        if match["abbreviation"]:
            # Further closing brackets are those of a link.
            start, end = match.start("open"), match.start("close") + len(opened)
        else:
            opened = ""
    if match["sign"]:
        return _Marker(start, end, known.signs.get(match["sign"].strip("{} ")), "", False)
    if match["abbreviation"]:
        fate = known.abbreviated[match["abbreviation"].lower()]
        return _Marker(start, end, fate, "", opened == "(" and fate != concepts.KILLED_IN_ACTION and not match["sup"]) if opened else None
    return _linked(match, opened, (start, end), known)


def _linked(match: re.Match[str], opened: str, span: tuple[int, int], known: _Typed) -> _Marker | None:
    """The marker that is a link, with the brackets that are opened before it; None if its words and its page are of two fates."""
    page = " ".join((match["page"] or match["only"]).replace("_", " ").split())
    label = (match["label"] or match["only"]).strip("()[]")
    fate = known.pages.get(page.lower())
    fate_of_label = known.abbreviated.get(label.lower(), known.signs.get(label))
    shown = opened + (match["label"] or label)
    if fate is not None and label.lower() in known.abbreviated and fate != fate_of_label:
        return None
    same = fate is not None and not match["sup"] and (shown == "†" if fate == concepts.KILLED_IN_ACTION else shown.startswith("(" + label))
    return _Marker(*span, fate or fate_of_label, "" if fate is not None or match["only"] else page, same and fate == fate_of_label)


def _is_after_name(subject: Subject, entry: Entry, marker: _Marker) -> bool:
    """Whether a name comes before a marker, and not a ship's."""
    item, (start, end) = entry.item, entry.item.span or (0, 0)
    if item.heading or not item.name.strip(_NOTHING) or marker.end > end:
        return False
    if not any(map(str.isalpha, item.text[: subject.source_map.offset(item, marker.start)])):
        return False
    ship = subject.lexicon.grammar(_Typed).ship
    if any(map(ship.search, (item.text, *(link.target for link in item.links)))) or _SHIP_TEMPLATE.search(subject.text, start, end):
        return False
    return _OPEN_ADDRESS.search(subject.text[start : marker.start]) is None


def _has_template(subject: Subject, entry: Entry, marker: _Marker) -> bool:
    """Whether the line has a fate template beside the typed marker."""
    start, end = entry.item.span or (0, 0)
    return any(start <= use.node.start < end and use.node.start != marker.start for use in subject.once(_fates))


def _is_in(marker: _Marker, node: Node) -> bool:
    return node.start < marker.start and marker.end <= node.end


def _with_template(subject: Subject, marker: _Marker, known: _Typed) -> tuple[Fix | None, bool]:
    """The fix that replaces the marker with its template, None if it cannot; and whether readers see the marker."""
    kinds: tuple[NodeKind, ...] = ("comment", "extension", "link")
    holding = [place.node for kind in kinds for place in subject.places.get(kind, ()) if _is_in(marker, place.node)]
    if any(node.kind != "link" or len(node.parts) < 2 for node in holding):
        return None, False
    around = holding[-1] if holding else None
    movable = all(use.kind in _TRANSPARENT for use in subject.templates if _is_in(marker, use.node))
    if marker.fate is None or not movable:
        return None, movable
    words = "{{" + known.templates[marker.fate] + (f"|{marker.page}" if marker.page else "") + "}}"
    if around is None:
        return edited(marker.start, marker.end, words, safe=marker.same), True
    # A link cannot contain another link: the marker goes after it.
    start = blanks_before(subject.text, marker.start)
    if marker.end != around.end - 2 or start <= around.parts[-1].start:
        return None, False
    gap = subject.text[start : marker.start]
    return Fix((Edit(start, marker.end, ""), Edit(around.end, around.end, gap + words)), safe=False), True
