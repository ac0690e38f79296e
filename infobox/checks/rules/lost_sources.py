"""Rules about sources that an edit removed, with or without what they are for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from infobox.checks.edits import compared, departures
from infobox.checks.edits.citations import Citations, Passage, sources_of
from infobox.checks.edits.compared import comparison
from infobox.checks.edits.nonsense import is_nonsense
from infobox.checks.edits.replacements import replacements
from infobox.checks.findings import Hit, quoted, shortened
from infobox.checks.registry import Done, edit_rule
from infobox.checks.reviewing import Revisions
from infobox.checks.shared.reference_names import is_undefined
from infobox.record import Note, Reference

_WHOLE_REF: Final = re.compile(r"<ref\b[^<>]*/>|<ref\b[^<>]*>.*?</ref>", re.IGNORECASE | re.DOTALL)
_CLOSED_REF: Final = re.compile(r"<ref\b[^<>]*/>", re.IGNORECASE)
_REF_END: Final = re.compile("</ref>", re.IGNORECASE)


@edit_rule("E003", "warning", Done("reference removed", "references removed", 12, leaves=("M430",)))
def reference_dropped(versions: Revisions) -> Iterator[Hit]:
    """A reference that the edit removed from a value that stayed, or whose definition it removed although the page still cites it.

    Remarks such as `citation needed` are no references. A reference that was moved to the text of the article is not reported.

    Why: The value has lost its source. If the reference was defined there, other citations on the page break too.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = 300 killed

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = 300 killed<ref name="Jones" />

    Fix: none; the old version has the reference.
    """
    citations = versions.once(Citations)
    key = citations.key
    replaced = versions.once(replacements).passages
    for match in versions.once(comparison).matches:
        here = Counter(map(key, sources_of(match.new)))
        if match.old.text != match.new.text and (not here or is_nonsense(versions, match.new) or id(match.new) in replaced):
            continue  # reported as another value
        before, after = sources_of(match.old), sources_of(match.new)
        had = Counter(map(key, before))
        fewer = (source for source in before if here[key(source)] < had[key(source)] and citations.are_fewer([key(source)]))
        gone = [source for source in fewer if not _is_in_the_text(versions, source)] if len(after) < len(before) else []
        if gone:
            what = "reference" if isinstance(gone[0], Reference) else "note"
            message = f"the {what} {_called(gone[0])} was removed; restore it, or cite another source"
            yield Hit(*match.span, message, detail=shortened(match.new.text))
            continue
        inner = _gone_from_a_note(versions, before, after)
        if inner:
            message = f"the reference {quoted(inner)} was removed from a note; restore it, or cite another source"
            yield Hit(*match.span, message, detail=shortened(match.new.text))
            continue
        named = (source for source in match.old.references if source.text and source.name)
        lost = next((source for source in named if is_undefined(versions.new.text, source.name)), None)
        if lost is not None:
            message = f"the reference “{lost.name}” is cited but no longer defined; restore {_called(lost)}"
            yield Hit(*match.span, message, detail=shortened(lost.name))


def _is_in_the_text(versions: Revisions, source: Reference | Note) -> bool:
    """Whether a citation is on the page as often as before: it was moved to the text of the article."""
    return bool(source.wikitext) and versions.new.text.count(source.wikitext) >= versions.old.text.count(source.wikitext)


def _gone_from_a_note(versions: Revisions, before: list[Reference | Note], after: list[Reference | Note]) -> str:
    """The wikitext of a reference that a note lost and that is nowhere else; empty if there is none."""
    key = versions.once(Citations).key
    notes = {key(note): note.wikitext for note in after if isinstance(note, Note)}
    for note in before:
        if isinstance(note, Note) and "<ref" in note.wikitext and note.wikitext != notes.get(key(note), note.wikitext):
            old, new = (_whole_references(wikitext) for wikitext in (note.wikitext, notes[key(note)]))
            kept = set(new)
            gone = next((ref for ref in old if ref not in kept), "")
            if (
                gone
                and len(new) < len(old)
                and notes[key(note)].count("{{") <= note.wikitext.count("{{")
                and versions.new.wikitext.count(gone) < versions.old.wikitext.count(gone)
            ):
                return gone
    return ""


def _whole_references(wikitext: str) -> list[str]:
    """The references in a wikitext that are closed, with their marks."""
    ends = [match.end() for match in _REF_END.finditer(wikitext)]
    last = ends[-1] if ends else 0
    # After the last end there are none with words, for which all of the rest would be searched each time.
    return [*_WHOLE_REF.findall(wikitext, 0, last), *_CLOSED_REF.findall(wikitext, last)]


def _called(source: Reference | Note) -> str:
    return quoted(source.text or source.name or source.wikitext)


@edit_rule(
    "E004", "warning", Done("sourced value replaced with one without a source", "sourced values replaced with ones without a source", 5)
)
def sourced_value_replaced(versions: Revisions) -> Iterator[Hit]:
    """A value with references that the edit replaced with one that has none, and whose references are no longer in the infobox.

    Why: A sourced statement was replaced with an unsourced one.

    Bad before:
        | casualties1 = 300 killed<ref name="Smith" />

    Bad:
        | casualties1 = heavy losses

    Good before:
        | casualties1 = 300 killed<ref name="Smith" />

    Good:
        | casualties1 = heavy losses<ref name="Jones" />

    Fix: none; only the sources say which value is right.
    """
    citations = versions.once(Citations)
    for match in versions.once(comparison).matches:
        old, new = match.old, match.new
        sources = citations.of(old)
        if old.text == new.text or not old.text or not new.text or not sources or citations.of(new) or "<ref" in new.text:
            continue
        if citations.are_fewer(sources) and not is_nonsense(versions, new):
            message = f"{quoted(old.text)} had a source and became {quoted(new.text)}, which has none; cite its source"
            yield Hit(*match.span, message, detail=f"{shortened(old.text)} → {shortened(new.text)}")


@edit_rule("E005", "warning", Done("sourced value removed", "sourced values removed", 9))
def sourced_value_removed(versions: Revisions) -> Iterator[Hit]:
    """A value, or one of its lines, that the edit removed together with its references.

    Not reported for a removed side or commander, and for an infobox that was emptied, which other rules report.

    Why: A sourced statement was lost; such an edit needs a reason.

    Bad before:
        | strength1 = 300 men<ref name="Smith" />

    Bad:
        | strength1 =

    Good before:
        | strength1 = 300 men

    Good:
        | strength1 =

    Fix: none; the old version has the value.
    """
    if compared.lost(versions)[1]:
        return
    citations = versions.once(Citations)
    gone: dict[str, list[Passage]] = {}
    for name, value in versions.once(comparison).removed:
        sources = citations.of(value)
        if value.text and sources and citations.are_fewer(sources) and not departures.is_reported(versions, name, value):
            gone.setdefault(name, []).append(value)
    for name, values in gone.items():
        others = f" and {len(values) - 1} more" if len(values) > 1 else ""
        what = f"{quoted(values[0].text)}{others} and {'the sources' if others else 'its source'}"
        message = f"{what} were removed from {quoted(versions.new.spelled(name))}; check that this is right"
        yield Hit(*versions.new.name_place(name), message, detail=shortened(values[0].text), times=len(values))
