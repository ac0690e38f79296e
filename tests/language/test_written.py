"""Records written on the pages of other Wikipedias: cases in ``written.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from infobox.reading import read_boxes
from infobox.record import FORMAT, Conflict, Page
from infobox.writing import WriteError, write
from tests.language.boxes import reading_of

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("written.toml").read_text("utf-8"))["case"]


def changed(record: Conflict, change: dict[str, Any]) -> Conflict:
    held = {"sides": []} | msgspec.to_builtins(record)
    for path, value in change.items():
        *above, last = path.split(".")
        part: Any = held
        for step in above:
            part = part[int(step)] if isinstance(part, list) else part[step]
        if isinstance(part, list) and int(last) == len(part):
            part.append(value)
        else:
            part[int(last) if isinstance(part, list) else last] = value
    return msgspec.convert(held, type=Conflict)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_records_are_written_as_their_wiki_writes(case: dict[str, Any]) -> None:
    if case.get("anew"):
        record, page = Conflict(schema=FORMAT, page=Page(wiki=case["wiki"])), None
        wanted = case.get("page", "")
    else:
        page, reading = reading_of(case["template"], case["values"], case["wiki"])
        record = reading.record
        wanted = f"{{{{{case['template']}\n{case.get('page', '')}}}}}"
    record = changed(record, case["change"])
    if "refused" in case:
        with pytest.raises(WriteError, match=case["refused"]):
            write(record, into=page)
        return
    written = write(record, into=page)
    assert written == wanted
    [again] = read_boxes(written, page=record.page)
    assert write(again.record, into=written) == written
