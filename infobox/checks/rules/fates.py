"""Rules about markers of fate: with no person beside them, outside the commanders, typed by hand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

from infobox.checks.around import blanks_before
from infobox.checks.findings import Fix, Said, edited, quoted
from infobox.checks.persons import BLANKS, BODIES, is_country
from infobox.checks.registry import rule
from infobox.checks.subject import Entry, Subject, Use, Value
from infobox.editing.splicing import Edit
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, lexicon
from infobox.language.patterns import whole
from infobox.record import Item
from infobox.values.fates import Fates
from infobox.wikitext.scan import Kind, Node

_PERSONAL: Final = concepts.DEATHS | {concepts.WOUNDED_IN_ACTION, concepts.MISSING_IN_ACTION, concepts.ABSENT_WITHOUT_LEAVE}
"""Fates of a person only: states and units surrender, are captured and change sides as well."""
_start: Final = attrgetter("node.start")
_NOTHING: Final = " \t\n-–—•·*,.;:&/"


def _fates(subject: Subject) -> list[Use]:
    return [use for use in subject.templates if use.kind == "fate"]


def _fate(use: Use) -> concepts.Fate:
    assert use.meaning is not None
    fate: concepts.Fate = use.meaning.data["fate"]
    return fate


@rule("F501", "warning")
def fate_without_person(subject: Subject) -> Iterator[Said]:
    """A marker of a person's fate with no person beside it: alone on a line of the commanders, beside nothing but a flag, or after the
    name of a state or the title of a group.

    Why: A reader sees a dagger and does not learn who died.

    Bad:
        | commander1 =
        * [[Ada Quill]]
        * {{KIA}}

    Good:
        | commander1 =
        * [[Ada Quill]] {{KIA}}

    Fix: none; only a person knows whose the marker is.
    """
    for entry in subject.entries:
        if not entry.item.fates or entry.field != "commanders":
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
            if not item.items and "[[" not in subject.text[start:first]:
                yield Said(first, last, f"{marker} has no person beside it; put it after a name, or take it out")
        elif _PERSONAL.intersection(map(_fate, own)) and _no_person(item):
            name = quoted(item.name.strip(_NOTHING))
            yield Said(first, last, f"{marker} stands after {name}, which is no person; put it after a person's name")


def _no_person(item: Item) -> bool:
    """Whether a line of the commanders names a state, or titles a group of them."""
    name = item.name.strip(_NOTHING)
    if item.qualifiers or len(item.links) > 1:
        return False
    if item.heading:
        return is_country(name) or (bool(name) and all(word in BODIES for word in name.lower().split()))
    return bool(item.flags) and is_country(name) and (not item.links or is_country(item.links[0].target))


_STRICT: Final = frozenset(("conflict", "partof", "date", "place", "coordinates", "action", "status"))
"""Fields in which nobody is named whose fate could be told."""
_LOOSE: Final = frozenset(("image.caption", "result", "territory"))
"""Fields in which somebody may be named."""


def _counted(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    """By fate, figures that say what their marker says, in small letters."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for word, fate in lexicon.fates.valued(concepts.COUNTED).items():
        words[fate].add(word)
    return {fate: re.compile(rf"\d[^\n<|{{\[]{{0,60}}{whole(said)}[ \t]*\Z") for fate, said in words.items()}


_SWALLOWED: Final = re.compile(r"\n[ \t]*\|[ \t]*\w+[ \t]*=")
"""Another parameter within a value: something before it is not closed, and the marker is that parameter's."""
_BEFORE: Final = 100
"""So much of the page is looked at for what stands before a marker."""
_NO_PERSON: Final = re.compile(
    r"\b(?:victory|victories|defeat|draw|stalemate|inconclusive|indecisive|ceasefire|cease-fire|armistice|truce|treaty|withdrawal|retreat"
    r"|agreement|annexed|ceded|control|independence|bellum|quo|none)[\].,']*\Z",
    re.IGNORECASE,
)
"""How words end that name no person: outcomes, and what becomes of land."""


@rule("F502", "warning", fixes="unsafe")
def fate_outside_commanders(subject: Subject) -> Iterator[Said]:
    """A marker of a person's fate where it is no person's: on the place, the date, the result, after a figure that says the same in
    words, or after a state that is said to be killed.

    States and units that surrender or change sides are left alone, and so is everybody who is named.

    Why: The markers are for persons; elsewhere a reader takes the dagger for a sign of something that is explained nowhere.

    Bad:
        | place = [[Leros]] {{KIA}}

    Good:
        | place = [[Leros]]

    Fix: unsafe: the marker is taken out; it may belong to somebody in another parameter.
    """
    looked_at: Value | None = None
    swallowing = False
    for place, use in enumerate(subject.templates):
        value = use.value
        if use.kind != "fate" or value.field == "commanders" or not value.shown or value.parameter.positional:
            continue
        reason = _misplaced(subject, use, place)
        if reason and value is not looked_at:
            looked_at, swallowing = value, _SWALLOWED.search(value.words) is not None
        if reason and not swallowing:
            start, end = use.node.start, use.node.end
            fix = edited(blanks_before(subject.text, start, value.start), end, "", safe=False)
            yield Said(start, end, f"{quoted(subject.written(use.node))} {reason}; take it out", fix)


def _misplaced(subject: Subject, use: Use, place: int) -> str:
    """What is wrong with a marker outside the commanders, the template of that number, in words; nothing where it may be right."""
    value = use.value
    field = value.field
    fate = _fate(use)
    before = subject.text[max(value.start, use.node.start - _BEFORE) : use.node.start].rstrip(" \t")
    if field in _STRICT:
        return f"marks a person's fate, and “{value.written}” names no person"
    if field in _LOOSE:
        return f"marks a person's fate, and {quoted(_last_words(before))} is no person" if _NO_PERSON.search(before) else ""
    if field in ("strength", "casualties"):
        counted = lexicon(subject.reading.language).grammar(_counted).get(fate)
        return "marks a person's fate; the words before the figure say it already" if counted and counted.search(before.lower()) else ""
    if field == "combatants" and fate in _PERSONAL and _behind_a_state(subject, use, place, before):
        return "marks a person's fate, and stands after a state"
    return ""


def _last_words(before: str) -> str:
    return re.split(r"[\n|\[\]{}<>*]", before.rstrip("].,'"))[-1].strip()


def _behind_a_state(subject: Subject, use: Use, place: int, before: str) -> bool:
    end = use.node.start
    for other in subject.templates[max(0, place - 5) : place]:
        node = other.node
        if node.end <= end and BLANKS.fullmatch(subject.text, node.end, end) and other.meaning is not None:
            return other.kind == "flag" and other.meaning.shows in ("link", "short", "name") and _flag_of_state(subject, node)
    link = re.search(r"\[\[([^\[\]{}|\n]+)\]\]\Z", before)
    return link is not None and is_country(link[1].strip())


def _flag_of_state(subject: Subject, node: Node) -> bool:
    given = subject.arguments(node)
    first = given.get(1)
    if given.get("name") is not None or given.get(2) is not None:
        return False
    words = subject.text[first.start : first.end] if first is not None else subject.text[node.start + 2 : node.end - 2].strip()
    return is_country(words)


_ENGLISH: Final = lexicon("en")
_KNOWN: Final = _ENGLISH.grammar(Fates)
_TEMPLATES: Final[dict[Any, str]] = {fate: name if name.isupper() else name.lower() for fate, name in _ENGLISH.fates.forms.items()}
_ABBREVIATED: Final = {name.lower(): fate for fate, name in _TEMPLATES.items() if name.isupper() and fate != concepts.ABSENT_WITHOUT_LEAVE}
_ABBREVIATIONS: Final = "|".join(map(str.upper, _ABBREVIATED))
_SIGNS: Final[dict[str, concepts.Fate]] = _KNOWN.signs | dict.fromkeys(("dagger", "&#8224;", "&#x2020;", "&dagger;"), _KNOWN.signs["†"])
"""Signs that stand for a death; others are signs that nobody explains."""
_TYPED: Final = re.compile(
    rf"""
    (?P<sup><sup>\s?)?
    (?P<open>(?:(?:[(\[]|<nowiki>[(\[]</nowiki>)\s?){{0,2}})
    (?:
      \[\[(?P<page>[^\[\]{{}}|\n<]{{1,80}})\|\s?(?P<label>[(\[]?(?:{_ABBREVIATIONS}|[†‡✝]|&dagger;)[)\]]?)\s?\]\]
      | \[\[(?P<only>{_ABBREVIATIONS})\]\]
      | (?P<abbreviation>{_ABBREVIATIONS})(?=\s?[)\]])
      | (?P<sign>[†‡✝]{{1,3}}|&[dD]agger;|&\#8224;|&\#x2020;|\{{\{{\s*(?:[dD]{{1,2}}agger|†|‡|[dD]ouble[ -]dagger)\s*\}}\}})
    )
    (?P<close>(?:\s?(?:[)\]]|<nowiki>[)\]]</nowiki>)){{0,2}})
    (?P<endsup>\s?</sup>)?
    """,
    re.VERBOSE,
)
_MAY_BE_TYPED: Final = re.compile(rf"[†‡✝]|agger|&#8224;|&#x2020;|[(\[|>](?:{_ABBREVIATIONS})[)\]<]")
_NOT_BRACKETS: Final = re.compile(r"</?nowiki>|\s")
_FLAGS: Final = re.compile(r"\{\{\s*(?:[fF]lag|#invoke:\s*[fF]lag)[^{}]*\}\}|\[\[\s*(?:[fF]ile|[iI]mage):[^\[\]]*\]\]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SHIP: Final = re.compile(r"\b(?:HMS|USS|SMS|HMAS|HMCS|RMS|ARA|INS|ship|submarine)\b|\{\{\s*[sS]hip\b")
_OPEN_ADDRESS: Final = re.compile(r"\[(?:https?:)?//[^\]]*\Z")
_TRANSPARENT: Final = frozenset(("list", "wrap", "collapsible", "list end", "bullet"))
"""Kinds of templates in whose values a marker can stand as it would outside."""
_MOST: Final = 200
"""So many markers of one value are looked at; no page that people write has more."""


class _Typed(NamedTuple):
    """A marker without its template: where, the fate that it tells (None: not said), and whether the template shows the same."""

    start: int
    end: int
    fate: concepts.Fate | None
    page: str
    same: bool


@rule("F503", "info", fixes="some", english=True)
def typed_fate_marker(subject: Subject) -> Iterator[Said]:
    """A fate after a commander's name that is typed as a sign or an abbreviation, in the place of its template: `†`, `(KIA)`,
    `([[Prisoner of war|POW]])`.

    Why: The template shows the same sign in every article, links it to its explanation and tells programs what it means. A bare dagger
    is explained nowhere.

    Bad:
        | commander1 = [[Ada Quill]] [[Killed in action|†]]

    Good:
        | commander1 = [[Ada Quill]] {{KIA}}

    Fix: the template, which is safe where a reader sees the same sign; unsafe for a bare dagger, which may mean another death, and where
    the template shows another sign. None for `‡`.
    """
    for value in subject.values:
        if value.field == "commanders" and value.shown and _MAY_BE_TYPED.search(value.words):
            yield from _typed_markers(subject, value)


def _typed_markers(subject: Subject, value: Value) -> Iterator[Said]:
    text = subject.text
    entries = [entry for entry in subject.entries if entry.value is value]
    for match in islice(_TYPED.finditer(text, value.start, value.end), _MOST):
        typed = _typed(match)
        if typed is None or (match["sign"] and (_goes_on(text, typed.end) or _is_sign_of_page(subject, match["sign"]))):
            continue
        entry = next((entry for entry in entries if _holds(entry, typed)), None)
        if entry is None or not _is_behind_name(text, entry, typed) or _told_by_template(subject, entry, typed):
            continue
        fix, seen = _with_template(subject, typed)
        words = quoted(text[typed.start : typed.end])
        if not seen:
            continue
        message = f"{words} says nothing to a reader; use the template of what is meant, such as “{{{{KIA}}}}”"
        if typed.fate is not None:
            doubt = ", or that of the death that is meant" if match["sign"] else ""
            message = f"{words} is typed by hand; use the template {quoted('{{' + _TEMPLATES[typed.fate] + '}}')}{doubt}"
        yield Said(typed.start, typed.end, message, fix)


def _goes_on(text: str, end: int) -> bool:
    """Whether words follow a sign directly: a year of death, or the name that it stands before."""
    return text[end : end + 8].lstrip(" ").startswith(tuple("0123456789")) or text[end : end + 1].isalnum()


def _is_sign_of_page(subject: Subject, sign: str) -> bool:
    """Whether something else in the infobox bears a sign: then it is the page's own, and may be explained there."""
    return any(sign in value.words for value in subject.values if value.field != "commanders")


def _typed(match: re.Match[str]) -> _Typed | None:
    """The marker that a match is, with as many of the brackets around it as are its own; None where it is none."""
    opened, closed = (_NOT_BRACKETS.sub("", match[name]) for name in ("open", "close"))
    start, end = match.span()
    if len(opened) != len(closed) or bool(match["sup"]) != bool(match["endsup"]):
        start, end = match.start("open"), match.end("close")
    if len(opened) != len(closed):
        if match["abbreviation"] and len(opened) > len(closed):
            return None
        start, end = match.end("open"), match.start("close")
        if match["abbreviation"]:
            # The brackets after these are those of a link.
            start, end = match.start("open"), match.start("close") + len(opened)
        else:
            opened = ""
    if match["sign"]:
        return _Typed(start, end, _SIGNS.get(match["sign"].strip("{} ")), "", False)
    if match["abbreviation"]:
        fate = _ABBREVIATED[match["abbreviation"].lower()]
        return _Typed(start, end, fate, "", opened == "(" and fate != concepts.KILLED_IN_ACTION and not match["sup"]) if opened else None
    page = " ".join((match["page"] or match["only"]).replace("_", " ").split())
    label = (match["label"] or match["only"]).strip("()[]")
    known = _KNOWN.pages.get(page.lower())
    fate_of_label = _ABBREVIATED.get(label.lower(), _SIGNS.get(label))
    shown = opened + (match["label"] or label)
    if known is not None and label.lower() in _ABBREVIATED and known != fate_of_label:
        return None
    same = (
        known is not None and not match["sup"] and (shown == "†" if known == concepts.KILLED_IN_ACTION else shown.startswith("(" + label))
    )
    return _Typed(start, end, known or fate_of_label, "" if known is not None or match["only"] else page, same and known == fate_of_label)


def _holds(entry: Entry, typed: _Typed) -> bool:
    start, end = entry.item.span or (0, 0)
    return start <= typed.start and typed.end <= end


def _is_behind_name(text: str, entry: Entry, typed: _Typed) -> bool:
    """Whether a name stands before a marker, which is no ship's."""
    start, end = entry.item.span or (0, 0)
    before = text[start : typed.start]
    return (
        not entry.item.heading
        and bool(entry.item.name.strip(_NOTHING))
        and _LETTER.search(_FLAGS.sub("", before)) is not None
        and _SHIP.search(text, start, end) is None
        and _OPEN_ADDRESS.search(before) is None
    )


def _told_by_template(subject: Subject, entry: Entry, typed: _Typed) -> bool:
    """Whether the line has a template of a fate beside the marker that is typed."""
    start, end = entry.item.span or (0, 0)
    return any(start <= use.node.start < end and use.node.start != typed.start for use in subject.once(_fates))


def _is_in(typed: _Typed, node: Node) -> bool:
    return node.start < typed.start and typed.end <= node.end


def _with_template(subject: Subject, typed: _Typed) -> tuple[Fix | None, bool]:
    """The marker's template in its place, None where it cannot stand there; and whether a reader sees the marker as such."""
    kinds: tuple[Kind, ...] = ("comment", "extension", "link")
    holding = [place.node for kind in kinds for place in subject.places.get(kind, ()) if _is_in(typed, place.node)]
    if any(node.kind != "link" or len(node.parts) < 2 for node in holding):
        return None, False
    around = holding[-1] if holding else None
    movable = all(use.kind in _TRANSPARENT for use in subject.templates if _is_in(typed, use.node))
    if typed.fate is None or not movable:
        return None, movable
    words = "{{" + _TEMPLATES[typed.fate] + (f"|{typed.page}" if typed.page else "") + "}}"
    if around is None:
        return edited(typed.start, typed.end, words, safe=typed.same), True
    # No link can stand in a link: the marker goes after it.
    start = blanks_before(subject.text, typed.start)
    if typed.end != around.end - 2 or start <= around.parts[-1].start:
        return None, False
    gap = subject.text[start : typed.start]
    return Fix((Edit(start, typed.end, ""), Edit(around.end, around.end, gap + words)), safe=False), True
