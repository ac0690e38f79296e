"""Record to wikitext: into the page it came from, where only what changed is written anew, or laid out from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from infobox import box as boxes
from infobox import language, layout, validity
from infobox.box import Box, Parameter
from infobox.editing import asked, sequences, style, trees
from infobox.editing.merging import merged, tampered
from infobox.editing.parameters import insertion, places, replacement
from infobox.editing.settling import settled
from infobox.editing.splicing import Edit, apart, applied, as_written
from infobox.editing.trees import Node
from infobox.editing.values import Allowance, brought
from infobox.language.lexicon import lexicon
from infobox.pages.given import wikitext_of
from infobox.reading import read_boxes
from infobox.record import FORMAT, Conflict, Page, RecordError, Side, TemplateUse, bare, sound
from infobox.wikitext.line_ends import LineEnds, with_newlines

if TYPE_CHECKING:
    from infobox.pages.given import Given
    from infobox.templates.profile import Profile


_LONGEST: Final = 30_000
"""A longer value is written as a whole: no page has a tenth as much in one, and finding the smallest change would take seconds."""


class WriteError(ValueError):
    """A record that cannot be written where it should go; the message is one line that says why and what to do."""


def write(record: Conflict, into: Given | None = None, *, profile: Profile | None = None) -> str:
    """The record as wikitext.

    With `into`, a page's wikitext or mwparserfromhell's tree of it: that page with its infobox brought up to the record. The infobox is
    the one that stands where the record says it was read, or the page's only one; every byte outside the parameters that differ stays.
    Without, the record's own `source` brought up to the record, or, where it has none, an infobox in the template's documented order.
    `profile` is that of the template, if it is not one that the package knows by its name.

    Who changes an item's name, qualifiers or figures, a date's days or a result's outcome changes the words that say them; who
    changes the words changes what they say.

    Raises `WriteError` where the page has no infobox, the record belongs to another page, its fields contradict its words, or it is not
    valid: values of other types, items in more than a hundred levels, what `infobox.validity` lists.
    """
    if into is not None:
        page = wikitext_of(into)
        return applied(page, edits(record, page, profile=profile))
    source = LineEnds(record.source)
    record = _valid(record, profile)
    if source.written:
        found = boxes.find(source.text, profile)
        if not found:
            raise WriteError("the record's source holds no infobox; remove the field `source` to have the record laid out anew")
        old = read_boxes(source.text, page=record.page, spans=True, profile=profile)[0].record
        return applied(source.written, _written_edits(source, found[0], old, record))
    return _laid_out(record, profile)


def edits(record: Conflict, page: Given, *, profile: Profile | None = None) -> list[Edit]:
    """What `write(record, into=page, profile=profile)` changes: spans of the page as it is, line ends included, and the words for each.

    In page order; no two touch, and each changes something: an empty list where the page says what the record says. Raises `WriteError`
    as `write` does.
    """
    lines = LineEnds(wikitext_of(page))
    record = _valid(record, profile)
    box, old = _target(record, lines, profile)
    return _written_edits(lines, box, old, record)


def _valid(record: Conflict, profile: Profile | None) -> Conflict:
    """The record as it would have been read from the page with newlines for line ends. Raises `WriteError` if it is not valid."""
    try:
        record = _with_newlines(sound(record))
    except RecordError as error:
        raise WriteError(f"the record is not valid: {error}") from None
    if record.joint == Side():
        record.joint = None  # its lists were taken out
    _refuse_unmeant(record, boxes.profile_of(record, profile), settled=False)
    return record


def _written_edits(page: LineEnds, box: Box, old: Conflict, new: Conflict) -> list[Edit]:
    """The edits of the page as it is written that bring its infobox up to the record."""
    return apart(page.written, as_written(_edits(page.text, box, old, new), page, box.start, box.end))


def _laid_out(record: Conflict, given: Profile | None) -> str:
    """The record as an infobox of its own, which reads as the record says. Raises `WriteError` where none does."""
    name = record.template.name if record.template is not None else ""
    profile = boxes.profile_of(record, given)
    spoken = boxes.language_of(record, given)
    words = settled(record, None, lexicon(spoken), profile)
    _refuse_unmeant(words, profile, settled=True)
    # `#invoke` takes a function's name first, which a template call does not.
    own = name and not name.startswith("#") and (given is None or boxes.is_named(name, given))
    written = lay_out(layout.parameters(words, profile), name if own else profile.name)
    readings = read_boxes(written, page=record.page, profile=given)
    found = readings[0].record if len(readings) == 1 else Conflict(schema=FORMAT)
    miss = asked.unmet(None, record, words, found, lexicon(spoken))
    if miss is not None:
        raise WriteError(str(miss))
    return written


def _refuse_unmeant(record: Conflict, profile: Profile, *, settled: bool) -> None:
    """Raises `WriteError` for a record that breaks a check of `infobox.validity` (`settled`: whose words and fields are one)."""
    why = validity.told(record, settled=settled, profile=profile)
    if why:
        raise WriteError(f"the record is not valid: {why}")


def lay_out(values: dict[str, str], name: str) -> str:
    """An infobox with one parameter a line, names padded to one column."""
    width = min(20, max((len(key) for key in values), default=0))
    lines = [f"| {key:<{width}} = {value}" for key, value in values.items()]
    return "\n".join(["{{" + name, *lines, "}}"])


def _with_newlines(record: Conflict) -> Conflict:
    """The record as it would have been read from the page with newlines for line ends."""

    def newlined(value: Any) -> Any:
        if isinstance(value, str):
            return with_newlines(value)
        if isinstance(value, dict):
            return {newlined(key): newlined(inner) for key, inner in value.items()}
        return type(value)(map(newlined, value)) if isinstance(value, list | tuple) else value

    held = msgspec.to_builtins(record)
    plain = newlined(held)
    return record if plain == held else msgspec.convert(plain, type=Conflict)


def _target(record: Conflict, page: LineEnds, profile: Profile | None) -> tuple[Box, Conflict]:
    """The page's infobox that the record is about, and its own record, with spans."""
    found = boxes.find(page.text, profile)
    if not found:
        what = "military-conflict infobox" if profile is None else profile.name
        raise WriteError(f"the page has no {what}; write the record without --into and paste it where it belongs")
    records = [reading.record for reading in read_boxes(page.text, page=record.page, spans=True, profile=profile)]
    place = record.template or TemplateUse()
    spans = [(page.place(box.start), page.place(box.end)) for box in found]
    choice = next((number for number, span in enumerate(spans) if span == (place.start, place.end)), None)
    if choice is None or not _related(records[choice], record):
        if place.number is not None and 1 <= place.number <= len(found):
            choice = place.number - 1
        elif len(found) == 1:
            choice = 0
        if choice is None:
            raise WriteError(
                f"the page has {len(found)} infoboxes and the record does not say which one it is about; give it `template.number`"
            )
        if not _related(records[choice], record):
            raise WriteError(
                f"the record belongs to another page: it is about {_short(record)}, the page's infobox about"
                f" {_short(records[choice])}; remove `template` from the record to write it all the same"
            )
    return found[choice], records[choice]


def _short(record: Conflict) -> str:
    words = record.conflict.text if record.conflict is not None else ""
    return repr(words if len(words) <= 60 else f"{words[:59]}…")


def _related(old: Conflict, new: Conflict) -> bool:
    """Whether two records are of one infobox, one of them perhaps edited: they share what names it, or the place they come from."""
    if new.template is None or new.template.start is None or _names(old) & _names(new):
        return True
    fields = ("conflict.text", "image.file", "partof.text", "date.text")
    pairs = [(layout.held_at(old, field) or "", layout.held_at(new, field) or "") for field in fields]
    told = [(first, second) for first, second in pairs if first or second]
    return (not told and not _names(old)) or any(first == second for first, second in told)


def _names(record: Conflict) -> set[str]:
    return {item.name for side in record.sides for item in side.combatants if item.name}


def _edits(page: str, box: Box, placed: Conflict, new: Conflict) -> list[Edit]:
    """Edits of a page, whose line ends are newlines, that bring its infobox up to the record: what differs is written anew, in the
    smallest pieces that read as they should.

    `placed` is the infobox's own record, with spans. Raises `WriteError` where the page cannot be made to say what the record says.
    """
    old = bare(placed)
    if old == bare(new):
        return []
    spoken = _language(box, new)
    speech = lexicon(spoken)
    given = new
    new = settled(given, old, speech, box.profile)
    own = {name: value for name, value in new.other.items() if old.other.get(name) != value}
    _refuse_unmeant(msgspec.structs.replace(new, other=own), box.profile, settled=True)
    values, wanted = layout.parameters(old, box.profile), layout.parameters(new, box.profile)
    missed: asked.Miss | None = None
    # The words of a place take its coordinates with them when they go: then these need a parameter of their own.
    own_place = box.profile.named("coordinates")
    homeless = [{**values, own_place: ""}] if own_place and old.coordinates is not None and old.place != new.place else []
    for number, before in enumerate((values, values, *homeless)):
        propose = _value_edits if number else _small_edits
        edits = propose(page, box, (placed, new), before, wanted)
        miss = asked.unmet(old, given, new, _read_again(applied(page, edits), box, len(page), new.page), speech)
        if miss is None:
            return edits
        missed = missed or miss
    assert missed is not None
    raise WriteError(str(missed if speech.understood else missed.in_language(spoken)))


def _language(box: Box, record: Conflict) -> str:
    """The code of the language that the values of an infobox are in."""
    return language.of(box.language, record.page.wiki if record.page is not None else "")


def _read_again(page: str, box: Box, length: int, source: Page | None) -> Conflict:
    """The record of the infobox that begins where `box` did on a page of this `length`, and ends as far from the page's end, if it is
    closed; `source` says which page it is.
    """
    end = box.end + len(page) - length
    for reading in read_boxes(page, page=source, spans=True, profile=box.profile):
        template = reading.record.template
        if template is not None and template.start == box.start and (template.end == end or not box.closed):
            return reading.record
    return Conflict(schema=FORMAT)


def _small_edits(page: str, box: Box, records: tuple[Conflict, Conflict], before: dict[str, str], after: dict[str, str]) -> list[Edit]:
    """Edits of items and words, where the value stands in the page already; of whole values elsewhere.

    `records` are the infobox's own, with spans, and the one that is wanted; `before` and `after` their values, laid out.
    """
    old, new = records
    styled = {name: value if before.get(name) else _styled(page, box, new, name, value) for name, value in after.items()}
    whole = _value_edits(page, box, records, before, styled)
    allowance = Allowance()
    edits: list[Edit] = []
    replaced: list[Parameter] = []
    shown = {each.name: each for each in box.parameters if not each.positional}  # of several of one name the template shows the last
    for parameter in shown.values():
        name = parameter.name
        if before.get(name, "") == after.get(name, "") or not before.get(name) or name in old.other or name in new.other:
            continue
        words = _brought(page, box, parameter, records, (before[name], after.get(name, "")), allowance)
        if words is not None:
            replaced.append(parameter)
            edits.append(_trimmed(page, Edit(parameter.value_start, parameter.value_end, words)))
    return edits + [edit for edit in whole if not any(each.value_start <= edit.start < each.value_end for each in replaced)]


def _trimmed(page: str, edit: Edit) -> Edit:
    """The edit without what it leaves as it is."""
    value = page[edit.start : edit.end]
    start = sequences.shared(value, edit.words)
    end = sequences.shared(value[start:][::-1], edit.words[start:][::-1])
    return Edit(edit.start + start, edit.end - end, edit.words[start : len(edit.words) - end])


def _brought(
    page: str, box: Box, parameter: Parameter, records: tuple[Conflict, Conflict], values: tuple[str, str], allowance: Allowance
) -> str | None:
    """The parameter's value, changed in the smallest pieces; None where it is to be written as a whole.

    `records` and `values` are those before and after; the first record has spans.
    """
    old, new = records
    before, after = values
    value = page[parameter.value_start : parameter.value_end]
    if len(value) > _LONGEST:
        return None
    outer = (box.start, box.end) if box.closed else (0, len(page))
    head, tail = page[outer[0] : parameter.value_start], page[parameter.value_end : outer[1]]

    def read(words: str) -> Conflict:
        there = box._replace(start=box.start - outer[0], end=box.end - outer[0])
        return _read_again(f"{head}{words}{tail}", there, len(head) + len(value) + len(tail), new.page)

    profile = box.profile
    wanted = layout.items_of(new, parameter.name, profile)
    if wanted is None:
        words = merged(before, value, after)
        if tampered(value, words):
            return None
        return words if layout.parameters(read(words), profile).get(parameter.name, "") == after else None

    def read_nodes(words: str) -> tuple[Node, ...]:
        allowance.left -= len(head) + len(words) + len(tail)
        return _nodes(read(words), parameter.name, profile, len(head))

    def read_alone(words: str) -> tuple[Node, ...]:
        allowance.left -= len(words)
        return _nodes_alone(box, parameter.name, words, new.page)

    original = _nodes(old, parameter.name, profile, parameter.value_start)
    # In an infobox of its own a value takes less time, if it reads as in the whole one.
    alone = 2 * len(value) <= box.end - box.start and trees.alike(read_alone(value), original)
    manner = style.of(value, page[box.start : box.end], lexicon(_language(box, new)))
    return brought(value, original, trees.of(wanted), read_alone if alone else read_nodes, manner, allowance)


def _nodes(record: Conflict, name: str, profile: Profile, offset: int) -> tuple[Node, ...]:
    """The items of a list parameter as nodes, with their places from `offset` on."""
    return trees.of(layout.items_of(record, name, profile) or [], offset)


def _nodes_alone(box: Box, name: str, value: str, page: Page | None) -> tuple[Node, ...]:
    """The items of a value in an infobox of its own; none if the infobox does not end with the value."""
    head = f"{{{{{box.name}|{name}="
    alone = f"{head}{value}}}}}"
    readings = read_boxes(alone, page=page, spans=True, profile=box.profile)
    whole = len(readings) == 1 and readings[0].box is not None and readings[0].box.end == len(alone)
    return _nodes(readings[0].record, name, box.profile, len(head)) if whole else ()


def _styled(page: str, box: Box, new: Conflict, name: str, plain: str) -> str:
    """A value that the page did not have, in the style of those that it has."""
    wanted = layout.items_of(new, name, box.profile)
    if not wanted:
        return plain
    words = page[box.start : box.end]
    target = trees.of(wanted)
    values = style.value(wanted, style.of("", words, lexicon(_language(box, new))), words)
    return next((value for value in values if trees.alike(_nodes_alone(box, name, f"{value}\n", new.page), target)), plain)


def _value_edits(page: str, box: Box, records: tuple[Conflict, Conflict], before: dict[str, str], after: dict[str, str]) -> list[Edit]:
    """Edits that write the values anew that differ between `before` and `after`, those of the two records."""
    old, new = records
    present = {parameter.written: parameter for parameter in box.parameters}
    # Of several of one name the last, and rather one that is spelt as the name is.
    canonical = {parameter.name: parameter for parameter in sorted(box.parameters, key=lambda each: each.written == each.name)}
    edits: list[Edit] = []
    added: list[str] = []
    for name in dict.fromkeys([*before, *after]):
        value = after.get(name, "")
        if before.get(name, "") == value:
            continue
        parameter = present.get(name) if name in old.other or name in new.other else canonical.get(name)
        if parameter is not None:
            edits.append(replacement(page, parameter, value))
        elif value:
            added.append(name)
        year = canonical.get(box.profile.year) if box.profile.year else None
        if box.profile.kind(name) == "date" and year is not None:
            edits.append(replacement(page, year, ""))
        elif box.profile.kind(name) == "coordinates" and parameter is None:
            edits += [replacement(page, other, "") for other in box.parameters if other.name in box.profile.halves]
    for place, names in places(box, added).items():
        edits.append(insertion(page, box, place, [(name, after[name]) for name in names]))
    return edits
