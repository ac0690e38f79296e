"""Rules by code: a decorator registers a function as a rule, whose documentation is the function's docstring."""

from __future__ import annotations

import functools
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, overload

from infobox.checks.findings import Hit
from infobox.checks.scope import Holding, InfoboxCheck, Scope, ScopedCheck, T, Where
from infobox.record import Severity

if TYPE_CHECKING:
    from infobox.checks.reviewing import Removal, Revisions

Fixes = Literal["safe", "unsafe", "some", "none"]
"""Whether a rule's findings can be fixed: safely, unsafely, some of them, or not at all."""

EditCheck = Callable[["Revisions"], Iterable[Hit]]
RemovalCheck = Callable[["Removal"], Iterable[Hit]]


class Done(NamedTuple):
    """How the summary of an edit words what a rule about edits found, `one` finding or `several`; `rank` is 1 for the most serious.
    `leaves` is how the codes of the rules begin whose findings in the same infobox follow from it, and are not reported as well.
    """

    one: str
    several: str
    rank: int
    leaves: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One rule: `code` and `name` are stable; `default` is false for a rule that must be selected; a `cosmetic` rule is about what readers
    do not see. One of three is set: `check`, which looks at an infobox, `edit_check`, which looks at two versions of it, or
    `removal_check`, which looks at one that an edit removed; for the last two, `done` is set as well. `where` says where a `check`
    applies, which finds nothing elsewhere.
    """

    code: str
    name: str
    severity: Severity
    fixes: Fixes
    default: bool
    cosmetic: bool
    documentation: Documentation
    check: InfoboxCheck | None
    edit_check: EditCheck | None
    where: Where = Where()
    removal_check: RemovalCheck | None = None
    done: Done | None = None

    @property
    def about_edits(self) -> bool:
        """Whether the rule is about edits, not about pages."""
        return self.done is not None


class Documentation(NamedTuple):
    """The parts of a rule's docstring: the `summary`, `why` it matters, a `bad` and a `good` example as wikitext, and notes on the `fix`.
    Rules about edits have the old versions in `bad_before` and `good_before`.
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
    """The parts of a rule's docstring. Raises `ValueError` if one is missing."""
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


@overload
def rule(
    code: str,
    severity: Severity,
    *,
    fixes: Fixes = "none",
    default: bool = True,
    cosmetic: bool = False,
    wikis: tuple[str, ...] = (),
    listed: bool = False,
    holding: Holding = (),
    closed: bool = False,
) -> Callable[[InfoboxCheck], InfoboxCheck]: ...


@overload
def rule(
    code: str,
    severity: Severity,
    *,
    fixes: Fixes = "none",
    default: bool = True,
    cosmetic: bool = False,
    wikis: tuple[str, ...] = (),
    listed: bool = False,
    holding: Holding = (),
    closed: bool = False,
    over: Scope[T],
) -> Callable[[ScopedCheck[T]], ScopedCheck[T]]: ...


def rule(
    code: str, severity: Severity, *, fixes: Fixes = "none", default: bool = True, cosmetic: bool = False, **where: Any
) -> Callable[[Callable[..., Iterable[Hit]]], Callable[..., Iterable[Hit]]]:
    """Register a function as the rule `code`. The rule's name is the function's, with dashes. The other arguments say where the rule
    applies (`Where`); with `over`, the function takes the parts of the infobox that it looks at, of which there is at least one.
    """
    place = Where(**where)

    def register(check: Callable[..., Iterable[Hit]]) -> Callable[..., Iterable[Hit]]:
        parts = documented(check.__doc__ or "")
        _add(Rule(code, _name(check), severity, fixes, default, cosmetic, parts, place.bound(check), None, place))
        return check

    return register


def edit_rule(code: str, severity: Severity, done: Done, *, default: bool = True) -> Callable[[EditCheck], EditCheck]:
    """Register a function as the rule `code` about edits of an infobox."""

    def register(check: EditCheck) -> EditCheck:
        _add(Rule(code, _name(check), severity, "none", default, False, documented(check.__doc__ or ""), None, check, done=done))
        return check

    return register


def removal_rule(code: str, severity: Severity, done: Done, *, default: bool = True) -> Callable[[RemovalCheck], RemovalCheck]:
    """Register a function as the rule `code` about infoboxes that an edit removed."""

    def register(check: RemovalCheck) -> RemovalCheck:
        documentation = documented(check.__doc__ or "")
        _add(Rule(code, _name(check), severity, "none", default, False, documentation, None, None, removal_check=check, done=done))
        return check

    return register


def _name(check: Callable[..., Iterable[Hit]]) -> str:
    return getattr(check, "__name__", "").replace("_", "-")


def _add(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"two rules are called {rule.code}")
    _RULES[rule.code] = rule


@functools.cache
def rules() -> dict[str, Rule]:
    """All rules by code, in order."""
    from infobox.checks import rules as package

    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))


def find(name: str) -> list[Rule]:
    """The rules that match a code, the beginning of a code, a name or `ALL`; an empty list if none does."""
    every = list(rules().values())
    if name == "ALL":
        return every
    folded = name.strip().lower()
    named = [each for each in every if folded in (each.code.lower(), each.name)]
    return named or [each for each in every if folded and each.code.lower().startswith(folded)]
