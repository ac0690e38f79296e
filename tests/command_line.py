"""The command line run in this process, for tests; the fixtures `run` and `page` are in conftest."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import infobox


class Run(NamedTuple):
    """What one run gave."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Runner = Callable[..., Run]
"""Arguments, and `stdin` for what comes in."""
Maker = Callable[..., Path]
"""The data of a file, and its name."""

LEROS = """\
Before.
{{Infobox military conflict
| conflict   = Battle of Leros
| date       = 26 September 1943
| place      = [[Leros]]
| result     = German victory
| combatant1 = Italy
| combatant2 = Germany
| strength1  = 8,320 men
}}
The '''battle'''.
"""
RHODES = "{{Infobox military conflict | conflict = Battle of Rhodes | combatant1 = Italy | combatant2 = Germany }}\n"
HASTINGS = "{{Infobox military conflict | conflict = Battle of Hastings | combatant1 = Normans | combatant2 = English }}\n"
TWO = f"{LEROS}\n{RHODES}end"
EXTRACTED = (
    "= Battle of Leros =\n\n- Conflict: Battle of Leros\n- Partof: the war\n- Date: 1943\n- Combatant1: Italy\n- Combatant2: Germany\n"
)
EXPORT = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><dbname>enwiki</dbname></siteinfo>'
    "<page><title>Battle of Leros</title><ns>0</ns><id>5</id><revision><id>9</id><timestamp>2023-11-26T12:00:00Z</timestamp>"
    f"<text>{LEROS}</text></revision></page>"
    "<page><title>Leros</title><ns>0</ns><id>6</id><revision><id>8</id><text>An island.</text></revision></page></mediawiki>"
)
RECORD = '{"schema": "military-conflict/1", "conflict": {"text": "Battle of Leros"}}'


def package_environment() -> dict[str, str]:
    """The environment of a process that runs the package under test, wherever it starts."""
    return os.environ | {"PYTHONPATH": str(Path(infobox.__file__).parent.parent)}
