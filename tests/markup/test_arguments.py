"""The arguments of a template, by position and by name."""

from __future__ import annotations

import pytest

from infobox.markup.arguments import Arguments
from infobox.markup.scan import parse


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    named = {name: text[argument.start : argument.end] for name, argument in arguments.named.items()}
    return [text[argument.start : argument.end] for argument in arguments.positional], named


@pytest.mark.parametrize(
    ("text", "positional", "named"),
    [
        ("{{x|a| b |c=d}}", ["a", "b"], {"c": "d"}),
        ("{{x|1=a|3=c}}", ["a", "c"], {}),
        ("{{x|3=c|1=a|2=b}}", ["a", "b", "c"], {}),
        ("{{x|1=a|b}}", ["b"], {}),
        ("{{x|b|1=a}}", ["a"], {}),
        ("{{x|c=d|c=e}}", [], {"c": "e"}),
        ("{{x|01=a|0=b|-1=c|1.0=d|x1=e|٣=f}}", [], {"01": "a", "0": "b", "-1": "c", "1.0": "d", "x1": "e", "٣": "f"}),
        ("{{x|999999999999999=a|b}}", ["b"], {"999999999999999": "a"}),
        ("{{x}}", [], {}),
    ],
)
def test_keys(text: str, positional: list[str], named: dict[str, str]) -> None:
    assert _arguments(text) == (positional, named)


def test_a_gap_is_none() -> None:
    text = "{{x|a|3=c|500=d}}"
    [node] = parse(text)
    arguments = Arguments(text, node.parts[1:])
    assert arguments.get(2) is None
    assert [argument and text[argument.start : argument.end] for argument in arguments.up_to(4)] == ["a", None, "c", None]
    assert [key for key, _ in arguments.in_order()] == [1, 3, 500]
