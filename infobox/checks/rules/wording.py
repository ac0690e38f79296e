"""Rules about words that mean nothing, or that the template's documentation advises against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Hit, edited
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.selectors import NAMED
from infobox.checks.subject import Subject, Value
from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon, common
from infobox.language.patterns import any_of, whole
from infobox.record import Item

_SIGNS_ALONE: Final = re.compile(rf"[xX]{{2,}}|\?+|\.{{3,}}|…|[{signs.PLAIN_DASHES}]{{1,3}}")


class _Wordings:
    """Wordings of results in one language: patterns for a victory that is `graded`, for an `other` ending, and for a `victor`; and by
    wording, in lower case, the outcome in whose form it should be written.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.checks
        graded, victory = any_of(words.of(concepts.GRADED)), any_of(words.of(concepts.GRADED_VICTORY))
        self.graded = re.compile(rf"\b({graded})\b(?:[ -][^\s;:.,(]{{1,40}}){{0,3}}? {victory}\b", re.IGNORECASE)
        self.other = re.compile(rf"({whole(words.of(concepts.OTHER_ENDING))})", re.IGNORECASE)
        self.victor = re.compile(any_of(words.of(concepts.NAMES_VICTOR)), re.IGNORECASE)
        self.replaced = {word: lexicon.results.forms[outcome] for word, outcome in words.valued(concepts.REPLACED).items()}


def _placeholders(lexicon: Lexicon) -> frozenset[str]:
    return common().checks.of(concepts.PLACEHOLDER) | lexicon.checks.of(concepts.PLACEHOLDER)


@rule("W001", "warning", fixes="unsafe", over=NAMED)
def placeholder(subject: Subject, values: Sequence[Value]) -> Iterator[Hit]:
    """A placeholder instead of a value: `N/A`, `TBA`, `?`, a dash.

    Why: The template leaves out a row if its values are empty; with a placeholder, readers get a row without content. `Unknown` and `None`
    are information, and are not reported.

    Bad:
        | strength1 = N/A

    Good:
        | strength1 =

    Fix: unsafe: the value is removed, and readers no longer see it.
    """
    placeholders = subject.lexicon.grammar(_placeholders)
    for value in values:
        words = value.bare
        if len(words) > 30 or value.name not in subject.profile.known:
            continue
        if words.lower() in placeholders or _SIGNS_ALONE.fullmatch(words):
            fix = edited(value.parameter.value_start, value.end, "", safe=False) if value.words == words else None
            yield Hit(value.start, value.end, f"“{words}” is only a placeholder; leave the parameter empty", fix)


def _result(subject: Subject) -> list[Item]:
    """The first line of the result; what is under it or after it is explanation."""
    return subject.record.result.items[:1] if subject.record.result is not None else []


@rule("W002", "info", fixes="some", wikis=ENGLISH, over=Scope(_result, "the first line of the result"))
def result_wording(subject: Subject, lines: Sequence[Item]) -> Iterator[Hit]:
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
    [item] = lines
    text = re.split(r"[;:.(]", item.text, maxsplit=1)[0]
    if item.span is None:
        return
    known = subject.lexicon.grammar(_Wordings)
    found = known.graded.search(text) if known.victor.search(item.text) else known.other.search(text)
    if found is None:
        return
    wrong = found[1]
    start, end = subject.words(item, *found.span(1))
    instead = known.replaced.get(text.strip().lower())
    fix = None
    if subject.text[start:end] == wrong and instead is not None:
        fix = edited(start, end, instead if wrong[0].isupper() else instead.lower(), safe=False)
    allowed = "“X victory”, “Decisive X victory” or “Inconclusive”"
    yield Hit(start, end, f"“{wrong}” is not in the documentation's list; write {allowed}, or link to a section that explains", fix)
