"""Edits that a reviewer fears: they are found beside the version before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.slips.places import DATA, Site, Slip, Span, kind, put
from infobox.checks.subject import Entry
from infobox.markup.edits import Edit

_SIDED = ("commanders", "combatants", "units", "strength", "casualties")


def _box(site: Site) -> Span:
    """From the beginning of the page to the end of the infobox: the place of something that is gone is not certain."""
    return 0, min(len(site.text), site.box.end + 1)


@kind("edit: infobox removed", edit=True)
def removed(site: Site) -> Iterator[Slip]:
    """The whole infobox is gone"""
    end = site.box.end
    yield put(site.box.start, end + (site.text[end : end + 1] == "\n"), "", _box(site))


@kind("edit: infobox hidden", edit=True)
def hidden(site: Site) -> Iterator[Slip]:
    """A comment around the whole infobox"""
    start, end = site.box.start, site.box.end
    if "-->" not in site.text[start:end]:
        yield Slip((Edit(start, start, "<!-- "), Edit(end, end, " -->")), (_box(site),))


@kind("edit: page blanked", edit=True)
def page_blanked(site: Site) -> Iterator[Slip]:
    """The whole page is gone, or replaced by a few words"""
    yield put(0, len(site.text), "", (0, len(site.text)))
    yield put(0, len(site.text), site.rng.choice(DATA["words"]["nonsense"]), (0, len(site.text)))


@kind("edit: infobox emptied", edit=True)
def emptied(site: Site) -> Iterator[Slip]:
    """The values of all parameters are gone"""
    yield Slip(tuple(Edit(value.start, value.end, "") for value in site.subject.values if value.words), (_box(site),))


@kind("edit: another template", edit=True)
def another(site: Site) -> Iterator[Slip]:
    """`{{Infobox military conflict` becomes `{{Infobox event`"""
    start, end = site.subject.name_span
    for name in DATA["words"]["templates"]:
        yield put(start, end, name, _box(site))


def _figures(site: Site, *, sourced: bool) -> Iterator[tuple[Entry, Span]]:
    """The figures of items with or without references, with their places."""
    for entry in site.entries("strength", "casualties"):
        if bool(entry.item.references) is sourced:
            for quantity in entry.item.quantities:
                if quantity.span is not None and quantity.low is not None and re.fullmatch(r"\d[\d,]*", site.text[slice(*quantity.span)]):
                    yield entry, quantity.span


@kind("edit: sourced figure to nonsense", edit=True)
def sourced_nonsense(site: Site) -> Iterator[Slip]:
    """`300<ref>…</ref> killed` becomes `lol<ref>…</ref> killed`"""
    for _, span in _figures(site, sourced=True):
        yield put(*span, site.rng.choice(DATA["words"]["nonsense"]))


@kind("edit: sourced line to words", edit=True)
def sourced_words(site: Site) -> Iterator[Slip]:
    """`300 killed<ref>…</ref>` becomes `a lot<ref>…</ref>`"""
    for entry, span in _figures(site, sourced=True):
        words = site.words(entry)
        stop = min(at for at in (words.find("<ref"), words.find("{{"), len(words)) if at >= 0)
        start = site.span(entry)[0]
        if start <= span[0] and span[1] <= start + stop:
            yield put(start, start + stop, site.rng.choice(DATA["words"]["vague"]))


@kind("edit: figure to nonsense", edit=True)
def nonsense(site: Site) -> Iterator[Slip]:
    """`300 killed` becomes `lol killed`"""
    certain = [words for words in DATA["words"]["nonsense"] if not any(map(str.isdigit, words))]
    for _, span in _figures(site, sourced=False):
        yield put(*span, site.rng.choice(certain))


@kind("edit: sourced figure changed", edit=True)
def figure_changed(site: Site) -> Iterator[Slip]:
    """`300<ref>…</ref> killed` becomes `800<ref>…</ref> killed`"""
    for _, (start, end) in _figures(site, sourced=True):
        digits = [at for at in range(start, end) if site.text[at].isdigit()]
        at = site.rng.choice(digits)
        wrong = (int(site.text[at]) + site.rng.randrange(1, 10)) % 10
        if not (at == start and wrong == 0):
            yield put(at, at + 1, str(wrong))
        yield put(end, end, "0" if "," not in site.text[start:end] else ",000")


@kind("edit: sourced date changed", edit=True)
def date_changed(site: Site) -> Iterator[Slip]:
    """`1944<ref>…</ref>` becomes `1945<ref>…</ref>`"""
    for value, start, match in site.matches(r"\b1\d{3}\b", site.of("date")):
        if "<ref" in value.words or "{{sfn" in value.words:
            wrong = str(int(match[0]) + site.rng.choice((-10, -1, 1, 100)))
            yield put(start + match.start(), start + match.end(), wrong)


@kind("edit: result reversed", edit=True)
def result_reversed(site: Site) -> Iterator[Slip]:
    """`Greek victory` becomes `Greek defeat` or `Persian victory`"""
    for _, start, match in site.matches(r"\bvictory\b", site.of("result")):
        yield put(start + match.start(), start + match.end(), "defeat")
    for value in site.of("result"):
        if "victory" in value.words and "<!--" not in value.words:
            for one, other in DATA["words"]["victors"].items():
                for match in re.finditer(rf"(?<!\|)\b{one}(?= victory|\]\] victory)", value.words):
                    yield put(value.start + match.start(), value.start + match.end(), other)


@kind("edit: result strengthened", edit=True)
def strengthened(site: Site) -> Iterator[Slip]:
    """`Greek victory` becomes `Decisive Greek victory`"""
    for value in site.of("result"):
        if re.match(r"(?:[A-Z][\w-]+|\[\[[^\[\]\n]+\]\]) victory\b", value.words):
            yield put(value.start, value.start, "Decisive ")


@kind("edit: result weakened", edit=True)
def weakened(site: Site) -> Iterator[Slip]:
    """`Decisive Greek victory` becomes `Greek victory`, `Greek victory` becomes `Pyrrhic Greek victory` or `Inconclusive`"""
    for value in site.of("result"):
        match = re.match(r"[Dd]ecisive (?=\S)", value.words)
        if match is not None:
            yield put(value.start, value.start + match.end(), "")
        elif re.match(r"(?:[A-Z][\w-]+|\[\[[^\[\]\n]+\]\]) victory\b", value.words):
            yield put(value.start, value.start, "Pyrrhic ")
            yield put(value.start, value.start + value.words.index("victory") + len("victory"), "Inconclusive")


@kind("edit: side removed", edit=True)
def side_removed(site: Site) -> Iterator[Slip]:
    """All parameters of one side are gone, or are empty"""
    for number in range(1, site.subject.sides + 1):
        own = [value for value in site.values if re.fullmatch(rf"[a-z]+{number}[a-d]?", value.written) and value.field in _SIDED]
        if any(value.field == "combatants" for value in own):
            yield Slip(tuple(Edit(value.start, value.end, "") for value in own), (_box(site),))
            if number == site.subject.sides > 2:
                yield Slip(tuple(Edit(value.parameter.start, value.parameter.value_end, "") for value in own), (_box(site),))


def _line_removed(site: Site, *fields: str) -> Iterator[Slip]:
    """Lines that are taken out with what separates them from their neighbours."""
    entries = site.entries(*fields)
    for number, entry in enumerate(entries):
        if entry.item.items or entry.above is not None or entry.item.references or not entry.item.name:
            continue
        start, end = site.span(entry)
        before = entries[number - 1] if number and entries[number - 1].value is entry.value else None
        after = entries[number + 1] if number + 1 < len(entries) and entries[number + 1].value is entry.value else None
        if before is not None and before.above is None:
            start = site.span(before)[1]
        elif after is not None:
            end = site.span(after)[0]
        inside = site.text[start:end]
        if all(inside.count(one) == inside.count(other) for one, other in ("[]", "{}")):
            yield put(start, end, "", site.parameter(entry.value))


@kind("edit: commander removed", edit=True)
def commander_removed(site: Site) -> Iterator[Slip]:
    """One line of commanders is gone"""
    yield from _line_removed(site, "commanders")


@kind("edit: combatant removed", edit=True)
def combatant_removed(site: Site) -> Iterator[Slip]:
    """One line of combatants is gone"""
    yield from _line_removed(site, "combatants")


@kind("edit: fate removed", edit=True)
def fate_removed(site: Site) -> Iterator[Slip]:
    """`[[Ada Quill]] {{KIA}}` becomes `[[Ada Quill]]`"""
    for use in site.templates():
        if use.kind == "fate" and use.value.field == "commanders" and use.within is None:
            start = use.node.start - (site.text[use.node.start - 1] == " ")
            yield put(start, use.node.end, "")


@kind("edit: fate changed", edit=True)
def fate_changed(site: Site) -> Iterator[Slip]:
    """`[[Ada Quill]] {{KIA}}` becomes `[[Ada Quill]] {{POW}}`"""
    for use in site.templates():
        if use.kind == "fate" and use.value.field == "commanders" and use.within is None:
            yield put(use.node.start, use.node.end, "{{POW}}" if use.name.upper() != "POW" else "{{KIA}}")


@kind("edit: reference removed", edit=True)
def reference_removed(site: Site) -> Iterator[Slip]:
    """`300 killed<ref>…</ref>` becomes `300 killed`"""
    for place in site.nodes("extension"):
        if place.node.name == "ref" and place.value.field in (*_SIDED, "result", "date"):
            yield put(place.node.start, place.node.end, "")
