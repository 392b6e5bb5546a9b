"""JPEG-LS streams of others: interleave modes, presets, what is refused, damage."""

import base64
from collections import Counter
from typing import Final

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData, Decoded, PixelFormat, encode, transfer_syntax
from dicom_codecs.implementations import available, decoder
from dicom_codecs.jpeg_stream.markers import walk
from jpeg_streams import jpeg_decoders, replaced, segment
from mutants import Mutant, flipped, outcomes

DECODERS: Final = [name for name in ("charls", "pyjpegls", "libjpeg") if available(name)]
PREFIX: Final = "1.2.840.10008.1.2.4."

pytestmark = pytest.mark.parametrize("name", DECODERS)

# ISO 14495-1 H.3: 4 x 4 samples of 8 bits, coded with default parameters
EXAMPLE: Final = bytes.fromhex(
    "ffd8 fff7000b080004000401011100 ffda0008010100000000"
    "c000006c80208e01c00000574000006ee6000001bc18000005d800009160 ffd9"
)
# CharLS 2.4 of the same samples, NEAR 3
NEAR_THREE: Final = bytes.fromhex(
    "ffd8 fff7000b080004000401011100 ffda0008010100030000c00190b3010000a8001a0182b0 ffd9"
)
SAMPLES: Final = [[0, 0, 90, 74], [68, 50, 43, 205], [64, 145, 145, 145], [100, 145, 145, 145]]
SQUARE: Final = PixelFormat(4, 4)

# CharLS 2.4 of 4 x 3 pixels of three samples, 7 times their number: by plane, by line, by sample
INTERLEAVED: Final = [
    (
        "/9j/9wARCAAEAAMDAREAAhEAAxEA/9oACAEBAAAAAIAKAFAAABfQAwAYBxMYHGIs/9oACAECAAAAAAoAUAKAAAC+gBgA"
        "wDiYwOMRYP/aAAgBAwAAAAABwAoAUAAAF9ADABgHExgcYiz/2Q=="
    ),
    (
        "/9j/9wARCAAEAAMDAREAAhEAAxEA/9oADAMBAAIAAwAAAQCACgBXQApc2XKgAAAvoAYAMAAAC+mDD4WLAMIig0+RDDpA"
        "LNvhRl4JLmj/2Q=="
    ),
    (
        "/9j/9wARCAAEAAMDAREAAhEAAxEA/9oADAMBAAIAAwAAAgBAEAgAYAKXAClyoAAAL6AAAC+vgAYwWADGCwDA2Gl7zooi"
        "QCwVNFKhd940/9k="
    ),
]
COLOUR: Final = PixelFormat(4, 3, 3, photometric="RGB")


def decoded(name: str, stream: bytes, fmt: PixelFormat, uid: str = "80") -> Decoded:
    syntax = transfer_syntax(PREFIX + uid)
    assert syntax
    return decoder(name)(stream, fmt, syntax)


def with_segment(extra: bytes) -> bytes:
    """The example with a segment before its scan."""
    return replaced(EXAMPLE, [(b"\xff\xda", extra + b"\xff\xda")])


def test_the_example_of_the_standard(name: str) -> None:
    found = decoded(name, EXAMPLE, SQUARE)
    assert found.frame.tolist() == SAMPLES
    assert found.deviations == ()
    if name == "pyjpegls":
        assert encode(np.array(SAMPLES, np.uint8), SQUARE, PREFIX + "80").stream == EXAMPLE


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_interleave_modes(name: str, mode: int) -> None:
    stream = base64.b64decode(INTERLEAVED[mode])
    assert {scan.last for scan in walk(stream).scans} == {mode}
    found = decoded(name, stream, COLOUR)
    assert found.frame.tolist() == (np.arange(36).reshape(4, 3, 3) * 7 % 251).tolist()
    assert found.frame.flags.c_contiguous
    assert found.format == COLOUR


def test_preset_coding_parameters(name: str) -> None:
    defaults = b"".join(number.to_bytes(2) for number in (255, 3, 7, 21, 64))
    stream = with_segment(segment(0xF8, 1, defaults))
    assert decoded(name, stream, SQUARE).frame.tolist() == SAMPLES


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (with_segment(segment(0xF8, 2, 1, 1, bytes(16))), "other than preset coding parameters"),
        (replaced(EXAMPLE, [(b"\1\1\0\0\0\0", b"\1\1\1\0\0\0")]), "a mapping table"),
        (replaced(EXAMPLE, [(b"\1\1\0\0\0\0", b"\1\1\0\x80\0\0")]), "NEAR is 128"),
        (replaced(EXAMPLE, [(b"\1\1\0\0\0\0", b"\1\1\0\0\3\0")]), "interleave mode 3"),
        (replaced(EXAMPLE, [(b"\x0b\x08", b"\x0b\x11")]), "precision of 17 bits"),
        (with_segment(segment(0xE8, b"mrfx\1")), "colour transform 1 of Hewlett-Packard"),
        (replaced(base64.b64decode(INTERLEAVED[2]), [(b"\2\x11\0", b"\2\x21\0")]), "sub-sampled"),
    ],
)
def test_what_dicom_has_no_place_for(name: str, stream: bytes, reason: str) -> None:
    fmt = COLOUR if len(walk_size(stream)) > 1 else SQUARE
    with pytest.raises(DamagedPixelData, match=reason) as caught:
        decoded(name, stream, fmt)
    assert caught.value.offset is not None


def walk_size(stream: bytes) -> bytes:
    """Names of the components."""
    at = stream.index(b"\xff\xf7")
    return stream[at + 10 : at + 10 + 3 * stream[at + 9] : 3]


def test_no_transform_is_none(name: str) -> None:
    stream = with_segment(segment(0xE8, b"mrfx\0"))
    assert decoded(name, stream, SQUARE).frame.tolist() == SAMPLES


def test_loss_under_a_lossless_label_is_told(name: str) -> None:
    for uid, told in (("80", ["jpeg-process-differs"]), ("81", [])):
        found = decoded(name, NEAR_THREE, SQUARE, uid)
        assert [one.code for one in found.deviations] == told
        assert np.abs(found.frame.astype(int) - SAMPLES).max() == 3
    assert decoded(name, EXAMPLE, SQUARE, "81").deviations == ()


@pytest.mark.parametrize("uid", ["50", "70"])
def test_jpeg_ls_under_another_label(name: str, uid: str) -> None:
    for one in {name, *jpeg_decoders()}:
        found = decoded(one, EXAMPLE, SQUARE, uid)
        assert [one.code for one in found.deviations] == ["jpeg-process-differs"]
        assert found.frame.tolist() == SAMPLES


def test_sixty_five_thousand_lines_over_a_few_bytes(name: str) -> None:
    stream = replaced(EXAMPLE, [(b"\x08\0\4\0\4", b"\x08\xff\xff\xff\xff")])
    with pytest.raises(DamagedPixelData, match="expected 16384 at the least"):
        decoded(name, stream, PixelFormat(65535, 65535))


def test_a_stream_cut_at_every_byte(name: str) -> None:
    for end in range(len(EXAMPLE) - 1):
        try:
            found = decoded(name, EXAMPLE[:end], SQUARE)
        except DamagedPixelData:
            continue
        assert found.deviations[0].code == "jpeg-end-missing"
    complete = decoded(name, EXAMPLE[:-2], SQUARE)
    assert [one.code for one in complete.deviations] == ["jpeg-end-missing"]
    assert complete.frame.tolist() == SAMPLES


def test_flipped_bits(name: str) -> None:
    streams = [(EXAMPLE, SQUARE), *((base64.b64decode(one), COLOUR) for one in INTERLEAVED)]
    mutants = [
        Mutant(flipped(stream, seed), name, PREFIX + "80", fmt)
        for stream, fmt in streams
        for seed in range(400)
    ]
    found = Counter(outcomes(mutants))
    assert set(found) == {"decoded", "DamagedPixelData"}


def test_signed_numbers_are_extended_from_the_precision(name: str) -> None:
    fmt = PixelFormat(4, 4, bits_allocated=16, bits_stored=8, signed=True)
    expected = np.array(SAMPLES, np.uint8).view(np.int8)
    found = decoded(name, EXAMPLE, fmt)
    assert found.frame.tolist() == expected.tolist()
    assert found.frame.dtype == np.int16
    assert found.deviations == ()
