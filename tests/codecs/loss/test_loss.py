"""Streams tell whether they are lossy, where they can."""

import numpy as np
import pytest
from dicom_codecs import Lossy, encode, named
from dicom_codecs.implementations import available
from dicom_codecs.loss import has_lost
from dicom_codecs.pixel_format import PixelFormat

FMT = PixelFormat(40, 41, bits_allocated=16, bits_stored=12)
FRAME = np.random.default_rng(3).integers(0, 4096, FMT.shape, np.uint16)


@pytest.mark.parametrize(
    ("made_as", "read_as", "lost"),
    [
        ("JPEGExtended12Bit", "JPEGExtended12Bit", True),
        ("JPEGExtended12Bit", "JPEGLosslessSV1", True),
        ("JPEGLossless", "JPEGExtended12Bit", None),
        ("JPEG2000", "JPEG2000", True),
        ("JPEG2000", "JPEG2000Lossless", True),
        ("JPEG2000Lossless", "JPEG2000", None),
        ("JPEG2000Lossless", "JPEG2000Lossless", False),
        ("RLELossless", "RLELossless", False),
        ("JPEGLSNearLossless", "JPEGLSNearLossless", True),
        ("JPEGLSLossless", "JPEGLSNearLossless", None),
        ("HTJ2K", "HTJ2K", True),
        ("HTJ2KLossless", "HTJ2K", None),
    ],
)
def test_it_is_told(made_as: str, read_as: str, *, lost: bool | None) -> None:
    made, read = named(made_as), named(read_as)
    assert made is not None
    assert read is not None
    if not available(made.encode[0]):
        pytest.skip(f"nothing encodes {made_as} here")
    lossy = Lossy() if made.lossless else Lossy(quality=50)
    stream = encode(FRAME, FMT, made.uid, lossy).stream
    assert has_lost(stream, FMT, read) is lost
