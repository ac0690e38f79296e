"""An edit in one line, as for a list of edits to look at: what it did to the infoboxes of a page, the most serious first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from infobox.checks.findings import Finding, Hit, shortened
from infobox.checks.registry import Rule
from infobox.plurals import many

_NAMED: Final = 3
"""How many other rules are named."""


def summary(title: str, done: Iterable[tuple[Rule, Hit]], others: Sequence[Finding]) -> str:
    """What was done, one kind after the other, with what exactly if it was done once, and how many `others` there are: findings of rules
    that are not about edits. Empty if there is nothing.
    """
    kinds: dict[str, list[tuple[Rule, Hit]]] = {}
    for rule, hit in done:
        kinds.setdefault(rule.code, []).append((rule, hit))
    ordered = sorted(kinds.values(), key=lambda found: (found[0][0].done.rank if found[0][0].done is not None else 0, found[0][0].code))
    said = [*map(_said, ordered), *([_counted(others)] if others else [])]
    return f"{f'{shortened(title)}: ' if title else ''}{', '.join(said)}" if said else ""


def _said(found: Sequence[tuple[Rule, Hit]]) -> str:
    rule, hit = found[0]
    assert rule.done is not None
    number = sum(each.times for _, each in found)
    words = rule.done.one if number == 1 else f"{number} {rule.done.several}"
    return f"{words} ({hit.detail})" if hit.detail and len(found) == 1 else words


def _counted(findings: Sequence[Finding]) -> str:
    names = [name for name, _ in Counter(finding.name for finding in findings).most_common()]
    named = ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])
    return f"{many(len(findings), 'new finding')} ({named})"
