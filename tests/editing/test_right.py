"""Judging made-up writes: the judge finds what was not done, and what was done besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import right
from bench.right import Request, judge, judge_made, request
from infobox import WriteError
from infobox.reading import read_boxes
from infobox.record import Conflict, Item, Reference, Side

PAGE = """Before.
{{Infobox military conflict
| conflict   = Battle of the Ford <!-- or the Mill -->
| date       = May 1809
| combatant1 = [[North]]<br>[[East]]
| combatant2 = South
| commander1 = [[John Doe]] (until June) {{KIA}}
| strength1  = 300 men, 20 guns
| casualties1 = 40 killed
}}
After."""


def asked(change: Callable[[Conflict], object]) -> Request:
    """What a change asks of the page."""
    [reading] = read_boxes(PAGE, spans=True)
    made = request(PAGE, reading)
    change(made.wanted)
    return made


def written_as(monkeypatch: pytest.MonkeyPatch, *words: tuple[str, str]) -> None:
    """Make the writer apply these replacements, whatever is asked for."""
    page = PAGE
    for old, new in words:
        assert old in page
        page = page.replace(old, new)
    monkeypatch.setattr(right, "write", lambda record, into=None: page)


def name(record: Conflict) -> None:
    record.sides[0].commanders[0].name = "Max Moe"


def figure(record: Conflict) -> None:
    record.sides[0].strength[0].quantities[0].low = record.sides[0].strength[0].quantities[0].high = 400


def month(record: Conflict) -> None:
    assert record.date is not None
    record.date.start = record.date.end = "1810-06"


def kind(record: Conflict) -> None:
    record.sides[0].casualties[0].quantities[0].kind = "wounded"


def one_more(record: Conflict) -> None:
    record.sides[1].combatants.append(Item(text="West"))


def moved(record: Conflict) -> None:
    record.sides[0].combatants.reverse()


def reference(record: Conflict) -> None:
    record.sides[0].casualties[0].references.append(Reference(text="Doe"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (name, [("[[John Doe]]", "Max Moe")]),
        (figure, [("300 men", "400 men")]),
        (month, [("May 1809", "June 1810")]),  # the period of John Doe takes the year of it
        (kind, [("40 killed", "40 wounded")]),
        (one_more, [("South", "South<br>West")]),
        (moved, [("[[North]]<br>[[East]]", "[[East]]<br>[[North]]")]),
        (reference, [("40 killed", "40 killed<ref>Doe</ref>")]),
    ],
)
def test_what_is_asked_and_what_follows_from_it_is_right(
    change: Callable[[Conflict], None], words: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written_as(monkeypatch, *words)
    assert judge(asked(change))[:2] == ("right", "")


@pytest.mark.parametrize("change", [name, figure, month, kind, one_more, moved, reference])
def test_what_is_not_done_is_ignored(change: Callable[[Conflict], None], monkeypatch: pytest.MonkeyPatch) -> None:
    written_as(monkeypatch)
    assert judge(asked(change)).outcome == "ignored"


@pytest.mark.parametrize(
    ("change", "words", "why"),
    [
        (name, [("[[John Doe]]", "Max Moe"), (" {{KIA}}", "")], "sides[0].commanders[0].fates (not asked)"),
        (name, [("[[John Doe]] (until June)", "Max Moe")], "sides[0].commanders[0].qualifiers (not asked)"),
        (figure, [("300 men, 20 guns", "400 men, 30 guns")], "sides[0].strength[0].quantities[1].low (not asked)"),
        (figure, [("300 men", "400 sailors")], "sides[0].strength[0].quantities[0].unit (not asked)"),
        (figure, [("300 men", "400 [[men]]")], "sides[0].strength[0].links (not asked)"),
        (kind, [("40 killed", "50 wounded")], "sides[0].casualties[0].quantities[0].low (not asked)"),
        (month, [("May 1809", "June 1810"), ("300 men", "500 men")], "sides[0].strength[0].text (not asked)"),
        (moved, [("[[North]]<br>[[East]]", "[[East]]<br>[[West]]")], "sides[0].combatants[1].text (not asked)"),
        (name, [("[[John Doe]]", "Max Moe"), ("= South", "=  South")], "bytes of another parameter changed: combatant2"),
        (name, [("[[John Doe]]", "Max Moe"), ("After.", "After!")], "bytes outside the infobox changed"),
        (name, [("[[John Doe]]", "Max Moe"), ("\n| combatant2", "\n| combatant2 = \n| combatant2")], "bytes of another parameter changed"),
    ],
)
def test_what_is_done_besides_is_wrong(
    change: Callable[[Conflict], None], words: list[tuple[str, str]], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_as(monkeypatch, *words)
    verdict = judge(asked(change))
    assert verdict.outcome == "wrong"
    assert verdict.why.startswith(why)


def test_a_comment_must_not_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def title(record: Conflict) -> None:
        assert record.conflict is not None
        record.conflict.text = "Battle of the Mill"

    written_as(monkeypatch, ("Ford <!-- or the Mill -->", "Mill"))
    assert judge(asked(title))[:2] == ("wrong", "comment lost: '<!-- or the Mill -->'")


@pytest.mark.parametrize(("error", "outcome"), [(WriteError("why"), "refused"), (ValueError("why"), "raised")])
def test_errors(error: Exception, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(record: Conflict, into: str | None = None) -> str:
        raise error

    monkeypatch.setattr(right, "write", write)
    assert judge(asked(name)).outcome == outcome
    assert judge_made(Conflict(schema="military-conflict/1")).outcome == outcome


def test_of_a_record_without_a_page_every_field_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(name: str = "") -> Conflict:
        return Conflict(schema="military-conflict/1", sides=[Side(combatants=[Item(text="North (acting)", name=name)])])

    monkeypatch.setattr(right, "write", lambda record, into=None: "{{Infobox military conflict|combatant1=North (acting)}}")
    assert judge_made(made()).outcome == "right"
    assert judge_made(made(name="North")).outcome == "right"
    assert judge_made(made(name="South"))[:2] == ("ignored", "sides[0].combatants[0].name: 'South' became 'North'")
