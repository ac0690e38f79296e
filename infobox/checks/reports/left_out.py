"""What reports leave out, so that they can say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from infobox.checks.checking import PageFindings
from infobox.checks.findings import Finding, is_severe
from infobox.plurals import many
from infobox.record import Severity


class LeftOut(NamedTuple):
    """How many findings were left out: `ignored`, because a comment in a page asks for it; `warnings` and `infos`, because they are not
    severe enough. `full` has the codes of rules that stop after so many findings in an infobox, and did.
    """

    ignored: int = 0
    warnings: int = 0
    infos: int = 0
    full: frozenset[str] = frozenset()

    def and_also(self, other: LeftOut) -> LeftOut:
        """What two of them left out together."""
        numbers = (self.ignored + other.ignored, self.warnings + other.warnings, self.infos + other.infos)
        return LeftOut(*numbers, self.full | other.full)

    @property
    def words(self) -> str:
        """The same in one line: `2 warnings, 3 ignored in pages`; empty if nothing was left out."""
        counted = ((self.warnings, "warning", "warnings"), (self.infos, "info", "info"), (self.ignored, *2 * ("ignored in pages",)))
        parts = [many(number, one, several) for number, one, several in counted if number]
        return ", ".join([*parts, *(f"perhaps more of {code}" for code in sorted(self.full))])


def reported(found: PageFindings, least: Severity) -> tuple[list[Finding], LeftOut]:
    """The findings of a page that are severe enough, and what is left out."""
    findings = severe(found.findings, least)
    less = [finding.severity for finding in found.findings if not is_severe(finding.severity, least)]
    return findings, LeftOut(found.ignored, less.count("warning"), less.count("info"), found.full)


def severe(findings: Iterable[Finding], least: Severity) -> list[Finding]:
    """The findings of a severity or above."""
    return [finding for finding in findings if is_severe(finding.severity, least)]
