"""A page as Python code passes it: its wikitext, a `Source`, or mwparserfromhell's tree of it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from infobox.pages.sources import Source

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node
    from mwparserfromhell.wikicode import Wikicode

    PageLike: TypeAlias = str | Source | Wikicode | Node

_FILE: Final = re.compile(r"[^\n{}\[\]|<>]{1,400}\.(?:wikitext|wiki|txt|xml|json|jsonl|bz2|gz|zst|7z)", re.IGNORECASE)
"""A text that is the name of a file, not a page."""
_WIKI: Final = re.compile(r"[\w.:-]{1,100}")


def source_of(page: PageLike, title: str = "", wiki: str = "") -> Source:
    """A page as a source, with its title and the database name of its wiki (`frwiki`) if these are given.

    Raises `TypeError` for anything that is not a page, and `ValueError` for a file name, or for a wiki that cannot be one.
    """
    if not isinstance(title, str) or not isinstance(wiki, str):
        raise TypeError(f"title and wiki are texts, not {type(title).__name__} and {type(wiki).__name__}")
    if wiki and _WIKI.fullmatch(wiki) is None:
        raise ValueError(f"{wiki!r} is no database name of a wiki; give one such as 'frwiki'")
    source = page if isinstance(page, Source) else Source("", None, wikitext_of(page))
    if title or wiki:
        from infobox.record import Page

        known = source.page or Page()
        stated = msgspec.structs.replace(known, title=title or known.title, wiki=wiki or known.wiki)
        source = msgspec.structs.replace(source, page=stated)
    return source


def wikitext_of(page: PageLike) -> str:
    """The wikitext of a page. Raises `TypeError` for anything that is not a page, and `ValueError` for a file name.

    A caller who has a tree has imported mwparserfromhell, so it is not imported here.
    """
    if isinstance(page, Source):
        return page.text
    if isinstance(page, str):
        if _FILE.fullmatch(page) is not None:
            raise ValueError(f"pass the text of a page, not the name of a file; read the file, or use infobox.open_pages({page!r})")
        return page
    parser = sys.modules.get("mwparserfromhell")
    if parser is not None and isinstance(page, parser.wikicode.Wikicode | parser.nodes.Node):
        return str(page)
    advice = "decode them first" if isinstance(page, bytes) else "pass its text"
    raise TypeError(f"a page is a str, a Source, or a Wikicode or Template of mwparserfromhell, not {type(page).__name__} ({advice})")
