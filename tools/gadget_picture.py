"""The picture of the gadget in its documentation: `python -m tools.gadget_picture > docs/gadget.png`.

It needs what the tests of the gadget need: MediaWiki, PHP and Chromium.
"""

from __future__ import annotations

import sys

from tests.live.editing import editing_alone
from tests.live.test_gadget import FAULTY


def picture() -> bytes:
    """The editor of a wiki with two findings, of which one is shown in the text and one with its fix, as PNG."""
    with editing_alone() as editing:
        page = editing.open("Battle of the Ford", FAULTY.replace("[[South]]", "[[South]"))
        page.set_viewport_size({"width": 1100, "height": 780})
        editing.box.evaluate("box => { box.rows = 12; }")
        editing.apply("P102")
        editing.says("2 findings")
        editing.finding("D601").get_by_role("button", name="Fix").click()
        editing.finding("D601").locator(".head").click()
        return page.screenshot()


if __name__ == "__main__":
    sys.stdout.buffer.write(picture())
