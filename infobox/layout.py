"""Record to parameters: every value written anew, in the template's documented order and the English Wikipedia's style.

The form is chosen so that reading it gives the same record: lists are bullets in ``{{plainlist}}``, one line per item; headings are
bold bullets over deeper ones, qualifiers without parentheses are small print, flags are ``{{flagicon}}``, and fates are their markers.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from infobox import templates
from infobox.box import language_of
from infobox.dialect import ENGLISH, Dialect
from infobox.display import links, superscripts
from infobox.display.lines import Line, every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.language import concepts, namespaces, signs
from infobox.language.lexicon import Lexicon, english, lexicon
from infobox.markup.scan import parse
from infobox.record import Conflict, Coordinates, Date, Fate, Flag, Item, Link, Note, Reference, Result, Side, Text, Unresolved
from infobox.templates.profile import Definition, Profile
from infobox.values import coordinates, dates, fates, qualifiers

_SPECIAL: Final = re.compile(r"[|<\[\]{}]|&(?=[#A-Za-z])|''+|~~~+|__(?=[A-Za-z])")
_ESCAPES: Final = {
    "|": "{{!}}",
    "<": "&lt;",
    "[": "&#91;",
    "]": "&#93;",
    "{": "&#123;",
    "}": "&#125;",
    "&": "&amp;",
    "'": "&#39;",
    "~": "&#126;",
}
_APOSTROPHE_AT_EDGE: Final = re.compile(r"\A'|'\Z")
_LIST_START: Final = re.compile(rf"[*#:;]|----|[{signs.PLAIN_DASHES}]{{1,2}}(?=[|<\[\]{{}}&'~_])")
"""What would begin a list entry, including a dash before a character that will be escaped."""
_OPEN_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*\Z")
_ONE_NUMBER: Final = re.compile(r"\d(?:\d| \d{3}(?!\d))")
_COLON_TARGET: Final = re.compile(rf"(?:{namespaces.pattern(concepts.FILE, concepts.CATEGORY)}|[a-z]{{2,3}}):", re.IGNORECASE)


def parameters(record: Conflict, profile: Profile, dialect: Dialect = ENGLISH) -> dict[str, str]:
    """The wikitext of every parameter that the record fills, by name, in the documented order."""
    values = {
        definition.name: value
        for definition in profile.parameters
        if definition.field not in profile.sided_fields and not definition.unshown
        if (value := _value(record, definition, profile, dialect)) is not None
    }
    for number, side in _columns(record, profile):
        for field, stem in profile.sided_fields.items():
            held: list[Item] = getattr(side, field)
            for row in ("", *profile.rows) if held else ():
                if of_row := [item for item in held if item.row == row]:
                    values[f"{stem}{number}{row}"] = items(of_row, dialect.for_values(profile.kind(f"{stem}1")))
    last = len(record.sides)
    heads = [profile.named(profile.counted, last), *profile.with_rows(profile.named(profile.counted, last))]
    if last > profile.fewest_sides and profile.counted and values.keys().isdisjoint(heads):
        values[heads[0]] = "<nowiki/>"  # the template counts its sides by these parameters
    for name, value in [*record.map.items(), *record.other.items()]:
        # An open tag would continue in the next parameter.
        values[name] = f"{value}<!-- -->" if "<" in value and _OPEN_TAG.search(value) else value
    return {name: values[name] for name in profile.order if name in values} | values


def items_of(record: Conflict, name: str, profile: Profile) -> list[Item] | None:
    """The items of a list parameter; None for any other parameter."""
    definition = profile.definitions.get(name)
    if definition is None or not definition.is_list:
        return None
    if not definition.number:
        return _items_in(record, definition)
    side = dict(_columns(record, profile)).get(definition.number)
    return [item for item in getattr(side, definition.field) if item.row == definition.row] if side is not None else []


def list_parameters(record: Conflict, profile: Profile) -> list[str]:
    """The names of all list parameters that the record could fill."""
    most = profile.count_of(len(record.sides)) + 1
    return [each.name for each in profile.definitions.values() if each.is_list and each.number <= most]


def held_at(record: Conflict, path: str) -> Any:
    """The value of a field of the record, or of a part of it (`image.caption`); None if the part does not exist."""
    held: Any = record
    for step in path.split("."):
        held = getattr(held, step) if held is not None else None
    return held


def _columns(record: Conflict, profile: Profile) -> list[tuple[int, Side]]:
    """The sides with the numbers of their parameters; the row under all sides comes last."""
    columns = list(enumerate(record.sides, 1))
    return columns if record.joint is None else [*columns, (profile.count_of(len(columns)) + 1, record.joint)]


def _value(record: Conflict, definition: Definition, profile: Profile, dialect: Dialect) -> str | None:
    """The wikitext of a parameter that does not belong to a side; None if the record does not fill it."""
    held = held_at(record, definition.field)
    kind = definition.values
    if definition.is_list:
        held = _items_in(record, definition)
        return items(held, dialect.for_values(kind)) if held else None
    if held is None:
        return None
    if kind == "raw":
        # What the picture's own wikitext says needs no parameter; a map's parameters are written by name.
        stated = dict(zip(_IN_PICTURE, links.picture(record.image.wikitext), strict=True)) if record.image is not None else {}
        return held if isinstance(held, str) and held not in ("", stated.get(definition.field)) else None
    if kind == "picture":
        return held.wikitext or held.file or None
    if kind == "date":
        return _date(held, record, profile, dialect)
    return _coordinates(held, lexicon(language_of(record, profile)), dialect) if kind == "coordinates" else _marked(held, dialect)


_IN_PICTURE: Final = ("image.size", "image.alt")
"""Fields that a picture's wikitext may fill."""


def _items_in(record: Conflict, definition: Definition) -> list[Item]:
    held: Any = held_at(record, definition.field)
    found: list[Item] = held.items if isinstance(held, Result) else held or []
    return found


def _date(date: Date, record: Conflict, profile: Profile, dialect: Dialect) -> str:
    written = _marked(date, dialect)
    if date.text or not (date.start or date.end):
        return written
    return dates.write(date.start, date.end, date.ongoing, lexicon(language_of(record, profile))) + (f" {written}" if written else "")


def _coordinates(where: Coordinates, words_of: Lexicon, dialect: Dialect) -> str:
    words = _words(where.text, where.links, where.templates, [])
    within = Counter(mark for template in where.templates for mark in _sources_in(template.wikitext))
    tail = "".join((Counter(sources(where, dialect)) - within).elements())
    place = (where.latitude, where.longitude)
    if where.latitude is None or where.longitude is None or place == coordinates.written(where.text, words_of):
        return words + tail
    found = coordinates.write((where.latitude, where.longitude), dialect.place)
    if where.templates:
        return f"{found} {words}".rstrip() + tail  # the first coordinates count
    return (f"{words} {found}" if words else found) + tail


# -- lists ------------------------------------------------------------------------------------------------------------------------


def items(held: list[Item], dialect: Dialect = ENGLISH) -> str:
    """The items as one value."""
    if len(held) == 1 and not held[0].items and not held[0].heading:
        value = ("----\n" if held[0].rule else "") + line(held[0], dialect=dialect)
        return f"<nowiki/>{value}" if _LIST_START.match(value) and not held[0].rule else value
    return dialect.bulleted("\n".join(_bullets(held, 1, dialect)))


def _bullets(held: Sequence[Item], level: int, dialect: Dialect) -> Iterator[str]:
    above: Item | None = None
    for item in held:
        if item.rule and level == 1:
            yield "----"
        rule = "<hr />" if item.rule and level > 1 else ""
        titled = above is not None and above.heading and not above.items
        # A heading with nothing under it would take this line under it, unless the line is bold.
        apart = titled and not (item.heading or item.rule or item.items or item.quantities)
        yield f"{'*' * level} {rule}{line(msgspec.structs.replace(item, heading=True) if apart else item, dialect=dialect)}"
        yield from _bullets(item.items, level + 1, dialect)
        above = item


def line(item: Item, gap: str = "", dialect: Dialect = ENGLISH) -> str:
    """One item as a line of wikitext, without its list marker and the items under it; `gap` stands before each marker of a fate."""
    identity = _identity(item) if dialect.lexicon is ENGLISH.lexicon else None
    if identity is not None:
        shown, number = identity
        before, flag, after = item.flags[:number], item.flags[number], item.flags[number + 1 :]
        words = _words(item.text[len(shown) :], item.links[1:], item.templates, _small_print(item, dialect))
        between = _flags(after, dialect) + _fates(item, gap, dialect)
        # A mark between two words would separate them.
        rest = f"{words}{between}" if words[:1].isalnum() else f"{between}{words}"
        return f"{_flags(before, dialect)}{_flag_template(dialect.country, flag)}{rest}{_marks(item, dialect)}"
    place = len(item.name) if item.fates and item.name and item.text.startswith(item.name) else len(item.text)
    if item.text[place - 1 : place].isalnum() and item.text[place : place + 1].isalnum():
        place = len(item.text)  # a marker inside a word would split it
    words = _words(
        item.text,
        item.links,
        item.templates,
        _small_print(item, dialect),
        insert=(place, _fates(item, gap, dialect)),
        bold=len(_label(item)),
        apart=_apart(item),
    )
    if item.heading and words:
        words = f"'''{_APOSTROPHE_AT_EDGE.sub('&#39;', words)}'''"
    elif _LIST_START.match(words):
        words = f"<nowiki/>{words}"
    return _between_marks(item, words, dialect)


def _label(item: Item) -> str:
    """The words before the figures that are a label because they are bold, without a colon after them."""
    label = item.quantities[0].of if item.quantities and not item.heading else ""
    if not label or not item.text.startswith(f"{label} ") or ":" in label or label[:1] == "'" or label[-1:] == "'":
        return ""
    return label


def _apart(item: Item) -> list[int]:
    """Where a figure begins or ends beside other digits: what stood between them on the page is written at the end of the line."""
    if not item.quantities:
        return []
    text = item.text
    found: set[int] = set()
    position = 0
    for quantity in item.quantities:
        place = _find_figure(text, quantity.text, position)
        if place < 0 or not quantity.text:
            return []
        position = place + len(quantity.text)
        found |= {place - (text[place - 1 : place] == " "), position}
    return sorted(at for at in found if at and _ONE_NUMBER.match(text, at - 1) is not None)


def _find_figure(text: str, figure: str, position: int) -> int:
    """The place of a figure in a text, preferably not among other digits; -1 if it is not there."""
    first = place = text.find(figure, position)
    edge = -1
    while place >= 0 and figure:
        end = place + len(figure)
        digits = text[place - 1 : place].isdigit() + text[end : end + 1].isdigit()
        if not digits:
            return place
        edge = place if edge < 0 and digits == 1 else edge
        place = text.find(figure, place + 1)
    return edge if edge >= 0 else first


def _identity(item: Item) -> tuple[str, int] | None:
    """A country's short name and the number of its flag, if the item's name is the country's full name; None otherwise."""
    if not item.name or not item.flags or not item.links or item.heading or item.name == qualifiers.part(item.text, english()).name:
        return None
    countries = templates.countries()
    for number, flag in enumerate(item.flags):
        country = countries.get(flag.of)
        if (
            country is not None
            and item.name.startswith(flag.of)
            and item.text.startswith(country.short)
            and item.links[0].text == country.short
            and item.links[0].target == country.page_of(flag.variant, short=True)
        ):
            return country.short, number
    return None


def _small_print(item: Item, dialect: Dialect) -> list[str]:
    """The qualifiers that are recognized only as small print: they have no parentheses, or share them with other words."""
    if not item.qualifiers:
        return []
    apart = qualifiers.part(item.text, dialect.lexicon, (), [link.text for link in item.links]).qualifiers
    text = signs.folded(item.text)
    places = [text.find(f"({signs.folded(qualifier)})") for qualifier in item.qualifiers]
    words = [
        qualifier if place < 0 else item.text[place : place + len(qualifier) + 2]
        for qualifier, place in zip(item.qualifiers, places, strict=True)
    ]
    return [small for small, qualifier in zip(words, item.qualifiers, strict=True) if small == qualifier or qualifier not in apart]


def fate_marks(item: Item, dialect: Dialect) -> list[tuple[Fate, str]]:
    """The markers of an item's fates, each with the page it links to. Fates that the qualifiers state, after the others, need none."""
    stated = fates.stated_in(item.qualifiers, dialect.lexicon) if item.qualifiers else []
    marked = [fate for fate in item.fates if fate not in stated]
    shown = marked if marked + stated == item.fates else item.fates
    # Several pages about one fate need several markers of it.
    shown = shown + (shown or item.fates)[-1:] * (len(item.fate_links) - len(shown))
    places = [argument(link.target) for link in item.fate_links] + [""] * len(shown)
    return [(fate, dialect.fate(mark, place)) for fate, mark, place in zip(shown, dialect.marks_of(shown), places, strict=False)]


def _fates(item: Item, gap: str, dialect: Dialect) -> str:
    marks = [mark for _, mark in fate_marks(item, dialect)] if item.fates else []
    # A sign stands apart from the word before it.
    return "".join((gap or ("" if mark[:2] == "{{" else " ")) + mark for mark in marks)


def _flags(flags: Sequence[Flag], dialect: Dialect) -> str:
    return "".join(
        dialect.flag_picture(escape(flag.image)) if flag.image else dialect.flag(argument(flag.of), argument(flag.variant))
        for flag in flags
    )


def _flag_template(name: str, flag: Flag) -> str:
    return f"{{{{{name}|{argument(flag.of)}{'|' + argument(flag.variant) if flag.variant else ''}}}}}"


def argument(words: str) -> str:
    """Words as a positional argument of a template."""
    return escape(words).replace("=", "{{=}}")


# -- words ------------------------------------------------------------------------------------------------------------------------


def _marked(text: Text | Date, dialect: Dialect) -> str:
    words = _words(text.text, text.links, text.templates, [])
    return _between_marks(text, f"<nowiki/>{words}" if _LIST_START.match(words) else words, dialect)


def _between_marks(part: Item | Text | Date, words: str, dialect: Dialect) -> str:
    """Words with the flags before them and the references and notes after them."""
    flags = _flags(part.flags, dialect)
    return f"{flags}{' ' if flags and words else ''}{words}{_marks(part, dialect)}"


def sources(marked: Item | Text | Date | Coordinates, dialect: Dialect = ENGLISH) -> list[str]:
    """The references and notes of a part, each as wikitext, in the order in which they are written."""
    return [*map(_reference, marked.references), *(_note(note, dialect) for note in marked.notes)]


def _marks(marked: Item | Text | Date, dialect: Dialect) -> str:
    # A superscript is a mark only where it cannot belong to the word or figure before it.
    notes = (f"{'<nowiki/>' if superscripts.may_belong(note) else ''}{_note(note, dialect)}" for note in marked.notes)
    return "".join([*map(_reference, marked.references), *notes])


def _reference(reference: Reference) -> str:
    if reference.wikitext:
        return reference.wikitext
    attributes = "".join(f' {name}="{value}"' for name, value in (("name", reference.name), ("group", reference.group)) if value)
    return f"<ref{attributes}>{escape(reference.text)}</ref>" if reference.text else f"<ref{attributes} />"


def _note(note: Note, dialect: Dialect) -> str:
    if note.wikitext:
        return note.wikitext
    named = "".join(f"|{name}={value}" for name, value in (("name", note.name), ("group", note.group)) if value)
    return f"{{{{{dialect.note}|1={escape(note.text)}{named}}}}}" if note.text else f"{{{{{dialect.note}{named}}}}}"


def _words(
    text: str,
    links: list[Link],
    kept: list[Unresolved],
    smalls: list[str],
    insert: tuple[int, str] = (0, ""),
    bold: int = 0,
    apart: Sequence[int] = (),
) -> str:
    """Text with its links, kept templates and small print put back, `insert` at its place, its first `bold` characters bold, and a
    separator at each of the places `apart`.
    """
    if not (links or kept or smalls or insert[1] or bold or apart):
        return escape(text)
    own = _outside(links, kept)
    cuts: list[Splice] = [(place, place, "<nowiki/>") for place in apart]
    cuts += _template_cuts(text, kept, own)
    cuts += _link_cuts(text, own, [(start, end) for start, end, _ in cuts if start < end])
    if insert[1]:
        place = insert[0]
        # A marker never stands inside a link: it follows the link that it would split.
        for start, end, _ in cuts:
            if start < place < end:
                place = end
        cuts.append((place, place, insert[1]))
    if bold:
        # A link or template that contains the end of the label is bold as a whole.
        end = max((end for start, end, _ in cuts if start < bold), default=bold)
        cuts += [(0, 0, "'''"), (max(bold, end), max(bold, end), "'''")]
    return _spliced(text, cuts + _small_cuts(text, smalls))


Splice: TypeAlias = tuple[int, int, str]
"""A half-open span of a text, and the wikitext that replaces it."""


def _outside(links: list[Link], kept: list[Unresolved]) -> list[Link]:
    """The links that are not in one of the templates that are kept."""
    covered = [link for template in kept if template.text for link in _links_in(template.wikitext)]
    own: list[Link] = []
    for link in links:
        if link in covered:
            covered.remove(link)
        else:
            own.append(link)
    return own


def _template_cuts(text: str, kept: list[Unresolved], own: list[Link]) -> list[Splice]:
    """The templates at the places of their words; one without words before the next one that has some, so that their order is kept."""
    # A template's words are not looked for inside a link that does not belong to it.
    linked: list[tuple[int, int]] = []
    for link in own if kept else ():
        found = _find_free(text, link.text, linked[-1][1] if linked else 0, [])
        if found is not None:
            linked.append((found, found + len(link.text)))
    cuts: list[Splice] = []
    wordless: list[Unresolved] = []
    position = 0
    for template in kept:
        place = _find_free(text, template.text, position, linked)
        if place is None:
            place = text.find(template.text, position) if template.text else -1
        if place < 0:
            wordless.append(template)
            continue
        cuts += [(place, place, other.wikitext) for other in wordless]
        wordless.clear()
        position = place + len(template.text)
        cuts.append((place, position, template.wikitext))
    return cuts + [(len(text), len(text), other.wikitext) for other in wordless]


def _link_cuts(text: str, own: list[Link], taken: list[tuple[int, int]]) -> list[Splice]:
    """The links at the places of their words outside the spans that are `taken`, or around the links before them."""
    cuts: list[Splice] = []
    position = 0
    placed: list[tuple[int, int]] = []
    for link in own:
        start = _find_free(text, link.text, position, taken)
        around = _find_around(text, link.text, position, placed) if start is None else None
        if around is not None:
            end = around + len(link.text)
            opening, closing = _brackets(link, text[end : end + 1])
            cuts += [(around, around, opening), (end, end, closing)]
            placed = [span for span in placed if span[1] <= around] + [(around, end)]
        else:
            end = position if start is None else start + len(link.text)
            cuts.append((position if start is None else start, end, bracketed(link, text[end : end + 1])))
            placed += [] if start is None else [(start, end)]
        position = end
    return cuts


def _small_cuts(text: str, smalls: list[str]) -> list[Splice]:
    cuts: list[Splice] = []
    position = 0
    for small in smalls:
        place = text.find(small, position)
        if place >= 0:
            position = place + len(small)
            cuts += [(place, place, "<small>"), (position, position, "</small>")]
    return cuts


def _spliced(text: str, cuts: list[Splice]) -> str:
    ordered = sorted(cuts, key=lambda cut: (cut[0], _rank(*cut)))
    pieces: list[str] = []
    position = 0
    for start, end, words in ordered:
        if start < position:
            continue
        if position < start:
            pieces.append(escape(text[position:start]))
        pieces.append(words)
        position = end
    pieces.append(escape(text[position:]))
    return "".join(pieces)


def _rank(start: int, end: int, words: str) -> int:
    """The order at one place: what closes something, what has no width, what opens something, what replaces words."""
    if start < end:
        return 3
    if words == "</small>" or words[:1] == "]":
        return 0
    return 2 if words == "<small>" or (words[:1] == "[" and words[-1] in "| ") else 1


def _find_free(text: str, words: str, position: int, taken: list[tuple[int, int]]) -> int | None:
    """The first place from `position` at which the words stand outside the spans that are `taken`, which are in order; None if there is
    none.
    """
    if not words:
        return None
    while True:
        place = text.find(words, position)
        if place < 0:
            return None
        nearest = bisect.bisect_left(taken, (place + len(words), 0)) - 1
        if nearest < 0 or taken[nearest][1] <= place:
            return place
        position = taken[nearest][1]


def _find_around(text: str, words: str, position: int, placed: list[tuple[int, int]]) -> int | None:
    """Where the words of a link surround those of the links placed last, which end at `position`: these are links inside it."""
    if not words or not placed:
        return None
    start = text.find(words, max(0, position - len(words)), position + len(words))
    inside = any(start <= first and last <= start + len(words) for first, last in placed[-1:])
    return start if start >= 0 and inside and not any(first < start < last for first, last in placed) else None


def _lines_of(wikitext: str) -> list[Line]:
    return every_line(ValueReader(wikitext, english()).read(0, len(wikitext), parse(wikitext), Purpose()))


def _links_in(wikitext: str) -> list[Link]:
    return [link for line in _lines_of(wikitext) for link in line.links]


def _sources_in(wikitext: str) -> list[str]:
    return [mark.wikitext for line in _lines_of(wikitext) for mark in line.references + line.notes]


def bracketed(link: Link, after: str = "") -> str:
    """A link in its brackets, separated from letters `after` it that would be taken for its trail."""
    if link.external and not link.text:
        return f"[{link.target}]"
    opening, closing = _brackets(link, after)
    if not link.external and opening == f"[[{link.text}|":
        return f"[[{link.text}{closing}"
    return f"{opening}{escape(link.text) or '<nowiki/>'}{closing}"


def _brackets(link: Link, after: str) -> tuple[str, str]:
    if link.external:
        return f"[{link.target} ", "]"
    target = link.target
    if link.wiki:
        target = f":{link.wiki}:{target}"
    elif _COLON_TARGET.match(target):
        target = f":{target}"
    if link.section:
        target += f"#{link.section}"
    target = target.replace("&", "&amp;") if re.search(r"&[#A-Za-z0-9]+;", target) else target
    return f"[[{target}|", "]]<nowiki/>" if after.isalpha() and after.isascii() and after.islower() else "]]"


def escape(words: str) -> str:
    """Words as wikitext that reads as these words."""
    if words.isalnum() or words.isspace():
        return words  # as most pieces are
    return _SPECIAL.sub(lambda match: "&#95;_" if match[0] == "__" else _ESCAPES[match[0][0]] * len(match[0]), words)
