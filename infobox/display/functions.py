"""Templates whose words are computed: dates, conversions, ships, citations …

Each function reports whether it succeeded, or states in words what is missing. If it fails, the template stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from infobox.display import amounts, days, measures, placed_days
from infobox.language import times
from infobox.record import Link

if TYPE_CHECKING:
    from infobox.display.calls import Call
    from infobox.display.walk import Walker
    from infobox.markup.arguments import Argument, Arguments

Function = Callable[["Walker", "Call"], bool | str]
MOST: Final = 40
"""The highest positional argument that is looked for: no template here takes more."""
_DEGREES: Final = re.compile(r"[-−]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
LETTERS: Final = frozenset("NSEW")
_RAISED: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def _shown(walker: Walker, argument: Argument | None) -> bool:
    if argument is None:
        return False
    walker.walk(argument.nodes, argument.start, argument.end)
    return True


def _list(walker: Walker, arguments: Arguments) -> list[str]:
    return [walker.plain(argument) for argument in arguments.up_to(MOST)]


def convert(walker: Walker, call: Call) -> bool | str:
    """``{{convert|5|km|mi}}`` is `5 kilometres (3.1 mi)`; among figures the measure is one figure."""
    options = {name: walker.plain(argument) for name, argument in call.arguments.named.items()}
    short = "abbreviated" in call.data
    shown = measures.convert(_list(walker, call.arguments), options, call.data["ranges"], short=short, converted=not walker.figures)
    if shown is None:
        return False
    words, whole = shown
    walker.out.show(words)
    return whole or "the measure as it is converted"


def frac(walker: Walker, call: Call) -> bool:
    """``{{frac|1|2}}`` is 1/2, ``{{frac|3|1|2}}`` is 3 1/2, and so is ``3{{frac|1|2}}``."""
    values = _list(walker, call.arguments)
    if not values or len(values) > 3:
        return False
    fraction = f"{values[-2] if len(values) > 1 else '1'}/{values[-1]}"
    if len(values) == 3:
        walker.out.show(f"{values[0]} {fraction}")
    else:
        walker.out.fraction(fraction)
    return True


def formatnum(walker: Walker, call: Call) -> bool:
    """``{{formatnum:12345}}``: digits in groups of three; ``{{formatnum:12,345|R}}``: without."""
    words = walker.plain(call.get(1))
    bare = walker.plain(call.get(2)).upper() == "R"
    walker.out.show(words.replace(",", "") if bare else amounts.written(words, walker.templates.numbers))
    return True


def coordinates(given: list[str], display: str, letters: frozenset[str] = LETTERS) -> str:
    """``{{coord|50|46|N|6|6|E}}`` is `50°46′N 6°6′E`; empty if it is shown only above the page, or is not a place."""
    values = [words for half in given for words in (half.split("/") if half[:1].isdigit() else [half]) if words]
    if display in ("title", "t") or len(values) < 2:
        return ""
    halves: list[str] = []
    numbers: list[str] = []
    for words in values:
        if words.upper() in letters:
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


def circa(walker: Walker, call: Call) -> bool:
    """``{{circa|1200|1300}}`` is `c. 1200 – c. 1300`."""
    before = call.data["before"]
    values = [before + words for words in _list(walker, call.arguments) if words]
    walker.out.show(call.data["between"].join(values) if values else before)
    return True


def ship(walker: Walker, call: Call) -> bool:
    """``{{HMS|Hood|51}}`` links to `HMS Hood (51)` and shows `HMS Hood`; ``{{ship|French ship|Neptune|1803}}`` names its prefix."""
    data = call.data
    values = dict(enumerate(_list(walker, call.arguments), 1))
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
    walker.link(" ".join(words.split()), f"{prefix} {name}{f' ({number})' if number else ''}".strip())
    return True


def ship_class(walker: Walker, call: Call) -> bool:
    """``{{sclass|Fletcher|destroyer}}`` links to `Fletcher-class destroyer`."""
    data = call.data
    values = dict(enumerate(_list(walker, call.arguments), 1))
    fields = {"name": values.get(data["name"], ""), "type": values.get(data["type"], "")}
    if not fields["name"] or not fields["type"]:
        return False
    forms: dict[str, str] = data["formats"]
    words = forms.get(values.get(data["format"], ""), forms[""])
    walker.link(words.format_map(fields), data["target"].format_map(fields))
    return True


def ill(walker: Walker, call: Call) -> bool:
    """``{{ill|Title|de|Titel|lt=words}}``: words that link to the page, here or in another Wikipedia."""
    keys = call.data["page"]
    page = next((found for found in (walker.plain(call.get(key)) for key in (keys if isinstance(keys, list) else [keys])) if found), "")
    words = next((found for found in (walker.plain(call.get(key)) for key in call.data["words"]) if found), page)
    if not page:
        return False
    walker.link(words, page)
    return True


def value(walker: Walker, call: Call) -> bool:
    """``{{val|12345|u=men}}`` and others that only format a number."""
    number = walker.plain(call.get(1))
    if not number:
        return False
    if number.isdecimal():
        number = amounts.written(number, walker.templates.numbers)
    unit = walker.plain(call.get("u"))
    walker.out.show(f"{number} {unit}".strip())
    return True


def template_link(walker: Walker, call: Call) -> bool:
    """``{{tl|name}}`` shows the name in braces."""
    name = walker.plain(call.get(1))
    walker.link("{{" + name + "}}", f"Template:{name}")
    return True


def case(walker: Walker, call: Call) -> bool:
    """``{{uc:words}}``, ``{{lcfirst:words}}`` …"""
    words = walker.plain(call.get(1))
    to = call.data["to"]
    if "first" in to:
        walker.out.show((words[:1].upper() if "upper" in to else words[:1].lower()) + words[1:])
    else:
        walker.out.show(words.upper() if to == "upper" else words.lower())
    return True


def joined(walker: Walker, call: Call) -> bool:
    """Templates that show all their positional arguments in a row."""
    for number, argument in enumerate(call.arguments.positional):
        if number and call.data["by"]:
            walker.out.show(call.data["by"])
        _shown(walker, argument)
    return bool(call.arguments.positional)


def affix(walker: Walker, call: Call) -> bool:
    """Templates that put fixed words before or after their argument; without one they show only these words.

    Another argument may choose the words after it, from `ends`: with one that is not there, nothing is certain.
    """
    data = call.data
    after = data["ends"].get(walker.plain(call.get(data["ends_at"]))) if "ends" in data else data.get("after", "")
    if after is None:
        return False
    walker.out.show(data.get("before", ""))
    _shown(walker, call.get(1))
    walker.out.show(after)
    return True


def named(walker: Walker, call: Call) -> bool:
    """Templates that show their own name: ``{{XIVe siècle}}``."""
    walker.out.show(call.name)
    return True


def default(walker: Walker, call: Call) -> bool:
    """Templates that show their argument, or else fixed words."""
    if not walker.plain(call.get(1)):
        walker.out.show(call.meaning.text)
        return True
    return _shown(walker, call.get(1))


def url(walker: Walker, call: Call) -> bool:
    """``{{URL|https://example.org|words}}``."""
    address = walker.plain(call.get(1))
    words = walker.plain(call.get(2)) or address.removeprefix("https://").removeprefix("http://").rstrip("/")
    if not address:
        return False
    walker.out.link(words, Link(target=address if "//" in address else f"https://{address}", external=True))
    return True


def sic(walker: Walker, call: Call) -> bool:
    """``{{sic|teh|words}}`` is `teh words [sic]`."""
    for argument in call.arguments.positional:
        _shown(walker, argument)
    if not call.get("hide") and not call.get("nolink"):
        walker.out.show(" [sic]" if call.arguments.positional else "[sic]")
    return True


def _of_number(form: str, words: Callable[[str, dict[str, Any]], str]) -> Function:
    """A function that shows one number of this form in other words."""
    pattern = re.compile(form)

    def show(walker: Walker, call: Call) -> bool:
        number = walker.plain(call.get(1))
        if not pattern.fullmatch(number):
            return False
        walker.out.show(words(number, call.data))
        return True

    return show


def _ordinal(number: str, data: dict[str, Any]) -> str:
    endings = data["endings"]
    last = 0 if 10 < int(number) % 100 < 14 else int(number) % 10
    return f"{number}{endings[last if last < len(endings) else 0]}"


def tonnage(walker: Walker, call: Call) -> bool:
    """``{{GRT|5,000}}`` is `5,000 GRT`, the unit linked."""
    number = walker.plain(call.get(1))
    form = walker.plain(call.get("disp"))
    if number:
        walker.out.show(number + " ")
    walker.link(call.data["long"] if form == "long" or not number else call.data["short"], call.data["target"])
    return True


def section_link(walker: Walker, call: Call) -> bool:
    """``{{section link|Page|Section}}`` is `Page § Section`."""
    page, section = (walker.plain(call.get(call.data[field])) for field in ("page", "section"))
    if not section:
        return False
    walker.link(f"{page} § {section}".strip(), f"{page}#{section}")
    return True


def hatnote(walker: Walker, call: Call) -> bool:
    """``{{main|A|B}}`` is `Main articles: A, B`, each linked."""
    pages = [page for page in _list(walker, call.arguments) if page]
    if not pages:
        return False
    walker.out.show(call.data["before_several"] if len(pages) > 1 else call.data["before"])
    for number, page in enumerate(pages):
        if number:
            walker.out.show(", ")
        walker.link(walker.plain(call.get(f"l{number + 1}")) or page.lstrip(":"), page.lstrip(":"))
    return True


def sort_name(walker: Walker, call: Call) -> bool:
    """``{{sortname|First|Last}}`` links to `First Last`."""
    first, last, target = (walker.plain(call.get(call.data[field])) for field in ("first", "last", "target"))
    words = f"{first} {last}".strip()
    if call.get("nolink") is not None:
        walker.out.show(words)
    else:
        walker.link(words, target or words)
    return bool(words)


def foreign(walker: Walker, call: Call) -> bool:
    """``{{nihongo|English|script|Latin}}``: a name with its spelling in other scripts."""
    english, script, latin = (walker.plain(call.get(call.data[field])) for field in ("english", "script", "latin"))
    words = call.data["words"].format(english=english, script=script, latin=latin)
    walker.out.show(words.replace("(, ", "(").replace(", )", ")").replace("()", "").strip())
    return bool(english or script or latin)


def scripts(walker: Walker, call: Call) -> bool:
    """``{{zh|s=…|t=…}}``: the name in its scripts, side by side."""
    values = [words for words in (walker.plain(call.get(key)) for key in call.data["words"]) if words]
    walker.out.show("; ".join(values))
    return bool(values)


def in_language(walker: Walker, call: Call) -> bool:
    """``{{langx|de|Wort}}`` is `German: Wort`."""
    code = walker.plain(call.get(call.data["language"]))
    words = walker.plain(call.get(call.data["text"]))
    if not words:
        return False
    label = call.data.get("languages", {}).get(code.split("-")[0], "") if walker.plain(call.get("label")) != "none" else ""
    walker.out.show(f"{label}: {words}" if label else words)
    return True


FUNCTIONS: Final[dict[str, Function]] = {
    "affix": affix,
    "age": days.age,
    "asof": days.as_of,
    "case": case,
    "circa": circa,
    "convert": convert,
    "date": days.date,
    "day": placed_days.show,
    "default": default,
    "formatnum": formatnum,
    "frac": frac,
    "hatnote": hatnote,
    "ill": ill,
    "in language": lambda *_: True,  # a remark on a source, not part of a value
    "joined": joined,
    "langx": in_language,
    "measure": amounts.measure,
    "named": named,
    "nihongo": foreign,
    "nts": value,
    "number": amounts.show,
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


def citation(walker: Walker, call: Call) -> str:
    """The words of a citation, as far as its arguments give them: author, year, title, publisher, page."""
    plain, get, names = walker.plain, call.arguments.get, walker.templates.citation

    def text_of(what: str) -> str:
        for name in names[what]:
            if (argument := get(name)) is not None and (words := plain(argument)):
                return words
        return ""

    def paged(page: str, form: str) -> str:
        return names[form].format(page=page) if page else ""

    if call.meaning.kind == "citation":
        author, when = text_of("author"), text_of("date")
        if last := text_of("last"):
            author = ", ".join(filter(None, (last, text_of("first"))))
        pieces = [f"{author} ({when})" if author and when else author or when, text_of("title"), text_of("work"), text_of("publisher")]
        pieces.append(paged(text_of("page"), "one_page") or paged(text_of("pages"), "several_pages"))
        return ". ".join(piece for piece in pieces if piece)
    data = call.data
    keys = data.get("text", [] if "name" in data else list(range(1, len(call.arguments.positional) + 1)))
    pieces = [" ".join(word for word in (plain(call.get(key)) for key in (keys if isinstance(keys, list) else [keys])) if word)]
    for name in data.get("pages", ()):
        page, bare = plain(call.get(name)), name.strip("0123456789")
        pieces.append(page if bare in names["place"] else paged(page, "several_pages" if bare in names["pages"] else "one_page"))
    return ", ".join(filter(None, pieces))
