"""Every form of input and every command that reads pages: the table of docs/forms.md, compared with what the commands give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Run, Runner
from tests.forms import FORMS, NAMES, OPTIONS

DOCUMENT = (Path(__file__).parent.parent / "docs" / "forms.md").read_text("utf-8")
TABLE = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in DOCUMENT.splitlines() if line.startswith("| ")]
VERBS = TABLE[0][1:]
ROWS = {row[0]: dict(zip(VERBS, row[1:], strict=True)) for row in TABLE[1:]}
ONE_PAGE = ("wikitext", "wikitext, compressed", "plain text extracted from a page")
ALL = [f"Battle of {name}" for name in NAMES]
OTHERS = [ALL[0], ALL[2]]


def test_the_table_has_every_form() -> None:
    assert list(ROWS) == list(FORMS)
    assert VERBS == ["parse", "check", "extract", "history"]


def done(run: Runner, verb: str, form: str, folder: Path) -> Run:
    """What a command gives for the file, folder or pattern of a form."""
    more = {
        "parse": ["--format", "jsonl"],
        "check": ["--format", "jsonl", "--isolated"],
        "extract": ["-o", "-", "--processes", "1"],
        "history": ["--format", "jsonl"],
    }[verb]
    columns = ["--text-column", "text"] if form in OPTIONS and verb != "history" else []
    return run(verb, FORMS[form](folder), "--quiet", *more, *columns)


def given(verb: str, form: str, result: Run) -> str:
    """What was given, in the words of the table."""
    if verb == "check":
        found = [f"Battle of {record['title']}" if record.get("title") else ALL[0] for record in result.records if record["code"] == "P102"]
        noun = "findings"
    elif verb == "history":
        found, noun = [f"Battle of {record['title']}" for record in result.records], "steps"
    else:
        found, noun = [record["conflict"]["text"] for record in result.records], "records"  # type: ignore[index]
    if not result.out and result.status == 2 and len(result.err.splitlines()) == 1:
        return "refused"
    if found == (ALL[:1] if form in ONE_PAGE else ALL) and not result.err:
        return noun
    if found == OTHERS and len(result.err.splitlines()) == 1 and "Bb" in result.err:
        return f"the other {noun}"
    return f"{result}"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_what_the_table_says(run: Runner, tmp_path: Path, form: str, verb: str) -> None:
    assert given(verb, form, done(run, verb, form, tmp_path)) == ROWS[form][verb]


@pytest.mark.parametrize("form", [form for form, row in ROWS.items() if "refused" not in (row["parse"], row["extract"])])
def test_parse_and_extract_give_the_same_bytes(run: Runner, tmp_path: Path, form: str) -> None:
    parsed, extracted = (done(run, verb, form, tmp_path).out for verb in ("parse", "extract"))
    assert parsed == extracted
    assert parsed


@pytest.mark.parametrize("form", ["7z", "zip"])
def test_parse_and_extract_say_the_same_of_what_they_refuse(run: Runner, tmp_path: Path, form: str) -> None:
    parsed, extracted = (done(run, verb, form, tmp_path).err for verb in ("parse", "extract"))
    assert extracted == parsed
    assert parsed
