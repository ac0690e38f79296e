"""The names of concepts: what words mean to the grammars that read and write values, in whatever language they are.

The keys of a lexicon's files, and the values of those that have some. Fates, kinds of figures and outcomes are called as in the record.
"""

from __future__ import annotations

from typing import Final, Literal

# -- dates: the kinds of words ----------------------------------------------------------------------------------------------------------
MONTH: Final = "month"
"""Values are the numbers of the months; the first word of each is the one that is written beside a day."""
MONTH_ALONE: Final = "month alone"
"""The same for the words that are written without a day, if a language has others: `июнь 1944`, `6 июня 1944`."""
SEASON: Final = "season"
"""Values are numbers as in EDTF, from 21 for spring."""
ORDINAL: Final = "ordinal"
"""Numbers in words that count: `first`; values are the numbers."""
ORDINAL_ENDING: Final = "ordinal ending"
DECADE_ENDING: Final = "decade ending"
"""What makes a year a decade: `1940s`."""
DECADE_ONLY: Final = "decade only"
"""What says that `1700s` are no century."""
CENTURY: Final = "century"
YEAR_MARK: Final = "year mark"
"""What says that the number before it is a year, a month or a day: `年`, `月`, `日`."""
MONTH_MARK: Final = "month mark"
DAY_MARK: Final = "day mark"
PRESENT: Final = "present"
NOW: Final = "now"
UP_TO_NOW: Final = "up to now"
RANGE: Final = "range"
"""What leads from the first to the last of a range."""
TO: Final = "to"
UNTIL: Final = "until"
JOINT: Final = "joint"
AND: Final = "and"
OR: Final = "or"
LEAD: Final = "lead"
"""What says on which side of a day a time lies; `onwards` and `backwards` stand after the day."""
SINCE: Final = "since"
FROM: Final = "from"
BETWEEN: Final = "between"
AS_OF: Final = "as of"
ONWARDS: Final = "onwards"
BACKWARDS: Final = "backwards"
CIRCA: Final = "circa"
MAYBE: Final = "maybe"
UNKNOWN: Final = "unknown"
PART: Final = "part of a time"
"""`early`, `mid`, `late`: nothing is made of them."""
NOISE: Final = "noise"
"""What may stand in a date and says nothing."""
ERA: Final = "era"
BEFORE: Final = "before"
AFTER: Final = "after"
OTHER: Final = "other"
"""Of eras and styles: years and days of another calendar."""
UNIT: Final = "unit"
"""What is counted or measured: a number before it is no year and no day."""
DURATION: Final = "duration"
COUNT: Final = "count"
HALF_DAY: Final = "half day"
ZONE: Final = "time zone"
STYLE: Final = "style"
OLD: Final = "old"
NEW: Final = "new"
BAR: Final = "bar"
"""What makes the date beside it another than the one that is written."""
FOREIGN: Final = "other calendar"
"""Months of other calendars: the numbers beside them are theirs."""
FOREIGN_ENDING: Final = "other calendar ending"
LABEL: Final = "label"
"""What a word before a time says of it: that it is a part of the conflict, a phase perhaps, or an event of one day that is no part."""
IS_PART: Final = "part"
PHASE: Final = "phase"
EVENT: Final = "event"
COMMA: Final = "comma"
OPENING: Final = "opening"
CLOSING: Final = "closing"
"""Signs of a script's own: `、`, `（`, `）`."""

# -- periods: the words around the time of a qualifier
TIME_OF: Final = "time of"
"""What a time is the time of, by what it says of numbers beside it."""
FATE: Final = "fate"
ROLE: Final = "role"
REIGN: Final = "reign"
FIGURE: Final = "figure"
ESTIMATE: Final = "estimate"
"""What may stand before and after the time of a figure, with up to two words of its own before."""
PRESUMED: Final = "presumed"
"""What may stand before a fate."""
RANK: Final = "rank"
"""What may stand before a role."""
ADVERB: Final = "adverb"
ONLY: Final = "only"
ONLY_AFTER: Final = "only after"
ARTICLE: Final = "article"
TERM: Final = "term"
"""What is counted by an ordinal before a time: `2nd term: 1814`."""
BOUND: Final = "bound"
"""What leads to the time of a qualifier; `surely until` leaves no doubt that what follows is a time."""
SURELY_UNTIL: Final = "surely until"
AT: Final = "at"
AT_AFTER: Final = "at after from"
LASTING: Final = "lasting"
"""With these the day beside a fate is no day of the fate: `POW since 1943`."""
WHOSE: Final = "whose"
OFFICE_END: Final = "end of office"
GOES_ON: Final = "goes on"
GOES_UNTIL: Final = "goes on until"
"""What says after a time that it is its first, or its last, day."""
PERIOD_WORD: Final = "word of periods"
"""What dates in qualifiers are made of, months, seasons, centuries and eras apart."""

# -- places: words of coordinates
COMPASS: Final = "compass"
NORTH: Final = "north"
SOUTH: Final = "south"
EAST: Final = "east"
WEST: Final = "west"
ANGLE: Final = "angle"
DEGREE: Final = "degree"
MINUTE: Final = "minute"
SECOND: Final = "second"

# -- units of the time between two days
YEAR: Final = "year"
WEEK: Final = "week"
DAY: Final = "day"

# -- numbers and figures ----------------------------------------------------------------------------------------------------------------
EXACTNESS: Final = "exactness"
EXACTNESS_BEHIND: Final = "exactness_behind"
FATE_LETTER: Final = "fate_letter"
FATE_PHRASE: Final = "fate_phrase"
INHERITS: Final = "inherits"
NOUN_PHRASE: Final = "noun_phrase"
PART_LINK: Final = "part_link"
ABOUT: Final = "about"
AT_LEAST: Final = "at_least"
AT_MOST: Final = "at_most"
EXACTLY: Final = "exactly"
KILLED: Final = "killed"
WOUNDED: Final = "wounded"
MISSING: Final = "missing"
CAPTURED: Final = "captured"
DESERTED: Final = "deserted"
DESTROYED: Final = "destroyed"
DAMAGED: Final = "damaged"
CASUALTIES: Final = "casualties"

# -- fates ------------------------------------------------------------------------------------------------------------------------------
SIGN: Final = "sign"
MARK: Final = "mark"
PAGE: Final = "page"
COUNTED: Final = "counted"
BEFORE_FATE: Final = "before_fate"
AFTER_FATE: Final = "after_fate"
LIFE: Final = "life"

Fate = Literal[
    "killed_in_action",
    "presumed_killed",
    "died_of_wounds",
    "wounded_in_action",
    "missing_in_action",
    "prisoner_of_war",
    "surrendered",
    "executed",
    "assassinated",
    "suicide",
    "defected",
    "absent_without_leave",
    "died",
]
"""What became of a person, from a marker behind the name."""
KILLED_IN_ACTION: Final = "killed_in_action"
PRESUMED_KILLED: Final = "presumed_killed"
DIED_OF_WOUNDS: Final = "died_of_wounds"
WOUNDED_IN_ACTION: Final = "wounded_in_action"
MISSING_IN_ACTION: Final = "missing_in_action"
PRISONER_OF_WAR: Final = "prisoner_of_war"
SURRENDERED: Final = "surrendered"
EXECUTED: Final = "executed"
ASSASSINATED: Final = "assassinated"
SUICIDE: Final = "suicide"
DEFECTED: Final = "defected"
ABSENT_WITHOUT_LEAVE: Final = "absent_without_leave"
DIED: Final = "died"
DEATHS: Final[frozenset[Fate]] = frozenset((KILLED_IN_ACTION, PRESUMED_KILLED, DIED_OF_WOUNDS, EXECUTED, ASSASSINATED, SUICIDE, DIED))
"""Fates of those who died."""

# -- results ----------------------------------------------------------------------------------------------------------------------------
OUTCOME: Final = "outcome"
VICTOR: Final = "victor"
SUCCESS: Final = "success"
SUCCEEDING: Final = "succeeding"
SUCCESSFUL: Final = "successful"
PARTLY: Final = "partly"
WINNING: Final = "winning"
WON: Final = "won"
PREDICATE: Final = "predicate"
COPULA: Final = "copula"
QUALITY: Final = "quality"
PYRRHIC: Final = "pyrrhic"
DECISIVE: Final = "decisive"
INITIAL: Final = "initial"
IN_FACT: Final = "in_fact"
SCOPE: Final = "scope"
PLACED: Final = "placed"
BREAK: Final = "break"
CLAIM: Final = "claim"
EVERYBODY: Final = "everybody"
NOBODY: Final = "nobody"
NEITHER: Final = "neither"
VICTOR_FOLLOWS: Final = "victor_follows"
SURELY: Final = "surely"
NO_VICTOR: Final = "no_victor"
NAME_JOINT: Final = "name_joint"
COMPANY: Final = "company"
NAME: Final = "name"
NUMBER: Final = "number"
NUMBERED: Final = "numbered"
NO_PARTICIPLE: Final = "no_participle"
DEED: Final = "deed"
RISING: Final = "rising"
NO_NAME: Final = "no_name"

LINKED: Final = "linked"
"""Where a language puts the victor, `victor` in its settings: before the victory, after it, after it with a word between."""

Outcome = Literal[
    "victory",
    "decisive_victory",
    "pyrrhic_victory",
    "inconclusive",
    "stalemate",
    "ceasefire",
    "agreement",
    "withdrawal",
    "failure",
    "other",
]
"""How a conflict ended."""
VICTORY: Final = "victory"
DECISIVE_VICTORY: Final = "decisive_victory"
PYRRHIC_VICTORY: Final = "pyrrhic_victory"
INCONCLUSIVE: Final = "inconclusive"
STALEMATE: Final = "stalemate"
CEASEFIRE: Final = "ceasefire"
AGREEMENT: Final = "agreement"
WITHDRAWAL: Final = "withdrawal"
FAILURE: Final = "failure"

# -- persons and other names ------------------------------------------------------------------------------------------------------------

# -- lines that go on -------------------------------------------------------------------------------------------------------------------
OF: Final = "of"
BY: Final = "by"
THEN: Final = "then"
OPEN_END: Final = "open_end"
OPEN_PHRASE: Final = "open_phrase"
RUNNING_START: Final = "running_start"
SCALE: Final = "scale"
COUNTED_PERSONS: Final = "counted_persons"
COUNTED_THINGS: Final = "counted_things"
FIGURE_START: Final = "figure_start"

# -- namespaces -------------------------------------------------------------------------------------------------------------------------
TEMPLATE: Final = "template"
FILE: Final = "file"
CATEGORY: Final = "category"
