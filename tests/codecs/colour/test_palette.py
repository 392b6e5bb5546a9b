"""Palettes: what each pixel becomes, and tables in segments."""

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData
from dicom_codecs.palette import (
    PaletteDescriptor,
    palette_entries,
    palette_to_rgb,
    segmented_entries,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut

PIXELS = ["uint8", "int8", "uint16", "int16", "uint32"]


@st.composite
def pixels_and_tables(
    draw: st.DrawFn,
) -> tuple[NDArray[np.integer], int, list[NDArray[np.unsignedinteger]]]:
    dtype = np.dtype(draw(st.sampled_from(PIXELS)))
    frame = draw(st_numpy.arrays(dtype, st_numpy.array_shapes(min_dims=2, max_dims=2, max_side=6)))
    first = draw(st.integers(-300, 300))
    entries = st_numpy.arrays(draw(st.sampled_from([np.uint8, np.uint16])), st.integers(1, 300))
    return frame, first, [draw(entries) for _ in range(3)]


@given(pixels_and_tables())
def test_each_pixel_is_looked_up(
    given_: tuple[NDArray[np.integer], int, list[NDArray[np.unsignedinteger]]],
) -> None:
    frame, first, tables = given_
    found = palette_to_rgb(frame, first, tables)
    assert found.shape == (*frame.shape, 3)
    assert found.dtype == tables[0].dtype
    for at in np.ndindex(frame.shape):
        index = max(int(frame[at]) - first, 0)
        meant = [int(table[min(index, table.size - 1)]) for table in tables]
        assert found[at].tolist() == meant


def a_dataset(tables: list[NDArray[np.unsignedinteger]], first: int, bits: int) -> Dataset:
    dataset = Dataset()
    dataset.PixelRepresentation = 0
    dataset.PhotometricInterpretation = "PALETTE COLOR"
    for colour, table in zip(("Red", "Green", "Blue"), tables, strict=True):
        name = f"{colour}PaletteColorLookupTable"
        setattr(dataset, f"{name}Descriptor", [table.size % 65536, first, bits])
        setattr(dataset, f"{name}Data", table.astype(f"<u{bits // 8}").tobytes())
    return dataset


@pytest.mark.parametrize(("size", "first", "bits"), [(256, 0, 8), (200, 7, 16), (65536, 0, 16)])
def test_pydicom_agrees(size: int, first: int, bits: int) -> None:
    rng = np.random.default_rng(size)
    tables = [rng.integers(0, 1 << bits, size).astype(f"u{bits // 8}") for _ in range(3)]
    frame = rng.integers(0, 1 << bits, (9, 11)).astype(f"u{bits // 8}")
    dataset = a_dataset(tables, first, bits)
    values = list(dataset.RedPaletteColorLookupTableDescriptor)
    descriptor = PaletteDescriptor.from_values(values, signed=False)
    read = palette_entries(dataset.RedPaletteColorLookupTableData, descriptor)
    assert np.array_equal(read, tables[0])
    theirs = apply_color_lut(frame, dataset)
    assert np.array_equal(palette_to_rgb(frame, descriptor.first, tables), theirs)


@pytest.mark.parametrize(
    ("values", "signed", "meant"),
    [
        ([256, 0, 8], False, PaletteDescriptor(256, 0, 8)),
        ([0, 0, 16], False, PaletteDescriptor(65536, 0, 16)),
        ([10, -5, 16], True, PaletteDescriptor(10, -5, 16)),
        ([10, 65531, 16], True, PaletteDescriptor(10, -5, 16)),
        ([10, -5, 16], False, PaletteDescriptor(10, 65531, 16)),
        ([10, 65531, 16], False, PaletteDescriptor(10, 65531, 16)),
    ],
)
def test_descriptors(values: list[int], signed: bool, meant: PaletteDescriptor) -> None:
    assert PaletteDescriptor.from_values(values, signed=signed) == meant


@pytest.mark.parametrize("values", [[], [1, 2], [1, 2, 12], [-1, 0, 8], [70000, 0, 8]])
def test_descriptors_of_no_table(values: list[int]) -> None:
    with pytest.raises(DamagedPixelData, match="descriptor"):
        PaletteDescriptor.from_values(values, signed=False)


def test_entries_of_bytes_in_words() -> None:
    words = np.array([1, 2, 255], "<u2").tobytes()
    assert palette_entries(words, PaletteDescriptor(3, 0, 8)).tolist() == [1, 2, 255]


@pytest.mark.parametrize("bits", [8, 16])
def test_too_few_entries(bits: int) -> None:
    with pytest.raises(DamagedPixelData, match="of a lookup table of 9"):
        palette_entries(bytes(6), PaletteDescriptor(9, 0, bits))


def segment_bytes(numbers: list[int], bits: int) -> bytes:
    return np.array(numbers).astype(f"<u{bits // 8}").tobytes()


def reference(byte: int, bits: int) -> list[int]:
    return list(np.array([byte], "<u4").view(f"<u{bits // 8}").tolist())


@pytest.mark.parametrize("bits", [8, 16])
def test_discrete_linear_and_indirect_segments(bits: int) -> None:
    start = [0, 3, 10, 20, 30, 1, 4, 50]
    numbers = [*start, 0, 1, 100, 2, 2, *reference(0, bits), 2, 1, *reference(5 * bits // 8, bits)]
    first = [10, 20, 30, 35, 40, 45, 50]
    meant = [*first, 100, *first, 50, 50, 50, 50]
    found = segmented_entries(segment_bytes(numbers, bits), PaletteDescriptor(len(meant), 0, bits))
    assert found.dtype == np.dtype(f"u{bits // 8}")
    assert found.tolist() == meant


def test_a_line_goes_down_too() -> None:
    found = segmented_entries(bytes([0, 1, 9, 1, 4, 1]), PaletteDescriptor(5, 0, 8))
    assert found.tolist() == [9, 7, 5, 3, 1]


@given(st.lists(st.integers(0, 255), min_size=1, max_size=6), st.integers(1, 9))
def test_lines_go_through_every_point(points: list[int], length: int) -> None:
    numbers = [0, 1, points[0]]
    for point in points[1:]:
        numbers += [1, length, point]
    size = 1 + length * (len(points) - 1)
    found = segmented_entries(bytes(numbers), PaletteDescriptor(size, 0, 8))
    at = np.arange(size) / length
    assert np.abs(found - np.interp(at, range(len(points)), points)).max() < 0.5001
    assert found[::length].tolist() == points


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([], "ends at entry 0"),
        ([0], "ends at entry 1"),
        ([0, 3, 1, 2], "ends at entry 4"),
        ([0, 1, 1, 1, 2], "ends at entry 5"),
        ([0, 1, 1, 2, 1, 0, 0], "ends at entry 7"),
        ([0, 1, 1], "ends at entry 3"),
        ([1, 2, 3], "begins with 1 and 2"),
        ([0, 0], "begins with 0 and 0"),
        ([3, 1, 1], "begins with 3 and 1"),
        ([0, 1, 1, 2, 1, 3, 0, 0, 0], "begins with 2 and 1"),
        ([0, 1, 1, 2, 1, 99, 0, 0, 0], "ends at entry 9"),
        ([0, 1, 1, 2, 1, 255, 255, 255, 255], "ends at entry 9"),
        ([0, 6, 1, 2, 3, 4, 5, 6], "more entries than the 5"),
        ([0, 1, 1, 2, 9, 0, 0, 0, 0], "more|ends|begins"),
    ],
)
def test_segments_that_are_none(numbers: list[int], reason: str) -> None:
    with pytest.raises(DamagedPixelData, match=reason):
        segmented_entries(bytes(numbers), PaletteDescriptor(5, 0, 8))


@given(st.binary(max_size=40), st.sampled_from([8, 16]))
def test_any_bytes_are_a_table_or_damaged(data: bytes, bits: int) -> None:
    descriptor = PaletteDescriptor(20, 0, bits)
    try:
        found = segmented_entries(data, descriptor)
    except DamagedPixelData:
        return
    assert found.size == 20
