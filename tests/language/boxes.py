"""Pages of one infobox, and what stands in their records."""

from __future__ import annotations

from typing import Any

from infobox.reading import Reading, read_boxes
from infobox.record import Page


def reading_of(template: str, values: dict[str, str], wiki: str = "") -> tuple[str, Reading]:
    """A page with one infobox, and its reading."""
    page = "{{" + template + "\n" + "".join(f"| {name} = {value}\n" for name, value in values.items()) + "}}"
    [reading] = read_boxes(page, page=Page(title="A battle", wiki=wiki))
    return page, reading


def at(value: Any, path: str) -> Any:
    """What stands at a path of a record in Python objects; None if nothing does."""
    for step in path.split("."):
        place: Any = int(step) if isinstance(value, list) else step
        value = value[place] if value and (place in value if isinstance(value, dict) else place < len(value)) else None
    return value


def named(value: Any, wanted: Any) -> Any:
    """The part of a value that is compared with the wanted one: of an object the wanted keys; an empty value for what is absent."""
    if isinstance(wanted, dict):
        return {key: named((value or {}).get(key), inner) for key, inner in wanted.items()}
    if isinstance(wanted, list) and isinstance(value, list):
        return [named(each, kept) for each, kept in zip(value, [*wanted, *([None] * len(value))], strict=False)]
    return type(wanted)() if value is None else value
