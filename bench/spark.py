"""How the job of examples/spark grows: a made-up dump, read by clusters of one and of two workers of one core each, in turns.

Needs pyspark and Java. The clock runs from the first task to the last, and from the start of `spark-submit` to its end.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from bench.dump import make

ROOT: Final = Path(__file__).parent.parent
WORKERS: Final = (1, 2)
_SETTINGS: Final = {
    "spark.executor.memory": "512m",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.driver.host": "127.0.0.1",
}
_READ: Final = re.compile(r"^read in ([\d.]+) s, which took ([\d.]+) s of one core$", re.MULTILINE)


class Grown(NamedTuple):
    """Seconds of a run: reading by the clock, reading in seconds of one core, and all by the clock."""

    reading: float
    core: float
    all: float


def submitted(*arguments: str | Path, workers: int) -> subprocess.Popen[str]:
    """The job, begun on a cluster of this machine, whose master and workers are processes of their own, in a session of their own.
    Raises `ModuleNotFoundError` without pyspark.
    """
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyspark is missing: pip install --group spark")
    home = Path(spec.origin).parent
    environment = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    settings = [word for name, value in _SETTINGS.items() for word in ("--conf", f"{name}={value}")]
    job = ROOT / "examples" / "spark" / "extract.py"
    return subprocess.Popen(
        [home / "bin" / "spark-submit", "--master", f"local-cluster[{workers},1,1024]", *settings, job, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | environment,
        cwd=home,
        start_new_session=True,
    )


def measured(dump: Path, workers: int) -> Grown:
    """One run. Raises `ValueError` with what the job printed if it failed."""
    with tempfile.TemporaryDirectory() as out:
        begun = time.monotonic()
        printed, _ = submitted(dump, "--out", out, workers=workers).communicate()
        taken = time.monotonic() - begun
    found = _READ.search(printed)
    if found is None:
        raise ValueError(printed)
    return Grown(float(found[1]), float(found[2]), taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1000, help="of XML in the dump (default 1000)")
    parser.add_argument("--runs", type=int, default=3, help="rounds (default 3)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, made = make(Path(folder), arguments.megabytes)
        sizes = f"{made.packed / 1e6:.0f} MB of bzip2, {made.xml / 1e6:.0f} MB of XML"
        print(f"measured on a made-up dump: {sizes}; load {os.getloadavg()[0]:.1f}", flush=True)
        rounds = []
        for _ in range(arguments.runs):
            rounds.append([measured(dump, workers) for workers in WORKERS])
            each = "; ".join(
                f"{workers}: {run.reading:.1f} s, {run.core:.1f} s of one core" for workers, run in zip(WORKERS, rounds[-1], strict=True)
            )
            print(f"reading by workers: {each}; load {os.getloadavg()[0]:.1f}", flush=True)
    for workers, runs in zip(WORKERS, zip(*rounds, strict=True), strict=True):
        reading, core, whole = (_spread(values) for values in zip(*runs, strict=True))
        print(f"{workers} workers: reading {reading} s, {core} s of one core; all {whole} s")
    print(f"reading, one worker / two: {_spread([one.reading / two.reading for one, two in rounds], 2)}; load {os.getloadavg()[0]:.1f}")


def _spread(values: list[float] | tuple[float, ...], digits: int = 1) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


if __name__ == "__main__":
    main()
