"""The date of an infobox, examined once for all rules, and the qualifiers in which a time may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.subject import Subject, Use
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup.arguments import Argument
from infobox.markup.scan import without_comments
from infobox.record import Date, Item
from infobox.values.date_faults import StatedTimes, stated
from infobox.values.date_points import Point
from infobox.values.date_vocabulary import LATEST, Terms
from infobox.values.edtf import Moment

LONGEST_QUALIFIER: Final = 160
"""A longer qualifier is more than a time."""
_COMMON: Final = re.compile(
    rf"([0-9]{{1,2}}(?: [^\W\d_]{{3,9}}(?: [0-9]{{4}})?)?\s?[{signs.DASHES}]\s?)?[0-9]{{1,2}} [^\W\d_]{{3,9}} [0-9]{{4}}\Z"
)
"""A day, or two in a range: no faults if they could be read."""


class DateTemplate(NamedTuple):
    """A template of dates: its span in the page, and the one or two days in its arguments; `age` if it computes the time between them.
    `shown` is the range of its words in the text of the date.
    """

    start: int
    end: int
    days: tuple[Moment, ...]
    age: bool
    shown: tuple[int, int]


class ExaminedDate(NamedTuple):
    """The date of an infobox: its `text` with newlines between its lines, the times in it, and its templates in page order."""

    subject: Subject
    date: Date
    text: str
    stated: StatedTimes
    templates: list[DateTemplate]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the page of words of the text; that of the whole template if they end in one."""
        start, end = self.subject.words(self.date, start, end)
        for template in self.templates:
            if template.start <= start < template.end:
                start = template.start
            if template.start < end <= template.end:
                end = template.end
        return start, end

    def template(self, point: Point) -> DateTemplate | None:
        """The template that shows a point."""
        return next((each for each in self.templates if each.shown[0] <= point.start and point.end <= each.shown[1]), None)


def examined_date(subject: Subject) -> ExaminedDate | None:
    """The date, unless it is so simple that nothing can be wrong with it."""
    value, date = subject.filled("date"), subject.record.date
    if value is None or date is None or value.parameter.positional:
        return None
    if len(date.start) == 10 == len(date.end) and date.start[:4] == date.end[:4]:
        common = _COMMON.match(value.words)
        if common is not None and (date.start < date.end or not common[1]):
            return None
    text = date.text
    for place in subject.source_map.line_ends(date):
        text = f"{text[:place]}\n{text[place + 1 :]}"
    uses = subject.templates if "{{" in value.words else ()
    templates = [template for use in uses if use.value is value for template in _date_template(subject, use, date)]
    for template in templates:
        if template.age:  # what it shows is computed
            start, end = template.shown
            text = text[:start] + " " * (end - start) + text[end:]
    return ExaminedDate(subject, date, text, stated(text, subject.lexicon), templates)


def timely_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """What a time has in which something can be wrong: a month and a number, or two numbers and what makes them a range or a date."""
    months = any_of(lexicon.grammar(Terms).months)
    joints = f"[{signs.DASHES}./]|{any_of(lexicon.dates.of(concepts.RANGE))}"
    return re.compile(
        rf"[0-9][^0-9]{{0,20}}?{months}|{months}[^0-9]{{0,20}}[0-9]|[0-9][^0-9,]{{0,20}}?(?:{joints})[^0-9]{{0,20}}[0-9]", re.IGNORECASE
    )


def qualifier_place(subject: Subject, item: Item, number: int, start: int, end: int) -> tuple[int, int]:
    """The span in the page of words of one of an item's qualifiers."""
    begin = subject.source_map.qualifiers_in_text(item)[number][0]
    return subject.words(item, begin + start, begin + end)


def _date_template(subject: Subject, use: Use, date: Date) -> Iterator[DateTemplate]:
    """The template of dates that a template is, if it is one and its arguments are numbers."""
    data = use.meaning.data if use.meaning is not None and use.kind == "function" else {}
    call = data.get("call")
    if call == "date":
        days = _days(subject, use, 2 if len(data["parts"]) > 1 else 1)
    elif call == "age":
        days = _days(subject, use, 2, named=True)
        days = days if all(all(day) for day in days) else ()
    else:
        return
    start, end = use.node.start, use.node.end
    shown = subject.source_map.offset(date, start), subject.source_map.offset(date, end)
    yield DateTemplate(start, end, days, call == "age", shown)


def _days(subject: Subject, use: Use, count: int, *, named: bool = False) -> tuple[Moment, ...]:
    """The days in the arguments of `{{start date|1944|6|6}}`, `{{age in days|year1=1944|…}}`; none if they have another form."""
    arguments = subject.arguments(use.node)
    days: list[Moment] = []
    for number in range(1, count + 1):
        parts = [_plain(subject, arguments.get(f"{name}{number}")) for name in _NAMED] if named else []
        if not any(part != "" for part in parts):
            parts = [_plain(subject, argument) for argument in arguments.positional[3 * number - 3 : 3 * number]]
        if not any(part != "" for part in parts):
            break
        day = _day(parts, subject.lexicon)
        if day is None:
            return ()
        days.append(day)
    return tuple(days)


_NAMED: Final = ("year", "month", "day")


def _plain(subject: Subject, argument: Argument | None) -> str | None:
    """The words of an argument; None if it holds anything else."""
    if argument is None:
        return ""
    if any(node.kind not in ("comment", "newline") for node in argument.nodes):
        return None
    return without_comments(subject.text, argument.start, argument.end, argument.nodes).strip()


def _day(parts: Sequence[str | None], lexicon: Lexicon) -> Moment | None:
    """Year, month and day as numbers, months as words too; 99 for a number that no calendar has."""
    numbers = []
    for place, words in enumerate([*parts, "", "", ""][:3]):
        month = lexicon.grammar(Terms).months.get(words.lower()) if words and place == 1 else None
        if words is None or (not words and not place):
            return None
        if month is None and words and not (words.isascii() and words.isdigit() and len(words) < 5):
            return None
        numbers.append(month or (0 if not words else int(words) if place == 0 or int(words) else 99))
    year, month, day = numbers
    return (year, month, day) if 0 < year <= LATEST else None
