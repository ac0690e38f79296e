"""What stands where a page or a record was expected, and what to do: an address, a title, JSON, or the other of the two."""

from __future__ import annotations

import glob
import os
import re
import shlex
from typing import Final, Literal
from urllib.parse import quote

import msgspec

JsonKind = Literal["record", "api", "other"]
"""What JSON holds: records, an answer of the MediaWiki API, or anything else."""

_ADDRESS: Final = re.compile(r"https?://\S|//[\w-]+\.\w|[\w-]+(?:\.[\w-]+)+/(?:wiki/|w/|index\.php)", re.IGNORECASE)
_JSON: Final = re.compile(r"[\ufeff\s]*(?:\{\s*[\"}]|\[\s*[{\]])")
_PAGE: Final = re.compile(r"[\ufeff\s]*(?:\{[{|]|\[\[(?![\[\]{\s\"])|<)")
_BRACKET: Final = re.compile(r"[\ufeff\s]*[\[{]")
_MARKUP: Final = re.compile(r"\{\{|\[\[|^\s*\|", re.MULTILINE)
_ANSWER: Final = frozenset(("batchcomplete", "query", "parse", "continue", "query-continue", "error", "warnings", "servedby", "wikitext"))
_REST: Final = frozenset(("source", "content_model"))
_SCHEMA: Final = b'"military-conflict/'
_EXAMPLE: Final = "https://en.wikipedia.org/wiki/Battle_of_Leros"


def missing(path: str) -> str:
    """Why there is no file of this name, if it is an address, a pattern or the title of a page; empty if it is none of these."""
    if is_address(path):
        address = path if "://" in path else f"https://{path.lstrip('/')}"
        return f"an address, but only files are read ({_saving(address)})"
    if glob.has_magic(path):
        return "no file matches this pattern"
    if _may_be_title(path):
        title = quote(path.replace(" ", "_"), safe="():,/")
        return f"no such file; if it is a title, only files are read ({_saving(f'https://en.wikipedia.org/wiki/{title}')})"
    return ""


def is_address(path: str) -> bool:
    """Whether what is named is an address of the web."""
    return _ADDRESS.match(path) is not None


def is_elsewhere(path: str) -> bool:
    """Whether what is named is no file here, but may be the page of a wiki: an address, or a title."""
    return path != "-" and not os.path.lexists(path) and (is_address(path) or _may_be_title(path))


def _may_be_title(path: str) -> bool:
    """Whether what is named may be the title of a page rather than a file."""
    ending = os.path.splitext(path)[1]
    return path[:1].isupper() and os.path.dirname(path) == "" and not glob.has_magic(path) and (not ending or " " in ending)


def _saving(address: str) -> str:
    """How to save the wikitext of the page at an address."""
    address = address.partition("#")[0]
    raw = shlex.quote(f"{address}{'&' if '?' in address else '?'}action=raw")
    return f"save the page's wikitext, such as with: curl -L -o page.wikitext {raw}"


def html() -> str:
    """What HTML is where a page was expected."""
    return f"HTML, not wikitext ({_saving(_EXAMPLE)})"


def not_a_page(path: str, text: str) -> str:
    """What a text is if it is JSON; empty if it may be a page."""
    kind = json_kind(text)
    if kind == "record":
        name = shlex.quote(path)
        return f"a record, not a page (infobox show {name} draws it, infobox write {name} prints it as wikitext)"
    if kind == "api":
        return f"an answer of the MediaWiki API, not a page ({_saving(_EXAMPLE)})"
    columns = "if its rows hold pages, name their column of wikitext with --text-column"
    return f"JSON, not wikitext ({_saving(_EXAMPLE)}; {columns})" if kind else ""


def has_pages(text: str) -> bool:
    """Whether a text is an answer of the MediaWiki API to `action=query`, which may hold the wikitext of pages."""
    names = _names(text.lstrip("\ufeff").strip()) if json_kind(text) == "api" else None
    return names is not None and b'"pages"' in names.get("query", b"")


def not_a_record(path: str, data: bytes) -> str:
    """What data is if it is a page or an answer of the MediaWiki API; empty if it may be a record."""
    text = data.decode(errors="replace")
    if json_kind(text) == "api":
        return not_a_page(path, text)
    if _PAGE.match(text) or (not _BRACKET.match(text) and _is_page(text)):
        return f"a page, not a record (infobox parse {shlex.quote(path)} prints its records)"
    return ""


def _is_page(text: str) -> bool:
    from infobox.pages.extracted import looks_flattened

    return _MARKUP.search(text) is not None or looks_flattened(text)


def begins_as_json(data: bytes) -> bool:
    """Whether data begins with an object or an array, as no page does."""
    return _JSON.match(data.lstrip()[:64].decode(errors="replace")) is not None


def json_kind(text: str) -> JsonKind | None:
    """What JSON a text is; None if it is none. Of JSON lines the first decides."""
    if _JSON.match(text) is None:
        return None
    text = text.lstrip("\ufeff").strip()
    names = _names(text)
    if names is None:
        names = _names(text.partition("\n")[0])
    if names is None:
        return None
    if names.get("schema", b"").startswith(_SCHEMA):
        return "record"
    return "api" if names.keys() & _ANSWER or names.keys() >= _REST else "other"


def _names(text: str) -> dict[str, bytes] | None:
    """The names and values of an object, or of the first in an array; None for anything else."""
    try:
        if text.startswith("["):
            held = msgspec.json.decode(text, type=list[msgspec.Raw])
            text = bytes(held[0]).decode() if held else ""
        return {name: bytes(value) for name, value in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items()}
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
