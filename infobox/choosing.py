"""Which Wikipedia's names an infobox has if several Wikipedias call a template by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Protocol

from infobox import language
from infobox.language import evidence
from infobox.templates.profile import Profile

_MOST_NAMES: Final = 200
"""How many names of parameters are compared: more than any template has."""
_CLEARLY: Final = 2
"""How many more words of another language a text must have than of the profile's own."""


class Named(Protocol):
    """A parameter: the name that it has by some names, and where its value stands."""

    @property
    def name(self) -> str: ...
    @property
    def value_start(self) -> int: ...
    @property
    def value_end(self) -> int: ...


def key(profile: Profile, keys: Sequence[str], wiki: str, text: str, named: Mapping[str, Named]) -> str:
    """The key of the names of an infobox: one of `keys`, the first of which is meant if nothing speaks for another one.

    The `wiki` decides, by its database name. If it is not known, the parameters in the page's `text` do: `named` has them by their names
    as written, each with the name that it has by the first key; and then the words of the values.
    """
    if wiki and (code := language.code(wiki)):
        here = [each for each in keys if profile.names[each].wiki == code]
        return here[0] if here else keys[0]
    if len(named) > _MOST_NAMES:
        named = dict(islice(named.items(), _MOST_NAMES))
    best = keys
    if strange := [written for written, each in named.items() if each.name not in profile.familiar]:
        best = _fitting(profile, keys, named, strange)
    if len(best) == 1:
        return best[0]

    def worded() -> Iterator[str]:
        return (value(each) for each in named.values() if each.name in profile.worded)

    def value(each: Named) -> str:
        return text[each.value_start : each.value_end]

    if keys[0] in best and evidence.is_expected(worded(), profile.names[keys[0]].wiki):
        return keys[0]
    best = _showing(profile, best, named)
    return by_words(profile, best, " ".join(worded())) or by_words(profile, best, " ".join(map(value, named.values()))) or best[0]


def by_words(profile: Profile, keys: Sequence[str], text: str) -> str:
    """The key whose language the words of a text are in; the profile's own if they may be in it, and empty if they are in none."""
    own = profile.language
    if own in keys and evidence.is_expected((text,), own):
        return own
    codes = {each: profile.names[each].wiki for each in keys}
    found = evidence.counts(text, sorted({own, *codes.values()}))
    best = max(keys, key=lambda each: found[codes[each]])
    return best if found[codes[best]] >= found[own] + _CLEARLY else own if own in keys and found[own] else ""


def _fitting(profile: Profile, keys: Sequence[str], written: Collection[str], strange: Collection[str]) -> list[str]:
    """The keys that know most of the names as written: those that the template shows, or showed once.

    The first key does not know those that are `strange`, so that another one knows more only if it knows one of these.
    """
    fits = dict.fromkeys(keys, len(written) - len(strange))
    fits |= {each: _fit(profile, each, written) for each in keys[1:] if any(_is_known(profile, each, name) for name in strange)}
    most = max(fits.values())
    return [each for each, fit in fits.items() if fit == most]


def _showing(profile: Profile, keys: Sequence[str], written: Collection[str]) -> list[str]:
    """The keys in the order of how many of the names as written the template shows, and not only showed once."""
    return sorted(keys, key=lambda each: -sum(profile.is_known(name, each) for name in written))


def _fit(profile: Profile, key: str, written: Collection[str]) -> int:
    return sum(_is_known(profile, key, name) for name in written)


def _is_known(profile: Profile, key: str, name: str) -> bool:
    meant = profile.canonical(name, key)
    return meant in profile.known or meant in profile.former or name in profile.names[key].joint or meant == profile.last_of(key) != ""
