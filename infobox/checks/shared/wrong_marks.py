"""Links and templates in brackets of the wrong kind or number, or with their brackets the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.shared.around import line_start
from infobox.checks.shared.breakage import Opening
from infobox.checks.shared.hidden import hidden_parts
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.shared.loose import loose_marks
from infobox.checks.subject import Subject
from infobox.markup import titles
from infobox.markup.edits import Edit

_BRACES: Final = re.compile(r"\{(?<!\{\{)([^\[\]{}|<>=\n]{2,60})(\|[^{}\n]*)?\}(?!\})")
_BRACKETS: Final = re.compile(r"\[(?<!\[\[)([^\[\]{}|<>=\n]{1,100})\|([^\[\]{}|<>=\n]+)\](?!\])")
_PARENTHESES: Final = re.compile(r"\(\(([^\[\]{}()|<>=\n]{2,60})\|(?:[^{}()\n]|\([^{}()\n]*\))*\)\)")
_TEMPLATE_REVERSED: Final = re.compile(r"\}\}([^\[\]{}|<>=\s][^\[\]{}|<>=\n]{1,60})(?:\|[^{}\n]*)?(?<!\s)\{\{(?!\{)")
_LINK_REVERSED: Final = re.compile(r"\]\]([^\[\]{}<>\n]{1,150})\[\[\Z")


def wrong_marks(subject: Subject) -> Iterator[Hit]:
    """The findings about links and templates of a closed infobox that have single brackets, single braces or parentheses around them."""
    yield from islice(_single(subject), MANY)
    yield from islice(_reversed_in_templates(subject), MANY)
    if "((" in subject.wikitext:
        yield from islice(_in_parentheses(subject), MANY)


def _single(subject: Subject) -> Iterator[Hit]:
    text, box = subject.text, subject.box
    marks = subject.once(loose_marks)
    loose = {at for at, _ in marks}
    kinds = {mark for _, mark in marks}
    for match in _BRACES.finditer(text, box.start, box.end) if "{" in kinds else ():
        if {match.start(), match.end() - 1} <= loose and _is_template(subject, match[1]):
            good = f"{{{match[0]}}}"
            fix = Fix((Edit(match.start(), match.start(), "{"), Edit(match.end(), match.end(), "}")))
            yield Hit(*match.span(), f"{quoted(match[0])} has one brace on each side, so it is no template; write {quoted(good)}", fix)
    for match in _BRACKETS.finditer(text, box.start, box.end) if "[" in kinds else ():
        if {match.start(), match.end() - 1} <= loose and _is_title(match[1]):
            good = f"[{match[0]}]"
            fix = Fix((Edit(match.start(), match.start(), "["), Edit(match.end(), match.end(), "]")))
            yield Hit(*match.span(), f"{quoted(match[0])} has one bracket on each side, so it is no link; write {quoted(good)}", fix)


def _in_parentheses(subject: Subject) -> Iterator[Hit]:
    text, box = subject.text, subject.box
    for match in _PARENTHESES.finditer(text, box.start, box.end):
        if _is_template(subject, match[1]) and not subject.once(hidden_parts).holds(match.start()):
            good = f"{{{{{match[0][2:-2]}}}}}"
            yield Hit(*match.span(), f"{quoted(match[0])} is no template; write {quoted(good)}", edited(*match.span(), good))


def _is_template(subject: Subject, name: str) -> bool:
    return subject.known.meaning(" ".join(name.split())) is not None


def _is_title(words: str) -> bool:
    return "//" not in words and any(map(str.isalpha, words)) and titles.is_possible(titles.decoded(words))


def reversed_template(subject: Subject) -> Hit | None:
    """The finding about a template whose closing braces come first, so that they end the infobox. Call it through `Subject.once`."""
    text, end = subject.text, subject.box.end
    match = _TEMPLATE_REVERSED.match(text, end - 2, end + LONGEST) if subject.box.closed else None
    return _turned(match, "so it ends the infobox") if match is not None and _is_template(subject, match[1]) else None


def _reversed_in_templates(subject: Subject) -> Iterator[Hit]:
    """The findings about templates whose closing braces come first and close another template, so that their pipe cuts the value."""
    text = subject.text
    for value in subject.values:
        if value.parameter.positional and value.words:
            pipe = value.parameter.start
            start = text.rfind("}}", max(subject.box.start, pipe - LONGEST), pipe)
            match = _TEMPLATE_REVERSED.match(text, start, value.parameter.value_end) if start >= 0 else None
            if match is not None and pipe < match.end() and _is_template(subject, match[1]):
                yield _turned(match, "so it closes the template around it")


def _turned(match: re.Match[str], effect: str) -> Hit:
    good = f"{{{{{match[0][2:-2]}}}}}"
    message = f"{quoted(match[0])} has its braces the wrong way round, {effect}; write {quoted(good)}"
    return Hit(*match.span(), message, edited(*match.span(), good))


def reversed_link(text: str, opening: Opening) -> Hit | None:
    """The finding about a link whose closing brackets come first, if it is these opening ones that nothing closes."""
    start, end = line_start(text, opening.start), opening.start + 2
    match = _LINK_REVERSED.search(text, max(start, end - LONGEST), end) if opening.mark == "[" else None
    if match is None or text.count("[[", start, match.start()) != text.count("]]", start, match.start()):
        return None
    good = f"[[{match[1]}]]"
    message = f"{quoted(match[0])} breaks the infobox: its brackets are the wrong way round; write {quoted(good)}"
    return Hit(*match.span(), message, edited(*match.span(), good))
