"""Whole bzip2 streams -> the XML of the pages that may have an infobox; blocks that cannot hold one are left out, not inverted.

It needs the compiled module `_bwt`, without which everything is read the ordinary way. A block is searched for all spellings of the names
(`infobox.dumps.spellings`) and left out if none is in it, none lies across its borders, and no page that may have one reaches into it.
What is given up is the check sum of what is left out; most damage shows in the numbers of tags, so that the check sum is tested after all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from infobox.dumps import prefilter, spellings
from infobox.dumps.prefilter import PAGE_BEGINS, PAGE_ENDS
from infobox.pages.unpacking import CHUNK, DamageError

if TYPE_CHECKING:
    from infobox.dumps._bwt import Blocks

SMALL: Final = 4096
"""Blocks of fewer letters are always inverted, so that what is near a border is never in three blocks."""
LARGE: Final = 1 << 24
"""So are blocks that may have more bytes than this, so that no page in two blocks that are left out is longer than any may be."""
_NEAR: Final = 256
"""How many letters on each side of a border are looked at first."""
_FAR: Final = 4096
"""How many letters are looked at for the first or last tag of a part; if it is not there, the block is inverted."""
_BETWEEN: Final = len(PAGE_ENDS) - 1
_RUN: Final = re.compile(rb"(.)\1{3}(.)", re.DOTALL)
_LONGEST_RUN: Final = 255
_SUSPECT: Final = PAGE_ENDS[:1] * 4  # the count of such a run could hide the first letter of a tag
_BALANCED: Final = (
    *((b"<%s>" % name, b"</%s>" % name) for name in b"page title ns id revision timestamp username model format sha1".split()),
    (b'xml:space="preserve">', b"</text>"),
)
"""Texts that occur equally often in any XML of a dump, but for one that is cut off on either side and one that closes the circle. In a
damaged block they hardly do."""


class Skipped(NamedTuple):
    """A block that is left out, in which `pages` pages end. What follows it continues a page that is not wanted, or, if the block's last
    page was `closed`, it is what stands after that.
    """

    pages: int
    closed: bool = False


@cache
def is_available() -> bool:
    """Whether the compiled module is here."""
    try:
        import_module("infobox.dumps._bwt")
    except ImportError:
        return False
    return True


def whole(data: bytes) -> Iterator[bytes]:
    """All content of bzip2 streams, as a decoder that does not know what to do with damage, nor with randomised blocks, gives it.

    Raises `DamageError` for them; the ordinary decoders know more.
    """
    blocks = _blocks(data)
    try:
        while blocks.next():
            yield from iter(partial(blocks.read, CHUNK), b"")
    except ValueError as error:
        raise DamageError(str(error)) from None


def sifted(data: bytes) -> Iterator[bytes | Skipped]:
    """The content of bzip2 streams that a reader needs to find all infoboxes, and what is left out in between. Raises as `whole`."""
    try:
        yield from _Sieve(_blocks(data)).sifted()
    except ValueError as error:
        raise DamageError(str(error)) from None


def _blocks(data: bytes) -> Blocks:
    from infobox.dumps._bwt import Blocks

    try:
        return Blocks(data, spellings.table())
    except ValueError as error:
        raise DamageError(str(error)) from None


class _Before(NamedTuple):
    """The block before the one at hand: its last bytes (None: not known), and whether a page that is open at its end is wanted. If it is to
    be left out: its `place`, what then stands for it, and what stands before its content if it is inverted after all.
    """

    tail: bytes | None
    wanted: bool = False
    place: tuple[int, int] | None = None
    instead: tuple[bytes | Skipped, ...] = ()
    begin: bytes = b""

    @property
    def cut(self) -> bytes:
        """Bytes of a block that is left out in which a tag may begin that ends in the next block."""
        return b"" if self.place is None else (self.tail or b"")[-_BETWEEN:]


class _Sieve:
    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.begun = False  # a page has begun: what comes before has to be complete
        self.before = _Before(b"")

    def sifted(self) -> Iterator[bytes | Skipped]:
        """What is needed of all blocks."""
        blocks = self.blocks
        while blocks.next():
            crossed = self._is_crossed()
            instead = () if crossed or self.before.wanted or not self._may_be_left_out() else self._instead()
            if instead:
                yield from self.before.instead
                self.before = _Before(_end_of(blocks, _NEAR), False, blocks.place, instead, self.before.cut)
            else:
                yield from self._needed(crossed=crossed)
        yield from self.before.instead

    def _is_crossed(self) -> bool:
        """Whether a spelling may lie across the border before this block."""
        tail = self.before.tail
        if not tail:
            return tail is None
        opened = tail.rstrip(spellings.letters())
        if opened and not opened.endswith(spellings.OPENING):
            return False
        head = _begin_of(self.blocks, _NEAR)
        # A name, or the comment in it, ends at the first letter that cannot belong to it.
        undecided = not opened or not head.lstrip(spellings.OPENING).lstrip(spellings.letters())
        return undecided or prefilter.names().search(tail + head) is not None

    def _may_be_left_out(self) -> bool:
        """Whether no spelling is in this block, pages end in it, and it does not look damaged."""
        blocks = self.blocks
        if blocks.size < SMALL or blocks.count(_SUSPECT) or not blocks.count(PAGE_ENDS):
            return False
        if any(abs(blocks.count(opens) - blocks.count(closes)) > 2 for opens, closes in _BALANCED):
            return False
        candidates = blocks.candidates()
        if candidates is None or any(map(_is_spelling, candidates)):
            return False
        return not self._is_large()

    def _is_large(self) -> bool:
        return self.blocks.size + _LONGEST_RUN * self.blocks.runs > LARGE

    def _instead(self) -> tuple[bytes | Skipped, ...]:
        """What stands for this block if it is left out; nothing if that is not known."""
        blocks = self.blocks
        head, tail = blocks.head(_BETWEEN), blocks.tail(_BETWEEN)
        pages = blocks.count(PAGE_ENDS) - (tail + head).count(PAGE_ENDS)  # the last letter stands before the first, in a circle
        pages += (self.before.cut + head).count(PAGE_ENDS)
        begin: bytes | None = head if self.before.place is None else b""
        if not self.begun:
            begin = _through(blocks, PAGE_BEGINS)
            pages -= (begin or b"").count(PAGE_ENDS)
        end = _after(blocks, PAGE_ENDS) if blocks.last else b""
        # Without a page that begins and ends here, nothing is left out.
        if begin is None or end is None or pages < (blocks.last and not self.begun):
            return ()
        self.begun = True
        return tuple(piece for piece in (begin, Skipped(pages, closed=blocks.last), end) if piece != b"")

    def _needed(self, *, crossed: bool) -> Iterator[bytes | Skipped]:
        """The content of this block, and of the one before it if a page reaches over their border that may be wanted."""
        if self._is_large():
            yield from self._large()
            return
        before, names = self.before, prefilter.names()
        content = b"".join(self._chunks())
        # If the last page ends near the border, all that follows it is known.
        _, closed, between = (before.tail or b"").rpartition(PAGE_ENDS) if before.place is not None else (b"", b"", b"")
        xml = (between if closed else before.cut) + content
        first, last = xml.find(PAGE_ENDS), xml.rfind(PAGE_ENDS)
        if before.place is not None and not closed and (crossed or first < 0 or names.search(xml, 0, first + 1)):
            yield from self._block_before(before.place)
            yield content
        else:
            yield from (piece._replace(closed=True) if closed and isinstance(piece, Skipped) else piece for piece in before.instead)
            yield xml
        self.begun = self.begun or PAGE_BEGINS in (before.tail or b"")[-_BETWEEN:] + content
        tail = None if before.tail is None and len(content) < _NEAR else ((before.tail or b"") + content)[-_NEAR:]
        self.before = _Before(tail, last < 0 or names.search(xml, last) is not None)

    def _large(self) -> Iterator[bytes | Skipped]:
        """The content of a block that may be too large to be held, and the blocks beside it."""
        place = self.blocks.place
        if self.before.place is not None:
            yield from self._block_before(self.before.place)
            self.blocks.go(place)
        tail = self.before.tail or b""
        for chunk in self._chunks():
            self.begun = self.begun or PAGE_BEGINS in tail[-_BETWEEN:] + chunk
            tail = (tail + chunk)[-_NEAR:]
            yield chunk
        self.before = _Before(tail, wanted=True)

    def _block_before(self, place: tuple[int, int]) -> Iterator[bytes]:
        """The content of the block before, which was to be left out. The one at hand is forgotten."""
        self.blocks.go(place)
        yield self.before.begin
        yield from self._chunks()

    def _chunks(self) -> Iterator[bytes]:
        return iter(partial(self.blocks.read, CHUNK), b"")


def _is_spelling(letters: bytes) -> bool:
    """Whether what the automaton found, up to a letter that cannot belong to a name, is one; also if it has no such letter."""
    text = _RUN.sub(_repeated, letters)
    return not text.lstrip(spellings.OPENING).lstrip(spellings.letters()) or prefilter.names().match(text) is not None


def _repeated(run: re.Match[bytes]) -> bytes:
    return run[1] * (len(run[0]) - 1 + run[2][0])


def _begin_of(blocks: Blocks, size: int) -> bytes:
    """The content of a block's first `size` letters: after four equal ones, one says how many more there are."""
    return _RUN.sub(_repeated, blocks.head(size))


def _end_of(blocks: Blocks, size: int) -> bytes | None:
    """The content of a block's last `size` letters, without those at the beginning that may be part of a run; None if that leaves none."""
    raw = blocks.tail(size)
    for place in range(4, len(raw)):
        if raw[place] != raw[place - 1] and len(set(raw[place - 4 : place])) > 1:
            return _RUN.sub(_repeated, raw[place:])
    return None


def _through(blocks: Blocks, tag: bytes) -> bytes | None:
    """The content of a block up to the first such tag and with it; None if it is not near."""
    for size in (_NEAR, _FAR):
        found = _begin_of(blocks, size).partition(tag)
        if found[1]:
            return found[0] + tag
    return None


def _after(blocks: Blocks, tag: bytes) -> bytes | None:
    """The content of a block after the last such tag; None if it is not near."""
    for size in (_NEAR, _FAR):
        found = (_end_of(blocks, size) or b"").rpartition(tag)
        if found[1]:
            return found[2]
    return None
