"""Record to wikitext: written into the page it came from, which changes only there, or laid out from scratch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from infobox import box as boxes
from infobox import dialect, language, layout, validity
from infobox.box import Box, Parameter
from infobox.dialect import Dialect
from infobox.editing import sequences, style, trees, verifying, wikis
from infobox.editing.merging import merged, tampered
from infobox.editing.parameters import insertion, places, replacement
from infobox.editing.settling import settled
from infobox.editing.trees import ItemTree
from infobox.editing.values import Allowance, updated
from infobox.language.lexicon import Lexicon, lexicon
from infobox.markup.edits import Edit, applied, as_written, normalized
from infobox.markup.line_ends import LineEnds, with_newlines
from infobox.pages.page_like import wikitext_of
from infobox.reading import Reading, read_boxes
from infobox.record import FORMAT, Conflict, Page, RecordError, Side, TemplateUse, bare, sound

if TYPE_CHECKING:
    from infobox.pages.page_like import PageLike
    from infobox.templates.profile import Profile


_LINE: Final = "\n"
_LONGEST: Final = 30_000
"""A longer value is written as a whole: real values are less than a tenth as long, and finding the smallest change would take seconds."""


_Values: TypeAlias = tuple[dict[str, str], dict[str, str]]
"""The values of two records, before and after, laid out."""


class WriteError(ValueError):
    """A record cannot be written where it should go; the message is one line that says why and what to do."""


def write(record: Conflict, into: PageLike | None = None, *, profile: Profile | None = None) -> str:
    """The record as wikitext.

    With `into`, a page's wikitext or mwparserfromhell's tree of it, the result is that page with its infobox updated to match the record.
    The infobox is the one at the place where the record says it was read, or the page's only one; every byte outside the parameters that
    differ stays. Without `into`, the result is the record's own `source`, updated, or, if the record has none, an infobox in the
    template's documented order. `profile` is that of the template, if it is not one that the package knows by its name.

    If an item's name, qualifiers or figures, a date's days or a result's outcome were changed, the words that say them are changed too;
    if the words were changed, the fields follow from them.

    Raises `WriteError` if the page has no infobox, the record belongs to another page, its fields contradict its words, or it is not
    valid: values of other types, items more than a hundred levels deep, or anything that `infobox.validity` lists. Raises `TypeError` for
    anything that is no record.
    """
    if into is not None:
        page = wikitext_of(into)
        return applied(page, edits(record, page, profile=profile))
    valid = _valid(record, profile)
    source = LineEnds(record.source)
    record = valid
    if source.written:
        found = boxes.find(source.text, profile, boxes.wiki_of(record))
        if not found:
            raise WriteError("the record's source holds no infobox; remove the field `source` to have the record laid out anew")
        old = read_boxes(source.text, page=record.page, spans=True, profile=profile)[0]
        return applied(source.written, _written_edits(source, found[0], old, record))
    return _laid_out(record, profile)


def edits(record: Conflict, page: PageLike, *, profile: Profile | None = None) -> list[Edit]:
    """What `write(record, into=page, profile=profile)` changes: spans of the page as it is, line ends included, and the words for each.

    The edits are in page order, no two touch, and each changes something: the list is empty if the page says what the record says.
    Raises `WriteError` as `write` does.
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
        record.joint = None  # its lists were removed
    _refuse_invalid(record, boxes.profile_of(record, profile), settled=False)
    return record


def _written_edits(page: LineEnds, box: Box, old: Reading, new: Conflict) -> list[Edit]:
    """The edits of the page as written that update its infobox to match the record."""
    return normalized(page.written, as_written(_edits(page.text, box, old, new), page, box.start, box.end))


def _laid_out(record: Conflict, given: Profile | None) -> str:
    """The record as a new infobox that reads as the record says. Raises `WriteError` if none does."""
    name = record.template.name if record.template is not None else ""
    profile = boxes.profile_of(record, given)
    code = boxes.language_of(record, given)
    key = boxes.key_of(record, given)
    words = settled(record, None, lexicon(code), profile)
    _refuse_invalid(words, profile, settled=True)
    # `#invoke` takes a function's name as its first argument, a template call does not.
    own = name and not name.startswith("#") and (given is None or boxes.is_named(name, given))
    manner = dialect.of(language.home(key, boxes.wiki_of(record)), code)
    values = _named(wikis.halved(layout.parameters(words, profile, manner), words, profile, key), words, profile, key)
    name = name if own else profile.names[key].template
    written = lay_out(values, name)
    if unknown := dialect.strangers(written, lambda: _calls("", record) | {name}, manner.home):
        raise WriteError(_strange(unknown, manner))
    readings = read_boxes(written, page=record.page, profile=given)
    found = readings[0].record if len(readings) == 1 else Conflict(schema=FORMAT)
    mismatch = verifying.first_mismatch(None, record, words, found, lexicon(code))
    if mismatch is not None:
        raise WriteError(str(mismatch))
    return written


def _named(values: dict[str, str], record: Conflict, profile: Profile, key: str) -> dict[str, str]:
    """Values by canonical name, by the names of a wiki in the order in which it documents them."""
    order = profile.order_of(key)
    sides = profile.count_of(len(record.sides))
    taken = {*record.other, *profile.names[key].misread(values)}
    found: dict[str, str] = {}
    for name in sorted(values, key=lambda name: order.get(name, len(order))):
        if name in record.other:
            found[name] = values[name]
            continue
        value, ending = wikis.parted(values[name], record, profile, key) if profile.kind(name) == "date" else (values[name], "")
        if value or not ending:
            own = profile.names[key].first if ending else profile.spelled(name, key, sides, (), taken)
            found[own or _no_parameter(profile, key, name)] = value
        if ending:
            found[profile.spelled(profile.last_of(key), key, sides)] = ending
    return found


def _refuse_invalid(record: Conflict, profile: Profile, *, settled: bool) -> None:
    """Raise `WriteError` for a record that fails a check of `infobox.validity`; `settled`: its words and fields agree."""
    why = validity.summary(record, settled=settled, profile=profile)
    if why:
        raise WriteError(f"the record is not valid: {why}")


def name_width(names: Iterable[str]) -> int:
    """To which width the names of a new infobox's parameters are padded."""
    return min(20, max(map(len, names), default=0))


def lay_out(values: dict[str, str], name: str) -> str:
    """An infobox with one parameter per line, its names padded to one width."""
    width = name_width(values)
    lines = [f"| {key:<{width}} ={'' if value.startswith(_LINE) else ' '}{value}" for key, value in values.items()]
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


def _target(record: Conflict, page: LineEnds, profile: Profile | None) -> tuple[Box, Reading]:
    """The page's infobox that the record is about, and its reading, with spans."""
    found = boxes.find(page.text, profile, boxes.wiki_of(record))
    if not found:
        what = "military-conflict infobox" if profile is None else profile.name
        raise WriteError(f"the page has no {what}; write the record without a page and paste it where it belongs")
    readings = read_boxes(page.text, page=record.page, spans=True, profile=profile)
    records = [reading.record for reading in readings]
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
                f" {_short(records[choice])}; remove `template` from the record to write it anyway"
            )
    return found[choice], readings[choice]


def _short(record: Conflict) -> str:
    words = record.conflict.text if record.conflict is not None else ""
    return repr(words if len(words) <= 60 else f"{words[:59]}…")


def _related(old: Conflict, new: Conflict) -> bool:
    """Whether two records are of the same infobox, one of them perhaps edited: they share a name, picture, larger conflict, date or
    combatant, or nothing identifies the infobox or the new record's place.
    """
    if new.template is None or new.template.start is None or _names(old) & _names(new):
        return True
    fields = ("conflict.text", "image.file", "partof.text", "date.text")
    pairs = [(layout.held_at(old, field) or "", layout.held_at(new, field) or "") for field in fields]
    naming = [(first, second) for first, second in pairs if first or second]
    return (not naming and not _names(old)) or any(first == second for first, second in naming)


def _names(record: Conflict) -> set[str]:
    return {item.name for side in record.sides for item in side.combatants if item.name}


def _edits(page: str, box: Box, placed: Reading, new: Conflict) -> list[Edit]:
    """Edits of a page, whose line ends are newlines, that update its infobox to match the record: what differs is written anew, in the
    smallest pieces that read as they should.

    `placed` is the infobox's own reading, with spans. Raises `WriteError` if the page cannot be made to say what the record says.
    """
    old = bare(placed.record)
    if old == bare(new):
        return []
    code = _language(box, new)
    vocabulary = lexicon(code)
    given = new
    new = settled(given, old, vocabulary, box.profile, _between(box))
    own = {name: value for name, value in new.other.items() if old.other.get(name) != value}
    _refuse_invalid(msgspec.structs.replace(new, other=own), box.profile, settled=True)
    profile, key = box.profile, box.language
    wanted = wikis.halved(layout.parameters(new, profile), new, profile, key)
    values = wikis.halved(layout.parameters(old, profile), old, profile, key)
    box, values = wikis.moved(box, values, profile.count_of(len(old.sides)), profile.count_of(len(new.sides)))
    first = ""
    manner = _dialect(box, new)
    words = wanted if manner is dialect.ENGLISH else wikis.halved(layout.parameters(new, profile, manner), new, profile, key)
    # If the words of a place are removed, its coordinates go with them and need their own parameter.
    homes = [name for name in (profile.named("coordinates"), *profile.whole_halves) if name in wanted]
    homeless = [{**values, **dict.fromkeys(homes, "")}] if homes and old.coordinates is not None and old.place != new.place else []
    for number, before in enumerate((values, values, *homeless)):
        propose = _value_edits if number else _small_edits
        edits = propose(page, box, (placed, new), (before, wanted), words)
        unknown = dialect.strangers("\n".join(edit.words for edit in edits), lambda: _calls(page, given), manner.home)
        again = _read_again(applied(page, edits), box, len(page), new.page)
        mismatch = verifying.first_mismatch(old, given, new, again.record, vocabulary)
        if mismatch is None and not unknown:
            return edits
        first = first or (_mismatched(mismatch, vocabulary) if mismatch is not None else _strange(unknown, manner))
    raise WriteError(first)


def _between(box: Box) -> str:
    """What stands between the first and the last day of an infobox that has them apart; empty if it has not."""
    last = box.profile.last_of(box.language)
    return box.profile.names[box.language].between if any(each.name == last for each in box.parameters) else ""


def _mismatched(mismatch: verifying.Mismatch, vocabulary: Lexicon) -> str:
    return str(mismatch if vocabulary.understood else mismatch.in_language(vocabulary.language))


def _strange(names: Sequence[str], manner: Dialect) -> str:
    """Why templates are not written."""
    return f"{{{{{names[0]}}}}} is not known to be on {_address(manner.home)}; say it in words, or give the wikitext"


def _address(home: str) -> str:
    return f"{home}.wikipedia.org" if home else "that wiki"


def _calls(page: str, record: Conflict) -> frozenset[str]:
    """The templates that the page and the record's own wikitext call."""
    return dialect.calls(page) | dialect.calls(msgspec.json.encode(record).decode())


def _language(box: Box, record: Conflict) -> str:
    """The code of the language of an infobox's values."""
    return language.of(box.language, boxes.wiki_of(record))


def _dialect(box: Box, record: Conflict) -> Dialect:
    """How the pages of an infobox's wiki write."""
    return dialect.of(language.home(box.language, boxes.wiki_of(record)), _language(box, record))


def _read_again(page: str, box: Box, length: int, source: Page | None) -> Reading:
    """The reading of the infobox that begins where `box` did on a page of this `length`, and, if `box` is closed, ends as far from the
    page's end; `source` says which page it is. If there is none, an empty one.
    """
    end = box.end + len(page) - length
    for reading in read_boxes(page, page=source, spans=True, profile=box.profile):
        template = reading.record.template
        if template is not None and template.start == box.start and (template.end == end or not box.closed):
            return reading
    return Reading(Conflict(schema=FORMAT), [])


def _small_edits(page: str, box: Box, records: tuple[Reading, Conflict], values: _Values, words: dict[str, str]) -> list[Edit]:
    """Edits of single items and words in values that the page has, and of whole values elsewhere.

    `records` are the infobox's own reading, with spans, and the wanted record; `values` are theirs, laid out, and `words` those of the
    wanted record as the wiki writes them.
    """
    old, new = records[0].record, records[1]
    before, after = values
    styled = {name: value if before.get(name) else _styled(page, box, records, name, value) for name, value in words.items()}
    whole = _value_edits(page, box, records, values, styled)
    allowance = Allowance()
    edits: list[Edit] = []
    replaced: list[Parameter] = []
    shown = {each.name: each for each in box.parameters if not each.positional}  # of several with one name the template shows the last
    for parameter in shown.values():
        name = parameter.name
        if before.get(name, "") == after.get(name, "") or not before.get(name) or name in old.other or name in new.other:
            continue
        if name == box.profile.named("date") and box.profile.last_of(box.language) in shown:
            continue
        changed = _updated(page, box, parameter, records, (before[name], after.get(name, "")), allowance)
        if changed is not None:
            replaced.append(parameter)
            edits.append(_trimmed(page, Edit(parameter.value_start, parameter.value_end, changed)))
    return edits + [edit for edit in whole if not any(each.value_start <= edit.start < each.value_end for each in replaced)]


def _trimmed(page: str, edit: Edit) -> Edit:
    """The edit without the parts of its span that it does not change."""
    value = page[edit.start : edit.end]
    start = sequences.shared(value, edit.words)
    end = sequences.shared(value[start:][::-1], edit.words[start:][::-1])
    return Edit(edit.start + start, edit.end - end, edit.words[start : len(edit.words) - end])


def _updated(
    page: str, box: Box, parameter: Parameter, records: tuple[Reading, Conflict], values: tuple[str, str], allowance: Allowance
) -> str | None:
    """The parameter's value, changed in the smallest pieces; None if it has to be written as a whole.

    `records` and `values` are those before and after; the first is a reading with spans.
    """
    old, new = records
    before, after = values
    value = page[parameter.value_start : parameter.value_end]
    if len(value) > _LONGEST:
        return None
    outer = (box.start, box.end) if box.closed else (0, len(page))
    head, tail = page[outer[0] : parameter.value_start], page[parameter.value_end : outer[1]]

    def read(words: str) -> Reading:
        there = box._replace(start=box.start - outer[0], end=box.end - outer[0])
        return _read_again(f"{head}{words}{tail}", there, len(head) + len(value) + len(tail), new.page)

    profile = box.profile
    wanted = layout.items_of(new, parameter.name, profile)
    if wanted is None:
        words = merged(before, value, after)
        if tampered(value, words, _language(box, new)):
            return None
        return words if layout.parameters(read(words).record, profile).get(parameter.name, "") == after else None

    def read_nodes(words: str) -> tuple[ItemTree, ...]:
        allowance.left -= len(head) + len(words) + len(tail)
        return _nodes(read(words), parameter.name, profile, len(head))

    def read_alone(words: str) -> tuple[ItemTree, ...]:
        allowance.left -= len(words)
        return _nodes_alone(box, parameter.name, words, new.page)

    original = _nodes(old, parameter.name, profile, parameter.value_start)
    # Reading a value in an infobox of its own is faster, and is done if it reads there as in the whole one.
    alone = 2 * len(value) <= box.end - box.start and trees.alike(read_alone(value), original)
    manner = _style(page, box, parameter.name, (parameter.value_start, parameter.value_end), records)
    return updated(value, original, trees.of(wanted), read_alone if alone else read_nodes, manner, allowance)


def _nodes(reading: Reading, name: str, profile: Profile, offset: int) -> tuple[ItemTree, ...]:
    """The items of a list parameter as nodes; their places count from `offset`."""
    return trees.of(layout.items_of(reading.record, name, profile) or [], reading.map, offset)


def _nodes_alone(box: Box, name: str, value: str, page: Page | None) -> tuple[ItemTree, ...]:
    """The items of a value in an infobox of its own; none if the infobox does not end with the value."""
    head = f"{{{{{box.name}|{box.profile.spelled(name, box.language, box.profile.fewest_sides) or name}="
    alone = f"{head}{value}}}}}"
    readings = read_boxes(alone, page=page, spans=True, profile=box.profile)
    whole = len(readings) == 1 and readings[0].box is not None and readings[0].box.end == len(alone)
    return _nodes(readings[0], name, box.profile, len(head)) if whole else ()


def _style(page: str, box: Box, name: str, value: tuple[int, int], records: tuple[Reading, Conflict]) -> style.Style:
    """How the infobox writes lists such as that of a parameter, and the value in a stretch of the page above all."""
    old, new = records
    assert old.map is not None, "the infobox was read with spans"
    return style.of(page, old.map, value, (box.start, box.end), _dialect(box, new).for_values(box.profile.kind(name)))


def _styled(page: str, box: Box, records: tuple[Reading, Conflict], name: str, plain: str) -> str:
    """A value that the page does not have yet, in the style of those that it has."""
    new = records[1]
    wanted = layout.items_of(new, name, box.profile)
    if not wanted:
        return plain
    target = trees.of(wanted)
    values = style.value(wanted, _style(page, box, name, (box.start, box.start), records), page[box.start : box.end])
    return next((value for value in values if trees.alike(_nodes_alone(box, name, f"{value}\n", new.page), target)), plain)


def _value_edits(page: str, box: Box, records: tuple[Reading, Conflict], values: _Values, words: dict[str, str]) -> list[Edit]:
    """Edits that write anew, with these `words`, every value that differs between the two records."""
    old, new = records[0].record, records[1]
    before, after = values
    present = {parameter.written: parameter for parameter in box.parameters}
    # Of several with one name the last, but preferably one that is spelt like the name.
    canonical = {parameter.name: parameter for parameter in sorted(box.parameters, key=lambda each: each.written == each.name)}
    edits: list[Edit] = []
    added: list[str] = []
    for name in dict.fromkeys([*before, *after]):
        value = words[name] if after.get(name) else ""
        if before.get(name, "") == after.get(name, ""):
            continue
        parameter = present.get(name) if name in old.other or name in new.other else canonical.get(name)
        last = canonical.get(box.profile.last_of(box.language)) if box.profile.kind(name) == "date" else None
        if last is not None:
            value, ending = wikis.parted(value, new, box.profile, box.language)
            edits.append(replacement(page, last, ending))
            words[name] = value
        if parameter is not None:
            edits.append(replacement(page, parameter, value))
        elif value:
            added.append(name)
        year = canonical.get(box.profile.year) if box.profile.year else None
        if box.profile.kind(name) == "date" and year is not None:
            edits.append(replacement(page, year, ""))
        elif (box.profile.kind(name) == "coordinates" and parameter is None) or name in box.profile.halves:
            edits += [replacement(page, each, "") for each in box.parameters if each.name in box.profile.halves and each.name not in after]
    for place, names in places(box, added).items():
        edits.append(insertion(page, box, place, [(_spelled(box, new, name, after), words[name]) for name in names]))
    return edits


def _spelled(box: Box, record: Conflict, name: str, values: Collection[str]) -> str:
    """The name of a new parameter in an infobox that will have these `values`. Raises `WriteError` if its wiki is not known to have the
    parameter.
    """
    if name in record.other:
        return name
    profile, used = box.profile, [each.written for each in box.parameters if not each.positional]
    taken = {*record.other, *profile.names[box.language].misread(values)}
    return profile.spelled(name, box.language, profile.count_of(len(record.sides)), used, taken) or _no_parameter(
        profile, box.language, name
    )


def _no_parameter(profile: Profile, key: str, name: str) -> str:
    names = profile.names[key]
    raise WriteError(f"{{{{{names.template}}}}} of {_address(names.wiki)} is not known to have a parameter for {name}; leave it out")
