"""Tables, and coefficients of blocks against sums of cosines in double precision."""

import numpy as np
import pytest
from dicom_codecs import PixelFormat
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available
from dicom_codecs.jpeg import blocks
from dicom_codecs.jpeg.blocks import colour_strips, grey_strips
from dicom_codecs.jpeg.quantisation import quantisation_steps, zigzag
from hypothesis import given
from hypothesis import strategies as st
from legal_frames import KINDS, make_frame
from numpy.typing import NDArray
from slow_jpeg import ZIGZAG, cosines, read

SIZES = st.tuples(st.integers(1, 35), st.integers(1, 35))
QUALITIES = st.integers(1, 100)
ROUNDING = 0.51


def grey_format(size: tuple[int, int], bits: int) -> PixelFormat:
    return PixelFormat(*size, bits_allocated=8 if bits == 8 else 16, bits_stored=bits)


def slow_blocks(plane: NDArray[np.float64], steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """Coefficients over steps, in zigzag order, of ``(rows, columns)`` of whole blocks."""
    matrix = cosines()
    found = []
    for top in range(0, plane.shape[0], 8):
        for left in range(0, plane.shape[1], 8):
            block = plane[top : top + 8, left : left + 8]
            coefficients = np.zeros((8, 8))
            for down in range(8):
                for right in range(8):
                    coefficients += block[down, right] * np.outer(matrix[:, down], matrix[:, right])
            found.append((coefficients / steps).reshape(-1)[list(ZIGZAG)])
    return np.array(found)


def extended(frame: Frame, width: int) -> NDArray[np.float64]:
    """The last row and column taken again, one by one, until blocks are whole."""
    rows = list(frame.astype(float))
    rows += [rows[-1]] * (-len(rows) % 8)
    columns = list(np.swapaxes(np.array(rows), 0, 1))
    columns += [columns[-1]] * (-len(columns) % width)
    return np.swapaxes(np.array(columns), 0, 1)


def test_zigzag_is_that_of_the_standard() -> None:
    assert zigzag().tolist() == list(ZIGZAG)


def test_tables_are_as_printed_at_quality_50() -> None:
    luminance, chrominance = (quantisation_steps(table, 50, 8) for table in range(2))
    assert luminance[0].tolist() == [16, 11, 10, 16, 24, 40, 51, 61]
    assert luminance[:, 0].tolist() == [16, 12, 14, 14, 18, 24, 49, 72]
    assert luminance.sum() == 3688
    assert chrominance[0].tolist() == [17, 18, 24, 47, 99, 99, 99, 99]
    assert np.array_equal(chrominance, chrominance.T)
    assert chrominance.sum() == 5505


@pytest.mark.skipif(not available("libjpeg-turbo"), reason="imagecodecs is not here")
@pytest.mark.parametrize("quality", range(1, 101))
def test_steps_are_those_of_libjpeg(quality: int) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    colours = np.zeros((8, 8, 3), np.uint8)
    theirs = read(imagecodecs.jpeg8_encode(colours, level=quality, subsampling="422"))
    for table in range(2):
        steps = quantisation_steps(table, quality, 8)
        assert steps.reshape(-1)[list(ZIGZAG)].tolist() == theirs.steps[table]


@pytest.mark.parametrize("precision", [8, 12])
def test_steps_grow_as_quality_falls(precision: int) -> None:
    every = np.array([quantisation_steps(0, quality, precision) for quality in range(1, 101)])
    assert (np.diff(every, axis=0) <= 0).all()
    assert every.min() == 1
    assert every.max() == 255
    assert (every[-1] == 1).all()


def test_steps_of_12_bits_are_twice_as_large() -> None:
    twice = 2 * quantisation_steps(0, 50, 8)
    assert np.array_equal(quantisation_steps(0, 50, 12), twice)


@pytest.mark.parametrize("bits", [8, 12])
@given(SIZES, st.sampled_from(KINDS[:5]), QUALITIES, st.integers(0, 99))
def test_grey_blocks(bits: int, size: tuple[int, int], kind: str, quality: int, seed: int) -> None:
    frame = make_frame(grey_format(size, bits), kind, seed)
    found = np.concatenate(list(grey_strips(frame, quality, bits)))
    assert found.dtype == np.int16
    plane = extended(frame, 8) - (1 << (bits - 1))
    meant = slow_blocks(plane, quantisation_steps(0, quality, bits))
    assert np.abs(found - meant).max() < ROUNDING


@given(SIZES, st.sampled_from(KINDS[:5]), QUALITIES, st.booleans(), st.integers(0, 99))
def test_colour_blocks(
    size: tuple[int, int], kind: str, quality: int, rgb: bool, seed: int
) -> None:
    frame = make_frame(PixelFormat(*size, samples=3), kind, seed)
    found = np.concatenate(list(colour_strips(frame, quality, rgb=rgb))).reshape(-1, 4, 64)
    pixels = extended(frame, 16)
    if rgb:
        matrix = [[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]]
        pixels = pixels @ np.array(matrix).T + [0, 128, 128]
    pixels -= 128
    luma = slow_blocks(pixels[..., 0], quantisation_steps(0, quality, 8))
    assert np.abs(found[:, :2].reshape(-1, 64) - luma).max() < ROUNDING
    for sample in (1, 2):
        halved = (pixels[:, ::2, sample] + pixels[:, 1::2, sample]) / 2
        chroma = slow_blocks(halved, quantisation_steps(1, quality, 8))
        assert np.abs(found[:, sample + 1] - chroma).max() < ROUNDING


@pytest.mark.parametrize("samples", [1, 3])
def test_strips_make_no_difference(samples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = make_frame(PixelFormat(83, 151, samples), "noise")

    def all_blocks() -> tuple[int, NDArray[np.int16]]:
        found = grey_strips(frame, 80, 8) if samples == 1 else colour_strips(frame, 80, rgb=True)
        strips = list(found)
        return len(strips), np.concatenate(strips)

    whole = all_blocks()
    monkeypatch.setattr(blocks, "_STRIP", 1)
    parts = all_blocks()
    assert (whole[0], parts[0]) == (1, 11)
    # BLAS adds in the order of a block's place in the product: what lies on a half goes either way
    apart = np.abs(whole[1].astype(int) - parts[1])
    assert apart.max() <= 1
    assert np.count_nonzero(apart) <= 2
