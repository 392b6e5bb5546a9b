"""Greys against the formulas of PS3.3 C.11.2.1, written down one number at a time."""

import math

import numpy as np
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.icons.greys import asked, padding_of, stretched
from dicom_fileset.icons.icon import icon_of
from dicom_fileset.icons.look import Function, Look, Window
from dicom_fileset.icons.lookup_table import LookupTable
from hypothesis import assume, given
from hypothesis import strategies as st

NUMBERS = st.floats(-3000, 3000, width=32)


def shown(x: float, center: float, width: float, function: str) -> float:
    """The grey of one value, as the standard prints it."""
    if function == "SIGMOID":
        return 255 / (1 + math.exp(-4 * (x - center) / width))
    if function == "LINEAR":
        center, width = center - 0.5, width - 1
    if x <= center - width / 2:
        return 0
    if x > center + width / 2:
        return 255
    return ((x - center) / width + 0.5) * 255


@given(
    st.lists(st.integers(-2048, 4095), min_size=1, max_size=9),
    NUMBERS,
    st.floats(2, 5000, width=32),
    st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
)
def test_a_window_is_that_of_the_standard(
    values: list[int], center: float, width: float, function: Function
) -> None:
    assume(all(abs(x - center) / width < 100 for x in values))
    look = Look(voi=Window(center, width, function))
    found = asked(np.array([values], np.int16), look)
    assert found is not None
    assert found[0].tolist() == pytest.approx(
        [shown(x, center, width, function) for x in values], abs=0.2
    )


def test_a_width_of_one_is_a_threshold() -> None:
    found = asked(np.array([[8, 9, 10, 11]], np.uint8), Look(voi=Window(10, 1)))
    assert found is not None
    assert found.tolist() == [[0, 0, 255, 255]]


def test_values_are_rescaled_before_they_are_windowed() -> None:
    look = Look(slope=2, intercept=-1000, voi=Window(40, 401))
    found = asked(np.array([[320, 520, 620, 900]], np.int16), look)
    assert found is not None
    assert found[0].tolist() == pytest.approx([0, 127.8, 255, 255], abs=0.2)


def test_tables_follow_each_other() -> None:
    modality = LookupTable(10, np.array([100, 200, 300], np.float32), 16)
    voi = LookupTable(100, np.arange(201, dtype=np.float32), 8)
    found = asked(np.array([[0, 10, 11, 12, 50]], np.uint16), Look(modality=modality, voi=voi))
    assert found is not None
    assert found.tolist() == [[0, 0, 100, 200, 200]]


def test_nothing_asked_is_nothing_shown() -> None:
    assert asked(np.zeros((2, 2), np.uint8), Look(slope=2)) is None


@given(st.integers(0, 99), st.sampled_from([np.uint8, np.int16, np.uint16, np.int32, np.float64]))
def test_a_picture_is_spread_over_all_greys(seed: int, kind: type[np.number]) -> None:
    frame = np.random.default_rng(seed).normal(60, 15, (40, 40)).clip(0, 255).astype(kind)
    found = stretched(frame, None)
    low, high = np.percentile(frame, (0.5, 99.5), method="nearest")
    exact = np.clip((frame.astype(float) - low) / (high - low), 0, 1) * 255
    assert np.abs(found - exact).max() < 8  # the ranks of the two may differ by one


def test_the_largest_integers_are_spread() -> None:
    frame = np.array([[0, 2**63, 2**64 - 1]], np.uint64)
    assert stretched(frame, None)[0].tolist() == pytest.approx([0, 127.5, 255], abs=0.1)


def test_one_bright_pixel_is_seen() -> None:
    frame = np.zeros((100, 100), np.uint16)
    frame[3, 4] = 9
    assert np.ptp(stretched(frame, None)) == 255


def test_padding_does_not_count() -> None:
    frame = np.full((64, 64), -2000, np.int16)
    frame[16:48, 16:48] = np.arange(1024).reshape(32, 32) % 100
    padding = padding_of(frame, Look(padding=(-2000, -2000)))
    assert np.ptp(stretched(frame, padding)[16:48, 16:48]) > 200


def test_a_picture_of_padding_alone_is_one() -> None:
    frame = np.full((4, 4), 7, np.uint8)
    assert padding_of(frame, Look(padding=(7, 7))) is None


def test_padding_is_dark_also_where_pixels_are_turned() -> None:
    frame = np.tile(np.arange(64, dtype=np.uint8), (64, 1))
    frame[:32] = 0
    values = {0x0028_0120: b"\0\0"}
    fmt = PixelFormat(64, 64, photometric="MONOCHROME1")
    icon = icon_of(frame, fmt, values.get, (64, 64))
    assert (icon[:32] == 0).all()
    assert icon[40, 2] > 200
    assert icon[40, 62] < 30


SIDE = (8, 8)


def test_monochrome1_is_turned() -> None:
    frame = np.zeros((8, 8), np.uint8)
    frame[:4] = 255
    dark_first = icon_of(frame, PixelFormat(8, 8, photometric="MONOCHROME1"), {}.get, SIDE)
    assert (dark_first == 255 - icon_of(frame, PixelFormat(8, 8), {}.get, SIDE)).all()
    assert dark_first[0, 0] == 0


def test_a_window_that_shows_nothing_is_passed_by() -> None:
    frame = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    values = {0x0028_1050: b"-5000", 0x0028_1051: b"10"}
    icon = icon_of(frame, PixelFormat(64, 64, 1, 16, 16), values.get, (64, 64))
    assert np.ptp(icon) > 200


def test_a_slope_below_zero_turns_what_is_spread_too() -> None:
    frame = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    fmt = PixelFormat(64, 64, 1, 16, 16)
    icon = icon_of(frame, fmt, {0x0028_1053: b"-1"}.get, (64, 64))
    assert icon[0, 0] > 200
    assert icon[-1, -1] < 50


def test_overlays_above_the_stored_bits_are_not_seen() -> None:
    frame = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    fmt = PixelFormat(64, 64, 1, 16, 12)
    plain = icon_of(frame, fmt, {}.get, (64, 64))
    frame[10:20, 10:20] |= 0xF000
    assert (icon_of(frame, fmt, {}.get, (64, 64)) == plain).all()


def test_signed_numbers_of_twelve_bits_are_signed() -> None:
    frame = (np.arange(-2048, 2048) & 0x0FFF).astype(np.int16).reshape(64, 64)
    fmt = PixelFormat(64, 64, 1, 16, 12, signed=True)
    icon = icon_of(frame, fmt, {}.get, (64, 64))
    assert icon[0, 0] == 0
    assert icon[-1, -1] == 255


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_what_is_no_number_is_dark(kind: type[np.floating]) -> None:
    frame = np.linspace(-1e-3, 1e-3, 4096).astype(kind).reshape(64, 64)
    frame[0, :5] = np.nan, np.inf, -np.inf, np.finfo(kind).max, np.finfo(kind).min
    icon = icon_of(frame, PixelFormat(64, 64, 1, 32, 32), {}.get, (64, 64))
    assert icon[0, :3].tolist() == [0, 0, 0]
    assert np.ptp(icon) > 200


@given(
    st.sampled_from([np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.float32, np.float64]),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.dictionaries(
        st.sampled_from(
            [0x0028_1050, 0x0028_1051, 0x0028_1052, 0x0028_1053, 0x0028_0120, 0x0028_0034]
        ),
        st.sampled_from(
            [b"0", b"1", b"-1", b"1e15", b"-1e15", b"1e-30", b"40", b"3\\7", b"x", b""]
        ),
    ),
    st.binary(min_size=12 * 12 * 8, max_size=12 * 12 * 8),
)
def test_an_icon_comes_of_anything(
    kind: type[np.number], size: tuple[int, int], values: dict[int, bytes], data: bytes
) -> None:
    frame = np.frombuffer(data, kind, size[0] * size[1]).reshape(size)
    bits = frame.dtype.itemsize * 8
    fmt = PixelFormat(*size, 1, bits, bits, frame.dtype.kind == "i")
    icon = icon_of(frame, fmt, values.get, (16, 16))
    assert (icon.shape, icon.dtype) == ((16, 16), np.dtype(np.uint8))
