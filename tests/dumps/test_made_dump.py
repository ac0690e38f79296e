"""The made-up dump for measurements is like those of Wikipedia."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

import infobox
from bench import dump as making
from infobox import box, templates
from infobox.dumps import indexed_pieces, open_dump, read_dump, read_piece
from infobox.reading import read_boxes
from infobox.templates.profile import default

MEGABYTES = 6


@pytest.fixture(scope="module", autouse=True)
def few_words() -> None:
    """Fewer paragraphs than for large dumps, which would take long to make."""
    making._PARAGRAPHS = 300  # type: ignore[misc]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, making.Made]:
    return making.make(tmp_path_factory.mktemp("made"), MEGABYTES)


def test_it_is_as_large_as_asked_for_and_packs_like_text(made: tuple[Path, making.Made]) -> None:
    path, what = made
    assert MEGABYTES <= what.xml / 1e6 < MEGABYTES * 1.1
    assert what.packed == path.stat().st_size
    assert 3 < what.xml / what.packed < 7
    assert 0.3 < what.redirects / what.pages < 0.5
    assert abs(what.pages / 1000 - what.infoboxes) <= 1


def test_the_same_seed_gives_the_same_bytes(made: tuple[Path, making.Made], tmp_path: Path) -> None:
    again, _ = making.make(tmp_path, MEGABYTES)
    assert again.read_bytes() == made[0].read_bytes()
    other, _ = making.make(tmp_path, MEGABYTES, seed=2)
    assert other.read_bytes() != made[0].read_bytes()


def test_all_its_infoboxes_are_found_and_its_index_is_right(made: tuple[Path, making.Made]) -> None:
    path, what = made
    parts = list(read_dump(str(path)))
    assert sum(part.counts.records for part in parts) == what.infoboxes
    assert sum(part.counts.pages for part in parts) == what.pages
    assert [failure.why for part in parts for failure in part.failures] == ["no record"]  # the page that only names the infobox
    index = path.with_name(path.name.replace("multistream", "multistream-index").replace(".xml", ".txt"))
    pieces = list(indexed_pieces(open_dump(str(path)), str(index)))
    assert sum(piece.pages or 0 for piece in pieces) == what.pages
    assert not [failure for piece in pieces for failure in read_piece(piece).failures if failure.why != "no record"]


def test_its_records_are_those_of_reading_every_page_alone(made: tuple[Path, making.Made], tmp_path: Path) -> None:
    path, what = made
    xml = tmp_path / "dump.xml"
    xml.write_bytes(bz2.decompress(path.read_bytes()))
    sources = list(infobox.open_pages(str(xml)))
    assert len(sources) == what.pages - what.redirects
    alone = [
        reading.record.to_json().encode()
        for source in sources
        if source.page and source.page.namespace in (0, 10)
        for reading in read_boxes(source.text, page=source.page)
    ]
    assert [line for part in read_dump(str(path)) for line in part.lines] == alone


@pytest.mark.parametrize("form", ["plain", "gz", "xml"])
def test_every_form_holds_the_same_pages(made: tuple[Path, making.Made], tmp_path: Path, form: str) -> None:
    path, _ = making.make(tmp_path, MEGABYTES, form=form)
    lines = [[line for part in read_dump(str(each)) for line in part.lines] for each in (made[0], path)]
    assert lines[0] == lines[1]
    if form == "plain":
        assert bz2.decompress(path.read_bytes()) == bz2.decompress(made[0].read_bytes())


def test_infoboxes_have_every_name_and_the_sizes_of_real_ones() -> None:
    import random

    words = making.Words(random.Random(1))
    texts = [making.infobox(words, number, languages=True) for number in range(1200)]
    found = [boxes for text in texts if (boxes := box.find(text))]
    assert len(found) == len(texts)
    names = {templates.fold(boxes[0].name.strip().removeprefix("Template:").replace("_", " ")) for boxes in found}
    assert set(default().boxes) <= {name for each in names for name in (each, each.partition("<!--")[0])}
    sizes = sorted(len(text.encode()) for text in texts)
    for share, size in making.SIZES[1:-1]:
        assert 0.8 * size < sizes[int(share * len(sizes))] < 1.25 * size
