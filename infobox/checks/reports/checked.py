"""What one page gave."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, NamedTuple

from infobox.checks.findings import Finding
from infobox.comparing import Change

_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


class Checked(NamedTuple):
    """A page that was checked: its `label` (the file, with the title in brackets where the file is an export of several pages), the
    `path` of the file as given (`-` for standard input), the page's `title` (empty where nothing says it), its wikitext as `text`, and
    the `findings`, with places in it. `changes` are those of an edit in meaning; None where a page was checked and no edit.
    """

    label: str
    path: str
    title: str
    text: str
    findings: list[Finding]
    changes: list[Change] | None = None

    @property
    def exported(self) -> bool:
        """Whether the page is one of those in a file, so that lines of the page are no lines of the file."""
        return self.label != self.path

    @property
    def name(self) -> str:
        """The page's title, or what the file's name says of it: `Battle_of_X.wikitext` -> `Battle of X`; empty for standard input."""
        if self.title:
            return self.title
        if self.path == "-":
            return ""
        file = PurePath(self.path).name
        # A title may have a full stop in it: only what looks like an extension is one.
        return (_EXTENSION.sub("", file) or file).replace("_", " ")
