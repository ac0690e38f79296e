"""Signs and digits, which mean the same in every language. Each set of signs stands here once, so that no pattern forgets one of them.

Sets of dashes begin with the hyphen, which stands for itself at the beginning of a class of a regular expression. Words change what numbers
beside them mean (`32 mil` is 32,000 in Portuguese), so a text with a letter is not read here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

HYPHENS: Final = "-‐‑"
"""What joins the parts of a word."""
LONG_DASHES: Final = "–—"
"""What people type between words, beside the hyphen."""
PLAIN_DASHES: Final = f"-{LONG_DASHES}"
"""What people type between words and before items of lists. Rarer dashes mean something else there, such as a missing value."""
DASHES: Final = f"{HYPHENS}‒–—―−"
"""What stands between numbers. Some editors type the sign for minus."""
WIDE_TILDES: Final = "〜～"
"""What stands between two dates, and is about none, as the other tildes are."""
TILDES: Final = f"~∼{WIDE_TILDES}"
"""What stands between numbers, too, or before one that is not exact."""
ABOUT: Final = f"{TILDES}≈"
"""What stands before a number that is not exact."""
GROUP_SPACES: Final = " \u00a0\u2009\u202f"
"""What separates the thousands of a number."""
MONEY: Final = "$£₤￡€¥￥₽₺₴₪₩￦₹฿₫₱₦"
"""What makes the number before or after it a sum of money."""
NUMBER_SIGNS: Final = "#§№"
"""What makes the number after it that of something: `№ 3`."""
MEASURES: Final = "%‰°"
"""What makes the number before it a share or a measure."""

_FULL_WIDTH: Final = dict(zip(map(ord, "（）［］｛｝，．：；！？％＋－／＝＆＜＞＃＄　"), "()[]{},.:;!?%+-/=&<>#$ ", strict=True))
_FULL_WIDTH.update({0xFF10 + digit: str(digit) for digit in range(10)})
_MAY_FOLD: Final = re.compile("[\uff01-\uff5e\u3000]")


def has_words(text: str) -> bool:
    """Whether a text holds anything but signs and digits."""
    return any(map(str.isalpha, text))


def has_figure(text: str) -> bool:
    """Whether a line may hold a figure."""
    return re.search(r"\d", text) is not None


def folded(text: str) -> str:
    """A text with full-width signs and digits as those of ASCII, which mean the same; nothing in it changes its place."""
    return text if text.isascii() or _MAY_FOLD.search(text) is None else text.translate(_FULL_WIDTH)


def digits_as_in(example: str, text: str) -> str:
    """A text with its digits in the script of those in an example: `۱۸۰۹` for `1809`."""
    other = next((char for char in example if char.isdecimal() and not char.isascii()), "")
    return text.translate({48 + digit: ord(other) - unicodedata.decimal(other) + digit for digit in range(10)}) if other else text
