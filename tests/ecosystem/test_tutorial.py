"""What docs/install.md and docs/tutorial.md say works in a fresh clone with an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ecosystem.needed import ROOT, missing, ran
from tests.test_readme import BLOCK, commands

SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed, set up as the tutorial says."""
    if not (ROOT / ".git").exists():
        missing("a repository of git")
    folder = tmp_path_factory.mktemp("fresh")
    [steps] = SHELL.findall(document("tutorial.md"))
    assert "ADDRESS" in steps
    script = f"set -e\npython3() {{ '{sys.executable}' \"$@\"; }}\n" + steps.replace("ADDRESS", f"file://{ROOT}", 1)
    ran("bash", "-c", script, folder=folder)
    return folder / "infobox"


def test_the_tutorial_leads_to_its_answer(clone: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PATH": f"{clone / '.venv' / 'bin'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    for kind, text, printed in BLOCK.findall(document("tutorial.md")):
        steps = commands(text) if kind == "console" else [(["python", "-c", text], printed.rstrip().splitlines())]
        for step, shown in steps:
            command = step if isinstance(step, list) else ["sh", "-c", step]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=clone, env=environment)
            assert (done.stdout + done.stderr).rstrip().splitlines() == shown, command


def test_one_command_builds_the_wheel_that_the_next_installs(clone: Path) -> None:
    build, install = next(block for block in SHELL.findall(document("install.md")) if "wheel" in block).splitlines()
    ran("sh", "-c", build, folder=clone)
    pattern = re.search(r"dist/[^)\[]+", install)
    assert pattern
    [wheel] = clone.glob(pattern[0])
    assert wheel.is_file()
