"""Records destroyed to the last byte: what was below them is never shown below another."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from broken_directories import LEVELS, LOWER, NEXT, records_of, with_number, written_in_order
from checks import parsed
from dicom_fileset import FileSet, FileSetReader, Record, read_dicomdir, repair, verify
from file_sets import FEW, by_dcmmkdir
from hypothesis import given
from hypothesis import strategies as st


@st.composite
def trees(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records in the order of the tree: patients, their studies, series and images."""
    names: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        names.append("PATIENT")
        for _ in range(draw(st.integers(1, 2))):
            names.append("STUDY")
            for _ in range(draw(st.integers(1, 2))):
                names += ["SERIES", *["IMAGE"] * draw(st.integers(1, 3))]
    return records_of(names)


def _nested(records: Sequence[Record]) -> list[int]:
    return list(range(len(records)))


def _reversed(records: Sequence[Record]) -> list[int]:
    return _nested(records)[::-1]


def _by_level(records: Sequence[Record]) -> list[int]:
    return sorted(_nested(records), key=lambda one: records[one].level)


def parents(records: Sequence[Record]) -> dict[bytes, bytes | None]:
    """The body of the record above each, by its own: slow and obvious."""
    found: dict[bytes, bytes | None] = {}
    for place, one in enumerate(records):
        above = [other for other in records[:place] if other.level == one.level - 1]
        found[one.body] = above[-1].body if one.level else None
    return found


def destroyed(data: bytes, lost: set[int], fill: bytes) -> bytes:
    """The directory with every byte of some items, by their order in the file, overwritten."""
    starts = [one.offset for one in parsed(data).records]
    ends = [*starts[1:], len(data)]
    spoiled = bytearray(data)
    for place in lost:
        spoiled[starts[place] : ends[place]] = fill * (ends[place] - starts[place])
    return bytes(spoiled)


def held(found: FileSet, records: Sequence[Record], lost: set[bytes]) -> None:
    """What was not lost is there once, below its own parent or at the root."""
    truth = parents(records)
    kept = [one.body for one in found.records if one.record_type]
    assert sorted(kept) == sorted(truth.keys() - lost)
    for body, above in parents(found.records).items():
        assert above in {None, truth.get(body)}


@pytest.mark.parametrize("order", [_nested, _reversed, _by_level])
@given(data=st.data(), records=trees(), fill=st.sampled_from([b"\0", b"\xff", b"\x11"]))
def test_no_record_stands_below_another_than_its_own(
    order: Callable[[Sequence[Record]], list[int]],
    data: st.DataObject,
    records: tuple[Record, ...],
    fill: bytes,
) -> None:
    places = order(records)
    lost = data.draw(st.sets(st.integers(0, len(records) - 2), max_size=4))
    spoiled = destroyed(written_in_order(records, places), lost, fill)
    held(read_dicomdir(spoiled), records, {records[places[one]].body for one in lost})


@given(data=st.data(), records=trees())
def test_neither_does_one_where_no_offset_is_left(
    data: st.DataObject, records: tuple[Record, ...]
) -> None:
    blank = written_in_order(records, _nested(records))
    for place in range(len(records)):
        blank = with_number(with_number(blank, NEXT, 0, place), LOWER, 0, place)
    lost = data.draw(st.sets(st.integers(0, len(records) - 2), min_size=1, max_size=4))
    held(read_dicomdir(destroyed(blank, lost, b"\0")), records, {records[i].body for i in lost})


TWO = records_of(
    ["PATIENT", *["STUDY", "SERIES", "IMAGE", "IMAGE", "IMAGE"] * 2, "PATIENT", "STUDY"]
)


def levels_without(lost: int) -> list[int]:
    data = destroyed(written_in_order(TWO, _nested(TWO)), {lost}, b"\0")
    return [one.level for one in read_dicomdir(data).records]


def test_what_followed_a_lost_record_of_its_level_still_follows() -> None:
    """The offset of the one before leads to what was lost, and names its level."""
    levels = [LEVELS[one.record_type] for one in TWO]
    for lost in (3, 4, 8, 9):  # images
        assert levels_without(lost) == levels[:lost] + levels[lost + 1 :]


@pytest.mark.parametrize(("lost", "below"), [(1, 2), (6, 7), (2, 3), (7, 8), (11, 12)])
def test_what_was_below_a_lost_record_stands_at_the_root_and_that_is_said(
    lost: int, below: int
) -> None:
    found = read_dicomdir(destroyed(written_in_order(TWO, _nested(TWO)), {lost}, b"\0"))
    (orphan,) = [one for one in found.records if one.body == TWO[below].body]
    assert orphan.level == 0
    told = [one for one in found.findings if one.code == "record-unreachable"]
    assert ("none", "at the root") in {(one.before, one.after) for one in told}
    assert "record-damaged" in {one.code for one in found.findings}


def test_a_nameless_record_between_two_parts_them() -> None:
    """Its item is whole, its elements are not."""
    data = bytearray(written_in_order(TWO, _nested(TWO)))
    one = parsed(bytes(data)).records[11]
    data[one.offset + 8 : one.offset + 42] = bytes(34)
    at = data.index(b"PATIENT", one.offset)
    data[at - 8 : at + 8] = bytes(16)
    found = read_dicomdir(bytes(data))
    assert {one.level for one in found.records if one.body == TWO[12].body} == {0}


def test_repair_puts_all_where_their_files_say(tmp_path: Path, need: Callable[..., None]) -> None:
    need("dcmmkdir")
    root = by_dcmmkdir(tmp_path / "disc")
    data = (root / "DICOMDIR").read_bytes()
    whole = {one.sop_instance_uid: one.patient_id for one in FileSetReader(root)}
    types = [one.record_type for one in read_dicomdir(data).records]
    assert len(whole) == len(FEW)
    patients = {place for place, name in enumerate(types) if name == "PATIENT"}
    (root / "DICOMDIR").write_bytes(destroyed(data, patients, b"\0"))
    repair(root)
    assert verify(root).conforms
    assert {one.sop_instance_uid: one.patient_id for one in FileSetReader(root)} == whole
