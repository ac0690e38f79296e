"""Templates whose words are computed: dates, conversions, ships, citations …

Each function reports whether it succeeded, or states in words what is missing. If it fails, the template stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from infobox import templates
from infobox.display import days, measures
from infobox.language import times

if TYPE_CHECKING:
    from infobox.display.walk import Reader
    from infobox.markup.arguments import Argument, Arguments
    from infobox.templates import Meaning

Call = Callable[["Reader", "Meaning", "Arguments"], bool | str]
MOST: Final = 40
"""The highest positional argument that is looked for: no template here takes more."""
_DEGREES: Final = re.compile(r"[-−]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_LETTERS: Final = frozenset("NSEW")
_RAISED: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def _shown(reader: Reader, argument: Argument | None) -> bool:
    if argument is None:
        return False
    reader.walk(argument.nodes, argument.start, argument.end)
    return True


def _list(reader: Reader, arguments: Arguments) -> list[str]:
    return [reader.plain(argument) for argument in arguments.up_to(MOST)]


def convert(reader: Reader, known: Meaning, arguments: Arguments) -> bool | str:
    """``{{convert|5|km|mi}}`` is `5 kilometres (3.1 mi)`; among figures the measure is one figure."""
    options = {name: reader.plain(argument) for name, argument in arguments.named.items()}
    short = "abbreviated" in known.data
    shown = measures.convert(_list(reader, arguments), options, known.data["ranges"], short=short, converted=not reader.figures)
    if shown is None:
        return False
    words, whole = shown
    reader.show(words)
    return whole or "the measure as it is converted"


def frac(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{frac|1|2}}`` is 1/2, ``{{frac|3|1|2}}`` is 3 1/2, and so is ``3{{frac|1|2}}``."""
    values = _list(reader, arguments)
    if not values or len(values) > 3:
        return False
    whole = f"{values[0]} " if len(values) == 3 else " " if reader.follows_digit() else ""
    part = values[-2] if len(values) > 1 else "1"
    reader.show(f"{whole}{part}/{values[-1]}")
    return True


def formatnum(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{formatnum:12345}}``: digits in groups of three; ``{{formatnum:12,345|R}}``: without."""
    words = reader.plain(arguments.get(1))
    if reader.plain(arguments.get(2)).upper() == "R":
        words = words.replace(",", "")
    elif re.fullmatch(r"-?\d{1,100}(\.\d+)?", words):
        whole, point, fraction = words.partition(".")
        words = f"{int(whole):,}{point}{fraction}"
    reader.show(words)
    return True


def coordinates(reader: Reader, arguments: Arguments) -> str:
    """``{{coord|50|46|N|6|6|E}}`` is `50°46′N 6°6′E`; empty if it is shown only above the page, or is not a place."""
    display = reader.plain(arguments.get("display"))
    values = [words for words in _list(reader, arguments) if words]
    if display in ("title", "t") or len(values) < 2:
        return ""
    halves: list[str] = []
    numbers: list[str] = []
    for words in values:
        if words.upper() in _LETTERS:
            halves.append("".join(map("".join, zip(numbers, "°′″", strict=False))) + words.upper())
            numbers = []
        elif _DEGREES.fullmatch(words):
            numbers.append(words)
        else:
            break
    if not halves and len(numbers) == 2:
        signs = zip(numbers, ("NS", "EW"), strict=True)
        halves = [f"{number.lstrip('-−')}°{letters[number[0] in '-−']}" for number, letters in signs]
    return " ".join(halves) if len(halves) == 2 else ""


def circa(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{circa|1200|1300}}`` is `c. 1200 – c. 1300`."""
    before = known.data["before"]
    values = [before + words for words in _list(reader, arguments) if words]
    reader.show(known.data["between"].join(values) if values else before)
    return True


def ship(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{HMS|Hood|51}}`` links to `HMS Hood (51)` and shows `HMS Hood`; ``{{ship|French ship|Neptune|1803}}`` names its prefix."""
    data = known.data
    values = dict(enumerate(_list(reader, arguments), 1))
    prefix = values.get(data["prefix_from"], "") if "prefix_from" in data else data["prefix"]
    name, number, form = (values.get(data[field], "") for field in ("name", "id", "format"))
    if not name:
        return False
    words = {
        "1": f"{prefix} {name} ({number})" if number else f"{prefix} {name}",
        "2": name,
        "3": f"{name} ({number})" if number else name,
        "4": f"{prefix.split(' ')[-1]} {name}",
        "5": prefix,
    }.get(form, f"{prefix} {name}")
    reader.linked(" ".join(words.split()), f"{prefix} {name}{f' ({number})' if number else ''}".strip())
    return True


def ship_class(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{sclass|Fletcher|destroyer}}`` links to `Fletcher-class destroyer`."""
    data = known.data
    values = dict(enumerate(_list(reader, arguments), 1))
    fields = {"name": values.get(data["name"], ""), "type": values.get(data["type"], "")}
    if not fields["name"] or not fields["type"]:
        return False
    forms: dict[str, str] = data["formats"]
    words = forms.get(values.get(data["format"], ""), forms[""])
    reader.linked(words.format_map(fields), data["target"].format_map(fields))
    return True


def ill(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{ill|Title|de|Titel|lt=words}}``: words that link to the page, here or in another Wikipedia."""
    page = reader.plain(arguments.get(known.data["page"]))
    words = next((found for found in (reader.plain(arguments.get(key)) for key in known.data["words"]) if found), page)
    if not page:
        return False
    reader.linked(words, page)
    return True


def value(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{val|12345|u=men}}`` and others that only format a number."""
    number = reader.plain(arguments.get(1))
    if not number:
        return False
    if re.fullmatch(r"\d{4,}", number):
        number = f"{int(number):,}"
    unit = reader.plain(arguments.get("u"))
    reader.show(f"{number} {unit}".strip())
    return True


def template_link(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{tl|name}}`` shows the name in braces."""
    name = reader.plain(arguments.get(1))
    reader.linked("{{" + name + "}}", f"Template:{name}")
    return True


def case(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{uc:words}}``, ``{{lcfirst:words}}`` …"""
    words = reader.plain(arguments.get(1))
    to = known.data["to"]
    if "first" in to:
        reader.show((words[:1].upper() if "upper" in to else words[:1].lower()) + words[1:])
    else:
        reader.show(words.upper() if to == "upper" else words.lower())
    return True


def joined(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """Templates that show all their positional arguments in a row."""
    for number, argument in enumerate(arguments.positional):
        if number and known.data["by"]:
            reader.show(known.data["by"])
        _shown(reader, argument)
    return bool(arguments.positional)


def affix(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """Templates that put fixed words before their argument; without one they show only these words."""
    reader.show(known.data["before"])
    _shown(reader, arguments.get(1))
    return True


def default(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """Templates that show their argument, or else fixed words."""
    if not reader.plain(arguments.get(1)):
        reader.show(known.text)
        return True
    return _shown(reader, arguments.get(1))


def url(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{URL|https://example.org|words}}``."""
    address = reader.plain(arguments.get(1))
    words = reader.plain(arguments.get(2)) or address.removeprefix("https://").removeprefix("http://").rstrip("/")
    if not address:
        return False
    reader.linked_outside(words, address if "//" in address else f"https://{address}")
    return True


def sic(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{sic|teh|words}}`` is `teh words [sic]`."""
    for argument in arguments.positional:
        _shown(reader, argument)
    if not arguments.get("hide") and not arguments.get("nolink"):
        reader.show(" [sic]" if arguments.positional else "[sic]")
    return True


def _of_number(form: str, words: Callable[[str, dict[str, Any]], str]) -> Call:
    """A function that shows one number of this form in other words."""
    pattern = re.compile(form)

    def show(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
        number = reader.plain(arguments.get(1))
        if not pattern.fullmatch(number):
            return False
        reader.show(words(number, known.data))
        return True

    return show


def _ordinal(number: str, data: dict[str, Any]) -> str:
    endings = data["endings"]
    last = 0 if 10 < int(number) % 100 < 14 else int(number) % 10
    return f"{number}{endings[last if last < len(endings) else 0]}"


def tonnage(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{GRT|5,000}}`` is `5,000 GRT`, the unit linked."""
    number = reader.plain(arguments.get(1))
    form = reader.plain(arguments.get("disp"))
    if number:
        reader.show(number + " ")
    reader.linked(known.data["long"] if form == "long" or not number else known.data["short"], known.data["target"])
    return True


def section_link(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{section link|Page|Section}}`` is `Page § Section`."""
    page, section = (reader.plain(arguments.get(known.data[field])) for field in ("page", "section"))
    if not section:
        return False
    reader.linked(f"{page} § {section}".strip(), f"{page}#{section}")
    return True


def hatnote(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{main|A|B}}`` is `Main articles: A, B`, each linked."""
    pages = [page for page in _list(reader, arguments) if page]
    if not pages:
        return False
    reader.show(known.data["before_several"] if len(pages) > 1 else known.data["before"])
    for number, page in enumerate(pages):
        if number:
            reader.show(", ")
        reader.linked(reader.plain(arguments.get(f"l{number + 1}")) or page.lstrip(":"), page.lstrip(":"))
    return True


def sort_name(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{sortname|First|Last}}`` links to `First Last`."""
    first, last, target = (reader.plain(arguments.get(known.data[field])) for field in ("first", "last", "target"))
    words = f"{first} {last}".strip()
    if arguments.get("nolink") is not None:
        reader.show(words)
    else:
        reader.linked(words, target or words)
    return bool(words)


def foreign(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{nihongo|English|script|Latin}}``: a name with its spelling in other scripts."""
    english, script, latin = (reader.plain(arguments.get(known.data[field])) for field in ("english", "script", "latin"))
    words = known.data["words"].format(english=english, script=script, latin=latin)
    reader.show(words.replace("(, ", "(").replace(", )", ")").replace("()", "").strip())
    return bool(english or script or latin)


def scripts(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{zh|s=…|t=…}}``: the name in its scripts, side by side."""
    values = [words for words in (reader.plain(arguments.get(key)) for key in known.data["words"]) if words]
    reader.show("; ".join(values))
    return bool(values)


def in_language(reader: Reader, known: Meaning, arguments: Arguments) -> bool:
    """``{{langx|de|Wort}}`` is `German: Wort`."""
    code = reader.plain(arguments.get(known.data["language"]))
    words = reader.plain(arguments.get(known.data["text"]))
    if not words:
        return False
    label = known.data["languages"].get(code.split("-")[0], "") if reader.plain(arguments.get("label")) != "none" else ""
    reader.show(f"{label}: {words}" if label else words)
    return True


CALLS: Final[dict[str, Call]] = {
    "affix": affix,
    "age": days.age,
    "asof": days.as_of,
    "case": case,
    "circa": circa,
    "convert": convert,
    "date": days.date,
    "default": default,
    "formatnum": formatnum,
    "frac": frac,
    "hatnote": hatnote,
    "ill": ill,
    "in language": lambda *_: True,  # a remark on a source, not part of a value
    "joined": joined,
    "langx": in_language,
    "nihongo": foreign,
    "nts": value,
    "old style date": days.old_style_date,
    "ordinal": _of_number(r"\d{1,9}", _ordinal),  # {{ordinal|21}} is `21st`
    "power": _of_number(r"[-−]?[0-9]{1,3}", lambda number, _: "×10" + number.translate(_RAISED)),  # 5{{E|6}} is `5×10⁶`
    "roman": _of_number(r"[1-9]\d{0,2}", lambda number, _: times.roman(int(number))),  # {{roman|14}} is `XIV`
    "section link": section_link,
    "ship": ship,
    "ship class": ship_class,
    "sic": sic,
    "sortname": sort_name,
    "tl": template_link,
    "tonnage": tonnage,
    "url": url,
    "val": value,
    "zh": scripts,
}
"""The functions by their name in the data (``call``); templates with an unknown name stay unresolved."""


def citation(reader: Reader, known: Meaning, arguments: Arguments) -> str:
    """The words of a citation, as far as its arguments give them: author, year, title, publisher, page."""
    plain, names = reader.plain, templates.facts()["citation"]

    def text_of(what: str) -> str:
        return next(filter(None, (plain(arguments.get(name)) for name in names[what])), "")

    def paged(page: str, form: str) -> str:
        return names[form].format(page=page) if page else ""

    if known.kind == "citation":
        author, when = text_of("author"), text_of("date")
        if last := text_of("last"):
            author = ", ".join(filter(None, (last, text_of("first"))))
        pieces = [f"{author} ({when})" if author and when else author or when, text_of("title"), text_of("work"), text_of("publisher")]
        pieces.append(paged(text_of("page"), "one_page") or paged(text_of("pages"), "several_pages"))
        return ". ".join(piece for piece in pieces if piece)
    data = known.data
    keys = data.get("text", [] if "name" in data else list(range(1, len(arguments.positional) + 1)))
    pieces = [" ".join(word for word in (plain(arguments.get(key)) for key in (keys if isinstance(keys, list) else [keys])) if word)]
    for name in data.get("pages", ()):
        page, bare = plain(arguments.get(name)), name.strip("0123456789")
        pieces.append(page if bare in names["place"] else paged(page, "several_pages" if bare in names["pages"] else "one_page"))
    return ", ".join(filter(None, pieces))
