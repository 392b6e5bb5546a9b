"""Values of a record by tag: those that were put together by hand, as far as they are whole."""

from struct import pack

import hypothesis.strategies as st
from dicom_fileset.dicomdir.keys import RecordKeys
from hypothesis import given

PADDED = ("AE", "CS", "DA", "DS", "IS", "LO", "PN", "TM", "UI")
FIXED = ("AT", "FD", "SS", "UL", "US")
LONG = ("OB", "SQ", "UN", "UT")
BEYOND_THE_DIRECTORYS_OWN = 0x0004_1600
"""Elements before have the one VR that the standard gives them, whatever a record says."""
Element = tuple[int, str, bytes]

elements = st.lists(
    st.tuples(
        st.integers(BEYOND_THE_DIRECTORYS_OWN, 0x0070_FFFF),
        st.sampled_from(PADDED + FIXED + LONG),
        st.binary(max_size=12).map(lambda value: value + b" " * (len(value) % 2)),
    ),
    max_size=12,
    unique_by=lambda one: one[0],
)


def encoded(tag: int, vr: str, value: bytes) -> bytes:
    form = "<HH2s2xL" if vr in LONG else "<HH2sH"
    return pack(form, tag >> 16, tag & 0xFFFF, vr.encode(), len(value)) + value


def plain(vr: str, value: bytes) -> bytes:
    return value if vr in (*FIXED, "SQ") else value.rstrip(b" \0")


@given(record=elements, cut=st.none() | st.integers(0, 40))
def test_values_are_those_of_the_elements_that_are_whole(
    record: list[Element], cut: int | None
) -> None:
    parts = [encoded(*one) for one in record]
    body = b"".join(parts)
    end = len(body) if cut is None else max(len(body) - cut, 0)
    keys, at = RecordKeys(body[:end]), 0
    for (tag, vr, value), part in zip(record, parts, strict=True):
        at += len(part)
        assert keys.has(tag) == (at <= end)
        assert keys.value(tag) == (plain(vr, value) if at <= end else b"")


@given(record=elements, other=elements)
def test_records_are_held_against_values(record: list[Element], other: list[Element]) -> None:
    keys = RecordKeys(b"".join(encoded(*one) for one in record))
    mine = {tag: plain(vr, value) for tag, vr, value in record}
    pairs = [(tag, value) for tag, _, value in other + record]
    asked = [(tag, value) for tag, value in pairs if value]
    assert keys.have_all_of(pairs) == all(mine.get(tag) for tag, _ in asked)
    assert keys.contradict(pairs) == any(mine.get(tag, value) != value for tag, value in asked)
    assert keys.have_values([tag for tag, _ in pairs]) == all(mine.get(tag) for tag, _ in pairs)
    assert keys.are_there({tag for tag, _ in pairs}) == {tag for tag, _ in pairs}.issubset(mine)
