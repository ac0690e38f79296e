"""Where rules apply: stated in their decorators, asked nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from infobox.checks import rules as package
from infobox.checks.documentation import page as documentation
from infobox.checks.findings import Hit
from infobox.checks.registry import find, rules
from infobox.checks.scope import ENGLISH, Scope, Where
from infobox.checks.selectors import COLUMNS, NAMED, UNNAMED, entries, nodes, shown, templates
from infobox.checks.subject import Subject, Value
from infobox.reading import read_boxes
from infobox.record import Page

FOLDER = Path(package.__path__[0])


def subject(values: str, wiki: str = "", end: str = "\n}}") -> Subject:
    text = f"{{{{Infobox military conflict\n{values}{end}"
    [reading] = read_boxes(text, page=Page(title="A", wiki=wiki), spans=True)
    return Subject(text, reading)


def everything(one: Subject) -> Iterator[Hit]:
    yield Hit(one.box.start, one.box.end, "here")


def applies(where: Where, one: Subject) -> bool:
    return any(where.bound(everything)(one))


@pytest.mark.parametrize(
    ("where", "values", "expected"),
    [
        (Where(), "| date = 1944", True),
        (Where(holding="**"), "| units1 = *** A", True),
        (Where(holding="**"), "| units1 = * A * B", False),
        (Where(holding=("~~~", "[[User")), "| notes = [[User:A]]", True),
        (Where(holding=("~~~", "[[User")), "| notes = [[A]]", False),
        (Where(holding=re.compile("<(?:big|tt)>")), "| notes = <tt>a</tt>", True),
        (Where(holding=re.compile("<(?:big|tt)>")), "| notes = <b>a</b>", False),
        (Where(closed=True), "| date = 1944", True),
    ],
)
def test_a_rule_applies_where_the_infobox_has_what_it_needs(where: Where, values: str, expected: bool) -> None:
    assert applies(where, subject(values)) is expected


def test_a_rule_for_closed_infoboxes_applies_to_no_other() -> None:
    broken = subject("| place = [[Leros", end="\n")
    assert not broken.box.closed
    assert applies(Where(), broken)
    assert not applies(Where(closed=True), broken)


def test_a_rule_for_english_wikis_applies_nowhere_else() -> None:
    where = Where(wikis=ENGLISH)
    assert [applies(where, subject("| date = 1944", wiki)) for wiki in ("", "enwiki", "frwiki", "tlhwiki")] == [True, True, False, False]


def test_a_rule_takes_what_it_looks_at_and_is_not_called_without() -> None:
    taken: list[Sequence[Value]] = []

    def check(_: Subject, values: Sequence[Value]) -> Iterator[Hit]:
        taken.append(values)
        return (Hit(value.start, value.end, "here") for value in values)

    bound = Where(over=shown("commanders")).bound(check)
    hits = list(bound(subject("| commander1 = [[A]]\n| commander2 = [[B]]\n| strength1 = 5")))
    assert [[value.name for value in values] for values in taken] == [["commander1", "commander2"]]
    assert len(hits) == 2
    assert not list(bound(subject("| strength1 = 5")))
    assert len(taken) == 1


def test_what_several_rules_look_at_is_selected_once() -> None:
    calls: list[Subject] = []

    def select(one: Subject) -> list[int]:
        calls.append(one)
        return [1]

    scope = Scope(select, "ones")
    one = subject("| date = 1944")
    for _ in range(3):
        assert list(Where(over=scope).bound(lambda a, b: everything(a))(one))
    assert calls == [one]
    assert entries("commanders") is entries("commanders")


def test_selectors_select() -> None:
    one = subject(
        "| combatant1 = {{flag|Greece}}\n| commander1 = [[A]] {{KIA}}\n* [[B]]\n| strength1 = 500 <!-- men -->\n| lone\n| combatant3 ="
    )
    assert [entry.item.name for entry in entries("commanders").select(one)] == ["A", "B"]
    assert [entry.field for entry in entries("strength", "combatants").select(one)] == ["combatants", "strength"]
    assert [use.name for use in templates("fate", "flag").select(one)] == ["flag", "KIA"]
    assert [one.written(place.node) for place in nodes("comment").select(one)] == ["<!-- men -->"]
    assert [value.name for value in NAMED.select(one)] == ["combatant1", "commander1", "strength1"]
    assert [(place, value.words) for place, value in UNNAMED.select(one)] == [(3, "lone")]
    assert COLUMNS.select(one) == one.record.sides


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_no_rule_asks_for_the_wiki_or_its_language(path: Path) -> None:
    asked = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    assert asked.isdisjoint({"english", "language"})


def test_the_page_of_a_rule_says_where_it_applies() -> None:
    (fates,) = find("F501")
    assert " · Looks at: lines of commanders\n" in documentation(fates)
    (typed,) = find("F503")
    assert "Looks at: values of commanders · Only in these Wikipedias: en\n" in documentation(typed)
    (stray,) = find("M406")
    assert "Only if the infobox is closed\n" in documentation(stray)
    assert all(("Looks at:" in documentation(rule)) == (rule.where.over is not None) for rule in rules().values())
