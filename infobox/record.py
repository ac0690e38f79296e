"""The typed record: what one infobox becomes.

Every class is a mutable `msgspec.Struct`; a field that has nothing to say has its default and is left out of the JSON. The JSON
Schema in ``schemas/`` is made from these classes (`infobox.schema`), so a description written here is the one users read there.
"""

from __future__ import annotations

import math
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args, get_origin

import msgspec
from msgspec import Meta, Struct, field

from infobox.controls import escaped
from infobox.language.concepts import Fate as Fate
from infobox.language.concepts import Outcome as Outcome

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Node
    from mwparserfromhell.wikicode import Wikicode

    from infobox.templates.profile import Profile

FORMAT: Final = "military-conflict/1"
"""Name and version of the record's format, the value of every record's `schema`."""

LEVELS: Final = 100
"""So many levels of items stand under one another at most. Reading gives no more, and no page has a tenth as many."""


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
"""What happened to those who are counted; `casualties` for a total."""

Severity = Literal["error", "warning", "info"]
"""`error`: a reader sees something wrong, or misses something; `warning`: probably so, or the next edit breaks it; `info`: worth a
look."""

Span = Annotated[
    tuple[int, int],
    Meta(description="Half-open range of Unicode code points in the page's wikitext.", examples=[[120, 138]]),
]
Wikitext = Annotated[str, Meta(description="As written on the page.", examples=['<ref name="Beevor" />'])]


class _Part(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all parts of a record have in common: closed in JSON, nothing written for a default."""


class Page(_Part):
    """Where the record came from, as far as the input told it."""

    title: Annotated[str, Meta(description="Title of the page.", examples=["Battle of Leros"])] = ""
    id: Annotated[int | None, Meta(description="Number of the page in its wiki.", examples=[1274830])] = None
    namespace: Annotated[
        int | None, Meta(description="Number of the page's namespace; 0 for articles, 10 for templates.", examples=[0])
    ] = None
    revision: Annotated[int | None, Meta(description="Number of the revision that was read.", examples=[1187001234])] = None
    timestamp: Annotated[str, Meta(description="When the revision was saved, UTC.", examples=["2023-11-26T12:00:00Z"])] = ""
    wiki: Annotated[str, Meta(description="Database name of the wiki.", examples=["enwiki"])] = ""


class TemplateUse(_Part):
    """Which template call of the page the record was read from."""

    name: Annotated[str, Meta(description="The template's name as written.", examples=["Infobox military conflict"])] = ""
    start: Annotated[int | None, Meta(description="Code point of the page's wikitext at which the infobox begins.", examples=[57])] = None
    end: Annotated[int | None, Meta(description="Code point behind the infobox's last.", examples=[4816])] = None
    number: Annotated[
        int | None, Meta(description="Which of the page's infoboxes this is, from 1, where it has several.", examples=[2])
    ] = None


class Link(_Part):
    """One link of a value."""

    target: Annotated[
        str,
        Meta(
            description="Page that is linked, underscores as spaces, first letter as written; the address of an external link; left out "
            "for a section of the page itself.",
            examples=["Battle of Leros"],
        ),
    ] = ""
    text: Annotated[str, Meta(description="Words of the link that a reader sees.", examples=["Leros"])] = ""
    section: Annotated[str, Meta(description="Section of the page, without `#`.", examples=["Aftermath"])] = ""
    wiki: Annotated[str, Meta(description="Prefix of another wiki or language.", examples=["de"])] = ""
    external: Annotated[bool, Meta(description="True where the target is an address on the web.", examples=[True])] = False


class Flag(_Part):
    """One flag or other small picture before a name."""

    of: Annotated[str, Meta(description="Whose flag, as written.", examples=["Nazi Germany"])] = ""
    variant: Annotated[str, Meta(description="Which of its flags.", examples=["1912"])] = ""
    image: Annotated[str, Meta(description="File name, where the page names the picture itself.", examples=["Flaga PPP.svg"])] = ""


class Reference(_Part):
    """One citation."""

    name: Annotated[str, Meta(description="Name under which the page can cite it again.", examples=["Beevor"])] = ""
    group: Annotated[str, Meta(description="Group of the citation.", examples=["lower-alpha"])] = ""
    text: Annotated[str, Meta(description="Words of the citation as far as they are given here.", examples=["Borodziej, p. 75."])] = ""
    wikitext: Wikitext = ""


class Note(_Part):
    """One explanatory note, or a remark of editors such as `citation needed`."""

    name: Annotated[str, Meta(description="Name under which the page can show it again.", examples=["losses"])] = ""
    group: Annotated[str, Meta(description="Group of the note.", examples=["lower-alpha"])] = ""
    text: Annotated[str, Meta(description="Words of the note.", examples=["Including the garrison."])] = ""
    wikitext: Wikitext = ""


class Unresolved(_Part):
    """A template that shows something of its own: kept as written, because the record cannot say what."""

    name: Annotated[str, Meta(description="The template's name.", examples=["Campaignbox Normandy"])]
    text: Annotated[str, Meta(description="Words of the item that stand for it.", examples=["Type VII"])] = ""
    wikitext: Wikitext = ""


class _Marked(_Part):
    """Words with what stands on them."""

    text: Annotated[
        str,
        Meta(
            description="What a reader sees, markup resolved; references, notes and comments taken out.",
            examples=["Leros Island, Aegean Sea"],
        ),
    ] = ""
    links: Annotated[
        list[Link], Meta(description="Links of the words, in order.", examples=[[{"target": "Leros", "text": "Leros Island"}]])
    ] = field(default_factory=list)
    flags: Annotated[list[Flag], Meta(description="Flags and small pictures, in order.", examples=[[{"of": "Greece"}]])] = field(
        default_factory=list
    )
    references: Annotated[
        list[Reference], Meta(description="Citations on the words.", examples=[[{"name": "Beevor", "wikitext": "<ref name=Beevor />"}]])
    ] = field(default_factory=list)
    notes: Annotated[
        list[Note], Meta(description="Notes on the words.", examples=[[{"text": "Disputed.", "wikitext": "{{efn|Disputed.}}"}]])
    ] = field(default_factory=list)
    templates: Annotated[
        list[Unresolved],
        Meta(
            description="Templates kept as written.", examples=[[{"name": "Campaignbox Normandy", "wikitext": "{{Campaignbox Normandy}}"}]]
        ),
    ] = field(default_factory=list)
    span: Annotated[Span | None, Meta(description="Where it stands in the page, when asked for.", examples=[[120, 138]])] = None


class Text(_Marked):
    """A value that is words."""


class Period(_Part):
    """A time that a qualifier names."""

    start: Annotated[str, Meta(description="First day, month or year, EDTF.", examples=["2015"])] = ""
    end: Annotated[str, Meta(description="Last day, month or year, EDTF.", examples=["2017-08"])] = ""


class Quantity(_Part):
    """One figure of a strength or of casualties."""

    low: Annotated[int | None, Meta(description="Lowest number that the page allows.", examples=[3000])] = None
    high: Annotated[int | None, Meta(description="Highest number; left out for `650+` and `at least`.", examples=[4000])] = None
    about: Annotated[bool, Meta(description="True where the page says that the figure is not exact.", examples=[True])] = False
    unit: Annotated[
        str, Meta(description="What is counted, the noun alone; the participle where there is no noun.", examples=["men", "killed"])
    ] = ""
    kind: Annotated[Kind | None, Meta(description="What happened to those counted, where the words say it.", examples=["killed"])] = None
    of: Annotated[str, Meta(description="Label before the figure: whose it is.", examples=["Germany"])] = ""
    text: Annotated[str, Meta(description="The figure as a reader sees it.", examples=["3,000–4,000"])] = ""
    span: Annotated[Span | None, Meta(description="Where it stands in the page, when asked for.", examples=[[120, 138]])] = None


class Item(_Marked):
    """One line of a list, however the page wrote the list."""

    name: Annotated[
        str,
        Meta(
            description="Combatants, commanders, units: the words without qualifiers and without a heading's colon.",
            examples=["Army of Conquest"],
        ),
    ] = ""
    fates: Annotated[list[Fate], Meta(description="What became of the person.", examples=[["killed_in_action"]])] = field(
        default_factory=list
    )
    fate_links: Annotated[
        list[Link], Meta(description="Pages that a fate marker links to.", examples=[[{"target": "Death of Yamamoto", "text": "†"}]])
    ] = field(default_factory=list)
    qualifiers: Annotated[
        list[str],
        Meta(description="What stands in parentheses or small print behind the name, without the parentheses.", examples=[["until 1943"]]),
    ] = field(default_factory=list)
    period: Annotated[Period | None, Meta(description="The time that a qualifier names.", examples=[{"end": "1943"}])] = None
    quantities: Annotated[
        list[Quantity], Meta(description="Strength and casualties: the figures of the line.", examples=[[{"low": 40, "unit": "killed"}]])
    ] = field(default_factory=list)
    heading: Annotated[bool, Meta(description="True for a line that only titles what follows.", examples=[True])] = False
    rule: Annotated[bool, Meta(description="True for the first item behind a horizontal rule.", examples=[True])] = False
    row: Annotated[
        Literal["", "a", "b", "c", "d"], Meta(description="Extra row of the template that the item stands in.", examples=["a"])
    ] = ""
    items: Annotated[
        list[Item], Meta(description="The items under this one.", examples=[[{"text": "2nd Battalion", "name": "2nd Battalion"}]])
    ] = field(default_factory=list)


class Phase(_Part):
    """One of several stretches of time that a date names."""

    start: Annotated[str, Meta(description="First day, month or year, EDTF.", examples=["1941-06-25"])] = ""
    end: Annotated[str, Meta(description="Last day, month or year, EDTF.", examples=["1944-09-19"])] = ""


class Date(_Marked):
    """When it happened: EDTF (ISO 8601-2) at the precision that the page gives."""

    start: Annotated[
        str, Meta(description="First day, month, year or century, EDTF.", examples=["1944-01-17", "1951~", "-0048-04-19", "04XX"])
    ] = ""
    end: Annotated[
        str, Meta(description="Last day, month, year or century, EDTF; equal to `start` for one day.", examples=["1944-02-20"])
    ] = ""
    ongoing: Annotated[bool, Meta(description="True where the page says that it goes on.", examples=[True])] = False
    phases: Annotated[
        list[Phase],
        Meta(
            description="The stretches of time, where the page names several.",
            examples=[[{"start": "1941", "end": "1942"}, {"start": "1944", "end": "1944"}]],
        ),
    ] = field(default_factory=list)
    old_style: Annotated[
        Phase | None,
        Meta(
            description="The same in the Julian calendar, where the page gives both.",
            examples=[{"start": "1709-06-27", "end": "1709-06-27"}],
        ),
    ] = None


class Image(_Part):
    """The picture at the top."""

    file: Annotated[str, Meta(description="File name without `File:`.", examples=["Battle of Leros.jpg"])] = ""
    size: Annotated[str, Meta(description="Size as written.", examples=["300px"])] = ""
    upright: Annotated[str, Meta(description="Size as a share of the reader's usual one, as written.", examples=["1.2"])] = ""
    alt: Annotated[str, Meta(description="Words for those who cannot see the picture.", examples=["Paratroopers in the air"])] = ""
    caption: Annotated[Text | None, Meta(description="Words under the picture.", examples=[{"text": "German paratroopers"}])] = None
    wikitext: Annotated[
        str, Meta(description="The parameter as written, where it is more than a file's name.", examples=["[[File:Leros.jpg|300px]]"])
    ] = ""


class Coordinates(_Part):
    """Where it happened: decimal degrees, north and east positive."""

    latitude: Annotated[Annotated[float, Meta(ge=-90, le=90)] | None, Meta(description="Degrees, north positive.", examples=[37.1319])] = (
        None
    )
    longitude: Annotated[
        Annotated[float, Meta(ge=-180, le=180)] | None, Meta(description="Degrees, east positive.", examples=[26.8528])
    ] = None
    text: Annotated[str, Meta(description="What the parameter says beside or instead of coordinates.", examples=["near the ford"])] = ""
    links: Annotated[list[Link], Meta(description="Links of that text.", examples=[[{"target": "Leros", "text": "Leros"}]])] = field(
        default_factory=list
    )
    references: Annotated[
        list[Reference],
        Meta(description="Citations on the coordinates.", examples=[[{"name": "Beevor", "wikitext": "<ref name=Beevor />"}]]),
    ] = field(default_factory=list)
    notes: Annotated[
        list[Note], Meta(description="Notes on the coordinates.", examples=[[{"text": "Disputed.", "wikitext": "{{efn|Disputed.}}"}]])
    ] = field(default_factory=list)
    templates: Annotated[
        list[Unresolved], Meta(description="Templates kept as written.", examples=[[{"name": "Location", "wikitext": "{{Location}}"}]])
    ] = field(default_factory=list)
    span: Annotated[Span | None, Meta(description="Where they stand in the page, when asked for.", examples=[[120, 138]])] = None


class Result(_Part):
    """How it ended."""

    outcome: Annotated[Outcome | None, Meta(description="Kind of ending.", examples=["decisive_victory"])] = None
    victor: Annotated[str, Meta(description="Who won, as the page words it.", examples=["Allied"])] = ""
    items: Annotated[list[Item], Meta(description="The lines of the result.", examples=[[{"text": "German victory"}]])] = field(
        default_factory=list
    )


class Side(_Part):
    """One side of the conflict: a column of the infobox."""

    combatants: Annotated[
        list[Item], Meta(description="`combatantN` and its rows `a` to `d`.", examples=[[{"text": "Greece", "name": "Greece"}]])
    ] = field(default_factory=list)
    commanders: Annotated[
        list[Item],
        Meta(
            description="`commanderN` and its rows `a` to `d`.",
            examples=[[{"text": "Robert Tilney", "name": "Robert Tilney", "fates": ["surrendered"]}]],
        ),
    ] = field(default_factory=list)
    units: Annotated[list[Item], Meta(description="`unitsN`.", examples=[[{"text": "8th Army", "name": "8th Army"}]])] = field(
        default_factory=list
    )
    strength: Annotated[
        list[Item],
        Meta(
            description="`strengthN`.",
            examples=[[{"text": "2,800 soldiers", "quantities": [{"low": 2800, "high": 2800, "unit": "soldiers", "text": "2,800"}]}]],
        ),
    ] = field(default_factory=list)
    political_support: Annotated[list[Item], Meta(description="`polstrengthN`.", examples=[[{"text": "Workers' Party"}]])] = field(
        default_factory=list
    )
    military_support: Annotated[list[Item], Meta(description="`milstrengthN`.", examples=[[{"text": "300 advisers"}]])] = field(
        default_factory=list
    )
    casualties: Annotated[
        list[Item],
        Meta(
            description="`casualtiesN`.",
            examples=[
                [{"text": "512 killed", "quantities": [{"low": 512, "high": 512, "unit": "killed", "kind": "killed", "text": "512"}]}]
            ],
        ),
    ] = field(default_factory=list)


class Found(_Part):
    """One thing that is wrong with the infobox, as `infobox check` says it."""

    code: Annotated[str, Meta(description="The rule's code.", examples=["P101"])] = ""
    rule: Annotated[str, Meta(description="The rule's name.", examples=["unknown-parameter"])] = ""
    severity: Annotated[Severity | None, Meta(description="How bad it is.", examples=["warning"])] = None
    cosmetic: Annotated[bool, Meta(description="True where no reader sees a difference.", examples=[True])] = False
    parameter: Annotated[str, Meta(description="Parameter as the page writes it.", examples=["casus"])] = ""
    span: Span | None = None
    line: Annotated[int | None, Meta(description="Line of the page's wikitext, from 1.", examples=[12])] = None
    column: Annotated[int | None, Meta(description="Column of that line, from 1.", examples=[3])] = None
    text: Annotated[str, Meta(description="The page's words there, the first 200 characters.", examples=["casus"])] = ""
    message: Annotated[str, Meta(description="What to do, in one line.", examples=["the template does not know “casus”; take it out"])] = ""


class Conflict(_Part):
    """One infobox: the record."""

    schema: Annotated[
        Literal["military-conflict/1"], Meta(description="Name and version of the record's format.", examples=["military-conflict/1"])
    ]
    page: Annotated[Page | None, Meta(description="The page it was read from.", examples=[{"title": "Battle of Leros", "id": 1274830}])] = (
        None
    )
    template: Annotated[
        TemplateUse | None,
        Meta(description="The template call it was read from.", examples=[{"name": "Infobox military conflict", "start": 0, "end": 2048}]),
    ] = None
    conflict: Annotated[Text | None, Meta(description="Name of the conflict.", examples=[{"text": "Battle of Leros"}])] = None
    partof: Annotated[Text | None, Meta(description="The larger conflict.", examples=[{"text": "the Dodecanese campaign"}])] = None
    image: Annotated[Image | None, Meta(description="The picture at the top.", examples=[{"file": "Leros.jpg"}])] = None
    width: Annotated[str, Meta(description="Width of the box, as written.", examples=["350px"])] = ""
    date: Annotated[
        Date | None,
        Meta(description="When it happened.", examples=[{"text": "26 September 1943", "start": "1943-09-26", "end": "1943-09-26"}]),
    ] = None
    place: Annotated[Text | None, Meta(description="Where it happened.", examples=[{"text": "Leros, Aegean Sea"}])] = None
    coordinates: Annotated[
        Coordinates | None, Meta(description="Where it happened, in degrees.", examples=[{"latitude": 37.1319, "longitude": 26.8528}])
    ] = None
    action: Annotated[Text | None, Meta(description="What was done.", examples=[{"text": "Evacuation"}])] = None
    status: Annotated[
        Text | None, Meta(description="How it stands; where given, the template does not show the result.", examples=[{"text": "Ongoing"}])
    ] = None
    result: Annotated[
        Result | None,
        Meta(description="How it ended.", examples=[{"outcome": "victory", "victor": "German", "items": [{"text": "German victory"}]}]),
    ] = None
    territory: Annotated[list[Item], Meta(description="What changed hands.", examples=[[{"text": "Leros occupied by Germany"}]])] = field(
        default_factory=list
    )
    combatants_header: Annotated[Text | None, Meta(description="Title of the combatants' row.", examples=[{"text": "Participants"}])] = None
    units_header: Annotated[Text | None, Meta(description="Title of the units' row.", examples=[{"text": "Units involved"}])] = None
    strengths_header: Annotated[Text | None, Meta(description="Title of the strengths' row.", examples=[{"text": "Strength"}])] = None
    polstrengths_header: Annotated[
        Text | None, Meta(description="Title of the political support's row.", examples=[{"text": "Political support"}])
    ] = None
    milstrengths_header: Annotated[
        Text | None, Meta(description="Title of the military support's row.", examples=[{"text": "Military support"}])
    ] = None
    casualties_header: Annotated[
        Text | None, Meta(description="Title of the casualties' row.", examples=[{"text": "Casualties and losses"}])
    ] = None
    sides: Annotated[
        list[Side],
        Meta(
            description="The sides, in the template's order; two at least.",
            examples=[[{"combatants": [{"text": "Italy", "name": "Italy"}]}, {"combatants": [{"text": "Germany", "name": "Germany"}]}]],
        ),
    ] = field(default_factory=list)
    joint: Annotated[
        Side | None, Meta(description="The row that stands under all sides.", examples=[{"casualties": [{"text": "20 civilians killed"}]}])
    ] = None
    notes: Annotated[
        Text | None, Meta(description="Notes at the foot of the box.", examples=[{"text": "The island changed hands twice."}])
    ] = None
    below: Annotated[Text | None, Meta(description="Text below the box.", examples=[{"text": "See also the campaign."}])] = None
    map: Annotated[dict[str, str], Meta(description="The `map_…` parameters as written, by name.", examples=[{"map_type": "Greece"}])] = (
        field(default_factory=dict)
    )
    campaignbox: Annotated[
        Text | None,
        Meta(
            description="Navigation boxes below.",
            examples=[{"templates": [{"name": "Campaignbox Dodecanese", "wikitext": "{{Campaignbox Dodecanese}}"}]}],
        ),
    ] = None
    other: Annotated[
        dict[str, str],
        Meta(
            description="Parameters that the template does not show, positional ones too: the wikitext as written, by name.",
            examples=[{"casus": "Italian armistice"}],
        ),
    ] = field(default_factory=dict)
    unresolved: Annotated[
        list[str], Meta(description="Names of templates in the values whose meaning is not known.", examples=[["Ship class list"]])
    ] = field(default_factory=list)
    findings: Annotated[
        list[Found], Meta(description="What is wrong with the infobox, when asked for.", examples=[[{"code": "P101", "line": 12}]])
    ] = field(default_factory=list)
    source: Annotated[
        str,
        Meta(
            description="The infobox's own wikitext, when asked for.",
            examples=["{{Infobox military conflict\n| conflict = Battle of Leros\n}}"],
        ),
    ] = ""

    def to_json(self, *, indent: int = 0) -> str:
        """The record as JSON: one line, or indented by `indent` spaces. What a terminal would act on is escaped.

        Raises `RecordError` for what JSON cannot say: half of a surrogate pair, as `surrogateescape` puts into texts (its escape would be
        refused by this decoder and many others); a coordinate that is not finite, an endless number, items in hundreds of levels.
        """
        try:
            data = escaped(msgspec.json.encode(self))
        except UnicodeEncodeError:
            raise RecordError(f"{_HALVED} - at `{_halved(self)}`") from None
        except RecursionError:
            raise RecordError(_TOO_DEEP) from None
        except ValueError as error:  # digits by the thousand
            raise RecordError(str(error)) from None
        _finite(self)  # else the encoder would say null
        return (msgspec.json.format(data, indent=indent) if indent else data).decode()

    def write(self, into: str | Wikicode | Node | None = None, *, profile: Profile | None = None) -> str:
        """The record as wikitext, or a page's wikitext brought up to the record: as `infobox.write`.

        Raises `infobox.WriteError` where the page has no infobox, or the record belongs to another page.
        """
        import importlib

        # The writer stands above the record; who calls this has both.
        words: str = importlib.import_module("infobox.writing").write(self, into, profile=profile)
        return words

    @classmethod
    def from_json(cls, data: str | bytes) -> Conflict:
        """The record that one JSON text holds.

        Raises `RecordError` (a `ValueError`) that names the path into the record and what was expected there; also for text that is not
        UTF-8 or holds half of a surrogate pair, and for items in more than `LEVELS` levels.
        """
        try:
            record = msgspec.json.decode(data, type=cls)
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
        return record


def type_of(part: type | None, name: str) -> type | None:
    """The class of what a field of a part of the record holds (`Text`, `str`, `list`); None where it has no such field."""
    for each in msgspec.structs.fields(part) if isinstance(part, type) and issubclass(part, Struct) else ():
        if each.name == name:
            stated = get_args(each.type)[0] if get_origin(each.type) is Annotated else each.type
            inner = get_args(stated)[0] if isinstance(stated, UnionType) else stated
            held = get_origin(inner) or inner
            return held if isinstance(held, type) else None
    return None


TEXT_FIELDS: Final = tuple(name for name in Conflict.__struct_fields__ if type_of(Conflict, name) is Text)
"""Fields of `Conflict` that are a `Text`."""
SIDE_FIELDS: Final = Side.__struct_fields__
"""Fields of `Side`, each a list of items."""


class RecordError(ValueError):
    """JSON that is no record, or a record that JSON cannot hold; the message is one line."""


_TOO_DEEP: Final = f"Items in more than {LEVELS} levels"
_HALVED: Final = "Half of a surrogate pair, which is no text"


def too_deep(record: Conflict) -> bool:
    """Whether items stand in more than `LEVELS` levels, perhaps one under itself."""
    waiting = [(item, 1) for item in [*record.territory, *(record.result.items if record.result is not None else ())]]
    for side in [*record.sides, *([record.joint] if record.joint is not None else [])]:
        for row in SIDE_FIELDS:
            waiting += [(item, 1) for item in getattr(side, row)]
    while waiting:
        item, level = waiting.pop()
        if level > LEVELS:
            return True
        waiting += [(inner, level + 1) for inner in item.items]
    return False


def sound(record: Conflict) -> Conflict:
    """A copy of a record made in Python, which is as JSON would give it. Raises `RecordError` for what no JSON gives: values of other
    types or out of range, items in more than `LEVELS` levels.
    """
    try:
        copy = msgspec.convert(msgspec.to_builtins(record), type=Conflict)
    except RecursionError:
        raise RecordError(_TOO_DEEP) from None
    except UnicodeEncodeError:  # where one of some words is wanted, such as a fate
        raise RecordError(f"{_HALVED} - at `{_halved(record)}`") from None
    except (msgspec.ValidationError, TypeError) as error:
        raise RecordError(str(error)) from None
    if too_deep(copy):
        raise RecordError(_TOO_DEEP)
    _finite(copy)
    return copy


def _finite(record: Conflict) -> None:
    """Raises `RecordError` for coordinates that are no numbers of degrees."""
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
    """The record without what only tells where it was read: `page`, `template`, `source`, `findings` and every `span`.

    Two infoboxes mean the same when their bare records are equal.
    """
    data: dict[str, Any] = msgspec.to_builtins(record)
    for key in ("page", "template", "source", "findings"):
        data.pop(key, None)
    return msgspec.convert(_without_spans(data), type=Conflict)


def copied(record: Conflict) -> Conflict:
    """A copy of the record that shares nothing with it."""
    return msgspec.convert(msgspec.to_builtins(record), type=Conflict)


def _without_spans(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_spans(inner) for key, inner in value.items() if key != "span" or not isinstance(inner, list | tuple)}
    if isinstance(value, list | tuple):
        return [_without_spans(inner) for inner in value]
    return value
