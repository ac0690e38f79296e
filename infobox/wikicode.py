"""Updating mwparserfromhell's tree of an infobox to match a record: what did not change stays the same objects.

`read`, `read_all`, `check`, `write` and the others take such a tree wherever they take a page. The parser is imported only when it is used.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from infobox import box as boxes
from infobox.editing import sequences
from infobox.markup.edits import Edit, applied
from infobox.record import Conflict, TemplateUse
from infobox.writing import edits

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node, Template
    from mwparserfromhell.nodes.extras import Parameter
    from mwparserfromhell.wikicode import Wikicode

    from infobox.templates.profile import Profile

    T = TypeVar("T", Node, Parameter)

_MOST: Final = 1000
"""How many nodes or parameters are compared with each other; if more lie between the common beginning and end, none of them is kept."""


def update(template: Template, record: Conflict, *, profile: Profile | None = None) -> None:
    """Update an infobox in a tree to match the record: its text is then what `write` makes of it.

    Parameters that differ get new values, and new parameters are added where `write` puts them. All others stay the same objects, and so
    do the nodes of a changed value that the change does not touch. A new line ends as those of the template do. The record may have been
    read from the template or from its page; `profile` as in `write`. Raises `WriteError` as `write` does, and `TypeError` for anything
    but a template; the tree is then left unchanged.
    """
    from mwparserfromhell.nodes import Template

    if not isinstance(template, Template):
        raise TypeError(f"an infobox is a Template of mwparserfromhell, not {type(template).__name__} (see Wikicode.filter_templates)")
    text = str(template)
    place = record.template if record.template is not None else TemplateUse()
    if place.start is not None:
        place = msgspec.structs.replace(place, start=0, end=len(text))
    found = edits(msgspec.structs.replace(record, template=msgspec.structs.replace(place, number=1)), text, profile=profile)
    if found:
        template.params[:] = _parameters(template, text, found, profile, boxes.wiki_of(record))


def _parameters(template: Template, text: str, edits: Sequence[Edit], profile: Profile | None, wiki: str) -> list[Parameter]:
    """The parameters of a template, whose text is given, with the edits done in them, and the new ones that the edits insert.

    Each one ends where the tree says, even if an unclosed tag in it would now lead the parser past its end.
    """
    from mwparserfromhell.nodes.extras import Parameter

    done = applied(text, edits)
    offsets = _Offsets(edits)
    pipes: dict[int, Parameter | boxes.Parameter] = {}
    pipe = len("{{") + len(str(template.name))
    for parameter in template.params:
        place = offsets.place(pipe)
        # Otherwise the pipe belongs to a link, except for the parser, and the link has changed.
        if place is not None and (not parameter.showkey or done.startswith(f"{parameter.name}=", place + 1)):
            pipes[place] = parameter
        pipe += len("|") + len(str(parameter))
    box = next(iter(boxes.find(done, profile, wiki)), None)
    if box is not None and box.start == 0:
        pipes.update({one.start: one for one in box.parameters if one.start not in pipes and offsets.is_new(one.start)})
    params: list[Parameter] = []
    for start, end in pairwise([*sorted(pipes), len(done) - len("}}")]):
        own = pipes[start]
        if isinstance(own, boxes.Parameter):
            name = own.written if own.positional else done[start + 1 : own.value_start - 1]
            params.append(Parameter(name, _value(done[own.value_start : end]), showkey=not own.positional))
            continue
        params.append(own)
        value = done[start + 1 + (len(str(own.name)) + 1 if own.showkey else 0) : end]
        if value != str(own.value):
            own.value.nodes = _updated_nodes(own.value, _value(value))
    return params


class _Offsets:
    """Where edits of a text, in order and not touching, have moved its characters."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [edit.end for edit in edits]
        self._moved = list(accumulate((len(edit.words) - (edit.end - edit.start) for edit in edits), initial=0))
        self._new = [(edit.start + moved, len(edit.words)) for edit, moved in zip(edits, self._moved, strict=False)]

    def place(self, offset: int) -> int | None:
        """Where the character at an offset stands now; None if an edit removed it."""
        number = bisect_right(self._ends, offset)
        if number < len(self._edits) and self._edits[number].start <= offset:
            return None
        return offset + self._moved[number]

    def is_new(self, place: int) -> bool:
        """Whether an edit inserted what stands at a place now."""
        start, length = self._new[max(0, bisect_right(self._new, (place, sys.maxsize)) - 1)]
        return start <= place < start + length


def _value(words: str) -> Wikicode:
    import mwparserfromhell
    from mwparserfromhell.nodes import Template

    nodes = mwparserfromhell.parse(f"{{{{x|y={words}}}}}").nodes
    if len(nodes) == 1 and isinstance(nodes[0], Template) and len(nodes[0].params) == 1:
        return nodes[0].params[0].value
    return mwparserfromhell.parse(words)  # something in it would hide the template's end


def _update(old: Template, new: Template) -> None:
    """Make a template say what another of the same name says, keeping as many of its own objects as possible."""
    params: list[Parameter] = []
    for kept, gone, come in _changes(old.params, new.params):
        params += kept
        waiting: dict[tuple[str, bool], list[int]] = {}
        for place, parameter in enumerate(gone):
            waiting.setdefault(_key(parameter), []).append(place)
        reached = -1
        for parameter in come:
            places = waiting.get(_key(parameter), [])
            following = bisect_right(places, reached)
            if following == len(places):
                params.append(parameter)
                continue
            reached = places[following]
            own = gone[reached]
            if str(own.name) != str(parameter.name):
                own.name = parameter.name
            own.value.nodes = _updated_nodes(own.value, parameter.value)
            params.append(own)
    for parameter, like in zip(params, new.params, strict=True):
        if not parameter.showkey and str(parameter.name) != str(like.name):
            parameter.name = like.name  # a running number
    old.params[:] = params


def _key(parameter: Parameter) -> tuple[str, bool]:
    return str(parameter.name).strip(), parameter.showkey


def _updated_nodes(old: Wikicode, new: Wikicode) -> list[Node]:
    """The nodes that say what the new ones say: the old objects wherever these say the same."""
    from mwparserfromhell.nodes import Template

    nodes: list[Node] = []
    for kept, gone, come in _changes(old.nodes, new.nodes):
        nodes += kept
        for place, node in enumerate(come):
            own = gone[place] if len(gone) == len(come) else None
            if isinstance(own, Template) and isinstance(node, Template) and str(own.name) == str(node.name):
                _update(own, node)
                nodes.append(own)
            else:
                nodes.append(node)
    new.nodes[:] = nodes  # a list of the parser's own kind
    return new.nodes


def _changes(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[Sequence[T], Sequence[T], Sequence[T]]]:
    """What two lists share, and after each such stretch what is removed and what replaces it, in order."""
    old, new = list(old), list(new)  # slices of the parser's own lists keep tracking them, which is slow
    one, other = [[(type(each), str(each)) for each in side] for side in (old, new)]
    start = sequences.shared(one, other)
    end = sequences.shared(one[start:][::-1], other[start:][::-1])
    old_end, new_end = len(one) - end, len(other) - end
    reached, blocks = (0, 0), [(0, 0, start)]
    if max(old_end, new_end) - start <= _MOST:
        matcher = SequenceMatcher(None, one[start:old_end], other[start:new_end])  # it does not use what occurs everywhere as an anchor
        blocks += [(start + i, start + j, length) for i, j, length in matcher.get_matching_blocks() if length]
    blocks.append((old_end, new_end, end))
    kept: Sequence[T] = []
    for i, j, length in blocks:
        yield kept, old[reached[0] : i], new[reached[1] : j]
        kept, reached = old[i : i + length], (i + length, j + length)
    yield kept, [], []
