"""How long `infobox --help` takes, compared with `python -c pass` in the same environment: whole processes, one after the other."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path


def seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="pairs of runs (default 40)")
    runs: int = parser.parse_args().runs
    ours = [str(Path(sys.executable).with_name("infobox")), "--help"]
    theirs = [sys.executable, "-c", "pass"]
    seconds(ours), seconds(theirs)
    ratios = sorted(seconds(ours) / seconds(theirs) for _ in range(runs))
    print(
        f"measured without pages: infobox --help / python -c pass: median {statistics.median(ratios):.2f}, "
        f"from {ratios[len(ratios) // 10]:.2f} to {ratios[-1 - len(ratios) // 10]:.2f} (10th to 90th percentile of {runs} pairs)"
    )


if __name__ == "__main__":
    main()
