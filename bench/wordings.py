"""How wordings of dates and figures in other Wikipedias are read: right, left out or wrong, for each language.

FOLDER has a file for each language, `CODE.toml`: the wiki, the template, the parameters that take the values, and in `[dates]`,
`[strength]` and `[casualties]` wordings with a person's readings. A date is its start, or `start/end`; `2011/..` goes on, `/1945` has an
end alone, an empty text has no time. A figure is `low-high`, `300-` at least, `-300` at most, with `~` in front about so many, and the
kind after it.

Left out is what is stated in part or not at all; wrong is what states anything that the person does not.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import msgspec

from bench.facts import DATES, FIGURES, KINDS, Facts, facts
from infobox.reading import read_boxes
from infobox.record import Page

Judgement = Literal["right", "left out", "wrong"]
KINDS_OF_VALUES: Final = ("dates", "strength", "casualties")
_FIGURE: Final = re.compile(r"(?P<about>~?)(?P<low>\d*)(?P<open>-?)(?P<high>\d*)(?: (?P<kind>[a-z_]+))?")
_GOES_ON: Final = ".."


class Wording(NamedTuple):
    """Words of a value in a wiki, what a person reads in them, and what the software does."""

    language: str
    values: str
    """`dates`, `strength` or `casualties`."""
    text: str
    wanted: str | list[str]
    stated: Facts

    @property
    def judgement(self) -> Judgement:
        wanted = facts(_record(self.values, self.wanted))
        if any(self.stated[kind] - wanted[kind] for kind in (DATES, FIGURES, KINDS)):
            return "wrong"
        return "right" if all(self.stated[kind] == wanted[kind] for kind in (DATES, FIGURES, KINDS)) else "left out"

    def __str__(self) -> str:
        stated = "; ".join(" ".join(map(str, fact)) for kind in (DATES, FIGURES, KINDS) for fact in self.stated[kind].elements())
        return f"{self.language} {self.values}: {self.text!r}: {self.judgement}: wanted {self.wanted!r}, stated {stated or 'nothing'}"


def _record(values: str, wanted: str | list[str]) -> Mapping[str, Any]:
    """The part of a record that a person's reading stands for."""
    if isinstance(wanted, str):
        start, parted, end = wanted.partition("/")
        return {"date": {"start": start, "end": end if parted else start}}
    return {"sides": [{values: [{"quantities": [_figure(figure) for figure in wanted]}]}]}


def _figure(text: str) -> dict[str, Any]:
    if not (match := _FIGURE.fullmatch(text)):
        raise SystemExit(f"{text!r} is not the reading of a figure; write it like '2000', '~300-500 killed', '300-' or '-300'")
    low, high = match["low"], match["high"] if match["open"] else match["low"]
    figure = {"low": int(low) if low else None, "high": int(high) if high else None, "about": bool(match["about"])}
    return figure | ({"kind": match["kind"]} if match["kind"] else {})


def wordings(folder: Path) -> Iterator[Wording]:
    """The wordings of all languages in a folder, in the order of the files.

    Raises:
        SystemExit: if a person's reading of a figure is not in the form.

    """
    for file in sorted(folder.glob("*.toml")):
        held = tomllib.loads(file.read_text("utf-8"))
        for values in KINDS_OF_VALUES:
            for text, wanted in held.get(values, {}).items():
                box = "{{" + held["template"] + "\n| " + held["parameters"][values] + " = " + text + "\n}}"
                yield Wording(file.stem, values, text, wanted, _stated(box, held["wiki"]))


def _stated(box: str, wiki: str) -> Facts:
    record: dict[str, Any] = {}
    for reading in read_boxes(box, page=Page(wiki=wiki)):
        record = msgspec.to_builtins(reading.record)
    if (date := record.get("date", {})).get("ongoing"):
        date["end"] = _GOES_ON
    return facts(record)


def table(every: Iterable[Wording]) -> str:
    """The table in Markdown: how many dates and figures of each language are right, left out, wrong; and of all together."""
    counts: dict[str, dict[tuple[str, Judgement], int]] = {}
    for each in every:
        kind = DATES if each.values == DATES else FIGURES
        for language in (each.language, "all"):
            row = counts.setdefault(language, {})
            row[kind, each.judgement] = row.get((kind, each.judgement), 0) + 1
    columns: list[tuple[str, Judgement]] = [(kind, found) for kind in (DATES, FIGURES) for found in ("right", "left out", "wrong")]
    rows = [["language", *(f"{kind} {found}" for kind, found in columns)], ["---"] * (len(columns) + 1)]
    languages = sorted(counts, key=lambda name: (name == "all", name))
    rows += ([language, *(str(counts[language].get(column, 0)) for column in columns)] for language in languages)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of files with wordings, one a language")
    parser.add_argument("--show", choices=["wrong", "left out"], default="wrong", help="which wordings are listed (default: wrong)")
    options = parser.parse_args()
    every = list(wordings(options.folder))
    if not every:
        raise SystemExit(f"{options.folder} holds no wordings: a file for each language, CODE.toml")
    print(f"measured on {options.folder}: {len(every):,} wordings of {len({each.language for each in every})} languages")
    print(table(every))
    for each in every:
        if each.judgement == options.show:
            print(each)


if __name__ == "__main__":
    main()
