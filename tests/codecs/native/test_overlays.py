"""Overlays in bits of cells: taken out, put back, nothing else touched."""

from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_codecs.bits import Cells, masked
from dicom_codecs.overlays import overlay_data, overlay_of_data, overlay_plane, with_overlay_plane
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pydicom.overlays import get_overlay_array

CELLS = arrays.arrays(
    st.sampled_from([np.uint8, np.int8, np.uint16, np.int16, np.int32, np.uint64]),
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=6),
)
OVERLAY_FILE = Path(pydicom.__file__).parent / "data/test_files/examples_overlay.dcm"


@given(CELLS, st.data())
def test_a_plane_is_the_bit_of_every_cell(cells: Cells, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, cells.dtype.itemsize * 8 - 1))
    plane = overlay_plane(cells, bit)
    assert plane.tolist() == [[int(one) >> bit & 1 for one in row] for row in cells]
    assert plane.dtype == np.uint8


@given(CELLS, st.data())
def test_put_back_it_changes_that_bit_alone(cells: Cells, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, cells.dtype.itemsize * 8 - 1))
    plane = data.draw(arrays.arrays(np.uint8, cells.shape, elements=st.integers(0, 1)))
    changed = with_overlay_plane(cells, plane, bit)
    assert changed.dtype == cells.dtype
    assert np.array_equal(overlay_plane(changed, bit), plane)
    difference = (changed ^ cells).view(f"u{cells.dtype.itemsize}")
    assert not (difference & ~difference.dtype.type(1 << bit)).any()
    assert np.array_equal(with_overlay_plane(changed, overlay_plane(cells, bit), bit), cells)


def test_pixels_under_an_overlay() -> None:
    pixels = np.arange(6, dtype=np.uint16).reshape(2, 3)
    plane = np.array([[1, 0, 1], [0, 1, 1]], np.uint8)
    assert np.array_equal(masked(with_overlay_plane(pixels, plane, 15), 12), pixels)


@pytest.mark.parametrize("bit", [-1, 16])
def test_a_bit_that_no_cell_has(bit: int) -> None:
    cells = np.zeros((1, 1), np.uint16)
    with pytest.raises(ValueError, match=f"Overlay Bit Position {bit} in cells of 16 bits"):
        overlay_plane(cells, bit)
    with pytest.raises(ValueError, match="Overlay Bit Position"):
        with_overlay_plane(cells, cells.astype(np.uint8), bit)


@given(
    arrays.arrays(
        np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 1)
    )
)
def test_overlay_data_comes_back(plane: Cells) -> None:
    value = overlay_data(plane)
    assert len(value) % 2 == 0
    assert np.array_equal(overlay_of_data(value, *plane.shape), plane)


def test_overlay_data_is_what_pydicom_reads() -> None:
    data = pydicom.dcmread(OVERLAY_FILE)
    value = data[0x6000, 0x3000].value
    plane = overlay_of_data(value, data[0x6000, 0x0010].value, data[0x6000, 0x0011].value)
    assert plane.any()
    assert np.array_equal(plane, get_overlay_array(data, 0x6000))
    assert overlay_data(plane) == value
