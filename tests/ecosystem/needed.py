"""Programs that the tests of this folder need: a missing one skips its tests, but fails them in CI (`CI=true`)."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMA = ROOT / "schemas" / "military-conflict.schema.json"
OLDEST_NODE = 18
_BIN = HERE / "node_modules" / ".bin"
_FETCHED = HERE / "node_modules" / ".package-lock.json"
"""What npm writes when it has fetched all packages."""


def missing(what: str) -> None:
    """End the test, because `what` is not there."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"{what} is missing in CI")
    pytest.skip(f"{what} is missing")


@functools.cache
def _node_version() -> int:
    """The major version of Node.js, 0 if it is missing."""
    return int(ran("node", "--version").strip().lstrip("v").partition(".")[0]) if shutil.which("node") else 0


def needs_node() -> None:
    """End the test, unless Node.js is there with the packages."""
    if _node_version() < OLDEST_NODE:
        missing(f"Node.js {OLDEST_NODE} or later (https://nodejs.org)")
    if not _FETCHED.is_file():
        missing("what `make test-ecosystem` fetches with npm (tests/ecosystem/package.json)")


def node(program: str, *arguments: str | Path, stdin: str = "", folder: Path = HERE) -> str:
    """What Node prints for one of its packages' programs (`tsc`), or for a script (`ajv.mjs`). A failure of it fails the test."""
    needs_node()
    script = HERE / program if program.endswith(".mjs") else _BIN / program
    return ran("node", script, *arguments, stdin=stdin, folder=folder)


def ran(program: str, *arguments: str | Path, stdin: str = "", folder: Path = HERE) -> str:
    """What a program prints. A failure of it fails the test with all that it said."""
    done = subprocess.run([program, *arguments], input=stdin, capture_output=True, encoding="utf-8", cwd=folder, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
