"""Colour spaces against the equations of the standard, in real numbers."""

import numpy as np
import pytest
from dicom_codecs import colour
from dicom_codecs.colour import Colours
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from numpy.typing import NDArray
from pydicom.pixels.processing import convert_color_space

EQUATION_ERROR = 0.55
BITS = [8, 12, 16]


def frames(bits: int = 8, columns: int = 9) -> st.SearchStrategy[NDArray[np.unsignedinteger]]:
    sizes = st.tuples(st.integers(1, 7), st.integers(1, columns), st.just(3))
    levels = st.integers(0, (1 << bits) - 1) | st.sampled_from([0, 1, (1 << bits) - 1])
    dtype = np.uint8 if bits <= 8 else np.uint16
    return st_numpy.arrays(dtype, sizes, elements=levels)


def ybr_full_in_real_numbers(frame: Colours, bits: int) -> NDArray[np.float64]:
    middle = 1 << (bits - 1)
    found = np.empty(frame.shape)
    for at in np.ndindex(frame.shape[:2]):
        red, green, blue = (float(sample) for sample in frame[at])
        found[at] = (
            0.2990 * red + 0.5870 * green + 0.1140 * blue,
            -0.1687 * red - 0.3313 * green + 0.5000 * blue + middle,
            0.5000 * red - 0.4187 * green - 0.0813 * blue + middle,
        )
    return found


def rgb_in_real_numbers(frame: Colours, bits: int) -> NDArray[np.float64]:
    middle = 1 << (bits - 1)
    found = np.empty(frame.shape)
    for at in np.ndindex(frame.shape[:2]):
        luma, blues, reds = (float(sample) for sample in frame[at])
        found[at] = (
            luma + 1.402 * (reds - middle),
            luma - 0.344136 * (blues - middle) - 0.714136 * (reds - middle),
            luma + 1.772 * (blues - middle),
        )
    return found


def every_eighth_colour() -> Colours:
    levels = np.append(np.arange(0, 256, 8, dtype=np.uint8), np.uint8(255))
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(33, -1, 3)


@pytest.mark.parametrize("bits", BITS)
@given(data=st.data())
def test_ybr_full_is_as_the_standard_has_it(bits: int, data: st.DataObject) -> None:
    frame = data.draw(frames(bits))
    found = colour.rgb_to_ybr_full(frame, bits)
    assert found.dtype == frame.dtype
    meant = ybr_full_in_real_numbers(frame, bits).clip(0, (1 << bits) - 1)
    assert np.abs(found - meant).max() < EQUATION_ERROR


@given(frames())
def test_rgb_of_ybr_full_is_as_jfif_has_it(frame: Colours) -> None:
    found = colour.ybr_full_to_rgb(frame)
    assert found.dtype == frame.dtype
    assert np.abs(found - rgb_in_real_numbers(frame, 8).clip(0, 255)).max() < 0.6


@pytest.mark.parametrize("bits", BITS)
@given(data=st.data())
def test_rgb_comes_back_within_one(bits: int, data: st.DataObject) -> None:
    frame = data.draw(frames(bits))
    back = colour.ybr_full_to_rgb(colour.rgb_to_ybr_full(frame, bits), bits)
    assert np.abs(back.astype(int) - frame).max() <= 1


def test_rgb_of_everywhere_comes_back_within_one() -> None:
    frame = every_eighth_colour()
    back = colour.ybr_full_to_rgb(colour.rgb_to_ybr_full(frame))
    assert np.abs(back.astype(int) - frame).max() == 1


def test_grey_stays_grey() -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(16, 16, 3)
    converted = colour.rgb_to_ybr_full(grey)
    assert np.array_equal(converted[..., 0], grey[..., 0])
    assert (converted[..., 1:] == 128).all()
    assert np.array_equal(colour.ybr_full_to_rgb(converted), grey)


def test_pydicom_agrees() -> None:
    frame = every_eighth_colour()
    theirs = convert_color_space(frame, "RGB", "YBR_FULL").astype(int)
    assert np.abs(colour.rgb_to_ybr_full(frame) - theirs).max() <= 1
    theirs = convert_color_space(frame, "YBR_FULL", "RGB").astype(int)
    assert np.abs(colour.ybr_full_to_rgb(frame) - theirs).max() <= 1


def test_a_frame_of_many_strips_is_as_its_parts() -> None:
    frame = np.random.default_rng(3).integers(0, 256, (211, 311, 3), dtype=np.uint8)
    whole = colour.rgb_to_ybr_full(frame)
    rows = [colour.rgb_to_ybr_full(frame[row : row + 1]) for row in range(211)]
    assert np.array_equal(whole, np.concatenate(rows))


@given(frames())
def test_ybr_partial(frame: Colours) -> None:
    found = colour.ybr_partial_to_rgb(frame)
    for at in np.ndindex(frame.shape[:2]):
        luma, blues, reds = (float(sample) for sample in frame[at])
        meant = (
            1.1644 * (luma - 16) + 1.5960 * (reds - 128),
            1.1644 * (luma - 16) - 0.3918 * (blues - 128) - 0.8130 * (reds - 128),
            1.1644 * (luma - 16) + 2.0172 * (blues - 128),
        )
        assert np.abs(found[at] - np.clip(meant, 0, 255)).max() < 0.6


def test_ybr_partial_is_the_inverse_of_the_equations() -> None:
    rgb = every_eighth_colour().astype(float)
    matrix = [[0.2568, 0.5041, 0.0979], [-0.1482, -0.2910, 0.4392], [0.4392, -0.3678, -0.0714]]
    partial = np.rint(rgb @ np.array(matrix).T + [16, 128, 128]).astype(np.uint8)
    assert np.abs(colour.ybr_partial_to_rgb(partial) - rgb).max() <= 2


def halved_pair_by_pair(frame: Colours) -> list[list[list[int]]]:
    found = []
    for row in frame.tolist():
        full = row + row[-1:] * (len(row) % 2)
        pairs = zip(full[::2], full[1::2], strict=True)
        found.append(
            [[a[0], b[0], (a[1] + b[1] + 1) // 2, (a[2] + b[2] + 1) // 2] for a, b in pairs]
        )
    return found


@pytest.mark.parametrize("bits", [8, 16])
@given(data=st.data())
def test_chroma_is_halved(bits: int, data: st.DataObject) -> None:
    frame = data.draw(frames(bits))
    pairs = colour.halved_chroma(frame)
    assert pairs.dtype == frame.dtype
    assert pairs.tolist() == halved_pair_by_pair(frame)


@given(frames())
def test_full_chroma_has_each_twice(frame: Colours) -> None:
    pairs = colour.halved_chroma(frame)
    full = colour.full_chroma(pairs, frame.shape[1])
    assert full.flags.c_contiguous
    assert full.shape == frame.shape
    assert np.array_equal(full[..., 0], frame[..., 0])
    for column in range(frame.shape[1]):
        assert np.array_equal(full[:, column, 1:], pairs[:, column // 2, 2:])


@given(frames())
def test_chroma_of_pairs_is_kept(frame: Colours) -> None:
    pairs = colour.halved_chroma(frame)
    full = colour.full_chroma(pairs, frame.shape[1])
    assert np.array_equal(colour.halved_chroma(full), pairs)


@pytest.mark.parametrize("bits", [8, 16])
@given(data=st.data())
def test_the_reversible_transform_loses_nothing(bits: int, data: st.DataObject) -> None:
    frame = data.draw(frames(bits))
    transformed = colour.rct(frame)
    for at in np.ndindex(frame.shape[:2]):
        red, green, blue = frame[at].tolist()
        assert transformed[at].tolist() == [
            (red + 2 * green + blue) // 4,
            blue - green,
            red - green,
        ]
    back = colour.inverse_rct(transformed, bits)
    assert back.dtype == frame.dtype
    assert np.array_equal(back, frame)


@pytest.mark.parametrize(("bits", "most"), [(8, 0), (16, 2)])
@given(data=st.data())
def test_the_irreversible_transform(bits: int, most: int, data: st.DataObject) -> None:
    frame = data.draw(frames(bits))
    transformed = colour.ict(frame)
    meant = ybr_full_in_real_numbers(frame, bits) - [0, 1 << (bits - 1), 1 << (bits - 1)]
    assert np.abs(transformed - meant).max() < 1e-4 * (1 << bits)
    back = colour.inverse_ict(transformed, bits)
    assert back.dtype == frame.dtype
    assert np.abs(back.astype(int) - frame).max() <= most
