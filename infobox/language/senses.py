"""What the words of numbers and figures mean, as bits: a word carries its concepts as one integer (`Token.senses`).

The name of each is that of its section in the lexicon's files, in capitals; some have no section, and are found by other words, by capitals
and by the ends of words. A word is looked up once, and a grammar asks for several senses at once: `token.senses & (STOP | JOIN)`. With
small integers that is faster, so what most words are asked for comes first.
"""

from __future__ import annotations

from typing import Final

STOP: Final = 1 << 0
JOIN: Final = 1 << 1
FATE: Final = 1 << 2
FATE_NOUN: Final = 1 << 3
PEOPLE: Final = 1 << 4
FORMATION: Final = 1 << 5
THING: Final = 1 << 6
ANIMAL: Final = 1 << 7
UNCHANGED: Final = 1 << 8
GENERAL: Final = 1 << 9
WHOSE: Final = 1 << 10
DROPPED: Final = 1 << 11
KEPT: Final = 1 << 12
VERB: Final = 1 << 13
SCALE: Final = 1 << 14
MEASURE: Final = 1 << 15
BESIDE_FATE: Final = 1 << 16
GENITIVE: Final = 1 << 17
NUMBER_AND: Final = 1 << 18
BEFORE_YEAR: Final = 1 << 19
ADVERB: Final = 1 << 20
PLURAL: Final = 1 << 21
MONTH_NAME: Final = 1 << 22
CAPITAL: Final = 1 << 23
"""A word that begins with a capital, which says that it is a name's."""
SMALL: Final = 1 << 24
"""A word without capitals, or whose capital says nothing."""
STARTS_NUMBER: Final = 1 << 25
"""The first word of a number in words."""
EXACTNESS_END: Final = 1 << 26
"""The last word or the sign of what says how exact a figure is."""
BEHIND_START: Final = 1 << 27
"""The first word of what says so behind the figure."""
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
PART: Final = 1 << 37
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
RANGE: Final = 1 << 75
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
BEFORE_FATE: Final = 1 << 92
FATE_TAIL: Final = 1 << 93
MOSTLY: Final = 1 << 94
PARTLY: Final = 1 << 95
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
PAGE: Final = 1 << 107
DESIGNATION: Final = 1 << 108
NUMBERED_THING: Final = 1 << 109
NUMBERED: Final = 1 << 110
NUMBERED_FIRST: Final = 1 << 111
EVENT: Final = 1 << 112
REPORT: Final = 1 << 113
PART_OF_YEAR: Final = 1 << 114
BEFORE_SHORT_YEAR: Final = 1 << 115
BEFORE_ANY_YEAR: Final = 1 << 116
WHEN: Final = 1 << 117
LEADS_TO_DAY: Final = 1 << 118
DATE_JOIN: Final = 1 << 119
ERA: Final = 1 << 120
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
"""What the end of a word says alone, as do `ADVERB`, `PLURAL`, `VERBAL` and `OF_PEOPLE`."""
VERBAL: Final = 1 << 130
OF_PEOPLE: Final = 1 << 131
PEOPLE_OF: Final = 1 << 132
"""A word of `WHOSE` that may name people, or its plural: `British`, `Germans`."""
