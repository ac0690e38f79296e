"""docs/comparison.md: its command runs, and the page shows what this package gives today."""

from __future__ import annotations

import shutil
import sys

from bench import tools
from tests.ecosystem.needed import ROOT, missing, ran

DOCUMENT = ROOT / "docs" / "comparison.md"


def test_the_command_asks_every_tool_every_question() -> None:
    if not shutil.which("npm"):
        missing("npm (https://nodejs.org)")
    printed = ran(sys.executable, "-m", "bench.tools", "--runs", "1", folder=ROOT)
    for name in (*tools.PYTHON_TOOLS, *tools.NODE_TOOLS):
        rows = [line for line in printed.splitlines() if line.startswith(f"| {name} ")]
        assert len(rows) == len(tools.QUESTIONS) + 1, name
        assert f"| {name} " in DOCUMENT.read_text("utf-8")


def test_the_page_shows_what_this_package_gives() -> None:
    own = tools.asked("infobox", tools.PAGE.read_text("utf-8"), 1)
    assert own.written == tools.SAME
    rows = [line for line in tools.report([own]).splitlines() if line.startswith("| infobox ")][:-1]
    assert rows == [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| infobox ")][:-1], (
        "python -m bench.tools"
    )
