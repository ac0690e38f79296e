"""bzip2 files are read wherever they are cut; of damaged files, what is whole is read and the rest is reported."""

from __future__ import annotations

import bz2
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infobox.dumps import bzip2
from infobox.dumps.decoders import Decoder, by_standard_library, decoders
from infobox.dumps.decoding import Gap, salvaged
from infobox.pages.unpacking import DamageError

DECODERS = decoders()


def test_both_decoders_are_here() -> None:
    assert len(DECODERS) == 2


def some_bytes(size: int, seed: int = 1) -> bytes:
    return bytes(random.Random(seed).choices(b"abcdefgh \n", k=size))


STREAMS = [some_bytes(250_000, 1), b"", some_bytes(30_000, 2), some_bytes(420_000, 3), b"x"]


@pytest.fixture(scope="module")
def file() -> bytes:
    """Streams of several blocks each."""
    return b"".join(bz2.compress(stream, 1) for stream in STREAMS)


def cut_apart(file: bytes, size: int) -> list[bytes]:
    """The whole streams of each part of a file that is cut every `size` bytes."""
    cuts = []
    for begin in range(0, len(file), size):
        found = bzip2.first_cut(file, begin, begin + size)
        if found is not None:
            cuts.append(found)
    ends = [*cuts[1:], bzip2.Cut(len(file) * 8, True)]
    return [bzip2.streams(file, first, last.bit, ends_stream=last.stream) for first, last in zip(cuts, ends, strict=True)]


@pytest.mark.parametrize("decode", DECODERS)
@pytest.mark.parametrize("size", [40_000, 70_001, 100_000, 250_000, 10_000_000])
def test_parts_of_a_file_hold_what_the_file_holds(file: bytes, size: int, decode: Decoder) -> None:
    parts = cut_apart(file, size)
    assert len(parts) > 1 or size > len(file)
    assert b"".join(chunk for part in parts for chunk in decode(part)) == b"".join(STREAMS)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6), st.integers(1, 200))
def test_small_streams_cut_anywhere(streams: list[bytes], size: int) -> None:
    whole = b"".join(map(bz2.compress, streams))
    assert b"".join(chunk for part in cut_apart(whole, size) for chunk in by_standard_library(part)) == b"".join(streams)


def test_blocks_are_found_at_any_bit(file: bytes) -> None:
    found = bzip2.blocks(file)
    assert len({first % 8 for first, _ in found}) > 3
    assert b"".join(bz2.decompress(bzip2.block_alone(file, *place)) for place in found) == b"".join(STREAMS)


@pytest.mark.parametrize("decode", DECODERS)
def test_decoders_give_pieces_of_bounded_size(decode: Decoder) -> None:
    chunks = list(decode(bz2.compress(bytes(20_000_000))))
    assert sum(map(len, chunks)) == 20_000_000
    assert max(map(len, chunks)) <= 1 << 20


def cut_short(file: bytes) -> bytes:
    return file[:-9]


def with_garbage(file: bytes) -> bytes:
    return file + b"garbage"


def with_a_wrong_bit(file: bytes) -> bytes:
    return file[:30_000] + bytes([file[30_000] ^ 4]) + file[30_001:]


def without_a_header(file: bytes) -> bytes:
    place = bzip2.next_stream(file, 1)
    return file[:place] + b"XXXX" + file[place + 4 :]


@pytest.mark.parametrize("decode", DECODERS)
def test_decoders_let_go_of_what_they_decoded(decode: Decoder) -> None:
    stream = bz2.compress(b"x")

    def memory() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    if not Path("/proc/self/statm").exists():
        pytest.skip("no way to know the memory")
    before = memory()
    for number in range(40):
        with pytest.raises(DamageError):
            list(decode(stream + bytes([number]) * 5_000_000))
    assert memory() - before < 50_000_000


@pytest.mark.parametrize("decode", DECODERS)
@pytest.mark.parametrize("damage", [cut_short, with_garbage, with_a_wrong_bit, without_a_header])
def test_no_damage_goes_unseen(file: bytes, damage: Callable[[bytes], bytes], decode: Decoder) -> None:
    with pytest.raises(DamageError):
        list(decode(damage(file)))


def test_a_decoder_that_is_left_early_ends(file: bytes) -> None:
    for decode in DECODERS:
        chunks = decode(file * 20)
        assert next(chunks)
        chunks.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("decode", DECODERS)
def test_the_place_where_no_stream_begins_is_reported(file: bytes, decode: Decoder) -> None:
    with pytest.raises(DamageError) as raised:
        list(decode(with_garbage(file)))
    assert raised.value.offset is not None
    assert 0 <= raised.value.offset - len(file) < 4  # a decoder may read a few bytes to know


def test_of_a_damaged_block_only_the_block_is_lost(file: bytes) -> None:
    places = bzip2.blocks(file)
    whole = [bz2.decompress(bzip2.block_alone(file, *place)) for place in places]
    for number, (first, last) in enumerate(places):
        broken = bytearray(file)
        broken[(first + last) // 16] ^= 8
        pieces = list(salvaged(bytes(broken)))
        gaps = [piece for piece in pieces if isinstance(piece, Gap)]
        assert [gap.offset for gap in gaps] == [first // 8]
        assert b"".join(piece for piece in pieces if isinstance(piece, bytes)) == b"".join(whole[:number] + whole[number + 1 :])
        # The gap stands where the block would.
        before = pieces[: pieces.index(gaps[0])]
        assert b"".join(piece for piece in before if isinstance(piece, bytes)) == b"".join(whole[:number])


def test_what_looks_like_a_block_inside_of_one_is_a_part_of_it(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    places = bzip2.blocks(file)
    first, last = places[1]
    middle = (first + last) // 2
    split = [places[0], (first, middle), (middle, last), *places[2:]]
    monkeypatch.setattr(bzip2, "blocks", lambda _: split)
    assert b"".join(piece for piece in salvaged(file) if isinstance(piece, bytes)) == b"".join(STREAMS)


def test_bytes_without_a_block_are_one_gap() -> None:
    assert list(salvaged(b"BZh9 nothing")) == [Gap(0, "no bzip2 block begins here")]
