"""Which known template was meant by a name that the data does not have: only names that differ by a slip count, and if the name is short,
only with arguments that fit the template.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from infobox import templates
from infobox.checks.subject import Subject, Use
from infobox.nearest import Slip, slip
from infobox.templates import Meaning, Templates

_LONGEST: Final = 60
_MOST: Final = 20
"""For how many names of one infobox a similar one is sought, which takes time."""
_ALONE: Final[dict[Slip, int]] = {"swapped": 6, "doubled": 6, "dropped": 7, "added": 7, "neighbour": 8, "replaced": 8}
"""How long a name must be to be recognized by itself, for each slip; others make too many names that exist."""
_FITTING: Final[dict[Slip, int]] = {
    "swapped": 3, "doubled": 3, "dropped": 5, "added": 5, "neighbour": 5, "replaced": 7, "last": 7,
}  # fmt: skip
"""The same for a template that the arguments fit."""
_CERTAIN: Final = 4
"""The same for a flag with the name of a country, unless another letter was typed."""
_YEAR: Final = re.compile(r"[0-9]{4}[a-z]?")


@functools.cache
def _known_names(known: Templates) -> dict[int, list[tuple[str, str, str]]]:
    """The names of templates by length: folded to lower case, as looked up, and as the data spells them; without parser functions."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for folded, name in known.spellings.items():
        if name[0] != "#" and name[-1] != ":":
            found.setdefault(len(folded), []).append((folded.lower(), folded, name))
    return found


@functools.lru_cache(maxsize=1024)
def _near(name: str, known: Templates) -> tuple[tuple[str, Slip], ...]:
    """The known names that differ from a name by a slip, each once per template, with the slip."""
    folded = templates.fold(" ".join(name.split())).lower()
    found: dict[str, tuple[str, Slip]] = {}
    for length in (len(folded), len(folded) + 1, len(folded) - 1):
        for lower, looked_up, spelt in _known_names(known).get(length, ()):
            how = slip(folded, lower)
            if how:
                found.setdefault(known.meanings[looked_up].name, (spelt, how))
    return tuple(found.values())


def meant_templates(subject: Subject) -> dict[str, list[str]]:
    """The names of unknown templates in the values, each with the names of the templates that were probably meant: none if it is no slip.
    Call it through `Subject.once`.
    """
    found: dict[str, list[str]] = {}
    for use in subject.templates:
        if use.meaning is None and use.name not in found and 2 < len(use.name) <= _LONGEST and len(found) < _MOST:
            found[use.name] = [spelt for spelt, how in _near(use.name, subject.known) if _is_meant(subject, use, spelt, how)]
    return found


def _is_meant(subject: Subject, use: Use, name: str, how: Slip) -> bool:
    known = subject.known.meaning(name)
    assert known is not None
    fits = _fits(subject, use, known)
    if fits and known.kind == "flag":
        return len(name) >= (_FITTING["replaced"] if how in ("replaced", "first") else _CERTAIN)
    least = _ALONE if fits is None else _FITTING if fits else {}
    return len(name) >= least.get(how, len(name) + 1)


def _fits(subject: Subject, use: Use, known: Meaning) -> bool | None:
    """Whether a template's arguments are those of a known one; None if that cannot be seen."""
    arguments = subject.arguments(use.node)
    words = [subject.text[each.start : each.end].strip() for each in arguments.positional]
    if known.kind == "flag":
        position = known.data.get("country", 1)
        named = isinstance(position, int) and 0 < position <= len(words) and words[position - 1] in subject.known.countries
        return True if named else None
    if known.kind == "list":
        if known.data.get("entries") == "content":
            return words[0].startswith("*") if words else None
        return True if len(words) > 1 else None
    if known.kind == "fate":
        return use.value.field == "commanders" if not words else len(words) < 2 and None
    if known.kind == "reference":
        return True if any(map(_YEAR.fullmatch, words)) else None
    if known.data.get("call") == "convert":
        return True if len(words) > 1 and words[1] in templates.units() else None
    return None
