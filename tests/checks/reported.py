"""Pages with findings, as reports get them."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from hypothesis import strategies as st

from infobox.checks.findings import SEVERITIES, Finding, Fix, Suggestion
from infobox.checks.reports import CheckedPage, report
from infobox.comparing import Change
from infobox.markup.edits import Edit
from infobox.positions import Lines
from infobox.record import Severity

PAGE = "{{Infobox military conflict\n| conflict = Battle of Aa\n| comander1 = Ney\n| date = 1 May 1809\n}}\n"
CHANGES = [
    Change("casualties1", "side 1, casualties", "", "changed", "figure", "100", "200"),
    Change("date", "date", "", "removed", "", "1809", ""),
]


def found(
    text: str,
    words: str,
    message: str = "say it otherwise",
    *,
    code: str = "P101",
    name: str = "unknown-parameter",
    severity: Severity = "warning",
    parameter: str = "",
    fix: str | None = None,
    safe: bool = True,
    cosmetic: bool = False,
    infobox: int = 1,
    at: int | None = None,
) -> Finding:
    """A finding about the first `words` of a page (or those at `at`), which `fix` would replace."""
    start = text.index(words) if at is None else at
    end = start + len(words)
    edit = None if fix is None else Fix((Edit(start, end, fix),), safe)
    return Finding(
        code, name, severity, parameter, start, end, *Lines(text).place(start), text[start:end][:200], message, edit, infobox, cosmetic
    )


def page(text: str = PAGE, *findings: Finding, path: str = "Battle_of_Aa.wikitext", title: str = "", label: str = "") -> CheckedPage:
    return CheckedPage(label or path, path, title, text, list(findings))


def typo(**more: Any) -> Finding:
    settings = {"parameter": "comander1", "fix": "commander1"} | more
    return found(PAGE, "comander1", "no parameter of the template; write commander1", **settings)


def printed(form: str, *pages: CheckedPage, color: bool = False) -> str:
    return "".join(report(form, iter(pages), color=color))


def suggested(text: str = PAGE) -> Finding:
    """The finding about the name with two suggestions, of which none is certain."""
    finding = found(text, "comander1", parameter="comander1")
    choices = {"write “commander1”": "commander1", "write “combatant1”": "combatant1"}
    suggestions = (Suggestion(what, (Edit(finding.start, finding.end, name),)) for what, name in choices.items())
    return msgspec.structs.replace(finding, message="no parameter of the template", suggestions=tuple(suggestions))


# -- suggestions ---------------------------------------------------------------------------------------------------------------------


PIECES = st.sampled_from(
    r"{{ }} [[ ]] | <nowiki> </nowiki> <ref> <!-- --> ~~~~ '' &lt; & % :: , ]( -{ __NOTOC__ https://a.b 東京 𝒳".split()
    + list("\n\r\t\x1b\0\u2028\u202e\x85\u200b\u0301\x7f")
)
WORDS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@st.composite
def checked(draw: st.DrawFn) -> CheckedPage:
    """Any page with findings anywhere in it, called and described in any words."""
    text = draw(WORDS) * draw(st.sampled_from([1, 1, 20]))
    findings = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        fix = draw(st.none() | WORDS)
        settings: dict[str, Any] = {"severity": draw(st.sampled_from(SEVERITIES)), "parameter": draw(WORDS), "safe": draw(st.booleans())}
        findings.append(found(text, text[start:end], draw(WORDS), at=start, fix=fix, **settings))
    path = draw(st.sampled_from(["a.txt", "-"]) | WORDS.filter(lambda words: not re.search("[\ud800-\udfff]", words)))
    title = draw(WORDS)
    return CheckedPage(draw(st.sampled_from([path, f"{path}[{title}]"])), path, title, text, findings)
