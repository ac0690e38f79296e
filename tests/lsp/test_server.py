"""The server as a process: settings, bad messages, and its end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from lsprotocol import types

from tests.command_line import Runner
from tests.lsp.editor import PATIENCE, Editor

WRONG = "{{Infobox military conflict\n| strenght1 = 5\n| foo = 1\n| date = 1 May 1944\n| place = X\n}}"


def codes(editor: Editor, uri: str) -> list[object]:
    return [finding.code for finding in editor.diagnostics(uri)]


def test_a_finding_leads_to_the_page_of_its_rule_as_long_as_the_server_runs() -> None:
    editor = Editor()
    finding = editor.diagnostics(editor.open(WRONG))[0]
    assert finding.code_description is not None
    page = Path(url2pathname(urlsplit(finding.code_description.href).path))
    assert page.read_text("utf-8").startswith(f"# {finding.code} ")
    assert editor.close() == 0
    assert not page.parent.exists()


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (None, ["P102", "P101"]),
        ({"select": ["P101"]}, ["P101"]),
        ({"ignore": ["P101"]}, ["P102"]),
        ({"severity": "error"}, ["P102"]),
        ({"per-file-ignores": {"*": ["P"]}}, []),
    ],
)
def test_settings_of_the_editor_choose_rules(settings: Any, found: list[str], tmp_path: Path) -> None:
    editor = Editor(settings=settings)
    assert codes(editor, editor.open(WRONG, (tmp_path / "page.wikitext").as_uri())) == found
    assert editor.close() == 0


def test_so_do_those_of_the_folder_and_changed_ones(tmp_path: Path) -> None:
    (tmp_path / "infobox.toml").write_text('ignore = ["P102"]\n', "utf-8")
    editor = Editor()
    uri = editor.open(WRONG, (tmp_path / "page.wikitext").as_uri())
    assert codes(editor, uri) == ["P101"]
    change = types.DidChangeConfigurationParams({"infobox": {"ignore": ["P101"]}})
    editor.tell(editor.client.workspace_did_change_configuration, change)
    editor.change(uri, 2, types.TextDocumentContentChangeWholeDocument(WRONG))
    assert editor.diagnostics(uri, 2) == []
    (tmp_path / "infobox.toml").write_text("ignore = 5\n", "utf-8")
    editor.change(uri, 3, types.TextDocumentContentChangeWholeDocument(WRONG))
    assert "ignore must be a list of rules" in editor.heard()
    assert [finding.code for finding in editor.diagnostics(uri, 3)] == ["P102", "P101"]
    assert editor.close() == 0


WRONG_SETTINGS: list[tuple[Any, str]] = [
    ({"wiki": "klingon wiki!"}, "infobox: wiki: 'klingon wiki!' is no Wikipedia; give its language code or database name, such as fr"),
    ({"ignore": ["P1O1"]}, "infobox: no rule is called 'P1O1'"),
    ({"colour": "red"}, "infobox: unknown setting 'colour'"),
    ({"cosmetic": 3}, "infobox: cosmetic must be true or false"),
]


def test_settings_that_cannot_be_used_are_reported_and_left_out() -> None:
    editor = Editor(settings=["x"])
    for settings, _ in WRONG_SETTINGS:
        editor.tell(editor.client.workspace_did_change_configuration, types.DidChangeConfigurationParams(settings))
    assert codes(editor, editor.open(WRONG)) == ["P102", "P101"]
    expected = ["infobox: the settings must be an object", *(message for _, message in WRONG_SETTINGS)]
    assert [said[: len(message)] for said, message in zip(editor.messages, expected, strict=True)] == expected
    assert editor.close() == 0


def test_the_wiki_of_the_command_line_counts_if_the_settings_name_none() -> None:
    text = "{{Infobox Conflit militaire\n| lieu = Ici\n| issue = Victoire‸\n}}"
    editor = Editor(arguments=("--wiki", "fr"))
    found = editor.hover(editor.open(text.replace("‸", "")), types.Position(2, 12))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert "Understood: victory" in found.contents.value
    assert editor.close() == 0


# -- the protocol itself ----------------------------------------------------------------------------------------------------------------


def framed(*messages: object) -> bytes:
    bodies = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)


def serve(sent: bytes) -> tuple[int, list[Any]]:
    """The exit status of a server to which these bytes are sent, and what it says."""
    command = [sys.executable, "-m", "infobox", "lsp", "--stdio"]
    done = subprocess.run(command, input=sent, capture_output=True, timeout=PATIENCE, check=False)
    assert b"Traceback" not in done.stderr
    said, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length")).split(b":")[1])
        said.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, said


INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
SHUTDOWN = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
EXIT = {"jsonrpc": "2.0", "method": "exit"}


def opened(text: str) -> dict[str, Any]:
    held = {"uri": "untitled:1", "languageId": "wikitext", "version": 1, "text": text}
    return {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": held}}


def test_standard_input_that_is_closed_ends_the_server() -> None:
    assert serve(framed(INITIALIZE))[0] == 1
    assert serve(framed(INITIALIZE, opened(WRONG)))[0] == 1
    assert serve(b"")[0] == 1


def test_a_goodbye_ends_it_well_and_an_end_without_one_does_not() -> None:
    assert serve(framed(INITIALIZE, SHUTDOWN, EXIT))[0] == 0
    assert serve(framed(INITIALIZE, EXIT))[0] == 1


def notified(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


BAD: list[object] = [
    b"{",
    b"[]",
    b"5",
    b"\xff\xfe",
    b"[" * 100_000,
    {"jsonrpc": "2.0", "id": 7, "method": "textDocument/nothing", "params": {}},
    {"jsonrpc": "2.0", "id": 8, "method": "textDocument/hover", "params": {"textDocument": 5}},
    notified("textDocument/didChange", textDocument={"uri": "x", "version": 1}, contentChanges=[{"text": ""}]),
    notified("textDocument/didClose", textDocument={"uri": "x"}),
    notified("textDocument/didOpen", textDocument={"uri": "//[", "languageId": "x", "version": 1, "text": WRONG}),
    notified("textDocument/didOpen", textDocument={"uri": "file:///%00", "languageId": "x", "version": 1, "text": WRONG}),
    notified("$/cancelRequest", id=99),
]


def test_bad_messages_end_nothing() -> None:
    ask = {"jsonrpc": "2.0", "method": "textDocument/completion"}
    place = {"textDocument": {"uri": "untitled:1"}, "position": {"line": 1, "character": 0}}
    after = [part for number, bad in enumerate(BAD) for part in (bad, ask | {"id": 100 + number, "params": place})]
    status, said = serve(framed(INITIALIZE, opened("{{Infobox military conflict\n| pla\n}}"), *after, SHUTDOWN, EXIT))
    assert status == 0
    answers = {each["id"]: each for each in said if "id" in each}
    assert answers[7]["error"]["code"] == types.ErrorCodes.MethodNotFound.value
    assert answers[8]["error"]["code"] == types.ErrorCodes.InvalidParams.value
    assert [answers[100 + number]["result"] for number in range(len(BAD))] == [{"isIncomplete": False, "items": []}] * len(BAD)


def test_lone_halves_of_surrogate_pairs_end_nothing() -> None:
    status, said = serve(framed(INITIALIZE, opened("\ud83d{{Infobox military conflict\n| place = \udc00\n}}"), SHUTDOWN, EXIT))
    assert status == 0
    assert [each.get("id") for each in said if "result" in each] == [1, 2]


def test_without_the_extra_one_line_says_what_to_do(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "infobox.lsp.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls", None)
    done = run("lsp")
    assert done.status == 2
    assert done.err == "infobox lsp: needs the extra lsp (install it with: pip install 'infobox[lsp]')\n"
