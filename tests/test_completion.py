"""What is made from the help of the command line: the manual page, and the scripts with which shells complete it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infobox import manual
from infobox.checks.registry import rules
from infobox.cli import COMMANDS, parsers
from tests.command_line import Maker, Runner

ROOT = Path(__file__).parent.parent
OPTIONS = [
    pytest.param(command, option, id=f"{command} {option}")
    for command, parser in parsers()[1].items()
    for option in parser._option_string_actions
]
BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
_shtab_infobox infobox "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


# --- the manual page


def test_the_manual_page_is_that_of_the_help() -> None:
    assert (ROOT / "docs" / "infobox.1").read_text("utf-8") == manual.page(), "run `make manual`"


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_the_manual_page_has_every_option(command: str, option: str) -> None:
    [section] = re.findall(rf'^\.SS "infobox {command}"\n(.*?)(?=^\.S[SH])', manual.page(), re.MULTILINE | re.DOTALL)
    words = option.replace("-", "\\-")
    assert option in ("-h", "--help") or f"\\fB{words}\\fR" in section


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff here")
def test_groff_reads_the_manual_page_without_a_warning() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-K", "utf8", ROOT / "docs" / "infobox.1"], capture_output=True, check=True)
    assert done.stderr == b""
    assert b"infobox" in done.stdout


# --- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_has_commands_options_and_rules(run: Runner, shell: str) -> None:
    result = run("completion", shell)
    assert (result.status, result.err) == (0, "")
    for word in (*COMMANDS, "extend-select", "P101", "concise"):
        assert re.search(rf"(?<![\w-])(?:--)?{word}(?![\w-])", result.out), word


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="no bash here")
def test_bash_completes(run: Runner, page: Maker, tmp_path: Path) -> None:
    script = page(run("completion", "bash").out, "script")
    page("", "battle.wikitext")
    for words, found in {
        "ch": ["check"],
        "check --f": ["--format", "--fix"],
        "check --format c": ["concise"],
        "explain P10": [code for code in rules() if code.startswith("P10")],
        "parse bat": ["battle.wikitext"],
        "write --into bat": ["battle.wikitext"],
        "completion z": ["zsh"],
    }.items():
        command = ["bash", "-c", BASH, "bash", str(script), "infobox", *words.split(" ")]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout.split() == found, words


def test_without_the_library_it_says_what_to_install(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    wanted = "infobox completion: needs the library shtab (install it with: pip install 'infobox[completion]')\n"
    assert run("completion", "fish") == (2, "", wanted)
