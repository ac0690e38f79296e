"""Dates: from text, in the language of a lexicon, to EDTF (ISO 8601-2) at the precision of the page, and back.

A text is cut into the words of dates (`date_words`), these are combined into stretches of time (`date_stretches`, whose
ends are `date_points`), and the stretches take from one another what is written once for several (`date_lending`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from itertools import chain, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.signs import has_words
from infobox.values.date_calendars import SINCE_HIJRA, in_both_calendars, lacks_an_end, of_both_ends, years_apart
from infobox.values.date_lending import complete, lend
from infobox.values.date_parentheses import grouped
from infobox.values.date_points import Point, both_marks
from infobox.values.date_stretches import Stretch, stretches_of
from infobox.values.date_vocabulary import DASH, DATED, LATEST, NUMBER, SLASH, TAIL, WORD, YEAR, Terms, Word
from infobox.values.date_words import words_of
from infobox.values.date_writing import write
from infobox.values.edtf import DAYS, Moment, follows, is_next_day, is_same_day

__all__ = ["LATEST", "DateReading", "read", "write"]


class DateReading(NamedTuple):
    """The date that a text states: EDTF level 1, empty strings if it was not understood.

    `start` and `end` are equal for one day, month or year; `end` is empty if `ongoing`. `phases` are the stretches if the text
    names several, each (start, end). `old_style` is (start, end) in the Julian calendar if the text gives both calendars.
    """

    start: str = ""
    end: str = ""
    ongoing: bool = False
    phases: tuple[tuple[str, str], ...] = ()
    old_style: tuple[str, str] | None = None


_IN_PARENTHESES: Final = re.compile(r"[(（]([^()（）]*)[)）]\s*\Z")
"""What a title has at its end to tell it from others."""
_NOTHING: Final = DateReading()
_WITHOUT_YEAR: Final = frozenset(
    (NUMBER, concepts.MONTH, concepts.SEASON, concepts.RANGE, SLASH, concepts.JOINT, concepts.NOISE, concepts.PART)
)


def read(text: str, year: str | int, lexicon: Lexicon, *, era: int = 0) -> DateReading:
    """The date that a visible text states in the language of a lexicon.

    `year` is the text of a separate year parameter, or an astronomical year, for a text without one; `era` is that of the years of the
    text (-1 before Christ, 1 after) if it does not state one. Durations, weekdays and times of day are ignored. Impossible days, dates
    that end before they begin, texts without a year, and words in a language without data are not understood: then all is empty.
    """
    terms = lexicon.grammar(Terms)
    text = lexicon.spelling.text(" ".join(text.split()), lexicon.dates.single)
    plain = terms.plain.match(text) if terms.plain is not None and not era else None
    if plain is not None and (found := _plain(plain, terms)) is not None:
        return found
    if not terms.understood and has_words(text):
        return _NOTHING
    cut = words_of(text, terms, era)
    if (both := in_both_calendars(cut)) is not None and (found := _in_both(*both)) is not None:
        return found
    if isinstance(year, str):
        more = words_of(lexicon.spelling.text(year), terms)
    else:
        more = [Word(YEAR, f"{year}A" if year > 0 else f"{1 - year}B")]
    return _with_parentheses(*grouped(cut), more, terms)


def with_calendars(text: str, links: Iterable[tuple[str, str]], lexicon: Lexicon) -> str:
    """A text with the word for a calendar by the moon before each day that a link leads to in it: `[[6月2日 (旧暦)|6月2日]]`.

    `links` are the targets and the words of its links, in order.
    """
    calendars = lexicon.dates.of(concepts.OLD_CALENDAR)
    pieces: list[str] = []
    end = 0
    for target, words in links if calendars else ():
        inside = _IN_PARENTHESES.search(target)
        place = text.find(words, end) if words else -1
        if place < 0:
            continue
        if inside is not None and inside[1] in calendars and inside[1] not in words:
            pieces += (text[end:place], inside[1], words)
            end = place + len(words)
    return "".join([*pieces, text[end:]])


def without_hidden_ends(found: DateReading, text: str, lexicon: Lexicon) -> DateReading:
    """A reading of a text from which something is hidden that may be the first or the last day of its range: `1809 – {{unknown|1810}}`."""
    terms = lexicon.grammar(Terms)
    words = grouped(words_of(lexicon.spelling.text(text, lexicon.dates.single), terms))[0]
    words = [word for word in words if word.kind not in (concepts.NOISE, TAIL)]
    if not words or found.phases:
        return found
    one_day = found.start == found.end
    if words[-1].kind == concepts.RANGE:
        found = found._replace(ongoing=False, end="" if one_day else found.end)
    if words[0].kind == concepts.RANGE and one_day:
        found = found._replace(start="")
    return found


def _with_parentheses(words: list[Word], groups: list[list[Word]], more: list[Word], terms: Terms) -> DateReading:
    """The date that words, the groups of words in parentheses and the words of a year state together."""
    if lacks_an_end(words, groups):
        return _NOTHING
    if (both := of_both_ends(words, groups)) is not None:
        words, groups = both, []  # `17 Ramadan 2 (13 March 624) – 20 Ramadan 2 (16 March 624)`
    if words:
        more = [word for word in more if word.kind in (YEAR, concepts.ERA)]
    asides: list[list[Word]] = []
    bare: list[list[Word]] = []
    for group in groups:
        (asides if any(word.kind == concepts.STYLE for word in group) else bare).append(group)
    stretches = stretches_of(words)
    if not any(point.number is not None for stretch in stretches for point in stretch.points()):
        # `5 May (1809)`, or nothing outside parentheses.
        words += chain.from_iterable(bare)
        words += more if not any(word.kind == YEAR for word in words) else []
        stretches = stretches_of(words)
        bare = []
    elif len(bare) == 1 and _is_of_other_calendar(words, stretches, bare[0]):
        stretches = stretches_of(bare[0])  # `3 Khordad 1361 (24 May 1982)`
        bare = []
    elif len(bare) == 1 and len(words) == 1 and words[0].kind == YEAR and {word.kind for word in bare[0]} <= _WITHOUT_YEAR:
        stretches = stretches_of(bare[0] + words)  # `1944 (5 May)`
        bare = []
    if not stretches and any(word.kind == concepts.PRESENT for word in words) and not any(word.kind in DATED for word in words):
        return DateReading(ongoing=True)
    if terms.doubtful_years and stretches and _may_be_of_other_calendar(stretches, terms.doubtful_years):
        return _NOTHING
    return _reading(stretches, asides, bare)


def _in_both(first: list[Word], second: list[Word]) -> DateReading | None:
    """The reading of the same range in two calendars, at both ends or at one; None if they are different dates, or one day.

    Before there was a new calendar, what is in parentheses is reckoned back, in one of several ways: it is left out.
    """
    one, other = (_reading(stretches_of(words), [], []) for words in (first, second))
    if one.start and other.start and (apart := years_apart(one.start, other.start)) > _CALENDARS_APART:
        return max(one, other, key=attrgetter("start")) if apart in SINCE_HIJRA and not one.start.startswith("-") else _NOTHING
    for old, new in ((one, other), (other, one)):
        same = is_same_day(old.start, new.start), is_same_day(old.end, new.end)
        if old.start != old.end and any(same) and (same[0] or old.start == new.start) and (same[1] or old.end == new.end):
            return DateReading(new.start, new.end, new.ongoing, (), (old.start if same[0] else "", old.end if same[1] else ""))
    return one if len(one.start) == len(other.start) == 10 and one.start < _NEW_CALENDAR and other.start != one.start else None


def _may_be_of_other_calendar(stretches: list[Stretch], years: range) -> bool:
    """Whether all of a date are bare years, or seasons and decades of them, that mean others in a calendar that the language also uses."""
    points = [point for stretch in stretches for point in stretch.points()]
    named = any(0 < point.month <= _MONTHS or point.era or point.century for point in points)
    return not named and all(point.number is not None and point.number in years for point in points)


def _is_of_other_calendar(words: list[Word], stretches: list[Stretch], group: list[Word]) -> bool:
    """Whether one year stands beside unknown words and is years away from the date in parentheses after it."""
    first = stretches[0].first
    if len(stretches) > 1 or first is None or stretches[0].last is not first or first.month or first.era or first.span > 1:
        return False
    inside = stretches_of(group)
    if len(inside) != 1 or inside[0].first is None or inside[0].first.number is None or first.number is None:
        return False
    strange = first.number > LATEST or any(word[:2] == _UNKNOWN for word in words)
    return strange and abs(inside[0].first.number - first.number) > _CALENDARS_APART


_UNKNOWN: Final = (WORD, "")
_MONTHS: Final = 12
_CALENDARS_APART: Final = 20
_DAY: Final = len("1709-06-27")
_NEW_CALENDAR: Final = "1582-10-15"


def _plain(match: re.Match[str], terms: Terms) -> DateReading | None:
    """The reading of a date in the plain form; None if it is not a plain date after all."""
    day, month, year, last_day, last_month, last_year = match.groups()
    after = match.string[match.end("last_year") :]
    if after and not all(word in terms.duration or word.isdigit() for word in after.replace(",", " ").strip(" ()").split()):
        return None
    month_number = terms.months.get(last_month.lower())
    if month_number is None or not 0 < int(last_day) <= DAYS[month_number]:
        return None
    end = f"{last_year}-{month_number:02d}-{int(last_day):02d}"
    start = end
    if day is not None:
        if month is not None:
            month_number = terms.months.get(month.lower())
        if month_number is None or not 0 < int(day) <= DAYS[month_number]:
            return None
        start = f"{year or last_year}-{month_number:02d}-{int(day):02d}"
    if start > end or "-02-29" in start + end or last_year[0] not in "12":
        return None
    return DateReading(start, end)


class _KnownStretch(NamedTuple):
    """A stretch that is understood: its EDTF, and what it is sorted by."""

    start: str
    end: str
    low: Moment
    high: Moment
    stretch: Stretch


_FAR: Final = (10_000, 1, 1)
_SEASON: Final = re.compile(r"-?[0-9]+-2[1-4]$")
_NEVER: Final = (-10_000, 1, 1)


def _reading(stretches: list[Stretch], asides: list[list[Word]], bare: list[list[Word]]) -> DateReading:
    """The date that the stretches and the dates in parentheses state together: `asides` name a calendar, `bare` ones do not."""
    if not stretches:
        return _NOTHING
    lend(stretches)
    known = [span for span in map(_understood, stretches) if span is not None]
    if len(known) < len(stretches):
        return _NOTHING
    known = [span for span in known if span.stretch.style != concepts.OTHER] or known
    known = _of_this_era(known)
    if (same := _same_day(known)) is not None:
        return same
    old = [span for span in known if span.stretch.style == concepts.OLD]
    new = [span for span in known if span.stretch.style != concepts.OLD] or old
    old = [] if new is old else old
    new = _conflicts_own(new)
    if not old and any(span.stretch.joint or span.stretch.slashed for span in new):
        joined, old_style = _joined(new)
        if joined is None:
            return _NOTHING
        if old_style is not None:
            return DateReading(joined[0].start, joined[0].end, False, (), old_style)
        new = joined
    whole, phases = _whole(new)
    old_style = (min(old, key=_low).start, max(old, key=attrgetter("high")).end) if old else None
    if len(new) == 1:
        whole, old_style = _with_asides(whole, old_style, new[0], asides)
        if old_style is None:
            whole, old_style = _with_same_days(whole, new[0], bare)
    return DateReading(*whole, phases, old_style)


def _of_this_era(spans: list[_KnownStretch]) -> list[_KnownStretch]:
    """The same with the later of two days or years alone, if the other must be in a calendar counted from the Hijra: `1338 / 1922`."""
    first, last = (spans[0].stretch.first, spans[0].stretch.last) if len(spans) == 1 and spans[0].stretch.slashed else (None, None)
    if first is None or last is None or first.era or last.era or max(first.span, last.span) > 1:
        return spans
    first, last = sorted((first, last), key=Point.low)
    if last.year - first.year not in SINCE_HIJRA:
        return spans
    time, stretch = last.edtf(), dataclasses.replace(spans[0].stretch, first=last, last=last, slashed=False)
    return [_KnownStretch(time, time, last.low(), last.high(), stretch)]


def _same_day(spans: list[_KnownStretch]) -> DateReading | None:
    """The reading of one day in several calendars, each with its name after it: `27 June (O.S.), 28 June (Sw.), 8 July (N.S.) 1709`.

    The names that are not known are those of the first and of the last day. None if these are not the same day.
    """
    named = any(span.stretch.style for span in spans) and all(span.stretch.style or span.stretch.label == TAIL for span in spans)
    if len(spans) < 2 or not named or any(len(span.start) != _DAY or span.start != span.end for span in spans):
        return None
    old = next((span for span in spans if span.stretch.style == concepts.OLD), min(spans, key=_low))
    new = next((span for span in spans if span.stretch.style == concepts.NEW), max(spans, key=_low))
    if not is_same_day(old.start, new.start) or not all(old.low <= span.low <= new.low for span in spans):
        return None
    return DateReading(new.start, new.end, False, (), (old.start, old.end))


_Whole = tuple[str, str, bool]
"""From when to when, and whether it goes on."""
_Days = tuple[str, str]
"""From when to when in the other calendar."""


def _with_asides(whole: _Whole, old_style: _Days | None, span: _KnownStretch, asides: list[list[Word]]) -> tuple[_Whole, _Days | None]:
    """The date of one stretch and that in the old calendar, with what parentheses state that name a calendar."""
    for number, group in enumerate(asides):
        styles = {word.value for word in group if word.kind == concepts.STYLE}
        other = _aside([word for word in group if word.kind != concepts.STYLE], span, after_last=number > 0)
        if other is not None and concepts.NEW in styles:
            whole, old_style = (other.start, other.end, False), whole[:2]
        elif other is not None and concepts.OLD in styles:
            old_style = (old_style[0], other.end) if old_style else _of_one_end(other, whole)
    return whole, old_style


def _with_same_days(whole: _Whole, span: _KnownStretch, bare: list[list[Word]]) -> tuple[_Whole, _Days | None]:
    """The same with parentheses that name none, if they state the same days in the other calendar."""
    old_style: _Days | None = None
    for group in bare:
        other = _aside(group, span)
        if other is None:
            continue
        if is_same_day(other.start, whole[0]) and is_same_day(other.end, whole[1]):
            old_style = (other.start, other.end)
        elif is_same_day(whole[0], other.start) and is_same_day(whole[1], other.end):
            whole, old_style = (other.start, other.end, False), whole[:2]
    return whole, old_style


def _joined(spans: list[_KnownStretch]) -> tuple[list[_KnownStretch] | None, tuple[str, str] | None]:
    """Stretches with slashes between days: in two calendars (then the new one, and the old one), or joined into one.

    `27 June/8 July`, `2–3/12–13 September` and `1/12 – 3/14 July` are in both calendars if the days are the same; `4–5/6 May` is
    one stretch. None if the second part of a joint lies before the first.
    """
    first, last = spans[0], spans[-1]
    if len(spans) == 1 and is_same_day(first.start, first.end):
        return [first._replace(start=first.end)], (first.start, first.start)
    if len(spans) == 2 and last.stretch.joint == SLASH:
        for one, other in ((first, last), (last, first)):
            if is_same_day(one.start, other.start) and is_same_day(one.end, other.end):
                return [other], (one.start, one.end)
    if len(spans) == 2 and last.stretch.joint == DASH and is_same_day(first.start, first.end) and is_same_day(last.start, last.end):
        return [last._replace(start=first.end)], (first.start, last.start)
    if any(span.stretch.in_both for span in spans):
        return None, None  # days that no calendar explains: `2–3 (15–16) August`
    made: list[_KnownStretch] = []
    for span in map(_of_alternatives, spans):
        if span.stretch.joint and made and (made[-1].stretch.slashed or span.stretch.slashed or span.stretch.joint == SLASH):
            if span.high < made[-1].high:
                return None, None
            made[-1].stretch.ongoing = span.stretch.ongoing
            doubted = span.stretch.joint == SLASH and span.start == span.end and not follows(made[-1].end, span.end)
            made[-1] = made[-1]._replace(end=_doubted(span.end) if doubted else span.end, high=span.high)
        else:
            made.append(span)
    return made, None


def _understood(stretch: Stretch) -> _KnownStretch | None:
    first, last = stretch.first, stretch.last
    start = first.edtf() if first is not None else ""
    end = start if last is first and first is not None and first.span == 1 else last.edtf(last=True) if last is not None else ""
    if (first is not None and not start) or (last is not None and not end):
        return None
    low = first.low() if first is not None else last.low() if last is not None else _FAR
    high = last.high() if last is not None else _FAR
    if stretch.slashed and first is not None and last is not None and low > high:
        start, end, low, high = end, start, last.low(), first.high()  # `12 January 1871/31 December 1870`, the new style first
    return _KnownStretch(start, end, low, high, stretch) if low <= high else None


def _low(span: _KnownStretch) -> Moment:
    return span.low if span.start else _FAR


def _whole(spans: list[_KnownStretch]) -> tuple[tuple[str, str, bool], tuple[tuple[str, str], ...]]:
    """From the first to the last of all stretches, and the stretches themselves if there are several.

    A stretch without a label before others with labels is the whole, and they are its parts. A part that lies apart is about something
    else (`Treaty in force: 12 May 1784`, `skirmishes since 1931`), unless it is called a phase or a second battle, or the whole is a
    day that a battle may follow. Each of several alternatives is only perhaps the date.
    """
    lead = spans[0]
    if len(spans) == 1:
        return (lead.start, lead.end, lead.stretch.ongoing), ()
    if len(spans) == 2 and not lead.end and not lead.stretch.ongoing and not spans[1].start:
        return (lead.start, spans[1].end, False), ()  # `after 378 and before 382`
    counted = [span for span in spans[1:] if _belongs(lead, span)]
    everything = [lead, *counted]
    ongoing = any(span.stretch.ongoing for span in everything)
    start = min(everything, key=_low).start
    end = "" if ongoing else max(everything, key=attrgetter("high")).end
    seasons = all(_SEASON.match(span.start) and span.start == span.end and span.start[:-2] == lead.start[:-2] for span in everything)
    if seasons:
        start, end = lead.start, everything[-1].end  # a winter may begin a year, or end it
    if any(span.stretch.linked == concepts.OR for span in counted) and all(span.stretch.linked in (concepts.OR, ",") for span in counted):
        # A stretch beside single days or years shares no end with any of them: `718 or 722 – 1492`, `1200 – 1210 or 1211`.
        single = [span.start == span.end for span in everything]
        doubted_end = single[-1] or not all(single[:-1])
        doubted_start = single[0] or not all(single[1:])
        return (_doubted(start) if doubted_start else start, _doubted(end) if doubted_end else end, ongoing), ()
    leads = not seasons and lead.stretch.label is None and all(_is_within(lead, span) for span in counted)
    if leads:
        start, end, ongoing = lead.start, lead.end, lead.stretch.ongoing
    phases = counted if leads else everything
    if not leads and all(span.stretch.linked and _follows(before, span) for before, span in pairwise(everything)):
        phases = []  # `3 and 4 May`
    return (start, end, ongoing), tuple((span.start, span.end) for span in phases) if len(everything) > 1 else ()


def _belongs(lead: _KnownStretch, span: _KnownStretch) -> bool:
    """Whether a stretch after the first also belongs to the conflict."""
    label = span.stretch.label
    if lead.stretch.label is not None or label is None or label == concepts.IS_PART or _is_within(lead, span):
        return True
    if label == TAIL or lead.start == lead.end or not lead.end:
        return label == concepts.PHASE or (span.low <= lead.high and lead.low <= span.high)
    return False


def _is_within(lead: _KnownStretch, span: _KnownStretch) -> bool:
    """Whether a stretch lies within the first one, as far as both are known: `1945` does if that ends in September 1945."""
    begins = lead.low <= span.low or (span.start != "" and lead.start.startswith(span.start))
    return begins and (span.high <= lead.high or (span.end != "" and lead.end.startswith(span.end)))


def _conflicts_own(spans: list[_KnownStretch]) -> list[_KnownStretch]:
    """The stretches except those about a treaty, a truce and the like, or about something that began earlier, if any others are left."""
    own = [span for span in spans if span.stretch.label != concepts.EVENT]
    if not any(span.stretch.label is None or span.start != span.end for span in own):
        own = spans  # `War declared 5 May 1809; peace signed 6 June 1810`
    closed = [span.low for span in own if span.start and span.end and (span.start != span.end or span.stretch.label is None)]
    first = min(closed, default=_NEVER)
    return [span for span in own if not _is_from_before(span, first)]


def _is_from_before(span: _KnownStretch, first: Moment) -> bool:
    """Whether a stretch goes on since, or from, a day before the `first` day of all that ended."""
    stretch = span.stretch
    return stretch.label is not None and not span.end and span.low < first and (stretch.since or not stretch.ongoing)


def _of_alternatives(span: _KnownStretch) -> _KnownStretch:
    """A stretch with a slash, `1200/1201`, as perhaps the date; two days in succession are a night instead."""
    if not span.stretch.slashed or follows(span.start, span.end):
        return span
    return span._replace(start=_doubted(span.start), end=_doubted(span.end))


def _doubted(edtf: str) -> str:
    if not edtf:
        return ""
    mark = edtf[-1] if edtf[-1] in "~?%" else ""
    return edtf[: len(edtf) - len(mark)] + both_marks("?", mark)


def _follows(before: _KnownStretch, span: _KnownStretch) -> bool:
    """Whether both are days, and one follows the other."""
    single = len(before.start) == len(span.start) == 10 and before.start == before.end and span.start == span.end
    return single and is_next_day(before.low, span.low)


def _of_one_end(other: _KnownStretch, whole: tuple[str, str, bool]) -> tuple[str, str]:
    """The days in parentheses; one end alone if they are the same day as only that end of the whole."""
    if whole[0] != whole[1] and other.start == other.end:
        if is_same_day(other.start, whole[0]):
            return other.start, ""
        if is_same_day(other.start, whole[1]):
            return "", other.end
    return other.start, other.end


def _aside(words: list[Word], main: _KnownStretch, *, after_last: bool = False) -> _KnownStretch | None:
    """The date in parentheses, with the years of the date outside: the year of the last end if it stands after that."""
    stretches = stretches_of(words)
    if len(stretches) != 1 or main.stretch.first is None:
        return None
    complete(stretches[0])
    first, last = main.stretch.first, main.stretch.last or main.stretch.first
    for point in stretches[0].points():
        lender = last if after_last or point is not stretches[0].first else first
        if point.number is None and point.month:
            point.number, point.era = lender.number, lender.era
            if point.number is not None and point.month == 12 and lender.month == 1:
                point.number += -1 if point.era >= 0 else 1
    return _understood(stretches[0])
