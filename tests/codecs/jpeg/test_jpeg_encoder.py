"""Quality, ratio, and what is refused; how good streams are for their length."""

import tracemalloc
from math import log, log10

import numpy as np
import pytest
from dicom_codecs import Lossy, PixelFormat, UnsuitableFrame, encode
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available
from hypothesis import given, settings
from hypothesis import strategies as st
from legal_frames import make_frame
from numpy.typing import NDArray
from slow_jpeg import planes, read

BASELINE = "1.2.840.10008.1.2.4.50"
EXTENDED = "1.2.840.10008.1.2.4.51"
SIZE = (136, 200)


def phantom(bits: int) -> Frame:
    """Discs, a ramp and noise of a thousandth."""
    down, right = np.mgrid[: SIZE[0], : SIZE[1]]
    levels = 0.2 + 0.3 * right / SIZE[1]
    for radius, level in ((60, 0.25), (30, -0.3), (9, 0.4)):
        levels = levels + level * (np.hypot(down - 70, right - 90) < radius)
    noise = np.random.default_rng(bits).normal(0, 0.004, SIZE)
    cells = np.rint((levels + noise).clip(0, 1) * ((1 << bits) - 1))
    return cells.astype(np.uint8 if bits == 8 else np.uint16)


def grey(bits: int) -> PixelFormat:
    return PixelFormat(*SIZE, bits_allocated=8 if bits == 8 else 16, bits_stored=bits)


def rgb_phantom() -> tuple[Frame, PixelFormat]:
    one = phantom(8).astype(int)
    frame = np.stack((one, np.roll(one, 40, axis=1), 255 - one), axis=-1).astype(np.uint8)
    return frame, PixelFormat(*SIZE, samples=3, photometric="RGB")


@pytest.mark.parametrize(
    ("uid", "bits", "kind"), [(BASELINE, 8, 0xC0), (EXTENDED, 8, 0xC1), (EXTENDED, 12, 0xC1)]
)
def test_frames_are_of_the_kind_of_their_syntax(uid: str, bits: int, kind: int) -> None:
    found = read(encode(phantom(bits), grey(bits), uid).stream)
    assert (found.kind, found.precision) == (kind, bits)
    assert (found.rows, found.columns) == SIZE
    assert found.markers == (0xDB, kind, 0xC4, 0xC4, 0xDA)
    assert found.components == ((1, 1, 1, 0, 0, 0),)


def test_colours_are_halved_along_rows() -> None:
    frame, fmt = rgb_phantom()
    encoded = encode(frame, fmt, BASELINE)
    assert encoded.format.photometric == "YBR_FULL_422"
    found = read(encoded.stream)
    assert found.markers == (0xE0, 0xDB, 0xDB, 0xC0, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA)
    assert found.components == ((1, 2, 1, 0, 0, 0), (2, 1, 1, 1, 1, 1), (3, 1, 1, 1, 1, 1))


def test_a_stream_is_not_planar() -> None:
    frame = make_frame(PixelFormat(5, 7, 3), "noise")
    fmt = PixelFormat(5, 7, 3, planar=True, photometric="RGB")
    assert not encode(frame, fmt, BASELINE).format.planar


def test_quality_is_90_if_nothing_is_said() -> None:
    frame = phantom(8)
    plain = encode(frame, grey(8), BASELINE).stream
    assert plain == encode(frame, grey(8), BASELINE, Lossy(quality=90)).stream
    assert plain != encode(frame, grey(8), BASELINE, Lossy(quality=89)).stream


@pytest.mark.parametrize("quality", [0, 101, -5])
def test_qualities_that_are_none(quality: int) -> None:
    with pytest.raises(ValueError, match=f"quality is {quality}"):
        encode(phantom(8), grey(8), BASELINE, Lossy(quality=quality))


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan")])
def test_ratios_that_are_none(ratio: float) -> None:
    with pytest.raises(ValueError, match="ratio is"):
        encode(phantom(8), grey(8), BASELINE, Lossy(ratio=ratio))


def test_cells_beyond_bits_stored_are_refused() -> None:
    frame = phantom(12)
    frame[3, 5] = 4096
    with pytest.raises(UnsuitableFrame, match=r"JPEGExtended12Bit: a cell is 4096.*PS3\.5 8\.2\.1"):
        encode(frame, grey(12), EXTENDED)


@pytest.mark.parametrize("bits", [8, 12])
@pytest.mark.parametrize("ratio", [1.5, 4, 10, 25])
def test_a_ratio_is_reached_with_the_best_quality(bits: int, ratio: float) -> None:
    uid = BASELINE if bits == 8 else EXTENDED
    frame, fmt = phantom(bits), grey(bits)
    stream = encode(frame, fmt, uid, Lossy(ratio=ratio)).stream
    every = [encode(frame, fmt, uid, Lossy(quality)).stream for quality in range(1, 101)]
    quality = every.index(stream) + 1
    assert frame.nbytes / len(stream) >= ratio
    assert all(frame.nbytes / len(better) < ratio for better in every[quality:])


def test_a_ratio_counts_a_native_frame_of_ybr_full_422() -> None:
    frame, fmt = rgb_phantom()
    halved = PixelFormat(*SIZE, samples=3, photometric="YBR_FULL_422")
    assert len(encode(frame, fmt, BASELINE, Lossy(ratio=12)).stream) <= frame.size / 12
    assert len(encode(frame, halved, BASELINE, Lossy(ratio=12)).stream) <= frame.size * 2 / 3 / 12


def test_a_ratio_beyond_reach_is_refused() -> None:
    with pytest.raises(UnsuitableFrame, match="ratio 100000 leaves 0 bytes"):
        encode(phantom(8), grey(8), BASELINE, Lossy(ratio=100_000))


@pytest.mark.skipif(not available("libjpeg-turbo"), reason="imagecodecs is not here")
@pytest.mark.parametrize("quality", range(1, 101))
def test_streams_of_every_quality_are_read(quality: int) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    for bits in (8, 12):
        frame = make_frame(grey(bits), "noise")
        uid = BASELINE if bits == 8 else EXTENDED
        seen = imagecodecs.jpeg8_decode(encode(frame, grey(bits), uid, Lossy(quality)).stream)
        assert seen.shape == SIZE
        assert seen.dtype == frame.dtype
    frame, fmt = rgb_phantom()
    seen = imagecodecs.jpeg8_decode(encode(frame, fmt, BASELINE, Lossy(quality)).stream)
    assert np.abs(seen.astype(int) - frame).mean() < 6 + 60 / quality


@settings(max_examples=20)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 99), st.sampled_from([8, 12]))
def test_nothing_but_rounding_is_lost_at_quality_100(
    rows: int, columns: int, seed: int, bits: int
) -> None:
    fmt = PixelFormat(rows, columns, bits_allocated=8 if bits == 8 else 16, bits_stored=bits)
    frame = make_frame(fmt, "noise", seed)
    uid = BASELINE if bits == 8 else EXTENDED
    (plane,) = planes(read(encode(frame, fmt, uid, Lossy(100)).stream))
    assert np.abs(plane[:, :columns] - frame).max() < 3


def noise_ratio(one: Frame, other: Frame, bits: int) -> float:
    """Peak signal to noise, in decibels."""
    error = ((one.astype(float) - other) ** 2).mean()
    return 10 * log10(((1 << bits) - 1) ** 2 / error)


def curve(found: list[tuple[int, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lengths, decibels = np.array(sorted(found)).T
    return np.log(lengths), decibels


@pytest.mark.skipif(not available("libjpeg-turbo"), reason="imagecodecs is not here")
@pytest.mark.parametrize("kind", ["grey 8", "grey 12", "colour"])
def test_as_good_as_libjpeg_turbo_at_equal_length(kind: str) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    bits = 12 if kind == "grey 12" else 8
    frame, fmt = rgb_phantom() if kind == "colour" else (phantom(bits), grey(bits))
    theirs = []
    how = {"subsampling": "422"} if kind == "colour" else {}
    for quality in range(3, 100):
        stream = imagecodecs.jpeg8_encode(
            frame, level=quality, bitspersample=bits, optimize=True, **how
        )
        seen = imagecodecs.jpeg8_decode(stream)
        theirs.append((len(stream), noise_ratio(seen, frame, bits)))
    lengths, decibels = curve(theirs)
    behind = []
    for quality in (20, 40, 60, 75, 85, 90, 95):
        stream = encode(frame, fmt, EXTENDED if bits == 12 else BASELINE, Lossy(quality)).stream
        ours = noise_ratio(imagecodecs.jpeg8_decode(stream), frame, bits)
        behind.append(float(np.interp(log(len(stream)), lengths, decibels)) - ours)
    assert max(behind) < 0.2


@pytest.mark.parametrize(("bits", "frames"), [(8, 7), (12, 4)])
def test_noise_at_its_best_takes_room_for_a_few_frames(bits: int, frames: int) -> None:
    fmt = PixelFormat(1024, 1024, bits_allocated=8 if bits == 8 else 16, bits_stored=bits)
    frame = make_frame(fmt, "noise")
    uid = BASELINE if bits == 8 else EXTENDED
    encode(frame[:8], PixelFormat(8, 1024, 1, fmt.bits_allocated, bits), uid, Lossy(100))
    tracemalloc.start()
    encode(frame, fmt, uid, Lossy(100))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < frames * frame.nbytes + (8 << 20)
