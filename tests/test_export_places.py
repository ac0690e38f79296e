"""Where the texts of pages stand in an export, by comparing with the file itself."""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.pages import export_places
from infobox.pages.export_places import ExportedText, ExportPlaces, escaped
from infobox.pages.sources import Source, open_pages
from tests.command_line import Maker
from tests.test_pages import export, page, revision


@pytest.fixture
def page_file(tmp_path: Path) -> Maker:
    """Make a file."""

    def make(data: bytes, name: str) -> Path:
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return make


def at(data: bytes, place: tuple[int, int]) -> str:
    """What stands at a line and column of a file."""
    line, column = place
    return "\n".join(data.decode().removeprefix("\ufeff").split("\n")[line - 1 :])[column - 1 :]


def located(path: Path) -> list[tuple[Source, ExportedText | None]]:
    places = ExportPlaces()
    return [(source, places.of(source)) for source in open_pages(str(path))]


@pytest.mark.parametrize(
    "text",
    [
        "{{Infobox war\n| a = b\n}}",
        "a &lt;br&gt; b &amp;nbsp; &quot;c&quot;\n&lt;ref&gt;d&lt;/ref&gt; e",
        "Köln 東京 🙂 &amp;amp; x\n\n🙂 y",
        "&#38;#60; &#x20AC; z",
        "a",
    ],
)
def test_every_place_of_a_text_is_that_in_the_file(text: str, page_file: Maker) -> None:
    data = export(page("Ä&amp;B 🙂", revision(text)), page("C", revision("second " + text)))
    for source, place in located(page_file(data, "dump.xml")):
        assert place is not None
        for offset in range(len(source.text)):
            rest = at(data, place.place(offset))
            # What follows there in the file is the rest of the text as it is written.
            assert html.unescape(rest[: len(place.written)].partition("</text>")[0]).startswith(source.text[offset : offset + 1])
        assert at(data, place.place(len(source.text))).startswith("</text>")


def test_redirects_and_older_revisions_are_passed_over(page_file: Maker) -> None:
    old, new = revision("old", 1, "2001-01-01T00:00:00Z"), revision("new", 2, "2002-01-01T00:00:00Z")
    data = export(page("R", '<redirect title="A" />' + revision("gone")), page("A", new + old), page("B", old.replace("old", "b")))
    found = located(page_file(data, "dump.xml"))
    assert [(source.text, place.written if place is not None else None) for source, place in found] == [("new", "new"), ("b", "b")]
    for source, place in found:
        assert place is not None
        assert at(data, place.place(0)).startswith(source.text + "</text>")


def test_long_exports_are_read_in_pieces(page_file: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_places, "_CHUNK", 7)
    data = export(*(page(f"P{number}", revision(f"é &lt; {number}\n" * 5)) for number in range(5)), head="<?xml version='1.0'?>\n")
    for source, place in located(page_file(b"\xef\xbb\xbf" + data, "dump.xml")):
        assert place is not None
        assert at(data, place.place(source.text.index("<"))).startswith("&lt; ")


@pytest.mark.parametrize(
    "text",
    ["<![CDATA[a]]>", "a<!-- b -->c", "a<?b?>c", "a<b>c</b>d", "&#128;"],
    ids=["CDATA", "comment", "instruction", "element", "entity"],
)
def test_what_mediawiki_never_writes_has_no_place_but_the_next_page_has(text: str, page_file: Maker) -> None:
    (_, none), (_, some) = located(page_file(export(page("A", revision(text)), page("B", revision("b"))), "dump.xml"))
    assert none is None
    assert some is not None
    assert some.written == "b"


SAME = revision("é {{Infobox war\n| a = &lt;b&gt;\n}}")
BROKEN = [
    page("Broken", SAME).replace("<revision>", "<revision", 1),
    page("Cut off", SAME).partition("</text>")[0],
    page("Cut off", SAME).partition("</page>")[0] + "\n",
    "<page><title>Two</title>\n  é<page>" + page("Two", SAME).removeprefix("<page>") + "</page>",
    page("Broken", SAME).replace("</title>", "</titel>\né"),
]


@pytest.mark.parametrize("chunk", [7, 1 << 16])
@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_page_costs_no_other_its_place(
    page_file: Maker, monkeypatch: pytest.MonkeyPatch, broken: str, bare: bool, chunk: int
) -> None:
    monkeypatch.setattr(export_places, "_CHUNK", chunk)
    pages = [page("A", SAME), broken, page("B", SAME), broken, broken, page("C", SAME)]
    data = b"\xef\xbb\xbf" + ("".join(pages).encode() if bare else export(*pages))
    places = ExportPlaces()
    found = [(source, places.of(source)) for source in open_pages(str(page_file(data, "dump.xml")), trouble=lambda _: None)]
    assert {"A", "B", "C"} <= {source.page.title for source, _ in found if source.page is not None}
    begins = []
    for source, place in found:
        assert place is not None
        assert at(data, place.place(0)).startswith("é {{Infobox war\n| a = &lt;b&gt;\n}}</text>")
        assert at(data, place.place(len(source.text))).startswith("</text>")
        begins.append(place.place(0))
    assert begins == sorted(set(begins))


def test_pages_that_are_not_found_are_not_looked_for_again_and_again(page_file: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    path = page_file(export(page("A"), page("B")), "dump.xml")
    sources = list(open_pages(str(path)))
    path.write_bytes(export(*(page(f"P{number}") for number in range(3))))
    scanners: list[object] = []

    class Counted(export_places._Scanner):
        def __init__(self, file: BinaryIO) -> None:
            scanners.append(self)
            super().__init__(file)

    monkeypatch.setattr(export_places, "_Scanner", Counted)
    places = ExportPlaces()
    assert [places.of(source) for source in sources * 5] == [None] * 10
    assert len(scanners) == 1


def test_several_files_and_one_file_twice(page_file: Maker) -> None:
    one, other = page_file(export(page("A", revision("a")), page("B", revision("b"))), "1.xml"), page_file(export(page()), "2.xml")
    places = ExportPlaces()
    found = [places.of(source) for path in (one, one, other, one) for source in open_pages(str(path))]
    assert [place.written if place is not None else None for place in found] == ["a", "b", "a", "b", "T", "a", "b"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_cannot_be_read_again_has_no_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), str(tmp_path / "none"), str(tmp_path), "-"):
        assert ExportPlaces().of(Source(name, None, "a", "export")) is None


def test_a_plain_page_has_no_place_in_an_export(tmp_path: Path) -> None:
    assert ExportPlaces().of(Source(str(tmp_path / "page"), None, "a")) is None


@given(st.text(st.sampled_from("a<>&\"'é🙂\n"), max_size=30))
def test_what_is_escaped_is_read_as_before(words: str) -> None:
    assert ExportedText(escaped(words), 1, 1).text == words
    assert "<" not in escaped(words)
