"""Years counted from the beginning of a reign, and days of a calendar by the moon: `昭和20年8月15日`, `天正3年5月21日（1575年6月29日）`."""

from __future__ import annotations

from typing import Final

from infobox.language import concepts
from infobox.values.date_vocabulary import ABSENT, NUMBER, SLASH, UNKNOWN_WORD, YEAR, Terms, Word

REIGNED: Final = "20=1945"
"""The kind of a year of a reign, as a year of this era; the word for the reign stands before it."""
_NEAR: Final = 12
"""How many words before a year its reign is searched: `昭和12年7月7日 – 20年`."""
_LATE: Final = 11
"""From this month on a year of the moon may reach into the next year."""
_OF_DAYS: Final = frozenset((concepts.MONTH, NUMBER, concepts.OLD_CALENDAR, concepts.NOISE, concepts.PART, concepts.SEASON))
_LONGEST_REIGN: Final = 65
"""No era has lasted so many years."""
_LONGEST_GROUP: Final = 60
"""The most words in parentheses."""
_BETWEEN: Final = (concepts.RANGE, concepts.JOINT)


def take_reign(words: list[Word], number: Word) -> bool:
    """Turn the last word, a `number` with the mark of a year, into a year of the reign before it; false if there is none."""
    if number.kind not in (NUMBER, concepts.FIRST_OF_REIGN):
        return False
    count = 1 if number.kind == concepts.FIRST_OF_REIGN else int(number.value)
    place = _reign_before(words)
    if place < 0:
        return False
    first = int(words[place].value)
    for at in range(place + 1, len(words) - 1):
        if words[at].kind == NUMBER and at + 1 < len(words) and words[at + 1].kind in _BETWEEN and at == place + 1:
            words[at] = words[at].turned(REIGNED, _year(first, int(words[at].value)))  # `明治37–38年`
    words[-1] = number.turned(REIGNED, _year(first, count))
    return True


def _year(first: int, count: int) -> int:
    return first + count - 1 if first and count else 0


def _reign_before(words: list[Word]) -> int:
    """The place of the reign whose year the last word names; -1 if there is none: directly before, or before the start of the range."""
    if len(words) > 1 and words[-2].kind == concepts.ERA_NAME:
        return len(words) - 2
    if len(words) < 4 or words[-2].kind not in _BETWEEN:
        return -1
    for place in range(len(words) - 3, max(-1, len(words) - 3 - _NEAR), -1):
        kind = words[place].kind
        if kind == concepts.ERA_NAME:
            return place
        if kind == YEAR or not (kind == REIGNED or kind in _OF_DAYS):
            return -1
    return -1


def settled(words: list[Word], terms: Terms) -> list[Word]:
    """The words with years of this era alone.

    A date of a reign or by the moon goes if the same day stands beside it in this calendar. Otherwise its year stays, and its month and
    day where they are those of this calendar.
    """
    words = _with_unknown_reigns(words)
    kinds = {word.kind for word in words}
    if not kinds & {REIGNED, concepts.OLD_CALENDAR, concepts.ERA_NAME}:
        return words
    return _Settling([word for word in words if word.kind != concepts.ERA_NAME], terms.solar_from).settled()


def _with_unknown_reigns(words: list[Word]) -> list[Word]:
    """The words with small years after an unknown word as those of a reign that is not known: `大統3年` is not the year 3."""
    made = list(words)
    for place in range(1, len(made)):
        word = made[place]
        if word.kind == YEAR and isinstance(word.value, int) and 0 < word.value < _LONGEST_REIGN and _may_end_reign(made[place - 1]):
            made[place] = word.turned(REIGNED, 0)
    return made


def _may_end_reign(word: Word) -> bool:
    return word[:2] == UNKNOWN_WORD or word.kind == concepts.FIRST_OF_REIGN  # `太元8年`


class _Settling:
    """Words while they are settled; `made` are those that are."""

    def __init__(self, words: list[Word], solar_from: int) -> None:
        self.words = words
        self.solar_from = solar_from
        self.made: list[Word] = []
        self.dropped: set[int] = set()

    def settled(self) -> list[Word]:
        """All words, settled."""
        place = 0
        while place < len(self.words):
            word = self.words[place]
            if word.kind in (REIGNED, concepts.OLD_CALENDAR) and place not in self.dropped:
                place = self._settle_run(place)
                continue
            self.made += () if place in self.dropped else (word,)
            place += 1
        return self.made

    def _settle_run(self, start: int) -> int:
        """Settle the date of a reign, or by the moon, that begins at a place; return the place after it."""
        end = self._end_of_run(start)
        if self.words[start].kind == concepts.OLD_CALENDAR:
            if tuple(word.kind for word in self.made[-3:]) == (NUMBER, SLASH, NUMBER):
                del self.made[-3:]  # `8/3 âm lịch`
            self._drop_days()  # `15 tháng 8 âm lịch năm 1427`
        opening = self._opening_before(start)
        if opening >= 0:
            closing = self._closing(opening)
            if self._has_year(opening + 1, start) or self._has_year(end, closing):
                return end  # `（文永11年10月20日、1274年11月19日）`
            if self._dated_before(opening):
                self._leave_out(self.words[opening])
                return self._after_other_date(opening, start, end, closing)
        if end < len(self.words) and self.words[end].kind == concepts.OPENING:
            closing = self._closing(end)
            if self._has_year(end + 1, closing) and self._is_enough(start, end, closing):
                self.dropped |= {end, closing}
                if self.words[start].kind == concepts.OLD_CALENDAR and self.made and self.made[-1].kind == YEAR:
                    self.made.pop()  # `1636년 음력 12월 8일 (1637년 1월 3일)`
                return self._without_days(start, end, closing)
        if self._beside_year(start, end):
            return end
        self._convert(start, end)
        return end

    def _leave_out(self, left: Word) -> None:
        """Take a word out of what is settled, in which it is one of the last."""
        for place in range(len(self.made) - 1, -1, -1):
            if self.made[place] is left:
                del self.made[place]
                break

    def _end_of_run(self, start: int) -> int:
        """The place after the date that begins at a place: its months and days, and those to which it goes on."""
        words, place = self.words, start + 1
        moon = words[start].kind == concepts.OLD_CALENDAR
        while place < len(words):
            kind = words[place].kind
            following = words[place + 1].kind if place + 1 < len(words) else ""
            if kind in _OF_DAYS or (moon and kind in (YEAR, REIGNED)):
                place += 1
            elif following == REIGNED and (kind == SLASH or (kind == concepts.RANGE and self._leads_to_group(place + 1))):
                place += 2  # `延元元年/建武3年5月25日`, `天宝十四载－广德元年（755年－763年）`
            elif (kind in _BETWEEN or kind == SLASH) and (
                following in (concepts.MONTH, NUMBER) or (moon and following in (YEAR, concepts.OLD_CALENDAR))
            ):
                place += 2
            else:
                break
        return place

    def _leads_to_group(self, place: int) -> bool:
        """Whether a parenthesis with a range follows the date at a place: the same range in this calendar."""
        words = self.words
        while place < len(words) and words[place].kind in (*_OF_DAYS, REIGNED):
            place += 1
        if place == len(words) or words[place].kind != concepts.OPENING:
            return False
        return any(word.kind == concepts.RANGE for word in words[place : self._closing(place)])

    def _opening_before(self, start: int) -> int:
        """The place of the parenthesis in which a place is; -1 if it is in none."""
        depth = 0
        for place in range(start - 1, max(-1, start - 40), -1):
            kind = self.words[place].kind
            if kind == concepts.CLOSING:
                depth += 1
            elif kind == concepts.OPENING:
                if not depth:
                    return place
                depth -= 1
        return -1

    def _closing(self, opening: int) -> int:
        """The place of the parenthesis that closes the one at a place, or after the last word that may stand in it."""
        depth = 0
        last = min(len(self.words), opening + _LONGEST_GROUP)
        for place in range(opening, last):
            kind = self.words[place].kind
            depth += (kind == concepts.OPENING) - (kind == concepts.CLOSING)
            if not depth:
                return place
        return last

    def _has_year(self, start: int, end: int) -> bool:
        """Whether a year of this era stands between two places, and none of a reign."""
        kinds = [word.kind for word in self.words[start:end]]
        return YEAR in kinds and REIGNED not in kinds and concepts.OLD_CALENDAR not in kinds

    def _dated_before(self, opening: int) -> bool:
        """Whether a date of this era stands before a parenthesis."""
        return any(word.kind in (YEAR, concepts.MONTH) for word in self.made[-6:])

    def _after_other_date(self, opening: int, start: int, end: int, closing: int) -> int:
        """Drop a date in parentheses after the same in this calendar; days after `1582年（天正10年）` are those of the reign."""
        words = self.words
        days = any(word.kind in (concepts.MONTH, NUMBER) for word in words[opening:end])
        self.dropped |= set(range(end, closing + 1))
        year = words[start].value if words[start].kind == REIGNED else 0
        alone = not days and self.made[-1:] and self.made[-1].kind == YEAR
        if words[start].kind == concepts.OLD_CALENDAR and not days:
            self._drop_range()  # `5月21日（旧暦）`
            self._give_way(closing + 1)
        elif alone and isinstance(year, int) and year < self.solar_from:
            after = closing + 1
            while after < len(words) and words[after].kind in _OF_DAYS:
                after += 1
            self.made += _bars(words[closing + 1 : after])
            return after
        return closing + 1

    def _drop_range(self) -> None:
        """The same, of both ends if the last date is the end of a range: `10月5日－10月20日（農曆）`."""
        parts = (*_OF_DAYS, YEAR)
        sign = _start_of(self.made, parts, len(self.made)) - 1
        if sign < 1 or self.made[sign].kind not in _BETWEEN:
            self._drop_days()
            return
        end = self.made[sign:]
        start = self.made[_start_of(self.made, parts, sign) : sign]
        del self.made[sign:]
        if not any(word.kind == YEAR for word in start):
            del self.made[sign - len(start) :]
            end = [*_bars(start), *end[1:]]
        self._drop_days()
        if any(word.kind == YEAR for word in end):
            self.made += end
            self._drop_days()
        else:
            self.made += _bars(end)

    def _drop_days(self) -> None:
        """Take the month and day of the last date out of what is settled, as far as its year shows which."""
        days: list[Word] = []
        year = self.made.pop() if len(self.made) > 1 and self.made[-1].kind == YEAR and self.made[-2].kind in _OF_DAYS else None
        while self.made and self.made[-1].kind in _OF_DAYS:
            days.append(self.made.pop())
        if not any(word.kind == concepts.MONTH for word in days):
            self.made += [*reversed(days), *([year] if year is not None else [])]
            return
        self.made += [year] if year is not None else []
        self.made += _bars(days)

    def _give_way(self, place: int) -> None:
        """Leave the year of a date without its days to the same date of this calendar after a comma or slash at a place, if one follows:
        `1709년 6월 27일 (구력) / 7월 8일`.
        """
        sign, date = [*self.words[place : place + 2], ABSENT, ABSENT][:2]
        of_year = sign.kind in (concepts.COMMA, SLASH) and date.kind == YEAR
        if not of_year and not (sign.kind == SLASH and date.kind == concepts.MONTH):
            return
        self.dropped.add(place)
        if of_year and self.made and self.made[-1].kind == YEAR:
            self.made.pop()

    def _is_enough(self, start: int, end: int, closing: int) -> bool:
        """Whether the date in parentheses from `end` to `closing` states no less than that of this calendar from `start` on."""
        year = self.words[start].value
        of_moon = self.words[start].kind != REIGNED or (isinstance(year, int) and year < self.solar_from)
        kinds = {word.kind for word in self.words[end:closing]}
        return of_moon or concepts.MONTH in kinds or concepts.MONTH not in {word.kind for word in self.words[start:end]}

    def _without_days(self, start: int, end: int, closing: int) -> int:
        """Drop a date before the same of this calendar in parentheses; days after `建武2年（1335年）` are those of the reign."""
        year = self.words[start].value
        if not isinstance(year, int) or year >= self.solar_from:
            return end
        after = closing + 1
        if end == start + 1:
            after = self._end_of_days(after)
        if after + 1 < len(self.words) and self.words[after].kind in _BETWEEN and self.words[after + 1].kind in _OF_DAYS:
            # `永禄3年5月19日（1560年6月12日） - 7月2日（7月25日）`: the last day is one by the moon, too
            last = self._end_of_days(after + 1)
            converted = last < len(self.words) and self.words[last].kind == concepts.OPENING
            if converted and self._has_day(last + 1, self._closing(last)):
                self.dropped |= {*range(after + 1, last + 1), self._closing(last)}
                return end
            after = last
        if after > closing + 1:
            self.words[closing + 1 : after] = _bars(self.words[closing + 1 : after], ranged=end > start + 1)
        return end

    def _end_of_days(self, place: int) -> int:
        """The place after months and days that begin at a place."""
        while place < len(self.words) and self.words[place].kind in _OF_DAYS:
            place += 1
        return place

    def _has_day(self, start: int, end: int) -> bool:
        """Whether a month of this era stands between two places."""
        kinds = [word.kind for word in self.words[start:end]]
        return concepts.MONTH in kinds and REIGNED not in kinds and concepts.OLD_CALENDAR not in kinds

    def _beside_year(self, start: int, end: int) -> bool:
        """Whether the same date in this calendar stands beside it after a comma or slash."""
        words = self.words
        before = words[start - 1] if start else ABSENT
        after = words[end] if end < len(words) else ABSENT
        if before.kind in (concepts.COMMA, SLASH) and any(word.kind == YEAR for word in self.made[-7:]):
            self.made.pop()
            return True
        if after.kind in (concepts.COMMA, SLASH) and end + 1 < len(words) and words[end + 1].kind == YEAR:
            self.dropped.add(end)
            return True
        return False

    def _convert(self, start: int, end: int) -> None:
        """Add a date that stands alone: its year, and its month and day if they are those of this calendar."""
        run = self.words[start:end]
        moon = any(word.kind == concepts.OLD_CALENDAR for word in run)
        days: list[Word] = []
        solar = False
        last_year = max((number for number, word in enumerate(run) if word.kind in (REIGNED, YEAR)), default=-1)
        for number, word in enumerate(run):
            if word.kind in (REIGNED, YEAR):
                if not word.value:
                    self.made.append(word.turned(concepts.BAR))
                    return
                if self.made and number and run[number - 1].kind == SLASH:
                    continue
                solar = not moon and int(str(word.value).removesuffix("A").removesuffix("B")) >= self.solar_from
                self.made += _bars(days)
                days = []
                self.made.append(word.turned(YEAR, word.value))
            elif solar or (word.kind in _BETWEEN and number < last_year):
                self.made.append(word)
            else:
                days.append(word)
        self.made += _bars(days)


def _start_of(words: list[Word], kinds: tuple[str, ...], end: int) -> int:
    """The place of the first of the words of these kinds that end before a place."""
    while end and words[end - 1].kind in kinds:
        end -= 1
    return end


def _bars(days: list[Word], *, ranged: bool = False) -> list[Word]:
    """A word that bars the reading if days by the moon may lie in the next year, or, if they are `ranged`, end a range of other days."""
    late = [day for day in days if day.kind == concepts.MONTH and (ranged or int(day.value) >= _LATE)]
    return [late[0].turned(concepts.BAR)] if late else []
