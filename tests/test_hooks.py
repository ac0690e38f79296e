"""The hooks for pre-commit: the manifest is valid, and the hooks do in a repository what they say.

Offline, pre-commit cannot install the package into an environment of its own, so the hooks run with the package that is being tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

MANIFEST = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}
CLEAN = "{{Infobox war\n| conflict = A\n| place = [[B]]\n| date = 1943\n}}\n"
SLIP = CLEAN.replace("| date", "| Units 1 = [[C]]\n| date")
LOST = CLEAN.replace("| date", "| weather = fog\n| date")

Hook = Callable[[str], "subprocess.CompletedProcess[str]"]


def test_the_manifest_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert set(HOOKS) == {"infobox-check", "infobox-fix"}
    assert all(hook["language"] == "python" and hook["entry"].split()[0] == "infobox" for hook in HOOKS.values())


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hook:
    """Run one of the hooks on all files of a repository, which is the current folder."""
    repository = tmp_path / "pages"
    repository.mkdir()
    monkeypatch.chdir(repository)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PRE_COMMIT_COLOR": "never",
    }
    environment["PYTHONPATH"] = str(MANIFEST.parent)
    subprocess.run(["git", "init", "--quiet", "."], check=True, env=environment)

    def run(name: str) -> subprocess.CompletedProcess[str]:
        _, _, arguments = HOOKS[name]["entry"].partition(" ")
        local = HOOKS[name] | {"language": "system", "entry": f'"{Path(sys.executable).as_posix()}" -m infobox {arguments}'}
        Path(".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]}), "utf-8")
        subprocess.run(["git", "add", "--all"], check=True, env=environment)
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files", name]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    return run


def test_the_hook_that_checks_fails_if_something_is_wrong(hook: Hook) -> None:
    Path("Battle of A.wikitext").write_text(LOST, "utf-8")
    Path("notes.txt").write_text(LOST, "utf-8")
    done = hook("infobox-check")
    assert done.returncode == 1
    assert "Battle of A.wikitext:4:3: warning P101" in done.stdout
    assert "notes.txt" not in done.stdout
    Path("Battle of A.wikitext").write_text(CLEAN, "utf-8")
    Path("B.wiki").write_text("A page without an infobox.\n", "utf-8")
    done = hook("infobox-check")
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout


def test_the_hook_that_fixes_changes_files_and_fails_only_then(hook: Hook) -> None:
    page = Path("A.mediawiki")
    page.write_text(SLIP, "utf-8")
    assert hook("infobox-fix").returncode == 1
    assert page.read_text("utf-8") == SLIP.replace("Units 1", "units1")
    page.write_text(LOST, "utf-8")
    done = hook("infobox-fix")
    assert done.returncode == 0, done.stdout
    assert page.read_text("utf-8") == LOST


def test_the_hooks_follow_the_settings_of_the_repository(hook: Hook) -> None:
    Path("A.wikitext").write_text(LOST, "utf-8")
    Path("infobox.toml").write_text('[per-file-ignores]\n"*.wikitext" = ["P101"]\n', "utf-8")
    assert hook("infobox-check").returncode == 0
