"""Which sides a victor's words name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import infobox

CASES = tomllib.loads((Path(__file__).parent / "victors.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_victors_are_tied_to_the_sides_that_their_words_name(case: dict[str, object]) -> None:
    sides = case["sides"]
    assert isinstance(sides, list)
    combatants = "".join(f"|combatant{number}={words}\n" for number, words in enumerate(sides, 1))
    [record] = infobox.read_all(f"{{{{Infobox military conflict\n|date={case.get('date', '')}\n|result={case['result']}\n{combatants}}}}}")
    assert record.result is not None
    assert record.result.sides == case["named"]
