"""How long it takes from a key to the finding in the editor of a wiki: `python -m bench.gadget`.

A letter of a month is removed and typed again in an infobox of a made-up article of 100 KB, in headless Chromium on a MediaWiki with
the gadget and an `infobox serve`, all on one machine. It needs what the tests of the gadget need: MediaWiki, PHP and Chromium.
"""

from __future__ import annotations

from typing import Final

from tests.live.editing import editing_alone, waits
from tests.live.test_gadget import CLEAN

TIMES: Final = 20


def main() -> None:
    with editing_alone() as editing:
        found = waits(editing, CLEAN, "February", TIMES)
    low, middle, high = (found[len(found) * part // 10] for part in (1, 5, 9))
    print(f"from a key to the finding: median {middle:.0f} ms (80 % between {low:.0f} and {high:.0f} ms)")


if __name__ == "__main__":
    main()
