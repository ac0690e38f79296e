"""Branches of lines to the items of a record: people, parties and units with their fates; figures; statements."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final

import msgspec

from infobox import record
from infobox.display import headings
from infobox.display.branches import Branch, Judge, assemble, flattened
from infobox.display.lines import Block, Line
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.source_map import SourceMap
from infobox.templates import Templates
from infobox.values import fates, periods, qualifiers, quantities
from infobox.values.figure_dates import years_of

_AFTER_TITLE: Final = ": ："
_DAY: Final = len("1809-05-03")
_FATE_KINDS: Final[dict[record.Fate, record.Kind]] = {
    concepts.KILLED_IN_ACTION: concepts.KILLED,
    concepts.WOUNDED_IN_ACTION: concepts.WOUNDED,
    concepts.MISSING_IN_ACTION: concepts.MISSING,
    concepts.PRISONER_OF_WAR: concepts.CAPTURED,
    concepts.SURRENDERED: concepts.SURRENDERED,
}
_LONGEST_LINE: Final = 20_000
"""Nobody writes lines longer than this, and their figures would take minutes."""


class ItemReader:
    """Reads the lists of one infobox. After `read`, `words_left` is true if words were not understood, and `problems` has spans and what is
    wrong there.
    """

    def __init__(self, lexicon: Lexicon, known: Templates, source_map: SourceMap | None) -> None:
        self.lexicon = lexicon
        self.known = known
        self.map = source_map
        self.words_left = False
        self.problems: list[tuple[int, int, str]] = []
        self.years = ("", "")
        self.conflict_years = range(0)  # the conflict's years, which are not figures
        self.figure_rank: Judge = headings.figure_rank
        self.tells_kinds = True  # the current value tells who was killed, wounded or captured
        self.letters = False  # the current value has numbers such as `250w`
        self.above: record.Kind | None = None

    def dated(self, start: str, end: str) -> None:
        """State when the conflict was: qualifiers without a year take its year, and its years are no figures."""
        self.years = (start, end)
        self.conflict_years = years_of(start, end)
        if self.conflict_years and self.lexicon.understood:
            self.figure_rank = functools.partial(headings.figure_rank, years=self.conflict_years)

    def read(self, block: Block, kind: str, wikitext: str) -> list[record.Item]:
        """The items of a value of one kind (`entities`, `statements`, `result`; otherwise figures) from its lines."""
        self.words_left = False
        if kind == "entities":
            return self._made(assemble(block, headings.entity_rank, self.known), self._entity)
        if kind in ("statements", "result"):
            return self._made(assemble(block, headings.no_rank, self.known), self._statement)
        self.letters = quantities.has_letters(wikitext, self.lexicon)
        self.tells_kinds = quantities.tells_kinds(wikitext, self.lexicon)
        return self._made(assemble(block, self.figure_rank, self.known), self._figures)

    def _is_understood(self, text: str) -> bool:
        """Whether the words of a text are understood; if not, the value will be reported."""
        if self.lexicon.understood or not signs.has_words(text):
            return True
        self.words_left = True
        return False

    def _made(self, branches: list[Branch], make: Callable[[record.Item, Branch], None], level: int = 1) -> list[record.Item]:
        """The items of lines; except among figures, lone flags before a list move to its first line."""
        items: list[record.Item] = []
        for branch in branches:
            item = self._item(branch, make, level)
            if item.text or not (item.items and item.flags) or make == self._figures:
                items.append(item)
                continue
            first = item.items[0]
            for name in ("flags", "fates", "fate_links", "references", "notes", "templates"):
                setattr(first, name, [*getattr(item, name), *getattr(first, name)])
            first.heading = first.heading and (first.text.endswith((":", "：")) or make != self._entity)
            first.rule = first.rule or item.rule
            if self.map is not None:
                self.map.moved(item, first)
            items += item.items
        return items

    def _item(self, branch: Branch, make: Callable[[record.Item, Branch], None], level: int = 1) -> record.Item:
        line = branch.line
        item = record.Item(
            text=line.text,
            links=line.links,
            flags=line.flags,
            fates=line.fates,
            fate_links=line.fate_links,
            references=line.references,
            notes=line.notes,
            templates=line.templates,
            rule=line.rule,
        )
        if self.map is not None:
            self.map.enter(item, [line])
        make(item, branch)
        if branch.children:
            # A heading such as `Killed:` gives its kind to the figures under it.
            above = self.above
            if item.heading and make == self._figures:
                self.above = quantities.heading_kind(item.text.strip("()（） "), self.lexicon) or above
            children = branch.children if level < record.LEVELS - 1 else flattened(branch.children)
            item.items = self._made(children, make, level + 1)
            self.above = above
        return item

    def _statement(self, item: record.Item, branch: Branch) -> None:
        """A line of the result or of the territorial changes, which is only a text."""

    def _entity(self, item: record.Item, branch: Branch) -> None:
        line = branch.line
        text, found = fates.marked(line.text, self.lexicon)
        own = item.fates
        if found:
            item.text = text
            item.fates = list(dict.fromkeys([*own, *found]))
            self._unmark(item)
        led = branch.led is not None and (bool(branch.led.children) or branch.led.line.ends_in_colon)
        item.heading = headings.is_title(branch) and (line.ends_in_colon or bool(branch.children) or led)
        self._qualify(item, line)
        if item.qualifiers and all(self._is_understood(qualifier) for qualifier in item.qualifiers):
            item.fates = list(dict.fromkeys([*own, *fates.of_marks_and_qualifiers(line.text, found, item.qualifiers, self.lexicon)]))
        if not item.name:
            item.name = text
        if item.heading:
            item.name = _title(item.name)
        if line.identity is not None and item.name.startswith(line.identity[0]):
            item.name = line.identity[1] + item.name[len(line.identity[0]) :]

    def _unmark(self, item: record.Item) -> None:
        """Adjust the links to the text without marks: a link that is only a mark becomes a link of the fate."""
        kept: list[record.Link] = []
        for link in item.links:
            words = link.text if link.text in item.text else fates.marked(link.text, self.lexicon)[0]
            if words and words in item.text:
                kept.append(made := link if words == link.text else msgspec.structs.replace(link, text=words))
            elif not link.external and not fates.is_page_of_fate(link.target, self.lexicon):
                wiki, section = f"{link.wiki}:" if link.wiki else "", f"#{link.section}" if link.section else ""
                made = record.Link(target=f"{wiki}{link.target}{section}")
                item.fate_links = [*item.fate_links, made]
            else:
                continue
            if self.map is not None:
                self.map.copied(link, made)
        item.links = kept

    def _qualify(self, item: record.Item, line: Line) -> None:
        smalls = line.small_words()  # small print that is the whole line is not a qualifier
        if not smalls and "(" not in item.text and "（" not in item.text:
            item.name = qualifiers.trimmed(item.text)
            return
        item.name, item.qualifiers, *_ = qualifiers.part(item.text, self.lexicon, smalls, [link.text for link in item.links])
        for number, qualifier in enumerate(item.qualifiers):
            item.period = self._period(qualifier, item)
            if item.period is not None:
                if self.map is not None:
                    self.map.timed(item, number)
                break

    def _period(self, qualifier: str, item: record.Item) -> record.Period | None:
        for words in qualifier.split(";"):
            # The day of a fate is not the time of the line; `POW since 1943` is.
            if fates.of_a_life(words.strip(), self.lexicon):
                continue
            fated = self.lexicon.understood and fates.stated_in([words.strip()], self.lexicon) and not periods.lasts(words, self.lexicon)
            period = periods.read(words, self.years, self.lexicon) if not fated else None
            # A day beside a mark is the day of the fate.
            if period is not None and not (item.fates and period[0] == period[1] and len(period[0]) >= _DAY):
                return record.Period(start=period[0], end=period[1])
        return None

    def _figures(self, item: record.Item, branch: Branch) -> None:
        line = branch.line
        text = item.text
        if "(" in text or "（" in text or line.smalls:
            self._qualify(item, line)
            item.name = ""
        long = len(text) > _LONGEST_LINE
        read: list[quantities.LineFigure] = []
        counts = self._is_understood(text) and not long and not headings.is_years(line)
        if counts:
            read = self._counted(item, line)
        certain = counts and self.lexicon.understood
        figure = bool(read) if certain else headings.has_figure(line, years=self.conflict_years)
        titles = bool(branch.children) or branch.led is not None or line.ends_in_colon
        item.heading = not figure and bool(text or line.flags) and titles and (headings.is_label(line) or bool(branch.children))
        if long:
            self.problems.append((line.start, max(line.start, line.end), "this line is too long, so it is not read for figures"))
        elif read and not item.heading:
            label = headings.bold_label(line)
            item.quantities = [
                record.Quantity(
                    low=found.low,
                    high=found.high,
                    about=found.about,
                    unit=found.unit,
                    kind=found.kind,
                    of=found.of or label,
                    text=text[found.start : found.end],
                )
                for found in read
            ]
            if self.map is not None:
                for quantity, found in zip(item.quantities, read, strict=True):
                    self.map.figure(quantity, line, found.start, found.end)
            if item.fates and item.quantities and not item.quantities[-1].kind:
                # A person's marker after a number of people states what became of them.
                item.quantities[-1].kind = _FATE_KINDS.get(item.fates[0])

    def _counted(self, item: record.Item, line: Line) -> list[quantities.LineFigure]:
        """The figures of a line; reports numbers that may be some, but are not read."""
        text = item.text
        doubtful: list[tuple[int, int]] = []
        read = quantities.read(
            text,
            self.lexicon,
            kind=self.above,
            years=self.conflict_years,
            labels=_places(text, item.links) if item.links else (),
            cuts=line.cuts,
            letters=self.letters,
            doubtful=doubtful,
        )
        for start, end in doubtful:
            self.problems.append((line.start, max(line.start, line.end), f"not read as a figure, but it may be one: {text[start:end]}"))
        return read if self.tells_kinds else quantities.surely(read, self.lexicon)


def _places(text: str, links: list[record.Link]) -> list[tuple[int, int]]:
    """The half-open ranges of the links' words in a text, in order, as far as they are found."""
    found: list[tuple[int, int]] = []
    end = 0
    for link in links:
        start = text.find(link.text, end) if link.text and not link.external else -1
        if start >= 0:
            end = start + len(link.text)
            found.append((start, end))
    return found


def _title(name: str) -> str:
    """A heading's name without its colon, and without the parentheses around all of it: `(South:)`, `(South):`."""
    title = name.rstrip(_AFTER_TITLE)
    if signs.folded(title[:1] + title[-1:]) in ("()", "[]"):
        inner = title[1:-1].strip()
        if title != name or inner.endswith((":", "：")):
            return inner.rstrip(_AFTER_TITLE)
    return title
