"""The few functions that users call, each in front of the room that does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infobox.record import Conflict
    from infobox.schema import Fault


def read(text: str, *, spans: bool = False, source: bool = False) -> Conflict | None:
    """The first military-conflict infobox of a page, None where the page has none.

    `text` is the page's wikitext, or plain text extracted from a page. `spans` gives texts, items, dates and quantities their place in
    the wikitext, `source` the record the infobox's own wikitext. Page content never raises.
    """
    found = read_all(text, spans=spans, source=source)
    return found[0] if found else None


def read_all(text: str, *, spans: bool = False, source: bool = False) -> list[Conflict]:
    """All military-conflict infoboxes of a page, in page order; as `read`."""
    from infobox.flattened import looks_flattened, read_flattened
    from infobox.reading import read_boxes

    readings = read_flattened(text) if looks_flattened(text) else read_boxes(text, spans=spans, source=source)
    return [reading.conflict for reading in readings]


def validate(record: Conflict | dict[str, Any] | list[Any] | str | bytes) -> list[Fault]:
    """What keeps a record, or JSON text of records, from being valid; an empty list: nothing.

    JSON text may be one record, an array of records, or JSON lines, and never raises; the faults say line and column. A record or a
    dict is validated as the JSON it becomes, on one line. Raises `TypeError` for a dict that holds what JSON cannot say.
    """
    import msgspec

    from infobox.schema import validate as faults_of

    return faults_of(record if isinstance(record, str | bytes) else msgspec.json.encode(record))
