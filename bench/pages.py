"""How many infoboxes of real pages are found, lossless, valid and stable, counted over a folder of pages; exceptions are listed.

Stable is a record that reads the same after it is laid out anew. What cannot be laid out, because the page's wiki has no template for it,
is refused with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import msgspec

from bench.corpus import folder, measured
from infobox.reading import read_boxes
from infobox.record import Conflict, Page, TemplateUse, bare
from infobox.schema import json_schema
from infobox.writing import WriteError, write


def main() -> None:
    from jsonschema import Draft202012Validator

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    validator = Draft202012Validator(json_schema())
    counts = dict.fromkeys(("pages", "without an infobox", "infoboxes", "lossless", "valid", "stable", "refused"), 0)
    exceptions: list[str] = []
    for name, page, wiki in measured(parser.parse_args().pages):
        counts["pages"] += 1
        where = Page(wiki=wiki) if wiki else None
        readings = read_boxes(page, page=where)
        if not readings:
            counts["without an infobox"] += 1
            exceptions.append(f"{name}: no infobox found")
        for reading in readings:
            record = reading.record
            counts["infoboxes"] += 1
            again = Conflict.from_json(record.to_json())
            lossless = again == record and write(again, into=page) == page
            valid = validator.is_valid(json.loads(record.to_json()))
            held = {"lossless": lossless, "valid": valid}
            try:
                held["stable"] = _is_stable(record, where)
            except WriteError as error:
                counts["refused"] += 1
                exceptions.append(f"{name}: refused: {error}")
            for what, holds in held.items():
                counts[what] += holds
                if not holds:
                    exceptions.append(f"{name}: not {what}")
    print(", ".join(f"{number} {what}" for what, number in counts.items()))
    print("\n".join(exceptions) if exceptions else "no exception")
    sys.exit(bool(exceptions))


def _is_stable(record: Conflict, where: Page | None) -> bool:
    """Whether a record is read again from what is laid out for it on the wiki that `where` names.

    Raises `WriteError` if that wiki is not known to have a template that it takes.
    """
    anew = bare(record)
    name = TemplateUse(name=record.template.name) if record.template is not None else None
    back = read_boxes(write(msgspec.structs.replace(anew, template=name, page=where)), page=where)
    return [bare(other.record) for other in back] == [anew]


if __name__ == "__main__":
    main()
