"""The editor of the tests' wiki in a headless Chromium, for somebody whose `common.js` loads the gadget."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import pytest

from tests.live.mediawiki import MediaWiki, free_port
from tests.web.browser import CHROMIUM, ROOT, WIDE, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

__all__ = ["Editing", "browser", "editing", "logged_in", "server", "serving"]

GADGET: Final = (ROOT / "gadget" / "infobox.js").read_text("utf-8")
NOBODY: Final = "http://127.0.0.1:9"
"""Where no server answers."""
_SEEN: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@contextlib.contextmanager
def serving(origin: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address and the process of a server that pages of this origin may ask."""
    command = [sys.executable, "-m", "infobox", "serve", "--port", "0", "--offline", "--quiet", "--allow-origin", origin]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/"), process
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def server(mediawiki: MediaWiki) -> Iterator[str]:
    """Where a server answers the wiki's pages."""
    with serving(mediawiki.url) as (address, _):
        yield address


@pytest.fixture(scope="module")
def logged_in(mediawiki: MediaWiki, browser: Browser) -> Iterator[BrowserContext]:
    """The browser of an editor who has the gadget."""
    context = with_the_gadget(mediawiki, browser)
    yield context
    context.close()


def with_the_gadget(wiki: MediaWiki, browser: Browser) -> BrowserContext:
    """The browser of an editor who has the gadget, installed as docs/gadget.md says. What it loads once it keeps for all tabs."""
    user = wiki.editor
    wiki.write(f"User:{user}/infobox.js", GADGET)
    wiki.write(
        f"User:{user}/common.js",
        f"mw.loader.load( '/w/index.php?title=User:{user}/infobox.js&action=raw&ctype=text/javascript' );",
    )
    context = browser.new_context(viewport=WIDE)
    context.add_init_script(_SEEN)
    page = context.new_page()
    page.goto(f"{wiki.url}/wiki/Special:UserLogin")
    page.locator("#wpName1").fill(user)
    page.locator("#wpPassword1").fill(wiki.editor_password)
    page.locator("#wpLoginAttempt").click()
    page.locator("#pt-userpage").wait_for()
    page.close()
    return context


@contextlib.contextmanager
def editing_alone() -> Iterator[Editing]:
    """A tab in which the gadget asks a server, outside of the tests: with a wiki, a server and a Chromium of its own."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        wiki = MediaWiki(Path(folder), free_port())
        wiki.install()
        with wiki.serving(), serving(wiki.url) as (address, _), sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            yield Editing(wiki, with_the_gadget(wiki, launched), address)
            launched.close()


class Editing:
    """A tab in which pages of the wiki are edited, and what it asked and complained about."""

    def __init__(self, wiki: MediaWiki, context: BrowserContext, server: str, **settings: Any) -> None:
        self.wiki, self.server = wiki, server
        self.complaints: list[str] = []
        self.asked: list[Request] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.add_init_script(f"window.infoboxGadget = {json.dumps({'server': server, **settings})};")
        self.page.on("request", lambda request: self.asked.append(request) if request.url.startswith(f"{server}/") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, title: str, text: str | None = None, **parameters: str) -> Page:
        """Open a page for editing, which has this text in the wiki."""
        if text is not None:
            self.wiki.write(title, text)
        query = "".join(f"&{name}={quote(value)}" for name, value in parameters.items())
        self.page.goto(f"{self.wiki.url}/w/index.php?title={quote(title)}&action=edit{query}")
        return self.page

    @property
    def box(self) -> Locator:
        """The text box."""
        return self.page.locator("#wpTextbox1")

    @property
    def panel(self) -> Locator:
        """What the gadget shows."""
        return self.page.get_by_role("region", name="Infobox")

    @property
    def summary(self) -> str:
        """The edit summary."""
        return self.page.locator("#wpSummary").input_value()

    def says(self, words: str) -> None:
        """Wait until the gadget says this."""
        self.panel.get_by_role("status").filter(has_text=words).wait_for()

    def finding(self, words: str) -> Locator:
        """The finding with these words in its message."""
        return self.panel.get_by_role("listitem").filter(has_text=words)

    def apply(self, finding: str, offer: str = "Fix") -> None:
        """Open what is offered for a finding, and apply it."""
        self.finding(finding).get_by_role("button", name=offer, exact=True).first.click()
        self.finding(finding).get_by_role("button", name="Apply").click()

    def selected(self) -> str:
        """What is selected in the text box."""
        words: str = self.box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
        return words

    def saved(self) -> tuple[str, str]:
        """Save the page: the text that the wiki has then, and the summary of its last edit."""
        title = self.page.evaluate("mw.config.get('wgPageName')")
        with self.page.expect_navigation():
            self.page.locator("#wpSave").click()
        asked = f"action=query&format=json&formatversion=2&prop=revisions&rvslots=main&rvprop=content|comment&titles={quote(title)}"
        revision = self.page.request.get(f"{self.wiki.api}?{asked}").json()["query"]["pages"][0]["revisions"][0]
        return revision["slots"]["main"]["content"], revision["comment"]

    def close(self) -> None:
        """Close the tab. Nothing may have been asked of a third party, and nothing been stopped or gone wrong."""
        violations = self.page.evaluate("window.violations ?? []")
        self.page.close()
        assert violations == []
        assert self.complaints == []
        assert {urlsplit(request.url).path for request in self.asked} <= {"/api/check", "/api/read"}


@pytest.fixture
def editing(mediawiki: MediaWiki, logged_in: BrowserContext, server: str) -> Iterator[Editing]:
    """A tab in which the gadget asks the server."""
    made = Editing(mediawiki, logged_in, server)
    yield made
    made.close()


ARTICLE: Final = 100_000
"""How long the article of `waits` is, in characters."""
_PROSE: Final = 'The [[army]] crossed the river at dawn.<ref name="a">{{cite book|title=Rivers|page=4}}</ref> It was cold. ' * 9
_WATCHED: Final = """() => {
    window.keyed = 0;
    window.waits = [];
    addEventListener("keydown", () => { window.keyed = performance.now(); }, true);
    const status = document.querySelector("#infobox-gadget [role=status]");
    new MutationObserver(() => requestAnimationFrame(() => window.waits.push(performance.now() - window.keyed)))
        .observe(status, { childList: true });
}"""


def waits(editing: Editing, infobox: str, word: str, times: int) -> list[float]:
    """How long it takes from a key to the finding that it brings or ends, in milliseconds, in the order of their length: a letter of
    `word`, which stands in this faultless infobox of an article of 100 KB, is removed and typed again.
    """
    editing.open("A long article", infobox + "\n" + f"{_PROSE}\n\n" * (ARTICLE // len(_PROSE)))
    editing.says("No findings.")
    editing.box.evaluate("(box, at) => { box.focus(); box.setSelectionRange(at, at); }", infobox.index(word) + 3)
    editing.page.evaluate(_WATCHED)
    for number in range(times):
        editing.page.keyboard.press("Backspace")
        editing.page.wait_for_function("number => window.waits.length > number", arg=2 * number)
        editing.page.keyboard.type(word[2])
        editing.page.wait_for_function("number => window.waits.length > number", arg=2 * number + 1)
    found: list[float] = editing.page.evaluate("window.waits")
    return sorted(found)
