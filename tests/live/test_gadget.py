"""The gadget in the editor of a real MediaWiki, with a real server: findings, fixes, the edit summary, and no server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import infobox
from tests.live.editing import NOBODY, Editing, browser, editing, logged_in, server, serving, waits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

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
DATED = CLEAN.replace("February", "Febuary")
FAULTY = DATED.replace("combatant2", "combatnt2")
NAMED = "Infobox fixed: D601 unreadable-date, P102 misspelt-parameter"


# -- from the finding to the saved page ---------------------------------------------------------------------------------------------------


def test_a_broken_infobox_is_found_fixed_and_saved(editing: Editing) -> None:
    editing.open("Battle of the Ford (gadget)", FAULTY)
    editing.says("findings, 2 with a safe fix.")
    assert "“Febuary” is not a month" in editing.finding("D601").inner_text()
    offered = editing.finding("D601")
    offered.get_by_role("button", name="Fix").click()
    assert offered.locator(".row").all_text_contents() == [
        "Before: − | date        = 12 Febuary 1744",
        "After: + | date        = 12 February 1744",
    ]
    offered.get_by_role("button", name="Apply").click()
    editing.finding("D601").wait_for(state="detached")
    editing.apply("P102")
    editing.says("No findings.")
    assert editing.summary == NAMED
    text, summary = editing.saved()
    assert text == CLEAN
    assert infobox.check(text) == []
    assert summary == NAMED


def test_a_preview_keeps_what_was_done_and_finds_what_is_left(editing: Editing) -> None:
    page = editing.open("Previews")
    editing.box.fill(FAULTY)
    editing.apply("D601")
    editing.says("1 finding")
    with page.expect_navigation():
        page.locator("#wpPreview").click()
    editing.says("1 finding, 1 with a safe fix.")
    editing.apply("P102")
    editing.says("No findings.")
    assert editing.summary == NAMED


def test_it_works_with_wiki_editor(browser: Browser, mediawiki: MediaWiki, logged_in: BrowserContext, server: str) -> None:
    state = logged_in.storage_state()
    with mediawiki.weather("toolbar"), browser.new_context(storage_state=state) as context:
        editing = Editing(mediawiki, context, server)
        page = editing.open("WikiEditor")
        page.locator(".wikiEditor-ui-toolbar").wait_for()
        editing.box.fill(DATED)
        editing.finding("D601").locator(".head").click()
        assert editing.selected() == "Febuary"
        editing.apply("D601")
        editing.says("No findings.")
        editing.box.evaluate("(box, at) => box.setSelectionRange(at, at)", CLEAN.index("ruary"))
        page.locator(".wikiEditor-ui-toolbar .tool[rel=bold] a").click()
        editing.says("1 finding")
        editing.close()


def test_all_of_it_works_by_keys(editing: Editing) -> None:
    page = editing.open("Keys")
    editing.box.fill(DATED)
    editing.says("1 finding, 1 with a safe fix.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "head"
    page.keyboard.press("Enter")
    assert editing.selected() == "Febuary"
    for key in ("Tab", "Tab", "Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    editing.says("No findings.")
    assert editing.box.input_value() == CLEAN
    assert editing.selected() == "February"


def test_what_is_typed_is_checked_as_it_stands(editing: Editing) -> None:
    page = editing.open("Typing")
    editing.box.fill(CLEAN)
    editing.says("No findings.")
    editing.box.evaluate("(box, at) => box.setSelectionRange(at, at)", CLEAN.index("ruary"))
    page.keyboard.press("Backspace")
    editing.says("1 finding")
    page.keyboard.type("b")
    editing.says("No findings.")


@pytest.mark.parametrize(
    "before", ["", "🏰 𝔸 emoji 👩‍👩‍👧 before\r\n\r\n", "A line.\r\n" * 400], ids=["plain", "characters of two units", "far down"]
)
def test_a_click_selects_the_place_and_shows_it(editing: Editing, before: str) -> None:
    editing.open("Places")
    editing.box.fill(before + DATED)
    editing.finding("D601").locator(".head").click()
    assert editing.selected() == "Febuary"
    lines = f"{before}{DATED}".splitlines()
    line = next(number for number, words in enumerate(lines) if "Febuary" in words)
    top, seen, all_of_it = editing.box.evaluate("box => [box.scrollTop, box.clientHeight, box.scrollHeight]")
    assert top < (line + 0.5) * all_of_it / max(len(lines), 1) < top + seen


def test_a_fix_is_taken_back_like_what_was_typed(editing: Editing) -> None:
    page = editing.open("Undoing")
    editing.box.fill(DATED)
    editing.box.evaluate("box => box.setSelectionRange(box.value.length, box.value.length)")
    page.keyboard.type(" Words.")
    editing.finding("D601").locator(".head").click()
    editing.apply("D601")
    assert editing.box.input_value() == CLEAN + " Words."
    page.keyboard.press("Control+z")
    assert editing.box.input_value() == DATED + " Words."
    page.keyboard.press("Control+z")
    assert editing.box.input_value() == DATED
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    assert editing.box.input_value() == CLEAN + " Words."
    editing.says("No findings.")


@pytest.mark.parametrize(
    ("finding", "offer", "kept", "old", "new"),
    [
        ("F503", "Fix (changes what readers see)", "[[Anna Holt]]", "[[Anna Holt]] (KIA)", "[[Anna Holt]] {{KIA}}"),
        (
            "P104",
            "keep only “the bridge”",
            "| place       = the ford\n",
            "| place       = the ford\n| place = the bridge\n",
            "| place = the bridge\n",
        ),
        ("L302", "Fix", "[[North]]", "[[North]]<br>* [[East]] 😀<br>* [[West]]", "[[North]]\n* [[East]] 😀\n* [[West]]"),
        ("M405", "Fix", "[[South]]", "[[South]", "[[South]]"),
    ],
    ids=["a fix that readers see", "a suggestion that removes a line", "a fix in two places", "a fix that only adds"],
)
def test_everything_that_is_offered_can_be_applied(editing: Editing, finding: str, offer: str, kept: str, old: str, new: str) -> None:
    editing.open("Offers")
    editing.box.fill(CLEAN.replace(kept, old))
    editing.apply(finding, offer)
    editing.finding(finding).wait_for(state="detached")
    assert editing.box.input_value() == CLEAN.replace(kept, new)


# -- the edit summary ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NAMED),
        ("/* Lead */ ", f"/* Lead */ {NAMED}"),
        ("tidied, see talk", f"tidied, see talk; {NAMED}"),
        ("Infobox fixed: D601 unreadable-date and more", "Infobox fixed: D601 unreadable-date, P102 misspelt-parameter and more"),
        ("w" * 480, "w" * 480),
    ],
    ids=["empty", "a section", "the user's words", "named already", "no room"],
)
def test_the_summary_names_what_was_fixed_after_what_the_user_wrote(editing: Editing, before: str, after: str) -> None:
    page = editing.open("Summaries")
    page.locator("#wpSummary").fill(before)
    editing.box.fill(FAULTY + FAULTY)
    editing.says("findings")
    for left, finding in ((3, "D601"), (2, "P102"), (1, "D601"), (0, "P102")):
        editing.apply(finding)
        editing.says(f"{left} with a safe fix" if left else "No findings.")
    assert editing.summary == after


def test_the_heading_of_a_new_section_stays(editing: Editing) -> None:
    page = editing.open("Talk:New section", section="new")
    page.locator("#wpSummary").fill("A heading")
    editing.box.fill(DATED)
    editing.apply("D601")
    editing.says("No findings.")
    assert editing.summary == "A heading"


# -- what is asked ------------------------------------------------------------------------------------------------------------------------


def test_the_server_gets_the_text_the_title_and_the_wiki_and_nothing_that_says_who_edits(editing: Editing) -> None:
    editing.open("Asking for it", DATED)
    editing.says("1 finding")
    assert [request.post_data_json for request in editing.asked] == [{"text": DATED + "\n", "wiki": "testwiki", "title": "Asking for it"}]
    headers = editing.asked[0].all_headers()
    assert "cookie" not in headers
    assert "referer" not in headers


@pytest.mark.parametrize(
    ("text", "asked"), [("Words.", []), ("Words {{nowrap|and more}}.", ["check", "read"])], ids=["no template", "another template"]
)
def test_a_text_without_such_an_infobox_is_left_alone(editing: Editing, text: str, asked: list[str]) -> None:
    page = editing.open("No infobox", text)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    assert [request.url.rpartition("/")[2] for request in editing.asked] == asked
    assert not editing.panel.is_visible()


def test_only_the_newest_answer_counts(editing: Editing) -> None:
    held: list[Route] = []
    page = editing.open("Newest")
    page.route("**/api/check", lambda route: held.append(route) if not held else route.continue_())
    editing.box.fill(DATED)
    page.wait_for_timeout(500)
    assert len(held) == 1
    editing.box.fill(FAULTY)
    editing.says("findings")
    assert held[0].request.failure is not None
    assert editing.finding("P102").count() == 1


@pytest.mark.parametrize(
    ("typed", "fixed"),
    [
        (f"More. {DATED}\n", f"More. {CLEAN}\n"),
        (f"{DATED}\nMore.", f"{CLEAN}\nMore."),
        (DATED.replace("Febuary", "Febuarry"), ""),
        ("", ""),
    ],
    ids=["before it", "after it", "in it", "all removed"],
)
def test_a_fix_is_never_made_where_the_text_has_changed_since(
    mediawiki: MediaWiki, logged_in: BrowserContext, server: str, typed: str, fixed: str
) -> None:
    editing = Editing(mediawiki, logged_in, server, pause=60_000)
    editing.open("Meanwhile", DATED)
    editing.says("1 finding")
    editing.box.fill(typed)
    editing.apply("D601")
    if fixed:
        assert editing.box.input_value() == fixed
        assert editing.selected() == "February"
    else:
        editing.says("The text has changed there since it was checked.")
        assert editing.box.input_value() == typed
        assert editing.summary == ""
    editing.close()


# -- troubles -----------------------------------------------------------------------------------------------------------------------------


def test_without_a_server_the_editor_is_as_before_and_says_so_once(mediawiki: MediaWiki, logged_in: BrowserContext) -> None:
    editing = Editing(mediawiki, logged_in, NOBODY)
    page = editing.open("Battle without a server", DATED)
    message = page.locator(".mw-notification", has_text="does not answer")
    message.wait_for()
    assert NOBODY in message.inner_text()
    editing.box.press_sequentially("Words. ")
    page.wait_for_timeout(500)
    assert len(editing.asked) == 1
    assert page.locator(".mw-notification").count() == 1
    assert page.locator("#infobox-gadget").count() == 0
    text, summary = editing.saved()
    assert (text, summary) == ("Words. " + DATED, "")
    editing.open("Battle without a server")
    page.wait_for_load_state("networkidle")
    assert len(editing.asked) == 2
    assert page.locator(".mw-notification").count() == 0
    editing.close()


def test_a_server_that_goes_away_leaves_the_text_alone(mediawiki: MediaWiki, logged_in: BrowserContext) -> None:
    with serving(mediawiki.url) as (address, process):
        editing = Editing(mediawiki, logged_in, address)
        editing.open("Server gone", DATED)
        editing.says("1 finding")
        process.terminate()
        process.wait()
        editing.box.press_sequentially("Words. ")
        editing.says("Not checked")
        assert editing.box.input_value() == f"Words. {DATED}\n"
        editing.close()


def test_why_there_is_no_answer_is_said_as_the_server_says_it(editing: Editing) -> None:
    page = editing.open("Refused")
    problem = {"title": "It took too long", "status": 503, "detail": "the <b>work</b> is ended after 10 seconds"}
    page.route("**/api/check", lambda route: route.fulfill(status=503, json=problem, content_type="application/problem+json"))
    editing.box.fill(DATED)
    editing.says("Not checked. It took too long: the <b>work</b> is ended after 10 seconds")
    page.unroute("**/api/check")
    editing.box.press_sequentially("Words. ")
    editing.says("1 finding")


def test_a_script_in_a_value_stays_text(editing: Editing) -> None:
    script = "<img src=x onerror='window.broken = 1'><script>window.broken = 1</script>"
    page = editing.open("Scripts")
    editing.box.fill(DATED.replace("1744", f"1744 {script}"))
    editing.says("finding")
    editing.panel.get_by_role("button", name="Fix").click()
    assert script in editing.panel.inner_text()
    assert editing.panel.locator("img, script").count() == 0
    assert page.evaluate("window.broken") is None


def test_it_works_under_a_policy_of_the_wiki_that_lets_pages_ask_the_server(editing: Editing, mediawiki: MediaWiki) -> None:
    with mediawiki.weather("policy", editing.server.rstrip("/")):
        editing.open("Policies", DATED)
        editing.says("1 finding")
        editing.apply("D601")
        editing.says("No findings.")


def test_a_policy_that_forbids_it_is_like_no_server(mediawiki: MediaWiki, logged_in: BrowserContext, server: str) -> None:
    editing = Editing(mediawiki, logged_in, server)
    with mediawiki.weather("policy", "https://example.org"):
        page = editing.open("Policies", DATED)
        page.locator(".mw-notification", has_text="does not answer").wait_for()
        assert editing.asked == []
        assert {each.split()[0] for each in page.evaluate("window.violations")} == {"connect-src"}
    editing.page.close()


def test_findings_come_soon_in_an_article_of_100_kb(editing: Editing) -> None:
    measured = waits(editing, CLEAN, "February", 3)
    assert measured[len(measured) // 2] < 1000, measured
