"""Rules about templates that are not known: misspelt ones, and those that hide a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from infobox.checks.findings import Hit, Suggestion, shortened
from infobox.checks.registry import rule
from infobox.checks.scope import ENGLISH, Scope
from infobox.checks.shared.misspelt_templates import meant_templates
from infobox.checks.shared.unknown_templates import UnknownName, unknown_templates
from infobox.checks.subject import Subject
from infobox.markup.edits import Edit
from infobox.templates import fold

_SUGGESTED: Final = 2
"""How many names are suggested at most."""


def _braced(name: str) -> str:
    return f"{{{{{shortened(name)}}}}}"


def _unmistaken(subject: Subject) -> list[UnknownName]:
    """The unknown templates whose names are not slips, each once."""
    meant = subject.once(meant_templates)
    return [each for each in subject.once(unknown_templates) if not meant.get(each.name)]


_UNMISTAKEN: Final = Scope(_unmistaken, "templates of unknown meaning, without misspelt ones")


def _more(found: UnknownName) -> str:
    """How often a template is used besides the first time."""
    return f" (used {found.uses} times in this infobox)" if found.uses > 1 else ""


@rule("T001", "info", wikis=ENGLISH, over=_UNMISTAKEN)
def unknown_template(_: Subject, unknown: Sequence[UnknownName]) -> Iterator[Hit]:
    """A template in a value that is not in this program's data, and that has no words in it.

    Each is reported once a page, unless it is in a reference or a note, or is a navigation box. One with words in it is T004's or
    T005's, one that is probably misspelt is T003's.

    Why: What it shows is not known: a sign, or a red link if there is no template of that name. Rare templates that are right can be added
    to `infobox/templates/meanings.toml`.

    Bad:
        | commander1 = [[Ada Quill]] {{laurels}}

    Good:
        | commander1 = [[Ada Quill]] {{KIA}}

    Fix: none; only a person knows whether there is such a template.
    """
    for found in unknown:
        if not found.holds:
            yield Hit(
                *found.span,
                f"the template {_braced(found.name)} is not known{_more(found)}; check whether it exists",
                about=fold(found.name),
            )


@rule("T003", "warning", wikis=ENGLISH, over=Scope(unknown_templates, "templates of unknown meaning"))
def misspelt_template(subject: Subject, unknown: Sequence[UnknownName]) -> Iterator[Hit]:
    """A template whose name is one slip away from that of a known template: two letters swapped, one doubled, dropped, added or replaced.

    Short names count only if the arguments are those of the known template, such as the name of a country after `{{flg|`. Each name is
    reported once a page, but not in references and notes.

    Why: Readers see a red link instead of what the template shows.

    Bad:
        | commander1 = {{flagicn|Greece}} [[Leonidas]]

    Good:
        | commander1 = {{flagicon|Greece}} [[Leonidas]]

    Fix: none; there may be a template of that name.
    """
    meant = subject.once(meant_templates)
    for found in unknown:
        if names := meant.get(found.name):
            message = f"the template {_braced(found.name)} is not known{_more(found)}; its name is probably misspelt"
            yield Hit(*found.span, message, suggestions=_renamings(subject, found, names), about=fold(found.name))


def _renamings(subject: Subject, found: UnknownName, names: list[str]) -> tuple[Suggestion, ...]:
    """The suggestions to give a template another name at its first use."""
    start = subject.text.find(found.name, *found.span)
    edits = {name: (Edit(start, start + len(found.name), name),) for name in names[:_SUGGESTED]} if start >= 0 else {}
    return tuple(Suggestion(f"write {{{{{name}}}}}", edit) for name, edit in edits.items())


@rule("T004", "error", wikis=ENGLISH, over=_UNMISTAKEN)
def value_in_unknown_template(_: Subject, unknown: Sequence[UnknownName]) -> Iterator[Hit]:
    """A parameter with nothing but unknown templates: all its words are inside them, or it has none.

    Navigation boxes, pictures and references do not count.

    Why: What readers see of the value is not known. If there is no template of that name, they see a red link instead of all of it, and
    programs miss the value.

    Bad:
        | strength1 = {{troop count|500|300}}

    Good:
        | strength1 = 500 men

    Fix: none; only a person knows what the template is meant to show.
    """
    for found in unknown:
        if found.alone_in:
            others = f" and {found.alone - 1} more" if found.alone > 1 else ""
            message = f"“{found.alone_in}”{others} has nothing but {_braced(found.name)}, a template that is not known"
            yield Hit(*found.span, f"{message}, so its value may not be shown; check the template's name")


@rule("T005", "warning", wikis=ENGLISH, over=_UNMISTAKEN)
def words_in_unknown_template(_: Subject, unknown: Sequence[UnknownName]) -> Iterator[Hit]:
    """An unknown template with names or figures in it, or alone in a line, in a value that has other words too.

    Each is reported once a page, unless it is in a reference or a note, or is a navigation box.

    Why: What readers see of these words is not known. If there is no template of that name, they see a red link instead.

    Bad:
        | units1 = [[1st Foot]]<br>{{regiment|[[2nd Foot]]}}

    Good:
        | units1 = [[1st Foot]]<br>[[2nd Foot]]

    Fix: none; only a person knows what the template is meant to show.
    """
    for found in unknown:
        if found.holds and not found.alone_in:
            message = f"the template {_braced(found.name)} is not known{_more(found)}, so its words may not be shown; check its name"
            yield Hit(*found.span, message, about=fold(found.name))
