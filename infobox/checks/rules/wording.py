"""Rules about words that mean nothing, or that the template's documentation advises against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from infobox.checks.findings import Hit, edited
from infobox.checks.registry import rule
from infobox.checks.subject import Subject

_PLACEHOLDER: Final = re.compile(
    r"(?:n[./]?\s?/?a\.?|n/d|tb[acd]|to be (?:added|confirmed|determined|announced)|x{2,}|\?+|\.{3,}|…|[-–—]{1,3}|none given|fill in|"
    r"insert [a-z]+ here|todo|example|name of (?:conflict|battle))",
    re.IGNORECASE,
)
_GRADED: Final = re.compile(
    r"\b(tactical(?:ly)?|strategic(?:ally)?|operational(?:ly)?|p[hy]{1,2}rr?h?ic|marginal|moral|minor|major|limited|partial|defensive|crushing|"
    r"overwhelming|technical|psychological|narrow|costly|complete|total|temporary)\b(?:[ -][^\s;:.,(]{1,40}){0,3}? victor(?:y|ies)\b",
    re.IGNORECASE,
)
_OTHER_ENDINGS: Final = re.compile(
    r"\b(successful(?:ly)?|success|successes|unsuccessful|failure|failures|failed|defeat|draw|stalemate|indecisive|disputed)\b",
    re.IGNORECASE,
)


@rule("W001", "warning", fixes="unsafe")
def placeholder(subject: Subject) -> Iterator[Hit]:
    """A placeholder instead of a value: `N/A`, `TBA`, `?`, a dash.

    Why: The template leaves out a row if its values are empty; with a placeholder, readers get a row without content. `Unknown` and `None`
    are information, and are not reported.

    Bad:
        | strength1 = N/A

    Good:
        | strength1 =

    Fix: unsafe: the value is removed, and readers no longer see it.
    """
    for value in subject.values:
        words = value.bare
        if not words or len(words) > 30 or value.parameter.positional or value.name not in subject.profile.known:
            continue
        if _PLACEHOLDER.fullmatch(words):
            fix = edited(value.parameter.value_start, value.end, "", safe=False) if value.words == words else None
            yield Hit(value.start, value.end, f"“{words}” is only a placeholder; leave the parameter empty", fix)


@rule("W002", "info", fixes="some", english=True)
def result_wording(subject: Subject) -> Iterator[Hit]:
    """A result that judges the outcome in words that the template's documentation does not allow.

    Why: The documentation allows `X victory`, `Decisive X victory` or `Inconclusive`, or a link to the section about the aftermath; words
    such as `tactical`, `Pyrrhic` or `moral` are the editor's own judgement. Outcomes that are facts, such as a treaty or a withdrawal, are
    not reported.

    Bad:
        | result = Indecisive

    Good:
        | result = Inconclusive

    Fix: unsafe, and only for `Indecisive`; any other result needs a person's judgement.
    """
    if subject.record.result is None:
        return
    # The first line is the result; what is under it or after it is explanation.
    item = subject.record.result.items[0]
    text = re.split(r"[;:.(]", item.text, maxsplit=1)[0]
    if item.span is None:
        return
    found = _GRADED.search(text) or (None if "victor" in item.text.lower() else _OTHER_ENDINGS.search(text))
    if found is None:
        return
    wrong = found[1]
    start, end = subject.words(item, *found.span(1))
    fix = None
    if subject.text[start:end] == wrong and text.strip().lower() == "indecisive":
        fix = edited(start, end, {"I": "Inconclusive", "i": "inconclusive"}[wrong[0]], safe=False)
    allowed = "“X victory”, “Decisive X victory” or “Inconclusive”"
    yield Hit(start, end, f"“{wrong}” is not in the documentation's list; write {allowed}, or link to a section that explains", fix)
