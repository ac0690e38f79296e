"""Which page is meant by what people paste: a title, or an address of a page, of one of its revisions, or of a difference."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from msgspec import Struct

from infobox.live.settings import plain_host

_BRACKETS: Final = re.compile(r"\[\[:?([^\[\]|]+)(?:\|[^\[\]]*)?\]\]")
_ADDRESS: Final = re.compile(r"(?:https?:)?//(?=\S)|(?=[\w-]+(?:\.[\w-]+)+/(?:wiki/|w/|index\.php))", re.IGNORECASE)
_PERMANENT: Final = re.compile(
    r"[^:/]+:(?:Permalink|PermanentLink|Diff|MobileDiff|Redirect/revision)/(?:(?:\d+|prev)/)?(\d{1,18})", re.IGNORECASE
)
_VARIANT: Final = re.compile(r"/[a-z]{2,3}-[a-z]{2,4}/")
"""The path of a page in one of its scripts: `/zh-hans/…`."""
_MOST_FIELDS: Final = 100
_RELATIVE: Final = "the revision before or after another: give the address of the revision itself"
_PLACES: Final = ("/wiki/", "/index.php/")


class Target(Struct, frozen=True):
    """One page that is meant: by `title`, by the number of the page, or by that of a revision; `host` is empty for the wiki at hand.

    `asked` is what was written; `problem` says why it means no page that can be asked for.
    """

    asked: str
    host: str = ""
    title: str = ""
    page: int = 0
    revision: int = 0
    problem: str = ""


def target(text: str) -> Target:
    """What a title or an address means. Something that is neither is a title, which the wiki judges."""
    words = text.strip()
    found = _BRACKETS.fullmatch(words)
    if found is not None:
        return Target(text, title=_title(found[1]))
    for name in ("oldid", "curid"):
        number = words.removeprefix(f"{name}=")
        if number != words and number.isascii() and number.isdigit():
            return Target(text, revision=int(number)) if name == "oldid" else Target(text, page=int(number))
    try:
        parts = _address(words)
        if parts is None:
            return Target(text, title=_title(words))
        host = plain_host(parts.netloc.rpartition("@")[2])
        asked = _fields(parts.query)
    except ValueError:  # a host in broken brackets, or hundreds of fields
        return Target(text, title=_title(words))
    page = _number(asked.get("curid", ""))
    if asked.get("diff") == "next" or asked.get("direction") in ("next", "prev"):
        return Target(text, host, problem=_RELATIVE)
    newest = asked.get("diff") in ("cur", "0")
    revision = 0 if newest else _number(asked.get("diff", "")) or _number(asked.get("oldid", ""))
    title = asked.get("title") or _of_path(parts.path)
    permanent = _PERMANENT.fullmatch(title.replace("_", " "))
    if permanent is not None:
        revision = int(permanent[1])
    return Target(text, host, _title(title), page, revision)


def path_of(text: str) -> str:
    """The path of an address, `/` if it has none; empty for a title."""
    try:
        parts = _address(text.strip())
    except ValueError:
        return ""
    return (parts.path or "/") if parts is not None else ""


def is_at(path: str, articles: str, scripts: str, *, variants: bool = False) -> bool:
    """Whether the path of an address leads to a wiki whose pages stand at `articles`, in which `$1` is the title, and its scripts under
    `scripts`, as the API names them; with `variants`, pages stand also at `/zh-hans/…`.
    """
    begin = urlsplit(articles.partition("$1")[0]).path
    script = f"{scripts}/index.php"
    place = next((f"{path.partition(each)[0]}{each}" for each in _PLACES if each in path), "")
    at_variant = variants and _VARIANT.match(path) is not None
    return place == begin or path == script or path.startswith(f"{script}/") or at_variant or (path == "/" and begin in _PLACES)


def _address(words: str) -> SplitResult | None:
    """The parts of an address; None if it is none. Raises `ValueError` if it is broken."""
    if _ADDRESS.match(words) is None:
        return None
    return urlsplit(words if "://" in words else f"https://{words.removeprefix('//')}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _of_path(path: str) -> str:
    """The title in the path of an address; empty if it has none."""
    for place in _PLACES:
        _, found, rest = path.partition(place)
        if found:
            return _unescaped(rest)
    variant = _VARIANT.match(path)
    return _unescaped(path[variant.end() :]) if variant is not None else ""


def _unescaped(text: str) -> str:
    """Percent escapes as what they mean: UTF-8, or else Windows-1252, as in old addresses."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return unquote(text, "cp1252", "replace")


def _fields(query: str) -> dict[str, str]:
    """The fields of an address, each with its last value. Raises `ValueError` if there are hundreds."""
    try:
        fields = parse_qs(query, max_num_fields=_MOST_FIELDS, errors="strict")
    except UnicodeDecodeError:
        fields = parse_qs(query, max_num_fields=_MOST_FIELDS, encoding="cp1252")
    return {name: values[-1] for name, values in fields.items()}


def _title(text: str) -> str:
    """A title as wikis show it, without the name of a section."""
    return " ".join(text.partition("#")[0].replace("_", " ").split())
