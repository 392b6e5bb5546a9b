"""Fragments are found by their headers alone, whatever stands among them."""

from collections.abc import Callable
from struct import pack

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData
from dicom_codecs.encapsulation import (
    Fragments,
    Source,
    bare_fragment,
    read_fragments,
    salvage_fragments,
    source_of_bytes,
)
from encapsulated import DELIMITER, basic, item, offsets_of, value
from hypothesis import given
from hypothesis import strategies as st
from pydicom.encaps import parse_basic_offsets, parse_fragments

PIECES = st.lists(st.binary(max_size=40).map(lambda one: one + b"\0" * (len(one) % 2)))
NEXT_ELEMENT = b"\xfc\xff\xfc\xffOB\0\0\x04\0\0\0\0\0\0\0"


def _walked(data: bytes, before: bytes = b"") -> Fragments:
    return read_fragments(source_of_bytes(before + data), len(before))


def _codes(fragments: Fragments) -> list[str]:
    return [one.code for one in fragments.deviations]


@given(PIECES, st.lists(st.integers(0, 2**32 - 1), max_size=5), st.binary(max_size=30))
def test_every_fragment_is_found_where_it_lies(
    pieces: list[bytes], offsets: list[int], before: bytes
) -> None:
    data = value(pieces, offsets)
    if offsets:
        offsets[0] = 0
        data = value(pieces, offsets)
    found = _walked(data + b"more", before)
    whole = before + data
    lies = zip(found.offsets.tolist(), found.lengths.tolist(), strict=True)
    assert [whole[offset : offset + length] for offset, length in lies] == pieces
    assert found.basic_offsets.tolist() == offsets[: len(pieces) + 1]
    assert found.after == len(whole)
    assert found.first == len(before) + 8 + 4 * len(offsets)
    assert found.deviations == ()
    assert found.damage is None


@given(PIECES.filter(len))
def test_fragments_are_those_of_pydicom(pieces: list[bytes]) -> None:
    data = value(pieces, offsets_of([len(one) for one in pieces]))
    found = _walked(data)
    count, offsets = parse_fragments(data[8 + 4 * len(pieces) :])
    assert found.lengths.size == count
    assert (found.offsets - 8 - found.first).tolist() == offsets
    assert found.basic_offsets.tolist() == parse_basic_offsets(data)


def test_an_icon_in_an_item_ends_where_the_item_does() -> None:
    data = value([b"abcd"])
    behind = item(b"not ours")
    assert read_fragments(source_of_bytes(data[:-8] + behind), 0, len(data) - 8).lengths.size == 1


@pytest.mark.parametrize(
    "behind", [b"", b"\0\0\0", NEXT_ELEMENT, b"\xfe\xff\x0d\xe0\0\0\0\0", b"\0" * 512]
)
def test_a_missing_delimiter_is_told(behind: bytes) -> None:
    data = value([b"abcd", b"ef"])[: -len(DELIMITER)]
    found = _walked(data + behind)
    assert _codes(found) == ["fragments-without-delimiter"]
    assert found.deviations[0].offset == found.after == len(data)
    assert found.lengths.tolist() == [4, 2]


def test_an_odd_length_that_counts_right() -> None:
    found = _walked(basic() + item(b"abc") + item(b"de") + DELIMITER)
    assert found.lengths.tolist() == [3, 2]
    assert _codes(found) == ["fragment-odd"]
    assert found.deviations[0].offset == 8


@pytest.mark.parametrize("last", [item(b"xyz", 3) + b"\0", item(b"xy")])
def test_an_odd_length_that_leaves_its_padding_out(last: bytes) -> None:
    found = _walked(basic() + item(b"abc") + b"\0" + item(b"de") + last + DELIMITER)
    assert found.lengths[:2].tolist() == [3, 2]
    assert found.offsets[1] == 8 + 8 + 4 + 8
    assert _codes(found) == ["fragment-odd"]
    assert found.damage is None


def test_no_table_at_all() -> None:
    found = _walked(item(b"\xff\xd8\xff\xe0abcd") + item(b"more") + DELIMITER)
    assert found.lengths.tolist() == [8, 4]
    assert found.first == 0
    assert _codes(found) == ["offset-table-missing"]


def test_a_table_of_crooked_length_is_told() -> None:
    found = _walked(item(b"\0\0\0\0\0\0") + item(b"ab") + DELIMITER)
    assert found.basic_offsets.tolist() == [0]
    assert _codes(found) == ["offset-table-wrong"]


def test_nothing_but_a_delimiter() -> None:
    found = _walked(DELIMITER)
    assert (found.lengths.size, found.basic_offsets.size, found.after) == (0, 0, 8)


@pytest.mark.parametrize(
    ("behind", "reason"),
    [
        (item(b"abcd", 6), "an item of 6 bytes, 4 bytes before the end"),
        (item(b"abcd", 0xFFFF_FFFF), "an item of undefined length, 4 bytes before the end"),
        (item(b"abcd", 0xFFFF_FFFE), "an item of 4294967294 bytes, 4 bytes before the end"),
        (b"\x08\0\x05\0CS\x04\0ABCD", r"\(0008,0005\) stands where an item or a delimiter should"),
        (b"\xe0\x7f\x10\0OB\0\0\0\0\0\0", r"\(7FE0,0010\) stands where"),
        (b"\xfe\xff\x01\xe0\0\0\0\0", r"\(FFFE,E001\) stands where"),
    ],
)
def test_damage_says_where_and_leaves_what_stands_before(behind: bytes, reason: str) -> None:
    data = value([b"abcd", b"ef"])[: -len(DELIMITER)]
    with pytest.raises(DamagedPixelData, match=reason) as caught:
        _walked(data + behind)
    assert caught.value.offset == len(data)
    found = salvage_fragments(source_of_bytes(data + behind), 0)
    assert found.damage is not None
    assert found.lengths.tolist() == [4, 2]
    assert found.after == len(data)


@given(PIECES, st.data())
def test_truncation_anywhere_is_damage_or_a_missing_delimiter(
    pieces: list[bytes], data: st.DataObject
) -> None:
    whole = value(pieces)
    length = data.draw(st.integers(0, len(whole) - 1))
    found = salvage_fragments(source_of_bytes(whole[:length]), 0)
    lengths = [len(one) for one in pieces]
    assert found.lengths.tolist() == lengths[: found.lengths.size]
    assert found.after <= length
    assert found.damage is not None or _codes(found) == ["fragments-without-delimiter"]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255))), st.binary(max_size=200))
def test_any_bytes_end_in_fragments_or_in_damage(
    flips: list[tuple[int, int]], noise: bytes
) -> None:
    mutant = bytearray(value([b"abcdef", noise, b""], [0, 14]))
    for at, byte in flips:
        mutant[at % len(mutant)] = byte
    found = salvage_fragments(source_of_bytes(mutant), 0)
    ends = found.offsets + found.lengths
    assert (ends <= len(mutant)).all()
    assert found.after <= len(mutant)
    assert (ends[:-1] + 8 <= found.offsets[1:]).all()


def test_a_table_longer_than_the_fragments_is_not_read_whole() -> None:
    data = basic(*range(0, 4 * 4000, 4)) + item(b"ab") + DELIMITER
    found = _walked(data)
    assert found.basic_offsets.size == 2


class Watched:
    """A source that counts."""

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        self.calls = self.bytes = 0
        self._read = read
        self.source = Source(self.read, size)

    def read(self, offset: int, length: int) -> bytes:
        found = self._read(offset, length)
        self.calls += 1
        self.bytes += len(found)
        return found


def _large(count: int, length: int) -> Watched:
    """A value that is never in memory: an empty table, equal fragments, a delimiter."""
    header = b"\xfe\xff\x00\xe0" + pack("<L", length)
    stride = 8 + length

    def read(offset: int, wanted: int) -> bytes:
        if offset < 8:
            return (basic() + header)[offset : offset + wanted]
        number, inside = divmod(offset - 8, stride)
        if number == count:
            return DELIMITER[inside : inside + wanted]
        return (header[inside:] + b"\0" * 64)[:wanted]

    return Watched(8 + count * stride + 8, read)


def test_far_more_than_4_gib_is_walked_by_headers_alone() -> None:
    watched = _large(3000, 4 * 1024 * 1024)
    found = read_fragments(watched.source, 0)
    assert watched.source.size > 2**33
    assert found.lengths.size == 3000
    assert found.after == watched.source.size
    assert int(found.offsets[-1]) == watched.source.size - 8 - 4 * 1024 * 1024
    assert watched.bytes < 3010 * 80
    assert watched.calls < 3010


def test_many_short_fragments_are_read_in_large_pieces() -> None:
    data = value([b"x" * 1000] * 5000)
    watched = Watched(len(data), source_of_bytes(data).read)
    assert read_fragments(watched.source, 0).lengths.size == 5000
    assert watched.calls < 100
    assert watched.bytes < len(data) * 1.1


def test_pixel_data_without_items_is_a_fragment() -> None:
    found = bare_fragment(100, 50)
    assert (found.offsets.tolist(), found.lengths.tolist(), found.after) == ([100], [50], 150)
    assert _codes(found) == ["fragments-without-items"]
    assert found.offsets.dtype == np.int64
