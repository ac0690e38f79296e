"""How much of infoboxes of other Wikipedias is read as a person reads them: for each language and capability the share of facts (F1).

FOLDER has a folder for each language code, in it pages (`NAME.wikitext`) and a person's readings of them (`NAME.json`, in the form of
records). Prints a table, and how many dates and figures are stated that a person did not read: left out is better than wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from bench.facts import CAPABILITIES, DATES, FIGURES, Facts, Tally, facts, sum_of
from infobox.reading import read_boxes
from infobox.record import Page

_NONE: Final = "–"


class Line(NamedTuple):
    """The tallies of one language, by capability."""

    language: str
    boxes: int
    tallies: dict[str, Tally]

    def cells(self) -> list[str]:
        every = sum_of(self.tallies.values())
        shares = (_percent(tally.share) for tally in (*self.tallies.values(), every))
        return [self.language, str(self.boxes), *shares, str(self.tallies[DATES].wrong), str(self.tallies[FIGURES].wrong)]


def measured(folder: Path) -> Iterator[Line]:
    """The lines of all languages in a folder; a page without a reading does not count."""
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        pages = [(page, page.with_suffix(".json")) for page in sorted(language.glob("*.wikitext"))]
        pairs = [(_stated(page, language.name), facts(json.loads(read.read_text("utf-8")))) for page, read in pages if read.is_file()]
        if pairs:
            yield line(language.name, pairs)


def _stated(page: Path, language: str) -> Facts:
    """The facts of a page's first infobox."""
    readings = read_boxes(page.read_text("utf-8"), page=Page(title=page.stem, wiki=f"{language}wiki"))
    record: dict[str, Any] = msgspec.to_builtins(readings[0].record) if readings else {}
    return facts(record)


def line(language: str, pairs: Sequence[tuple[Facts, Facts]]) -> Line:
    """The tallies of pairs of facts: those stated and those wanted."""
    tallies = {capability: Tally() for capability in CAPABILITIES}
    for stated, wanted in pairs:
        for capability, tally in tallies.items():
            tally.add(stated[capability], wanted[capability])
    return Line(language, len(pairs), tallies)


def together(lines: Sequence[Line]) -> Line:
    """The tallies of all languages together."""
    return Line("all", sum(each.boxes for each in lines), {name: sum_of(each.tallies[name] for each in lines) for name in CAPABILITIES})


def _percent(share: float | None) -> str:
    return _NONE if share is None else f"{100 * share:.0f}"


def table(lines: Sequence[Line]) -> str:
    """The table in Markdown; shares in percent, and at the end those of all languages together."""
    head = ["language", "boxes", *CAPABILITIES, "all", "wrong dates", "wrong figures"]
    rows = [head, ["---"] * len(head), *(each.cells() for each in (*lines, together(lines)))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of languages with pages and readings")
    folder = parser.parse_args().folder
    if not folder.is_dir():
        raise SystemExit(f"{folder} is not a folder; name one with a folder for each language code")
    lines = list(measured(folder))
    if not lines:
        raise SystemExit(f"{folder} holds no page with a reading: a folder for each language code, in it NAME.wikitext and NAME.json")
    print(f"measured on {folder}: {together(lines).boxes:,} infoboxes of {len(lines)} languages; F1 of facts in percent")
    print(table(lines))


if __name__ == "__main__":
    main()
