"""Pages from files: recognised by form, kept to the byte, refused in one line."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.pages.export import read_export
from infobox.pages.sources import BOM, PageError, Source, open_pages, read_bytes
from infobox.record import Page

BOX = "{{Infobox military conflict\n| conflict = Battle of Leros\n}}\n"
EXTRACTED = (
    "= Battle of Leros =\n\n- Conflict: Battle of Leros\n- Partof: the war\n- Date: 1943\n- Combatant1: Italy\n- Combatant2: Germany\n"
)


def revision(text: str = "T", number: int = 9, time: str = "2023-11-26T12:00:00Z") -> str:
    return (
        f"<revision><id>{number}</id><parentid>7</parentid><timestamp>{time}</timestamp><contributor><username>U</username><id>77</id>"
        "</contributor><comment>c</comment><model>wikitext</model>"
        f'<text bytes="1" xml:space="preserve">{text}</text><sha1>x</sha1></revision>'
    )


def page(title: str = "A", inner: str = revision(), number: int = 5, space: int = 0) -> str:
    return f"<page><title>{title}</title><ns>{space}</ns><id>{number}</id>{inner}</page>\n"


def export(*pages: str, version: str = "0.11", head: str = "") -> bytes:
    return (
        f'{head}<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}" xml:lang="en">\n'
        f"<siteinfo><sitename>Wikipedia</sitename><dbname>enwiki</dbname><namespaces><namespace key='0' /></namespaces></siteinfo>\n"
        f"{''.join(pages)}</mediawiki>\n"
    ).encode()


def opened(folder: Path, data: bytes | str) -> list[Source]:
    file = folder / "page"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(open_pages(str(file)))


def refused(folder: Path, data: bytes | str) -> str:
    with pytest.raises(PageError) as caught:
        opened(folder, data)
    message = str(caught.value)
    assert message.startswith(f"{folder / 'page'}: ")
    assert "\n" not in message
    return message.removeprefix(f"{folder / 'page'}: ")


def test_an_old_export_names_its_wiki_by_an_address(tmp_path: Path) -> None:
    old = export(page()).replace(b"<dbname>enwiki</dbname>", b"<base>https://fr.wikipedia.org/wiki/Accueil</base>")
    assert [source.page.wiki for source in opened(tmp_path, old) if source.page is not None] == ["frwiki"]
    both = export(page()).replace(b"<dbname>", b"<base>https://fr.wikipedia.org/wiki/Accueil</base><dbname>")
    assert [source.page.wiki for source in opened(tmp_path, both) if source.page is not None] == ["enwiki"]
    strange = export(page()).replace(b"<dbname>enwiki</dbname>", b"<base>https://fr.example.org/wiki/Accueil</base>")
    assert [source.page.wiki for source in opened(tmp_path, strange) if source.page is not None] == [""]


# --- wikitext and extracted text


@pytest.mark.parametrize(
    "text", ["", BOX, "a\r\nb\rc\n\n", "no end", "<!-- c -->" + BOX, "<noinclude>x</noinclude>", "<div class=x>", "é𝄞\u2028x"]
)
def test_wikitext_keeps_every_character(tmp_path: Path, text: str) -> None:
    [source] = opened(tmp_path, text)
    assert source == Source(str(tmp_path / "page"), None, text)
    assert not source.flattened
    assert source.encoded(source.text) == text.encode()


def test_a_byte_order_mark_is_not_part_of_the_text_and_comes_back(tmp_path: Path) -> None:
    [source] = opened(tmp_path, BOM + BOX.encode())
    assert source.text == BOX
    assert source.encoded(source.text) == BOM + BOX.encode()


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_what_is_read_is_written_back(text: str) -> None:
    stream = sys.stdin
    try:
        sys.stdin = io.TextIOWrapper(io.BytesIO(b"x" + text.encode()))
        [source] = open_pages("-")
    finally:
        sys.stdin = stream
    assert source.name == "-"
    assert source.encoded(source.text) == b"x" + text.encode()


def test_extracted_text_is_recognised(tmp_path: Path) -> None:
    [source] = opened(tmp_path, EXTRACTED)
    assert source.flattened
    assert source.text == EXTRACTED


# --- files that cannot be read


def test_missing_files_and_folders(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    for reader in (read_bytes, lambda path: list(open_pages(path))):
        with pytest.raises(PageError, match=r"none: no such file$"):
            reader(missing)
        with pytest.raises(PageError, match=r": a folder, not a file \(name the files in it\)$"):
            reader(str(tmp_path))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PNG\0\1", "binary, not text (NUL byte at offset 3)"),
        (BOM + b"a\0", "binary, not text (NUL byte at offset 4)"),
        (b"ab\xe9c", "not UTF-8: byte 0xE9 at offset 2 (convert the file, such as with: iconv -f WINDOWS-1252 -t UTF-8)"),
        (BOM + b"\xe9", "not UTF-8: byte 0xE9 at offset 3 (convert the file, such as with: iconv -f WINDOWS-1252 -t UTF-8)"),
        (BOX.encode("utf-16"), "UTF-16, not UTF-8 (convert it with: iconv -f UTF-16 -t UTF-8)"),
        (b"BZh91AY", "damaged: compressed file ended before the end-of-stream marker was reached"),
        (b"\x1f\x8b\x08", "damaged: compressed file ended before the end-of-stream marker was reached"),
        (b"7z\xbc\xaf\x27", "compressed with 7z (unpack it to standard output with: 7z x -so, and name -)"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    assert refused(tmp_path, data) == message


# --- exports


@pytest.mark.parametrize("version", ["0.10", "0.11", "0.12"])
@pytest.mark.parametrize("head", ["", "\ufeff", '<?xml version="1.0" encoding="utf-8"?>\n', '\ufeff<?xml version="1.0"?>', "\n"])
def test_an_export_gives_its_pages(tmp_path: Path, version: str, head: str) -> None:
    first, second = opened(
        tmp_path, export(page(), page("B &amp; C", revision("x&lt;!-- y --&gt;&#10;z", 11), 6, 10), version=version, head=head)
    )
    assert first.page == Page(title="A", id=5, namespace=0, revision=9, timestamp="2023-11-26T12:00:00Z", wiki="enwiki")
    assert first.text == "T"
    assert second.page is not None
    assert (second.page.title, second.page.namespace, second.page.revision) == ("B & C", 10, 11)
    assert second.text == "x<!-- y -->\nz"
    assert second.label == f"{tmp_path / 'page'}[B & C]"


def test_redirects_are_left_out(tmp_path: Path) -> None:
    sources = opened(tmp_path, export(page("R", '<redirect title="A" />' + revision("#REDIRECT [[A]]")), page("A")))
    assert [source.page.title for source in sources if source.page] == ["A"]


def test_of_several_revisions_the_newest_counts(tmp_path: Path) -> None:
    revisions = [
        revision("old", 1, "2020-01-01T00:00:00Z"),
        revision("new", 3, "2022-01-01T00:00:00Z"),
        revision("mid", 2, "2021-01-01T00:00:00Z"),
    ]
    [source] = opened(tmp_path, export(page("A", "".join(revisions))))
    assert source.text == "new"
    assert source.page is not None
    assert source.page.revision == 3


def test_further_slots_comments_and_unknown_elements_do_not_disturb(tmp_path: Path) -> None:
    inner = revision("a<!-- x -->b<?pi?>c").replace(
        "<sha1>", "<content><role>more</role><text>other</text></content><discussion><text>d</text></discussion><sha1>"
    )
    [source] = opened(tmp_path, export(page("A", "<restrictions>x</restrictions>" + inner)))
    assert source.text == "abc"


@pytest.mark.parametrize(
    "inner", ["", "<revision><id>x</id></revision>", revision('" deleted="deleted').replace("<id>9", "<id>99999999999999999999")]
)
def test_pages_with_little_in_them_are_read(tmp_path: Path, inner: str) -> None:
    [source] = opened(tmp_path, export(page("A", inner)))
    assert source.page is not None
    assert source.page.revision is None


def test_an_export_without_pages_has_none(tmp_path: Path) -> None:
    assert opened(tmp_path, export()) == []
    assert opened(tmp_path, "<mediawiki/>") == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (export(page())[:-40], "line 3: broken XML: Premature end of data in tag sha1 line 3"),
        (export("<page>"), "line 3: broken XML: Opening and ending tag mismatch: page line 3 and mediawiki"),
        (export(page("&nope;")), "line 3: broken XML: Entity 'nope' not defined"),
        (export(page("\1")), "line 3: broken XML: "),
        (export(page()).replace(b"<title>A", b"<title>\xe9"), "line 3: broken XML: "),
        (export("<a>" * 300), "line 3: broken XML: Excessive depth"),
        ("<?xml version='1.0'?>", "line 1: broken XML: "),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
            "XML, but not a MediaWiki export: its root element is <feed>, not <mediawiki>",
        ),
        ("<html><body>Battle</body></html>", "HTML, not wikitext (save the page's wikitext, such as with: curl "),
        ("<!DOCTYPE html>\n<html><body><br></body></html>", "HTML, not wikitext"),
        ('<!DOCTYPE mediawiki SYSTEM "http://127.0.0.1:9/x.dtd">' + export().decode(), "has a document type"),
        (
            '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + export(page("&f;")).decode(),
            "has a document type",
        ),
    ],
)
def test_what_is_not_a_sound_export_is_refused(tmp_path: Path, data: bytes | str, message: str) -> None:
    assert refused(tmp_path, data).startswith(message)


def test_entities_that_multiply_are_refused_before_they_do(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE mediawiki [<!ENTITY e0 "{"x" * 100}">{entities}]><mediawiki a="&e11;">&e11;</mediawiki>'
    refused(tmp_path, bomb)


def test_the_pages_before_a_break_are_given(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(export(*(page(f"P{number}", revision("x" * 5000)) for number in range(100)))[:-300])
    titles: list[str] = []
    with pytest.raises(PageError):
        titles.extend(source.page.title for source in open_pages(str(file)) if source.page)
    assert titles == [f"P{number}" for number in range(99)]


MEMORY = """
import io, resource, sys
from infobox.pages.export import read_export
from infobox.pages.sources import PageError

class Pieces(io.BytesIO):
    def read(self, _=-1):
        self.left -= 1
        return piece if self.left >= 0 else b""

def used(times):
    pieces = Pieces()
    pieces.left = times
    try:
        for _ in read_export("x", b"<mediawiki>", pieces):
            pass
    except PageError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

piece = sys.stdin.buffer.read()
few = used(20)
print(used(200) - few)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the size of memory is counted in kilobytes there")
@pytest.mark.parametrize(
    "piece",
    [page("A", revision("x" * 50_000)), "<x>1</x>" * 5000, "<!-- y -->" * 5000, "<page>" + "<title>t</title>" * 4000 + "</page>"],
    ids=["pages", "foreign elements", "comments", "many titles"],
)
def test_memory_does_not_grow_with_the_export(piece: str) -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], input=piece.encode(), capture_output=True, check=True)
    assert int(done.stdout) < 8000


@given(st.integers(1, 400), st.integers(0, 4096))
def test_where_the_pieces_end_makes_no_difference(size: int, head: int) -> None:
    data = export(page("Ä", revision("é&amp;𝄞" * 20)), page("B"))

    class Slow(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    assert list(read_export("x", data[:head], Slow(data[head:]))) == list(read_export("x", data, io.BytesIO()))
