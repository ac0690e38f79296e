"""The page of `infobox serve` in a headless Chromium. What breaks the page's own rules fails the test that did it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest

from tests.ecosystem.needed import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, ViewportSize

ROOT: Final = Path(__file__).parent.parent.parent
SIEGE: Final = (ROOT / "fixtures" / "siege.wikitext").read_text("utf-8")
WIDE: Final[ViewportSize] = {"width": 1360, "height": 860}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
CHROMIUM: Final = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
_OPTIONS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_SEEN: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without it or Playwright the test is left out, but fails in CI."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright")
    if not CHROMIUM:
        missing("Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server answers that asks no wikis."""
    command = [sys.executable, "-m", "infobox", "serve", "--port", "0", "--offline", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


class Opened:
    """One browser with the page, and what it did: the hosts it asked, and what it complained about."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.asked: list[Request] = []
        self.context: BrowserContext = browser.new_context(
            **{"viewport": WIDE, "permissions": ["clipboard-read", "clipboard-write"]} | options
        )
        self.context.add_init_script(_SEEN)
        self.context.on("request", lambda request: self.asked.append(request))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)

    def go(self, fragment: str = "") -> Page:
        """The page, ready for a text."""
        self.page.goto(self.address + fragment)
        self.page.get_by_label("Wikitext").wait_for()
        return self.page

    def with_titles(self) -> None:
        """Show what the page has where titles can be asked for."""

        def answer(route: Route) -> None:
            response = route.fetch()
            route.fulfill(response=response, json=response.json() | {"live": True})

        self.context.route("**/api/health", answer)

    def paste(self, text: str) -> Page:
        """Paste a text into the page in place of what is there, and wait until it is understood."""
        page = self.page
        if page.url == "about:blank":
            self.go()
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.get_by_label("Wikitext").focus()
        page.keyboard.press("Control+a")
        with page.expect_response("**/api/read"), page.expect_response("**/api/check"):
            page.keyboard.press("Control+v")
        return page

    def clipboard(self) -> str:
        """What was copied."""
        text: str = self.page.evaluate("navigator.clipboard.readText()")
        return text

    def text(self) -> str:
        """The text of the page as it is copied."""
        self.page.get_by_role("button", name="Copy text").click()
        self.page.get_by_text("Text copied").wait_for()
        return self.clipboard()

    def close(self) -> None:
        """Close the browser. Nothing may have been asked of another host, and nothing been stopped or gone wrong."""
        violations = self.page.evaluate("window.violations ?? []")
        self.context.close()
        hosts = {urlsplit(request.url).netloc for request in self.asked if not request.url.startswith(("blob:", "data:"))}
        assert hosts <= {urlsplit(self.address).netloc}
        assert violations == []
        # The browser's word on an answer that refuses is no mistake of the page.
        assert [each for each in self.complaints if "the server responded with a status of 4" not in each] == []


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """The page, wide and light."""
    made = Opened(browser, address)
    yield made
    made.close()
