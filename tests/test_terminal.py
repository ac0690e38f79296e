"""Nothing in a page, a file name, a setting or an argument acts on a terminal, whatever the command and the format."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infobox
from infobox import cli
from infobox.checks.reports import FORMATS
from infobox.cli import COMMANDS
from infobox.controls import as_json, escaped, visible, visible_lines
from infobox.record import Conflict
from tests.command_line import Runner

DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ACTING = "".join(map(chr, (*range(1, 0x20), *range(0x7F, 0xA0)))) + "\u2028\u2029" + DIRECTION
"""What must not be printed as it is; NUL, which neither pages nor names can contain, is among the cases of `visible`."""
RAW = re.compile(f"[{re.escape(ACTING.replace(chr(10), ''))}\0\ud800-\udfff\ufffd]")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
IN_LINE = ACTING.replace("\n", "").replace("\r", "")
NAME = os.fsdecode(b"n\xff") + ACTING
"""Of a file: not even UTF-8."""
PAGE = (
    f"Before {ACTING}.\n"
    "{{Infobox military conflict\n"
    f"| conflict = Battle &#x9b;{ACTING}&#x202e;\n"
    f"| date = {IN_LINE} 12 May 1940 – 3 May 1940 {IN_LINE}\n"
    f"| place = [[a{IN_LINE}b]]\n"
    f"| image = a{IN_LINE}.jpg\n"
    f"| result = * a{IN_LINE}b\n"
    f"| combatant1 = {{{{flag|x{IN_LINE}y}}}} (q{IN_LINE}r)<br>{{{{odd{IN_LINE}name|x}}}}\n"
    f"| combatant2 = B<ref>{ACTING}</ref>\n"
    f"| Commander{IN_LINE} 2 = [[C{IN_LINE}]]\n"
    f"| casualties1 = 300 killed{IN_LINE}<br>* 40{IN_LINE} guns\n"
    f"| casualties2 = 300 {DIRECTION}killed{DIRECTION}\n"
    f"| image_size = 300{DIRECTION}px\n"
    f"| map_type = a{ACTING}b\n"
    f"| weather{IN_LINE} = fog{ACTING}fog\n"
    f"| Units 1 = [[A]]\n"
    "}}\n"
    f"{ACTING}\n"
)
EDITED = PAGE.replace("300 killed", "400 killed").replace("[[A]]", f"[[A{IN_LINE}]]")
EXPORT = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><page><title>T&#x9b;&#x202e;&#10;&#x85;&#x200f;</title><ns>0</ns><id>5</id>'
    "<revision><id>9</id><text>{}</text></revision></page>"
    "<page><title>U&#x9b;&#x202e;</title><ns>0</ns><id>6</id><revision><id>8</id><text>&lt;!-- {{{{Infobox war}}}} --&gt;</text></revision>"
    "</page></mediawiki>"
).format(re.sub("[\x01-\x08\x0b\x0c\x0e-\x1f]", "", PAGE).replace("&", "&amp;").replace("<", "&lt;").replace("\x7f", "&#x7f;"))
RECORD = {
    "schema": "military-conflict/1",
    "conflict": {"text": f"A{ACTING}"},
    f"nam{ACTING}": f"x{ACTING}",
    "sides": [{"units": ACTING}],
    "width": 5,
}


def assert_harmless(words: str) -> None:
    """Nothing in the words acts on a terminal."""
    found = RAW.search(words)
    assert found is None, words[max(0, found.start() - 60) : found.end() + 20]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files whose names are `NAME` and an ending."""
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "page": PAGE,
        "edited": EDITED,
        "none": "no infobox",
        "dump.xml": EXPORT,
        "record": json.dumps(RECORD),
        "good": json.dumps({"schema": "military-conflict/1", "conflict": {"text": "A"}}),
        "syntax": f'{{"a{ACTING}": \x1b}}',
        "settings.toml": f'ignore = ["{as_json(ACTING)[1:-1]}"]',
        "other.toml": f'"{as_json(ACTING)[1:-1]}" = 1',
        "broken.toml": f"a = \x1b{ACTING}",
        "broken.xml": "<mediawiki><page>\x1b",
        "binary": "\0",
    }.items():
        Path(f"{NAME}{name}").write_bytes(data.encode("utf-8", "surrogatepass"))
    Path(f"{NAME}folder").mkdir()
    return tmp_path


def file(name: str) -> str:
    return f"{NAME}{name}"


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by name."""
    return dict(cli.parsers()[1])


def formats(command: str) -> list[str]:
    """The values of `--format` of a command; one empty word if it has no such option."""
    found = [action.choices for action in parsers()[command]._actions if action.dest == "format"]
    return list(found[0] or ()) if found else [""]


FOR_PROGRAMS = ("json", "jsonl", "sarif")
CALLS: dict[str, list[list[str]]] = {
    "parse": [["page", "edited", "none", "missing", "folder", "binary", "broken.xml", "dump.xml"], ["--spans", "--source", "page"]],
    "check": [["page", "none", "missing", "dump.xml"], ["--edit", "page", "edited"], ["--edit", "page", "missing"]],
    "diff": [["page", "edited"], ["page", "missing"], ["record", "page"], ["none", "page"], ["dump.xml", "page"]],
    "unresolved": [["page", "dump.xml", "missing"]],
    "show": [["record", "syntax", "good", "missing", "page"]],
    "validate": [["record", "syntax", "good", "missing", "page"]],
    "write": [["record"], ["syntax"], ["missing"], ["good", "--into", "none"], ["good", "--into", "missing"]],
    "explain": [["P101"], ["nothing"]],
    "extract": [["dump.xml", "-o", "-"], ["dump.xml", "-o", "out.jsonl"], ["dump.xml", "-o", "out"], *(
        [name, "-o", "-"] for name in ("missing", "page", "folder")
    )],
    "completion": [["fish"]],
    "history": [["dump.xml", "missing", "page"], ["--plot", "missing", "dump.xml"]],
    "live": [["show", "missing"], ["titles", "--wiki", "missing"]],
    "serve": [["--host", "missing"], ["--allow-origin", "missing"], ["--wiki", "missing"]],
    "lsp": [["missing"]],
    "schema": [[]],
}  # fmt: skip
"""The arguments of each command; words that do not name an option, a rule or standard input are endings of file names."""


WORDS = ("P101", "fish", "show", "titles")


def argv(words: list[str]) -> list[str]:
    return [word if word.startswith("-") or word in WORDS else file(word) for word in words]


def every_call() -> Iterator[tuple[str, str, list[str]]]:
    for command in COMMANDS:
        for form in formats(command):
            for words in CALLS[command]:
                yield command, form, words


@pytest.mark.parametrize(("command", "form", "words"), list(every_call()), ids=str)
def test_no_command_prints_what_acts_on_a_terminal(folder: Path, run: Runner, command: str, form: str, words: list[str]) -> None:
    result = run(command, *([f"--format={form}"] if form else []), *argv(words))
    assert_harmless(result.out)
    assert_harmless(result.err)
    assert result.out or result.err


@pytest.mark.parametrize(
    "options",
    [
        ["--statistics"],
        ["--fix", "--unsafe"],
        ["--config", "settings.toml"],
        ["--config", "other.toml"],
        ["--config", "broken.toml"],
        ["--config", "missing"],
        ["--config", "folder"],
        ["--select", "nothing"],
    ],
    ids=str,
)
def test_no_option_of_check_prints_what_acts_on_a_terminal(folder: Path, run: Runner, options: list[str]) -> None:
    result = run("check", *argv(options), file("page"))
    assert_harmless(result.out)
    assert_harmless(result.err)
    assert result.out or result.err


def test_settings_of_the_folder_are_harmless(folder: Path, run: Runner) -> None:
    for name in ("settings.toml", "other.toml", "broken.toml"):
        Path("infobox.toml").write_bytes(Path(file(name)).read_bytes())
        result = run("check", file("page"))
        assert result.status == 2
        assert_harmless(result.err)


@pytest.mark.parametrize("form", FORMATS)
def test_reports_beside_a_fixed_page_are_harmless_and_the_page_is_whole(folder: Path, run: Runner, form: str) -> None:
    result = run("check", "--fix", "--format", form, "-", stdin=PAGE.encode())
    assert result.out == PAGE.replace("Units 1", "units1").replace("<br>* 40", "\n* 40")
    assert_harmless(result.err)


def test_a_diff_has_the_tabs_of_the_page_and_nothing_else(folder: Path, run: Runner) -> None:
    result = run("check", "--diff", "--unsafe", "--cosmetic", file("page"))
    assert "-| Units 1 = [[A]]\n+| units1 = [[A]]\n" in result.out
    assert_harmless(result.out.replace("\t", ""))
    assert_harmless(result.err)


@pytest.mark.parametrize("words", [["parse", "--format=text"], ["check"], ["check", "--format=concise"]], ids=str)
def test_nothing_but_colours_acts_on_a_terminal(folder: Path, run: Runner, words: list[str]) -> None:
    out = run(*words, "--color=always", file("page")).out
    assert COLOUR.search(out)
    assert_harmless(COLOUR.sub("", out))


@pytest.mark.parametrize("command", [*COMMANDS, ""])
@pytest.mark.parametrize("words", [["--nonsense"], ["--format"], ["--processes"], ["--limit"], ["--color"], []], ids=str)
def test_wrong_arguments_are_quoted_harmlessly(run: Runner, command: str, words: list[str]) -> None:
    result = run(*filter(None, [command]), *words, f"--x{NAME}", NAME, NAME, NAME)
    assert result.status == 2
    assert_harmless(result.err)
    assert result.err.count("\n") == 1


# --- JSON is the same value


def decoded(words: str) -> list[Any]:
    """The values of JSON or of JSON lines."""
    try:
        return [json.loads(words)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in words.split("\n") if line]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_records_in_json_are_those_of_the_page(folder: Path, run: Runner, form: str) -> None:
    found = decoded(run("parse", "--source", "--spans", f"--format={form}", file("page")).out)
    record = infobox.read(PAGE, source=True, spans=True)
    assert (found[0] if form == "json" else found) == [json.loads(msgspec.json.encode(record))]
    assert record is not None
    assert all(char in record.source for char in ACTING)


def test_a_record_as_json_is_harmless_and_the_same() -> None:
    record = infobox.read(PAGE, source=True)
    assert record is not None
    for indent in (0, 2):
        assert_harmless(record.to_json(indent=indent))
        assert Conflict.from_json(record.to_json(indent=indent)) == record
    plain = infobox.read("{{Infobox war|conflict=Señor – 北 ب 🏰 it\u200bs}}")
    assert plain is not None
    assert plain.to_json() == msgspec.json.encode(plain).decode()


@pytest.mark.parametrize("form", [form for form in FORMATS if form in FOR_PROGRAMS])
def test_findings_in_json_quote_the_page_as_it_is(folder: Path, run: Runner, form: str) -> None:
    found = decoded(run("check", f"--format={form}", file("page")).out)
    quoted = set(strings(found))
    assert {finding.text for finding in infobox.check(PAGE)} <= quoted | {""}
    if form != "sarif":
        assert file("page") in quoted


def test_other_json_quotes_pages_and_names_as_they_are(folder: Path, run: Runner) -> None:
    old, new = infobox.read(PAGE), infobox.read(EDITED)
    assert old is not None
    assert new is not None
    [found] = decoded(run("diff", "--format=json", file("page"), file("edited")).out)
    assert found["changes"] == [change.as_json() for change in infobox.compare(old, new)]
    [uses] = decoded(run("unresolved", "--format=json", file("page")).out)
    assert {use["page"] for use in uses} == {file("page")}
    assert any(use["example"] == f"{{{{odd{IN_LINE}name|x}}}}" for use in uses)


def test_a_dumps_records_and_errors_are_harmless_and_the_same(folder: Path, run: Runner) -> None:
    run("extract", file("dump.xml"), "-o", "out.jsonl", "--errors", "errors.jsonl", "--source")
    records, errors = (Path(name).read_text("utf-8") for name in ("out.jsonl", "errors.jsonl"))
    assert_harmless(records)
    assert_harmless(errors)
    [record] = decoded(records)
    assert record["page"]["title"] == "T\x9b\u202e\n\x85\u200f"
    assert all(char in record["source"] for char in f"\x7f\x9b\u2028{DIRECTION}")
    [error] = decoded(errors)
    assert error["page"]["title"] == "U\x9b\u202e"


# --- the functions


def test_what_acts_on_a_terminal_is_shown_as_an_escape() -> None:
    assert visible("a\x1b[31mb\x07\0\t\r\n\x9bc\u202ed\x7f\ud800") == r"a\x1b[31mb\x07\x00\t\r\n\x9bc\u202ed\x7f\ud800"
    assert visible("\u2028\u2029\u061c\u200e\u200f\u2066") == r"\u2028\u2029\u061c\u200e\u200f\u2066"
    assert visible("é – 北 جبهة e\u0301 \u200b\u00a0") == "é – 北 جبهة e\u0301 \u200b\u00a0"
    assert visible_lines("a\tb\n\x1b\r\n") == "a\tb\n\\x1b\\r\n"


@given(st.text(alphabet=st.characters() | st.sampled_from(f"{ACTING}\0\ud800\udfff")))
def test_no_words_are_shown_raw(words: str) -> None:
    assert RAW.search(visible(words).replace("\ufffd", "")) is None
    assert "\n" not in visible(words)
    assert visible(visible(words)) == visible(words)
    assert [visible(line) for line in re.split("[\t\n]", words)] == re.split("[\t\n]", visible_lines(words))


@given(st.text(alphabet=st.characters() | st.sampled_from(ACTING)))
def test_escaped_json_is_the_same_value(words: str) -> None:
    for value in (words, {words: [words]}):
        assert RAW.search(as_json(value).replace("\ufffd", "")) is None
        assert json.loads(as_json(value)) == json.loads(json.dumps(value))
    if not re.search("[\ud800-\udfff]", words):
        assert msgspec.json.decode(escaped(msgspec.json.encode(words))) == words
