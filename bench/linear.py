"""Whether time and memory grow linearly with the page: hostile pages of doubling size, one pattern after another.

A line a pattern: megabytes a second at the largest size, how the time a byte at the largest size compares with that at a quarter of
it (1 is linear, 4 would be quadratic), and bytes of memory a byte of page. Ends with status 1 where a ratio is 2.5 or more.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from infobox.checks.checking import check_page
from infobox.checks.fixing import fix_page
from infobox.checks.options import chosen
from infobox.reading import read_boxes
from infobox.record import bare
from infobox.writing import write

WHOLE = {
    "braces": "{{",
    "three braces": "{{{",
    "closed braces": "{{{{}}",
    "brackets": "[[",
    "closing": "}}]]",
    "comments open": "<!--",
    "nowiki open": "<nowiki>",
    "ref open": "<ref>",
    "ref without end": "<ref name=",
    "the name, unclosed": "{{Infobox war|",
    "the name, commented": "{{<!-- -->Infobox war",
    "boxes": "{{Infobox war}}",
    "boxes with open refs": "{{Infobox war|a=<ref>}}",
}
"""Pages that are nothing but this."""
VALUES = {
    "braces": "{{a|",
    "brackets": "[[a|",
    "small tags": "<small>",
    "refs": "<ref>a</ref>",
    "quotes": "''",
    "bold": "'''a'''<br>",
    "bullets": "\n* a",
    "deep bullets": "\n** a",
    "definitions": "\n;a\n:b",
    "html lists": "<ul><li>a",
    "rules": "\n----\na",
    "open lists": "{{plainlist}}\n* a",
    "collapsible": "{{clist|title=a|",
    "nested wraps": "{{nowrap|",
    "flags": "{{flag|a}} ",
    "fates": "a{{KIA}} ",
    "web links": "[http://a b] ",
    "web links open": "[http://a ",
    "entities": "&amp;",
    "parentheses": "(a",
    "figures": "1,234 ",
    "dashes": "1–",
    "days": "12 May 1944 – ",
    "headings": "a:<br>b<br>",
    "parentheses behind breaks": "a<br>(b)<br>",
    "parentheses alone behind breaks": "<br>(b)",
    "small print behind breaks": "<br><small>b</small>",
    "labels": "<br>'''a''': b",
    "flags above figures": "{{flag|a}}<br>5 b<br>",
    "signs as bullets": "<br>• a",
    "dashes as bullets": "<br>– a",
    "terms": "\n;a<br>b:c",
    "marks in brackets": "a ({{KIA}}, ",
    "lines that run on": "3 a<br>and b<br>",
    "flags in a row": "{{flagicon|a}}/",
    "lists in entries": "{{ubl|a{{ubl|b}}|",
    "fates in words": "(captured, killed) ",
    "values without a name": "|a",
    "unknown parameters": "|weather=a",
    "unknown templates": "{{weather report}} ",
    "bullets behind breaks": "<br>* a",
    "levels that jump": "\n* a\n*** b",
    "tags crossed": "<small><b>a</small></b>",
    "persons": "[[A]] (died 1939)<br>",
}
"""Values that are nothing but this, in each of several parameters."""
LAID_OUT = ("flags", "fates", "web links", "refs", "bullets", "headings")
"""Values whose record is laid out anew, too: the time is that of writing."""
PARAMETERS = ("combatant1", "casualties1", "date", "result", "place")


def page(kind: str, piece: str, size: int) -> str:
    body = piece * (size // len(piece))
    return body if kind == "page" else f"{{{{Infobox military conflict|{'combatant1' if kind == 'write' else kind}={body}}}}}"


def measure(kind: str, piece: str, size: int, work: str) -> tuple[float, int]:
    """Seconds, and bytes at the highest, of reading (or checking, or mending) one page in a process of its own."""
    code = f"from bench.linear import child; child({kind!r}, {piece!r}, {size}, {work!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return float(seconds), int(peak)


def child(kind: str, piece: str, size: int, work: str) -> None:
    do: dict[str, Callable[[str], object]] = {
        "read": read_boxes,
        "check": lambda text: check_page(text, chosen(["ALL"])),
        "fix": lambda text: fix_page(text, chosen(["ALL"]), unsafe=True, cosmetic=True),
    }
    do[work]("{{Infobox war|combatant1=a|casualties1=1|date=1|result=a}}")
    text = page(kind, piece, size)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    record = read_boxes(text)[0].conflict if kind == "write" else None
    begin = time.perf_counter()
    if record is not None:
        write(bare(record))
    else:
        do[work](text)
    taken = time.perf_counter() - begin
    print(taken, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0, help="largest page (default 1; the README's figures: 5)")
    parser.add_argument("--only", default="", help="patterns whose name holds this")
    parser.add_argument("--work", choices=("read", "check", "fix"), default="read", help="what is measured (default: reading)")
    arguments = parser.parse_args()
    largest = int(arguments.megabytes * 1_000_000)
    print(
        f"measured on made-up pages of {largest:,} bytes that are nothing but one pattern, or one infobox whose value is nothing but that"
    )
    cases = [("page", name, piece) for name, piece in WHOLE.items()]
    cases += [(parameter, name, piece) for parameter in PARAMETERS for name, piece in VALUES.items()]
    if arguments.work == "read":
        cases += [("write", name, VALUES[name]) for name in LAID_OUT]
    worst_ratio, slowest, hungriest = 0.0, float("inf"), 0.0
    for kind, name, piece in cases:
        if arguments.only not in f"{kind} {name}":
            continue
        quarter, _ = measure(kind, piece, largest // 4, arguments.work)
        whole, peak = measure(kind, piece, largest, arguments.work)
        ratio = whole / (4 * quarter)
        rate = largest / 1e6 / whole
        print(f"{kind:12} {name:22} {rate:8.2f} MB/s   time a byte x {ratio:4.2f}   memory {peak / largest:6.0f} bytes a byte", flush=True)
        # What takes no time tells nothing about growth.
        worst_ratio = max(worst_ratio, ratio if whole > 0.3 else 0.0)
        slowest, hungriest = min(slowest, rate), max(hungriest, peak / largest)
    print(
        f"largest growth of time a byte from {largest // 4:,} to {largest:,} bytes: x {worst_ratio:.2f}; slowest {slowest:.2f} MB/s;"
        f" most memory {hungriest:.0f} bytes a byte"
    )
    sys.exit(worst_ratio >= 2.5)


if __name__ == "__main__":
    main()
