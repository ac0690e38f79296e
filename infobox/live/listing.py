"""Which pages a run is about: those that are named, that use a template, or that are in a category; and how far a long run has come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from infobox.live.errors import WikiError
from infobox.live.pages import LivePage, members, using
from infobox.live.session import Wiki

_CATEGORIES: Final = 14
"""The namespace of categories."""
_DEEPEST: Final = 50
MOST_CATEGORIES: Final = 10_000
"""More categories under one are not listed: such a tree holds nearly everything."""


class Waiting(Struct):
    """One list of pages that is still to be read: the `title` of a template or category, and where to go on in its list."""

    title: str
    depth: int = 0
    more: dict[str, str] = {}


class RunState(Struct):
    """How far a run has come: what it is about, the lists that are left, and the numbers of the pages that were done."""

    about: str
    waiting: list[Waiting]
    categories: list[str] = []
    done: set[int] = set()
    count: int = 0


class Listing:
    """The pages that use a template (`using`), or that are in a `category` and those in `depth` levels under it, in the wiki's order.

    With a `state` file the run goes on where the one before ended that had the same file. Raises `WikiError`.
    """

    def __init__(self, wiki: Wiki, *, using: str = "", category: str = "", depth: int = 0, state: Path | None = None) -> None:
        self.wiki = wiki
        self._by_template = bool(using)
        self._state = state
        title = using or category
        about = f"{wiki.host}: {'using' if using else f'category, {depth} deep'}: {title}"
        self.place = self._found(about) or RunState(about, [Waiting(title, min(depth, _DEEPEST))], [title])

    def __iter__(self) -> Iterator[LivePage]:
        """The pages; one is done when the next is asked for. The state is written after each batch."""
        place = self.place
        while place.waiting:
            current = place.waiting[0]
            batches = (using if self._by_template else members)(
                self.wiki, current.title, "0" if self._by_template else "0|14", start=current.more
            )
            for batch, more in batches:
                for page in batch:
                    if page.namespace == _CATEGORIES:
                        self._add(page.title, current.depth)
                    elif page.id not in place.done:
                        yield page
                        place.count += 1
                        if not self._by_template:
                            place.done.add(page.id)
                current.more = more
                if not more:
                    place.waiting.pop(0)
                self._save()

    def _add(self, category: str, depth: int) -> None:
        """Read a category under the one at hand as well, if it is not too deep and was not read."""
        place = self.place
        if depth > 0 and category not in place.categories:
            if len(place.categories) >= MOST_CATEGORIES:
                raise WikiError("settings", f"more than {MOST_CATEGORIES:,} categories: give a smaller --depth")
            place.categories.append(category)
            place.waiting.append(Waiting(category, depth - 1))

    def _found(self, about: str) -> RunState | None:
        """Where the run before ended. Raises `WikiError` if the file is of another run."""
        if self._state is None or not self._state.exists():
            return None
        try:
            place = msgspec.json.decode(self._state.read_bytes(), type=RunState)
        except (OSError, msgspec.DecodeError):
            raise WikiError("settings", f"{self._state}: cannot be read as the state of a run: name another file") from None
        if place.about != about:
            raise WikiError("settings", f"{self._state}: is of another run ({place.about}): name another file")
        return place

    def _save(self) -> None:
        if self._state is None:
            return
        new = self._state.with_name(f"{self._state.name}.new")
        try:
            new.write_bytes(msgspec.json.encode(self.place))
            new.replace(self._state)
        except OSError as error:
            raise WikiError("settings", f"{self._state}: cannot be written: {error.strerror or error}") from None
