"""The header of JPEG XL, held against streams of libjxl and put together bit by bit."""

import struct

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData
from dicom_codecs.jpeg_xl_header import Header, read_header
from hypothesis import given
from hypothesis import strategies as st

RATIOS = [(1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)]
SIGNATURE = bytes.fromhex("0000000c4a584c200d0a870a")


class Bits:
    """Numbers put together to bytes, least significant bit first."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, value: int, count: int) -> "Bits":
        self.text += format(value, f"0{count}b")[::-1] if count else ""
        return self

    def side(self, value: int) -> "Bits":
        choice, count = next(
            (number, bits) for number, bits in enumerate((9, 13, 18, 30)) if value <= 1 << bits
        )
        return self.put(choice, 2).put(value - 1, count)

    def stream(self) -> bytes:
        padded = self.text + "0" * (-len(self.text) % 8)
        octets = [padded[at : at + 8] for at in range(0, len(padded), 8)]
        return b"\xff\x0a" + bytes(int(octet[::-1], 2) for octet in octets)


def metadata(bits: Bits, precision: int, space: int, *, extras: bool = False) -> Bits:
    """Not default; integers of a precision; no channels beside; not XYB; a colour space."""
    bits.put(0, 1).put(int(extras), 1)
    if extras:
        bits.put(0, 3).put(1, 1).put(0, 1).side(9).put(1, 3).put(0, 1).put(0, 1)
    bits.put(0, 1).put(3, 2).put(precision - 1, 6).put(0, 1).put(0, 2).put(0, 1)
    return bits.put(0, 1).put(0, 1).put(space, 2).put(0, 8)


@given(rows=st.integers(1, 1 << 30), columns=st.integers(1, 1 << 30))
def test_sizes_of_two_sides(rows: int, columns: int) -> None:
    bits = Bits().put(0, 1).side(rows).put(0, 3).side(columns)
    header = read_header(metadata(bits, 12, 1).stream())
    assert header == Header(rows, columns, 1, 12, xyb=False)


@given(rows=st.integers(1, 1 << 18), ratio=st.integers(0, 6))
def test_sizes_of_a_ratio(rows: int, ratio: int) -> None:
    header = read_header(metadata(Bits().put(0, 1).side(rows).put(ratio + 1, 3), 8, 0).stream())
    across, down = RATIOS[ratio]
    assert (header.rows, header.columns) == (rows, rows * across // down)
    assert (header.samples, header.precision) == (3, 8)


@given(rows=st.integers(1, 32), columns=st.integers(1, 32), extras=st.booleans())
def test_sizes_in_eights(rows: int, columns: int, extras: bool) -> None:
    bits = Bits().put(1, 1).put(rows - 1, 5).put(0, 3).put(columns - 1, 5)
    header = read_header(metadata(bits, 16, 1, extras=extras).stream())
    assert header == Header(8 * rows, 8 * columns, 1, 16, xyb=False)


def test_what_is_default_is_8_bits_of_xyb() -> None:
    stream = Bits().put(0, 1).side(7).put(1, 3).put(1, 1).stream()
    assert read_header(stream) == Header(7, 7, 3, 8, xyb=True)


@given(
    rows=st.integers(1, 90),
    columns=st.integers(1, 90),
    stored=st.integers(1, 16),
    samples=st.sampled_from([1, 3]),
    lossless=st.booleans(),
    boxed=st.booleans(),
)
def test_headers_of_libjxl(
    rows: int, columns: int, stored: int, samples: int, lossless: bool, boxed: bool
) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    shape = (rows, columns) if samples == 1 else (rows, columns, samples)
    stream = imagecodecs.jpegxl_encode(
        np.zeros(shape, np.uint8 if stored <= 8 else np.uint16),
        lossless=lossless,
        distance=None if lossless else 2.0,
        effort=1,
        bitspersample=stored,
        usecontainer=boxed,
        photometric="rgb" if samples == 3 else "gray",
    )
    assert read_header(stream)._replace(xyb=False) == Header(
        rows, columns, samples, stored, xyb=False
    )


def start() -> Bits:
    return Bits().put(0, 1).side(9).put(1, 3)


@pytest.mark.parametrize(
    ("bits", "reason"),
    [
        (start().put(0, 1).put(1, 1).put(3, 3), "turned, with a preview or animated"),
        (start().put(0, 1).put(1, 1).put(0, 4).put(1, 1), "turned, with a preview or animated"),
        (start().put(0, 1).put(1, 1).put(0, 5).put(1, 1), "turned, with a preview or animated"),
        (start().put(0, 2).put(1, 1), "floating point"),
        (start().put(0, 3).put(0, 3).put(1, 2), "channels beside the colours"),
        (start().put(0, 3).put(0, 3).put(2, 2), "channels beside the colours"),
    ],
)
def test_what_no_frame_has_is_refused(bits: Bits, reason: str) -> None:
    with pytest.raises(DamagedPixelData, match=reason):
        read_header(bits.put(0, 40).stream())


def test_a_header_cut_off_anywhere() -> None:
    stream = metadata(Bits().put(0, 1).side(70000).put(0, 3).side(70000), 12, 1).stream()
    for length in range(len(stream) - 2):
        with pytest.raises(DamagedPixelData, match=r"ends in its header|no JPEG XL"):
            read_header(stream[:length])


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


BARE = metadata(Bits().put(0, 1).side(70).put(0, 3).side(33), 12, 1).stream()
EXPECTED = Header(70, 33, 1, 12, xyb=False)


@pytest.mark.parametrize(
    "boxes",
    [
        box(b"ftyp", bytes(12)) + box(b"jxlc", BARE),
        box(b"jxlp", bytes(4) + BARE[:5]) + box(b"jbrd", b"x") + box(b"jxlp", bytes(4) + BARE[5:]),
        struct.pack(">I4s", 0, b"jxlc") + BARE,
        struct.pack(">I4sQ", 1, b"jxlc", len(BARE) + 16) + BARE,
    ],
)
def test_codestreams_in_boxes(boxes: bytes) -> None:
    assert read_header(SIGNATURE + boxes) == EXPECTED


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        (b"", "no codestream in the boxes"),
        (box(b"jxlc", b"nothing"), "no codestream in the boxes"),
        (struct.pack(">I4s", 7, b"ftyp"), "a box of 7 bytes"),
        (struct.pack(">I4s", 900, b"jxlc") + BARE, "a box of 900 bytes"),
        (struct.pack(">I4sQ", 1, b"jxlc", 1 << 62) + BARE, "a box of 4611686018427387904 bytes"),
    ],
)
def test_boxes_that_hold_none(boxes: bytes, reason: str) -> None:
    with pytest.raises(DamagedPixelData, match=reason):
        read_header(SIGNATURE + boxes)


@given(stream=st.binary(max_size=80), begin=st.sampled_from([b"", b"\xff\x0a", SIGNATURE]))
def test_any_bytes_are_a_header_or_damage(stream: bytes, begin: bytes) -> None:
    try:
        header = read_header(begin + stream)
    except DamagedPixelData:
        return
    assert header.rows >= 1
    assert header.samples in {1, 3}
