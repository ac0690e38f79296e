"""A wiki judges the fixes: after a safe one, a reader sees the same page but for what the rule is about."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.registry import Rule, rules
from tests.checks.cases import cases, marked, whole
from tests.live.mediawiki import MediaWiki
from tests.live.views import differences, view
from tests.test_readme import ROOT

JUDGED: Final = tomllib.loads((Path(__file__).parent / "renderings.toml").read_text("utf-8"))
ABLE: Final = [rule for rule in rules().values() if rule.fixes in ("safe", "some")]


class Trial(NamedTuple):
    """A page before and after the safe fixes of one rule, and where it is from."""

    code: str
    where: str
    before: str
    after: str


def trials() -> list[Trial]:
    """The safe fixes of every rule, each rule alone, in the pages of its tests and its documentation and in all fixtures."""
    by_name = {rule.name: rule for rule in ABLE}
    tested = [(case, by_name[case["rule"]]) for case in cases() if case["rule"] in by_name]
    pages = [(f"{case['file']}: {case['why']}", marked(case["page"])[0], [rule]) for case, rule in tested]
    pages += [(f"documentation of {rule.code}", whole(rule.documentation.bad), [rule]) for rule in ABLE]
    fixtures = sorted((ROOT / "fixtures").rglob("*.wikitext"))
    pages += [(str(path.relative_to(ROOT)), path.read_text("utf-8"), ABLE) for path in fixtures]
    return [trial for where, page, able in pages for trial in _of_page(where, page, able)]


def _of_page(where: str, page: str, able: Sequence[Rule]) -> list[Trial]:
    found = {finding.code for finding in check_page(page, able) if finding.fix is not None and finding.fix.safe}
    done = [Trial(code, where, page, fix_page(page, [rules()[code]], cosmetic=True).text) for code in sorted(found)]
    return [trial for trial in done if trial.after != page]


def test_a_safe_fix_changes_only_what_its_rule_is_about(mediawiki: MediaWiki) -> None:
    tried = trials()
    html = mediawiki.rendered([text for trial in tried for text in (trial.before, trial.after)])
    changed: dict[str, set[str]] = {trial.code: set() for trial in tried}
    wrong = []
    for trial, before, after in zip(tried, html[::2], html[1::2], strict=True):
        found = differences(view(before), view(after))
        changed[trial.code] |= found
        if more := found - set(JUDGED["rule"].get(trial.code, {}).get("may", ())):
            wrong.append(f"{trial.code} also changes {', '.join(sorted(more))}: {trial.where}\n{trial.before}\n--->\n{trial.after}")
    assert not wrong, "\n\n".join(wrong)
    # What no page shows is not allowed either, and no rule goes untried without a reason.
    observed = {code: sorted(found) for code, found in changed.items() if found}
    assert observed == {code: sorted(entry["may"]) for code, entry in JUDGED["rule"].items()}
    assert {rule.code for rule in ABLE} - changed.keys() == JUDGED["untried"].keys()


def test_cosmetic_fixes_change_nothing_that_the_real_template_shows() -> None:
    """Where the tests' wiki shows a difference, the reason says what hides it on a real one."""
    for code, entry in JUDGED["rule"].items():
        assert entry["why"]
        assert not rules()[code].cosmetic or "Module:InfoboxImage" in entry["why"], code


SEEN: Final = [
    ("A<br>B", "A<br/>B", set()),
    ("A<br>B", "A B", {"lines"}),
    ("* A", "A", {"lines"}),
    ("A B", "B A", {"order"}),
    ("A", "A B", {"words added"}),
    ("A B", "A", {"words lost"}),
    ("A", "A!", {"signs"}),
    ("[[A]]", "[[B|A]]", {"links"}),
    ("[[A]]", "A", {"links"}),
    ("''A''", "A", {"styles"}),
    ("<strike>A</strike>", "<s>A</s>", set()),
]


def test_what_a_reader_sees(mediawiki: MediaWiki) -> None:
    html = mediawiki.rendered([text for before, after, _ in SEEN for text in (before, after)])
    found = [differences(view(before), view(after)) for before, after in zip(html[::2], html[1::2], strict=True)]
    assert list(zip(SEEN, found, strict=True)) == [(case, case[2]) for case in SEEN]
