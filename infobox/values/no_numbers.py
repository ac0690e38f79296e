"""Digits that are no number in any language: dates, times and ratios, as parts of patterns, also of verbose ones."""

from __future__ import annotations

from typing import Final

from infobox.language import signs

_GAP: Final = r"[ \u00a0]?"
TIME: Final = r"\d{1,3}(?:\.\d{1,2})?(?::\d{1,2}(?:\.\d{1,2})?){1,2}(?!\d|,\d)"
"""A time or a ratio: `6:30`, `3:1`."""
YEARS: Final = rf"(?:1[5-9]|20)\d\d[{signs.DASHES}]\d{{1,2}}(?!{_GAP}\w|[.,]\d)"
"""Two years with no word after them, of which the second is shortened: `1944–45`."""

_CUT: Final = rf"(?:/\d{{1,2}}/|[{signs.HYPHENS}]\d{{1,2}}[{signs.HYPHENS}])"
_POINTED: Final = rf"\d{{4}}\.{_GAP}\d{{1,2}}\.{_GAP}\d{{1,2}}|\d{{1,2}}\.{_GAP}\d{{1,2}}\.{_GAP}\d{{4}}"
DATE: Final = rf"(?:\d{{1,4}}{_CUT}\d{{2,4}}|{_POINTED})(?![0-9A-Za-z])"
"""A day in digits: `1944-05-12`, `12/5/44`, `1944. 5. 12.`, `12. 5. 1944`."""
