"""Which pages of a dump may contain an infobox, found in the bytes of the XML before anything else is done with them.

The pattern matches wherever `infobox.box.find` could find an infobox, and hardly anywhere else: the names of the infobox in all
languages after two braces, with the spaces, line ends, comments and the namespace that may stand there. It is built as a tree of
letters, so that most templates are rejected at their first letter; it reads one to two gigabytes a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from infobox.language import concepts, namespaces
from infobox.templates.profile import shipped

PAGE_BEGINS: Final = b"<page>"
PAGE_ENDS: Final = b"</page>"

COMMENT: Final = "&lt;!--"
"""How a comment begins in XML."""
INVOKE: Final = "#invoke"
"""What calls a module, in letters of any case."""
# The bytes, in UTF-8, of everything that is white space in Python, and the underscore.
_SPACE: Final = r"[\t-\r\x1c-\x20_\x80-\xbf\xc2\xe1-\xe3]"
_OF_CASE: Final = {"k": "K\u212a", "å": "Å\u212b"}  # other capitals that have the same small letter
_NUMBER: Final = "#"
_ID: Final = re.compile(rb"(?:\s*<ns>[^<]*</ns>)?\s*<id>([0-9]{1,18})</id>")
_TITLE: Final = re.compile(rb"<title>([^<]*)</title>")
# MediaWiki escapes five characters in XML by name, and quotes by number. Other writers may write any letter as a number.
_NUMBERED: Final = re.compile(rb"&#(?!0?39;|x27;|34;)")


def candidates(xml: bytes, begin: int, end: int, *, numbered: bool = False) -> Iterator[tuple[int, int]]:
    """Where the pages that may contain an infobox begin and end, among the whole pages of `xml` from `begin` to `end`.

    `numbered` means that letters and braces may be written as numbers (`&#123;`), which MediaWiki itself never does.
    """
    pattern = names()
    at = begin
    while True:
        found = pattern.search(xml, at, end)
        also = _NUMBERED.search(xml, at, end) if numbered else None
        places = [match.start() for match in (found, also) if match is not None]
        if not places:
            return
        page = _around(xml, min(places), at, end)
        yield page
        at = page[1]


def titled(xml: bytes, begin: int, end: int, titles: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """The pages with one of the `titles` (`#12`: the page with this number), among the whole pages of `xml` from `begin` to `end`: its
    begin, end and title. If both its title and its number are asked for, the second has no length.
    """
    at = begin
    numbered = any(title.startswith(_NUMBER) for title in titles)
    for match in _TITLE.finditer(xml, begin, end):
        if match.start() < at:
            continue
        asked = [plain_title(match[1])]
        if numbered and (number := _ID.match(xml, match.end(), end)) is not None:
            asked.append(numbered_title(int(number[1])))
        if found := [title for title in asked if title in titles]:
            first, at = _around(xml, match.start(), at, end)
            for title in found[1:]:
                yield first, first, title
            yield first, at, found[0]


def numbered_title(number: int) -> str:
    """How a page is asked for by its number: `#12`, which cannot be a title."""
    return f"{_NUMBER}{number}"


def plain_title(raw: bytes) -> str:
    """A title in the form in which titles are compared: unescaped from XML, underscores as spaces, the first letter a capital."""
    import html

    title = " ".join(html.unescape(raw.decode("utf-8", "replace")).replace("_", " ").split())
    return title[:1].upper() + title[1:]


def _around(xml: bytes, place: int, begin: int, end: int) -> tuple[int, int]:
    """The page that contains `place`, or as much of it as there is."""
    first = xml.rfind(PAGE_BEGINS, begin, place)
    last = xml.find(PAGE_ENDS, place, end)
    return max(first, begin), end if last < 0 else last + len(PAGE_ENDS)


def boxes() -> list[str]:
    """The names of infoboxes, with a small first letter, which may be a large one."""
    return list(dict.fromkeys(name for profile in shipped() for name in profile.boxes))


def invoked() -> list[str]:
    """The names of their modules, likewise."""
    return list(dict.fromkeys(name for profile in shipped() for name in profile.modules))


def spaces_of_templates() -> list[str]:
    """The names of the namespace of templates, whose letters may be small or large."""
    return sorted(namespaces.names(concepts.TEMPLATE))


@cache
def spaces() -> bytes:
    """The bytes that may stand where a space may: `_SPACE`."""
    return b"".join(re.findall(_SPACE.encode(), bytes(range(256))))


@cache
def names() -> re.Pattern[bytes]:
    """The pattern of all names of infoboxes in XML, and of anything that a comment may turn into one of them.

    It is built from a tree of letters: a node maps a letter, and whether its case is free, to the next node, and "" to what follows a whole
    word. After a namespace any name matches, because few templates are called that way.
    """
    # A name at the end of a line is also that of an infobox that has lost its pipes, which is reported.
    ends = rf"(?:{_SPACE}*(?:[|{{}}<]|&lt;|\Z)|[ \t]*\n)"
    tree: dict[Any, Any] = {}
    for name in boxes():
        _plant(tree, name, ends)
    for namespace in spaces_of_templates():
        _plant(tree, namespace, f"{_SPACE}*:", any_case=True)
    modules: dict[Any, Any] = {}
    for name in invoked():
        _plant(modules, name, ends)
    _plant(tree, INVOKE, f"{_SPACE}*:{_SPACE}*{_laid_out(modules)}", any_case=True)
    return re.compile(rf"\{{\{{{_SPACE}*{_laid_out(tree)}".encode())


def _plant(tree: dict[Any, Any], word: str, end: str, *, any_case: bool = False) -> None:
    node = tree
    for number, char in enumerate(word):
        node = node.setdefault((char, any_case or number == 0), {})
    node[""] = end


def _laid_out(node: dict[Any, Any]) -> str:
    branches = [_char(*letter) + _laid_out(below) for letter, below in node.items() if letter]
    return f"(?:{'|'.join([*branches, *([node['']] if '' in node else ()), COMMENT])})"


def spelled(char: str, free: bool) -> list[str]:
    """A letter in the cases that it may have, if its case is `free`; not a space."""
    return sorted({char, *(other for other in _OF_CASE.get(char, char.upper() + char.title()) if free and other.lower() == char)})


def _char(char: str, free: bool) -> str:
    """The pattern of a letter. It is for bytes, so a letter of several bytes cannot be in a character class."""
    if char == " ":
        return f"{_SPACE}+"
    found = spelled(char, free)
    if len(found) == 1:
        return re.escape(char)
    return f"[{''.join(found)}]" if "".join(found).isascii() else f"(?:{'|'.join(found)})"
