"""The language of an infobox's values, and its words."""

from __future__ import annotations

import re
from typing import Final

# A Wikipedia's database name is its language code before `wiki`; the longer names of this form are wikis in many languages (`commonswiki`).
_DATABASE: Final = re.compile(r"([a-z]{2,3}(?:_[a-z_]+)?|simple)wik[a-z]+\Z")
_ALSO: Final = {"simple": "en"}


def of(names: str, wiki: str = "") -> str:
    """The language code of an infobox's values.

    `names` is the key of the infobox's names (`Box.language`), `wiki` the database name of the page's wiki, if it is
    known (`frwiki`). A template of another Wikipedia on an English page is taken to be filled in that Wikipedia's language.
    """
    code = names.partition("-")[0]
    if code != "en":
        return code
    found = _DATABASE.match(wiki)
    return _ALSO.get(found[1], found[1]) if found is not None else code


def home(names: str, wiki: str = "") -> str:
    """The language code of the page's Wikipedia, from the same: links without a prefix lead to pages there."""
    found = _DATABASE.match(wiki)
    return found[1].replace("_", "-") if found is not None else names.partition("-")[0]
