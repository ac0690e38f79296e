"""How long checking an infobox takes, including reading, compared with only reading it; `--rules` shows the share of each rule."""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from pathlib import Path

from bench.corpus import folder, measured
from bench.reading import seconds
from infobox import box
from infobox.checks.checking import check_page
from infobox.checks.options import chosen
from infobox.checks.subject import Subject
from infobox.reading import read_boxes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs per infobox, of which the fastest of each count (default 5)")
    parser.add_argument("--rules", action="store_true", help="the time of each rule as a share of reading")
    arguments = parser.parse_args()
    texts = [page[found.start : found.end] for _, page, _ in measured(arguments.pages) for found in box.find(page)]
    rules = chosen()
    for text in texts[:20]:
        check_page(text, rules)
    if arguments.rules:
        _each_rule(texts)
        return
    ratios, reading, checking = [], 0.0, 0.0
    for text in texts:
        pairs = [(seconds(lambda t=text: check_page(t, rules)), seconds(lambda t=text: read_boxes(t))) for _ in range(arguments.runs)]  # type: ignore[misc]
        checked, read = min(ours for ours, _ in pairs), min(alone for _, alone in pairs)
        ratios.append(checked / read)
        checking += checked
        reading += read
    ratios.sort()
    print(
        f"check, reading included / read, {len(texts)} infoboxes, {len(rules)} rules: median {statistics.median(ratios):.2f}, "
        f"10th percentile {ratios[len(ratios) // 10]:.2f}, 90th {ratios[-1 - len(ratios) // 10]:.2f}, largest {ratios[-1]:.2f}, "
        f"all together {checking / reading:.2f}"
    )


def _each_rule(texts: list[str]) -> None:
    spent: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        read = min(seconds(lambda t=text: read_boxes(t)) for _ in range(3))  # type: ignore[misc]
        with_spans = min(seconds(lambda t=text: read_boxes(t, spans=True)) for _ in range(3))  # type: ignore[misc]
        spent["reading"] += read
        spent["(reading with places, beyond reading)"] += with_spans - read
        for number, reading in enumerate(read_boxes(text, spans=True), 1):
            subject = Subject(text, reading, number)
            spent["(what rules share)"] += seconds(lambda s=subject: (s.places, s.templates, s.entries, s.wikitext))  # type: ignore[misc]
            for rule in chosen():
                if rule.check is not None:
                    check = rule.check
                    spent[f"{rule.code} {rule.name}"] += seconds(lambda s=subject, c=check: list(c(s)))  # type: ignore[misc]
    for name, time in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{time / spent['reading']:7.2%} {name}")


if __name__ == "__main__":
    main()
