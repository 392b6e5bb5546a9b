"""Vectorised bits against loops that anybody can read."""

import numpy as np
import pytest
from dicom_codecs.bits import (
    BitJoiner,
    Cells,
    fits,
    masked,
    pack_bits,
    sign_extended,
    swapped_pairs,
    unpack_bits,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pydicom.pixels import pack_bits as pydicom_pack_bits
from pydicom.pixels import unpack_bits as pydicom_unpack_bits

BITS = st.lists(st.integers(0, 1), max_size=70)
SIZES = st.sampled_from([1, 2, 4, 8])


def _bit(data: bytes, place: int) -> int:
    """The slow way: PS3.5 8.1.1 has the first pixel in the least significant bit."""
    return data[place // 8] >> place % 8 & 1


@st.composite
def cells(draw: st.DrawFn) -> Cells:
    size, kind = draw(SIZES), draw(st.sampled_from("iu"))
    shape = draw(arrays.array_shapes(max_dims=2, max_side=6, min_side=0))
    return draw(arrays.arrays(np.dtype(f"{kind}{size}"), shape))


@given(st.binary(max_size=20), st.data())
def test_unpacked_bits_are_those_of_a_loop(data: bytes, draw: st.DataObject) -> None:
    first = draw.draw(st.integers(0, len(data) * 8))
    count = draw.draw(st.integers(0, len(data) * 8 - first))
    expected = [_bit(data, place) for place in range(first, first + count)]
    assert unpack_bits(data, count, first).tolist() == expected


def test_bits_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="5 bits from bit 4 on are not in 1 bytes"):
        unpack_bits(b"\xff", 5, 4)


@given(BITS, st.integers(0, 20))
def test_packed_bits_come_back(bits: list[int], first: int) -> None:
    packed = pack_bits(np.array(bits, np.uint8), first)
    assert len(packed) == (first + len(bits) + 7) // 8
    assert unpack_bits(packed, len(bits), first).tolist() == bits
    assert not unpack_bits(packed, first).any()


@given(BITS.filter(len))
def test_packed_bits_are_those_of_pydicom(bits: list[int]) -> None:
    array = np.array(bits, np.uint8)
    packed = pack_bits(array)
    assert packed == pydicom_pack_bits(array, pad=False)
    theirs = pydicom_unpack_bits(packed)
    assert isinstance(theirs, np.ndarray)
    assert unpack_bits(packed, len(packed) * 8).tolist() == theirs.tolist()


@given(st.lists(BITS, max_size=6))
def test_joined_frames_are_packed_as_one(frames: list[list[int]]) -> None:
    joiner = BitJoiner()
    made = [joiner.add(np.array(one, np.uint8)) for one in frames]
    all_bits = [bit for one in frames for bit in one]
    assert b"".join(made) + joiner.finish() == pack_bits(np.array(all_bits, np.uint8))
    assert joiner.finish() == b""


@given(cells(), st.data())
def test_sign_extension(array: Cells, draw: st.DataObject) -> None:
    bits = draw.draw(st.integers(1, array.dtype.itemsize * 8))
    expected = [_number(int(one), bits) for one in array.ravel()]
    extended = sign_extended(array, bits)
    assert extended.dtype == np.dtype(f"i{array.dtype.itemsize}")
    assert extended.ravel().tolist() == expected
    assert extended.shape == array.shape


def _number(cell: int, bits: int) -> int:
    """Two's complement, as it is told in words."""
    low = cell % 2**bits
    return low - 2**bits if low >= 2 ** (bits - 1) else low


@given(cells(), st.data())
def test_mask(array: Cells, draw: st.DataObject) -> None:
    bits = draw.draw(st.integers(1, array.dtype.itemsize * 8))
    assert masked(array, bits).ravel().tolist() == [int(one) % 2**bits for one in array.ravel()]


@given(cells(), st.data())
def test_fits(array: Cells, draw: st.DataObject) -> None:
    bits = draw.draw(st.integers(1, array.dtype.itemsize * 8))
    half = 2 ** (bits - 1)
    low, high = (-half, half) if array.dtype.kind == "i" else (0, 2 * half)
    assert fits(array, bits) == all(low <= int(one) < high for one in array.ravel())


@given(st.binary(max_size=9))
def test_swapped_pairs(data: bytes) -> None:
    expected = bytearray(data)
    for at in range(0, len(data) - 1, 2):
        expected[at], expected[at + 1] = data[at + 1], data[at]
    assert swapped_pairs(data) == expected
    assert swapped_pairs(memoryview(swapped_pairs(data))) == data
