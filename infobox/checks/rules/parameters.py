"""Rules about parameters: unknown, misspelt, repeated, without a name, missing, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from infobox import templates
from infobox.checks.findings import Fix, Said
from infobox.checks.registry import rule
from infobox.checks.subject import Subject, Value
from infobox.editing.splicing import Edit

_SIDED: Final = re.compile(r"(combatant|commander|units|strength|polstrength|milstrength|casualties)(\d+)([a-z]?)\Z")
_HIDDEN: Final = re.compile(r"\|\s*([A-Za-z_]+\d?[a-d]?)[ \t]*=[ \t]*([^\s|][^|]*)")
_LIKENESS: Final = 0.8
"""So alike (1: the same) a name must be to one that the template knows, to be taken for it."""


def _nearest(written: str) -> str:
    """The parameter that a name means by its look, or nothing."""
    known = templates.parameters().known
    listed = templates.parameters().misspelt.get(written)
    if listed:
        return listed
    folded = re.sub(r"[\s_-]+", "", written.lower())
    for name in (folded, folded.replace("combatants", "combatant").replace("commanders", "commander"), *_plural(folded)):
        for candidate in known:
            if candidate.replace("_", "") == name:
                return candidate
    near = get_close_matches(written.lower(), sorted(known), 1, _LIKENESS) if 3 < len(written) < 40 else []
    # A number that differs is another side, no slip of the pen.
    return near[0] if near and _digits(near[0]) == _digits(written) else ""


def _plural(name: str) -> list[str]:
    """Sided names with or without the letter `s` that their stem has or has not."""
    return [re.sub(r"(unit|casualt(?:y|ie)|strength)s?(?=\d)", lambda match: _STEMS[match[1]], name)]


_STEMS: Final = {"unit": "units", "casualty": "casualties", "casualtie": "casualties", "strength": "strength"}


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _strange(subject: Subject) -> Iterator[Value]:
    """Parameters that the template does not know in any way, and that hold something: it takes no notice of blank ones."""
    known, former = templates.parameters().known, templates.parameters().former
    for value in subject.values:
        if value.parameter.positional or not value.bare or value.name in known or value.name in former or value.written in former:
            continue
        sided = _SIDED.match(value.name)
        if sided is None or not subject.english:
            yield value


def _renamed(subject: Subject, value: Value, name: str) -> Fix | None:
    """The parameter under another name, where that one is free."""
    rivals = [other for other in subject.values if other.name == name and other is not value]
    if any(other.bare for other in rivals) or not subject.english:
        return None
    start, end = value.name_span
    edits = [Edit(start, end, name)]
    edits += [_removal(subject, other) for other in rivals]
    return Fix(tuple(edits), safe=value.written in templates.parameters().misspelt or _digits(name) == _digits(value.written) != "")


def _removal(subject: Subject, value: Value) -> Edit:
    """The parameter taken out, with its line where it has one of its own."""
    return Edit(value.parameter.start, value.parameter.value_end, "")


@rule("P101", "warning")
def unknown_parameter(subject: Subject) -> Iterator[Said]:
    """A parameter that the template does not know, and that holds a value.

    Why: The template shows nothing of it, so what was written there is lost on the reader. A blank one does no harm and is not
    reported, as in the template's own check of its parameters.

    Bad:
        | weather = [[Rain]]

    Good:
        | notes = It rained.

    Fix: none; only a person knows where the value belongs.
    """
    for value in _strange(subject):
        if not _nearest(value.written):
            start, end = value.name_span
            yield Said(start, end, f"the template does not know {_quoted(value.written)}; a reader does not see its value")


@rule("P102", "error", fixes="some")
def misspelt_parameter(subject: Subject) -> Iterator[Said]:
    """A parameter's name that is misspelt, and that holds a value.

    Why: The template shows nothing of it.

    Bad:
        | imahe_size = 300

    Good:
        | image_size = 300

    Fix: safe for spellings that are known to be slips and for blanks, capitals and plurals in the name of a side's parameter; unsafe
    where the name is only alike. None where the right parameter holds a value of its own.
    """
    for value in _strange(subject):
        meant = _nearest(value.written)
        if meant:
            start, end = value.name_span
            fix = _renamed(subject, value, meant)
            taken = "" if fix is not None or not subject.english else ", which holds another value: choose one"
            yield Said(start, end, f"the template does not know {_quoted(value.written)}; write {_quoted(meant)}{taken}", fix)


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"
