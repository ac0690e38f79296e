"""What must hold of every text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.corpus import real
from infobox.checks.options import chosen
from infobox.lsp import completing, formatting, hovering, outlining, repairing
from infobox.lsp.analysis import Analysis
from infobox.lsp.documents import Document
from infobox.markup.edits import applied
from infobox.reading import read_boxes
from infobox.record import bare
from tests.damage import damaged
from tests.lsp.editor import Editor, position

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.wikitext"))


def analysed(text: str) -> Analysis:
    return Analysis(Document("untitled:1", 1, text), chosen(), "")


def formatted(text: str) -> str:
    analysis = analysed(text)
    return applied(text, formatting.formatted(analysis))


def assert_only_white_space_changes(text: str) -> None:
    done = formatted(text)
    assert "".join(done.split()) == "".join(text.split())
    assert [bare(each.record) for each in read_boxes(done)] == [bare(each.record) for each in read_boxes(text)]
    assert formatted(done) == done


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_formatting_changes_only_white_space_and_nothing_that_is_read(path: Path) -> None:
    assert_only_white_space_changes(path.read_text("utf-8"))


def test_formatting_changes_only_white_space_of_real_pages() -> None:
    pages = real()
    if not pages:
        pytest.skip("no folder of real pages (INFOBOX_PAGES)")
    for page in pages[::5]:
        assert_only_white_space_changes(page.text)


@pytest.mark.parametrize("path", FIXTURES[::4], ids=lambda path: path.stem)
def test_no_text_raises(path: Path) -> None:
    rng = random.Random(path.stem)
    text = path.read_text("utf-8")
    for ends in ("\n", "\r\n", "\r"):
        analysis = analysed(damaged(text, rng).replace("\n", ends))
        whole = analysis.document.text
        edits = formatting.formatted(analysis)
        assert "".join(applied(whole, edits).split()) == "".join(whole.split())
        outlining.symbols(analysis)
        lines = whole.count(ends)
        assert all(0 <= fold.start_line < fold.end_line <= lines for fold in outlining.folds(analysis))
        for action in repairing.actions(analysis, (0, len(whole)), [], lambda _: "", versioned=True):
            assert action.edit is not None
            assert action.edit.document_changes
        for _ in range(20):
            at = rng.randint(0, len(whole))
            hovering.hover(analysis, at)
            found = completing.complete(analysis.document, at, "")
            where = analysis.document.position(at)
            for item in found.items:
                edit = item.text_edit
                assert edit is not None
                # The protocol wants it on one line, with the cursor in it.
                assert edit.range.start.line == edit.range.end.line == where.line  # type: ignore[union-attr]
                assert edit.range.start.character <= where.character <= edit.range.end.character  # type: ignore[union-attr]


@pytest.mark.parametrize("unit", ["{{", "{{flag|", "[[", "{{{", "|", "{{Infobox military conflict|", "x=\n|", "<!--", "''", "\r", "😀"])
def test_a_hostile_text_is_answered_without_an_error(editor: Editor, unit: str) -> None:
    text = "{{Infobox military conflict\n| strenght1 = 5\n| combatant1 = " + unit * 3000
    uri = editor.open(text)
    at = position(text, len(text))
    assert "P102" in [finding.code for finding in editor.diagnostics(uri)]
    assert len(editor.complete(uri, at).items) <= completing.MOST
    editor.hover(uri, at)  # an error would raise
    assert editor.symbols(uri)[0].detail == "Infobox military conflict"
    assert editor.format(uri) == []


def test_deep_lists_are_drawn_as_far_as_a_person_follows() -> None:
    deep = "".join(f"{'*' * level} x\n" for level in range(1, 99))
    found = outlining.symbols(analysed(f"{{{{Infobox military conflict\n| combatant1 =\n{deep}}}}}"))
    depth = 0
    while found:
        found = found[0].children or []  # type: ignore[assignment]
        depth += 1
    assert depth == 2 + 24
