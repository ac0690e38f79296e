"""The gadget as ResourceLoader, CodeMirror 6 and people who cannot see or use a mouse need it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, Final

from tests.ecosystem.needed import HERE, ran
from tests.ecosystem.test_page import WEB, needs_packages
from tests.live.conftest import mediawiki
from tests.live.editing import Editing, browser, editing, logged_in, server
from tests.live.test_gadget import CLEAN, FAULTY

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "editing", "logged_in", "mediawiki", "server"]

_PARSED: Final = """
import { parse } from "acorn";
import { readFileSync } from "node:fs";
parse(readFileSync("../gadget/infobox.js", "utf8"), { ecmaVersion: 2016 });
console.log("parsed");
"""


def test_resource_loader_takes_its_syntax() -> None:
    needs_packages()
    assert ran("node", "--input-type=module", "--eval", _PARSED, folder=WEB) == "parsed\n"


def with_code_mirror(editing: Editing, text: str) -> Page:
    """The editor with CodeMirror 6 in it, as Extension:CodeMirror does that."""
    needs_packages()
    bundled = subprocess.run(
        [WEB / "node_modules" / ".bin" / "esbuild", HERE / "gadget_editor.mjs", "--bundle", "--format=iife"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "NODE_PATH": str(WEB / "node_modules")},
    )
    page = editing.open("CodeMirror")
    editing.box.fill(text)
    editing.panel.wait_for()
    page.evaluate(bundled.stdout)
    return page


def test_code_mirror_marks_the_findings_and_makes_their_fixes(editing: Editing) -> None:
    page = with_code_mirror(editing, f"🏰 before\n{FAULTY}")
    marked = page.locator(".cm-lintRange")
    marked.nth(1).wait_for()
    assert marked.all_inner_texts() == ["Febuary", "combatnt2"]
    marked.first.hover()
    page.locator(".cm-tooltip-lint", has_text="“Febuary” is not a month").get_by_role("button", name="Fix").click()
    page.locator(".cm-lintRange").filter(has_text="February").wait_for(state="detached")
    editing.finding("D601").wait_for(state="detached")
    assert page.evaluate("cm.view.state.doc.toString()") == f"🏰 before\n{FAULTY.replace('Febuary', 'February')}"
    editing.apply("P102")
    editing.says("No findings.")
    page.locator(".cm-lintRange").wait_for(state="detached")
    assert editing.saved() == (f"🏰 before\n{CLEAN}", "Infobox fixed: D601 unreadable-date, P102 misspelt-parameter")


def test_code_mirror_gets_findings_of_what_is_typed_in_it_and_takes_fixes_back(editing: Editing) -> None:
    page = with_code_mirror(editing, CLEAN)
    at = CLEAN.index("ruary")
    page.evaluate("at => { cm.view.focus(); cm.view.dispatch({ selection: { anchor: at } }); }", at)
    page.keyboard.press("Backspace")
    page.locator(".cm-lintRange", has_text="Feruary").wait_for()
    editing.apply("D601")
    page.locator(".cm-lintRange").wait_for(state="detached")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+z")
    page.locator(".cm-lintRange", has_text="Feruary").wait_for()


def test_axe_finds_no_violation_in_what_is_shown(editing: Editing) -> None:
    needs_packages()
    page = editing.open("Axe")
    editing.box.fill(FAULTY.replace("[[Anna Holt]]", "[[Anna Holt]] (KIA)"))
    editing.says("findings")
    for offer in editing.panel.get_by_role("button", name="Fix").all():
        offer.click()
    page.evaluate((WEB / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    # MediaWiki numbers the fields of the form, so what stands between two of them needs a number too.
    result: dict[str, Any] = page.evaluate("axe.run('#infobox-gadget', { rules: { tabindex: { enabled: false } } })")
    assert [f"{each['id']}: {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]] == []
