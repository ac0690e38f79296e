"""The rule about arguments of templates that readers do not see because of their position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Hit, Suggestion, quoted, shortened
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import cut_in_two
from infobox.checks.scope import ENGLISH
from infobox.checks.selectors import templates
from infobox.checks.shared.limits import MANY
from infobox.checks.subject import Subject, Use
from infobox.markup.arguments import trimmed
from infobox.markup.edits import Edit
from infobox.markup.scan import Part, without_comments

_SHOWN: Final = {"wrap": "shows", "note": "text"}
"""The field of the data that states which arguments a template shows, by kind."""
_LONGEST: Final = 9


class _Numbered(NamedTuple):
    """An argument by position: its `part`, its `key`, and the place of its words."""

    part: Part
    key: int
    start: int
    end: int


@rule("T006", "error", wikis=ENGLISH, over=templates("list", *_SHOWN))
def argument_not_shown(subject: Subject, uses: Sequence[Use]) -> Iterator[Hit]:
    """An unnamed or numbered argument that a template does not show: the first one is missing or empty, or there is one too many.

    Templates that show their words, lists with lines, and notes are checked. Lists of entries show them all, also after a gap.

    Why: Readers do not see these words. Mostly there is one pipe too many, or a number is wrong.

    Bad:
        | strength1 = {{nowrap|500 men|3 ships}}

    Good:
        | strength1 = {{nowrap|500 men, 3 ships}}

    Fix: none; only a person knows whether the pipe is one too many, or the words are.
    """
    count = 0
    for use in uses:
        if len(use.node.parts) < 2 or count >= MANY:
            continue
        for hit in _unshown(subject, use):
            if any(start < hit.start < end for start, end in subject.once(cut_in_two)):
                break  # the pipe of a link that is not closed
            count += 1
            yield hit


def _unshown(subject: Subject, use: Use) -> Iterator[Hit]:
    known = use.meaning
    assert known is not None
    most = known.data.get("unnamed", 0)
    if len(use.node.parts) == 2 and use.node.parts[1].equals < 0:
        return
    shown = [1] if use.kind == "list" and known.data.get("entries") == "content" else known.data.get(_SHOWN.get(use.kind, ""))
    keys: list[int | str] = shown if isinstance(shown, list) else [shown if shown is not None else 1]
    if known.data.get("entries") == "arguments" or -1 in keys:
        return
    given = list(_given(subject, use))
    name = f"{{{{{shortened(use.name)}}}}}"
    last = max((key for key in keys if isinstance(key, int)), default=0)
    if last and _has_none(subject, use, keys) and (first := next((each for each in given if each.key > last), None)):
        message = f"{name} shows its argument {last}, which is empty, so readers do not see {_quoted(subject, first)}; correct its place"
        yield Hit(first.start, first.end, message, suggestions=_moved(first, last))
    elif most and (extra := next((each for each in given if each.key > most), None)):
        message = f"{name} shows only its first argument, so readers do not see {_quoted(subject, extra)}; remove the pipe before it"
        yield Hit(extra.start, extra.end, message, suggestions=_joined(extra))


def _quoted(subject: Subject, given: _Numbered) -> str:
    return quoted(subject.text[given.start : given.end])


def _has_none(subject: Subject, use: Use, keys: list[int | str]) -> bool:
    """Whether all arguments that a template shows are missing or empty."""
    arguments = subject.arguments(use.node)
    return all((argument := arguments.get(key)) is None or argument.start == argument.end for key in keys)


def _given(subject: Subject, use: Use) -> Iterator[_Numbered]:
    """The arguments by position that are not empty, in page order."""
    number = 0
    for part in use.node.parts[1:]:
        key = without_comments(subject.text, part.start, part.equals, part.nodes).strip() if part.equals >= 0 else ""
        number += part.equals < 0
        if part.equals >= 0 and not (key.isascii() and key.isdecimal() and len(key) <= _LONGEST):
            continue
        words = trimmed(subject.text, max(part.start, part.equals + 1), part.end, part.nodes)
        if words.start < words.end:
            yield _Numbered(part, int(key) if part.equals >= 0 else number, words.start, words.end)


def _moved(given: _Numbered, number: int) -> tuple[Suggestion, ...]:
    """The suggestion to give a numbered argument the right number."""
    if given.part.equals < 0:
        return ()
    return (Suggestion(f"write “{number}=”", (Edit(given.part.start, given.part.equals, str(number)),)),)


def _joined(given: _Numbered) -> tuple[Suggestion, ...]:
    """The suggestion to write the pipe as a sign."""
    pipe = given.part.start - 1
    return (Suggestion("show the pipe", (Edit(pipe, pipe + 1, "{{!}}"),)),) if given.part.equals < 0 else ()
