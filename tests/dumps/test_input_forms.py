"""What `infobox extract` reads beside whole dumps, and what is wrong with inputs."""

from __future__ import annotations

import bz2
import gzip
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infobox.dumps.content_exports import missing_parts, wiki_of
from infobox.pages import rows, sources
from infobox.pages.damaged import lost_pipes
from infobox.pages.export import LONGEST_PAGE
from tests.command_line import Maker, Run, Runner, package_environment
from tests.dumps.making import BOX, FOOT, HEAD, xml
from tests.dumps.making import page as element
from tests.dumps.small import DUMP, INDEX, MULTISTREAM, noting

pyarrow: Any = importlib.import_module("pyarrow")  # it has no types
parquet: Any = importlib.import_module("pyarrow.parquet")

FOUR = [element(name, BOX % name, number=number) for number, name in enumerate(("Aa", "Bb", "Cc", "Dd"), 1)]


def battles(result: Run) -> list[str]:
    """The names of the records' pages."""
    return [record["page"]["title"] for record in result.records]  # type: ignore[index]


def both(run: Runner, *arguments: str | Path) -> list[Run]:
    """What parse and extract give."""
    return [run("parse", "--quiet", "--format", "jsonl", *arguments), run("extract", "--quiet", "-o", "-", "--processes", 1, *arguments)]


def test_what_is_broken_in_a_table_is_named_by_its_line(run: Runner, page: Maker) -> None:
    rows = page('{"title": "A", "text": "a"}\r\n\r\nnonsense\r\n{"title": "B"}', "a.jsonl")
    _, extracted = both(run, "--text-column", "text", rows)
    assert extracted.err.splitlines() == [
        f"{rows}: line 3: no JSON object: JSON is malformed: invalid character (byte 4)",
        f"{rows}: line 4: no text in the column text",
    ]
    run("extract", rows, "--text-column", "text", "-o", "-", "--errors", rows.with_name("errors"), "--quiet", "--processes", 1)
    assert [json.loads(line).get("offset") for line in rows.with_name("errors").read_text("utf-8").splitlines()] == [None, None]


# --- broken pages -------------------------------------------------------------------------------------------------------------------

BREAKS = {
    "a character": lambda page: page.replace(b"conflict = ", b"conflict = \1"),
    "an entity": lambda page: page.replace(b"conflict = ", b"conflict = &nope;"),
    "bytes": lambda page: page.replace(b"conflict = ", b"conflict = \xff"),
    "a tag": lambda page: page.replace(b"<revision>", b"<revision", 1),
    "cut in its text": lambda page: page[: page.index(b"| date")],
    "cut in an entity": lambda page: page[: page.index(b"&quot;") + 3] if b"&quot;" in page else page[: page.index(b"| date")] + b"&am",
    "cut in a tag": lambda page: page[: page.index(b"<text") + 3],
    "cut in its beginning": lambda page: page[: page.index(b"<ns>")],
}


@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_broken_page_costs_no_other(run: Runner, page: Maker, broken: str, place: int) -> None:
    pages = [*FOUR]
    pages[place] = BREAKS[broken](pages[place])
    whole = [name for number, name in enumerate(("Aa", "Bb", "Cc", "Dd")) if number != place]
    parsed, extracted = both(run, page(HEAD + b"".join(pages) + FOOT, "a.xml"))
    assert battles(parsed) == whole
    assert extracted.out == parsed.out
    assert len(extracted.err.splitlines()) == 1
    assert (parsed.status, extracted.status) == (2, 1)
    assert len(parsed.err.splitlines()) == 1
    assert "broken XML" in parsed.err
    history = run("history", "--quiet", page(HEAD + b"".join(pages) + FOOT, "a.xml"))
    assert [step["title"] for step in history.records if step["title"] in whole] == whole


def test_the_line_of_a_break_is_that_of_the_file(run: Runner, page: Maker) -> None:
    pages = [*FOUR]
    pages[0] = BREAKS["a character"](pages[0])
    pages[2] = BREAKS["a character"](pages[2])
    data = HEAD + b"".join(pages) + FOOT
    lines = [number for number, line in enumerate(data.split(b"\n"), 1) if b"\1" in line]
    said = run("parse", "--quiet", page(data, "a.xml")).err.splitlines()
    assert [int(line.split("line ")[1].split(":")[0]) for line in said] == lines
    assert ["(in the page Aa)" in said[0], "(in the page Cc)" in said[1]] == [True, True]


def test_an_export_that_begins_with_a_comment(run: Runner, page: Maker) -> None:
    parsed, extracted = both(run, page(b"<!-- x -->\n<!-- y -->" + xml(FOUR), "a.xml"))
    assert battles(parsed) == ["Aa", "Bb", "Cc", "Dd"]
    assert parsed == extracted


def test_an_export_that_is_cut_off_gives_what_precedes(run: Runner, page: Maker) -> None:
    parsed, extracted = both(run, page((HEAD + b"".join(FOUR))[:-60], "a.xml"))
    assert battles(parsed) == ["Aa", "Bb", "Cc"]
    assert parsed.out == extracted.out
    assert (parsed.status, extracted.status) == (2, 1)


@pytest.mark.parametrize("size", [11 << 20, LONGEST_PAGE - 4096])
def test_a_text_may_have_as_many_bytes_as_are_documented(run: Runner, page: Maker, size: int) -> None:
    file = page(xml([element("Aa", BOX % 1 + "x" * size), FOUR[1]]), "a.xml")
    parsed, extracted = both(run, file)
    assert battles(parsed) == ["Aa", "Bb"]
    assert parsed == extracted


def test_a_longer_page_is_left_out_and_the_next_is_read(run: Runner, page: Maker) -> None:
    file = page(xml([FOUR[0], element("Long", BOX % 1 + "x" * (LONGEST_PAGE + 1)), FOUR[1]]), "a.xml")
    parsed, extracted = both(run, file)
    assert battles(parsed) == ["Aa", "Bb"]
    assert parsed.out == extracted.out
    assert [len(result.err.splitlines()) for result in (parsed, extracted)] == [1, 1]
    assert "the page has more than 32 MiB of XML and is not read (in the page Long)" in parsed.err


def test_an_attribute_cannot_multiply(page: Maker, tmp_path: Path) -> None:
    """Not in a large text either, for which the parser has no limits: in a process of 600 MB."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    pages = b"".join(FOUR).decode().replace("<revision>", '<revision a="&e11;">')
    data = f'<!DOCTYPE mediawiki [<!ENTITY e0 "{"x" * 100}">{entities}]>{HEAD.decode()}{pages}{FOOT.decode()}'
    page(data, "bomb.xml")
    page(f'<?xml version="1.0"?>{"<!-- x -->" * 2000}{data}', "late.xml")
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); "
    code += "from infobox.cli import main; sys.exit(main(sys.argv[1:]))"
    for name in ("bomb.xml", "late.xml"):
        done = subprocess.run(
            [sys.executable, "-c", code, "parse", tmp_path / name], capture_output=True, text=True, check=False, env=package_environment()
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "document type" in done.stderr


# --- namespaces, pieces cut out -----------------------------------------------------------------------------------------------------


def test_an_export_before_namespaces_were_stated_has_those_of_its_titles(run: Runner, page: Maker) -> None:
    spaces = b'<namespaces><namespace key="0" /><namespace key="2">User</namespace><namespace key="10">Template</namespace></namespaces>'
    head = HEAD.replace(b"</siteinfo>", spaces + b"</siteinfo>").replace(b"0.11", b"0.3")
    titles = ["Aa", "Template:Aa", "User:Aa", "Operation: Aa", "user:Bb"]
    data = head + b"".join(element(title, BOX % 1).replace(b"<ns>0</ns>", b"") for title in titles) + FOOT
    parsed, extracted = both(run, page(data, "a.xml"))
    assert [record["page"]["namespace"] for record in parsed.records] == [0, 10, 2, 0, 2]  # type: ignore[index]
    assert extracted.out.splitlines() == [line for place, line in enumerate(parsed.out.splitlines()) if place in (0, 1, 3)]
    assert run("extract", page(data, "a.xml"), "-o", "-", "--quiet", "--namespaces", "all").out == parsed.out


def test_pages_cut_out_of_a_dump_end_with_their_last(run: Runner, page: Maker) -> None:
    whole = page(b"".join(FOUR), "a.xml")
    assert [battles(result) for result in both(run, whole)] == [["Aa", "Bb", "Cc", "Dd"]] * 2
    cut = both(run, page(b"".join(FOUR)[:-100], "b.xml"))
    assert [(battles(result), result.status) for result in cut] == [(["Aa", "Bb", "Cc"], 2), (["Aa", "Bb", "Cc"], 1)]


def test_pipes_that_an_export_lost_are_reported(run: Runner, page: Maker) -> None:
    lost = (BOX % "Aa").replace("\n| ", "\n ")
    parsed, extracted = both(run, page(xml([element("Aa", lost)]), "a.xml"))
    assert "lost the | at their beginnings" in extracted.err
    assert "lost the | at their beginnings" in parsed.err
    errors = page("", "errors")
    run("extract", page(xml([element("Aa", lost)]), "a.xml"), "-o", "-", "--errors", errors)
    assert json.loads(errors.read_text())["why"] == "damaged text"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("{{Infobox military conflict\nconflict = Aa\ndate = 1943\n}}", True),
        ("{{Infobox_war\n conflict=Aa\n date = 1943\n}}", True),
        ("{{Infobox military conflict\n| conflict = Aa\n| date = 1943\n}}", False),
        ("{{Infobox military conflict\nconflict = Aa\n| date = 1943\n}}", False),
        ("{{Infobox military conflict|\nconflict = Aa|\ndate = 1943\n}}", False),
        ("{{Infobox military conflict}}\n", False),
        ("{{Infobox ship\nconflict = Aa\ndate = 1943\n}}", False),
        ("conflict = Aa\ndate = 1943\n", False),
    ],
)
def test_lost_pipes(text: str, lost: bool) -> None:
    assert lost_pipes(text) is lost


# --- the index and the pages that are asked for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", [INDEX.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + INDEX, b"\xef\xbb\xbf" + INDEX.replace(b"\n", b"\r\n")])
def test_an_index_as_other_systems_write_it(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch, index: bytes) -> None:
    dump, titles = page(MULTISTREAM, "a-multistream.xml.bz2"), page("Page 3\n", "titles")
    read = noting(monkeypatch)
    result = run("extract", dump, "-o", "-", "--quiet", "--titles", titles, "--index", page(index, "index"), "--processes", 1)
    assert (battles(result), result.status, result.err, len(read)) == (["Page 3"], 0, "", 1)


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_asked_for_by_number(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    dump = page(MULTISTREAM, "a-multistream.xml.bz2") if packed else page(DUMP, "a.xml")
    if packed:
        page(INDEX, "a-multistream-index.txt")
    titles = page("#3\nPage 33\n#033\n#999999\n", "titles")
    read = noting(monkeypatch)
    result = run("extract", dump, "-o", "-", "--quiet", "--titles", titles, "--processes", 1)
    assert battles(result) == ["Page 3", "Page 33"]
    assert result.err == "no page of the dump has the number 999999\n"
    assert not packed or len(read) == 2
    assert {step["title"] for step in run("history", dump, "--titles", titles, "--quiet").records} == {"Page 3", "Page 33"}


def test_a_line_that_is_neither_a_title_nor_a_number(run: Runner, page: Maker) -> None:
    titles = page("Page 3\n#three\n", "titles")
    for verb in (["extract", "-o", "-"], ["history"]):
        result = run(*verb, page(DUMP, "a.xml"), "--titles", titles)
        assert result == Run(2, "", f"{titles}:2: neither a title nor the number of a page, such as #12\n")


def test_titles_choose_rows(run: Runner, page: Maker) -> None:
    lines = "".join(json.dumps({"id": number, "title": f"P {number}", "text": BOX % number}) + "\n" for number in range(5))
    titles = page("p_2\n#4\nNo such\n", "titles")
    result = run("extract", page(lines, "a.jsonl"), "-o", "-", "--quiet", "--text-column", "text", "--titles", titles)
    assert battles(result) == ["P 2", "P 4"]
    assert (result.status, result.err) == (1, "no page of the dump has the title No such\n")


def test_a_number_without_its_sign_is_a_title(run: Runner, page: Maker) -> None:
    result = run("extract", page(DUMP, "a.xml"), "-o", "-", "--quiet", "--titles", page("12\n", "titles"))
    assert (result.status, result.err) == (1, "no page of the dump has the title 12 (#12 is the page with this number)\n")


# --- rows ---------------------------------------------------------------------------------------------------------------------------


def test_rows_with_something_wrong_are_reported_and_the_others_read(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LONGEST_ROW", 100_000)
    good = json.dumps({"text": BOX % 1, "title": "Good"})
    odd = [
        "",
        "[1]",
        '{"text": 5}',
        '{"text": null}',
        '{"title": "x"}',
        '{"text": "a',
        "[" * 50_000,
        '{"text": ' + "[" * 50_000,
        '"\\ud800"',
    ]
    odd += [json.dumps({"text": "x" * 100_000}), '{"text": "\\ud800"}', '{"title": ' + "1" * 5000 + ', "text": "a"}']
    data = "\ufeff" + "\r\n".join([good, *odd, good])
    parsed, extracted = both(run, page(data, "a.jsonl"), "--text-column", "text")
    assert battles(parsed) == ["Good", "Good"]
    assert parsed.out == extracted.out
    assert (parsed.status, extracted.status) == (2, 1)
    said = [line for line in parsed.err.splitlines() if "no military-conflict infobox" not in line]
    assert len(said) >= len(odd) - 2
    assert all(line.startswith(f"{page(data, 'a.jsonl')}:") for line in said)


@pytest.mark.parametrize(
    ("data", "name", "options", "said"),
    [
        (b'{"id": 1, "body": "x"}\n', "a.jsonl", ["--text-column", "text"], "no column text; it has: id, body"),
        (b'{"text": "x"}\n', "a.jsonl", ["--text-column", "text", "--title-column", "name"], "no column name; it has: text"),
        (b'[{"text": "x"}]\n', "a.jsonl", ["--text-column", "text"], "an array, not JSON lines"),
        (b'{"text": "x"}\n', "a.jsonl", [], "if its rows hold pages, name their column of wikitext with --text-column"),
        (b"PAR1" + b"x" * 100, "a.parquet", ["--text-column", "text"], "broken Parquet: "),
        (b"PAR1" + b"x" * 100 + b"PAR1", "a.parquet", ["--text-column", "text"], "broken Parquet: "),
        (
            gzip.compress(b"PAR1xxxx"),
            "a.parquet.gz",
            ["--text-column", "text"],
            "Parquet is read only from a file, which is not compressed",
        ),
    ],
)
def test_rows_that_cannot_be_read_at_all_are_one_line(
    run: Runner, page: Maker, data: bytes, name: str, options: list[str], said: str
) -> None:
    for result in both(run, page(data, name), *options):
        assert (result.status, result.out) == (2, "")
        assert said in result.err
        assert len(result.err.splitlines()) == 1


def parquet_of(folder: Path, columns: dict[str, Any], **options: Any) -> Path:
    """A Parquet file with these columns."""
    file = folder / "a.parquet"
    parquet.write_table(pyarrow.table(columns), file, **options)
    return file


def test_parquet_has_the_pages_of_its_rows(run: Runner, tmp_path: Path) -> None:
    texts = [BOX % number for number in range(300)]
    texts[7] = None  # type: ignore[call-overload]
    file = parquet_of(tmp_path, {"page_title": [f"P {number}" for number in range(300)], "body": texts}, row_group_size=50)
    parsed, extracted = both(run, file, "--text-column", "body")
    assert battles(parsed) == [f"P {number}" for number in range(300) if number != 7]
    assert parsed.out == extracted.out
    assert parsed.err == f"{file}: row 8: no text in the column body\n"
    whole = [run("extract", file, "-o", "-", "--quiet", "--text-column", "body", "--processes", number).out for number in (1, 3)]
    assert whole == [parsed.out] * 2


def test_a_column_that_is_no_text_or_is_not_named(run: Runner, tmp_path: Path) -> None:
    file = parquet_of(tmp_path, {"body": [1, 2], "title": ["a", "b"]})
    for options, said in (
        ([], "rows, not a page: name the column of wikitext with --text-column; it has: body, title"),
        (
            ["--text-column", "body"],
            "the column body is int64, not text",
        ),
    ):
        for result in both(run, file, *options):
            assert result == Run(2, "", f"{file}: {said}\n")


def test_texts_that_are_too_long_are_refused_and_repeated_ones_held_once(run: Runner, tmp_path: Path) -> None:
    """2,000 rows with one text of 20 MiB are 40 GB, if each row has its own; the next file is one text of 40 MiB."""
    page = BOX % 1 + "x" * (20 << 20)
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 2000 + [1], pyarrow.int32()), pyarrow.array([page, BOX % 2]))
    file = parquet_of(tmp_path, {"text": column, "title": [str(number) for number in range(2001)]})
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30)); from infobox.pages.rows import *\n"
    code += "print(sum(1 for _ in zip(range(70), parquet_rows(sys.argv[1], Columns('text'), print))))"
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=False, env=package_environment())
    assert (done.stdout, done.stderr) == ("70\n", "")
    file = parquet_of(tmp_path, {"text": ["x" * (40 << 20)]})
    for result in both(run, file, "--text-column", "text"):
        assert result == Run(2, "", f"{file}: the texts in the column text have more than 32 MiB each; they are not read\n")


def test_a_small_file_that_unpacks_to_a_huge_page(run: Runner, page: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_LONGEST_UNPACKED", 1 << 20)
    for file in (page(gzip.compress(b"x" * (9 << 20)), "a.wikitext"), page(bz2.compress(b"{" + b" " * (9 << 20)), "b.wikitext")):
        result = run("parse", "--quiet", file)
        assert (result.status, result.out) == (2, "")
        assert result.err == f"{file}: unpacks to more than 1 MiB, which no page has\n"


def test_columns_without_text(run: Runner, page: Maker) -> None:
    for verb in (["parse"], ["check"], ["extract", "-o", "-"]):
        result = run(*verb, page("x"), "--title-column", "title")
        assert (result.status, result.out) == (2, "")
        assert f"infobox {verb[0]}: --title-column needs --text-column" in result.err


# --- folders ------------------------------------------------------------------------------------------------------------------------


def test_a_folder_of_dumps_is_read_in_the_order_of_its_pages(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    for first, name in ((2, "Aa"), (10, "Bb"), (100, "Cc")):
        (folder / "more").mkdir(parents=True, exist_ok=True)
        place = folder / f"enwiki-2026-03-01-p{first}p{first * 2}.xml.bz2"
        place.write_bytes(bz2.compress(xml([element(name, BOX % name)]).replace(b"<dbname>enwiki</dbname>", b"")))
    for name in ("dump-multistream-index.txt", "enwiki-md5sums.txt", "enwiki-multistream-index3.txt", "_SUCCESS"):
        (folder / name).write_text("616:12:Aa\n")
    for result in both(run, folder):
        assert battles(result) == ["Aa", "Bb", "Cc"]
        assert (result.status, result.err) == (0, "")
    assert {record["page"]["wiki"] for record in both(run, folder)[1].records} == {"enwiki"}  # type: ignore[index]


def test_rows_in_a_folder_are_read_if_their_column_is_named(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps({"text": BOX % 1, "title": "Aa"}))
    (folder / "b.wikitext").write_text(BOX % 2)
    assert [len(result.records) for result in both(run, folder)] == [1, 1]
    assert [len(result.records) for result in both(run, folder, "--text-column", "text")] == [2, 2]


@pytest.mark.skipif(os.name != "posix", reason="files of Unix")
def test_links_in_a_folder_lead_nowhere_twice(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "a.xml").write_bytes(xml(FOUR))
    (folder / "up").symlink_to("..")
    (folder / "loop.xml").symlink_to("loop.xml")
    for result in both(run, folder):
        assert (battles(result), result.status) == (["Aa", "Bb", "Cc", "Dd"], 0)


@pytest.mark.parametrize(
    ("name", "wiki"),
    [
        ("enwiki-2026-03-01-p10p1147431.xml.bz2", "enwiki"),
        ("a/zh_min_nanwiki-2026-03-01-p1p9.xml.bz2", "zh_min_nanwiki"),
        ("enwiki-20260301-pages-articles-multistream.xml.bz2", ""),
        ("enwiki-2026-03-01-p10p1147431.xml", ""),
    ],
)
def test_the_wiki_in_the_name_of_a_part(name: str, wiki: str) -> None:
    assert wiki_of(name) == wiki


def test_parts_that_are_not_there_are_remarked(run: Runner, tmp_path: Path) -> None:
    name = "enwiki-2026-03-01-p{}p{}.xml.bz2"
    part = tmp_path / name.format(1, 9)
    part.write_bytes(bz2.compress(xml(FOUR)))
    sums = tmp_path / "SHA256SUMS"
    sums.write_text("".join(f"{'0' * 64}  {name.format(first, last)}\n" for first, last in ((1, 9), (10, 19), (20, 29))))
    said = f"{sums}: lists 2 files that are not there, such as {name.format(10, 19)}"
    assert list(missing_parts([str(part), str(tmp_path / "other.xml")])) == [said]
    assert said in run("extract", tmp_path, "-o", "-").err
    assert run("extract", tmp_path, "-o", "-", "--quiet").err == ""
