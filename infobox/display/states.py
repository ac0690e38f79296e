"""Lines that name a state by its flag, and flags of other states."""

from __future__ import annotations

from infobox.display.lines import Line
from infobox.record import Flag
from infobox.templates import Templates


def names_state(line: Line, known: Templates) -> bool:
    """Whether a line holds nothing but one flag of a state, with or without the state's name and a colon."""
    if len(line.flags) != 1 or not line.flags[0].of:
        return False
    words = line.text.strip(" :")
    return not words or words in _names(line.flags[0], known)


def of_others(line: Line, state: Line, known: Templates) -> bool:
    """Whether all flags on a line are those of other states than the one that `state` names; one of its past is the same."""
    own = {name for flag in state.flags for name in _identity(flag, known)}
    return bool(line.flags) and all(flag.of and own.isdisjoint(_identity(flag, known)) for flag in line.flags)


def _identity(flag: Flag, known: Templates) -> set[str]:
    country = known.country(flag.of)
    return {flag.of} if country is None else {country.page, country.short}


def _names(flag: Flag, known: Templates) -> set[str]:
    country = known.country(flag.of)
    return (
        {flag.of}
        if country is None
        else {flag.of, country.page, country.short, *(country.page_of(flag.variant, short=s) for s in (True, False))}
    )
