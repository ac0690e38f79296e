"""Rules about parameters that are unknown, misspelt, repeated, unnamed, missing or hidden."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from infobox import dialect
from infobox.checks.findings import Fix, Hit, Suggestion, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.rules.brackets import cut_in_two, is_doubtful
from infobox.checks.rules.references import is_incomplete, open_comment
from infobox.checks.scope import Scope
from infobox.checks.selectors import NAMED, UNNAMED, nodes
from infobox.checks.shared.around import blanks_before
from infobox.checks.shared.lost_pipes import lost_pipes, names_without_pipe
from infobox.checks.subject import Place, Subject, Value
from infobox.markup.edits import Edit
from infobox.nearest import nearest
from infobox.templates.profile import Profile
from infobox.values import coordinates

_HIDDEN: Final = re.compile(r"\|\s*([A-Za-z_]+\d?[a-z]?)[ \t]*=[ \t]*([^\s|][^|]*)")
_TEMPLATES: Final = re.compile(r"\{\{[^{}]*\}\}")
_MOST: Final = 50
_SIMILARITY: Final = 0.8
"""How similar (1: equal) a name must be to a known one to be taken for it."""


@functools.lru_cache(maxsize=1024)
def _nearest(written: str, profile: Profile) -> str:
    """The parameter that a name probably means; empty if there is none."""
    listed = profile.misspelt.get(written)
    if listed:
        return listed
    folded = _FOLDED.sub("", written.lower())
    spelt, stems = _spellings(profile)
    stem = re.split(r"\d", folded, maxsplit=1)[0]
    for name in (folded, stems.get(stem, stem) + folded[len(stem) :]):
        if name in spelt:
            return spelt[name]
    near = nearest(written.lower(), sorted(profile.known), similarity=_SIMILARITY) if 3 < len(written) < 40 else []
    # A different number means another side, not a slip of the pen.
    return near[0] if near and _digits(near[0]) == _digits(written) else ""


_FOLDED: Final = re.compile(r"[\s_-]+")


@functools.lru_cache(maxsize=4)
def _spellings(profile: Profile) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters by name without blanks; and the stems of sides' parameters by variants with a plural ending added or removed."""
    stems: dict[str, str] = {}
    for stem in profile.sided_fields.values():
        singular = (f"{stem[:-3]}y", f"{stem[:-3]}ys") if stem.endswith("ies") else ()
        stems |= dict.fromkeys((f"{stem}s", stem.removesuffix("s"), *singular), stem)
    return {_FOLDED.sub("", name): name for name in profile.known}, stems


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _unknown(subject: Subject) -> list[tuple[Value, str]]:
    """Parameters that the template does not know at all, and that are not empty (it ignores empty ones); each with the name that it
    probably means, or an empty string.
    """
    found: list[tuple[Value, str]] = []
    profile = subject.profile
    known, former = profile.known, profile.former
    for value in subject.values:
        if value.parameter.positional or not value.bare or value.name in known or value.name in former or value.written in former:
            continue
        if profile.sided(value.name) is None and not is_doubtful(subject, value.parameter.start):
            # More of them are not slips of the pen, and comparing takes time.
            found.append((value, _nearest(value.written, profile) if len(found) < _MOST else ""))
    return found


_UNKNOWN: Final = Scope(_unknown, "filled parameters that the template does not know")


def _renaming(subject: Subject, value: Value, name: str) -> Fix | None:
    """The fix that renames a parameter if the new name is free, or removes it if the parameter with that name has the same value."""
    rivals = [other for other in subject.named.get(name, ()) if other is not value]
    if len(subject.named[value.name]) > 1:
        return None
    if rivals and value.words == value.bare and rivals[-1].bare == value.bare:
        return _removal(subject, value)
    if any(other.words for other in rivals):
        return None
    edits = [_new_name(subject, value, name), *removals(subject, rivals)]
    return Fix(tuple(edits), safe=value.written in subject.profile.misspelt or _digits(name) == _digits(value.written) != "")


def _new_name(subject: Subject, value: Value, name: str) -> Edit:
    """The edit that replaces a name; if the equals signs form a column, this one stays in it."""
    start, end = value.name_span
    stop = value.parameter.value_start - 1
    neighbours = _neighbours(subject, subject.values.index(value))
    if end < stop and any(_column(other) == _column(value) for other in neighbours) and subject.text[end:stop].isspace():
        return Edit(start, stop, f"{name} ".ljust(stop - start))
    return Edit(start, end, name)


def _neighbours(subject: Subject, place: int) -> list[Value]:
    return subject.values[max(0, place - 1) : place] + subject.values[place + 1 : place + 2]


def _column(value: Value) -> int:
    """How far after its pipe a parameter's equals sign is."""
    return value.parameter.value_start - value.parameter.start


def _removal(subject: Subject, value: Value) -> Fix:
    return Fix(tuple(removals(subject, [value])))


def removals(subject: Subject, values: Sequence[Value]) -> list[Edit]:
    """Edits that remove parameters, with their lines if nothing else is on them; what follows stays on its own line."""
    edits: list[Edit] = []
    for value in values:
        start, end = value.parameter.start, value.parameter.value_end
        if edits and edits[-1].end == start:
            start = edits.pop().start
        begin = blanks_before(subject.text, start)
        tail = subject.text[value.end if value.words else value.parameter.value_start : end]
        edits.append(Edit(start, end, tail if subject.text[begin - 1] != "\n" and "\n" in tail else ""))
    return edits


@rule("P101", "warning", listed=True, over=_UNKNOWN)
def unknown_parameter(subject: Subject, unknown: Sequence[tuple[Value, str]]) -> Iterator[Hit]:
    """A parameter with a value that the template does not know.

    Why: The template does not show it, so readers never see its value. An empty one does no harm and is not reported, as in the template's
    own check of its parameters.

    Bad:
        | weather = [[Rain]]

    Good:
        | notes = It rained.

    Fix: none; only a person knows where the value belongs.
    """
    lost = {lost.value.name for lost in subject.once(lost_pipes)}
    for value, meant in unknown:
        if not meant and value.name not in lost:
            yield Hit(
                *value.name_span,
                f"the template does not know {quoted(value.written)}, so readers do not see its value; rename or remove it",
            )


@rule("P102", "error", fixes="some", listed=True, over=_UNKNOWN)
def misspelt_parameter(subject: Subject, unknown: Sequence[tuple[Value, str]]) -> Iterator[Hit]:
    """A parameter with a value whose name is misspelt.

    Why: The template does not show it.

    Bad:
        | imahe_size = 300

    Good:
        | image_size = 300

    Fix: safe for known misspellings, and for blanks, capitals and plurals in the names of sides' parameters; unsafe if the names are only
    similar. If the right parameter has the same value, the misspelt one is removed, which is safe. No fix if the values differ.
    """
    for value, meant in unknown:
        if meant:
            fix = _renaming(subject, value, meant)
            taken = "" if fix is not None else ", which has another value: choose one"
            message = f"the template does not know {quoted(value.written)}; write {quoted(meant)}{taken}"
            yield Hit(*value.name_span, message, fix, suggestions=_choices(subject, value, meant) if fix is None else ())


def _choices(subject: Subject, value: Value, name: str) -> tuple[Suggestion, ...]:
    """The suggestions to keep either a parameter or the one whose name it should have."""
    rivals = subject.named.get(name, ())
    if len(rivals) != 1 or len(subject.named[value.name]) > 1:
        return ()
    (rival,) = rivals
    instead = (*removals(subject, [rival]), _new_name(subject, value, name))
    return Suggestion(f"keep {quoted(rival.bare)}", _removal(subject, value).edits), Suggestion(f"keep {quoted(value.bare)}", instead)


@rule("P103", "warning", fixes="some", listed=True, over=NAMED)
def former_parameter(subject: Subject, values: Sequence[Value]) -> Iterator[Hit]:
    """A parameter with a value that the template used to know.

    Why: The template no longer shows it. Some were replaced by another parameter: `latitude` and `longitude` by `coordinates`, `name` and
    `battle_name` by `conflict`, `year` by `date`.

    Bad:
        | conflict    = Battle of the Ford
        | battle_name = Battle of the Ford

    Good:
        | conflict    = Battle of the Ford

    Fix: a parameter is removed if its replacement has the same value, which is safe. A name moves to an empty `conflict`, and a latitude
    and longitude become `coordinates`; these are unsafe, because readers see them then. No fix for the others.
    """
    former = subject.profile.former
    halves = [value for value in values if value.name in subject.profile.halves]
    for value in values:
        meant = former.get(value.written if value.written in former else value.name)
        if meant is None or is_doubtful(subject, value.parameter.start):
            continue
        message = f"the template does not know {quoted(value.written)} any more"
        if value in halves:
            if value is halves[0] and meant not in subject.shown:  # otherwise the coordinates are given twice, which is another rule's
                others = len(halves) - 1
                belonging = f", nor the {f'{others} that belong' if others > 1 else 'one that belongs'} to it" if others else ""
                yield Hit(*value.name_span, f"{message}{belonging}; use {quoted(meant)}", _as_coordinates(subject))
            continue
        if not meant:
            yield Hit(*value.name_span, f"{message}, so readers do not see its value; move or remove it")
            continue
        there = subject.shown.get(meant)
        fix = None
        if subject.profile.field(meant) == "conflict" and "<!--" not in value.words:
            if there is None:
                fix = _renaming(subject, value, meant)
                fix = fix._replace(safe=False) if fix is not None else None
            elif there.bare == value.bare:
                fix = _removal(subject, value)
        yield Hit(*value.name_span, f"{message}; use {quoted(meant)}", fix)


def _as_coordinates(subject: Subject) -> Fix | None:
    """The fix that turns the old parameters into one `coordinates`; None if they cannot be read."""
    found = subject.record.coordinates
    own = subject.profile.named("coordinates")
    parts = [value for value in subject.values if value.name in subject.profile.halves]
    if found is None or found.latitude is None or found.longitude is None or not parts:
        return None
    if any(use.kind == "coord" for use in subject.templates) or any("<!--" in value.words or "{{" in value.words for value in parts):
        return None
    first = parts[0]
    gone = [value for value in subject.values if value in parts[1:] or value.name == own]
    written = Edit(first.start, first.end, coordinates.write((found.latitude, found.longitude), dialect.ENGLISH.place))
    return Fix((_new_name(subject, first, own), written, *removals(subject, gone)), safe=False)


@rule("P104", "error", fixes="some")
def duplicate_parameter(subject: Subject) -> Iterator[Hit]:
    """A parameter that is given more than once.

    Why: The template shows only the last one, even if it is empty; readers do not see the values of the others.

    Bad:
        | place = [[Leros]]
        | place = [[Leros]]

    Good:
        | place = [[Leros]]

    Fix: a value that is empty, or equal to the last one, is removed, which is safe. An empty last one that hides a value is removed too,
    which is unsafe, because readers see that value then. No fix if two values differ, or if the name ends in a side's number: the other
    side was probably meant.
    """
    last = {value.written: value for value in subject.values}
    if len(last) == len(subject.values):
        return
    filled = {value.written for value in subject.values if value.bare}
    times = Counter(value.written for value in subject.values)
    for value in subject.values:
        final = last[value.written]
        if value.parameter.positional or times[value.written] < 2 or (value is final and (value.bare or value.written not in filled)):
            continue
        sided = re.search(r"\d[a-z]?\Z", value.written) is not None
        name = quoted(value.written)
        fix = None if sided or "<!--" in value.words else _removal(subject, value)
        if value is final:
            message = f"{name} is given again, but empty, so readers do not see the value before it; remove this one"
            yield Hit(*value.name_span, message, fix and fix._replace(safe=False))
        elif not value.bare or value.bare == final.bare:
            yield Hit(*value.name_span, f"{name} is given more than once; remove this one", fix)
        elif final.bare:  # an empty one that hides it is reported itself
            advice = "give one another name, or keep one" if sided else "keep one"
            message = f"{name} is given more than once, and readers see only the last value; {advice}"
            yield Hit(*value.name_span, message, suggestions=_of_two(subject, value, final) if times[value.written] == 2 else ())


def _of_two(subject: Subject, first: Value, last: Value) -> tuple[Suggestion, ...]:
    """The suggestions for a parameter given twice: the name for the side after or before it if that is free, or one of the values."""
    found: list[Suggestion] = []
    defined = subject.profile.definitions.get(first.name)
    for value, step in (last, 1), (first, -1):
        number = defined.number + step if defined is not None and defined.number else 0
        name = subject.profile.named(defined.field, number, defined.row) if defined is not None else ""
        if 0 < number <= subject.profile.most_sides and name not in subject.named:
            written = subject.spelled(name)
            found.append(Suggestion(f"write “{written}” before {quoted(value.bare)}", (_new_name(subject, value, written),)))
    return *found, *(
        Suggestion(f"keep only {quoted(kept.bare)}", _removal(subject, other).edits) for kept, other in ((last, first), (first, last))
    )


@rule("P105", "error", fixes="some", over=UNNAMED)
def positional_value(subject: Subject, unnamed: Sequence[tuple[int, Value]]) -> Iterator[Hit]:
    """A value without a parameter's name: text between two pipes without an equals sign. A link or template whose own pipe cuts a value in
    two, because its brackets are wrong, has a finding of another rule (M405, M418).

    Why: The template does not show it. Often there is one pipe too many, a link or template around it is broken, or the equals sign was
    forgotten.

    Bad:
        | casualties1 = 300 men
        | strength1

    Good:
        | casualties1 = 300 men
        | strength1 =

    Fix: safe if it is the name of a parameter that is not given: an equals sign is added. No fix otherwise: only a person knows where the
    value belongs.
    """
    reached = -1
    for place, value in unnamed:
        if not value.bare or place <= reached:
            continue
        if subject.is_parameter(value.bare):
            alone = subject.canonical(value.bare) not in subject.named and value.words == value.bare
            fix = edited(value.end, value.end, " =") if alone else None
            yield Hit(value.start, value.end, f"{quoted(value.bare)} has no equals sign; write “{value.bare} =”", fix)
            continue
        # The parts of one broken template or link are one finding.
        reached = place
        while reached + 1 < len(subject.values) and _goes_on(subject, reached):
            reached += 1
        end = subject.values[reached].end
        if any(first <= value.parameter.start < last for first, last in subject.once(cut_in_two)):
            continue
        yield Hit(value.start, end, "readers do not see a value without a parameter's name; name it, or remove the pipe before it")


def _goes_on(subject: Subject, place: int) -> bool:
    """Whether the next parameter is an unnamed value too, on the same line."""
    value, following = subject.values[place], subject.values[place + 1]
    return following.parameter.positional and bool(following.words) and "\n" not in subject.text[value.end : following.start]


@rule("P106", "info", fixes="safe", cosmetic=True, over=UNNAMED)
def stray_pipe(subject: Subject, unnamed: Sequence[tuple[int, Value]]) -> Iterator[Hit]:
    """A pipe with nothing between it and the next pipe or the end of the infobox.

    Why: It does no harm, but it makes the infobox harder to edit.

    Bad:
        | place = [[Leros]]
        |
        | date  = 1943

    Good:
        | place = [[Leros]]
        | date  = 1943

    Fix: safe: the pipe is removed, together with its line if nothing else is on it.
    """
    text = subject.text
    for place, value in unnamed:
        parameter = value.parameter
        if value.words or _beside_value(subject, place):
            continue
        fix = edited(parameter.start, parameter.start + 1, "")
        if value is not subject.values[0] or text[parameter.start - 1] == "\n":
            # Its own line is removed as a whole, but not the end of the line before.
            before, line = blanks_before(text, parameter.start), _REST_OF_LINE.match(text, parameter.start, parameter.value_end)
            if text[before - 1] == "\n" and line is not None:
                fix = edited(before, line.end(), "")
        yield Hit(parameter.start, parameter.start + 1, "this pipe has nothing after it; remove it", fix)


_REST_OF_LINE: Final = re.compile(r"\|[ \t]*\n")


def _beside_value(subject: Subject, place: int) -> bool:
    """Whether an unnamed value is on the line of a pipe: the two belong together, and the value is reported."""
    value = subject.values[place]
    whole = "\n" not in subject.text[value.parameter.start : value.parameter.value_end]
    beside = [other for other in _neighbours(subject, place) if other.parameter.positional and other.words]
    return any(whole or other.start < value.start for other in beside)


@rule("P107", "warning", listed=True)
def missing_parameter(subject: Subject) -> Iterator[Hit]:
    """An infobox without a `place` or without a `date`.

    Why: Place and date are the first things readers look for, and the template marks a missing place.

    Bad:
        {{Infobox military conflict
        | conflict = Battle of the Ford
        | date     = 12 May 1940
        }}

    Good:
        {{Infobox military conflict
        | conflict = Battle of the Ford
        | date     = 12 May 1940
        | place    = [[Leros]]
        }}

    Fix: none; only a person knows the value.
    """
    profile = subject.profile
    given = subject.shown.keys() | subject.once(names_without_pipe)
    for each in profile.parameters:
        missing = each.missed and each.name not in given and not (each.values == "date" and profile.year in subject.shown)
        if missing and not is_incomplete(subject):
            yield Hit(*subject.name_span, f"{quoted(each.name)} is missing; add it", parameter="")


@rule("P108", "info", default=False, listed=True)
def missing_conflict(subject: Subject) -> Iterator[Hit]:
    """An infobox without a `conflict`.

    Why: The template shows the page's title instead. That is wrong if the page is renamed, has several infoboxes, or has a title with a
    disambiguation in parentheses.

    Bad:
        | date = 12 May 1940

    Good:
        | conflict = Battle of the Ford
        | date = 12 May 1940

    Fix: none; a page's wikitext does not contain its title.
    """
    name = subject.profile.named("conflict")
    given = name in subject.shown or name in subject.once(names_without_pipe)
    if name and not given and subject.values and not is_incomplete(subject):
        message = f"there is no {quoted(name)}, so the page's title is shown; give the conflict's name"
        yield Hit(*subject.name_span, message, parameter="")


@rule("P109", "error", listed=True)
def status_with_result(subject: Subject) -> Iterator[Hit]:
    """`status` and `result` in one infobox.

    Why: The template shows the status instead of the result, so readers do not see the result. `status` is for ongoing conflicts.

    Bad:
        | status = Ongoing
        | result = Ceasefire

    Good:
        | result = Ceasefire

    Fix: none; only a person knows which of them is right.
    """
    for each in subject.profile.parameters:
        if each.hides and each.name in subject.shown and each.hides in subject.shown:
            values = subject.shown[each.name], subject.shown[each.hides]
            message = f"with {quoted(each.name)}, {quoted(each.hides)} is not shown; keep one of them"
            choices = (Suggestion(f"remove {quoted(value.written)}", _removal(subject, value).edits) for value in values)
            yield Hit(*values[0].name_span, message, suggestions=tuple(choices))


@rule("P110", "info", cosmetic=True, over=nodes("comment"))
def hidden_parameter(subject: Subject, comments: Sequence[Place]) -> Iterator[Hit]:
    """An HTML comment that hides a whole parameter and its value.

    Why: Neither readers nor programs see the value, and it is easily forgotten. If it is wrong, remove it; if it is right, show it.

    Bad:
        | place = [[Leros]]
        <!-- | strength1 = 300 men -->

    Good:
        | place = [[Leros]]
        | strength1 = 300 men

    Fix: none; only a person knows why it was hidden.
    """
    known = subject.profile.known
    for place in comments:
        words = subject.written(place.node)
        if "=" not in words or "|" not in words or "{{infobox" in words.lower() or place.node.start == open_comment(subject):
            continue
        # What is inside a template in the comment belongs to that template.
        hidden = [match[1] for match in _HIDDEN.finditer(_TEMPLATES.sub("", words)) if match[1] in known and match[2].strip(" \t\n->")]
        if names := list(dict.fromkeys(hidden)):
            shown = ", ".join(quoted(name) for name in names[:3]) + (" …" if len(names) > 3 else "")
            yield Hit(place.node.start, place.node.end, f"a comment hides {shown}; show it or remove it")
