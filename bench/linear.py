"""Whether time and memory grow linearly with the page, whatever is done with it: hostile pages of doubling size.

Patterns are those of `hostile.toml`; each is put into one parameter of an infobox, and verbs that take two versions get one edit. There is
one row per verb: the number of cases, the largest growth of time at the last doubling (2 is linear, 4 would be quadratic), the longest time
for 40 KB, the slowest rate in megabytes per second, and the most bytes of memory per byte of page, each with its case. `--all` takes every
parameter and every edit, which takes hours, and prints one row per case. Cases in which a doubling takes more than 2.3 times as long, or
40 KB more than 2 seconds, have their own rows, and the exit status is then 1.

A last table compares the scanner with `mwparserfromhell.parse` (with `skip_style_tags=True`); `--scanner` prints it alone, in about a
minute.
"""

from __future__ import annotations

import argparse
import gc
import resource
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

import infobox
from infobox import layout
from infobox.checks.options import chosen
from infobox.record import TEXT_FIELDS, Conflict, Item, bare
from infobox.templates.profile import default

PATTERNS: Final = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text("utf-8"))
PARAMETERS: Final = ("combatant1", "casualties1", "commander1", "date", "result", "place")
SMALL: Final = 40_000
"""This many bytes may take `SLOWEST` seconds."""
SLOWEST: Final = 2.0
GROWTH: Final = 2.3
"""A doubling may take at most this many times as long."""
PATIENCE: Final = 60
"""Seconds after which a case is given up."""
MEASURABLE: Final = 0.2
"""A measurement of fewer seconds says nothing about growth."""
AGAIN: Final = 3
"""How often a case that seems to miss is measured again: the machine may have been busy, and the shorter times count."""


class Case(NamedTuple):
    """What is measured: a `verb`, applied to a `pattern` in a `parameter` (empty: a page of nothing else), after an `edit` of it."""

    verb: str
    pattern: str
    parameter: str
    edit: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.parameter or "page", "of", self.pattern + ",", self.edit))).rstrip(",")


class Measured(NamedTuple):
    """Seconds by size in bytes, and the peak memory at the largest size, in bytes."""

    seconds: dict[int, float]
    memory: int


# -- pages -----------------------------------------------------------------------------------------------------------------------------


def pieces(pattern: dict[str, Any], size: int) -> list[str]:
    """As many pieces of a pattern as make a text of this many bytes."""
    piece = pattern["piece"]
    closing = len(pattern.get("nested", "").encode())
    if "%n" not in piece:
        return [piece] * (size // (len(piece.encode()) + closing))
    found: list[str] = []
    length = 0
    for number in count(1):
        found.append(piece.replace("%n", str(number)))
        length += len(found[-1].encode()) + closing
        if length >= size:
            return found
    raise AssertionError


def page(case: Case, size: int, changed: Callable[[list[str]], list[str]] | None = None) -> str:
    """The page of a case, its pieces changed in some way."""
    given = PATTERNS["values" if case.parameter else "pages"][case.pattern]
    pattern = {"piece": given} if isinstance(given, str) else given
    two = pattern.get("both", False) and case.parameter.endswith("1")
    found = pieces(pattern, size // 2 if two else size)
    if changed is not None:
        found = changed(found)
    value = "".join([pattern.get("head", ""), *found, pattern.get("tail", ""), pattern.get("nested", "") * len(found)])
    if not case.parameter:
        return value
    other = f"|{case.parameter[:-1]}2={value}" if two else ""
    return f"{{{{Infobox military conflict|{case.parameter}={value}{other}}}}}"


def _one_changed(found: list[str]) -> list[str]:
    middle = len(found) // 2
    return [*found[:middle], "changed", *found[middle + 1 :]]


def _half_gone(found: list[str]) -> list[str]:
    return found[::2]


PAGE_EDITS: Final[dict[str, Callable[[list[str]], list[str]]]] = {
    "one changed": _one_changed,
    "one more": lambda found: [*found, *found[-1:]],
    "reversed": lambda found: found[::-1],
    "half gone": _half_gone,
}
"""Edits of a page, as edits of its pieces."""


# -- records ---------------------------------------------------------------------------------------------------------------------------


def _lists(record: Conflict, parameter: str) -> list[Item] | None:
    return layout.items_of(record, parameter, default())


def _middle(items: Sequence[Item]) -> Item:
    item = items[len(items) // 2]
    while item.items:
        item = item.items[len(item.items) // 2]
    return item


def _change(record: Conflict, parameter: str, items: Callable[[list[Item]], None], words: Callable[[str], str]) -> None:
    held = _lists(record, parameter)
    if held:
        items(held)
        return
    text = getattr(record, parameter) if parameter in (*TEXT_FIELDS, "date") else None
    if text is not None:
        text.text = words(text.text)


def _another(items: list[Item]) -> None:
    item = _middle(items)
    item.text = item.name = "changed"
    item.links = []


def _longer(items: list[Item]) -> None:
    _middle(items).text += " more"


RECORD_EDITS: Final[dict[str, Callable[[Conflict, str], None]]] = {
    "one changed": lambda record, parameter: _change(record, parameter, _another, lambda _: "changed"),
    "one more": lambda record, parameter: _change(
        record, parameter, lambda items: items.append(Item(text="more")), lambda text: text + " more"
    ),
    "reversed": lambda record, parameter: _change(record, parameter, list.reverse, lambda text: " ".join(text.split()[::-1])),
    "longer": lambda record, parameter: _change(record, parameter, _longer, lambda text: f"more {text}"),
}
"""Edits of a record that is then written into its page."""


# -- what is done ----------------------------------------------------------------------------------------------------------------------


def _prepared(case: Case, size: int) -> Callable[[], object]:
    """What is measured, with everything before it already done."""
    text = page(case, size)
    every = ["ALL"]
    if case.verb == "read":
        return lambda: infobox.read_all(text)
    if case.verb == "check":
        return lambda: infobox.check(text, select=every)
    if case.verb == "fix":
        return lambda: infobox.fix(text, select=every, unsafe=True, cosmetic=True)
    if case.verb in ("diff", "check_edit"):
        other = page(case, size, PAGE_EDITS[case.edit])
        if case.verb == "check_edit":
            return lambda: infobox.check_edit(text, other, select=every)
        old, new = infobox.read(text), infobox.read(other)
        return lambda: infobox.compare(old, new) if old is not None and new is not None else None
    record = infobox.read(text)
    if record is None:
        return lambda: None
    if case.edit == "laid out":
        record = bare(record)
        return lambda: _written(record, None)
    RECORD_EDITS[case.edit](record, case.parameter)
    return lambda: _written(record, text)


def _written(record: Conflict, into: str | None) -> str | None:
    try:
        return infobox.write(record, into=into)
    except infobox.WriteError:
        return None


EDITS: Final[dict[str, Sequence[str]]] = {
    "read": ("",),
    "write": (*RECORD_EDITS, "laid out"),
    "diff": tuple(PAGE_EDITS),
    "check": ("",),
    "fix": ("",),
    "check_edit": tuple(PAGE_EDITS),
}
"""The verbs, and the edits before each."""


def cases(verbs: Sequence[str], *, every: bool) -> Iterator[Case]:
    """The cases to measure: every pattern with each verb, with every parameter and edit, or with one of them in turn."""
    for verb in verbs:
        if verb not in ("write", "diff", "check_edit"):
            yield from (Case(verb, name, "", "") for name in PATTERNS["pages"])
        turns = [(parameter, edit) for edit in EDITS[verb] for parameter in PARAMETERS]
        for number, name in enumerate(PATTERNS["values"]):
            for parameter, edit in turns if every else [turns[number % len(turns)]]:
                yield Case(verb, name, parameter, edit)


# -- measuring -------------------------------------------------------------------------------------------------------------------------


FEWEST, MOST, ENOUGH = 2, 7, 1.0
"""How often each size is measured in one process, and after how many seconds measuring stops: the shortest time counts, because others use
the machine, and because the first run has to take its memory from the system."""


def child(case: Case, sizes: Sequence[int]) -> None:
    """Print size, seconds and bytes of memory, one line per size."""
    chosen(["ALL"])
    _prepared(case._replace(pattern="figures" if case.parameter else "boxes"), 100)()
    for size in sizes:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times: list[float] = []
        while len(times) < FEWEST or (len(times) < MOST and sum(times) < ENOUGH):
            work = _prepared(case, size)
            gc.collect()
            gc.disable()  # as in `timeit`, because collections come in steps
            begin = time.process_time()
            work()
            times.append(time.process_time() - begin)
            gc.enable()
        print(size, min(times), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, flush=True)


def measure(case: Case, sizes: Sequence[int]) -> Measured:
    """Measure a case in its own process; a size that is not done in time has no seconds."""
    found = _measured_once(case, sizes)
    for _ in range(AGAIN):
        if not _misses(_growth(found, sizes), found.seconds.get(SMALL, 0.0)):
            break
        again = _measured_once(case, sizes)
        shorter = {size: min(found.seconds.get(size, taken), taken) for size, taken in again.seconds.items()}
        found = Measured(found.seconds | shorter, found.memory)
    return found


def _measured_once(case: Case, sizes: Sequence[int]) -> Measured:
    code = f"from bench.linear import Case, child; child({case!r}, {list(sizes)!r})"
    try:
        done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE)
        out = done.stdout
    except subprocess.TimeoutExpired as error:
        out = error.stdout.decode() if isinstance(error.stdout, bytes) else error.stdout or ""
    rows = [line.split() for line in out.splitlines()]
    return Measured({int(size): float(taken) for size, taken, _ in rows}, int(rows[-1][2]) if rows else 0)


def _misses(growth: float, small: float) -> bool:
    return growth > GROWTH or small > SLOWEST


def _growth(found: Measured, sizes: Sequence[int]) -> float:
    """How many times as long the last doubling takes; infinite if it takes too long, 0 if it cannot be measured."""
    *_, half, whole = sizes
    if whole not in found.seconds:
        return float("inf")
    return found.seconds[whole] / found.seconds[half] if found.seconds[whole] > MEASURABLE else 0.0


# -- the scanner alone -----------------------------------------------------------------------------------------------------------------


SCANNED: Final = (4_000, 8_000, 16_000)
"""Bytes of text for the scanner and the other parser."""
LIMIT: Final = 10
"""Seconds of processor time after which a parser is stopped."""
PARSERS: Final = {
    "infobox": "from infobox.markup.scan import parse",
    "mwparserfromhell": "import mwparserfromhell; parse = lambda text: mwparserfromhell.parse(text, skip_style_tags=True)",
}
"""The parsers that are compared, as the code that imports them."""


def scan_seconds(parser: str, piece: str, size: int) -> float:
    """Seconds of processor time in which one of `PARSERS` parses a text that only repeats a piece; infinite if it is stopped."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({LIMIT}, {LIMIT}))"
    clock = (
        f"import time\nbegin, runs = time.process_time(), 0\nwhile not runs or time.process_time() - begin < {MEASURABLE}:\n"
        f"    parse(text)\n    runs += 1\nprint((time.process_time() - begin) / runs)"
    )
    code = "\n".join([limit, PARSERS[parser], f"text = {piece!r} * {size // len(piece)}", clock])
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return float("inf")
    done.check_returncode()
    return float(done.stdout)


def compare_scanner() -> None:
    """Print one row per pattern and size, with the seconds of both parsers."""
    print(f"{'scanned':30}{'bytes':>8}" + "".join(f"{parser + ', s':>22}" for parser in PARSERS))
    for name, piece in PATTERNS["scanned"].items():
        for size in SCANNED:
            taken = (scan_seconds(parser, piece, size) for parser in PARSERS)
            columns = (f"> {LIMIT}" if seconds == float("inf") else f"{seconds:.3f}" for seconds in taken)
            print(f"{name:30}{size:8,}" + "".join(f"{column:>22}" for column in columns), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=0.32, help="largest page (default 0.32; the README's row of reading: 5)")
    parser.add_argument("--only", default="", help="only patterns whose name contains this")
    parser.add_argument("--verbs", nargs="+", choices=tuple(EDITS), default=list(EDITS), help="what is measured (default: all)")
    parser.add_argument("--all", action="store_true", help="every parameter and every edit with each pattern, one row each")
    parser.add_argument("--jobs", type=int, default=1, help="cases measured at a time (default 1)")
    parser.add_argument("--scanner", action="store_true", help="only the comparison of the scanner with mwparserfromhell")
    arguments = parser.parse_args()
    if arguments.scanner:
        compare_scanner()
        return
    largest = int(arguments.megabytes * 1_000_000)
    sizes = sorted({SMALL, largest // 2, largest})
    print(f"measured on made-up pages of up to {largest:,} bytes, each of one pattern only, or an infobox with such a value")
    failed = [_measure_verb(verb, sizes, arguments) for verb in arguments.verbs]
    compare_scanner()
    sys.exit(any(failed))


def _measure_verb(verb: str, sizes: Sequence[int], arguments: argparse.Namespace) -> bool:
    """Measure the cases of a verb and print its rows; whether any case misses."""
    own = [case for case in cases([verb], every=arguments.all) if arguments.only in case.pattern]
    rows: list[tuple[Case, float, float, float, float]] = []
    largest = sizes[-1]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for case, found in zip(own, pool.map(lambda case: measure(case, sizes), own), strict=True):
            small = found.seconds.get(SMALL, float("inf"))
            rate = largest / 1e6 / found.seconds[largest] if largest in found.seconds else 0.0
            rows.append((case, _growth(found, sizes), small, rate, found.memory / largest))
            if arguments.all:
                print(_row(f"{verb:10} {case!s:60}", rows[-1:], False), flush=True)
    missed = [row for row in rows if _misses(row[1], row[2])]
    if rows:
        print(_row(f"{verb:10} {len(rows):5} cases", rows, True), flush=True)
    for row in missed:
        print(_row(f"  missed: {row[0]!s:60}", [row], False), flush=True)
    return bool(missed)


def _row(head: str, rows: Sequence[tuple[Case, float, float, float, float]], named: bool) -> str:
    """The worst of each column, with its case if cases are `named`."""
    worst = [
        max(rows, key=lambda row: row[1]),
        max(rows, key=lambda row: row[2]),
        min(rows, key=lambda row: row[3]),
        max(rows, key=lambda row: row[4]),
    ]
    names = [f" ({row[0]})" if named else "" for row in worst]
    return (
        f"{head}  doubling x {worst[0][1]:4.2f}{names[0]}   40 KB {worst[1][2]:6.2f} s{names[1]}   {worst[2][3]:6.2f} MB/s{names[2]}"
        f"   memory {worst[3][4]:5.0f} bytes a byte{names[3]}"
    )


if __name__ == "__main__":
    main()
