"""The names of concepts: what words mean to the grammars that read and write values, in any language.

They are the keys of a lexicon's files, and the values of some keys; docs/lexicon.md says what each of them means. Fates, kinds of figures
and outcomes have the record's names.
"""

from __future__ import annotations

from typing import Final, Literal

# -- dates: the kinds of words ----------------------------------------------------------------------------------------------------------
MONTH: Final = "month"
MONTH_ALONE: Final = "month alone"
SEASON: Final = "season"
ORDINAL: Final = "ordinal"
DAY_IN_WORDS: Final = "day in words"
ORDINAL_ENDING: Final = "ordinal ending"
DECADE_ENDING: Final = "decade ending"
DECADE_BEFORE: Final = "decade before"
DECADE_ONLY: Final = "decade only"
CENTURY: Final = "century"
YEAR_MARK: Final = "year mark"
MONTH_MARK: Final = "month mark"
DAY_MARK: Final = "day mark"
ERA_NAME: Final = "era name"
FIRST_OF_REIGN: Final = "first of a reign"
OLD_CALENDAR: Final = "old calendar"
CIRCA_AFTER: Final = "circa after"
PRESENT: Final = "present"
NOW: Final = "now"
UP_TO_NOW: Final = "up to now"
RANGE: Final = "range"
TO: Final = "to"
TO_A_TIME: Final = "to a time"
UNTIL: Final = "until"
JOINT: Final = "joint"
AND: Final = "and"
OR: Final = "or"
LEAD: Final = "lead"
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
NOISE: Final = "noise"
ERA: Final = "era"
BEFORE: Final = "before"
AFTER: Final = "after"
OTHER: Final = "other"
"""Of eras and styles: years and days of another calendar."""
UNIT: Final = "unit"
DURATION: Final = "duration"
COUNT: Final = "count"
HALF_DAY: Final = "half day"
HOUR_MARK: Final = "hour mark"
HOUR_LEAD: Final = "hour lead"
ZONE: Final = "time zone"
STYLE: Final = "style"
OLD: Final = "old"
NEW: Final = "new"
BAR: Final = "bar"
FOREIGN: Final = "other calendar"
FOREIGN_ENDING: Final = "other calendar ending"
LABEL: Final = "label"
IS_PART: Final = "part"
PHASE: Final = "phase"
EVENT: Final = "event"
COMMA: Final = "comma"
OPENING: Final = "opening"
CLOSING: Final = "closing"

# -- periods: words around the time of a qualifier
TIME_OF: Final = "time of"
FATE: Final = "fate"
ROLE: Final = "role"
REIGN: Final = "reign"
FIGURE: Final = "figure"
ESTIMATE: Final = "estimate"
PRESUMED: Final = "presumed"
RANK: Final = "rank"
ADVERB: Final = "adverb"
ONLY: Final = "only"
ONLY_AFTER: Final = "only after"
ARTICLE: Final = "article"
TERM: Final = "term"
BOUND: Final = "bound"
SURELY_UNTIL: Final = "surely until"
AT: Final = "at"
AT_AFTER: Final = "at after from"
UNDATED: Final = "without a year"
UP_TO_TODAY: Final = "counted up to today"
LASTING: Final = "lasting"
WHOSE: Final = "whose"
OFFICE_END: Final = "end of office"
GOES_ON: Final = "goes on"
GOES_UNTIL: Final = "goes on until"
PERIOD_WORD: Final = "word of periods"

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
YEARS: Final = "years"
WEEK: Final = "week"
DAY: Final = "day"

# -- numbers and figures ----------------------------------------------------------------------------------------------------------------
# Bits: a word carries its concepts as one integer (`Token.senses`), and a grammar tests several together: `token.senses & (STOP | JOIN)`.
# The name of each is that of its section in the lexicon's files, in capitals, with `_WORD` after it if another kind has a concept of that
# name; some have no section, and come from other words, from capitals and from endings. Small integers are faster, so the concepts
# that are tested most come first.
STOP: Final = 1 << 0
JOIN: Final = 1 << 1
FATE_WORD: Final = 1 << 2
FATE_NOUN: Final = 1 << 3
PEOPLE: Final = 1 << 4
FORMATION: Final = 1 << 5
THING: Final = 1 << 6
ANIMAL: Final = 1 << 7
UNCHANGED: Final = 1 << 8
GENERAL: Final = 1 << 9
WHOSE_WORD: Final = 1 << 10
DROPPED: Final = 1 << 11
KEPT: Final = 1 << 12
VERB: Final = 1 << 13
SCALE_WORD: Final = 1 << 14
MEASURE: Final = 1 << 15
BESIDE_FATE: Final = 1 << 16
GENITIVE: Final = 1 << 17
NUMBER_AND: Final = 1 << 18
BEFORE_YEAR: Final = 1 << 19
ADVERB_WORD: Final = 1 << 20
PLURAL: Final = 1 << 21
MONTH_NAME: Final = 1 << 22
CAPITAL: Final = 1 << 23
"""A word with a capital that marks it as part of a name."""
SMALL: Final = 1 << 24
"""A word without capitals, or with a capital that means nothing."""
STARTS_NUMBER: Final = 1 << 25
"""The first word of a number in words."""
EXACTNESS_END: Final = 1 << 26
"""The last word, or the sign, of a phrase for the exactness of a figure."""
AFTER_START: Final = 1 << 27
"""The first word of such a phrase after the figure."""
PHRASE_START: Final = 1 << 28
"""The first word of a fate of several words."""
NOUN_START: Final = 1 << 29
"""The first word of a noun of several words."""

ONE_SCALE: Final = 1 << 30
DOUBTFUL_SCALE: Final = 1 << 31
DECIMAL_SCALE: Final = 1 << 32
ONE_OF_SCALE: Final = 1 << 33
ABBREVIATION: Final = 1 << 34
ONE: Final = 1 << 35
TEN: Final = 1 << 36
PART_WORD: Final = 1 << 37
PEOPLES: Final = 1 << 38
MASS: Final = 1 << 39
EITHER: Final = 1 << 40
COUNTABLE: Final = 1 << 41
COUNTED_WITH_ADJECTIVE: Final = 1 << 42
EMPTY: Final = 1 << 43
CONDITION: Final = 1 << 44
IN_NAMES: Final = 1 << 45
NAME_CLASS: Final = 1 << 46
LINKING: Final = 1 << 47
NAME_ARTICLE: Final = 1 << 48
BEARING_ARMS: Final = 1 << 49
CIVILIAN: Final = 1 << 50
BRANCH: Final = 1 << 51
ONE_OF_A_NATION: Final = 1 << 52
REGION: Final = 1 << 53
ONE_OF_A_NAME: Final = 1 << 54
NOUN_LINK: Final = 1 << 55
WITH_COMPLEMENT: Final = 1 << 56
DEFINITE: Final = 1 << 57
INDEFINITE: Final = 1 << 58
DEMONSTRATIVE: Final = 1 << 59
POSSESSIVE: Final = 1 << 60
THEM: Final = 1 << 61
ALL: Final = 1 << 62
RELATIVE: Final = 1 << 63
PARTICIPLE_COMPLEMENT: Final = 1 << 64
NOT_ONE: Final = 1 << 65
NOT_NUMBERED: Final = 1 << 66
VAGUE: Final = 1 << 67
COMPARISON: Final = 1 << 68
CLOSES_LIST: Final = 1 << 69
LISTED: Final = 1 << 70
ADDED: Final = 1 << 71
LISTS_PARTS: Final = 1 << 72
COUNTS: Final = 1 << 73
OVERALL: Final = 1 << 74
RANGE_WORD: Final = 1 << 75
RANGE_TO: Final = 1 << 76
RANGE_FROM: Final = 1 << 77
RANGE_BETWEEN: Final = 1 << 78
RANGE_AND: Final = 1 << 79
RATIO: Final = 1 << 80
RATIO_LINK: Final = 1 << 81
SHARE: Final = 1 << 82
ONE_IN: Final = 1 << 83
PER: Final = 1 << 84
CENT: Final = 1 << 85
TIMES: Final = 1 << 86
DASH_STRONG: Final = 1 << 87
DASH_ABOUT: Final = 1 << 88
DASH_NOUN: Final = 1 << 89
PASSIVE: Final = 1 << 90
WENT: Final = 1 << 91
BEFORE_FATE_WORD: Final = 1 << 92
FATE_TAIL: Final = 1 << 93
MOSTLY: Final = 1 << 94
PARTLY_WORD: Final = 1 << 95
CRIPPLING: Final = 1 << 96
SUFFERED: Final = 1 << 97
OF_WAR: Final = 1 << 98
LOST: Final = 1 << 99
LOSES: Final = 1 << 100
DEAD: Final = 1 << 101
NO_NOUN_BEFORE_FATE: Final = 1 << 102
MONEY: Final = 1 << 103
AGE: Final = 1 << 104
CALIBRE: Final = 1 << 105
TYPE: Final = 1 << 106
PAGE_WORD: Final = 1 << 107
DESIGNATION: Final = 1 << 108
NUMBERED_THING: Final = 1 << 109
NUMBERED_WORD: Final = 1 << 110
NUMBERED_FIRST: Final = 1 << 111
EVENT_WORD: Final = 1 << 112
REPORT: Final = 1 << 113
PART_OF_YEAR: Final = 1 << 114
BEFORE_SHORT_YEAR: Final = 1 << 115
BEFORE_ANY_YEAR: Final = 1 << 116
WHEN: Final = 1 << 117
LEADS_TO_DAY: Final = 1 << 118
DATE_JOIN: Final = 1 << 119
ERA_WORD: Final = 1 << 120
ERA_IN_ANY_LETTERS: Final = 1 << 121
ERA_BEFORE_YEAR: Final = 1 << 122
ESTIMATED: Final = 1 << 123
BEFORE_YEAR_IN_NOTE: Final = 1 << 124
OUT_OF: Final = 1 << 125

PART_START: Final = 1 << 126
"""The first word of a part of a whole."""
NUMBERED_FORMATION: Final = 1 << 127
"""A formation in the singular: `7 Squadron`."""
HUMAN: Final = 1 << 128
"""People, and nothing else."""
PARTICIPLE: Final = 1 << 129
"""Comes from the ending of a word alone, like `ADVERB_WORD`, `PLURAL`, `VERBAL` and `OF_PEOPLE`."""
VERBAL: Final = 1 << 130
OF_PEOPLE: Final = 1 << 131
PEOPLE_OF: Final = 1 << 132
"""A word of `WHOSE_WORD` that may name people, or its plural: `British`, `Germans`."""
NAMED_BODY: Final = 1 << 133
NOT_KNOWN: Final = 1 << 134
BARE_SCALE: Final = 1 << 150
ELIDED: Final = 1 << 135
ROUGH_SCALE: Final = 1 << 136
ARTICLE_ONE: Final = 1 << 137
COMPLEMENT: Final = 1 << 138
AMONG: Final = 1 << 139
FELLED: Final = 1 << 140
SCALE_LINK: Final = 1 << 141
COUNTED_LINK: Final = 1 << 142
ODDS: Final = 1 << 143
SHARE_AFTER: Final = 1 << 144
EACH: Final = 1 << 145

LOST_THING: Final = "lost"
"""The kind of `lost` until it is known what was lost."""
COUNTER: Final = "counter"
ODD: Final = "odd"
EXACTNESS: Final = "exactness"
EXACTNESS_AFTER: Final = "exactness_after"
FATE_LETTER: Final = "fate_letter"
FATE_PHRASE: Final = "fate_phrase"
INHERITS: Final = "inherits"
OF_WHICH: Final = "of_which"
BEFALLS: Final = "befalls"
NOUN_PHRASE: Final = "noun_phrase"
PART_LINK: Final = "part_link"
RATE: Final = "rate"
APIECE: Final = "each"
"""The name of `EACH`."""
DOUBTFUL_LOSS: Final = "doubtful_loss"
ABOUT: Final = "about"
AT_LEAST: Final = "at_least"
AT_MOST: Final = "at_most"
EXACTLY: Final = "exactly"
REST: Final = "rest"
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
AFTER_LAST: Final = "after_last"
OF_OTHERS: Final = "of_others"
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
"""What became of a person, from a marker after the name."""
KILLED_IN_ACTION: Final = "killed_in_action"
WOUNDED_IN_ACTION: Final = "wounded_in_action"
MISSING_IN_ACTION: Final = "missing_in_action"
PRISONER_OF_WAR: Final = "prisoner_of_war"
SURRENDERED: Final = "surrendered"
DEFECTED: Final = "defected"
ABSENT_WITHOUT_LEAVE: Final = "absent_without_leave"
DIED: Final = "died"
DEATHS: Final[frozenset[Fate]] = frozenset(
    ("killed_in_action", "presumed_killed", "died_of_wounds", "executed", "assassinated", "suicide", "died")
)
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
"""Where a language puts the victor (`victor` in its settings): before the victory, after it, or after it with a word between."""

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
FAILURE: Final = "failure"

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
USER: Final = "user"
USER_TALK: Final = "user_talk"

# -- persons ----------------------------------------------------------------------------------------------------------------------------
BODY: Final = "body"
UNNAMED: Final = "unnamed"
OFFICE: Final = "office"
OFFICE_PAGE: Final = "office_page"
PARTICLE: Final = "particle"
EXPLAINING: Final = "explaining"

# -- what rules about pages look for ----------------------------------------------------------------------------------------------------
WHOLE_ARMY: Final = "whole_army"
LEADERS: Final = "leaders"
NO_ARMY: Final = "no_army"
ALTERNATIVE: Final = "alternative"
CLAIMED_BY: Final = "claimed_by"
INCOMPLETE: Final = "incomplete"
NOT_COUNTED: Final = "not_counted"
COUNTED_WHEN: Final = "counted_when"
COUNTED_PARTLY: Final = "counted_partly"
TOTAL: Final = "total"
BEFORE_TOTAL: Final = "before_total"
AFTER_TOTAL: Final = "after_total"
ENDS_TOTAL: Final = "ends_total"
NO_LOSS: Final = "no_loss"
MAYBE_AMONG: Final = "maybe_among"
NAMES_EVENT: Final = "names_event"
COUNTED_TOGETHER: Final = "counted_together"
SAYS: Final = "says"
LAND_ARMY: Final = "land_army"
SUPPORTERS: Final = "supporters"
ADDS_NOTHING: Final = "adds_nothing"
BESIDE_STRENGTH: Final = "beside_strength"
CREWLESS: Final = "crewless"
CHANGE: Final = "change"
MEASURED: Final = "measured"
FIGURE_BEGINS: Final = "figure_begins"
NOBODYS: Final = "nobodys"
LED_TO: Final = "led_to"
ALL_BEFORE: Final = "all_before"
ALL_COUNTED: Final = "all_counted"
ALL_LINK: Final = "all_link"
ALL_SIDES: Final = "all_sides"
ALL_AFTER: Final = "all_after"
NO_PERSON: Final = "no_person"
SHIP_PREFIX: Final = "ship_prefix"
SHIP: Final = "ship"
DEATH: Final = "death"
DEATH_ON: Final = "death_on"
GRADED: Final = "graded"
GRADED_VICTORY: Final = "graded_victory"
NAMES_VICTOR: Final = "names_victor"
OTHER_ENDING: Final = "other_ending"
PLACEHOLDER: Final = "placeholder"
SAMPLE: Final = "sample"
SAMPLE_PAGE: Final = "sample_page"
PAGE_NUMBER: Final = "page_number"
BEFORE_ADDRESS: Final = "before_address"
VERSUS: Final = "versus"
REPLACED: Final = "replaced"
SAME_VICTOR: Final = "same_victor"
STRONGER: Final = "stronger"
WEAKER: Final = "weaker"
NONSENSE: Final = "nonsense"
NONSENSE_ALONE: Final = "nonsense_alone"
UNCOUNTED: Final = "uncounted"

# -- names of parties -------------------------------------------------------------------------------------------------------------------
PARTY: Final = "party"
STATE: Final = "state"
UNLIKE: Final = "unlike"
ALONE: Final = "alone"
