"""Names of parameters, and the pipes and equals signs beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.slips.places import DATA, Site, Slip, kind, misspelt, put
from infobox.markup.edits import Edit


@kind("pipe lost at a line's start")
def pipe_lost(site: Site) -> Iterator[Slip]:
    """`| strength1 = 500 men` becomes `strength1 = 500 men`"""
    parameters = site.box.parameters
    for value in site.subject.values:
        at = value.parameter.start
        line = site.line(at)[0]
        first = value.parameter is parameters[0]
        if value.words and not first and value.name in site.subject.profile.known and not site.text[line:at].strip():
            yield put(at, at + 1 + (site.text[at + 1] == " "), "")


@kind("pipe in a value")
def pipe_in_value(site: Site) -> Iterator[Slip]:
    """`Leros, Greece` becomes `Leros| Greece`"""
    for _, start, match in site.matches(r",(?= [^\W\d_])", site.worded):
        yield put(start + match.start(), start + match.end(), "|")


@kind("pipe twice before a parameter")
def pipe_twice_before(site: Site) -> Iterator[Slip]:
    """`| strength1 = 500 men` becomes `|| strength1 = 500 men`"""
    for value in site.values:
        yield put(value.parameter.start, value.parameter.start, "|")


@kind("equals sign lost")
def equals_lost(site: Site) -> Iterator[Slip]:
    """`| strength1 = 500 men` becomes `| strength1 500 men`"""
    for value in site.values:
        if value.words and "=" not in site.free(value):
            at = value.parameter.value_start - 1
            yield put(at, at + 1, "")


@kind("parameter's name lost")
def name_lost(site: Site) -> Iterator[Slip]:
    """`| strength1 = 500 men` becomes `| = 500 men`"""
    for value in site.values:
        if value.words:
            yield put(*value.name_span, "")


@kind("parameter's name misspelt")
def name_misspelt(site: Site) -> Iterator[Slip]:
    """`| strength1 = 500 men` becomes `| strenght1 = 500 men`"""
    for value in site.values:
        wrong = misspelt(value.written, site.rng)
        if value.words and wrong != value.written and not site.subject.profile.is_known(wrong, site.box.language):
            yield put(*value.name_span, wrong)


@kind("parameter of another template")
def foreign(site: Site) -> Iterator[Slip]:
    """`| fatalities = 500`, which other infoboxes know"""
    value = site.rng.choice(site.subject.values)
    at = value.parameter.start
    for name, words in DATA["words"]["foreign"].items():
        if not site.subject.profile.is_known(name, site.box.language):
            yield put(at, at, f"| {name} = {words}\n", (at, at + len(name) + 2))


@kind("parameter twice")
def twice(site: Site) -> Iterator[Slip]:
    """A parameter with a value stands there a second time, further down, with another value"""
    ends = [value.parameter.start for value in site.values] + [site.box.end - 2]
    for number, value in enumerate(site.values):
        if value.words and value.field not in ("map",):
            at = site.rng.choice(ends[number + 1 :])
            line = "" if site.text[at - 1] == "\n" else "\n"
            words = re.sub(r"\d", lambda match: str((int(match[0]) + 1) % 10), value.words, count=1)
            yield put(at, at, f"{line}| {value.written} = {words}\n", site.parameter(value), (at, at + 2))


@kind("place or date missing")
def missing(site: Site) -> Iterator[Slip]:
    """The line of `place` or `date` is gone"""
    for value in site.of("place", "date"):
        if not value.words.startswith("{{coord"):
            start, end = site.parameter(value)
            yield put(start, end, "", (site.box.start, site.box.end))


@kind("status beside a result")
def status(site: Site) -> Iterator[Slip]:
    """`| status = Ongoing` in an infobox with a result"""
    if site.of("result") and not site.of("status"):
        result = site.of("result")[0]
        edit = site.added("status", site.rng.choice(("Ongoing", "Ceasefire in effect", "Concluded")))
        yield Slip((edit,), (site.line(edit.start), site.parameter(result)))


@kind("signature")
def signature(site: Site) -> Iterator[Slip]:
    """`~~~~` at the end of a value"""
    for value in site.worded:
        yield Slip((Edit(value.end, value.end, " ~~~~"),))


@kind("sample of a toolbar")
def toolbar(site: Site) -> Iterator[Slip]:
    """`'''Bold text'''` at the end of a value, or in place of a word"""
    for value in site.worded:
        yield put(value.end, value.end, site.rng.choice(DATA["words"]["samples"]))
    for _, start, match in site.matches(r"(?<= )[^\W\d_]{3,}(?= )", site.worded):
        yield put(start + match.start(), start + match.end(), site.rng.choice(DATA["words"]["samples"]))
