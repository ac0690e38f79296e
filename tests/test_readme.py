"""The examples of the README and of docs/ run as they stand, those of a page in their order and in one folder."""

from __future__ import annotations

import functools
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
"""A program, with what it prints if that is shown below it, or commands with what they print."""
ON_A_WIKI = ROOT / "docs" / "live.md"
"""Its examples run in tests/live, on a wiki."""
ON_A_SERVER = ROOT / "docs" / "server.md"
"""Its examples run in tests/web, on a server."""
EXAMPLES = [
    pytest.param(path, *match.groups(default=""), id=f"{path.name}:{path.read_text('utf-8')[: match.start()].count(chr(10)) + 1}")
    for path in DOCUMENTS
    for match in BLOCK.finditer(path.read_text("utf-8"))
    if path not in (ON_A_WIKI, ON_A_SERVER)
]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A folder for each page, with what a clone has."""

    @functools.cache
    def folder(page: Path) -> Path:
        made = tmp_path_factory.mktemp(page.stem)
        for name in ("fixtures", "schemas", "docs", "bench", "infobox"):
            (made / name).symlink_to(ROOT / name)
        return made

    return folder


@pytest.mark.parametrize(("page", "kind", "text", "printed"), EXAMPLES)
def test_example(
    page: Path,
    kind: str,
    text: str,
    printed: str,
    folders: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folders(page))
    if kind == "python":
        exec(compile(text, "example", "exec"), {"__name__": "example"})
        assert not printed or capsys.readouterr().out == printed
        return
    for command, shown in commands(text):
        done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False, env=_environment())
        assert (done.stdout + done.stderr).rstrip().splitlines() == shown, command


def _environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return {"PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Commands after `$ `, which go on after a backslash, each with the lines shown under it."""
    commands: list[tuple[str, list[str]]] = []
    for line in text.replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        else:
            commands[-1][1].append(line.rstrip())
    return commands


def test_the_first_page_of_the_readme_asserts_the_round_trip() -> None:
    first = next(match[2] for match in BLOCK.finditer(DOCUMENTS[0].read_text("utf-8")) if match[1] == "python")
    assert "assert infobox.write(again, into=page) == page" in first


def test_the_first_page_of_docs_links_every_other_page() -> None:
    """Its sections are the navigation of the site, so a page that is missing there is missing on the site."""
    linked = set(re.findall(r"^- \[[^\]]+\]\(([^)#]+)\)", (ROOT / "docs" / "index.md").read_text("utf-8"), re.MULTILINE))
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"} | {"rules/README.md"}
    assert linked == pages | {"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md"}


def test_every_figure_has_a_basis_and_a_command_that_anyone_can_run() -> None:
    assert "../" not in DOCUMENTS[0].read_text("utf-8")
    table = DOCUMENTS[0].read_text("utf-8").partition("## Measurements")[2]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if line.startswith("| ")]
    assert rows[0] == ["what", "measured on", "figure", "command"]
    for what, basis, figure, command in rows[1:]:
        assert what
        assert basis
        assert figure
        assert command == "the same" or command.startswith(("`python -m bench.", "`infobox ")), command


def test_every_command_the_measurements_name_exists() -> None:
    table = DOCUMENTS[0].read_text("utf-8").partition("## Measurements")[2]
    modules = re.findall(r"`python -m (bench\.\w+)", table)
    assert modules
    for module in modules:
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
        assert shlex.split(module)
