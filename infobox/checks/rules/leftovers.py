"""Rules about what does not belong in an infobox: external links, signatures, samples from the toolbar, a template's parameters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from operator import attrgetter
from typing import Final

from infobox.checks.findings import Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.references import swallowing_places
from infobox.checks.scope import Scope
from infobox.checks.shared.addresses import misplaced_addresses
from infobox.checks.shared.around import line_end, line_start
from infobox.checks.shared.hidden import Coverage, hidden_parts, hidden_words
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Place, Subject, Value
from infobox.language import concepts, namespaces, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup.scan import TRANSCLUSION

_BARE_ADDRESS: Final = re.compile(r"(?<![\w/:=])https?://[^\s<>\[\]{}|\"]+", re.IGNORECASE)
_SHOWING: Final = frozenset(["list", "collapsible", "wrap"])
"""Kinds of templates that show their arguments as the value's own words."""
_OWN_SITE: Final = re.compile(r"(?:https?:)?//(\w+)(?:\.m)?\.wikipedia\.org/wiki/", re.IGNORECASE)
_START: Final = attrgetter("start")
_LINKS_ALLOWED: Final = frozenset(["campaignbox", "notes", "below"])
"""Fields that contain whole templates or remarks about sources."""


@rule("M410", "warning", holding="//")
def external_link(subject: Subject) -> Iterator[Hit]:
    """A link to another site among a value's words, outside references and templates. One in brackets of the wrong kind has its own
    finding (M418).

    Why: Infoboxes link to articles; a web page that is a source belongs in a reference.

    Bad:
        | strength1 = 300 [https://example.org/battle source]

    Good:
        | strength1 = 300<ref>[https://example.org/battle Source]</ref>

    Fix: none; only a person can judge whether the page is a source.
    """
    words = subject.wikitext
    if not subject.places.get("url") and words.count("//") == hidden_words(subject).count("//"):
        return
    misplaced = [(hit.start, hit.end) for hit in subject.once(misplaced_addresses)]
    closed = [use.node for use in subject.templates if use.kind not in _SHOWING]
    reached = list(accumulate((node.end for node in closed), max))
    for start, end in _addresses(subject)[:MANY]:
        value = subject.value_at(start)
        before = bisect_right(closed, start, key=_START)
        in_template = before > 0 and start < reached[before - 1]
        if value is None or value.name in subject.profile.plain or value.field in _LINKS_ALLOWED or in_template:
            continue
        if any(first <= start < last for first, last in misplaced) or _in_broken_reference(subject, start, end):
            continue
        written = subject.text[start:end]
        if _OWN_SITE.search(written):
            yield Hit(start, end, f"{quoted(written)} links to a Wikipedia page as if to another site; write it as [[…]]")
        else:
            yield Hit(start, end, f"{quoted(written)} links to another site; put it in a reference, or remove it")


def _in_broken_reference(subject: Subject, start: int, end: int) -> bool:
    """Whether an address is on a line with a reference that has lost one of its tags: the address may be its own."""
    text = subject.text
    closing, opening = (text.find(mark, end, line_end(text, end)) for mark in ("</ref", "<ref"))
    before = text.rfind("<", line_start(text, start), start)
    in_tag = text.startswith("<ref", before) and text.find(">", before, start) < 0
    if in_tag or (closing >= 0 and (opening < 0 or closing < opening)):
        return True
    return "<ref" in subject.wikitext and any(line_start(text, start) <= at < line_end(text, end) for at in subject.once(swallowing_places))


def _addresses(subject: Subject) -> list[tuple[int, int]]:
    """The spans of external links outside comments and references, with their brackets."""
    text, start, end = subject.text, subject.box.start, subject.box.end
    spans: list[tuple[int, int]] = []
    for place in subject.places.get("url", ()):
        after = place.node.end
        close = text.find("]", after, line_end(text, after, min(end, after + 500)))
        spans.append((place.node.start, close + 1 if close >= 0 else after))
    covered = subject.once(hidden_parts)
    links = Coverage([place.node for place in subject.places.get("link", ())])
    for match in _BARE_ADDRESS.finditer(text, start, end):
        at = match.start()
        if not covered.holds(at) and not links.holds(at) and not any(first <= at < last for first, last in spans[:MANY]):
            spans.append((at, at + len(match[0].rstrip(".,;:!?)"))))
    return sorted(spans)


_TILDES: Final = re.compile(r"~{3,5}")
_DASHES: Final = re.compile(rf"[ ]?(?:--|[{signs.LONG_DASHES}])[ ]?\Z")
"""Dashes before a signature."""
_USER_TALK: Final = namespaces.pattern(concepts.USER_TALK).replace("\\ ", "[ _]")
_USER_LINK: Final = re.compile(rf"\[\[[ ]*:?[ ]*(?:{namespaces.pattern(concepts.USER)}|{_USER_TALK})[ ]*:", re.IGNORECASE)
_SIGNED: Final = re.compile(rf"\[\[[ ]*{_USER_TALK}[ ]*:|\d{{1,2}}:\d\d, \d{{1,2}} \w+ \d{{4}}", re.IGNORECASE)


@rule("M411", "error", fixes="some", holding=("~~~", "[[User", "[[user"))
def signature(subject: Subject) -> Iterator[Hit]:
    """A signature in a value: tildes, or the links to a user's pages that they become.

    Why: Articles are not signed; when the page is saved, the tildes become a name and a date.

    Bad:
        | result = Victory ~~~~

    Good:
        | result = Victory

    Fix: tildes are removed; safe. No fix for a signature that was saved: a person should see who wrote what.
    """
    words, text, box = subject.wikitext, subject.text, subject.box
    tildes, users = "~~~" in words, "[[User" in words or "[[user" in words
    covered = subject.once(hidden_parts)
    for match in islice(_TILDES.finditer(text, box.start, box.end), MANY) if tildes else ():
        start, end = match.span()
        value = subject.value_at(start)
        if value is None or covered.holds(start) or text[start - 1] == "~" or text[end : end + 1] == "~" or "/" in text[start - 1]:
            continue
        blank = _blanks(text, value, start, end)
        dashes = _DASHES.search(text, value.parameter.value_start + 1, blank)
        blank = dashes.start() if dashes is not None else blank
        yield Hit(start, end, f"“{match[0]}” is a signature, and articles are not signed; remove it", edited(blank, end, ""))
    reached = 0
    for match in islice(_USER_LINK.finditer(text, box.start, box.end), MANY) if users else ():
        limit = line_end(text, match.end(), min(box.end, match.end() + 300))
        others = list(_SIGNED.finditer(text, match.end(), limit))
        if others and match.start() >= reached and not covered.holds(match.start()):
            reached = limit
            end = _end_of_signature(text, others[-1], limit)
            yield Hit(match.start(), end, "this is a user's signature, and articles are not signed; remove it")


def _blanks(text: str, value: Value, start: int, end: int) -> int:
    """Where the blanks before words of a value begin; they are removed with the words if nothing follows on the line."""
    while start > value.parameter.value_start + 1 and text[start - 1] == " " and not text[end : end + 1].strip():
        start -= 1
    return start


_SIGNATURE_END: Final = re.compile(r"[^\[\]\n]{0,120}\]\]\)?| \([A-Z]{3,4}\)|")


def _end_of_signature(text: str, last: re.Match[str], limit: int) -> int:
    match = _SIGNATURE_END.match(text, last.end(), limit)
    return match.end() if match is not None else last.end()


class _Samples:
    """The samples that the buttons of the editor insert, in one language: their `words`, their last words as `hints`, and a pattern for all
    in their markup.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words, pages = lexicon.checks.of(concepts.SAMPLE), lexicon.checks.of(concepts.SAMPLE_PAGE)
        sample, page, file = any_of(words), any_of(pages), any_of(lexicon.namespaces.of(concepts.FILE))
        self.words = [*words, *pages, ":example."]
        last = {each.rpartition(" ")[2] for each in words | pages}
        self.hints = {f" {word}" for each in last for word in (each, each.capitalize())} | {":Example."} if words else set()
        self.marked = re.compile(
            rf"'{{2,3}}{sample}'{{2,3}}|\[\[(?:{sample}|{page})\]\]|\[https?://www\.example\.(?:com|org)/? {sample}\]"
            rf"|\[\[(?:{file}|media):example\.(?:jpg|png|ogg)(?:\|[^\[\]\n|]{{0,60}}){{0,4}}\]\]"
            rf"|<(nowiki|math|big|small|sup|sub|s)>{sample}</\1>|<ref(?: [^<>\n]{{0,60}})?>{sample}</ref>|==+ {sample} ==+",
            re.IGNORECASE,
        )


@rule("M412", "error", fixes="unsafe")
def toolbar_leftover(subject: Subject) -> Iterator[Hit]:
    """Sample text inserted by a button of the editor's toolbar: `'''Bold text'''`, `[[File:Example.jpg]]`.

    Why: An editor pressed the button by mistake, and readers see the sample.

    Bad:
        | result = Victory '''Bold text'''

    Good:
        | result = Victory

    Fix: unsafe; the sample is removed with the blank before it.
    """
    text = subject.text
    samples = subject.lexicon.grammar(_Samples)
    if not any(hint in subject.wikitext for hint in samples.hints):
        return
    low = subject.wikitext.lower()
    if not any(words in low for words in samples.words):
        return
    comments = Coverage([place.node for place in subject.places.get("comment", ())])
    for match in islice(samples.marked.finditer(text, subject.box.start, subject.box.end), MANY):
        start, end = match.span()
        value = subject.value_at(start)
        if value is None or comments.holds(start):
            continue
        # A sample in a reference is left to a person: no fix removes a reference.
        fix = edited(_blanks(text, value, start, end), end, "", safe=False) if not match[0].startswith("<ref") else None
        yield Hit(start, end, f"{quoted(match[0])} is sample text from a button of the editor; remove it", fix)


_TRANSCLUDED: Final = re.compile(rf"<(?:{'|'.join(sorted(TRANSCLUSION))})\b", re.IGNORECASE)
_TEMPLATE_SPACES: Final = (10, 11, 828, 829)
"""The numbers of the namespaces of templates and modules, and of the pages that discuss them."""
_TEMPLATE_PAGE: Final = re.compile(rf"{namespaces.pattern(concepts.TEMPLATE)}[ _]*:", re.IGNORECASE)


def _parameters(subject: Subject) -> list[Place]:
    return [*subject.places.get("argument", ()), *subject.cited.get("argument", ())]


@rule("M423", "error", fixes="some", holding="{{{", over=Scope(_parameters, "parameters in three braces, also in references"))
def leftover_parameter(subject: Subject, parameters: Sequence[Place]) -> Iterator[Hit]:
    """A parameter of a template, `{{{strength}}}`, in a page that is no template.

    Nothing is reported if the page's title or number says that it is a template, if it has tags that control transclusion
    (`<noinclude>`), or if most values of the infobox are parameters.

    Why: It was copied from a template's source. A page has no parameters, so readers see the braces, or the words after the pipe.

    Bad:
        | strength1 = {{{strength1|300 men}}}

    Good:
        | strength1 = 300 men

    Fix: safe if words are given after a pipe, even no words: readers see only them, so they stay. If the name is that of a template, two
    braces were probably meant; unsafe. No fix otherwise.
    """
    if not _is_template_page(subject):
        outer = (place for place in parameters if place.within is None or place.within.kind != "argument")
        yield from islice((_parameter(subject, place) for place in outer), MANY)


def _is_template_page(subject: Subject) -> bool:
    page = subject.record.page
    if page is not None and (page.namespace in _TEMPLATE_SPACES or _TEMPLATE_PAGE.match(page.title)):
        return True
    filled = [value for value in subject.values if value.bare]
    alone = sum(value.words.startswith("{{{") and value.words.endswith("}}}") for value in filled)
    return 2 * alone > max(len(filled), 2) or _TRANSCLUDED.search(subject.text) is not None


def _parameter(subject: Subject, place: Place) -> Hit:
    node = place.node
    words, start, end = subject.written(node), node.start, node.end
    if len(node.parts) < 2:
        return Hit(start, end, f"{quoted(words)} is a template's parameter, and readers see its braces; write the value, or remove it")
    name = " ".join(subject.text[node.parts[0].start : node.parts[0].end].split())
    if subject.known.meaning(name) is not None and subject.text[node.parts[1].start : node.parts[1].end].strip():
        good = words[1:-1]
        message = f"{quoted(words)} has three braces, so it is a template's parameter; write {quoted(good)}"
        return Hit(start, end, message, edited(start, end, good, safe=False))
    # Whatever comes after a second pipe is not shown.
    shown = subject.text[node.parts[1].start : node.parts[1].end]
    advice = f"write {quoted(shown)}" if shown.strip() else "write the value, or remove it"
    # In a template, an equals sign would make the words before it a name.
    fix = edited(start, end, shown) if place.within is None or "=" not in shown else None
    return Hit(start, end, f"{quoted(words)} is a template's parameter, which a page does not have; {advice}", fix)
