"""Rules about links and templates whose brackets are not all there, and about single brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from infobox.checks.around import line_end, line_start
from infobox.checks.breakage import CLOSING, Opening, early_end, guilty_openings
from infobox.checks.findings import Said, edited, quoted
from infobox.checks.limits import LONGEST, MANY
from infobox.checks.loose import Loose, Unmatched, loose_marks, touches, unmatched
from infobox.checks.registry import rule
from infobox.checks.subject import Subject

_HALF_LINK: Final = re.compile(r"(?<!\[)\[([^\[\]{}<>\n]+)\]\]\Z")
_CUT_LINK: Final = re.compile(r"\[\[([^\[\]{}|<>\n]+)(\]\])\|([^\[\]{}|=<>\n]+)\]\]\Z")


@rule("M405", "error", fixes="some")
def unbalanced_brackets(subject: Subject) -> Iterator[Said]:
    """A link or template whose brackets or braces are not all there: `[[Somewhere]`, `[Somewhere]]`, `{{flag|France}`.

    Why: The link does not work and its brackets are shown. An opening pair that is not closed breaks the whole infobox: a reader sees
    its wikitext.

    Bad:
        | place = [[Somewhere], France

    Good:
        | place = [[Somewhere]], France

    Fix: the missing bracket is put in, where one of the two is there; safe. Unsafe where both are missing. None where the end of the
    link or template cannot be told.
    """
    text = subject.text
    if not subject.box.closed:
        for guilty in guilty_openings(subject)[:MANY]:
            yield _unclosed_opening(text, guilty, subject.box.end)
        return
    loose = subject.once(loose_marks)
    early = early_end(subject)
    if early is not None and early.brace >= 0:
        words = text[early.brace : early.end]
        missing = "{" if words.startswith("{") else "{{"
        message = f"{quoted(words)} has closing braces and not both opening ones, which ends the infobox; write “{{{{” before it"
        yield Said(early.brace, early.end, message, edited(early.brace, early.brace, missing))
    for half in _half_links(text, loose):
        message = f"{quoted(half[0])} is opened by one bracket and closed by two; write “[[”"
        yield Said(*half.span(), message, edited(half.start(), half.start(), "["))
    for run in unmatched(text, loose, "[", "]")[:MANY]:
        if run.words[0] == "]" and len(run.words) >= 2:
            yield _link_end_alone(text, run)


def _half_links(text: str, loose: Loose) -> list[re.Match[str]]:
    """Links opened by one bracket and closed by two."""
    ends = [at for (at, mark), (following, other) in pairwise(loose) if mark == other == "]" and following == at + 1]
    found = [_HALF_LINK.search(text, max(0, at - LONGEST), at + 2) for at in ends[:MANY]]
    return [match for match in found if match is not None and "//" not in match[0]]


def _link_end_alone(text: str, run: Unmatched) -> Said:
    cut = _CUT_LINK.search(text, max(0, run.end - LONGEST), run.end)
    if cut is not None:
        bracket = ")" if cut[1].count("(") == cut[1].count(")") + 1 else ""
        message = f"the link to {quoted(cut[1])} ends before its label; write {quoted(f'[[{cut[1]}{bracket}|{cut[3]}]]')}"
        return Said(cut.start(), run.end, message, edited(*cut.span(2), bracket))
    if text[run.start - 2 : run.start] == "]]":
        return Said(run.start, run.end, f"{quoted(run.words)} closes nothing; remove it", edited(run.start, run.end, ""))
    return Said(run.start, run.end, f"{quoted(run.words)} closes no link and is shown; remove it, or put “[[” before the link")


_OPEN: Final = {"[": r"\[\[[^\[\]{}<>\n|]+(?:\|[^\[\]{}<>\n|]+)?", "{": r"\{\{[^\[\]{}<>\n]+"}
_HALF_OPEN: Final = {"[": re.compile(_OPEN["["] + r"\](?!\])"), "{": re.compile(_OPEN["{"] + r"\}(?!\})")}
_WRONG_CLOSE: Final = {"[": re.compile(_OPEN["["] + r"\}\}?(?!\})"), "{": re.compile(_OPEN["{"] + r"\]\]?(?!\])")}
_NO_CLOSE: Final = {mark: re.compile(rf"\{mark}\{mark}[^\[\]{{}}<>\n]*[^\[\]{{}}<>\s]") for mark in "[{"}
_AFTER: Final = re.compile(r"\Z|[\s,.;:()<{|'}\-–]")


def _unclosed_opening(text: str, opening: Opening, end: int) -> Said:
    what = "link" if opening.mark == "[" else "template"
    closing = CLOSING[opening.mark]
    half = _HALF_OPEN[opening.mark].match(text, opening.start, end)
    if half is not None:
        # The other kind of mark after it was meant for this one.
        other = "}" if opening.mark == "[" else "]"
        wrong_kind = text[half.end() : half.end() + 1] == other != text[half.end() + 1 : half.end() + 2]
        stop = half.end() + wrong_kind
        fix = edited(half.end(), stop, closing[0], safe=_AFTER.match(text, stop) is not None)
        message = f"{quoted(half[0])} breaks the infobox: the {what} is closed by one “{closing[0]}”; write “{closing}”"
        return Said(*half.span(), message, fix)
    wrong = _WRONG_CLOSE[opening.mark].match(text, opening.start, end)
    if wrong is not None:
        at = opening.start + len(wrong[0].rstrip("}]"))
        fix = edited(at, wrong.end(), closing, safe=wrong.end() - at == 2)
        return Said(*wrong.span(), f"{quoted(wrong[0])} breaks the infobox: the {what} has the wrong closing marks; write “{closing}”", fix)
    words = _NO_CLOSE[opening.mark].match(text, opening.start, end)
    if words is None:
        message = f"“{opening.mark * 2}” breaks the infobox: it opens a {what} that is never closed; remove it, or add “{closing}”"
        return Said(opening.start, opening.start + 2, message)
    stop = line_end(text, words.end(), end)
    following = text[stop : stop + LONGEST].lstrip() if stop < end else ""
    whole = not text[words.end() : stop].strip() and following.startswith(("|", "}}")) and not words[0].endswith("|")
    message = f"{quoted(words[0])} breaks the infobox: the {what} is never closed; add “{closing}” where it ends"
    return Said(*words.span(), message, edited(words.end(), words.end(), closing, safe=False) if whole else None)


@rule("M414", "warning", fixes="some")
def stray_bracket(subject: Subject) -> Iterator[Said]:
    """A single square bracket without its partner beside a link, or one that opens an external link and is never closed.

    Why: It is shown as it stands; an external link that is not closed is shown as an address.

    Bad:
        | place = [[Somewhere]]], France

    Good:
        | place = [[Somewhere]], France

    Fix: removed, where it touches a link's own brackets: safe. None for the others.
    """
    if not subject.box.closed:
        return
    text, loose = subject.text, subject.once(loose_marks)
    halves = {half.end() for half in _half_links(text, loose)}
    for run in unmatched(text, loose, "[", "]")[:MANY]:
        if len(run.words) > 1 or run.end in halves:
            continue
        if touches(text, run, "[[" if run.words == "[" else "]]"):
            yield Said(run.start, run.end, f"“{run.words}” is one bracket too many; remove it", edited(run.start, run.end, ""))
        elif run.words == "[" and _ADDRESS.match(text, run.end):
            yield Said(run.start, run.end, "“[” opens an external link that is never closed; add “]”")
        elif run.words == "]" and text[run.start - 3 : run.start] == "]] ":
            yield Said(run.start, run.end, "“]” has no partner; remove it", edited(run.start - 1, run.end, ""))
        else:
            line = text[line_start(text, run.start) : line_end(text, run.end)]
            if "[" in line and "]" in line and line.count("(") == line.count(")"):
                yield Said(run.start, run.end, f"“{run.words}” has no partner on its line; remove it or add the other one")


_ADDRESS: Final = re.compile(r"(?:(?:https?|ftps?):)?//", re.IGNORECASE)
