"""Templates of unknown meaning: their values stay, as a reader would see them.

Each value with words is read in its place, several values on one line each; a value that is only a file name is a picture. Values for
appearance or for editors, and several bare numbers, are not words: they stay in the template, which is kept with its line. A template
whose one value is plain words and links is kept whole; of any other, the shell is kept, without what was read.
"""

from __future__ import annotations

import bisect
import functools
import html
import re
from typing import TYPE_CHECKING, Final, Literal

from infobox.display import links
from infobox.language.patterns import any_of
from infobox.markup.arguments import Argument, Arguments
from infobox.markup.scan import Node, without_comments
from infobox.record import Flag, Unresolved
from infobox.templates import Layout, file_ending

if TYPE_CHECKING:
    from infobox.display.walk import Walker

_UNITS: Final = "px em rem ex en pt %".split()
_SIZE: Final = re.compile(rf"(?:\d{{0,5}}x)?\d{{0,5}}\.?\d{{1,5}} ?{any_of(_UNITS)}|#[0-9a-f]{{3,8}}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+", re.IGNORECASE)
_CODE: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)?")
"""Codes of languages: `de`, `zh-hans`."""
_SHOWING: Final = frozenset(("template", "link", "argument"))
"""Nodes that show words, links or flags."""
_NO_WORDS: Final = frozenset(("comment", "tag", "extension", "quote"))
_MORE_THAN_WORDS: Final = re.compile(r"[\n<()†‡✝#]|\{\{|''|\A(?:[*:;]|----)")
"""Markup beyond words and links: it may break lines, or be taken out of the words."""


@functools.cache
def _picture() -> re.Pattern[str]:
    return re.compile(rf"[^|=\[\]{{}}<>\n/]+{file_ending(pictures=True)}", re.IGNORECASE)


ValueKind = Literal["words", "number", "picture", "marks"]
"""What a value is to a reader; `marks` are only references."""


class _ShownArguments:
    """What a template's arguments are to a reader: those `shown` in page order, and those `left`: numbers that are not shown. `starts`
    has where all of them begin, those for appearance too; `apart` is true if an argument that is not shown has no name.

    Several numbers are input to a calculation, and a named one is an option. A single one stays if it comes first, among names only if it
    is alone. A reader sees one of the `branches` of a parser function, so no figure is shown.
    """

    def __init__(self, walker: Walker, arguments: Arguments, branches: list[Argument] | None) -> None:
        source, layout = walker.source, walker.templates.layout
        candidates = [(key, argument) for key, argument in arguments.in_order() if isinstance(key, int) or not layout.named(key)]
        self.starts = [argument.start for _, argument in arguments.in_order()]
        if branches is not None:
            candidates = [("", argument) for argument in branches]
            self.starts = sorted({*self.starts, *(argument.start for argument in branches)})
        alone = len(candidates) == 1
        kinds = [_kind(source, argument, layout, alone=alone and branches is None) for _, argument in candidates]
        numbers = [key for (key, _), kind in zip(candidates, kinds, strict=True) if kind == "number"]
        stay = numbers == [1] and (alone or not walker.people)
        # Words that are not understood would prevent a figure from being read.
        only = stay and not walker.lexicon.understood and walker.figures
        self.shown: list[tuple[Argument, ValueKind]] = []
        self.left: list[str] = []
        self.apart = False
        for (_, argument), kind in zip(candidates, kinds, strict=True):
            words = source[argument.start : argument.end]
            number = kind == "number" or (branches is not None and any(map(str.isdigit, words)))
            if (number and not stay) or (only and kind == "words"):
                self.left.append(words)
            elif kind is not None:
                self.shown.append((argument, kind))
                continue
            self.apart = self.apart or bool(words)

    @property
    def lines(self) -> int:
        return sum(kind in ("words", "number") for _, kind in self.shown)


def _kind(source: str, argument: Argument, layout: Layout, *, alone: bool) -> ValueKind | None:
    """What a value is; None if it is for appearance."""
    words = source[argument.start : argument.end]
    if argument.nodes:
        if any(node.kind in _SHOWING for node in argument.nodes):
            return "words"
        words = html.unescape(without_comments(source, argument.start, argument.end, argument.nodes, _NO_WORDS).strip()).strip()
        if any(node.kind == "extension" for node in argument.nodes):
            return "words" if words else "marks"
    if not words.strip("-") or _SIZE.fullmatch(words) or _ADDRESS.fullmatch(words):
        return None
    if not alone and (words.lower() in layout.words or _CODE.fullmatch(words)):
        return None
    return "picture" if _picture().fullmatch(links.file_of(words)) else "words" if any(map(str.isalpha, words)) else "number"


def show(walker: Walker, node: Node, name: str, arguments: Arguments, branches: list[Argument] | None = None) -> None:
    """Show a template's values, keep the template, and note it as unresolved.

    `branches` are what a parser function could show; a reader sees one of them.
    """
    source, out = walker.source, walker.out
    values = _ShownArguments(walker, arguments, branches)
    walker.unresolved.append((name, node.start, node.end, ", ".join(values.left) if values.shown else None))
    if not values.shown:
        walker.keep(node, name)
        return
    out.begin_values(Unresolved(name=name, wikitext=_shell(source, node, values)), values.lines)
    first = True
    for argument, kind in values.shown:
        if kind == "picture":
            out.picture(Flag(image=links.file_of(source[argument.start : argument.end])))
            continue
        words = kind != "marks"
        out.begin_value(words=words, first=first, marker=source[argument.start] in "*#:;", at=argument.start)
        walker.walk(argument.nodes, argument.start, argument.end)
        out.end_value(words=words)
        first = first and not words
    argument = values.shown[0][0]
    whole = len(values.shown) == 1 and not _MORE_THAN_WORDS.search(source[argument.start : argument.end])
    out.end_values(walker.written(node) if whole else "", sum(inner.kind in ("link", "url") for inner in argument.nodes))


def _shell(source: str, node: Node, values: _ShownArguments) -> str:
    """The template without what is shown of it; blanks keep the place of a value if another could be taken for it."""
    shown = {argument.start for argument, _ in values.shown}
    name = 2 if source[node.parts[0].start : node.parts[0].end].strip().lower().startswith("#invoke:") else 1
    pieces = [source[part.start : part.end].strip() for part in node.parts[:name]]
    for part in node.parts[name:]:
        start = bisect.bisect_left(values.starts, part.start)
        begins = values.starts[start] if start < len(values.starts) else part.end + 1
        if begins in shown:
            if values.apart:
                pieces.append(source[part.start : part.equals + 1].strip())
        elif begins <= part.end:
            # Otherwise another argument of its name replaces it, and it is not shown.
            pieces.append(source[part.start : part.end].strip())
    return "{{" + "|".join(pieces) + (" }}" if pieces[-1].endswith("}") else "}}")
