"""The language of an infobox's values, and its words."""

from __future__ import annotations

import re
from typing import Final

# A Wikipedia's database name is its language code before `wiki`; the longer names of this form are wikis in many languages (`commonswiki`).
_DATABASE: Final = re.compile(r"([a-z]{2,3}(?:_[a-z_]+)?|simple)wik[a-z]+\Z")
_ALSO: Final = {"simple": "en", "nb": "no"}
_ADDRESS: Final = re.compile(r"\s*(?:https?:)?//([a-z-]{2,24})\.(?:m\.)?wikipedia\.org/")
_MOVED: Final = {"nb": "no"}
"""Language codes of Wikipedias that are called by another one."""
_WIKI: Final = re.compile(r"[a-z]{2,3}(?:[_-][a-z_-]{1,20})?|simple")


def of(names: str, wiki: str = "") -> str:
    """The language code of an infobox's values.

    `names` is the key of the infobox's names (`Box.language`), `wiki` the database name of the page's wiki, if it is
    known (`frwiki`). A template of another Wikipedia on an English page is taken to be filled in that Wikipedia's language.
    """
    own = names.partition("-")[0]
    return own if own != "en" else code(wiki) or own


def code(wiki: str) -> str:
    """The language code of a wiki's pages by its database name; empty if that is not known."""
    found = _DATABASE.match(wiki)
    return _ALSO.get(found[1], found[1].replace("_", "-")) if found is not None else ""


def database(name: str) -> str:
    """The database name of a Wikipedia by that name or by its language code (`frwiki`, `fr`); empty if it is neither."""
    name = name.strip().lower()
    name = _MOVED.get(name.removesuffix("wiki"), name)
    if _DATABASE.match(name) is not None:
        return name
    return f"{name.replace('-', '_')}wiki" if _WIKI.fullmatch(name) is not None else ""


def database_of(address: str) -> str:
    """The database name of the Wikipedia whose page has an address: `https://fr.wikipedia.org/wiki/…`; empty if it is of none."""
    found = _ADDRESS.match(address.lower())
    return database(found[1]) if found is not None else ""


def home(names: str, wiki: str = "") -> str:
    """The language code of the page's Wikipedia, from the same: links without a prefix lead to pages there."""
    found = _DATABASE.match(wiki)
    return found[1].replace("_", "-") if found is not None else names.partition("-")[0]
