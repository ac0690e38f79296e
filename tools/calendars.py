"""Make the calendars of the lexicons from CLDR: ``infobox/language/*/calendar.toml``, with the names of months, days of the week and eras.

Run ``python -m tools.calendars`` (`make calendars`) after adding a language's folder. Regional varieties count too, because a language's
Wikipedia has editors everywhere; a word that names two months in two regions is left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from babel import Locale, __version__, localedata

from infobox.language import concepts
from infobox.language.lexicon import FOLDER

NAME: Final = "calendar.toml"
_OTHERS: Final = ("en", "mul")
"""English is written by hand; `mul` is not a language."""
_WIDTHS: Final = ("wide", "abbreviated")
_ERAS: Final = ((concepts.BEFORE, 0), (concepts.AFTER, 1))

Names = dict[str, list[str]]
"""Words by their value, the most usual first."""


def languages() -> list[str]:
    """The codes of the languages that have a calendar."""
    return sorted(
        folder.name for folder in FOLDER.iterdir() if folder.is_dir() and folder.name not in _OTHERS and localedata.exists(folder.name)
    )


def calendar(language: str) -> str:
    """The calendar of a language as TOML."""
    regions = [Locale.parse(name) for name in _regions(language)]
    beside_day, alone = _months(regions, "format"), _months(regions, "stand-alone")
    for value, words in beside_day.items():
        # `de gener`: small words between day and month are not part of the name.
        held = [word for word in words if any(word != name and word.endswith(name) for name in alone[value])]
        beside_day[value] = [word for word in words if word not in held] or alone[value]
    if all(words[0].lower() == alone[value][0].lower() for value, words in beside_day.items()):
        beside_day = {value: _unique([*words, *alone[value]]) for value, words in beside_day.items()}
        alone = {}
    weekdays = _of_script(regions, (day for region in regions for day in region.days["format"]["wide"].values()))
    lines = [
        "# Names of months, days of the week and eras, made by tools/calendars.py; what CLDR lacks is in dates.toml.",
        f'source = "Unicode CLDR, in Babel {__version__}"',
        f"{concepts.NOISE} = {_list(weekdays)}",
    ]
    for concept, names in {concepts.MONTH: beside_day, concepts.MONTH_ALONE: alone, concepts.ERA: _eras(regions)}.items():
        if names:
            key = concept if concept.isalpha() else json.dumps(concept)
            lines += ["", f"[{key}]", *(f"{value} = {_list(words)}" for value, words in names.items())]
    return "\n".join(lines) + "\n"


def _regions(language: str) -> Iterator[str]:
    """The names of a language's locales: that of the language, then its regions."""
    yield language
    yield from (name for name in sorted(localedata.locale_identifiers()) if name.startswith(f"{language}_"))


def _months(regions: list[Locale], context: str) -> Names:
    """The names of months; not those that mean another month elsewhere, and no abbreviation that fits two months: `jui.`."""
    wide, short = ({number: [region.months[context][width][number] for region in regions] for number in range(1, 13)} for width in _WIDTHS)
    long = {name for names in wide.values() for name in names}

    def is_clear(word: str) -> bool:
        others = [name for name in long if name.startswith(word.rstrip("."))]
        return word in long or len({number for number, names in wide.items() for name in others if name in names}) < 2

    names = {str(number): [*wide[number], *filter(is_clear, short[number])] for number in wide}
    every = Counter(word for words in names.values() for word in set(words))
    return {value: _of_script(regions, (word for word in words if every[word] == 1)) for value, words in names.items()}


def _eras(regions: list[Locale]) -> Names:
    return {value: _of_script(regions, (region.eras[width][number] for width in _WIDTHS for region in regions)) for value, number in _ERAS}


def _of_script(regions: list[Locale], words: Iterable[str]) -> list[str]:
    """The words without those in Latin letters that regions without data have, if the language has other letters."""
    latin = re.search("[a-z]", "".join(regions[0].months["format"]["wide"].values()))
    return _unique(word for word in words if latin or not re.search("[A-Za-z]", word))


def _unique(words: Iterable[str]) -> list[str]:
    """The words in their order, each once regardless of capitals."""
    first: dict[str, str] = {}
    for word in words:
        composed = unicodedata.normalize("NFC", word)
        first.setdefault(composed.lower(), composed)
    return list(first.values())


def _list(words: list[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def files() -> dict[Path, str]:
    """Every calendar's file and content."""
    return {FOLDER / language / NAME: calendar(language) for language in languages()}


if __name__ == "__main__":
    for file, text in files().items():
        file.write_text(text, "utf-8")
