"""The bytes of a dump give the records of its pages, wherever they are cut."""

from __future__ import annotations

import bz2
import pickle
import tracemalloc
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox import page_readings
from infobox.dumps import extracting, prefilter, running, sifting, spellings
from infobox.dumps.extracting import Options, read_stream, read_xml
from infobox.dumps.joining import Joiner
from infobox.dumps.parts import Counts, Failure, PieceResult
from infobox.reading import read_boxes
from infobox.record import Page
from tests.dumps.making import BOX, FOOT, HEAD, multistream, page, some_pages, xml

PAGES = some_pages(24)
DUMP = xml(PAGES)


def expected(count: int = 24) -> list[str]:
    """The records of `some_pages`, each page read alone."""
    numbers = [number for number in range(count) if number % 3 == 0 and number % 5 != 4]
    return [
        reading.record.to_json()
        for number in numbers
        for reading in read_boxes(
            BOX % number + "x",
            page=Page(title=f"Page {number}", id=number, namespace=0, revision=number + 1000, timestamp="2026-01-02T03:04:05Z"),
        )
    ]


def joined(parts: Iterable[PieceResult], options: Options = extracting.STANDARD) -> tuple[list[str], list[Failure], Counts]:
    joiner = Joiner(options)
    lines: list[str] = []
    failures: list[Failure] = []
    counts = Counts()
    for part in parts:
        whole = joiner.add(part)
        lines += [line.decode() for line in whole.lines]
        failures += whole.failures
        counts = counts.plus(whole.counts)
    return lines, [*failures, *joiner.end(0)], counts


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    borders = [0, *sorted({place % len(data) for place in places} - {0}), len(data)]
    return [data[begin:end] for begin, end in pairwise(borders)]


def test_whole() -> None:
    lines, failures, counts = joined([read_xml(DUMP)])
    assert lines == expected()
    assert failures == []
    assert counts == Counts(pages=24, infoboxes=7, records=7)


@given(st.lists(st.integers(0, len(DUMP) - 1), max_size=12))
def test_cut_anywhere(places: list[int]) -> None:
    assert joined(map(read_xml, cut(DUMP, places))) == joined([read_xml(DUMP)])


@pytest.mark.parametrize("size", [3, 7, 100])
def test_cut_into_crumbs(size: int) -> None:
    dump = xml(PAGES[:4])
    crumbs = [dump[begin : begin + size] for begin in range(0, len(dump), size)]
    assert joined(map(read_xml, crumbs)) == joined([read_xml(dump)])


def test_the_streams_of_a_multistream_dump_are_whole_pages() -> None:
    dump, index = multistream(PAGES, 5)
    begins = sorted({int(line.split(b":")[0]) for line in index.splitlines()})
    streams = [dump[begin:end] for begin, end in zip(begins, [*begins[1:], None], strict=True)]
    parts = [read_stream(stream) for stream in streams]
    assert [record.to_json() for part in parts for record in part.records] == expected()
    assert [part.counts.pages for part in parts] == [5, 5, 5, 5, 4]
    assert not any((part.head or b"").strip() for part in parts)


def test_the_work_can_be_sent_to_other_processes() -> None:
    work, part = pickle.loads(pickle.dumps((read_xml, read_xml(DUMP))))
    assert work(DUMP) == part


# --- which pages --------------------------------------------------------------------------------------------------------------------


def one(text: str, options: Options = extracting.STANDARD, **named: object) -> PieceResult:
    return read_xml(xml([page("Aa", text, **named)]), options)  # type: ignore[arg-type]


def test_namespaces() -> None:
    assert [len(one(BOX % 1, namespace=number).lines) for number in (0, 1, 10, 2)] == [1, 0, 1, 0]
    assert [len(one(BOX % 1, Options(namespaces=None), namespace=number).lines) for number in (0, 1)] == [1, 1]


def test_several_infoboxes_of_a_page_are_numbered() -> None:
    records = one(BOX % 1 + BOX % 2).records
    assert [record.template.number for record in records if record.template] == [1, 2]


def test_the_newest_revision_counts() -> None:
    revision = b"<revision><id>%d</id><timestamp>20%d-01-01T00:00:00Z</timestamp><text>%s</text></revision>"
    element = b"<page><title>Aa</title><ns>0</ns><id>5</id>%s%s</page>" % (
        revision % (2, 26, (BOX % "new").encode()),
        revision % (1, 25, (BOX % "old").encode()),
    )
    [record] = read_xml(xml([element])).records
    assert record.conflict is not None
    assert record.conflict.text == "Battle of new"


def test_the_wiki_is_in_the_record() -> None:
    [record] = one(BOX % 1, Options(wiki="enwiki")).records
    assert record.page == Page(title="Aa", id=1, namespace=0, revision=1001, timestamp="2026-01-02T03:04:05Z", wiki="enwiki")


def test_titles() -> None:
    pages = [*some_pages(6), page("A & B", BOX % 1), page("Cc", "x"), page("Dd", BOX % 1, namespace=3)]
    part = read_xml(xml(pages), Options(namespaces=None, titles=frozenset(("A & B", "Cc", "Dd", "Page 4", "Ee"))))
    assert [record.page.title for record in part.records if record.page] == ["A & B", "Dd"]
    assert part.titles == {"A & B", "Cc", "Dd", "Page 4"}
    told = [(failure.why, failure.page.title) for failure in part.failures if failure.page]
    assert told == [("redirect", "Page 4"), ("no record", "Cc")]


def test_findings_are_in_the_record() -> None:
    [record] = one(
        "{{Infobox military conflict\n| conflict = Aa\n| comander1 = Bb\n| place = Aa\n| date = 1809\n}}", Options(check=True)
    ).records
    [finding] = [finding for finding in record.findings if finding.code == "P102" or finding.parameter == "comander1"]
    assert (finding.parameter, finding.line, finding.column, finding.text) == ("comander1", 3, 3, "comander1")
    assert one(BOX % 1).records == [record for record in one(BOX % 1, Options(check=True)).records if not record.findings]


def test_source_and_spans() -> None:
    [record] = one(BOX % 1, Options(source=True, spans=True, check=True)).records
    assert record.source == (BOX % 1).rstrip()
    assert record.date is not None
    assert record.date.span is not None


# --- what goes wrong ----------------------------------------------------------------------------------------------------------------


def whys(part: PieceResult) -> list[tuple[str, str]]:
    return [(failure.why, failure.page.title if failure.page else "") for failure in part.failures]


@pytest.mark.parametrize(
    "hidden", ["<nowiki>{{Warbox}}</nowiki>", "<!-- {{Infobox war|a=b}} -->", "<pre>\n{{Infobox <!-- c -->war}}</pre>"]
)
def test_a_page_that_only_names_the_infobox_is_reported(hidden: str) -> None:
    part = one("line\n" + hidden)
    assert part.lines == []
    assert whys(part) == [("no record", "Aa")]
    [failure] = part.failures
    assert (failure.line, failure.column) == (3 if "\n" in hidden else 2, hidden.split("\n")[-1].index("{{") + 3)


def test_a_page_whose_xml_is_broken_is_reported() -> None:
    broken = page("Bb", BOX % 1).replace(b"</ns>", b"")
    part = read_xml(xml([*PAGES[:4], broken, *PAGES[4:]]))
    assert [line.decode() for line in part.lines] == expected()
    assert whys(part) == [("broken page", "Bb")]
    assert part.failures[0].reason.startswith("line 24 of the page: broken XML: Opening and ending tag mismatch: ns line 3")


def test_no_entity_is_resolved() -> None:
    part = read_xml(xml([page("Bb", BOX % 1).replace(b"Battle of", b"&file;")]))
    assert part.lines == []
    assert whys(part) == [("broken page", "Bb")]


def test_a_page_that_never_ends_is_reported() -> None:
    _, failures, _ = joined([read_xml(HEAD + PAGES[0] + PAGES[3][:200])])
    assert [(failure.why, failure.page.title if failure.page else "") for failure in failures] == [
        ("broken page", "Page 3"),
        ("missing pages", ""),
    ]
    lines, failures, _ = joined([read_xml(HEAD + PAGES[0][:300]), read_xml(PAGES[3] + FOOT)])
    assert lines == expected(4)[1:]
    assert [(failure.why, failure.page.title) for failure in failures if failure.page] == [("broken page", "Page 0")]


@pytest.mark.parametrize("places", [[], [3000], [4000, 8000, 12_000, 16_000], range(1000, 22_000, 1000)])
def test_a_page_that_is_too_long_is_left_out(places: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "LONGEST_PAGE", 5000)
    long = page("Long", BOX % 1 + "x" * 20_000)
    dump = xml([PAGES[0], long, PAGES[3]])
    lines, failures, _ = joined(map(read_xml, cut(dump, places)))
    assert (lines, [(failure.why, failure.page.title) for failure in failures if failure.page]) == (expected(4), [("broken page", "Long")])


def test_a_fault_of_this_software_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, **_: object) -> list[object]:
        if "Battle of 3\n" in text:
            raise RuntimeError("so and so")
        return list(read_boxes(text, **_))  # type: ignore[arg-type]

    monkeypatch.setattr(page_readings, "read_boxes", fail)
    part = read_xml(DUMP)
    assert len(part.lines) == len(expected()) - 1
    assert [(failure.why, failure.reason, failure.page.title if failure.page else "") for failure in part.failures] == [
        ("failed", "reading failed: RuntimeError: so and so", "Page 3")
    ]


def test_a_record_that_the_schema_refuses_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(text: str, **named: object) -> list[object]:
        readings = read_boxes(text, **named)  # type: ignore[arg-type]
        for reading in readings:
            assert reading.record.date is not None
            reading.record.date.start = "soon"
        return list(readings)

    monkeypatch.setattr(page_readings, "read_boxes", wrong)
    part = one(BOX % 1)
    assert (part.lines, whys(part)) == ([], [("invalid record", "Aa")])
    assert "$.date.start" in part.failures[0].reason
    assert len(one(BOX % 1, Options(validate=False)).lines) == 1


# --- damage -------------------------------------------------------------------------------------------------------------------------


def test_of_a_damaged_stream_the_rest_is_read() -> None:
    pages = some_pages(900)
    stream = bz2.compress(xml(pages), 1)
    whole = read_stream(stream)
    assert len(whole.lines) == len(expected(900))
    broken = bytearray(stream)
    broken[len(stream) // 2] ^= 1
    part = read_stream(bytes(broken), offset=1000)
    damaged = [failure for failure in part.failures if failure.why == "damaged"]
    assert len(damaged) == 1
    assert 1000 < (damaged[0].offset or 0) < 1000 + len(stream) // 2
    assert 0 < len(whole.lines) - len(part.lines) < len(whole.lines) // 2
    assert set(part.lines) < set(whole.lines)
    # The page that the gap cuts is reported with its title.
    assert [failure.why for failure in part.failures] == ["damaged", "broken page"]


def test_a_damaged_checksum_of_a_stream_loses_nothing() -> None:
    stream = bz2.compress(DUMP)
    broken = stream[:-3] + bytes([stream[-3] ^ 1]) + stream[-2:]
    part = read_stream(broken)
    assert [line.decode() for line in part.lines] == expected()
    assert [failure.why for failure in part.failures] == ["damaged"]


def test_parts_beside_a_gap_are_not_glued_together() -> None:
    first, last = DUMP.index(PAGES[3]) + 300, DUMP.index(PAGES[6]) + 300
    lost = PieceResult([], [], Counts(), None, None)
    lines, failures, _ = joined([read_xml(DUMP[:first]), lost, read_xml(DUMP[last:])])
    assert lines == [expected()[0], *expected()[3:]]
    assert [(failure.why, failure.page.title) for failure in failures if failure.page] == [("broken page", "Page 3")]


def test_damage_takes_no_memory() -> None:
    """300 MB of XML in 242 bytes, the last block of which is damaged: memory holds no more than one block (46 MB) and one page."""
    stream = bytearray(bz2.compress(b"a" * 300_000_000))
    stream[-100] ^= 4
    tracemalloc.start()
    try:
        part = read_stream(bytes(stream))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "damaged" in [failure.why for failure in part.failures]
    assert peak < 160_000_000


def test_processes_share_what_all_of_them_need(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def pool(processes: int, options: Options) -> object:
        made.extend(each.cache_info().currsize for each in (prefilter.names, spellings.table, spellings.letters))
        raise InterruptedError

    monkeypatch.setattr(running, "_pool", pool)
    for each in (prefilter.names, spellings.table, spellings.letters):
        each.cache_clear()
    with pytest.raises(InterruptedError):
        next(running.read_pieces([], Options(), 2))
    assert made == [1, sifting.is_available(), sifting.is_available()]
