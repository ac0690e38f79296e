"""The rule about references that are not closed, and the search for closing tags of references that close nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.shared.around import line_end
from infobox.checks.shared.breakage import CLOSING, is_broken
from infobox.checks.shared.extensions import unpaired_extensions
from infobox.checks.shared.hidden import hidden_between, hidden_parts
from infobox.checks.shared.limits import LONGEST, MANY
from infobox.checks.shared.wrong_marks import reversed_template
from infobox.checks.subject import Subject, Value
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of

_REF_END: Final = re.compile(r"</ref\s*>")
_REF_WITH_WORDS: Final = re.compile(r"<ref[^<>]*/>[^<>]+\Z")
_HALF_REFERENCE: Final = re.compile(r"(?<![</])ref name ?= ?[^<>\n=]{1,60}>")
_NAMED: Final = re.compile(r"<ref\s+name\s*=\s*(?:\"[^\"]*\"|[^\s\"/]+)\s*\Z")
_CUT_REFERENCE: Final = re.compile(r"<ref(?=[\s/])[^<>{}|\n]*(?=[<{}|\n])")
_ANY_REFERENCE: Final = re.compile(r"<ref(?=[\s>/])[^<>]*>")
_BLANK_AFTER: Final = re.compile(r"[ \t]*(?:\r?\n|<br|<ref\b|\}\}|\||\Z)")


@rule("M416", "error", fixes="some", holding=("<ref", "ref name"))
def reference_not_closed(subject: Subject) -> Iterator[Hit]:
    """A `<ref>` that is not closed before the next one begins, or is never closed.

    Why: It takes in the whole page up to the next `</ref>`, or readers see it.

    Bad:
        | strength1 = 300<ref>Smith 1999<ref>

    Good:
        | strength1 = 300<ref>Smith 1999</ref>

    Fix: safe: a second `<ref>` at the end of the source becomes `</ref>`, and a named reference without words at the end of its line gets
    a slash. No fix if the end of the source is not certain.
    """
    words = subject.wikitext
    if "<ref" in words:
        yield from subject.once(unclosed_references)
    if words.count("ref name") > words.count("<ref name"):
        covered = subject.once(hidden_parts)
        for match in islice(_HALF_REFERENCE.finditer(subject.text, subject.box.start, subject.box.end), MANY):
            if not covered.holds(match.start()):
                message = f"{quoted(match[0])} has lost its “<”, and readers see it; write “<ref”"
                yield Hit(*match.span(), message, edited(match.start(), match.start(), "<"))


def unclosed_references(subject: Subject) -> list[Hit]:
    """The findings about references in an infobox that are not closed, or that contain another one, the first hundred. Call it through
    `Subject.once`.
    """
    return list(islice(_unclosed(subject), MANY))


def _unclosed(subject: Subject) -> Iterator[Hit]:
    text, start, end = subject.text, subject.box.start, subject.box.end
    known = 0
    reported: list[tuple[int, int]] = []
    for place in subject.places.get("extension", ()):
        node = place.node
        if not node.name.startswith("ref"):
            continue
        known += 1
        first, last = node.inner
        if text.find("<", node.start + 1, node.end) < text.find(">", node.start, node.end):
            cut = _CUT_REFERENCE.match(text, node.start, node.end)
            if cut is not None:
                reported.append(cut.span())
                yield _without_end(text, *cut.span())
                continue
        if node.name == "ref" and last > first and (inner := text.find("<ref", first, last)) >= 0:
            known += text.count("<ref", first, last)
            match = _ANY_REFERENCE.match(text, inner, last)
            if match is not None:
                reported.append((node.start, first))
                yield _unclosed_reference(text, (node.start, first), match, min(last, end), nested=_closed_after(text, node.end))
    if subject.wikitext.count("<ref") <= known:
        return
    # An infobox that is not closed was read as if the reference were text.
    covered = hidden_between(text, start, end) if subject.box.closed else subject.once(hidden_parts)
    for match in _ANY_REFERENCE.finditer(text, start, end):
        if covered.holds(match.start()) or match[0].endswith("/>") or match.span() in reported:
            continue
        following = _ANY_REFERENCE.search(text, match.end(), end)
        hit = _unclosed_reference(text, match.span(), following, end, nested=False)
        reported.append((hit.start, hit.end))
        if following is not None and following[0] == "<ref>" and "\n" not in text[match.end() : following.start()]:
            reported.append(following.span())  # it was meant to close the one before
        yield hit
    for match in _CUT_REFERENCE.finditer(text, start, end):
        if not covered.holds(match.start()) and match.span() not in reported:
            yield _without_end(text, *match.span())


def swallowing_places(subject: Subject) -> list[int]:
    """Where comments, references and other tags begin that are not closed, and hide what was meant to close links and templates before
    them. Call it through `Subject.once`.
    """
    comment = open_comment(subject)
    unpaired = subject.once(unpaired_extensions)
    # In an infobox that is not closed, a tag that seems to have no end may have it after the infobox.
    tags = [*unpaired.swallowing, *([] if subject.box.closed else [tag.node for tag in unpaired.unclosed])]
    references = [hit.start for hit in subject.once(unclosed_references)]
    return sorted([*([comment] if comment is not None else []), *(node.start for node in tags), *references])


def is_incomplete(subject: Subject) -> bool:
    """Whether parameters may be missing in the infobox that the page has: it does not end where it should, or a tag has taken them in."""
    return is_broken(subject) or subject.once(reversed_template) is not None or bool(subject.once(swallowing_places))


def is_cut_short(subject: Subject, value: Value) -> bool:
    """Whether the rest of a value may be after the infobox, because it ends too early."""
    return value is subject.values[-1] and is_incomplete(subject)


def open_comment(subject: Subject) -> int | None:
    """Where a comment begins that hides the end of the infobox, because it is not closed before the next comment, or never: it has taken in
    what closes a link or template.
    """
    text, box = subject.text, subject.box
    start = -1 if box.closed else text.find("<!--", box.start, box.end)
    while start >= 0:
        end = text.find("-->", start)
        if end < 0 or _takes_in(text, start, text.find("<!--", start + 1, end)):
            return start
        start = text.find("<!--", end, box.end)
    return None


def _takes_in(text: str, start: int, following: int) -> bool:
    """Whether a comment has taken in what opens or closes a link or template, up to the comment in it, if there is one (else -1)."""
    marks = CLOSING.items()
    return following >= 0 and any(text.count(mark * 2, start, following) != text.count(close, start, following) for mark, close in marks)


def _without_end(text: str, start: int, end: int) -> Hit:
    """The finding about a `<ref …` without its closing angle bracket."""
    words = text[start:end]
    message = f"{quoted(words)} has no “>”, so it swallows what follows"
    slash = words.rstrip().endswith("/")
    if _BLANK_AFTER.match(text, end) is None or _NAMED.match(words.rstrip().removesuffix("/")) is None:
        return Hit(start, end, f"{message}; add it")
    missing = ">" if slash else "/>" if words.endswith(" ") else " />"
    at = start + len(words.rstrip()) if slash else end
    return Hit(start, end, f"{message}; write “/>” at its end", edited(at, at, missing))


def _closed_after(text: str, end: int) -> bool:
    """Whether a second `</ref>` follows on the same line: then one reference is inside another."""
    before, closing, _ = text[end : line_end(text, end)].partition("</ref")
    return bool(closing) and "<ref" not in before


def _unclosed_reference(text: str, span: tuple[int, int], following: re.Match[str] | None, end: int, *, nested: bool) -> Hit:
    if nested:
        return Hit(*span, "a reference cannot contain another one; write the outer one as {{refn|…}}, or put the inner one after it")
    written = text[slice(*span)]
    if "name" in written and _BLANK_AFTER.match(text, span[1]) is not None:
        fix = edited(span[1] - 1, span[1], "/>" if text[span[1] - 2] == " " else " />")
        return Hit(*span, f"{quoted(written)} has no words and is not closed; write “/>” at its end", fix)
    if following is not None and following[0] == "<ref>" and following.end() <= end:
        words = text[span[1] : following.start()]
        if words.strip() and "\n" not in words and _BLANK_AFTER.match(text, following.end()):
            message = "“<ref>” is opened twice and not closed; write “</ref>” instead of the second"
            return Hit(*following.span(), message, edited(*following.span(), "</ref>"))
    return Hit(*span, f"{quoted(written)} is never closed; add “</ref>” after the source")


def _source(lexicon: Lexicon) -> re.Pattern[str]:
    """What references contain: templates for citations, addresses, numbers of pages."""
    pages = any_of(lexicon.checks.of(concepts.PAGE_NUMBER))
    return re.compile(rf"\{{\{{\s*(?:cite|citation|sfn|harv)|https?://|\b{pages}", re.IGNORECASE)


def stray_reference_ends(subject: Subject) -> Iterator[Hit]:
    """The findings about each `</ref>` in an infobox that closes nothing."""
    text, start, end = subject.text, subject.box.start, subject.box.end
    if not subject.box.closed:
        return
    extensions = (place.node for place in subject.places.get("extension", ()))
    ends = {node.end for node in extensions if node.name == "ref" and not text.endswith("/>", 0, node.end)}
    if subject.wikitext.count("</ref") <= len(ends):
        return
    covered = subject.once(hidden_parts)
    if subject.once(unclosed_references):
        return
    for match in _REF_END.finditer(text, start, end):
        if match.end() in ends or covered.holds(match.start()):
            continue
        before = text[max(start, match.start() - LONGEST) : match.start()].rstrip()
        at_end = before.endswith(("/>", "</ref>"))
        if not at_end and _REF_WITH_WORDS.search(before):
            yield Hit(*match.span(), "“</ref>” closes nothing: the reference before it ends with its own “/>”; remove the slash there")
            continue
        # After a source, the opening tag is missing.
        fix = edited(*match.span(), "", safe=at_end) if at_end or not subject.lexicon.grammar(_source).search(before) else None
        yield Hit(*match.span(), "“</ref>” closes nothing, and readers see it; remove it, or put “<ref>” before the source", fix)
