"""The page of `infobox serve` loads a page from a real wiki, and shows how its infobox came about."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.live.mediawiki import MediaWiki
from tests.web.browser import Opened, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser"]


@pytest.fixture(scope="module")
def asking(mediawiki: MediaWiki) -> Iterator[str]:
    """Where a server answers that asks the tests' wiki."""
    options = ["--port", "0", "--quiet", "--wiki", mediawiki.api, "--contact", "ops@example.org"]
    with subprocess.Popen([sys.executable, "-m", "infobox", "serve", *options], stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def test_a_page_is_loaded_by_its_title_with_the_history_of_its_infobox(browser: Browser, asking: str) -> None:
    opened = Opened(browser, asking)
    page = opened.go()
    page.get_by_label("Title or address").fill("Battle of Testville 3")
    page.keyboard.press("Enter")
    page.locator("#box", has_text="Battle of Testville 3").wait_for()
    page.get_by_role("tab", name="History").click()
    steps = page.locator(".timeline > li")
    steps.first.wait_for()
    assert [" ".join(step.split()) for step in steps.all_inner_texts()] == [
        "2026-02-03 02:00 Editor changed turn 2 side 1, casualties: killed 101 → 102",
        "2026-02-03 01:00 Editor changed turn 1 side 1, casualties: killed 100 → 101",
        "2026-02-03 00:00 Editor first turn 0",
    ]
    page.get_by_label("Title or address").fill("Testville fight")  # a redirect
    page.keyboard.press("Enter")
    page.locator(".timeline", has_text="2026-02-01 02:00").wait_for()
    page.get_by_label("Title or address").fill("Nope")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("Nope: no such page").wait_for()
    opened.close()
