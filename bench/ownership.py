"""Whether each line of a list stands under the line that titles it for a reader: records compared with what MediaWiki renders.

For each rendered line of a sided value that holds a figure or a link, the line above it in reading order (the nearest earlier one of its
cell that is bold or ends in a colon, or its parent in the HTML) is compared with the item above it in the record. Lines that are bold or
end in a colon themselves are compared if they have a parent in the HTML. A horizontal rule ends what a bold line titles.

`--rendered`: a folder of JSON files, one per page, named like its wikitext in `--pages`: `infoboxes[].cells[]` with `param` and `lines[]`,
each with `text` and, if they apply, `bold`, `links`, `rule_before` and `parent` (the number of a line of the cell).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.corpus import folder, read
from infobox.layout import items_of
from infobox.reading import read_boxes
from infobox.record import Item
from infobox.templates.profile import default

_MARKS = re.compile(r"[†‡✝]|\((?:kia|pow|wia|mia|dow)\)", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Line(NamedTuple):
    """A rendered line: its words, and the line above it (None if there is none)."""

    words: str
    above: Line | None


class Outcome(NamedTuple):
    """One line of one page: the words above it for a reader and in the record; `found` is false if no item has its words."""

    page: str
    parameter: str
    line: str
    wanted: str
    got: str
    found: bool

    @property
    def right(self) -> bool:
        """Whether reader and record agree."""
        return self.found and self.wanted == self.got


def plain(text: str) -> str:
    """Words in a form that both sides share: without marks of fates, kinds of dashes, capitals, and signs at the edges."""
    text = unicodedata.normalize("NFKC", _MARKS.sub(" ", text)).casefold().replace("\u2019", "'")
    text = re.sub(r"\s*-\s*", "-", _DASHES.sub("-", text))
    return " ".join(text.split()).strip(" .,;:!?•·*-'\"“”‘’()[]")


def rendered_lines(cell: dict[str, Any]) -> list[tuple[Line, bool]]:
    """The lines of a cell, and whether each is compared."""
    entities = cell["param"].startswith(("combatant", "commander", "units"))
    lines: list[Line] = []
    found: list[tuple[Line, bool]] = []
    titled: Line | None = None
    for raw in cell["lines"]:
        text = raw.get("plain", raw["text"])
        colon = text.rstrip(" )").endswith(":")
        marked = bool(raw.get("links") or raw.get("images"))
        figure = any(char.isdigit() for char in text)
        # A bold party with a link or flag is a party; a bold figure is a total, which ends what was titled.
        total = not entities and bool(raw.get("bold")) and figure and not colon
        title = colon or (bool(raw.get("bold")) and not (marked if entities else figure))
        place = raw.get("parent", raw.get("lead"))
        parent = lines[place] if place is not None else None
        if raw.get("rule_before") or total:
            titled = None
        # The parent in the HTML, unless a title under it is nearer.
        above = titled if parent is None or (titled is not None and _within(titled, parent)) else parent
        line = Line(plain(text), parent if title else above)
        lines.append(line)
        found.append((line, (figure or marked) and bool(line.words) and (parent is not None or not title)))
        if title:
            titled = line
    return found


def _within(line: Line, above: Line) -> bool:
    step: Line | None = line
    while step is not None:
        if step is above:
            return True
        step = step.above
    return False


def owners(items: Sequence[Item], above: str = "") -> Iterator[tuple[str, str]]:
    """The words of each item, and those of the item above it."""
    for item in items:
        words = plain(item.text)
        yield words, above
        yield from owners(item.items, words)


def compare(page: str, text: str, rendered: dict[str, Any]) -> Iterator[Outcome]:
    """The outcome of every line of a page's infoboxes."""
    records = [reading.record for reading in read_boxes(text)]
    for number, box in enumerate(rendered["infoboxes"]):
        record = next((one for one in records if one.template is not None and one.template.start == box["start"]), None)
        record = record or (records[number] if number < len(records) else None)
        if record is None:
            continue
        for cell in box["cells"]:
            if default().sided(cell["param"]) is None:
                continue
            held = Counter(owners(items_of(record, cell["param"], default()) or []))
            for line, counted in rendered_lines(cell):
                if not counted:
                    continue
                wanted = line.above.words if line.above is not None else ""
                yield _outcome(page, cell["param"], line.words, wanted, held)


def _outcome(page: str, parameter: str, words: str, wanted: str, held: Counter[tuple[str, str]]) -> Outcome:
    same = [pair for pair in held if pair[0] == words] or [pair for pair in held if words in pair[0] or (pair[0] and pair[0] in words)]
    pair = next((pair for pair in same if pair[1] == wanted), None) or next((pair for pair in same if held[pair]), None)
    if pair is None:
        return Outcome(page, parameter, words, wanted, "", found=False)
    held[pair] -= 1
    return Outcome(page, parameter, words, wanted, pair[1], found=True)


def main() -> None:
    """Print the share of lines under the right line, and with `--show` the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rendered", type=Path, default=os.environ.get("INFOBOX_RENDERED"), help="folder of rendered infoboxes (JSON)")
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of their wikitext")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N of the lines that stand under another line")
    arguments = parser.parse_args()
    if arguments.rendered is None or not arguments.rendered.is_dir():
        sys.exit("name a folder of rendered infoboxes: --rendered FOLDER, or INFOBOX_RENDERED")
    texts = {page.name: page.text for page in read(arguments.pages)}
    outcomes: list[Outcome] = []
    pages = 0
    for path in sorted(arguments.rendered.rglob("*.json")):
        if path.stem in texts:
            pages += 1
            outcomes += compare(path.stem, texts[path.stem], json.loads(path.read_text("utf-8")))
    if not outcomes:
        sys.exit("no page is in both folders")
    for outcome in [outcome for outcome in outcomes if not outcome.right][: arguments.show]:
        where = f"{outcome.page} [{outcome.parameter}]"
        print(f"{where}: {outcome.line!r} under {outcome.wanted!r}, not {outcome.got!r}{'' if outcome.found else ' (no such item)'}")
    right = sum(outcome.right for outcome in outcomes)
    print(f"measured on {arguments.rendered} and {arguments.pages}: {pages} pages")
    print(f"{right} of {len(outcomes)} lines with a figure or a link stand under the right line: {100 * right / len(outcomes):.2f} %")


if __name__ == "__main__":
    main()
