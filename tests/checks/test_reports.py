"""Findings as text, JSON, workflow commands and wikitext: exact for small pages, harmless for any page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.checks.checking import check_page
from infobox.checks.findings import Finding
from infobox.checks.registry import rules
from infobox.checks.reports import FORMATS, CheckedPage, report
from infobox.checks.reports.fingerprints import fingerprints
from infobox.markup.edits import Edit, applied
from infobox.markup.scan import parse
from tests.checks.reported import CHANGES, PAGE, checked, found, page, printed, suggested, typo


def test_suggestions_are_shown_below_the_line_or_after_the_message() -> None:
    choices = "perhaps: write “commander1”, or write “combatant1”"
    assert printed("text", page(PAGE, suggested())).splitlines()[3:] == [f"    = {choices}", ""]
    assert printed("text", page(PAGE, typo())).splitlines()[3:] == ["    = fixable", ""]
    assert printed("concise", page(PAGE, suggested())).endswith(f": no parameter of the template ({choices})\n")
    assert printed("github", page(PAGE, suggested())).endswith(f"::no parameter of the template ({choices})\n")
    assert printed("wikitext", page(PAGE, suggested())).endswith(f": no parameter of the template ({choices}) (P101)\n")


def test_json_has_suggestions_with_their_edits() -> None:
    (found,) = json.loads(printed("json", page(PAGE, suggested())))
    span = [PAGE.index("comander1"), PAGE.index("comander1") + len("comander1")]
    assert "fix" not in found
    assert found["suggestions"] == [
        {"what": "write “commander1”", "edits": [{"span": span, "text": "commander1"}]},
        {"what": "write “combatant1”", "edits": [{"span": span, "text": "combatant1"}]},
    ]
    assert "suggestions" not in json.loads(printed("json", page(PAGE, typo())))[0]


def test_github_is_told_when_it_shows_less_than_there_is() -> None:
    ten = printed("github", page(PAGE, *[typo()] * 10))
    assert ten.count("::warning") == 10
    assert "::notice" not in ten
    last = printed("github", page(PAGE, *[typo()] * 8), page(PAGE, *[typo()] * 3, typo(severity="error"))).splitlines()[-1]
    assert last == "::notice title=infobox check::GitHub shows 10 annotations of a kind, and there are 11 warnings; the log has all"


# -- text ----------------------------------------------------------------------------------------------------------------------------


def test_text_shows_the_line_with_the_words_underlined_and_whether_it_can_be_fixed() -> None:
    whole = found(PAGE, "{{Infobox military conflict", "no place", code="P107", name="no-place", severity="info")
    unsafe = found(PAGE, "1 May", "which year?", severity="error", parameter="date", fix="2 May", safe=False)
    assert printed("text", page(PAGE, whole, typo(), unsafe)) == (
        """\
Battle_of_Aa.wikitext:1:1: info P107 no-place: no place
  1 | {{Infobox military conflict
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^

Battle_of_Aa.wikitext:3:3: warning P101 unknown-parameter [comander1]: no parameter of the template; write commander1
  3 | | comander1 = Ney
    |   ^^^^^^^^^
    = fixable

Battle_of_Aa.wikitext:4:10: error P101 unknown-parameter [date]: which year?
  4 | | date = 1 May 1809
    |          ^^^^^
    = fixable with --unsafe

"""
    )


def test_text_shows_where_a_span_of_several_lines_ends() -> None:
    text = "a\n" * 9 + "| x = first\nsecond\nthird\n"
    assert printed("text", page(text, found(text, "first\nsecond\nthi", fix=""))) == (
        """\
Battle_of_Aa.wikitext:10:7: warning P101 unknown-parameter: say it otherwise
  10 | | x = first
     |       ^^^^^
     = continues to line 12; fixable

"""
    )


def test_a_line_end_in_a_span_does_not_make_it_one_of_several_lines() -> None:
    text = "one\r\ntwo\r\n"
    assert printed("text", page(text, found(text, "one\r\n"))).splitlines()[1:] == ["  1 | one", "    | ^^^", ""]


@pytest.mark.parametrize(
    ("text", "words", "line", "carets"),
    [
        ("東京 = x", "x", "東京 = x", "       ^"),
        ("a 東京 b", "東京", "a 東京 b", "  ^^^^"),
        ("e\u0301\u200bte\u0301 x", "te\u0301", "e\u0301\u200bte\u0301 x", " ^^"),
        ("\t\tx\ty = 1", "y", " x y = 1", "   ^"),
        ("a\x1b[31mb", "b", "a\\x1b[31mb", "         ^"),
        ("abc", "", "abc", "^"),
        ("ab\u0301c", "\u0301", "ab\u0301c", "  ^"),
    ],
)
def test_carets_stand_under_the_words_whatever_the_line_holds(text: str, words: str, line: str, carets: str) -> None:
    assert printed("text", page(text, found(text, words))).splitlines()[1:3] == [f"  1 | {line}", f"    | {carets}"]


def test_an_empty_span_at_the_end_has_one_caret() -> None:
    assert printed("text", page("ab\n", found("ab\n", "", at=2))).splitlines()[1:3] == ["  1 | ab", "    |   ^"]
    assert printed("text", page("ab\n", found("ab\n", "", at=3))).splitlines()[1:3] == ["  2 |", "    | ^"]
    assert printed("text", page("", found("", ""))).splitlines()[1:3] == ["  1 |", "    | ^"]


@pytest.mark.parametrize(("before", "words", "after"), [(300, 5, 300), (300, 500, 3), (0, 500, 0), (10, 200, 90), (300, 5, 0), (0, 5, 300)])
def test_long_lines_are_cut_around_the_words(before: int, words: str | int, after: int) -> None:
    text = "a" * before + "X" * int(words) + "b" * after
    line, carets = printed("text", page(text, found(text, "X" * int(words)))).splitlines()[1:3]
    assert len(line) <= 120
    assert len(carets) <= 120
    marked = "".join(char for char, caret in zip(line, carets, strict=False) if caret == "^")
    assert marked == "X" * len(marked)
    assert len(marked) == min(int(words), len(marked))
    assert len(marked) >= min(int(words), 70)
    assert line.endswith("…") == (len(marked) < int(words) or not line.endswith("b" * after))
    assert line[6:].startswith("…") == (line[6:].count("a") < before)


def test_a_page_of_one_line_is_no_slower_than_others() -> None:
    text = "東" * 300_000
    line, carets = printed("text", page(text, *(found(text, "東東", at=place) for place in range(0, 299_000, 500)))).splitlines()[-3:-1]
    assert line.startswith("  1 | …東")
    assert line.endswith("東…")
    assert carets.endswith(" ^^^^")


def test_only_colour_that_is_asked_for() -> None:
    coloured = printed("text", page(PAGE, typo()), color=True)
    assert "\x1b[1mBattle_of_Aa.wikitext\x1b[0m:3:3: \x1b[33mwarning\x1b[0m P101" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == printed("text", page(PAGE, typo()))
    for severity, style in (("error", 31), ("info", 36)):
        assert f"\x1b[{style}m{severity}\x1b[0m" in printed("concise", page(PAGE, typo(severity=severity)), color=True)


def test_changes_of_meaning_come_first() -> None:
    text = printed("text", page(PAGE, typo())._replace(changes=CHANGES))
    assert text.startswith("Battle_of_Aa.wikitext: changes of meaning:\n  side 1, casualties: 100 → 200\n  date: - 1809\n\nBattle_of_Aa")
    assert "P101" in text
    assert (
        printed("text", page()._replace(changes=[])) == "Battle_of_Aa.wikitext: the edit does not change the meaning of the infoboxes\n\n"
    )


def test_concise_is_one_line_with_a_mark_for_the_fix() -> None:
    findings = (typo(), typo(safe=False), typo(fix=None, parameter=""))
    message = "no parameter of the template; write commander1"
    assert printed("concise", page(PAGE, *findings, label="dump.xml[Aa]", path="dump.xml")) == (
        f"dump.xml[Aa]:3:3: warning P101 unknown-parameter [comander1]: {message} [*]\n"
        f"dump.xml[Aa]:3:3: warning P101 unknown-parameter [comander1]: {message} [+]\n"
        f"dump.xml[Aa]:3:3: warning P101 unknown-parameter: {message}\n"
    )


# -- JSON ----------------------------------------------------------------------------------------------------------------------------


def test_json_lines_have_all_that_is_known() -> None:
    (line,) = printed("jsonl", page(PAGE, typo(cosmetic=True), label="dump.xml[Aa]", path="dump.xml", title="Aa")).splitlines()
    fields = json.loads(line)
    assert re.fullmatch("[0-9a-f]{16}", fields.pop("fingerprint"))
    assert fields == {
        "page": "dump.xml[Aa]",
        "path": "dump.xml",
        "title": "Aa",
        "code": "P101",
        "rule": "unknown-parameter",
        "severity": "warning",
        "cosmetic": True,
        "infobox": 1,
        "parameter": "comander1",
        "span": [56, 65],
        "line": 3,
        "column": 3,
        "end_line": 3,
        "end_column": 12,
        "text": "comander1",
        "message": "no parameter of the template; write commander1",
        "fix": {"safe": True, "edits": [{"span": [56, 65], "text": "commander1"}]},
    }


def test_json_leaves_out_what_there_is_none_of() -> None:
    (line,) = printed("jsonl", page(PAGE, typo(fix=None))).splitlines()
    assert not json.loads(line).keys() & {"title", "cosmetic", "fix"}


def test_the_end_of_a_span_of_several_lines() -> None:
    text = "ab\ncd\n"
    (line,) = printed("jsonl", page(text, found(text, "b\nc"))).splitlines()
    assert [json.loads(line)[name] for name in ("line", "column", "end_line", "end_column")] == [1, 2, 2, 2]


def test_edits_of_a_fix_can_be_applied_as_they_are_given() -> None:
    (fields,) = json.loads(printed("json", page(PAGE, typo())))
    edits = [Edit(edit["span"][0], edit["span"][1], edit["text"]) for edit in fields["fix"]["edits"]]
    assert applied(PAGE, edits) == PAGE.replace("comander1", "commander1")


@pytest.mark.parametrize("counts", [(), (0,), (1,), (2, 0, 1), (0, 0, 2)])
def test_json_is_one_array_of_the_objects_of_the_lines(counts: tuple[int, ...]) -> None:
    pages = [page(PAGE, *[typo()] * count) for count in counts]
    whole = printed("json", *pages)
    assert json.loads(whole) == [json.loads(line) for line in printed("jsonl", *pages).splitlines()]
    assert whole.endswith("]\n")
    if not sum(counts):
        assert whole == "[]\n"


def test_json_is_written_in_several_lines() -> None:
    assert printed("json", page(PAGE, typo())).startswith('[\n  {\n    "page": "Battle_of_Aa.wikitext",\n')
    assert printed("json", page(PAGE, typo())).endswith('"\n  }\n]\n')


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_of_an_edit_is_an_object_of_findings_and_changes(count: int) -> None:
    edit = page(PAGE, *[typo()] * count)._replace(changes=CHANGES, summary="Aa: date removed")
    whole = json.loads(printed("json", edit))
    assert whole == {
        "summary": "Aa: date removed",
        "findings": json.loads(printed("json", page(PAGE, *[typo()] * count))),
        "changes": [change.as_json() for change in CHANGES],
    }
    assert json.loads(printed("json", edit._replace(changes=[]))) == whole | {"changes": []}


def test_the_summary_of_an_edit_comes_first() -> None:
    edit = page(PAGE, typo())._replace(changes=[], summary="Battle of Aa: date “\x1b” removed")
    shown = "Battle of Aa: date “\\x1b” removed"
    assert printed("text", edit).startswith(f"{shown}\nBattle_of_Aa.wikitext: the edit does not change")
    assert printed("concise", edit).startswith(f"{shown}\nBattle_of_Aa.wikitext:3:3:")
    assert printed("wikitext", edit).startswith("* [[Battle of Aa]]: date “\\x1b” removed\n** line 3")
    first, second = map(json.loads, printed("jsonl", edit).splitlines())
    assert first == {"page": "Battle_of_Aa.wikitext", "path": "Battle_of_Aa.wikitext", "summary": edit.summary}
    assert second["code"] == "P101"


def test_json_lines_of_an_edit_have_its_changes_first() -> None:
    first, second, third = map(json.loads, printed("jsonl", page(PAGE, typo())._replace(changes=CHANGES)).splitlines())
    assert first == {"page": "Battle_of_Aa.wikitext", "path": "Battle_of_Aa.wikitext", "change": CHANGES[0].as_json()}
    assert second["change"] == CHANGES[1].as_json()
    assert third["code"] == "P101"


# -- fingerprints --------------------------------------------------------------------------------------------------------------------


def of_words(text: str, *words: str, **more: Any) -> list[str]:
    findings: list[Finding] = []
    start: dict[str, int] = {}
    for each in words:
        at = text.index(each, start.get(each, 0))
        start[each] = at + 1
        findings.append(found(text, each, parameter="a", at=at, **more))
    return fingerprints(page(text, *findings))


def test_fingerprints_survive_edits_elsewhere() -> None:
    before = of_words("| a = bad words\n", "bad words")
    assert before == of_words("Lead\n\n| b = other\n| a  =   bad words, good ones\n", "bad words")
    assert before == of_words("| a = bad\n  words\n", "bad\n  words")
    assert before == of_words("{{Infobox military conflict}}\n| a = bad words\n", "bad words", infobox=2)
    assert before == of_words("| a = bad words\n", "bad words", message="put otherwise in the next version", severity="error")


def test_fingerprints_differ_where_findings_do() -> None:
    text = "| a = bad bad worse\n"
    first, second, third = of_words(text, "bad", "bad", "worse")
    assert len({first, second, third}) == 3
    assert of_words(text, "bad", code="P102") != [first]
    assert fingerprints(page(text, found(text, "bad", parameter="b"))) != [first]
    assert fingerprints(page(text, found(text, "bad", parameter="a"), title="Battle of Bb")) != [first]


def test_of_findings_alike_those_that_stay_keep_their_fingerprints() -> None:
    three = of_words("bad bad bad", "bad", "bad", "bad")
    assert len(set(three)) == 3
    assert of_words("bad fixed bad", "bad", "bad") == three[:2]


def test_what_is_missing_from_an_infobox_is_distinguished_by_its_name() -> None:
    date, place = (found(PAGE, "Infobox", f"“{name}” is missing; add it") for name in ("date", "place"))
    both = fingerprints(page(PAGE, date, place))
    assert fingerprints(page(PAGE, place)) == both[1:]
    assert fingerprints(page(PAGE, msgspec.structs.replace(place, message="give “place”"))) == both[1:]


def test_fingerprints_come_in_the_order_of_the_findings_and_do_not_depend_on_it() -> None:
    text = "bad bad worse"
    findings = [found(text, "bad", at=0), found(text, "bad", at=4), found(text, "worse")]
    assert fingerprints(page(text, *reversed(findings))) == fingerprints(page(text, *findings))[::-1]


def test_a_page_has_its_fingerprints_in_every_folder_and_in_an_export() -> None:
    file = fingerprints(page(PAGE, typo(), path="old/Battle_of_Aa.wikitext"))
    assert file == fingerprints(page(PAGE, typo(), path="/new/Battle of Aa.txt"))
    assert file == fingerprints(page(PAGE, typo(), path="dump.xml", label="dump.xml[Battle of Aa]", title="Battle of Aa"))
    assert file != fingerprints(page(PAGE, typo(), path="old/Battle_of_Bb.wikitext"))


def test_fingerprints_of_real_findings_survive_a_new_infobox_and_new_parameters() -> None:
    two = [rules()["P101"], rules()["P102"]]

    def real(text: str) -> set[str]:
        findings = check_page(text, two)
        assert findings
        return set(fingerprints(page(text, *findings)))

    text = "{{Infobox military conflict\n| conflict = X\n| comander1 = Ney\n| casulties2 = 3 killed\n}}\n"
    later = "Lead.\n{{Infobox military conflict\n| conflict = Y\n}}\n" + text.replace("| comander1", "| place = Aa\n| comander1")
    assert real(text) == real(later)
    assert real(text) < real(text.replace("| conflict", "| tpye = battle\n| conflict"))


# -- GitHub --------------------------------------------------------------------------------------------------------------------------


def test_github_commands() -> None:
    text = PAGE.replace("Ney", "Ney\nand others")
    several = found(text, "Ney\nand", "two, at: 100%\nof it", severity="info")
    error = found(text, "comander1", "misspelt", severity="error")
    assert printed("github", page(text, several, error, path="wiki,pages/a:b%.txt")) == (
        "::notice file=wiki%2Cpages/a%3Ab%25.txt,line=3,endLine=4,title=P101 unknown-parameter::two, at: 100%25%0Aof it\n"
        "::error file=wiki%2Cpages/a%3Ab%25.txt,line=3,endLine=3,col=3,endColumn=12,title=P101 unknown-parameter::misspelt\n"
    )
    assert printed("github", page(PAGE, typo())).startswith("::warning file=Battle_of_Aa.wikitext,line=3,")


def test_github_lines_of_a_page_in_an_export_are_none_of_the_file() -> None:
    assert printed("github", page(PAGE, typo(), path="dump.xml", label="dump.xml[Aa]", title="Aa")) == (
        "::warning file=dump.xml,title=P101 unknown-parameter::Aa:3:3: no parameter of the template; write commander1\n"
    )


# -- wikitext ------------------------------------------------------------------------------------------------------------------------


def test_wikitext_is_a_list_of_pages_with_what_was_found_in_them() -> None:
    whole = found(PAGE, "{{Infobox", "no place", code="P107", name="no-place")
    pages = page(PAGE, whole, typo()), page(path="Clean.wikitext"), page(PAGE, typo(), path="dump.xml", label="dump.xml[Bb]", title="Bb")
    assert printed("wikitext", *pages) == (
        """\
* [[Battle of Aa]]
** line 1: no place (P107)
** line 3, <code>comander1</code>: no parameter of the template; write commander1 (P101)
* [[Bb]]
** line 3, <code>comander1</code>: no parameter of the template; write commander1 (P101)
"""
    )


def test_wikitext_has_each_page_once() -> None:
    text = printed("wikitext", page(PAGE, typo()), page(PAGE, typo(), path="Bb.txt"), page(PAGE, typo(), path="old/Battle of Aa.txt"))
    assert re.findall(r"^\* .*|^\*\*", text, re.MULTILINE) == ["* [[Battle of Aa]]", "**", "**", "* [[Bb]]", "**"]


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("Siege of St. Aa's (1809)", "[[Siege of St. Aa's (1809)]]"),
        ("Category:Battles", "[[:Category:Battles]]"),
        ("File:Battle.jpg", "[[:File:Battle.jpg]]"),
        ("de:Schlacht", "[[:de:Schlacht]]"),
        ("Operation: Aa", "[[:Operation: Aa]]"),
        ("/Aa", "[[:/Aa]]"),
        ("Battle_of__Aa", "[[Battle of Aa]]"),
        ("Aa|bb", "Aa&#124;bb"),
        ("Aa]] {{x}}", "Aa&#93;&#93; &#123;&#123;x&#125;&#125;"),
        ("Aa#bb", "Aa#bb"),
        ("Aa ~~~~", "Aa &#126;&#126;&#126;&#126;"),
        ("Aa &amp; Bb", "Aa &#38;amp; Bb"),
        ("Aa\nBb", "[[Aa Bb]]"),
        ("a" * 300, "a" * 300),
    ],
)
def test_links_to_pages(title: str, link: str) -> None:
    assert printed("wikitext", page(PAGE, typo(), title=title)).splitlines()[0] == f"* {link}"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("pages/Battle_of_St._Aa.wikitext", "[[Battle of St. Aa]]"),
        ("Battle of St. Aa", "[[Battle of St. Aa]]"),
        (".txt", "[[.txt]]"),
        ("-", "(standard input)"),
    ],
)
def test_pages_without_a_title_are_called_after_their_file(path: str, link: str) -> None:
    assert printed("wikitext", page(PAGE, typo(), path=path)).splitlines()[0] == f"* {link}"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("“{{flag|Aa}}” is [[Aa|Bb]]", "“&#123;&#123;flag&#124;Aa&#125;&#125;” is &#91;&#91;Aa&#124;Bb&#93;&#93;"),
        ("</nowiki><!-- a --> &lt;", "&#60;/nowiki&#62;&#60;!-- a --&#62; &#38;lt;"),
        ("Ney's ''Aa''", "Ney's &#39;&#39;Aa&#39;&#39;"),
        ("sign ~~~~\n* new", "sign &#126;&#126;&#126;&#126; * new"),
        ("see https://example.org, use: this", "see https&#58;//example.org, use: this"),
        ("__NOTOC__ a_b", "&#95;&#95;NOTOC&#95;&#95; a_b"),
    ],
)
def test_words_of_the_page_are_no_markup(words: str, shown: str) -> None:
    text = printed("wikitext", page(PAGE, msgspec.structs.replace(typo(parameter=words), message=words)))
    assert text.splitlines()[1:] == [f"** line 3, <code>{shown}</code>: {shown} (P101)"]


# -- any page ------------------------------------------------------------------------------------------------------------------------


def controls(text: str) -> Iterator[str]:
    return (char for char in text if char != "\n" and (unicodedata.category(char) in ("Cc", "Zl", "Zp") or char in "\u202a\u202e\u2066"))


@given(checked())
def test_text_has_no_control_characters_of_the_page(one: CheckedPage) -> None:
    text, concise = printed("text", one), printed("concise", one)
    assert list(controls(text)) == list(controls(concise)) == []
    assert concise.count("\n") == len(one.findings)
    blocks = text.split("\n\n")
    assert blocks.pop() == ""
    assert len(blocks) == len(one.findings)
    assert all(3 <= block.count("\n") + 1 <= 4 for block in blocks)


@given(checked())
def test_every_finding_is_one_line_for_github(one: CheckedPage) -> None:
    text = printed("github", one)
    assert text.count("\n") == len(one.findings) == len(text.splitlines())
    for line in text.splitlines():
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match is not None
        assert {pair.partition("=")[0] for pair in match[2].split(",")} <= {"file", "line", "endLine", "col", "endColumn", "title"}


@given(checked())
def test_json_of_any_page_is_whole_and_without_control_characters(one: CheckedPage) -> None:
    lines = printed("jsonl", one)
    assert list(controls(lines)) == []
    assert len(lines.splitlines()) == len(one.findings)
    objects = [json.loads(line) for line in lines.splitlines()]
    assert objects == json.loads(printed("json", one))
    for each, finding in zip(objects, one.findings, strict=True):
        assert (each["message"], each["text"], each["parameter"]) == (finding.message, finding.text, finding.parameter)
    assert len({each["fingerprint"] for each in objects}) == len(objects)


@given(checked())
def test_nothing_of_a_page_is_markup_in_the_list(one: CheckedPage) -> None:
    text = printed("wikitext", one)
    head, *lines, last = text.split("\n")
    assert last == ""
    assert len(lines) == len(one.findings)
    assert [node.kind for node in parse(head) if node.kind != "entity"] in ([], ["link"])
    for line, finding in zip(lines, one.findings, strict=True):
        tags = [node for node in parse(line) if node.kind != "entity"]
        assert [(node.kind, node.name) for node in tags] == [("tag", "code")] * (2 if finding.parameter else 0)
        assert not re.search("~~~|__|https?:|-{", line)


@given(checked(), st.sampled_from(FORMATS))
def test_pieces_come_as_pages_are_read(one: CheckedPage, form: str) -> None:
    def pages() -> Iterator[CheckedPage]:
        yield one
        yield one
        assert reported or form == "wikitext"

    reported = False
    for piece in report(form, pages()):
        reported = reported or "P101" in piece
    assert reported


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no report is called 'xml'; there are text, concise"):
        report("xml", [])
