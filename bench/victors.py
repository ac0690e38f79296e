"""How many results have a victor, how many victors are tied to a side, and which are not, counted over a folder of pages.

``--all`` lists those that are tied too, with their combatants, to be read by a person: a wrong one must never be.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.corpus import folder, measured
from infobox.reading import read_boxes
from infobox.record import Conflict, Page, Side

_SHOWN = 160
"""How many characters of a side are shown."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--all", action="store_true", help="list the tied ones too")
    arguments = parser.parse_args()
    counts = dict.fromkeys(("results", "without a victor", "victors", "tied", "left out"), 0)
    for name, page, wiki in measured(arguments.pages):
        for reading in read_boxes(page, page=Page(wiki=wiki) if wiki else None):
            result = reading.record.result
            if result is None or result.outcome is None:
                continue
            tied = bool(result.sides)
            counts["results"] += 1
            counts["victors" if result.victor else "without a victor"] += 1
            if result.victor:
                counts["tied" if tied else "left out"] += 1
                if arguments.all or not tied:
                    print(f"{name}: {result.victor}: {result.sides or 'left out'}: {described(reading.record)}")
    print(", ".join(f"{number:,} {what}" for what, number in counts.items()))
    print(f"tied: {100 * counts['tied'] / max(counts['victors'], 1):.1f} % of the victors")


def described(record: Conflict) -> str:
    """The combatants of each side, as a person needs them to judge who is meant."""
    return " – ".join(f"{number}. {_of(side)[:_SHOWN]}" for number, side in enumerate(record.sides, 1))


def _of(side: Side) -> str:
    return ", ".join(" ".join([*(f"[{flag.of}]" for flag in item.flags if flag.of), item.text]) for item in side.combatants)


if __name__ == "__main__":
    main()
