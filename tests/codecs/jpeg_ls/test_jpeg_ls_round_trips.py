"""JPEG-LS there and back: every cell as it was, or no further off than NEAR."""

from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from dicom_codecs import (
    CodecUnavailable,
    Lossy,
    PixelFormat,
    UnsuitableFrame,
    decode,
    encode,
    transfer_syntax,
)
from dicom_codecs.constraints import misfit
from dicom_codecs.implementations import available, decoder, encoder
from dicom_codecs.jpeg_ls.near import near_of_quality
from dicom_codecs.jpeg_ls.precision import most_near
from dicom_codecs.jpeg_stream.markers import walk
from dicom_codecs.registry import TransferSyntax
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

LOSSLESS_UID: Final = "1.2.840.10008.1.2.4.80"
NEAR_UID: Final = "1.2.840.10008.1.2.4.81"
DECODERS: Final = [name for name in ("charls", "pyjpegls", "libjpeg") if available(name)]

needs_encoder = pytest.mark.skipif(not available("pyjpegls"), reason="pyjpegls is not installed")


def row(uid: str) -> TransferSyntax:
    found = transfer_syntax(uid)
    assert found
    return found


@st.composite
def formats(draw: st.DrawFn) -> PixelFormat:
    """Everything that PS3.5 Table 8.2.3-1 allows, small."""
    allocated = draw(st.sampled_from([8, 16]))
    samples = draw(st.sampled_from([1, 1, 3]))
    fmt = PixelFormat(
        draw(st.integers(1, 9)),
        draw(st.integers(1, 9)),
        samples,
        allocated,
        draw(st.integers(2, allocated)),
        draw(st.booleans()) if samples == 1 else False,
        photometric="MONOCHROME2" if samples == 1 else "RGB",
    )
    assert misfit(fmt, row(LOSSLESS_UID).constraints) is None
    return fmt


def values(fmt: PixelFormat, bits: int) -> tuple[int, int]:
    low = -(1 << (bits - 1)) if fmt.signed else 0
    return low, low + (1 << bits) - 1


def cells(fmt: PixelFormat, draw: st.DataObject, low: int, high: int) -> NDArray[np.int64]:
    """Noise, extremes, or one value everywhere."""
    seed = draw.draw(st.integers(0, 1 << 32))
    rng = np.random.default_rng(seed)
    kind = draw.draw(st.sampled_from(["noise", "extremes", "flat"]))
    if kind == "noise":
        numbers = rng.integers(low, high + 1, fmt.shape)
    elif kind == "extremes":
        numbers = rng.choice([low, high], fmt.shape)
    else:
        numbers = np.full(fmt.shape, draw.draw(st.integers(low, high)))
    return numbers.astype(fmt.dtype)


@needs_encoder
@settings(max_examples=150, deadline=None)
@given(fmt=formats(), draw=st.data(), beyond=st.booleans())
def test_lossless_is_identical(fmt: PixelFormat, draw: st.DataObject, beyond: bool) -> None:
    """Bits beyond Bits Stored are kept: overlays of old lie there."""
    frame = cells(fmt, draw, *values(fmt, fmt.bits_allocated if beyond else fmt.bits_stored))
    low, high = values(fmt, fmt.bits_stored)
    fits = bool(low <= frame.min() and frame.max() <= high)
    encoded = encode(frame, fmt, LOSSLESS_UID)
    assert encoded.format == fmt
    header = walk(encoded.stream)
    assert header.frame.precision == (fmt.bits_stored if fits else fmt.bits_allocated)
    assert header.asides == ()
    assert header.end == len(encoded.stream)
    for name in DECODERS:
        found = decoder(name)(encoded.stream, fmt, row(LOSSLESS_UID))
        assert found.frame.dtype == frame.dtype
        assert np.array_equal(found.frame, frame)
        assert found.format == fmt
        assert found.deviations == ()


@needs_encoder
@settings(max_examples=150, deadline=None)
@given(fmt=formats(), draw=st.data(), quality=st.integers(1, 100))
def test_near_lossless_is_near(fmt: PixelFormat, draw: st.DataObject, quality: int) -> None:
    """Signed frames too, in which an error across the edge of two's complement would be huge."""
    frame = cells(fmt, draw, *values(fmt, fmt.bits_stored))
    if most_near(frame, fmt, fmt.bits_stored) < 1:
        with pytest.raises(UnsuitableFrame, match="so near to the ends"):
            encode(frame, fmt, NEAR_UID, Lossy(quality))
        return
    encoded = encode(frame, fmt, NEAR_UID, Lossy(quality))
    near = walk(encoded.stream).scans[0].first
    assert 1 <= near <= near_of_quality(quality, fmt.bits_stored)
    first = None
    for name in DECODERS:
        found = decoder(name)(encoded.stream, fmt, row(NEAR_UID))
        assert np.abs(found.frame.astype(np.int64) - frame.astype(np.int64)).max() <= near
        assert found.deviations == ()
        first = found.frame if first is None else first
        assert np.array_equal(found.frame, first)


@needs_encoder
@pytest.mark.parametrize("signed", [False, True])
def test_the_smallest_error_that_reaches_a_ratio(signed: bool) -> None:
    grid = np.indices((64, 64)).sum(axis=0)
    noise = np.random.default_rng(3).integers(-30, 31, (64, 64))
    frame = (grid * 9 + noise - (600 if signed else -100)).astype("i2" if signed else "u2")
    fmt = PixelFormat(64, 64, 1, 16, 12, signed)
    for ratio in (3.0, 5.0, 12.0):
        stream = encode(frame, fmt, NEAR_UID, Lossy(ratio=ratio)).stream
        near = walk(stream).scans[0].first
        assert frame.nbytes / len(stream) >= ratio
        found = decode(stream, fmt, NEAR_UID).frame.astype(int) - frame
        assert np.abs(found).max() <= near
        if near > 1:
            samples = frame.view("u2") & 0xFFF
            less = encode_near(samples, near - 1)
            assert frame.nbytes / len(less) < ratio
    with pytest.raises(UnsuitableFrame, match="the most there can be"):
        encode(frame, fmt, NEAR_UID, Lossy(ratio=100000))


def encode_near(samples: NDArray[np.uint16], near: int) -> bytes:
    import jpeg_ls  # noqa: PLC0415 not everywhere

    return bytes(jpeg_ls.encode_buffer(samples.tobytes(), *samples.shape, 1, 12, near, 0))


@pytest.mark.parametrize(
    ("quality", "bits", "near"),
    [(100, 8, 1), (99, 8, 1), (90, 8, 3), (90, 12, 41), (50, 8, 13), (90, 16, 655), (1, 8, 25)],
)
def test_quality_is_an_error_in_tenths_of_a_percent(quality: int, bits: int, near: int) -> None:
    assert near_of_quality(quality, bits) == near


@needs_encoder
def test_quality_90_where_nothing_is_said() -> None:
    fmt = PixelFormat(8, 8)
    frame = np.arange(64, dtype=np.uint8).reshape(8, 8)
    nothing = encode(frame, fmt, NEAR_UID).stream
    assert nothing == encode(frame, fmt, NEAR_UID, Lossy(quality=90)).stream
    assert walk(nothing).scans[0].first == 3


@needs_encoder
def test_what_no_error_can_be_borne_by() -> None:
    fmt = PixelFormat(4, 4, 1, 16, 12, signed=True)
    frame = np.full((4, 4), -2048, np.int16)
    with pytest.raises(UnsuitableFrame, match="near to the ends of Bits Stored"):
        encode(frame, fmt, NEAR_UID)
    inside = frame + 20
    stream = encode(inside, fmt, NEAR_UID, Lossy(50)).stream
    assert walk(stream).scans[0].first == 20
    assert np.abs(decode(stream, fmt, NEAR_UID).frame - inside).max() <= 20


@needs_encoder
def test_overlays_beyond_bits_stored_bear_no_loss() -> None:
    fmt = PixelFormat(2, 2, 1, 16, 12)
    frame = np.array([[0x1000, 1], [2, 3]], np.uint16)
    with pytest.raises(UnsuitableFrame, match="beyond Bits Stored"):
        encode(frame, fmt, NEAR_UID)
    assert np.array_equal(
        decode(encode(frame, fmt, LOSSLESS_UID).stream, fmt, LOSSLESS_UID)[0], frame
    )


@pytest.mark.parametrize("bits", [1, 20])
def test_precisions_that_jpeg_ls_has_not(bits: int) -> None:
    fmt = PixelFormat(2, 2, 1, 8 if bits == 1 else 32, bits)
    for name in ("pyjpegls", "charls"):
        if available(name):
            with pytest.raises(UnsuitableFrame, match=f"{bits} bits of a sample"):
                encoder(name)(np.zeros((2, 2), fmt.dtype), fmt, row(LOSSLESS_UID), Lossy())


@pytest.mark.skipif(not available("charls"), reason="imagecodecs is not installed")
@pytest.mark.parametrize("stored", [8, 16])
@pytest.mark.parametrize("samples", [1, 3])
def test_imagecodecs_encodes_samples_that_fill_their_cells(stored: int, samples: int) -> None:
    name = "MONOCHROME2" if samples == 1 else "RGB"
    fmt = PixelFormat(30, 20, samples, stored, stored, photometric=name)
    frame = np.random.default_rng(2).integers(0, 1 << stored, fmt.shape).astype(fmt.dtype)
    stream = encoder("charls")(frame, fmt, row(LOSSLESS_UID), Lossy()).stream
    assert walk(stream).asides == ()
    assert b"SPIFF" not in stream
    for one in DECODERS:
        assert np.array_equal(decoder(one)(stream, fmt, row(LOSSLESS_UID)).frame, frame)
    with pytest.raises(CodecUnavailable, match=r"not of 7; pyjpegls does: pip install"):
        encoder("charls")(frame & 127, replace(fmt, bits_stored=7), row(LOSSLESS_UID), Lossy())


@needs_encoder
def test_what_does_not_compress_has_room() -> None:
    """An encoder is given twice the data for room, which small or adverse frames exceed."""
    rng = np.random.default_rng(0)
    for shape in ((1, 1), (1, 7), (3, 1)):
        fmt = PixelFormat(*shape)
        frame = rng.integers(0, 256, shape).astype(np.uint8)
        assert np.array_equal(
            decode(encode(frame, fmt, LOSSLESS_UID).stream, fmt, LOSSLESS_UID)[0], frame
        )
