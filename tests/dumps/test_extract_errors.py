"""`infobox extract`: whatever goes wrong is reported, and the rest is read; wrong use is refused."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from infobox.dumps import bzip2, inputs, running
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece
from infobox.dumps.parts import PieceResult
from tests.command_line import Maker, Run, Runner
from tests.dumps.making import BOX, xml
from tests.dumps.making import page as element
from tests.dumps.small import DUMP, FORMS, INDEX, MULTISTREAM, alone

pytestmark = pytest.mark.usefixtures("small_pieces")


def errors_of(run: Runner, dump: Path) -> tuple[list[str], list[dict[str, object]]]:
    """The records, and the errors, of a dump that has some."""
    out, errors = dump.with_name("out.jsonl"), dump.with_name("errors.jsonl")
    result = run("extract", dump, "-o", out, "--errors", errors)
    told = [json.loads(line) for line in errors.read_text("utf-8").splitlines()]
    assert result.status == (1 if told else 0)
    assert [line.split()[1:] for line in result.err.splitlines() if line.startswith("errors")] == [
        [str(len(told)), f"({errors})"][: 1 + bool(told)]
    ]
    return out.read_text("utf-8").splitlines(), told


def test_errors_have_their_page_and_their_reason(run: Runner, page: Maker) -> None:
    hidden = element("Hidden", "x <!-- {{Warbox}} -->", number=5)
    broken = element("Broken", BOX % 1, number=6).replace(b"</ns>", b"")
    records, errors = errors_of(run, page(xml([hidden, broken, element("Aa", BOX % 2, number=7)]), "dump.xml"))
    assert len(records) == 1
    assert [(error["why"], error["page"]["title"], error["page"]["id"]) for error in errors] == [  # type: ignore[index]
        ("no record", "Hidden", 5),
        ("broken page", "Broken", 6),
    ]
    assert (errors[0]["line"], errors[0]["column"]) == (1, 10)
    assert all(str(error["file"]).endswith("dump.xml") for error in errors)


def test_without_a_file_for_them_the_first_errors_are_printed(run: Runner, page: Maker) -> None:
    dump = page(xml([element(f"Aa {number}", "<nowiki>{{War}}</nowiki>", number=number) for number in range(30)]), "dump.xml")
    result = run("extract", dump, "-o", "-")
    lines = result.err.splitlines()
    assert lines[0] == f"{dump}[Aa 0]:1:11: the infobox's name appears only where wikitext is not read, such as in a comment or in nowiki"
    assert lines[20] == "… and 10 more errors (--errors FILE keeps them all)"
    assert len(lines) == 26


@pytest.mark.parametrize("name", ["dump-multistream.xml.bz2", "dump.xml.bz2"])
def test_a_damaged_block_is_reported_with_its_place_and_the_rest_is_read(run: Runner, dumps: Path, name: str) -> None:
    wanted = alone(dumps / "dump.xml").splitlines()
    dump = dumps / name
    whole = bytearray(dump.read_bytes())
    place = len(whole) // 2
    whole[place] ^= 4
    dump.write_bytes(whole)
    records, errors = errors_of(run, dump)
    assert set(records) < set(wanted)
    assert len(records) > len(wanted) // 3
    damaged = [error for error in errors if error["why"] == "damaged"]
    assert len(damaged) == 1
    offset = damaged[0]["offset"]
    assert isinstance(offset, int)
    begins = [bit // 8 for bit, _ in bzip2.blocks(FORMS[name])]
    assert min(abs(offset - begin) for begin in begins if begin <= place) <= 1  # the place of the block, except for its first bits
    assert place - 50_000 < offset <= place


@pytest.mark.parametrize("name", ["dump-multistream.xml.bz2", "dump.xml.bz2"])
@pytest.mark.parametrize("place", [20, 60, 150])
def test_damage_where_the_dump_begins(run: Runner, dumps: Path, name: str, place: int) -> None:
    """The head of the dump is lost, and with it the wiki; the pages after the damage are read."""
    dump = dumps / name
    whole = bytearray(dump.read_bytes())
    whole[place] ^= 4
    dump.write_bytes(whole)
    records, errors = errors_of(run, dump)
    wanted = alone(dumps / "dump.xml").replace(',"wiki":"enwiki"', "").splitlines()
    read = [line.replace(',"wiki":"enwiki"', "") for line in records]
    assert read == wanted[-len(read) :]
    assert len(read) == len(wanted) if name == "dump-multistream.xml.bz2" else len(read) > len(wanted) // 2
    assert errors[0]["why"] == "damaged"


def test_nothing_but_damage(run: Runner, dumps: Path) -> None:
    (dumps / "dump.xml.bz2").write_bytes(MULTISTREAM[:150])
    said = "damaged or cut off at its beginning; nothing there can be decompressed"
    assert run("extract", dumps / "dump.xml.bz2", "-o", "-") == Run(2, "", f"{dumps / 'dump.xml.bz2'}: {said}\n")


@pytest.mark.parametrize("name", FORMS)
def test_a_dump_that_is_cut_short_is_reported(run: Runner, dumps: Path, name: str) -> None:
    wanted = alone(dumps / "dump.xml").splitlines()
    dump = dumps / name
    dump.write_bytes(FORMS[name][: len(FORMS[name]) * 2 // 3])
    records, errors = errors_of(run, dump)
    assert records == wanted[: len(records)]
    assert len(records) > len(wanted) // 3
    assert errors
    assert {error["why"] for error in errors} <= {"damaged", "missing pages", "broken page"}


def test_a_dump_that_ends_between_two_streams_is_reported(run: Runner, dumps: Path) -> None:
    begins = sorted({int(line.split(b":")[0]) for line in INDEX.splitlines()})
    dump = dumps / "dump-multistream.xml.bz2"
    dump.write_bytes(MULTISTREAM[: begins[20]])
    records, errors = errors_of(run, dump)
    assert len(records) > 40
    assert [error["why"] for error in errors] == ["missing pages"]


def test_garbage_between_streams_is_reported(run: Runner, dumps: Path) -> None:
    begins = sorted({int(line.split(b":")[0]) for line in INDEX.splitlines()})
    dump = dumps / "dump-multistream.xml.bz2"
    for garbage in (b"garbage", bytes(100_000)):
        dump.write_bytes(MULTISTREAM[: begins[20]] + garbage + MULTISTREAM[begins[20] :])
        records, errors = errors_of(run, dump)
        assert records == alone(dumps / "dump.xml").splitlines()
        assert "damaged" in [error["why"] for error in errors]


def test_a_process_that_dies_loses_one_piece(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(piece: Piece, options: Options) -> PieceResult:
        if piece.start == 3 * 20_001:
            os._exit(9)
        return inputs.read_piece(piece, options)

    # By its name, so that it can be sent to a forked process.
    monkeypatch.setattr(sys.modules[__name__], "_dying", dying, raising=False)
    monkeypatch.setattr(running, "read_piece", _through)
    dump = dumps / "dump.xml"
    out, errors = dumps / "out.jsonl", dumps / "errors.jsonl"
    assert run("extract", dump, "-o", out, "--errors", errors, "--processes", 2).status == 1
    told = [json.loads(line) for line in errors.read_text("utf-8").splitlines()]
    assert [error["why"] for error in told if error["why"] != "broken page"] == ["failed"]
    assert "died" in told[0]["reason"] or "died" in told[1]["reason"]
    records = out.read_text("utf-8").splitlines()
    wanted = alone(dump).splitlines()
    assert set(records) < set(wanted)
    assert len(records) > len(wanted) * 3 // 4


def _through(piece: Piece, options: Options) -> PieceResult:
    part: PieceResult = sys.modules[__name__]._dying(piece, options)
    return part


# --- wrong use ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.xml", "-o", "out.jsonl"], "missing.xml: no such file"),
        (["*.none", "-o", "out.jsonl"], "*.none: no file matches this pattern"),
        (["tables", "-o", "out.jsonl"], "tables: no pages in this folder, whose names end in"),
        (["dump.xml", "-o", "out.csv"], "out.csv: the name must end in .jsonl, .jsonl.gz, .jsonl.zst or .parquet"),
        (["dump.xml", "-o", "none/out.jsonl"], "none/out.jsonl: no such folder: none"),
        (["dump.xml", "-o", "folder.jsonl"], "folder.jsonl: a folder, not a file"),
        (["dump.xml", "-o", "out.jsonl", "--processes", "0"], "--processes must be at least 1"),
        (["dump.xml", "-o", "out.jsonl", "--namespaces", "main"], "--namespaces takes numbers, such as 0,10, or all, not main"),
        (["-", "-o", "out.jsonl", "--resume"], "--resume needs files: standard input cannot be read again"),
        (["-", "-", "-o", "out.jsonl"], "only one dump can be standard input"),
        (["dump.xml", "-o", "-", "--resume"], "--resume and --tables need an output with a name, not -"),
        (["dump.xml", "dump.xml", "-o", "-", "--index", "i"], "i: --index needs exactly one dump, not 2"),
        (["*.xml", "-o", "-", "--index", "i"], "i: --index needs exactly one dump, not 5"),
        (["dump.xml", "-o", "-", "--index", "i"], "i: an index needs a multistream dump (.xml.bz2), which dump.xml is not"),
        (["dump.xml", "-o", "-", "--titles", "missing"], "missing: no such file"),
        (["dump.xml", "-o", "-", "--titles", "empty"], "empty: contains no title (write one per line)"),
        (["wiki", "-o", "-"], "wiki: not a MediaWiki dump"),
        (["other.xml", "-o", "-"], "other.xml: not a MediaWiki dump"),
        (["latin.xml", "-o", "-"], "latin.xml: iso-8859-1, not UTF-8 (convert it with iconv)"),
        (["doctype.xml", "-o", "-"], "doctype.xml: not a MediaWiki dump"),
        (["empty", "-o", "-"], "empty: not a MediaWiki dump"),
        (["dump.xml", "-o", "link.jsonl"], "dump.xml: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "-", "--errors", "dump.xml"], "dump.xml: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "./out.jsonl"], "out.jsonl: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "-", "--titles", "wiki", "--errors", "wiki"], "wiki: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "none/errors"], "none/errors: no such folder: none"),
        (["dump.xml", "-o", "-", "--errors", "none/errors"], "none/errors: no such folder: none"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "empty"], "empty: a file, not a folder"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "out.jsonl.part"], "out.jsonl.part: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "out.parquet", "--tables", "out.parquet"], "out.parquet: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "sides.parquet", "--tables", "."], "sides.parquet: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "empty/tables"], "empty: a file, not a folder"),
        (["dump.xml", "-o", "loop.jsonl"], "loop.jsonl: a link that leads back to itself"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "loop.jsonl"], "loop.jsonl: a link that leads back to itself"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "loop.jsonl"], "loop.jsonl: a link that leads to no folder"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "loop.jsonl/tables"], "loop.jsonl: a link that leads to no folder"),
        (["dump.xml", "-o", "loop.jsonl/out.jsonl"], "loop.jsonl/out.jsonl: no such folder: loop.jsonl"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "astray"], "none/errors: no such folder"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "astray"], "astray: a link that leads to no folder"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "out.jsonl.part.state.new"], "out.jsonl.part.state.new: named twice"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "tables"], "tables/units.parquet: a folder, not a file"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "none/all.db"], "none/all.db: no such folder: none"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "all.db", "--tables", "./all.db"], "all.db: named twice, so it would be overwritten"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "folder.db"], "folder.db: a folder, not a file"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "loop.db"], "loop.db: a link that leads back to itself"),
        (["dump.xml", "-o", "out.jsonl", "--tables", ""], "--tables needs a name: of a folder, or of a database that ends in .db"),
        (["comments.xml", "-o", "-"], "comments.xml: not a MediaWiki dump"),
        (["dump.xml"], "the following arguments are required: -o/--out"),
    ],
)
def test_wrong_use(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("folder.jsonl", "folder.db"):
        (tmp_path / name).mkdir()
    (tmp_path / "tables" / "units.parquet").mkdir(parents=True)
    for name, target in {"link.jsonl": "dump.xml", "loop.jsonl": "loop.jsonl", "loop.db": "loop.db", "astray": "none/errors"}.items():
        (tmp_path / name).symlink_to(target)
    for name, data in {
        "dump.xml": DUMP,
        "empty": b"",
        "comments.xml": b"<!---->" * 50_000,
        "wiki": (BOX % 1).encode(),
        "other.xml": b'<?xml version="1.0"?><html/>',
        "latin.xml": b'<?xml version="1.0" encoding="iso-8859-1"?>' + DUMP,
        "doctype.xml": b'<!DOCTYPE mediawiki [<!ENTITY a "b">]>' + DUMP,
    }.items():
        (tmp_path / name).write_bytes(data)
    result = run("extract", *arguments)
    assert result.status == 2
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out == ""
    assert not list(tmp_path.glob("out*"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_no_file_is_put_in_the_place_of_a_device(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump, pipe = page(xml([element("Aa", f"<nowiki>{BOX % 1}</nowiki>")]), "dump.xml"), tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    said = f"{pipe}: a device or a pipe; use - instead, and redirect standard output to it\n"
    assert run("extract", dump, "-o", pipe) == Run(2, "", said)
    told: list[bytes] = []
    thread = threading.Thread(target=lambda: told.append(pipe.read_bytes()), daemon=True)
    thread.start()
    assert run("extract", dump, "-o", "-", "--errors", pipe, "--quiet").status == 1
    thread.join(60)
    assert json.loads(told[0])["page"]["title"] == "Aa"
    assert pipe.is_fifo()


def test_what_a_link_leads_to_is_written(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump = page(xml([element("Aa", BOX % 1), element("Bb", f"<nowiki>{BOX % 1}</nowiki>")]), "dump.xml")
    for name in ("out.jsonl", "errors"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "elsewhere" / name)
    assert run("extract", dump, "-o", tmp_path / "out.jsonl", "--errors", tmp_path / "errors", "--quiet") == Run(1, "", "")
    assert [len((tmp_path / name).read_text("utf-8").splitlines()) for name in ("out.jsonl", "errors")] == [1, 1]
    assert all((tmp_path / name).is_symlink() for name in ("out.jsonl", "errors"))
    assert sorted(path.name for path in (tmp_path / "elsewhere").iterdir()) == ["errors", "out.jsonl", "out.jsonl.manifest.json"]
