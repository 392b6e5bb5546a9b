"""RLE frames as they should not be: mended with a word, or refused at a byte."""

import struct

import numpy as np
import pytest
from dicom_codecs import PixelFormat, encode, named
from dicom_codecs.errors import DamagedPixelData
from dicom_codecs.frame import Decoded
from dicom_codecs.implementations import available, decoder
from dicom_codecs.rle.packbits import pack
from hypothesis import given
from hypothesis import strategies as st
from legal_frames import make_frame

UID = "1.2.840.10008.1.2.5"
SYNTAX = named(UID)
assert SYNTAX is not None
FORMAT = PixelFormat(8, 9, bits_allocated=16, bits_stored=12)
FRAME = make_frame(FORMAT, "ramp", 3) * 37 % 4096
HIGH, LOW = (pack(np.ascontiguousarray(FRAME >> bits & 0xFF, np.uint8)) for bits in (8, 0))

pytestmark = pytest.mark.parametrize(
    "name", [name for name in ("pylibjpeg-rle", "rle") if available(name)]
)


def stream_of(*segments: bytes, count: int | None = None, offsets: tuple[int, ...] = ()) -> bytes:
    """A stream; ``count`` and ``offsets`` are what the header says, if that is not the truth."""
    starts, at = [], 64
    for segment in segments:
        starts.append(at)
        at += len(segment)
    told = (*(offsets or starts), *[0] * 15)[:15]
    number = len(segments) if count is None else count
    return struct.pack("<16L", number, *told) + b"".join(segments)


def decode(name: str, stream: bytes, fmt: PixelFormat = FORMAT) -> Decoded:
    decoded = decoder(name)(stream, fmt, SYNTAX)
    assert decoded.frame.shape == decoded.format.shape
    assert decoded.frame.dtype == decoded.format.dtype
    return decoded


def codes(decoded: Decoded) -> list[str]:
    return [deviation.code for deviation in decoded.deviations]


@pytest.mark.parametrize(
    ("high", "low"),
    [
        (HIGH, LOW),
        (HIGH + b"\0", LOW + b"\0"),
        (b"\x80" + HIGH, b"\x80\x80" + LOW + b"\x80"),
        (HIGH + b"\x80" * 9, LOW + b"\x80" * 8),
    ],
    ids=["not padded", "padded", "no-ops first", "no-ops last"],
)
def test_padding_and_no_operations_are_stepped_over(name: str, high: bytes, low: bytes) -> None:
    decoded = decode(name, stream_of(high, low))
    assert codes(decoded) == []
    assert np.array_equal(decoded.frame, FRAME)


@pytest.mark.parametrize("tail", [b"\0\0", b"\3abcd", b"\x81\0" * 20, b"\3ab"])
def test_what_a_segment_has_too_much_is_left_out(name: str, tail: bytes) -> None:
    stream = stream_of(HIGH + tail, LOW)
    decoded = decode(name, stream)
    assert codes(decoded) == ["rle-padded"]
    assert decoded.deviations[0].offset == 64 + len(HIGH) + len(tail)
    assert np.array_equal(decoded.frame, FRAME)


def test_a_packet_that_reaches_past_the_last_pixel_is_cut(name: str) -> None:
    fmt = PixelFormat(2, 3)
    decoded = decode(name, stream_of(b"\xf0\7"), fmt)
    assert decoded.frame.tolist() == [[7] * 3] * 2
    assert decoded.deviations[0].message == (
        "segment 1 of 1 makes 11 bytes more than 6; they are left out"
    )


def test_truncated_last_rows_are_zeros(name: str) -> None:
    whole = stream_of(HIGH, LOW)
    for lost in range(1, 39):
        decoded = decode(name, whole[:-lost])
        assert codes(decoded) == ["rle-truncated"]
        assert decoded.deviations[0].offset == len(whole) - lost
        cells = decoded.frame.reshape(-1)
        assert np.array_equal(cells[: -lost or None] & 0xFF, (FRAME.reshape(-1)[:-lost]) & 0xFF)
        assert np.array_equal(cells >> 8, FRAME.reshape(-1) >> 8)
        assert not (cells[-1] & 0xFF)


@pytest.mark.parametrize("kept", [0, 1, 30])
def test_a_segment_that_lost_more_than_half_is_damaged(name: str, kept: int) -> None:
    stream = stream_of(HIGH, LOW[:kept])
    with pytest.raises(DamagedPixelData) as caught:
        decode(name, stream)
    assert caught.value.offset == (len(stream) if kept else 0)


@pytest.mark.parametrize(
    "header",
    [
        {"offsets": (66, 64 + len(HIGH))},
        {"offsets": (64, 63)},
        {"offsets": (64, 64)},
        {"offsets": (64, 60000)},
        {"offsets": (0, 0)},
        {"offsets": (64, 64 + len(HIGH) - 9)},
        {"count": 0},
        {"count": 3},
        {"count": 2 << 24},
        {"count": 0xFFFFFFFF},
    ],
    ids=str,
)
def test_a_wrong_header_is_mended_by_what_segments_hold(
    name: str, header: dict[str, int | tuple[int, ...]]
) -> None:
    decoded = decode(name, stream_of(HIGH, LOW, **header))
    assert codes(decoded) == ["rle-header"]
    assert np.array_equal(decoded.frame, FRAME)


def test_offsets_of_no_segment_are_told(name: str) -> None:
    decoded = decode(name, stream_of(HIGH, LOW, offsets=(64, 64 + len(HIGH), 999)))
    assert codes(decoded) == ["rle-header"]
    assert np.array_equal(decoded.frame, FRAME)


@pytest.mark.parametrize("header", [{"count": 0}, {"offsets": (64, 9)}, {"count": 5}], ids=str)
def test_a_wrong_header_over_segments_that_do_not_fit_is_damage(
    name: str, header: dict[str, int | tuple[int, ...]]
) -> None:
    with pytest.raises(DamagedPixelData) as caught:
        decode(name, stream_of(HIGH, LOW + LOW, **header))
    assert caught.value.offset == 0


def test_another_number_of_bytes_a_sample_is_believed_to_the_stream(name: str) -> None:
    decoded = decode(name, stream_of(LOW))
    assert codes(decoded) == ["bits-allocated-differs"]
    assert (decoded.format.bits_allocated, decoded.format.bits_stored) == (8, 8)
    assert np.array_equal(decoded.frame, FRAME & 0xFF)
    wide = decode(name, stream_of(*[HIGH, LOW] * 2))
    assert (wide.format.bits_allocated, wide.format.bits_stored) == (32, 12)
    assert np.array_equal(wide.frame, FRAME.astype(np.uint32) * 0x10001)


def test_chroma_that_is_labelled_halved_is_whole(name: str) -> None:
    fmt = PixelFormat(4, 6, 3, photometric="YBR_FULL")
    frame = make_frame(fmt, "noise")
    labelled = PixelFormat(4, 6, 3, photometric="YBR_FULL_422")
    decoded = decode(name, encode(frame, fmt, UID).stream, labelled)
    assert codes(decoded) == ["colour-differs"]
    assert decoded.format == fmt
    assert np.array_equal(decoded.frame, frame)


def test_another_number_of_samples_is_damage(name: str) -> None:
    with pytest.raises(DamagedPixelData, match="tells of 2 segments, expected 3"):
        decode(name, stream_of(HIGH, LOW), PixelFormat(8, 9, 3, photometric="RGB"))


@pytest.mark.parametrize("length", range(65))
def test_a_stream_that_ends_in_its_header_is_damage(name: str, length: int) -> None:
    with pytest.raises(DamagedPixelData) as caught:
        decode(name, stream_of(HIGH, LOW)[:length])
    assert caught.value.offset == length


def test_a_giant_frame_is_not_believed_to_a_few_bytes(name: str) -> None:
    giant = PixelFormat(65535, 65535, 3, 32, 32, photometric="RGB")
    with pytest.raises(DamagedPixelData, match="expected 4294836225"):
        decode(name, stream_of(*[b"\x81\0"] * 12), giant)


def test_ones_and_zeros_of_one_bit_are_cells(name: str) -> None:
    fmt = PixelFormat(1, 4, bits_allocated=1, bits_stored=1)
    assert decode(name, stream_of(b"\3\1\0\0\1\0"), fmt).frame.tolist() == [[1, 0, 0, 1]]


def outcome(name: str, stream: bytes) -> Decoded | DamagedPixelData:
    try:
        return decode(name, stream)
    except DamagedPixelData as error:
        return error


def test_mutants_are_decoded_or_refused_alike(name: str) -> None:
    random = np.random.default_rng(7)
    whole = np.frombuffer(stream_of(HIGH, LOW), np.uint8)
    for _ in range(2000):
        mutant = whole[: random.choice([len(whole), random.integers(1, len(whole))])].copy()
        places = random.integers(0, len(mutant), random.integers(1, 5))
        mutant[places] ^= (1 << random.integers(0, 8, len(places))).astype(np.uint8)
        agree(outcome(name, mutant.tobytes()), outcome("rle", mutant.tobytes()))


@given(tail=st.binary(max_size=60))
def test_any_tail_is_unpacked_alike(name: str, tail: bytes) -> None:
    stream = stream_of(HIGH, LOW[:30] + tail)
    agree(outcome(name, stream), outcome("rle", stream))


def agree(one: Decoded | DamagedPixelData, other: Decoded | DamagedPixelData) -> None:
    if isinstance(one, Decoded) and isinstance(other, Decoded):
        assert one[1:] == other[1:]
        assert np.array_equal(one.frame, other.frame)
    else:
        assert isinstance(one, DamagedPixelData)
        assert one.offset is not None
        assert str(one) == str(other)
