"""Which lines title what follows. `entity_rank`, `figure_rank` and `no_rank` are the judges for `branches.assemble`."""

from __future__ import annotations

import re

from infobox.display.branches import COUNT, HEADING, LABELLED, SMALL_HEADING, TERM, TOTAL, Branch, owns_list
from infobox.display.lines import Line
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.values import fates, quantities


def _years(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(lexicon.joins.of(concepts.ABOUT))} )?\d{{3,4}}(?:\s*[{signs.DASHES}]\s*(?:\d{{2,4}})?)?:?\Z")


def is_title(branch: Branch) -> bool:
    """Whether a line of combatants, commanders or units has the form of a heading."""
    line = branch.line
    if line.ends_in_colon:
        return True
    if not line.text or line.links or line.flags or not (is_label(line) or branch.closed):
        return False
    return line.term or branch.closed or not _is_fated(line)


def _is_fated(line: Line) -> bool:
    """Whether the mark of a fate stands on the line: it names a person."""
    return bool(line.fates or fates.marks(line.text, line.lexicon))


def is_label(line: Line) -> bool:
    """Whether a line of strength or casualties has the form of a label."""
    return line.bold or line.term or line.ends_in_colon or _is_qualified_label(line)


def _is_qualified_label(line: Line) -> bool:
    """Whether bold words are followed by nothing but parentheses: `**Offensive**: (May to June 1942)`."""
    text = signs.folded(line.text)
    label = line.label
    if not 0 < label < len(text) or text[-1] != ")":
        return False
    rest = text[label:].lstrip(": ")
    return rest[:1] == "(" and ")" not in rest[:-1]


def bold_label(line: Line) -> str:
    """The bold words before a line's figures, if no colon follows them: `**Total** 113,674`; otherwise empty."""
    if not 0 < line.label < len(line.text):
        return ""
    text = signs.folded(line.text)
    label = line.text[: line.label].strip()
    if (
        ":" in text[: line.label + 1]
        or any(map(str.isdigit, label))
        or not text[line.label :].lstrip(f" {signs.DASHES}{signs.TILDES}")[:1].isdigit()
    ):
        return ""
    return label


def _is_labelled(line: Line) -> bool:
    """Whether the line begins with bold words and a colon, and continues: `**Total**: parts of seven divisions`."""
    return 0 < line.label < len(line.text) and ":" in signs.folded(line.text[line.label - 1 : line.label + 1])


def has_figure(line: Line, *, years: range = range(0)) -> bool:
    """Whether a figure stands on the line; bold years are a label. `years`: the conflict's."""
    text = line.text
    if not text or is_years(line):
        return False
    return quantities.has_figure(text, line.lexicon, years, line.cuts) if line.lexicon.understood else signs.has_figure(text)


def is_years(line: Line) -> bool:
    """Whether the line is a bold year, or bold years, which title what follows."""
    return (line.bold or line.term) and line.lexicon.grammar(_years).match(line.lexicon.spelling.text(line.text)) is not None


def no_rank(branch: Branch) -> int:
    """Results and territorial changes have no headings."""
    return 0


def entity_rank(branch: Branch) -> int:
    """How far a line of combatants, commanders or units titles what follows."""
    line = branch.line
    if _is_labelled(line) and not (line.ends_in_colon or _is_qualified_label(line)):
        return LABELLED
    if is_title(branch):
        return _level(line)
    return COUNT if owns_list(branch) else 0


def figure_rank(branch: Branch, *, years: range = range(0)) -> int:
    """How far a line of strength or casualties titles what follows. `years`: the conflict's."""
    line = branch.line
    if not line.text:
        return HEADING if line.flags and not line.listed else 0
    if not (line.bold or line.term or line.label or line.links or line.flags or branch.closed or ":" in line.text or "：" in line.text):
        return 0  # nothing distinguishes the line, with or without a figure
    if has_figure(line, years=years):
        text = signs.folded(line.text)
        colon = text.find(":")
        label = bold_label(line)
        if not label and colon > 0 and not any(map(str.isdigit, text[:colon])):
            label = text[:colon]
        if not label:
            return COUNT if line.ends_in_colon else 0
        # The label of a total or a party, not of the killed, wounded or captured; never if it is not understood.
        of_all = line.label and line.lexicon.understood and quantities.is_of_all(label, line.lexicon)
        return TOTAL if of_all else LABELLED
    titles = is_label(line) or branch.closed or _is_flag_label(branch) or _is_link_label(branch) or _is_entry_label(branch)
    return _level(line) if titles else 0


def _is_flag_label(branch: Branch) -> bool:
    """Whether a flag with its words stands above a line with a figure and no flag: `{{flag|France}}` over `500 killed`."""
    line, following = branch.line, branch.following
    if not line.flags or line.listed or following is None or following.line.flags or following.line.rule:
        return False
    return has_figure(following.line)


def _is_entry_label(branch: Branch) -> bool:
    """Whether a list entry has only flags and a link before a break and a figure: `* [[France]]<br>500 killed`."""
    line, following = branch.line, branch.following
    if not line.listed or line.broken or following is None or not following.line.broken:
        return False
    bare = line.flags or (len(line.links) == 1 and line.text == line.links[0].text)
    return bool(bare) and has_figure(following.line)


def _is_link_label(branch: Branch) -> bool:
    """Whether a link stands alone above lines with figures, as another one does: `[[France]]`, `500 killed`, `[[Spain]]`, `600 killed`."""
    return _is_bare_link(branch) and any(_is_bare_link(_beyond(branch, forward)) for forward in (True, False))


def _is_bare_link(branch: Branch | None) -> bool:
    if branch is None or branch.line.listed or branch.line.flags or len(branch.line.links) != 1:
        return False
    line, following = branch.line, branch.following
    if line.text != line.links[0].text or following is None:
        return False
    return not has_figure(line) and has_figure(following.line)


def _beyond(branch: Branch, forward: bool) -> Branch | None:
    """The first branch beyond the lines with figures beside one."""
    beside = branch.following if forward else branch.previous
    while beside is not None and has_figure(beside.line):
        beside = beside.following if forward else beside.previous
    return beside


def _level(heading: Line) -> int:
    return TERM if heading.term else SMALL_HEADING if heading.in_small_print else HEADING
