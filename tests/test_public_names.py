"""The public names of the package, and what importing it costs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

import infobox
from tests.command_line import EXTRACTED, LEROS, TWO

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", infobox.__all__)
def test_public_names_are_there(name: str) -> None:
    assert getattr(infobox, name)
    assert name in dir(infobox)


@pytest.mark.parametrize("name", infobox.__all__)
def test_public_names_are_in_the_reference(name: str) -> None:
    """Fields.md has a heading for each type of the record."""
    described = re.findall(r"^\.\. auto\w+:: (?:infobox\.)?(\w+)", (DOCS / "api.md").read_text("utf-8"), re.MULTILINE)
    described += re.findall(r"^##+ (\w+)$", (DOCS / "fields.md").read_text("utf-8"), re.MULTILINE)
    assert name in described


@pytest.mark.parametrize("name", infobox.__all__)
def test_public_names_can_be_inspected(name: str) -> None:
    value = getattr(infobox, name)
    if isinstance(value, FunctionType) or (isinstance(value, type) and not issubclass(value, BaseException)):
        assert inspect.signature(value)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = infobox.nothing


def test_importing_the_package_imports_nothing_but_what_it_attaches() -> None:
    code = "import sys; before = set(sys.modules); import infobox; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(eval(done.stdout)) <= {"infobox", "infobox.attached", "__future__"}


def test_reading_gives_the_first_record_or_none() -> None:
    first = infobox.read(TWO)
    assert first == infobox.read_all(TWO)[0]
    assert first is not None
    assert first.source == ""
    assert infobox.read("x") is None
    assert infobox.read_all("x") == []
    flat = infobox.read(EXTRACTED)
    assert flat is not None
    assert flat.conflict == infobox.Text(text="Battle of Leros")
    full = infobox.read(LEROS, source=True, spans=True)
    assert full is not None
    assert full.source.startswith("{{Infobox")
    assert full.place is not None
    assert full.place.span is not None
