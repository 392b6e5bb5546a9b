"""Bits packed word by word, against strings of zeros and ones."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from dicom_codecs.bit_packing import Strip, entropy_coded, packed, stuffed
from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.integers(0, 64).flatmap(
    lambda length: st.tuples(st.integers(0, (1 << length) - 1), st.just(length))
)
ONES = st.integers(0, 64).map(lambda length: ((1 << length) - 1, length))
STRIPS = st.lists(st.lists(NUMBERS | ONES, max_size=40), max_size=6)


def as_strip(numbers: list[tuple[int, int]]) -> Strip:
    values = np.array([value for value, _ in numbers], np.uint64)
    return Strip(values, np.array([length for _, length in numbers], np.int64))


def bit_by_bit(numbers: list[tuple[int, int]]) -> bytes:
    bits = "".join(f"{value:0{length}b}" if length else "" for value, length in numbers)
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))


@given(STRIPS)
def test_packs_as_bit_by_bit(strips: list[list[tuple[int, int]]]) -> None:
    joined = [number for strip in strips for number in strip]
    assert packed(map(as_strip, strips)) == bit_by_bit(joined)


@given(st.integers(1, 64), st.integers(1, 300), st.integers(0, 2**64 - 1))
def test_packs_numbers_of_one_length_on_word_boundaries(
    length: int, count: int, value: int
) -> None:
    numbers = [(value >> (64 - length), length)] * count
    assert packed([as_strip(numbers)]) == bit_by_bit(numbers)
    assert packed([as_strip([one]) for one in numbers]) == bit_by_bit(numbers)


def test_nothing_packs_into_nothing() -> None:
    assert packed([]) == b""
    assert packed([as_strip([]), as_strip([(0, 0)])]) == b""


def test_a_strip_may_be_written_over_once_the_next_is_asked_for() -> None:
    scratch = as_strip([(0, 7)] * 50)

    def strips() -> Iterator[Strip]:
        for value in range(20):
            scratch.values[:] = value
            yield scratch

    expected = [(value, 7) for value in range(20) for _ in range(50)]
    assert packed(strips()) == bit_by_bit(expected)


@given(STRIPS)
def test_a_segment_of_a_scan_holds_no_marker_and_the_same_bits(
    strips: list[list[tuple[int, int]]],
) -> None:
    coded = entropy_coded(map(as_strip, strips))
    assert coded == stuffed(packed(map(as_strip, strips)))
    assert all(byte == 0 for before, byte in pairwise(coded) if before == 0xFF)
    assert coded.count(b"\xff\x00") == coded.count(b"\xff")
    assert coded.replace(b"\xff\x00", b"\xff") == packed(map(as_strip, strips))
