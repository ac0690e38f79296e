"""Programs that the tests of this folder need: a missing one skips its tests, but fails them in CI (`CI=true`)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMA = ROOT / "schemas" / "military-conflict.schema.json"
_BIN = HERE / "node_modules" / ".bin"


def missing(what: str) -> None:
    """End the test, because `what` is not there."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"{what} is missing in CI")
    pytest.skip(f"{what} is missing")


def needs_node() -> None:
    """End the test, unless Node.js is there with the packages."""
    if not shutil.which("node"):
        missing("Node.js (https://nodejs.org)")
    if not _BIN.is_dir():
        missing("npm, with which `make test-ecosystem` fetches the packages of tests/ecosystem/package.json,")


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
