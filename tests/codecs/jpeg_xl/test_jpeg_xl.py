"""JPEG XL: what is lossless comes back, what is lossy is within bounds, damage is damage."""

from collections import Counter
from dataclasses import replace
from math import log10

import numpy as np
import pytest
from codestreams import syntax_of, textured
from dicom_codecs import (
    DamagedPixelData,
    Decoded,
    Lossy,
    PixelFormat,
    UnsuitableFrame,
    decode,
    encode,
)
from dicom_codecs.constraints import JPEG_XL
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available
from hypothesis import given
from legal_frames import frames, make_frame
from mutants import Mutant, flipped, outcomes

pytestmark = pytest.mark.skipif(not available("libjxl"), reason="needs imagecodecs")

LOSSLESS = syntax_of("JPEGXLLossless").uid
OF_JPEG = syntax_of("JPEGXLJPEGRecompression").uid
LOSSY = syntax_of("JPEGXL").uid
GREY = PixelFormat(48, 50, 1, 16, 12)
COLOUR = PixelFormat(40, 64, 3, photometric="RGB")


def signal_to_noise(frame: Frame, other: Frame) -> float:
    noise = float(np.sqrt(np.mean((frame.astype(float) - other) ** 2)))
    return 20 * log10((int(frame.max()) - int(frame.min())) / max(noise, 1e-9))


def codes(decoded: Decoded) -> list[str]:
    return [deviation.code for deviation in decoded.deviations]


@given(drawn=frames(JPEG_XL))
def test_every_legal_frame_comes_back(drawn: tuple[Frame, PixelFormat]) -> None:
    frame, fmt = drawn
    encoded = encode(frame, fmt, LOSSLESS)
    decoded = decode(encoded.stream, encoded.format, LOSSLESS)
    assert encoded.format == fmt
    assert np.array_equal(decoded.frame, frame)
    assert decoded.frame.dtype == fmt.dtype
    assert decoded.format == fmt
    assert decoded.deviations == ()


@pytest.mark.parametrize("fmt", [GREY, COLOUR])
def test_imagecodecs_reads_the_same(fmt: PixelFormat) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    frame = make_frame(fmt, "noise")
    assert np.array_equal(imagecodecs.jpegxl_decode(encode(frame, fmt, LOSSLESS).stream), frame)


@pytest.mark.parametrize(
    "fmt", [PixelFormat(90, 120), replace(GREY, rows=120), replace(COLOUR, rows=120)]
)
def test_quality_and_ratio(fmt: PixelFormat) -> None:
    frame = textured(fmt, noise=0.03)
    reached = []
    for quality in (20, 60, 90, 100):
        encoded = encode(frame, fmt, LOSSY, Lossy(quality=quality))
        decoded = decode(encoded.stream, encoded.format, LOSSY)
        assert decoded.format == fmt
        assert codes(decoded) == []
        reached.append(signal_to_noise(frame, decoded.frame))
    assert reached == sorted(reached)
    assert reached[0] > 20
    assert reached[-1] > 38
    for ratio in (4, 15):
        stream = encode(frame, fmt, LOSSY, Lossy(ratio=ratio)).stream
        assert ratio <= fmt.frame_bits / 8 / len(stream) < ratio * 1.1
    with pytest.raises(UnsuitableFrame, match="ratio 9000 leaves"):
        encode(frame, fmt, LOSSY, Lossy(ratio=9000))


def test_colours_that_are_coded_as_xyb_say_so_and_decode_to_rgb() -> None:
    encoded = encode(textured(COLOUR), replace(COLOUR, planar=True), LOSSY)
    assert encoded.format == replace(COLOUR, photometric="XYB")
    decoded = decode(encoded.stream, encoded.format, LOSSY)
    assert decoded.format.photometric == "RGB"
    assert codes(decoded) == []
    assert encode(textured(COLOUR), COLOUR, LOSSLESS).format.photometric == "RGB"
    assert encode(textured(GREY), GREY, LOSSY).format == GREY


@pytest.mark.parametrize(
    ("label", "told"),
    [("RGB", []), ("XYB", []), ("YBR_FULL_422", []), ("PALETTE COLOR", ["colour-differs"])],
)
def test_labels_of_colours(label: str, told: list[str]) -> None:
    stream = encode(textured(COLOUR), COLOUR, LOSSLESS).stream
    decoded = decode(stream, replace(COLOUR, photometric=label), LOSSLESS)
    assert np.array_equal(decoded.frame, textured(COLOUR))
    assert decoded.format.photometric == "RGB"
    assert codes(decoded) == told


def test_a_jpeg_packed_anew_decodes_to_what_the_jpeg_holds() -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    jpeg = imagecodecs.jpeg8_encode(textured(COLOUR), level=95)
    stream = imagecodecs.jpegxl_encode_jpeg(jpeg)
    decoded = decode(stream, replace(COLOUR, photometric="YBR_FULL_422"), OF_JPEG)
    of_jpeg = imagecodecs.jpeg8_decode(jpeg).astype(int)
    assert np.abs(decoded.frame - of_jpeg).mean() < 1
    assert decoded.format.photometric == "RGB"
    grey = imagecodecs.jpeg8_encode(textured(PixelFormat(40, 40)), level=95)
    decoded = decode(imagecodecs.jpegxl_encode_jpeg(grey), PixelFormat(40, 40), OF_JPEG)
    assert np.abs(decoded.frame - imagecodecs.jpeg8_decode(grey).astype(int)).max() <= 2


def test_precision_goes_before_bits_stored() -> None:
    stream = encode(textured(GREY), GREY, LOSSLESS).stream
    assert codes(decode(stream, replace(GREY, bits_stored=10), LOSSLESS)) == ["bits-stored-differs"]
    decoded = decode(stream, replace(GREY, bits_allocated=8, bits_stored=8), LOSSLESS)
    assert decoded.format == GREY
    assert codes(decoded) == ["bits-allocated-differs"]


@pytest.mark.parametrize("fmt", [replace(GREY, rows=49), replace(GREY, samples=3), COLOUR])
def test_other_rows_columns_or_samples_than_the_data_set_has(fmt: PixelFormat) -> None:
    stream = encode(textured(GREY), GREY, LOSSLESS).stream
    with pytest.raises(DamagedPixelData, match="the stream holds 48 x 50 x 1 samples"):
        decode(stream, fmt, LOSSLESS)


def test_a_size_that_the_stream_cannot_fill_is_refused_at_once() -> None:
    vast = PixelFormat(65535, 65535)
    square = 2 << 1 | 65534 << 3 | 1 << 21
    grey_of_12_bits = 2 << 3 | 1 << 11
    header = (square | grey_of_12_bits << 24).to_bytes(8, "little")
    with pytest.raises(DamagedPixelData, match="4294836225 samples declared"):
        decode(b"\xff\x0a" + header + bytes(90), vast, LOSSLESS)


def test_truncation_is_damage() -> None:
    stream = encode(textured(GREY), GREY, LOSSLESS).stream
    for length in [*range(20), *range(20, len(stream) - 1, 37)]:
        with pytest.raises(DamagedPixelData):
            decode(stream[:length], GREY, LOSSLESS)


@pytest.mark.parametrize("uid", [LOSSLESS, LOSSY])
@pytest.mark.parametrize("fmt", [GREY, COLOUR])
def test_flipped_bits(uid: str, fmt: PixelFormat) -> None:
    stream = encode(textured(fmt), fmt, uid).stream
    mutants = [
        Mutant(flipped(stream[:40], seed) + stream[40:], "libjxl", uid, fmt)
        if seed % 2
        else Mutant(flipped(stream, seed), "libjxl", uid, fmt)
        for seed in range(120)
    ]
    found = Counter(outcomes(mutants))
    assert set(found) <= {"decoded", "DamagedPixelData"}
    assert found["DamagedPixelData"] > 20
