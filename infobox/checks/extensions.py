"""Tags of extensions, such as `<nowiki>` and `<math>`, that have no partner. References have a module of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.checks.breakage import PARAMETER_LINE
from infobox.checks.hidden import hidden_parts
from infobox.checks.limits import MANY
from infobox.checks.rooms import is_computed, room_of
from infobox.checks.subject import Place, Subject
from infobox.checks.tagpairs import Tag
from infobox.wikitext.scan import EXTENSIONS, Kind, Node

_NAMES: Final = EXTENSIONS - {"ref"}
_TAGS: Final = re.compile(rf"<(/?)({'|'.join(sorted(_NAMES))})(?=[\s>/])[^<>]*>", re.IGNORECASE)
_HOLDING: Final[tuple[Kind, Kind, Kind]] = ("template", "link", "argument")


class Alone(NamedTuple):
    """Tags of extensions without a partner, in page order: those that open and those that close. To the software they are text, but an
    opening one that `swallows` parameters of the infobox up to the end of the next tag of its name.
    """

    unclosed: list[Tag]
    stray: list[Tag]
    swallowing: list[Node]


def extensions_alone(subject: Subject) -> Alone:
    """The tags of extensions without a partner, the first hundred of them. To be asked for with `Subject.once`."""
    alone = Alone([], [], list(_swallowing(subject)))
    found = list(islice(_loose(subject), MANY))
    within = _innermost(subject, found) if found else {}
    for node in found:
        value, outer = subject.value_at(node.start), within.get(node.start)
        if value is None or node.start < value.parameter.value_start or (outer is not None and is_computed(subject.text, outer)):
            continue
        (alone.stray if node.closing else alone.unclosed).append(Tag(node, room_of(Place(node, value, outer))))
    return alone


def _loose(subject: Subject) -> Iterator[Node]:
    """The tags that the scanner found no partner for."""
    text = subject.text
    for match in _TAGS.finditer(text, subject.box.start, subject.box.end):
        if not match[0].endswith("/>") and not subject.once(hidden_parts).holds(match.start()):
            node = Node("tag", *match.span(), match[2].lower())
            node.closing = bool(match[1])
            yield node


def _innermost(subject: Subject, nodes: list[Node]) -> dict[int, Node]:
    """By their beginnings: the template or link that each of some nodes stands in directly, where it stands in one."""
    holding = [place.node for kind in _HOLDING for place in subject.places.get(kind, ())]
    holding.sort(key=attrgetter("start"))
    return {node.start: outer for outer in holding for node in nodes if outer.start < node.start < outer.end}


def _swallowing(subject: Subject) -> Iterator[Node]:
    """Extensions that end with the end of another one of their name, with a parameter or the end of the infobox in between."""
    text, box = subject.text, subject.box
    for place in subject.places.get("extension", ()):
        node = place.node
        if node.name not in _NAMES or "\n" not in text[slice(*node.inner)]:
            continue
        inner = next((match for match in _TAGS.finditer(text, *node.inner) if match[2].lower() == node.name and not match[1]), None)
        if inner is None:
            continue
        lines = PARAMETER_LINE.finditer(text, node.inner[0], inner.start())
        if not box.closed or any(box.profile.is_known(match[1], box.language) for match in lines):
            yield node
