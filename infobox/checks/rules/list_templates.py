"""Rules about list templates and their end templates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from infobox.checks.findings import Hit, edited
from infobox.checks.registry import rule
from infobox.checks.rules.equals import lost_words
from infobox.checks.rules.references import is_incomplete
from infobox.checks.scope import Scope
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.lines import ListMark, list_marks
from infobox.checks.subject import Subject, Use

_ENDS: Final = {"plainlist": "endplainlist", "flatlist": "endflatlist", "tree list": "tree list/end"}
"""The end templates of lists that are often left open; for others, the data has them."""


_LIST_LIKE: Final = re.compile(r"l+[iy]?s|pla[in]{1,3}|\bend", re.IGNORECASE)


class _UnpairedEnds(NamedTuple):
    """The lists of an infobox that are never closed, and the ends that close no list."""

    unclosed: list[Use]
    stray: list[Use]


def _unpaired(subject: Subject) -> _UnpairedEnds:
    """The lists and ends without a partner in their value. Pages close lists in any order: an end closes the last open list of its name,
    or if there is none, the last open list.
    """
    unclosed: list[Use] = []
    stray: list[Use] = []
    doubtful = _doubtful(subject)
    opened: list[ListMark] = []
    value = None
    for mark in subject.once(list_marks):
        if mark.use.value is not value:
            unclosed += [each.use for each in opened]
            opened, value = [], mark.use.value
        if not mark.ends:
            opened.append(mark)
        elif opened:
            own = [each for each in opened if each.name in mark.ends]
            opened.remove(own[-1] if own else opened[-1])
        else:
            stray.append(mark.use)
    unclosed += [each.use for each in opened]
    certain = ([use for use in uses if id(use.value) not in doubtful] for uses in (unclosed, stray))
    return _UnpairedEnds(*certain)


def _doubtful(subject: Subject) -> set[int]:
    """The values (by their `id`) in which something else may be meant to open or close a list: an unknown template with a name that
    resembles `list`, a list whose lines are taken for the name of an argument (T002), or the closing tag of a block.
    """
    found = {id(use.value) for use in subject.templates if use.meaning is None and _LIST_LIKE.search(use.name)}
    found.update(id(mark.use.value) for mark in subject.once(list_marks) if not mark.ends and any(lost_words(subject, mark.use)))
    found.update(id(place.value) for place in subject.places.get("tag", ()) if place.node.closing and place.node.name == "div")
    return found


def _end_of(subject: Subject, use: Use) -> str:
    """The name of the template that closes a list."""
    name = use.meaning.name if use.meaning is not None else ""
    ends = (known.name for known in subject.known.meanings.values() if known.kind == "list end" and name in known.data.get("of", ()))
    return next(filter(None, map(subject.known.own, chain([_ENDS.get(name, "")], ends))), "")


@rule("L307", "warning", fixes="some", over=Scope(lambda subject: subject.once(_unpaired).unclosed, "list templates left open"))
def list_not_closed(subject: Subject, unclosed: Sequence[Use]) -> Iterator[Hit]:
    """A list template that opens a list for the lines after it, which is not closed in the same value.

    Why: What follows in the infobox may be shown as part of the list, and the page's markup is not balanced.

    Bad:
        | units1 = {{plainlist}}
        * [[1st Corps]]
        * [[2nd Corps]]
        | place = [[Leros]]

    Good:
        | units1 = {{plainlist}}
        * [[1st Corps]]
        * [[2nd Corps]]
        {{endplainlist}}
        | place = [[Leros]]

    Fix: safe if the list is in the value itself: its end is added after the value. No fix inside another template, where the place of the
    end is not certain, or if two lists are open: the second may be meant as the end of the first.
    """
    twice = Counter(id(use.value) for use in unclosed)
    for use in unclosed if not is_incomplete(subject) else ():
        name = _end_of(subject, use)
        node, value = use.node, use.value
        at_top = use.within is None and not value.parameter.positional and bool(name)
        # The second of two may be meant as the end of the first.
        fix = edited(value.end, value.end, f"\n{{{{{name}}}}}") if name and at_top and twice[id(value)] == 1 else None
        yield Hit(node.start, node.end, f"the list is never closed; add {{{{{name or 'its end'}}}}} after its last line", fix)


@rule("L308", "warning", fixes="safe", over=Scope(lambda subject: subject.once(_unpaired).stray, "ends of list templates that end nothing"))
def list_closed_twice(subject: Subject, ends: Sequence[Use]) -> Iterator[Hit]:
    """The end of a list that is not open: it was closed before, or its lines were an argument of `{{plainlist|…}}`.

    Why: It closes something else, and what follows is shown in the wrong place.

    Bad:
        | units1 = {{plainlist|
        * [[1st Corps]]
        }}
        {{endplainlist}}

    Good:
        | units1 = {{plainlist|
        * [[1st Corps]]
        }}

    Fix: safe: it is removed, together with its line if nothing else is on it.
    """
    text = subject.text
    for use in ends:
        start, end = use.node.start, use.node.end
        before = blanks_before(text, start) - 1
        alone = text[before] == "\n" and text[end : end + 1] in ("\n", "")
        yield Hit(start, end, "no list is open here; remove this end", edited(before if alone else start, end, ""))
