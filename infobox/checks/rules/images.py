"""Rules about the picture at the top of the infobox."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from infobox.checks.findings import Fix, Hit, edited, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.subject import Subject, Value
from infobox.editing.parameters import insertion, replacement
from infobox.language import concepts
from infobox.language.lexicon import Lexicon
from infobox.language.patterns import any_of
from infobox.markup.edits import Edit
from infobox.templates import file_ending

_SIZE: Final = re.compile(r"(\d+|\d*[xX]\d+) ?px")
_OPTION_SIZE: Final = re.compile(r"\d+ ?px")


def _prefix(lexicon: Lexicon) -> re.Pattern[str]:
    """The name of the namespace of files before a file's name."""
    return re.compile(rf"{any_of(lexicon.namespaces.of(concepts.FILE))}\s*:\s*", re.IGNORECASE)


def _named(subject: Subject) -> list[Value]:
    """The picture's value, unless it is a template or several pictures."""
    value = subject.filled("image")
    return [value] if value is not None and "{{" not in value.words and "<!--" not in value.words and "\n" not in value.words else []


_PICTURE: Final = Scope(_named, "the picture")


@rule("I901", "info", fixes="safe", cosmetic=True, wikis=ENGLISH, over=_PICTURE)
def image_with_namespace(subject: Subject, pictures: Sequence[Value]) -> Iterator[Hit]:
    """`File:` or `Image:` before the picture's name.

    Why: The template expects the name alone. It accepts both, so readers see no difference, but bots and scripts that look for the name
    may fail.

    Bad:
        | image = File:Ford in spring.jpg

    Good:
        | image = Ford in spring.jpg

    Fix: safe: the prefix is removed.
    """
    [value] = pictures
    prefix = subject.lexicon.grammar(_prefix).match(value.words) if "[" not in value.words else None
    if prefix is not None and prefix.end() < len(value.words):
        end = value.start + prefix.end()
        yield Hit(value.start, end, "the template expects the picture's name alone; remove the prefix", edited(value.start, end, ""))


class _Bracketed(NamedTuple):
    """A picture written as a link: its `value`, the file's `name`, and the other parts of the link."""

    value: Value
    name: str
    options: list[str]


def _bracketed(subject: Subject) -> list[_Bracketed]:
    found = []
    for value in _named(subject):
        words = value.words
        if words.startswith("[[") and words.endswith("]]") and words.count("[[") == 1:
            name, *options = words[2:-2].split("|")
            prefix = subject.lexicon.grammar(_prefix).match(name)
            if prefix is not None:
                found.append(_Bracketed(value, name[prefix.end() :], [option.strip() for option in options]))
    return found


def _effect(subject: Subject, options: list[str]) -> str:
    """What readers see of the brackets; empty if they see no difference."""
    idle = [subject.filled(field) for field in ("image.size", "image.alt")]
    names = " and ".join(quoted(value.written) for value in idle if value is not None)
    if names:
        return f"{names} {'have' if ' and ' in names else 'has'} no effect"
    sized = any(_OPTION_SIZE.fullmatch(option) for option in options)
    return "" if sized else "the picture is shown in its own size"


_BRACKETED: Final = Scope(_bracketed, "a picture in brackets")


@rule("I902", "info", fixes="some", default=False, wikis=ENGLISH, over=_BRACKETED)
def image_in_brackets(subject: Subject, pictures: Sequence[_Bracketed]) -> Iterator[Hit]:
    """A picture written as a link, in brackets, with its size.

    Why: The template expects the file's name alone, with the size in `image_size`, the text for people who cannot see the picture in `alt`
    and the words below it in `caption`. It accepts both, so readers see no difference, but programs that look for the name may fail.

    Bad:
        | image = [[File:Ford in spring.jpg|300px|alt=A ford]]

    Good:
        | image = Ford in spring.jpg
        | image_size = 300
        | alt = A ford

    Fix: unsafe: the brackets are removed, and the size and `alt` move to their parameters. No fix for other options.
    """
    [found] = pictures
    if not _effect(subject, found.options):
        message = "the template expects the file's name alone; remove the brackets"
        yield Hit(found.value.start, found.value.end, message, _without_brackets(subject, found))


@rule("I904", "warning", fixes="some", wikis=ENGLISH, over=_BRACKETED)
def image_size_without_effect(subject: Subject, pictures: Sequence[_Bracketed]) -> Iterator[Hit]:
    """A picture written as a link, in brackets, without a size, or beside an `image_size` or `alt`.

    Why: The template shows such a link as it is. Without a size in it the picture is as large as the file, perhaps wider than the infobox,
    and `image_size` and `alt` have no effect.

    Bad:
        | image      = [[File:Ford in spring.jpg]]
        | image_size = 250

    Good:
        | image      = Ford in spring.jpg
        | image_size = 250

    Fix: unsafe: the brackets are removed, and a size and `alt` move to their parameters. No fix for other options, or if the parameter has
    another value.
    """
    [found] = pictures
    if effect := _effect(subject, found.options):
        message = f"if a picture is in brackets, {effect}; write the file's name alone"
        yield Hit(found.value.start, found.value.end, message, _without_brackets(subject, found))


def _without_brackets(subject: Subject, found: _Bracketed) -> Fix | None:
    """The fix that leaves the name alone, with options as parameters; None if an option has no parameter, or the parameter is filled."""
    moved: dict[str, str] = {}
    for option in found.options:
        if _OPTION_SIZE.fullmatch(option):
            moved["image.size"] = option.removesuffix("px").strip()
        elif option.startswith("alt="):
            moved["image.alt"] = option.removeprefix("alt=").strip()
        else:
            return None
    value = found.value
    edits = [Edit(value.start, value.end, found.name.strip())]
    added = []
    for field, words in moved.items():
        parameter = subject.profile.named(field)
        rival = next((other for other in subject.values if other.name == parameter), None)
        if rival is None:
            added.append((parameter, words))
        elif not rival.words:
            edits.append(replacement(subject.text, rival.parameter, words))
        else:
            return None
    if added:
        edits.append(insertion(subject.text, subject.box, subject.values.index(value), added))
    return Fix(tuple(edits), safe=False)


def _sizes(subject: Subject) -> list[Value]:
    """The values in pixels that the template shows."""
    named = [definition.name for definition in subject.profile.parameters if definition.pixels]
    return [subject.shown[name] for name in named if name in subject.shown]


@rule("I903", "info", fixes="safe", cosmetic=True, wikis=ENGLISH, over=Scope(_sizes, "sizes"))
def size_with_unit(_: Subject, sizes: Sequence[Value]) -> Iterator[Hit]:
    """A size with `px` after the number.

    Why: The template counts in pixels and expects the number alone. It accepts both, so readers see no difference.

    Bad:
        | image_size = 300px

    Good:
        | image_size = 300

    Fix: safe: the unit is removed.
    """
    for value in sizes:
        size = _SIZE.fullmatch(value.words)
        if size is not None:
            start = value.start + size.end(1)
            yield Hit(start, value.end, "the template counts in pixels; take out the unit", edited(start, value.end, ""))


_PLAIN: Final = re.compile(r"[^\[\]{}|<>\n]+")
_KNOWN_ENDING: Final = re.compile(rf"{file_ending()}\s*\Z", re.IGNORECASE)


@rule("I905", "error", wikis=ENGLISH, over=_PICTURE)
def image_without_extension(subject: Subject, pictures: Sequence[Value]) -> Iterator[Hit]:
    """A picture whose name has no file extension, or a misspelt one.

    Why: There is no file without a known extension, so readers see a red link instead of the picture.

    Bad:
        | image = Ford in spring.jgp

    Good:
        | image = Ford in spring.jpg

    Fix: none; only a person can see which file there is.
    """
    [value] = pictures
    if _PLAIN.fullmatch(value.words) and not _KNOWN_ENDING.search(value.words):
        message = f"{quoted(value.words)} is not a file's name: it ends with no known extension; correct it, as in “.jpg”"
        yield Hit(value.start, value.end, message)
