"""Numbers of things in messages: noun and number agree."""

from __future__ import annotations


def many(number: int, noun: str, several: str = "", form: str = "") -> str:
    """A number and its noun: `1 page`, `2 pages`.

    `several` is the plural, unless it is the noun with an `s`; `form` is how the number is written, such as `,` for `1,000 pages`.
    """
    return f"{number:{form}} {noun if number == 1 else several or f'{noun}s'}"
