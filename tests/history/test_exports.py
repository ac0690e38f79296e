"""Histories from exports in all forms: the same steps, and one line where a file cannot be read to its end."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.command_line import Maker, Run, Runner

BOX = "{{{{Infobox military conflict\n| conflict = Battle of {0}\n| casualties1 = {1} killed\n}}}}\nWords.\n"


def exported(title: str, texts: list[str], *, first: int = 1) -> str:
    """A page of an export; the text `hidden` is hidden."""
    lines = [f"<page><title>{title}</title><ns>0</ns><id>{first}</id>"]
    for number, text in enumerate(texts, first):
        held = '<text deleted="deleted" />' if text == "hidden" else f'<text xml:space="preserve">{escape(text)}</text>'
        author = "<contributor><ip>192.0.2.7</ip></contributor>" if number % 2 else "<contributor><username>Editor</username></contributor>"
        lines.append(
            f"<revision><id>{number}</id><timestamp>20{number:02}-05-01T00:00:00Z</timestamp>{author}<comment>c{number}</comment>{held}</revision>"
        )
    return "".join([*lines, "</page>"])


def export(*pages: str) -> str:
    return f"<mediawiki><siteinfo><dbname>enwiki</dbname></siteinfo>{''.join(pages)}</mediawiki>"


LEROS = [BOX.format("Leros", killed) for killed in (100, 120)]
EXPORT = export(
    exported("Battle of Leros", [*LEROS, LEROS[1] + "More.", LEROS[0], "hidden"]),
    exported("Weather", ["Rain.", "Sun."], first=20),
    exported("Battle of the Ford", [BOX.format("the Ford", 7)], first=30),
)
STEPS = [
    ("Battle of Leros", 1, "first"),
    ("Battle of Leros", 2, "changed"),
    ("Battle of Leros", 4, "changed"),
    ("Battle of Leros", 5, "hidden"),
    ("Battle of the Ford", 30, "first"),
]
TOTALS = "5 changes in 2 pages; 8 revisions looked at, 4 read\n"


def steps(done: Run) -> list[tuple[str, int, str]]:
    return [(step["title"], step["revision"], step["what"]) for step in map(json.loads, done.out.splitlines())]


def zstd(data: bytes) -> bytes:
    return bytes(pytest.importorskip("zstandard").ZstdCompressor().compress(data))


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("history.xml", bytes),
        ("history.xml.bz2", bz2.compress),
        ("history.xml.bz2", lambda data: bz2.compress(data[:900]) + bz2.compress(data[900:])),
        ("history.xml.gz", gzip.compress),
        ("history.xml.zst", zstd),
        ("history", bz2.compress),
    ],
    ids=["plain", "bzip2", "two streams", "gzip", "zstd", "without an ending"],
)
def test_every_form_has_the_same_steps(run: Runner, page: Maker, name: str, packed: Callable[[bytes], bytes]) -> None:
    done = run("history", page(packed(EXPORT.encode()), name), "--format", "jsonl")
    assert steps(done) == STEPS
    assert done.err == TOTALS
    assert done.status == 0


def test_standard_input_is_read_too(run: Runner) -> None:
    assert steps(run("history", "-", stdin=bz2.compress(EXPORT.encode()))) == STEPS


def test_a_step_says_who_did_what(run: Runner, page: Maker) -> None:
    third = json.loads(run("history", page(EXPORT, "h.xml")).out.splitlines()[2])
    assert third == {
        "title": "Battle of Leros",
        "page": 1,
        "wiki": "enwiki",
        "revision": 4,
        "parent": 0,
        "time": "2004-05-01T00:00:00Z",
        "user": "Editor",
        "comment": "c4",
        "what": "changed",
        "restores": 1,
        "undoes": [2],
        "changes": third["changes"],
    }
    [change] = third["changes"]
    assert (change["old"], change["new"]) == ("120", "100")


@pytest.mark.parametrize(
    ("arguments", "revisions"),
    [
        (("--since", "2004"), [4, 5, 30]),
        (("--until", "2002"), [1, 2]),
        (("--since", "2002-05-01", "--until", "2004-05"), [2, 4]),
        (("--since", "2031"), []),
    ],
)
def test_only_the_time_that_is_asked_for_is_shown(run: Runner, page: Maker, arguments: tuple[str, ...], revisions: list[int]) -> None:
    done = run("history", page(EXPORT, "h.xml"), "--format", "jsonl", *arguments)
    assert [revision for _, revision, _ in steps(done)] == revisions
    assert done.status == 0


def test_only_the_pages_that_are_asked_for_are_read(run: Runner, page: Maker) -> None:
    done = run("history", page(EXPORT, "h.xml"), "--titles", page("Battle_of_the_Ford\n", "titles.txt"))
    assert steps(done) == STEPS[4:]
    assert "1 revision looked at" in done.err


@pytest.mark.parametrize(
    ("data", "says", "left"),
    [
        (EXPORT.encode()[: EXPORT.index("<title>Weather")] + b"<", "broken XML", 4),
        (bz2.compress(EXPORT.encode())[:-20], "damaged: ", 0),
        (EXPORT.replace("<mediawiki>", '<!DOCTYPE a [<!ENTITY b "c">]><mediawiki>').encode(), "has a document type", 0),
        (b"<html></html>", "root element is <html>", 0),
        (b"7z\xbc\xaf\x27\x1c...", "compressed with 7z", 0),
        (b"", "broken XML", 0),
    ],
    ids=["cut off", "damaged bzip2", "a document type", "another document", "7z", "nothing"],
)
def test_what_cannot_be_read_ends_in_one_line(run: Runner, page: Maker, data: bytes, says: str, left: int) -> None:
    done = run("history", page(data, "h.xml"), "--quiet")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert len(done.out.splitlines()) == left
    assert done.status == 2


def test_revisions_that_stand_before_older_ones_are_remarked(run: Runner, page: Maker) -> None:
    pages = exported("Battle of Leros", LEROS)
    first, last = (part.removesuffix("</page>") for part in pages.split("<revision>")[1:])
    backwards = pages.partition("<revision>")[0] + f"<revision>{last}<revision>{first}</page>"
    remark = "Battle of Leros: revisions stand before older ones, so what they changed is not what is said here\n"
    assert remark not in run("history", page(export(pages).encode(), "order.xml")).err
    assert remark in run("history", page(export(backwards).encode(), "backwards.xml")).err


def test_a_page_that_comes_again_is_counted_once_and_remarked(run: Runner, page: Maker) -> None:
    parts = [page(export(exported("Battle of Leros", LEROS)), name) for name in ("first.xml", "second.xml")]
    remark = "1 page stood there more than once (Battle of Leros): each time the history began anew\n"
    done = run("history", *parts)
    assert remark in done.err
    assert " in 1 page; " in done.err
    assert remark not in run("history", parts[0]).err


def test_a_page_that_never_had_an_infobox_has_no_history(run: Runner, page: Maker) -> None:
    done = run("history", page(export(exported("Weather", ["Rain.", "hidden"])), "h.xml"))
    assert done.out == ""
    assert done.status == 1


def test_people_read_it_in_lines(run: Runner, page: Maker) -> None:
    done = run("history", page(EXPORT, "h.xml"), "--format", "text", "--titles", page("Battle of Leros\n", "t.txt"))
    assert "2004-05-01T00:00:00Z  4  Editor  (c4)\n    side 1, casualties: killed 120 → 100\n    as in revision 1, undoes 2\n" in done.out


def test_controls_of_a_terminal_are_shown_as_escapes(run: Runner, page: Maker) -> None:
    hostile = export(exported("Battle of Leros", LEROS)).replace("<comment>c1", "<comment>&#x9b;31m")
    assert "\x9b" not in run("history", page(hostile, "h.xml"), "--format", "text").out


@pytest.mark.parametrize("command", ["parse", "check", "extract"])
def test_what_reads_the_newest_revision_says_how_many_it_leaves_out(run: Runner, page: Maker, tmp_path: Path, command: str) -> None:
    more = ["-o", str(tmp_path / "out.jsonl")] if command == "extract" else []
    done = run(command, page(export(exported("Battle of Leros", LEROS)), "h.xml"), *more)
    assert "infobox history reads them" in done.err
    assert "1 older revision" in done.err or "older revisions       1" in done.err.replace(
        "older revisions           ", "older revisions       "
    )


# -- pictures -----------------------------------------------------------------------------------------------------------------------------


def test_a_picture_shows_the_figures_of_each_side(run: Runner, page: Maker, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from lxml import etree

    picture = tmp_path / "leros.svg"
    hostile = export(exported("A $x_1$ &lt;b&gt; &amp; \u202e", [BOX.format("$x_1$", "100–250"), BOX.format("$x_1$", "300+")]))
    done = run("history", page(hostile, "h.xml"), "--plot", picture)
    assert done.status == 0, done.err
    assert etree.parse(picture).getroot().tag.endswith("svg")


def test_a_picture_leaves_out_times_that_no_wiki_has(run: Runner, page: Maker, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    texts = [BOX.format("Leros", killed) for killed in (100, 120, 140)]
    odd = exported("Battle of Leros", texts).replace("2001-05-01T00:00:00Z", "2001-05-01T00:00:00").replace("2003-", "9999-")
    done = run("history", page(export(odd), "odd.xml"), "--plot", tmp_path / "leros.svg")
    assert done.status == 0, done.err
    assert "9999" not in (tmp_path / "leros.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("leros.jpeg", EXPORT, "a picture is .svg, .png or .pdf"),
        ("leros.svg", EXPORT, "a picture shows one page, and 2 changed: choose one with --titles"),
        ("leros.svg", export(exported("A", ["{{Infobox military conflict| conflict = A }}"])), "not drawn: no revision has figures"),
        ("none/leros.svg", export(exported("A", LEROS)), "not written"),
    ],
    ids=["another form", "two pages", "no figures", "no folder"],
)
def test_a_picture_that_cannot_be_drawn_is_one_line(run: Runner, page: Maker, tmp_path: Path, name: str, data: str, says: str) -> None:
    pytest.importorskip("matplotlib")
    done = run("history", page(data, "h.xml"), "--quiet", "--plot", tmp_path / name)
    assert says in done.err
    assert done.err.count("\n") == 1
    assert done.status == 2
