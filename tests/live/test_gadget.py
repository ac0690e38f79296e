"""The gadget in the editor of a real MediaWiki, with a real server: findings, fixes, the edit summary, and no server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import infobox
from tests.live.editing import NOBODY, Editing, browser, editing, logged_in, server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

    from tests.live.mediawiki import MediaWiki

__all__ = ["browser", "editing", "logged_in", "server"]

CLEAN = """{{Infobox military conflict
| conflict    = Battle of the Ford
| date        = 12 February 1744
| place       = the ford
| combatant1  = [[North]]
| combatant2  = [[South]]
| commander1  = [[Anna Holt]]
}}
The '''Battle of the Ford''' was fought."""
FAULTY = CLEAN.replace("February", "Febuary").replace("combatant2", "combatnt2")
DATED = CLEAN.replace("February", "Febuary")


def test_a_broken_infobox_is_found_fixed_and_saved(editing: Editing) -> None:
    page = editing.open("Battle of the Ford (gadget)", FAULTY)
    editing.says("findings, 2 with a safe fix.")
    assert "“Febuary” is not a month" in editing.finding("D601").inner_text()
    editing.apply("D601")
    editing.finding("D601").wait_for(state="detached")
    editing.apply("P102")
    editing.says("No findings.")
    assert editing.summary == "Infobox fixed: D601 unreadable-date, P102 misspelt-parameter"
    text, summary = editing.saved()
    assert text == CLEAN
    assert infobox.check(text) == []
    assert summary == "Infobox fixed: D601 unreadable-date, P102 misspelt-parameter"


def test_without_a_server_the_editor_is_as_before_and_says_so_once(browser: Browser, mediawiki: MediaWiki, logged_in: Any) -> None:
    editing = Editing(browser, mediawiki, logged_in, NOBODY)
    page = editing.open("Battle without a server", DATED)
    message = page.locator(".mw-notification", has_text="does not answer")
    message.wait_for()
    assert NOBODY in message.inner_text()
    asked = len(editing.asked)
    editing.box.press_sequentially("Words. ")
    page.wait_for_timeout(500)
    assert len(editing.asked) == asked == 1
    assert page.locator(".mw-notification").count() == 1
    assert editing.panel.count() == 0
    text, summary = editing.saved()
    assert (text, summary) == ("Words. " + DATED, "")
    editing.open("Battle without a server")
    page.wait_for_load_state("networkidle")
    assert page.locator(".mw-notification").count() == 0
    editing.close()
