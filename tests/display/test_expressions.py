"""``{{#expr:}}``: cases in ``expressions.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.display.expressions import value_of, written

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("expressions.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expression"])
def test_expressions(case: dict[str, Any]) -> None:
    value = value_of(case["expression"])
    assert (written(value) if value is not None else None) == case.get("value")


@given(st.lists(st.sampled_from("1 2.5 ( ) + - * / ^ mod round not < e 9999 ,".split())).map(" ".join))
def test_any_expression_is_worked_out_or_not(expression: str) -> None:
    value = value_of(expression)
    if value is not None:
        written(value)
