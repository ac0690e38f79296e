"""Which Wikipedia's names an infobox has if several Wikipedias call a template by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from infobox import language
from infobox.language import evidence
from infobox.templates.profile import Profile

_CLEARLY: Final = 2
"""How many more words of another language a text must have than of the profile's own."""


def key(profile: Profile, keys: Sequence[str], wiki: str, written: Collection[str], values: Iterable[str]) -> str:
    """The key of the names of an infobox: one of `keys`, the first of which is meant if nothing speaks for another one.

    The `wiki` decides, by its database name. If it is not known or has no such template, the names of parameters do, as `written`, and
    then the words of the `values`.
    """
    code = language.code(wiki)
    here = [each for each in keys if profile.names[each].wiki == code]
    if len(here) == 1 or (code and not here):
        return here[0] if here else keys[0]
    fits = {each: _fit(profile, each, written) for each in here or keys}
    most = max(fit[0] for fit in fits.values())
    best = [each for each, fit in fits.items() if fit[0] == most]
    return best[0] if len(best) == 1 else by_words(profile, sorted(best, key=lambda each: -fits[each][1]), values)


def by_words(profile: Profile, keys: Sequence[str], values: Iterable[str]) -> str:
    """The key whose language the words of the values are in; the first one if they are in none, the profile's own if they may be in it."""
    text = " ".join(values)
    codes = {each: profile.names[each].wiki for each in keys}
    own = profile.language
    if own in keys and evidence.is_expected(text, own):
        return own
    found = evidence.counts(text, sorted({own, *codes.values()}))
    best = max(keys, key=lambda each: found[codes[each]])
    return best if found[codes[best]] >= found[own] + _CLEARLY else own if own in keys and found[own] else keys[0]


def _fit(profile: Profile, key: str, written: Collection[str]) -> tuple[int, int]:
    """How many of the names a template knows or once knew, and how many of them it shows."""
    names = profile.names[key]
    meant = [names.canonical(name) for name in written if name not in names.joint]
    shown = sum(name in profile.known for name in meant) + len(written) - len(meant)
    return shown + sum(name in profile.former or name == profile.last_of(key) for name in meant), shown
