"""The settings of the gadget are those that its page of the documentation names, with the defaults that it states."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTING = re.compile(r"^ +(\w+): ([^,\n]+?),? //", re.MULTILINE)


def settings(text: str, begin: str) -> dict[str, str]:
    """Each setting after a word, with its default, without the spaces and quotes in which styles differ."""
    part = text[text.index(begin) : text.index("};", text.index(begin))]
    return {name: re.sub(r"[\s'\"]", "", value) for name, value in SETTING.findall(part)}


def test_the_documentation_states_the_settings() -> None:
    stated = settings((ROOT / "docs" / "gadget.md").read_text("utf-8"), "window.infoboxGadget = {")
    assert stated == settings((ROOT / "gadget" / "infobox.js").read_text("utf-8"), "const DEFAULTS = {")
    assert list(stated) == ["server", "wiki", "summary", "pause"]
