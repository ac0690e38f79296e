"""What Datasette shows of a database (`infobox.dumps.sqlite`): what tables and columns mean, what it counts, and the documented queries.

``python -m infobox.dumps.datasette conflicts.db > metadata.json`` writes it for ``datasette conflicts.db --metadata metadata.json``, in
the form of Datasette 0.65 (https://docs.datasette.io/en/stable/metadata.html).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from infobox.dumps.sqlite import columns, described
from infobox.dumps.tables import TABLES
from infobox.outline import say
from infobox.status import SUCCESS, TROUBLE


def metadata(database: str) -> dict[str, Any]:
    """The metadata for a database, which Datasette calls by the name of its file without the ending."""
    said = described()
    queries = {query["name"]: {"title": query["title"], "sql": query["sql"].strip()} for query in said["query"]}
    tables = {table: _table(table, said["tables"].get(table, {})) for table in TABLES}
    return {**said["source"], "databases": {database: {"tables": tables, "queries": queries}}}


def _table(table: str, said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"columns": {column.name: column.meaning for column in columns(table)}}
    if "about" in said:
        found["description"] = said["about"]
    if "label" in said:
        found["label_column"] = said["label"]
    if facets := [*said.get("facets", []), *({"array": name} for name in said.get("array_facets", []))]:
        found["facets"] = facets
    return found


def main(arguments: list[str]) -> int:
    """Write the metadata for the database that is named to standard output; the exit status."""
    if len(arguments) != 1:
        say("usage: python -m infobox.dumps.datasette DATABASE.db > metadata.json")
        return TROUBLE
    sys.stdout.buffer.write(f"{json.dumps(metadata(Path(arguments[0]).stem), ensure_ascii=False, indent=2)}\n".encode())
    return SUCCESS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
