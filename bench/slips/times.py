"""Dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import Site, Slip, kind, misspelt, put
from infobox.markup.edits import Edit

_MONTHS: Final = [name for name in calendar.month_name if name]
_MONTH: Final = "|".join(_MONTHS)
_DASH: Final = r"\s?(?:–|-|—|&ndash;|&nbsp;–| to )\s?"
_SHORT: Final = "April|June|September|November|February"
_NUMBER: Final = {name: number for number, name in enumerate(_MONTHS, 1)}


def _arguments(site: Site) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """The numbers in the date's templates: where the template begins, and the place and words of each number."""
    for use in site.subject.templates:
        data = use.meaning.data if use.meaning is not None and use.kind == "function" else {}
        if use.value.field == "date" and use.value.shown and data.get("call") == "date" and use.within is None:
            parts = [(part.start, site.text[part.start : part.end]) for part in use.node.parts[1:] if part.equals < 0]
            if all(words.strip().isdecimal() for _, words in parts):
                yield use.node.start, parts


@kind("month misspelt")
def month_misspelt(site: Site) -> Iterator[Slip]:
    """`12 February 1944` becomes `12 Febuary 1944`"""
    for _, start, match in site.matches(rf"\b(?:{_MONTH})\b", site.of("date")):
        wrong = misspelt(match[0], site.rng)
        if len(match[0]) > 3 and wrong != match[0] and not match[0].startswith(wrong):  # "Jul" is right
            yield put(start + match.start(), start + match.end(), wrong)


@kind("day that a month does not have")
def no_such_day(site: Site) -> Iterator[Slip]:
    """`12 June 1944` becomes `31 June 1944`"""
    for _, start, match in site.matches(rf"\b(\d{{1,2}})(?=(?: |&nbsp;)(?:{_SHORT})\b)|\b(?:{_SHORT}) (\d{{1,2}})\b", site.of("date")):
        group = 1 if match[1] else 2
        yield put(start + match.start(group), start + match.end(group), "31")
    for node, parts in _arguments(site):
        for year in range(0, len(parts) - 2, 3):
            month, (at, day) = int(parts[year + 1][1]), parts[year + 2]
            if month in (2, 4, 6, 9, 11):
                yield put(at, at + len(day), "31", (node, at + 2))


@kind("end before the beginning")
def end_first(site: Site) -> Iterator[Slip]:
    """`22 June – 5 July 1941` becomes `5 July – 22 June 1941`"""
    day = rf"\d{{1,2}} (?:{_MONTH})"
    for _, start, match in site.matches(rf"\b({day})( \d{{4}})?({_DASH})({day}) (\d{{4}})\b", site.of("date")):
        year = (match[2] or match[5]).strip()
        if (match[1], year) != (match[4], match[5]):
            first = f"{match[4]} {match[5]}" if match[2] else match[4]
            yield put(start + match.start(), start + match.end(), f"{first}{match[3]}{match[1]} {year}")
    for node, parts in _arguments(site):
        if len(parts) == 6 and parts[:3] != parts[3:]:
            words = [words for _, words in parts]
            others = [*words[3:], *words[:3]]
            edits = [Edit(at, at + len(old), new) for (at, old), new in zip(parts, others, strict=True) if old != new]
            yield Slip(tuple(edits), ((node, parts[-1][0] + 2),))


@kind("range of days reversed")
def days_reversed(site: Site) -> Iterator[Slip]:
    """`5–12 June 1944` becomes `12–5 June 1944`"""
    for _, start, match in site.matches(rf"\b(\d{{1,2}})({_DASH})(\d{{1,2}})(?= (?:{_MONTH}))", site.of("date")):
        if int(match[1]) < int(match[3]):
            yield put(start + match.start(), start + match.end(), f"{match[3]}{match[2]}{match[1]}")
    for _, start, match in site.matches(rf"\b(?:{_MONTH}) ((\d{{1,2}})({_DASH})(\d{{1,2}}))\b(?!\d)", site.of("date")):
        if int(match[2]) < int(match[4]):
            yield put(start + match.start(1), start + match.end(1), f"{match[4]}{match[3]}{match[2]}")


@kind("digit too many in a year")
def digit_too_many(site: Site) -> Iterator[Slip]:
    """`1944` becomes `19444` or `19414`"""
    for at, year in _years(site):
        place = site.rng.randrange(1, 5)
        digit = site.rng.choice((year[place - 1], str(site.rng.randrange(10))))
        yield put(at, at + 4, f"{year[:place]}{digit}{year[place:]}", (site.line(at)[0], site.line(at)[1]))


@kind("digit missing in a year")
def digit_missing(site: Site) -> Iterator[Slip]:
    """`1944` becomes `194` or `944`"""
    for at, year in _years(site):
        place = site.rng.randrange(4)
        yield put(at, at + 4, f"{year[:place]}{year[place + 1 :]}", (site.line(at)[0], site.line(at)[1]))


def _years(site: Site) -> Iterator[tuple[int, str]]:
    for _, start, match in site.matches(r"(?<![\d.,])1\d{3}(?![\d,])", site.of("date")):
        yield start + match.start(), match[0]
    for _, parts in _arguments(site):
        for at, words in parts[::3]:
            if re.fullmatch(r"1\d{3}", words):
                yield at, words


@kind("year missing")
def year_missing(site: Site) -> Iterator[Slip]:
    """`12 June 1944` becomes `12 June`"""
    for value in site.of("date"):
        years = list(re.finditer(r",? \d{4}\b", site.free(value)))
        if len(years) == 1 and not re.search(r"\d{4}|\{\{", value.words.replace(years[0][0], "")):
            yield put(value.start + years[0].start(), value.start + years[0].end(), "")
