"""Characters that a terminal acts on, or that reverse the text around them: shown as escapes to people, escaped in JSON for programs.

They are the controls (C0, DEL, C1), the line and paragraph separators, the marks of writing direction, and lone surrogates.
"""

from __future__ import annotations

import re
from typing import Any, Final

_RARE: Final = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_ACTING: Final = re.compile(f"[\x00-\x1f{_RARE}]")
_ACTING_IN_LINES: Final = re.compile(f"[\x00-\x08\x0b-\x1f{_RARE}]")
_SHORT: Final = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
# The same in UTF-8, without C0, which JSON itself escapes.
_RARE_BYTES: Final = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xed[\xa0-\xbf][\x80-\xbf]"
)
_COMMON_BYTES: Final = bytes(range(0x7F))


def visible(text: str) -> str:
    r"""Words on one line; what a terminal would act on is shown as an escape, such as `\x1b`, `\u202e` or `\n`."""
    return _ACTING.sub(_sign, text)


def visible_lines(text: str) -> str:
    """Words on several lines: as `visible`, but newlines and tabs stay."""
    return _ACTING_IN_LINES.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def escaped(data: bytes) -> bytes:
    r"""JSON in UTF-8 (lone surrogates as `surrogatepass` encodes them) with these characters as `\uXXXX`: the same value."""
    # Few bytes are not ASCII, so this test of all of them costs next to nothing.
    if _RARE_BYTES.search(data.translate(None, _COMMON_BYTES)) is None:
        return data
    return _RARE_BYTES.sub(lambda match: b"\\u%04x" % ord(match[0].decode("utf-8", "surrogatepass")), data)


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON on one line, or on lines indented by `indent` spaces per level, with these characters escaped."""
    import json

    return escaped(json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")).decode()
