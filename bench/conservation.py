"""Whether every word of an infobox's values is in its record, counted over a folder of pages.

The words are found in a second way, independent of reading: from the nodes of the scanner, as the text of a value without the names of
templates and parameters, tags, comments, references and notes. Each must be in the part of the record that its parameter fills, or in the
span of a problem. Words that are for the software and that no reader sees (codes, options of pictures and lists) are listed with their
reason in ``conservation.toml`` and counted.
"""

from __future__ import annotations

import argparse
import html
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from bench.corpus import folder, measured
from infobox import box as boxes
from infobox import templates
from infobox.box import Parameter
from infobox.display.links import CATEGORY_PREFIX, FILE_PREFIX
from infobox.language.lexicon import lexicon
from infobox.layout import items_of
from infobox.markup import hiding, tables
from infobox.markup.scan import Node, Part, parse, template_name, without_comments
from infobox.markup.shown import seen
from infobox.markup.titles import decoded
from infobox.reading import Reading, read_boxes
from infobox.record import Item, Page
from infobox.templates import Templates, fold
from infobox.templates.profile import default
from infobox.values.fates import Fates

_DATA: Final = tomllib.loads(Path(__file__).with_name("conservation.toml").read_text("utf-8"))
_ARGUMENTS: Final[dict[str, list[dict[str, Any]]]] = {}
for _entry in _DATA["argument"]:
    for _name in _entry["templates"]:
        _ARGUMENTS.setdefault(fold(_name) if _name != "*" else "*", []).append(_entry)
_OPTIONS: Final[dict[str, str]] = {option: entry["why"] for entry in _DATA["picture"] for option in entry["options"]}
_BESIDE: Final = frozenset(("reference", "note", "citation", "tag", "remark", "navigation", "hidden"))
"""Kinds of templates whose words are not part of the value."""
_FATE: Final = "the mark of a fate, which the record names"
_TIP: Final = "what a tooltip explains"
_OWN: Final = "the prefix of the Wikipedia that the page stands on"
_HIDDEN: Final = "hidden by its style"
_PARTS_MARKS: Final = "`and` between two flags, or two marks of fates"
_VARIANT: Final = "one of several variants of a word, of which a reader sees one"
_WORKED_OUT: Final = {"fate": _FATE, "coord": "coordinates, which the record has in degrees"}
_WORD: Final = re.compile(r"[^\W_]+")
_VARIANTS: Final = re.compile(r"-\{[^{}]*\}-")
_PREFIX: Final = re.compile(rf"\s*{FILE_PREFIX.pattern}", re.IGNORECASE)
_OWN_WIKI: Final = re.compile(r"(?:\s*:?\s*(?:w|en)\s*:)+", re.IGNORECASE)
_JOINS: Final = re.compile(r"\W*(?:and|or)\W*")


class Word(NamedTuple):
    """A word of a value: casefolded, its place in the page, and why it need not be in the record (empty: it has to be)."""

    word: str
    at: int
    why: str


class Count(NamedTuple):
    """The words of some infoboxes: how many there are, how many are excepted by reason, and which are lost (parameter, word)."""

    words: int
    excepted: Counter[str]
    lost: list[tuple[str, str]]


def _words(text: str, at: int, why: str) -> Iterator[Word]:
    plain = seen(decoded(text) if "%" in text else html.unescape(text))
    for match in _WORD.finditer(plain):
        yield Word(match.group().casefold(), at, why)


class _Value:
    """The words of values of an infobox, as its Wikipedia's templates show them."""

    def __init__(self, text: str, reading: Reading) -> None:
        language = lexicon(reading.language)
        self.text = text
        self.templates: Templates = templates.of(reading.home)
        self.fates = language.grammar(Fates)
        self.variants = bool(language.variants)

    def of(self, nodes: Sequence[Node], start: int, end: int, why: str = "") -> Iterator[Word]:
        """The words of the page from `start` to `end`, whose nodes these are."""
        if tables.begins(self.text, start, end):
            nodes = tables.with_cells(self.text, start, end, list(nodes))
        closings = hiding.closings(list(nodes))
        position = start
        hidden = mark = False
        for node in nodes:
            if node.start < position or node.kind == "entity":
                continue  # an entity is plain text, which is part of the pieces around it
            parts = mark and self._is_mark(node) and _JOINS.fullmatch(self.text, position, node.start) is not None
            yield from self._plain(position, node.start, _PARTS_MARKS if parts else _HIDDEN if hidden else why)
            position = node.end
            mark = self._is_mark(node)
            if node.kind == "cell":
                hidden = node.name == "hidden"
            elif node.kind == "newline":
                hidden = False
            elif node.kind == "tag" and not node.closing and hiding.hides(self.text[node.start : node.end]):
                if node.start in closings:
                    yield from _words(self.text[node.end : closings[node.start].start], node.end, _HIDDEN)
                    position = closings[node.start].end
                else:
                    hidden = True
            if node.kind == "template":
                yield from self._of_template(node, why)
            elif node.kind == "link":
                yield from self._of_link(node, why)
            elif node.kind == "argument":
                for part in node.parts[1:]:
                    yield from self.of(part.nodes, part.start, part.end, why)
            elif node.kind == "extension" and node.name in ("nowiki", "pre"):
                yield from _words(self.text[slice(*node.inner)], node.inner[0], why)
            elif node.kind == "extension" and node.name in ("poem", "gallery"):
                yield from self.of(parse(self.text, *node.inner), *node.inner, why)
        yield from self._plain(position, end, why)

    def _plain(self, start: int, end: int, why: str) -> Iterator[Word]:
        """The words of plain text."""
        for match in _VARIANTS.finditer(self.text, start, end) if self.variants else ():
            yield from _words(self.text[start : match.start()], start, why)
            yield from _words(match.group(), match.start(), why or _VARIANT)
            start = match.end()
        yield from _words(self.text[start:end], start, why)

    def _is_mark(self, node: Node) -> bool:
        known = self.templates.meaning(template_name(self.text, node)) if node.kind == "template" else None
        return known is not None and known.kind in ("flag", "fate")

    def _of_link(self, node: Node, why: str) -> Iterator[Word]:
        first = node.parts[0]
        title = self.text[first.start : first.end].strip()
        if CATEGORY_PREFIX.match(title):
            return
        picture = _PREFIX.match(self.text, first.start, first.end)
        if picture is not None:
            yield from _words(decoded(self.text[picture.end() : first.end]), picture.end(), why)
            for part in node.parts[1:]:
                option = self.text[part.start : part.end].partition("=")[0].strip().lower()
                known = (reason for pattern, reason in _OPTIONS.items() if re.fullmatch(pattern, option))
                yield from self.of(part.nodes, part.start, part.end, why or next(known, "the legend of a small picture"))
            return
        if decoded(title).lower() in self.fates.pages:
            why = why or _FATE
        own = _OWN_WIKI.match(title)
        yield from _words(decoded(title[: own.end()]) if own is not None else "", first.start, _OWN)
        yield from _words(decoded(title[own.end() :] if own is not None else title), first.start, why)
        for part in node.parts[1:]:
            yield from self.of(part.nodes, part.start, part.end, why)

    def _of_template(self, node: Node, why: str) -> Iterator[Word]:
        name = template_name(self.text, node)
        known = self.templates.meaning(name)
        if known is not None and known.kind in _BESIDE:
            return
        if known is not None and known.kind in _WORKED_OUT:
            why = why or _WORKED_OUT[known.kind]
        shown_as = fold(known.data.get("call", known.name) if known is not None else name)
        function, colon, _ = name.partition(":")
        if colon and function.lower() in ("formatnum", "lc", "uc", "ucfirst", "lcfirst", "nowrap"):
            at = self.text.index(":", node.parts[0].start) + 1
            yield from self.of([inner for inner in node.parts[0].nodes if inner.start >= at], at, node.parts[0].end, why)
        module = function.lower() == "#invoke"
        number = -1 if module else 0
        for part in node.parts[1:]:
            key, start, nodes = _named(self.text, part)
            if not key:
                number += 1
                key = str(number)
            if key == "0":
                continue  # the function of a module
            reason = _exception(fold(name), key) or _exception(shown_as, key)
            if known is not None and key == str(known.data.get("tip")):
                reason = _TIP
            prefix = _PREFIX.match(self.text, start, part.end)
            yield from self.of(nodes, prefix.end() if prefix is not None else start, part.end, why or reason)


def _named(text: str, part: Part) -> tuple[str, int, list[Node]]:
    """The name of an argument (empty if it has none), and where its value begins."""
    if part.equals < 0:
        return "", part.start, part.nodes
    key = without_comments(text, part.start, part.equals, part.nodes).strip()
    return key or " ", part.equals + 1, [node for node in part.nodes if node.start > part.equals]


def _exception(name: str, key: str) -> str:
    for entry in [*_ARGUMENTS.get(name, ()), *_ARGUMENTS["*"]]:
        if any(re.fullmatch(pattern, key.lower()) for pattern in entry["arguments"]):
            return str(entry["why"])
    return ""


# -- what the record holds ---------------------------------------------------------------------------------------------------------------


def _has_fates(items: Sequence[Item]) -> bool:
    return any(item.fates or _has_fates(item.items) for item in items)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _held(reading: Reading, parameter: Parameter, marks: Iterable[str]) -> set[str]:
    """The words of the field that a parameter fills; if it has no field of its own, those of all fields that are not lists."""
    record = reading.record
    items = items_of(record, parameter.name, default())
    if items is not None:
        value: Any = msgspec.to_builtins(items)
    else:
        value = {name: inner for name, inner in msgspec.to_builtins(record).items() if name not in ("sides", "joint")}
        value |= {"other": record.other}
    if items is not None and _has_fates(items):
        value = [value, *marks]
    found = {match.group().casefold() for text in _strings(value) for match in _WORD.finditer(seen(text))}
    return found | {word.lstrip("0") for word in found} | {f"{word:0>2}" for word in found if len(word) == 1}


def conserved(text: str, wiki: str = "") -> Count:
    """Count the words of all infoboxes of a page of a wiki, which has a database name (``frwiki``)."""
    excepted: Counter[str] = Counter()
    lost: list[tuple[str, str]] = []
    total = 0
    for found, reading in zip(boxes.find(text, None, wiki), read_boxes(text, page=Page(wiki=wiki) if wiki else None), strict=True):
        if not found.closed:
            continue  # its end is a guess, which a problem reports
        problems = [(problem.start, problem.end) for problem in reading.problems]
        value = _Value(text, reading)
        for parameter in found.parameters:
            held: set[str] | None = None
            start = parameter.value_start
            words = value.of(parameter.nodes, start, parameter.value_end)
            if parameter.name == "image" and (prefix := _PREFIX.match(text, start, parameter.value_end)) is not None:
                words = _words(decoded(text[prefix.end() : parameter.value_end]), start, "")
            for word, at, why in words:
                total += 1
                if held is None:
                    held = _held(reading, parameter, value.fates.marks)
                if word in held or any(begin <= at < end for begin, end in problems):
                    continue
                if why:
                    excepted[why] += 1
                elif not _joined(word, held):
                    lost.append((parameter.written, word))
    return Count(total, excepted, lost)


def _joined(word: str, held: set[str]) -> bool:
    """Whether a word is part of a longer one in the record: a plural after a link, letters in bold."""
    return any(word in other for other in held)


def main() -> None:
    """Print how many words are conserved, the exceptions by reason, and what is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    arguments = parser.parse_args()
    total, excepted, lost = 0, Counter[str](), 0
    for name, text, wiki in measured(arguments.pages):
        count = conserved(text, wiki)
        total += count.words
        excepted += count.excepted
        lost += len(count.lost)
        for parameter, word in count.lost:
            print(f"{name} [{parameter}]: {word}")
    for why, number in excepted.most_common():
        print(f"{number:7,}  {why}")
    kept = total - lost - excepted.total()
    print(f"{total:,} words: {kept:,} in the record or a problem, {excepted.total():,} excepted, {lost} lost")


if __name__ == "__main__":
    main()
