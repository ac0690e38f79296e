"""The prefilter matches wherever reading finds an infobox."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import Page, real
from infobox import box
from infobox.dumps import prefilter
from infobox.language import namespaces
from infobox.language.concepts import TEMPLATE
from infobox.templates.profile import default

NAMES = sorted(default().boxes)


def raw(text: str) -> bytes:
    """Wikitext as XML holds it."""
    return escape(text, {'"': "&quot;"}).encode("utf-8", "replace")


def passes(text: str) -> bool:
    return prefilter.names().search(raw(text)) is not None


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_found(name: str) -> None:
    assert [found.name for found in box.find(f"{{{{{name}|a=b}}}}")] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_every_spelling(name: str) -> None:
    large = name[:1].upper() + name[1:]
    for spelled in (name, large, large.replace(" ", "_"), large.replace(" ", "\u00a0 \n_"), large[:3] + "<!-- c -->" + large[3:]):
        for opening in (
            "{{",
            "{{{{",
            "{{ \n",
            "{{_\u3000",
            "{{<!-- c -->",
            "{{Template:",
            "{{ tEmPlate_: ",
            "{{VORLAGE :",
            "{{МодиФ<!-- -->:",
        ):
            for closing in ("}}", "|a=b}}", "\n", " <!-- c -->}}", "{{x}}", "", "<ref>"):
                text = f"{opening}{spelled}{closing}"
                assert passes(text) or not box.find(text), text
                assert passes(text) or box.first_name(text) is None, text


@pytest.mark.parametrize("name", sorted(default().modules))
def test_every_module(name: str) -> None:
    for text in (
        f"{{{{#invoke:{name}|main}}}}",
        f"{{{{ #INVOKE : {name.replace(' ', '_')} |main}}}}",
        f"{{{{#inv<!-- c -->oke:{name}|main}}}}",
    ):
        assert box.find(text)
        assert passes(text)


def test_letters_that_have_the_same_small_one() -> None:
    # `fold` lowers the first letter by Python's rules; all letters that become one of ours must pass.
    firsts = {name[:1] for name in NAMES} | {char for head in (*namespaces.names(TEMPLATE), "#invoke") for char in head} - {" "}
    for code in range(0x110000):
        char = chr(code)
        if char.lower() in firsts and not 0xD800 <= code < 0xE000:
            spelled = prefilter._char(char.lower(), free=True)
            assert char in spelled or spelled == f"\\{char}", char


PIECES = st.sampled_from(
    [
        *(
            "{{",
            "{{{",
            "}}",
            "|",
            "=",
            " ",
            "_",
            "\n",
            "<!--",
            "-->",
            "<!-- x -->",
            "<nowiki>",
            "</nowiki>",
            "<ref>",
            ":",
            "&",
            "&nbsp;",
            "\u00a0",
        ),
        *(
            "Infobox",
            "infobox",
            "military",
            "conflict",
            "Infobox military conflict",
            "War",
            "Warbox",
            "Template",
            "#invoke",
            "main",
            "x",
            "'''",
        ),
        *NAMES[::7],
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_random_pages(text: str) -> None:
    if box.find(text) or box.first_name(text) is not None:
        assert passes(text)


@pytest.mark.parametrize("page", real(), ids=lambda page: page.name)
def test_real_pages(page: Page) -> None:
    if box.find(page.text):
        assert passes(page.text)


@pytest.mark.parametrize(
    "text", ["{{Warship}}", "{{War on terror|x}}", "{{Infobox}}", "{{cite web|Infobox war}}", "Infobox war", "{{Infobox warrior|a}}"]
)
def test_other_templates_do_not_pass(text: str) -> None:
    assert not passes(text)


def test_candidates_are_whole_pages() -> None:
    xml = b"<page>a</page><page>{{War}} {{Warbox}}</page>\n<page>b</page><page>c {{Battlebox|x}}</page>"
    assert [xml[begin:end] for begin, end in prefilter.candidates(xml, 0, len(xml))] == [
        b"<page>{{War}} {{Warbox}}</page>",
        b"<page>c {{Battlebox|x}}</page>",
    ]


def test_characters_as_numbers_are_looked_at_where_they_are_expected() -> None:
    xml = b"<page>{{W&#97;r}}</page><page>it&#039;s &#39;so&#39;</page>"
    assert list(prefilter.candidates(xml, 0, len(xml))) == []
    assert [xml[begin:end] for begin, end in prefilter.candidates(xml, 0, len(xml), numbered=True)] == [b"<page>{{W&#97;r}}</page>"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (b"battle_of__Leros", "Battle of Leros"),
        (b" AT&amp;T ", "AT&T"),
        (b"&quot;A&quot;", '"A"'),
        (b"it&#039;s", "It's"),
        ("éa".encode(), "Éa"),
    ],
)
def test_titles_are_compared_in_one_spelling(written: bytes, title: str) -> None:
    assert prefilter.plain_title(written) == title
