"""Inserting a line into a list value, with all under it: where it may stand, and what may separate it from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from infobox.editing import style, trees
from infobox.editing.lines import COMMENT, MARKERS, SEPARATOR
from infobox.editing.trees import Node, Step
from infobox.markup.shown import visible

_ARGUMENT_START: Final = re.compile(r"\|(\s*(?:•+[ \t]*)?)\Z")

_HARD: Final = re.compile(r"[^\S \t\n]+")
"""White space that a line keeps, such as a hard space."""


def insertions(value: str, nodes: Sequence[Node], step: Step, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The value with the line of a step inserted, the smallest change first. `kept` is the markup of lines that the page had."""
    *above, place = step.path
    parent = trees.at(nodes, tuple(above)) if above else None
    siblings = parent.nodes if parent is not None else tuple(nodes)
    lines = list(trees.flat(nodes))
    level = any(_is_level(value, sibling) for sibling in siblings)
    for separator in _separators(value, siblings, parent, lines, place, manner, titled=step.node.item.heading):
        for words in _branches(step.node, separator, manner, kept, level=level):
            if place:
                at = _end(value, siblings[place - 1].last)
                yield value[:at] + separator + words + value[at:]
            elif siblings:
                at = siblings[0].start
                yield value[:at] + words + separator + value[at:]
            elif parent is not None:
                yield value[: parent.end] + separator + words + value[parent.end :]
                after = next((line.start for line in lines if line.start > parent.end), None)
                if after is not None and SEPARATOR.match(value[parent.end : after]):
                    # Bullets between two lines that a break separated.
                    yield value[: parent.end] + separator + words + "\n" + value[after:]
    if place and siblings[place - 1].nodes:
        yield from _after_group(value, siblings[place - 1], step.node, manner, kept)


def _end(value: str, place: int) -> int:
    """The place after the invisible characters and hard spaces that a line ends with."""
    while place < len(value) and value[place] not in " \t\n" and (value[place].isspace() or not visible(value[place])):
        place += 1
    return place


def _is_level(value: str, node: Node) -> bool:
    """Whether the lines under a line stand on its own level, as those under a heading may."""
    if not node.nodes:
        return False
    own, under = (MARKERS.search(value, 0, line.start) for line in (node, node.nodes[0]))
    return (own and own.groups()) == (under and under.groups())


def _after_group(value: str, group: Node, node: Node, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The line beside a heading that would take it into its group: the lines of the group become deeper bullets."""
    markers = MARKERS.search(value, 0, group.start)
    signs, blank = markers.groups() if markers is not None else ("", "")
    head = value[: group.end]
    position = group.end
    gaps: list[str] = []
    for line in trees.flat(group.nodes):
        gap = value[position : line.start]
        if not SEPARATOR.match(COMMENT.sub("", gap)):
            return
        gaps.append(gap)
        deeper = MARKERS.search(gap)
        if deeper is not None:
            gap = gap[: deeper.start(1)] + deeper[1][0] + gap[deeper.start(1) :]
        else:
            gap = "".join(COMMENT.findall(gap)) + f"\n{signs}*{blank or ' '}"
        head += gap + value[line.start : line.end]
        position = line.end
    for separator in dict.fromkeys((f"\n{signs}{blank}", gaps[0])):
        for words in _branches(node, separator, manner, kept, level=False):
            yield head + separator + words + value[position:]


def _separators(
    value: str, siblings: Sequence[Node], parent: Node | None, lines: Sequence[Node], place: int, manner: style.Style, *, titled: bool
) -> Iterator[str]:
    """What may stand between the new line and its neighbour: what stands between others, then what fits its neighbour's place.

    The marker of a term (``;``) comes last unless the line is `titled`.
    """
    ends = {following.start: line.end for line, following in pairwise(lines)}
    # The gaps between siblings, those nearest to the place first.
    order = sorted(range(1, len(siblings)), key=lambda number: abs(number - place))
    gaps = [value[siblings[number - 1].last : siblings[number].start] for number in order]
    found = [gap for gap in gaps if SEPARATOR.match(gap)]
    neighbour = siblings[min(place, len(siblings)) - 1 if place else 0] if siblings else None
    if neighbour is not None:
        markers = MARKERS.search(value, 0, neighbour.start)
        if markers is not None:
            found.append(f"\n{markers[1]}{markers[2]}")
        if neighbour.start in ends:
            gap = value[ends[neighbour.start] : neighbour.start]
            if SEPARATOR.match(gap):
                found.append(gap)
        argument = _ARGUMENT_START.search(value, 0, neighbour.start)
        if argument is not None:
            found += ["|" + argument[1], "|"]
    elif parent is not None:
        markers = MARKERS.search(value, 0, parent.start)
        found += [f"\n{markers[1]}*{markers[2]}"] if markers is not None else ["\n* ", "\n** "]
    found += [manner.line_break, manner.line_break + "\n"]
    found = [_HARD.sub("", separator) for separator in found]
    terms = [] if titled else [separator for separator in found if separator.rstrip(" \t").endswith("\n;")]
    yield from dict.fromkeys([*["\n" for _ in terms[:1]], *(separator for separator in found if separator not in terms), *terms])


def _branches(node: Node, separator: str, manner: style.Style, kept: dict[str, str], *, level: bool) -> Iterator[str]:
    """The line, with the lines under it as deeper bullets, or after it on its own `level`, as those of a heading may stand."""
    markers = re.search(r"\n([*#:;]*)([ \t]*)\Z", separator)
    signs, blank = (markers[1], markers[2] or " ") if markers is not None else ("", " ")
    spellings = {id(line): _spellings(line, manner, kept) for line in trees.flat([node])}
    for number in range(max(map(len, spellings.values()))):
        spelt = {place: words[min(number, len(words) - 1)] for place, words in spellings.items()}
        under = _under(node, signs, blank, spelt)
        deeper = spelt[id(node)] + under
        beside = separator.join(spelt[id(line)] for line in trees.flat([node]))
        if separator.startswith("|") and "=" in beside and "<" not in beside:
            beside = beside.replace("=", "{{=}}")
        if signs == ";":
            # A term is bold by itself, and its lines are indented.
            yield spelt[id(node)].replace("'''", "") + under.replace("\n;*", "\n:")
        yield from dict.fromkeys((beside, deeper) if level or markers is None else (deeper, beside))


def _spellings(node: Node, manner: style.Style, kept: dict[str, str]) -> list[str]:
    return list(dict.fromkeys([*([kept[node.line]] if node.line in kept else []), *style.renderings(node.item, manner)]))


def _under(node: Node, signs: str, blank: str, spelt: dict[int, str]) -> str:
    return "".join(f"\n{signs}*{blank}{spelt[id(child)]}{_under(child, signs + '*', blank, spelt)}" for child in node.nodes)
