"""How long the history of one page takes: made-up revisions of a page of 30 KB, most of which leave its infobox as it is.

python -m bench.history                 10,000 revisions, and 1,000 for comparison
python -m bench.history --revisions N   N and N / 10
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from infobox.checks.options import chosen
from infobox.history.exports import revision_of, revisions_in
from infobox.history.steps import Tracker

TOUCHED: Final = 20
"""One revision in so many changes the infobox; of these, one in four takes the last change back."""
_WORDS: Final = "The army of the north crossed the ford at dawn and held the far bank until the rain came in the evening. "
_PAGE: Final = 30_000
_BOX: Final = """{{{{Infobox military conflict
| conflict    = Battle of the Ford
| date        = 3 May 1644
| place       = Leros
| result      = Northern victory
| combatant1  = Northland
| combatant2  = Southland
| casualties1 = {killed} killed
| casualties2 = 40 killed
}}}}
"""


def texts(number: int, seed: int = 1) -> Iterator[str]:
    """The revisions of a page, the first one first."""
    chance = random.Random(seed)
    prose = [_WORDS] * (_PAGE // len(_WORDS))
    killed, before = 100, 150
    for revision in range(number):
        if revision and revision % TOUCHED == 0:
            killed, before = (before, killed) if chance.random() < 0.25 else (chance.randrange(100, 1000), killed)
        else:
            prose[chance.randrange(len(prose))] = f"Sentence {revision} was written anew. {_WORDS}"
        yield _BOX.format(killed=killed) + "".join(prose)


def write(path: Path, number: int) -> None:
    """Write an export of the page."""
    with path.open("w", encoding="utf-8") as file:
        file.write("<mediawiki><siteinfo><dbname>enwiki</dbname></siteinfo><page><title>Battle of the Ford</title><ns>0</ns><id>1</id>")
        for revision, text in enumerate(texts(number), 1):
            day = f"{2000 + revision // 5000}-{1 + revision // 400 % 12:02}-{1 + revision // 20 % 28:02}T00:00:00Z"
            words = text.replace("&", "&amp;").replace("<", "&lt;")
            file.write(f"<revision><id>{revision}</id><timestamp>{day}</timestamp><text>{words}</text></revision>\n")
        file.write("</page></mediawiki>")


def measure(path: str) -> str:
    """Read the history of the page in an export; a line with what it took. Run in a process of its own, whose memory it states."""
    tracker, steps, begun = None, 0, time.perf_counter()
    for revised in revisions_in(path):
        if revised is None:
            continue
        tracker = tracker or Tracker(revised.as_page(), chosen())
        steps += tracker.step(revision_of(revised)) is not None
    seconds = time.perf_counter() - begun
    assert tracker is not None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{tracker.looked_at:7,} revisions, of which {tracker.read:,} read and {steps:,} changes;"
        f" {1000 * seconds / tracker.looked_at:.2f} ms a revision; {peak:.0f} MB at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--revisions", type=int, default=10_000, help="how many revisions (default 10,000)")
    parser.add_argument("--export", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.export:
        print(measure(arguments.export))
        return
    with tempfile.TemporaryDirectory() as folder:
        for number in (arguments.revisions // 10, arguments.revisions):
            path = Path(folder, f"{number}.xml")
            write(path, number)
            subprocess.run([sys.executable, "-m", "bench.history", "--export", str(path)], check=True)


if __name__ == "__main__":
    main()
