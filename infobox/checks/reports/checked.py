"""A page with its findings."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, NamedTuple

from infobox.checks.findings import Finding
from infobox.checks.reports.left_out import LeftOut
from infobox.comparing import Change
from infobox.pages.export_places import ExportedText

SAFE: Final = "[*]"
"""The sign of a finding with a safe fix, where each finding is one line."""
UNSAFE: Final = "[+]"
"""The sign of a finding with a fix that changes what readers see."""
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


class CheckedPage(NamedTuple):
    """A page that was checked: its `label` (the file, with the title in brackets if the file is an export), the `path` of the file as
    given (`-` for standard input), the page's `title` (empty if it is not known), its wikitext as `text`, and the `findings`. `changes`
    are the changes of meaning that an edit made; None if a page was checked, not an edit. `summary` is the edit in one line; empty if it
    has no findings. `left_out` is what the findings leave out. `place` is where the text stands in an export, if that is known.
    """

    label: str
    path: str
    title: str
    text: str
    findings: list[Finding]
    changes: list[Change] | None = None
    summary: str = ""
    left_out: LeftOut = LeftOut()
    place: ExportedText | None = None

    @property
    def exported(self) -> bool:
        """Whether the page is inside an export, so that its lines are not those of the file."""
        return self.label != self.path

    @property
    def name(self) -> str:
        """The page's title, or one made from the file name: `Battle_of_X.wikitext` -> `Battle of X`; empty for standard input."""
        if self.title:
            return self.title
        if self.path == "-":
            return ""
        file = PurePath(self.path).name
        # A title may contain a full stop: only what looks like an extension is one.
        return (_EXTENSION.sub("", file) or file).replace("_", " ")
