"""Where the infoboxes of a page stand, and their parameters: exact spans, by MediaWiki's rules."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from itertools import compress, count, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from infobox import choosing, language, templates
from infobox.language import code, concepts, namespaces
from infobox.markup.line_ends import without_lone_returns
from infobox.markup.scan import Node, hidden_spans, open_template, template_name, templates_at, without_comments
from infobox.templates.profile import Profile, default, shipped

if TYPE_CHECKING:
    from infobox.record import Conflict

_COMMENT_SIGN: Final = "<!--"
_OPENING: Final = re.compile(rf"\{{\{{+([^{{}}|<]*(?:{_COMMENT_SIGN})?)")
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_NAME_REST: Final = re.compile(r"[^{}|<]*")
_HEADING: Final = re.compile(r"\n==")
PARAMETER_LINE: Final = re.compile(r"\n[ \t]*\|[ \t]*([A-Za-z_]+\d?[a-z]?)[ \t]*=")
"""The beginning of a line with a parameter; the name may be one of an infobox's."""
_DEEPEST: Final = 10
"""In how many others an infobox may be; no real one is in any."""
_LONGEST: Final = 200
"""The longest name, white space included."""


class Parameter(Struct, frozen=True):
    """One parameter as it stands in the page.

    `name` is its name in the record (the canonical one, or as written), `written` its name on the page; `start` the place
    of the pipe, `value_start` and `value_end` the value with the white space around it, `nodes` what the value holds.
    """

    name: str
    written: str
    start: int
    value_start: int
    value_end: int
    nodes: list[Node]
    positional: bool


class Box(NamedTuple):
    """One infobox of a page: half-open span, name as written, language (the key of the parameters' names), profile, parameters in order.

    `closed` is false if the page does not close it as MediaWiki requires, and the end is a guess; `assumed` is true if several wikis have
    a template of this name, and only what stands in it says that it is not that of the profile's own.
    """

    name: str
    language: str
    profile: Profile
    start: int
    end: int
    parameters: list[Parameter]
    closed: bool
    assumed: bool = False


def find(text: str, profile: Profile | None = None, wiki: str = "") -> list[Box]:
    """The infoboxes of a page's wikitext, in page order: those of the profile, or of all that ship. `wiki` is the database name of the
    page's wiki, if it is known: names that several wikis have are that wiki's.

    Comments, ``<nowiki>``, ``<pre>`` and the like hold none, and neither do ten infoboxes around one. Linear in the length of the text.
    """
    text = without_lone_returns(text)
    openings = _openings(text, profile)
    if not openings:
        return []
    nodes = templates_at(text, openings)
    missing = [opening for opening in openings if opening not in nodes]
    loose = templates_at(text, missing, lenient=True) if missing else {}
    boxes: list[Box] = []
    reached = 0
    for opening, following in zip(openings, [*openings[1:], len(text)], strict=True):
        node = nodes.get(opening) or loose.get(opening)
        if node is None and opening >= reached:
            reached = _end_of_unclosed(text, opening, following, profile)
            node = open_template(text, opening, reached)
        box = _box(text, node, profile, wiki, closed=opening in nodes) if node is not None else None
        if box is not None:
            boxes.append(box)
    boxes.sort(key=lambda box: box.start)
    return _shallow(boxes)


def _shallow(boxes: list[Box]) -> list[Box]:
    """The infoboxes that are in few others: what is in an infobox is read with each of those around it."""
    shallow: list[Box] = []
    around: list[int] = []
    for box in boxes:
        while around and around[-1] <= box.start:
            around.pop()
        if len(around) < _DEEPEST:
            shallow.append(box)
        around.append(box.end)
    return shallow


def first_name(text: str) -> int | None:
    """Where the first name of an infobox after braces stands, shown or hidden; None if there is none."""
    candidates, commented = _named(text, None)
    if commented:
        candidates += _with_comments(text, commented, {match.start(): match.end() for match in COMMENT.finditer(text)}, None)
    return min(candidates, default=None)


def _end_of_unclosed(text: str, opening: int, following: int, wanted: Profile | None) -> int:
    """Where an infobox that is never closed is taken to end: before the prose, or before the `following` infobox.

    What looks like prose is a part of a value if parameters follow before the first heading that other templates rarely have.
    """
    heading = _HEADING.search(text, opening, following)
    name = _NAME_REST.match(text, opening)
    known = _known(name[0], wanted) if name is not None else None
    last = opening
    if known is not None:
        profile, key = known
        for line in PARAMETER_LINE.finditer(text, opening, heading.start() if heading is not None else following):
            definition = profile.definitions.get(profile.canonical(line[1], key))
            last = line.start() if definition is not None and definition.own else last
    match = _prose().search(text, last, following)
    if match is not None:
        return match.start()
    return text.rindex("{{", opening, following) if following < len(text) else following


@functools.cache
def _prose() -> re.Pattern[str]:
    """The beginning of a line of prose: bold words, a heading, a picture, a category."""
    return re.compile(rf"\n(?=[ \t]*(?:\'\'\'|==|\[\[(?i:{namespaces.pattern(concepts.CATEGORY, concepts.FILE)}):))")


def _openings(text: str, profile: Profile | None) -> list[int]:
    """The places after the braces of possible infoboxes, where the names begin."""
    candidates, commented = _named(text, profile)
    if not candidates and not commented:
        return []
    # A name may hold several comments, the last anywhere after the first.
    hidden = list(hidden_spans(text, len(text) if commented else max(candidates)))
    comment_ends = {start: end for start, end, comment in hidden if comment}
    candidates += _with_comments(text, commented, comment_ends, profile)
    starts = [start for start, _, _ in hidden]

    def shown(place: int) -> bool:
        # A comment at the beginning of the name belongs to the name.
        index = bisect.bisect_left(starts, place) - 1
        return index < 0 or place >= hidden[index][1]

    return sorted(place for place in candidates if shown(place))


def _named(text: str, profile: Profile | None) -> tuple[list[int], list[tuple[int, int]]]:
    """The places of names of infoboxes after braces, also hidden ones, and the spans that a comment cuts short."""
    names = _OPENING.findall(text)
    wanted = {name for name in set(names) if name.endswith(_COMMENT_SIGN) or _known(name, profile) is not None}
    if not wanted:
        return [], []
    candidates: list[int] = []
    commented: list[tuple[int, int]] = []
    matches = _OPENING.finditer(text)
    passed = -1
    for number in compress(count(), map(wanted.__contains__, names)):
        start, end = next(islice(matches, number - passed - 1, None)).span(1)  # most templates are passed without a step in Python
        passed = number
        if text.startswith(_COMMENT_SIGN, end - len(_COMMENT_SIGN)):
            commented.append((start, end - len(_COMMENT_SIGN)))
        else:
            candidates.append(start)
    return candidates, commented


def _with_comments(text: str, commented: list[tuple[int, int]], comment_ends: dict[int, int], profile: Profile | None) -> list[int]:
    return [start for start, end in commented if _known(_commented_name(text, start, end, comment_ends), profile) is not None]


def _commented_name(text: str, start: int, end: int, comment_ends: dict[int, int]) -> str:
    """A name with comments in it, without them. `end` is where the first begins."""
    pieces = [text[start:end]]
    while end in comment_ends and (rest := _NAME_REST.match(text, comment_ends[end])) is not None:
        pieces.append(rest.group())
        end = rest.end()
    return "".join(pieces)


def _box(text: str, node: Node, wanted: Profile | None, wiki: str, *, closed: bool) -> Box | None:
    name = template_name(text, node)
    known = _known(name, wanted)
    if known is None:
        return None
    profile, language = known
    module = name[:1] == "#"
    keys = profile.shared.get(_title(name)[0], ()) if profile.shared and not module else ()
    parameters = _parameters(text, node, profile, language, module=module)
    if keys:
        named = {each.written: each for each in parameters if not each.positional}
        own = choosing.key(profile, keys, wiki, text, named)
        if own != language:
            language = own
            parameters = _parameters(text, node, profile, language, module=module)
    parameters = _resolved(text, parameters, profile, language)
    assumed = bool(keys) and not code(wiki) and language != profile.language
    return Box(name, language, profile, node.start, node.end, parameters, closed, assumed)


def _resolved(text: str, parameters: list[Parameter], profile: Profile, language: str) -> list[Parameter]:
    """The parameters, with the names of those whose meaning depends on the others: see `Names.alone` and `Names.joint`."""
    names = profile.names[language]
    if not (names.alone or names.joint) or not any(each.written in names.alone or each.written in names.joint for each in parameters):
        return parameters
    meant = {each.name for each in parameters if not is_empty(text, each)}
    alone = {written: name for written, name in names.alone.items() if name not in meant}
    under = profile.count_sides(meant) + 1
    instead = alone | {written: f"{stem}{under}" for written, stem in names.joint.items()}
    return [replace(each, name=instead.get(each.written, each.name)) for each in parameters]


def is_empty(text: str, parameter: Parameter) -> bool:
    """Whether the value of a parameter holds nothing but white space and comments."""
    value = text[parameter.value_start : parameter.value_end]
    if not value or value.isspace():
        return True
    return value.lstrip()[:4] == "<!--" and not raw(text, parameter)


def raw(text: str, parameter: Parameter) -> str:
    """The value of a parameter as written, without comments."""
    return without_comments(text, parameter.value_start, parameter.value_end, parameter.nodes).strip()


def names_of(name: str, profile: Profile | None = None, wiki: str = "") -> tuple[Profile, str]:
    """The profile of the infobox called `name` on a wiki, and the key of the parameters' names there; if it is not an infobox, those of the
    `profile`, or of the first that ships, in the wiki's language if it has them.
    """
    known = _known(name, profile)
    own, key = known if known is not None else (profile if profile is not None else default(), "")
    keys = own.shared.get(_title(name)[0], ()) if key else own.keys_of(code(wiki))
    here = [each for each in keys if own.names[each].wiki == code(wiki)]
    return own, here[0] if here else key or own.language


def is_named(name: str, profile: Profile) -> bool:
    """Whether the infobox of a profile is called `name`."""
    return _known(name, profile) is not None


def wiki_of(record: Conflict) -> str:
    """The database name of the wiki of a record's page; empty if it is not known."""
    return record.page.wiki if record.page is not None else ""


def profile_of(record: Conflict, profile: Profile | None = None) -> Profile:
    """The profile for writing a record: the given one, or that of the template it was read from."""
    return profile if profile is not None else names_of(record.template.name if record.template is not None else "")[0]


def key_of(record: Conflict, profile: Profile | None = None) -> str:
    """The key of the names of a record's infobox."""
    name = record.template.name if record.template is not None else ""
    wiki = wiki_of(record)
    own, key = names_of(name, profile, wiki)
    keys = own.shared.get(_title(name)[0], ()) if name and not code(wiki) else ()
    return (choosing.by_words(own, keys, _worded(record)) if keys else "") or key


def language_of(record: Conflict, profile: Profile | None = None) -> str:
    """The code of the language of a record's infobox."""
    return language.of(key_of(record, profile), wiki_of(record))


def _worded(record: Conflict) -> str:
    """The words of a record that lexicons know, as `choosing.key` takes them."""
    texts = (record.date, record.status, record.notes, record.below)
    lists = [record.result.items if record.result is not None else [], record.territory]
    lists += [held for side in record.sides for held in (side.strength, side.casualties)]
    return " ".join([*(text.text for text in texts if text is not None), *(item.text for held in lists for item in held)])


def _known(name: str, profile: Profile | None) -> tuple[Profile, str] | None:
    """The profile of the infobox called `name`, and the key of the parameters' names there; None if it is not an infobox."""
    if len(name) > _LONGEST and len(name := name.strip()) > _LONGEST:
        return None
    return _known_name(name) if profile is None else _among(name, (profile,))


@functools.lru_cache(maxsize=1000)
def _known_name(name: str) -> tuple[Profile, str] | None:
    """The same for a name of at most `_LONGEST` characters, among all that ship; cached, because pages repeat their templates."""
    return _among(name, shipped())


def _among(name: str, profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    folded, module = _title(name)
    for each in profiles:
        key = each.boxes.get(folded) if not module else each.modules.get(folded)
        if key is not None:
            return each, key
    return None


def _title(name: str) -> tuple[str, bool]:
    """The folded title of the template or module that is called by a name, and whether it is a module."""
    folded = templates.fold(" ".join(name.replace("_", " ").split()))
    head, colon, rest = folded.partition(":")
    if not colon:
        return folded, False
    head, rest = head.strip().lower(), templates.fold(rest.strip())
    module = head == "#invoke"
    return rest if module or head in namespaces.names(concepts.TEMPLATE) else folded, module


def _parameters(text: str, node: Node, profile: Profile, language: str, *, module: bool) -> list[Parameter]:
    found: list[Parameter] = []
    number = 0
    parts = node.parts[2:] if module else node.parts[1:]
    for part in parts:
        start, equals, nodes = part.start, part.equals, part.nodes
        if equals < 0:
            number += 1
            found.append(Parameter(str(number), str(number), start - 1, start, part.end, nodes, True))
            continue
        if nodes and nodes[0].start < equals:
            written = without_comments(text, start, equals, nodes).strip()
            nodes = [inner for inner in nodes if inner.start > equals]
        else:
            written = text[start:equals].strip()
        found.append(Parameter(profile.canonical(written, language), written, start - 1, equals + 1, part.end, nodes, False))
    return found
