"""Huffman tables against the procedures of ISO 10918-1 K.2 and C.2 as they are drawn there."""

import struct
from itertools import pairwise

import numpy as np
import pytest
from dicom_codecs.huffman import optimal_table
from hypothesis import given
from hypothesis import strategies as st

FREQUENCIES = st.lists(
    st.integers(0, 1 << 34) | st.integers(0, 3), min_size=1, max_size=256
).filter(any)


def code_sizes(frequencies: list[int]) -> list[int]:
    """Figure K.1, the code point that is reserved at the end."""
    freq = [*frequencies, 1]
    size, others = [0] * len(freq), [-1] * len(freq)

    def deeper(symbol: int) -> int:
        size[symbol] += 1
        return deeper(others[symbol]) if others[symbol] != -1 else symbol

    while True:
        ranked = sorted((times, -symbol) for symbol, times in enumerate(freq) if times)
        if len(ranked) == 1:
            return size
        v1, v2 = -ranked[0][1], -ranked[1][1]
        freq[v1], freq[v2] = freq[v1] + freq[v2], 0
        others[deeper(v1)] = v2
        deeper(v2)


def counts_of_annex_k(frequencies: list[int]) -> tuple[int, ...]:
    """BITS by Figures K.2 and K.3."""
    sizes = code_sizes(frequencies)
    bits = [sizes.count(length) for length in range(300)]
    for i in range(299, 16, -1):
        while bits[i] > 0:
            j = i - 2
            while bits[j] == 0:
                j -= 1
            bits[i] -= 2
            bits[i - 1] += 1
            bits[j + 1] += 2
            bits[j] -= 1
    i = 16
    while bits[i] == 0:
        i -= 1
    bits[i] -= 1
    return tuple(bits[1:17])


@given(FREQUENCIES)
def test_codes_are_a_table_that_jpeg_allows(frequencies: list[int]) -> None:
    table = optimal_table(frequencies)
    occurring = [symbol for symbol, times in enumerate(frequencies) if times]
    assert sorted(table.symbols) == occurring
    assert np.flatnonzero(table.lengths).tolist() == occurring
    assert sum(table.counts) == len(occurring)
    words = [f"{int(table.codes[s]):0{int(table.lengths[s])}b}" for s in table.symbols]
    assert [len(word) for word in words] == sorted(len(word) for word in words)
    assert all("0" in word and len(word) <= 16 for word in words)
    in_order = sorted(words)
    assert not any(b.startswith(a) for a, b in pairwise(in_order))


@given(FREQUENCIES)
def test_lengths_are_those_of_annex_k_and_the_commonest_symbols_have_the_shortest(
    frequencies: list[int],
) -> None:
    table = optimal_table(frequencies)
    assert table.counts == counts_of_annex_k(frequencies)
    times = [frequencies[symbol] for symbol in table.symbols]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("symbols", [17, 25, 60])
def test_frequencies_that_make_the_deepest_tree_are_cut_at_16(symbols: int) -> None:
    table = optimal_table([1 << power for power in range(symbols)])
    assert sum(table.counts) == symbols
    assert table.counts[15] > 0
    assert table.lengths.max() == 16


def test_a_table_of_one_symbol_has_a_code_of_one_bit() -> None:
    table = optimal_table(np.array([0, 0, 7]))
    assert (table.counts, table.symbols) == ((1, *[0] * 15), (2,))
    assert table.codes[2] == 0


def test_nothing_to_code_is_no_table() -> None:
    with pytest.raises(ValueError, match="no symbol occurs"):
        optimal_table([0, 0])


def test_a_segment_says_what_the_table_is() -> None:
    table = optimal_table([90, 0, 5, 5])
    segment = table.segment(1, 3)
    marker, length, kind = struct.unpack_from(">HHB", segment)
    assert (marker, length, kind) == (0xFFC4, len(segment) - 2, 0x13)
    assert segment[5:] == bytes([1, 1, 1, *[0] * 13, 0, 2, 3])
