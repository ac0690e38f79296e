"""A record as a readable tree, in colour on a terminal: what a reader of the page sees, and what was understood where that adds to it."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Final, TextIO

from infobox import understood
from infobox.controls import visible
from infobox.plurals import many
from infobox.terminal import Colour, is_coloured

if TYPE_CHECKING:
    from rich.text import Text as Words
    from rich.tree import Tree

    from infobox.record import Conflict, Coordinates, Date, Flag, Item, Text
    from infobox.templates.profile import Profile

_BLANK: Final = re.compile(r"[\t\r\n]+")
_DEEPEST: Final = 24
"""The most levels of items that are drawn; deeper ones are drawn on the last, so that pages cannot push words out of the terminal."""
_HEADING: Final = 200
"""How much of a heading is compared with what stands under it: more is no heading."""
_UNBOUNDED: Final = 1_000_000


def say(line: str) -> None:
    """Write one line to standard error, whatever characters it holds from a page or file name."""
    print(visible(line), file=sys.stderr, flush=True)


def put(output: str | bytes) -> None:
    """Write to standard output after the text already written there: bytes as they are, words as UTF-8 whatever the terminal's settings.

    Words of pages, file names and arguments must be `visible` already.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(output.encode("utf-8", "backslashreplace") if isinstance(output, str) else output)


def show(conflict: Conflict, file: TextIO, color: Colour = "auto", *, profile: Profile | None = None) -> None:
    """Write the record to `file` as a tree. Lines are fitted to the width of a terminal; elsewhere every item is one line, however long."""
    from rich.console import Console

    terminal = file.isatty()
    coloured = is_coloured(color, file)
    console = Console(
        file=file,
        force_terminal=coloured,
        force_interactive=False,
        color_system="standard" if coloured else None,
        no_color=not coloured,
        width=None if terminal else _UNBOUNDED,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    # Captured, because the console would end the process if the pipe is closed.
    with console.capture() as capture:
        console.print(rich_tree(conflict, profile), crop=False)
    file.write(capture.get())


def rich_tree(conflict: Conflict, profile: Profile | None = None) -> Tree:
    """The record as a `rich` tree, in the order and with the labels of its template's profile. Words of the page are plain text in it."""
    from rich.tree import Tree

    from infobox.box import profile_of
    from infobox.layout import held_at

    name = conflict.conflict.text if conflict.conflict and conflict.conflict.text else ""
    name = name or (conflict.page.title if conflict.page else "") or "(no name)"
    top = Tree(_words((name, "bold")), guide_style="dim", highlight=False)
    if conflict.page is not None and conflict.page.title:
        words = _words((conflict.page.title, ""), (f"  {conflict.page.wiki}" if conflict.page.wiki else "", "dim"))
        if conflict.page.title != name:
            top.add(_words((f"{'page':<12}", "cyan")).append_text(words))
        elif conflict.page.wiki:
            top.add(_words((f"{'wiki':<12}", "cyan"), (conflict.page.wiki, "")))
    profile = profile_of(conflict, profile)
    placed = False
    for definition in profile.parameters:
        if definition.field in profile.sided_fields:
            if not placed:
                _add_sides(top, conflict, profile)
            placed = True
        elif definition.label:
            _add_value(top, definition.label, held_at(conflict, definition.field))
    for label, values in (("map", conflict.map), ("other", conflict.other)):
        if values:
            branch = top.add(_words((label, "cyan")))
            for key, value in values.items():
                branch.add(_words((f"{key} = ", "dim"), (_BLANK.sub(" ", value), "")))
    references, notes = counts(conflict)
    if references or notes:
        totals = [many(number, noun) for number, noun in ((references, "reference"), (notes, "note")) if number]
        top.add(_words((", ".join(totals), "dim")))
    if conflict.unresolved:
        top.add(_words(("templates not understood: ", "yellow"), (", ".join(conflict.unresolved), "")))
    return top


def counts(conflict: Conflict) -> tuple[int, int]:
    """The numbers of references and notes on the values of a record."""
    from msgspec import Struct

    references = notes = 0
    waiting: list[Any] = [conflict]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, Struct):
            for field in value.__struct_fields__:
                inner = getattr(value, field)
                if field == "references":
                    references += len(inner)
                elif field == "notes" and isinstance(inner, list):  # the foot of the box is also called notes
                    notes += len(inner)
                else:
                    waiting.append(inner)
    return references, notes


def _words(*parts: tuple[str, str]) -> Words:
    from rich.text import Text as Words

    words = Words()
    for text, style in parts:
        words.append(visible(text), style or None)
    return words


def _add_value(top: Tree, label: str, held: Any) -> None:
    from infobox.record import Coordinates, Image, Result

    words, items = None, []
    if isinstance(held, Result):
        words, items = _words((understood.result(held), "bold green")), held.items
    elif isinstance(held, list):
        items = held
    elif isinstance(held, Image):
        words = _words((held.file, "")) if held.file else None
    elif isinstance(held, Coordinates):
        words = _coordinates(held)
    elif held is not None and (held.text or held.flags):
        words = _text(held)
    if not words and len(items) == 1 and not items[0].items:
        words, items = _item(items[0]), []
    if words or items:
        branch = top.add(_words((f"{label:<12}" if words else label, "cyan")).append_text(words or _words()))
        _add_items(branch, items)


def _coordinates(where: Coordinates) -> Words:
    degrees = where.latitude is not None and where.longitude is not None
    return _words((f"{where.latitude:g}, {where.longitude:g}" if degrees else "", ""), (f" {where.text}" if where.text else "", "dim"))


def _text(text: Text | Date) -> Words:
    from infobox.record import Date

    words = _flags(text.flags, text.text).append_text(_words((text.text, "")))
    edtf = understood.date(text) if isinstance(text, Date) else ""
    return words.append_text(_words((f"  ({edtf})" if edtf else "", "dim")))


def _add_sides(top: Tree, conflict: Conflict, profile: Profile) -> None:
    columns = [(f"side {number}", side) for number, side in enumerate(conflict.sides, 1)]
    if conflict.joint is not None:
        columns.append(("all sides", conflict.joint))
    rows = [definition for definition in profile.parameters if definition.field in profile.sided_fields]
    for label, side in columns:
        branch = top.add(_words((label, "bold cyan")))
        for row in rows:
            items: list[Item] = getattr(side, row.field)
            if items:
                header: Text | None = getattr(conflict, profile.field(row.header)) if row.header else None
                title = _words((row.label, "cyan"), (f"  ({header.text})" if header and header.text else "", "dim"))
                _add_items(branch.add(title), items)


def _add_items(branch: Tree, items: list[Item]) -> None:
    waiting: list[tuple[Tree, Item, frozenset[str]]] = [(branch, item, frozenset()) for item in reversed(items)]
    depth = {id(branch): 1}
    while waiting:
        above, item, said = waiting.pop()
        if item.rule:
            above.add(_words(("───", "dim")))
        here = above.add(_item(item, said))
        below = here if depth[id(above)] < _DEEPEST else above
        depth[id(below)] = min(depth[id(above)] + 1, _DEEPEST)
        if item.items:
            if below is not above:
                said |= understood.words_of(item.text[:_HEADING])
            waiting += [(below, inner, said) for inner in reversed(item.items)]


def _item(item: Item, above: Collection[str] = ()) -> Words:
    """One line: flags, the words that a reader sees, fates, and what was understood of figures; numbers that were read are green.

    `above` are the words under which the item stands.
    """
    from infobox.language.concepts import DEATHS

    words = _flags(item.flags, item.text)
    line = _words((item.text, "bold" if item.heading else ""))
    _style(line, "dim", (f"({qualifier})" for qualifier in item.qualifiers))
    _style(line, "green", (quantity.text for quantity in item.quantities if quantity.text))
    words.append_text(line)
    for fate in item.fates:
        sign = "†" if fate in DEATHS else "‡"
        words.append_text(_words((f" {sign} {understood.fate(fate, item.text)}".rstrip(), "red")))
    if figures := understood.figures(item, above):
        words.append_text(_words((f"  = {figures}", "green")))
    for template in item.templates:
        words.append_text(_words((f" {{{{{template.name}}}}}", "yellow")))
    return words


def _style(line: Words, style: str, parts: Iterable[str]) -> None:
    """Give a style to parts of a line, which stand in this order; not to what is part of a longer word or number."""
    end = 0
    for part in parts:
        before, after = (r"(?<!\w)" if part[:1].isalnum() else "", r"(?!\w)" if part[-1:].isalnum() else "")
        found = re.compile(f"{before}{re.escape(visible(part))}{after}").search(line.plain, end)
        if found is None:
            return
        line.stylize(style, *found.span())
        end = found.end()


def _flags(flags: list[Flag], text: str) -> Words:
    """The flags before a text, without those that say what it says."""
    return _words(*((f"[{name}] ", "blue") for name in understood.flags(flags, text)))
