"""Whether lines of two versions of an infobox name the same combatant or person, however the name is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from infobox import templates
from infobox.checks.subject import below
from infobox.record import Item

_WORD: Final = re.compile(r"[^\W\d_]+")


def keys(item: Item) -> frozenset[str]:
    """What identifies the combatant or person of a line: the name, and the page that most of the name links to, in lower case."""
    named = [link for link in item.links if not link.external and link.text in item.name]
    link = max(named, key=lambda link: len(link.text), default=None)
    page = "" if link is None else f"{link.wiki}:{link.target}" if link.wiki else link.target
    country = templates.countries().get(item.name)
    return frozenset(name.replace("_", " ").casefold() for name in (item.name, page, country.page if country is not None else "") if name)


def every_item(items: Iterable[Item]) -> Iterator[Item]:
    """Items, and all under them."""
    for item in items:
        yield item
        yield from below(item)


def keys_of(items: Iterable[Item]) -> frozenset[str]:
    """The keys of all lines of a list."""
    return frozenset(key for item in every_item(items) for key in keys(item))


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.casefold() for word in _WORD.findall(text)]
