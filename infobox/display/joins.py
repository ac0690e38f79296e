"""Whether a line continues after a ``<br>``, from signs and from words of the page's language (``joins.toml``)."""

from __future__ import annotations

import re
from typing import Final

from infobox.language import concepts, signs
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of, whole

Chunks = list[tuple[str, int, int]]
"""The pieces of a line: words, style, place."""

_OPEN_SIGN: Final = rf"(?:[&/(=]|[{signs.TILDES}]|\s[{signs.PLAIN_DASHES}])"
_BROKEN_RANGE: Final = re.compile(rf"\d[{signs.DASHES}]\s*\Z")
_FIGURE: Final = re.compile(r"[0-9][0-9,.]{0,20}")
_DASH_AND_FIGURE: Final = re.compile(rf"\s*[{signs.DASHES}]\s*([0-9][0-9,.]{{0,20}})")
_DASHES: Final = tuple(signs.DASHES)
_NO_DIGITS: Final = re.compile(r"[^0-9]+")
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\s*\((\d{1,2})\)\s*(?=\S|\Z)")
_ENOUGH: Final = 80


class Joins:
    """The patterns for joints of lines in one language: words as they are written inside a line."""

    def __init__(self, lexicon: Lexicon) -> None:
        joins = lexicon.joins
        persons, counted = whole(joins.of(concepts.COUNTED_PERSONS)), whole(joins.of(concepts.COUNTED_PERSONS, concepts.COUNTED_THINGS))
        self.any_case: bool = joins.settings.get("nouns_have_capitals", False)
        """Whether nouns may have a capital anywhere."""
        case = re.IGNORECASE if self.any_case else re.NOFLAG
        phrase = rf"(?:\A|[:;,(>])\s*(?i:{any_of(joins.of(concepts.OPEN_PHRASE))})"
        self.open_end = re.compile(rf"(?:{whole(joins.of(concepts.OPEN_END))}|{phrase}|{_OPEN_SIGN}),?\s*\Z")
        running = joins.of(concepts.RUNNING_START)
        # Words of both kinds begin a figure if a digit follows, perhaps after an article: `de 300 à 400 morts`, `tra i 300 e i 400`.
        begins = rf"(?!\s*{whole(both)}\s*(?:[^\W\d_]{{1,3}}['’\s]\s*)?\d)" if (both := running & joins.of(concepts.FIGURE_START)) else ""
        self.running_start = re.compile(rf"{begins}\s*(?:{whole(running)}|&(?=\w))(?!\s*:)")
        about = any_of({word.rstrip(".") for word in joins.of(concepts.ABOUT)})
        self.bare_figure = re.compile(
            rf"(?:(?:[{signs.ABOUT}<>±.]|{about})*\s*)?\d[{signs.DASHES}{signs.GROUP_SPACES}\d,.+]*{any_of(joins.of(concepts.SCALE))}?\s*\Z"
        )
        self.counted = re.compile(counted, case)
        self.counted_start = re.compile(rf"\s*{persons}", case)
        # What begins another figure: an estimate beside the one before it.
        self.figure_start = re.compile(rf"\s*(?:{any_of(joins.of(concepts.ABOUT))}|{whole(joins.of(concepts.FIGURE_START))})")
        joint = joins.of(concepts.AND, concepts.OR)
        self.between_flags = re.compile(rf"(?:[{signs.PLAIN_DASHES}\s/&+,;|·•→]|{whole(joint)})*")
        """What separates one flag from the next."""
        self.between_marks = rf"(?:[{signs.PLAIN_DASHES}\s,;/&+]|{whole(joint | joins.of(concepts.THEN))})"
        """What separates one mark of a fate from the next, as a part of a pattern."""
        self.joins_marks = re.compile(rf"{self.between_marks}*").fullmatch


def _tail(chunks: Chunks, lexicon: Lexicon) -> str:
    text = ""
    for words, _, _ in reversed(chunks):
        text = words[-_ENOUGH:] + text
        if len(text) >= _ENOUGH:
            break
    return lexicon.spelling.text(text)


def open_end(chunks: Chunks, lexicon: Lexicon) -> bool:
    """Whether the line ends in the middle of a phrase."""
    return _is_open(_tail(chunks, lexicon), lexicon.grammar(Joins))


def _is_open(tail: str, known: Joins) -> bool:
    return known.open_end.search(tail[-24:]) is not None


def _is_in_parentheses(tail: str) -> bool:
    tail = signs.folded(tail)
    return tail.rfind("(") > tail.rfind(")")


def continues(chunks: Chunks, words: str, lexicon: Lexicon) -> bool:
    """Whether `words` after a ``<br>`` continue the line."""
    if not words or not chunks:
        return False
    tail = _tail(chunks, lexicon)
    known = lexicon.grammar(Joins)
    words = lexicon.spelling.text(words, lexicon.joins.single)
    if not lexicon.understood:
        broken = _BROKEN_RANGE.search(tail) is not None and words.lstrip()[:1].isdigit()
        return broken or _is_open(tail, known) or _is_in_parentheses(tail)
    return known.running_start.match(words) is not None or _is_broken(tail, words, known)


def runs_on(chunks: Chunks, words: str, lexicon: Lexicon) -> bool:
    """Whether only the beginning of `words` shows that they continue the line: `of these`, `in other sources`."""
    known = lexicon.grammar(Joins)
    words = lexicon.spelling.text(words, lexicon.joins.single)
    runs = bool(chunks) and lexicon.understood and known.running_start.match(words) is not None
    return runs and not _is_broken(_tail(chunks, lexicon), words, known)


def is_next_number(chunks: Chunks, words: str) -> bool:
    """Whether `words` begin with the number that follows the one with which the line begins: `(1) North`, `(2) South`."""
    number = _NUMBER.match(words)
    before = _NUMBER.match("".join(piece[:_ENOUGH] for piece, _, _ in chunks[:2])) if number is not None else None
    return number is not None and before is not None and int(number[1]) == int(before[1]) + 1


def ends_range(chunks: Chunks, words: str, lexicon: Lexicon) -> bool:
    """Whether `words` begin with a dash and the upper end of a range that the line begins: `10,000`, `– 12,000 men`."""
    return _ends_range(_tail(chunks, lexicon), words, lexicon.grammar(Joins))


def _ends_range(tail: str, words: str, known: Joins) -> bool:
    high = _DASH_AND_FIGURE.match(words) if words.lstrip()[:1] in _DASHES else None
    if high is None or len(tail) >= _ENOUGH or known.bare_figure.match(tail.strip()) is None:
        return False
    low = _FIGURE.findall(tail)[-1]
    return int(_NO_DIGITS.sub("", low)) < int(_NO_DIGITS.sub("", high[1]))


def _is_broken(tail: str, words: str, known: Joins) -> bool:
    """Whether a phrase, a number or a parenthesis is split between the end of a line and the words after it."""
    if _ends_range(tail, words, known) or _is_open(tail, known):
        return True
    begin = words.lstrip()[:1]
    if begin.isdigit() and _BROKEN_RANGE.search(tail) is not None:
        return True
    lower = begin.islower()
    if lower and tail.rstrip().endswith(","):
        return True
    counted = (lower or known.any_case) and known.counted_start.match(words) is not None
    if counted and known.counted.search(tail) is None and _DIGIT.search(tail) is not None:
        return True
    if (lower or counted) and len(tail) < _ENOUGH and known.bare_figure.match(tail.strip()) is not None:
        return known.figure_start.match(words) is None
    return _is_in_parentheses(tail)
