"""The command line run in this process, for tests; the fixtures `run` and `page` are in conftest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


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
