"""The page of `infobox serve`, as people use it: pasted texts, findings, changes, keys, links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infobox.history.steps import Revision
from infobox.record import Page as PageOfRecord
from infobox.web import titles
from tests.web.browser import PHONE, ROOT, SIEGE, Opened, address, browser, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page, Request, Route

__all__ = ["address", "browser", "opened"]

FAULTY = """{{Infobox military conflict
| conflict    = Battle of the Ford
| date        = 12 Febuary 1744
| place       = the ford
| combatant1  = [[North]]
| combatant2  = [[South]]
| commander1  = [[Anna Holt]]
}}
"""
FIXED = FAULTY.replace("Febuary", "February")


def at(page: Page, path: str) -> Locator:
    """What the box shows of a part of the record."""
    return page.locator(f'#box [data-path="{path}"]')


def lit(page: Page) -> str:
    """What is lit up in the text."""
    return "".join(page.locator(".cm-content .lit").all_inner_texts())


def answering(answer: object) -> Callable[[Route], None]:
    """What answers a request in place of the server."""
    return lambda route: route.fulfill(json=answer)


def put_cursor(page: Page, place: int) -> None:
    """Move the cursor in the text, by keys."""
    page.get_by_label("Wikitext").focus()
    page.keyboard.press("Control+Home")
    for _ in range(place):
        page.keyboard.press("ArrowRight")


# -- the box ------------------------------------------------------------------------------------------------------------------------------


def test_the_box_has_both_sides_with_nested_lines_and_fates_at_the_right_persons(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    commanders = page.locator("#box .sided", has_text="Commanders and leaders")
    commanders.wait_for()
    assert commanders.locator(".cell").count() == 2
    for side, name in enumerate(("Sheikh Abu al-Hassan al-Tunisi †", "Jamil Hussein Faqih †")):
        assert name in " ".join(at(page, f"sides[{side}].commanders[0]").inner_text().split())
    assert at(page, "sides[0].commanders[0]").locator("abbr").get_attribute("title") == "killed in action"
    assert "† killed in action" in page.locator(".legend").inner_text()
    nested = at(page, "sides[1].units[1].items[2].items[0]")
    assert nested.inner_text() == "Imam Mahdi Scouts"
    assert nested.evaluate("line => line.closest('ul').closest('li').querySelector('.line').dataset.path") == "sides[1].units[1].items[2]"
    joint = page.locator("#box .joint")
    assert "7 civilians killed" in joint.inner_text()
    wide = joint.bounding_box()
    cell = page.locator("#box .columns .cell").last.bounding_box()
    assert wide is not None
    assert cell is not None
    assert wide["width"] > 1.9 * cell["width"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste an infobox"),
        ("Just words.", "calls no template for military conflicts"),
        ("{{Infobox settlement|name=A}}", "The text has {{Infobox settlement}}"),
    ],
    ids=["nothing", "words", "another infobox"],
)
def test_the_page_says_why_it_shows_no_box(opened: Opened, text: str, words: str) -> None:
    page = opened.paste(text) if text else opened.go()
    page.locator("#nothing", has_text=words).wait_for()


def test_one_of_several_infoboxes_is_chosen_by_its_name_or_by_the_cursor(opened: Opened) -> None:
    page = opened.paste(FIXED + FIXED.replace("Ford", "Bridge"))
    page.get_by_role("combobox", name="Infobox").select_option(label="2: Battle of the Bridge")
    assert at(page, "conflict").inner_text() == "Battle of the Bridge"
    put_cursor(page, 30)
    page.locator("#box", has_text="Battle of the Ford").wait_for()


def test_a_script_in_a_value_stays_text(opened: Opened) -> None:
    script = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
    page = opened.paste(
        FIXED.replace("[[Anna Holt]]", f"{script} Anna &lt;img src=x onerror=alert(1)&gt;").replace("744", f"744<!-- {script} -->")
    )
    page.locator("#box", has_text="<img src=x onerror=alert(1)>").wait_for()
    for view in ("Record", "JSON", "Compare", "Box"):
        page.get_by_role("tab", name=view).click()
        if view == "Compare":
            page.locator("#old").fill(FIXED.replace("Ford", script))
            page.locator("#comparison .diff").wait_for()
    assert page.evaluate("window.broken") is None
    assert page.locator("main :is(script, img, iframe, object)").count() == 0


# -- places -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "🏰 𝔸 emoji 👩‍👩‍👧 before\r\n"], ids=["plain", "characters of two units"])
def test_what_is_hovered_or_has_the_focus_lights_up_in_the_text(opened: Opened, before: str) -> None:
    page = opened.paste(before + FIXED.replace("[[North]]", "🏳️ [[North]] {{small|(from 1743)}}"))
    at(page, "sides[1].combatants[0]").hover()
    assert lit(page) == "[[South]]"
    at(page, "sides[0].commanders[0]").hover()
    assert lit(page) == "[[Anna Holt]]"
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Name: South").focus()
    assert lit(page) == "South"
    page.keyboard.press("Shift+Tab")
    assert lit(page) != "South"


def test_the_line_of_the_box_lights_up_in_which_the_cursor_is(opened: Opened) -> None:
    page = opened.paste("𝔸🏰" + FIXED)
    put_cursor(page, 2 + FIXED.index("Anna"))
    assert page.locator("#box .lit").get_attribute("data-path") == "sides[0].commanders[0]"
    page.get_by_role("tab", name="Record").click()
    put_cursor(page, 2 + FIXED.index("North"))
    assert page.locator("#tree .lit").first.get_attribute("data-path") == "sides[0].combatants[0].name"


# -- findings -----------------------------------------------------------------------------------------------------------------------------


def test_a_finding_leads_to_its_place_and_its_fix_is_shown_before_it_is_made(opened: Opened) -> None:
    page = opened.paste(FAULTY)
    assert page.locator(".cm-content .found").inner_text() == "Febuary"
    page.locator(".finding .head").click()
    assert lit(page) == "Febuary"
    diff = page.locator(".finding .diff")
    assert (diff.locator("del").all_inner_texts(), diff.locator("ins").all_inner_texts()) == (["Febuary"], ["February"])
    assert "Febuary" in page.get_by_label("Wikitext").inner_text()
    page.get_by_role("button", name="Apply").click()
    page.locator("#findings-title", has_text="No findings").wait_for()
    assert page.locator(".finding").count() == 0
    assert opened.text() == FIXED
    page.get_by_role("button", name="Undo").click()
    page.locator(".finding").wait_for()
    assert opened.text() == FAULTY


def test_possible_answers_are_shown_with_the_change_that_each_makes(opened: Opened) -> None:
    page = opened.paste(FAULTY.replace("12 Febuary 1744", "3/4/1744"))
    page.locator(".finding .head").click()
    offers = page.locator(".finding .offer")
    assert page.locator(".offer > p").all_inner_texts() == ["Write “3 April 1744”", "Write “4 March 1744”"]
    assert offers.nth(1).locator("ins").all_inner_texts() == ["4 March 1744"]
    offers.nth(1).get_by_role("button", name="Apply: write “4 March 1744”").click()
    page.locator("#findings-title", has_text="No findings").wait_for()
    assert opened.text() == FAULTY.replace("12 Febuary 1744", "4 March 1744")


def test_all_safe_fixes_are_shown_and_made_at_once(opened: Opened) -> None:
    page = opened.paste(FAULTY + FAULTY.replace("Ford", "Bridge"))
    page.get_by_role("button", name="Fix all").click()
    page.locator("#all-fixes .diff").wait_for()
    assert page.locator("#all-fixes ins").all_inner_texts() == ["r", "r"]
    page.get_by_role("button", name="Make these changes").click()
    page.locator("#findings-title", has_text="No findings").wait_for()
    assert opened.text() == FIXED + FIXED.replace("Ford", "Bridge")


# -- changes ------------------------------------------------------------------------------------------------------------------------------


def test_a_changed_commander_changes_one_line(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    page.get_by_role("tab", name="Record").click()
    field = page.get_by_label("Name: Jamil Hussein Faqih")
    field.fill("Ali Foo")
    field.press("Enter")
    last = page.locator("#last")
    last.wait_for()
    assert (last.locator("del").all_inner_texts(), last.locator("ins").all_inner_texts()) == (["Jamil Hussein Faqih"], ["Ali Foo"])
    assert last.locator("h3").inner_text().startswith("side 2, commanders: Jamil Hussein Faqih (")
    assert opened.text() == SIEGE.replace("Jamil Hussein Faqih", "Ali Foo")


def test_fates_figures_and_lines_are_changed_in_the_record(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Fate: Jamil Hussein Faqih").select_option("wounded_in_action")
    page.locator("#last", has_text="killed in action → wounded in action").wait_for()
    page.get_by_label("Highest: 3,000–4,000").fill("5000")
    page.keyboard.press("Tab")
    page.locator("#last", has_text="3,000–4,000 → 3,000–5,000").wait_for()
    page.get_by_label("Add a line to commanders, side 2").fill("Max Moe")
    page.keyboard.press("Enter")
    page.locator("#last", has_text="+ “Max Moe”").wait_for()
    page.get_by_role("button", name="Remove Jaysh al-Sunna").click()
    page.locator("#last", has_text="Jaysh al-Sunna").wait_for()
    expected = (
        SIEGE.replace("Faqih {{KIA}}", "Faqih {{WIA}}")
        .replace("3,000–4,000", "3,000–5,000")
        .replace("in al-Fu'ah and Kafriya)</small>", "in al-Fu'ah and Kafriya)</small><br />Max Moe")
        .replace("* [[Jaysh al-Sunna]]\n", "")
    )
    assert opened.text() == expected


def test_a_change_that_cannot_be_written_is_refused_in_words(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Lowest: 3,000–4,000").fill("9000")
    page.keyboard.press("Tab")
    page.get_by_role("alert").get_by_text("cannot").or_(page.get_by_role("alert").get_by_text("not valid")).first.wait_for()
    assert page.get_by_label("Lowest: 3,000–4,000").input_value() == "3000"
    assert opened.text() == SIEGE


def test_what_the_template_does_not_show_is_changed_as_it_is_written(opened: Opened) -> None:
    written = "| a.b = 1\n| casus = one\ntwo\n}}"
    page = opened.paste(FIXED.replace("}}", written))
    page.get_by_role("tab", name="Record").click()
    assert page.locator("#tree label", has_text="a.b").locator("input").count() == 0
    field = page.get_by_label("casus", exact=True)
    assert field.input_value() == "one\ntwo"
    field.fill("one\nthree")
    page.keyboard.press("Tab")
    page.locator("#last .row.ins", has_text="three").wait_for()
    assert opened.text() == FIXED.replace("}}", written.replace("two", "three"))


def test_two_versions_are_compared_in_meaning_then_in_their_lines(opened: Opened) -> None:
    page = opened.paste(FIXED)
    page.get_by_role("tab", name="Compare").click()
    page.locator("#old").fill(FIXED.replace("Anna Holt", "Karl Brand"))
    page.locator("#comparison .meaning", has_text="+ “Anna Holt”").wait_for()
    [row] = page.locator("#comparison .row.ins").all_inner_texts()
    assert row.endswith("| commander1  = [[Anna Holt]]")


def test_a_long_comparison_leaves_the_earlier_version_its_room(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    page.get_by_role("tab", name="Compare").click()
    page.locator("#old").fill(FIXED)
    page.locator("#comparison .diff").wait_for()
    shown = page.locator("#old").bounding_box()
    assert shown is not None
    assert shown["height"] > 100


def test_the_history_of_a_box_is_a_timeline_where_titles_can_be_asked_for(opened: Opened) -> None:
    step = {"time": "2020-05-01T10:00:00Z", "user": "<b>Roe</b>", "comment": "more", "what": "changed", "words": ["side 1: A → B"]}
    answers = {
        "page": {"text": FIXED, "title": "Battle of the Ford", "wiki": "testwiki", "revision": 2, "address": ""},
        "history": {"steps": [step | {"words": [], "time": "2019-01-01T00:00:00Z"}, step], "cut": False},
    }
    for name, answer in answers.items():
        opened.context.route(f"**/api/{name}", answering(answer))
    opened.with_titles()
    page = opened.go()
    page.get_by_label("Title or address").fill("Battle of the Ford")
    page.keyboard.press("Enter")
    page.locator("#box", has_text="Battle of the Ford").wait_for()
    page.get_by_role("tab", name="History").click()
    steps = page.locator(".timeline > li")
    steps.first.wait_for()
    assert steps.count() == 2
    assert "2020-05-01 10:00 <b>Roe</b> changed" in steps.first.inner_text()
    assert "side 1: A → B" in steps.first.inner_text()


def test_a_history_has_its_changes_in_words() -> None:
    texts = [FIXED, FIXED.replace("[[Anna Holt]]", "[[Anna Holt]] {{KIA}}")]
    revisions = [Revision(number, parent=number - 1, text=text) for number, text in enumerate(texts, 1)]
    steps = json.loads(titles.history(titles.Past(PageOfRecord(title="Battle of the Ford"), revisions)).content)["steps"]
    assert [step.get("words") for step in steps] == [None, ["side 1, commanders: “Anna Holt”: + killed in action"]]


# -- texts in and out ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [FAULTY.replace("\n", "\r\n"), FAULTY.replace("\n", "\r\n", 3), FAULTY.replace("\n", "\r"), "\ufeff" + FAULTY],
    ids=["CRLF", "mixed", "CR", "byte order mark"],
)
def test_a_file_comes_back_with_its_line_ends(opened: Opened, tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.wikitext"
    path.write_bytes(text.encode())
    page = opened.go()
    page.locator("#file").set_input_files(path)
    page.locator(".finding .head").click()
    page.get_by_role("button", name="Apply").click()
    page.locator("#findings-title", has_text="No findings").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    assert download.value.suggested_filename == "page.wikitext"
    assert Path(download.value.path()).read_bytes() == text.replace("Febuary", "February").encode()


def test_a_file_in_another_encoding_is_refused(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "page.wikitext"
    path.write_bytes("Köln".encode("latin-1"))
    page = opened.go()
    page.locator("#file").set_input_files(path)
    page.get_by_role("alert").get_by_text("page.wikitext is not a text in UTF-8.").wait_for()


def test_a_dropped_file_is_opened(opened: Opened) -> None:
    page = opened.go()
    transfer = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'a.wikitext')); return data; }", FIXED
    )
    page.get_by_label("Wikitext").dispatch_event("drop", {"dataTransfer": transfer})
    page.locator("#box", has_text="Battle of the Ford").wait_for()


def test_a_link_opens_the_same_text_in_another_browser_and_is_sent_nowhere(opened: Opened, browser: Browser, address: str) -> None:
    text = SIEGE.replace("\n", "\r\n") + "🏰"
    page = opened.paste(text)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    link = opened.clipboard()
    other = Opened(browser, address)
    other.go(link.removeprefix(address))
    other.page.locator("#box", has_text="Siege of al-Fu'ah").wait_for()
    assert other.text() == text
    carried = link.partition("#text=")[2]
    assert carried
    loaded = [request for request in [*opened.asked, *other.asked] if not request.is_navigation_request()]
    assert not any(carried in request.url or carried in (request.post_data or "") for request in loaded)
    damaged = other.context.new_page()
    damaged.goto(f"{address}#text=AAAA")
    damaged.get_by_role("alert").get_by_text("The link is damaged").wait_for()
    other.close()


def test_extracted_text_is_read_and_written_as_wikitext(opened: Opened) -> None:
    page = opened.paste((ROOT / "fixtures" / "siege.txt").read_text("utf-8"))
    at(page, "sides[1].commanders[0]").get_by_text("†").wait_for()
    page.get_by_role("button", name="Write it as wikitext").click()
    page.locator("#box").get_by_text("Part of").wait_for()
    page.get_by_label("Wikitext").get_by_text("{{Infobox military conflict").wait_for()
    assert "| commander2  = Jamil Hussein Faqih{{KIA}} (Hezbollah operations leader" in opened.text()


def test_the_wiki_of_a_text_says_in_which_language_its_values_are_read(opened: Opened) -> None:
    page = opened.paste(FIXED)
    assert at(page, "place").get_attribute("lang") == "en"
    page.get_by_label("Wiki of the text").select_option(label="French (frwiki)")
    page.locator("#box dt", has_text="Lieu").wait_for()
    assert at(page, "place").get_attribute("lang") == "fr"
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Name: Anna Holt").fill("Karl Brand")
    page.keyboard.press("Enter")
    page.locator("#last", has_text="+ “Karl Brand”").wait_for()
    opened.paste(FIXED)  # a text of the same wiki
    assert page.get_by_label("Wiki of the text").input_value() == "frwiki"


def test_the_headings_are_those_of_the_wikis_template(opened: Opened) -> None:
    page = opened.paste((ROOT / "fixtures" / "languages" / "fr" / "villedoux.wikitext").read_text("utf-8"))
    page.locator("#box h4", has_text="Belligérants").wait_for()
    heading = page.locator("#box dt span", has_text="Lieu")
    assert heading.get_attribute("lang") == "fr"
    assert "Part of" not in page.locator("#box").inner_text()


# -- keys and speed -----------------------------------------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    """What has the focus, by its accessible words."""
    words: str = page.evaluate(
        "() => { const it = document.activeElement; return it.getAttribute('aria-label') ?? (it.id === 'text' ? 'text' : it.innerText); }"
    )
    return words


def test_the_whole_walk_by_keyboard(opened: Opened) -> None:
    page = opened.go()
    page.evaluate("text => navigator.clipboard.writeText(text)", FAULTY)
    page.keyboard.press("Tab")
    assert focused(page) == "To the text"
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.keyboard.press("Control+v")
    page.locator(".finding").wait_for()
    page.keyboard.press("F8")  # to the finding, which opens
    page.locator(".finding .apply").wait_for()
    page.keyboard.press("Control+.")
    page.locator("#findings-title", has_text="No findings").wait_for()
    page.keyboard.press("F6")
    assert focused(page) == "No findings"
    page.keyboard.press("F6")
    assert focused(page) == "Box"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.path") == "conflict"
    page.keyboard.press("End")
    assert (page.evaluate("document.activeElement.dataset.path"), lit(page)) == ("sides[0].commanders[0]", "[[Anna Holt]]")
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.keyboard.press("F6")
    page.keyboard.press("F6")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Record"
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "Name: Anna Holt":
            break
    page.keyboard.type("Karl Brand")
    page.keyboard.press("Enter")
    page.locator("#last", has_text="+ “Karl Brand”").wait_for()
    page.locator("#tree").get_by_label("Name: Karl Brand").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert focused(page) == "Add a fate: Karl Brand"
    page.keyboard.press("F6")
    assert focused(page) == "text"
    page.keyboard.press("Control+z")
    page.locator("#tree").get_by_label("Name: Anna Holt").wait_for()
    assert opened.text() == FIXED


def test_findings_come_at_once_in_an_article_of_100_kb_and_typing_never_waits(opened: Opened) -> None:
    prose = 'The [[army]] crossed the river at dawn.<ref name="a">{{cite book|title=Rivers|page=4}}</ref> It was cold. ' * 9
    article = FIXED + f"{prose}\n\n" * (100_000 // len(prose))
    page = opened.paste(article)
    page.locator("#findings-title", has_text="No findings").wait_for()
    put_cursor(page, FIXED.index("ruary"))
    page.evaluate(
        """() => {
            window.slow = [];
            new PerformanceObserver((list) => window.slow.push(...list.getEntries().map((each) => each.duration)))
                .observe({ type: "longtask" });
            window.keyed = 0;
            window.waits = [];
            addEventListener("keydown", () => { window.keyed = performance.now(); }, true);
            let words = "";
            new MutationObserver(() => {
                const now = document.getElementById("findings-title").textContent;
                if (now !== words) requestAnimationFrame(() => window.waits.push(performance.now() - window.keyed));
                words = now;
            }).observe(document.getElementById("findings-title"), { childList: true });
        }"""
    )
    for number in range(1, 6):
        page.keyboard.press("Backspace")  # "Feruary"
        page.wait_for_function("number => window.waits.length >= number", arg=2 * number - 1)
        page.keyboard.type("b")
        page.wait_for_function("number => window.waits.length >= number", arg=2 * number)
    waits = sorted(page.evaluate("window.waits"))
    assert waits[len(waits) // 2] < 300, waits
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("and so on and so on", delay=20)
    page.wait_for_timeout(300)
    assert max(page.evaluate("window.slow"), default=0) < 200


@pytest.mark.parametrize(("limit", "asked"), [(None, 2), (10.0, 1)], ids=["busy", "too long"])
def test_a_busy_server_is_asked_again_but_not_for_what_takes_too_long(opened: Opened, limit: float | None, asked: int) -> None:
    page = opened.go()
    problem = {"title": "No answer now", "detail": "later"} | ({"limit": limit} if limit else {})
    refused: list[Request] = []

    def refuse(route: Route) -> None:
        refused.append(route.request)
        route.fulfill(status=503, headers={"Retry-After": "1"}, json=problem)

    opened.context.route("**/api/fix", refuse)
    opened.paste(FAULTY)
    page.get_by_role("button", name="Fix all").click()
    page.get_by_role("alert").get_by_text("No answer now: later").wait_for()
    assert len(refused) == asked
    opened.complaints.clear()  # the browser's word on 503


@pytest.mark.parametrize("width", [PHONE["width"], 320])
def test_on_a_phone_all_is_in_one_column(browser: Browser, address: str, width: int) -> None:
    phone = Opened(browser, address, viewport=PHONE | {"width": width}, has_touch=True, is_mobile=True)
    phone.with_titles()
    page = phone.go()
    page.get_by_role("button", name="Try an example").tap()
    page.locator("#box", has_text="Battle of the Ford").wait_for()
    for view in ("Record", "JSON", "Compare", "Box"):
        page.get_by_role("tab", name=view).tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    phone.paste(SIEGE)
    page.locator("#box dt", has_text="Campaignbox").wait_for()
    assert page.evaluate("[...document.querySelectorAll('#box dt')].every((each) => each.scrollWidth <= each.clientWidth)")
    phone.close()


def test_a_box_from_right_to_left_has_its_first_side_on_the_right(opened: Opened) -> None:
    page = opened.paste((ROOT / "fixtures" / "languages" / "he" / "tel-arazim.wikitext").read_text("utf-8"))
    line = at(page, "sides[0].commanders[0]")
    line.wait_for()
    assert (line.get_attribute("lang"), line.evaluate("line => getComputedStyle(line).direction")) == ("he", "rtl")
    places = [at(page, f"sides[{side}].commanders").bounding_box() for side in (0, 1)]
    assert places[0] is not None
    assert places[1] is not None
    assert places[0]["x"] > places[1]["x"]


@pytest.mark.parametrize(
    "value",
    ["* [[A]] {{KIA}}\n" * 2_000, "".join(f"{'*' * level} x\n" for level in range(1, 300)), "{{a|" * 50_000, "<ref" * 50_000],
    ids=["many lines", "deep lists", "open templates", "open references"],
)
def test_a_hostile_page_holds_up_nothing(opened: Opened, value: str) -> None:
    page = opened.go()
    page.evaluate(
        "window.slow = []; new PerformanceObserver((list) => slow.push(list.getEntries()[0].duration)).observe({ type: 'longtask' })"
    )
    opened.paste(FIXED.replace("[[Anna Holt]]", f"\n{value}"))
    page.locator("#findings-title", has_text="finding").wait_for()
    page.get_by_role("tab", name="Record").click()
    page.get_by_role("tab", name="Box").click()
    assert max(page.evaluate("window.slow"), default=0) < 2500
    opened.paste(FIXED)
    page.locator("#box", has_text="Anna Holt").wait_for()


def test_places_move_with_the_text_while_the_server_has_not_answered(opened: Opened) -> None:
    page = opened.paste(FAULTY)
    page.locator(".finding").wait_for()
    page.evaluate(
        """() => {
            const asked = window.fetch;
            window.fetch = async (...request) => {
                await new Promise((resolve) => setTimeout(resolve, 1500));
                return asked(...request);
            };
        }"""
    )
    put_cursor(page, 0)
    page.keyboard.type("🏰 before ")
    assert page.locator(".cm-content .found").inner_text() == "Febuary"
    at(page, "sides[0].commanders[0]").hover()
    assert lit(page) == "[[Anna Holt]]"
    page.locator(".finding .head").click()
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("alert").get_by_text("has just changed").wait_for()
    assert opened.text() == f"🏰 before {FAULTY}"


def test_changes_made_in_haste_are_all_made(opened: Opened) -> None:
    page = opened.paste(SIEGE)
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Name: Jamil Hussein Faqih").wait_for()
    # Each in one go, before the page has seen what the one before it did.
    page.evaluate(
        """() => {
            const fill = (label, value) => {
                const field = [...document.querySelectorAll("#tree input")].find((each) => each.ariaLabel.startsWith(label));
                field.focus();
                field.value = value;
                field.dispatchEvent(new Event("change"));
            };
            fill("Name: Jamil Hussein Faqih", "Ali Foo");
            fill("Name: Sheikh Abu", "Sheikh Bar");
            fill("Add a line to commanders, side 1", "Max Moe");
        }"""
    )
    page.locator("#last", has_text="+ “Max Moe”").wait_for()
    expected = SIEGE.replace("Jamil Hussein Faqih", "Ali Foo").replace("Sheikh Abu al-Hassan al-Tunisi", "Sheikh Bar")
    assert opened.text() == expected.replace("leader)\n| commander2", "leader)<br />Max Moe\n| commander2")


def test_without_an_answer_nothing_passes_for_what_the_text_says_now(opened: Opened) -> None:
    page = opened.paste(FIXED)
    page.locator("#findings-title", has_text="No findings").wait_for()
    opened.context.route("**/api/check", lambda route: route.fulfill(status=503, json={"title": "No answer in time", "detail": "too many"}))
    put_cursor(page, 0)
    page.keyboard.type("x")
    page.get_by_role("alert").get_by_text("No answer in time: too many").wait_for()
    page.locator("#findings-title", has_text="not checked yet").wait_for()
    opened.context.unroute("**/api/check")
    page.keyboard.type("y")
    page.locator("#findings-title", has_text="No findings").wait_for()
    assert page.get_by_role("alert").inner_text() == ""
    opened.complaints.clear()  # the browser's word on 503
