"""What may be lost: a ratio is reached, a quality means decibels, and decoders agree."""

from dataclasses import replace
from math import log10

import numpy as np
import pytest
from codestreams import (
    COD,
    COLOUR,
    GREY,
    HTJ2K_LOSSY,
    J2K_LOSSY,
    SIZ,
    body,
    decode_by,
    decoders,
    syntax_of,
    textured,
)
from dicom_codecs import Lossy, PixelFormat, UnsuitableFrame, encode
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available
from dicom_codecs.rate import best_within, used_share
from hypothesis import given
from hypothesis import strategies as st

HIGH_THROUGHPUT = pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
SYNTAXES = [J2K_LOSSY, pytest.param(HTJ2K_LOSSY, marks=HIGH_THROUGHPUT)]
FORMATS = [
    PixelFormat(90, 120),
    PixelFormat(90, 120, 1, 8, 5),
    PixelFormat(90, 120, 1, 16, 12),
    PixelFormat(90, 120, 1, 16, 13, signed=True),
    PixelFormat(90, 120, 1, 16, 16),
    PixelFormat(90, 120, 1, 16, 16, signed=True),
    PixelFormat(90, 120, 1, 32, 16),
    PixelFormat(90, 120, 3, photometric="RGB"),
    PixelFormat(90, 120, 3, 16, 12, photometric="RGB"),
    PixelFormat(90, 120, 3, photometric="YBR_FULL"),
]


def signal_to_noise(frame: Frame, other: Frame) -> float:
    """Decibels against the range of values that ``frame`` makes use of."""
    noise = np.sqrt(np.mean((frame.astype(float) - other) ** 2))
    return 20 * log10((int(frame.max()) - int(frame.min())) / max(float(noise), 1e-9))


def decoder_for(keyword: str) -> str:
    return "openjpeg" if keyword == J2K_LOSSY else "openjph"


@pytest.mark.parametrize("keyword", SYNTAXES)
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("ratio", [4.5, 10, 31.7])
def test_a_ratio_is_reached_and_not_by_far(keyword: str, fmt: PixelFormat, ratio: float) -> None:
    frame = textured(fmt, noise=0.03)
    encoded = encode(frame, fmt, syntax_of(keyword).uid, Lossy(ratio=ratio))
    reached = fmt.frame_bits / 8 / len(encoded.stream)
    assert ratio <= reached <= ratio * 1.35
    decoded = decode_by(decoder_for(keyword), encoded.stream, encoded.format, keyword)
    assert decoded.format == fmt
    assert decoded.deviations == ()
    assert signal_to_noise(frame, decoded.frame) > 20


@pytest.mark.parametrize("keyword", SYNTAXES)
@pytest.mark.parametrize("fmt", FORMATS[2:])
def test_quality_means_decibels(keyword: str, fmt: PixelFormat) -> None:
    frame = textured(fmt, noise=0.02)
    reached = []
    for quality in (30, 60, 90):
        encoded = encode(frame, fmt, syntax_of(keyword).uid, Lossy(quality=quality))
        decoded = decode_by(decoder_for(keyword), encoded.stream, encoded.format, keyword)
        reached.append(signal_to_noise(frame, decoded.frame))
        assert reached[-1] > 25 + quality / 4 - 2
    assert reached == sorted(reached)


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_nothing_said_is_quality_90(keyword: str) -> None:
    frame, uid = textured(GREY), syntax_of(keyword).uid
    assert encode(frame, GREY, uid).stream == encode(frame, GREY, uid, Lossy(quality=90)).stream


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_noise_is_measured_against_the_values_in_use(keyword: str) -> None:
    """4,000 values of a CT in 16 bits: measured against 65,535 they would be 24 dB worse."""
    ct = PixelFormat(128, 128, 1, 16, 16, signed=True)
    narrow = textured(replace(ct, bits_stored=12), noise=0.02)
    encoded = encode(narrow, ct, syntax_of(keyword).uid)
    decoded = decode_by(decoder_for(keyword), encoded.stream, encoded.format, keyword)
    assert signal_to_noise(narrow, decoded.frame) > 45


@pytest.mark.parametrize("keyword", SYNTAXES)
@pytest.mark.parametrize(("fmt", "photometric"), [(COLOUR, "YBR_ICT"), (GREY, "MONOCHROME2")])
def test_lossy_streams_are_irreversible_and_say_so(
    keyword: str, fmt: PixelFormat, photometric: str
) -> None:
    encoded = encode(textured(fmt), fmt, syntax_of(keyword).uid)
    assert encoded.format == replace(fmt, photometric=photometric)
    assert body(encoded.stream, COD)[9] == 0, "wavelet 9-7"
    assert body(encoded.stream, COD)[4] == (fmt.samples == 3)
    assert body(encoded.stream, SIZ)[36] == fmt.bits_stored - 1


@HIGH_THROUGHPUT
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("quality", [20, 70, 100])
def test_both_decoders_agree(fmt: PixelFormat, quality: int) -> None:
    encoded = encode(textured(fmt, noise=0.05), fmt, syntax_of(HTJ2K_LOSSY).uid, Lossy(quality))
    first, second = (
        decode_by(name, encoded.stream, encoded.format, HTJ2K_LOSSY).frame.astype(np.int64)
        for name in ("openjph", "openjpeg")
    )
    assert np.abs(first - second).max() <= (2 if fmt.bits_stored == 16 else 1)


@HIGH_THROUGHPUT
@pytest.mark.parametrize("stored", [8, 16])
@pytest.mark.parametrize("signed", [False, True])
def test_white_that_overshoots_stays_white(stored: int, signed: bool) -> None:
    """What imagecodecs makes of it is black: OpenJPH clips before it rounds."""
    fmt = PixelFormat(64, 64, 1, stored, stored, signed)
    frame = np.random.default_rng(0).choice(
        [np.iinfo(fmt.dtype).min, np.iinfo(fmt.dtype).max], fmt.shape
    )
    stream = encode(frame.astype(fmt.dtype), fmt, syntax_of(HTJ2K_LOSSY).uid, Lossy(40)).stream
    decoded = decode_by("openjph", stream, fmt, HTJ2K_LOSSY).frame
    assert np.abs(decoded.astype(np.int64) - frame).max() < 1 << (stored - 1)


@pytest.mark.parametrize("keyword", SYNTAXES)
def test_a_ratio_beyond_all_headers_is_refused(keyword: str) -> None:
    with pytest.raises(UnsuitableFrame, match="ratio 5000 leaves"):
        encode(textured(GREY), GREY, syntax_of(keyword).uid, Lossy(ratio=5000))


@pytest.mark.parametrize(
    ("keyword", "deep"), [(J2K_LOSSY, 21), pytest.param(HTJ2K_LOSSY, 17, marks=HIGH_THROUGHPUT)]
)
def test_more_bits_than_single_precision_holds_are_refused(keyword: str, deep: int) -> None:
    fmt = PixelFormat(40, 40, 1, 32, deep)
    with pytest.raises(UnsuitableFrame, match=f"{deep} bits a sample"):
        encode(textured(fmt), fmt, syntax_of(keyword).uid)


@pytest.mark.skipif(not decoders("openjph"), reason="needs imagecodecs")
@pytest.mark.parametrize("how", [Lossy(quality=60), Lossy(ratio=6)])
def test_small_images_may_lose_too(how: Lossy) -> None:
    fmt = PixelFormat(20, 300, 1, 16, 12)
    frame = textured(fmt, noise=0.02)
    encoded = encode(frame, fmt, syntax_of(J2K_LOSSY).uid, how)
    decoded = decode_by("openjpeg", encoded.stream, fmt, J2K_LOSSY)
    assert 2 * frame.size / len(encoded.stream) > (how.ratio or 2)
    assert 35 < signal_to_noise(frame, decoded.frame) < 60


@given(limit=st.integers(1, 2000), size=st.integers(1, 2000))
def test_the_longest_stream_within_a_limit(limit: int, size: int) -> None:
    def encoder(step: float) -> bytes:
        return bytes(int(size / step))

    found = best_within(encoder, (1, 100), limit)
    if size // 100 > limit:
        assert found is None
    else:
        assert found is not None
        assert min(limit, size) * 0.98 - 1 <= len(found) <= limit


def test_the_share_of_values_in_use() -> None:
    assert used_share(np.array([[5, 5]], np.uint8), 8) == 1 / 255
    assert used_share(np.array([[-128, 127]], np.int8), 8) == 1
