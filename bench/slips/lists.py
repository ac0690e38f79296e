"""Lists and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bench.slips.places import Site, Slip, kind, put
from infobox.checks.shared.lines import value_lines
from infobox.markup.edits import Edit

_BREAK: Final = re.compile(r"[ \n]*<br ?/?>[ \n]*")
_FLAG: Final = re.compile(r" ?(?:\{\{flag|\[\[File:[^|\[\]]*\|[12]\d)", re.IGNORECASE)
_ENTITIES: Final = ("combatants", "commanders", "units")
_SIDED: Final = ("combatants", "commanders", "units", "strength", "casualties")


@kind("bullet level skipped")
def level_skipped(site: Site) -> Iterator[Slip]:
    """`* A` becomes `** A` at the beginning of a list, or `*** A` under a bullet"""
    for block in site.subject.once(value_lines):
        if block.value not in site.worded or not block.shown:
            continue
        before = ""
        for line in block.lines:
            if set(line.markers) == {"*"} and len(before) < 2 and line.fresh:
                yield put(line.markers_start, line.words, "**" if not before else "***")
            before = line.markers


@kind("bullet after a line break")
def bullet_after_break(site: Site) -> Iterator[Slip]:
    """`A<br>B` becomes `A<br>* B`"""
    for value in site.of(*_SIDED, "result"):
        for match in _BREAK.finditer(site.text, value.start, value.end):
            if site.free(value)[match.start() - value.start : match.end() - value.start].strip("\0 \n") == "":
                yield put(match.start(), match.end(), "<br>* ")
        for start, match in _bullets(site, value.start, value.end):
            yield put(start, start + len(match[0]), "<br>* ")


def _bullets(site: Site, start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    for match in re.finditer(r"(?<=\S)\n\*(?!\*) ?", site.text[start:end]):
        yield start + match.start(), match


@kind("bullets and line breaks mixed")
def mixed(site: Site) -> Iterator[Slip]:
    """The bullet of one of several flags becomes `<br>`"""
    for block in site.subject.once(value_lines):
        flagged = [line for line in block.lines if line.markers in ("*", "**") and _FLAG.match(site.text, line.words) is not None]
        if block.shown and block.value in site.worded and block.value.field in _ENTITIES and len(flagged) > 2:
            for one, other in pairwise(block.lines):
                if one in flagged and other in flagged and one.markers == other.markers:
                    yield put(one.end, other.words, "<br>")


@kind("list where no line begins")
def no_line(site: Site) -> Iterator[Slip]:
    """`| place = Leros` becomes `| place = * Leros`"""
    for value in site.of("date", "place", "partof"):
        if "\n" not in value.words and not value.words.startswith("{{"):
            yield put(value.start, value.start, "* ")


@kind("list template not ended")
def not_ended(site: Site) -> Iterator[Slip]:
    """`{{plainlist}} … {{endplainlist}}` loses its end, or `{{plainlist|…}}` becomes `{{plainlist}}…`"""
    for use in site.templates():
        name, *parts = use.node.parts
        if use.kind == "list end":
            yield put(use.node.start, use.node.end, "", site.parameter(use.value))
        elif use.name.lower() == "plainlist" and len(parts) == 1 and parts[0].equals < 0:
            last = use.node.end - 2
            yield Slip((Edit(name.end, name.end + 1, "}}"), Edit(last, last + 2, "")), (site.parameter(use.value),))


@kind("list template ended twice")
def ended_twice(site: Site) -> Iterator[Slip]:
    """`{{plainlist|…}}` gets an `{{endplainlist}}`"""
    for use in site.templates():
        if use.kind == "list end" or (use.kind == "list" and use.name.lower() == "plainlist" and len(use.node.parts) > 1):
            yield put(use.node.end, use.node.end, "\n{{endplainlist}}", site.parameter(use.value))


@kind("line break lost")
def break_lost(site: Site) -> Iterator[Slip]:
    """`A<br>B` becomes `A`, newline, `B`: readers see them on one line"""
    entries = site.entries(*_SIDED)
    for one, other in pairwise(entries):
        if one.value is not other.value:
            continue
        between = site.span(one)[1], site.span(other)[0]
        if _BREAK.fullmatch(site.text[slice(*between)]) and not site.words(one).endswith((",", ";")):  # with them it reads well
            yield put(*between, "\n", (site.line(between[0])[0], between[1] + len(site.words(other))))
