"""Profiles: the one that ships, and one of an invented template, which is read, checked, written, edited and compared by its file alone."""

from __future__ import annotations

import ast
import io
import pickle
import re
from pathlib import Path

import msgspec
import mwparserfromhell
import pytest

import infobox
from infobox.box import find
from infobox.outline import show
from infobox.record import SIDE_FIELDS, Conflict, bare, copied, without_conclusions
from infobox.templates.profile import Definition, Profile, ProfileError, default, shipped

PACKAGE = Path(infobox.__file__).parent

SKIRMISH = """
language = "en"

[sides]
fewest = 2
most = 3
rows = ["a"]

[[box]]
names = ["Infobox skirmish", "Skirmish"]

[[module]]
names = ["Skirmish box"]

[[parameter]]
name = "title"
field = "conflict"
values = "text"

[[parameter]]
name = "war"
aliases = ["in war"]
field = "partof"
values = "text"

[[parameter]]
name = "picture"
field = "image"
values = "picture"

[[parameter]]
name = "picture_size"
field = "image.size"
values = "raw"
pixels = true

[[parameter]]
name = "legend"
field = "image.caption"
values = "text"

[[parameter]]
name = "when"
field = "date"
values = "date"
label = "when"
missed = true

[[parameter]]
name = "where"
field = "place"
values = "text"
located = true
missed = true

[[parameter]]
name = "position"
field = "coordinates"
values = "coordinates"

[[parameter]]
name = "state"
field = "status"
values = "block"
hides = "outcome"

[[parameter]]
name = "outcome"
field = "result"
values = "result"
starts_line = true

[[parameter]]
name = "land"
field = "territory"
values = "statements"
starts_line = true

[[parameter]]
name = "party"
field = "combatants"
values = "entities"
sided = true
rows = true
counts = true
label = "parties"

[[parameter]]
name = "leader"
field = "commanders"
values = "entities"
sided = true
starts_line = true
label = "leaders"

[[parameter]]
name = "men"
field = "strength"
values = "figures"
sided = true
starts_line = true
label = "men"

[[parameter]]
name = "losses"
field = "casualties"
values = "figures"
sided = true
starts_line = true
label = "losses"

[[parameter]]
name = "remarks"
field = "notes"
values = "block"
starts_line = true

[[parameter]]
name = "chart"
field = "map"
values = "raw"

[[former]]
names = ["day_year"]
means = "when"
reads = "year"

[[former]]
names = ["north", "northing"]
means = "position"
reads = "latitude"

[[former]]
names = ["east_degrees"]
means = "position"
reads = "longitude degrees"

[[former]]
names = ["east_minutes"]
means = "position"
reads = "longitude minutes"

[[misspelt]]
names = ["wen"]
means = "when"
"""
WIKIS = """
[[box]]
key = "de"
wiki = "de"
names = ["Infobox Scharmützel"]

[box.parameters]
"Titel" = "title"
"Seite" = "party"
"Verluste" = "losses"
"""
PAGE = """{{Infobox skirmish
| title   = Skirmish at the [[Mill]]
| weather = [[Rain]]
| in war  = [[War of the Hats]]
| picture = Mill.jpg
| picture_size = 300
| legend  = The mill in spring
| when    = 3 May 1809
| where   = [[Leros]]
| position = {{coord|37.13|26.85}}
| outcome = [[Norland]] victory
| land    =
* Mill ceded to Norland
| party1  = [[Norland]]
| party1a = [[Volunteers]]
| party2  = [[Sudland]]
| party3  = [[Westland]]
| leader1 =
* [[Ada Quill]] {{KIA}}
* [[Berta Moss]]
| men1    = 300 men
| losses1 = 12 killed
| losses2 = 40 killed
| losses4 = 5 civilians killed
| remarks = It rained.
| chart   = Mill chart
}}
The '''skirmish''' took place.
"""


@pytest.fixture(scope="module")
def skirmish(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("profiles")
    (folder / "skirmish.toml").write_text(SKIRMISH, "utf-8")
    (folder / "skirmish.wikis.toml").write_text(WIKIS, "utf-8")
    return Profile.load(folder / "skirmish.toml")


def record_of(page: str, profile: Profile) -> Conflict:
    record = infobox.read(page, profile=profile)
    assert record is not None
    return record


# -- a template of one's own -------------------------------------------------------------------------------------------------------------


def test_every_kind_of_value_is_read(skirmish: Profile) -> None:
    record = msgspec.to_builtins(bare(record_of(PAGE, skirmish)))
    assert {name: record[name]["text"] for name in ("conflict", "partof", "date", "place", "notes")} == {
        "conflict": "Skirmish at the Mill",
        "partof": "War of the Hats",
        "date": "3 May 1809",
        "place": "Leros",
        "notes": "It rained.",
    }
    assert record["image"] == {"file": "Mill.jpg", "size": "300", "caption": {"text": "The mill in spring"}}
    assert record["date"]["start"] == "1809-05-03"
    assert record["coordinates"] == {"latitude": 37.13, "longitude": 26.85}
    assert (record["result"]["outcome"], record["result"]["victor"]) == ("victory", "Norland")
    assert [item["text"] for item in record["territory"]] == ["Mill ceded to Norland"]
    first, second, third = record["sides"]
    assert [(item["name"], item.get("row", "")) for item in first["combatants"]] == [("Norland", ""), ("Volunteers", "a")]
    assert [(item["name"], item.get("fates", [])) for item in first["commanders"]] == [
        ("Ada Quill", ["killed_in_action"]),
        ("Berta Moss", []),
    ]
    assert first["strength"][0]["quantities"][0]["low"] == 300
    assert second["casualties"][0]["quantities"][0]["kind"] == "killed"
    assert [item["name"] for item in third["combatants"]] == ["Westland"]
    assert [item["text"] for item in record["joint"]["casualties"]] == ["5 civilians killed"]
    assert record["map"] == {"chart": "Mill chart"}
    assert record["other"] == {"weather": "[[Rain]]"}


def test_what_follows_from_its_records_follows_whatever_its_parameters_are_called(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    assert record.result is not None
    assert record.result.sides == [1]
    assert record.sides[0].people == infobox.Sum(low=300, high=300, figures=["strength[0].quantities[0]"])
    losses = record.sides[1].losses
    assert losses is not None
    assert losses.killed == infobox.Sum(low=40, high=40, figures=["casualties[0].quantities[0]"])
    assert infobox.conclude(without_conclusions(copied(record)), profile=skirmish).to_json() == record.to_json()


def test_what_its_template_had_once_is_read(skirmish: Profile) -> None:
    record = record_of("{{Skirmish|title=A|when=3 May|day_year=1809|northing=37.5|east_degrees=26|east_minutes=30}}", skirmish)
    assert record.date is not None
    assert record.coordinates is not None
    assert record.date.start == "1809-05-03"
    assert (record.coordinates.latitude, record.coordinates.longitude) == (37.5, 26.5)


def test_it_is_found_by_all_of_its_names_and_by_no_other(skirmish: Profile) -> None:
    for name in ("Infobox skirmish", "skirmish", "Template:Skirmish", "#invoke:Skirmish box|main"):
        assert len(find(f"{{{{{name}|title=A}}}}", skirmish)) == 1
    assert find("{{Infobox military conflict|conflict=A}}", skirmish) == []
    assert infobox.read(PAGE) is None, "the profile is given, and nothing keeps it"


def test_other_wikis_stand_in_the_file_beside_it(skirmish: Profile) -> None:
    [box] = find("{{Infobox Scharmützel|Titel=A|Seite2=B|Verluste1=300}}", skirmish)
    assert box.language == "de"
    assert [parameter.name for parameter in box.parameters] == ["title", "party2", "losses1"]


def test_its_records_are_valid_and_others_are_refused(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    assert infobox.validate(record, profile=skirmish) == []
    assert infobox.validate(record.to_json(), profile=skirmish) == []
    record.sides.append(record.sides[2])
    record.map["map_type"] = "Greece"
    record.sides[0].commanders[0].row = "a"
    assert [(fault.path, fault.expected) for fault in infobox.validate(record, profile=skirmish)] == [
        ("$.sides", "at most 3 sides, because the template shows no more"),
        ("$.sides[0].commanders[0].row", "no row here, because only combatants have rows"),
        ("$.map.map_type", "one of chart; parameters that are not shown go in `other`"),
    ]


def test_a_page_of_it_that_says_what_the_record_says_stays(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    assert infobox.write(record, PAGE, profile=skirmish) == PAGE
    assert infobox.edits(record, PAGE, profile=skirmish) == []


def test_a_record_is_laid_out_in_its_documented_order_and_read_again(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    written = infobox.write(record, profile=skirmish)
    assert written.startswith("{{Infobox skirmish\n| title ")
    names = [parameter.name for parameter in find(written, skirmish)[0].parameters]
    assert names == sorted(names, key=lambda name: skirmish.order.get(name, 99))
    assert bare(record_of(written, skirmish)) == bare(record)
    record.template = None
    assert infobox.write(record, profile=skirmish) == written, "it is laid out for the profile, whatever the record says"


def test_a_change_is_written_into_its_parameters(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    record.sides[0].strength[0].quantities[0].low = record.sides[0].strength[0].quantities[0].high = 400
    record.sides[0].commanders[1].name = "Cora Reed"
    record.sides[1].strength = [infobox.Item(text="200 men")]
    assert record.date is not None
    record.date.start = record.date.end = "1809-05-04"
    record.coordinates = infobox.Coordinates(latitude=37.2, longitude=26.9)
    written = infobox.write(record, PAGE, profile=skirmish)
    wanted = PAGE.replace("300 men", "400 men").replace("[[Berta Moss]]", "Cora Reed").replace("3 May", "4 May")
    wanted = wanted.replace("{{coord|37.13|26.85}}", "{{coord|37.2|26.9}}")
    assert written == wanted.replace("| men1    = 400 men\n", "| men1    = 400 men\n| men2    = 200 men\n")
    tree = mwparserfromhell.parse(PAGE)
    [template] = tree.filter_templates(matches=lambda each: each.name.matches("Infobox skirmish"))
    infobox.wikicode.update(template, record, profile=skirmish)
    assert str(tree) == written


def test_what_it_has_no_parameter_for_is_refused(skirmish: Profile) -> None:
    record = record_of(PAGE, skirmish)
    record.sides[0].units = [infobox.Item(text="Mill Guard", name="Mill Guard")]
    with pytest.raises(infobox.WriteError, match=r"sides\[0\]\.units\[0\]"):
        infobox.write(record, PAGE, profile=skirmish)


def test_what_two_records_differ_in_has_the_names_of_its_parameters(skirmish: Profile) -> None:
    old, new = record_of(PAGE, skirmish), record_of(PAGE.replace("= 40 killed", "= 50 killed").replace("rained", "snowed"), skirmish)
    assert [(change.parameter, str(change)) for change in infobox.compare(old, new, profile=skirmish)] == [
        ("losses2", "side 2, casualties: killed 40 → 50"),
        ("remarks", "remarks: It rained. → It snowed."),
    ]


FAULTY = """{{Infobox skirmish
| titel = A
| wen = 1809
| state = Ongoing
| outcome = Truce
| party1 = B
| party3 = C
| leader1 = * D
| men1a = 300
| losses5 = 300
| position = {{coord|37.13|26.85}}
| north = 99
| picture = File:A.jpg
| picture_size = 300px
| war = ?
}}"""


def test_rules_ask_about_its_parameters(skirmish: Profile) -> None:
    found = {(finding.code, finding.parameter): finding.message for finding in infobox.check(FAULTY, cosmetic=True, profile=skirmish)}
    assert found["P102", "titel"] == "the template does not know “titel”; write “title”"
    assert found["P102", "wen"] == "the template does not know “wen”; write “when”"
    assert found["P107", ""] == "“where” is missing; add it"
    assert found["P109", "state"] == "with “state”, “outcome” is not shown; keep one of them"
    assert found["S201", "party3"].startswith("“party2” is empty and “party3” is not")
    assert found["S202", "men1a"].startswith("the template does not know “men1a”: only combatants have rows with a letter")
    assert found["S202", "losses5"].startswith("the template does not know “losses5”: there are 3 sides at most")
    assert found["G802", "north"].startswith("“position” already has the coordinates; remove “north”")
    assert found["G801", "north"] == "a latitude ends at 90°, 99 is beyond; correct it"
    assert {("I901", "picture"), ("I903", "picture_size"), ("W001", "war")} <= found.keys()


def test_a_profile_in_another_language_lists_its_parameters_too(tmp_path: Path) -> None:
    (tmp_path / "skirmish.toml").write_text(SKIRMISH.replace('language = "en"', 'language = "fr"'), "utf-8")
    profile = Profile.load(tmp_path / "skirmish.toml")
    found = infobox.check("{{Infobox skirmish\n| title = A\n| wether = rain\n| wen = 1914\n}}", profile=profile)
    assert {("P101", "wether"), ("P102", "wen")} <= {(finding.code, finding.parameter) for finding in found}


def test_fixes_are_of_its_parameters(skirmish: Profile) -> None:
    fixed = infobox.fix(FAULTY, cosmetic=True, select=["P102", "I9"], profile=skirmish)
    assert fixed.text == FAULTY.replace("| wen", "| when").replace("File:A", "A").replace("300px", "300")


def test_an_edit_of_its_page_is_checked(skirmish: Profile) -> None:
    cited = PAGE.replace("40 killed", "40 killed<ref>Smith</ref>")
    review = infobox.check_edit(cited, cited.replace("= 40", "= 90").replace("[[Norland]] victory", ""), profile=skirmish)
    assert [(finding.code, finding.parameter) for finding in review.findings] == [("E002", "outcome"), ("E001", "losses2")]
    assert [change.parameter for change in review.changes] == ["outcome", "losses2"]


def test_extracted_text_is_read_by_its_names(skirmish: Profile) -> None:
    text = "= A =\n\n- Title: A\n- When: 3 May 1809\n- Party1: [[B]], C\n- Losses1: 5 killed, 6 wounded\n"
    record = record_of(text.replace("[[B]]", "B"), skirmish)
    assert [item.text for item in record.sides[0].combatants] == ["B", "C"]


def test_it_is_shown_in_its_order_and_with_its_labels(skirmish: Profile) -> None:
    file = io.StringIO()
    show(record_of(PAGE, skirmish), file, profile=skirmish)
    lines = [line.strip("│├└─ ") for line in file.getvalue().splitlines()]
    assert lines[:5] == ["Skirmish at the Mill", "when        3 May 1809", "side 1", "parties", "Norland"]
    assert [line for line in lines if line in ("parties", "leaders", "men", "losses")][:4] == ["parties", "leaders", "men", "losses"]


def test_a_template_may_have_few_parameters_and_no_sides(tmp_path: Path) -> None:
    text = '[[box]]\nnames = ["Infobox duel"]\n[[parameter]]\nname = "title"\nfield = "conflict"\nvalues = "text"\n'
    (tmp_path / "duel.toml").write_text(text, "utf-8")
    duel = Profile.load(tmp_path / "duel.toml")
    page = "{{Infobox duel|title=A|date=3 May 1809|= nameless|coordinates={{coord|1|2}}}}"
    record = record_of(page, duel)
    assert msgspec.to_builtins(bare(record)) == {
        "schema": "military-conflict/1.1",
        "conflict": {"text": "A"},
        "other": {"date": "3 May 1809", "coordinates": "{{coord|1|2}}"},
    }
    assert infobox.write(record, page, profile=duel) == page
    assert infobox.validate(record, profile=duel) == []
    assert record.conflict is not None
    record.conflict.text, record.template = "B", None
    assert infobox.write(record, page, profile=duel) == page.replace("=A|", "=B|")
    assert [finding.code for finding in infobox.check(page, profile=duel)] == ["P101"] * 3


# -- what is no profile -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('field = "partof"', 'field = "lordship"', "war: 'lordship' is not a field of the record"),
        ('field = "strength"', 'field = "map"', "men: 'map' is not a field of the sides"),
        (
            'field = "status"\nvalues = "block"',
            'field = "status"\nvalues = "figures"',
            "state: 'status' holds text or block, not 'figures'",
        ),
        ('field = "partof"', 'field = "conflict"', "war: 'conflict' already has a parameter"),
        ('field = "image.size"', 'field = "date.start"', "picture_size: 'date.start' is not a field of the record"),
        ('field = "image.size"', 'field = "source"', "picture_size: 'source' is not a field of the record"),
        ('hides = "outcome"', 'hides = "income"', "state: parameter 'income' does not exist"),
        ("missed = true", "mist = true", "when: unknown key 'mist'"),
        ("counts = true\n", "", "no parameter says how many sides there are: one that has sided = true needs counts = true"),
        ('field = "image"\n', "", "picture: missing key 'field'"),
        ('names = ["Infobox skirmish", "Skirmish"]', "", "not a profile (KeyError: 'names')"),
        ('name = "war"', "name = ", "Invalid value"),
        ("[[module]]", "[[modul]]", "unknown key 'modul'"),
        ("fewest = 2", "least = 2", "sides: unknown key 'least'"),
        ('names = ["Skirmish box"]', 'name = "Skirmish box"\nnames = []', "module: unknown key 'name'"),
        ('name = "war"', 'name = "title"', "title: two parameters have this name"),
        ('field = "image"\n', 'field = "image"\naliases = ["title"]\n', "picture: the alias 'title' is also another parameter's name"),
        ('names = ["wen"]', 'names = ["title"]', "title: a former or misspelt name is also a parameter's name"),
        ('means = "when"', 'means = "whenever"', "day_year: parameter 'whenever' does not exist"),
        ('means = "position"', 'means = "place"', "north: parameter 'place' does not exist"),
        ('reads = "longitude minutes"', 'reads = "longitude miles"', "not a profile (ValueError"),
    ],
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "skirmish.toml").write_text(SKIRMISH.replace(old, new, 1), "utf-8")
    with pytest.raises(ProfileError) as refused:
        Profile.load(tmp_path / "skirmish.toml")
    assert message in str(refused.value)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Profile.load(tmp_path / "none.toml")


# -- profiles that ship -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in PACKAGE.glob("templates/profiles/*.toml") if ".wikis" not in path.name))
def test_a_profile_that_ships_loads_and_fills_the_sides(name: str) -> None:
    profile = Profile.load(PACKAGE / "templates" / "profiles" / f"{name}.toml")
    assert sorted(profile.sided_fields) == sorted(SIDE_FIELDS)
    for each in profile.parameters:
        assert all(other in profile.known for other in (each.header, each.hides) if other), each.name
    assert set(profile.former.values()) | set(profile.misspelt.values()) <= {*profile.known, ""}
    for key, of_wiki in profile.names.items():
        names = {*profile.definitions, *profile.sided_fields.values(), *profile.former, profile.last_of(key)}
        assert set(of_wiki.aliases.values()) <= names, key


@pytest.mark.parametrize("each", [each for each in default().parameters if not each.unshown], ids=lambda each: each.stem)
def test_what_a_parameter_of_the_template_means_is_said_in_one_or_two_sentences(each: Definition) -> None:
    assert each.meaning[:1].isupper()
    assert each.meaning.endswith(".")
    assert 1 <= each.meaning.count(". ") + 1 <= 2
    assert len(each.meaning) < 140


def test_a_profile_survives_the_way_to_another_process(skirmish: Profile) -> None:
    assert pickle.loads(pickle.dumps(default())) is default()
    assert pickle.loads(pickle.dumps(skirmish)).definitions == skirmish.definitions


ALLOWED = {
    *(*Conflict.__struct_fields__, *SIDE_FIELDS, *infobox.Image.__struct_fields__),
    *("latitude", "longitude", "lat", "lon", "long", "NS", "EW", "year", "name"),
}
"""Names of parameters that are words of their own: fields of the record, and arguments of other templates."""


def constants(path: Path) -> list[tuple[int, str]]:
    """The texts of a module, docstrings apart: line and words."""
    tree = ast.parse(path.read_text("utf-8"))
    bare_texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare_texts
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_a_parameter(path: Path) -> None:
    if path.name == "record.py":
        return  # what it says of a field names its parameter
    stems = {stem for profile in shipped() for stem in profile.sided_fields.values()}
    names = {name for profile in shipped() for name in (*profile.definitions, *stems, *profile.former)} - ALLOWED
    numbered = re.compile(rf"\b(?:{'|'.join(sorted(stems))})[0-9\[\\]|(?<![-\w])combatant\|")
    assert [(line, words) for line, words in constants(path) if words in names or numbered.search(words)] == []
