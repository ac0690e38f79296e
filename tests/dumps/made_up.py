"""The made-up conflicts of ``answers.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import infobox
from infobox.record import Conflict, Page

DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("answers.toml").read_text("utf-8"))


def made_up() -> list[Conflict]:
    """The records of the conflicts."""
    found = []
    for number, case in enumerate(DATA["conflict"], 1_000_001):  # as no page of fixtures/
        [record] = infobox.read_all("{{Infobox military conflict\n" + case["parameters"] + "}}")
        record.page = Page(title=case["title"], id=number, wiki="enwiki")
        found.append(record)
    return found
