"""All spellings of the infobox's names, as an automaton that reads them from their last letter to their first.

It accepts, backwards, what the pattern of `infobox.dumps.prefilter` matches, up to the end of a name, or to a comment within one: so a
block of bzip2, which is searched in this direction before it is inverted (`_blocks.h`), holds a match only if the automaton finds one.
What it finds in vain, such as the beginning of a longer name, is sorted out by the pattern.
"""

from __future__ import annotations

from array import array
from functools import cache
from typing import Final

from infobox.dumps import prefilter

OPENING: Final = b"{"
"""What stands twice before a name."""
_BEGINS, _SPACED = 1, 2

States = frozenset[int]
"""States that hold together: those of the automaton before it is made deterministic."""


class _Reader:
    """The automaton while it is built. A state says which letters lead where, whether spaces may stand here and lead where, and whether the
    opening may stand here.
    """

    def __init__(self) -> None:
        self.letters: list[dict[int, States]] = []
        self.spaces: list[States] = []
        self.begins = self.spaced(frozenset())
        """Spaces and the opening."""

    def state(self, letters: dict[int, States] | None = None, spaces: States = frozenset()) -> States:
        """A new state."""
        self.letters.append(letters or {})
        self.spaces.append(spaces)
        return frozenset((len(self.letters) - 1,))

    def spaced(self, before: States) -> States:
        """Any spaces, and what stands before them."""
        state = self.state()
        self.spaces[max(state)] = state | before
        return state | before

    def text(self, before: States, text: bytes) -> States:
        """A text, and what stands before it."""
        for byte in text:
            before = self.state({byte: before})
        return before

    def word(self, before: States, word: str, *, any_case: bool = False) -> list[States]:
        """For each number of a word's first letters: these, and what stands before the word."""
        found = [before]
        for number, char in enumerate(word):
            if char == " ":
                found.append(self.state(spaces=self.spaced(found[-1])))
                continue
            spelled = prefilter.spelled(char, any_case or number == 0)
            found.append(frozenset().union(*(self.text(found[-1], letter.encode()) for letter in spelled)))
        return found


@cache
def table() -> array[int]:
    """The automaton, made deterministic, as `_blocks.h` reads it."""
    reader = _Reader()
    places = _determined(reader, _whole(reader))
    spaces = prefilter.spaces()
    numbers = {states: number for number, states in enumerate(places)}
    ends = 2 + len(spaces)
    begins = []
    for letters, _ in places.values():
        begins.append(ends)
        ends += 3 + len(letters)
    words = array("I", [OPENING[0], len(spaces), *spaces])
    assert words.itemsize == 4
    for states, (letters, after_spaces) in places.items():
        flags = (_BEGINS if reader.begins <= states else 0) | (_SPACED if after_spaces else 0)
        words.extend((flags, begins[numbers[after_spaces]] if after_spaces else 0, len(letters)))
        words.extend(letter << 24 | begins[numbers[following]] for letter, following in letters.items())
    return words


@cache
def letters() -> bytes:
    """All bytes that may stand in a spelling after its opening."""
    reader = _Reader()
    _whole(reader)
    return bytes({letter for state in reader.letters for letter in state} | set(prefilter.spaces()))


def _whole(reader: _Reader) -> States:
    """The first states: after any spelling."""
    words = [reader.word(reader.begins, name) for name in prefilter.boxes()]
    namespaces = [reader.word(reader.begins, name, any_case=True) for name in prefilter.spaces_of_templates()]
    invoke = reader.word(reader.begins, prefilter.INVOKE, any_case=True)
    colon = reader.spaced(reader.text(reader.spaced(invoke[-1]), b":"))
    words += [reader.word(colon, name) for name in prefilter.invoked()]
    begun = frozenset().union(*(states for word in (*words, *namespaces, invoke) for states in word))
    in_namespace = reader.text(reader.spaced(frozenset().union(*(word[-1] for word in namespaces))), b":")
    return frozenset().union(*(word[-1] for word in words), in_namespace, reader.text(begun, prefilter.COMMENT.encode()))


def _determined(reader: _Reader, first: States) -> dict[States, tuple[dict[int, States], States]]:
    """For each set of states that is reached: where letters and spaces lead. (The construction of subsets.)"""
    found: dict[States, tuple[dict[int, States], States]] = {}
    waiting = [first]
    while waiting:
        states = waiting.pop()
        if states in found:
            continue
        letters: dict[int, States] = {}
        for state in states:
            for letter, following in reader.letters[state].items():
                letters[letter] = letters.get(letter, frozenset()) | following
        after_spaces = frozenset().union(*(reader.spaces[state] for state in states))
        found[states] = letters, after_spaces
        waiting += [*letters.values(), *([after_spaces] if after_spaces else [])]
    return found
