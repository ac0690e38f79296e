"""A wiki judges the fixes: after a safe one, a reader sees the same page but for what the rule is about."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, NamedTuple

from infobox.checks.fixing import fix_page
from infobox.checks.registry import Rule, rules
from tests.checks.cases import cases, marked, whole
from tests.live.mediawiki import MediaWiki
from tests.live.views import differences, view
from tests.test_readme import ROOT

ALLOWED: Final = tomllib.loads((Path(__file__).parent / "renderings.toml").read_text("utf-8"))["rule"]


class Trial(NamedTuple):
    """A page before and after the safe fixes of one rule, and where it is from."""

    code: str
    where: str
    before: str
    after: str


def trials() -> list[Trial]:
    """Every page of the tests and of the rules' documentation that a safe fix changes, with each of these fixes alone."""
    able = [rule for rule in rules().values() if rule.fixes in ("safe", "some")]
    pages = {f"{case['file']}: {case['why']}": marked(case["page"])[0] for case in cases() if "before" not in case}
    pages |= {f"documentation of {rule.code}": whole(rule.documentation.bad) for rule in able}
    pages |= {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "fixtures").rglob("*.wikitext"))}
    return [trial for where, page in pages.items() for trial in _of_page(where, page, able)]


def _of_page(where: str, page: str, able: list[Rule]) -> list[Trial]:
    done = [Trial(rule.code, where, page, fix_page(page, [rule], cosmetic=True).text) for rule in able]
    return [trial for trial in done if trial.after != page]
