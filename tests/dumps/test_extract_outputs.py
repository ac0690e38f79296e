"""`infobox extract`: outputs are made from what was found, all or none, even on full disks and into streams."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from infobox.dumps import sqlite
from infobox.dumps.sqlite import write_database
from infobox.dumps.tables import TABLES
from tests.command_line import Maker, Run, Runner
from tests.dumps.small import ERRORS, command, contents, when_read

pytestmark = pytest.mark.usefixtures("small_pieces")


# --- what was found has changed -----------------------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    os.truncate(path, 0)


def add(path: Path) -> None:
    with open(path, "ab") as file:
        file.write(b"{}\n")


def replace(path: Path) -> None:
    shutil.copyfile(path, f"{path}.copy")
    os.replace(f"{path}.copy", path)


@pytest.mark.parametrize("change", [cut, add, replace, Path.unlink])
@pytest.mark.parametrize("name", ["out.jsonl.part", "out.jsonl.part.errors"])
def test_no_output_is_made_of_files_that_changed(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[Path], None]
) -> None:
    dump, path = page(ERRORS, "dump.xml"), tmp_path / name
    kept: list[dict[str, bytes | str]] = []

    def changed() -> None:
        change(path)
        kept.append(contents(tmp_path))

    when_read(monkeypatch, changed)
    result = run("extract", dump, "-o", tmp_path / "out.jsonl", "--errors", tmp_path / "errors", "--tables", tmp_path / "tables")
    assert result.status == 2
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith(f"{path}: it ")
    assert "so another program changed it; no output was made, and what was found is kept" in result.err
    wanted = kept[0].keys() - {"errors.part"} - {found for found in kept[0] if found.startswith("tables")}
    assert contents(tmp_path).keys() == wanted
    assert {found: data for found, data in contents(tmp_path).items() if "state" not in found}.items() <= kept[0].items()


# --- tables --------------------------------------------------------------------------------------------------------------------------


def test_tables_are_written_in_several_forms_at_once(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump, folder = page(ERRORS, "dump.xml"), tmp_path / "tables"
    names = ["one.db", "two.sqlite", "three.sqlite3"]
    forms = [argument for name in [*names, "tables"] for argument in ("--tables", tmp_path / name)]
    assert run("extract", dump, "-o", tmp_path / "out.jsonl", "--quiet", *forms).status == 1
    assert {path.stem for path in folder.iterdir()} == TABLES.keys()
    for name in names:
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            assert connection.execute("SELECT count(*), min(title) FROM conflicts").fetchone() == (100, "Aa 1")
    assert {path.name for path in tmp_path.iterdir()} == {"dump.xml", "out.jsonl", "out.jsonl.manifest.json", "tables", *names}


def test_a_database_needs_no_other_package_and_replaces_an_older_one(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, path = page(ERRORS, "dump.xml"), page("older", "all.db")
    for module in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    assert run("extract", dump, "-o", tmp_path / "out.jsonl", "--quiet", "--tables", path).status == 1
    assert path.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_database_that_another_program_writes_is_not_replaced(run: Runner, page: Maker, tmp_path: Path, ending: str) -> None:
    dump, journal = page(ERRORS, "dump.xml"), page("", f"all.db{ending}")
    result = run("extract", dump, "-o", tmp_path / "out.jsonl", "--tables", tmp_path / "all.db")
    assert result == Run(2, "", f"{journal}: another program is writing all.db, or did not finish; end it, or name another output\n")


def test_a_database_that_was_interrupted_leaves_nothing_and_is_made_when_the_run_goes_on(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, path = page(ERRORS, "dump.xml"), page("older", "all.db")
    arguments = ["extract", dump, "-o", tmp_path / "out.jsonl", "--tables", path, "--quiet"]

    def interrupted(lines: Iterable[bytes], path: Path) -> None:
        write_database(list(lines)[:9], path)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "write_database", interrupted)
        assert run(*arguments).status == 130
    assert path.read_text() == "older"
    assert contents(tmp_path).keys() == {"all.db", "dump.xml", "out.jsonl.part", "out.jsonl.part.errors", "out.jsonl.part.state"}
    assert run(*arguments, "--resume").status == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM conflicts").fetchone() == (100,)
    assert contents(tmp_path).keys() == {"all.db", "dump.xml", "out.jsonl", "out.jsonl.manifest.json"}


def test_without_a_sqlite_that_can_a_run_does_not_begin(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    path = tmp_path / "all.db"
    result = run("extract", page(ERRORS, "dump.xml"), "-o", tmp_path / "out.jsonl", "--tables", path)
    said = f"{path}: SQLite 3.38 or later is needed, and this Python has {sqlite3.sqlite_version}; use a later Python\n"
    assert result == Run(2, "", said)
    assert contents(tmp_path).keys() == {"dump.xml"}


# --- full disks, and streams --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["-o", "out.jsonl", "--errors", "errors"], "errors"),
        (["-o", "out.jsonl.gz"], "out.jsonl.gz"),
        (["-o", "out.jsonl.zst"], "out.jsonl.zst"),
        (["-o", "out.parquet"], "out.parquet"),
        (["-o", "out.jsonl", "--tables", "tables"], "tables/conflicts.parquet"),
        (["-o", "out.jsonl", "--tables", "all.db"], "all.db"),
        (["-o", "-", "--errors", "errors"], "errors"),
    ],
)
def test_an_output_that_does_not_fit_on_the_disk_is_named(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], output: str
) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.chdir(tmp_path)
    dump = page(ERRORS, "dump.xml")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    full = ["extract", dump, "--quiet", *arguments]
    alone = run(*full)
    assert alone.status == 1
    wanted = contents(tmp_path)
    for path in wanted:
        if path != "dump.xml" and Path(path).is_file():
            Path(path).unlink()
    shutil.rmtree("tables", ignore_errors=True)
    try:
        with monkeypatch.context() as patched:
            when_read(patched, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400, before[1])))
            result = run(*full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    [line] = result.err.splitlines()
    kept = {f"{arguments[1]}.part{ending}" for ending in ("", ".errors", ".state") if arguments[1] != "-"}
    assert result.status == 2
    assert contents(tmp_path).keys() == {"dump.xml", *kept}
    # SQLite does not say which error of the system it was, only that the disk is full or did not work.
    assert line.startswith(f"{output}: {'disk I/O error' if output.endswith('.db') else os.strerror(errno.EFBIG).lower()}")
    if arguments[1] == "-":
        return
    assert line.endswith(f"; run the same command with --resume to continue ({arguments[1]}.part and the files beside it are kept)")
    assert run(*full, "--resume") == alone
    assert contents(tmp_path) == wanted


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_device_that_is_full_is_named(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump = page(ERRORS, "dump.xml")
    result = run("extract", dump, "-o", tmp_path / "out.jsonl", "--errors", "/dev/full")
    assert (result.status, result.err.split(";")[0]) == (2, f"/dev/full: {os.strerror(errno.ENOSPC).lower()}")
    assert run("extract", dump, "-o", tmp_path / "out.jsonl", "--errors", "/dev/null", "--resume").status == 1


@pytest.mark.skipif(not Path("/dev/stderr").exists(), reason="streams have no names here")
def test_errors_go_to_the_end_of_the_file_that_standard_error_is(page: Maker, tmp_path: Path) -> None:
    dump, log = page(ERRORS, "dump.xml"), page("before\n", "log")
    with open(log, "ab") as file:
        done = subprocess.run(command(dump, "-o", tmp_path / "out.jsonl", "--errors", "/dev/stderr"), stderr=file, check=False)
    lines = log.read_text().splitlines()
    assert done.returncode == 1
    assert (lines[0], sum(line.startswith('{"why":"no record"') for line in lines), lines[-5].split()[0]) == ("before", 100, "pages")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.xml", "log", "out.jsonl", "out.jsonl.manifest.json"]


@pytest.mark.skipif(not Path("/dev/stderr").exists(), reason="streams have no names here")
def test_records_are_kept_even_if_nobody_reads_the_errors(page: Maker, tmp_path: Path) -> None:
    arguments = command(page(ERRORS, "dump.xml"), "-o", tmp_path / "out.jsonl", "--errors", "/dev/stderr", "--quiet")
    read, write = os.pipe()
    os.close(read)
    try:
        assert subprocess.run(arguments, stderr=write, check=False).returncode == 1
    finally:
        os.close(write)
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 100
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.xml", "out.jsonl", "out.jsonl.manifest.json"]
