"""What we encode as JPEG Lossless is decoded to the same cells, here and by everybody else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs import PixelFormat, encode, named
from dicom_codecs.constraints import JPEG_LOSSLESS
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available, decoder
from foreign_decoders import decode_with, decode_with_pydicom, write_file
from hypothesis import given, settings
from hypothesis import strategies as st
from legal_frames import frames, legal_formats, low_bits, make_frame, short

SV1 = "1.2.840.10008.1.2.4.70"
DECODERS = [name for name in ("libjpeg-turbo", "libjpeg") if available(name)]
TELLING = [
    fmt
    for fmt in legal_formats(JPEG_LOSSLESS)
    if fmt.bits_stored in {1, 7, 8, 12, 16} and fmt.photometric != "MONOCHROME1"
]
LARGE = (
    PixelFormat(1, 4001, bits_allocated=16, bits_stored=12),
    PixelFormat(4001, 1, bits_allocated=16, bits_stored=16, signed=True),
    PixelFormat(487, 613, bits_allocated=8, bits_stored=8),
    PixelFormat(301, 257, 3, 16, 16, photometric="RGB"),
)


@pytest.mark.parametrize("name", DECODERS)
@settings(max_examples=200)
@given(given_frame=frames(JPEG_LOSSLESS), uid=st.sampled_from([SV1, "1.2.840.10008.1.2.4.57"]))
def test_a_round_trip_is_the_identity(
    name: str, given_frame: tuple[Frame, PixelFormat], uid: str
) -> None:
    frame, fmt = given_frame
    syntax = named(uid)
    assert syntax is not None
    encoded = encode(frame, fmt, uid)
    decoded = decoder(name)(encoded.stream, encoded.format, syntax)
    assert decoded.format == fmt
    assert decoded.deviations == ()
    assert decoded.frame.dtype == frame.dtype
    assert np.array_equal(decoded.frame, frame)


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("kind", ["noise", "extremes", "quiet"])
@pytest.mark.parametrize("fmt", LARGE, ids=short)
def test_large_and_narrow_frames_survive(name: str, kind: str, fmt: PixelFormat) -> None:
    frame, syntax = make_frame(fmt, kind), named(SV1)
    assert syntax is not None
    decoded = decoder(name)(encode(frame, fmt, SV1).stream, fmt, syntax)
    assert np.array_equal(decoded.frame, frame)


@pytest.mark.parametrize("fmt", [*TELLING, *LARGE], ids=short)
@pytest.mark.parametrize("kind", ["noise", "beyond stored"])
def test_dcmtk_reads_every_bit(
    fmt: PixelFormat, kind: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("dcmdjpeg")
    frame = make_frame(fmt, kind)
    write_file(tmp_path / "coded", encode(frame, fmt, SV1).stream, fmt, SV1)
    assert np.array_equal(decode_with("dcmdjpeg", tmp_path / "coded", fmt), frame)


@pytest.mark.parametrize(
    "fmt",
    [
        fmt
        for fmt in TELLING
        if fmt.bits_stored >= 8 and not (fmt.bits_allocated == 16 and "PALETTE" in fmt.photometric)
    ],
    ids=short,
)
@pytest.mark.parametrize("kind", ["noise", "beyond stored"])
def test_gdcm_reads_what_is_stored(
    fmt: PixelFormat, kind: str, tmp_path: Path, need: Callable[..., None]
) -> None:
    """GDCM 3.0.21 aborts where 8 bits are not all stored, and at a palette of 256 words."""
    need("gdcmconv")
    frame = make_frame(fmt, kind)
    write_file(tmp_path / "coded", encode(frame, fmt, SV1).stream, fmt, SV1)
    decoded = decode_with("gdcmconv", tmp_path / "coded", fmt)
    assert np.array_equal(low_bits(decoded, fmt), low_bits(frame, fmt))


@pytest.mark.skipif(not available("libjpeg"), reason="pydicom needs pylibjpeg-libjpeg")
@pytest.mark.filterwarnings("ignore:The number of bytes of compressed")  # it may well be that
@pytest.mark.parametrize("fmt", legal_formats(JPEG_LOSSLESS), ids=short)
@pytest.mark.parametrize("kind", ["noise", "beyond stored"])
def test_pydicom_reads_what_is_stored(fmt: PixelFormat, kind: str, tmp_path: Path) -> None:
    frame = make_frame(fmt, kind)
    write_file(tmp_path / "coded", encode(frame, fmt, SV1).stream, fmt, SV1)
    decoded = decode_with_pydicom(tmp_path / "coded", "pylibjpeg")
    assert np.array_equal(low_bits(decoded, fmt), low_bits(frame, fmt))


@pytest.mark.parametrize("fmt", [*legal_formats(JPEG_LOSSLESS), *LARGE], ids=short)
@pytest.mark.parametrize("kind", ["noise", "quiet"])
def test_imagecodecs_reads_the_words(fmt: PixelFormat, kind: str) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    frame = make_frame(fmt, kind)
    stream = encode(frame, fmt, SV1).stream
    colour = {"colorspace": "RGB", "outcolorspace": "RGB"} if fmt.samples == 3 else {}
    words = imagecodecs.jpeg8_decode(stream, **colour)
    assert np.array_equal(words.astype(f"u{fmt.dtype.itemsize}").view(fmt.dtype), frame)
