"""`infobox extract`: every form of dump gives the same records, in every way to run it; whatever goes wrong is told."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

import infobox
from infobox.dumps import bzip2, commands, decoders, inputs, read_dump, running
from infobox.dumps.extracting import Options
from infobox.dumps.inputs import Piece
from infobox.dumps.parts import Part
from infobox.reading import read_boxes
from tests import test_real_pages
from tests.command_line import Maker, Run, Runner
from tests.dumps.making import BOX, FOOT, HEAD, multistream, some_pages, xml
from tests.dumps.making import page as element

PAGES = some_pages(300)
DUMP = xml(PAGES)
MULTISTREAM, INDEX = multistream(PAGES)
FORMS = {
    "dump-multistream.xml.bz2": MULTISTREAM,
    "dump.xml.bz2": bz2.compress(DUMP, 1),
    "dump.xml": DUMP,
    "dump.xml.gz": gzip.compress(DUMP, 6),
    "dump.xml.zst": zstandard.ZstdCompressor().compress(DUMP),
}
CLOSING = """\
pages                 300
infoboxes              80
records                80
errors                  0
values not understood   0
"""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that these dumps have many of them."""
    monkeypatch.setattr(inputs, "COMPRESSED_PIECE", 7_001)
    monkeypatch.setattr(inputs, "XML_PIECE", 20_001)
    monkeypatch.setattr(decoders, "CHUNK", 5_000)


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    for name, data in FORMS.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def alone(path: Path) -> str:
    """The records of an export whose pages are read one by one."""
    sources = [source for source in infobox.open_pages(str(path)) if source.page and source.page.namespace in (0, 10)]
    readings = [reading for source in sources for reading in read_boxes(source.text, page=source.page)]
    return "".join(f"{reading.conflict.to_json()}\n" for reading in readings)


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("name", FORMS)
def test_all_forms_give_the_records_of_reading_each_page_alone(run: Runner, dumps: Path, name: str, processes: int) -> None:
    out = dumps / "out.jsonl"
    assert run("extract", dumps / name, "-o", out, "--processes", processes) == Run(0, "", CLOSING)
    assert out.read_text("utf-8") == alone(dumps / "dump.xml")
    assert sorted(path.name for path in dumps.iterdir()) == sorted([*FORMS, "out.jsonl"])


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
    """A text that says BZh where one piece ends and the next begins."""
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

    texts = [
        path.read_bytes().decode("utf-8")
        for path in [*test_real_pages.PAGES[:60], *sorted((Path(__file__).parents[2] / "fixtures").glob("*.wikitext"))]
    ]
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
    assert [Path(path).name for path in inputs.named([str(tmp_path / "*.xml")])] == names


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


def test_the_wiki_is_that_of_the_dump(run: Runner, dumps: Path) -> None:
    for name in FORMS:
        record = run("extract", dumps / name, "-o", "-", "--quiet").records[0]
        assert record["page"] == {
            "title": "Page 0",
            "id": 0,
            "namespace": 0,
            "revision": 1000,
            "timestamp": "2026-01-02T03:04:05Z",
            "wiki": "xxwiki",
        }


def test_quiet_says_nothing(run: Runner, dumps: Path) -> None:
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--quiet") == Run(0, "", "")


def test_quiet_does_not_hide_errors(run: Runner, page: Maker) -> None:
    dump = page(xml([element("Aa", f"<nowiki>{BOX % 1}</nowiki>")]), "dump.xml")
    result = run("extract", dump, "-o", "-", "--quiet")
    assert result.status == 1
    assert [line.startswith(f"{dump}[Aa]:1:11: the infobox's name stands only") for line in result.err.splitlines()] == [True]


def test_now_and_then_a_line(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infobox.dumps.progress._SECONDS_A_LINE", 0.0)
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


def noting(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """The pieces that are read from now on, by this process."""
    read: list[Piece] = []

    def read_piece(piece: Piece, options: Options) -> Part:
        read.append(piece)
        return inputs.read_piece(piece, options)

    monkeypatch.setattr(running, "read_piece", read_piece)
    return read


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
        assert sorted(errors) == ["no page of the dump is called No such page", "the page has no infobox", "the page is a redirect"]
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
    assert result.err == f"{dump}[Page 3]: the page is in a namespace that was not asked for\n"


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
        (b"ten:1:Aa\n", ":1: no line of an index, such as 616:12:Anarchism"),
        (b"", "no index: it has no line such as 616:12:Anarchism"),
    ):
        result = run("extract", dump, "-o", dumps / "out.jsonl", "--index", page(index, "index.txt"))
        assert result.status == 2
        assert said in result.err
        assert len(result.err.splitlines()) == 1
    result = run("extract", dump, "-o", dumps / "out.jsonl", "--index", page(b"10:1:Aa\n8000:2:Bb\n", "index.txt"))
    assert "no stream of bzip2 begins where the index says" in result.err


# --- interruption -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [1, 2, 9, 14])
@pytest.mark.parametrize("name", FORMS)
def test_an_interrupted_run_goes_on(run: Runner, dumps: Path, name: str, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out = dumps / "out.jsonl.gz"
    assert run("extract", dumps / name, "-o", out).status == 0
    wanted = out.read_bytes()
    out.unlink()

    def stopping(pieces: Iterator[Piece], options: Options, _: int) -> Iterator[tuple[Piece, Part]]:
        for number, piece in enumerate(pieces, 1):
            yield piece, inputs.read_piece(piece, options)
            if number == stop:
                raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        result = run("extract", dumps / name, "-o", out)
    if result.status == 0:
        pytest.skip("it has fewer pieces")
    assert result.status == 130
    assert "interrupted: go on with the same command and --resume" in result.err
    assert not out.exists()
    read = noting(monkeypatch)
    assert run("extract", dumps / name, "-o", out, "--resume", "--processes", 1) == Run(0, "", CLOSING)
    assert out.read_bytes() == wanted
    assert all(piece.start > 0 for piece in read)
    assert sorted(path.name for path in dumps.iterdir()) == sorted([*FORMS, "out.jsonl.gz"])


def test_what_was_written_behind_the_last_state_is_cut_off(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = dumps / "out.jsonl"

    def stopping(pieces: Iterator[Piece], options: Options, _: int) -> Iterator[tuple[Piece, Part]]:
        for number, piece in enumerate(pieces):
            if number == 5:
                raise KeyboardInterrupt
            yield piece, inputs.read_piece(piece, options)

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        run("extract", dumps / "dump.xml", "-o", out)
    with open(dumps / "out.jsonl.part", "ab") as file:
        file.write(b'{"half a rec')
    assert run("extract", dumps / "dump.xml", "-o", out, "--resume").status == 0
    assert out.read_text("utf-8") == alone(dumps / "dump.xml")


def test_another_index_is_another_run(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = dumps / "index"
    index.write_bytes(INDEX)
    arguments = ["extract", dumps / "dump-multistream.xml.bz2", "-o", dumps / "out.jsonl", "--index", index, "--quiet", "--processes", 1]

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(commands, "finish", stopped)
        assert run(*arguments).status == 130
    index.write_bytes(INDEX + b"\n")
    result = run(*arguments, "--resume")
    assert result.status == 2
    assert "of a run with other dumps or options" in result.err


def test_nothing_to_go_on_with_is_a_beginning(run: Runner, dumps: Path) -> None:
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--resume").status == 0
    assert (dumps / "out.jsonl").read_text("utf-8") == alone(dumps / "dump.xml")


def test_another_run_is_not_gone_on_with(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(*_: object) -> Iterator[tuple[Piece, Part]]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_pieces", stopping)
        assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl").status == 130
    for change in (["--check"], ["--namespaces", "0"], ["--source"]):
        result = run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--resume", *change)
        assert result.status == 2
        assert "of a run with other dumps or options" in result.err
    assert run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--check").status == 0


def test_a_signal_ends_a_run_cleanly(tmp_path: Path) -> None:
    dump = tmp_path / "dump.xml.bz2"
    stream = bz2.compress(b"".join(some_pages(3000)))
    dump.write_bytes(bz2.compress(HEAD) + stream * 40 + bz2.compress(FOOT))
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "infobox", "extract", str(dump), "-o", str(out), "--processes", "2"]
    for name, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        state = tmp_path / "out.jsonl.part.state"
        state.unlink(missing_ok=True)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            for _ in range(600):
                if state.exists() or process.poll() is not None:
                    break
                time.sleep(0.02)
            if process.poll() is None:
                os.killpg(process.pid, name) if name == signal.SIGINT else process.send_signal(name)
            _, said = process.communicate(timeout=60)
        assert (process.returncode, "Traceback" in said) == (status, False), said
        assert "go on with the same command and --resume" in said
        assert not out.exists()
    done = subprocess.run([*command, "--resume", "--quiet"], check=False)
    assert done.returncode == 0
    with open(out, "rb") as file:
        assert sum(1 for _ in file) == 40 * 800


# --- what goes wrong ----------------------------------------------------------------------------------------------------------------


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
    assert lines[0] == f"{dump}[Aa 0]:1:11: the infobox's name stands only where wikitext is not read, such as in a comment or in nowiki"
    assert lines[20] == "… and 10 errors more (--errors FILE keeps them all)"
    assert len(lines) == 26


@pytest.mark.parametrize("name", ["dump-multistream.xml.bz2", "dump.xml.bz2"])
def test_a_damaged_block_is_told_with_its_place_and_the_rest_is_read(run: Runner, dumps: Path, name: str) -> None:
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
    assert min(abs(offset - begin) for begin in begins if begin <= place) <= 1  # the place of the block, but for its first bits
    assert place - 50_000 < offset <= place


@pytest.mark.parametrize("name", ["dump-multistream.xml.bz2", "dump.xml.bz2"])
@pytest.mark.parametrize("place", [20, 60, 150])
def test_damage_where_the_dump_begins(run: Runner, dumps: Path, name: str, place: int) -> None:
    """The head of the dump is lost, and with it the wiki; the pages behind the damage are read."""
    dump = dumps / name
    whole = bytearray(dump.read_bytes())
    whole[place] ^= 4
    dump.write_bytes(whole)
    records, errors = errors_of(run, dump)
    wanted = alone(dumps / "dump.xml").replace(',"wiki":"xxwiki"', "").splitlines()
    read = [line.replace(',"wiki":"xxwiki"', "") for line in records]
    assert read == wanted[-len(read) :]
    assert len(read) == len(wanted) if name == "dump-multistream.xml.bz2" else len(read) > len(wanted) // 2
    assert errors[0]["why"] == "damaged"


def test_nothing_but_damage(run: Runner, dumps: Path) -> None:
    (dumps / "dump.xml.bz2").write_bytes(MULTISTREAM[:150])
    said = "damaged or cut off where it begins; nothing there can be decompressed"
    assert run("extract", dumps / "dump.xml.bz2", "-o", "-") == Run(2, "", f"{dumps / 'dump.xml.bz2'}: {said}\n")


@pytest.mark.parametrize("name", FORMS)
def test_a_dump_that_is_cut_short_is_told(run: Runner, dumps: Path, name: str) -> None:
    wanted = alone(dumps / "dump.xml").splitlines()
    dump = dumps / name
    dump.write_bytes(FORMS[name][: len(FORMS[name]) * 2 // 3])
    records, errors = errors_of(run, dump)
    assert records == wanted[: len(records)]
    assert len(records) > len(wanted) // 3
    assert errors
    assert {error["why"] for error in errors} <= {"damaged", "missing pages", "broken page"}


def test_a_dump_that_ends_between_two_streams_is_told(run: Runner, dumps: Path) -> None:
    begins = sorted({int(line.split(b":")[0]) for line in INDEX.splitlines()})
    dump = dumps / "dump-multistream.xml.bz2"
    dump.write_bytes(MULTISTREAM[: begins[20]])
    records, errors = errors_of(run, dump)
    assert len(records) > 40
    assert [error["why"] for error in errors] == ["missing pages"]


def test_garbage_between_streams_is_told(run: Runner, dumps: Path) -> None:
    begins = sorted({int(line.split(b":")[0]) for line in INDEX.splitlines()})
    dump = dumps / "dump-multistream.xml.bz2"
    for garbage in (b"garbage", bytes(100_000)):
        dump.write_bytes(MULTISTREAM[: begins[20]] + garbage + MULTISTREAM[begins[20] :])
        records, errors = errors_of(run, dump)
        assert records == alone(dumps / "dump.xml").splitlines()
        assert "damaged" in [error["why"] for error in errors]


def test_a_process_that_dies_loses_one_piece(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(piece: Piece, options: Options) -> Part:
        if piece.start == 3 * 20_001:
            os._exit(9)
        return inputs.read_piece(piece, options)

    # By its name, so that it can be sent to a process that branched off.
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


def _through(piece: Piece, options: Options) -> Part:
    part: Part = sys.modules[__name__]._dying(piece, options)
    return part


# --- wrong use ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.xml", "-o", "out.jsonl"], "missing.xml: no such file"),
        (["*.none", "-o", "out.jsonl"], "*.none: no file has such a name"),
        ([".", "-o", "out.jsonl"], ".: a folder, not a file (name the files in it)"),
        (["dump.xml", "-o", "out.csv"], "out.csv: end its name in .jsonl, .jsonl.gz, .jsonl.zst or .parquet"),
        (["dump.xml", "-o", "none/out.jsonl"], "none/out.jsonl: no such folder: none"),
        (["dump.xml", "-o", "folder.jsonl"], "folder.jsonl: a folder, not a file"),
        (["dump.xml", "-o", "out.jsonl", "--processes", "0"], "--processes must be at least 1"),
        (["dump.xml", "-o", "out.jsonl", "--namespaces", "main"], "--namespaces takes numbers, such as 0,10, or all, not main"),
        (["-", "-o", "out.jsonl", "--resume"], "--resume needs files: standard input cannot be read again"),
        (["-", "-", "-o", "out.jsonl"], "standard input can be one dump only"),
        (["dump.xml", "-o", "-", "--resume"], "--resume and --tables need an output with a name, not -"),
        (["dump.xml", "dump.xml", "-o", "-", "--index", "i"], "i: --index goes with one dump, not with 2"),
        (["*.xml", "-o", "-", "--index", "i"], "i: --index goes with one dump, not with 5"),
        (["dump.xml", "-o", "-", "--index", "i"], "i: an index goes with a multistream dump (.xml.bz2), which dump.xml is not"),
        (["dump.xml", "-o", "-", "--titles", "missing"], "missing: no such file"),
        (["dump.xml", "-o", "-", "--titles", "empty"], "empty: no title in it (one a line)"),
        (["wiki.txt", "-o", "-"], "wiki.txt: no dump of MediaWiki"),
        (["other.xml", "-o", "-"], "other.xml: no dump of MediaWiki"),
        (["latin.xml", "-o", "-"], "latin.xml: iso-8859-1, not UTF-8 (convert it with iconv)"),
        (["doctype.xml", "-o", "-"], "doctype.xml: no dump of MediaWiki"),
        (["empty", "-o", "-"], "empty: no dump of MediaWiki"),
        (["dump.xml", "-o", "link.jsonl"], "link.jsonl: named twice, and would be written over"),
        (["dump.xml", "-o", "-", "--errors", "dump.xml"], "dump.xml: named twice, and would be written over"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "./out.jsonl"], "out.jsonl: named twice, and would be written over"),
        (["dump.xml", "-o", "-", "--titles", "wiki.txt", "--errors", "wiki.txt"], "wiki.txt: named twice, and would be written over"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "none/errors"], "none/errors: no such folder: none"),
        (["dump.xml", "-o", "-", "--errors", "none/errors"], "none/errors: no such folder: none"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "empty"], "empty: a file, not a folder"),
        (["dump.xml", "-o", "out.jsonl", "--errors", "out.jsonl.part"], "out.jsonl.part: named twice, and would be written over"),
        (["dump.xml", "-o", "out.parquet", "--tables", "out.parquet"], "out.parquet: named twice, and would be written over"),
        (["dump.xml", "-o", "sides.parquet", "--tables", "."], "sides.parquet: named twice, and would be written over"),
        (["dump.xml", "-o", "out.jsonl", "--tables", "empty/tables"], "empty: a file, not a folder"),
        (["comments.xml", "-o", "-"], "comments.xml: no dump of MediaWiki"),
        (["dump.xml"], "the following arguments are required: -o/--out"),
    ],
)
def test_wrong_use(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to("dump.xml")
    for name, data in {
        "dump.xml": DUMP,
        "empty": b"",
        "comments.xml": b"<!---->" * 50_000,
        "wiki.txt": (BOX % 1).encode(),
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


def test_processes_beside_a_thread(dumps: Path) -> None:
    """Where something else runs in this process, branching off could stop it for ever."""
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        lines = [line for part in read_dump(str(dumps / "dump.xml"), processes=2) for line in part.lines]
    finally:
        ended.set()
        thread.join()
    assert lines == alone(dumps / "dump.xml").encode().splitlines()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_no_file_is_put_in_the_place_of_a_device(run: Runner, page: Maker, tmp_path: Path) -> None:
    dump, pipe = page(xml([element("Aa", f"<nowiki>{BOX % 1}</nowiki>")]), "dump.xml"), tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    said = f"{pipe}: a device or a pipe; give -, and lead standard output there\n"
    assert run("extract", dump, "-o", pipe) == Run(2, "", said)
    told: list[bytes] = []
    thread = threading.Thread(target=lambda: told.append(pipe.read_bytes()), daemon=True)
    thread.start()
    assert run("extract", dump, "-o", "-", "--errors", pipe, "--quiet").status == 1
    thread.join(60)
    assert json.loads(told[0])["page"]["title"] == "Aa"
    assert pipe.is_fifo()
