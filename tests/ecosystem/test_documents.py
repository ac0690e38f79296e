"""The examples of docs/ that need Node.js run as they stand, in the order of their page and in one folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ecosystem.needed import HERE, ROOT, needs_node
from tests.test_readme import commands

EXAMPLE = re.compile(r"^```(ts|js|shell)\n(?:// (\S+)\n)?(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A program, whose first line is the name of its file, or shell commands with what they print."""
PAGES = [path for path in sorted((ROOT / "docs").glob("*.md")) if EXAMPLE.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples(page: Path, tmp_path: Path) -> None:
    needs_node()
    for name in ("fixtures", "schemas"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    for kind, name, text in EXAMPLE.findall(page.read_text("utf-8")):
        if kind != "shell":
            assert name, f"the first line is no name of a file: {text}"
            (tmp_path / name).write_text(text, "utf-8")
            continue
        for command, shown in commands(text):
            done = subprocess.run(
                ["sh", "-c", command], capture_output=True, encoding="utf-8", check=False, cwd=tmp_path, env=environment()
            )
            assert (done.returncode, done.stdout.splitlines()) == (0, shown), f"{command}\n{done.stderr}"


def environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def test_there_are_examples() -> None:
    assert "types.md" in [page.name for page in PAGES]
