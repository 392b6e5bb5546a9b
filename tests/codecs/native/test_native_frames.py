"""Where native frames lie, what a length says, and how frames are joined."""

from dataclasses import replace

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData, PixelFormat, named
from dicom_codecs.frame import Frame
from dicom_codecs.native import ByteOrder, decode_at
from dicom_codecs.native_frames import (
    NativeFrames,
    NativeJoiner,
    Span,
    frame_span,
    native_frames,
)
from dicom_codecs.native_layouts import native_length
from hypothesis import given
from hypothesis import strategies as st

BIT = PixelFormat(3, 3, bits_allocated=1, bits_stored=1)
BYTE = PixelFormat(3, 3)
WORD = PixelFormat(2, 3, bits_allocated=16, bits_stored=12)
HALVED = PixelFormat(2, 4, 3, photometric="YBR_FULL_422")
ODD = replace(HALVED, columns=3)
ORDERS = st.sampled_from(["little", "big", "big words"])
SIZES = st.tuples(st.integers(1, 7), st.integers(1, 7), st.sampled_from([1, 8, 16]))


def _joined(frames: list[Frame], fmt: PixelFormat) -> bytes:
    syntax = named("ExplicitVRLittleEndian")
    assert syntax is not None
    joiner = NativeJoiner(fmt, syntax)
    return b"".join([*map(joiner.add, frames), joiner.finish()])


def _swapped(value: bytes) -> bytes:
    return b"".join(value[at : at + 2][::-1] for at in range(0, len(value), 2))


@given(SIZES, st.integers(1, 5), st.booleans(), st.data())
def test_joined_frames_are_found_again(
    size: tuple[int, int, int], count: int, words: bool, data: st.DataObject
) -> None:
    rows, columns, allocated = size
    words = words and allocated <= 8
    fmt = PixelFormat(rows, columns, bits_allocated=allocated, bits_stored=allocated)
    seed = np.random.default_rng(data.draw(st.integers(0, 99)))
    frames = list(seed.integers(0, 2**allocated, (count, rows, columns), fmt.dtype))
    value = _joined(frames, fmt)
    assert len(value) == native_length(fmt, count)
    order: ByteOrder = "big words" if words else "little"
    value = _swapped(value) if words else value
    there = native_frames(fmt, count, len(value), order)
    assert (there.whole, there.deviations) == (count, ())
    for number, frame in enumerate(frames):
        offset, length, first_bit = there.span(number)
        assert offset + length <= len(value)
        piece = value[offset : offset + length]
        assert np.array_equal(decode_at(piece, fmt, order, first_bit).frame, frame)


@given(SIZES, st.integers(0, 20), ORDERS)
def test_a_span_holds_its_frame_and_no_unit_more(
    size: tuple[int, int, int], number: int, order: ByteOrder
) -> None:
    rows, columns, allocated = size
    fmt = PixelFormat(rows, columns, bits_allocated=allocated, bits_stored=1)
    offset, length, first_bit = frame_span(fmt, number, order)
    unit = 2 if order == "big words" else 1
    assert offset * 8 + first_bit == number * fmt.frame_bits
    assert offset % unit == length % unit == 0
    assert 0 <= first_bit < 8 * unit
    assert 0 <= length * 8 - first_bit - fmt.frame_bits < 8 * unit


@pytest.mark.parametrize(
    ("fmt", "number", "order", "span"),
    [
        (BIT, 0, "little", Span(0, 2, 0)),
        (BIT, 7, "little", Span(7, 2, 7)),
        (BIT, 8, "little", Span(9, 2, 0)),
        (BYTE, 1, "little", Span(9, 9, 0)),
        (BYTE, 1, "big words", Span(8, 10, 8)),
        (WORD, 2, "big", Span(24, 12, 0)),
        (HALVED, 1, "little", Span(16, 16, 0)),
    ],
)
def test_spans(fmt: PixelFormat, number: int, order: ByteOrder, span: Span) -> None:
    assert frame_span(fmt, number, order) == span


@pytest.mark.parametrize(
    ("fmt", "frames", "length"),
    [(BIT, 3, 4), (BIT, 1, 2), (BYTE, 1, 10), (BYTE, 1, 9), (BYTE, 2, 18), (HALVED, 3, 48)],
)
def test_a_length_as_it_should_be(fmt: PixelFormat, frames: int, length: int) -> None:
    there = native_frames(fmt, frames, length)
    assert there == NativeFrames(fmt, frames, frames, fmt.frame_bits)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (26, "26 bytes long, where 24 are expected"),
        (36, "36 bytes long, where 24 are expected: enough for 1 frames more"),
    ],
)
def test_more_than_the_frames(length: int, told: str) -> None:
    there = native_frames(WORD, 2, length)
    (deviation,) = there.deviations
    assert (there.whole, there.format, deviation.code) == (2, WORD, "pixel-data-padded")
    assert deviation.message.startswith(f"pixel data is {told}")
    assert deviation.offset == 24


def test_full_chroma_under_a_label_of_half() -> None:
    value = bytes(range(48))
    there = native_frames(HALVED, 2, 48)
    assert there.format.photometric == "YBR_FULL"
    assert [one.code for one in there.deviations] == ["colour-differs"]
    offset, length, _ = there.span(1)
    frame = decode_at(value[offset : offset + length], there.format).frame
    assert frame.ravel().tolist() == list(range(24, 48))


def test_half_chroma_with_padding_is_no_full_one() -> None:
    there = native_frames(HALVED, 2, 40)
    assert there.format == HALVED
    assert [one.code for one in there.deviations] == ["pixel-data-padded"]


def test_odd_rows_filled_up() -> None:
    value = bytes(range(32))
    there = native_frames(ODD, 2, 32)
    assert [one.code for one in there.deviations] == ["pixel-data-padded"]
    offset, length, first_bit = there.span(1)
    found = decode_at(value[offset : offset + length], there.format, "little", first_bit)
    assert found.frame[..., 0].tolist() == [[16, 17, 20], [24, 25, 28]]


def test_bit_frames_filled_up_to_bytes() -> None:
    there = native_frames(BIT, 3, 6)
    assert [one.code for one in there.deviations] == ["pixel-data-padded"]
    assert [there.span(number) for number in range(3)] == [
        Span(0, 2, 0),
        Span(2, 2, 0),
        Span(4, 2, 0),
    ]


@pytest.mark.parametrize(
    ("fmt", "length", "order", "whole"),
    [
        (WORD, 35, "little", 2),
        (WORD, 12, "little", 1),
        (WORD, 0, "little", 0),
        (BIT, 3, "little", 2),
        (BYTE, 27, "little", 3),
        (BYTE, 27, "big words", 2),
    ],
)
def test_frames_that_are_missing(
    fmt: PixelFormat, length: int, order: ByteOrder, whole: int
) -> None:
    there = native_frames(fmt, 3, length, order)
    assert (there.whole, there.declared, there.deviations) == (whole, 3, ())
    for number in range(whole):
        span = there.span(number)
        assert span.offset + span.length <= length
    for number in range(whole, 3):
        with pytest.raises(DamagedPixelData, match=f"{whole} of 3 frames are there") as caught:
            there.span(number)
        assert caught.value.frame == number


def test_a_number_of_frames_beyond_all_bounds() -> None:
    assert native_frames(WORD, 2**31 - 1, 24).whole == 2
