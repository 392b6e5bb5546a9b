"""Scans against a decoder that goes bit by bit."""

import numpy as np
import pytest
from dicom_codecs.huffman import optimal_table
from dicom_codecs.jpeg import scan
from dicom_codecs.jpeg.components import GREY, YBR_422, Component, unit
from dicom_codecs.jpeg.headers import (
    END,
    EXTENDED,
    START,
    frame_segment,
    quantisation_segment,
    scan_segment,
)
from dicom_codecs.jpeg.scan import coded_scan
from dicom_codecs.jpeg.symbols import item_strips
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from slow_jpeg import coefficients, read

LARGEST = 16383
MOST_DC = 16383


@st.composite
def blocks_of_few(draw: st.DrawFn) -> NDArray[np.int16]:
    """Whole minimum coded units of both kinds: blocks with a few coefficients, or all of them."""
    number = 4 * draw(st.integers(1, 5))
    blocks = np.zeros((number, 64), np.int16)
    numbers = st.sampled_from([1, -1, LARGEST, -LARGEST]) | st.integers(-LARGEST, LARGEST)
    for block in blocks:
        for place in draw(st.lists(st.integers(0, 63), max_size=8)):
            block[place] = draw(numbers)
        if draw(st.integers(0, 9)) == 0:
            block[:] = draw(numbers)
    return blocks


def code_them(
    strips: list[NDArray[np.int16]], components: tuple[Component, ...]
) -> list[list[int]]:
    """Blocks through a stream and back."""
    tables = 1 + max(one.table for one in components)
    found = coded_scan(item_strips((one.copy() for one in strips), components), tables)
    units = sum(map(len, strips)) // len(unit(components))
    size = (8, 8 * units * max(one.horizontal for one in components))
    parts = [START]
    parts += (quantisation_segment(table, np.ones((8, 8), np.int64)) for table in range(tables))
    parts.append(frame_segment(EXTENDED, 12, size, components))
    for table in range(tables):
        parts += found.dc[table].segment(0, table), found.ac[table].segment(1, table)
    parts += scan_segment(components), found.data, END
    return coefficients(read(b"".join(parts)))


@pytest.mark.parametrize("components", [GREY, YBR_422], ids=["grey", "colour"])
@given(blocks_of_few(), st.integers(1, 4))
def test_blocks_come_back(
    components: tuple[Component, ...], blocks: NDArray[np.int16], units: int
) -> None:
    step = 4 * units
    strips = [blocks[start : start + step] for start in range(0, len(blocks), step)]
    assert code_them(strips, components) == blocks.tolist()


@pytest.mark.parametrize("components", [GREY, YBR_422], ids=["grey", "colour"])
@pytest.mark.parametrize("value", [0, 1, -1, MOST_DC, -MOST_DC - 1])
def test_one_block_over_and_over(components: tuple[Component, ...], value: int) -> None:
    blocks = np.full((8, 64), 0, np.int16)
    blocks[:, 0] = value
    assert code_them([blocks], components) == blocks.tolist()


@pytest.mark.parametrize("components", [GREY, YBR_422], ids=["grey", "colour"])
def test_dc_leaps_from_end_to_end(components: tuple[Component, ...]) -> None:
    blocks = np.zeros((16, 64), np.int16)
    blocks[::3, 0], blocks[1::3, 0] = MOST_DC, -MOST_DC - 1
    blocks[5, 63] = blocks[12, 63] = 1
    assert code_them([blocks[:8], blocks[8:]], components) == blocks.tolist()


@pytest.mark.parametrize("place", range(1, 64))
def test_zeros_of_every_number(place: int) -> None:
    blocks = np.zeros((4, 64), np.int16)
    blocks[1, place] = blocks[2, place] = -3
    blocks[2, 63] = 7
    assert code_them([blocks], GREY) == blocks.tolist()
    assert code_them([blocks], YBR_422) == blocks.tolist()


def rare_runs(*, in_chroma: bool) -> NDArray[np.int16]:
    """Blocks whose symbols grow rarer by powers of 2, and one run of zeros longer than 47."""
    blocks = np.zeros((4096, 64), np.int16)
    for symbol in range(12):
        blocks[:: 1 << symbol, 1 + symbol] = 1 << (symbol % 10)
    blocks[1, 1:] = 0
    blocks[1, 60] = 1000
    blocks[5, [20, 40]] = 5
    if not in_chroma:
        return blocks
    units = np.zeros((2048, 4, 64), np.int16)
    units[:, 2:] = blocks.reshape(-1, 2, 64)
    return units.reshape(-1, 64)


@pytest.mark.parametrize("components", [GREY, YBR_422], ids=["grey", "colour"])
def test_runs_too_long_for_one_entry(
    components: tuple[Component, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart = []
    apart = scan._apart

    def watched(items: scan.Items, places: NDArray[np.intp]) -> scan.Items:
        taken_apart.append(places.size)
        return apart(items, places)

    monkeypatch.setattr(scan, "_apart", watched)
    blocks = rare_runs(in_chroma=components == YBR_422)
    assert code_them([blocks], components) == blocks.tolist()
    assert sum(taken_apart) > 0


def test_numbers_that_do_not_fit_together_stay_apart() -> None:
    values = np.array([1, (1 << 40) - 1, 5, 1 << 39, 3], np.uint64)
    lengths = np.array([1, 40, 25, 40, 2])
    merged = scan._merged(scan.Strip(values, lengths))
    assert merged.lengths.tolist() == [41, 25, 40, 2]
    assert merged.values.tolist() == [(1 << 41) - 1, 5, 1 << 39, 3]


def test_an_entry_has_what_comes_before_it() -> None:
    table = optimal_table([1] * 16)
    entries = scan._joined([(table, 3), (table, 4)], table)
    for symbol, entry in enumerate(entries.tolist()):
        text = "".join(
            f"{int(table.codes[one]):0{int(table.lengths[one])}b}" for one in (3, 4, symbol)
        )
        assert entry >> 56 == len(text) + symbol
        assert (entry & ((1 << 56) - 1)) >> symbol == int(text, 2)
