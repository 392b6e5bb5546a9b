"""A healthy directory broken anywhere, in any record order: what was there comes back."""

from collections import Counter
from collections.abc import Sequence

import hypothesis.strategies as st
from broken_directories import (
    FIRST,
    LOWER,
    NEXT,
    records_of,
    shifted,
    with_number,
    written_in_order,
)
from checks import parsed
from dicom_fileset import FileSet, Record, read_dicomdir
from dicom_fileset.dicomdir.keys import with_path
from hypothesis import given, settings
from hypothesis.strategies import DrawFn

KINDS = ("PATIENT", "STUDY", "SERIES", "IMAGE")


@st.composite
def trees(draw: DrawFn) -> tuple[Record, ...]:
    """Patients of studies of series of images, none of them empty."""
    names: list[str] = []

    def grow(level: int) -> None:
        for _ in range(draw(st.integers(1, 3))):
            names.append(KINDS[level])
            if level < 3:
                grow(level + 1)

    grow(0)
    return records_of(names)


ORDERS = {
    "tree": "",
    "pcs": "PATIENT IMAGE SERIES STUDY",
    "psc": "PATIENT STUDY SERIES IMAGE",
    "scp": "SERIES IMAGE PATIENT STUDY",
    "spc": "STUDY PATIENT IMAGE SERIES",
    "csp": "IMAGE SERIES STUDY PATIENT",
    "cps": "IMAGE PATIENT STUDY SERIES",
}
"""By level; of the tree the first, children before parents one of the others."""


def in_order(records: Sequence[Record], name: str) -> list[int]:
    kinds = ORDERS[name].split()
    order = list(range(len(records)))
    return sorted(order, key=lambda one: kinds.index(records[one].record_type)) if kinds else order


def parents(file_set: FileSet) -> dict[bytes, tuple[bytes, ...]]:
    """What stands above each record."""
    found = with_path(file_set.records)
    return {one.body: tuple(above.body for above in path) for one, path in found}


@given(trees(), st.sampled_from(sorted(ORDERS)))
@settings(max_examples=60, deadline=None)
def test_every_order_is_read_as_it_is(records: tuple[Record, ...], order: str) -> None:
    found = read_dicomdir(written_in_order(records, in_order(records, order)))
    assert found.records == records
    assert found.findings == ()


@given(trees(), st.sampled_from(sorted(ORDERS)), st.integers(-5000, 100_000).filter(bool))
@settings(max_examples=150, deadline=None)
def test_a_constant_shift(records: tuple[Record, ...], order: str, by: int) -> None:
    healthy = written_in_order(records, in_order(records, order))
    if by + min(one.offset for one in parsed(healthy).records) <= 0:
        return
    found = read_dicomdir(shifted(healthy, by))
    assert sorted(one.body for one in found.records) == sorted(one.body for one in records)
    if len(records) > 4:
        assert found.records == records


WRONG = st.one_of(st.just(0), st.integers(1, 10_000), st.integers(0xFFFF_0000, 0xFFFF_FFFF))


@given(trees(), st.sampled_from(sorted(ORDERS)), st.data())
@settings(max_examples=300, deadline=None)
def test_one_wrong_offset(records: tuple[Record, ...], order: str, data: st.DataObject) -> None:
    """In the order of the tree all are where they were; in others there or, untold, at the root."""
    places = in_order(records, order)
    healthy = written_in_order(records, places)
    offsets = [one.offset for one in parsed(healthy).records]
    tag = data.draw(st.sampled_from([NEXT, LOWER, FIRST]))
    record = None if tag == FIRST else data.draw(st.integers(0, len(records) - 1))
    value = data.draw(st.one_of(WRONG, st.sampled_from(offsets)))
    found = read_dicomdir(with_number(healthy, tag, value, record))
    assert Counter(one.body for one in found.records) == Counter(one.body for one in records)
    before, after = parents(FileSet("", "", records)), parents(found)
    told = {one.code for one in found.findings}
    for body, above in after.items():
        expected = before[body]
        assert above == expected or (
            order != "tree" and above == expected[len(expected) - len(above) :]
        )
    assert after == before or "record-unreachable" in told


@given(trees(), st.data())
@settings(max_examples=150, deadline=None)
def test_no_offset_at_all(records: tuple[Record, ...], data: st.DataObject) -> None:
    """Types and order are enough, also where some levels are missing altogether."""
    gone = data.draw(st.sets(st.sampled_from(KINDS[:3]), max_size=2))
    flat = [one for one in records if one.record_type not in gone]
    flat = [Record(one.record_type, 0, one.body) for one in flat]
    bare = written_in_order(flat, range(len(flat)))
    for index in range(len(flat)):
        bare = with_number(bare, NEXT, 0, index)
    found = read_dicomdir(bare)
    left = {one.body for one in flat}
    expected = {
        body: tuple(one for one in above if one in left)
        for body, above in parents(FileSet("", "", records)).items()
        if body in left
    }
    assert parents(found) == expected
