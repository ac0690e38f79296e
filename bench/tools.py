"""What other tools give of one and the same infobox: a table for each question, printed as Markdown (docs/comparison.md).

Each tool answers with its own means: what it calls the value of the parameter, as text or as data. The tools for Node.js are fetched by npm
into a folder that is removed afterwards; without npm, or with ``--no-node``, they are left out.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import infobox

PAGE: Final = Path(__file__).parent.parent / "fixtures" / "siege.wikitext"
NAME: Final = "Infobox military conflict"
QUESTIONS: Final = {
    "date": "When did it begin and end?",
    "combatant1": "Who belonged to the Army of Conquest, and when?",
    "commander2": "What became of the commander?",
    "casualties1": "How many were killed?",
    "combatant2": "Whose flag stands first?",
    "coordinates": "Where was it?",
}
"""The parameters that are asked for, each with what a reader sees there."""
NODE_TOOLS: Final = {"wtf_wikipedia": "10.4.2", "infobox-parser": "3.6.4"}
SAME: Final = "the same bytes"
_SHOWN: Final = 160


class Answers(NamedTuple):
    """What one tool gives: a text for each parameter, the page written back, and the median time."""

    tool: str
    values: Mapping[str, str]
    written: str
    milliseconds: float


def ours(page: str) -> tuple[dict[str, str], str]:
    """Fields of the record, of this package."""
    record = infobox.read(page)
    assert record is not None
    date, place = record.date, record.coordinates
    assert date is not None
    assert place is not None
    army, [commander] = record.sides[0].combatants[1], record.sides[1].commanders
    assert army.period is not None
    figures = [figure for line in record.sides[0].casualties for figure in line.quantities]
    flag = record.sides[1].combatants[0].flags[0]
    members = ", ".join(item.name for item in army.items)
    values = {
        "date": f"`start` {date.start}, `end` {date.end}",
        "combatant1": f"{army.name} (`period` {army.period.start} to {army.period.end}): `items` {members}",
        "commander2": f"`name` {commander.name}, `fates` {', '.join(commander.fates)}",
        "casualties1": "; ".join(f"`low` {one.low}, `high` {one.high or 'left out'}, `kind` {one.kind}" for one in figures),
        "combatant2": f"`of` {flag.of}, `variant` {flag.variant}",
        "coordinates": f"`latitude` {place.latitude}, `longitude` {place.longitude}",
    }
    again = infobox.Conflict.from_json(record.to_json())
    return values, SAME if infobox.write(again, into=page) == page else "other bytes"


def with_mwparserfromhell(page: str) -> tuple[dict[str, str], str]:
    """Its values as plain text (`strip_code`)."""
    import mwparserfromhell

    tree = mwparserfromhell.parse(page)
    [template] = tree.filter_templates(matches=lambda template: template.name.matches(NAME))
    return {name: str(template.get(name).value.strip_code()) for name in QUESTIONS}, SAME if str(tree) == page else "other bytes"


def with_wikitextparser(page: str) -> tuple[dict[str, str], str]:
    """Its values as plain text (`plain_text`)."""
    import wikitextparser

    tree = wikitextparser.parse(page)
    [template] = [template for template in tree.templates if template.normal_name() == NAME]
    values = {name: wikitextparser.parse(template.get_arg(name).value).plain_text() for name in QUESTIONS}
    return values, SAME if tree.string == page else "other bytes"


PYTHON_TOOLS: Final[dict[str, Callable[[str], tuple[dict[str, str], str]]]] = {
    "infobox": ours,
    "mwparserfromhell": with_mwparserfromhell,
    "wikitextparser": with_wikitextparser,
}


def asked(tool: str, page: str, runs: int) -> Answers:
    """The answers of one of the tools for Python."""
    answer = PYTHON_TOOLS[tool]
    values, written = answer(page)
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        infobox.read_all(page) if answer is ours else answer(page)
        times.append(1000 * (time.perf_counter() - begin))
    return Answers(f"{tool} {importlib.metadata.version(tool)}", values, written, statistics.median(times))


def asked_of_node(page: Path, runs: int) -> list[Answers]:
    """The answers of the tools for Node.js; none if npm is missing. Raises `CalledProcessError` if npm or a tool fails."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing: the tools for Node.js are left out", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        tools = [f"{name}@{version}" for name, version in NODE_TOOLS.items()]
        subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *tools], check=True)
        script = Path(folder) / "tools.mjs"
        shutil.copy(Path(__file__).with_suffix(".mjs"), script)
        done = subprocess.run(["node", script, page, str(runs), *QUESTIONS], check=True, capture_output=True, encoding="utf-8")
    answers = json.loads(done.stdout)
    return [
        Answers(f"{tool} {NODE_TOOLS[tool]}", answers[tool]["values"], "not its aim", answers[tool]["milliseconds"]) for tool in NODE_TOOLS
    ]


def report(answers: list[Answers]) -> str:
    """The tables as Markdown."""
    lines = []
    for parameter, question in QUESTIONS.items():
        lines += [f"**{question}** (`{parameter}`)", "", "| tool | what it gives |", "|---|---|"]
        lines += [f"| {one.tool} | {_cell(one.values.get(parameter, ''))} |" for one in answers] + [""]
    lines += ["**Written back, and the time for the page**", "", "| tool | written back | milliseconds |", "|---|---|---|"]
    lines += [f"| {one.tool} | {one.written} | {one.milliseconds:.1f} |" for one in answers]
    return "\n".join(lines)


def _cell(text: str) -> str:
    """The text on one line, shortened; `¶` is a line end."""
    line = " ¶ ".join(part.strip() for part in text.strip().splitlines()).replace("|", "\\|").replace("*", "\\*")
    line = line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()} …"
    return line or "nothing"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50, help="runs of which the time is the median (default 50)")
    parser.add_argument("--no-node", action="store_true", help="leave out the tools for Node.js")
    arguments = parser.parse_args()
    page = PAGE.read_text("utf-8")
    answers = [asked(tool, page, arguments.runs) for tool in PYTHON_TOOLS]
    answers += [] if arguments.no_node else asked_of_node(PAGE, arguments.runs)
    print(f"Measured {time.strftime('%Y-%m-%d')} with Python {platform.python_version()}, {arguments.runs} runs.\n")
    print(report(answers))


if __name__ == "__main__":
    main()
