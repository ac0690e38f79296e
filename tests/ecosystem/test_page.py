"""The page of `infobox serve` is built from what npm gives, and people who cannot see or use a mouse can use it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

from tests.ecosystem.needed import ROOT, missing, ran
from tests.web.browser import PHONE, WIDE, Opened, address, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

__all__ = ["address", "browser"]

WEB: Final = ROOT / "web"
TEXT: Final = """{{Infobox military conflict
| conflict    = Battle of the Ford
| date        = 12 Febuary 1744<ref name="a" />
| place       = the ford
| image       = Ford.jpg
| combatant1  = {{flagicon|Denmark}} '''[[North]]'''
* [[Oldmill]] {{small|(from 1743)}}
| combatant2  = [[South]]
| commander1  = [[Anna Holt]] {{KIA}}<br />Karl Brand{{efn|Or Brandt.}}
| strength1   = 3,000–4,000
| casualties3 = 40 civilians killed
| causes      = {{unknown template|unread}}
}}
"""
VIEWS: Final = ("Box", "Record", "JSON", "Compare", "History")


def needs_packages() -> None:
    """End the test, unless the packages of the page are there, and with them Node.js."""
    if not (WEB / "node_modules" / ".package-lock.json").is_file():
        missing("what `make page` fetches with npm (web/package-lock.json)")


def test_the_bundle_is_what_make_page_makes() -> None:
    needs_packages()
    made = subprocess.run(["npm", "run", "--silent", "build"], capture_output=True, encoding="utf-8", cwd=WEB, check=True).stdout
    assert (ROOT / "infobox" / "web" / "static" / "codemirror.js").read_text("utf-8") == made


def test_the_pages_own_modules_are_formatted() -> None:
    needs_packages()
    ran("npm", "run", "--silent", "check", folder=WEB)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_no_violation(browser: Browser, address: str, scheme: Literal["light", "dark"], size: ViewportSize) -> None:
    needs_packages()
    axe = (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    opened = Opened(browser, address, viewport=size, color_scheme=scheme, reduced_motion="reduce")
    opened.with_titles()
    page = opened.go()
    page.evaluate(axe)  # as a debugger does: the page's own policy allows no other script
    found: list[str] = []

    def look(where: str) -> None:
        result: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found.extend(
            f"{where}: {each['id']}: {node['target']} {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]
        )

    look("nothing yet")
    opened.paste(TEXT)
    page.locator(".finding .head").first.click()
    for view in VIEWS:
        page.get_by_role("tab", name=view).click()
        if view == "Record":
            page.get_by_label("Links, sources and other parts").check()
            page.locator("#tree summary").first.click()
        if view == "Compare":
            page.locator("#old").fill(TEXT.replace("Holt", "Hold"))
            page.locator("#comparison .diff").wait_for()
        look(view)
    page.locator(".finding .apply").first.click()
    page.locator("#last .diff").wait_for()
    look("after a change")
    page.get_by_role("button", name="Keys").click()
    look("keys")
    opened.close()
    assert found == []
