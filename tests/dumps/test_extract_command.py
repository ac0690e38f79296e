"""`infobox extract`: every form of dump gives the same records, in every way to run it."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import zstandard

import infobox
from bench import corpus
from infobox.dumps import inputs, read_dump
from tests.command_line import Maker, Run, Runner
from tests.dumps.making import BOX, FOOT, xml
from tests.dumps.making import page as element
from tests.dumps.small import CLOSING, DUMP, FORMS, INDEX, MULTISTREAM, alone, noting

pytestmark = pytest.mark.usefixtures("small_pieces")


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("name", FORMS)
def test_all_forms_give_the_records_of_reading_each_page_alone(run: Runner, dumps: Path, name: str, processes: int) -> None:
    out = dumps / "out.jsonl"
    assert run("extract", dumps / name, "-o", out, "--processes", processes) == Run(0, "", CLOSING)
    assert out.read_text("utf-8") == alone(dumps / "dump.xml")
    assert sorted(path.name for path in dumps.iterdir()) == sorted([*FORMS, "out.jsonl", "out.jsonl.manifest.json"])


@pytest.mark.parametrize("name", FORMS)
def test_standard_input(run: Runner, dumps: Path, name: str) -> None:
    result = run("extract", "-", "-o", "-", "--processes", 1, stdin=FORMS[name])
    assert (result.status, result.out, result.err) == (0, alone(dumps / "dump.xml"), CLOSING)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
@pytest.mark.parametrize("name", FORMS)
def test_a_pipe_with_a_name_is_read_once(run: Runner, dumps: Path, name: str) -> None:
    pipe = dumps / "pipe"
    os.mkfifo(pipe)

    def filled() -> threading.Thread:
        thread = threading.Thread(target=pipe.write_bytes, args=(FORMS[name],), daemon=True)
        thread.start()
        return thread

    thread = filled()
    assert run("extract", pipe, "-o", "-", "--quiet", "--processes", 1) == Run(0, alone(dumps / "dump.xml"), "")
    thread.join()
    thread = filled()
    assert [line for part in read_dump(str(pipe)) for line in part.lines] == alone(dumps / "dump.xml").encode().splitlines()
    thread.join()
    thread = filled()
    with pytest.raises(infobox.PageError, match="can be read only once"):
        inputs.open_dump(str(pipe))


def test_a_piece_of_xml_that_looks_like_another_form(run: Runner, page: Maker) -> None:
    """A text that contains BZh where one piece ends and the next begins."""
    before = xml([element("Aa", BOX % 1)]).removesuffix(FOOT)
    text = "x" * (20_001 - len(before + element("Bb", "").split(b"</text>")[0])) + "BZh91AY&SY" + BOX % 2
    whole = before + element("Bb", text) + element("Cc", BOX % 3) + FOOT
    place = whole.index(b"BZh91AY")
    dump = page(whole.replace(b"x" * (place - 20_001), b"", 1) if place > 20_001 else whole, "dump.xml")
    assert dump.read_bytes()[20_001:].startswith(b"BZh91AY")
    result = run("extract", dump, "-o", "-", "--quiet", "--processes", 1)
    assert [record["conflict"] for record in result.records] == [{"text": f"Battle of {number}"} for number in (1, 2, 3)]
    assert (result.status, result.err) == (0, "")


def test_the_dumps_have_many_pieces(dumps: Path) -> None:
    for name in FORMS:
        dump = inputs.open_dump(str(dumps / name))
        assert len(list(inputs.pieces(dump))) > 3, name


def test_real_pages_in_a_dump_give_the_records_of_reading_each_alone(run: Runner, tmp_path: Path, page: Maker) -> None:
    texts = [each.text for each in [*corpus.real()[:60], *corpus.read(corpus.FIXTURES)]]
    dump = page(xml([element(f"Page {number}", text, number=number) for number, text in enumerate(texts)]), "dump.xml")
    run("extract", dump, "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == alone(dump)


# --- output -------------------------------------------------------------------------------------------------------------------------


def test_packed_output(run: Runner, dumps: Path) -> None:
    wanted = alone(dumps / "dump.xml").encode()
    for name, unpack in (
        ("out.jsonl.gz", gzip.decompress),
        ("out.jsonl.zst", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
    ):
        made = []
        for processes in (1, 2):
            assert run("extract", dumps / "dump.xml", "-o", dumps / name, "--processes", processes).status == 0
            made.append((dumps / name).read_bytes())
        assert made[0] == made[1]
        assert unpack(made[0]) == wanted


def test_files_of_a_pattern_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["a1.xml", "a2.xml", "a2²x.xml", "a10.xml", "ab1.xml", "b.xml"]
    for name in names:
        (tmp_path / name).touch()
    assert [Path(path).name for path in inputs.expanded([str(tmp_path / "*.xml")])] == names


def test_several_dumps_and_patterns(run: Runner, dumps: Path) -> None:
    for number in (10, 9):
        (dumps / f"part{number}.xml").write_bytes(xml([element(f"Aa {number}", BOX % number)]))
    result = run("extract", dumps / "part*.xml", dumps / "dump.xml", "-o", "-")
    titles = [record["page"]["title"] for record in result.records]  # type: ignore[index]
    assert titles[:3] == ["Aa 9", "Aa 10", "Page 0"]
    assert len(titles) == 82


@pytest.mark.parametrize("version", ["0.10", "0.11", "0.12", "1.0"])
def test_every_version_of_the_export(run: Runner, page: Maker, version: str) -> None:
    dump = page(DUMP.replace(b"0.11", version.encode()), "dump.xml")
    assert version.encode() in dump.read_bytes()
    assert len(run("extract", dump, "-o", "-").records) == 80


def test_validation_can_be_asked_for_and_left_out(run: Runner, dumps: Path) -> None:
    whole = run("extract", dumps / "dump.xml", "-o", "-")
    assert (
        whole
        == run("extract", dumps / "dump.xml", "-o", "-", "--validate")
        == run("extract", dumps / "dump.xml", "-o", "-", "--no-validate")
    )


def test_the_wiki_of_an_old_dump_is_that_of_its_address(run: Runner, page: Maker) -> None:
    dump = page(DUMP.replace(b"<dbname>enwiki</dbname>", b"<base>http://simple.wikipedia.org/wiki/Main_Page</base>"), "dump.xml")
    assert '"wiki":"simplewiki"' in run("extract", dump, "-o", "-", "--quiet").out


def test_the_wiki_is_that_of_the_dump(run: Runner, dumps: Path) -> None:
    for name in FORMS:
        record = run("extract", dumps / name, "-o", "-", "--quiet").records[0]
        assert record["page"] == {
            "title": "Page 0",
            "id": 0,
            "namespace": 0,
            "revision": 1000,
            "timestamp": "2026-01-02T03:04:05Z",
            "wiki": "enwiki",
        }


def test_quiet_says_nothing(run: Runner, dumps: Path) -> None:
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--quiet") == Run(0, "", "")


def test_quiet_does_not_hide_errors(run: Runner, page: Maker) -> None:
    dump = page(xml([element("Aa", f"<nowiki>{BOX % 1}</nowiki>")]), "dump.xml")
    result = run("extract", dump, "-o", "-", "--quiet")
    assert result.status == 1
    assert [line.startswith(f"{dump}[Aa]:1:11: the infobox's name appears only") for line in result.err.splitlines()] == [True]


def test_now_and_then_a_line(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infobox.dumps.progress._LINE_SECONDS", 0.0)
    lines = run("extract", dumps / "dump.xml.bz2", "-o", dumps / "out.jsonl", "--processes", 1).err.splitlines()[:-5]
    assert len(lines) > 3
    assert lines[-1].startswith("100.0 % of 0 MB, 300 pages, 80 infoboxes, ")
    shares = [float(line.split(" %")[0]) for line in lines]
    assert shares == sorted(shares)


def test_a_bar_on_a_terminal(dumps: Path) -> None:
    import pty

    main, other = pty.openpty()
    command = [sys.executable, "-m", "infobox", "extract", str(dumps / "dump.xml"), "-o", str(dumps / "out.jsonl")]
    with subprocess.Popen(command, stderr=other, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"}) as process:
        os.close(other)
        shown = b""
        while True:
            try:
                more = os.read(main, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
    os.close(main)
    assert process.returncode == 0
    assert b"\x1b[" in shown
    assert b"values not understood" in shown


def test_findings(run: Runner, page: Maker) -> None:
    dump = page(xml([element("Aa", "{{Infobox military conflict\n| conflict = Aa\n| comander1 = Bb\n}}")]), "dump.xml")
    [record] = run("extract", dump, "-o", "-", "--check").records
    assert "misspelt-parameter" in [finding["rule"] for finding in record["findings"]]  # type: ignore[attr-defined]
    assert infobox.validate(record) == []
    assert "findings" not in run("extract", dump, "-o", "-").records[0]


def test_namespaces(run: Runner, page: Maker) -> None:
    dump = page(xml([element(f"N {number}", BOX % number, namespace=number, number=number) for number in (0, 1, 2, 10)]), "dump.xml")

    def read(*more: str) -> list[int]:
        return [record["page"]["namespace"] for record in run("extract", dump, "-o", "-", *more).records]  # type: ignore[index]

    assert read() == [0, 10]
    assert read("--namespaces", "1, 2") == [1, 2]
    assert read("--namespaces", "all") == [0, 1, 2, 10]


# --- titles and the index -----------------------------------------------------------------------------------------------------------


def test_titles_are_read_through_the_index(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (dumps / "titles").write_text("Page_3\n\npage 33\nPage 150\nPage 4\nPage 1\nNo such page\n")
    wanted = [json.loads(line) for line in alone(dumps / "dump.xml").splitlines()]
    read = noting(monkeypatch)
    results = []
    for index in (b"", bz2.compress(INDEX)):
        read.clear()
        if index:
            (dumps / "dump-multistream-index.txt.bz2").write_bytes(index)
        result = run("extract", dumps / "dump-multistream.xml.bz2", "-o", "-", "--titles", dumps / "titles", "--processes", 1)
        titles = [record["page"]["title"] for record in result.records]  # type: ignore[index]
        assert titles == ["Page 3", "Page 33", "Page 150"]
        assert [{**record, "page": {**record["page"], "wiki": None}} for record in result.records] == [  # type: ignore[dict-item]
            {**record, "page": {**record["page"], "wiki": None}} for record in wanted if record["page"]["title"] in titles
        ]
        assert result.status == 1
        errors = [line.rsplit(": ", 1)[-1] for line in result.err.splitlines()[:3]]
        assert sorted(errors) == ["no page of the dump has the title No such page", "the page has no infobox", "the page is a redirect"]
        results.append(sum(piece.end - piece.start for piece in read))
    assert results[1] < results[0] / 5


def test_an_index_that_nobody_named_and_that_does_not_fit(run: Runner, page: Maker) -> None:
    dump, titles = page(DUMP, "dump-multistream.xml"), page("Page 3\n", "titles")
    page(INDEX, "dump-multistream-index.txt")
    result = run("extract", dump, "-o", "-", "--titles", titles, "--quiet")
    assert (result.status, len(result.records), result.err) == (0, 1, "")


def test_a_title_in_a_namespace_that_was_not_asked_for(run: Runner, page: Maker) -> None:
    dump, titles = page(DUMP, "dump.xml"), page("Page 3\n", "titles")
    result = run("extract", dump, "-o", "-", "--titles", titles, "--namespaces", "10", "--quiet")
    assert (result.status, result.out) == (1, "")
    assert result.err == f"{dump}[Page 3]: the page is in a namespace that is not read (see --namespaces)\n"


def test_the_index_gives_the_borders_and_the_number_of_pages(run: Runner, dumps: Path, page: Maker) -> None:
    index = page(INDEX, "index.txt")
    assert run("extract", dumps / "dump-multistream.xml.bz2", "-o", "-", "--index", index).out == alone(dumps / "dump.xml")
    more = page(INDEX.replace(b"\n", b"\n%s:999999:Gone\n" % INDEX.split(b":")[0], 1), "index2.txt")
    result = run("extract", dumps / "dump-multistream.xml.bz2", "-o", dumps / "out.jsonl", "--index", more, "--errors", dumps / "errors")
    assert result.status == 1
    [error] = [json.loads(line) for line in (dumps / "errors").read_text().splitlines()]
    assert error["why"] == "missing pages"
    assert (dumps / "out.jsonl").read_text("utf-8") == alone(dumps / "dump.xml")


def test_an_index_of_another_dump(run: Runner, dumps: Path, page: Maker) -> None:
    dump = dumps / "dump-multistream.xml.bz2"
    for index, said in (
        (b"10:1:Aa\n99999999:2:Bb\n", f"not the index of {dump}: it names byte 99999999 of {len(MULTISTREAM)}"),
        (b"ten:1:Aa\n", ":1: not a line of an index, such as 616:12:Anarchism"),
        (b"", "not an index: it has no line such as 616:12:Anarchism"),
    ):
        result = run("extract", dump, "-o", dumps / "out.jsonl", "--index", page(index, "index.txt"))
        assert result.status == 2
        assert said in result.err
        assert len(result.err.splitlines()) == 1
    result = run("extract", dump, "-o", dumps / "out.jsonl", "--index", page(b"10:1:Aa\n8000:2:Bb\n", "index.txt"))
    assert "no bzip2 stream begins where the index says" in result.err


def test_processes_beside_a_thread(dumps: Path) -> None:
    """If another thread runs in this process, a forked process could hang forever."""
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        lines = [line for part in read_dump(str(dumps / "dump.xml"), processes=2) for line in part.lines]
    finally:
        ended.set()
        thread.join()
    assert lines == alone(dumps / "dump.xml").encode().splitlines()
