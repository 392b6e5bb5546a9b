"""What our codestreams say of themselves, read by other means."""

import struct

import numpy as np
import pytest
from codestreams import (
    CAP,
    COD,
    COLOUR,
    GREY,
    HTJ2K,
    HTJ2K_LOSSY,
    HTJ2K_RPCL,
    J2K,
    SIZ,
    TLM,
    body,
    coded,
    segments,
    tile_parts,
)
from dicom_codecs import PixelFormat, encode, named
from dicom_codecs.implementations import available
from dicom_codecs.jpeg_2000.full_width import widened
from dicom_codecs.jpeg_2000.size import read_size, with_samples
from hypothesis import given
from hypothesis import strategies as st

HIGH_THROUGHPUT = pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
RPCL = 2


@HIGH_THROUGHPUT
@pytest.mark.parametrize("keyword", [HTJ2K, HTJ2K_RPCL, HTJ2K_LOSSY])
@pytest.mark.parametrize("fmt", [GREY, COLOUR])
def test_resolutions_come_in_order_and_are_told_where(keyword: str, fmt: PixelFormat) -> None:
    """PS3.5 10.18: RPCL, and TLM to find where each resolution begins."""
    stream = coded(fmt, keyword)
    assert {CAP, TLM} <= {segment.marker for segment in segments(stream)}
    assert body(stream, COD)[1] == RPCL
    assert body(stream, COD)[8] == 0x40, "code-blocks of ISO 15444-15"
    levels = body(stream, COD)[5]
    parts = tile_parts(stream)
    assert len(parts) == levels + 1
    lengths = body(stream, TLM)[2:]
    assert [struct.unpack_from(">HI", lengths, 6 * number)[1] for number in range(len(parts))] == [
        length for _, _, length in parts
    ]


@HIGH_THROUGHPUT
@pytest.mark.parametrize(
    ("rows", "columns"), [(1, 1), (64, 64), (2048, 20), (2049, 20), (20, 4100), (9, 65535)]
)
def test_the_smallest_resolution_has_at_most_64_rows_and_columns(rows: int, columns: int) -> None:
    row = named(HTJ2K_RPCL)
    assert row
    fmt = PixelFormat(rows, columns)
    stream = encode(np.zeros(fmt.shape, fmt.dtype), fmt, row.uid).stream
    levels = body(stream, COD)[5]
    assert -(-max(rows, columns) // 2**levels) <= 64
    assert levels >= 5


@pytest.mark.parametrize("keyword", [J2K, pytest.param(HTJ2K, marks=HIGH_THROUGHPUT)])
def test_a_stream_begins_and_ends_as_it_must(keyword: str) -> None:
    stream = coded(GREY, keyword)
    assert stream[:4] == b"\xff\x4f\xff\x51"
    assert stream[-2:] == b"\xff\xd9"
    _, start, length = tile_parts(stream)[-1]
    assert start + length == len(stream) - 2


@given(
    precision=st.integers(1, 38),
    signed=st.booleans(),
    components=st.integers(1, 5),
    tail=st.binary(max_size=8),
)
def test_other_samples_in_siz_change_nothing_else(
    precision: int, signed: bool, components: int, tail: bytes
) -> None:
    grid = struct.pack(">H8IH", 0, 9, 7, 1, 2, 4, 4, 0, 0, components)
    siz = grid + bytes([7, 1, 1]) * components
    stream = b"\xff\x4f\xff\x51" + struct.pack(">H", len(siz) + 2) + siz + tail
    patched = with_samples(stream, precision, signed=signed)
    assert len(patched) == len(stream)
    assert patched.endswith(tail)
    size = read_size(patched[6 : 6 + len(siz)], 2)
    assert {(one.precision, one.signed) for one in size.components} == {(precision, signed)}
    assert size.shape(size.components[0]) == (5, 8)
    assert size.tiles == 6
    assert with_samples(patched, 8, signed=False) == stream


@given(
    cells=st.lists(st.integers(0, 4095), min_size=1, max_size=9),
    signed=st.booleans(),
    reversible=st.booleans(),
)
def test_numbers_of_the_whole_width_stand_for_the_same(
    cells: list[int], signed: bool, reversible: bool
) -> None:
    numbers = [cell - 2048 * signed for cell in cells]
    array = np.array([numbers], np.int16 if signed else np.uint16)
    wide = widened(array, 12, reversible=reversible)
    if not reversible:
        assert wide.tolist() == [[number * 16 for number in numbers]]
    else:
        assert wide.tolist() == [[cell - 2048 for cell in cells]]
        assert wide.dtype == np.int16


def test_precision_and_sign_stand_in_siz() -> None:
    for signed in (False, True):
        fmt = PixelFormat(40, 40, 1, 16, 11, signed)
        assert body(coded(fmt, J2K), SIZ)[36:] == bytes([10 | (signed << 7), 1, 1])
