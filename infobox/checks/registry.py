"""Rules by code: a decorator registers a function, and its docstring is the documentation of its rule."""

from __future__ import annotations

import functools
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from infobox.checks.findings import Said
from infobox.record import Severity

if TYPE_CHECKING:
    from infobox.checks.edit import Versions
    from infobox.checks.subject import Subject

Fixes = Literal["safe", "unsafe", "some", "none"]
"""Whether a rule's findings can be fixed: always safely, never safely, some of them safely, not at all."""

Check = Callable[["Subject"], Iterable[Said]]
EditCheck = Callable[["Versions"], Iterable[Said]]


class Rule(NamedTuple):
    """One rule: `code` and `name` are stable; `default` is false for a rule that must be selected; a `cosmetic` one is about what no
    reader sees. One of `check` and `edit_check` is there: what looks at an infobox, or at two versions of it. An `english` one is for
    infoboxes of the English Wikipedia only: what others show, and which names they know, is not all known here.
    """

    code: str
    name: str
    severity: Severity
    fixes: Fixes
    default: bool
    cosmetic: bool
    documentation: Documentation
    check: Check | None
    edit_check: EditCheck | None
    english: bool = False


class Documentation(NamedTuple):
    """A rule's docstring in its parts: the `summary`, `why` it matters, a `bad` and a `good` example as wikitext, and what is to be
    known of the `fix`. Rules about edits have the old version in `bad_before` and `good_before`.
    """

    summary: str
    why: str
    bad: str
    good: str
    fix: str
    bad_before: str
    good_before: str


_SECTION: Final = re.compile(r"^(Why|Bad before|Bad|Good before|Good|Fix):[ ]?", re.MULTILINE)
_RULES: Final[dict[str, Rule]] = {}


def documented(docstring: str) -> Documentation:
    """The parts of a rule's docstring. Raises `ValueError` where one is missing."""
    pieces = _SECTION.split(inspect.cleandoc(docstring))
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    missing = [name for name in ("Why", "Bad", "Good", "Fix") if not parts.get(name, "").strip()]
    if missing or not pieces[0].strip():
        raise ValueError(f"the docstring has no part {', '.join(missing) or 'that says what it finds'}")

    def example(name: str) -> str:
        return inspect.cleandoc("\n" + parts.get(name, "")).strip("\n")

    def words(text: str) -> str:
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))

    bad, good, bad_before, good_before = map(example, ("Bad", "Good", "Bad before", "Good before"))
    return Documentation(words(pieces[0]), words(parts["Why"]), bad, good, words(parts["Fix"]), bad_before, good_before)


def rule(
    code: str, severity: Severity, *, fixes: Fixes = "none", default: bool = True, cosmetic: bool = False, english: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the rule `code`; its name with dashes is the rule's."""

    def register(check: Check) -> Check:
        _add(Rule(code, _name(check), severity, fixes, default, cosmetic, documented(check.__doc__ or ""), check, None, english))
        return check

    return register


def edit_rule(code: str, severity: Severity, *, default: bool = True) -> Callable[[EditCheck], EditCheck]:
    """Register a function as the rule `code`, which looks at what an edit did."""

    def register(check: EditCheck) -> EditCheck:
        _add(Rule(code, _name(check), severity, "none", default, False, documented(check.__doc__ or ""), None, check))
        return check

    return register


def _name(check: Check | EditCheck) -> str:
    return getattr(check, "__name__", "").replace("_", "-")


def _add(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"two rules are called {rule.code}")
    _RULES[rule.code] = rule


@functools.cache
def rules() -> dict[str, Rule]:
    """All rules by code, in order."""
    from infobox.checks import rules as room

    for module in pkgutil.iter_modules(room.__path__):
        import_module(f"{room.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))


def find(name: str) -> list[Rule]:
    """The rules that a code, a code's beginning, a name or `ALL` means; none where it means none."""
    every = list(rules().values())
    if name == "ALL":
        return every
    folded = name.strip().lower()
    named = [each for each in every if folded in (each.code.lower(), each.name)]
    return named or [each for each in every if folded and each.code.lower().startswith(folded)]
