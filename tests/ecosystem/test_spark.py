"""The job of examples/spark on a real Spark: a master and two workers, each in a process of its own."""

from __future__ import annotations

import bz2
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bench.spark import submitted
from tests.dumps.making import BOX, multistream, xml
from tests.dumps.making import page as element
from tests.ecosystem.needed import ROOT, missing

_PATIENCE = 300.0
"""Seconds in which Spark has to begin and end."""


def job(*arguments: str | Path) -> subprocess.Popen[str]:
    """The job, begun."""
    if find_spec("pyspark") is None:
        missing("pyspark")
    if shutil.which("java") is None:
        missing("Java 17 or later (Debian: default-jre-headless)")
    return submitted(*arguments, workers=2)


def ended(process: subprocess.Popen[str]) -> str:
    """What a job printed, when it has ended well."""
    try:
        printed, _ = process.communicate(timeout=_PATIENCE)
    finally:
        killed(process)
    assert process.returncode == 0, printed
    return printed


def killed(process: subprocess.Popen[str]) -> None:
    """End all processes of a job that is not over."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def executors(process: subprocess.Popen[str]) -> list[int]:
    """The processes of the executors that a job has started."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid,sid,args"], capture_output=True, encoding="utf-8", check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [int(number) for number, session, words in rows if session == str(process.pid) and "CoarseGrainedExecutorBackend" in words]


def until_finished(process: subprocess.Popen[str], out: Path, bundles: int) -> None:
    """Wait until a job has finished some bundles."""
    end = time.monotonic() + _PATIENCE
    while len(list(out.glob("states/[0-9]*.json"))) < bundles:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two dumps of some ten pieces: of many streams, and of one, whose pages lie across pieces. One page is broken."""
    folder = tmp_path_factory.mktemp("dumps")
    noise = [" ".join(f"{hash_of(number, place):x}" for place in range(30_000)) for number in range(8)]
    made = [element(f"Page {number}", f"{BOX % number} {noise[number % 8]}", number=number) for number in range(90)]
    made.insert(40, element("Broken", BOX % "Broken").replace(b"</title>", b"</titel>"))
    (folder / "many-multistream.xml.bz2").write_bytes(multistream(made, 5)[0])
    (folder / "one.xml.bz2").write_bytes(bz2.compress(xml(made)))
    return sorted(folder.iterdir())


def hash_of(number: int, place: int) -> int:
    return (number * 1_000_003 + place * 2_654_435_761) % 4_294_967_291


def rows(*files: Path) -> list[dict[str, Any]]:
    """The rows of files of Parquet, in an order that depends on the rows alone."""
    dataset = import_module("pyarrow.dataset")
    return sorted(dataset.dataset([str(file) for file in files], format="parquet").to_table().to_pylist(), key=repr)


def assert_same(out: Path, dumps: list[Path], tmp_path: Path) -> None:
    """The folder has the records and the errors of `infobox extract`."""
    alone = tmp_path / "alone.parquet"
    done = subprocess.run(
        [sys.executable, "-m", "infobox", "extract", *dumps, "-o", alone, "--errors", tmp_path / "errors.jsonl", "--quiet"], cwd=ROOT
    )
    assert done.returncode == 1
    found = rows(alone)
    assert rows(*out.glob("records/[0-9]*.parquet")) == found
    assert len(found) == 180
    reasons = [
        sorted(json.loads(line)["reason"] for line in path.read_text("utf-8").splitlines())
        for path in (out / "errors.jsonl", tmp_path / "errors.jsonl")
    ]
    assert reasons[0] == reasons[1] != []


def test_an_executor_that_is_killed_loses_nothing(dumps: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = job(*dumps, "--out", out, "--pieces", "1")
    try:
        until_finished(process, out, 2)
        before = executors(process)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        at_that_time = len(list(out.glob("states/[0-9]*.json")))
        printed = ended(process)
    finally:
        killed(process)
    begun = re.search(r"^(\d+) bundles, of which 0 are finished$", printed, re.MULTILINE)
    assert begun is not None
    assert int(begun[1]) > at_that_time, "the executor died while there was work"
    assert_same(out, dumps, tmp_path)


def test_a_job_that_was_killed_goes_on(dumps: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = job(*dumps, "--out", out, "--pieces", "1")
    try:
        until_finished(process, out, 3)
    finally:
        killed(process)
    finished = {path.name: path.stat().st_mtime_ns for path in out.glob("states/[0-9]*.json")}
    assert len(finished) >= 3
    printed = ended(job(*dumps, "--out", out, "--pieces", "1"))
    begun = re.search(r"^(\d+) bundles, of which (\d+) are finished$", printed, re.MULTILINE)
    assert begun is not None
    assert (int(begun[2]), int(begun[1]) > int(begun[2])) == (len(finished), True)
    assert {name: (out / "states" / name).stat().st_mtime_ns for name in finished} == finished
    assert_same(out, dumps, tmp_path)
    other = job(*dumps, "--out", out, "--pieces", "2")
    printed, _ = other.communicate(timeout=_PATIENCE)
    assert other.returncode == 2
    assert printed.endswith("/run.json: this folder was begun with other dumps or options; name another one\n")
