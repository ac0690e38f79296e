"""The times in a text with their places: days, months and years, and ranges of them, as far as they are written.

Unlike `infobox.values.dates`, which reads what a date means, this keeps what is wrong with it: days that do not exist, and ends that
come before their beginnings.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.checks.subject import Subject
from infobox.language import concepts
from infobox.language.lexicon import Lexicon, english
from infobox.markup.arguments import Argument, Arguments
from infobox.markup.scan import Node, template_name, without_comments
from infobox.templates import fold, meaning
from infobox.values.date_vocabulary import LATEST, Terms

# -- data -------------------------------------------------------------------------------------------------------------------------------

_PASSED_OVER: Final = english().dates.of(concepts.NOISE, concepts.PART, concepts.CIRCA, concepts.MAYBE) - {"dated", "calendar", "style"} | {
    "from",
    "since",
}
_STYLES: Final = frozenset("os ns julian gregorian swedish style calendar lunar lunisolar".split())
"""Words of another calendar: if there are any, the order of days is not checked."""
_LEADS: Final = frozenset(
    (
        "between during for after before by only both mainly mostly officially briefly initially kia wia mia pow dow killed wounded"
        " captured died missing executed surrendered commander commanding command acting active reigned office leader president"
        " minister governor king emperor staff phase stage period battle siege offensive campaign war dates date"
    ).split()
)
"""Words that may come before a time in a qualifier or date."""
_AGES: Final = frozenset(("age", "ayd", "aymd", "number of days", "number of days between two dates", "date difference"))
_TRANSPARENT: Final = frozenset("reference,note,remark,hidden,coord,citation,tag,flag,flag image,fate,bullet,list end".split(","))
"""Kinds of templates that do not change a date."""
_DEEP: Final = 20
_START: Final = attrgetter("start")

# -- the words of a value, with their places --------------------------------------------------------------------------------------------

TEMPLATE, _STRANGE = "\ue000", "\ue001"
"""What replaces a template of a date, and anything that is not understood."""
_GONE: Final = "\u2002"
"""The blank that replaces markup, different from those in pages."""


class Day(NamedTuple):
    """A day in the arguments of a template; 0 for a part that is missing."""

    year: int
    month: int
    day: int


class DateTemplate(NamedTuple):
    """A template of dates: where it ends, and the one or two days in its arguments; `age` if it computes the time between them."""

    end: int
    days: tuple[Day, ...]
    age: bool = False


class DatedText(NamedTuple):
    """A part of a page with its times. `start` is its place in the page; `words` is its text, with markup replaced by blanks; `templates`
    are the templates of dates by their place in `words`, and `times` the times.
    """

    start: int
    words: str
    templates: dict[int, DateTemplate]
    times: Times


def times_between(subject: Subject, nodes: list[Node], start: int, end: int) -> DatedText:
    """The times between two places; `nodes` are those of the value."""
    depth = 0
    while depth < _DEEP:
        first = bisect_left(nodes, start, key=_START)
        near = nodes[max(0, first - 1) : first + 1]
        around = next((part for node in near for part in node.parts if part.start <= start and end <= part.end), None)
        if around is None:
            break
        nodes = around.nodes
        depth += 1
    mask = _Mask(subject, start, end)
    mask.show(nodes[bisect_left(nodes, start, key=_START) : bisect_left(nodes, end, key=_START)], start, end, depth)
    words = "".join(mask.letters)
    return DatedText(start, words, mask.templates, times_of(words, mask.templates, subject.lexicon))


class _Mask:
    """A part of a page in which markup is replaced by blanks, or by what it shows."""

    def __init__(self, subject: Subject, start: int, end: int) -> None:
        self.subject = subject
        self.text = subject.text
        self.months = english().grammar(Terms).months | subject.lexicon.grammar(Terms).months
        self.start = start
        self.end = end
        self.letters = [_GONE] * (end - start)
        self.templates: dict[int, DateTemplate] = {}

    def put(self, start: int, words: str) -> None:
        at = start - self.start
        self.letters[at : at + len(words)] = words

    def show(self, nodes: Iterable[Node], start: int, end: int, depth: int) -> None:
        """Show the words and nodes between two places; what is nested too deeply is not looked into."""
        for node in nodes:
            if node.start < start or node.end > end:
                continue
            self.put(start, self.text[start : node.start])
            start = node.end
            if depth > _DEEP:
                self.put(node.start, _STRANGE)
            else:
                self.node(node, depth + 1)
        self.put(start, self.text[start:end])

    def node(self, node: Node, depth: int) -> None:
        kind, text = node.kind, self.text
        if kind == "newline" or (kind == "tag" and node.name in ("br", "li", "div", "p", "hr")):
            self.put(node.start, "\n")
        elif kind == "tag" and "display" in text[node.start : node.end]:
            self.put(node.start, _STRANGE)
        elif kind == "entity":
            words = html.unescape(text[node.start : node.end])
            self.put(node.start, words if len(words) == 1 and not words.isspace() else " ")
        elif kind == "link":
            last = node.parts[-1]
            if ":" in text[node.parts[0].start : node.parts[0].end] and len(node.parts) > 2:
                return  # a picture
            self.show(last.nodes, last.start, last.end, depth)
        elif kind == "template":
            self.template(node, depth)
        elif kind in ("argument", "url", "url end"):
            self.put(node.start, _STRANGE)

    def template(self, node: Node, depth: int) -> None:
        name = template_name(self.text, node)
        known = meaning(name)
        kind = known.kind if known is not None else ""
        if known is None:
            self.put(node.start, _STRANGE)
        elif kind == "text":
            words = str(known.text).strip() or " "
            self.put(node.start, words if len(words) < node.end - node.start else _STRANGE)
        elif kind == "break":
            self.put(node.start, "\n")
        elif kind == "wrap":
            arguments = self.subject.arguments(node)
            keys = known.shows if isinstance(known.shows, list) else [known.shows]
            shown = next(filter(None, map(arguments.get, keys)), None)
            if shown is not None:
                self.show(shown.nodes, shown.start, shown.end, depth)
        elif kind == "list":
            self.put(node.start, "\n")
            for part in node.parts[1:]:
                self.put(part.start - 1, "\n")
                if part.equals < 0:
                    self.show(part.nodes, part.start, part.end, depth)
        elif kind == "function":
            self.function(node, name, known.data)
        elif kind not in _TRANSPARENT:
            self.put(node.start, _STRANGE)

    def function(self, node: Node, name: str, data: dict[str, object]) -> None:
        call = data["call"]
        arguments = self.subject.arguments(node)
        days: tuple[Day, ...] = ()
        if call == "date":
            parts = data.get("parts")
            days = _given_days(self.text, self.months, arguments, 2 if isinstance(parts, list) and len(parts) > 1 else 1)
            self.put(node.start, TEMPLATE if days else _STRANGE)
        elif call == "age" and (fold(name).startswith("age in") or fold(name) in _AGES):
            days = _given_age(self.text, self.months, arguments)
        elif call != "age" and (call != "circa" or arguments.positional):
            self.put(node.start, _STRANGE)
        if days:
            self.templates[node.start - self.start] = DateTemplate(node.end - self.start, days, age=call == "age")


def _plain(text: str, argument: Argument | None) -> str | None:
    """The words of an argument; None if it holds anything else."""
    if argument is None:
        return ""
    if any(node.kind not in ("comment", "newline") for node in argument.nodes):
        return None
    return without_comments(text, argument.start, argument.end, argument.nodes).strip()


def _given_days(text: str, months: Mapping[str, int], arguments: Arguments, count: int) -> tuple[Day, ...]:
    """The days of `{{start date|1944|6|6}}` or `{{start and end dates|…}}`; none if they have another form."""
    given = [_plain(text, argument) for argument in arguments.positional[: 3 * count]]
    days = [_given_day(given[place : place + 3], months) for place in range(0, len(given), 3)]
    return () if None in days else tuple(filter(None, days))


def _given_age(text: str, months: Mapping[str, int], arguments: Arguments) -> tuple[Day, ...]:
    """The one or two days of a template that computes the time between them."""
    days = []
    for number in (1, 2):
        named = [_plain(text, arguments.get(f"{name}{number}")) for name in ("year", "month", "day")]
        placed = [_plain(text, argument) for argument in arguments.positional[3 * number - 3 : 3 * number]]
        given = next((given for given in (named, placed) if any(word != "" for word in given)), None)
        if given is None:
            break
        day = _given_day(given, months)
        if day is None or not day.month or not day.day:
            return ()
        days.append(day)
    return tuple(days)


def _given_day(given: list[str | None], months: Mapping[str, int]) -> Day | None:
    """Year, month and day as numbers, months as words too; 99 for a number that no calendar has."""
    numbers = []
    for place, words in enumerate([*given, "", "", ""][:3]):
        if words is None:
            return None
        if place == 1 and words.lower() in months:
            numbers.append(months[words.lower()])
        elif words.isascii() and words.isdigit() and len(words) < 5:
            numbers.append(int(words) if place == 0 or int(words) else 99)
        elif not words and place:
            numbers.append(0)
        else:
            return None
    return Day(*numbers) if 0 < numbers[0] <= LATEST else None


# -- from words to points and ranges ----------------------------------------------------------------------------------------------------

_WORDS: Final = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))"
    r"|(?P<figures>[0-9]{1,2}(?P<cut>[./])[0-9]{1,2}(?P=cut)[0-9]{4}(?![0-9]))"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?![0-9]))"
    r"|(?P<number>[0-9]++(?:[.,][0-9]++)*+[^\W\d_]*+)"
    r"|(?P<era>\b(?:[Bb]\.? ?[Cc]\.?(?: ?[Ee]\b\.?)?|[Aa]\.? ?[Dd]\.?|[Cc]\. ?[Ee]\.|CE)(?![^\W_]))"
    r"|(?P<style>\b[OoNn]\. ?[Ss]\.)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<dash>[-‐‑‒–—―−])|(?P<sign>\S|\n)"
)
_KINDS: Final[dict[str, Collection[str]]] = {
    "style": _STYLES,
    "range": ("to", "through", "thru", "until", "till", "til"),
    "": _PASSED_OVER,
    "and": ("and", "or"),
}
"""The words of each kind; the first kind that has a word counts."""
_DAY: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\Z")
_YEAR: Final = re.compile(r"[1-9][0-9]{2,3}\Z")
_SIGNS: Final = {"/": "slash", ",": "comma", "\n": "break", ";": "break", "(": "open", "[": "open", ")": "close", "]": "close", "&": "and"}


class Word(NamedTuple):
    """One word of a text: its kind, its number and its place."""

    kind: str  # day year month range slash comma break open close and era style other template iso, or "" for what is skipped
    value: int
    start: int
    end: int
    text: str = ""


class Point(NamedTuple):
    """A day, month or year as far as it is written; 0 for what is missing. Years before Christ are 0 or less; `dated` is true if there is
    a year. `whole`: it comes from a template. `vague`: a digit or slash after it changes it in a way that is not understood.
    """

    year: int
    dated: bool
    month: int
    day: int
    start: int
    end: int
    era: int = 0
    whole: bool = False
    vague: bool = False

    @property
    def only_year(self) -> bool:
        """Whether nothing but a year is written."""
        return self.dated and not self.month and not self.day


class Range(NamedTuple):
    """Two points with a dash or `to` between them: `tight` if nothing else is between them, `alone` if the words around them leave no doubt
    that they are the ends of a time.
    """

    first: Point
    last: Point
    tight: bool
    alone: bool


class Times(NamedTuple):
    """The times in a text: ranges, other points, and all words; `styled` if it names a calendar."""

    ranges: list[Range]
    points: list[Point]
    words: list[Word]
    styled: bool


def times_of(text: str, templates: dict[int, DateTemplate], lexicon: Lexicon) -> Times:
    """The times in a text, whose `templates` of dates are known."""
    months = lexicon.grammar(Terms).months
    words = [_word(match, months) for match in _WORDS.finditer(text)]
    styled = any(word.kind == "style" for word in words)
    words = [word for word in words if word.kind]
    ranges: list[Range] = []
    points: list[Point] = []
    place, size = 0, len(words)
    while place < size:
        point, after = _point(words, place, templates)
        if point is None:
            place += 1
            continue
        if after < size and words[after].kind == "range":
            last, end = _point(words, after + 1, templates)
            joined = place and words[place - 1].kind in ("range", "slash")
            if last is not None and not joined and (end >= size or words[end].kind not in ("range", "slash")):
                joint = words[after]
                tight = not (text[point.end : joint.start] + text[joint.end : last.start]).strip(_GONE)
                found = _completed(Range(point, last, tight, _stands_alone(words, place, end)))
                ranges.append(found)
                place = end
                continue
            place = after + 1 if last is None else end  # a chain of dashes has no order
            while place < size and words[place].kind in ("range", "slash"):
                _, place = _point(words, place + 1, templates)
            continue
        if point.month or point.dated:
            strange = point.day > 31 and place > 0 and words[place - 1].kind in ("other", "month", "day")
            points.append(point._replace(vague=True) if strange else point)
        place = after
    return Times(ranges, points, words, styled)


def _word(match: re.Match[str], months: Mapping[str, int]) -> Word:
    kind, written, value = str(match.lastgroup), match.group(), 0
    if kind == "word":
        folded = written.lower()
        kind = next((kind for kind, words in _KINDS.items() if folded in words), "other")
        if kind != "style" and folded in months:
            kind, value = "month", months[folded]
    elif kind == "number":
        day = _DAY.match(written)
        if day is not None:
            kind, value = "day", int(day[1])
        elif _YEAR.match(written) is not None and int(written) <= LATEST:
            kind, value = "year", int(written)
        else:
            kind = "other"
    elif kind == "era":
        value = -1 if written[0] in "Bb" else 1
    elif kind == "sign":
        kind = "template" if written == TEMPLATE else "" if written == "." else _SIGNS.get(written, "other")
    return Word({"dash": "range", "clock": ""}.get(kind, kind), value, *match.span(), written)


def _point(words: list[Word], place: int, templates: dict[int, DateTemplate]) -> tuple[Point | None, int]:
    """The point that begins at a place (None if there is none), and the place after it."""
    if place >= len(words):
        return None, place
    word = words[place]
    kind = word.kind
    point = Point(0, False, 0, 0, word.start, word.end)
    if kind == "template":
        template = templates.get(word.start)
        if template is None or len(template.days) != 1:
            return None, place
        return Point(template.days[0].year, True, *template.days[0][1:], word.start, template.end, whole=True), place + 1
    if kind == "iso":
        year, month, day = map(int, word.text.split("-"))
        return Point(year, True, month or 99, day or 99, word.start, word.end), place + 1
    if kind == "figures":
        return _from_figures(word), place + 1
    if kind == "era":
        dated = kind_at(words, place + 1) in ("day", "year") and words[place + 1].value
        return _dated(point, words, place + 1, word.value) if dated else (None, place)
    if kind == "year":
        return _dated(point, words, place)
    if kind == "day":
        return _from_day(point._replace(day=word.value or 99), words, place + 1)
    if kind == "month":
        return _from_month(point._replace(month=word.value), words, place + 1)
    return None, place


def _from_figures(word: Word) -> Point:
    day, month, year = map(int, re.split("[./]", word.text))
    if month > 12 >= day:
        day, month = month, day
    elif "/" in word.text and day < 13 and day != month:
        return Point(year, True, 0, 0, word.start, word.end, vague=True)  # either may be the month
    return Point(year, True, month or 99, day or 99, word.start, word.end)


def kind_at(words: list[Word], place: int) -> str:
    """The kind of the word at a place; empty after the last word."""
    return words[place].kind if place < len(words) else ""


def _from_day(point: Point, words: list[Word], place: int) -> tuple[Point, int]:
    """A point whose day comes before a place."""
    following = kind_at(words, place)
    if following == "era":
        return _dated(point._replace(day=0), words, place - 1)
    if following == "month":
        return _with_year(point._replace(month=words[place].value, end=words[place].end), words, place + 1)
    return _with_year(point, words, place)


def _from_month(point: Point, words: list[Word], place: int) -> tuple[Point, int]:
    """A point whose month comes before a place."""
    if kind_at(words, place) != "day" or kind_at(words, place + 1) == "month":
        return _with_year(point, words, place)
    day = words[place]
    found, after = _with_year(point._replace(day=day.value or 99, end=day.end), words, place + 1)
    if day.value > 31 and not found.dated:
        found = found._replace(vague=True)  # `Feb 42`
    return found, after


def _with_year(point: Point, words: list[Word], place: int) -> tuple[Point, int]:
    at = place + 1 if kind_at(words, place) == "comma" else place
    if kind_at(words, at) == "era" and kind_at(words, at + 1) in ("day", "year"):
        return _dated(point, words, at + 1, words[at].value)
    if kind_at(words, at) == "year" or (kind_at(words, at) == "day" and kind_at(words, at + 1) == "era"):
        return _dated(point, words, at)
    if point.month and at == place and kind_at(words, at) == "day":
        return point._replace(vague=True), at + 1  # `5 May 44`
    return point, place


def _dated(point: Point, words: list[Word], place: int, era: int = 0) -> tuple[Point, int]:
    """A point with the year at a place, and the era before or after it."""
    number = words[place]
    place += 1
    end = number.end
    if kind_at(words, place) == "era":
        era = words[place].value
        end = words[place].end
        place += 1
    year = 1 - number.value if era < 0 else number.value
    vague = point.vague or kind_at(words, place) == "slash" or (kind_at(words, place) == "month" and not point.month)
    return point._replace(year=year, dated=True, end=max(point.end, end), era=era, vague=vague), place


def _completed(found: Range) -> Range:
    """The range with the era on both ends if it is written once: `58–50 BC`."""
    first, last = found.first, found.last
    if last.era and not first.era and not first.month:
        number = first.year if first.only_year else first.day if not first.dated else 0
        if number:
            first = first._replace(year=1 - number if last.era < 0 else number, dated=True, day=0, era=last.era)
            if last.month or first.year > 99 >= last.year > 0:
                first = first._replace(vague=True)  # `101–02 AD`
    elif first.era and not last.era and not last.month and last.day and not last.dated:
        vague = last.day >= 1 - first.year if first.era < 0 else last.day < first.year  # `27 BC – 68`, `AD 101–02`
        last = last._replace(year=1 - last.day if first.era < 0 else last.day, dated=True, day=0, era=first.era, vague=vague)
    elif first.era < 0 and not last.era and last.dated:
        last = last._replace(year=1 - last.year, era=first.era, vague=last.year >= 1 - first.year)
    return Range(first, last, found.tight, found.alone)


def _stands_alone(words: list[Word], place: int, end: int) -> bool:
    """Whether no words beside years mean that they count something: `hulls 1945–1939`, `2000–1900 men`."""
    before = words[place - 1] if place else None
    if before is not None and before.kind == "other" and before.text != ":" and before.text.lower() not in _LEADS:
        return False
    return kind_at(words, end) in ("", "break", "open", "close", "comma", "and", "range")
