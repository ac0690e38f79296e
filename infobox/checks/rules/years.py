"""The rule about years with a digit too many or too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infobox.checks.findings import Hit, Suggestion
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.shared.wrong_years import WrongYear, wrong_years
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit


@rule("D606", "error", over=Scope(wrong_years, "years of dates"))
def wrong_year(_: Subject, years: Sequence[WrongYear]) -> Iterator[Hit]:
    """A year with a digit too many or too few: `19444`, `194`.

    The date, templates in it, and the times in parentheses after names are checked. A year of three digits is reported only if another
    year of the infobox, or the same month elsewhere on the page, shows that it is a slip.

    Why: Readers see a year that cannot be right, and programs file the conflict under the wrong year, or under none.

    Bad:
        | date = 6 June 19444

    Good:
        | date = 6 June 1944

    Fix: none; only a source gives the right year. The years that were probably meant are suggested.
    """
    for year in years:
        digits = "too many" if len(year.digits) > 4 else "too few"
        yield Hit(year.start, year.end, f"the year “{year.digits}” has a digit {digits}; correct it", suggestions=_suggestions(year))


def _suggestions(year: WrongYear) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(f"write {meant}", (Edit(year.start, year.end, str(meant)),)) for meant in year.meant)
