"""How Python code gives a page, and what it gets."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

import infobox
from infobox.pages.sources import Source

SIEGE = Path("fixtures/siege.wikitext")
FRENCH = "{{Infobox Conflit militaire\n | conflit = Siège de A\n | date = 3 mai 1944\n}}"


def test_a_source_is_a_page_wherever_a_page_is_asked_for() -> None:
    [source] = infobox.open_pages(str(SIEGE))
    text = SIEGE.read_text("utf-8")
    record = infobox.read(source)
    assert record == infobox.read(text)
    assert record is not None
    assert infobox.check(source, select=["ALL"]) == infobox.check(text, select=["ALL"])
    assert infobox.fix(source) == infobox.fix(text)
    assert infobox.edits(record, source) == []


def test_a_source_brings_what_is_known_of_its_page() -> None:
    page = infobox.Page(title="Siège de A", id=7, wiki="frwiki")
    [reading] = infobox.readings(Source("A.xml", page, FRENCH))
    assert reading.record.page == page
    assert reading.language == "fr"
    [reading] = infobox.readings(Source("A.xml", page, FRENCH), title="Autre")
    assert reading.record.page == infobox.Page(title="Autre", id=7, wiki="frwiki")
    assert page.title == "Siège de A"


def test_title_and_wiki_say_which_page_a_text_is() -> None:
    [reading] = infobox.readings("{{Infobox military conflict|date=3 mai 1944}}", title="Siège", wiki="frwiki")
    assert reading.record.page == infobox.Page(title="Siège", wiki="frwiki")
    assert reading.language == "fr"
    assert infobox.read("{{Infobox war}}") == infobox.Conflict(
        schema="military-conflict/1.1",
        template=infobox.TemplateUse(name="Infobox war", start=0, end=15),
        sides=[infobox.Side(), infobox.Side()],
    )
    # Rules for English alone are silent on a page of another wiki.
    unknown = "{{Infobox military conflict|weather=rain}}"
    assert infobox.check(unknown) != []
    assert infobox.check(unknown, wiki="frwiki") == []


def test_a_reading_has_all_that_was_not_understood() -> None:
    [reading] = infobox.readings("{{Infobox war|date=soon|place={{weather|A}}|place=B|weather=rain}}")
    assert [(problem.parameter, problem.message) for problem in reading.problems] == [
        ("date", "not understood as a date: soon"),
        ("place", "given more than once; the template shows the last value, not this one"),
        ("weather", "the template does not show this parameter"),
    ]
    assert reading.profile is not None
    assert reading.profile.name == "Infobox military conflict"
    assert reading.box is not None
    assert [parameter.written for parameter in reading.box.parameters] == ["date", "place", "place", "weather"]


@pytest.mark.parametrize("name", ["fixtures/siege.wikitext", "A page.TXT", "dump.xml.bz2", "C:\\pages\\a.wiki"])
def test_the_name_of_a_file_is_no_page(name: str) -> None:
    for function in (infobox.read, infobox.read_all, infobox.readings, infobox.check, infobox.fix):
        with pytest.raises(
            ValueError, match=r"\Apass the text of a page, not the name of a file; read the file, or use infobox.open_pages"
        ):
            function(name)
    record = infobox.Conflict()
    with pytest.raises(ValueError, match="not the name of a file"):
        infobox.write(record, into=name)


@pytest.mark.parametrize("text", ["", "A. Doe", "{{Infobox war}} a.txt", "see\na.txt", "[[A.txt]]"])
def test_what_only_looks_a_little_like_a_file_is_a_page(text: str) -> None:
    assert len(infobox.readings(text)) == text.count("{{Infobox")


def test_functions_that_take_a_page_take_it_in_one_way() -> None:
    alike = (infobox.read, infobox.read_all, infobox.readings)
    assert len({tuple(inspect.signature(function).parameters) for function in alike}) == 1


FIX = infobox.Fix((infobox.Edit(3, 5, "b"),))
RESULTS = [
    (infobox.Finding("P101", "unknown-parameter", "error", "a", 3, 5, 1, 4, "aa", "write b", FIX, 1, False), None),
    (infobox.Change("place", "place", "", "changed", "text", "A", "B"), "infobox"),
    (infobox.Fault(1, 2, "$.width", "5", "a string"), None),
    (infobox.Source("A.txt", None, "words"), "marked"),
]
"""What functions return, each with a field that has its default."""


@pytest.mark.parametrize(("made", "default"), RESULTS, ids=lambda value: type(value).__name__)
def test_what_functions_return_is_a_frozen_value_that_json_can_hold(made: msgspec.Struct, default: str | None) -> None:
    kind = type(made)
    assert set(msgspec.json.decode(msgspec.json.encode(made))) == set(kind.__struct_fields__)
    assert msgspec.structs.replace(made) == made
    assert hash(msgspec.structs.replace(made)) == hash(made)
    assert not isinstance(made, tuple)
    assert default is None or f"{default}=" not in repr(made)
    for name in kind.__struct_fields__:
        assert f"`{name}`" in (kind.__doc__ or "")
        with pytest.raises(AttributeError):
            setattr(made, name, getattr(made, name))


def test_a_record_writes_itself_in_a_process_that_only_unpickles_it() -> None:
    [record] = infobox.read_all("{{Infobox war|conflict=A}}")
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).write(), end='')"
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(record), capture_output=True, check=True)
    assert done.stdout.decode() == infobox.write(record)


@pytest.mark.parametrize("given", [None, "a record", {}, b"{}", 7])
def test_what_is_no_record_is_one_clear_error(given: Any) -> None:
    page = "{{Infobox military conflict| conflict = Battle of the Ford }}"
    for call in (
        lambda: infobox.write(given),
        lambda: infobox.write(given, into=page),
        lambda: infobox.edits(given, page),
        lambda: infobox.compare(given, infobox.Conflict()),
        lambda: infobox.compare(infobox.Conflict(), given),
    ):
        with pytest.raises(TypeError, match=f"^a record is a Conflict, not {type(given).__name__} "):
            call()


def test_what_is_no_path_or_no_wiki_is_refused_at_once() -> None:
    for path in (None, b"page.wikitext", 3):
        with pytest.raises(TypeError, match="the path of a file is a str or a Path"):
            infobox.open_pages(path)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="title and wiki are texts"):
        infobox.read("{{Infobox war}}", wiki=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no database name of a wiki"):
        infobox.read("{{Infobox war}}", wiki="xx nonsense")
