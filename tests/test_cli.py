"""The command line as its users meet it: what is printed where, exit status, and every kind of bad input."""

from __future__ import annotations

import bz2
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

import infobox
from infobox import cli
from infobox.checks.options import SETTINGS
from infobox.checks.reports import FORMATS
from infobox.cli import COMMANDS
from infobox.dumps.extracting import NAMESPACES
from infobox.pages.finding import ENDINGS
from infobox.status import INTERRUPTED
from infobox.terminal import Colour
from tests.command_line import EXPORT, EXTRACTED, HASTINGS, LEROS, RECORD, TWO, Maker, Runner, package_environment

# --- parse


def test_parse_prints_one_line_a_record(run: Runner, page: Maker) -> None:
    result = run("parse", page(TWO))
    assert (result.status, result.err) == (0, "")
    assert [record["conflict"] for record in result.records] == [{"text": "Battle of Leros"}, {"text": "Battle of Rhodes"}]
    assert infobox.validate(result.out) == []


def test_the_wiki_says_which_template_a_page_has(run: Runner, page: Maker) -> None:
    battle = page("{{Battlebox|battle_name=Leros|conflict=Aegina|combatant1=[[A]]|combatant2=[[B]]}}")
    for wiki in ("ja", "jawiki"):
        [record] = run("parse", "--wiki", wiki, battle).records
        assert record["page"] == {"wiki": "jawiki"}
        assert (record["conflict"], record["partof"]) == ({"text": "Leros"}, {"text": "Aegina"})
    [record] = run("parse", "--wiki", "en", "--quiet", battle).records
    assert record["conflict"] == {"text": "Aegina"}
    assert "partof" not in record
    result = run("parse", battle)
    assert (
        result.err
        == f"{battle}:1:1: several wikis have this template; by its parameters and words it is read as that of ja.wikipedia.org\n"
    )
    assert "page" not in result.records[0]


def test_every_command_that_reads_pages_takes_a_wiki(run: Runner, page: Maker, tmp_path: Path) -> None:
    text = "{{Battlebox|battle_name=Leros|conflict=War|combatant1=[[A]]|combatant2=[[B]]}}"
    one, other = page(text, "one"), page(text.replace("War", "Wars"), "two")
    assert run("diff", "--wiki", "ja", one, other).out == "conflict: War → Wars\n"
    assert run("check", "--wiki", "ja", "--isolated", "--quiet", one) == (0, "", "")
    assert run("check", "--wiki", "en", "--isolated", "--quiet", "--format=concise", one).status == 1
    assert run("unresolved", "--wiki", "ja", "--quiet", one) == (0, "", "")
    record = tmp_path / "record.json"
    record.write_text(run("parse", "--wiki", "ja", one).out.replace('"wiki":"jawiki"', '"title":"Leros"'), "utf-8")
    assert run("write", "--wiki", "ja", record).out.startswith("{{Battlebox\n| battle_name = Leros\n| conflict    = War\n")
    assert run("write", "--wiki", "ja", record, "--into", other).out == text


def test_a_wiki_that_is_none_is_refused(run: Runner, page: Maker) -> None:
    result = run("parse", "--wiki", "fr.wikipedia.org", page(LEROS))
    assert (result.status, result.out) == (2, "")
    assert "'fr.wikipedia.org' is no Wikipedia; give its language code or database name, such as fr or frwiki" in result.err


def test_a_wiki_of_which_nothing_is_known_is_remarked_once(run: Runner, page: Maker) -> None:
    result = run("parse", "--wiki", "xx", page(LEROS, "one"), page(LEROS, "two"))
    assert (result.status, len(result.records)) == (0, 2)
    assert result.err.count("infobox parse: nothing is known of xxwiki: infoboxes are found by English names, and no words are read\n") == 1
    for wiki in ("fr", "elwiki", "simple", "nb"):
        assert "nothing is known" not in run("parse", "--wiki", wiki, page(LEROS)).err
    assert run("parse", "--wiki", "nb", page(LEROS)).records[0]["page"] == {"wiki": "nowiki"}


def test_parse_json_is_one_array(run: Runner, page: Maker) -> None:
    one, two, none = page(LEROS, "one"), page(TWO, "two"), page("x", "none")
    result = run("parse", "--format", "json", one, two)
    assert [record["conflict"]["text"] for record in json.loads(result.out)] == ["Battle of Leros", "Battle of Leros", "Battle of Rhodes"]
    assert infobox.validate(result.out) == []
    assert run("parse", "--format", "json", none) == (1, "[]\n", f"{none}: no military-conflict infobox\n")


def test_parse_text_is_a_tree(run: Runner, page: Maker) -> None:
    result = run("parse", "--format", "text", page(TWO))
    assert result.out.startswith("Battle of Leros\n├── ")
    assert "\n\nBattle of Rhodes\n" in result.out
    assert "\x1b[" not in result.out
    assert "\x1b[" in run("parse", "--format=text", "--color=always", page(TWO)).out


def test_text_is_what_a_terminal_gets(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("parse", "--color=never", page(LEROS)).out.startswith("Battle of Leros\n├── ")
    assert run("parse", "--format=jsonl", page(LEROS)).records


def test_parse_source_and_spans(run: Runner, page: Maker) -> None:
    [plain] = run("parse", page(LEROS)).records
    [full] = run("parse", "--source", "--spans", page(LEROS)).records
    assert "source" not in plain
    assert "span" not in json.dumps(plain)
    start = LEROS.index("{{")
    assert full["source"] == LEROS[start : LEROS.index("}}") + 2]
    place = full["place"]
    assert isinstance(place, dict)
    assert "Leros" in LEROS[place["span"][0] : place["span"][1]]


def test_parse_reads_standard_input(run: Runner) -> None:
    assert len(run("parse", "-", stdin=LEROS.encode()).records) == 1
    assert run("parse", "-", stdin=b"x").err == "-: no military-conflict infobox\n"


def test_parse_reads_exports(run: Runner, page: Maker) -> None:
    file = page(EXPORT)
    result = run("parse", file)
    [record] = result.records
    assert record["page"] == {
        "title": "Battle of Leros", "id": 5, "namespace": 0, "revision": 9, "timestamp": "2023-11-26T12:00:00Z", "wiki": "enwiki",
    }  # fmt: skip
    assert (result.status, result.err) == (0, f"{file}[Leros]: no military-conflict infobox\n")


def test_parse_reads_extracted_text(run: Runner, page: Maker) -> None:
    [record] = run("parse", page(EXTRACTED)).records
    assert record["conflict"] == {"text": "Battle of Leros"}


def test_one_pages_trouble_does_not_stop_the_next(run: Runner, page: Maker, tmp_path: Path) -> None:
    empty, binary, broken, good = page("", "empty"), page(b"\0", "binary"), page("<mediawiki><page>", "broken"), page(LEROS, "good")
    result = run("parse", empty, tmp_path / "missing", binary, broken, tmp_path, good)
    assert result.status == 2
    assert len(result.records) == 1
    assert result.err.splitlines() == [
        f"{empty}: no military-conflict infobox",
        f"{tmp_path / 'missing'}: no such file",
        f"{binary}: binary, not text (NUL byte at offset 0)",
        f"{broken}: line 1: broken XML: Premature end of data in tag page line 1",
        f"{tmp_path}: no pages in this folder, whose names end in {' '.join(ENDINGS)} (4 files with other endings)",
    ]


def test_no_infobox_at_all_is_status_1(run: Runner, page: Maker) -> None:
    file = page("Nothing here.")
    assert run("parse", file, file) == (1, "", f"{file}: no military-conflict infobox\n" * 2)
    assert run("parse", file, page(LEROS, "good")).status == 0


def test_what_was_not_understood_is_reported_with_its_place(run: Runner, page: Maker) -> None:
    file = page("a\n{{Infobox military conflict\n| conflict = A\n| date = once upon a time\n| conflict = B\n}}")
    result = run("parse", file)
    lines = result.err.splitlines()
    assert lines
    assert all(line.startswith(f"{file}:") for line in lines)
    assert any(line.startswith((f"{file}:3:", f"{file}:5:")) and ": conflict: " in line for line in lines)
    quiet = run("parse", "--quiet", file)
    assert (quiet.status, quiet.out, quiet.err) == (0, result.out, "")


def test_names_and_words_of_pages_cannot_act_on_the_terminal(run: Runner, page: Maker) -> None:
    result = run("parse", page(EXPORT.replace("<title>Leros", "<title>Le&#x9b;31m&#x202e;ros&#10;x")))
    assert result.err.count("\n") == 1
    assert "\x9b" not in result.err
    assert "\u202e" not in result.err
    file = page("x", "a\nb\x1b[31m")
    assert run("parse", file).err == f"{file.parent}/a\\nb\\x1b[31m: no military-conflict infobox\n"


# --- show


def test_show_draws_records(run: Runner, page: Maker) -> None:
    file = page(TWO)
    tree = run("parse", "--format=text", file).out
    for form in ("json", "jsonl"):
        records = page(run("parse", "--format", form, file).out, "records")
        assert run("show", records) == (0, tree, "")
        assert run("show", "-", stdin=records.read_bytes()) == (0, tree, "")
    assert run("show", records, records).out == f"{tree}\n{tree}"
    assert "\x1b[" in run("show", "--color=always", records).out


def test_show_continues_after_what_cannot_be_read(run: Runner, page: Maker, tmp_path: Path) -> None:
    none, empty = tmp_path / "none", page("[]", "empty")
    later = page(RECORD.replace('"conflict"', '"new": 1, "conflict"').replace("conflict/1", "conflict/1.9"), "later")
    result = run("show", none, empty, later)
    assert (result.status, result.out) == (2, "Battle of Leros\n")
    lines = result.err.splitlines()
    assert lines[:2] == [f"{none}: no such file", f"{empty}: contains no record"]
    assert lines[2].startswith(f"{later}: ")
    assert lines[2].endswith("ignored: new")
    assert run("show", later, "-", stdin=b"{").status == 2


# --- validate


def test_validate_says_how_many_are_valid(run: Runner, page: Maker) -> None:
    one, two = page(RECORD, "one"), page(f"{RECORD}\n{RECORD}\n", "two")
    assert run("validate", one) == (0, "", "1 record valid (military-conflict/1.1)\n")
    assert run("validate", one, two) == (0, "", "3 records valid (military-conflict/1.1)\n")
    assert run("validate", "-", stdin=b"[]") == (0, "", "0 records valid (military-conflict/1.1)\n")


def test_validate_says_place_path_value_and_what_was_expected(run: Runner, page: Maker) -> None:
    file = page(f'[\n{RECORD},\n {{"schema": "military-conflict/1",\n  "sides": [{{"units": 5}}],\n  "width": ""}}\n]')
    result = run("validate", file)
    assert result == (
        1,
        f'{file}:4:23: $[1].sides[0].units: 5: expected an array\n{file}:5:12: $[1].width: "": expected a value, or the field left out\n',
        "1 record valid, 1 not (military-conflict/1.1)\n",
    )


def test_validate_continues_after_what_cannot_be_read(run: Runner, page: Maker, tmp_path: Path) -> None:
    good, bad, empty = page(RECORD, "good"), page(b"\xff", "bad"), page("", "empty")
    result = run("validate", tmp_path / "none", tmp_path, bad, empty, good)
    assert result.status == 2
    assert result.out == f"{bad}:1:1: $: byte 0xFF: expected UTF-8 (offset 0)\n{empty}:1:1: $: nothing: expected a JSON value\n"
    assert result.err.splitlines() == [
        f"{tmp_path / 'none'}: no such file",
        f"{tmp_path}: a folder, not a file (name the files in it)",
        "1 record valid, 2 not (military-conflict/1.1)",
    ]


def test_what_parse_prints_is_valid(run: Runner, page: Maker) -> None:
    for form in ("json", "jsonl"):
        records = run("parse", "--spans", "--source", "--format", form, page(TWO)).out
        assert run("validate", "-", stdin=records.encode()) == (0, "", "2 records valid (military-conflict/1.1)\n")


# --- the rest

# --- diff


def test_diff_says_what_differs_in_meaning(run: Runner, page: Maker) -> None:
    old, new = page(LEROS, "old"), page(LEROS.replace("8,320 men", "8,500 men").replace("German victory", "Decisive German victory"), "new")
    lines = ["result: German victory → Decisive German victory", "side 1, strength: men 8,320 → 8,500"]
    assert run("diff", old, new) == (1, "\n".join(lines) + "\n", "")
    found = json.loads(run("diff", "--format", "json", old, new).out)
    assert (found["same"], found["layout_only"]) == (False, False)
    assert found["changes"][1] == {
        "parameter": "strength1",
        "place": "side 1, strength",
        "item": "men",
        "action": "changed",
        "field": "figure",
        "old": "8,320",
        "new": "8,500",
    }


def test_diff_of_the_same(run: Runner, page: Maker) -> None:
    old = page(LEROS, "old")
    assert run("diff", old, old) == (0, "", "")
    assert run("diff", old, page(LEROS.replace("conflict   =", "conflict ="), "new")) == (0, "", "only the layout differs\n")
    assert run("diff", old, page(LEROS.replace("Before", "Long before"), "new")) == (0, "", "")


def test_diff_takes_records_too(run: Runner, page: Maker) -> None:
    record = page(run("parse", page(LEROS, "old")).out, "record")
    assert run("diff", record, page(LEROS, "same")) == (0, "", "")
    assert run("diff", record, page(LEROS.replace("[[Leros]]", "[[Kos]]"), "new")).status == 1


def test_diff_of_what_cannot_be_read(run: Runner, page: Maker, tmp_path: Path) -> None:
    old = page(LEROS, "old")
    for new in (tmp_path / "missing", page("x", "none"), page('{"schema": 1}', "broken")):
        result = run("diff", old, new)
        assert (result.status, result.out) == (2, "")
        assert result.err.count("\n") == 1
    assert run("diff", "-", "-").status == 2


# --- unresolved

UNKNOWN = """\
{{Infobox military conflict
| conflict   = Battle of Leros
| combatant1 = {{Odd flag|Italy}} and {{odd_flag|Greece}}
| combatant2 = Germany
| strength1  = {{Odd number|8,320}}
}}
"""


def test_unresolved_lists_the_most_frequent_first(run: Runner, page: Maker) -> None:
    one, two = page(UNKNOWN, "one"), page(UNKNOWN.replace("Odd number", "Odd flag"), "two")
    result = run("unresolved", one, two)
    assert result.status == 0
    assert [line.split() for line in result.out.splitlines()] == [
        ["5", "in", "2", "Odd", "flag", f"{one}:3:16"],
        ["1", "in", "1", "Odd", "number", f"{one}:5:16"],
    ]
    assert result.err == "2 unknown templates, in 4 of 8 values (50.00 %), 2 of 2 infoboxes\n"
    assert len(run("unresolved", "--limit", "1", one, two).out.splitlines()) == 1


def test_unresolved_gives_programs_an_example_of_each(run: Runner, page: Maker) -> None:
    one = page(UNKNOWN, "one")
    assert json.loads(run("unresolved", "--format", "json", one).out)[1] == {
        "name": "Odd number",
        "uses": 1,
        "infoboxes": 1,
        "page": str(one),
        "line": 5,
        "column": 16,
        "example": "{{Odd number|8,320}}",
    }


def test_unresolved_with_nothing_to_list(run: Runner, page: Maker, tmp_path: Path) -> None:
    assert run("unresolved", page(HASTINGS)) == (0, "", "0 unknown templates, in 0 of 3 values (0.00 %), 0 of 1 infobox\n")
    assert run("unresolved", page("x")).status == 1
    missing = run("unresolved", tmp_path / "missing", page(UNKNOWN))
    assert missing.status == 2
    assert "Odd number" in missing.out
    assert run("unresolved", "--limit", "0", page(UNKNOWN)) == (2, "", "infobox unresolved: --limit must be at least 1\n")


def test_parse_says_which_templates_are_not_known(run: Runner, page: Maker) -> None:
    path = page(UNKNOWN)
    assert f"{path}:5:16: strength1: unknown template: Odd number\n" in run("parse", path).err


def test_schema_is_the_published_one(run: Runner) -> None:
    result = run("schema")
    Draft202012Validator.check_schema(json.loads(result.out))
    assert json.loads(result.out) == infobox.json_schema()


def test_version_and_help(run: Runner) -> None:
    assert run("--version").out.startswith("infobox ")
    assert "parse" in run("--help").out
    assert "--spans" in run("parse", "--help").out


@pytest.mark.parametrize(
    ("option", "facts"),
    [
        ("--format", FORMATS),
        ("--color", get_args(Colour)),
        *((f"--{name}", ["RULES"]) for name in SETTINGS),
    ],
)
def test_help_states_what_there_is_without_importing_it(run: Runner, option: str, facts: Sequence[str]) -> None:
    stated = re.search(rf"{option} (?:\{{(.*?)\}}|(\w+))", run("check", "--help").out)
    assert stated is not None
    assert (stated[1] or stated[2]).split(",") == list(facts)


def test_help_states_the_default_namespaces(run: Runner) -> None:
    stated = " ".join(run("extract", "--help").out.split())
    assert f"(default {','.join(map(str, sorted(NAMESPACES)))})" in stated


@pytest.mark.parametrize(
    "argv", [["pars"], ["parse"], ["parse", "--format", "xml", "x"], ["write"], ["write", "a", "b"], ["validate"], ["schema", "x"]]
)
def test_wrong_use_is_status_2(run: Runner, argv: list[str]) -> None:
    result = run(*argv)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("infobox")
    assert result.err.endswith("--help)\n")
    assert result.err.count("\n") == 1


def test_without_a_command_the_help_is_shown(run: Runner) -> None:
    assert run() == (2, run("--help").out, "")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["chekc"], "infobox: no command is called 'chekc'; did you mean check?"),
        (["help"], "infobox: no command is called 'help'; did you mean --help?"),
        (["zzz"], "infobox: no command is called 'zzz'"),
        (["--halp"], "infobox: unrecognized arguments: --halp; did you mean --help?"),
        (["--halp", "parse", "--spans"], "infobox: unrecognized arguments: --halp; did you mean --help?"),
        (["extract", "--ot", "a", "dump"], "infobox extract: unrecognized arguments: --ot; did you mean --out?"),
        (["diff", "--formta=json"], "infobox diff: unrecognized arguments: --formta=json; did you mean --format?"),
        (
            ["parse", "--format", "jsno", "page"],
            "infobox parse: argument --format: invalid choice: 'jsno' (choose from jsonl, json, text); did you mean json?",
        ),
    ],
)
def test_what_is_misspelt_names_what_is_near(run: Runner, argv: list[str], message: str) -> None:
    assert run(*argv) == (2, "", f"{message} (see {message.partition(':')[0]} --help)\n")


def test_a_file_instead_of_a_command(run: Runner, page: Maker) -> None:
    file = page(LEROS)
    assert run(file).err == f"infobox: '{file}' is a file, not a command; did you mean infobox parse {file}? (see infobox --help)\n"


def test_a_file_whose_name_begins_like_an_option_comes_after_two_dashes(
    run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(LEROS, "--page")
    monkeypatch.chdir(tmp_path)
    assert run("parse", "--page").status == 2
    assert len(run("parse", "--", "--page").records) == 1


EXAMPLES = [
    pytest.param(example, id=example)
    for parser in (cli.parsers()[0], *cli.parsers()[1].values())
    for example in (parser.epilog or "").partition("examples:\n  ")[2].split("\n  ")
]


def test_every_help_ends_with_two_examples(run: Runner) -> None:
    for command in ([], *([name] for name in COMMANDS)):
        lines = run(*command, "--help").out.splitlines()
        assert lines[-3] == "examples:"
        assert all(line.startswith(" ".join(["  infobox", *command])) or f"| infobox {command[0]} " in line for line in lines[-2:])
    assert len(EXAMPLES) == 2 * (1 + len(COMMANDS))


def assert_serves(example: str, folder: Path, environment: dict[str, str]) -> None:
    """The command prints an address, and serves until it is interrupted. A port may be in use, so any that is free is taken."""
    words = [*shlex.split(example), "--port", "0"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", server.stdout.readline())
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert server.returncode == INTERRUPTED
    assert "Traceback" not in said


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix")
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_run(run: Runner, page: Maker, tmp_path: Path, example: str) -> None:
    record = run("parse", page(LEROS, "page.wikitext")).out
    for name, data in {
        "old.wikitext": LEROS, "new.wikitext": TWO, "record.json": record, "records.jsonl": record, "titles.txt": "Battle of Leros\n",
        "history.xml": Path("fixtures/history.xml").read_text("utf-8"),
    }.items():  # fmt: skip
        page(data, name)
    (tmp_path / ".local/share/bash-completion/completions").mkdir(parents=True)
    page(bz2.compress(EXPORT.encode()), "dump.xml.bz2")
    (tmp_path / "pages").mkdir()
    page(TWO, "pages/two.wikitext"), page(UNKNOWN, "pages/unknown.wiki")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = package_environment() | {"HOME": str(tmp_path), "PATH": path}
    if example.startswith("infobox serve"):
        assert_serves(example, tmp_path, environment)
        return
    done = subprocess.run(["sh", "-ec", example], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr or ">" in example or "--in-place" in example


@pytest.mark.parametrize("command", COMMANDS)
def test_options_are_not_abbreviated(run: Runner, page: Maker, command: str) -> None:
    options = set(re.findall(r"--[a-z-]+", run(command, "--help").out))
    assert options
    file = page(LEROS)
    others: dict[str, list[str | Path]] = {
        "explain": ["P101"],
        "extract": [file, "-o", "-"],
        "schema": [],
        "completion": ["zsh"],
        "diff": [file, file],
        "live": ["titles"],
    }
    named = "live titles" if command == "live" else command
    for option in sorted(options):
        short = option[:-1]
        if short not in (*options, "--"):
            result = run(command, *others.get(command, [file]), short)
            assert (result.status, result.out) == (2, ""), short
            assert result.err.startswith(f"infobox {named}: unrecognized arguments: {short}; did you mean ")
            assert option in result.err
            assert result.err.count("\n") == 1


def test_an_abbreviation_of_fix_fixes_nothing(run: Runner, page: Maker) -> None:
    file = page(LEROS.replace("strength1 ", "Strength 1"))
    before = file.read_bytes()
    for option, meant in (("--fi", "--fix"), ("--fixx", "--fix"), ("--f", "--format or --fix"), ("--quite", "--quiet")):
        wanted = f"infobox check: unrecognized arguments: {option}; did you mean {meant}? (see infobox check --help)\n"
        assert run("check", option, file) == (2, "", wanted)
    assert run("check", "--zzz=1", file).err == "infobox check: unrecognized arguments: --zzz=1 (see infobox check --help)\n"
    assert file.read_bytes() == before


def test_nothing_is_written_over(run: Runner, page: Maker, tmp_path: Path) -> None:
    for name, data in {"page": TWO, "record": RECORD}.items():
        page(data, name)
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()}
    for argv in (["parse", "page"], ["write", "record"], ["write", "record", "--into", "page"], ["validate", "record"]):
        run(*(tmp_path / word if word in ("page", "record") else word for word in argv))
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()} == before


# --- as a process


def infobox_process(*argv: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "infobox", *argv]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={**os.environ, **environment})


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_closed_pipe_ends_quietly(page: Maker, form: str) -> None:
    process = infobox_process("parse", "--quiet", "--format", form, *[page(TWO * 20)] * 40)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 141


def test_a_pipe_closed_before_the_last_words_ends_quietly(page: Maker) -> None:
    process = infobox_process("schema")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
@pytest.mark.parametrize("command", ["parse {page}", "check {fixtures}/ford.wikitext", "schema", "extract {dump} -o -"])
def test_a_full_disk_is_reported(page: Maker, command: str) -> None:
    dump = page(
        "<mediawiki><page><title>A</title><ns>0</ns><id>1</id><revision><id>1</id><text>" + LEROS + "</text></revision></page></mediawiki>",
        "dump.xml",
    )
    words = command.format(page=page(LEROS), dump=dump, fixtures=Path(__file__).parents[1] / "fixtures").split()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "infobox", *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == b"standard output: no space left on device"
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_closed_streams(page: Maker) -> None:
    command = f"{sys.executable} -m infobox parse --quiet {page(LEROS)}"
    closed = subprocess.run(f"{command} >&-", shell=True, capture_output=True, check=False)
    assert (closed.returncode, closed.stderr) == (2, b"standard output: bad file descriptor\n")
    silent = subprocess.run(f"{command} 2>&- <&-", shell=True, capture_output=True, check=False)
    assert (silent.returncode, silent.stderr) == (0, b"")
    assert len(silent.stdout.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_interrupting_ends_quietly() -> None:
    process = infobox_process("parse", "-")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert (process.returncode, err) == (130, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_is_printed_does_not_depend_on_the_terminals_characters(page: Maker, encoding: str) -> None:
    text = LEROS.replace("Battle", "Bätalla 北")
    out, err = infobox_process("parse", "--format=jsonl", page(text), PYTHONIOENCODING=encoding).communicate()
    assert json.loads(out)["conflict"]["text"] == "Bätalla 北 of Leros"
    out, err = infobox_process("parse", "--format=text", page(text), page("x", "ä"), PYTHONIOENCODING=encoding).communicate()
    assert b"Leros" in out
    assert b"Traceback" not in err


def test_help_imports_next_to_nothing() -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "infobox", "--help"], capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "infobox.cli" in imported
    assert not imported & {
        "msgspec",
        "json",
        "pathlib",
        "typing",
        "lxml",
        "rich",
        "jsonschema",
        "infobox.record",
        "dataclasses",
        "inspect",
        "shutil",
    }
