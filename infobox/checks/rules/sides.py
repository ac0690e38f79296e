"""Rules about sides: columns without a name, parameters of sides that do not exist, values in the wrong column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Hit
from infobox.checks.registry import rule
from infobox.checks.rules.references import is_incomplete
from infobox.checks.scope import ENGLISH
from infobox.checks.selectors import VALUES
from infobox.checks.shared.lost_pipes import names_without_pipe
from infobox.checks.subject import Subject, Value
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole
from infobox.markup.scan import template_name
from infobox.record import FIGURE_FIELDS, Item
from infobox.templates.profile import Sided

_TEMPLATE: Final = re.compile(r"\{\{\s*(?:see|main|further|crossref|cross-ref|clist|collapsible)", re.IGNORECASE)


class _Beginnings:
    """How words begin, in one language, that are not about one side's people (`nobodys`: `See order of battle`, `Both sides`, nothing but
    marks), and how those that are about all sides do (`all_sides`); `every_side` finds a word for all sides anywhere.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        def words(concept: str) -> str:
            return any_of(lexicon.checks.of(concept), space=r"\s+")

        article, led_to = whole(lexicon.dates.of(concepts.ARTICLE)), words(concepts.LED_TO)
        self.nobodys = re.compile(rf"(?:\W|{article})*(?:{words(concepts.NOBODYS)}\b|[^\n]{{0,80}}\b{led_to}\b|\Z)", re.IGNORECASE)
        self.every_side = re.compile(rf"\b{words(concepts.ALL_SIDES)}\b", re.IGNORECASE)
        self.all_sides = re.compile(
            rf"(?:{words(concepts.ALL_BEFORE)}\s+)*(?:{words(concepts.ALL_COUNTED)}\s+)?(?:{words(concepts.ALL_LINK)}\s+)?"
            rf"{words(concepts.ALL_SIDES)}\b(?=\s*(?:[{signs.PLAIN_DASHES}:(,.;]|\d|\Z|{words(concepts.ALL_AFTER)}))",
            re.IGNORECASE,
        )


class _Cell(NamedTuple):
    """A filled parameter of a side: the field, the side's number, and the value."""

    field: str
    number: int
    value: Value


def _cells(subject: Subject, above: int) -> Iterator[_Cell]:
    """The sides' filled parameters with a number above another, in page order."""
    stems = {stem: field for field, stem in subject.profile.sided_fields.items()}
    for name, value in subject.shown.items():
        defined = subject.profile.definitions.get(name)
        if defined is not None and defined.number <= above:
            continue
        sided = subject.profile.sided(name)
        if sided is not None and int(sided.digits) > above:
            yield _Cell(stems[sided.stem], int(sided.digits), value)


def _named_sides(subject: Subject) -> set[int]:
    """The numbers of the sides that have a combatant, also one whose parameter lost its pipe (P111)."""
    profile = subject.profile
    given = subject.shown.keys() | subject.once(names_without_pipe)
    found = (profile.definitions[name] for name in given if name in profile.definitions)
    return {each.number for each in found if each.counts and each.number <= profile.most_sides}


def _head(subject: Subject, number: int, row: str = "") -> str:
    """The name of a side's parameter by which the template counts the sides."""
    return subject.profile.named(subject.profile.counted, number, row)


@rule("S201", "error", wikis=ENGLISH)
def side_gap(subject: Subject) -> Iterator[Hit]:
    """A side without a combatant before a side that has one.

    Why: The template counts the sides by the highest number with a combatant, so it makes a column for the side in between, without a
    name at its head.

    Bad:
        | combatant1 = Northern League
        | combatant2 =
        | combatant3 = Southern League

    Good:
        | combatant1 = Northern League
        | combatant2 = Southern League

    Fix: none; only a person knows whether a combatant is missing or the sides after it need new numbers.
    """
    named = _named_sides(subject)
    if len(named) == max(named, default=0) or is_incomplete(subject):
        return
    blank: list[int] = []
    for number in range(1, max(named, default=0) + 1):
        if number not in named:
            blank.append(number)
        elif blank:
            names = [_head(subject, each) for each in blank]
            own = _head(subject, number)
            where = [value for value in subject.values if value.name in names]
            where += [value for name, value in sorted(subject.shown.items()) if name.startswith(own)]
            empty = f"{' and '.join(f'“{name}”' for name in names)} {'are' if len(names) > 1 else 'is'} empty"
            advice = "so a column is shown without a combatant; fill it, or renumber the sides after it"
            yield Hit(*where[0].name_span, f"{empty} and “{own}” is not, {advice}")
            blank = []


@rule("S202", "error", wikis=ENGLISH, over=VALUES)
def side_out_of_range(subject: Subject, values: Sequence[Value]) -> Iterator[Hit]:
    """A side's parameter with a number or letter that the template does not know.

    There are at most five sides, and only combatants and commanders have rows `a` to `d`. The number 6 is right for the row under all five
    sides.

    Why: The template does not show it.

    Bad:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | strength1a = 500 men

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | strength1 = 500 men

    Fix: none; only a person knows where the value belongs.
    """
    for value in values:
        defined = subject.profile.definitions.get(value.name)
        if defined is not None and defined.number <= subject.profile.most_sides:
            continue
        sided = subject.profile.sided(value.name)
        if sided is not None and value.bare and (reason := _unknown(subject, sided)):
            yield Hit(*value.name_span, f"the template does not know “{value.written}”: {reason}; move its value, which readers do not see")


def _unknown(subject: Subject, sided: Sided) -> str:
    """Why the template does not know a side's parameter; empty if it knows it."""
    profile, number = subject.profile, int(sided.digits)
    if sided.row and not profile.with_rows(f"{sided.stem}1"):
        rowed = [field.replace("_", " ") for field in profile.rowed_fields]
        return f"only {' and '.join(rowed)} have rows with a letter" if rowed else "there are no rows with a letter"
    if sided.digits.startswith("0"):
        return "the sides are numbered from 1, without a zero"
    below = sided.stem != profile.named(profile.counted) and subject.sides == profile.most_sides
    if number > profile.most_sides + below:
        return f"there are {profile.most_sides} sides at most"
    if sided.row and sided.row not in profile.rows:
        return f"rows have the letters {profile.rows[0]} to {profile.rows[-1]}"
    return ""


@rule("S203", "warning", wikis=ENGLISH)
def side_without_combatant(subject: Subject) -> Iterator[Hit]:
    """Commanders, units and other values of a side that has no combatant.

    Why: The template shows values with the first number after the last combatant's in a row under all sides, and does not show higher
    numbers at all. So the commanders of a third side without a combatant are shown in the middle, under both other sides. A lone
    `casualties3` or `strength3` with two sides is right: that is how civilians and totals are given. With one combatant the template
    still shows two columns, and the second one has no head.

    Bad:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | commander3 = [[Ada Quill]]
        | strength3 = 500 men

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | combatant3 = [[Westland]]
        | commander3 = [[Ada Quill]]
        | strength3 = 500 men

    Fix: none; only a person knows who the combatant is, or whose values these are.
    """
    sides = subject.sides
    orphans: dict[int, list[_Cell]] = {}
    if is_incomplete(subject):
        return
    for cell in _cells(subject, sides):
        if cell.field != subject.profile.counted and cell.number <= subject.profile.most_sides:
            orphans.setdefault(cell.number, []).append(cell)
    for number, cells in sorted(orphans.items()):
        head = _head(subject, number)
        if head in subject.once(names_without_pipe):
            continue
        names = ", ".join(f"“{cell.value.written}”" for cell in cells)
        if number > sides + 1:
            advice = f"fill “{head}”, or give the row under all sides the number {sides + 1}"
            yield Hit(*cells[0].value.name_span, f"the template does not show {names}, because there is no side {number}; {advice}")
        elif _looks_like_a_side(subject, cells):
            message = f"without “{head}”, {names} {'are' if len(cells) > 1 else 'is'} shown in the middle, under all sides"
            yield Hit(*cells[0].value.name_span, f"{message}; fill “{head}”, or use the right side's number")
    yield from _headless_column(subject)


def _headless_column(subject: Subject) -> Iterator[Hit]:
    """The column after that of the only combatant, if it has values as the first one does."""
    head = _head(subject, subject.sides)
    if head in subject.shown or subject.sides != subject.profile.fewest_sides or _named_sides(subject) != set(range(1, subject.sides)):
        return
    cells = [cell for cell in _cells(subject, subject.sides - 1) if cell.number == subject.sides]
    if cells:
        names = ", ".join(f"“{cell.value.written}”" for cell in cells)
        shown = "are" if len(cells) > 1 else "is"
        message = f"without “{head}”, {names} {shown} shown in a column without a combatant; fill “{head}”"
        yield Hit(*cells[0].value.name_span, message)


def _looks_like_a_side(subject: Subject, cells: list[_Cell]) -> bool:
    """Whether the values are those of one side, not rows under all sides."""
    people = [cell for cell in cells if cell.field in ("commanders", "units") and _of_somebody(subject, cell)]
    return any(cell.field == "commanders" for cell in people) or bool(people and len(cells) > 1)


def _of_somebody(subject: Subject, cell: _Cell) -> bool:
    """Whether a value's words, as readers see them without markup, are about one side's people."""
    # The beginning without marks of lists, links and emphasis.
    plain = cell.value.bare[:200].replace("[[", "").replace("'''", "").replace("''", "").lstrip("*#:; \t\n")
    items: list[Item] = getattr(subject.record.joint, cell.field, [])
    words = next((item.text[:200] for item in items if item.text), "" if items else plain)
    beginnings = subject.lexicon.grammar(_Beginnings)
    if _TEMPLATE.match(plain) or beginnings.nobodys.match(words) or beginnings.every_side.search(words):
        return False
    return cell.field == "commanders" or not _is_centred(subject, cell.value)


def _is_centred(subject: Subject, value: Value) -> bool:
    """Whether all of a value is in one template or tag that places it: nobody does so with the units of a side."""
    nodes = [node for node in value.parameter.nodes if node.kind not in ("quote", "newline", "comment")]
    if not nodes or subject.text[value.start : nodes[0].start].strip("' \t") or subject.text[nodes[-1].end : value.end].strip("' \t"):
        return False
    first, last = nodes[0], nodes[-1]
    if first.kind == "tag":
        return first.name == "center" and last.kind == "tag" and last.closing
    known = subject.known.meaning(template_name(subject.text, first)) if first is last and first.kind == "template" else None
    return known is not None and known.kind == "wrap" and known.style == "block"


@rule("S204", "info", wikis=ENGLISH)
def joint_cell_as_side(subject: Subject) -> Iterator[Hit]:
    """Strength or casualties of all sides together, in the column of the last side.

    Why: Readers take the figure for that side's. The row under all sides has the number after the last side's.

    Bad:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | casualties1 = 200 killed
        | casualties2 = Both sides: 700 killed

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]
        | casualties1 = 200 killed
        | casualties3 = Both sides: 700 killed

    Fix: none; the value may contain the side's own figures too.
    """
    sides = subject.sides
    for field in FIGURE_FIELDS:
        stem = subject.profile.named(field)
        value = subject.shown.get(f"{stem}{sides}") if stem else None
        if value is None or f"{stem}{sides + 1}" in subject.shown:
            continue
        items: list[Item] = getattr(subject.record.sides[-1], field)
        others = any(f"{stem}{number}" in subject.shown for number in range(1, sides))
        if others and len(items) == 1 and items[0].span and subject.lexicon.grammar(_Beginnings).all_sides.match(items[0].text):
            place = f"is in the column of side {sides}; move it to “{stem}{sides + 1}”, the row under all sides"
            yield Hit(*items[0].span, f"this is about all sides, but {place}")


@rule("S205", "warning", wikis=ENGLISH)
def uneven_rows(subject: Subject) -> Iterator[Hit]:
    """A side's combatants in an extra row that no other side has, while its first row is empty and another side's is not.

    Why: The template shows the rows one below the other, so the side's combatants are lower than their opponents, with nothing beside
    them.

    Bad:
        | combatant1a = [[Norland]]
        | combatant2 = [[Sudland]]

    Good:
        | combatant1 = [[Norland]]
        | combatant2 = [[Sudland]]

    Fix: none; further rows may have to move with it.
    """
    shown, profile = subject.shown, subject.profile
    if not any(profile.definitions[name].row for name in shown if name in profile.definitions) or is_incomplete(subject):
        return
    numbers = range(1, profile.most_sides + 1)
    given = shown.keys() | subject.once(names_without_pipe)
    plain = [number for number in numbers if _head(subject, number) in given]
    for number in numbers if plain else ():
        head = _head(subject, number)
        row = next((row for row in profile.rows if f"{head}{row}" in shown), None) if number not in plain else None
        if row is not None and not any(_head(subject, other, row) in shown for other in plain):
            value = shown[f"{head}{row}"]
            advice = f"so this side is shown lower than the others; move it to “{head}”"
            yield Hit(*value.name_span, f"“{value.written}” is filled and “{head}” is empty, {advice}")
