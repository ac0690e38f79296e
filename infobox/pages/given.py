"""A page as Python code gives it: its wikitext, or the tree that mwparserfromhell made of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node
    from mwparserfromhell.wikicode import Wikicode

    Given: TypeAlias = str | Wikicode | Node


def wikitext_of(page: Given) -> str:
    """The wikitext of a page. Raises `TypeError` for what is neither text nor a tree.

    Nobody can hold a tree who has not imported mwparserfromhell, so it is not imported here.
    """
    if isinstance(page, str):
        return page
    parser = sys.modules.get("mwparserfromhell")
    if parser is not None and isinstance(page, parser.wikicode.Wikicode | parser.nodes.Node):
        return str(page)
    advice = "decode them first" if isinstance(page, bytes) else "give its text"
    raise TypeError(f"a page is a str, or a Wikicode or Template of mwparserfromhell, not {type(page).__name__} ({advice})")
