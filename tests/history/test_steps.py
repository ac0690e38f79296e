"""How infoboxes changed: each revision that did something, and nothing else, whatever is skipped."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.checks.options import chosen
from infobox.history.steps import BoxStep, Revision, Tracker
from infobox.record import Page

CASES = tomllib.loads(Path(__file__).with_name("histories.toml").read_text("utf-8"))["case"]
BOX = "{{{{Infobox military conflict\n| conflict = Battle of the Ford {0}\n| casualties1 ={1}{2} killed\n}}}}\n"


def text_of(words: str) -> str:
    return re.sub(r"BOX( +)(\S+)", lambda found: BOX.format(found[2] if len(found[2]) < 2 else "", found[1], found[2]), words)


def revisions(texts: list[str], *, sums: bool = True) -> list[Revision]:
    found = []
    for number, words in enumerate(texts, 1):
        text = None if words == "hidden" else text_of(words)
        digest = hashlib.sha1(text.encode()).hexdigest() if sums and text is not None else ""
        found.append(Revision(number, number - 1, f"2026-01-{number:02}T00:00:00Z", "Editor", "", text=text, sum=digest))
    return found


def steps_of(texts: list[str], *, sums: bool = True) -> tuple[list[BoxStep], Tracker]:
    tracker = Tracker(Page("The Ford", 7), chosen())
    return [step for revision in revisions(texts, sums=sums) if (step := tracker.step(revision)) is not None], tracker


def said(step: BoxStep) -> str:
    changes = [re.sub(r".*: (?=killed|\+)", "", str(change)).replace("+ “", "").replace("”", "") for change in step.changes]
    undone = f", undoes {', '.join(map(str, step.undoes))}" if step.undoes else ""
    return "; ".join([*changes, *([f"restores {step.restores}{undone}"] if step.restores else [])])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
@pytest.mark.parametrize("sums", [True, False], ids=["check sums", "none"])
def test_each_revision_that_changed_an_infobox_is_a_step(case: dict[str, Any], sums: bool) -> None:
    found, tracker = steps_of(case["texts"], sums=sums)
    wanted = [(number, what) for number, what, _ in case["steps"]]
    assert [(step.revision, step.what) for step in found] == wanted
    for step, (_, _, words) in zip(found, case["steps"], strict=True):
        assert words in said(step), said(step)
    assert tracker.looked_at == len(case["texts"])
    assert tracker.read == case["read"]


class Thorough(Tracker):
    """Looks at every revision as a whole."""

    def _begins_alike(self, text: str) -> bool:
        return False


PIECES = st.sampled_from(
    ["BOX 100", "BOX 120", "BOX 7", " Words. ", "<!--", "-->", "<nowiki>", "</nowiki>", "{{", "}}", "<ref>", "</ref>", "[[", "]]"]
)


@given(st.lists(st.lists(PIECES, max_size=4).map("".join), min_size=1, max_size=6))
def test_what_is_skipped_changes_nothing(texts: list[str]) -> None:
    found, _ = steps_of(texts)
    thorough = Thorough(Page("The Ford", 7), chosen())
    assert found == [step for revision in revisions(texts, sums=False) if (step := thorough.step(revision)) is not None]


def test_findings_that_a_revision_brings_and_takes_away_are_named() -> None:
    tracker = Tracker(Page("The Ford", 7), chosen(["P101", "P102"]))
    good, bad = (f"{{{{Infobox military conflict\n| conflict = Ford\n| {name} = North\n}}}}" for name in ("combatant1", "combatnat1"))
    steps = [tracker.step(Revision(number, text=text)) for number, text in enumerate((good, bad, good), 1)]
    assert [[noted.code for noted in step.found] for step in steps if step is not None] == [[], ["P102"], []]
    assert [[noted.code for noted in step.fixed] for step in steps if step is not None] == [[], [], ["P102"]]
