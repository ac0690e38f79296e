"""The examples of docs/server.md run as they stand, on a server of the tests."""

from __future__ import annotations

import os
import shutil
import subprocess

import httpx
import pytest

from tests.test_readme import BLOCK, ON_A_SERVER, commands

SHOWN = "http://127.0.0.1:8000"
"""Where the page says that the server is."""
COMMANDS = [
    command
    for block in BLOCK.finditer(ON_A_SERVER.read_text("utf-8"))
    if block[1] == "console"
    for command in commands(block[2].replace("\n> ", "\\\n"))
]


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_an_example(api: httpx.Client, command: str, shown: list[str]) -> None:
    if shutil.which("curl") is None:
        if os.environ.get("CI"):
            pytest.fail("curl is missing")
        pytest.skip("curl is missing")
    address = str(api.base_url).rstrip("/")
    done = subprocess.run(["sh", "-c", command.replace(SHOWN, address)], capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.stdout + done.stderr).rstrip().splitlines() == shown


def test_there_are_examples() -> None:
    assert len(COMMANDS) >= 6
