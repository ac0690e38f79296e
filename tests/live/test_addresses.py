"""What people paste means the page that they mean."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.live.addresses import Target, target

CASES = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["pasted"])
def test_an_address_means_its_page(case: dict[str, Any]) -> None:
    fields = {name: case[name] for name in ("host", "title", "page", "revision", "problem") if name in case}
    assert target(case["pasted"]) == Target(case["pasted"], **fields), case["why"]


@given(st.text() | st.text().map("https://en.wikipedia.org/{}".format))
def test_anything_is_a_page_or_nothing(pasted: str) -> None:
    meant = target(pasted)
    assert meant.asked == pasted
    assert "secret" not in target(f"https://a:secret@x.org/{pasted}").host
