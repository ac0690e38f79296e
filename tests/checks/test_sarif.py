"""Findings as SARIF: valid for any page, with the places of the file."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from infobox.checks.checking import check_page
from infobox.checks.findings import SEVERITIES
from infobox.checks.registry import rules
from infobox.checks.reports import CheckedPage
from infobox.checks.reports.fingerprints import fingerprints
from infobox.checks.reports.sarif import uri
from infobox.pages.export_places import ExportedText, escaped
from tests.checks.reported import PAGE, checked, found, page, printed, suggested, typo

SARIF = Draft4Validator(json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8")))


def sarif(*pages: CheckedPage) -> dict[str, Any]:
    """The only run of a valid log."""
    log = json.loads(printed("sarif", *pages))
    assert [error.message for error in SARIF.iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert isinstance(run, dict)
    return run


def test_sarif_counts_in_the_file_of_an_export() -> None:
    written = ExportedText(escaped(PAGE.replace("Battle", "<b>Battle</b>")), 10, 7)
    text = written.text
    findings = (found(text, "{{Infobox"), found(text, "<b>Battle</b> of", fix="<i>"), suggested(text))
    exported = page(text, *findings, path="dump.xml", label="dump.xml[Aa]", title="Aa")._replace(place=written)
    results = sarif(exported)["results"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    first = len("| conflict = ") + 1
    shown = "&lt;b&gt;Battle&lt;/b&gt; of"
    assert regions == [
        {"startLine": 10, "startColumn": 7, "endLine": 10, "endColumn": 16, "snippet": {"text": "{{Infobox"}},
        {"startLine": 11, "startColumn": first, "endLine": 11, "endColumn": first + len(shown), "snippet": {"text": shown}},
        {"startLine": 12, "startColumn": 3, "endLine": 12, "endColumn": 12, "snippet": {"text": "comander1"}},
    ]
    assert results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "&lt;i&gt;"}
    assert [result["locations"][0]["logicalLocations"] for result in results] == [[{"name": "Aa", "kind": "page"}]] * 3


def test_sarif_result_and_rule() -> None:
    finding = typo()
    run = sarif(page(PAGE, finding, path="pages/Battle of Aa.wikitext"))
    region = {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 12, "charOffset": 56, "charLength": 9}
    file = {"uri": "pages/Battle%20of%20Aa.wikitext"}
    (result,) = run["results"]
    assert result.pop("fixes")[0]["artifactChanges"] == [
        {"artifactLocation": file, "replacements": [{"deletedRegion": region, "insertedContent": {"text": "commander1"}}]}
    ]
    assert result == {
        "ruleId": "P101",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "no parameter of the template; write commander1"},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region | {"snippet": {"text": "comander1"}}}}],
        "partialFingerprints": {"infobox/v1": fingerprints(page(PAGE, finding))[0]},
        "properties": {"infobox": 1, "parameter": "comander1"},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "infobox"
    assert re.match(r"\d+\.\d+", driver["version"])
    (rule,) = driver["rules"]
    known = rules()["P101"]
    assert rule["id"] == "P101"
    assert rule["name"] == known.name
    assert rule["fullDescription"] == {"text": known.documentation.summary}
    assert known.documentation.why in rule["help"]["markdown"]
    assert known.documentation.why in rule["help"]["text"]


def test_sarif_without_findings_is_a_run_without_results() -> None:
    assert sarif()["results"] == sarif(page())["results"] == []


def test_sarif_of_every_kind_of_finding_is_valid() -> None:
    long = "{{Infobox military conflict\n" + "| a = 東京\n" * 40 + "}}"
    kinds = [
        *(typo(severity=severity, code=f"Z90{place}", name="none-such") for place, severity in enumerate(SEVERITIES)),
        typo(cosmetic=True),
        typo(safe=False),
        typo(fix=None, parameter=""),
        typo(code="P102", name="misspelt-parameter", fix=""),
        found(PAGE, "", at=10, fix="inserted"),
        found(PAGE, "Ney\n| date"),
        found(PAGE, "", at=len(PAGE)),
    ]
    run = sarif(page(PAGE, *kinds), page(), page(long, found(long, long)), page(PAGE, typo(), path="odd/:ä #?%[x]\\\n.txt"))
    assert [result["level"] for result in run["results"][:3]] == ["error", "warning", "note"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["Z900", "Z901", "Z902", "P101", "P102"]
    assert "snippet" not in run["results"][-2]["locations"][0]["physicalLocation"]["region"]


def test_sarif_of_real_findings_is_valid() -> None:
    findings = check_page(PAGE, list(rules().values()))
    assert findings
    assert len(sarif(page(PAGE, *findings))["results"]) == len(findings)


def test_sarif_of_a_page_in_an_export_has_no_region_of_the_file() -> None:
    (result,) = sarif(page(PAGE, typo(), path="dump.xml", label="dump.xml[Aa {1}]", title="Aa {1}"))["results"]
    assert "fixes" not in result
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "dump.xml"}},
            "logicalLocations": [{"name": "Aa {1}", "kind": "page"}],
            "message": {"text": "line 3, column 3 of the page Aa {{1}}"},
        }
    ]


def test_sarif_messages_hold_no_placeholders_and_no_links() -> None:
    (result,) = sarif(page(PAGE, msgspec.structs.replace(typo(), message="use {{ubl}} for [a](b)")))["results"]
    assert result["message"] == {"text": r"use {{{{ubl}}}} for \[a\](b)"}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a.txt", "a.txt"),
        ("./pages/Schlacht bei Öl.txt", "pages/Schlacht%20bei%20%C3%96l.txt"),
        ("File:x?#%.txt", "File%3Ax%3F%23%25.txt"),
        ("../up.txt", "../up.txt"),
        ("-", "-"),
        (os.fsdecode(b"caf\xe9.txt"), "caf%E9.txt"),
        pytest.param("/pages/a b.txt", "file:///pages/a%20b.txt", marks=pytest.mark.skipif(os.name == "nt", reason="paths of Unix")),
    ],
)
def test_uris(path: str, address: str) -> None:
    assert uri(path) == address
    assert urlsplit(address).scheme in ("", "file")
    assert os.fsencode(path.removeprefix("./")) == unquote_to_bytes(urlsplit(address).path)


def test_sarif_has_suggestions_as_properties_never_as_fixes() -> None:
    (result,) = json.loads(printed("sarif", page(PAGE, suggested())))["runs"][0]["results"]
    assert "fixes" not in result
    assert "perhaps: write “commander1”" in result["message"]["text"]
    one, other = result["properties"]["suggestions"]
    assert [each["description"]["text"] for each in (one, other)] == ["write “commander1”", "write “combatant1”"]
    ((replacement,),) = (change["replacements"] for change in one["artifactChanges"])
    assert replacement["insertedContent"] == {"text": "commander1"}
    assert (replacement["deletedRegion"]["startLine"], replacement["deletedRegion"]["startColumn"]) == (3, 3)


@given(checked())
def test_sarif_of_any_page_is_valid(one: CheckedPage) -> None:
    assert len(sarif(one)["results"]) == len(one.findings)
