"""The typed record: what one infobox becomes.

Every class is a mutable `msgspec.Struct`; an empty field has its default and is left out of the JSON. The JSON Schema in ``schemas/``
is made from these classes (`infobox.schema`), so users read the descriptions that are written here.
"""

from __future__ import annotations

import functools
import math
import re
import warnings
from collections.abc import Iterator
from operator import attrgetter
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol, cast, get_args, get_origin

import msgspec
from msgspec import Meta, Struct, field

from infobox import attached, versions
from infobox.controls import escaped
from infobox.language.concepts import Fate as Fate
from infobox.language.concepts import Outcome as Outcome
from infobox.positions import shortened

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node
    from mwparserfromhell.wikicode import Wikicode

FORMAT: Final = versions.FORMAT
"""Name and version of the record's format, the value of every record's `schema`."""

LEVELS: Final = 100
"""The most levels of items under one another. Reading gives no more, and no page has a tenth as many."""


Kind = Literal[
    "killed",
    "wounded",
    "missing",
    "captured",
    "surrendered",
    "sick",
    "displaced",
    "deserted",
    "killed_or_wounded",
    "killed_or_missing",
    "killed_or_captured",
    "killed_wounded_or_missing",
    "wounded_or_missing",
    "wounded_or_captured",
    "captured_or_missing",
    "killed_wounded_or_captured",
    "killed_captured_or_missing",
    "killed_wounded_captured_or_missing",
    "wounded_or_sick",
    "casualties",
    "destroyed",
    "damaged",
    "destroyed_or_damaged",
    "destroyed_or_captured",
]
"""What happened to the people or things counted; `casualties` for a total."""

Severity = Literal["error", "warning", "info"]
"""`error`: a reader sees something wrong, or misses something; `warning`: probably so, or the next edit breaks it; `info`: worth a
look."""


Role = Literal["total", "part", "estimate"]
"""What a figure is among those of its kind: `total`: all of them, or the only figure; `part`: of a total that is given, or one of several
that add up; `estimate`: one of several numbers for the same thing."""

Category = Literal["people", "formations", "animals", "ships", "aircraft", "tanks", "guns", "vehicles", "weapons", "buildings", "other"]
"""What sort of thing a figure counts; `formations` are bodies of people (divisions), `weapons` those that are carried, dropped or fired,
`other` things of no other sort."""


def _about(description: str, *examples: Any) -> Meta:
    """The schema's description of a field."""
    return Meta(description=description, examples=list(examples))


Span = Annotated[tuple[int, int], _about("Half-open range of Unicode code points in the page's wikitext.", [120, 138])]
Wikitext = Annotated[str, _about("As written on the page.", '<ref name="Beevor" />')]


class _Base(Struct, kw_only=True, omit_defaults=True, repr_omit_defaults=True, forbid_unknown_fields=True):
    """What all parts of a record have in common: no unknown fields in JSON, and defaults are neither written nor shown."""


class Page(_Base):
    """Where the record came from, as far as the input states it."""

    title: Annotated[str, _about("Title of the page.", "Battle of Leros")] = ""
    id: Annotated[int | None, _about("Number of the page in its wiki.", 1274830)] = None
    namespace: Annotated[int | None, _about("Number of the page's namespace; 0 for articles, 10 for templates.", 0)] = None
    revision: Annotated[int | None, _about("Number of the revision that was read.", 1187001234)] = None
    timestamp: Annotated[str, _about("When the revision was saved, UTC.", "2023-11-26T12:00:00Z")] = ""
    wiki: Annotated[str, _about("Database name of the wiki.", "enwiki")] = ""


class TemplateUse(_Base):
    """The template call of the page from which the record was read."""

    name: Annotated[str, _about("The template's name as written.", "Infobox military conflict")] = ""
    start: Annotated[int | None, _about("Code point of the page's wikitext at which the infobox begins.", 57)] = None
    end: Annotated[int | None, _about("Code point after the infobox's last.", 4816)] = None
    number: Annotated[int | None, _about("Which of the page's infoboxes this is, from 1, if it has several.", 2)] = None


class Link(_Base):
    """One link of a value."""

    target: Annotated[
        str,
        _about(
            "Page that is linked, underscores as spaces, first letter as written; the address of an external link; left out "
            "for a section of the page itself.",
            "Battle of Leros",
        ),
    ] = ""
    text: Annotated[str, _about("Words of the link that a reader sees.", "Leros")] = ""
    section: Annotated[str, _about("Section of the page, without `#`.", "Aftermath")] = ""
    wiki: Annotated[str, _about("Prefix of another wiki or language.", "de")] = ""
    external: Annotated[bool, _about("True if the target is an address on the web.", True)] = False


class Flag(_Base):
    """One flag or other small picture before a name."""

    of: Annotated[str, _about("Whose flag, as written.", "Nazi Germany")] = ""
    variant: Annotated[str, _about("Which of its flags.", "1912")] = ""
    image: Annotated[str, _about("File name, if the page names the picture itself.", "Flaga PPP.svg")] = ""


class Reference(_Base):
    """One citation."""

    name: Annotated[str, _about("Name under which the page can cite it again.", "Beevor")] = ""
    group: Annotated[str, _about("Group of the citation.", "lower-alpha")] = ""
    text: Annotated[str, _about("Words of the citation as far as they are given here.", "Borodziej, p. 75.")] = ""
    wikitext: Wikitext = ""


class Note(_Base):
    """One explanatory note, or a remark of editors such as `citation needed`."""

    name: Annotated[str, _about("Name under which the page can show it again.", "losses")] = ""
    group: Annotated[str, _about("Group of the note.", "lower-alpha")] = ""
    text: Annotated[str, _about("Words of the note.", "Including the garrison.")] = ""
    wikitext: Wikitext = ""


class Unresolved(_Base):
    """A template that shows something of its own: kept as written, because the record cannot hold it."""

    name: Annotated[str, _about("The template's name.", "Campaignbox Normandy")]
    text: Annotated[str, _about("Words of the item that stand for it.", "Type VII")] = ""
    wikitext: Wikitext = ""


class _Compared(_Base):
    """A part that is compared without what the page does not state: its place (`span`), and what was concluded (`CONCLUDED`)."""

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        values = _values_stated(type(self))
        return bool(values(self) == values(other))


@functools.cache
def _values_stated(part: type[_Compared]) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(name for name in part.__struct_fields__ if name not in ("span", *CONCLUDED.get(part, ()))))


class _WithWords(_Compared):
    """Words with their links, flags, references, notes and templates."""

    text: Annotated[
        str, _about("What a reader sees, markup resolved; references, notes and comments taken out.", "Leros Island, Aegean Sea")
    ] = ""
    links: Annotated[list[Link], _about("Links of the words, in order.", [{"target": "Leros", "text": "Leros Island"}])] = []
    flags: Annotated[list[Flag], _about("Flags and small pictures, in order.", [{"of": "Greece"}])] = []
    references: Annotated[list[Reference], _about("Citations on the words.", [{"name": "Beevor", "wikitext": "<ref name=Beevor />"}])] = []
    notes: Annotated[list[Note], _about("Notes on the words.", [{"text": "Disputed.", "wikitext": "{{efn|Disputed.}}"}])] = []
    templates: Annotated[
        list[Unresolved], _about("Templates kept as written.", [{"name": "Campaignbox Normandy", "wikitext": "{{Campaignbox Normandy}}"}])
    ] = []
    span: Annotated[Span | None, _about("Where it stands in the page, on request.", [120, 138])] = None

    def __str__(self) -> str:
        return self.text


class Text(_WithWords):
    """A value that is words."""


class Period(_Base):
    """A time that a qualifier names."""

    start: Annotated[str, _about("First day, month or year, EDTF.", "2015")] = ""
    end: Annotated[str, _about("Last day, month or year, EDTF.", "2017-08")] = ""


class Quantity(_Compared):
    """One figure of a strength or of casualties."""

    low: Annotated[int | None, _about("Lowest number that the page allows.", 3000)] = None
    high: Annotated[int | None, _about("Highest number; left out for `650+` and `at least`.", 4000)] = None
    about: Annotated[bool, _about("True if the page states that the figure is not exact.", True)] = False
    unit: Annotated[str, _about("What is counted, the noun alone; the participle if there is no noun.", "men", "killed")] = ""
    kind: Annotated[Kind | None, _about("What happened to the people or things counted, if the words state it.", "killed")] = None
    of: Annotated[str, _about("Label before the figure: whose it is.", "Germany")] = ""
    text: Annotated[str, _about("The figure as a reader sees it.", "3,000–4,000")] = ""
    role: Annotated[
        Role | None, _about("Total, part, or one of several estimates, among the side's figures of its kind, if it can be told.", "part")
    ] = None
    by: Annotated[str, _about("Whose estimate or claim it is, as the page words it.", "Iranian claim", "per Glantz")] = ""
    civilians: Annotated[bool, _about("True if civilians are counted; the sums of a side leave them out.", True)] = False
    category: Annotated[Category | None, _about("What sort of thing is counted, if it is known.", "ships")] = None
    singular: Annotated[str, _about("The unit's singular, if the unit is a plural that is known.", "destroyer")] = ""
    span: Annotated[Span | None, _about("Where it stands in the page, on request.", [120, 138])] = None


class Item(_WithWords):
    """One line of a list, in whatever form the page writes the list."""

    name: Annotated[
        str, _about("Combatants, commanders, units: the words without qualifiers and without a heading's colon.", "Army of Conquest")
    ] = ""
    fates: Annotated[list[Fate], _about("What became of the person.", ["killed_in_action"])] = []
    fate_links: Annotated[list[Link], _about("Pages that a fate marker links to.", [{"target": "Death of Yamamoto", "text": "†"}])] = []
    qualifiers: Annotated[
        list[str], _about("What stands in parentheses or small print after the name, without the parentheses.", ["until 1943"])
    ] = []
    period: Annotated[Period | None, _about("The time that a qualifier names.", {"end": "1943"})] = None
    quantities: Annotated[list[Quantity], _about("Strength and casualties: the figures of the line.", [{"low": 40, "unit": "killed"}])] = []
    heading: Annotated[bool, _about("True for a line that only titles what follows.", True)] = False
    rule: Annotated[bool, _about("True for the first item after a horizontal rule.", True)] = False
    row: Annotated[Literal["", "a", "b", "c", "d"], _about("Extra row of the template that the item stands in.", "a")] = ""
    items: Annotated[list[Item], _about("The items under this one.", [{"text": "2nd Battalion", "name": "2nd Battalion"}])] = []


class Phase(_Base):
    """One of several stretches of time that a date names."""

    start: Annotated[str, _about("First day, month or year, EDTF.", "1941-06-25")] = ""
    end: Annotated[str, _about("Last day, month or year, EDTF.", "1944-09-19")] = ""


class Date(_WithWords):
    """When it happened: EDTF (ISO 8601-2) at the precision of the page."""

    start: Annotated[str, _about("First day, month, year or century, EDTF.", "1944-01-17", "1951~", "-0048-04-19", "04XX")] = ""
    end: Annotated[str, _about("Last day, month, year or century, EDTF; equal to `start` for one day.", "1944-02-20")] = ""
    ongoing: Annotated[bool, _about("True if the page states that it goes on.", True)] = False
    phases: Annotated[
        list[Phase],
        _about("The stretches of time, if the page names several.", [{"start": "1941", "end": "1942"}, {"start": "1944", "end": "1944"}]),
    ] = []
    old_style: Annotated[
        Phase | None, _about("The same in the Julian calendar, if the page gives both.", {"start": "1709-06-27", "end": "1709-06-27"})
    ] = None


class Image(_Base):
    """The picture at the top."""

    file: Annotated[str, _about("File name without `File:`.", "Battle of Leros.jpg")] = ""
    size: Annotated[str, _about("Size as written.", "300px")] = ""
    upright: Annotated[str, _about("Size as a share of the reader's usual one, as written.", "1.2")] = ""
    alt: Annotated[str, _about("Words for people who cannot see the picture.", "Paratroopers in the air")] = ""
    caption: Annotated[Text | None, _about("Words under the picture.", {"text": "German paratroopers"})] = None
    wikitext: Annotated[str, _about("The parameter as written, if it is more than a file name.", "[[File:Leros.jpg|300px]]")] = ""


class Coordinates(_Compared):
    """Where it happened: decimal degrees, north and east positive."""

    latitude: Annotated[Annotated[float, Meta(ge=-90, le=90)] | None, _about("Degrees, north positive.", 37.1319)] = None
    longitude: Annotated[Annotated[float, Meta(ge=-180, le=180)] | None, _about("Degrees, east positive.", 26.8528)] = None
    text: Annotated[str, _about("What the parameter states beside or instead of coordinates.", "near the ford")] = ""
    links: Annotated[list[Link], _about("Links of that text.", [{"target": "Leros", "text": "Leros"}])] = []
    references: Annotated[
        list[Reference], _about("Citations on the coordinates.", [{"name": "Beevor", "wikitext": "<ref name=Beevor />"}])
    ] = []
    notes: Annotated[list[Note], _about("Notes on the coordinates.", [{"text": "Disputed.", "wikitext": "{{efn|Disputed.}}"}])] = []
    templates: Annotated[list[Unresolved], _about("Templates kept as written.", [{"name": "Location", "wikitext": "{{Location}}"}])] = []
    span: Annotated[Span | None, _about("Where they stand in the page, on request.", [120, 138])] = None


class Result(_Compared):
    """How it ended."""

    outcome: Annotated[Outcome | None, _about("Kind of ending.", "decisive_victory")] = None
    victor: Annotated[str, _about("Who won, as the page words it.", "Allied")] = ""
    sides: Annotated[list[int], _about("Numbers, from 1, of the sides that these words name, if it is certain.", [2])] = []
    items: Annotated[list[Item], _about("The lines of the result.", [{"text": "German victory"}])] = []


class Sum(_Base):
    """What figures of one kind come to. Civilians, things and animals do not count."""

    low: Annotated[int | None, _about("At least so many; left out if the page does not bound it.", 650)] = None
    high: Annotated[int | None, _about("At most so many; left out if the page does not bound it.", 700)] = None
    about: Annotated[bool, _about("True if one of the figures is not exact.", True)] = False
    estimates: Annotated[int | None, _about("How many rival estimates `low` and `high` span, if there are several.", 2)] = None
    figures: Annotated[list[str], _about("Paths in the side of the figures on which it rests.", ["casualties[0].quantities[1]"])] = []


class Losses(_Base):
    """What the people of a side lost, as sums that follow from its figures; one that cannot be told is left out."""

    killed: Annotated[Sum | None, _about("The dead.", {"low": 650, "high": 650, "figures": ["casualties[0].quantities[0]"]})] = None
    wounded: Annotated[Sum | None, _about("The wounded.", {"low": 1200, "figures": ["casualties[0].quantities[1]"]})] = None
    missing: Annotated[Sum | None, _about("The missing.", {"low": 40, "high": 40, "figures": ["casualties[1].quantities[0]"]})] = None
    captured: Annotated[
        Sum | None, _about("Those who were captured or surrendered.", {"low": 300, "high": 300, "figures": ["casualties[2].quantities[0]"]})
    ] = None
    total: Annotated[
        Sum | None,
        _about(
            "All losses: the page's total, or what the others come to; `high` is left out where those say nothing of killed or of wounded.",
            {"low": 1850, "figures": ["casualties[0].quantities[0]", "casualties[0].quantities[1]"]},
        ),
    ] = None


class Side(_Compared):
    """One side of the conflict: a column of the infobox."""

    combatants: Annotated[list[Item], _about("`combatantN` and its rows `a` to `d`.", [{"text": "Greece", "name": "Greece"}])] = []
    commanders: Annotated[
        list[Item],
        _about("`commanderN` and its rows `a` to `d`.", [{"text": "Robert Tilney", "name": "Robert Tilney", "fates": ["surrendered"]}]),
    ] = []
    units: Annotated[list[Item], _about("`unitsN`.", [{"text": "8th Army", "name": "8th Army"}])] = []
    strength: Annotated[
        list[Item],
        _about(
            "`strengthN`.", [{"text": "2,800 soldiers", "quantities": [{"low": 2800, "high": 2800, "unit": "soldiers", "text": "2,800"}]}]
        ),
    ] = []
    political_support: Annotated[list[Item], _about("`polstrengthN`.", [{"text": "Workers' Party"}])] = []
    military_support: Annotated[list[Item], _about("`milstrengthN`.", [{"text": "300 advisers"}])] = []
    casualties: Annotated[
        list[Item],
        _about(
            "`casualtiesN`.",
            [{"text": "512 killed", "quantities": [{"low": 512, "high": 512, "unit": "killed", "kind": "killed", "text": "512"}]}],
        ),
    ] = []
    people: Annotated[
        Sum | None, _about("People in `strength`.", {"low": 2800, "high": 2800, "figures": ["strength[0].quantities[0]"]})
    ] = None
    losses: Annotated[
        Losses | None,
        _about("People in `casualties`.", {"killed": {"low": 512, "high": 512, "figures": ["casualties[0].quantities[0]"]}}),
    ] = None


class RecordedFinding(_Base):
    """One thing that is wrong with the infobox, as reported by `infobox check`."""

    code: Annotated[str, _about("The rule's code.", "P101")] = ""
    rule: Annotated[str, _about("The rule's name.", "unknown-parameter")] = ""
    severity: Annotated[Severity | None, _about("How bad it is.", "warning")] = None
    cosmetic: Annotated[bool, _about("True if no reader sees a difference.", True)] = False
    parameter: Annotated[str, _about("Parameter as the page writes it.", "casus")] = ""
    span: Span | None = None
    line: Annotated[int | None, _about("Line of the page's wikitext, from 1.", 12)] = None
    column: Annotated[int | None, _about("Column of that line, from 1.", 3)] = None
    text: Annotated[str, _about("The page's words there, the first 200 characters.", "casus")] = ""
    message: Annotated[str, _about("What to do, in one line.", "the template does not know “casus”; take it out")] = ""


class Conflict(_Base):
    """One infobox: the record."""

    schema: Annotated[
        str, Meta(pattern=versions.PATTERN), _about("Name and version of the record's format: military-conflict/1.N.", FORMAT)
    ] = field(default_factory=lambda: FORMAT)  # a factory, so that JSON always has it
    page: Annotated[Page | None, _about("The page it was read from.", {"title": "Battle of Leros", "id": 1274830})] = None
    template: Annotated[
        TemplateUse | None, _about("The template call it was read from.", {"name": "Infobox military conflict", "start": 0, "end": 2048})
    ] = None
    conflict: Annotated[Text | None, _about("Name of the conflict.", {"text": "Battle of Leros"})] = None
    partof: Annotated[Text | None, _about("The larger conflict.", {"text": "the Dodecanese campaign"})] = None
    image: Annotated[Image | None, _about("The picture at the top.", {"file": "Leros.jpg"})] = None
    width: Annotated[str, _about("Width of the box, as written.", "350px")] = ""
    date: Annotated[Date | None, _about("When it happened.", {"text": "26 September 1943", "start": "1943-09-26", "end": "1943-09-26"})] = (
        None
    )
    place: Annotated[Text | None, _about("Where it happened.", {"text": "Leros, Aegean Sea"})] = None
    coordinates: Annotated[Coordinates | None, _about("Where it happened, in degrees.", {"latitude": 37.1319, "longitude": 26.8528})] = None
    action: Annotated[Text | None, _about("What was done.", {"text": "Evacuation"})] = None
    status: Annotated[Text | None, _about("How it stands; if given, the template does not show the result.", {"text": "Ongoing"})] = None
    result: Annotated[
        Result | None, _about("How it ended.", {"outcome": "victory", "victor": "German", "items": [{"text": "German victory"}]})
    ] = None
    territory: Annotated[list[Item], _about("What changed hands.", [{"text": "Leros occupied by Germany"}])] = []
    combatants_header: Annotated[Text | None, _about("Title of the combatants' row.", {"text": "Participants"})] = None
    units_header: Annotated[Text | None, _about("Title of the units' row.", {"text": "Units involved"})] = None
    strengths_header: Annotated[Text | None, _about("Title of the strengths' row.", {"text": "Strength"})] = None
    polstrengths_header: Annotated[Text | None, _about("Title of the political support's row.", {"text": "Political support"})] = None
    milstrengths_header: Annotated[Text | None, _about("Title of the military support's row.", {"text": "Military support"})] = None
    casualties_header: Annotated[Text | None, _about("Title of the casualties' row.", {"text": "Casualties and losses"})] = None
    sides: Annotated[
        list[Side],
        _about(
            "The sides, in the template's order; two at least.",
            [{"combatants": [{"text": "Italy", "name": "Italy"}]}, {"combatants": [{"text": "Germany", "name": "Germany"}]}],
        ),
    ] = []
    joint: Annotated[Side | None, _about("The row that stands under all sides.", {"casualties": [{"text": "20 civilians killed"}]})] = None
    notes: Annotated[Text | None, _about("Notes at the foot of the box.", {"text": "The island changed hands twice."})] = None
    below: Annotated[Text | None, _about("Text below the box.", {"text": "See also the campaign."})] = None
    map: Annotated[dict[str, str], _about("The `map_…` parameters as written, by name.", {"map_type": "Greece"})] = {}
    campaignbox: Annotated[
        Text | None,
        _about("Navigation boxes below.", {"templates": [{"name": "Campaignbox Dodecanese", "wikitext": "{{Campaignbox Dodecanese}}"}]}),
    ] = None
    other: Annotated[
        dict[str, str],
        _about(
            "Parameters that the template does not show, positional ones too: the wikitext as written, by name.",
            {"casus": "Italian armistice"},
        ),
    ] = {}
    unresolved: Annotated[list[str], _about("Names of unknown templates in the values.", ["Ship class list"])] = []
    findings: Annotated[list[RecordedFinding], _about("What is wrong with the infobox, on request.", [{"code": "P101", "line": 12}])] = []
    source: Annotated[
        str, _about("The infobox's own wikitext, on request.", "{{Infobox military conflict\n| conflict = Battle of Leros\n}}")
    ] = ""

    def to_json(self, *, indent: int = 0) -> str:
        """The record as JSON: one line, or indented by `indent` spaces. Control characters are escaped.

        Raises `RecordError` for what JSON cannot hold: half of a surrogate pair, as `surrogateescape` puts into texts (this decoder and
        many others refuse its escape); a coordinate that is not finite, a number with thousands of digits, items in hundreds of levels.
        """
        try:
            data = escaped(msgspec.json.encode(self))
        except UnicodeEncodeError:
            raise RecordError(f"{_HALVED} - at `{_halved(self)}`") from None
        except RecursionError:
            raise RecordError(_TOO_DEEP) from None
        except ValueError as error:  # thousands of digits
            raise RecordError(str(error)) from None
        _finite(self)  # otherwise the encoder would write null
        return (msgspec.json.format(data, indent=indent) if indent else data).decode()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, texts, numbers and truth values: those of its JSON. Raises `RecordError` as `to_json` does."""
        return cast(dict[str, Any], msgspec.json.decode(self.to_json()))

    def _repr_html_(self) -> str:
        """The record as notebooks show it: the box as a reader sees it, and what was understood."""
        return attached.shown(self)

    def write(self, into: str | Wikicode | Node | None = None, *, profile: NamedProfile | None = None) -> str:
        """The record as wikitext, or a page's wikitext brought up to the record: as `infobox.write`.

        Raises `infobox.WriteError` if the page has no infobox, or the record belongs to another page.
        """
        return attached.write(self, into, profile=profile)

    @classmethod
    def from_json(cls, data: str | bytes) -> Conflict:
        """The record that one JSON text holds.

        A record of another minor version of the format (`military-conflict/1.N`) is read, too: fields that this version does not know are
        ignored, with one `UnknownFieldsWarning`. Raises `RecordError` (a `ValueError`) that states the path into the record and what was
        expected there; also for another major version, for text that is not UTF-8 or holds half of a surrogate pair, and for items in more
        than `LEVELS` levels.
        """
        try:
            stated = msgspec.json.decode(data, type=_Header).schema
            if re.fullmatch(versions.PATTERN, stated) is None:
                raise RecordError(f"Expected {versions.READ}, got {shortened(stated)} - at `$.schema`")
            record, unknown = versions.decoded(data, cls)
        except RecursionError:
            raise RecordError(_TOO_DEEP) from None
        except UnicodeDecodeError:
            raise RecordError("Not UTF-8") from None
        except UnicodeEncodeError:
            raise RecordError(_HALVED) from None
        except msgspec.DecodeError as error:  # also its subclass ValidationError
            raise RecordError(str(error)) from None
        if too_deep(record):
            raise RecordError(_TOO_DEEP)
        if unknown:
            warnings.warn(versions.UnknownFieldsWarning(unknown), stacklevel=2)
        assert isinstance(record, cls)
        record.schema = FORMAT
        return record


class NamedProfile(Protocol):
    """What records know of a template's profile (`infobox.Profile`): its name."""

    name: str


class _Header(Struct):
    """What JSON must have to be a record at all."""

    schema: str


def type_of(part: type | None, name: str) -> type | None:
    """The class that a field of a part of the record holds (`Text`, `str`, `list`); None if there is no such field."""
    return _types(part).get(name) if isinstance(part, type) and issubclass(part, Struct) else None


@functools.cache
def _types(part: type[Struct]) -> dict[str, type | None]:
    """The class that each field holds."""
    found: dict[str, type | None] = {}
    for each in msgspec.structs.fields(part):
        stated = get_args(each.type)[0] if get_origin(each.type) is Annotated else each.type
        inner = get_args(stated)[0] if isinstance(stated, UnionType) else stated
        held = get_origin(inner) or inner
        found[each.name] = held if isinstance(held, type) else None
    return found


TEXT_FIELDS: Final = tuple(name for name in Conflict.__struct_fields__ if type_of(Conflict, name) is Text)
"""Fields of `Conflict` that are a `Text`."""
SIDE_FIELDS: Final = tuple(name for name in Side.__struct_fields__ if type_of(Side, name) is list)
"""Fields of `Side` that are a list of items."""
CONCLUDED: Final[dict[type[Struct], tuple[str, ...]]] = {
    Quantity: ("role", "by", "civilians", "category", "singular"),
    Side: ("people", "losses"),
    Result: ("sides",),
}
"""Fields that follow from the others of the record (`infobox.conclusions`), by class. The page does not state them, so records that differ
in nothing else say the same.
"""
FIGURE_FIELDS: Final = ("strength", "casualties")
"""Those of them whose lines are figures."""


class RecordError(ValueError):
    """JSON that is not a record, or a record that JSON cannot hold; the message is one line."""


_TOO_DEEP: Final = f"Items in more than {LEVELS} levels"
_HALVED: Final = "Half of a surrogate pair, which is not text"


def too_deep(record: Conflict) -> bool:
    """Whether items are nested in more than `LEVELS` levels, perhaps an item under itself."""
    waiting = [(item, 1) for item in [*record.territory, *(record.result.items if record.result is not None else ())]]
    for side in sides_of(record):
        for row in SIDE_FIELDS:
            waiting += [(item, 1) for item in getattr(side, row)]
    while waiting:
        item, level = waiting.pop()
        if level > LEVELS:
            return True
        waiting += [(inner, level + 1) for inner in item.items]
    return False


def sound(record: Conflict) -> Conflict:
    """A copy of a record made in Python, as JSON would give it. Raises `RecordError` for what JSON cannot give: values of other
    types or out of range, items in more than `LEVELS` levels; and `TypeError` for anything that is no record.
    """
    if not isinstance(record, Conflict):
        raise TypeError(f"a record is a Conflict, not {type(record).__name__} (Conflict.from_json reads JSON, infobox.read a page)")
    try:
        copy = msgspec.convert(msgspec.to_builtins(record), type=Conflict)
    except RecursionError:
        raise RecordError(_TOO_DEEP) from None
    except UnicodeEncodeError:  # in a field with a fixed set of words, such as a fate
        raise RecordError(f"{_HALVED} - at `{_halved(record)}`") from None
    except (msgspec.ValidationError, TypeError) as error:
        raise RecordError(str(error)) from None
    if too_deep(copy):
        raise RecordError(_TOO_DEEP)
    _finite(copy)
    return copy


def _finite(record: Conflict) -> None:
    """Raises `RecordError` for coordinates that are not finite numbers."""
    for name in ("latitude", "longitude"):
        degrees = getattr(record.coordinates, name, None)
        if isinstance(degrees, float) and not math.isfinite(degrees):
            raise RecordError(f"Expected a finite number, got {degrees} - at `$.coordinates.{name}`")


def _halved(record: Conflict) -> str:
    """The path to the first text of a record that holds half of a surrogate pair."""
    waiting: list[tuple[Any, str]] = [(record, "$")]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, str):
            if not value.isascii() and value.encode(errors="ignore").decode() != value:
                return path
        elif isinstance(value, Struct):
            waiting += [(getattr(value, name), f"{path}.{name}") for name in reversed(value.__struct_fields__)]
        elif isinstance(value, dict):
            waiting += [(part, f"{path}[...]") for key in reversed(value) for part in (value[key], key)]
        elif isinstance(value, list):
            waiting += [(value[number], f"{path}[{number}]") for number in reversed(range(len(value)))]
    return "$"


def bare(record: Conflict) -> Conflict:
    """The record without what only states where it was read (`page`, `template`, `source`, `findings` and every `span`), and without what
    was concluded from it (`CONCLUDED`).

    Two infoboxes mean the same when their bare records are equal.
    """
    data: dict[str, Any] = msgspec.to_builtins(record)
    for key in ("page", "template", "source", "findings"):
        data.pop(key, None)
    return without_conclusions(msgspec.convert(_without_spans(data), type=Conflict))


def without_conclusions(record: Conflict) -> Conflict:
    """The same record, from which the fields of `CONCLUDED` were removed."""
    for part in (*sides_of(record), *_with_figures(record), *([record.result] if record.result is not None else [])):
        for name in CONCLUDED[type(part)]:
            setattr(part, name, getattr(type(part)(), name))
    return record


def sides_of(record: Conflict) -> list[Side]:
    """The sides, with the joint row last."""
    return [*record.sides, *([record.joint] if record.joint is not None else [])]


def _with_figures(record: Conflict) -> Iterator[Quantity]:
    """The figures of all items."""
    waiting = [*record.territory, *(record.result.items if record.result is not None else ())]
    waiting += [item for side in sides_of(record) for row in SIDE_FIELDS for item in getattr(side, row)]
    while waiting:
        item = waiting.pop()
        yield from item.quantities
        waiting += item.items


def copied(record: Conflict) -> Conflict:
    """A copy of the record that shares nothing with it."""
    return msgspec.convert(msgspec.to_builtins(record), type=Conflict)


def _without_spans(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_spans(inner) for key, inner in value.items() if key != "span" or not isinstance(inner, list | tuple)}
    if isinstance(value, list | tuple):
        return [_without_spans(inner) for inner in value]
    return value
