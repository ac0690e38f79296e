"""The rule about arguments that are given to a template twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from infobox.box import is_named
from infobox.checks.findings import Fix, Hit, edited, quoted, shortened
from infobox.checks.limits import MANY
from infobox.checks.registry import rule
from infobox.checks.rules.equals import lost_words
from infobox.checks.subject import Subject
from infobox.markup.arguments import value_of
from infobox.markup.scan import Node, Part, template_name, without_comments

_NAME: Final = re.compile(r"\|([^|={}\[\]<>]*)=")


class _Given(NamedTuple):
    """An argument: its `part`, and its value without white space around it."""

    part: Part
    value: str


@rule("M419", "warning", fixes="some")
def duplicate_argument(subject: Subject) -> Iterator[Hit]:
    """An argument that a template in a value or a reference is given more than once, also a numbered one beside an unnamed one:
    `{{flagicon|Greece|size=20px|size=22px}}`, `{{flag|Greece|1=Italy}}`.

    Parser functions are not checked: in some of them, a name may be used twice.

    Why: The template knows only the last one, even if it is empty. MediaWiki lists such pages in a category.

    Bad:
        | combatant1 = {{flagicon|Greece|size=20px|size=20px}} Greece

    Good:
        | combatant1 = {{flagicon|Greece|size=20px}} Greece

    Fix: an argument that is empty, or equal to the last one, is removed; safe. An empty last one is removed too, which is unsafe, because
    readers see the value before it then. No fix if two values differ.
    """
    found = (hit for node in _cited_templates(subject) for hit in _given_twice(subject.text, node))
    yield from islice(itertools.chain(_in_values(subject), found), MANY)


def _in_values(subject: Subject) -> Iterator[Hit]:
    for use in subject.templates:
        if len(use.node.parts) > 2 and (hits := list(_given_twice(subject.text, use.node))):
            # Words that are taken for a name have a finding of their own, and so has what is wrong with an infobox.
            words = {hit.start for hit in lost_words(subject, use)}
            yield from (hit for hit in hits if hit.start not in words and not is_named(use.name, subject.profile))


def _cited_templates(subject: Subject) -> Iterator[Node]:
    """The templates in references, if a name is used twice in one of them."""
    if any(_may_repeat(subject.text, place.node) for place in subject.places.get("extension", ())):
        yield from (place.node for place in subject.cited.get("template", ()) if len(place.node.parts) > 2)


def _may_repeat(text: str, reference: Node) -> bool:
    """Whether a reference may hold a template in which a name is used twice, or that has a number for a name."""
    if reference.name != "ref" or text.find("{{", *reference.inner) < 0:
        return False
    names = [name.strip() for name in _NAME.findall(text, *reference.inner)]
    return len(set(names)) < len(names) or any(map(str.isdecimal, names))


def _given_twice(text: str, node: Node) -> Iterator[Hit]:
    name = template_name(text, node)
    if ":" in name or name[:1] == "#":
        return
    given: dict[str, list[_Given]] = {}
    number = 0
    for part in node.parts[1:]:
        if part.equals < 0:
            number += 1
            key = str(number)
        elif any(inner.start < part.equals and inner.kind != "comment" and inner.kind != "newline" for inner in part.nodes):
            continue  # the name is computed
        else:
            key = without_comments(text, part.start, part.equals, part.nodes).strip()
        value = value_of(text, part)
        given.setdefault(key, []).append(_Given(part, text[value.start : value.end]))
    for key, several in given.items():
        if len(several) > 1:
            yield from _of_one_name(text, name, key, several)


def _of_one_name(text: str, template: str, key: str, given: list[_Given]) -> Iterator[Hit]:
    """The findings about the arguments with one name: each but the last, or the last if it is empty and hides the others."""
    last = given[-1]
    what = f"{{{{{shortened(template)}}}}} is given {quoted(key)} more than once"
    if not last.value and any(each.value for each in given):
        yield _hit(text, last, f"{what}, and the last one is empty; remove this one", _removed(last, safe=False))
        return
    for each in given[:-1]:
        if each.value and each.value != last.value:
            yield _hit(text, each, f"{what}, and the template knows only the last one, {quoted(last.value)}; keep one of them", None)
        elif each.part.equals < 0 <= last.part.equals and each.value:
            # Removing an unnamed argument would number those after it anew.
            yield _hit(text, last, f"{what}; remove this one", _removed(last, safe=True))
        else:
            yield _hit(text, each, f"{what}; remove this one", _removed(each, safe=True))


def _removed(given: _Given, *, safe: bool) -> Fix | None:
    part = given.part
    return edited(part.start - 1, part.end, "", safe=safe) if part.equals >= 0 else None


def _hit(text: str, given: _Given, message: str, fix: Fix | None) -> Hit:
    words = text[given.part.start : given.part.end]
    start = given.part.start + len(words) - len(words.lstrip())
    return Hit(start, max(start + len(words.strip()), start), message, fix)
