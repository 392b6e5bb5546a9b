"""Deflated frames: native bytes, raw deflate, never inflated beyond what the format holds."""

import zlib
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from dicom_codecs import DamagedPixelData, PixelFormat, decode, encode, named
from foreign_files import CORPUS
from hypothesis import given
from hypothesis import strategies as st
from legal_frames import make_frame
from pydicom.encaps import generate_frames
from pydicom.pixels.utils import pixel_array

FORMATS = [
    PixelFormat(7, 9, 1, 1, 1),
    PixelFormat(16, 16, 1, 1, 1),
    PixelFormat(5, 7),
    PixelFormat(5, 7, 1, 8, 6, signed=True),
    PixelFormat(5, 7, 1, 16, 12),
    PixelFormat(5, 7, 1, 32, 32, signed=True),
    PixelFormat(5, 7, 3, photometric="RGB"),
    PixelFormat(5, 7, 3, planar=True, photometric="RGB"),
    PixelFormat(5, 7, 4, photometric="CMYK"),
]
GREY = FORMATS[4]


def uid() -> str:
    row = named("DeflatedImageFrameCompression")
    assert row
    return row.uid


def native(fmt: PixelFormat, seed: int = 0) -> bytes:
    """The bytes of a frame as PS3.5 8.1 has them, put together by other means."""
    frame = make_frame(fmt, "noise", seed)
    if fmt.bits_allocated == 1:
        bits = [int(cell) << number % 8 for number, cell in enumerate(frame.ravel())]
        return bytes(sum(bits[at : at + 8]) for at in range(0, len(bits), 8))
    if fmt.planar:
        frame = np.moveaxis(frame, -1, 0)
    return frame.astype(frame.dtype.newbyteorder("<")).tobytes()


def raw_deflated(data: bytes, level: int = 9) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("fmt", FORMATS, ids=str)
@given(seed=st.integers(0, 1 << 32), kind=st.sampled_from(["noise", "beyond stored", "constant"]))
def test_frames_come_back(fmt: PixelFormat, seed: int, kind: str) -> None:
    frame = make_frame(fmt, kind if fmt.bits_stored < fmt.bits_allocated else "noise", seed)
    encoded = encode(frame, fmt, uid())
    decoded = decode(encoded.stream, encoded.format, uid())
    assert np.array_equal(decoded.frame, frame)
    assert decoded.frame.dtype == fmt.dtype
    assert decoded.format == fmt
    assert decoded.deviations == ()


@pytest.mark.parametrize("fmt", FORMATS, ids=str)
def test_streams_hold_native_bytes_and_nothing_else(fmt: PixelFormat) -> None:
    encoded = encode(make_frame(fmt, "noise"), fmt, uid())
    assert encoded.format == fmt
    inflater = zlib.decompressobj(-15)
    assert inflater.decompress(encoded.stream) == native(fmt)
    assert inflater.eof
    assert not inflater.unused_data


@pytest.mark.parametrize("fmt", FORMATS, ids=str)
@pytest.mark.parametrize("level", [0, 1, 9])
@pytest.mark.parametrize("pad", [b"", b"\0"])
def test_streams_of_others(fmt: PixelFormat, level: int, pad: bytes) -> None:
    stream = raw_deflated(native(fmt) + pad[: len(native(fmt)) % 2], level) + pad
    decoded = decode(stream, fmt, uid())
    assert np.array_equal(decoded.frame, make_frame(fmt, "noise"))
    assert decoded.deviations == ()


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        (raw_deflated(native(GREY)) + b"\0\0", "stream-padded"),
        (raw_deflated(native(GREY) + bytes(500)), "stream-padded"),
        (raw_deflated(native(GREY) + bytes(1 << 22)), "stream-padded"),
        (zlib.compress(native(GREY)), "deflate-wrapped"),
        (raw_deflated(native(GREY), 0).replace(b"\x01", b"\x00", 1), "deflate-end-missing"),
    ],
)
def test_deviations_are_read_and_told(stream: bytes, told: str) -> None:
    decoded = decode(stream, GREY, uid())
    assert np.array_equal(decoded.frame, make_frame(GREY, "noise"))
    assert [deviation.code for deviation in decoded.deviations] == [told]


def test_truncation_anywhere_is_damage() -> None:
    stream = raw_deflated(native(GREY))
    for length in range(len(stream) - 4):
        with pytest.raises(DamagedPixelData, match="bytes inflated, expected 70") as caught:
            decode(stream[:length], GREY, uid())
        assert caught.value.offset == length


@pytest.mark.parametrize("stream", [b"\xff" * 20, b"\x78\x9c" + b"\xff" * 20, b"\x06"])
def test_what_is_not_deflated_is_damage(stream: bytes) -> None:
    with pytest.raises(DamagedPixelData, match="cannot be inflated"):
        decode(stream, GREY, uid())


def test_a_vast_frame_out_of_a_few_bytes_is_refused() -> None:
    with pytest.raises(DamagedPixelData, match="expected 8589672450"):
        decode(raw_deflated(bytes(1000)), replace(GREY, rows=65535, columns=65535), uid())


@given(seed=st.integers(0, 1 << 32))
def test_flipped_bits_are_frames_or_damage(seed: int) -> None:
    stream = bytearray(raw_deflated(native(GREY)))
    stream[seed // 8 % len(stream)] ^= 1 << seed % 8
    try:
        decoded = decode(bytes(stream), GREY, uid())
    except DamagedPixelData:
        return
    assert decoded.frame.shape == GREY.shape


@pytest.mark.skipif(not CORPUS, reason="no corpus is named")
def test_a_segmentation_deflated_and_coded_as_jpeg_2000_is_the_same() -> None:
    """liver_deflate.dcm and liver_j2k.dcm of pydicom-data are of one image."""
    deflated = pydicom.dcmread(f"{CORPUS}/237_1.2.8.1.dcm")
    other = pixel_array(pydicom.dcmread(f"{CORPUS}/209_1.2.4.90.dcm"))
    fmt = PixelFormat(512, 512, 1, 1, 1)
    for number, stream in enumerate(generate_frames(deflated.PixelData, number_of_frames=3)):
        decoded = decode(stream, fmt, uid())
        assert np.array_equal(decoded.frame, other[number])
        assert decoded.deviations == ()
