"""How many infoboxes of real pages are found, lossless, valid and stable, counted over a folder of pages; exceptions are listed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import msgspec

from bench.corpus import folder, measured
from infobox.reading import read_boxes
from infobox.record import Conflict, TemplateUse, bare
from infobox.schema import json_schema
from infobox.writing import write


def main() -> None:
    from jsonschema import Draft202012Validator

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=folder(), help="folder of pages (*.wikitext)")
    validator = Draft202012Validator(json_schema())
    counts = dict.fromkeys(("pages", "without an infobox", "infoboxes", "lossless", "valid", "stable"), 0)
    exceptions: list[str] = []
    for name, page, _ in measured(parser.parse_args().pages):
        counts["pages"] += 1
        readings = read_boxes(page)
        if not readings:
            counts["without an infobox"] += 1
            exceptions.append(f"{name}: no infobox found")
        for reading in readings:
            record = reading.record
            counts["infoboxes"] += 1
            again = Conflict.from_json(record.to_json())
            lossless = again == record and write(again, into=page) == page
            valid = validator.is_valid(json.loads(record.to_json()))
            anew = bare(record)
            named = msgspec.structs.replace(anew, template=TemplateUse(name=record.template.name)) if record.template is not None else anew
            back = [bare(other.record) for other in read_boxes(write(named))]
            for what, holds in (("lossless", lossless), ("valid", valid), ("stable", back == [anew])):
                counts[what] += holds
                if not holds:
                    exceptions.append(f"{name}: not {what}")
    print(", ".join(f"{number} {what}" for what, number in counts.items()))
    print("\n".join(exceptions) if exceptions else "no exception")
    sys.exit(bool(exceptions))


if __name__ == "__main__":
    main()
