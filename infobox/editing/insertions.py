"""Inserting a line into a list value, with all under it: where it may stand, and what may separate it from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.box import COMMENT
from infobox.editing import style, trees
from infobox.editing.trees import ItemTree, Step

_HARD: Final = re.compile(r"[^\S \t\n]+")
"""White space that a line keeps, such as a hard space."""


class _Separator(NamedTuple):
    """What may stand between two lines, and the list marker and blanks that it ends with; `line` is true if it ends with a new line."""

    words: str
    signs: str = ""
    blanks: str = ""
    line: bool = False


def _bullet(signs: str, blanks: str) -> _Separator:
    """A list marker on a new line."""
    return _Separator(f"\n{signs}{blanks}", signs, blanks, line=True)


def insertions(value: str, nodes: Sequence[ItemTree], step: Step, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The value with the line of a step inserted, the smallest change first. `kept` is the markup of lines that the page had."""
    *above, place = step.path
    parent = trees.at(nodes, tuple(above)) if above else None
    siblings = parent.nodes if parent is not None else tuple(nodes)
    lines = list(trees.flat(nodes))
    level = any(_is_level(sibling) for sibling in siblings)
    for separator in _separators(siblings, parent, place, manner, titled=step.node.item.heading):
        for words in _branches(step.node, separator, manner, kept, level=level):
            if place:
                at = _end(siblings[place - 1])
                yield value[:at] + separator.words + words + value[at:]
            elif siblings:
                at = siblings[0].start
                yield value[:at] + words + separator.words + value[at:]
            elif parent is not None:
                yield value[: parent.end] + separator.words + words + value[parent.end :]
                after = next((line for line in lines if line.start > parent.end), None)
                if after is not None and _parting(after) is not None:
                    # Bullets between two lines that a break separated.
                    yield value[: parent.end] + separator.words + words + "\n" + value[after.start :]
    if place and siblings[place - 1].nodes:
        yield from _after_group(value, siblings[place - 1], step.node, manner, kept)


def _end(node: ItemTree) -> int:
    """The place after the last line under a line, and after the invisible characters and hard spaces that it ends with."""
    last = list(trees.flat([node]))[-1]
    return last.end + last.form.tail


def _parting(node: ItemTree) -> _Separator | None:
    """What stands between a line and the one before it, if it only separates them and can stand elsewhere as well: no comments."""
    form = node.form
    if not form.gap or COMMENT.search(form.gap) is not None:
        return None
    words = _HARD.sub("", form.gap)
    return _Separator(words, form.signs, form.blanks, line=bool(form.signs) or words.rstrip(" \t").endswith("\n"))


def _is_level(node: ItemTree) -> bool:
    """Whether the lines under a line stand on its own level, as those under a heading may."""
    if not node.nodes:
        return False
    own, under = node.form, node.nodes[0].form
    return (own.signs, own.blanks) == (under.signs, under.blanks)


def _after_group(value: str, group: ItemTree, node: ItemTree, manner: style.Style, kept: dict[str, str]) -> Iterator[str]:
    """The line beside a heading that would take it into its group: the lines of the group become deeper bullets."""
    signs, blank = group.form.signs, group.form.blanks
    head = value[: group.end]
    position = group.end
    first: _Separator | None = None
    for line in trees.flat(group.nodes):
        form = line.form
        if not form.gap:
            return
        first = first or _Separator(form.gap, form.signs, form.blanks, line=bool(form.signs))
        if form.signs:
            at = len(form.gap) - form.marker
            head += form.gap[:at] + form.signs[0] + form.gap[at:]
        else:
            head += "".join(COMMENT.findall(form.gap)) + f"\n{signs}*{blank or ' '}"
        head += value[line.start : line.end]
        position = line.end
    for separator in dict.fromkeys(filter(None, (_bullet(signs, blank), first))):
        for words in _branches(node, separator, manner, kept, level=False):
            yield head + separator.words + words + value[position:]


def _separators(
    siblings: Sequence[ItemTree], parent: ItemTree | None, place: int, manner: style.Style, *, titled: bool
) -> Iterator[_Separator]:
    """What may stand between the new line and its neighbour: what stands between others, then what fits its neighbour's place.

    The marker of a term (``;``) comes last unless the line is `titled`.
    """
    # The gaps between siblings, those nearest to the place first.
    order = sorted(range(1, len(siblings)), key=lambda number: abs(number - place))
    found = [_parting(siblings[number]) for number in order]
    neighbour = siblings[min(place, len(siblings)) - 1 if place else 0] if siblings else None
    if neighbour is not None:
        form = neighbour.form
        if form.signs:
            found.append(_bullet(form.signs, form.blanks))
        found.append(_parting(neighbour))
        if form.entry is not None:
            found += [_Separator("|" + _HARD.sub("", form.entry)), _Separator("|")]
    elif parent is not None:
        form = parent.form
        found += [_bullet(f"{form.signs}*", form.blanks)] if form.signs else [_bullet("*", " "), _bullet("**", " ")]
    found += [_Separator(manner.line_break), _Separator(manner.line_break + "\n", line=True)]
    terms = [] if titled else [each for each in found if each is not None and each.signs == ";"]
    yield from filter(None, dict.fromkeys([*[_bullet("", "") for _ in terms[:1]], *(each for each in found if each not in terms), *terms]))


def _branches(node: ItemTree, separator: _Separator, manner: style.Style, kept: dict[str, str], *, level: bool) -> Iterator[str]:
    """The line, with the lines under it as deeper bullets, or after it on its own `level`, as those of a heading may stand."""
    signs, blank = separator.signs, separator.blanks or " "
    spellings = {id(line): _spellings(line, manner, kept) for line in trees.flat([node])}
    for number in range(max(map(len, spellings.values()))):
        spelt = {place: words[min(number, len(words) - 1)] for place, words in spellings.items()}
        under = _under(node, signs, blank, spelt)
        deeper = spelt[id(node)] + under
        beside = separator.words.join(spelt[id(line)] for line in trees.flat([node]))
        if separator.words.startswith("|") and "=" in beside and "<" not in beside:
            beside = beside.replace("=", "{{=}}")
        if signs == ";":
            # A term is bold by itself, and its lines are indented.
            yield spelt[id(node)].replace("'''", "") + under.replace("\n;*", "\n:")
        yield from dict.fromkeys((beside, deeper) if level or not separator.line else (deeper, beside))


def _spellings(node: ItemTree, manner: style.Style, kept: dict[str, str]) -> list[str]:
    return list(dict.fromkeys([*([kept[node.line]] if node.line in kept else []), *style.renderings(node.item, manner)]))


def _under(node: ItemTree, signs: str, blank: str, spelt: dict[int, str]) -> str:
    return "".join(f"\n{signs}*{blank}{spelt[id(child)]}{_under(child, signs + '*', blank, spelt)}" for child in node.nodes)
