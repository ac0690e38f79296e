"""Words that another language has for a scale: `20 tys. Mann`, `3 lakhs d'hommes`. A number before one is left out, for it means many times
as much.
"""

from __future__ import annotations

import functools
from typing import Final

from infobox.language import concepts
from infobox.language.lexicon import NUMBERS, languages, listed
from infobox.language.spelling import Spelling
from infobox.values.numbers import section

_SHORTEST: Final = 3
"""The fewest letters of such a word: shorter ones are words of too many languages."""


@functools.cache
def foreign_scales(spelling: Spelling) -> frozenset[str]:
    """The words of all languages for scales, as a language spells them, and without the points of abbreviations. They are read when first
    asked for.
    """
    scales = (listed(code, NUMBERS, section(concepts.SCALE_WORD)) for code in languages())
    found = {spelling.plain(word).lower().rstrip(".") for values in scales for words in values.values() for word in words}
    return frozenset(word for word in found if len(word) >= _SHORTEST and word.isalpha())
