"""Pages, records and files that nobody writes on purpose: an answer or a documented error, never another exception."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import infobox
from infobox.checks.options import chosen
from infobox.outline import show
from infobox.record import FORMAT, LEVELS, Conflict, Coordinates, Item, Page, Side, Text, bare
from tests.command_line import Maker, Runner

PAGE = "{{Infobox military conflict\n| conflict = Battle of Leros\n| combatant1 = Italy\n| strength1 = 8,320 men\n}}\n"
RECORD = '{"schema":"military-conflict/1","conflict":{"text":"Leros"}}'
COMMANDS = [
    ["parse"],
    ["check"],
    ["check", "--fix"],
    ["check", "--diff"],
    ["check", "--edit", "page"],
    ["validate"],
    ["write"],
    ["write", "record", "--into"],
    ["diff", "page"],
    ["unresolved"],
    ["extract", "-o", "-"],
]
"""Every command that reads a file, which comes last."""


# --- items under items


def deep(levels: int) -> Conflict:
    """A record with so many levels of items."""
    item = Item(text="last")
    for _ in range(levels - 1):
        item = Item(text="above", items=[item])
    return Conflict(schema=FORMAT, conflict=Text(text="Leros"), sides=[Side(combatants=[item]), Side(units=[Item(text="1st")])])


def deep_json(levels: int) -> str:
    """The JSON of such a record."""
    items = '{"text":"above","items":[' * (levels - 1) + '{"text":"last"}' + "]}" * (levels - 1)
    return f'{{"schema":"military-conflict/1","sides":[{{"combatants":[{items}]}},{{"units":[{{"text":"1st"}}]}}]}}'


def circular() -> Conflict:
    item = Item(text="above")
    item.items.append(item)
    return Conflict(schema=FORMAT, sides=[Side(combatants=[item])])


def test_items_in_the_most_levels_allowed_go_everywhere() -> None:
    record = deep(LEVELS)
    text = record.to_json()
    assert infobox.validate(record) == infobox.validate(text) == infobox.validate(msgspec.to_builtins(record)) == []
    assert Conflict.from_json(text) == record
    assert infobox.write(record).count("above") == LEVELS - 1
    assert infobox.compare(record, deep(LEVELS - 1)) != []
    out = io.StringIO()
    show(record, out)
    assert out.getvalue().count("above") == LEVELS - 1
    # A fault far down is named, not taken for the depth.
    [fault] = infobox.validate(text.replace('"last"', "5"))
    assert (fault.value, fault.expected) == ("5", "a string")


@pytest.mark.parametrize("levels", [LEVELS + 1, 500, 100_000])
def test_items_in_more_levels_are_refused_by_all_that_read_records(levels: int) -> None:
    text = deep_json(levels)
    for data in (text, text.encode(), f"[{text}]", f"{RECORD}\n{text}"):
        [fault] = infobox.validate(data)
        assert fault.expected == "fewer levels of nesting"
    with pytest.raises(infobox.RecordError, match="levels"):
        Conflict.from_json(text)


@pytest.mark.parametrize("make", [lambda: deep(LEVELS + 1), lambda: deep(500), lambda: deep(5000), circular])
def test_records_with_more_levels_are_refused_in_one_line(make: Callable[[], Conflict]) -> None:
    record = make()
    [fault] = infobox.validate(record)
    assert fault.expected == "fewer levels of nesting"
    for page in (None, PAGE):
        with pytest.raises(infobox.WriteError, match=f"not valid: Items in more than {LEVELS} levels"):
            infobox.write(record, into=page)
    for pair in ((record, deep(2)), (deep(2), record)):
        with pytest.raises(infobox.RecordError, match=f"more than {LEVELS} levels"):
            infobox.compare(*pair)


def test_a_record_too_deep_for_json_is_a_documented_error_and_a_tree_all_the_same() -> None:
    record = deep(500)
    with pytest.raises(infobox.RecordError, match="levels"):
        record.to_json()
    out = io.StringIO()
    show(record, out)
    assert out.getvalue().count("above") == 499
    with pytest.raises(infobox.RecordError, match="levels"):
        circular().to_json()
    around: dict[str, Any] = {}
    around["schema"] = around
    assert [fault.expected for fault in infobox.validate(around)] == ["fewer levels of nesting"]


@pytest.mark.parametrize("opener", ["{{clist|title=t|", "{{ubl|a|", "{{plainlist|"])
@pytest.mark.parametrize("field", ["combatant1", "casualties1", "result"])
def test_lists_in_lists_are_read_into_as_many_levels_and_lose_no_line(opener: str, field: str) -> None:
    value = "x"
    for depth in range(8):
        bullets = "".join(f"\n{'*' * level} line {depth} {level}" for level in range(1, 25))
        value = f"{opener}{bullets} {value}\n}}}}"
    page = f"{{{{Infobox military conflict|conflict=A|{field}={value}}}}}"
    record = infobox.read(page)
    assert record is not None
    assert record.to_json().count('{"text":"line ') == 8 * 24
    assert Conflict.from_json(record.to_json()) == record
    assert infobox.validate(record) == []
    assert infobox.write(record, into=page) == page
    assert "line 7 24" in infobox.write(bare(record))
    assert infobox.compare(record, record) == []
    assert isinstance(infobox.check(page, select=["ALL"]), list)


# --- records that are none


WRONG: dict[str, Callable[[], Conflict]] = {
    "number for words": lambda: Conflict(schema=FORMAT, width=5),  # type: ignore[arg-type]
    "words for a text": lambda: Conflict(schema=FORMAT, conflict="Leros"),  # type: ignore[arg-type]
    "words for a list": lambda: Conflict(schema=FORMAT, sides="both"),  # type: ignore[arg-type]
    "object": lambda: Conflict(schema=FORMAT, place=object()),  # type: ignore[arg-type]
    "no fate": lambda: Conflict(schema=FORMAT, sides=[Side(commanders=[Item(text="A", fates=["dead"])])]),  # type: ignore[list-item]
    "no fate, but half of a character": lambda: Conflict(
        schema=FORMAT,
        sides=[Side(commanders=[Item(text="A", fates=["\ud800"])])],  # type: ignore[list-item]
    ),
    "off the earth": lambda: Conflict(schema=FORMAT, coordinates=Coordinates(latitude=91.0, longitude=0.0)),
}


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG)
def test_a_record_with_wrong_values_is_neither_written_nor_compared(make: Callable[[], Conflict]) -> None:
    record = make()
    for page in (None, PAGE):
        with pytest.raises(infobox.WriteError, match=r"^the record is not valid: "):
            infobox.write(record, into=page)
    with pytest.raises(infobox.RecordError):
        infobox.compare(record, Conflict(schema=FORMAT))


def test_a_record_of_plain_dicts_is_one() -> None:
    record = Conflict(schema=FORMAT, sides=[{"units": [{"text": "1st"}]}, {}])  # type: ignore[list-item]
    whole = Conflict.from_json(record.to_json())
    assert infobox.write(record) == infobox.write(whole)
    assert infobox.compare(record, whole) == []


@pytest.mark.parametrize("number", [-3, -1])
def test_an_infobox_with_a_number_that_counts_nothing_is_refused(run: Runner, page: Maker, number: int) -> None:
    record = page(f'{{"schema":"military-conflict/1","template":{{"number":{number}}},"width":"5px"}}', "record")
    result = run("write", record, "--into", page(PAGE * 2))
    assert (result.status, result.out) == (2, "")
    assert f"the record is not valid: $.template.number: {number}: expected a number not below 0" in result.err


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_an_infobox_that_the_page_does_not_have_is_refused(run: Runner, page: Maker, number: int) -> None:
    record = page(f'{{"schema":"military-conflict/1","template":{{"number":{number}}},"width":"5px"}}', "record")
    two = page(PAGE * 2)
    result = run("write", record, "--into", two)
    assert (result.status, result.out) == (2, "")
    assert "the page has 2 infoboxes and the record does not say which one it is about" in result.err


def test_items_in_a_row_that_the_template_does_not_have_are_refused() -> None:
    record = infobox.read(PAGE)
    assert record is not None
    record.sides[0].casualties = [Item(text="40 killed", row="a")]
    with pytest.raises(infobox.WriteError, match=r"\$\.sides\[0\]\.casualties\[0\]\.row: \"a\": expected no row here"):
        infobox.write(record, into=PAGE)


# --- halves of surrogate pairs


HALVED = {
    "first half": "a\ud800b",
    "second half": "\udc80",
    "wrong order": "\udc00\ud83d",
    "two halves that were never joined": "\ud83d\ude00",
}


@pytest.mark.parametrize("text", HALVED.values(), ids=HALVED)
def test_half_of_a_surrogate_pair_is_kept_as_text_and_refused_as_json(text: str) -> None:
    record = Conflict(schema=FORMAT, conflict=Text(text="A"), sides=[Side(units=[Item(text="1st", notes=[infobox.Note(text=text)])])])
    with pytest.raises(infobox.RecordError) as caught:
        record.to_json()
    assert str(caught.value) == "Half of a surrogate pair, which is not text - at `$.sides[0].units[0].notes[0].text`"
    for value in (record, msgspec.to_builtins(record), [record]):
        [fault] = infobox.validate(value)
        assert (fault.value, fault.expected) == (json.dumps(text), "whole characters, not half of a surrogate pair")
    raw = RECORD.replace("Leros", text)
    escaped = RECORD.replace('"Leros"', json.dumps(text))
    assert len(infobox.validate(raw)) == 1
    with pytest.raises(infobox.RecordError):
        Conflict.from_json(raw)
    if text != "\ud83d\ude00":  # side by side, the escapes of two halves are a character
        assert len(infobox.validate(escaped)) == len(infobox.validate(escaped.encode())) == 1
        with pytest.raises(infobox.RecordError):
            Conflict.from_json(escaped)
    assert text in infobox.write(record)


def test_the_first_of_several_halves_is_named() -> None:
    record = Conflict(schema=FORMAT, other={"a": "b", "\udcff": "\ud800"}, unresolved=["\ud800"])
    with pytest.raises(infobox.RecordError, match=r"at `\$\.other\[\.\.\.\]`"):
        record.to_json()


@pytest.mark.parametrize("text", HALVED.values(), ids=HALVED)
def test_pages_with_halves_of_surrogate_pairs_are_read_checked_and_written(text: str) -> None:
    page = PAGE.replace("Leros", text).replace("Italy", f"{{{{{text}}}}} {text}").replace("8,320", f"8,320{text}")
    record = infobox.read(page, spans=True, source=True)
    assert record is not None
    assert record.conflict is not None
    assert record.conflict.text == f"Battle of {text}"
    assert infobox.write(record, into=page) == page
    assert infobox.fix(page, select=["ALL"]).left is not None
    assert infobox.check_edit(PAGE, page, select=["ALL"]).changes
    assert infobox.compare(record, Conflict(schema=FORMAT))


def test_bytes_that_are_not_utf8_are_a_documented_error() -> None:
    for data in (b"\xff", RECORD.encode().replace(b"Leros", b"\xff"), RECORD.encode().replace(b"Leros", b"\xed\xa0\x80")):
        assert len(infobox.validate(data)) == 1
        with pytest.raises(infobox.RecordError):
            Conflict.from_json(data)


@pytest.fixture
def odd_name(tmp_path: Path) -> str:
    """The name of a page that is not UTF-8, as Python has it: with half of a surrogate pair."""
    name = f"{tmp_path}/o\udcffd"
    try:
        Path(name).write_text(PAGE, "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    return name


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "text", "concise", "github", "wikitext"])
def test_a_name_that_is_not_utf8_is_reported_so_that_it_can_be_told(run: Runner, odd_name: str, form: str) -> None:
    result = run("check", "--isolated", "--format", form, odd_name)
    assert result.status == 1
    assert "o?d" not in result.out
    if form == "json":
        assert {finding["path"] for finding in json.loads(result.out)} == {odd_name}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_name_that_is_not_utf8_ends_no_command(
    run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, odd_name: str, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page(PAGE), page(RECORD, "record")
    assert run(*command, odd_name).status in (0, 1, 2)


# --- numbers


@pytest.mark.parametrize(
    "digits", ["9" * 5000, "0" * 5000 + "1", "-" + "9" * 5000, "1." + "9" * 5000, "1,000" + ",000" * 2000, "²", "1e999"]
)
@pytest.mark.parametrize(
    "value",
    [
        "{{formatnum:#}}",
        "1 May 1943 – 3 May 1943 (# days)",
        "1 May 1943 – 3 May 1943 (# years and # days)",
        "# men",
        "#–# killed",
        "# million",
        "{{coord|#|#|N|#|#|E}}",
        "{{start date|#|#|#}}",
        "{{age in days|#|#|#}}",
        "&#x#; &##;",
    ],
)
def test_numbers_on_pages_may_have_any_digits(value: str, digits: str) -> None:
    value = value.replace("#", digits)
    fields = "".join(f"| {name} = {value}\n" for name in ("date", "strength1", "casualties1", "coordinates", "image_size"))
    page = f"{{{{Infobox military conflict\n| combatant{digits} = A\n{fields}}}}}"
    record = infobox.read(page)
    assert record is not None
    assert infobox.validate(record.to_json()) == []
    assert infobox.write(record, into=page) == page
    assert infobox.fix(page, select=["ALL"]).text


def test_numbers_that_json_cannot_say_are_a_documented_error() -> None:
    for degrees in (float("nan"), float("inf"), -float("inf")):
        record = Conflict(schema=FORMAT, coordinates=Coordinates(latitude=37.1, longitude=degrees))
        with pytest.raises(infobox.RecordError, match="finite"):
            record.to_json()
        with pytest.raises(infobox.WriteError, match=r"\$\.coordinates\.longitude"):
            infobox.write(record)
        assert [fault.path for fault in infobox.validate(record)] == ["$.coordinates.longitude"]
    endless = Conflict(schema=FORMAT, page=Page(id=10**5000))
    with pytest.raises(infobox.RecordError, match="digits"):
        endless.to_json()
    assert [fault.expected for fault in infobox.validate(endless)] == ["a number with fewer digits"]


@pytest.mark.parametrize(("number", "expected"), [("1e400", "a smaller number"), ("9" * 5000, "a number with fewer digits")])
def test_numbers_out_of_range_are_faults_with_their_place(number: str, expected: str) -> None:
    [fault] = infobox.validate(f'{{"schema":"military-conflict/1","page":{{"id":{number}}}}}')
    assert (fault.line, fault.column, fault.expected) == (1, 46, expected)
    assert number.startswith(fault.value)


# --- files


FILES = {
    "empty": b"",
    "blank": b"\n \n",
    "NUL": b"\0",
    "no UTF-8": PAGE.encode() + b"\xff",
    "UTF-16": PAGE.encode("utf-16"),
    "mark alone": b"\xef\xbb\xbf",
    "surrogate in bytes": RECORD.encode().replace(b"Leros", b"\xed\xa0\x80"),
    "surrogate escaped": RECORD.replace("Leros", "\\ud800").encode(),
    "surrogate in a name": RECORD.replace('"text"', '"\\ud800"').encode(),
    "NUL escaped": RECORD.replace("Leros", "\\u0000").encode(),
    "deep array": b"[" * 100_000,
    "deep array that ends": b"[" * 600 + b"]" * 600,
    "deep object": b'{"a":' * 100_000,
    "deep items": deep_json(500).encode(),
    "items somewhat deep": deep_json(150).encode(),
    "deep XML": b"<mediawiki>" + b"<a>" * 5000,
    "NaN": RECORD.replace('{"text":"Leros"}', "NaN").encode(),
    "huge number": RECORD.replace('"Leros"', "9" * 5000).encode(),
    "huge power": RECORD.replace('"Leros"', "1e999").encode(),
    "named twice": RECORD.replace('"conflict"', '"conflict":{},"conflict"').encode(),
    "huge formatnum": PAGE.replace("8,320", "{{formatnum:" + "9" * 5000 + "}}").encode(),
    "other names": RECORD.replace('"conflict":{"text":"Leros"}', '"other":{"a|b":"}}","":"{{","=":"x"}').encode(),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_file_ends_a_command_otherwise_than_by_its_exit_status(
    run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page(PAGE), page(RECORD, "record")
    for name, data in FILES.items():
        file = page(data, f"file {name}")
        result = run(*command, file)
        assert result.status in (0, 1, 2), name
        assert result.status == 0 or result.err or result.out, name


@pytest.mark.parametrize("command", [*COMMANDS, ["check", "page", "--config"]], ids=" ".join)
@pytest.mark.parametrize("name", ["loop", "loop/page"])
def test_links_that_lead_to_themselves_are_one_line_and_status_2(
    run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    page(PAGE), page(RECORD, "record")
    os.symlink("loop2", "loop")
    os.symlink("loop", "loop2")
    result = run(*command, name)
    assert result.status == 2
    assert [line for line in result.err.splitlines() if "loop" in line] == [
        f"{'infobox check: ' if '--config' in command else ''}{name}: too many levels of symbolic links"
    ]
    assert sorted(os.listdir()) == ["loop", "loop2", "page", "record"]


def test_settings_without_a_name_are_not_those_that_would_be_found(run: Runner, page: Maker) -> None:
    assert run("check", "--config", "", page(PAGE)) == (2, "", "infobox check: .: not a file\n")


# --- streams


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
@pytest.mark.parametrize(
    "words",
    [
        "parse --format text page",
        "check --format sarif page",
        "check --statistics page",
        "check --fix -",
        "write record",
        "diff page record",
        "validate broken",
        "unresolved --format json page",
        "explain",
        "--help",
        "parse --help",
        "--version",
    ],
)
def test_output_that_cannot_be_written_is_one_line_and_status_2(page: Maker, tmp_path: Path, words: str) -> None:
    page(PAGE), page(RECORD, "record"), page("[1]", "broken")
    command = f"{sys.executable} -m infobox {words} <page"
    for redirected, reason in ((">/dev/full", b"no space left on device"), (">&-", b"bad file descriptor")):
        done = subprocess.run(f"{command} {redirected}", shell=True, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == b"standard output: " + reason
        assert b"Exception ignored" not in done.stderr
    for redirected in ("2>/dev/full", "2>&-"):
        done = subprocess.run(f"{command} {redirected}", shell=True, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode in (0, 1, 2)


def test_rules_are_chosen_by_name_whatever_the_names_are(run: Runner, page: Maker) -> None:
    for name in ("\ud800", "\0", "x" * 100_000, "*", "P" * 2, "²"):
        assert run("check", "--select", name, page(PAGE)).status == 2
        assert run("explain", name).status == 2
    assert chosen(["p1"])
