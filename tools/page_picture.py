"""The picture of the page of `infobox serve` in its documentation: `python -m tools.page_picture > docs/page.png`. It needs Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

SIZE = (1280, 800)


def picture() -> bytes:
    """The page with its example, a finding open and a commander pointed at, as PNG."""
    command = [sys.executable, "-m", "infobox", "serve", "--port", "0", "--offline", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server, sync_playwright() as playwright:
        assert server.stdout is not None
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light", reduced_motion="reduce")
            page.goto(server.stdout.readline().strip())
            page.get_by_role("button", name="Try an example").click()
            page.locator(".finding .head").click()
            page.locator(".finding .why b").wait_for()
            page.locator('#box [data-path="sides[0].commanders[1]"]').hover()
            return page.screenshot()
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.stdout.buffer.write(picture())
