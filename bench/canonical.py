"""What a release makes of pages, as canonical JSON: one line per page, from lines of `{"name": …, "text": …, "edited": …}` on
standard input; edits are tried on the pages to be `edited`.

This is a separate script, run with the package of any release on its path: it uses only what every release has.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import msgspec

import infobox
from infobox.reading import read_boxes


def _named(record: Any) -> None:
    first = record.sides[0].combatants[0]
    first.name = "Changed Name"


def _person(record: Any) -> None:
    record.sides[0].commanders.append(infobox.Item(text="New Person", name="New Person", fates=["killed_in_action"]))


def _fate(record: Any) -> None:
    person = record.sides[1].commanders[-1]
    person.fates = ["wounded_in_action"] if person.fates else ["prisoner_of_war"]


def _figure(record: Any) -> None:
    figure = next(figure for item in record.sides[0].casualties for figure in item.quantities)
    figure.low = figure.high = 4321


def _kind(record: Any) -> None:
    figure = next(figure for item in record.sides[1].casualties for figure in item.quantities)
    figure.kind = "wounded" if figure.kind == "killed" else "killed"


def _words(record: Any) -> None:
    item = record.sides[1].strength[-1]
    item.text += " and 12 guns"


def _qualifier(record: Any) -> None:
    item = record.sides[0].commanders[0]
    item.qualifiers = [*item.qualifiers, "from 1943"]


def _days(record: Any) -> None:
    record.date.start, record.date.end = "1944-06-06", "1944-06-08"


def _outcome(record: Any) -> None:
    record.result.outcome, record.result.victor = "stalemate", ""


def _place(record: Any) -> None:
    record.place.text += ", Norland"


def _gone(record: Any) -> None:
    del record.sides[0].combatants[0]


EDITS: dict[str, Callable[[Any], None]] = {
    edit.__name__[1:]: edit for edit in (_named, _person, _fate, _figure, _kind, _words, _qualifier, _days, _outcome, _place, _gone)
}
"""Changes of a record that are written into its page; a change is skipped if the page does not have what it is about."""


def _written(text: str) -> dict[str, Any]:
    """What is written for each change, and for the record without its page; `refused` if the writer refuses."""
    found: dict[str, Any] = {}
    for name, edit in EDITS.items():
        record = infobox.read(text)
        if record is None:
            return found
        try:
            edit(record)
        except (AttributeError, IndexError, StopIteration):
            continue
        try:
            found[name] = [_edit(one) for one in infobox.edits(record, text)]
        except infobox.WriteError:
            found[name] = "refused"
    record = infobox.read(text)
    assert record is not None
    try:
        found["laid out"] = infobox.write(msgspec.structs.replace(record, template=None, source=""))
    except infobox.WriteError:
        found["laid out"] = "refused"
    return found


def _edit(edit: Any) -> list[Any]:
    return [edit.start, edit.end, edit.words]


def _record(record: Any) -> dict[str, Any]:
    """A record without the name of its format, which differs between all releases with other fields."""
    return {name: value for name, value in msgspec.to_builtins(record).items() if name != "schema"}


def _finding(finding: Any) -> dict[str, Any]:
    fields = ("code", "severity", "parameter", "start", "end", "line", "column", "infobox", "cosmetic")
    fix = finding.fix
    return {field: getattr(finding, field) for field in fields} | {"fix": fix and [fix.safe, [_edit(edit) for edit in fix.edits]]}


def canonical(line: bytes) -> bytes:
    """One page as a line of canonical JSON."""
    given = json.loads(line)
    try:
        made = _made(given["text"], edited=given["edited"])
    except Exception as error:  # noqa: BLE001 - an exception is what this release makes of the page
        made = {"languages": [], "raised": repr(error), "messages": []}
    return json.dumps({"name": given["name"]} | made, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _made(text: str, *, edited: bool) -> dict[str, Any]:
    """What is made of a page. Messages for people are under `messages`."""
    readings = read_boxes(text, spans=True)
    findings = infobox.check(text, select=["ALL"])
    fixed = infobox.fix(text, select=["ALL"], unsafe=True, cosmetic=True)
    return {
        "records": [_record(record) for record in infobox.read_all(text, spans=True)],
        "languages": [reading.language for reading in readings],
        "problems": [[one.start, one.end, one.parameter] for reading in readings for one in reading.problems],
        "unknown": [[use.name, use.start, use.end, use.parameter] for reading in readings for use in reading.unknown],
        "findings": [_finding(finding) for finding in findings],
        "fixed": fixed.text,
        "written": _written(text) if edited else {},
        "messages": [one.message for reading in readings for one in reading.problems] + [finding.message for finding in findings],
    }


if __name__ == "__main__":
    with ProcessPoolExecutor(int(sys.argv[1])) as pool:
        for done in pool.map(canonical, sys.stdin.buffer, chunksize=8):
            sys.stdout.buffer.write(done + b"\n")
