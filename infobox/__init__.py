"""Reads, checks and writes the military-conflict infoboxes of Wikipedia: wikitext to a typed record and back, byte for byte.

>>> import infobox
>>> record = infobox.read("{{Infobox military conflict | conflict = Battle of Leros | date = 26 September 1943 }}")
>>> record.date.start
'1943-09-26'

A name loads what it needs when it is first used, so importing the package costs almost nothing.
"""

from __future__ import annotations

from infobox import attached

TYPE_CHECKING = False  # as in `typing`, whose import would take most of the time of importing the package
if TYPE_CHECKING:
    from typing import Any

    from infobox import wikicode
    from infobox.api import check, check_edit, conclude, fix, read, read_all, readings, validate
    from infobox.checks.findings import Finding, Fix, Suggestion
    from infobox.checks.fixing import Fixed
    from infobox.checks.options import OptionError
    from infobox.checks.registry import Rule
    from infobox.checks.reviewing import Review
    from infobox.comparing import Change, compare
    from infobox.dumps.frames import Tables, tables
    from infobox.markup.edits import Edit
    from infobox.pages.sources import PageError, Source, open_pages
    from infobox.reading import Problem, Reading, Unknown
    from infobox.record import (
        Category,
        Conflict,
        Coordinates,
        Date,
        Fate,
        Flag,
        Image,
        Item,
        Kind,
        Link,
        Losses,
        Note,
        Outcome,
        Page,
        Period,
        Phase,
        Quantity,
        RecordError,
        Reference,
        Result,
        Role,
        Severity,
        Side,
        Sum,
        TemplateUse,
        Text,
        Unresolved,
    )
    from infobox.schema import Fault, json_schema
    from infobox.templates.profile import Profile, ProfileError
    from infobox.versions import UnknownFieldsWarning
    from infobox.writing import WriteError, edits, write

__all__ = [
    "Category",
    "Change",
    "Conflict",
    "Coordinates",
    "Date",
    "Edit",
    "Fate",
    "Fault",
    "Finding",
    "Fix",
    "Fixed",
    "Flag",
    "Image",
    "Item",
    "Kind",
    "Link",
    "Losses",
    "Note",
    "OptionError",
    "Outcome",
    "Page",
    "PageError",
    "Period",
    "Phase",
    "Problem",
    "Profile",
    "ProfileError",
    "Quantity",
    "Reading",
    "RecordError",
    "Reference",
    "Result",
    "Review",
    "Role",
    "Rule",
    "Severity",
    "Side",
    "Source",
    "Suggestion",
    "Sum",
    "Tables",
    "TemplateUse",
    "Text",
    "Unknown",
    "UnknownFieldsWarning",
    "Unresolved",
    "WriteError",
    "check",
    "check_edit",
    "compare",
    "conclude",
    "edits",
    "fix",
    "json_schema",
    "open_pages",
    "read",
    "read_all",
    "readings",
    "tables",
    "validate",
    "wikicode",
    "write",
]

_HOMES = {
    "infobox.api": ("check", "check_edit", "conclude", "fix", "read", "read_all", "readings", "validate"),
    "infobox.checks.reviewing": ("Review",),
    "infobox.checks.findings": ("Finding", "Fix", "Suggestion"),
    "infobox.checks.fixing": ("Fixed",),
    "infobox.checks.options": ("OptionError",),
    "infobox.checks.registry": ("Rule",),
    "infobox.comparing": ("Change", "compare"),
    "infobox.dumps.frames": ("Tables", "tables"),
    "infobox.markup.edits": ("Edit",),
    "infobox.pages.sources": ("PageError", "Source", "open_pages"),
    "infobox.reading": ("Problem", "Reading", "Unknown"),
    "infobox.schema": ("Fault", "json_schema"),
    "infobox.templates.profile": ("Profile", "ProfileError"),
    "infobox.versions": ("UnknownFieldsWarning",),
    "infobox.writing": ("WriteError", "edits", "write"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = import_module("infobox.wikicode") if name == "wikicode" else getattr(import_module(_HOME.get(name, "infobox.record")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _write(*arguments: Any, **named: Any) -> str:
    from infobox.writing import write

    return write(*arguments, **named)


def _shown(*arguments: Any, **named: Any) -> str:
    from infobox.hypertext import shown

    return shown(*arguments, **named)


attached.write = _write
attached.shown = _shown
