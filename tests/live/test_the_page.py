"""The examples of docs/live.md run as they stand, in their order, on the tests' wiki."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.live.mediawiki import MediaWiki
from tests.test_readme import BLOCK, ROOT, commands

PAGE = ROOT / "docs" / "live.md"
SHOWN = "https://en.wikipedia.org"
"""Where the page says that the wiki is."""
SINCE = "2026-11-28T12:00:00Z"
"""When its examples began, on the page."""
PROGRAM = """#!/bin/sh
case "$1 $2" in
    'live fix' | 'live undo') shift; what=$1; shift; set -- live "$what" --edit-wait 0 --wait 0 --wiki "$WIKI" "$@" ;;
    live*) shift; what=$1; shift; set -- live "$what" --wait 0 --wiki "$WIKI" "$@" ;;
esac
exec "$PYTHON" -m infobox "$@"
"""


def test_examples(mediawiki: MediaWiki, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "infobox"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    environment = {
        "PATH": f"{program.parent}:/usr/bin:/bin", "PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1",
        "WIKI": mediawiki.api, "INFOBOX_BOT_NAME": mediawiki.bot, "INFOBOX_BOT_PASSWORD": mediawiki.bot_password,
    }  # fmt: skip
    ran, begun = 0, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block[1] != "console":
            continue
        for command, shown in commands(block[2]):
            done = subprocess.run(
                ["sh", "-c", command.replace(SINCE, begun)],
                capture_output=True,
                encoding="utf-8",
                check=False,
                env=environment,
                cwd=tmp_path,
                timeout=60,
            )
            printed = (done.stdout + done.stderr).rstrip().replace(mediawiki.url, SHOWN)
            assert says(printed, "\n".join(shown)), f"{command}\n{printed}"
            ran += 1
    assert ran >= 10


def says(printed: str, shown: str) -> bool:
    """Whether a command printed what the page shows: `…` stands for anything on its line, and a line of it for any lines."""
    pattern = "".join(".*?\n" if line == "…" else f"{re.escape(line).replace('…', '.*')}\n" for line in shown.splitlines())
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return re.fullmatch(pattern.replace(".*?\n", "(?s:.*)\n"), lines) is not None


@pytest.mark.parametrize(("printed", "equal"), [("a 1 b\nc", True), ("a 1\nc", False), ("a 1 b\nc\nd", False), ("a 1 b\n", False)])
def test_the_comparison_can_fail(printed: str, equal: bool) -> None:
    assert says(printed, "a … b\nc") == equal
