"""The rule about quotes around the attributes of tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.references import swallowing_places
from infobox.checks.selectors import nodes
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Place, Subject
from infobox.markup.scan import Node

_ATTRIBUTE: Final = re.compile(
    r"(?<![^\s/\"'])[^\s/>=\"']++\s*+=\s*+(?:(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote)).)*)(?P<close>(?P=quote)?)|(?P<bare>\S*+))",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"\s(?:\"[^\"]*+\"|'[^']*+')(?!\S)")
_ANY_QUOTE: Final = re.compile("[\"']")
_CUT: Final = re.compile(r"[^<>\n]{0,200}[\"']\s*/?>")
"""The rest of a value that contains “>”, which ends a tag."""
_MARKUP: Final = ("<", "{", "[")
"""What in a tag means that its quotes may belong elsewhere: another tag, a template or a link."""


@rule("M417", "warning", fixes="some", over=nodes("extension", "tag"))
def quote_not_closed(subject: Subject, places: Sequence[Place]) -> Iterator[Hit]:
    """A quotation mark around an attribute's value that has no partner in the tag.

    Why: MediaWiki corrects most of them, but other programs read on to the next quote, which may belong to another tag. If the opening
    quote is missing, the closing one becomes part of a reference's name, and the reference is not found under its name.

    Bad:
        | strength1 = 300<ref name="Smith>Smith 1999</ref>

    Good:
        | strength1 = 300<ref name="Smith">Smith 1999</ref>

    Fix: the closing quote is added after the value. This is safe, because MediaWiki reads the tag the same way. It is unsafe if there is
    a different quote in its place, or if the opening quote is missing. No fix if the value contains another attribute or “>”: its end is
    not certain.
    """
    text = subject.text
    tags = (node for node in (place.node for place in places) if text[node.start + 1 + len(node.name)] != ">" and not node.closing)
    hits = islice(filter(None, (_of_tag(text, node) for node in tags)), MANY)
    # A reference that is not closed has a finding of its own.
    yield from (hit for hit in hits if hit.start not in subject.once(swallowing_places))


def _of_tag(text: str, node: Node) -> Hit | None:
    """What is wrong with a tag's attributes, if anything."""
    start = node.start + 1 + len(node.name)
    end = text.index(">", start, node.end)
    if _ANY_QUOTE.search(text, start, end) is None:
        return None
    words = text[node.start : end + 1]
    span = node.start, end + 1
    end -= text[end - 1] == "/"
    if any(text.find(mark, start, end) >= 0 for mark in _MARKUP):
        return None
    rest: list[str] = []
    position = start
    for match in _ATTRIBUTE.finditer(text, start, end):
        rest.append(text[position : match.start()])
        position = match.end()
        if match["quote"] is None:
            if match["bare"].endswith('"'):
                if match["bare"].startswith('="'):
                    fix = edited(match.start("bare"), match.start("bare") + 1, "", safe=False)
                    return Hit(*span, f"{quoted(words)} has two equals signs; write {quoted(_fixed(text, *span, fix))}", fix)
                fix = edited(match.start("bare"), match.start("bare"), '"', safe=False)
                return Hit(*span, f"{quoted(words)} has a closing quote but no opening one; write {quoted(_fixed(text, *span, fix))}", fix)
        elif not match["close"]:
            return _left_open(text, span, match)
        elif match["value"].endswith("=") and position < end and not text[position].isspace():
            # The next attribute's quote closes the value.
            return Hit(*span, f"{quoted(words)} has a quote that is not closed before the next one; add the closing quote after the value")
    rest.append(text[position:end])
    if _ANY_QUOTE.search(_QUOTED.sub(" ", "".join(rest))):
        return Hit(*span, f"{quoted(words)} has a quote without a partner; put one quote on each side of the value")
    return None


def _left_open(text: str, span: tuple[int, int], match: re.Match[str]) -> Hit:
    words, quote, value = text[slice(*span)], match["quote"], match["value"].rstrip()
    at = match.start("value") + len(value)
    fix = None
    if value.strip("\"'“”’") and "=" not in value and _CUT.match(text, span[1]) is None:
        other = value[-1] in "\"'“”’"
        fix = edited(at - other, at, quote, safe=not other)
    write = f"write {quoted(_fixed(text, *span, fix))}" if fix is not None else "add the closing quote after the value"
    return Hit(*span, f"{quoted(words)} has a quote that is not closed; {write}", fix)


def _fixed(text: str, start: int, end: int, fix: Fix) -> str:
    (edit,) = fix.edits
    return text[start : edit.start] + edit.words + text[edit.end : end]
