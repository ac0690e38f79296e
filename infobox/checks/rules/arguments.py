"""The rule about arguments that are given to a template twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from infobox.box import is_named
from infobox.checks.findings import Fix, Hit, quoted, shortened
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import cut_in_two
from infobox.checks.rules.equals import lost_words
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject
from infobox.markup.arguments import value_of
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, Part, template_name, without_comments

_NAME: Final = re.compile(r"\|\s*+([^\s|={}\[\]<>]++)\s*+=")
_NO_WORDS: Final = ("comment", "newline")


class _GivenArgument(NamedTuple):
    """An argument: its `part`, and its value without white space around it."""

    part: Part
    value: str


class _Repetition(NamedTuple):
    """An argument that is given again: the `template` and the `key`, the span, what to do, and the edit that removes the argument, if it
    can be. It is `idle` if the template is the same without it.
    """

    template: str
    key: str
    start: int
    end: int
    advice: str
    removal: Edit | None
    idle: bool


@rule("M419", "warning", fixes="some")
def duplicate_argument(subject: Subject) -> Iterator[Hit]:
    """An argument that a template in a value or a reference is given more than once, also a numbered one beside an unnamed one:
    `{{flagicon|Greece|size=20px|size=22px}}`, `{{flag|Greece|1=Italy}}`.

    Parser functions are not checked: in some of them, a name may be used twice. Arguments that change nothing, because they are empty or
    equal to the last one, are one finding for each template.

    Why: The template knows only the last one, even if it is empty. MediaWiki lists such pages in a category.

    Bad:
        | combatant1 = {{flagicon|Greece|size=20px|size=20px}} Greece

    Good:
        | combatant1 = {{flagicon|Greece|size=20px}} Greece

    Fix: an argument that is empty, or equal to the last one, is removed; safe. An empty last one is removed too, which is unsafe, because
    readers see the value before it then. No fix if two values differ.
    """
    found = list(islice(itertools.chain(_in_values(subject), _in_references(subject)), MANY))
    alike: dict[tuple[str, str], list[_Repetition]] = {}
    for fault in found:
        if fault.idle:
            alike.setdefault((fault.template, fault.key), []).append(fault)
    for fault in found:
        several = alike.get((fault.template, fault.key), []) if fault.idle else [fault]
        if fault is several[0]:
            yield _hit(fault, several)


def _in_values(subject: Subject) -> Iterator[_Repetition]:
    for use in subject.templates:
        if len(use.node.parts) > 2 and _names_repeat(subject.text, use.node) and (faults := list(_given_twice(subject.text, use.node))):
            # Words that are taken for a name have a finding of their own, and so have links that are cut and an infobox.
            words = {hit.start for hit in lost_words(subject, use)}
            cut = any(use.node.start < start < use.node.end for start, _ in subject.once(cut_in_two))
            if not cut and not is_named(use.name, subject.profile):
                yield from (fault for fault in faults if fault.start not in words)


def _names_repeat(text: str, template: Node) -> bool:
    """Whether a name may be used twice in a template; nearly always it is not."""
    names = [text[part.start : part.equals].strip() for part in template.parts if part.equals >= 0]
    return bool(names) and _may_repeat(names)


def _may_repeat(names: list[str]) -> bool:
    """Whether one of the names is there twice, or may be as a number or without a comment."""
    return len(set(names)) < len(names) or any(name.isdecimal() or "<" in name for name in names)


def _in_references(subject: Subject) -> Iterator[_Repetition]:
    for node in _cited_templates(subject):
        yield from _given_twice(subject.text, node)


def _cited_templates(subject: Subject) -> Iterator[Node]:
    """The templates in references, if a name is used twice in one of them."""
    if any(_may_be_cited_twice(subject.text, place.node) for place in subject.places.get("extension", ())):
        yield from (place.node for place in subject.cited.get("template", ()) if len(place.node.parts) > 2)


def _may_be_cited_twice(text: str, reference: Node) -> bool:
    """Whether a reference may contain a template in which a name is used twice."""
    if reference.name != "ref" or text.find("{{", *reference.inner) < 0:
        return False
    return _may_repeat(_NAME.findall(text, *reference.inner))


def _given_twice(text: str, node: Node) -> Iterator[_Repetition]:
    name = template_name(text, node)
    if ":" in name or name[:1] == "#":
        return
    given: dict[str, list[_GivenArgument]] = {}
    number = 0
    for part in node.parts[1:]:
        if part.equals < 0:
            number += 1
            key = str(number)
        elif any(inner.start < part.equals and inner.kind not in _NO_WORDS for inner in part.nodes):
            continue  # the name is computed
        else:
            key = without_comments(text, part.start, part.equals, part.nodes).strip()
        value = value_of(text, part)
        given.setdefault(key, []).append(_GivenArgument(part, text[value.start : value.end]))
    for key, several in given.items():
        if len(several) > 1:
            yield from _of_one_name(text, name, key, several)


def _of_one_name(text: str, template: str, key: str, given: list[_GivenArgument]) -> Iterator[_Repetition]:
    """The faults in the arguments with one name: each but the last, or the last if it is empty and hides the others."""
    last = given[-1]
    if not last.value and any(each.value for each in given):
        yield _fault(text, template, key, last, "and the last one is empty; remove this one", _removal(last))
        return
    advice = f"and the template knows only the last one, {quoted(last.value)}; keep one of them"
    for each in given[:-1]:
        if each.value and each.value != last.value:
            yield _fault(text, template, key, each, advice, None)
        else:
            # Removing an unnamed argument would number those after it anew.
            idle = last if each.part.equals < 0 <= last.part.equals and each.value else each
            yield _fault(text, template, key, idle, "and this one changes nothing; remove it", _removal(idle), idle=True)


def _removal(given: _GivenArgument) -> Edit | None:
    return Edit(given.part.start - 1, given.part.end, "") if given.part.equals >= 0 else None


def _fault(
    text: str, template: str, key: str, given: _GivenArgument, advice: str, removal: Edit | None, *, idle: bool = False
) -> _Repetition:
    words = text[given.part.start : given.part.end]
    start = given.part.start + len(words) - len(words.lstrip())
    return _Repetition(template, key, start, start + len(words.strip()), advice, removal, idle)


def _hit(fault: _Repetition, alike: list[_Repetition]) -> Hit:
    edits = tuple(each.removal for each in alike if each.removal is not None)
    more = f" (and {len(alike) - 1} more like it)" if len(alike) > 1 else ""
    message = f"{{{{{shortened(fault.template)}}}}} is given {quoted(fault.key)} more than once, {fault.advice}{more}"
    return Hit(fault.start, fault.end, message, Fix(edits, safe=fault.idle) if edits else None)
