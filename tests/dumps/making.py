"""Small dumps for tests, as MediaWiki writes them."""

from __future__ import annotations

import bz2
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = (
    b'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">\n  <siteinfo>\n'
    b"    <sitename>Wikipedia</sitename>\n    <dbname>enwiki</dbname>\n    <generator>MediaWiki 1.45.0</generator>\n  </siteinfo>\n"
)
FOOT = b"</mediawiki>\n"
BOX = "{{Infobox military conflict\n| conflict = Battle of %s\n| date = 12 May 1809\n| place = [[Aa]]\n}}\n"

_QUOTES = {'"': "&quot;"}


def page(title: str, text: str, *, number: int = 1, namespace: int = 0, redirect: str = "") -> bytes:
    """A page's element."""
    leads = f'    <redirect title="{escape(redirect)}" />\n' if redirect else ""
    return (
        f"  <page>\n    <title>{escape(title)}</title>\n    <ns>{namespace}</ns>\n    <id>{number}</id>\n{leads}    <revision>\n"
        f"      <id>{number + 1000}</id>\n      <parentid>{number}</parentid>\n      <timestamp>2026-01-02T03:04:05Z</timestamp>\n"
        "      <contributor>\n        <username>Aa</username>\n        <id>7</id>\n      </contributor>\n"
        "      <comment>Aa &amp; Bb</comment>\n"
        f'      <model>wikitext</model>\n      <format>text/x-wiki</format>\n      <text bytes="{len(text.encode())}" xml:space="preserve">'
        f"{escape(text, _QUOTES)}</text>\n      <sha1>abc</sha1>\n    </revision>\n  </page>\n"
    ).encode()


def some_pages(count: int) -> list[bytes]:
    """Pages, a third of which have an infobox and a fifth of which are redirects; their words hardly repeat."""
    made = []
    for number in range(count):
        words = " ".join(f"w{(number * 7919 + place * 104729) % 100003:x}" for place in range(40 + number % 97))
        text = (BOX % number if number % 3 == 0 else "{{Infobox settlement\n| name = Aa\n}}\n") + words
        made.append(page(f"Page {number}", text, number=number, redirect="Page 0" if number % 5 == 4 else ""))
    return made


def xml(pages: Iterable[bytes]) -> bytes:
    """A dump of the pages."""
    return HEAD + b"".join(pages) + FOOT


def multistream(pages: Sequence[bytes], each: int = 10) -> tuple[bytes, bytes]:
    """A multistream dump of the pages, `each` of them per stream, and its index."""
    dump = bz2.compress(HEAD)
    index = []
    for begin in range(0, len(pages), each):
        group = pages[begin : begin + each]
        index += [b"%d:%s:%s\n" % (len(dump), _between(one, "id"), _between(one, "title")) for one in group]
        dump += bz2.compress(b"".join(group))
    return dump + bz2.compress(FOOT), b"".join(index)


def _between(element: bytes, name: str) -> bytes:
    return element.split(f"<{name}>".encode(), 1)[1].split(f"</{name}>".encode(), 1)[0]


def fixture() -> dict[str, bytes]:
    """The dump in ``fixtures/`` and its index, by name: our own pages, with the same bytes wherever they are made."""
    folder = Path(__file__).parents[2] / "fixtures"
    siege, ford = ((folder / f"{name}.wikitext").read_text("utf-8") for name in ("siege", "ford"))
    pages = [
        page("Siege of Northern Aa", siege, number=12),
        page("Northern Aa", "Northern Aa is a town.\n", number=25),
        page("Siege of N. Aa", "#REDIRECT [[Siege of Northern Aa]]\n", number=39, redirect="Siege of Northern Aa"),
        page("Battle of the Ford", ford, number=41),
        page("Template:War box/doc", "Write it so: <nowiki>{{Infobox military conflict}}</nowiki>\n", number=50, namespace=10),
        page("Talk:Northern Aa", ford, number=51, namespace=1),
    ]
    dump, index = multistream(pages, 2)
    return {"tinywiki-multistream.xml.bz2": dump, "tinywiki-multistream-index.txt.bz2": bz2.compress(index)}


if __name__ == "__main__":
    for name, data in fixture().items():
        (Path(__file__).parents[2] / "fixtures" / name).write_bytes(data)
