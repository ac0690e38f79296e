"""`infobox extract`: two runs to the same output, and what is in the way of an unfinished one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infobox.dumps import unfinished
from infobox.dumps.unfinished import Claim
from infobox.locking import locked
from infobox.pages.sources import PageError
from tests.command_line import Maker, Run, Runner
from tests.dumps.making import some_pages, xml
from tests.dumps.small import DUMP, ERRORS, command, contents, interrupt, when_read

pytestmark = pytest.mark.usefixtures("small_pieces")


# --- two runs together ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["-o", "out.jsonl"], "out.jsonl"),
        (["-o", "out.jsonl", "--resume"], "out.jsonl"),
        (["-o", "none/../out.jsonl"], "none/../out.jsonl"),
        (["-o", "here/out.jsonl"], "here/out.jsonl"),
        (["-o", "link.jsonl"], "{folder}/out.jsonl"),
        (["-o", "link.jsonl", "--resume"], "{folder}/out.jsonl"),
        (["-o", "other.jsonl", "--errors", "here/errors"], "here/errors"),
        (["-o", "-", "--errors", "errors"], "errors"),
        (["-o", "-", "--errors", "out.jsonl"], "out.jsonl"),
        (["-o", "other.jsonl.gz", "--tables", "here/tables"], "here/tables/conflicts.parquet"),
        (["-o", "tables/sides.parquet"], "tables/sides.parquet"),
        (["-o", "other.jsonl.gz", "--tables", "here/all.db"], "here/all.db"),
    ],
)
def test_a_second_run_to_an_output_ends_immediately(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], output: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("none").mkdir()
    Path("here").symlink_to(".")
    Path("link.jsonl").symlink_to("out.jsonl")
    dump = page(ERRORS, "dump.xml")
    first = ["extract", dump, "-o", "out.jsonl", "--errors", "errors", "--tables", "tables", "--tables", "all.db"]
    alone = run(*first)
    wanted = contents(tmp_path)
    seen: list[tuple[subprocess.CompletedProcess[str], bool]] = []

    def second() -> None:
        before = contents(tmp_path)
        done = subprocess.run(command(dump, *arguments), capture_output=True, text=True, timeout=60, check=False)
        seen.append((done, contents(tmp_path) == before))

    when_read(monkeypatch, second)
    assert run(*first) == alone
    [(done, untouched)] = seen
    said = f"{output.format(folder=tmp_path)}: another run is writing it; wait until it has ended, or name another output\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert untouched
    assert contents(tmp_path) == wanted


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="processes do not branch off here")
def test_a_run_that_was_killed_keeps_nobody_away(page: Maker, tmp_path: Path) -> None:
    """Not even by one of its processes that has not ended yet."""
    dump, out = page(xml(some_pages(3000) * 20), "dump.xml"), tmp_path / "out.jsonl"
    workers: list[int] = []
    arguments = command(dump, "-o", out, "--errors", tmp_path / "errors", "--processes", "2", "--quiet")
    with subprocess.Popen(arguments, start_new_session=True) as process:
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            for _ in range(600):
                workers = [int(number) for number in children.read_text().split()] if children.exists() else []
                if (tmp_path / "out.jsonl.part.state").exists() or process.poll() is not None:
                    break
                time.sleep(0.02)
            for worker in workers:
                os.kill(worker, signal.SIGSTOP)
            process.kill()
            process.wait()
            assert process.returncode == -signal.SIGKILL
            done = subprocess.run([*arguments, "--resume"], capture_output=True, check=False)
            assert (done.returncode, done.stderr) == (0, b"")
        finally:
            process.kill()
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
    assert out.read_bytes().count(b"\n") == 20 * 800
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.xml", "errors", "out.jsonl", "out.jsonl.manifest.json"]


def test_a_lock_is_on_the_file_that_the_name_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that held the file may remove it after another has opened it."""
    out, path = tmp_path / "out", tmp_path / "out.part"
    removed: list[Path] = []

    def late(file: unfinished.NamedFile) -> bool:
        if not removed:
            path.unlink()
            removed.append(path)
        return locked(file)

    monkeypatch.setattr(unfinished, "locked", late)
    path.write_bytes(b"of the run before")
    with Claim(out) as claim:
        assert os.path.samestat(os.stat(path), os.fstat(claim.file.fileno()))
        with pytest.raises(PageError, match="another run is writing it"):
            Claim(out)


def test_where_there_are_no_locks_a_run_goes_without(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    assert run("extract", page(DUMP, "dump.xml"), "-o", tmp_path / "out.jsonl", "--quiet") == Run(0, "", "")


def test_a_run_that_is_refused_leaves_what_an_earlier_one_found(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, out, errors = page(DUMP, "dump.xml"), tmp_path / "out.jsonl", tmp_path / "errors"
    with monkeypatch.context() as patched:
        when_read(patched, interrupt)
        assert run("extract", dump, "-o", out).status == 130
    before = contents(tmp_path)
    assert run("extract", dump, "-o", out, "--resume", "--check").status == 2
    assert contents(tmp_path) == before
    with Claim(errors):
        assert run("extract", dump, "-o", out, "--errors", errors, "--tables", tmp_path / "new" / "tables").status == 2
    assert contents(tmp_path) == before
    assert run("extract", dump, "-o", tmp_path / "other.jsonl", "--errors", out, "--quiet").status == 0
    assert before.items() <= contents(tmp_path).items()
    assert run("extract", dump, "-o", out, "--resume", "--quiet") == Run(0, "", "")
    assert out.read_bytes() == (tmp_path / "other.jsonl").read_bytes()


# --- what is in the way ---------------------------------------------------------------------------------------------------------

KINDS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "link": (lambda path, target: path.symlink_to(target), "a symbolic link"),
    "dangling link": (lambda path, target: path.symlink_to(target.with_name("none")), "a symbolic link"),
    "hard link": (lambda path, target: path.hardlink_to(target), "a file with a second name (a hard link)"),
    "pipe": (lambda path, _: os.mkfifo(path), "a pipe"),
    "folder": (lambda path, _: path.mkdir(), "a folder"),
}
SAID = "{path}: {kind} is in the way of the unfinished output; remove it, or name another output\n"


@pytest.fixture
def soon() -> Iterator[None]:
    """A run that waits for the other end of a pipe fails, and does not hang."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    [
        "out.jsonl.gz.part",
        "out.jsonl.gz.part.errors",
        "out.jsonl.gz.part.state",
        "out.jsonl.gz.part.state.new",
        "out.jsonl.gz.part.new",
        "errors.part",
        "errors.part.new",
        "tables/sides.parquet.part",
        "tables/sides.parquet.part.new",
        "all.db.part",
        "all.db.part.new",
    ],
)
def test_what_is_not_unfinished_is_neither_followed_nor_removed(run: Runner, page: Maker, tmp_path: Path, name: str, kind: str) -> None:
    dump, target, path = page(ERRORS, "dump.xml"), page("Words of somebody else.", "target"), tmp_path / name
    (tmp_path / "tables").mkdir()
    plant, what = KINDS[kind]
    plant(path, target)
    before = contents(tmp_path)
    for resume in ([], ["--resume"]):
        tables = ["--tables", tmp_path / "tables", "--tables", tmp_path / "all.db"]
        arguments = ["-o", tmp_path / "out.jsonl.gz", "--errors", tmp_path / "errors", *tables, *resume]
        assert run("extract", dump, *arguments) == Run(2, "", SAID.format(path=path, kind=what))
        assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["out.jsonl.gz.part.state.new", "out.jsonl.gz.part.new"])
def test_a_link_that_comes_during_a_run_is_not_followed(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    dump, target, path = page(DUMP, "dump.xml"), page("Words of somebody else.", "target"), tmp_path / name
    when_read(monkeypatch, lambda: path.symlink_to(target))
    assert run("extract", dump, "-o", tmp_path / "out.jsonl.gz") == Run(2, "", SAID.format(path=path, kind="a symbolic link"))
    assert target.read_text() == "Words of somebody else."
    assert path.is_symlink()
    assert (tmp_path / "out.jsonl.gz.part").stat().st_size > 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")
def test_a_file_that_somebody_else_put_into_a_folder_of_all_is_not_used(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump, path = page(DUMP, "dump.xml"), page("", "out.jsonl.part")
    os.chown(path, 12345, 12345)
    tmp_path.chmod(0o1777)
    assert run("extract", dump, "-o", tmp_path / "out.jsonl") == Run(2, "", SAID.format(path=path, kind="a file of another user"))
