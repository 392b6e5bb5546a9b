"""Which fragments make which frame: the rules, one by one, and what wrong tables do to them."""

from typing import NamedTuple

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData
from dicom_codecs.encapsulation import (
    ExtendedTable,
    FrameIndex,
    extended_table,
    frames_of,
    read_fragments,
    salvage_fragments,
    source_of_bytes,
)
from dicom_codecs.encapsulation.marks import Marks
from encapsulated import basic, item, offsets_of, value
from hypothesis import given
from hypothesis import strategies as st
from pydicom.encaps import generate_frames

MARKS = Marks(lambda head: head.startswith(b"<"), lambda tail: tail.rstrip(b"\0").endswith(b">"))
"""A family of streams that anybody can read: ``<...>``."""


class Case(NamedTuple):
    """Fragments and a table, and what frames they make."""

    fragments: list[bytes]
    offsets: list[int]
    declared: int | None
    frames: list[bytes]
    codes: list[str]
    marks: Marks | None = MARKS


TWO = [b"<a>\0", b"<bb>"]
CUT = [b"<aaa", b"bb>\0", b"<c", b"dddd", b"ee>\0"]
JOINED = [b"<aaabb>\0", b"<cddddee>\0"]
WRONG, MISSING, BEYOND = "offset-table-wrong", "offset-table-missing", "fragments-beyond-frames"

CASES = {
    "basic": Case(CUT, [0, 24], 2, JOINED, [], marks=None),
    "basic, nobody says how many": Case(CUT, [0, 24], None, JOINED, [], marks=None),
    "basic with an end in it": Case(CUT, [0, 24, 60], 2, JOINED, [WRONG], marks=None),
    "basic with one entry that is wrong more": Case(CUT, [0, 24, 7], 2, JOINED, [WRONG], None),
    "basic that counts itself in": Case(CUT, [16, 40], 2, JOINED, [WRONG], marks=None),
    "basic outside": Case(CUT, [0, 4000], 2, JOINED, [WRONG]),
    "basic inside of a fragment": Case(CUT, [0, 26], 2, JOINED, [WRONG]),
    "basic not ascending": Case(CUT, [0, 0], 2, JOINED, [WRONG]),
    "basic descending": Case(CUT, [24, 0], 2, JOINED, [WRONG]),
    "basic of values": Case(CUT, [8, 32], 2, JOINED, [WRONG]),
    "basic with one entry": Case(CUT, [0], 2, JOINED, [WRONG]),
    "basic with pads left out": Case(TWO, [0, 11], 2, TWO, [WRONG], marks=None),
    "basic with one entry, a fragment a frame": Case(TWO, [0], 2, TWO, [WRONG]),
    "a fragment each": Case(TWO, [], 2, TWO, [], marks=None),
    "a fragment each, and an empty one": Case([*TWO, b""], [], 2, TWO, [], marks=None),
    "an empty one within": Case([TWO[0], b"", TWO[1]], [], 2, TWO, [], marks=None),
    "empty table, marks": Case(CUT, [], 2, JOINED, [MISSING]),
    "nobody says, marks": Case(CUT, [], None, JOINED, [MISSING]),
    "nobody says, no marks": Case(TWO, [], None, TWO, [], marks=None),
    "no ends, beginnings": Case([b"<a", b"bb", b"<c"], [], 2, [b"<abb", b"<c"], [MISSING]),
    "a beginning within": Case([b"<a", b"<b>\0", TWO[1]], [], 2, [b"<a<b>\0", TWO[1]], [MISSING]),
    "beginnings lost": Case([b"a>", b"bb", b"c>"], [], 2, [b"a>", b"bbc>"], [MISSING]),
    "first beginning lost": Case([b"aa", b"bb", b"<c"], [], 2, [b"aabb", b"<c"], [MISSING]),
    "one frame": Case(CUT[2:], [], 1, JOINED[1:], []),
    "one frame, no marks": Case(CUT, [], 1, [b"".join(CUT)], [], marks=None),
    "one frame, wrong table": Case(CUT, [0, 3], 1, [b"".join(CUT)], [WRONG], marks=None),
    "one said, marks for two": Case(CUT, [], 1, JOINED, [MISSING, BEYOND]),
    "one said, entries for two": Case(CUT, [0, 24], 1, JOINED, [WRONG, BEYOND], marks=None),
    "more fragments than said": Case([*TWO, b"<c>\0"], [], 2, [*TWO, b"<c>\0"], [MISSING, BEYOND]),
}  # fmt: skip


def _index(case: Case, extended: ExtendedTable | None = None) -> tuple[FrameIndex, list[bytes]]:
    source = source_of_bytes(value(case.fragments, case.offsets))
    fragments = read_fragments(source, 0)
    index = frames_of(fragments, case.declared, extended=extended, marks=case.marks, source=source)
    return index, [index.read(source, number) for number in range(index.present)]


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    case = CASES[name]
    index, frames = _index(case)
    assert frames == case.frames
    assert [one.code for one in index.deviations] == case.codes
    assert index.lengths.tolist() == [len(one) for one in case.frames]
    assert index.present == len(case.frames)
    assert index.declared == (len(case.frames) if case.declared is None else case.declared)


@pytest.mark.parametrize(
    "case",
    [
        Case(TWO, [], 3, TWO, []),
        Case(TWO, [], 3, TWO, [], marks=None),
        Case(CUT, [0, 24], 3, JOINED, [WRONG], marks=None),
        Case(CUT, [], 3, JOINED, [MISSING]),
    ],
)
def test_frames_that_are_missing_are_named_and_the_others_read(case: Case) -> None:
    index, frames = _index(case)
    assert frames == case.frames
    with pytest.raises(
        DamagedPixelData, match=r"frame 3, byte .*2 of 3 frames are there"
    ) as caught:
        index.spans(2)
    assert caught.value.frame == 2


def test_no_fragments_at_all() -> None:
    index = frames_of(read_fragments(source_of_bytes(value([])), 0), 2)
    assert index.present == 0
    assert index.lengths.size == 0
    with pytest.raises(DamagedPixelData, match=r"frame 1.*0 of 2"):
        index.spans(0)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(DamagedPixelData, match="5 fragments for 2 frames"):
        _index(Case(CUT, [], 2, [], [], marks=None))


def test_a_frame_that_is_an_empty_fragment_is_named() -> None:
    source = source_of_bytes(value([b"ab", b"", b"cd"]))
    index = frames_of(read_fragments(source, 0), 3)
    with pytest.raises(DamagedPixelData, match="frame 2, byte 18: the frame is empty"):
        index.spans(1)
    assert index.read(source, 2) == b"cd"


def test_a_source_that_ends_within_a_frame() -> None:
    data = value(TWO)
    index = frames_of(read_fragments(source_of_bytes(data), 0), 2)
    with pytest.raises(DamagedPixelData, match="frame 2, byte 26: the source ends"):
        index.read(source_of_bytes(data[:26]), 1)


def test_a_number_of_frames_beyond_all_bounds_costs_nothing() -> None:
    index, _ = _index(Case(TWO, [], 2**31 - 1, TWO, [], marks=None))
    assert index.begins.size == 3


PADDED = [4, 4]
OFFSETS = offsets_of(PADDED)


@pytest.mark.parametrize(
    ("offsets", "lengths", "codes"),
    [
        (OFFSETS, PADDED, []),
        (OFFSETS, [3, 4], []),
        (OFFSETS, [4, 2], [WRONG]),
        (OFFSETS, [4, 5], [WRONG]),
        (OFFSETS, [], [WRONG]),
        ([0, 11], [3, 4], [WRONG]),
        ([0, 2**63 + 12], [4, 4], [WRONG]),
        ([0], [4], [WRONG]),
        ([], [], []),
    ],
)
def test_extended_offset_table(offsets: list[int], lengths: list[int], codes: list[str]) -> None:
    table = extended_table(_ov(offsets), _ov(lengths))
    index, frames = _index(Case(TWO, [], 2, TWO, []), table)
    assert frames == TWO
    assert [one.code for one in index.deviations] == codes


def test_extended_goes_before_basic() -> None:
    table = extended_table(_ov([0, 24]), _ov([20, 34]))
    index, frames = _index(Case(CUT, [0, 12], 2, JOINED, [], marks=None), table)
    assert frames == JOINED
    # lengths of frames in several fragments have no place in such a table (PS3.3 C.7.6.3.1.8)
    assert [one.code for one in index.deviations] == [WRONG]


def _ov(values: list[int]) -> bytes:
    return np.array(values, "<u8").tobytes()


SALVAGED = {
    "a fragment each": (TWO, [], 3, TWO),
    "marks: what follows may belong to the last": (CUT, [], 3, JOINED[:1]),
    "a table that goes on inside of what is lost": (CUT, [0, 24, 90], 3, JOINED[:1]),
    "a table whose next frame is what is lost": (CUT, [0, 24, 61], 3, JOINED[:1]),
    "a table that begins a frame where the damage is": (CUT, [0, 24, 58], 3, JOINED),
}


@pytest.mark.parametrize("name", SALVAGED)
def test_frames_before_damage_are_read_and_the_last_only_if_it_is_whole(name: str) -> None:
    fragments, offsets, declared, frames = SALVAGED[name]
    data = basic(*offsets) + b"".join(map(item, fragments)) + item(b"<ff", 100)
    source = source_of_bytes(data)
    index = frames_of(salvage_fragments(source, 0), declared, marks=MARKS, source=source)
    assert [index.read(source, number) for number in range(index.present)] == frames
    with pytest.raises(DamagedPixelData, match="an item of 100 bytes, 3 bytes before the end"):
        index.spans(index.present)


STREAMS = st.lists(st.lists(st.binary(min_size=2, max_size=9), min_size=1, max_size=4), min_size=1)


@given(STREAMS)
def test_frames_of_several_fragments_are_those_of_pydicom(streams: list[list[bytes]]) -> None:
    even = [[one[: len(one) // 2 * 2] for one in pieces] for pieces in streams]
    fragments = [one for pieces in even for one in pieces]
    begins = np.cumsum([0, *map(len, even[:-1])])
    offsets = np.array(offsets_of([len(one) for one in fragments]))[begins].tolist()
    data = value(fragments, offsets)
    index, frames = _index(Case(fragments, offsets, len(streams), [], []))
    assert frames == [b"".join(pieces) for pieces in even]
    assert frames == list(generate_frames(data, number_of_frames=len(streams)))
    assert index.deviations == ()


@given(STREAMS, st.lists(st.integers(0, 120), max_size=9), st.integers(1, 9))
def test_whatever_a_table_says_every_byte_is_in_one_frame(
    streams: list[list[bytes]], offsets: list[int], declared: int
) -> None:
    fragments = [one for pieces in streams for one in pieces]
    try:
        index, frames = _index(Case(fragments, offsets, declared, [], []))
    except DamagedPixelData:
        assert len(fragments) > declared
        return
    assert b"".join(frames) == b"".join(fragments)
    codes = {one.code for one in index.deviations}
    assert (index.present > index.declared) == (BEYOND in codes)
