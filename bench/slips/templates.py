"""Templates in values: misspelt, unknown, and with arguments that are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bench.slips.places import DATA, Site, Slip, kind, misspelt, put
from infobox.checks.subject import Use
from infobox.markup.scan import Node, Part, parse
from infobox.templates import countries, meaning

_SHOWING: Final = ("wrap", "list", "collapsible")


@kind("template's name misspelt")
def name_misspelt(site: Site) -> Iterator[Slip]:
    """`{{flagicon|Greece}}` becomes `{{flagcion|Greece}}`"""
    for use in site.templates():
        part = use.node.parts[0]
        written = site.text[part.start : part.end]
        name = written.strip()
        if use.meaning is None or len(name) < 4 or part.nodes or not site.named(use) or use.kind == "navigation":
            continue
        wrong = misspelt(name, site.rng)
        if wrong != name and meaning(wrong) is None:
            start = part.start + len(written) - len(written.lstrip())
            yield put(start, start + len(name), wrong)


@kind("country of a flag misspelt")
def country_misspelt(site: Site) -> Iterator[Slip]:
    """`{{flag|Germany}}` becomes `{{flag|Germnay}}`"""
    for use in site.templates():
        argument = site.subject.arguments(use.node).get(1)
        if use.kind == "flag" and use.meaning is not None and use.meaning.data.get("country", 1) == 1 and argument is not None:
            written = site.text[argument.start : argument.end]
            wrong = misspelt(written, site.rng)
            if written in countries() and wrong not in countries() and not written.isupper() and len(written) > 4:
                yield put(argument.start, argument.end, wrong)


@kind("unknown template around a value")
def only_value_hidden(site: Site) -> Iterator[Slip]:
    """`500 men` becomes `{{troops|500 men}}`, the parameter's only words"""
    for value in site.of("combatants", "commanders", "units", "strength", "casualties", "result", "place"):
        if "\n" not in value.words and "|" not in site.free(value) and "<ref" not in value.words:
            yield put(value.start, value.end, f"{{{{{site.rng.choice(DATA['words']['unknown'])}|{value.words}}}}}")


@kind("unknown template around a line")
def part_hidden(site: Site) -> Iterator[Slip]:
    """`500 men<br>3 ships` becomes `500 men<br>{{troops|3 ships}}`"""
    entries = site.entries("combatants", "commanders", "units", "strength", "casualties")
    for entry in entries:
        start, end = site.span(entry)
        words = site.text[start:end]
        alone = sum(other.value is entry.value for other in entries) == 1
        if not alone and "\n" not in words and "<ref" not in words and _balanced(words):
            yield put(start, end, f"{{{{{site.rng.choice(DATA['words']['unknown'])}|{words}}}}}")


def _balanced(words: str) -> bool:
    return all(words.count(one) == words.count(other) for one, other in ("[]", "{}", "()")) and "|" not in re.sub(
        r"\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}", "", words
    )


@kind("argument twice")
def argument_twice(site: Site) -> Iterator[Slip]:
    """`{{flag|Greece|size=20px}}` becomes `{{flag|Greece|size=20px|size=22px}}`"""
    for use in site.templates():
        if use.meaning is None or use.kind not in ("hidden", "navigation"):
            yield from _twice(site, use.node)


@kind("argument twice in a citation")
def argument_twice_in_citation(site: Site) -> Iterator[Slip]:
    """`{{cite book|year=1987}}` becomes `{{cite book|year=1987|year=1988}}`"""
    for place in site.nodes("extension"):
        if place.node.name == "ref":
            for node in parse(site.text, *place.node.inner):
                if node.kind == "template":
                    yield from _twice(site, node)


def _twice(site: Site, node: Node) -> Iterator[Slip]:
    for part in node.parts[1:]:
        name, value = site.text[part.start : part.equals].strip(), site.text[part.equals + 1 : part.end].strip()
        if part.equals >= 0 and not part.nodes and value and name:
            digit = re.search(r"\d", value)
            other = f"{value[: digit.start()]}{(int(digit[0]) + 1) % 10}{value[digit.end() :]}" if digit is not None else f"{value}s"
            at = node.end - 2
            yield put(at, at, f"|{name}={other}", (node.start, node.end))


@kind("words after an equals sign")
def behind_equals(site: Site) -> Iterator[Slip]:
    """`{{ubl|total 500 men|3 ships}}` becomes `{{ubl|total = 500 men|3 ships}}`"""
    for use in site.templates():
        for part in _shown_parts(site, use):
            starts = [node.start for node in part.nodes]
            before = site.text[part.start : min([part.end, *starts])]
            for match in re.finditer(r"(?<=\w) (?=\S)", before):
                at = part.start + match.start()
                yield put(at, at + 1, " = ", (use.node.start, use.node.end))


@kind("gap of numbered arguments")
def gap(site: Site) -> Iterator[Slip]:
    """`{{plainlist|…}}` becomes `{{plainlist|2=…}}`: the template shows the first one"""
    for use in site.templates():
        parts = _shown_parts(site, use)
        every = use.meaning is not None and use.meaning.data.get("entries") == "arguments"  # lists of arguments show those after a gap
        if len(parts) == 1 and len(use.node.parts) == 2 and use.meaning is not None and use.meaning.shows == 1 and not every:
            yield put(parts[0].start, parts[0].start, "2=", (use.node.start, use.node.end))


def _shown_parts(site: Site, use: Use) -> list[Part]:
    """The unnamed arguments of a template that shows its words."""
    if use.kind not in _SHOWING or use.meaning is None or not site.named(use):
        return []
    return [part for part in use.node.parts[1:] if part.equals < 0 and site.text[part.start : part.end].strip()]


@kind("leftover of a parameter")
def leftover(site: Site) -> Iterator[Slip]:
    """`| strength1 = ` becomes `| strength1 = {{{strength1}}}`, as copied from a template"""
    for value in site.subject.values:
        if value.name in site.subject.profile.known and not value.parameter.positional and value.name not in site.subject.profile.plain:
            words = f"{{{{{{{value.written}}}}}}}"
            at = value.parameter.value_start + (site.text[value.parameter.value_start] == " ")
            yield put(value.start if value.words else at, value.end if value.words else at, words)
