"""Blocks of bzip2 are left out only if no infobox can be in them: the results are those of reading all."""

from __future__ import annotations

import bz2
import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infobox.dumps import bzip2, commands, extracting, prefilter, sifting, spellings
from infobox.dumps.decoders import by_standard_library
from infobox.dumps.extracting import Options, read_stream
from infobox.dumps.parts import Counts, PieceResult
from infobox.dumps.sifting import Skipped
from infobox.pages.export import LONGEST_PAGE
from infobox.pages.unpacking import DamageError
from tests.dumps.making import BOX, FOOT, HEAD, page, some_pages, xml
from tests.dumps.test_prefilter import PIECES, raw

pytestmark = pytest.mark.skipif(not sifting.is_available() and not os.environ.get("CI"), reason="the decoder is not compiled")

READ_ALL = Options(wiki="aawiki", verify=True)
SIFT = READ_ALL._replace(verify=False)
PLAIN = [page(f"Page {number}", f"Plain {number} {'x ' * 40}", number=number) for number in range(1, 30)]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few hundred bytes are left out, too."""
    monkeypatch.setattr(sifting, "SMALL", 300)
    monkeypatch.setattr(sifting, "_NEAR", 100)
    monkeypatch.setattr(sifting, "_FAR", 400)


def ordinary(data: bytes, options: Options = SIFT) -> PieceResult:
    return extracting._read(by_standard_library(data), options, 0)


def sifted(data: bytes) -> PieceResult:
    """Without the number of blocks that are left out."""
    part = extracting._read(sifting.sifted(data), SIFT, 0)
    return part._replace(counts=part.counts._replace(skipped=0))


def left_out(data: bytes) -> int:
    return sum(isinstance(piece, Skipped) for piece in sifting.sifted(data))


def cut(content: bytes, *places: int) -> bytes:
    """Streams of one block each that meet at these places."""
    borders = [0, *places, len(content)]
    return b"".join(bz2.compress(content[first:last], 1) for first, last in pairwise(borders))


def cut_at_random(rng: random.Random, content: bytes) -> bytes:
    places = [0]
    while places[-1] < len(content):
        places.append(places[-1] + rng.choice([1, 7, 100, 700, 1500, 3000, 6000]))
    return cut(content, *places[1:-1])


OPENINGS = (
    *("{{", "{{ ", "{{_\n", "{{{", "{{{{", "{{" + " " * 9, "{" * 9, "{" * 255, "{" * 256, "{" * 257),
    *("{{Template:", "{{ VORLAGE :", "{{Шабл<!-- x -->он:"),
)
ENDINGS = ("|a=b}}", "}}", "\n|a=b}}", "     |a=b}}", "<!-- x -->}}")


def spelled(rng: random.Random) -> str:
    """A name of the infobox in any spelling."""
    name = rng.choice(prefilter.boxes())
    if rng.random() < 0.3:
        name = name[:1].upper() + name[1:]
    name = name.replace(" ", rng.choice([" ", "_", "  ", " " * 7, "\u00a0\n"]))
    if rng.random() < 0.2:
        place = rng.randrange(len(name) + 1)
        name = f"{name[:place]}<!-- c -->{name[place:]}"
    return rng.choice(OPENINGS) + name + rng.choice(ENDINGS)


def random_pages(rng: random.Random) -> list[bytes]:
    found = []
    for number in range(rng.choice([3, 30, 60])):
        text = " ".join(f"w{rng.randrange(99999):x}" for _ in range(rng.choice([5, 40, 100, 300])))
        place = rng.randrange(len(text))
        kind = rng.random()
        if kind < 0.12:
            text = text[:place] + spelled(rng) + text[place:]
        elif kind < 0.2:
            text += "-" * rng.randrange(600) + "{" * rng.randrange(9)
        elif kind < 0.25:
            text += "{{Warship|x}} {{infobox military person}} {{Template:X}}"
        found.append(page(f"Page {number}", text, number=number + 1))
    return found


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", range(30))
def test_the_results_are_those_of_reading_all(seed: int) -> None:
    rng = random.Random(seed)
    content = xml(random_pages(rng))
    content = content[rng.randrange(min(2000, len(content))) : len(content) - rng.randrange(2000)]
    for data in (cut_at_random(rng, content), bz2.compress(content, rng.randint(1, 9))):
        assert sifted(data) == ordinary(data)


@pytest.mark.parametrize("level", range(1, 10))
def test_blocks_of_all_sizes(level: int) -> None:
    rng = random.Random(level)
    pages = [page(f"Page {number}", "".join(rng.choices("abcdefg. \n", k=30_000)), number=number) for number in range(1, 40 * level)]
    pages[30 * level] = page("Battle", BOX % "A", number=9999)
    data = bz2.compress(xml(pages), level)
    assert left_out(data)
    assert sifted(data) == ordinary(data)
    assert sifted(data).counts.records == 1
    assert b"".join(sifting.whole(data)) == xml(pages)


def around(text: str) -> tuple[bytes, int, int]:
    """The XML of some pages of which one has the text, and where the text begins and ends."""
    middle = page("Battle", f"Before {text} after {'y ' * 200}", number=77)
    content = b"".join([*PLAIN[:12], middle, *PLAIN[12:24]])
    begin = content.index(b"Before ") + len("Before ")
    return content, begin, begin + len(raw(text))


def is_whole(data: bytes) -> bool:
    """Whether what a reader gets holds the page of `around`."""
    got = b"".join(piece if isinstance(piece, bytes) else b"\0" for piece in sifting.sifted(data))
    return re.search(rb"<page>\s*<title>Battle</title>[^\0]*?</page>", got) is not None


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_across_two_blocks_is_found_wherever_they_meet(opening: str, ending: str) -> None:
    content, begin, end = around(f"{opening}infobox  military conflict{ending}")
    places = range(begin - 2, end + 2)
    for place in places if len(places) < 80 else [*places[:8], *places[8:-50:31], *places[-50:]]:
        assert is_whole(cut(content, place)), content[begin:place]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("name", prefilter.boxes())
def test_every_name_in_a_block_and_across_two(name: str) -> None:
    content, begin, _ = around(f"{{{{{name}|a=b}}}}")
    assert is_whole(cut(content))
    size = len(name.encode())
    assert all(is_whole(cut(content, begin + 2 + place)) for place in range(-1, size + 1, max(size // 6, 1)))
    assert is_whole(cut(content, begin + 3, begin + 4, begin + 5))


@pytest.mark.usefixtures("small_blocks")
def test_a_border_in_endless_spaces_or_beside_a_comment() -> None:
    for text in (
        "{{" + " \n" * 900 + "War}}",
        "{{" + " " * 255 + " \n" * 95 + "War}}",
        "{{infobox" + "_ " * 700 + "war}}",
        "{{info<!--" + " word" * 400 + "-->box war}}",
    ):
        content, begin, end = around(text)
        assert is_whole(cut(content))
        assert all(is_whole(cut(content, place)) for place in range(begin, end, 97))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("letter", sorted({*"{_ \t\n|I<&A0-", "\x00", "\xa0"}))
def test_runs_before_a_name(letter: str) -> None:
    # A run of four is followed by a letter that counts the rest, which stands where the name or its opening would.
    for count in (1, 2, 3, 4, 5, 6, 7, 8, 36, 77, 127, 255, 256, 257, 258, 259, 260, 400, 515):
        for text in (f"{letter * count}{{{{Infobox war}}}}", f"{{{{{letter * count}Infobox war}}}}"):
            if letter != "\x00":
                content, *_ = around(text)
                assert is_whole(cut(content)) or prefilter.names().search(raw(text)) is None


def test_the_names_hold_no_run() -> None:
    for name in (*prefilter.boxes(), *prefilter.invoked(), *prefilter.spaces_of_templates(), prefilter.INVOKE, prefilter.COMMENT):
        assert not re.search(rb"(.)\1\1\1", name.encode())
        assert not re.search(rb"(.)\1\1\1", name.upper().encode())


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_the_pattern_matches_is_found(text: str) -> None:
    content = raw(text) + b"</text>"
    blocks = sifting._blocks(bz2.compress(content))
    assert blocks.next()
    candidates = blocks.candidates()
    found = candidates is None or any(map(sifting._is_spelling, candidates))
    assert found or prefilter.names().search(content) is None


def test_other_templates_are_left_out() -> None:
    for text in (
        "{{Warship}}",
        "{{War on terror|x}}",
        "{{Infobox military person|a}}",
        "Infobox war",
        "{{x}}<!-- c -->{{y}}",
        "a}}{{cite<!--",
    ):
        blocks = sifting._blocks(bz2.compress(raw(f"a {text} b")))
        blocks.next()
        assert not any(map(sifting._is_spelling, blocks.candidates() or []))


def test_what_is_left_out_is_most_of_a_dump() -> None:
    rng = random.Random(1)
    pages = [page(f"Page {number}", "".join(rng.choices("abcdefg. \n", k=9000)), number=number) for number in range(1, 400)]
    pages[200] = page("Battle", BOX % "A", number=999)
    groups = [b"".join(pages[place : place + 20]) for place in range(0, len(pages), 20)]
    multistream = bz2.compress(HEAD) + b"".join(map(bz2.compress, groups)) + bz2.compress(FOOT)
    assert left_out(multistream) == len(groups) - 2  # all but the one with the infobox and the one after the head
    assert sifted(multistream) == ordinary(multistream)
    one = bz2.compress(xml(pages), 1)
    assert left_out(one) > 25
    assert sifted(one) == ordinary(one)


def test_long_pages_and_long_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    monkeypatch.setattr(sifting, "LARGE", 1 << 19)
    words = "".join(rng.choices("abcdefg. \n", k=500_000))
    pages = [
        *some_pages(200),
        page("Long", f"{words}{{{{Infobox war|a=b}}}}{words}"),
        page("Runs", " " * 2_000_000),
        *PLAIN,
        page("Both", "=" * 300_000 + words + "{{Infobox war|a=b}}"),
        page("Longer", "-" * (LONGEST_PAGE + 10)),
        *PLAIN,
    ]
    for level in (1, 9):
        data = bz2.compress(xml(pages), level)
        assert sifted(data) == ordinary(data)


def reads_the_same(data: bytes, options: Options, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether all is as without the compiled module."""
    part = read_stream(data, options, offset=7)
    with monkeypatch.context() as patched:
        patched.setattr(sifting, "is_available", lambda: False)
        return part._replace(counts=part.counts._replace(skipped=0)) == read_stream(data, options, offset=7)


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda data: data[: len(data) // 2],
    lambda data: data[:-9],
    lambda data: data + b"garbage",
    lambda data: data[: len(data) // 2] + bytes(40) + data[len(data) // 2 + 40 :],
    lambda data: b"BZh9" + data[9:],
    lambda data: b"",
    lambda data: b"BZ",
    lambda data: data[: (place := bzip2.next_stream(data, 1))] + b"XXXX" + data[place + 4 :],
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_reported_as_in_the_ordinary_way(damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    data = damage(bz2.compress(xml(some_pages(900)), 1) + bz2.compress(b"".join(PLAIN)))
    assert reads_the_same(data, SIFT, monkeypatch)


def test_damage_in_what_is_left_out_is_seen_nearly_always() -> None:
    rng = random.Random(1)
    pages = [page(f"Page {number}", "".join(rng.choices("abcdefg. \n", k=3000)), number=number) for number in range(1, 60)]
    data = bz2.compress(b"".join(pages))
    assert left_out(data) == 1
    unseen = 0
    for _ in range(60):
        broken = bytearray(data)
        broken[rng.randrange(100, len(data) - 20)] ^= 1 << rng.randrange(8)
        with suppress(DamageError):
            unseen += left_out(bytes(broken))
    assert unseen < 6


def test_with_verify_no_damage_goes_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bz2.compress(xml(some_pages(500)), 1)
    rng = random.Random(1)
    for _ in range(5):
        broken = bytearray(data)
        broken[rng.randrange(20, len(data))] ^= 1 << rng.randrange(8)
        assert reads_the_same(bytes(broken), READ_ALL, monkeypatch)
        assert "damaged" in [failure.why for failure in read_stream(bytes(broken), READ_ALL).failures]


def test_what_cannot_be_sifted_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    pages = [page(f"Page {number}", "".join(rng.choices("abcdefg. \n", k=9000)), number=number) for number in range(1, 100)]
    pages[50] = page("Numbered", "{{x}}").replace(b"{{x}}", b"{&#123;Infobox w&#97;r|a=b}}")
    data = bz2.compress(xml(pages), 1)
    assert read_stream(data, SIFT).counts.skipped > 2
    for options in (SIFT._replace(numbered=True), SIFT._replace(titles=frozenset(("Page 60",))), READ_ALL):
        assert read_stream(data, options).counts.skipped == 0
        assert reads_the_same(data, options, monkeypatch)
    assert read_stream(data, SIFT._replace(numbered=True)).counts.records == 1


def checksum(data: bytes) -> int:
    """That of bzip2."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value ^ 0xFFFFFFFF


def randomised(letters: bytes) -> tuple[bytes, bytes]:
    """A stream whose block is marked as randomised, as old encoders did with repetitive texts, and its content, which libbz2 knows."""
    stream = bytearray(bz2.compress(letters))
    stream[14] |= 0x80
    content = b""
    decoder = bz2.BZ2Decompressor()
    with suppress(OSError, EOFError):  # until the check sum is tested
        while not decoder.eof:
            content += decoder.decompress(b"" if content else bytes(stream), 1)
    for end in (b"", letters[-1:], bytes([letters[-1] ^ 1])):  # the last byte may be held back
        stream[10:14] = checksum(content + end).to_bytes(4, "big")
        [(first, last)] = bzip2.blocks(bytes(stream))
        made = bzip2.block_alone(bytes(stream), first, last)
        with suppress(OSError):
            return made, bz2.decompress(made)
    raise AssertionError("libbz2 refuses the stream")


@pytest.mark.parametrize("size", [5, 40])
def test_randomised_blocks_are_read(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = b"".join([page("Battle", BOX % "A", number=1), *PLAIN])[: size * 100]
    data, content = randomised(letters)
    assert (content == letters) == (size == 5)
    with pytest.raises(DamageError, match="randomised"):
        list(sifting.whole(data))
    assert reads_the_same(data, SIFT, monkeypatch)
    assert "damaged" not in [failure.why for failure in read_stream(data, SIFT).failures]


@given(st.lists(st.binary(max_size=400), max_size=5), st.integers(1, 9))
def test_any_bytes_are_read_whole(texts: list[bytes], level: int) -> None:
    data = b"".join(bz2.compress(text, level) for text in texts)
    assert b"".join(sifting.whole(data)) == b"".join(texts)


@pytest.mark.parametrize("letters", [b"a", b"ab", b"abc" * 400, bytes(range(256)) * 7])
def test_repeated_texts_are_read_whole(letters: bytes) -> None:
    # Their rows are equal, and form several circles.
    for times in (1, 2, 3, 255, 256, 400):
        text = letters * times
        blocks = sifting._blocks(bz2.compress(text))
        assert blocks.next()
        assert sifting._begin_of(blocks, 50) == text[: len(sifting._begin_of(blocks, 50))]
        assert text.endswith(sifting._end_of(blocks, 50) or b"")
        assert blocks.read(len(text) + 1) == text


def test_streams_at_any_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    whole = bz2.compress(xml([page(f"P {n}", "".join(rng.choices("abcdefg. \n", k=9000)), number=n) for n in range(1, 100)]), 1)
    found = bzip2.blocks(whole)
    assert len({first % 8 for first, _ in found}) > 3
    for first, last in (found[0], found[1], found[2], found[5]):
        part = bzip2.streams(whole, bzip2.Cut(first, False), last, ends_stream=False)
        assert reads_the_same(part, SIFT, monkeypatch)


def test_blocks_are_used_rightly_or_refused() -> None:
    blocks = sifting._blocks(bz2.compress(b"abc"))
    with pytest.raises(RuntimeError, match="call next"):
        blocks.read(1)
    assert blocks.next()
    assert (blocks.size, blocks.last, blocks.count(b"bc"), blocks.count(b"cb"), blocks.head(9), blocks.tail(2)) == (
        3,
        True,
        1,
        0,
        b"abc",
        b"bc",
    )
    with pytest.raises(ValueError, match="nothing is asked for"):
        blocks.read(0)
    with pytest.raises(ValueError, match="no such place"):
        blocks.go((10**9, 9))
    with pytest.raises(RuntimeError, match="call next"):
        blocks.count(b"a") if not blocks.next() else None
    from infobox.dumps._bwt import Blocks

    for table in (b"abc", b"", b"\xff" * 40, bytes(4) * 30):
        broken = Blocks(bz2.compress(b"abc{{"), table) if len(table) % 4 == 0 else None
        if broken is None:
            with pytest.raises(ValueError, match="words of 32 bits"):
                Blocks(b"", table)
        elif broken.next() and table != bytes(4) * 30:
            with pytest.raises(ValueError, match="no automaton"):
                broken.candidates()
    assert spellings.table() is spellings.table()


def test_damaged_blocks_leave_no_memory() -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("no way to know the memory")
    stream = bz2.compress(b"".join(PLAIN))
    rng = random.Random(1)

    def memory() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    def damaged(count: int) -> Iterator[bytes]:
        for _ in range(count):
            broken = bytearray(stream)
            broken[rng.randrange(10, len(stream))] ^= 1 << rng.randrange(8)
            yield bytes(broken)

    def read(count: int) -> None:
        for data in damaged(count):
            with suppress(DamageError):
                list(sifting.sifted(data) if data[-1] % 2 else sifting.whole(data))

    read(500)
    before = memory()
    read(10_000)
    assert memory() - before < 8_000_000


@pytest.mark.parametrize(
    ("compared", "more"), [(True, ""), (False, "; their check sums were not tested: give --checksums FILE, or --verify")]
)
def test_the_closing_lines_say_what_was_left_out(capsys: pytest.CaptureFixture[str], compared: bool, more: str) -> None:
    commands._summarize(Counts(pages=3, skipped=1200), 0, None, compared=compared)
    assert capsys.readouterr().err.splitlines()[-1] == f"blocks left out       1,200  (no infobox in them{more})"
