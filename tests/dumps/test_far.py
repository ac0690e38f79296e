"""Dumps and outputs at addresses: just the bytes that are needed, and one line for everything that servers do wrong."""

from __future__ import annotations

import bz2
import gzip
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.dumps import http_files, inputs, places, read_dump
from infobox.dumps.addresses import FarAddress, place
from tests.command_line import Run, Runner, package_environment
from tests.dumps.far_server import Behaviour, FarServer, Handler
from tests.dumps.small import CLOSING, DUMP, FORMS, INDEX, MULTISTREAM, alone, command

pytestmark = pytest.mark.usefixtures("small_pieces")
NAME = "dump-multistream.xml.bz2"
LISTING = "dump-multistream-index.txt.bz2"
PACKED_INDEX = bz2.compress(INDEX)
HEAD = 21_000  # a block of bzip2 has to be in it
BLOCK = 1_500


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarServer]:
    monkeypatch.setattr(inputs, "_HEAD", HEAD)
    monkeypatch.setattr(places, "BLOCK", BLOCK)
    monkeypatch.setattr(http_files, "_PROGRESS", 1)
    with FarServer({**FORMS, LISTING: PACKED_INDEX}).serving() as serving:
        yield serving


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between requests, in seconds; nobody really waits."""
    waited: list[float] = []
    monkeypatch.setattr(http_files, "sleep", waited.append)
    return waited


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def records(path: Path) -> list[str]:
    (path / "dump.xml").write_bytes(DUMP)
    return alone(path / "dump.xml").splitlines()


# --- reading ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_dump_of_every_form_gives_what_its_file_gives(run: Runner, server: FarServer, here: Path, name: str) -> None:
    wanted = "".join(f"{line}\n" for line in records(here))
    assert run("extract", server.address(name), "-o", "-", "--processes", 1) == Run(0, wanted, CLOSING)


def test_several_processes_ask_for_ranges(server: FarServer, here: Path) -> None:
    done = subprocess.run(
        command(server.address(NAME), "-o", "-", "--processes", "2"), capture_output=True, encoding="utf-8", env=package_environment()
    )
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (0, records(here), CLOSING)


def test_only_the_index_and_the_streams_of_titles_are_read(run: Runner, server: FarServer, here: Path) -> None:
    (here / "titles").write_text("Page 33\nPage 153\nPage 156\n", "utf-8")
    result = run("extract", server.address(NAME), "--titles", "titles", "-o", "-", "--quiet", "--processes", 1)
    assert [record["page"]["title"] for record in result.records] == ["Page 33", "Page 153", "Page 156"]  # type: ignore[index]
    assert (result.status, result.err) == (0, "")
    borders = sorted({int(line.split(b":")[0]) for line in INDEX.splitlines()})
    streams = sum(borders[number + 1] - borders[number] for number in (3, 15))
    seen = 1  # the first byte of the index is asked for to see whether it is there
    assert server.sent == HEAD + seen + len(PACKED_INDEX) + streams
    assert server.sent < len(MULTISTREAM) / 2


def test_titles_from_far(run: Runner, server: FarServer, here: Path) -> None:
    server.files["titles"] = b"Page 33\n"
    arguments = ("extract", server.address("dump.xml"), "-o", "-", "--quiet", "--processes", 1)
    assert len(run(*arguments, "--titles", server.address("titles")).records) == 1
    missing = server.address("none", "me:PASSWORD@")
    assert run(*arguments, "--titles", missing) == Run(2, "", f"http://…@127.0.0.1:{server.port}/none: no such file (HTTP 404)\n")


def test_a_failure_in_another_process_ends_the_run(server: FarServer, here: Path) -> None:
    server.behave = later(answering(404))
    done = subprocess.run(
        command(server.address("dump.xml"), "-o", "-", "--quiet", "--processes", "2"),
        capture_output=True,
        encoding="utf-8",
        env=package_environment(),
    )
    assert (done.returncode, done.stderr) == (2, f"{server.address('dump.xml')}: no such file (HTTP 404)\n")


def test_without_an_index_it_is_said_that_all_is_read(run: Runner, server: FarServer, here: Path) -> None:
    del server.files[LISTING]
    (here / "titles").write_text("Page 33\n", "utf-8")
    result = run("extract", server.address(NAME), "--titles", "titles", "-o", "-", "--quiet", "--processes", 1)
    assert len(result.records) == 1
    assert result.err == f"{server.address(NAME)}: no index beside it, so the whole dump is read (name one with --index)\n"


def test_a_run_from_far_is_resumed(run: Runner, server: FarServer, here: Path, waits: list[float]) -> None:
    def down(handler: Handler, _data: bytes) -> bool:
        if handler.range[0] < len(MULTISTREAM) // 2:
            return False
        handler.answer(503, b"", {})
        return True

    server.behave = down
    arguments = ("extract", server.address(NAME), "-o", "out.jsonl", "--quiet", "--processes", 1)
    failed = run(*arguments)
    assert failed.status == 2
    assert "the server is not available (HTTP 503), after 6 tries; run the same command with --resume" in failed.err
    assert failed.err.count("\n") == 1
    server.behave = lambda _handler, _data: False
    assert run(*arguments, "--resume") == Run(0, "", "")
    assert (here / "out.jsonl").read_text("utf-8").splitlines() == records(here)


def test_from_python(server: FarServer, here: Path) -> None:
    assert [line for part in read_dump(server.address("dump.xml.gz")) for line in part.lines] == [line.encode() for line in records(here)]


# --- what goes wrong, and goes on ---------------------------------------------------------------------------------------------------


def broken(after: int) -> Behaviour:
    """Every second answer breaks after some bytes."""
    count = [0]

    def behave(handler: Handler, data: bytes) -> bool:
        start, end = handler.range
        end = min(end, len(data))
        count[0] += 1
        if count[0] % 2 or end - start <= after:
            return False
        stated = {"Content-Range": f"bytes {start}-{end - 1}/{len(data)}", "ETag": '"1"'}
        handler.answer(206, data[start : start + after], stated, length=end - start)
        return True

    return behave


@pytest.mark.parametrize("after", [0, 1, 700])
@pytest.mark.parametrize("name", FORMS)
def test_connections_that_break_go_on(run: Runner, server: FarServer, here: Path, waits: list[float], name: str, after: int) -> None:
    server.behave = broken(after)
    result = run("extract", server.address(name), "-o", "-", "--quiet", "--processes", 1)
    assert (result.status, result.out.splitlines(), result.err) == (0, records(here), "")
    assert waits


def test_a_connection_that_breaks_goes_on_where_it_broke(server: FarServer, waits: list[float]) -> None:
    address = places.begin(FarAddress(server.address("dump.xml")), 10).address
    server.requests.clear()
    answers: list[Behaviour] = [
        lambda handler, data: handler.answer(206, data[:20_000], {"Content-Range": f"bytes 0-49999/{len(data)}"}, length=50_000),
        lambda _handler, _data: False,
    ]
    server.behave = lambda handler, data: answers.pop(0)(handler, data)
    assert places.part(address, 0, 50_000) == DUMP[:50_000]
    (_, first, _), (_, second, _) = server.requests
    assert first == "bytes=0-49999"
    assert 0 < int(second[6:].partition("-")[0]) <= 20_000


@pytest.mark.parametrize("name", FORMS)
def test_a_server_without_ranges_is_read_once_from_the_beginning(run: Runner, server: FarServer, here: Path, name: str) -> None:
    server.behave = lambda handler, data: handler.answer(200, data, {"Content-Type": "application/octet-stream"})
    result = run("extract", server.address(name), "-o", "-", "--quiet", "--processes", 1)
    assert (result.status, result.out.splitlines(), result.err) == (0, records(here), "")
    assert server.sent == len(FORMS[name])
    result = run("extract", server.address(name), "-o", "out.jsonl", "--resume")
    assert result == Run(2, "", f"{server.address(name)}: --resume needs files: this server sends no parts of a file\n")


def test_the_wait_that_a_server_asks_for(run: Runner, server: FarServer, here: Path, waits: list[float]) -> None:
    answers = iter([(429, {"Retry-After": "7"}), (503, {"Retry-After": "soon"}), (502, {})])

    def behave(handler: Handler, _data: bytes) -> bool:
        status, headers = next(answers, (0, {}))
        if status:
            handler.answer(status, b"", headers)
        return bool(status)

    server.behave = behave
    assert len(run("extract", server.address("dump.xml"), "-o", "-", "--quiet", "--processes", 1).records) == 80
    assert waits == [7.0, 2.0, 4.0]


# --- what goes wrong, and is said in one line ---------------------------------------------------------------------------------------


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _data: handler.answer(status, body, named)


def later(behaviour: Behaviour) -> Behaviour:
    """The first answer is good."""
    count = [0]

    def behave(handler: Handler, data: bytes) -> bool:
        count[0] += 1
        return count[0] > 1 and behaviour(handler, data)

    return behave


def parts(**stated: int) -> Behaviour:
    """Parts that are others than were asked for: shifted, shortened, or of a file of another size."""

    def behave(handler: Handler, data: bytes) -> bool:
        start, end = handler.range
        end = min(end, len(data))
        start, end = start + stated.get("shift", 0), end - stated.get("cut", 0)
        handler.part(data, start, end, total=len(data) + stated.get("more", 0), body=data[start:end] + b"x" * stated.get("longer", 0))
        return True

    return behave


def tagged(handler: Handler, data: bytes) -> bool:
    handler.part(data, handler.range[0], min(handler.range[1], len(data)), tag='"2"')
    return True


def unlimited(handler: Handler, data: bytes) -> bool:
    """More than was asked for, without a length."""
    start, end = handler.range
    handler.send_response(206)
    handler.send_header("Content-Range", f"bytes {start}-{min(end, len(data)) - 1}/{len(data)}")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b"x" * (end - start + 70_000))
    return True


HTML = b"<!DOCTYPE html><title>Log in</title>"
NO_DUMP = "not a MediaWiki dump (an export that begins with <mediawiki>, plain or as .bz2, .gz or .zst)"
A_PAGE = "the server sends a page of HTML instead of the file (a login, or an error)"
NO_PART = "the server does not say which part of the file it sends"
CHANGED = "the file changed while it was read, or the server says different things about it"
TRUSTED = "redirects to another host; if you trust it, give its address: https://evil.example/x?…"
LONG_WAIT = "too many requests (HTTP 429), and the server asks to wait 3,600 seconds: try again then"
WRONG: list[tuple[str, Behaviour, str]] = [
    ("not found", answering(404), "no such file (HTTP 404)"),
    ("forbidden", answering(403), "access is denied (HTTP 403)"),
    ("a login", answering(401), "access is denied (HTTP 401)"),
    ("a strange status", answering(418), "the server answers with HTTP 418"),
    ("too many requests", answering(429, Retry_After="1"), "too many requests (HTTP 429), after 6 tries"),
    ("a long wait", answering(429, Retry_After="3600"), LONG_WAIT),
    ("not available", answering(503), "the server is not available (HTTP 503), after 6 tries"),
    ("HTML", answering(200, HTML, Content_Type="text/html; charset=utf-8"), A_PAGE),
    ("HTML in disguise", answering(200, HTML), NO_DUMP),
    ("HTML later", later(answering(206, HTML, Content_Type="text/html")), A_PAGE),
    ("no empty file is a dump", answering(416), NO_DUMP),
    ("another host", answering(302, Location="https://evil.example/x?key=SECRET"), TRUSTED),
    ("no address", answering(302, Location="http://[x/"), "redirects to something that is no address"),
    ("redirects without end", answering(301, Location="/dump.xml"), "more than 5 redirects"),
    ("no Content-Range", answering(206, b"x" * HEAD), NO_PART),
    ("a Content-Range of nonsense", answering(206, b"x", Content_Range="bytes 0-x/*"), NO_PART),
    ("another part", parts(shift=5), f"the server sends the bytes 5 to {HEAD - 1:,} instead of 0 to {HEAD - 1:,}"),
    ("a shorter part", parts(cut=5), f"the server sends the bytes 0 to {HEAD - 6:,} instead of 0 to {HEAD - 1:,}"),
    ("a longer part", parts(longer=5), f"the server sends {HEAD + 5:,} bytes as a part of {HEAD:,}"),
    ("another size", later(parts(more=5)), CHANGED),
    ("another version", later(tagged), CHANGED),
    ("too much", unlimited, "the server sends more bytes than it says"),
    ("the whole file, later", later(answering(200, DUMP)), "the server sends the whole file instead of the part that was asked for"),
    ("no such bytes", later(answering(416)), "the server has no byte 0, although it says that the file is larger"),
    (
        "a file that is shorter",
        later(lambda handler, data: handler.part(data, *handler.range, body=b"")),
        "the server sends 0 bytes as a part of 10,011",
    ),
]


@pytest.mark.parametrize(("behaviour", "reason"), [pytest.param(*rest, id=name) for name, *rest in WRONG])
def test_what_a_server_does_wrong_is_one_line(
    run: Runner, server: FarServer, here: Path, waits: list[float], behaviour: Behaviour, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "XML_PIECE", 10_011)
    server.behave = behaviour
    result = run("extract", server.address("dump.xml", "me:PASSWORD@") + "?key=SECRET", "-o", "-", "--quiet", "--processes", 1)
    shown = f"http://…@127.0.0.1:{server.port}/dump.xml?…"
    assert result == Run(2, "", f"{shown}: {reason}\n")


def test_a_server_without_ranges_that_breaks(run: Runner, server: FarServer, here: Path) -> None:
    server.behave = lambda handler, data: handler.answer(200, data[:50_000], {}, length=len(data))
    result = run("extract", server.address("dump.xml"), "-o", "-", "--quiet", "--processes", 1)
    assert result.status == 2
    assert result.err.startswith(f"{server.address('dump.xml')}: the connection broke after ")
    assert result.err.endswith(" bytes, and this server cannot go on from there: download the file\n")
    assert result.err.count("\n") == 1


def test_nobody_there(run: Runner, server: FarServer, here: Path, waits: list[float]) -> None:
    address = server.address("dump.xml").replace(f":{server.port}/", ":1/")
    assert run("extract", address, "-o", "-") == Run(2, "", f"{address}: connection refused, after 6 tries\n")
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_certificate_that_nobody_knows(run: Runner, here: Path) -> None:
    if shutil.which("openssl") is None and not os.environ.get("CI"):
        pytest.skip("openssl is missing")
    certificate = here / "own.pem"
    made = subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out own.pem -days 2 -subj /CN=127.0.0.1".split(), capture_output=True
    )
    assert made.returncode == 0, made.stderr
    certificate.write_bytes(certificate.read_bytes() + (here / "key.pem").read_bytes())
    with FarServer(FORMS).serving(certificate) as server:
        address = server.address("dump.xml")
        result = run("extract", address, "-o", "-")
    assert result == Run(2, "", f"{address}: no safe connection: self-signed certificate\n")
    assert server.requests == []


@pytest.mark.parametrize(
    "address", ["http://user:pass/word@host/x.xml", "https://host:99999999/x", "https:///x", "https://[::1/x", "http://ü..ü/x"]
)
def test_an_address_that_is_none_is_one_line(run: Runner, here: Path, waits: list[float], address: str) -> None:
    result = run("extract", address, "-o", "-")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "word" not in result.err


def test_stores_need_their_packages(run: Runner, here: Path) -> None:
    assert run("extract", "s3://bucket/dump.xml", "-o", "-").err == (
        "s3://bucket/dump.xml: needs another package; install it with: pip install s3fs\n"
    )
    unknown = run("extract", "gopher://host/dump.xml", "-o", "-")
    assert unknown == Run(2, "", "gopher://host/dump.xml: gopher:// is no kind of address that is known (https, s3, gs, hdfs ...)\n")


def test_nothing_needs_the_network_unless_an_address_is_given() -> None:
    code = "import sys, infobox.dumps.commands as c; print([n for n in ('requests', 'fsspec', 'aiohttp', 'urllib3') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=package_environment())
    assert (done.stdout, done.stderr) == ("[]\n", "")


# --- secrets ------------------------------------------------------------------------------------------------------------------------


def test_a_login_is_sent_and_never_shown(run: Runner, server: FarServer, here: Path) -> None:
    address = server.address(NAME, "me:PASS%40WORD@") + "?key=SECRET"
    result = run("extract", address, "--titles", "/dev/null", "-o", "-")
    (here / "titles").write_text("Page 33\nPage nowhere\n", "utf-8")
    result = run("extract", address, "--titles", "titles", "-o", "out.jsonl", "--errors", "errors.jsonl", "--processes", 1)
    assert result.status == 1
    assert {login for _, _, login in server.requests} == {"Basic bWU6UEFTU0BXT1JE"}
    assert all(path.endswith("?key=SECRET") for path, _, _ in server.requests)
    written = "".join(path.read_text("utf-8") for path in here.glob("*.jsonl"))
    for secret in ("PASS", "SECRET", "bWU6"):
        assert secret not in result.out + result.err + written


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["s3", "https", "hdfs"]))
def test_no_address_shows_what_may_be_a_secret(before: str, after: str, scheme: str) -> None:
    for whole in (f"{scheme}://{before}SECRET@host/x", f"{scheme}://host/x?{before}SECRET{after}", f"{scheme}://a:b/SECRET@host:x/"):
        if "SECRET" in str(place(whole)):
            assert "/" in before, "only what stands in the path is shown"


def test_an_address_is_sent_to_other_processes_with_all_that_is_known() -> None:
    address = FarAddress("https://me:p@host/a/x.bz2?key=1", 5, "tag")
    copied = pickle.loads(pickle.dumps(address))
    assert (str(copied), copied.whole, copied.size, copied.mark) == ("https://…@host/a/x.bz2?…", address.whole, 5, "tag")
    assert copied.near("y").whole == "https://me:p@host/a/y?key=1"
    assert copied.name == "x.bz2"
    assert place("C:\\dumps\\x.bz2") == "C:\\dumps\\x.bz2"
    assert not isinstance(place("a://x"), FarAddress)


# --- by fsspec ----------------------------------------------------------------------------------------------------------------------


def test_stores_of_fsspec(run: Runner, here: Path) -> None:
    import fsspec

    store = fsspec.filesystem("memory")
    for name, data in {**FORMS, LISTING: PACKED_INDEX}.items():
        store.pipe_file(f"/far/{name}", data)
    for name in FORMS:
        assert run("extract", f"memory://far/{name}", "-o", "-", "--quiet", "--processes", 1).out.splitlines() == records(here)
    assert len(run("extract", "memory://far/dump.xml*", "-o", "-", "--quiet", "--processes", 1).records) == 4 * 80
    assert run("extract", "memory://far/none*", "-o", "-").err == "memory://far/none*: no file matches this pattern\n"
    assert run("extract", "memory://far/none", "-o", "-").err == "memory://far/none: no such file\n"
    (here / "titles").write_text("Page 33\n", "utf-8")
    assert len(run("extract", f"memory://far/{NAME}", "--titles", "titles", "-o", "-", "--quiet", "--processes", 1).records) == 1


def test_outputs_appear_at_their_addresses_when_they_are_complete(run: Runner, dumps: Path, here: Path) -> None:
    (here / "there").mkdir()
    there = f"file://{here}/there"
    arguments = ("extract", dumps / "dump.xml", "--processes", 1)
    outputs = (
        "-o",
        f"{there}/out.jsonl.gz",
        "--errors",
        f"{there}/errors.jsonl",
        "--tables",
        f"{there}/tables",
        "--tables",
        f"{there}/x.db",
    )
    assert run(*arguments, *outputs).status == 0
    assert gzip.decompress((here / "there" / "out.jsonl.gz").read_bytes()).decode() == alone(dumps / "dump.xml")
    assert run(*arguments, "-o", "out.jsonl", "--tables", "tables", "--tables", "x.db", "--quiet").status == 0
    for path in [*(here / "tables").iterdir(), here / "x.db"]:
        assert (here / "there" / path.relative_to(here)).read_bytes() == path.read_bytes()
    assert not list(here.glob("upload-*"))
    assert not list((here / "there").glob("*.part"))


def test_an_output_that_cannot_be_written_is_said_before_anything_is_read(run: Runner, dumps: Path, here: Path, server: FarServer) -> None:
    dump = dumps / "dump.xml"
    assert run("extract", dump, "-o", server.address("out.jsonl")).err == (
        f"{server.address('out.jsonl')}: files are read from there, not written (s3://, gs:// and hdfs:// can be written)\n"
    )
    assert run("extract", dump, "-o", f"file://{here}/no/out.jsonl").err == f"file://{here}/no/out.jsonl: cannot be written: no such file\n"
    (here / "dump.jsonl").write_bytes(DUMP)
    same = f"file://{here}/dump.jsonl"
    assert run("extract", same, "-o", same).err == f"{same}: named twice, so it would be overwritten; give each output its own name\n"
    assert (here / "dump.jsonl").read_bytes() == DUMP
    assert not list(here.glob("upload-*"))


def test_an_output_that_could_not_be_put_is_kept(run: Runner, dumps: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infobox.dumps.far_outputs.check_writable", lambda _address: None)
    (here / "no").touch()
    result = run("extract", dumps / "dump.xml", "-o", f"file://{here}/no/out.jsonl", "--quiet", "--processes", 1)
    assert (
        result.err
        == f"file://{here}/no/out.jsonl: cannot be written: file exists; the output is complete in upload-out.jsonl: copy it there\n"
    )
    assert (here / "upload-out.jsonl").read_text("utf-8") == alone(dumps / "dump.xml")
