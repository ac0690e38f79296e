"""Rules about people and flags: fate markers, flags beside names, people and combatants that are listed twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from infobox import templates
from infobox.checks.findings import Fix, Said
from infobox.checks.registry import rule
from infobox.checks.subject import Entry, Subject, Use, Value
from infobox.editing.splicing import Edit
from infobox.record import Date, Fate, Item
from infobox.values import dates
from infobox.wikitext.links import FATE_PAGES
from infobox.wikitext.scan import Node

_PERSONAL: Final = frozenset(
    (
        "killed_in_action",
        "presumed_killed",
        "died_of_wounds",
        "wounded_in_action",
        "missing_in_action",
        "executed",
        "assassinated",
        "suicide",
        "died",
        "absent_without_leave",
    )
)
"""Fates of a person only: states and units surrender, are captured and change sides as well."""
_TURNED: Final = frozenset(("defected", "prisoner_of_war", "surrendered", "absent_without_leave"))
"""Fates behind which a person may turn up on the other side."""
_DEADLY: Final = frozenset(("killed_in_action", "presumed_killed", "died_of_wounds", "executed", "assassinated", "suicide", "died"))
_MARKERS: Final[dict[Fate, str]] = {
    "killed_in_action": "KIA",
    "presumed_killed": "PKIA",
    "died_of_wounds": "DOW",
    "wounded_in_action": "WIA",
    "missing_in_action": "MIA",
    "prisoner_of_war": "POW",
    "surrendered": "surrendered",
    "executed": "executed",
    "assassinated": "assassinated",
    "suicide": "suicide",
    "defected": "turncoat",
    "absent_without_leave": "AWOL",
    "died": "natural causes",
}
_ABBREVIATED: Final[dict[str, Fate]] = {
    "kia": "killed_in_action",
    "pkia": "presumed_killed",
    "dow": "died_of_wounds",
    "wia": "wounded_in_action",
    "mia": "missing_in_action",
    "pow": "prisoner_of_war",
}
_BODIES: Final = frozenset(
    "army armies navy navies air aviation force forces corps division divisions brigade brigades regiment regiments battalion group groups "
    "fleet fleets squadron squadrons marines marine militia militias guard guards command commands council councils staff committee "
    "government governments cabinet ministry parliament senate volunteers rebels insurgents troops infantry cavalry artillery headquarters "
    "board party front movement coalition alliance union league police gendarmerie coast ground naval land".split()
)
"""Words of bodies of people; a name with one of them is no person's."""
_GENERIC: Final = frozenset(
    "unknown various several multiple none many local other others different see unnamed anonymous unspecified numerous disputed former "
    "both all joint mixed no not unclear uncertain possibly probably under commanded led tribal village clan chieftains leaders".split()
)
"""Words that stand for people who are not named."""
_TITLES: Final = frozenset(
    "general generals lieutenant lieutenants colonel colonels major majors captain captains brigadier brigadiers admiral admirals vice "
    "rear commodore commander commanders sergeant corporal marshal marshals field air chief chiefs in of the king kings queen emperor "
    "empress sultan sultans khan prince princes duke dukes count earl baron lord lords governor governors viceroy president presidents "
    "prime minister ministers secretary sir don doge consul consuls legate shah emir sheikh pasha bey pope bishop tsar regent chancellor "
    "leader officer senior junior deputy grand supreme and state war defence defense foreign leutnant herzog voivode hetman caliph imam "
    "rana raja maharaja".split()
)
"""Words of ranks and offices; a name of nothing else is no person's."""
_TITLE_PAGE: Final = re.compile(
    r"(?:lists?|kings?|queens?|emperors?|dukes?|earls?|counts?|governors?|viceroys?|presidents?|prime ministers?|sultans?|khans?"
    r"|order|house) of [^0-9,(]*\Z",
    re.IGNORECASE,
)
"""Titles of pages about an office or a list, not about who held it."""
_MOST: Final = 200
"""So many lines or markers alike are looked at; no page that people write has more."""
_PARTICLES: Final = frozenset("von van de der den di da la le du of bin ibn al the zu".split())
_NOTHING: Final = " \t\n-–—•·*,.;:&/"
_BLANKS: Final = re.compile(r"(?:[ \t]|&nbsp;)*")


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"


def _words(subject: Subject, item: Item) -> str:
    """An item as the page writes it."""
    return subject.text[slice(*item.span)] if item.span is not None else ""


def _country(name: str) -> bool:
    return name in templates.countries()


def _fates(subject: Subject) -> list[Use]:
    return [use for use in subject.templates if use.meaning is not None and use.meaning.kind == "fate"]


def _fate(use: Use) -> Fate:
    assert use.meaning is not None
    fate: Fate = use.meaning.data["fate"]
    return fate


def _marker(subject: Subject, use: Use) -> str:
    return _quoted(subject.text[use.place.node.start : use.place.node.end])


@rule("F501", "warning")
def fate_without_person(subject: Subject) -> Iterator[Said]:
    """A marker of a person's fate with no person beside it: alone on a line of the commanders, beside nothing but a flag, or behind the
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
    uses: list[Use] | None = None
    starts: list[int] = []
    for entry in subject.entries:
        if not entry.item.fates or entry.field != "commanders":
            continue
        if uses is None:
            uses = _fates(subject)
            starts = [use.place.node.start for use in uses]
        item = entry.item
        start, end = item.span or (0, 0)
        own = uses[bisect_left(starts, start) : bisect_left(starts, end)]
        if not own or item.templates:
            continue
        first, last = own[0].place.node.start, own[-1].place.node.end
        if not item.text.strip(_NOTHING):
            if not item.items and "[[" not in subject.text[start:first]:
                yield Said(first, last, f"{_marker(subject, own[0])} has no person beside it; put it behind a name, or take it out")
        elif _PERSONAL.intersection(map(_fate, own)) and _no_person(item):
            name = _quoted(item.name.strip(_NOTHING))
            yield Said(first, last, f"{_marker(subject, own[0])} stands behind {name}, which is no person; put it behind a person's name")


def _no_person(item: Item) -> bool:
    """Whether a line of the commanders names a state, or titles a group of them."""
    name = item.name.strip(_NOTHING)
    if item.qualifiers or len(item.links) > 1:
        return False
    if item.heading:
        return _country(name) or (bool(name) and all(word in _BODIES for word in name.lower().split()))
    return bool(item.flags) and _country(name) and (not item.links or _country(item.links[0].target))


_STRICT: Final = frozenset(("conflict", "partof", "date", "place", "coordinates", "action", "status"))
"""Fields in which nobody is named whose fate could be told."""
_LOOSE: Final = frozenset(("caption", "result", "territory"))
"""Fields in which somebody may be named."""
_CASUALTIES: Final = re.compile(r"(?:casualties|strength)\d\Z")
_COMBATANTS: Final = re.compile(r"combatant\d[a-d]?\Z")
_COUNTED: Final[dict[Fate, re.Pattern[str]]] = {
    "killed_in_action": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:killed(?: in action)?|dead|deaths|KIA)[ \t]*\Z"),
    "wounded_in_action": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:wounded(?: in action)?|injured|WIA)[ \t]*\Z"),
    "missing_in_action": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:missing(?: in action)?|MIA)[ \t]*\Z"),
    "prisoner_of_war": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:captured|prisoners(?: of war)?|POWs?)[ \t]*\Z"),
    "executed": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:executed)[ \t]*\Z"),
    "surrendered": re.compile(r"\d[^\n<|{\[]{0,60}\b(?:surrendered)[ \t]*\Z"),
}
"""Figures that say what their marker says."""
_SWALLOWED: Final = re.compile(r"\n[ \t]*\|[ \t]*\w+[ \t]*=")
"""Another parameter within a value: something before it is not closed, and the marker is that parameter's."""
_BEFORE: Final = 100
"""So much of the page is looked at for what stands before a marker."""


@rule("F502", "warning", fixes="unsafe")
def fate_outside_commanders(subject: Subject) -> Iterator[Said]:
    """A marker of a person's fate where it is no person's: on the place, the date, the result, behind a figure that says the same in
    words, or behind a state that is said to be killed.

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
        value = use.place.value
        if (
            use.meaning is None
            or use.meaning.kind != "fate"
            or value.name.startswith("commander")
            or not value.shown
            or value.parameter.positional
        ):
            continue
        reason = _misplaced(subject, use, place)
        if reason and value is not looked_at:
            looked_at, swallowing = value, _SWALLOWED.search(value.words) is not None
        if reason and not swallowing:
            start, end = use.place.node.start, use.place.node.end
            before = start
            while before > value.start and subject.text[before - 1] in " \t":
                before -= 1
            yield Said(start, end, f"{_marker(subject, use)} {reason}; take it out", Fix((Edit(before, end, ""),), safe=False))


def _misplaced(subject: Subject, use: Use, place: int) -> str:
    """What is wrong with a marker outside the commanders, the template of that number, in words; nothing where it may be right."""
    value = use.place.value
    name = value.name
    fate = _fate(use)
    before = subject.text[max(value.start, use.place.node.start - _BEFORE) : use.place.node.start].rstrip(" \t")
    if name in _STRICT:
        return f"marks a person's fate, and “{value.written}” names no person"
    if name in _LOOSE:
        return f"marks a person's fate, and {_quoted(_last_words(before))} is no person" if _NO_PERSON.search(before) else ""
    if _CASUALTIES.match(name):
        counted = _COUNTED.get(fate)
        return "marks a person's fate; the words before the figure say it already" if counted and counted.search(before) else ""
    if _COMBATANTS.match(name) and fate in _PERSONAL and _behind_a_state(subject, use, place, before):
        return "marks a person's fate, and stands behind a state"
    return ""


_NO_PERSON: Final = re.compile(
    r"\b(?:victory|victories|defeat|draw|stalemate|inconclusive|indecisive|ceasefire|cease-fire|armistice|truce|treaty|withdrawal|retreat"
    r"|agreement|annexed|ceded|control|independence|bellum|quo|none)[\].,']*\Z",
    re.IGNORECASE,
)
"""How words end that name no person: outcomes, and what becomes of land."""


def _last_words(before: str) -> str:
    return re.split(r"[\n|\[\]{}<>*]", before.rstrip("].,'"))[-1].strip()


def _behind_a_state(subject: Subject, use: Use, place: int, before: str) -> bool:
    end = use.place.node.start
    for other in subject.templates[max(0, place - 5) : place]:
        node = other.place.node
        if node.end <= end and _BLANKS.fullmatch(subject.text, node.end, end) and other.meaning is not None:
            return other.meaning.kind == "flag" and other.meaning.shows in ("link", "short", "name") and _flag_of_state(subject, node)
    link = re.search(r"\[\[([^\[\]{}|\n]+)\]\]\Z", before)
    return link is not None and _country(link[1].strip())


def _flag_of_state(subject: Subject, node: Node) -> bool:
    given = subject.arguments(node)
    first = given.get(1)
    if given.get("name") is not None or given.get(2) is not None:
        return False
    words = subject.text[first.start : first.end] if first is not None else subject.text[node.start + 2 : node.end - 2].strip()
    return _country(words)


_ABBREVIATIONS: Final = "KIA|PKIA|WIA|MIA|POW|DOW"
_SIGNS: Final[dict[str, Fate | None]] = {
    "†": "killed_in_action",
    "✝": "killed_in_action",
    "dagger": "killed_in_action",
    "&#8224;": "killed_in_action",
    "&#x2020;": "killed_in_action",
    "&dagger;": "killed_in_action",
}
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


class _Typed(NamedTuple):
    """A marker without its template: where, the fate that it tells (None: not said), and whether the template shows the same."""

    start: int
    end: int
    fate: Fate | None
    page: str
    same: bool


@rule("F503", "info", fixes="some")
def typed_fate_marker(subject: Subject) -> Iterator[Said]:
    """A fate behind a commander's name that is typed as a sign or an abbreviation, in the place of its template: `†`, `(KIA)`,
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
    if not subject.english:
        return
    for value in subject.values:
        if value.name.startswith("commander") and value.shown and _MAY_BE_TYPED.search(value.words):
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
        words = _quoted(text[typed.start : typed.end])
        if not seen:
            continue
        if typed.fate is None:
            yield Said(
                typed.start, typed.end, f"{words} says nothing to a reader; use the template of what is meant, such as “{{{{KIA}}}}”"
            )
        else:
            doubt = ", or that of the death that is meant" if match["sign"] else ""
            marker = _quoted("{{" + _MARKERS[typed.fate] + "}}")
            yield Said(typed.start, typed.end, f"{words} is typed by hand; use the template {marker}{doubt}", fix)


def _goes_on(text: str, end: int) -> bool:
    """Whether words follow a sign directly: a year of death, or the name that it stands before."""
    return text[end : end + 8].lstrip(" ").startswith(tuple("0123456789")) or text[end : end + 1].isalnum()


def _is_sign_of_page(subject: Subject, sign: str) -> bool:
    """Whether something else in the infobox bears a sign: then it is the page's own, and may be explained there."""
    return any(sign in value.words for value in subject.values if not value.name.startswith("commander"))


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
            # The brackets behind these are those of a link.
            start, end = match.start("open"), match.start("close") + len(opened)
        else:
            opened = ""
    if match["sign"]:
        return _Typed(start, end, _SIGNS.get(match["sign"].strip("{} ")), "", False)
    if match["abbreviation"]:
        fate = _ABBREVIATED[match["abbreviation"].lower()]
        return _Typed(start, end, fate, "", opened == "(" and fate != "killed_in_action" and not match["sup"]) if opened else None
    page = " ".join((match["page"] or match["only"]).replace("_", " ").split())
    label = (match["label"] or match["only"]).strip("()[]")
    known = FATE_PAGES.get(page.lower())
    fate_of_label = _ABBREVIATED.get(label.lower(), _SIGNS.get(label))
    shown = opened + (match["label"] or label)
    if known is not None and label.lower() in _ABBREVIATED and known != fate_of_label:
        return None
    same = known is not None and not match["sup"] and (shown == "†" if known == "killed_in_action" else shown.startswith("(" + label))
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
    return any(start <= use.place.node.start < end and use.place.node.start != typed.start for use in _fates(subject))


def _with_template(subject: Subject, typed: _Typed) -> tuple[Fix | None, bool]:
    """The marker's template in its place, None where it cannot stand there; and whether a reader sees the marker as such."""
    around: Node | None = None
    for place in (*subject.places.get("comment", ()), *subject.places.get("extension", ()), *subject.places.get("link", ())):
        node = place.node
        if node.start < typed.start and typed.end <= node.end:
            if node.kind != "link" or len(node.parts) < 2:
                return None, False
            around = node
    movable = True
    for use in subject.templates:
        node = use.place.node
        if node.start < typed.start and typed.end <= node.end and (use.meaning is None or use.meaning.kind not in _TRANSPARENT):
            movable = False
    if typed.fate is None or not movable:
        return None, movable
    words = "{{" + _MARKERS[typed.fate] + (f"|{typed.page}" if typed.page else "") + "}}"
    if around is None:
        return Fix((Edit(typed.start, typed.end, words),), safe=typed.same), True
    # No link can stand in a link: the marker goes behind it.
    start = typed.start
    while subject.text[start - 1] in " \t":
        start -= 1
    if typed.end != around.end - 2 or start <= around.parts[-1].start:
        return None, False
    gap = subject.text[start : typed.start]
    return Fix((Edit(start, typed.end, ""), Edit(around.end, around.end, gap + words)), safe=False), True


_PICTURE_SIZE: Final = re.compile(r"(?:size\s*=\s*|\|\s*|x)(\d{2,4})\s*(?:px|(?=[|}]))")
_NEAR: Final = 20
"""So many lines a flag may stand above the names that it is of."""
_LARGEST_FLAG: Final = 40
"""A picture wider than this, in pixels, is shown for its own sake."""


@rule("F504", "warning")
def flag_without_name(subject: Subject) -> Iterator[Said]:
    """A flag among combatants, commanders or units with no name beside it.

    A flag above names, and a large one that is shown for its own sake, are left alone.

    Why: A reader who does not know the flag does not learn whose it is, and one who hears the page hears nothing.

    Bad:
        | combatant1 =
        * {{flagicon|Greece}} [[Greece]]
        * {{flagicon|Italy}}

    Good:
        | combatant1 =
        * {{flagicon|Greece}} [[Greece]]
        * {{flagicon|Italy}} [[Italy]]

    Fix: none; only a person knows the name.
    """
    entries = subject.entries
    starts: list[int] | None = None
    for place, entry in enumerate(entries):
        item = entry.item
        if not item.flags or item.text or entry.field not in ("combatants", "commanders", "units"):
            continue
        if item.items or item.templates or item.fates or item.links or item.quantities or item.heading:
            continue
        start, end = item.span or (0, 0)
        if _is_shown_for_itself(subject, entry) or _is_above_names(subject, entries, place):
            continue
        if starts is None:
            starts = [use.place.node.start for use in subject.templates]
            if "{|" in subject.wikitext:
                return  # A table has ways of its own to set names beside flags.
        within = subject.templates[bisect_left(starts, start) : bisect_left(starts, end)]
        flags = [use.place.node for use in within if use.meaning is not None and use.meaning.kind in ("flag", "flag image")]
        if flags and "[[" not in subject.text[start : flags[0].start]:
            first, last = flags[0].start, flags[-1].end
            yield Said(first, last, f"{_quoted(subject.text[first:last])} has no name beside it; name whose flag it is, or take it out")


def _is_shown_for_itself(subject: Subject, entry: Entry) -> bool:
    words = _words(subject, entry.item)
    if any(int(match[1]) > _LARGEST_FLAG for match in _PICTURE_SIZE.finditer(words)) or "[[" in words:
        return True
    # The head of a column whose names stand in the rows below.
    return entry.field == "combatants" and not entry.item.row and any(f"{entry.value.name}{row}" in subject.shown for row in "abcd")


def _is_above_names(subject: Subject, entries: list[Entry], place: int) -> bool:
    """Whether lines without a flag of their own follow a flag, or one stands before it and only a line break between."""
    entry = entries[place]
    below = islice(entries, place + 1, place + _NEAR)
    following = next((other for other in below if other.above is entry.above and other.item.flags != entry.item.flags), None)
    if following is not None and following.value is entry.value and not following.item.flags:
        return True
    previous = entries[place - 1] if place else None
    if previous is None or previous.value is not entry.value or previous.item.flags or not previous.item.text:
        return False
    return "<br" in subject.text[(previous.item.span or (0, 0))[1] : (entry.item.span or (0, 0))[0]].lower()


_NAMED_FLAGS: Final = frozenset(("flag", "flagcountry", "flag country", "flagc", "flagco", "flagu", "flag unlinked", "flagunlinked"))
"""Templates of a flag with its country's name behind it, in lower case."""
_NAME_LINK: Final = re.compile(r"(?:'{2,3})?\[\[(?!\s*(?:[#:]|[fF]ile:|[iI]mage:|[cC]ategory:))([^\[\]{}\n<]{1,150})\]\]")
_PLAIN_WORDS: Final = re.compile(r"[^\n<>{}\[\]()|,;:*/&–—]{0,80}")
_REST_OF_LINE: Final = re.compile(r"[^\n]{0,300}")
_AND_ANOTHER: Final = re.compile(r"(?:,|;|/|&|\band\b)\s*(?:'{2,3})?(?:\{\{[^{}]*\}\}\s*)?\[\[")


@rule("F505", "warning", fixes="unsafe")
def flag_shows_a_name(subject: Subject) -> Iterator[Said]:
    """A flag that shows its country's name, directly before a commander's or unit's own name: `{{flag|Germany}} [[Ada Quill]]` is read
    as `Germany Ada Quill`.

    Why: A reader takes the country's name for a part of the person's; the picture alone was wanted.

    Bad:
        | commander1 = {{flag|Germany}} [[Ada Quill]]

    Good:
        | commander1 = {{flagicon|Germany}} [[Ada Quill]]

    Fix: unsafe, because the country's name goes: the template that shows the picture alone, with the same values.
    """
    if not subject.english:
        return
    flags = [
        use
        for use in subject.templates
        if use.meaning is not None and use.meaning.kind == "flag" and use.place.value.name.startswith(("commander", "units"))
    ]
    if not any(_shows_name(use) for use in flags):
        return
    leading: set[int] = set()
    for use in reversed(flags):
        node, value = use.place.node, use.place.value
        after = _BLANKS.match(subject.text, node.end, value.end)
        at = after.end() if after is not None else node.end
        if not value.shown or not (at in leading or (at < value.end and _is_name(subject, use, at, value))):
            continue
        leading.add(node.start)
        given = subject.arguments(node)
        if (
            not _shows_name(use)
            or "name" in given.named
            or not (_is_code(use) or any(first.start < first.end for first in given.positional[:1]))
        ):
            continue
        words = _quoted(subject.text[node.start : node.end])
        alone = _alone(subject, use)
        message = f"{words} shows the country's name before another name; use the flag alone, {_quoted(alone)}"
        yield Said(node.start, node.end, message, Fix((Edit(node.start, node.end, alone),), safe=False))


def _is_code(use: Use) -> bool:
    """Whether a flag's template is called by the country's own name or code."""
    return use.meaning is not None and use.meaning.data.get("country") == 0


def _shows_name(use: Use) -> bool:
    """Whether a template shows a flag and the country's name behind it."""
    return (
        use.meaning is not None and use.meaning.shows in ("link", "short", "name") and (_is_code(use) or use.name.lower() in _NAMED_FLAGS)
    )


def _alone(subject: Subject, use: Use) -> str:
    """The flag as a picture alone, with the same values."""
    node = use.place.node
    name = node.parts[0]
    rest = subject.text[name.end : node.end]
    if _is_code(use):
        return "{{flagicon|" + use.name + rest
    return "{{flagicon" + rest


def _is_name(subject: Subject, use: Use, at: int, value: Value) -> bool:
    """Whether a person's or unit's own name stands at a place of the page."""
    text = subject.text
    link = _NAME_LINK.match(text, at, value.end)
    if value.name.startswith("units"):
        return link is not None and _is_unit_of(subject, use, link[1].rpartition("|")[2].strip())
    before = ""
    if link is None:
        words = _PLAIN_WORDS.match(text, at, value.end)
        before = words[0] if words is not None else ""
        if not _is_capitalised(before):
            return False
        link = _NAME_LINK.match(text, at + len(before), value.end)
    label = before.strip("' \t") if link is None else before + link[1].rpartition("|")[2]
    if link is None and " " not in label:
        return False
    return _is_persons(label) and not _country(label) and not _lists_people(text, at, value)


def _is_capitalised(words: str) -> bool:
    """Whether all words are capitalised, small ones of names left out."""
    return all(word.strip("'")[:1].isupper() or word in _PARTICLES for word in words.split())


def _is_persons(words: str) -> bool:
    """Whether words may be a person's name: capitalised, and no body, office or stand-in."""
    lows = [word.strip(".,'’()").lower() for word in words.split()]
    return (
        words[:1].isupper()
        and not any(low in _BODIES or low in _GENERIC for low in lows)
        and not all(low in _TITLES for low in lows)
        and not any(char.isdigit() for char in words[:1])
    )


def _is_unit_of(subject: Subject, use: Use, label: str) -> bool:
    """Whether a unit's name has the country's own in it. Others may go on from it: `United Kingdom 8th Army`."""
    given = subject.arguments(use.place.node).get(1)
    country = templates.countries().get(subject.text[given.start : given.end] if given is not None else use.name)
    if country is None:
        return False
    return label in (country.army, country.navy, country.air_force) or label.startswith((f"{country.page} ", f"{country.short} "))


def _lists_people(text: str, at: int, value: Value) -> bool:
    """Whether several people follow on the line: then the country titles them."""
    line = _REST_OF_LINE.match(text, at, value.end)
    words = re.split(r"<br|\|(?![^\[]*\]\])", line[0] if line is not None else "", maxsplit=1)[0]
    return _AND_ANOTHER.search(words) is not None


_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY: Final = (
    rf"(?P<date>(?:[0-9]{{1,2}}(?:st|nd|rd|th)?\s)?(?:(?P<month>{_MONTHS})\.?,?\s)?(?:[0-9]{{1,2}},\s)?(?P<year>[0-9]{{3,4}})"
    r"(?P<era>\s?(?:BCE?|B\.C\.|AD|CE))?)"
)
_DIED: Final = re.compile(
    r"(?:(?:was|were|later|subsequently)\s)?(?:killed(?:\sin\s(?:action|battle))?|kia|died(?:\sof\s(?:his\s)?wounds)?|d\.|†|dow|executed"
    rf"|hanged|beheaded|assassinated|murdered|slain|fell)[,:]?\s?(?:in\s|on\s)?{_DAY}\Z",
    re.IGNORECASE,
)
_DATED: Final = re.compile(rf"(?:in\s|on\s)?{_DAY}\Z", re.IGNORECASE)
_EDTF: Final = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_CALENDARS: Final = 14
"""So many days two calendars may differ by."""
_LAST_JULIAN: Final = 1923
_FARTHEST: Final = 100
"""A bare number so many years before the conflict is a year no more."""


@rule("F506", "warning")
def commander_killed_before_start(subject: Subject) -> Iterator[Said]:
    """A commander who died, as it is said behind the name, before the conflict began.

    Only where the whole of the time told lies before the first day that the infobox gives: `1939` may be any day of that year.

    Why: One of the two dates is wrong, or the person does not belong here.

    Bad:
        | date = 5 May 1940
        | commander1 = [[Ada Quill]] (killed 1939)

    Good:
        | date = 5 May 1940
        | commander1 = [[Ada Quill]] (killed 1940)

    Fix: none; only a person knows which date is wrong.
    """
    earliest: tuple[int, int, int] | None = None
    for entry in subject.entries:
        item = entry.item
        if not item.qualifiers or entry.field != "commanders" or item.heading:
            continue
        if earliest is None:
            date = subject.record.date
            earliest = _earliest(date) if date is not None else None
            if earliest is None:
                return
        for qualifier in item.qualifiers:
            latest = _died(qualifier, bool(_DEADLY.intersection(item.fates)), earliest)
            if latest is not None and _is_before(latest, earliest):
                start, end = item.span or (0, 0)
                at = subject.text.find(qualifier, start, end)
                if at >= 0:
                    start, end = at, at + len(qualifier)
                who = _quoted(item.name)
                yield Said(
                    start,
                    end,
                    f"{who} died before the conflict began ({_quoted(qualifier)}); correct this date or “date”, or take the name out",
                )


def _earliest(date: Date) -> tuple[int, int, int] | None:
    """The first day that a date can mean; None where it is not sure."""
    starts = [date.start, *(phase.start for phase in date.phases), *([date.old_style.start] if date.old_style is not None else [])]
    found = []
    for start in starts:
        match = _EDTF.match(start)
        if match is None:
            return None
        month = int(match[2] or 1)
        found.append((int(match[1]), month if month <= 12 else 1, int(match[3] or 1)))
    return min(found)


def _died(qualifier: str, marked: bool, conflict: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The last day on which somebody can have died of whom a qualifier says when; None where it does not say it."""
    match = _DIED.match(qualifier) or (_DATED.match(qualifier) if marked else None)
    if match is None or (conflict[0] <= 0 and not match["era"]):
        return None
    reading = dates.read(match["date"])
    edtf = _EDTF.match(reading.end)
    if edtf is None or reading.start != reading.end:
        return None
    year = int(edtf[1])
    if not match["month"] and not match["era"] and conflict[0] - year > _FARTHEST:
        return None
    month = int(edtf[2] or 12)
    return (year, month, int(edtf[3] or 31)) if month <= 12 else (year, 12, 31)


def _is_before(latest: tuple[int, int, int], earliest: tuple[int, int, int]) -> bool:
    year, month, day = latest
    days = (earliest[0] - year) * 365 + (earliest[1] - month) * 30 + earliest[2] - day
    return latest < earliest and (days > _CALENDARS or year > _LAST_JULIAN)


class _Person(NamedTuple):
    """Who a line of the commanders names: the page linked (empty: none), the words of the name in lower case (the whole of one that is
    no link), and what follows it.
    """

    page: str
    words: frozenset[str]
    behind: str


def _person(item: Item) -> _Person | None:
    """The person that a line names, None where it is not sure that it is one."""
    name = item.name
    if item.heading or item.templates or not name or len(name) > 100:
        return None
    if not item.links:
        words = name.split()
        if len(words) < 2 or not _is_capitalised(name) or not _is_persons(name):
            return None
        return _Person("", frozenset((name.casefold(),)), "")
    for link in item.links:
        before, found, behind = name.partition(link.text)
        if not link.text or not found or link.external or (behind and not behind.startswith(",")) or "," in before:
            continue
        if not all(word[:1].isupper() for word in before.split()) or not _is_persons(link.text) or not link.target:
            return None
        if _country(link.target) or _TITLE_PAGE.match(link.target) or all(low in _TITLES for low in link.target.lower().split()):
            return None
        page = f"{link.wiki}:{link.target[:1].upper()}{link.target[1:]}#{link.section}"
        return _Person(page, frozenset(re.findall(r"[^\W\d_]{2,}", link.text.lower())) - _TITLES, behind)
    return None


def _are_one(one: _Person, other: _Person) -> bool:
    """Whether two lines of one page name one person: several people may share a page."""
    return one.words <= other.words or other.words <= one.words


def _people(subject: Subject) -> dict[str, list[tuple[Entry, _Person, int]]]:
    """The persons among the commanders by page or name, with the number of the part of their list that they stand in."""
    found: dict[str, list[tuple[Entry, _Person, int]]] = {}
    part = 0
    for entry in subject.entries:
        if entry.field != "commanders":
            continue
        item = entry.item
        person = _person(item) if entry.side else None
        if item.rule or person is None:
            # A line that names no person may title those that follow.
            part += 1
        if person is not None:
            found.setdefault(person.page or next(iter(person.words)), []).append((entry, person, part))
    return found


def _is_explained(entry: Entry) -> bool:
    """Whether a line says when or how somebody or something belonged to its side."""
    item = entry.item
    if item.qualifiers or item.period is not None or item.notes or _TURNED.intersection(item.fates):
        return True
    above = entry.above
    while above is not None:
        if above.item.qualifiers or above.item.period is not None or above.item.notes or _EXPLAINING.search(above.item.text):
            return True
        above = above.above
    return False


def _is_parted(subject: Subject, entry: Entry) -> bool:
    """Whether a side's list comes in parts, which may be those of a war whose alliances changed."""
    name = entry.value.name
    return bool(entry.item.row) or f"{name}a" in subject.shown or "----" in entry.value.words or "<hr" in entry.value.words.lower()


_EXPLAINING: Final = re.compile(
    r"\d|\b(?:from|until|till|since|after|before|former|formerly|later|earlier|initially|then|defect\w*|during|phase|stage|period|war|battle)\b",
    re.IGNORECASE,
)


@rule("F507", "warning")
def commander_on_both_sides(subject: Subject) -> Iterator[Said]:
    """The same person as a commander of two sides, and nothing says why.

    Why: Mostly one of them is a slip; where somebody changed sides, a reader needs to be told.

    Bad:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | commander1 = [[Ada Quill]]
        | commander2 = [[Ada Quill]]

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | commander1 = [[Ada Quill]] (until 1943)
        | commander2 = [[Ada Quill]] (from 1943)

    Fix: none; only a person knows on which side the commander stood.
    """
    for lines in (some[:_MOST] for some in _repeated(subject)):
        first, person, _ = lines[0]
        if any(_is_explained(entry) or _is_parted(subject, entry) for entry, _, _ in lines):
            continue
        for entry, other, _ in lines[1:]:
            if entry.side != first.side and entry.item.span is not None and _are_one(person, other):
                name = _quoted(entry.item.name)
                message = (
                    f"{name} is a commander of side {first.side} as well; take the name out of one side, or say when the side was changed"
                )
                yield Said(*entry.item.span, message)
                break


def _repeats(subject: Subject, field: str) -> bool:
    """Whether a name or a link stands in two lines of a field; most infoboxes need no closer look."""
    seen: set[str] = set()
    for entry in subject.entries:
        if entry.field == field:
            item = entry.item
            # The first letter's case makes no difference to a page's title.
            words = {link.target[1:] for link in item.links} if item.links else {item.name[1:]}
            if not seen.isdisjoint(words):
                return True
            seen |= words
    return False


def _repeated(subject: Subject) -> list[list[tuple[Entry, _Person, int]]]:
    """Those who are named more than once among the commanders, and are neither combatants nor units."""
    if not _repeats(subject, "commanders"):
        return []
    people = [lines for lines in _people(subject).values() if len(lines) > 1]
    if not people:
        return []
    bodies = {link.target for entry in subject.entries if entry.field in ("combatants", "units") for link in entry.item.links}
    return [lines for lines in people if not any(link.target in bodies for link in lines[0][0].item.links)]


@rule("F509", "warning")
def same_commander_twice(subject: Subject) -> Iterator[Said]:
    """The same person twice among the commanders of one side, and nothing tells the two lines apart.

    Why: A reader looks for a difference that is not there, and whoever counts the commanders counts one too many.

    Bad:
        | commander1 =
        * [[Ada Quill]]
        * [[Berta Moss]]
        * [[Ada Quill]]

    Good:
        | commander1 =
        * [[Ada Quill]]
        * [[Berta Moss]]

    Fix: none; only a person knows which line is to stay.
    """
    for lines in _repeated(subject):
        for place, (entry, person, part) in enumerate(lines):
            if any(
                other.side == entry.side
                and other.above is entry.above
                and earlier_part == part
                and other.item.row == entry.item.row
                and _is_same(other.item, entry.item)
                and _are_one(person, who)
                and person.behind == who.behind
                for other, who, earlier_part in lines[max(0, place - _MOST) : place]
            ):
                yield Said(
                    *(entry.item.span or (0, 0)), f"{_quoted(entry.item.name)} is named twice on this side; take out one of the lines"
                )


def _is_same(one: Item, other: Item) -> bool:
    """Whether nothing beside their names tells two lines apart."""
    return (
        one.qualifiers == other.qualifiers
        and one.fates == other.fates
        and (one.flags == other.flags or not one.flags or not other.flags)
        and [note.wikitext for note in one.notes] == [note.wikitext for note in other.notes]
        and not one.items
        and not other.items
    )


def _combatant(item: Item) -> tuple[str, tuple[str, ...]] | None:
    if item.heading or item.templates or not item.name or item.items:
        return None
    return item.name, tuple(f"{link.wiki}:{link.target}#{link.section}" for link in item.links)


@rule("F508", "warning", fixes="unsafe")
def same_combatant_twice(subject: Subject) -> Iterator[Said]:
    """The same combatant twice on one side, under the same heading, and nothing tells the two lines apart.

    Why: A reader looks for a difference that is not there, and whoever counts the combatants counts one too many.

    Bad:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Greece}}
        * {{flag|Italy}}

    Good:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Italy}}

    Fix: unsafe: of two lines that are the same and next to each other the second is taken out. None where they differ or stand apart.
    """
    if not _repeats(subject, "combatants"):
        return
    seen: dict[tuple[object, ...], tuple[Entry, int]] = {}
    part = 0
    previous: Entry | None = None
    for entry in subject.entries:
        if entry.field != "combatants" or not entry.side:
            continue
        item = entry.item
        who = _combatant(item)
        if item.rule or who is None or not (item.links or item.flags):
            # Plain words may title what follows.
            part += bool(item.rule or seen.get((entry.side, id(entry.above), who)) is None)
        if who is None:
            previous = None
            continue
        key = (entry.side, id(entry.above), who)
        known = seen.get(key)
        if known is not None and known[1] == part and _is_same(known[0].item, item) and item.span is not None:
            fix = _without_twin(subject, known[0], entry) if known[0] is previous else None
            yield Said(*item.span, f"{_quoted(item.name)} is named twice on this side; take out one of the lines", fix)
        seen.setdefault(key, (entry, part))
        previous = entry


_GAP: Final = re.compile(r"\s*(?:<br\s*/?>\s*|\n[*#:]+\s*|\|\s*)")


def _without_twin(subject: Subject, first: Entry, second: Entry) -> Fix | None:
    """The second of two lines taken out, where the page writes both the same."""
    if first.value is not second.value or first.item.span is None or second.item.span is None:
        return None
    start, end = first.item.span[1], second.item.span[1]
    text = subject.text
    if _words(subject, first.item) != _words(subject, second.item) or _GAP.fullmatch(text, start, second.item.span[0]) is None:
        return None
    return Fix((Edit(start, end, ""),), safe=False)


@rule("F510", "info")
def combatant_on_both_sides(subject: Subject) -> Iterator[Said]:
    """The same state as a combatant of two sides, beside others, and nothing says why.

    A state that heads a side may be divided against itself, as in a civil war, and is left alone.

    Why: Mostly one of them is a slip; where a state changed sides, a reader needs to be told.

    Bad:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Romania}}
        | combatant2 =
        * {{flag|Italy}}
        * {{flag|Romania}}

    Good:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Romania}} (from 1944)
        | combatant2 =
        * {{flag|Italy}}
        * {{flag|Romania}} (until 1944)

    Fix: none; only a person knows on which side it stood, and when.
    """
    if not _repeats(subject, "combatants"):
        return
    seen: dict[tuple[str, tuple[str, ...]], Entry] = {}
    heads: set[int] = set()
    headed: set[tuple[str, tuple[str, ...]]] = set()
    for entry in subject.entries:
        if entry.field != "combatants" or not entry.side:
            continue
        who = _combatant(entry.item)
        if entry.side not in heads and not entry.item.heading:
            heads.add(entry.side)
            if who is not None:
                headed.add(who)
        if who is None or entry.above is not None or entry.item.row:
            continue
        first = seen.setdefault(who, entry)
        if first.side == entry.side or who in headed or not _is_same(first.item, entry.item) or entry.item.span is None:
            continue
        state = entry.item.links[0].target if entry.item.links else entry.item.name
        if _country(state) and not any(_is_explained(each) or _is_parted(subject, each) or each.item.fates for each in (first, entry)):
            name = _quoted(entry.item.name)
            message = f"{name} is a combatant of side {first.side} as well; take it out of one of them, or say when it changed sides"
            yield Said(*entry.item.span, message)
            headed.add(who)  # Once is enough.
