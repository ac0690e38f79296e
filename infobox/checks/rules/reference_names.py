"""The rule about references that are cited by a name that the page does not define."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from infobox.checks.findings import Hit, quoted
from infobox.checks.registry import rule
from infobox.checks.scope import Scope
from infobox.checks.shared.limits import MANY
from infobox.checks.shared.reference_names import cited_again, defined_names, is_whole_page, names_of_arguments
from infobox.checks.subject import Subject
from infobox.markup.scan import Node
from infobox.nearest import slip

_MOST: Final = 300
"""With how many names of the page one is compared."""


def _undefined(subject: Subject) -> Sequence[tuple[Node, str]]:
    """The references cited by a name that a whole page does not define, each name once."""
    cited: dict[str, Node] = {}
    for node, name in cited_again(subject):
        cited.setdefault(name, node)
    if not cited or not is_whole_page(subject.text):
        return []
    left = cited.keys() - defined_names(subject.text)
    left = left - names_of_arguments(subject.text) if left else left
    return [(node, name) for name, node in cited.items() if name in left]


@rule("M430", "error", holding="/>", closed=True, over=Scope(_undefined, "references without words, on whole pages"))
def undefined_reference(subject: Subject, references: Sequence[tuple[Node, str]]) -> Iterator[Hit]:
    """A reference cited by a name that the page does not define: `<ref name="Moss" />` without a `<ref name="Moss">…</ref>`.

    Only whole pages, which have headings, are looked at: in others, the definition may be left out.

    Why: Readers see an error in red instead of the source.

    Bad:
        | strength1 = 300 men<ref name="Moss" />
        }}
        == Sources ==
        * Moss<ref name="Mosse">''The Ford'', p. 3.</ref>
        {{Other

    Good:
        | strength1 = 300 men<ref name="Mosse" />
        }}
        == Sources ==
        * Moss<ref name="Mosse">''The Ford'', p. 3.</ref>
        {{Other

    Fix: none; only a person knows which source was meant.
    """
    names = sorted(defined_names(subject.text) | names_of_arguments(subject.text))[:_MOST]
    for node, name in islice(references, MANY):
        near = [each for each in names if each.lower() == name.lower() or slip(name.lower(), each.lower())]
        advice = f"correct the name ({quoted(near[0])}?), or define it" if near else "correct the name, or define it"
        yield Hit(node.start, node.end, f"no reference of the page is called {quoted(name)}; {advice}")
