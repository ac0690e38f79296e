"""Tags of extensions, such as `<nowiki>` and `<math>`, without a partner. References have their own module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from infobox.box import PARAMETER_LINE
from infobox.checks.shared.content import content_of, is_computed
from infobox.checks.shared.hidden import has_loose_angles, hidden_parts
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.tagpairs import Tag
from infobox.checks.subject import Place, Subject
from infobox.markup.scan import EXTENSIONS, Node, NodeKind

_NAMES: Final = EXTENSIONS - {"ref"}
_TAGS: Final = re.compile(rf"<(/?)({'|'.join(sorted(_NAMES))})(?=[\s>/])[^<>]*>", re.IGNORECASE)
_HOLDING: Final[tuple[NodeKind, NodeKind, NodeKind]] = ("template", "link", "argument")


class UnpairedTags(NamedTuple):
    """Tags of extensions without a partner, in page order: opening tags that are `unclosed` and closing tags that are `stray`, which the
    software treats as text; and `swallowing` ones, which take in parameters of the infobox up to the next closing tag of their name.
    """

    unclosed: list[Tag]
    stray: list[Tag]
    swallowing: list[Node]


def unpaired_extensions(subject: Subject) -> UnpairedTags:
    """The tags of extensions without a partner, the first hundred of them. Call it through `Subject.once`."""
    unpaired = UnpairedTags([], [], list(_swallowing(subject)))
    found = list(islice(_loose(subject), MANY))
    within = _innermost(subject, found) if found else {}
    for node in found:
        value, outer = subject.value_at(node.start), within.get(node.start)
        if value is None or node.start < value.parameter.value_start or (outer is not None and is_computed(subject.text, outer)):
            continue
        (unpaired.stray if node.closing else unpaired.unclosed).append(Tag(node, content_of(Place(node, value, outer))))
    return unpaired


def _loose(subject: Subject) -> Iterator[Node]:
    """The tags for which the scanner found no partner."""
    text = subject.text
    if not subject.once(has_loose_angles):
        return
    for match in _TAGS.finditer(text, subject.box.start, subject.box.end):
        if not match[0].endswith("/>") and not subject.once(hidden_parts).holds(match.start()):
            node = Node("tag", *match.span(), match[2].lower())
            node.closing = bool(match[1])
            yield node


def _innermost(subject: Subject, nodes: list[Node]) -> dict[int, Node]:
    """The innermost template or link around each of some nodes, by where the node begins; nodes outside of any are left out."""
    holding = [place.node for kind in _HOLDING for place in subject.places.get(kind, ())]
    holding.sort(key=attrgetter("start"))
    return {node.start: outer for outer in holding for node in nodes if outer.start < node.start < outer.end}


def _swallowing(subject: Subject) -> Iterator[Node]:
    """Extensions closed by a later tag of the same name, with a parameter or the end of the infobox in between."""
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
