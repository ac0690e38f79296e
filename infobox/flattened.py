"""Extracted plain text: an infobox whose markup is gone, one `- Parameter: value` line per parameter.

Extraction leaves enough of the markup to restore most of it: commas where lines ended, ``*`` and ``**`` of the lists,
`KIA` joined to a name, ``, ,`` and ``()`` where a template stood. The text is turned back into wikitext and read as such.
"""

from __future__ import annotations

import re
from typing import Final

from infobox import layout
from infobox.language.lexicon import english
from infobox.language.patterns import any_of
from infobox.pages.extracted import looks_like_one, parameters
from infobox.reading import Problem, Reading, read_boxes
from infobox.record import FIGURE_FIELDS, Page
from infobox.templates.profile import Profile, default
from infobox.writing import lay_out

_TITLE: Final = re.compile(r"^=[ \t]*([^=\n]+?)[ \t]*=[ \t]*$", re.MULTILINE)
_MARKERS: Final = any_of(name for name in english().fates.forms.values() if name.isupper())
_GLUED_FATE: Final = re.compile(rf"(?<=[^\W\d_])[ ]?({_MARKERS})(?=[ (),]|\Z)")
_EMPTY: Final = re.compile(r"[ ,]*\([ ,;]*\)")


def read_flattened(text: str, *, page: Page | None = None, profile: Profile | None = None) -> list[Reading]:
    """The record of an extracted text, as far as the text allows: one or none.

    Problems have places in the text; the record has none, because it was not read from a page.
    """
    profile = profile or default()
    found = parameters(text, profile)
    if not looks_like_one(found):
        return []
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value, start, end in found:
        if name in values:
            problems.append(Problem(start, end, name, "given more than once; only the last value is read"))
        values[name] = _wikitext(profile, name, value)
    [reading] = read_boxes(lay_out({name: value for name, value in values.items() if value}, profile.name), profile=profile)
    title = _TITLE.search(text)
    if page is None and title is not None:
        page = Page(title=title[1])
    reading.record.page = page
    reading.record.template = None
    places = {name: (start, end) for name, _, start, end in found}
    for problem in reading.problems:
        start, end = places.get(problem.parameter, (0, 0))
        problems.append(Problem(start, end, problem.parameter, problem.message))
    return [Reading(reading.record, problems)]


def _wikitext(profile: Profile, name: str, value: str) -> str:
    kind = profile.kind(name)
    if kind in ("entities", "figures"):
        return _lines(_segments(value, figures=profile.field(name) in FIGURE_FIELDS))
    value = _EMPTY.sub("", value).strip(" ,")
    if kind in ("statements", "result"):
        return _lines([piece.strip(" ,") for piece in re.split(r",(?=\s*\*)|,\s*,", value)])
    return layout.escape(value)


def _segments(value: str, *, figures: bool) -> list[str]:
    """The lines that commas stand for: those outside parentheses; among figures, those before another figure or a list."""
    segments: list[str] = []
    depth = begin = 0
    for match in re.finditer(r"[()]|,(?=\s|\Z)", value):
        char = match.group()
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            if figures and re.match(r",\s*[^\W\d]", value[match.start() : match.start() + 12]) and "*" not in value[match.start() :]:
                continue
            segments.append(value[begin : match.start()].strip())
            begin = match.end()
    segments.append(value[begin:].strip())
    return segments


def _lines(segments: list[str]) -> str:
    lines: list[str] = []
    for segment in segments:
        bullets = len(segment) - len(segment.lstrip("*"))
        words = _EMPTY.sub("", segment[bullets:]).strip()
        if not words:
            continue
        words = _GLUED_FATE.sub(r"{{\1}}", layout.escape(words))
        if bullets:
            lines.append(f"\n{'*' * bullets} {words}")
        elif lines:
            # Parentheses continue the line before them, as after a line break on the page.
            lines.append((" " if words.startswith("(") else "\n" if lines[-1].startswith("\n") else "<br />") + words)
        else:
            lines.append(words)
    return "".join(lines)
