"""What a stream says of its colours goes before the label, and no colour is converted."""

import numpy as np
import pytest
from dicom_codecs import Decoded, PixelFormat, transfer_syntax
from dicom_codecs.implementations import decoder
from jpeg_streams import JFIF, Flat, Lossless, adobe, jpeg_decoders, segment

PLANES = [np.arange(6).reshape(2, 3) * step for step in (10, 20, 30)]
PLAIN = ((1, 1),) * 3
HALVED = ((2, 1), (1, 1), (1, 1))
RGB_NAMES = (82, 71, 66)
SPIFF_RGB = segment(0xE8, b"SPIFF\0", 2, 0, 0, 3, bytes(8), 10, 8, 5, 1, bytes(8))

pytestmark = pytest.mark.parametrize("name", jpeg_decoders())


def decoded(name: str, stream: bytes, fmt: PixelFormat, uid: str) -> Decoded:
    syntax = transfer_syntax("1.2.840.10008.1.2.4." + uid)
    assert syntax
    return decoder(name)(stream, fmt, syntax)


@pytest.mark.parametrize(
    ("applications", "names", "label", "expected"),
    [
        (b"", (1, 2, 3), "RGB", "RGB"),
        (b"", (1, 2, 3), "YBR_FULL", "YBR_FULL"),
        (b"", (1, 2, 3), "YBR_FULL_422", "YBR_FULL"),
        (adobe(0), (1, 2, 3), "YBR_FULL_422", "RGB"),
        (adobe(1), (1, 2, 3), "RGB", "YBR_FULL"),
        (adobe(1), (1, 2, 3), "YBR_FULL", "YBR_FULL"),
        (adobe(2), (1, 2, 3), "RGB", "RGB"),
        (JFIF, (1, 2, 3), "RGB", "YBR_FULL"),
        (JFIF + adobe(0), (1, 2, 3), "RGB", "RGB"),
        (JFIF, RGB_NAMES, "YBR_FULL", "RGB"),
        (SPIFF_RGB, (1, 2, 3), "YBR_FULL", "RGB"),
        (b"", RGB_NAMES, "YBR_FULL_422", "RGB"),
    ],
)
def test_evidence_of_a_dct_stream(
    name: str, applications: bytes, names: tuple[int, ...], label: str, expected: str
) -> None:
    flat = Flat(factors=PLAIN, identifiers=names, applications=applications)
    levels = [np.full((2, 2), level) for level in (50, -20, 90)]
    fmt = PixelFormat(16, 16, 3, photometric=label)
    found = decoded(name, flat.stream(levels, (16, 16)), fmt, "50")
    assert found.format.photometric == expected
    differs = label != expected and (label, expected) != ("YBR_FULL_422", "YBR_FULL")
    assert [one.code for one in found.deviations] == ["colour-differs"] * differs
    assert np.array_equal(found.frame, flat.pixels(levels, (16, 16)))


@pytest.mark.parametrize(("applications", "expected"), [(JFIF, "RGB"), (adobe(1), "YBR_FULL")])
def test_evidence_of_a_lossless_stream(name: str, applications: bytes, expected: str) -> None:
    stream = Lossless(8, applications=applications).stream(PLANES)
    found = decoded(name, stream, PixelFormat(2, 3, 3, photometric="RGB"), "70")
    assert found.format.photometric == expected
    assert np.array_equal(found.frame, np.stack(PLANES, axis=-1))


@pytest.mark.parametrize("applications", [b"", adobe(0)])
def test_chroma_that_is_coarser_is_beyond_doubt(name: str, applications: bytes) -> None:
    flat = Flat(factors=HALVED, applications=applications)
    levels = [np.array([[5, 60]]), np.array([[-30]]), np.array([[20]])]
    fmt = PixelFormat(8, 16, 3, photometric="RGB")
    found = decoded(name, flat.stream(levels, (8, 16)), fmt, "50")
    assert found.format.photometric == "YBR_FULL"
    assert [one.code for one in found.deviations] == ["colour-differs"]
    assert np.array_equal(found.frame, flat.pixels(levels, (8, 16)))


def test_one_component_has_no_colours(name: str) -> None:
    stream = Lossless(8, applications=JFIF).stream(PLANES[:1])
    fmt = PixelFormat(2, 3, photometric="PALETTE COLOR")
    found = decoded(name, stream, fmt, "70")
    assert found.format == fmt
    assert found.deviations == ()
