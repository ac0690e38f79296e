"""The documentation of the rules: a page for each, made from its docstring, and a list of all rules.

``python -m infobox.checks.documentation FOLDER`` writes the pages and removes those of rules that no longer exist.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Final

from infobox.checks.registry import Rule, rules

_FIXES: Final = {
    "safe": "safe (`--fix`)",
    "unsafe": "unsafe (`--fix --unsafe`)",
    "some": "for some of the findings",
    "none": "none",
}


def page(rule: Rule) -> str:
    """The documentation of one rule as Markdown."""
    documentation = rule.documentation
    facts = [f"Severity: {rule.severity}", f"Fix: {_FIXES[rule.fixes]}"]
    facts += [
        *_remarks(
            rule,
            "Off unless selected",
            "Cosmetic: readers see no difference; off unless selected, or with `--cosmetic`",
            "For edits only (`--edit`)",
        ),
        *_where(rule),
    ]
    parts = [
        f"# {rule.code} {rule.name}",
        documentation.summary,
        " · ".join(facts),
        "## Why",
        documentation.why,
        "## Example",
    ]
    if documentation.bad_before:
        parts += ["Before the edit:", _block(documentation.bad_before), "Reported after it:", _block(documentation.bad)]
        parts += ["Before another edit:", _block(documentation.good_before), "Not reported after it:", _block(documentation.good)]
    else:
        parts += ["Reported:", _block(documentation.bad), "Not reported:", _block(documentation.good)]
    parts += ["## Fix", documentation.fix[:1].upper() + documentation.fix[1:]]
    return "\n\n".join(parts) + "\n"


def _where(rule: Rule) -> list[str]:
    """Where a rule applies, unless it looks at all of every infobox."""
    wikis, listed, _, closed, over = rule.where
    found = [f"Looks at: {over.words}"] if over is not None else []
    if listed:
        found.append("Only where all parameters of the template are known: on the English Wikipedia, and with a profile of your own")
    if wikis:
        found.append(f"Only in these Wikipedias: {', '.join(wikis)}")
    if closed:
        found.append("Only if the infobox is closed")
    return found


def _block(example: str) -> str:
    return f"```wikitext\n{example}\n```"


def index() -> str:
    """The list of all rules as Markdown."""
    lines = ["| code | name | severity | fix | |", "|---|---|---|---|---|"]
    for rule in rules().values():
        remarks = ", ".join(_remarks(rule, "off by default", "cosmetic", "edits"))
        lines.append(f"| [{rule.code}]({file_name(rule)}) | `{rule.name}` | {rule.severity} | {rule.fixes} | {remarks} |")
    head = (
        "[Checking](../checking.md) explains the letters of the codes, the severities, fixes, and how to choose rules;\n"
        "`infobox explain CODE` prints a page. The pages are made from the docstrings in `infobox/checks/rules/` by `make rules`."
    )
    return "\n".join(["# Rules", "", head, "", *lines, ""])


def _remarks(rule: Rule, off: str, cosmetic: str, edits: str) -> list[str]:
    """Those of three remarks that apply to a rule."""
    true = (not rule.default, rule.cosmetic, rule.about_edits)
    return list(itertools.compress((off, cosmetic, edits), true))


def file_name(rule: Rule) -> str:
    """The file name of a rule's page."""
    return f"{rule.code}-{rule.name}.md"


def pages() -> dict[str, str]:
    """All pages by file name."""
    return {"README.md": index()} | {file_name(rule): page(rule) for rule in rules().values()}


def main(folder: Path) -> None:
    """Write all pages into a folder, and remove those of rules that no longer exist."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
