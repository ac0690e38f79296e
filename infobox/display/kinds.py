"""How each kind of known template is read: one function per kind, all with one signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from infobox import templates
from infobox.display import conditions, functions, links, superscripts, unknown
from infobox.display.calls import Call
from infobox.language import concepts
from infobox.markup.arguments import Argument, Arguments
from infobox.record import Flag, Link, Note, Reference

if TYPE_CHECKING:
    from infobox.display.walk import Walker

Presentation = Callable[["Walker", Call], None]
_PIXELS: Final = re.compile(r"x?\d+ ?px")
"""A size in the place of a variant."""
_SERVICES: Final = {"army": "army", "navy": "navy", "air force": "air_force"}
_QUOTES: Final = frozenset("\"'")


def _keys(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(arguments: Arguments, keys: Any) -> Argument | None:
    """The first argument that exists among these keys; -1 is the last positional one."""
    for key in _keys(keys):
        argument = arguments.positional[-1] if key == -1 and arguments.positional else arguments.get(key)
        if argument is not None:
            return argument
    return None


def _given(call: Call, field: str, otherwise: Any = None) -> Argument | None:
    """The argument that a field of the template's data names, or one of these keys."""
    return _first(call.arguments, call.meaning.data.get(field, otherwise if otherwise is not None else []))


def flag(walker: Walker, call: Call) -> None:
    """A country's flag, with or without its name."""
    data, arguments, out = call.meaning.data, call.arguments, walker.out
    position = data.get("country", 1)
    of = walker.plain(_first(arguments, position)) if position else _after_prefix(call.name, data.get("prefix", ""))
    if not of:
        return
    given = _first(arguments, data["variant"]) if "variant" in data else arguments.get(2) or arguments.get("variant")
    variant = walker.plain(given)
    out.flag(Flag(of=of, variant="" if _PIXELS.fullmatch(variant) else variant))
    shows = call.meaning.shows if "named_by" not in data or walker.plain(arguments.get(data["named_by"])) else "nothing"
    if shows == "nothing" or ("mark" in data and walker.plain(arguments.get(1)) == data["mark"]):
        return
    override = walker.plain(_first(arguments, data.get("words", "name")))
    if "text" in data:
        walker.link(override or data["text"], data["text"])
    elif past := walker.templates.past(of):
        out.show(override or past)
    else:
        _name_country(walker, call, of, variant, override)


def _name_country(walker: Walker, call: Call, of: str, variant: str, override: str) -> None:
    """Show a country's name after its flag, or other words."""
    data, arguments, out, shows = call.meaning.data, call.arguments, walker.out, call.meaning.shows
    country = walker.templates.country(of)
    if country is None and not data.get("country", 1) and of in templates.code_names():
        out.show(override or of)
        if not override:
            walker.unread.append((call.node.start, call.node.end, "the country's name"))
        return
    page, short = (country.page_of(variant, short=shows == "short"), country.short or of) if country is not None else (of, of)
    code = country is not None and of in country.codes
    words = override or (short if code or shows == "short" else of)
    if shows in _SERVICES:
        service = getattr(country, _SERVICES[shows]) if country is not None else ""
        target, _, title = service.partition("|")
        target = target or f"{of} {shows.title()}"
        walker.link(override or title or target, target)
    elif shows == "name":
        out.show(words)
    elif shows == "link beside":
        before, after = (walker.plain(arguments.get(data.get(field, 0))) for field in ("before", "after"))
        walker.link(words, " ".join(filter(None, (before, short if code else of, after))))
    else:
        walker.link(words, page)
        if shows == "short" and not override and not code and words != of:
            out.identify(words, of)


def _after_prefix(name: str, prefix: str) -> str:
    """The country in the name of a template that begins with a prefix: `Flag of X`."""
    return name[len(prefix) :].strip()


def flag_image(walker: Walker, call: Call) -> None:
    """A small picture named by its file."""
    if name := links.file_of(walker.plain(call.arguments.get(1))):
        walker.out.flag(Flag(image=name))


def fate(walker: Walker, call: Call) -> None:
    """A fate marker, which may link to a page about it."""
    target = walker.plain(_given(call, "link"))
    walker.out.fate(call.meaning.data["fate"], Link(target=target) if target else None)


def wrap(walker: Walker, call: Call) -> None:
    """Formatted words: the content is read as if the template were not there."""
    argument = _first(call.arguments, call.meaning.shows)
    if argument is None:
        return
    tip = _given(call, "tip") if walker.people else None
    if tip is not None and walker.is_fate(walker.plain(tip), walker.short(argument)):
        return
    out, style = walker.out, call.meaning.style
    if style == "superscript":
        words = walker.short(argument) if (walker.people or walker.figures) and not walker.inline else ""
        if superscripts.marks(words, walker.source, call.node.start, call.node.end):
            out.add(Note(text=words, wikitext=walker.written(call.node)))
            return
    if style == "block":
        out.hard_break()
    before, after = argument.blanks(walker.source)
    out.show(before)
    walker.styled(style, argument)
    out.show(after)
    if style == "block":
        out.hard_break()


def text(walker: Walker, call: Call) -> None:
    """Fixed words, which continue those around them; a bullet at the beginning of a line is a list marker."""
    show = walker.out.bullet_or_words if "bullet" in call.meaning.data else walker.out.show
    show(call.meaning.text, call.node.end)


def coordinates(walker: Walker, call: Call) -> None:
    """Coordinates: callers take them from `walker.coordinates`; among words a reader sees them as words."""
    halves = [walker.plain(call.get(name)) for name in call.data.get("halves", ())]
    values = [piece for half in halves for piece in half.split("/")] if any(halves) else list(map(walker.plain, call.arguments.positional))
    shown = walker.shows_coordinates and ("shown" not in call.data or bool(walker.plain(call.get(call.data["shown"]))))
    letters = functions.LETTERS | {word.upper() for word in walker.lexicon.coordinates.of(concepts.COMPASS) if len(word) == 1}
    words = functions.coordinates(values, walker.plain(call.get("display")), letters) if shown else ""
    walker.coordinates.append((call.node, values, words))
    walker.out.take_out()
    if words:
        walker.out.show(words)
    notes = call.arguments.get("notes")
    if notes is not None:
        walker.walk(notes.nodes, notes.start, notes.end)


def function(walker: Walker, call: Call) -> None:
    """Computed words."""
    show = functions.FUNCTIONS.get(call.meaning.data["call"])
    answer = show(walker, call) if show is not None else False
    if isinstance(answer, str):
        walker.unread.append((call.node.start, call.node.end, answer))
    elif not answer:
        unknown.show(walker, call.node, call.name.rstrip(":"), call.arguments)


def condition(walker: Walker, call: Call) -> None:
    """A parser function that chooses; if the choice is unknown, no figure is read from what it could show."""
    if not conditions.show(walker, call.node):
        unknown.show(walker, call.node, call.name.rstrip(":"), call.arguments, conditions.branches(walker.source, call.node))


def _name_and_group(walker: Walker, call: Call) -> tuple[str, str]:
    name = call.arguments.get("name") or _given(call, "name")
    return _unquoted(walker.plain(name)), _unquoted(walker.plain(call.arguments.get("group")))


def _unquoted(words: str) -> str:
    """Words without the quotes around them, which MediaWiki removes, even if only the first is there."""
    if words[:1] in _QUOTES:
        return words[1:-1] if len(words) > 1 and words[-1] in _QUOTES else words[1:]
    return words


def reference(walker: Walker, call: Call) -> None:
    """A citation."""
    name, group = _name_and_group(walker, call)
    words = functions.citation(walker, call)
    walker.out.add(Reference(name=name, group=group, text=words, wikitext=walker.written(call.node)))


def note(walker: Walker, call: Call) -> None:
    """An explanatory note."""
    name, group = _name_and_group(walker, call)
    words = walker.plain(_first(call.arguments, [*_keys(call.meaning.data.get("text", 1)), "text", "content"]))
    walker.out.add(Note(name=name, group=group, text=words, wikitext=walker.written(call.node)))


def tag(walker: Walker, call: Call) -> None:
    """``{{#tag:ref|words|group=…|name=…}}``: a note if it has a group."""
    name, group = _name_and_group(walker, call)
    mark = Note if group else Reference
    walker.out.add(mark(name=name, group=group, text=walker.plain(call.arguments.get(1)), wikitext=walker.written(call.node)))


def remark(walker: Walker, call: Call) -> None:
    """A remark of editors, such as `citation needed`."""
    walker.out.add(Note(text=call.meaning.text or call.meaning.name, wikitext=walker.written(call.node)))


def list_of(walker: Walker, call: Call) -> None:
    """A list: its entries are its arguments, or the lines of what it holds."""
    content = call.meaning.data.get("entries") == "content"
    positional, out = call.arguments.positional, walker.out
    if walker.inline:
        for number, entry in enumerate(positional):
            if number:
                out.show(", ")
            walker.walk(entry.nodes, entry.start, entry.end)
        return
    bulleted = bool(call.meaning.data.get("bullets"))
    if not content and "bullets" in call.arguments.named:
        bulleted = walker.plain(call.arguments.get("bullets")).lower() in ("yes", "true", "y", "1", "on")
    out.begin_block("bullets" if bulleted else "plain" if content else "entries")
    if not content:
        _entries(walker, positional, bulleted=bulleted)
    elif positional and positional[0].end > positional[0].start:
        walker.scope(positional[0])
    else:
        # Without lines of its own, whatever its options, it stays open for the lines after it.
        out.leave_open(call.meaning.name)
        return
    out.end_block()


def _entries(walker: Walker, entries: list[Argument], *, bulleted: bool) -> None:
    """Each argument as a line, or as lines, of its own."""
    for entry in entries:
        bullet = bulleted and entry.end > entry.start and walker.source[entry.start] not in "*#:;"
        walker.out.begin_entry(bulleted=bullet, at=entry.start)
        walker.walk(entry.nodes, entry.start, entry.end)
        walker.out.end_entry()


def columns(walker: Walker, call: Call) -> None:
    """Columns that are whole arguments of the template."""
    before: str = call.meaning.data["entries"]
    for name, argument in call.arguments.named.items():
        if not name.startswith(before) or not name.removeprefix(before).isdecimal():
            continue
        walker.out.hard_break()
        if walker.inline:
            walker.walk(argument.nodes, argument.start, argument.end)
        else:
            walker.out.fresh_line()
            walker.scope(argument)
    walker.out.hard_break()


def collapsible(walker: Walker, call: Call) -> None:
    """A list under a title that a reader can collapse."""
    title = _given(call, "title", "title")
    content = call.meaning.data.get("entries") == "content"
    held = [_given(call, "content", 1)] if content else call.arguments.positional
    out = walker.out
    if walker.inline:
        for argument in (title, *held):
            if argument is not None:
                walker.walk(argument.nodes, argument.start, argument.end)
                out.show(" ")
        return
    out.begin_block("titled")
    if title is not None and title.end > title.start:
        out.begin_title()
        walker.walk(title.nodes, title.start, title.end)
        out.end_title()
    if not content:
        _entries(walker, call.arguments.positional, bulleted=False)
    elif held[0] is not None:
        out.fresh_line()
        walker.scope(held[0])
    out.end_block()


KINDS: Final[dict[str, Presentation]] = {
    "flag": flag,
    "flag image": flag_image,
    "fate": fate,
    "wrap": wrap,
    "text": text,
    "break": lambda walker, _: walker.out.line_break(around=False),
    "block": lambda walker, _: walker.out.hard_break(),
    "rule": lambda walker, _: walker.out.rule(),
    "bullet": lambda walker, call: walker.out.bullet(call.node.end),
    "list": list_of,
    "list end": lambda walker, call: walker.out.close_list(_keys(call.meaning.data.get("of", ""))),
    "columns": columns,
    "collapsible": collapsible,
    "reference": reference,
    "citation": reference,
    "note": note,
    "tag": tag,
    "remark": remark,
    "hidden": lambda walker, call: None,
    "coord": coordinates,
    "navigation": lambda walker, call: walker.keep(call.node, call.name),
    "function": function,
    "condition": condition,
}
"""The functions by their name in the data (``kind``)."""
