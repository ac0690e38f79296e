"""Pictures, coordinates and the result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.slips.places import DATA, Site, Slip, kind, misspelt, put
from infobox.checks.subject import Use


@kind("picture in brackets")
def picture(site: Site) -> Iterator[Slip]:
    """`| image = Leros.jpg` becomes `| image = [[File:Leros.jpg]]`"""
    for value in site.of("image"):
        if re.fullmatch(r"[^\[\]{}:|<>\n]+\.(?:jpe?g|png|svg|gif)", value.words, re.IGNORECASE):
            yield put(value.start, value.end, f"[[File:{value.words}]]")


@kind("picture's extension misspelt")
def extension(site: Site) -> Iterator[Slip]:
    """`| image = Leros.jpg` becomes `| image = Leros.jgp` or `| image = Leros`"""
    for value in site.of("image"):
        match = re.fullmatch(r"[^\[\]{}|<>\n]+?(\.(?:jpe?g|png|svg|gif))", value.words, re.IGNORECASE)
        if match is not None:
            wrong = site.rng.choice(("", ".", misspelt(match[1].replace(".", ".x"), site.rng).replace(".x", ".")))
            if wrong.lower() != match[1].lower() and not re.fullmatch(r"\.(?:jpe?g|png|svg|gif)", wrong.lower()):
                yield put(value.start + match.start(1), value.end, wrong)


def _coordinates(site: Site) -> list[Use]:
    return [use for use in site.subject.templates if use.kind == "coord" and use.value.shown]


@kind("coordinates out of range")
def out_of_range(site: Site) -> Iterator[Slip]:
    """A latitude above 90, minutes above 60, or a direction that is missing"""
    for use in _coordinates(site):
        parts = [(part.start, site.text[part.start : part.end].strip()) for part in use.node.parts[1:] if part.equals < 0]
        spot = (use.node.start, use.node.end)
        letters = [number for number, (_, words) in enumerate(parts) if words in ("N", "S", "E", "W")]
        if len(letters) == 2:
            first, second = letters
            at, words = parts[0]
            if words.isdecimal():
                yield put(at, at + len(words), str(int(words) % 10 + 91), spot)
            for number in (1, first + 2):
                if number < second and number not in (0, first, first + 1) and parts[number][1].isdecimal():
                    at, words = parts[number]
                    yield put(at, at + len(words), str(site.rng.randrange(61, 100)), spot)
            at, words = parts[first]
            yield put(at - 1, at + 1, "", spot)
        elif parts and re.fullmatch(r"\d\d\.\d+", parts[0][1]):
            at, words = parts[0]
            yield put(at, at + 2, f"1{words[:2]}" if words[:2] != "00" else "100", spot)


@kind("coordinates twice")
def twice(site: Site) -> Iterator[Slip]:
    """The coordinates stand in `place` and in `coordinates`"""
    place = site.of("place")
    for use in _coordinates(site):
        written = site.text[use.node.start : use.node.end]
        if use.value.field == "coordinates" and place:
            at = place[0].end
            yield put(at, at, f"<br />{written}", site.parameter(place[0]), (use.node.start, use.node.end))
        elif use.value.field == "place" and not site.of("coordinates"):
            edit = site.added("coordinates", written)
            yield Slip((edit,), (site.line(edit.start), (use.node.start, use.node.end), (edit.start, edit.start + 2)))


@kind("result in words that judge")
def judged(site: Site) -> Iterator[Slip]:
    """`Greek victory` becomes `Crushing Greek victory` or `Greek moral victory`"""
    for value, start, match in site.matches(r"(?<=\w )victory\b", site.of("result")):
        judged_already = any(word in value.words.lower() for word in ("decisive", *DATA["words"]["judging"]))
        for word in DATA["words"]["judging"] if not judged_already else ():
            yield put(start + match.start(), start + match.start(), f"{word} ")
