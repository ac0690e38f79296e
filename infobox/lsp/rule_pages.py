"""Pages about rules, to which findings lead: files that are written when they are first needed, because an editor opens no others."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from infobox.checks.documentation import file_name, page
from infobox.checks.registry import rules


class RulePages:
    """The pages in a folder of their own, which is made with the first of them."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._addresses: dict[str, str] = {}

    def address(self, code: str) -> str:
        """The address of a rule's page; empty if it cannot be written."""
        if code not in self._addresses:
            self._addresses[code] = self._written(code)
        return self._addresses[code]

    def _written(self, code: str) -> str:
        rule = rules()[code]
        try:
            self._folder = self._folder or Path(tempfile.mkdtemp(prefix="infobox-rules-"))
            path = self._folder / file_name(rule)
            path.write_text(page(rule), "utf-8")
        except OSError:
            return ""
        return path.as_uri()

    def remove(self) -> None:
        """Remove the pages."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None
        self._addresses.clear()
