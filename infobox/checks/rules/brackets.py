"""Rules about links and templates with missing brackets, and about single brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.references import swallowing_places
from infobox.checks.shared.addresses import misplaced_addresses
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.shared.breakage import CLOSING, Opening, early_end, unclosed_openings
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.shared.loose import LooseMarks, LooseRun, loose_marks, touches, unmatched
from infobox.checks.shared.wrong_marks import reversed_link, reversed_template, wrong_marks
from infobox.checks.subject import Subject

_MARKS: Final = re.compile(r"[\[{]")
_HALF_TEMPLATE: Final = re.compile(r"\{[^\[\]{}|<>=\n]{1,100}\|")
_HALF_LINK: Final = re.compile(r"(?<!\[)\[([^\[\]{}<>\n]+)\]\]\Z")
_CUT_LINK: Final = re.compile(r"\[\[([^\[\]{}|<>\n]+)(\]\])\|([^\[\]{}|=<>\n]+)\]\]\Z")


@rule("M405", "error", fixes="some")
def unbalanced_brackets(subject: Subject) -> Iterator[Hit]:
    """A link or template with missing brackets or braces, wrong ones, or ones that are the wrong way round: `[[Somewhere]`, `[Somewhere]]`,
    `{{flag|France}`, `((flag|France))`, `]]Somewhere[[`.

    Why: The link does not work, and readers see its brackets. An opening pair that is not closed breaks the whole infobox: readers see
    its wikitext.

    Bad:
        | place = [[Somewhere], France

    Good:
        | place = [[Somewhere]], France

    Fix: the missing bracket is added, and wrong ones are replaced; safe if one of the two is there, or if the words can be nothing but a
    link or a known template; unsafe if both are missing. No fix if the end of the link or template is not certain.
    """
    yield from subject.once(bracket_faults)


def bracket_faults(subject: Subject) -> list[Hit]:
    """The findings of M405. Call it through `Subject.once`."""
    if subject.box.closed:
        return list(_in_closed(subject))
    text, end = subject.text, subject.box.end
    swallowing = subject.once(swallowing_places)
    found = []
    for opening in unclosed_openings(subject)[:MANY]:
        certain = _with_wrong_marks(text, opening, end)
        if certain is not None:
            found.append(certain)
        elif not any(opening.start < at and subject.value_at(at) is subject.value_at(opening.start) for at in swallowing):
            found.append(_without_marks(text, opening, end))
    return found


def cut_in_two(subject: Subject) -> list[tuple[int, int]]:
    """The spans of links, templates and addresses whose own pipe cuts a value in two, because their brackets are wrong. Call it through
    `Subject.once`.
    """
    spans = [(hit.start, hit.end) for hit in (*subject.once(bracket_faults), *subject.once(misplaced_addresses))]
    spans = [(_link_start(subject, start), end) for start, end in spans]
    halves = [_HALF_TEMPLATE.match(subject.text, at) for at, mark in subject.once(loose_marks)[:MANY] if mark == "{"]
    return [(start, end) for start, end in spans if "|" in subject.text[start:end]] + [half.span() for half in halves if half is not None]


def is_doubtful(subject: Subject, at: int) -> bool:
    """Whether a parameter that begins at a place may be none: a tag before it is not closed, or it is a part of a link or template that its
    own pipe cuts.
    """
    swallowed = any(place < at for place in subject.once(swallowing_places))
    return swallowed or any(start <= at < end for start, end in subject.once(cut_in_two))


def _link_start(subject: Subject, start: int) -> int:
    """Where the link begins whose closing brackets begin at a place and whose opening ones are missing: before the pipe on the line."""
    text = subject.text
    line = line_start(text, start)
    pipe = text.rfind("|", line, start) if text.startswith("]", start) else -1
    # At the beginning of a line, the pipe is a template's or the infobox's own.
    return pipe if pipe >= 0 and text[line:pipe].strip() and not _MARKS.search(text, pipe, start) else start


def _in_closed(subject: Subject) -> Iterator[Hit]:
    text = subject.text
    reverse = subject.once(reversed_template)
    if reverse is not None:
        yield reverse
    yield from wrong_marks(subject)
    loose = subject.once(loose_marks)
    early = subject.once(early_end)
    if early is not None and early.template is not None:
        start, end = early.template
        words = text[start:end]
        missing = "{" if words.startswith("{") else "{{"
        message = f"{quoted(words)} has closing braces but not both opening ones, so it ends the infobox; write “{{{{” before it"
        yield Hit(start, end, message, edited(start, start, missing))
    for half in _half_links(text, loose):
        message = f"{quoted(half[0])} has one opening bracket and two closing ones; write “[[”"
        yield Hit(*half.span(), message, edited(half.start(), half.start(), "["))
    for run in unmatched(text, loose, "[", "]")[:MANY]:
        if run.words[0] == "]" and len(run.words) >= 2:
            yield _link_end_alone(text, run)


def _half_links(text: str, loose: LooseMarks) -> list[re.Match[str]]:
    """Links with one opening bracket and two closing ones."""
    ends = [at for (at, mark), (following, other) in pairwise(loose) if mark == other == "]" and following == at + 1]
    found = [_HALF_LINK.search(text, max(0, at - LONGEST), at + 2) for at in ends[:MANY]]
    return [match for match in found if match is not None and "//" not in match[0]]


def _link_end_alone(text: str, run: LooseRun) -> Hit:
    cut = _CUT_LINK.search(text, max(0, run.end - LONGEST), run.end)
    if cut is not None:
        bracket = ")" if cut[1].count("(") == cut[1].count(")") + 1 else ""
        message = f"the link to {quoted(cut[1])} ends before its label; write {quoted(f'[[{cut[1]}{bracket}|{cut[3]}]]')}"
        return Hit(cut.start(), run.end, message, edited(*cut.span(2), bracket))
    if text[run.start - 2 : run.start] == "]]":
        return Hit(run.start, run.end, f"{quoted(run.words)} closes nothing; remove it", edited(run.start, run.end, ""))
    return Hit(run.start, run.end, f"{quoted(run.words)} closes no link, and readers see it; remove it, or put “[[” before the link")


_OPEN: Final = {"[": r"\[\[[^\[\]{}<>\n|]+(?:\|[^\[\]{}<>\n|]+)?", "{": r"\{\{[^\[\]{}<>\n]+"}
_HALF_OPEN: Final = {"[": re.compile(_OPEN["["] + r"\](?!\])"), "{": re.compile(_OPEN["{"] + r"\}(?!\})")}
_WRONG_CLOSE: Final = {"[": re.compile(_OPEN["["] + r"\}\}?(?!\})"), "{": re.compile(_OPEN["{"] + r"\]\]?(?!\])")}
_NO_CLOSE: Final = {mark: re.compile(rf"\{mark}\{mark}[^\[\]{{}}<>\n]*[^\[\]{{}}<>\s]") for mark in "[{"}
_AFTER: Final = re.compile(r"\Z|[\s,.;:()<{|'}\-–]")


def _with_wrong_marks(text: str, opening: Opening, end: int) -> Hit | None:
    """The finding about a link or template that is closed by wrong marks, or by too few."""
    reverse = reversed_link(text, opening)
    if reverse is not None:
        return reverse
    what = "link" if opening.mark == "[" else "template"
    closing = CLOSING[opening.mark]
    half = _HALF_OPEN[opening.mark].match(text, opening.start, end)
    if half is not None:
        # The mark of the other kind after it was meant to be one of this kind.
        other = "}" if opening.mark == "[" else "]"
        wrong_kind = text[half.end() : half.end() + 1] == other != text[half.end() + 1 : half.end() + 2]
        stop = half.end() + wrong_kind
        fix = edited(half.end(), stop, closing[0], safe=_AFTER.match(text, stop) is not None)
        message = f"{quoted(half[0])} breaks the infobox: the {what} has only one “{closing[0]}”; write “{closing}”"
        return Hit(*half.span(), message, fix)
    wrong = _WRONG_CLOSE[opening.mark].match(text, opening.start, end)
    if wrong is not None and not _is_inside_other(text, opening):
        at = opening.start + len(wrong[0].rstrip("}]"))
        fix = edited(at, wrong.end(), closing, safe=wrong.end() - at == 2)
        return Hit(*wrong.span(), f"{quoted(wrong[0])} breaks the infobox: the {what} has the wrong closing marks; write “{closing}”", fix)
    return None


def _is_inside_other(text: str, opening: Opening) -> bool:
    """Whether marks of the other kind are open before it on the line: closing marks of that kind are theirs."""
    other = "{" if opening.mark == "[" else "["
    start = line_start(text, opening.start)
    return text.count(other * 2, start, opening.start) > text.count(CLOSING[other], start, opening.start)


def _without_marks(text: str, opening: Opening, end: int) -> Hit:
    """The finding about a link or template that nothing closes."""
    what = "link" if opening.mark == "[" else "template"
    closing = CLOSING[opening.mark]
    words = _NO_CLOSE[opening.mark].match(text, opening.start, end)
    if words is None:
        message = f"“{opening.mark * 2}” breaks the infobox: it opens a {what} that is never closed; remove it, or add “{closing}”"
        return Hit(opening.start, opening.start + 2, message)
    stop = line_end(text, words.end(), end)
    following = text[stop : stop + LONGEST].lstrip() if stop < end else ""
    whole = not text[words.end() : stop].strip() and following.startswith(("|", "}}")) and not words[0].endswith("|")
    message = f"{quoted(words[0])} breaks the infobox: the {what} is never closed; add “{closing}” where it ends"
    return Hit(*words.span(), message, edited(words.end(), words.end(), closing, safe=False) if whole else None)


@rule("M414", "warning", fixes="some", closed=True)
def stray_bracket(subject: Subject) -> Iterator[Hit]:
    """A single square bracket without a partner beside a link, or one that opens an external link and is never closed.

    Why: Readers see the bracket; an external link that is not closed is shown as an address.

    Bad:
        | place = [[Somewhere]]], France

    Good:
        | place = [[Somewhere]], France

    Fix: safe if it touches a link's own brackets: the bracket is removed. No fix otherwise.
    """
    text, loose = subject.text, subject.once(loose_marks)
    halves = {half.end() for half in _half_links(text, loose)}
    for run in unmatched(text, loose, "[", "]")[:MANY]:
        if len(run.words) > 1 or run.end in halves:
            continue
        if touches(text, run, "[[" if run.words == "[" else "]]"):
            yield Hit(run.start, run.end, f"“{run.words}” is an extra bracket; remove it", edited(run.start, run.end, ""))
        elif run.words == "[" and _ADDRESS.match(text, run.end):
            yield Hit(run.start, run.end, "“[” opens an external link that is never closed; add “]”")
        elif run.words == "]" and text[run.start - 3 : run.start] == "]] ":
            yield Hit(run.start, run.end, "“]” has no partner; remove it", edited(run.start - 1, run.end, ""))
        else:
            line = text[line_start(text, run.start) : line_end(text, run.end)]
            if "[" in line and "]" in line and line.count("(") == line.count(")"):
                yield Hit(run.start, run.end, f"“{run.words}” has no partner on its line; remove it, or add the other one")


_ADDRESS: Final = re.compile(r"(?:(?:https?|ftps?):)?//", re.IGNORECASE)
