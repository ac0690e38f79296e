"""The stream of events between the nodes of a value and its lines: what a reader sees, in order."""

from __future__ import annotations

from typing import Protocol

from infobox.display.lines import BlockKind
from infobox.record import Fate, Flag, Link, Note, Reference, Unresolved


class Events(Protocol):
    """What a `Walker` reports of a value, one method for each kind of event. Nothing flows back: no event has an answer.

    Places are offsets in the page. Events between `begin` and `end` belong to one piece of markup; only words have places of their own.
    Everything that is begun is ended, in reverse order.
    """

    def begin(self, at: int) -> None:
        """Markup in a line begins: a template, link, tag, extension, quote, entity, address or parameter."""

    def end(self, at: int) -> None:
        """The markup in a line that was begun last ends."""

    def words(self, words: str, at: int) -> None:
        """Plain text of the page: list markers and rules at the beginning of a line, otherwise words."""

    def show(self, words: str, end: int = -1) -> None:
        """Words that a template shows; `end` is where it ends, if they continue the words around it."""

    def fraction(self, words: str) -> None:
        """A fraction that a template shows; it stands apart from a figure before it."""

    def bullet_or_words(self, words: str, end: int) -> None:
        """Words that a template shows, which is a bullet at the beginning of a line; its own words end at `end`."""

    def bullet(self, at: int) -> None:
        """A template that begins a list entry, whose words begin at `at`."""

    def literal(self, words: str, at: int) -> None:
        """Words in which a colon does not end a term."""

    def entity(self, entity: str, at: int) -> None:
        """An entity such as ``&nbsp;``."""

    def no_marker(self) -> None:
        """List markers that follow on this line are words."""

    def newline(self, at: int, *, last: bool = False) -> None:
        """A newline; `last`: the last line of a value of lines begins there."""

    def comment(self, at: int, end: int) -> None:
        """A comment from `at` to `end`; a line of nothing else does not count."""

    def cell(self, at: int) -> None:
        """A table, row or cell begins, or a table ends."""

    def line_break(self, *, around: bool) -> None:
        """``<br>`` and what else ends a line within a list entry; `around` if it is a tag around words, such as ``<div>``."""

    def hard_break(self) -> None:
        """A block begins or ends: what follows stands on a line of its own."""

    def fresh_line(self) -> None:
        """What follows stands on a line of its own, and may begin with a list marker."""

    def rule(self) -> None:
        """A horizontal rule."""

    def quote(self, length: int, at: int) -> None:
        """Apostrophes for bold or italic type."""

    def begin_style(self, style: str) -> None:
        """A tag for `small` or `bold` print, or for anything else (``""``)."""

    def end_style(self, style: str) -> None:
        """The tag's end; pages have ends without beginnings."""

    def begin_list(self) -> None:
        """A list in HTML begins."""

    def end_list(self) -> None:
        """A list in HTML ends; pages have ends without beginnings."""

    def list_entry(self, at: int) -> None:
        """An entry of a list in HTML begins, whose words begin at `at`."""

    def end_list_entry(self, end: int) -> None:
        """The entry's tag is closed; that tag ends at `end`."""

    def begin_block(self, kind: BlockKind) -> None:
        """A list template begins."""

    def end_block(self) -> None:
        """The list template that was begun last ends."""

    def begin_title(self) -> None:
        """The title of the list template begins."""

    def end_title(self) -> None:
        """The title ends."""

    def begin_entry(self, *, at: int, bulleted: bool = False) -> None:
        """An entry of the list template begins, whose words begin at `at`; `bulleted` if the template gives it a bullet."""

    def end_entry(self) -> None:
        """The entry ends."""

    def begin_scope(self) -> None:
        """Something begins in which lists may be left open."""

    def end_scope(self) -> None:
        """It ends, and so do the lists that were left open in it."""

    def leave_open(self, name: str) -> None:
        """The list template that was begun last stays open until the list called `name` is closed, or its scope ends."""

    def close_list(self, names: list[str]) -> None:
        """The end of a list with one of these names that was left open."""

    def begin_link(self, *, inline: bool) -> None:
        """A link begins; `inline` if its words are markup, in which line breaks are blanks."""

    def end_link(self, link: Link, end: int, *, inline: bool) -> None:
        """The link ends at `end`; its words are those since it began."""

    def link(self, words: str, link: Link) -> None:
        """A link that a template shows."""

    def begin_tip(self, title: str) -> None:
        """Words begin that a tooltip explains."""

    def end_tip(self) -> None:
        """Words end that a tooltip explains; pages have ends without beginnings."""

    def identify(self, words: str, identity: str) -> None:
        """The words shown last are short for the name `identity`."""

    def flag(self, flag: Flag) -> None:
        """A flag or other small picture."""

    def fate(self, fate: Fate, link: Link | None = None) -> None:
        """The mark of a fate, with the page that it links to."""

    def add(self, mark: Reference | Note) -> None:
        """A reference or note."""

    def attach(self, template: Unresolved) -> None:
        """A template of unknown meaning in the words of another."""

    def keep(self, template: Unresolved) -> None:
        """A template that is kept as it is written, in its place."""

    def take_out(self) -> None:
        """Something that a reader sees was taken out of the words."""

    def begin_values(self, shell: Unresolved, count: int) -> None:
        """A template of unknown meaning begins that shows `count` values with words; `shell` is the template without them."""

    def begin_value(self, *, words: bool, first: bool, marker: bool, at: int) -> None:
        """One of its values begins, at `at`: with `words`, or only with references; `first`: the first with words; `marker`: it begins
        with a list marker.
        """

    def end_value(self, *, words: bool) -> None:
        """The value ends."""

    def picture(self, flag: Flag) -> None:
        """One of its values is a picture."""

    def end_values(self, whole: str, links: int) -> None:
        """The template ends; `whole` is its wikitext if it may be kept as a whole, with that many links among its words."""
