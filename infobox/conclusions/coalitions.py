"""Which parties belonged to a coalition when: facts, in ``coalitions.toml``."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Final, NamedTuple

from infobox import data

_FILE: Final = "conclusions/coalitions.toml"


class Coalition(NamedTuple):
    """Parties that are called by one name in the years `first` to `last` (astronomical); `others` are named like them and are not."""

    name: str
    first: int
    last: int
    members: frozenset[str]
    others: frozenset[str]

    def has(self, parties: Collection[str]) -> bool:
        """Whether a name with these parties belongs to it: `Free France` to the Allies of 1942, `Vichy France` not."""
        return not self.members.isdisjoint(parties) and self.others.isdisjoint(parties)


@functools.cache
def coalitions() -> tuple[Coalition, ...]:
    """All that are known. Raises `infobox.data.DataError` if the data is not TOML."""
    return tuple(
        Coalition(each["name"], each["first"], each["last"], frozenset(each["members"]), frozenset(each.get("others", ())))
        for each in data.table(_FILE)["coalition"]
    )


@functools.cache
def unnamed() -> frozenset[str]:
    """What any coalition may be called: beside another name it says nothing, `Christian coalition`."""
    return frozenset(data.table(_FILE)["unnamed"])


@functools.cache
def _by_name() -> dict[str, list[Coalition]]:
    found: dict[str, list[Coalition]] = {}
    for each in coalitions():
        found.setdefault(each.name, []).append(each)
    return found


def at_the_time(names: Collection[str], first: int, last: int) -> list[Coalition]:
    """Those with one of these names in the years of a conflict."""
    return [each for name in names for each in _by_name().get(name, ()) if each.first <= first and last <= each.last]
