"""Writing and reading a DICOMDIR undo each other, whatever stands in it."""

import hypothesis.strategies as st
import pytest
from checks import RECORD_TYPE, parsed, tree
from dicom_fileset import FileSet, Record, Refused, read_dicomdir, write_dicomdir
from dicom_fileset.dicomdir import LARGEST, dicomdir_size, write
from dicom_fileset.elements import element, item
from dicom_fileset.records.types import RECORD_TYPES, RETIRED_RECORD_TYPES
from hypothesis import given, settings

TYPES = st.sampled_from([*RECORD_TYPES, *sorted(RETIRED_RECORD_TYPES)]) | st.from_regex(
    "[A-Z][A-Z0-9_]{0,15}", fullmatch=True
)
UIDS = st.integers(1, 10**30).map(lambda number: f"2.25.{number}")
VALUES = st.binary(max_size=40)


@st.composite
def elements(draw: st.DrawFn, lowest: int, highest: int) -> bytes:
    """Elements in order of tag, sequences and private ones among them."""
    tags = draw(st.lists(st.integers(lowest, highest), unique=True, max_size=5))
    parts = []
    for tag in sorted(tags):
        vr = draw(st.sampled_from(["LO", "UN", "OB", "UI", "US", "UT", "SQ", "ZZ"]))
        value = draw(VALUES) if vr != "SQ" else draw(st.sampled_from(NESTED))
        parts.append(element(tag, vr, value) if tag & 0xFFFF else b"")
    return b"".join(parts)


INNER = element(0x00080100, "SH", b"CODE")
NESTED = (b"", item(INNER), item(b"") + item(element(0x00081140, "SQ", item(INNER))))


@st.composite
def records(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records in the order of a tree: each stands at most one level below the one before."""
    made: list[Record] = []
    for _ in range(draw(st.integers(0, 12))):
        level = draw(st.integers(0, made[-1].level + 1)) if made else 0
        record_type = draw(TYPES)
        kind = element(0x00041430, "CS", record_type.encode())
        body = kind + draw(elements(0x00041432, 0xFFFCFFFF))
        in_use = draw(st.sampled_from([0xFFFF, 0xFFFF, 0xFFFF, 0, 1]))
        made.append(Record(record_type, level, body, in_use))
    return tuple(made)


FILE_SETS = st.builds(
    FileSet,
    UIDS,
    st.from_regex("[A-Z0-9_]{0,16}", fullmatch=True),
    records(),
    preface=elements(0x00041131, 0x000411FF),
    epilogue=elements(0x00041221, 0xFFFCFFFF),
)


def plain(file_set: FileSet) -> FileSet:
    """A file-set without what was said of its bytes."""
    return FileSet(
        file_set.file_set_uid,
        file_set.file_set_id,
        file_set.records,
        file_set.preface,
        file_set.epilogue,
        file_set.has_directory,
    )


@given(FILE_SETS)
@settings(deadline=None)
def test_what_was_written_is_read(file_set: FileSet) -> None:
    assert plain(read_dicomdir(write_dicomdir(file_set), strict=True)) == file_set


@given(FILE_SETS)
@settings(deadline=None)
def test_what_was_read_is_written(file_set: FileSet) -> None:
    data = write_dicomdir(file_set)
    assert write_dicomdir(read_dicomdir(data, strict=True)) == data
    assert len(data) == dicomdir_size(file_set)


@given(FILE_SETS)
@settings(deadline=None)
def test_only_records_are_found_fault_with(file_set: FileSet) -> None:
    found = read_dicomdir(write_dicomdir(file_set), strict=True)
    codes = {one.code for one in found.findings}
    assert codes <= {
        "record-type-unknown",
        "record-type-retired",
        "record-inactive",
        "record-in-use-flag",
    }


@given(FILE_SETS)
@settings(max_examples=50, deadline=None)
def test_our_own_walk_finds_the_same_tree(file_set: FileSet) -> None:
    found = parsed(write_dicomdir(file_set))
    mine = [(level, one.text(RECORD_TYPE)) for level, one in tree(found)]
    assert mine == [(one.level, one.record_type) for one in file_set.records]
    last = [one.offset for level, one in tree(found) if level == 0]
    assert found.number(0x00041202) == (last[-1] if last else 0)


def deep(levels: int) -> FileSet:
    body = element(0x00041430, "CS", b"PRIVATE")
    return FileSet("1.2", "", tuple(Record("PRIVATE", level, body) for level in range(levels)))


def test_many_levels() -> None:
    assert plain(read_dicomdir(write_dicomdir(deep(60)))) == deep(60)


def test_levels_without_end_are_cut_with_a_finding() -> None:
    found = read_dicomdir(write_dicomdir(deep(5000)), strict=True)
    codes = {one.code for one in found.findings}
    assert {"nested-too-deep", "record-unreachable"} <= codes
    assert 60 < len(found.records) < 70


class Repeated(tuple):  # noqa: SLOT001 - the length is all that it is for
    """One record as many times as are wanted, without so many references."""

    times = 1

    def __len__(self) -> int:
        return self.times

    def __iter__(self):  # noqa: ANN204 - as a tuple's
        for _ in range(self.times):
            yield self[0]


@pytest.mark.parametrize("excess", [0, 1])
def test_a_directory_past_4_gib_is_refused(excess: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured before a byte of it is made: few bodies, and a pretence of many of them."""
    body = element(0x00041430, "CS", b"IMAGE") + element(0x00091000, "OB", bytes(1 << 20))
    empty = dicomdir_size(FileSet("1.2"))
    each = dicomdir_size(FileSet("1.2", "", (Record("IMAGE", 0, body),))) - empty
    times, rest = divmod(LARGEST + excess - empty, each)
    repeated = Repeated([Record("IMAGE", 0, body)])
    repeated.times = times
    file_set = FileSet("1.2", "", repeated, epilogue=bytes(rest))

    def made(*_: object, initial: int) -> list[int]:
        raise AssertionError(initial)

    monkeypatch.setattr(write, "accumulate", made)
    assert dicomdir_size(file_set) == LARGEST + excess
    with pytest.raises(Refused if excess else AssertionError) as caught:
        write_dicomdir(file_set)
    if excess:
        assert caught.value.finding.code == "directory-too-large"
