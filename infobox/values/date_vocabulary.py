"""The words that English dates are made of: for each its kind, and what it says."""

from __future__ import annotations

from typing import Final

from infobox import months

# The kinds of words.
NUMBER, YEAR, MONTH, SEASON, DECADE, CENTURY, ISO, PRESENT = "number year month season decade century iso present".split()
RANGE, AND, SLASH, COMMA, STOP, COLON = "range and slash comma stop colon".split()
CIRCA, MAYBE, MARK, PART, NOISE, STYLE, ERA, UNIT, CLOCK = "circa maybe mark part noise style era unit clock".split()
LEAD, WORD, TAIL, OPEN, CLOSE, FOREIGN, UNKNOWN, BAR, LONG = "lead word tail open close foreign unknown bar long".split()

DATED: Final = frozenset((NUMBER, YEAR, MONTH, ISO, SEASON, DECADE, CENTURY))
"""Kinds of words that are a date's own."""

LATEST: Final = 2999
"""A year; greater numbers count something else."""

_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

VOCABULARY: Final[dict[str, tuple[str, int | str]]] = {
    **{name.lower(): (MONTH, number) for number, name in enumerate(months.MONTHS, 1)},
    **{name[:3].lower(): (MONTH, number) for number, name in enumerate(months.MONTHS, 1)},
    "sept": (MONTH, 9),
    **{name: (SEASON, number) for name, number in _SEASONS.items()},
    **dict.fromkeys("present ongoing now today current currently continuing underway".split(), (PRESENT, "")),
    **dict.fromkeys("to through thru".split(), (RANGE, "to")),
    **dict.fromkeys("until till til".split(), (RANGE, "until")),
    **dict.fromkeys("and plus".split(), (AND, "and")),
    "or": (AND, "or"),
    **{word: (LEAD, word) for word in ("since", "from", "between")},
    "after": (LEAD, "from"),
    "before": (LEAD, "until"),
    "by": (LEAD, "until"),
    **dict.fromkeys("onward onwards".split(), (LEAD, "onwards")),
    **dict.fromkeys("c ca cca circa approx approximately about around roughly".split(), (CIRCA, "~")),
    **dict.fromkeys("possibly probably perhaps presumably maybe".split(), (MAYBE, "?")),
    **dict.fromkeys("unknown uncertain".split(), (UNKNOWN, "")),
    **dict.fromkeys("early mid late middle beginning end half start".split(), (PART, "")),
    "xx": (NOISE, ""),  # a day that is not known
    **dict.fromkeys("monday tuesday wednesday thursday friday saturday sunday".split(), (NOISE, "")),
    **dict.fromkeys("mon tue tues wed thu thur thurs fri sat sun".split(), (NOISE, "")),
    **dict.fromkeys("the of in on at a an year dated calendar style".split(), (NOISE, "")),
    **dict.fromkeys("night morning evening afternoon dawn dusk noon midnight".split(), (NOISE, "")),
    **dict.fromkeys("bc bce".split(), (ERA, -1)),
    **dict.fromkeys("ad ce".split(), (ERA, 1)),
    **dict.fromkeys("ah auc bp bh".split(), (ERA, 0)),  # years of another calendar
    **dict.fromkeys("am pm hrs hr h hours hour minutes minute min gmt utc".split(), (UNIT, "")),
    **dict.fromkeys("years year's months weeks week days day nights month yrs yr mos wks millennium".split(), (UNIT, "")),
    # What else is counted: a number before it is no year.
    **dict.fromkeys("men soldiers troops killed dead deaths wounded casualties prisoners ships km miles".split(), (UNIT, "count")),
    **dict.fromkeys("century centuries cent".split(), (CENTURY, "")),
    **dict.fromkeys("os julian".split(), (STYLE, "old")),
    **dict.fromkeys("ns gregorian".split(), (STYLE, "new")),
    **dict.fromkeys("swedish lunar lunisolar".split(), (STYLE, "other")),
    # With these the date beside them is another than the one that is written.
    **dict.fromkeys("turn not".split(), (BAR, "")),
    # Months of other calendars: the numbers beside them are theirs.
    **dict.fromkeys(
        (
            "muharram safar rabi jumada rajab shaban ramadan shawwal dhu nisan iyar sivan tammuz av elul tishrei tishri cheshvan kislev"
            " tevet shevat adar farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand"
            " vendémiaire brumaire frimaire nivôse pluviôse ventôse germinal floréal prairial messidor thermidor fructidor"
        ).split(),
        (FOREIGN, ""),
    ),
    # Words of a label that names a part of the conflict: surely one, or perhaps something beside it.
    **dict.fromkeys("phase stage period resumed resumption renewed".split(), (WORD, "part")),
    **dict.fromkeys(
        "battle engagement offensive campaign war siege fighting insurgency guerrilla operation raid attack".split(), (WORD, "phase")
    ),
    # What happens on one day of a war, or after it, and is none of its parts.
    **dict.fromkeys(
        (
            "treaty treaties peace armistice truce ceasefire surrender surrendered capitulation declaration declared ratification ratified"
            " effective signed signing accord accords convention annexation annexed proclaimed proclamation"
        ).split(),
        (WORD, "event"),
    ),
}
SYMBOLS: Final[dict[str, tuple[str, int | str]]] = {
    **dict.fromkeys("-‐‑‒–—―−〜～", (RANGE, "-")),
    "&": (AND, "and"),
    "+": (AND, "and"),
    "/": (SLASH, ""),
    ",": (COMMA, ""),
    ";": (STOP, ""),
    ":": (COLON, ""),
    "~": (CIRCA, "~"),
    "≈": (CIRCA, "~"),
    "?": (MAYBE, "?"),
    "(": (OPEN, ""),
    "[": (OPEN, ""),
    ")": (CLOSE, ""),
    "]": (CLOSE, ""),
}
PHRASES: Final[dict[str, tuple[str, int | str]]] = {
    "as of": (LEAD, "as of"),
    "according to": (NOISE, ""),
    "day of": (NOISE, ""),
    **dict.fromkeys(("no later than", "not later than"), (LEAD, "until")),
    **dict.fromkeys(("no earlier than", "not earlier than"), (LEAD, "from")),
    **dict.fromkeys(("or later", "or after", "at the earliest"), (LEAD, "onwards")),
    **dict.fromkeys(("or earlier", "or before", "at the latest"), (LEAD, "backwards")),
    "at least": (NOISE, ""),
    **dict.fromkeys(("up to", "up until"), (RANGE, "until")),
    **dict.fromkeys(("in progress", "on-going", "under way"), (PRESENT, "")),
    **dict.fromkeys(("to date", "to this day"), (PRESENT, "to")),
    "old style": (STYLE, "old"),
    "old-style": (STYLE, "old"),
    "new style": (STYLE, "new"),
    "new-style": (STYLE, "new"),
}
"""Words that say something else together than apart; those of kind present with `to` are the end of a range too."""
ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
        " seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
FOREIGN_ENDINGS: Final = frozenset("al ul ath awwal awal thani thaniya akhir akhira akhirah ula qidah qada qadah hijja hijjah ii".split())
"""Words that end a month's name of another calendar: `Rabi al-Awwal`."""
MONTHS: Final = {word: int(value) for word, (kind, value) in VOCABULARY.items() if kind == MONTH}
DURATION: Final = frozenset("year years month months week weeks day days hour hours and".split())
