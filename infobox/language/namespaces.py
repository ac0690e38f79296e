"""The names of files, categories and templates before the colon of a title, in all languages: pages copy them between wikis."""

from __future__ import annotations

import functools
import re
from typing import Final

from infobox import data
from infobox.language.lexicon import FOLDER, Vocabulary

_CODE: Final = 2
"""The length of a language's code; other folders hold what has no language of its own."""


@functools.cache
def names(namespace: str) -> frozenset[str]:
    """All names of a namespace (a concept), in lower case."""
    files = sorted(FOLDER.glob("*/namespaces.toml"))
    known = (Vocabulary(data.table(f"language/{file.parent.name}/{file.name}")) for file in files)
    return frozenset().union(*(vocabulary.of(namespace) for vocabulary in known))


@functools.cache
def languages() -> frozenset[str]:
    """The codes of the languages whose Wikipedias' names are known."""
    return frozenset(file.parent.name for file in FOLDER.glob("*/namespaces.toml") if len(file.parent.name) == _CODE)


def pattern(*namespaces: str) -> str:
    """A part of a regular expression that matches any name of these namespaces, in lower case; longer names first."""
    every = frozenset().union(*map(names, namespaces))
    return f"(?:{'|'.join(map(re.escape, sorted(every, key=lambda name: (-len(name), name))))})"
