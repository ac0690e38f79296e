"""Rules about bullets and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, merged, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.references import is_cut_short
from infobox.checks.scope import ENGLISH
from infobox.checks.selectors import LINES, LINES_WITH_BREAKS, SHOWN
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.lines import SourceLine, ValueLines, blank, break_in_use, entry_lists, is_break, value_lines
from infobox.checks.subject import FLAG_KINDS, Subject, Value
from infobox.display import links
from infobox.language import concepts, namespaces, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup.edits import Edit
from infobox.markup.scan import Node, template_name
from infobox.record import FIGURE_FIELDS

_FIRST_MARKER: Final = re.compile(r"(\*+)[ \t]*(?=\S)|(#+|:+|;+)[ \t]+(?=\S)")
_PICTURE: Final = re.compile(rf"\[\[\s*{namespaces.pattern(concepts.FILE)}\s*:", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_DRESS: Final = ("comment", "extension", "quote")
"""Kinds of nodes around words that are not words themselves."""


class _EntryEnds:
    """How lines begin and end in one language: patterns for a line whose last word is a `rank`, which comes before a name and names nobody
    itself; for an `open` end, after which the line continues; and for a line that begins with a `figure`, or a word for one.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.checks
        self.rank = re.compile(rf"\b{any_of(lexicon.persons.of(concepts.RANK))}\]*\Z", re.IGNORECASE)
        joining = any_of(lexicon.joins.of(concepts.OPEN_END) | words.of(concepts.VERSUS))
        self.open = re.compile(rf"(?:[{signs.PLAIN_DASHES},;:&/(]|\b{joining})\s*\Z", re.IGNORECASE)
        begins = (word[:1].upper() + word[1:] for word in words.of(concepts.FIGURE_BEGINS))
        self.figure = re.compile(rf"[~≈>]?\d|{any_of(begins)}\b")


@rule("L301", "error", fixes="some", wikis=ENGLISH, over=SHOWN)
def list_without_line(subject: Subject, values: Sequence[Value]) -> Iterator[Hit]:
    """A value that begins with a list although the template begins no new line there: in `date`, `place`, `partof`, `conflict`, `caption`.

    Why: A list can only begin on a new line. In these parameters, the first bullet is shown as an asterisk.

    Bad:
        | place = * [[Leros]]

    Good:
        | place = [[Leros]]

    Fix: a single bullet is removed, which is safe; a list of several lines is put into `{{plainlist}}`, which is unsafe.
    """
    profile = subject.profile
    for value in values:
        marker = _FIRST_MARKER.match(value.words)
        if marker is None or value.name not in profile.known - profile.starts_line - profile.plain:
            continue
        lines = value.words.split("\n")
        sign = marker[1] or marker[2]
        fix = None
        if len(lines) == 1:
            fix = edited(value.start, value.start + marker.end(), "") if marker[1] and "<br" not in value.words else None
        elif all(line[:1] == "*" for line in lines) and "|" not in re.sub(r"\[\[.*?\]\]|\{\{.*?\}\}", "", value.words):
            # A newline before the list would be removed with the white space around the value.
            fix = Fix((Edit(value.start, value.start, "{{plainlist|\n"), Edit(value.end, value.end, "\n}}")), safe=False)
        message = f"“{sign}” is shown as a sign, because the template begins no new line in {quoted(value.written)}"
        yield Hit(value.start, value.start + len(sign), f"{message}; remove it, or use {{{{plainlist}}}}", fix)


@rule("L303", "warning", fixes="some", holding="**", over=LINES)
def bullet_level_jump(subject: Subject, blocks: Sequence[ValueLines]) -> Iterator[Hit]:
    """A list that skips a level: `***` under `*`, or a list that begins with `**`.

    Why: Readers see two bullets before the same words; one of them is for an entry that does not exist.

    Bad:
        | units1 =
        * [[1st Corps]]
        *** [[1st Division]]

    Good:
        | units1 =
        * [[1st Corps]]
        ** [[1st Division]]

    Fix: safe: the skipped levels are removed; every entry stays under the same one. No fix after an empty line, which may be the slip
    itself.
    """
    for block in blocks:
        if not block.shown:
            continue
        run: list[SourceLine] = []
        parted = False
        for line in [*block.lines, None]:
            if line is not None and line.fresh and line.markers and not line.markers.strip("*"):
                run.append(line)
                continue
            yield from _jumps(run, certain=subject.box.closed and not parted)
            # An empty line between two bullets may be the slip, and what follows it may belong to what comes before it.
            parted = bool(run) and line is not None and blank(subject.text, line)
            run = []


def _jumps(run: Sequence[SourceLine], *, certain: bool) -> Iterator[Hit]:
    """The lines of one list that skip a level, with one fix for all of them if they are certainly one list."""
    levels: list[int] = []
    edits, jumping = [], []
    before = 0
    for line in run:
        depth = len(line.markers)
        while levels and levels[-1] >= depth:
            levels.pop()
        levels.append(depth)
        if depth != len(levels):
            edits.append(Edit(line.markers_start, line.markers_start + depth, "*" * len(levels)))
        if depth > before + 1:
            jumping.append((line, len(levels)))
        before = depth
    fix = Fix(tuple(edits)) if certain else None
    hits = []
    for line, level in jumping[:MANY]:
        message = f"the list skips a level before “{line.markers}”, so readers see an empty bullet; write “{'*' * level}”"
        hits.append(Hit(line.markers_start, line.words, message, fix))
    yield from merged(hits)


_TARGET: Final = re.compile(r"\[\[[^\[\]|]*\|")
"""The target of a link with a label, which readers do not see."""


@rule("L304", "info", fixes="unsafe", over=LINES_WITH_BREAKS)
def mixed_list(subject: Subject, blocks: Sequence[ValueLines]) -> Iterator[Hit]:
    """A bulleted list with some entries that come after a line break, without their own bullets.

    A break is reported if the entry after it begins with a flag, and the bullet's own entry does too.

    Why: Readers see some entries with bullets and others without, and take those for parts of the entry before them.

    Bad:
        | combatant1 =
        * {{flag|Greece}}<br>{{flag|Crete}}
        * {{flag|Cyprus}}

    Good:
        | combatant1 =
        * {{flag|Greece}}
        * {{flag|Crete}}
        * {{flag|Cyprus}}

    Fix: unsafe; the entry gets its own bullet.
    """
    text = subject.text
    for block in blocks:
        if not block.shown or block.value.kind != "entities" or sum(bool(line.markers) for line in block.lines) < 2:
            continue
        bulleted = [line for line in block.lines if line.markers and not line.markers.strip("*")]
        flagged = [line for line in bulleted if _begins_with_flag(subject, line.nodes, line.words)]
        breaks = {line.start: [n for n in line.nodes if is_break(n) and _begins_with_flag(subject, line.nodes, n.end)] for line in flagged}
        if not all(breaks.values()):  # if every bullet has two, they belong together
            hits = []
            for line in flagged:
                # Parentheses mean states or offices of one party that followed each other.
                for node in breaks[line.start] if "(" not in _seen(subject, line) else ():
                    bullet = f"\n{line.markers}" + " " * (text[node.end : node.end + 1] != " ")
                    message = "a line break separates entries that have bullets elsewhere in the list; begin a new line with a bullet"
                    fix = edited(blanks_before(text, node.start), node.end, bullet, safe=False)
                    hits.append(Hit(node.start, node.end, message, fix))
            yield from merged(hits[:MANY])


def _seen(subject: Subject, line: SourceLine) -> str:
    """A line without flags, and without what its links lead to."""
    text, at, words = subject.text, line.start, []
    for node in line.nodes:
        if _is_flag(subject, node):
            words.append(text[at : node.start])
            at = node.end
    return _TARGET.sub("", "".join([*words, text[at : line.end]]))


def _begins_with_flag(subject: Subject, nodes: Sequence[Node], at: int) -> bool:
    """Whether a flag comes next on a line, after blanks and quotes."""
    text = subject.text
    for node in nodes:
        if node.start < at:
            continue
        if text[at : node.start].strip():
            return False
        if node.kind not in _DRESS:
            return _is_flag(subject, node)
        at = node.end
    return False


def _is_flag(subject: Subject, node: Node) -> bool:
    """Whether a node shows a flag or a small picture."""
    if node.kind == "link":
        return _PICTURE.match(subject.text, node.start) is not None
    if node.kind != "template":
        return False
    known = subject.known.meaning(template_name(subject.text, node))
    return known is not None and known.kind in FLAG_KINDS


@rule("L305", "info", fixes="safe", cosmetic=True, over=LINES_WITH_BREAKS)
def break_at_line_end(subject: Subject, blocks: Sequence[ValueLines]) -> Iterator[Hit]:
    """A line break at the end of a bullet's line, before a list, or at the end of a value.

    Why: A new line begins there anyway. The break has no effect, but bots and people copy it.

    Bad:
        | units1 =
        * [[1st Corps]]<br>
        * [[2nd Corps]]

    Good:
        | units1 =
        * [[1st Corps]]
        * [[2nd Corps]]

    Fix: safe: the break is removed.
    """
    text = subject.text
    for block in blocks:
        for line, following in zip(block.lines, [*block.lines[1:], None], strict=True):
            node = line.nodes[-1] if line.nodes else None
            if node is None or not is_break(node) or node.closing or text[node.end : line.end].strip() or not line.end > node.start:
                continue
            before = blanks_before(text, node.start)
            alone = before <= line.words or any(is_break(other) and other.end == before for other in line.nodes[:-1])
            if not alone and (following.markers if following is not None else not is_cut_short(subject, block.value)):
                message = "a line break at the end of a list's line, or of a value, has no effect; remove it"
                yield Hit(node.start, node.end, message, edited(before, node.end, ""))


@rule("L306", "warning", fixes="unsafe", over=LINES)
def items_run_together(subject: Subject, blocks: Sequence[ValueLines]) -> Iterator[Hit]:
    """Entries separated by nothing but a newline in the source.

    Why: MediaWiki shows a single newline as a blank, so readers see the entries on one line.

    Bad:
        | commander1 = [[A. Doe]]
        [[B. Roe]]

    Good:
        | commander1 = [[A. Doe]]<br>[[B. Roe]]

    Fix: unsafe; a line break, spelled as elsewhere in the infobox, replaces the newline.
    """
    text, ends = subject.text, subject.lexicon.grammar(_EntryEnds)
    for block in blocks:
        names = block.value.kind == "entities"
        if not names and block.value.field not in FIGURE_FIELDS:
            continue
        hits = []
        for source, following in zip(block.lines, block.lines[1:], strict=False):
            if source.markers or following.markers or blank(text, source) or blank(text, following):
                continue
            line = _after_breaks(text, source)
            added = line is not source and _IN_PARENTHESES.fullmatch(text, line.start, line.end) is not None
            if not _begins_entry(subject, following, names, ends) or not (added or _begins_entry(subject, line, names, ends)):
                continue
            if not _ends_entry(subject, line, ends):
                continue
            if not names and not any(map(str.isdigit, text[line.start : line.start + 2].lstrip("'"))):
                continue
            if names and not _names_somebody(subject, line, ends):
                continue
            fix = edited(blanks_before(text, line.end), following.start, subject.once(break_in_use), safe=False)
            message = "a newline alone does not separate this from the line before it; add a line break"
            hits.append(Hit(following.start, _first_end(text, following), message, fix))
        yield from merged(hits[:MANY])


_IN_PARENTHESES: Final = re.compile(r"(?:<small>)?'*\([^()\n]{1,200}(?:\([^()\n]*\)[^()\n]*)*\)'*(?:</small>)?\s*")
"""Words in parentheses after a line break, which end the entry before it."""


def _after_breaks(text: str, line: SourceLine) -> SourceLine:
    """What comes after the last line break of a source line."""
    last = max((number for number, node in enumerate(line.nodes) if is_break(node)), default=-1)
    if last < 0 or not text[line.nodes[last].end : line.end].strip():
        return line
    start = line.nodes[last].end
    start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
    return SourceLine(start, line.end, line.nodes[last + 1 :], start, "", line.fresh)


def _begins_entry(subject: Subject, line: SourceLine, names: bool, ends: _EntryEnds) -> bool:
    """Whether a line begins with a flag or link, or among figures, with a number or a word for one."""
    text = subject.text
    if not names:
        return ends.figure.match(text, line.start, line.end) is not None
    first = next((node for node in line.nodes if node.kind not in _DRESS), None)
    if first is None or text[line.start : first.start].strip(" \t'"):
        return False
    return _is_flag(subject, first) or (first.kind == "link" and links.CATEGORY_PREFIX.match(text, first.start + 2) is None)


def _names_somebody(subject: Subject, line: SourceLine, ends: _EntryEnds) -> bool:
    """Whether a line is more than a flag or a rank, which come before a name."""
    text, at, words = subject.text, line.start, []
    for node in line.nodes:
        words.append(text[at : node.start])
        at = node.end
        if node.kind == "link" and not _is_flag(subject, node):
            words.append("link")
        elif node.kind == "template" and _shows_name(subject, node):
            words.append("name")
    words.append(text[at : line.end])
    return bool("".join(words).strip(" \t'")) and ends.rank.search(text[line.start : line.end].rstrip(" \t'")) is None


def _shows_name(subject: Subject, node: Node) -> bool:
    known = subject.known.meaning(template_name(subject.text, node))
    return known is not None and known.kind == "flag" and known.shows != "nothing"


def _first_end(text: str, line: SourceLine) -> int:
    """The end of the first markup or word of a line."""
    if line.nodes and line.nodes[0].start == line.start:
        return line.nodes[0].end
    word = _WORD.match(text, line.start, line.end)
    return word.end() if word is not None else line.end


def _ends_entry(subject: Subject, line: SourceLine, ends: _EntryEnds) -> bool:
    """Whether a line ends as an entry may: with words that need no continuation, and no line break."""
    text, end = subject.text, line.end
    for node in reversed(line.nodes):
        if text[node.end : end].strip():
            break
        if node.kind == "tag":
            return not is_break(node) and node.name not in ("div", "hr", "p", "center", "ul", "ol", "li", "table")
        if node.kind == "template":
            known = subject.known.meaning(template_name(subject.text, node))
            if known is None or known.kind in ("list", "list end", "collapsible", "break", "rule", "navigation", "bullet"):
                return False
            if known.kind not in ("reference", "note", "remark", "fate"):
                return True
        elif node.kind not in _DRESS:
            return True
        end = node.start
    words = text[line.start : end].rstrip(" \t'")
    return bool(words) and not ends.open.search(words[-40:])


@rule("L309", "info", fixes="safe", cosmetic=True)
def empty_list_item(subject: Subject) -> Iterator[Hit]:
    """A bullet with nothing after it, or an empty entry of a list template.

    Why: Readers do not see it, but it makes the list harder to edit, and screen readers may count it.

    Bad:
        | units1 =
        * [[1st Corps]]
        *
        * [[2nd Corps]]

    Good:
        | units1 =
        * [[1st Corps]]
        * [[2nd Corps]]

    Fix: safe: the bullet's line, or the entry, is removed.
    """
    text = subject.text
    for block in subject.once(value_lines):
        for number, line in enumerate(block.lines):
            if not line.markers or line.nodes or line.markers.strip("*#") or not line.fresh or not blank(text, line):
                continue
            before = block.lines[number - 1] if number else None
            following = block.lines[number + 1] if number + 1 < len(block.lines) else None
            if before is not None and following is not None and not before.markers and not following.markers:
                continue  # it separates two lines
            if following is None and is_cut_short(subject, block.value):
                continue
            if following is not None and len(following.markers) > len(line.markers):
                continue  # it holds the deeper list
            # Together with the newline before it; the first line of a value has none.
            start = line.start - 1 if text[line.start - 1] == "\n" else line.start
            stop = line.end
            while text[stop : stop + 1] in (" ", "\t"):
                stop += 1
            yield Hit(line.markers_start, line.words, "this bullet has nothing after it; remove it", edited(start, stop, ""))
    for use in entry_lists(subject):
        parts = use.node.parts[1:]
        if any(part.equals >= 0 and text[part.start : part.equals].strip().isdecimal() for part in parts):
            continue  # the numbers of later entries would no longer fit
        for part in parts:
            if part.equals < 0 and not text[part.start : part.end].strip():
                message = f"this entry of {{{{{use.name}}}}} is empty; remove it"
                yield Hit(part.start - 1, part.start, message, edited(part.start - 1, part.start, ""))
