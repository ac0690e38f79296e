"""The command that writes: records laid out, into a page, and into its file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import infobox
from infobox.cli import main
from infobox.pages.sources import BOM
from tests.command_line import EXPORT, EXTRACTED, HASTINGS, LEROS, RECORD, TWO, Maker, Runner, package_environment


def test_write_lays_a_record_out(run: Runner, page: Maker) -> None:
    result = run("write", page(RECORD))
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("{{Infobox military conflict\n| conflict")
    assert result.out.endswith("}}\n")
    again = infobox.read(result.out)
    assert again is not None
    assert again.conflict == infobox.Text(text="Battle of Leros")


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_several_records_are_separated_by_an_empty_line(run: Runner, page: Maker, form: str) -> None:
    records = page(run("parse", "--format", form, page(TWO)).out, "records")
    out = run("write", records).out
    assert out.count("\n\n{{Infobox military conflict") == 1
    assert [record.conflict.text for record in infobox.read_all(out) if record.conflict] == ["Battle of Leros", "Battle of Rhodes"]


@pytest.mark.parametrize(
    "text",
    [
        LEROS,
        TWO,
        LEROS.replace("\n", "\r\n"),
        LEROS.rstrip("\n"),
        "\ufeff" + LEROS,
        "\ufeff" + TWO.replace("\n", "\r\n"),
        LEROS.replace(" = ", "\t=\t"),
    ],
    ids=["plain", "two", "crlf", "no last newline", "bom", "bom crlf two", "tabs"],
)
def test_a_page_into_which_its_own_records_are_written_keeps_every_byte(run: Runner, page: Maker, text: str, tmp_path: Path) -> None:
    file = page(text)
    records = page(run("parse", file).out, "records")
    assert main(["write", str(records), "--into", str(file)]) == 0
    done = subprocess.run([sys.executable, "-m", "infobox", "write", records, "--into", file], capture_output=True, check=True)
    assert done.stdout == text.encode()
    assert file.read_bytes() == text.encode()


def test_only_what_was_changed_is_written_anew(run: Runner, page: Maker) -> None:
    file = page(BOM + TWO.replace("\n", "\r\n").encode())
    text = (
        run("parse", file)
        .out.replace('"Battle of Leros"', '"Battle for Leros"')
        .replace('"Battle of Rhodes"', '"Battle for all of Rhodes"')
    )
    records = page(text, "records")
    done = subprocess.run([sys.executable, "-m", "infobox", "write", records, "--into", file], capture_output=True, check=True)
    wanted = (
        TWO.replace("Battle of Leros", "Battle for Leros").replace("Battle of Rhodes", "Battle for all of Rhodes").replace("\n", "\r\n")
    )
    assert done.stdout == BOM + wanted.encode()


def test_write_reads_standard_input(run: Runner, page: Maker) -> None:
    assert run("write", "-", stdin=RECORD.encode()).out.startswith("{{Infobox")
    records = run("parse", page(LEROS)).out.encode()
    assert run("write", "-", "--into", page(LEROS), stdin=records).out == LEROS
    assert run("write", page(records, "records"), "--into", "-", stdin=LEROS.encode()).out == LEROS
    both = run("write", "-", "--into", "-")
    assert (both.status, both.out) == (2, "")
    assert both.err == "infobox write: standard input can be the record or the page, not both\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "1:1: $: nothing: expected a JSON value"),
        ("[]", "contains no record"),
        ("{{Infobox}}", "a page, not a record (infobox parse "),
        ("{Infobox}", "1:2: $: Infobox}: expected a field's name in double quotes"),
        ("null", "1:1: $: null: expected an object"),
        (
            '{"schema": "military-conflict/1",\n "sides": [{"comanders": []}]}',
            "2:26: $.sides[0].comanders: []: expected no field with this name in military-conflict/1.1 (did you mean `commanders`?)",
        ),
        (f'{RECORD}\n{{"schema": 1}}', "2:12: $.schema: 1: expected a string"),
        (b"\xff\xfe", "1:1: $: byte 0xFF: expected UTF-8 (offset 0)"),
        ("[" * 100_000, "1:1: $: "),
    ],
)
def test_write_refuses_what_is_not_a_record(run: Runner, page: Maker, data: str | bytes, message: str) -> None:
    file = page(data)
    result = run("write", file)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith((f"{file}:{message}", f"{file}: {message}"))
    assert result.err.count("\n") == 1


def test_write_into_takes_wikitext_only(run: Runner, page: Maker, tmp_path: Path) -> None:
    record = page(RECORD, "record")
    for data, message in [
        (EXPORT, "an XML export cannot be written into (save the page's wikitext as a file of its own)"),
        ("<mediawiki/>", "an XML export cannot be written into (save the page's wikitext as a file of its own)"),
        (EXTRACTED, "extracted text has no infobox to write into (write the record without --into)"),
        (b"\0", "binary, not text (NUL byte at offset 0)"),
    ]:
        assert run("write", record, "--into", page(data)) == (2, "", f"{tmp_path / 'page'}: {message}\n")
    assert run("write", record, "--into", tmp_path / "none") == (2, "", f"{tmp_path / 'none'}: no such file\n")
    assert run("write", tmp_path / "none") == (2, "", f"{tmp_path / 'none'}: no such file\n")


@pytest.mark.parametrize("text", ["No infobox.", HASTINGS])
def test_write_into_a_page_that_is_not_the_records(run: Runner, page: Maker, text: str) -> None:
    record = page(run("parse", page(LEROS)).out, "record")
    result = run("write", record, "--into", page(text))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"{record}: not written into {record.parent / 'page'}: ")
    assert result.err.count("\n") == 1


# --- write --in-place


def with_leros_renamed(run: Runner, page: Maker, text: str) -> tuple[Path, Path, bytes]:
    """A page's file, one of its records with another name of the battle, and the expected page."""
    file = page(text)
    records = page(run("parse", file).out.replace("Battle of Leros", "Battle for Leros"), "records")
    return file, records, text.replace("Battle of Leros", "Battle for Leros").encode()


@pytest.mark.parametrize("text", [LEROS, "\ufeff" + TWO.replace("\n", "\r\n")], ids=["plain", "bom crlf two"])
def test_write_in_place_changes_the_file_and_prints_nothing(run: Runner, page: Maker, text: str) -> None:
    file, records, wanted = with_leros_renamed(run, page, text)
    assert run("write", records, "--into", file, "--in-place") == (0, "", "")
    assert file.read_bytes() == wanted
    assert sorted(os.listdir(file.parent)) == ["page", "records"]


@pytest.mark.skipif(os.name != "posix", reason="files of Unix")
def test_write_in_place_keeps_mode_and_links(run: Runner, page: Maker) -> None:
    file, records, wanted = with_leros_renamed(run, page, LEROS)
    file.chmod(0o640)
    hard, soft = file.with_name("hard"), file.with_name("soft")
    hard.hardlink_to(file)
    soft.symlink_to("page")
    assert run("write", records, "--into", soft, "--in-place") == (0, "", "")
    assert file.read_bytes() == hard.read_bytes() == wanted
    assert (file.stat().st_mode & 0o7777, file.stat().st_nlink, os.readlink(soft)) == (0o640, 2, "page")


def test_write_in_place_leaves_a_file_alone_that_says_what_the_record_says(run: Runner, page: Maker) -> None:
    file = page(LEROS)
    records = page(run("parse", file).out, "records")
    file.chmod(0o444)
    before = (file.stat().st_ino, file.stat().st_mtime_ns)
    assert run("write", records, "--into", file, "--in-place") == (0, "", "")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before


def test_write_in_place_changes_all_or_nothing(run: Runner, page: Maker) -> None:
    file, records, _ = with_leros_renamed(run, page, LEROS)
    other = page(records.read_bytes() + run("parse", page(HASTINGS, "hastings")).out.encode(), "other")
    for argv, message in [
        ((other, "--into", file, "--in-place"), f"{other}: not written into {file}: the record belongs to another page"),
        ((records, "--in-place"), "infobox write: --in-place needs the file of a page (give it with --into PAGE)"),
        ((records, "--into", "-", "--in-place"), "infobox write: --in-place needs the file of a page (give it with --into PAGE)"),
    ]:
        result = run("write", *argv, stdin=LEROS.encode())
        assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
        assert result.err.startswith(message)
        assert file.read_text() == LEROS
    file.chmod(0o444)
    result = run("write", records, "--into", file, "--in-place")
    assert (result.status, result.out) == (2, "")
    assert result.err == f"{file}: not written: read-only (make it writable first, such as with: chmod u+w)\n"
    assert file.read_text() == LEROS


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix")
@pytest.mark.parametrize(
    ("command", "lost"),
    [
        ("write records --into page > page", "page"),
        ("write records --into page >> empty < empty", ""),
        ("write records --into - < page > page", "-"),
        ("write records > records", "records"),
        ("parse page > page", "page"),
        ("check --quiet --fix - < page > page", "-"),
        ("diff page hastings > page", "page"),
        ("parse /dev/null > /dev/null", ""),
    ],
)
def test_an_input_that_is_also_the_output_is_reported_and_gives_no_answer(run: Runner, page: Maker, command: str, lost: str) -> None:
    file, _, _ = with_leros_renamed(run, page, LEROS)
    page(HASTINGS, "hastings"), page("", "empty")
    folder = file.parent
    program = f"{sys.executable} -m infobox {command}"
    done = subprocess.run(["sh", "-c", program], cwd=folder, capture_output=True, text=True, check=False, env=package_environment())
    told = done.stderr.startswith(f"{lost}: is also standard output, so it was emptied before it could be read (restore it, ")
    assert told == bool(lost)
    if lost:
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert (folder / command.rpartition("> ")[2]).read_bytes() == b""
