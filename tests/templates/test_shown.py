"""What templates of other Wikipedias show: values case by case in ``shown.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox import templates
from infobox.display.lines import every_line
from infobox.display.purpose import Purpose
from infobox.display.value import ValueReader
from infobox.language.lexicon import lexicon
from infobox.markup.scan import parse

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("shown.toml").read_text("utf-8"))["case"]


VALUES = ("", "|1815|6|18", "|18|6|1815|1|2|3", "|words", "|1200|x|a|b", "||", "|1815-06-18|1816-08-20")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['home']}: {case['why']}")
def test_shows(case: dict[str, Any]) -> None:
    value = case["value"]
    reader = ValueReader(value, lexicon(case["home"]), home=case["home"])
    purpose = Purpose(line_start=True, lists=True, people=case.get("people", False), coordinates=True)
    lines = every_line(reader.read(0, len(value), parse(value), purpose))
    assert [line.text.replace("\u00a0", " ") for line in lines] == case.get("text", [])
    assert [flag.of or flag.image for line in lines for flag in line.flags] == case.get("flags", [])
    assert [link.target for line in lines for link in line.links] == case.get("links", [])
    assert [fate for line in lines for fate in line.fates] == case.get("fates", [])
    assert [note.text for line in lines for note in line.notes] == case.get("notes", [])
    assert [reference.text for line in lines for reference in line.references] == case.get("references", [])
    assert [name for name, *_ in reader.walker.unresolved] == case.get("unknown", [])
    assert [what for *_, what in reader.walker.unread] == case.get("unread", [])


@pytest.mark.parametrize("home", sorted({*templates.wikis(), "en", "xx"}))
def test_no_template_raises(home: str) -> None:
    names = {known.name: name for name, known in templates.of(home).meanings.items()}
    page = "\n".join(f"{{{{{name}{values}}}}}" for name in (*names.values(), "POL", "DDR", "ITA 1861-1946") for values in VALUES)
    reader = ValueReader(page, lexicon(home), home=home)
    assert every_line(reader.read(0, len(page), parse(page), Purpose(line_start=True, lists=True, people=True, coordinates=True)))
