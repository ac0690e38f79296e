"""How long a language server takes to answer while somebody types in an article of 100 KB, asked by a real client over standard input and
output. Each time a letter is typed, and then asked: what may stand here, what stands above, and what is wrong now.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Final

from lsprotocol import types

from infobox import box
from tests.lsp.editor import Editor, position

_SIZE: Final = 100_000
_FIXTURE: Final = Path(__file__).parent.parent / "fixtures" / "siege.wikitext"
_PROSE: Final = (
    "The '''siege''' of [[Faultham]] went on for ''months'',<ref>{{cite book |title=Sieges |page=7}}</ref> {{convert|5|km|mi}} away.\n\n"
)


def article(path: Path | None) -> str:
    """The text of a file; without one, an infobox with so much prose that it has 100 KB."""
    text = (path or _FIXTURE).read_text("utf-8")
    return text if path is not None else text + _PROSE * ((_SIZE - len(text.encode())) // len(_PROSE) + 1)


def measured(text: str, letters: int) -> dict[str, list[float]]:
    """Seconds from a letter until completion, hover and findings are there."""
    editor = Editor()
    uri = editor.open(text)
    editor.diagnostics(uri)
    first = box.find(text)[0]
    at = first.parameters[len(first.parameters) // 2].start
    found: dict[str, list[float]] = {"completion": [], "hover": [], "findings": []}
    typed = "\n| " + "strengthened" * letters
    for number, letter in enumerate(typed[: letters + 3]):
        where = position(text, at)
        text, at = text[:at] + letter + text[at:], at + 1
        after = position(text, at)
        begin = time.perf_counter()
        editor.change(uri, number + 2, types.TextDocumentContentChangePartial(types.Range(where, where), letter))
        editor.complete(uri, after)
        found["completion"].append(time.perf_counter() - begin)
        editor.hover(uri, types.Position(max(0, after.line - 1), 3))
        found["hover"].append(time.perf_counter() - begin)
        editor.diagnostics(uri, number + 2)
        found["findings"].append(time.perf_counter() - begin)
    editor.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, metavar="FILE", help="type in this article")
    parser.add_argument("--letters", type=int, default=60, help="how many letters to type (default 60)")
    arguments = parser.parse_args()
    text = article(arguments.page)
    print(f"an article of {len(text.encode()):,} bytes, {arguments.letters} letters typed; milliseconds after the letter")
    for name, seconds in measured(text, arguments.letters).items():
        milliseconds = sorted(1000 * each for each in seconds)
        print(
            f"{name:<11} median {statistics.median(milliseconds):4.0f}   95th percentile {milliseconds[int(len(milliseconds) * 0.95)]:4.0f}"
        )


if __name__ == "__main__":
    main()
