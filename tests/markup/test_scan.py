"""What the scanner sees in wikitext: cases in ``scan.toml``, and what holds of any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.markup import scan
from infobox.markup.scan import EXTENSIONS, HIDING, HTML, Node, hidden_spans, open_template, parse, templates_at
from tests.invariants import assert_scanned, every_node
from tests.markup.notation import marked, unmarked

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("scan.toml").read_text("utf-8"))
PIECES = """
{ {{ {{{ } }} }}} [ [[ ] ]] ]]] | = a b ⏎ ␣ ' '' ''' < > <! -- <!-- --> & ; &amp; &#61; <b> </b> <br/> <span <ref> <ref/> </ref> <ref
<nowiki> </nowiki> <noinclude> [http://a.b [//a.b {{a}} {{{b|c}}} [[d|e]]
"""
texts = st.lists(st.sampled_from(PIECES.split()), max_size=40).map("".join).map(lambda words: words.replace("⏎", "\n").replace("␣", " "))


def ids(case: dict[str, Any]) -> str:
    return str(case["why"])


def cut(words: str) -> tuple[str, int]:
    """A text without its ¦, and where that stood."""
    return words.replace("¦", ""), words.index("¦")


@pytest.mark.parametrize("case", CASES["case"], ids=ids)
def test_nodes(case: dict[str, Any]) -> None:
    text = case["text"]
    assert marked(text, parse(text)) == case["nodes"]
    assert unmarked(case["nodes"]) == text
    assert_scanned(text)


@pytest.mark.parametrize("case", CASES["box"], ids=ids)
@pytest.mark.parametrize("how", ["strict", "lenient"])
def test_templates_at(case: dict[str, Any], how: str) -> None:
    text = case["text"]
    openings = [match.start() for match in re.finditer("Box", text)]
    found = templates_at(text, openings, lenient=how == "lenient")
    assert [text[found[at].start : found[at].end] for at in openings if at in found] == case[how]


@pytest.mark.parametrize("case", CASES["open"], ids=ids)
def test_open_template(case: dict[str, Any]) -> None:
    text, end = cut(case["text"])
    node = open_template(text, text.index("Box"), end)
    assert node is not None
    assert marked(text, [node], node.start, node.end) == case["nodes"]


def test_where_no_template_opens_there_is_no_open_one() -> None:
    assert open_template("{Box", 1, 4) is None


@pytest.mark.parametrize("case", CASES["hidden"], ids=ids)
def test_hidden_spans(case: dict[str, Any]) -> None:
    text, end = cut(case["text"])
    found = list(hidden_spans(text, end))
    assert [text[start:stop] for start, stop, _ in found] == case["spans"]
    assert [comment for _, _, comment in found] == [words.startswith("<!--") for words in case["spans"]]


# -- names -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_every_extension_isolates_its_content(name: str) -> None:
    text = f"{{{{a|<{name}>}}}}|b=</{name}>}}}}"
    assert marked(text, parse(text)) == f"⟨template {{{{«a»|«⟨extension:{name} <{name}>⟪}}}}|b=⟫</{name}>⟩»}}}}⟩"
    assert bool(list(hidden_spans(text, len(text)))) is (name in HIDING)


@pytest.mark.parametrize("name", sorted(HTML))
def test_every_other_tag_is_a_node_and_isolates_nothing(name: str) -> None:
    text = f"{{{{a|<{name}>}}}}</{name}>"
    assert marked(text, parse(text)) == f"⟨template {{{{«a»|«⟨tag:{name} <{name}>⟩»}}}}⟩⟨tag:/{name} </{name}>⟩"


# -- any text --------------------------------------------------------------------------------------------------------------------------


@given(texts)
def test_what_holds_of_any_text(text: str) -> None:
    assert_scanned(text)


@given(texts, texts, texts)
def test_a_part_of_a_text_is_scanned_as_if_it_stood_alone(before: str, text: str, after: str) -> None:
    within = parse(before + text + after, len(before), len(before) + len(text))
    assert marked(before + text + after, within, len(before), len(before) + len(text)) == marked(text, parse(text))


@given(texts)
def test_a_closed_construct_is_scanned_alone_as_in_its_text(text: str) -> None:
    for node in every_node(parse(text)):
        if node.parts or node.kind in ("extension", "tag", "entity"):
            words = text[node.start : node.end]
            assert marked(words, parse(words)) == marked(text, [node], node.start, node.end)


@given(texts)
def test_each_template_is_found_at_its_name(text: str) -> None:
    templates = {node.parts[0].start: node for node in every_node(parse(text)) if node.kind == "template"}
    found = templates_at(text, templates)
    assert {at: node.end for at, node in found.items()} == {at: node.end for at, node in templates.items()}


# -- linear time -----------------------------------------------------------------------------------------------------------------------


class Counted(str):
    """A text that counts in how many places it was searched for something."""

    __slots__ = ("searches",)
    searches: int

    def find(self, *arguments: Any) -> int:
        self.searches = getattr(self, "searches", 0) + 1
        return super().find(*arguments)


class Pattern:
    """A regular expression that counts how often it was searched for."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.searches = 0

    def search(self, *arguments: Any) -> re.Match[str] | None:
        self.searches += 1
        return self.pattern.search(*arguments)


@pytest.fixture
def closes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Pattern]:
    """The closing tags of extensions, counted."""
    counted = {name: Pattern(pattern) for name, pattern in scan._CLOSES.items()}
    for name, pattern in counted.items():
        monkeypatch.setitem(scan._CLOSES, name, pattern)
    return counted


def test_a_closing_tag_that_is_missing_is_looked_for_once(closes: dict[str, Pattern]) -> None:
    assert parse("<ref>" * 100) == []
    assert closes["ref"].searches == 1
    assert list(hidden_spans("<nowiki>" * 100, 800)) == []
    assert closes["nowiki"].searches == 1


def test_the_end_of_an_opening_tag_that_is_missing_is_looked_for_once() -> None:
    text = Counted("<ref " * 100)
    assert parse(text) == []
    assert text.searches == 1


def test_after_the_templates_that_are_asked_for_nothing_is_scanned(closes: dict[str, Pattern]) -> None:
    assert list(templates_at("{{Box}} <ref>a</ref>", [2])) == [2]
    assert closes["ref"].searches == 0


def test_three_braces_in_each_other_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Pattern(scan._TOKEN)
    monkeypatch.setattr(scan, "_TOKEN", tokens)
    text = "{{{a|" * 100 + "}}}" * 100
    assert templates_at(text, range(3, 500, 5)) == {}
    assert tokens.searches <= 500


def _depth(nodes: list[Node]) -> int:
    depth, level = 0, nodes
    while level:
        depth += 1
        level = [inner for node in level for part in node.parts for inner in part.nodes]
    return depth


@pytest.mark.parametrize(("opening", "closing"), [("{{a|", "}}"), ("{{{a|", "}}}"), ("[[a|", "]]"), ("{{{{{a|", "}}}}}")])
def test_nesting_may_be_deep(opening: str, closing: str) -> None:
    count = 20_000
    assert _depth(parse(opening * count + "b" + closing * count)) == count * (2 if len(closing) == 5 else 1)
    assert parse(opening * count + "b") == []
