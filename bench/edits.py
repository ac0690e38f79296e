"""Whether a write does exactly what was asked for, or refuses: three tables of generated changes, each written and read again.

The tables are changes of every kind that a person makes, on real pages; changes of any single leaf of a record to a random value; and
random records, written without a page. `bench/right.py` defines what is right; `ignored`, `wrong` and `raised` have to be 0. A right change
is not the smallest if it touches a line other than that of the item or those between it and its neighbours, or more text than stands there.
Pages: a folder of wikitext, `INFOBOX_PAGES`. The same seed gives the same changes, in any number of processes.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import leaves, made
from bench.changes import KINDS, WORDLESS
from bench.corpus import Page, folder, measured, read
from bench.right import OUTCOMES, Outcome, is_small, judge, judge_made, request
from infobox import record
from infobox.reading import Reading, read_boxes


class Case(NamedTuple):
    """One change and its outcome: its kind, its page, the change in words if the kind does not say it, the outcome and why; whether it is
    the smallest (True if that is not tested); seconds.
    """

    kind: str
    page: str
    change: str
    outcome: Outcome
    why: str
    small: bool
    seconds: float

    def __str__(self) -> str:
        outcome = self.outcome if self.small else f"{self.outcome}, not smallest"
        return f"{outcome}: {self.kind}: {self.page}{f': {self.change}' if self.change else ''}{f': {self.why}' if self.why else ''}"


@functools.lru_cache(maxsize=400)
def _readings(page: Page) -> list[Reading]:
    return read_boxes(page.text, page=record.Page(wiki=page.wiki) if page.wiki else None, spans=True)


def of_kind(kind: str, pages: Sequence[Page], most: int, seed: int) -> list[Case]:
    """Changes of one kind, at most one per page, on random pages until there are enough."""
    order = list(range(len(pages)))
    random.Random(f"{seed} {kind}").shuffle(order)
    found: list[Case] = []
    for number in order:
        if len(found) == most:
            break
        page = pages[number]
        rng = random.Random(f"{seed} {kind} {page.name}")
        if not _readings(page):
            continue
        asked = request(page.text, rng.choice(_readings(page)))
        stretch = KINDS[kind](asked, rng)
        if stretch is None:
            continue
        started = time.perf_counter()
        verdict = judge(asked)
        seconds = time.perf_counter() - started
        small = verdict.outcome != "right" or is_small(page.text, verdict.written, stretch)
        found.append(Case(kind, page.name, "", verdict.outcome, verdict.why, small, seconds))
    return found


def of_leaf(number: int, pages: Sequence[Page], seed: int) -> list[Case]:
    """One change of one leaf, on the pages in turn."""
    page = pages[number % len(pages)]
    if not _readings(page):
        return []
    rng = random.Random(f"{seed} leaf {number}")
    asked = request(page.text, rng.choice(_readings(page)))
    done = leaves.change(asked.wanted, rng)
    started = time.perf_counter()
    verdict = judge(asked)
    return [Case(done.leaf, page.name, done.words, verdict.outcome, verdict.why, True, time.perf_counter() - started)]


def of_record(number: int, seed: int) -> list[Case]:
    """One random record, written without a page."""
    asked = made.record(random.Random(f"{seed} made {number}"))
    words = asked.to_json()
    started = time.perf_counter()
    verdict = judge_made(asked)
    return [Case("made", str(number), words, verdict.outcome, verdict.why, True, time.perf_counter() - started)]


def run_kinds(pages: Sequence[Page], most: int, seed: int = 1) -> list[Case]:
    """Changes of every kind."""
    return [case for kind in KINDS for case in of_kind(kind, pages, most, seed)]


def run_leaves(pages: Sequence[Page], number: int, seed: int = 1) -> list[Case]:
    """A number of changes of a leaf."""
    return [case for place in range(number) for case in of_leaf(place, pages, seed)]


def run_made(number: int, seed: int = 1) -> list[Case]:
    """A number of records written without a page."""
    return [case for place in range(number) for case in of_record(place, seed)]


# -- several processes ------------------------------------------------------------------------------------------------------------------

Job = tuple[str, str | int]
"""A table's name and a kind's, or the number of a page or of a record."""
Work = Callable[[Sequence[Job]], list[Case]]
"""Does jobs, in one process or in several."""


class _Worker:
    """The pages, which each process reads once."""

    pages: list[Page]
    most: int
    leaves: int
    seed: int

    @classmethod
    def begin(cls, where: Path, most: int, number: int, seed: int) -> None:
        cls.pages = [page for page in read(where) if _readings(page)]
        cls.most, cls.leaves, cls.seed = most, number, seed

    @classmethod
    def work(cls, job: Job) -> list[Case]:
        table, what = job
        if isinstance(what, str):
            return of_kind(what, cls.pages, cls.most, cls.seed)
        if table == "made":
            return of_record(what, cls.seed)
        return [case for number in range(what, cls.leaves, len(cls.pages)) for case in of_leaf(number, cls.pages, cls.seed)]


# -- tables -----------------------------------------------------------------------------------------------------------------------------


def _reason(words: str) -> str:
    """A refusal without what is specific to the page, so that similar ones are counted together."""
    return re.sub(r"\d+", "N", re.sub(r"'(?:[^']|'(?=\w))*'|\"[^\"]*\"|“[^”]*”", "…", words))[:90]


def _rows(cases: Sequence[Case], kinds: Iterable[str], *, sized: bool) -> Iterator[str]:
    """A table: the kinds that have a case, and all together."""
    width = max((len(case.kind) for case in cases), default=0) + 1
    names = ["tried", *OUTCOMES, *(["not smallest"] if sized else [])]
    yield f"{'':{width}}{''.join(f'{name:>{len(name) + 2}}' for name in names)}"
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        by_kind.setdefault(case.kind, []).append(case)
    for kind in (*kinds, ""):
        of = by_kind.get(kind, []) if kind else cases
        outcomes = Counter(case.outcome for case in of)
        numbers = [len(of), *(outcomes[name] for name in OUTCOMES), *([sum(not case.small for case in of)] if sized else [])]
        reasons = Counter(_reason(case.why) for case in of if case.outcome == "refused")
        why = f"  {reasons.most_common(1)[0][1]}× {reasons.most_common(1)[0][0]}" if reasons and kind else ""
        cells = "".join(f"{number:>{len(name) + 2}}" for name, number in zip(names, numbers, strict=True))
        yield f"{kind or 'all':{width}}{cells}{why}"


def _summary(cases: Sequence[Case], kinds: Sequence[str]) -> str:
    """The figures of the first table."""
    shares = []
    for kind in kinds:
        of = [case.outcome for case in cases if case.kind == kind]
        if of:
            shares.append(of.count("refused") / len(of))
    right = [case for case in cases if case.outcome == "right"]
    large = 100 * sum(not case.small for case in right) / max(1, len(right))
    median = 1000 * statistics.median(case.seconds for case in cases)
    return (
        f"{len(shares)} kinds: refused {100 * statistics.mean(shares):.1f} % as the mean over kinds, not smallest {large:.1f} % of those"
        f" that are right, median {median:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    parser.add_argument("--each", type=int, default=60, help="changes of each kind, one a page (default 60)")
    parser.add_argument("--kinds", default="", help="only kinds whose names contain these words")
    parser.add_argument("--leaves", type=int, default=10_000, help="changes of one leaf (default 10,000)")
    parser.add_argument("--made", type=int, default=1000, help="records written without a page (default 1,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="number of processes (default 1)")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N cases of each kind that are not right, or not smallest")
    arguments = parser.parse_args()
    pages = [page for page in measured(arguments.pages) if _readings(page)]
    begin = (arguments.pages, arguments.each, arguments.leaves, arguments.seed)
    with multiprocessing.Pool(arguments.processes, _Worker.begin, begin) as pool:

        def work(jobs: Sequence[Job]) -> list[Case]:
            return [case for cases in pool.imap(_Worker.work, jobs) for case in cases]

        if arguments.each:
            _print_kinds(work, [kind for kind in KINDS if arguments.kinds in kind], arguments.show)
        changed = work([("leaves", number) for number in range(min(len(pages), arguments.leaves))])
        _print("Changes of any single leaf, written into their pages", changed, sorted({case.kind for case in changed}), arguments.show)
        records = work([("made", number) for number in range(arguments.made)])
        _print("Random records, written without a page", records, (), arguments.show)


def _print_kinds(work: Work, kinds: Sequence[str], show: int) -> None:
    """The first table, and separately the kinds that words cannot express."""
    sayable = [kind for kind in kinds if kind not in WORDLESS]
    wordless = [kind for kind in kinds if kind in WORDLESS]
    done = work([("kinds", kind) for kind in sayable])
    _print("Changes of every kind, written into their pages", done, sayable, show, sized=True)
    if done:
        print(_summary(done, sayable))
    _print("Kinds that words cannot express", work([("kinds", kind) for kind in wordless]), wordless, show)
    for kind in wordless:
        print(f"{kind}: {WORDLESS[kind]}")


def _print(title: str, cases: Sequence[Case], kinds: Iterable[str], show: int, *, sized: bool = False) -> None:
    """A table, and under it some cases of each kind and outcome that are not as they should be."""
    if not cases:
        return
    print(f"\n{title}")
    for row in _rows(cases, kinds, sized=sized):
        print(row.rstrip())
    shown: Counter[tuple[str, str]] = Counter()
    for case in cases:
        if case.outcome != "right" or not case.small:
            shown[case.kind, case.outcome] += 1
            if shown[case.kind, case.outcome] <= show:
                print(f"  {case}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
