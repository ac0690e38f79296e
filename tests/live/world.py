"""The pages of the tests' wiki, as an XML export: templates, conflicts that never were, and pages that are difficult to handle."""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from infobox.templates.profile import default


def shown(name: str) -> str:
    """A row of a table that shows a parameter, as the real template does: only if it is given, and on lines of its own."""
    return f"{{{{#if:{{{{{{{name}|}}}}}}|<tr><th>{name}</th><td>\n{{{{{{{name}|}}}}}}\n</td></tr>}}}}"


ROWS: Final = "".join(map(shown, default().definitions))
TEMPLATE: Final = f'<includeonly><table class="infobox">{ROWS}</table>[[Category:Military conflicts]]</includeonly>'
"""It shows every parameter that the profile knows."""
ENTRIES: Final = "".join(f"{{{{#if:{{{{{{{number}|}}}}}}|<li>{{{{{{{number}}}}}}}</li>}}}}" for number in range(1, 10))
TEMPLATES: Final = {
    "Infobox military conflict": TEMPLATE,
    "Infobox battle": "#REDIRECT [[Template:Infobox military conflict]]",
    "Flagicon": "<includeonly>[[File:Flag of {{{1}}}.svg|20px]]</includeonly>",
    "Flag": "<includeonly>[[File:Flag of {{{1}}}.svg|20px]] [[{{{2|{{{1}}}}}}]]</includeonly>",
    "Nowrap": '<includeonly><span class="nowrap">{{{1}}}</span></includeonly>',
    "Ubl": f"<includeonly><ul>{ENTRIES}</ul></includeonly>",
    "Unbulleted list": f"<includeonly><ul>{ENTRIES}</ul></includeonly>",
    "Plainlist": '<includeonly><div class="plainlist">\n{{{1|}}}\n</div></includeonly>',
    "Efn": "<includeonly><ref>{{{1}}}</ref></includeonly>",
    "Coord": "<includeonly>{{{1|}}}, {{{2|}}}, {{{3|}}}, {{{4|}}}</includeonly>",
    "KIA": "<includeonly>[[Killed in action|†]]</includeonly>",
    "Bots": "<includeonly></includeonly>",
    "Nobots": "<includeonly></includeonly>",
}
CONFLICTS: Final = 20
"""How many pages called `Battle of Testville N` there are; each has three revisions, in which the number of killed changes."""
FAULTY: Final = 30
"""How many pages called `Siege of Faultham N` there are; each has a fault that is safe to fix."""
SHOWN: Final = ("Battle of the Ford", "Siege of the Mill")
"""The pages of the examples in docs/live.md; the second has a fault."""
ALL: Final = CONFLICTS + FAULTY + len(SHOWN)
"""How many pages have an infobox."""


class Past(NamedTuple):
    """One revision of a page."""

    text: str
    timestamp: str
    comment: str


def battle(number: int, *, killed: int = 100, template: str = "Infobox military conflict", more: str = "") -> str:
    """The wikitext of one page."""
    return f"""{{{{{template}
| conflict    = Battle of Testville {number}
| date        = {number} May 1940
| place       = Testville
| result      = Northern victory
| combatant1  = {{{{flagicon|North}}}} [[North]]
| combatant2  = {{{{flagicon|South}}}} [[South]]
| commander1  = [[A. Doe {number}|A. Doe]] {{{{KIA}}}}
| casualties1 = {killed} killed
| casualties2 = 40 guns{more}
}}}}
The '''Battle of Testville {number}''' was fought.
"""


def siege(number: int, template: str = "Infobox military conflict") -> str:
    """A page with a list that begins on the line of a value, which has a safe fix."""
    return battle(number, template=template, more="<br>* 3 tanks").replace("Battle of Testville", "Siege of Faultham")


def histories() -> dict[str, tuple[int, list[Past]]]:
    """The namespace and the revisions of every page, by title."""
    pages = {f"Template:{name}": (10, [Past(text, "2026-01-01T00:00:00Z", "begun")]) for name, text in TEMPLATES.items()}
    for number in range(1, CONFLICTS + 1):
        template = "Infobox battle" if number == 5 else "Infobox military conflict"
        day = f"2026-02-{number:02}"
        past = [Past(battle(number, killed=100 + turn, template=template), f"{day}T0{turn}:00:00Z", f"turn {turn}") for turn in range(3)]
        if number == 6:
            past.append(Past("{{bots|deny=all}}\n" + battle(6, killed=102, more="<br>* 3 tanks"), "2026-03-01T00:00:00Z", "no bots"))
        pages[f"Battle of Testville {number}"] = (0, past)
    for number in range(1, FAULTY + 1):
        pages[f"Siege of Faultham {number}"] = (0, [Past(siege(number), "2026-02-01T00:00:00Z", "begun")])
    category = "[[Category:Wars of the Valley]]"
    pages[SHOWN[0]] = (0, [Past(battle(3).replace("Battle of Testville 3", SHOWN[0]) + category, "2026-02-01T00:00:00Z", "begun")])
    pages[SHOWN[1]] = (0, [Past(siege(4).replace("Siege of Faultham 4", SHOWN[1]) + category, "2026-02-01T00:00:00Z", "begun")])
    pages["Testville fight"] = (0, [Past("#REDIRECT [[Battle of Testville 1]]", "2026-02-01T00:00:00Z", "moved")])
    pages["No box"] = (0, [Past("Nothing here.", "2026-02-01T00:00:00Z", "begun")])
    return pages


def sieges(name: str, count: int) -> dict[str, tuple[int, list[Past]]]:
    """Pages called `name 1` and so on, for many edits.

    Their template is not on the wiki: they are rendered in no time, and are not among the pages that use the template.
    """
    return {
        f"{name} {number}": (0, [Past(siege(number, "Infobox siege"), "2026-02-01T00:00:00Z", "begun")]) for number in range(1, count + 1)
    }


def export(pages: dict[str, tuple[int, list[Past]]] | None = None) -> str:
    """The pages as an XML export with all revisions."""
    number = 0
    lines = ['<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">']
    for page, (title, (namespace, past)) in enumerate((pages or histories()).items(), 1):
        lines.append(f"<page><title>{escape(title)}</title><ns>{namespace}</ns><id>{page}</id>")
        for revision in past:
            number += 1
            lines += [
                f"<revision><id>{number}</id><timestamp>{revision.timestamp}</timestamp>",
                f"<contributor><username>Editor</username><id>9</id></contributor><comment>{escape(revision.comment)}</comment>",
                f'<model>wikitext</model><format>text/x-wiki</format><text xml:space="preserve">{escape(revision.text)}</text></revision>',
            ]
        lines.append("</page>")
    return "\n".join([*lines, "</mediawiki>"])
