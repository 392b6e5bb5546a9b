"""The first bytes of a fragment tell whether a frame begins in it."""

from struct import pack

import pytest
from dicom_codecs import PixelFormat, named
from dicom_codecs.encapsulation import (
    Marks,
    frames_of,
    marks_of,
    read_fragments,
    source_of_bytes,
)
from dicom_codecs.encapsulation.marks import HEAD_BYTES, any_stream_begins
from encapsulated import value
from hypothesis import given
from hypothesis import strategies as st

SIXTEEN = PixelFormat(64, 64, bits_allocated=16, bits_stored=16)


def _marks(keyword: str, fmt: PixelFormat = SIXTEEN) -> Marks:
    syntax = named(keyword)
    assert syntax is not None
    marks = marks_of(syntax, fmt)
    assert marks is not None
    return marks


def _rle_header(*offsets: int) -> bytes:
    return pack("<16L", len(offsets), *offsets, *[0] * (15 - len(offsets)))


@pytest.mark.parametrize(
    ("keyword", "head"),
    [
        ("JPEGBaseline8Bit", b"\xff\xd8\xff\xe0"),
        ("JPEGLosslessSV1", b"\xff\xd8\xff\xc3"),
        ("JPEGLSLossless", b"\xff\xd8\xff\xf7"),
        ("JPEG2000", b"\xff\x4f\xff\x51"),
        ("JPEG2000", b"\0\0\0\x0cjP  \r\n\x87\n"),
        ("HTJ2K", b"\xff\x4f\xff\x51"),
        ("JPEGXL", b"\xff\x0a\xfa"),
        ("JPEGXL", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("RLELossless", _rle_header(64, 700)),
    ],
)
def test_beginnings(keyword: str, head: bytes) -> None:
    marks = _marks(keyword)
    assert marks.begins(head.ljust(HEAD_BYTES, b"x"))
    assert any_stream_begins(head.ljust(HEAD_BYTES, b"x"))
    assert not marks.begins(b"x" + head.ljust(HEAD_BYTES, b"x"))
    assert not marks.begins(b"")


@pytest.mark.parametrize("tail", [b"...\xff\xd9", b"..\xff\xd9\0", b"\xff\xd9" + bytes(14)])
@pytest.mark.parametrize("keyword", ["JPEGBaseline8Bit", "JPEGLSLossless", "HTJ2KLossless"])
def test_ends(keyword: str, tail: bytes) -> None:
    ends = _marks(keyword).ends
    assert ends is not None
    assert ends(tail)
    assert not ends(tail + b"x")
    assert not ends(bytes(16))


@pytest.mark.parametrize(
    "head",
    [
        _rle_header(64),
        _rle_header(64, 700, 900),
        _rle_header(66, 700),
        _rle_header(64, 64),
        _rle_header(64, 700)[:-1] + b"\1",
        _rle_header(64, 700)[:63],
        bytes(64),
    ],
)
def test_what_is_no_header_of_two_segments(head: bytes) -> None:
    assert not _marks("RLELossless").begins(head)


@pytest.mark.parametrize(
    ("fmt", "segments"),
    [
        (PixelFormat(4, 4), 1),
        (PixelFormat(4, 4, bits_allocated=1, bits_stored=1), 1),
        (PixelFormat(4, 4, 3, 16, 16, photometric="RGB"), 6),
        (PixelFormat(4, 4, bits_allocated=64, bits_stored=64), 8),
    ],
)
def test_segments_of_a_format(fmt: PixelFormat, segments: int) -> None:
    head = _rle_header(*range(64, 64 + 100 * segments, 100))
    assert _marks("RLELossless", fmt).begins(head)


@pytest.mark.parametrize(
    "keyword", ["EncapsulatedUncompressedExplicitVRLittleEndian", "MPEG2MPML", "HEVCMP51"]
)
def test_streams_without_marks(keyword: str) -> None:
    syntax = named(keyword)
    assert syntax is not None
    assert marks_of(syntax, SIXTEEN) is None


@pytest.mark.parametrize("length", [64, 1024])
def test_rle_in_short_fragments_without_a_table(length: int) -> None:
    """What dcm4chee-arc once told apart by guessed ends, and wrongly."""
    frames = [_rle_header(64, 700) + bytes([fill]) * 5000 for fill in (0, 7, 0x80)]
    cut = [[one[at : at + length] for at in range(0, len(one), length)] for one in frames]
    source = source_of_bytes(value([piece for pieces in cut for piece in pieces]))
    index = frames_of(read_fragments(source, 0), 3, marks=_marks("RLELossless"), source=source)
    assert [index.read(source, number) for number in range(3)] == frames
    assert [one.code for one in index.deviations] == ["offset-table-missing"]


@given(st.binary(max_size=80))
def test_any_head_has_an_answer(head: bytes) -> None:
    assert any_stream_begins(head) in {True, False}
