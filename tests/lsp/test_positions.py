"""Positions and changes: what an editor counts is what the server counts."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from infobox.lsp.documents import Document
from tests.lsp.editor import Editor, edited, offset, position

ENCODINGS: Final = ("utf-8", "utf-16", "utf-32")
ODD: Final = "a b\u00e9\u2028\x0b\x0c\x85\u2029\U0001f600\u0301\ufeff\n"
"""Among them are characters at which Python splits lines, and the protocol does not."""


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(ODD), st.sampled_from(("\r\n", "\r", "{{", "|")))).map("".join)


@given(texts(), st.sampled_from(ENCODINGS), st.data())
def test_places_and_positions_are_the_same_as_worked_out_apart(text: str, encoding: str, data: st.DataObject) -> None:
    document = Document("x", 1, text, encoding)
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] == "\r\n":
        assert document.position(at) == document.position(at - 1)  # in a line end nothing can stand
        return
    where = position(text, at, encoding)
    assert document.position(at) == where
    assert document.offset(where) == at


@given(texts(), st.sampled_from(ENCODINGS), st.integers(0, 99), st.integers(0, 99))
def test_every_position_is_some_place(text: str, encoding: str, line: int, character: int) -> None:
    assert 0 <= Document("x", 1, text, encoding).offset(types.Position(line, character)) <= len(text)


def test_a_position_in_a_character_is_its_start() -> None:
    assert Document("x", 1, "a😀b", "utf-16").offset(types.Position(0, 2)) == 1
    assert Document("x", 1, "a😀b", "utf-8").offset(types.Position(0, 3)) == 1


def test_half_of_a_surrogate_pair_counts_as_one_unit() -> None:
    document = Document("x", 1, "\ud83dx", "utf-16")
    assert document.offset(types.Position(0, 1)) == 1
    assert document.position(2) == types.Position(0, 2)


@given(texts(), st.sampled_from(ENCODINGS), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), texts()), max_size=4))
def test_changes_are_made_as_an_editor_makes_them(text: str, encoding: str, changes: list[tuple[int, int, str]]) -> None:
    expected, document = text, Document("x", 1, text, encoding)
    for one, other, words in changes:
        places = [at for at in range(len(expected) + 1) if expected[at - 1 : at + 1] != "\r\n"]
        start, end = sorted((places[one % len(places)], places[other % len(places)]))
        where = types.Range(position(expected, start, encoding), position(expected, end, encoding))
        expected = edited(expected, [types.TextEdit(where, words)], encoding)
        document = document.changed(document.version + 1, [types.TextDocumentContentChangePartial(where, words)])
    assert document.text == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_findings_and_fixes_are_placed_in_the_units_that_were_agreed_on(encoding: str, end: str) -> None:
    editor = Editor(encodings=[encoding])
    assert editor.answer.capabilities.position_encoding == encoding
    lines = ["é\u2028😀\x0b", "{{Infobox military conflict|conflict=😀é|strenght1=5", "| place = \u2028😀 X", "| date = 1 May 1944", "}}"]
    text = end.join(lines)
    uri = editor.open(text)
    [finding] = editor.diagnostics(uri)
    start, stop = (offset(text, where, encoding) for where in (finding.range.start, finding.range.end))
    assert text[start:stop] == "strenght1"
    assert (finding.code, finding.severity, finding.source) == ("P102", types.DiagnosticSeverity.Error, "infobox")
    [action] = editor.actions(uri, finding.range, "quickfix")
    assert action.edit is not None
    change = (action.edit.document_changes or [])[0]
    assert isinstance(change, types.TextDocumentEdit)
    assert edited(text, list(change.edits), encoding) == text.replace("strenght1", "strength1")  # type: ignore[arg-type]
    assert editor.close() == 0


def test_an_editor_that_offers_nothing_counts_utf_16(editor: Editor) -> None:
    assert editor.answer.capabilities.position_encoding == "utf-16"


def test_after_changes_the_findings_are_those_of_the_new_text(editor: Editor) -> None:
    text = "😀\r\n{{Infobox military conflict\r\n| place = X\r\n| date = 1 May 1944\r\n}}"
    uri = editor.open(text)
    assert editor.diagnostics(uri) == []
    words = "| strenght1 = 😀\r\n"
    version = 1
    at = text.index("| date")
    for char in words.replace("\r\n", "\n"):
        version += 1
        where = position(text, at)
        typed = "\r\n" if char == "\n" else char
        editor.change(uri, version, types.TextDocumentContentChangePartial(types.Range(where, where), typed))
        text = text[:at] + typed + text[at:]
        at += len(typed)
    found = editor.diagnostics(uri, version)
    assert found == editor.diagnostics(editor.open(text))
    assert [finding.code for finding in found] == ["P102"]
    editor.change(uri, version + 1, types.TextDocumentContentChangeWholeDocument("{{Infobox military conflict|foo=1|place=X|date=1944}}"))
    assert [finding.code for finding in editor.diagnostics(uri, version + 1)] == ["P101"]


def test_versions_that_are_outdated_are_not_checked(editor: Editor) -> None:
    uri = editor.open("{{Infobox military conflict\n| place = X\n| date = 1944\n}}")
    editor.diagnostics(uri)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    for version in range(2, 102):
        editor.change(uri, version, types.TextDocumentContentChangePartial(start, "x"))
    editor.change(uri, 102, types.TextDocumentContentChangePartial(start, "{{Infobox military conflict|foo=1|place=X|date=1944}}"))
    assert [finding.code for finding in editor.diagnostics(uri, 102)] == ["P101"]
    checked = [version or 0 for held, version in editor.checked if held == uri]
    assert checked == sorted(checked)
    assert len(checked) < 50
