"""Numbers that count nothing: cases in ``no_figures.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from infobox.language import signs
from infobox.language.lexicon import languages, lexicon
from infobox.values import quantities

DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("no_figures.toml").read_text("utf-8"))
NONE = [(code, text) for case in DATA["none"] for code in case.get("languages", sorted(languages())) for text in case["texts"]]
READ = [(code, text, bounds) for case in DATA["read"] for code in case if code != "why" for text, bounds in case[code].items()]


@pytest.mark.parametrize(("code", "text"), NONE)
def test_counts_nothing(code: str, text: str) -> None:
    assert quantities.read(text, lexicon(code)) == []


@pytest.mark.parametrize(("code", "text", "bounds"), READ)
def test_counts(code: str, text: str, bounds: list[list[int]]) -> None:
    assert [[figure.low, figure.high] for figure in quantities.read(text, lexicon(code))] == bounds


@pytest.mark.parametrize("sign", signs.DASHES + signs.TILDES)
@pytest.mark.parametrize(("code", "form"), [("en", "300{}400 men"), ("ja", "300{}400人"), ("ko", "300{}400명"), ("zh", "300{}400人")])
def test_any_dash_and_tilde_stands_in_a_range(code: str, form: str, sign: str) -> None:
    assert [(found.low, found.high) for found in quantities.read(form.format(sign), lexicon(code))] == [(300, 400)]


@pytest.mark.parametrize("sign", signs.ABOUT)
@pytest.mark.parametrize(("code", "form"), [("en", "{}300 men"), ("de", "{}300 Mann"), ("ja", "{}300人")])
def test_signs_before_a_number_say_that_it_is_not_exact(code: str, form: str, sign: str) -> None:
    assert [found.about for found in quantities.read(form.format(sign), lexicon(code))] == [True]
