"""mwparserfromhell's tree of an infobox brought up to a record: what did not change stays the same objects.

`read`, `read_all`, `check`, `write` and the others take such a tree wherever they take a page. The parser is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from infobox import box as boxes
from infobox.editing.splicing import applied
from infobox.record import Conflict, TemplateUse
from infobox.writing import WriteError, edits

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node, Template
    from mwparserfromhell.nodes.extras import Parameter
    from mwparserfromhell.wikicode import Wikicode

    T = TypeVar("T", Node, Parameter)

_MOST: Final = 1000
"""So many nodes or parameters that stand side by side are held against each other; of more, only those before and behind the change."""


def update(template: Template, record: Conflict) -> None:
    """Bring an infobox in a tree up to the record: what it says then is what `write` makes of it.

    The parameters that differ get new values, and new parameters stand where `write` puts them. All others, and within a changed value the
    nodes that the change does not touch, stay the same objects. A new line ends as those of the template do. The record may have been
    read from the template or from its page. Raises `WriteError` as `write` does, and `TypeError` for what is no template; nothing is
    changed then.
    """
    from mwparserfromhell.nodes import Template

    if not isinstance(template, Template):
        raise TypeError(f"an infobox is a Template of mwparserfromhell, not {type(template).__name__} (see Wikicode.filter_templates)")
    text = str(template)
    place = record.template if record.template is not None else TemplateUse()
    if place.start is not None:
        place = msgspec.structs.replace(place, start=0, end=len(text))
    found = edits(msgspec.structs.replace(record, template=msgspec.structs.replace(place, number=1)), text)
    if found:
        _bring(template, _parsed(applied(text, found)))


def _parsed(text: str) -> Template:
    """The tree of one template."""
    import mwparserfromhell
    from mwparserfromhell.nodes import Template
    from mwparserfromhell.nodes.extras import Parameter

    nodes = mwparserfromhell.parse(text).nodes
    if len(nodes) == 1 and isinstance(nodes[0], Template):
        return nodes[0]
    # Something in a value kept the parser from seeing the template's end.
    box = next(iter(boxes.find(text)), None)
    if box is None or (box.start, box.end) != (0, len(text)):
        raise WriteError("the template cannot be taken apart; write the record into the page's text instead")
    named = ((text[one.start + 1 : one.value_start - 1], one) for one in box.parameters)
    first = box.parameters[0].start if box.parameters else box.end - 2
    return Template(
        text[2:first],
        [
            Parameter(one.written if one.positional else name, text[one.value_start : one.value_end], showkey=not one.positional)
            for name, one in named
        ],
    )


# -- trees -----------------------------------------------------------------------------------------------------------------------------


def _bring(old: Template, new: Template) -> None:
    """Make a template say what another of its name says, out of as much of itself as can stay."""
    params: list[Parameter] = []
    for kept, gone, come in _stretches(old.params, new.params):
        params += kept
        waiting = list(gone)
        for parameter in come:
            place = next((place for place, one in enumerate(waiting) if _named(one) == _named(parameter)), None)
            if place is None:
                params.append(parameter)
                continue
            own = waiting[place]
            del waiting[: place + 1]
            if str(own.name) != str(parameter.name):
                own.name = parameter.name
            own.value.nodes = _brought(own.value, parameter.value)
            params.append(own)
    for parameter, like in zip(params, new.params, strict=True):
        if not parameter.showkey and str(parameter.name) != str(like.name):
            parameter.name = like.name  # a number that counts
    old.params[:] = params


def _named(parameter: Parameter) -> tuple[str, bool]:
    return str(parameter.name).strip(), parameter.showkey


def _brought(old: Wikicode, new: Wikicode) -> list[Node]:
    """The nodes that say what the new ones say: the old ones where they do."""
    from mwparserfromhell.nodes import Template

    nodes: list[Node] = []
    for kept, gone, come in _stretches(old.nodes, new.nodes):
        nodes += kept
        for place, node in enumerate(come):
            own = gone[place] if len(gone) == len(come) else None
            if isinstance(own, Template) and isinstance(node, Template) and str(own.name) == str(node.name):
                _bring(own, node)
                nodes.append(own)
            else:
                nodes.append(node)
    new.nodes[:] = nodes  # a list of the parser's own kind
    return new.nodes


def _stretches(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[Sequence[T], Sequence[T], Sequence[T]]]:
    """What stays of two lists, what goes and what comes in its place behind that, in order."""
    one, other = [[(type(each), str(each)) for each in side] for side in (old, new)]
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    old_end, new_end = len(one) - end, len(other) - end
    reached, blocks = (0, 0), [(0, 0, start)]
    if max(old_end, new_end) - start <= _MOST:
        matcher = SequenceMatcher(None, one[start:old_end], other[start:new_end], autojunk=False)
        blocks += [(start + i, start + j, length) for i, j, length in matcher.get_matching_blocks() if length]
    blocks.append((old_end, new_end, end))
    kept: Sequence[T] = []
    for i, j, length in blocks:
        yield kept, old[reached[0] : i], new[reached[1] : j]
        kept, reached = old[i : i + length], (i + length, j + length)
    yield kept, [], []
