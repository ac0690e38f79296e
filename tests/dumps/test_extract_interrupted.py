"""`infobox extract --resume`: an interrupted run continues, and gives the same bytes."""

from __future__ import annotations

import bz2
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infobox.dumps import commands, inputs
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece
from infobox.dumps.parts import PieceResult
from tests.command_line import Run, Runner
from tests.dumps.making import FOOT, HEAD, some_pages
from tests.dumps.small import CLOSING, DUMP, FORMS, INDEX, alone, interrupt, noting, when_read

pytestmark = pytest.mark.usefixtures("small_pieces")


@pytest.mark.parametrize("stop", [1, 2, 9, 14])
@pytest.mark.parametrize("name", FORMS)
def test_an_interrupted_run_goes_on(run: Runner, dumps: Path, name: str, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out = dumps / "out.jsonl.gz"
    assert run("extract", dumps / name, "-o", out).status == 0
    wanted = out.read_bytes()
    out.unlink()

    def stopping(pieces: Iterator[Piece], options: Options, _: int) -> Iterator[tuple[Piece, PieceResult]]:
        for number, piece in enumerate(pieces, 1):
            yield piece, inputs.read_piece(piece, options)
            if number == stop:
                raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        result = run("extract", dumps / name, "-o", out)
    if result.status == 0:
        pytest.skip("it has fewer pieces")
    assert result.status == 130
    assert "interrupted: run the same command with --resume to continue" in result.err
    assert not out.exists()
    read = noting(monkeypatch)
    assert run("extract", dumps / name, "-o", out, "--resume", "--processes", 1) == Run(0, "", CLOSING)
    assert out.read_bytes() == wanted
    assert all(piece.start > 0 for piece in read)
    assert sorted(path.name for path in dumps.iterdir()) == sorted([*FORMS, "out.jsonl.gz", "out.jsonl.gz.manifest.json"])


def test_what_was_written_after_the_last_state_is_cut_off(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = dumps / "out.jsonl"

    def stopping(pieces: Iterator[Piece], options: Options, _: int) -> Iterator[tuple[Piece, PieceResult]]:
        for number, piece in enumerate(pieces):
            if number == 5:
                raise KeyboardInterrupt
            yield piece, inputs.read_piece(piece, options)

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        run("extract", dumps / "dump.xml", "-o", out)
    with open(dumps / "out.jsonl.part", "ab") as file:
        file.write(b'{"half a rec')
    assert run("extract", dumps / "dump.xml", "-o", out, "--resume").status == 0
    assert out.read_text("utf-8") == alone(dumps / "dump.xml")


def test_another_index_is_another_run(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = dumps / "index"
    index.write_bytes(INDEX)
    arguments = ["extract", dumps / "dump-multistream.xml.bz2", "-o", dumps / "out.jsonl", "--index", index, "--quiet", "--processes", 1]

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands, "finish", stopped)
        assert run(*arguments).status == 130
    index.write_bytes(INDEX + b"\n")
    result = run(*arguments, "--resume")
    assert result.status == 2
    assert "left by a run with other dumps or options" in result.err


def test_nothing_to_resume_is_a_beginning(run: Runner, dumps: Path) -> None:
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--resume").status == 0
    assert (dumps / "out.jsonl").read_text("utf-8") == alone(dumps / "dump.xml")


def test_another_run_is_not_continued(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(*_: object) -> Iterator[tuple[Piece, PieceResult]]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl").status == 130
    for change in (["--check"], ["--namespaces", "0"], ["--source"]):
        result = run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--resume", *change)
        assert result.status == 2
        assert "left by a run with other dumps or options" in result.err
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--check").status == 0


def test_a_signal_ends_a_run_cleanly(tmp_path: Path) -> None:
    dump = tmp_path / "dump.xml.bz2"
    stream = bz2.compress(b"".join(some_pages(3000)))
    dump.write_bytes(bz2.compress(HEAD) + stream * 40 + bz2.compress(FOOT))
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "infobox", "extract", str(dump), "-o", str(out), "--processes", "2"]
    for name, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        state = tmp_path / "out.jsonl.part.state"
        state.unlink(missing_ok=True)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            for _ in range(600):
                if state.exists() or process.poll() is not None:
                    break
                time.sleep(0.02)
            if process.poll() is None:
                os.killpg(process.pid, name) if name == signal.SIGINT else process.send_signal(name)
            _, said = process.communicate(timeout=60)
        assert (process.returncode, "Traceback" in said) == (status, False), said
        assert "run the same command with --resume to continue" in said
        assert not out.exists()
    done = subprocess.run([*command, "--resume", "--quiet"], check=False)
    assert done.returncode == 0
    with open(out, "rb") as file:
        assert sum(1 for _ in file) == 40 * 800


def test_an_interrupted_run_that_cannot_go_on_does_not_say_so(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    when_read(monkeypatch, interrupt)
    assert run("extract", "-", "-o", tmp_path / "out.jsonl", stdin=DUMP) == Run(130, "", "")
