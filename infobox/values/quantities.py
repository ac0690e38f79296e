"""Figures: from one line of strengths or casualties to the quantities that it names.

The line is cut into tokens (`numbers`); every number is either a figure (`figure_bounds`) or belongs to a name, a date, a measure
(`figure_names`). The words after a figure (`figure_phrases`) name what is counted (`figure_nouns`) and what happened to it
(`figure_kinds`); the words of the last figure of a list may apply to all of them (`figure_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.signs import folded
from infobox.record import Kind
from infobox.values.figure_bounds import Figure, figure_at, hedge, range_after
from infobox.values.figure_kinds import fates_before
from infobox.values.figure_labels import before_label, dash_labels, label_before, titled
from infobox.values.figure_leads import befallen, before_befallen, is_part
from infobox.values.figure_lists import LONGEST, Position, fits, goes_on_losing, joined, lent_kind, lent_noun, lost, sort_of
from infobox.values.figure_names import note_doubtful
from infobox.values.figure_nouns import Unit, unit_at
from infobox.values.figure_parts import (
    LEADS_TO_WHOLE,
    describes_each,
    is_first_whole,
    is_of_each,
    is_rate_in_words,
    is_rest,
    is_together,
    is_vague_range,
    is_whole,
    leads_to_whole,
    may_be_left_out,
    may_be_rate,
    range_across,
)
from infobox.values.figure_phrases import half_after
from infobox.values.figure_wholes import is_rate
from infobox.values.figure_words import ANY_FATE, COUNTED, MOST, SAYS_WHEN, FigureWords, TokenLine
from infobox.values.number_amounts import TOO_MANY
from infobox.values.numbers import ABSENT, NAME, NUMBER, WORD, Token
from infobox.values.numbers import of as words_of

_LISTING_COMMA: Final = re.compile("(?<=[0-9])，")
"""A full-width comma after a digit that is not: it separates."""
_SPELLING: Final = concepts.SMALL | concepts.CAPITAL
_GOES_ON: Final = concepts.JOIN | concepts.STOP | concepts.GENITIVE | concepts.COMPLEMENT
_SURE: Final = frozenset((concepts.KILLED, concepts.WOUNDED, concepts.CAPTURED))
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKS: Final = frozenset("():-=;")
"""Marks that begin, end or hold a label."""


class LineFigure(Struct, frozen=True):
    """One figure of a line.

    `low` and `high` are equal for one number; `high` is None for `650+`, `low` for `up to 500`. `unit` is what is counted, as written;
    `kind` what happened to it; `of` the label before the figure. `start` and `end` include words such as `at least`, but not the unit.
    """

    low: int | None
    high: int | None
    about: bool
    unit: str
    kind: Kind | None
    of: str
    start: int
    end: int


def read(
    text: str,
    lexicon: Lexicon,
    of: str = "",
    kind: Kind | None = None,
    years: range = range(0),
    labels: Sequence[tuple[int, int]] = (),
    cuts: Sequence[int] = (),
    *,
    letters: bool = False,
    doubtful: list[tuple[int, int]] | None = None,
) -> list[LineFigure]:
    """The figures of one visible line in the language of the `lexicon`, in order; none of them overlap.

    `of` is the label of figures without a label of their own on the line; `kind` (`heading_kind` of the line above this one) is the kind
    of figures that state none, if it fits them; `years` are those of the conflict, without their era: such a number with nothing else
    beside it is not a figure; `labels` are the half-open ranges of the words of links, in order: no unit is only a part of one; `cuts`
    are the places, in order, where something was taken out: no number continues across one; with `letters` the line stands in a list of
    losses such as `100k, 250w`. Any text can be read; it may have no figures. The places of numbers that may be figures, but are not read,
    are added to `doubtful`.
    """
    if lexicon.counts:
        found, unread = _counted(text, lexicon, of, kind, years, cuts)
    else:
        words = lexicon.grammar(FigureWords)
        if not words.may_hold_figure(text):
            return []
        text = folded(text)
        line = TokenLine(text, words, years, labels, cuts, letters=letters)
        found = _FigureReader(line, of, kind).read()
        unread = [(line.tokens[first].start, line.tokens[end - 1].end) for first, end in line.doubtful]
    if doubtful is not None:
        doubtful += sorted([*unread, *((figure.start, figure.end) for figure in found if _is_absurd(figure))])
    return [figure for figure in found if not _is_absurd(figure)]


def _is_absurd(figure: LineFigure | Figure) -> bool:
    return max(figure.low or 0, figure.high or 0) >= TOO_MANY


def _counted(
    text: str,
    lexicon: Lexicon,
    of: str,
    kind: Kind | None,
    years: range,
    cuts: Sequence[int],
) -> tuple[list[LineFigure], list[tuple[int, int]]]:
    """The figures of a line in a language with counters, and the places of numbers that may be some."""
    from infobox.values.counted_figures import CountedLine, kind_for  # not at the start: few languages need it
    from infobox.values.counted_numbers import CountedWords

    words = lexicon.grammar(CountedWords)
    plain = lexicon.spelling.plain(folded(_LISTING_COMMA.sub("、", text)))
    line = CountedLine(plain, text, words, years, cuts)
    figures: list[LineFigure] = []
    for found in line.read():
        own = kind_for(found, words)
        if own is None and kind and (not found.unit if kind == concepts.CASUALTIES else words.suits(kind, found.unit, found.counter)):
            own = kind
        figures.append(LineFigure(found.low, found.high, found.about, found.unit, own, found.of or of, found.start, found.end))
    return figures, list(line.doubtful)


def heading_kind(heading: str, lexicon: Lexicon) -> Kind | None:
    """What happened to the people or things counted under a heading: `Killed:`, `Prisoners of war (official)`."""
    if lexicon.counts:
        from infobox.values.counted_figures import kinds_of_heading
        from infobox.values.counted_numbers import CountedWords

        return kinds_of_heading(lexicon.spelling.plain(folded(heading)), lexicon.grammar(CountedWords))
    line = TokenLine(folded(heading), lexicon.grammar(FigureWords))
    end = line.count
    while end and line.tokens[end - 1].kind in (":", "-", "."):
        end -= 1
    return titled(line, 0, end)[1]


def is_of_all(label: str, lexicon: Lexicon) -> bool:
    """Whether a label names all, not only those to whom something happened: `Total:`."""
    low = lexicon.spelling.text(label).lower()
    return any(word in low for word in words_of(lexicon.figures, concepts.OVERALL)) or heading_kind(label, lexicon) is None


def is_counted(word: str, lexicon: Lexicon) -> bool:
    """Whether a word after a number shows that it counts."""
    if lexicon.counts:
        from infobox.values.counted_numbers import CountedWords

        return lexicon.grammar(CountedWords).counter.match(word) is not None
    return bool(lexicon.grammar(FigureWords).senses.get(lexicon.spelling.plain(word).lower(), 0) & COUNTED)


def has_letters(text: str, lexicon: Lexicon) -> bool:
    """Whether a text has a number of wounded written as `250w`, so that `100k` is a number of killed."""
    return lexicon.grammar(FigureWords).has_letters(text)


def tells_kinds(text: str, lexicon: Lexicon) -> bool:
    """Whether a value tells, outside parentheses, who was killed, wounded or captured, so that no word for a loss is doubtful in it."""
    words = lexicon.grammar(FigureWords) if not lexicon.counts else None
    if words is None or not words.doubtful_losses:
        return True
    outside = _PARENTHESIS.sub(" ", lexicon.spelling.text(text)).lower()
    return any(words.any_fate.get(word) in _SURE for word in _WORD.findall(outside))


def surely(found: list[LineFigure], lexicon: Lexicon) -> list[LineFigure]:
    """The figures without the kind of those that only doubtful words call missing."""
    doubtful = {"", *lexicon.figures.of(concepts.DOUBTFUL_LOSS)}
    made: list[LineFigure] = []
    for figure in found:
        unsure = figure.kind == concepts.MISSING and lexicon.spelling.text(figure.unit).lower() in doubtful
        kind = None if unsure else figure.kind
        made.append(LineFigure(figure.low, figure.high, figure.about, figure.unit, kind, figure.of, figure.start, figure.end))
    return made


def has_figure(text: str, lexicon: Lexicon, years: range = range(0), cuts: Sequence[int] = ()) -> bool:
    """Whether `read` finds anything."""
    if lexicon.counts:
        return bool(read(text, lexicon, years=years, cuts=cuts))
    words = lexicon.grammar(FigureWords)
    if not words.may_hold_figure(text):
        return False
    line = TokenLine(folded(text), words, years, cuts=cuts)
    index = 0
    while index < line.count:
        if _starts_number(line.tokens[index]):
            figure, index = figure_at(line, index, 0)
            if figure is not None:
                certain = not (
                    may_be_left_out(line) or any(token.senses & concepts.SCALE_WORD for token in line.tokens) or _is_absurd(figure)
                )
                return certain or bool(read(text, lexicon, years=years, cuts=cuts))
        else:
            index += 1
    return False


def _starts_number(token: Token) -> bool:
    return token.kind == NUMBER or (token.kind == WORD and bool(token.senses & concepts.STARTS_NUMBER))


class _Label(Struct, frozen=True):
    """Words that apply to the figures after them, and what they name as counted."""

    words: str
    unit: str = ""
    kind: Kind | None = None
    dashed: bool = False


class _FigureReader:
    """Reads the figures of a line in order; its own labels take precedence over `of` and `heading`.

    `label` applies to the next figure, `outer` holds the labels outside the open parentheses; words for a label are searched from
    `label_from`, those of a figure from `free`. `led` is what words before the last figure state, which may hold for its list.
    `around` is the last figure whose noun stands after a parenthesis, which ends before
    `around_until`.
    """

    __slots__ = ("around", "around_until", "found", "free", "heading", "label", "label_from", "led", "line", "outer", "places")

    def __init__(self, line: TokenLine, of: str, heading: Kind | None) -> None:
        self.line = line
        self.heading = heading
        self.found: list[LineFigure] = []
        self.places: list[Position] = []
        self.label = _Label(of)
        self.outer: list[tuple[_Label, int]] = []
        self.around: LineFigure | None = None
        self.led: Kind | None = None
        self.free = self.label_from = self.around_until = 0

    def read(self) -> list[LineFigure]:
        """The figures of the line."""
        all_tokens, count, found = self.line.tokens, self.line.count, self.found
        index = 0
        while index < count and len(found) < MOST:
            token = all_tokens[index]
            if _starts_number(token):
                index = self._number(index)
            else:
                if token.kind in _MARKS:
                    self._mark(token.kind, index)
                elif token.kind == NAME:
                    note_doubtful(self.line, index)
                index += 1
        return found

    def _number(self, at: int) -> int:
        """Read the number at token `at`, with what it counts if it is a figure; return the index after what is now read."""
        line, found, places = self.line, self.found, self.places
        figure, index = figure_at(line, at, self.free)
        if figure is None:
            return index
        figure, place = self._placed(figure)
        if until := range_across(line, place):
            line.doubtful.add((place.first, until))
            self.free = self.label_from = unit_at(line, until).end
            return self.free
        if self._tells_no_more(figure, place):
            self.free = self.label_from = place.unit_end
            return place.unit_end
        unit = place.unit
        after = self.label_from if found else 0
        loses = figure.first > after and bool(line.tokens[figure.first - 1].senses & concepts.LOSES)
        if not unit.kind and (loses or (places and goes_on_losing(line, places[-1], place))):
            unit = replace(unit, lost=True)
            place = replace(place, unit=unit)
        led, words = self._led(figure, place, after) if line.words.of_which or line.words.befalls else (None, "")
        counted = self._with_meaning(figure, unit if unit.text or not words else replace(unit, text=words), after, led)
        if self._is_whole_of_bare(counted, figure, place):
            self.free = self.label_from = place.unit_end
            return place.unit_end
        if found and not unit.kind and leads_to_whole(line, places[-1].unit_end, figure.first):
            counted = replace(counted, kind=None)  # it happened only to the part: `Killed: 600 of 800`
        if place.unit_end < self.around_until:
            counted = _counted_around(line, counted, self.around)
        if unit.around:
            self.around, self.around_until = counted, place.unit_end
        if found and counted.low is None and is_together(line, places[-1], place) and (both := _both_bounds(found[-1], counted)):
            found[-1], places[-1] = both, replace(place, first=places[-1].first, unit=unit if unit.text else places[-1].unit)
            self.free, self.label_from = figure.end, place.unit_end
            return place.unit_end
        if found:
            counted = _reconcile(line, found, places, counted, place)
        found.append(counted)
        places.append(place)
        # Everything inside a unit is now read, also the number of a `Leopard 2 tank`.
        self.free, self.label_from = figure.end, place.unit_end
        return figure.end if unit.around else place.unit_end

    def _is_whole_of_bare(self, counted: LineFigure, figure: Figure, place: Position) -> bool:
        """Whether a figure is the whole of the bare number before it, which takes its noun and what happened: `3 von 5 Schiffen versenkt`.

        A part that may be a rate is left out. In some languages such a whole is a figure too.
        """
        line, found, places = self.line, self.found, self.places
        if line.words.wholes_count or not found or (places[-1].unit.text and place.unit.text):
            return False
        part, last = found[-1], places[-1]
        sort = sort_of(counted.unit, line.words)
        rate = may_be_rate(part.low, figure.high, things=bool(sort) and sort != concepts.PEOPLE)
        if not leads_to_whole(line, last.unit_end, figure.first, LEADS_TO_WHOLE if rate else concepts.OUT_OF):
            return False
        line.doubtful.add((figure.first, figure.end))
        if rate:
            line.doubtful.add((last.first, last.end))
            found.pop()
            places.pop()
        else:
            found[-1] = replace(part, unit=counted.unit or part.unit, kind=part.kind or counted.kind)
            places[-1] = replace(last, unit_end=place.unit_end, unit=place.unit)
        return True

    def _tells_no_more(self, figure: Figure, place: Position) -> bool:
        """Whether a number is no figure of its own, but the whole of the one before, what each of those has, a rate, or a multiple; it is
        doubtful then. A part takes what is said after its whole; one that may be a rate is left out.
        """
        line, found, places = self.line, self.found, self.places
        rate = (line.rated and is_rate(line, figure.first, figure.end, place.unit_end)) or is_rest(line, place)
        rate = (
            rate
            or is_rate_in_words(line, place)
            or is_vague_range(line, figure.first, figure.end)
            or (figure.low == figure.high and is_first_whole(line, place))
        )
        part = places[-1] if places and not rate else None
        whole = part is not None and is_whole(line, part, place)
        each = part is not None and (
            is_of_each(line, part, place) or (line.words.head_first and describes_each(line, part, place, found[-1].high == 1))
        )
        if not rate and not whole and not each and not (line.words.head_first and _may_be_scaled(line, figure.end)):
            return False
        if part is not None and whole:
            last = found[-1]
            sort = sort_of(last.unit, line.words)
            kind = place.unit.kind or (lost(sort) if place.unit.lost else None)
            if may_be_rate(last.low, figure.high, things=bool(sort) and not part.unit.kind):
                line.doubtful.add((part.first, part.end))
                found.pop()
                places.pop()
            elif sort and not place.unit.text and _inherits(line, figure.first):
                return False  # `300 civilians killed out of 5,000`
            elif kind and not last.kind and fits(kind, sort):
                found[-1] = replace(last, kind=kind)
        line.doubtful.add((figure.first, figure.end))
        return True

    def _led(self, figure: Figure, place: Position, after: int) -> tuple[Kind | None, str]:
        """What words before a figure, or before those of its list, state that happened to what it counts, and these words."""
        line, places = self.line, self.places
        kind, start = befallen(line, figure.first, after)
        words = line.text[line.tokens[start].start : line.tokens[figure.first - 1].end] if kind else ""
        if kind is None and places:
            if is_part(line, figure.first, after):
                kind = self.found[-1].kind
            elif self.led and place.unit.text and joined(line, places[-1], place) and _ends_clause(line, place.unit_end):
                kind = self.led
        self.led = None if place.unit.kind else kind
        return kind, words

    def _placed(self, figure: Figure) -> tuple[Figure, Position]:
        """A figure and its place with what it counts; its range may go on after its noun: `20 guns - 30 guns`."""
        unit = unit_at(self.line, figure.end)
        if self.label.kind:
            unit = before_label(self.line, figure.first, figure.end, unit)
        elif self.line.words.befalls and unit.kind:
            unit = before_befallen(self.line, figure.first, figure.end, unit)
        end = max(unit.end, figure.end)
        if unit.text and self.line.tokens[end].kind == "-" and not unit.around:
            first, last = figure.first, figure.end
            figure = range_after(self.line, figure, end)
            return figure, Position(first, last, max(end, figure.end), len(self.outer), unit)
        if unit.text and (length := half_after(self.line, end)) and figure.low == figure.high is not None:
            whole = replace(figure, high=figure.high + 1, about=True)
            return whole, Position(figure.first, figure.end, end + length, len(self.outer), unit)
        return figure, Position(figure.first, figure.end, end, len(self.outer), unit)

    def _with_meaning(self, figure: Figure, unit: Unit, after: int, led: Kind | None) -> LineFigure:
        """The figure with the meaning of the words around it: those after it first, then those before it, its label, and the heading."""
        line, label = self.line, self.label
        words, kind = unit.text, unit.kind
        before = line.tokens[figure.first - 1] if figure.first > after else ABSENT
        if words and label.unit and not label.kind and line.words.senses.get(words.lower(), 0) & concepts.CONDITION:
            words = label.unit
        elif not words:
            if self.found and before is not ABSENT and _inherits(line, figure.first):
                words = self.found[-1].unit
            elif before.senses & ANY_FATE:  # `killed 200, wounded 300`
                words = before.text
                if not before.senses & concepts.LOST:  # for an unknown sort
                    kind = kind or fates_before(line, figure.first, after)
            elif label.unit:
                words = label.unit
        if unit.lost and kind is None:
            kind = lost(sort_of(words, line.words))
        if kind is None and led and fits(led, sort_of(words, line.words)):
            kind = led
        if led == concepts.KILLED and kind == concepts.CAPTURED:
            kind = led  # `إعدام 40 أسيرا`
        if kind is None and label.kind and fits(label.kind, sort_of(words, line.words)):
            kind = label.kind
        if (
            kind is None
            and self.heading
            and (not words if self.heading == concepts.CASUALTIES else fits(self.heading, sort_of(words, line.words)))
        ):
            kind = self.heading
        low, high = figure.low, figure.high
        bound = unit.bound
        if line.hedged and not bound:
            bound = hedge(line, figure.end if unit.around else max(unit.end, figure.end))
        if low == high and bound == concepts.AT_MOST:
            low = None
        elif bound == concepts.AT_LEAST:
            high = None
        about = figure.about or bound == concepts.ABOUT
        return LineFigure(low, high, about, words, kind, label.words, line.tokens[figure.first].start, line.tokens[figure.end - 1].end)

    def _mark(self, kind: str, at: int) -> None:
        """What a mark between figures does: parentheses hold labels of their own, and a label begins after a mark."""
        if kind == "(":
            self.outer.append((self.label, self.label_from))
            self.label_from = at + 1
            return
        if kind == ")":
            if self.outer:
                self.label, self.label_from = self.outer.pop()
            if not self.found:
                return
        elif kind in "-=" and not self._is_dash_of_label(at):
            return
        if kind in ":-=" and at >= self.label_from:
            self._read_label(kind, at)
        self.label_from = max(self.label_from, at + 1)

    def _is_dash_of_label(self, at: int) -> bool:
        may_be = self.label.dashed if self.found else not self.label.words
        return may_be and dash_labels(self.line, self.label_from, at)

    def _read_label(self, kind: str, at: int) -> None:
        """Take the words before the mark at `at` as the label of what follows."""
        line, found, label = self.line, self.found, self.label
        words, start = label_before(line, self.label_from, at, first=not found)
        if not words:
            return
        unit, happened = titled(line, start, at)
        if not unit and label.unit and found and found[-1].unit == label.unit and line.tokens[start].senses & SAYS_WHEN:
            unit, happened = label.unit, label.kind
        self.label = _Label(words, unit, happened, dashed=kind != ":")


def _ends_clause(line: TokenLine, at: int) -> bool:
    """Whether the word before token `at` is known, and none follows that may say what became of those counted: `20 человек спаслось`."""
    last, after = line.tokens[at - 1 : at + 1]
    return bool(last.senses & ~_SPELLING) and (after.kind not in (WORD, NAME) or bool(after.senses & _GOES_ON))


def _may_be_scaled(line: TokenLine, at: int) -> bool:
    """Whether an unknown word, from token `at` on, may be one of scale: the `lakhs` of `3 lakhs d'hommes`."""
    word, link, noun = line.tokens[at : at + 3] if at + 3 <= line.count else (ABSENT, ABSENT, ABSENT)
    unknown = word.kind == WORD and word.low not in line.words.senses
    return unknown and bool(link.senses & concepts.COMPLEMENT and noun.senses & concepts.GENERAL)


def _counted_around(line: TokenLine, figure: LineFigure, around: LineFigure | None) -> LineFigure:
    """A figure inside a parenthesis, with the noun after the parenthesis: the 6 of `18 (6 Polish) aircraft`."""
    if around is None:
        return figure
    unit = figure.unit
    if not unit or (line.words.noun(unit) & concepts.WHOSE_WORD and sort_of(around.unit, line.words)):
        unit = around.unit
    return replace(figure, unit=unit, kind=figure.kind or around.kind)


def _both_bounds(first: LineFigure, second: LineFigure) -> LineFigure | None:
    """The range of which two figures are the bounds: `at least 300, at most 500 men`; None if they are none, or count different things."""
    if first.high is not None or first.low is None or second.high is None or not first.low < second.high or first.of != second.of:
        return None
    if (first.unit and second.unit and first.unit != second.unit) or (first.kind and second.kind and first.kind != second.kind):
        return None
    unit, kind = first.unit or second.unit, first.kind or second.kind
    return replace(first, high=second.high, about=first.about or second.about, unit=unit, kind=kind, end=second.end)


def _reconcile(line: TokenLine, found: list[LineFigure], places: list[Position], figure: LineFigure, place: Position) -> LineFigure:
    """Give the previous figures what this figure states about them; return this figure as they change it."""
    unit = place.unit
    if not unit.text:
        return figure
    if figure.kind == concepts.WOUNDED and line.words.senses.get(figure.unit.lower(), 0) & concepts.CRIPPLING:
        # As many of the things before: `5 ships sunk, 3 damaged`.
        return replace(figure, kind=concepts.DAMAGED) if sort_of(found[-1].unit, line.words) == concepts.THING else figure
    if not found[-1].unit and leads_to_whole(line, places[-1].unit_end, place.first):
        participle = line.tokens[place.end].senses & concepts.FATE_WORD
        found[-1] = replace(found[-1], unit=figure.unit)
        if figure.kind and not found[-1].kind:
            found[-1] = replace(found[-1], kind=figure.kind)
            if unit.shared or participle:  # it happened only to the part: `3 of 5 ships sunk`, `600 of 800 killed`
                return replace(figure, kind=None, unit="" if participle else figure.unit)
    after = place
    for index in range(len(found) - 1, max(-1, len(found) - 1 - LONGEST), -1):
        noun = lent_noun(line, places[index], after, found[index].high or found[index].low or 0)
        if not noun:
            break
        kind = figure.kind if line.words.noun(noun) & ANY_FATE else None  # `2,000 military and 300 civilian dead`
        found[index] = replace(found[index], unit=noun, kind=found[index].kind or kind)
        places[index] = after = replace(places[index], unit=replace(places[index].unit, text=noun))
    if unit.shared and figure.kind:
        for index, kind in lent_kind(line, places, place, figure.kind):
            found[index] = replace(found[index], kind=found[index].kind or kind)
            places[index] = replace(places[index], unit=replace(places[index].unit, kind=kind))
    return figure


def _inherits(line: TokenLine, first: int) -> bool:
    """Whether the figure counts the same as the one before it: `183,000 troops rising to 250,000`."""
    return f"{line.tokens[first - 2].low} {line.tokens[first - 1].low}" in line.words.inherits
