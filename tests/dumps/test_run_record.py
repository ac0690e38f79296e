"""What stands beside a run: check sums that were compared, the manifest, and the list of what was not understood."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.dumps.checksums import FileSums, PublishedSum, published
from infobox.pages.sources import PageError
from tests.command_line import Maker, Run, Runner
from tests.dumps.making import BOX, xml
from tests.dumps.making import page as element
from tests.dumps.small import DUMP, FORMS, INDEX, MULTISTREAM, interrupt, noting, when_read

pytestmark = pytest.mark.usefixtures("small_pieces")

ODD = "{{Infobox military conflict\n| conflict = Battle\n| date = around noon\n| result = {{odd one|x}}\n"
ODD += "| strength1 = {{strange|5}} men\n}}\n"


def summed(algorithm: str, data: bytes) -> str:
    """The hexadecimal digits of a sum."""
    return hashlib.new(algorithm, data).hexdigest()


# --- check sums ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
def test_a_dump_is_compared_with_its_published_sum(run: Runner, dumps: Path, name: str, algorithm: str, processes: int) -> None:
    right, wrong = summed(algorithm, FORMS[name]), summed(algorithm, b"another")
    arguments = ["extract", dumps / name, "-o", "-", "--quiet", "--processes", processes, "--checksums", dumps / "SUMS"]
    (dumps / "SUMS").write_text(f"{wrong}  other.xml\n{right}  {name}\n")
    alone = run(*arguments)
    assert (alone.status, alone.err) == (0, "")
    (dumps / "SUMS").write_text(f"{wrong} *./{name}\r\n")
    result = run(*arguments)
    assert (result.status, result.out) == (1, alone.out)
    said = f"its {algorithm} is {right}, but SUMS says {wrong}: it is damaged or another file; download it again"
    assert result.err == f"{dumps / name}: {said}\n"


def test_the_sum_is_that_of_the_whole_file_if_only_some_streams_are_read(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    dump, titles = page(MULTISTREAM, "a-multistream.xml.bz2"), page("Page 3\n", "titles")
    page(INDEX, "a-multistream-index.txt")
    sums = page(f"{summed('md5', MULTISTREAM)}  {dump.name}\n", "a-md5sums.txt")
    read = noting(monkeypatch)
    result = run("extract", dump, "-o", "-", "--quiet", "--titles", titles, "--checksums", sums, "--processes", 1)
    assert (result.status, len(result.records), len(read)) == (0, 1, 1)


def test_a_run_that_goes_on_compares_the_whole_file(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, dump = dumps / "out.jsonl", dumps / "dump.xml.bz2"
    (dumps / "SUMS").write_text(f"{summed('sha1', FORMS['dump.xml.bz2'])}  dump.xml.bz2\n")
    arguments = ["extract", dump, "-o", out, "--quiet", "--checksums", dumps / "SUMS"]
    with monkeypatch.context() as patched:
        when_read(patched, interrupt)
        run(*arguments)
    assert run(*arguments, "--resume") == Run(0, "", "")
    assert json.loads((dumps / "out.jsonl.manifest.json").read_text())["inputs"][0]["as_published"] is True


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        (f"{'0' * 64}  other.xml\n", "has no check sum of dump.xml"),
        ("", "contains no check sum"),
        ("<html></html>\n", ":1: no check sum with the name of its file"),
        (f"{'0' * 63}  dump.xml\n", ":1: no check sum with the name of its file"),
        (f"{'0' * 64}  dump.xml\n{'1' * 64}  dump.xml\n", ":2: another check sum for dump.xml than before"),
        (b"\xff\xfe", "not UTF-8, so no file of check sums"),
    ],
)
def test_sums_that_do_not_help(run: Runner, dumps: Path, sums: str | bytes, said: str) -> None:
    (dumps / "SUMS").write_bytes(sums if isinstance(sums, bytes) else sums.encode())
    result = run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl", "--checksums", dumps / "SUMS")
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert said in result.err
    assert not list(dumps.glob("out*"))


def test_a_pipe_has_no_published_sum(run: Runner, page: Maker) -> None:
    sums = page(f"{'0' * 64}  dump.xml\n", "SUMS")
    result = run("extract", "-", "-o", "-", "--checksums", sums, stdin=DUMP)
    assert result == Run(2, "", "-: --checksums needs files: a pipe has no published check sum\n")


@pytest.mark.parametrize(
    ("line", "algorithm"),
    [
        (f"{'A' * 32}  a b.xml", "md5"),
        (f"{'a' * 40} *a b.xml", "sha1"),
        (f"SHA256 (a b.xml) = {'a' * 64}", "sha256"),
        (f"\ufeff{'a' * 128}  folder/a b.xml", "sha512"),
    ],
)
def test_forms_of_published_sums(page: Maker, line: str, algorithm: str) -> None:
    found = published(str(page(f"{line}\r\n\r\n", "sums")))
    assert found.of("any/a b.xml").algorithm == algorithm
    with pytest.raises(PageError):
        found.of("b.xml")


@given(st.binary(max_size=5000), st.lists(st.integers(0, 6000)))
def test_the_pieces_do_not_matter_to_a_sum(tmp_path_factory: pytest.TempPathFactory, data: bytes, ends: list[int]) -> None:
    file = tmp_path_factory.mktemp("sums") / "file"
    file.write_bytes(data)
    sums = FileSums(str(file), ["md5", "sha256"])
    for end in ends:
        sums.read(end)
    sums.read()
    assert (sums.digits("md5"), sums.digits()) == (summed("md5", data), summed("sha256", data))
    assert sums.compared(PublishedSum("md5", summed("md5", data)), "sums") == []


# --- the manifest -------------------------------------------------------------------------------------------------------------------


def manifest(out: Path) -> dict[str, Any]:
    """The manifest beside an output, without its time."""
    held: dict[str, Any] = json.loads(out.with_name(f"{out.name}.manifest.json").read_text("utf-8"))
    assert held.pop("made").endswith("Z")
    return held


def test_a_manifest_says_what_was_read_and_how(run: Runner, dumps: Path, page: Maker) -> None:
    titles = page("Page 3\nPage 6\n#9\n", "titles")
    run("extract", dumps / "dump.xml", dumps / "dump.xml.gz", "-o", dumps / "out.jsonl.gz", "--titles", titles, "--check", "--wiki", "fr")
    held = manifest(dumps / "out.jsonl.gz")
    assert held["inputs"] == [
        {"path": str(dumps / name), "form": form, "bytes": len(FORMS[name]), "sha256": summed("sha256", FORMS[name])}
        for name, form in (("dump.xml", "xml"), ("dump.xml.gz", "gzip"))
    ]
    assert held["options"] == {
        "namespaces": "all",
        "titles": {"file": str(titles), "number": 3},
        "wiki": "frwiki",
        "check": True,
        "validate": True,
        "source": False,
        "spans": False,
        "problems": False,
    }
    assert held["counts"]["records"] == 4
    assert held["format"] == "military-conflict/1.1"


def test_the_same_run_has_the_same_manifest(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = dumps / "out.jsonl"
    arguments = ["extract", dumps / "dump-multistream.xml.bz2", dumps / "dump.xml.zst", "-o", out, "--quiet"]
    made = []
    for processes in (1, 3):
        run(*arguments, "--processes", processes)
        made.append(manifest(out))
    with monkeypatch.context() as patched:
        when_read(patched, interrupt)
        run(*arguments)
    assert run(*arguments, "--resume").status == 0
    assert [*made, manifest(out)] == [made[0]] * 3


def test_there_is_no_manifest_without_an_output(run: Runner, dumps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(os.listdir(dumps))
    run("extract", dumps / "dump.xml", "-o", "-")
    when_read(monkeypatch, interrupt)
    run("extract", dumps / "dump.xml", "-o", dumps / "out.jsonl")
    assert not [name for name in set(os.listdir(dumps)) - before if "manifest" in name]


def test_a_manifest_never_replaces_an_input(run: Runner, dumps: Path) -> None:
    (dumps / "dump.xml").rename(dumps / "out.jsonl.manifest.json")
    result = run("extract", dumps / "out.jsonl.manifest.json", "-o", dumps / "out.jsonl")
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert "named twice, so it would be overwritten" in result.err


# --- what was not understood ----------------------------------------------------------------------------------------------------------


def odd_dump(page: Maker) -> Path:
    """A dump with pages that have problems, two infoboxes on one."""
    texts = [ODD, BOX % 1, f"é\n{BOX % 2}\n{ODD}", *[ODD] * 30]
    return page(xml([element(f"P {number}", text, number=number) for number, text in enumerate(texts)]), "dump.xml")


@pytest.mark.parametrize("processes", [1, 2])
def test_both_commands_list_the_same(run: Runner, page: Maker, tmp_path: Path, processes: int) -> None:
    dump, lists = odd_dump(page), [tmp_path / "parsed", tmp_path / "extracted"]
    assert run("parse", dump, "--problems", lists[0], "--format", "jsonl").err == ""
    assert run("extract", dump, "-o", "-", "--quiet", "--problems", lists[1], "--processes", processes).status == 0
    assert lists[0].read_bytes() == lists[1].read_bytes()
    found = [json.loads(line) for line in lists[0].read_text("utf-8").splitlines()]
    assert {line["page"]["title"] for line in found} == {"P 0", *(f"P {number}" for number in range(2, 33))}
    third = next(line for line in found if line["page"]["title"] == "P 2" and "odd one" in line["text"])
    text = f"é\n{BOX % 2}\n{ODD}"
    assert third["infobox"] == 2
    assert third["parameter"] == "result"
    assert text[slice(*third["span"])] == third["text"]
    assert text.split("\n")[third["line"] - 1][third["column"] - 1 :].startswith(third["text"].split("\n")[0])
    assert third["file"] == str(dump)
    assert third["message"]


def test_the_list_goes_on_with_the_run(run: Runner, page: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["extract", odd_dump(page), "-o", tmp_path / "out.jsonl", "--quiet", "--problems", tmp_path / "problems"]
    run(*arguments)
    whole = (tmp_path / "problems").read_bytes()
    (tmp_path / "problems").unlink()
    with monkeypatch.context() as patched:
        when_read(patched, interrupt)
        run(*arguments)
    assert not (tmp_path / "problems").exists()
    run(*arguments, "--resume")
    assert (tmp_path / "problems").read_bytes() == whole
    assert sorted(os.listdir(tmp_path)) == ["dump.xml", "out.jsonl", "out.jsonl.manifest.json", "problems"]


@pytest.mark.parametrize("verb", [["parse"], ["extract", "-o", "-"]])
def test_a_list_never_replaces_what_is_read(run: Runner, page: Maker, tmp_path: Path, verb: list[str]) -> None:
    dump = odd_dump(page)
    before = dump.read_bytes()
    for name, said in ((dump, "named twice"), (tmp_path, "a folder, not a file"), (tmp_path / "none" / "a", "no such folder")):
        result = run(*verb, dump, "--problems", name)
        assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert said in result.err
    assert dump.read_bytes() == before
    assert os.listdir(tmp_path) == ["dump.xml"]
