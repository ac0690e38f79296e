"""How long reading an infobox to its record takes, compared with `mwparserfromhell.parse` of the same text, which gives its tree."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import mwparserfromhell

from bench.corpus import folder, measured
from infobox import box
from infobox.reading import read_boxes


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs per infobox, of which the fastest of each count (default 5)")
    arguments = parser.parse_args()
    texts = [page[found.start : found.end] for _, page, _ in measured(arguments.pages) for found in box.find(page)]
    read_boxes(texts[0]), mwparserfromhell.parse(texts[0])
    ratios = []
    for text in texts:
        pairs = [(seconds(lambda t=text: read_boxes(t)), seconds(lambda t=text: mwparserfromhell.parse(t))) for _ in range(arguments.runs)]  # type: ignore[misc]
        ratios.append(min(ours for ours, _ in pairs) / min(theirs for _, theirs in pairs))
    ratios.sort()
    print(
        f"read to the record / mwparserfromhell.parse, {len(texts)} infoboxes: median {statistics.median(ratios):.2f}, "
        f"10th percentile {ratios[len(ratios) // 10]:.2f}, 90th {ratios[-1 - len(ratios) // 10]:.2f}, largest {ratios[-1]:.2f}"
    )


if __name__ == "__main__":
    main()
