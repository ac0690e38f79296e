"""How long `infobox extract` takes for a dump, compared with decompressing it and with what people write today, all in one run.

Each round runs every contestant once, as a whole process on the same cores, so that a machine that slows down affects all of them. Ratios
are of the same round. The plain scripts read smaller dumps and are compared per megabyte. Memory is that of a process and of the processes
that it started, with shared parts counted once, sampled once a second.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from bench.dump import Made, make

PLAIN: Final = "bz2, lxml, mwparserfromhell"
_PAUSE: Final = 1.0  # sampling takes time from the processes that are sampled


class Contestant(NamedTuple):
    """A command that reads the dump: `{dump}` and `{out}` stand for its files; `part`: the share of the dump that it reads."""

    name: str
    command: list[str]
    cores: int
    part: float = 1


class Spent(NamedTuple):
    """What one run took: seconds, and the peak megabytes of the largest process and of all together."""

    seconds: float
    largest: float
    together: float


def contestants(cores: Sequence[int]) -> list[Contestant]:
    """All contestants that are installed."""
    plain = [sys.executable, "-m", "bench.plain"]
    found = []
    for count in cores:
        if shutil.which("lbzip2"):
            found.append(Contestant("lbzip2 -dc", ["lbzip2", f"-n{count}", "-dc", "{dump}"], count))
        else:
            print("lbzip2 is not installed (apt-get install lbzip2)")
        ours = [sys.executable, "-m", "infobox", "extract", "{dump}", "-o", "{out}", "--errors", os.devnull, "--quiet"]
        ours += ["--processes", str(count)]
        found.append(Contestant("infobox extract", ours, count))
        found.append(Contestant("infobox extract --verify", [*ours, "--verify"], count))
    if shutil.which("bzip2"):
        found.append(Contestant("bzip2 -dc", ["bzip2", "-dc", "{dump}"], 1))
    found.append(Contestant(PLAIN, [*plain, "every", "{dump}", "{out}"], 1, 1 / 40))
    found.append(Contestant("the same, likely pages only", [*plain, "likely", "{dump}", "{out}"], 1, 1 / 4))
    found.append(Contestant("mwxml, likely pages only", [*plain, "mwxml", "{dump}", "{out}"], 1, 1 / 4))
    return found


def run(contestant: Contestant, dump: Path, out: Path) -> Spent:
    """One run. Raises `subprocess.CalledProcessError` if it fails (errors in the dump are not a failure)."""
    command = [word.format(dump=dump, out=out) for word in contestant.command]
    cores = sorted(os.sched_getaffinity(0))[: contestant.cores]
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores)) as process:
        peak = [0.0, 0.0]
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, ended, peak))
        watch.start()
        status = process.wait()
    seconds = time.perf_counter() - begin
    ended.set()
    watch.join()
    if status not in (0, 1):
        raise subprocess.CalledProcessError(status, command)
    return Spent(seconds, *peak)


def _watch(process: int, ended: threading.Event, peak: list[float]) -> None:
    while not ended.wait(_PAUSE):
        sizes = [size for each in (process, *_children(process)) if (size := _resident(each))]
        if sizes:
            peak[0], peak[1] = max(peak[0], *sizes), max(peak[1], sum(sizes))


def _children(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield int(child)
            yield from _children(int(child))


def _resident(process: int) -> float:
    """Megabytes of memory of the process, with its share of what it shares with others."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def table(rounds: Sequence[dict[tuple[str, int], Spent]], sizes: dict[tuple[str, int], float]) -> None:
    """Print the results of the rounds; `sizes`: megabytes of XML that each contestant read."""
    print(f"{'':28} cores  seconds                / lbzip2, same cores  plain script /         MB/s  memory in MB: largest, together")
    for key in rounds[0]:
        name, cores = key
        paces = [{other: spent.seconds / sizes[other] for other, spent in each.items()} for each in rounds]
        against = [each[key] / each["lbzip2 -dc", cores] for each in paces if ("lbzip2 -dc", cores) in each]
        faster = [each[PLAIN, 1] / each[key] for each in paces if (PLAIN, 1) in each]
        print(
            f"{name:28} {cores:>5}  {_spread([each[key].seconds for each in rounds]):22} {_spread(against) if against else '':20} "
            f"{_spread(faster) if faster else '':20} {1 / statistics.median(each[key] for each in paces):>6.1f} "
            f"{max(each[key].largest for each in rounds):>9.0f} {max(each[key].together for each in rounds):>6.0f}"
        )


def same_as_alone(dump: Path, folder: Path) -> bool:
    """Whether the records are those of reading each page of the dump alone."""
    import bz2

    import infobox
    from infobox.reading import read_boxes

    out = folder / "compared.jsonl"
    subprocess.run([sys.executable, "-m", "infobox", "extract", str(dump), "-o", str(out), "--errors", os.devnull, "--quiet"], check=False)
    xml = folder / "compared.xml"
    with bz2.open(dump) as packed, open(xml, "wb") as plain:
        shutil.copyfileobj(packed, plain, 1 << 20)
    count = 0
    with open(out, "rb") as lines:
        for source in infobox.open_pages(str(xml)):
            if source.page is not None and source.page.namespace in (0, 10):
                for reading in read_boxes(source.text, page=source.page):
                    count += 1
                    if lines.readline() != f"{reading.record.to_json()}\n".encode():
                        print(f"not the same: {source.page.title}")
                        return False
        same = not lines.readline()
    xml.unlink()
    print(f"the records are {'those' if same else 'more than those'} of reading each page of the dump alone: {count}")
    return same


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=200, help="of XML in the dump (default 200)")
    parser.add_argument("--runs", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--cores", default="1,2", help="numbers of cores (default 1,2)")
    parser.add_argument("--every", type=int, default=1000, help="one page in so many has the infobox (default 1000)")
    parser.add_argument(
        "--form", choices=("multistream", "plain", "gz", "xml"), default="multistream", help="of the dump; plain: one stream"
    )
    parser.add_argument("--languages", action="store_true", help="infoboxes of all languages, as no single wiki has them")
    parser.add_argument("--alone", action="store_true", help="no plain scripts, and no bzip2: only lbzip2 and infobox")
    parser.add_argument("--keep", type=Path, help="folder in which the dumps are kept and reused")
    parser.add_argument("--doubled", action="store_true", help="also compare time and memory with those for a dump of twice the size")
    parser.add_argument("--compare", action="store_true", help="only compare the records with those of reading each page alone")
    arguments = parser.parse_args()
    cores = [int(count) for count in arguments.cores.split(",")]
    with contextlib.ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kept = folder / f"{arguments.form}-{arguments.every}{'-languages' * arguments.languages}"
        making = partial(_dump, kept, form=arguments.form, every=arguments.every, languages=arguments.languages)
        dump, made = making(arguments.megabytes)
        print(
            f"measured on {dump}, made up: {made.pages:,} pages, {made.infoboxes:,} infoboxes, {made.xml / 1e6:.0f} MB of XML, "
            f"{made.xml / made.packed:.2f} to 1"
        )
        if arguments.compare:
            return 0 if same_as_alone(dump, folder) else 1
        packed = arguments.form in ("multistream", "plain")
        found = [each for each in contestants(cores) if packed or each.name.startswith("infobox")]
        if arguments.alone:
            found = [each for each in found if each.name.startswith(("infobox", "lbzip2"))]
        parts = {each.part for each in found}
        dumps = {part: making(max(arguments.megabytes * part, 1)) for part in parts}
        sizes = {(each.name, each.cores): dumps[each.part][1].xml / 1e6 for each in found}
        rounds = [
            {(each.name, each.cores): run(each, dumps[each.part][0], folder / "out.jsonl") for each in found} for _ in range(arguments.runs)
        ]
        table(rounds, sizes)
        if arguments.doubled:
            double, double_made = making(2 * arguments.megabytes)
            for each in [one for one in found if one.name == "infobox extract"]:
                pairs = [[run(each, which, folder / "out.jsonl") for which in (dump, double)] for _ in range(arguments.runs)]
                print(
                    f"{double_made.xml / made.xml:.2f} times the dump, cores {each.cores}: "
                    f"time {_spread([two.seconds / one.seconds for one, two in pairs])}, "
                    f"memory {_spread([two.together / one.together for one, two in pairs])}"
                )
    return 0


def _dump(folder: Path, megabytes: float, *, form: str, every: int, languages: bool) -> tuple[Path, Made]:
    import json

    place = folder / f"{megabytes:g}"
    place.mkdir(parents=True, exist_ok=True)
    notes = place / "made.json"
    if notes.exists():
        path, *numbers = json.loads(notes.read_text())
        return Path(path), Made(*numbers)
    path, made = make(place, megabytes, form=form, every=every, languages=languages)
    notes.write_text(json.dumps([str(path), *made]))
    return path, made


if __name__ == "__main__":
    sys.exit(main())
