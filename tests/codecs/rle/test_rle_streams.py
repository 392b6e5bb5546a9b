"""RLE frames there and back, here and with everybody else."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs import PixelFormat, encode, named
from dicom_codecs.constraints import RLE
from dicom_codecs.errors import UnsuitableFrame
from dicom_codecs.frame import NOTHING_SAID, Frame
from dicom_codecs.implementations import available, decoder, encoder
from foreign_decoders import decode_with, decode_with_pydicom, write_file
from hypothesis import given, settings
from legal_frames import KINDS, frames, legal_formats, low_bits, make_frame, short

UID = "1.2.840.10008.1.2.5"
SYNTAX = named(UID)
assert SYNTAX is not None
DECODERS = [name for name in ("pylibjpeg-rle", "rle") if available(name)]
TELLING = [
    fmt
    for fmt in legal_formats(RLE)
    if fmt.bits_stored in {1, 7, 8, 12, 16} and fmt.photometric != "MONOCHROME1"
]
LARGE = (
    PixelFormat(1, 65535, bits_allocated=16, bits_stored=12),
    PixelFormat(65535, 1, bits_allocated=16, bits_stored=16, signed=True),
    PixelFormat(487, 613),
    PixelFormat(301, 257, 3, 16, 16, photometric="RGB"),
    PixelFormat(70, 64, 1, 32, 32),
    PixelFormat(70, 64, 3, 32, 30, photometric="RGB"),
)


@pytest.mark.parametrize("name", DECODERS)
@settings(max_examples=200)
@given(given_frame=frames(RLE))
def test_a_round_trip_is_the_identity(name: str, given_frame: tuple[Frame, PixelFormat]) -> None:
    frame, fmt = given_frame
    encoded = encode(frame, fmt, UID)
    decoded = decoder(name)(encoded.stream, fmt, SYNTAX)
    assert encoded.format == decoded.format == fmt
    assert decoded.deviations == ()
    assert decoded.frame.dtype == frame.dtype
    assert np.array_equal(decoded.frame, frame)


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fmt", LARGE, ids=short)
def test_large_and_narrow_frames_survive(name: str, kind: str, fmt: PixelFormat) -> None:
    frame = make_frame(fmt, kind)
    decoded = decoder(name)(encoder("rle")(frame, fmt, SYNTAX, NOTHING_SAID).stream, fmt, SYNTAX)
    assert decoded.deviations == ()
    assert decoded.frame.flags.c_contiguous
    assert np.array_equal(decoded.frame, frame)


def test_a_header_tells_of_segments_of_even_length() -> None:
    fmt = PixelFormat(2, 3, 3, 16, 16, photometric="RGB")
    cells = np.arange(18, dtype=np.uint16).reshape(fmt.shape) * 300
    stream = encode(cells, fmt, UID).stream
    count, *offsets = struct.unpack_from("<16L", stream)
    assert count == 6
    assert offsets[:6] == [64 + 8 * number for number in range(6)]
    assert offsets[6:] == [0] * 9
    red_high = (cells[:, :, 0] >> 8).astype(np.uint8).tobytes()
    assert stream[64:72] == b"\2" + red_high[:3] + b"\2" + red_high[3:]
    blue_low = (cells[:, :, 2] & 0xFF).astype(np.uint8).tobytes()
    assert stream[104:] == b"\2" + blue_low[:3] + b"\2" + blue_low[3:]


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_odd_segments_are_padded(columns: int) -> None:
    fmt = PixelFormat(1, columns)
    assert len(encode(make_frame(fmt, "ramp"), fmt, UID).stream) == 64 + (columns + 2) // 2 * 2


@pytest.mark.parametrize(("allocated", "samples"), [(1, 1), (64, 2), (32, 4)])
def test_what_has_no_segments_is_refused(allocated: int, samples: int) -> None:
    fmt = PixelFormat(2, 2, samples, allocated, allocated)
    with pytest.raises(UnsuitableFrame, match=f"{samples} samples of {allocated} bits"):
        encoder("rle")(np.zeros(fmt.shape, fmt.dtype), fmt, SYNTAX, NOTHING_SAID)


@pytest.mark.skipif(not available("pylibjpeg-rle"), reason="pylibjpeg-rle is not installed")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fmt", LARGE, ids=short)
def test_no_frame_is_larger_than_of_pylibjpeg_rle(kind: str, fmt: PixelFormat) -> None:
    rle = pytest.importorskip("rle.utils")
    frame = make_frame(fmt, kind)
    theirs = rle.encode_pixel_data(
        frame.tobytes(),
        rows=fmt.rows,
        columns=fmt.columns,
        samples_per_pixel=fmt.samples,
        bits_allocated=fmt.bits_allocated,
        byteorder="<",
    )
    assert len(encoder("rle")(frame, fmt, SYNTAX, NOTHING_SAID).stream) <= len(theirs)


@pytest.mark.parametrize("fmt", [*TELLING, *LARGE[:4]], ids=short)
@pytest.mark.parametrize("kind", ["noise", "quiet", "beyond stored"])
def test_dcmtk_reads_every_bit(
    fmt: PixelFormat, kind: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("dcmdrle")
    frame = make_frame(fmt, kind)
    write_file(tmp_path / "coded", encode(frame, fmt, UID).stream, fmt, UID)
    assert np.array_equal(decode_with("dcmdrle", tmp_path / "coded", fmt), frame)


def gdcm_can(fmt: PixelFormat) -> bool:
    """GDCM 3.0.21 misreads RGB of 16 bits, and aborts at 5 of 8 bits and at palettes of words."""
    if fmt.bits_allocated == 16:
        return fmt.photometric not in {"RGB", "PALETTE COLOR"}
    return fmt.bits_stored == 8


@pytest.mark.parametrize("fmt", [fmt for fmt in TELLING if gdcm_can(fmt)], ids=short)
@pytest.mark.parametrize("kind", ["noise", "beyond stored"])
def test_gdcm_reads_what_is_stored(
    fmt: PixelFormat, kind: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("gdcmconv")
    frame = make_frame(fmt, kind)
    write_file(tmp_path / "coded", encode(frame, fmt, UID).stream, fmt, UID)
    decoded = decode_with("gdcmconv", tmp_path / "coded", fmt)
    assert np.array_equal(low_bits(decoded, fmt), low_bits(frame, fmt))


@pytest.mark.parametrize("plugin", ["pydicom", "pylibjpeg"])
@pytest.mark.parametrize("fmt", legal_formats(RLE), ids=short)
@pytest.mark.filterwarnings("ignore:The number of bytes of compressed")  # it may well be that
def test_pydicom_reads_what_is_stored(fmt: PixelFormat, plugin: str, tmp_path: Path) -> None:
    if plugin == "pylibjpeg" and not available("pylibjpeg-rle"):
        pytest.skip("pylibjpeg-rle is not installed")
    frame = make_frame(fmt, "beyond stored")
    write_file(tmp_path / "coded", encode(frame, fmt, UID).stream, fmt, UID)
    decoded = decode_with_pydicom(tmp_path / "coded", plugin)
    assert np.array_equal(low_bits(decoded, fmt), low_bits(frame, fmt))


@pytest.mark.parametrize("kind", KINDS)
def test_imagecodecs_unpacks_segments(kind: str) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    fmt = PixelFormat(31, 300)
    frame = make_frame(fmt, kind)
    unpacked = imagecodecs.packbits_decode(encode(frame, fmt, UID).stream[64:])
    assert bytes(unpacked)[: fmt.cells] == frame.tobytes()
