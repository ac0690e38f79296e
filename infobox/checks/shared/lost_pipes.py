"""Lines of a value that are a parameter of their own: the pipe before its name is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec import Struct

from infobox.checks.shared.hidden import Coverage
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject, Value
from infobox.markup import tables
from infobox.markup.scan import Node
from infobox.templates import layout

_NAME: Final = re.compile(r"\n[ \t]*+([^\w\s|=<>\[\]{}'\"&]?)[ \t]*+([^\W\d_][\w -]{0,40}?)[ \t]*=|(?<!\w)([^\W\d_]++\d[a-z]?)[ \t]*=")
"""A name with an equals sign, at the beginning of a line (perhaps after a sign that was typed instead of the pipe), or with a side's number
anywhere.
"""
_SIDED: Final = re.compile(r"\d[a-z]?\Z")


class LostPipe(Struct, eq=False):
    """A parameter without its pipe, in the `value` before it: its name as `written`, its canonical `name`, and its span, from `start` (the
    name, or the sign typed instead of the pipe) to the `name_end`. `rivals` are the parameters that give the same name; `line` is true if
    it begins a line, and `name_start` is where the name begins.
    """

    value: Value
    written: str
    name: str
    start: int
    name_start: int
    name_end: int
    line: bool
    rivals: list[Value]


def lost_pipes(subject: Subject) -> list[LostPipe]:
    """The parameters without a pipe, in page order. Call it through `Subject.once`."""
    found: list[LostPipe] = []
    for value in subject.values if subject.box.closed else ():
        if len(found) >= MANY:
            break
        if "\n" in value.written:
            found += _in_name(subject, value)
        if "=" in value.words:
            found += islice(_in_value(subject, value), MANY)
    return found


def _in_name(subject: Subject, value: Value) -> Iterator[LostPipe]:
    """The parameter after an unnamed value, which is taken for the beginning of its name."""
    written = value.written.rpartition("\n")[2].strip()
    start, end = value.name_span
    if subject.is_parameter(written) and subject.text.endswith(written, start, end):
        name = subject.canonical(written)
        yield LostPipe(value, written, name, end - len(written), end - len(written), end, True, subject.named.get(name, []))


def given_names(subject: Subject) -> frozenset[str]:
    """The canonical names of the parameters that are not empty. Call it through `Subject.once`."""
    return frozenset(name for name, values in subject.named.items() if any(value.bare for value in values))


def names_without_pipe(subject: Subject) -> set[str]:
    """The canonical names of these parameters. Call it through `Subject.once`."""
    return {lost.name for lost in subject.once(lost_pipes)}


def _in_value(subject: Subject, value: Value) -> Iterator[LostPipe]:
    text, parameter = subject.text, value.parameter
    start, end = parameter.value_start, parameter.value_end
    hiding = [node for node in parameter.nodes if _hides(node)]
    # Most equals signs are in templates and references.
    between = zip([start, *(node.end for node in hiding)], [*(node.start for node in hiding), end], strict=True)
    if all(text.find("=", after, before) < 0 for after, before in between) or tables.begins(text, start, end):
        return
    covered = Coverage(hiding)
    for match in _NAME.finditer(text, start, end):
        written = match[2] or match[3]
        own = subject.is_parameter(written)
        sided = _SIDED.search(written) is not None
        if not own or (not sided and match[1]):
            continue
        name = subject.canonical(written)
        if not sided and (name in subject.once(given_names) or _may_be_text(subject, value, name)):
            continue
        name_start = match.start(2) if match[2] else match.start(3)
        if not covered.holds(match.start()) and not covered.holds(name_start):
            begin = match.start(1) if match[1] else name_start
            yield LostPipe(
                value, written, name, begin, name_start, name_start + len(written), match[2] is not None, subject.named.get(name, [])
            )


def _may_be_text(subject: Subject, value: Value, name: str) -> bool:
    """Whether words among others may be meant as they are: `width` and `alt` are also names of attributes."""
    profile = subject.profile
    together = profile.field(name).partition(".")[0] == value.field.partition(".")[0] or value.name in profile.plain
    return name in profile.plain and layout().named(name) and name.isalpha() and not together


def _hides(node: Node) -> bool:
    return node.kind not in ("newline", "quote", "entity")
