"""What a server answers, case by case: data files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor, edited, marked, offset, position

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    held = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["why"]) for case in held]


@cache
def of_wiki(wiki: str) -> Editor:
    return Editor(settings={"wiki": wiki})


@pytest.mark.parametrize("case", cases("completion"))
def test_completion(editor: Editor, case: dict[str, Any]) -> None:
    wiki = case.get("wiki", "")
    asked = of_wiki(wiki) if wiki else editor
    text, at = marked(case["text"])
    found = asked.complete(asked.open(text), position(text, at))
    labels = [item.label for item in sorted(found.items, key=lambda item: item.sort_text or "")]
    assert labels[: len(case.get("first", ()))] == case.get("first", [])
    assert not set(labels) & set(case.get("never", ()))
    if "first" not in case:
        assert labels == []
    if "chosen" in case:
        item = next(item for item in found.items if item.label == case["chosen"])
        assert isinstance(item.text_edit, types.TextEdit)
        line = text.count("\n", 0, at)
        assert edited(text, [item.text_edit]).split("\n")[line] == case["line"]


@pytest.mark.parametrize("case", cases("hover"))
def test_hover(editor: Editor, case: dict[str, Any]) -> None:
    text, at = marked(case["text"])
    found = editor.hover(editor.open(text), position(text, at))
    if "says" not in case:
        assert found is None
        return
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert [words for words in case["says"] if words not in found.contents.value] == [], found.contents.value
    assert found.range is not None
    if "of" in case:
        assert text[offset(text, found.range.start) : offset(text, found.range.end)] == case["of"]


@pytest.mark.parametrize("case", cases("actions"))
@pytest.mark.parametrize("versioned", [True, False])
def test_actions(editor: Editor, case: dict[str, Any], *, versioned: bool) -> None:
    asked = editor if versioned else of_plain()
    text = case["text"]
    uri = asked.open(text)
    whole = types.Range(types.Position(0, 0), position(text, len(text)))
    quick = asked.actions(uri, whole, "quickfix")
    assert [action.title[: len(title)] for action, title in zip(quick, case["titles"], strict=True)] == case["titles"]
    assert all(action.diagnostics and action.diagnostics[0].code for action in quick)
    every = asked.actions(uri, whole, "source.fixAll")
    assert [action.kind for action in every] == ["source.fixAll.infobox"] * bool(case["titles"])
    if "take" in case:
        action = every[0] if case["take"] < 0 else quick[case["take"]]
        assert action.edit is not None
        if versioned:
            change = (action.edit.document_changes or [])[0]
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == 1
            edits = list(change.edits)
        else:
            edits = list((action.edit.changes or {})[uri])
        assert edited(text, edits) == case["result"]  # type: ignore[arg-type]


@cache
def of_plain() -> Editor:
    return Editor(versioned=False)


@pytest.mark.parametrize("case", cases("layout"))
def test_layout(editor: Editor, case: dict[str, Any]) -> None:
    text = case["text"]
    uri = editor.open(text)
    result = edited(text, editor.format(uri))
    assert result == case.get("result", text)
    assert edited(result, editor.format(editor.open(result))) == result
    assert [[fold.start_line, fold.end_line] for fold in editor.folds(uri)] == case["folds"]


def tree(symbols: list[types.DocumentSymbol], text: str) -> list[Any]:
    """Names with those below them; every place is in that of the whole, and the name's own within it."""
    found: list[Any] = []
    for symbol in symbols:
        start, end = offset(text, symbol.range.start), offset(text, symbol.range.end)
        first, last = offset(text, symbol.selection_range.start), offset(text, symbol.selection_range.end)
        assert start <= first <= last <= end
        for inner in symbol.children or ():
            assert start <= offset(text, inner.range.start) <= offset(text, inner.range.end) <= end
        found.append([symbol.name, *([tree(list(symbol.children), text)] if symbol.children else [])])
    return found


def test_the_outline_is_the_record_with_places(editor: Editor) -> None:
    text = (
        "😀\r\n{{Infobox military conflict\r\n| conflict = Battle of X\r\n"
        "| combatant1 = '''Allies:'''\r\n* {{flag|Greece}}\r\n* [[Italy]]\r\n"
        "| commander1 = [[Ada]] {{KIA}}<br>[[Bo]]\r\n| place =\r\n}}\r\n{{Infobox military conflict}}"
    )
    below = [["conflict"], ["combatant1", [["Allies", [["Greece"], ["Italy"]]]]], ["commander1", [["Ada"], ["Bo"]]], ["place"]]
    assert tree(editor.symbols(editor.open(text)), text) == [["Battle of X", below], ["Infobox military conflict"]]
    ada = editor.symbols(editor.open(text))[0].children or []
    person = (ada[2].children or [])[0]
    assert person.detail == "killed in action"
    assert text[offset(text, person.range.start) :].startswith("[[Ada]]")


def test_a_text_without_an_infobox_has_nothing(editor: Editor) -> None:
    text = "'''X''' was a battle. {{Infobox person|name=Y}}"
    uri = editor.open(text)
    assert editor.diagnostics(uri) == []
    assert editor.symbols(uri) == []
    assert editor.folds(uri) == []
    assert editor.format(uri) == []
    assert editor.actions(uri, types.Range(types.Position(0, 0), position(text, len(text)))) == []
    assert editor.hover(uri, types.Position(0, 3)) is None
