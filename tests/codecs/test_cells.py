"""Numbers of a decoder become cells: held against arithmetic on Python's own integers."""

from dataclasses import replace

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData, PixelFormat
from dicom_codecs.cells import fit_stored, to_cells
from hypothesis import given
from hypothesis import strategies as st


def sign_extended(number: int, bits: int) -> int:
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> (bits - 1) else number


@st.composite
def formats(draw: st.DrawFn) -> PixelFormat:
    allocated = draw(st.sampled_from([8, 16, 32]))
    samples = draw(st.sampled_from([1, 3]))
    return PixelFormat(
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        samples,
        allocated,
        draw(st.integers(1, allocated)),
        draw(st.booleans()),
        photometric="MONOCHROME2" if samples == 1 else "RGB",
    )


@given(data=st.data(), fmt=formats())
def test_numbers_of_any_precision_become_cells(data: st.DataObject, fmt: PixelFormat) -> None:
    precision = data.draw(st.integers(1, 16))
    numbers = data.draw(
        st.lists(st.integers(0, 2**precision - 1), min_size=fmt.cells, max_size=fmt.cells)
    )
    frame, true, deviations = to_cells(
        np.array(numbers, np.uint16).reshape(fmt.shape), fmt, precision
    )
    expected = [sign_extended(n, precision) if fmt.signed else n for n in numbers]
    assert frame.ravel().tolist() == expected
    assert frame.dtype == true.dtype
    assert frame.shape == true.shape
    assert frame.flags.c_contiguous
    assert true.bits_allocated >= precision
    assert bool(deviations) == (precision not in {fmt.bits_stored, fmt.bits_allocated})


def test_the_stream_raises_bits_stored_and_allocated() -> None:
    fmt = PixelFormat(1, 1, bits_allocated=16, bits_stored=10)
    one = np.array([[9]], np.uint16)
    assert to_cells(one, fmt, 12).format == replace(fmt, bits_stored=12)
    assert to_cells(one, fmt, 8).format == fmt
    assert to_cells(one, fmt, 16).deviations == ()
    narrow = PixelFormat(1, 1)
    assert to_cells(one, narrow, 12).format == replace(narrow, bits_allocated=16, bits_stored=12)
    assert [d.code for d in to_cells(one, narrow, 12).deviations] == ["bits-allocated-differs"]
    assert [d.code for d in to_cells(one, fmt, 8).deviations] == ["bits-stored-differs"]


def test_signed_numbers_of_an_unsigned_format_keep_their_bits() -> None:
    fmt = PixelFormat(1, 2, bits_allocated=16, bits_stored=12)
    frame, _, deviations = to_cells(np.array([[-1, 5]], np.int32), fmt, 12, signed_stream=True)
    assert frame.tolist() == [[4095, 5]]
    assert [d.code for d in deviations] == ["sign-differs"]


def test_sign_bits_beyond_the_precision_extend_nothing() -> None:
    fmt = PixelFormat(1, 1, bits_allocated=16, bits_stored=16, signed=True)
    assert to_cells(np.array([[0xFFF]], np.uint16), fmt, 12, sign_bits=16).frame[0, 0] == 4095


def test_another_shape_is_damage() -> None:
    with pytest.raises(DamagedPixelData, match=r"\(2, 2\) samples, expected \(2, 3\)"):
        to_cells(np.zeros((2, 2), np.uint8), PixelFormat(2, 3), 8)


@given(fmt=formats(), data=st.data())
def test_what_fits_bits_stored(fmt: PixelFormat, data: st.DataObject) -> None:
    limits = np.iinfo(fmt.dtype)
    numbers = data.draw(
        st.lists(
            st.integers(int(limits.min), int(limits.max)), min_size=fmt.cells, max_size=fmt.cells
        )
    )
    low = -(1 << (fmt.bits_stored - 1)) if fmt.signed else 0
    expected = all(low <= n < low + (1 << fmt.bits_stored) for n in numbers)
    assert fit_stored(np.array(numbers, fmt.dtype).reshape(fmt.shape), fmt) == expected
