"""Make ``infobox/templates/country_names.tsv`` from CLDR: what the countries of ``countries.tsv`` are called in other languages.

Run ``python -m tools.country_names`` (`make calendars`) after adding a language's folder. What a Wikipedia calls otherwise, and states of
the past, are in ``infobox/templates/wikis/``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from babel import Locale, __version__
from babel.core import get_global

from infobox import templates
from tools.calendars import languages

FILE: Final = Path(templates.__file__).parent / "country_names.tsv"
_DOUBTFUL: Final = frozenset("CD CG HK MM MO PS".split())
"""Countries whose names in CLDR are not those of Wikipedias."""
_NO_NAME: Final = re.compile(r"[()（）,，]| [-–] ")
"""Signs of a name that explains itself."""
_OF_FRENCH: Final = "Côte d"


def _name(locale: Locale, territory: str) -> str:
    """The name of a territory as a Wikipedia writes it; empty if that is not certain."""
    name: str = locale.territories.get(territory, "").replace("’", "'").replace("\u02bc", "'")
    if territory in _DOUBTFUL or _NO_NAME.search(name) or (name.startswith(_OF_FRENCH) and locale.language != "fr"):
        return ""
    return name


def table() -> str:
    """The content of the file."""
    locales = {language: Locale.parse(language) for language in languages()}
    aliases = get_global("territory_aliases")
    lines = [
        "# What countries are called in other languages, by their page in countries.tsv, and their codes of two letters; made by",
        "# tools/country_names.py.",
        f"# Source: Unicode CLDR, in Babel {__version__}.",
        "\t".join(["name", "letters", *locales]),
    ]
    english, rows = Locale.parse("en").territories, templates.rows(FILE.with_name("countries.tsv"))
    pages = {row["name"] for row in rows}
    done: set[str] = set()
    for row in rows:
        found = [aliases.get(code, []) for code in row["codes"].split(";")]
        territory = next((each[0] for each in found if len(each) == 1), "")
        # CLDR takes the codes of a state of the past for those of the one after it: East Germany has a row, and so has Germany.
        if territory in done or (english.get(territory) in pages and english[territory] != row["name"]):
            continue
        done.add(territory)
        names = [_name(locale, territory) for locale in locales.values()]
        if any(names):
            lines.append("\t".join([row["name"], territory, *names]).rstrip("\t"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(), "utf-8")
