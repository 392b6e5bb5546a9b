"""Broken in several ways at once: repaired, the set holds all that is there, and stays so."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import hypothesis.strategies as st
import pytest
from checks import check_directory, check_instances, uid_of
from defects import DEFECTS, directory_of, records_changed
from dicom_fileset import FileSetError, Record, repair, verify, write_dicomdir
from file_sets import files_below, snapshot
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

ONE_PASS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
OFTEN_LAST = ("truncated", "cut in the sequence head", "empty file", "not DICOM")
COMBINABLE = sorted(DEFECTS.keys() - {*OFTEN_LAST})
IN_TWO_PATIENTS = {"file added", "patient corrected"}
"""Together they make a study of two patients, which no directory can list as a whole."""


def _broken(made: Path, folder: str, names: list[str]) -> Path:
    """A copy of a set with some defects, as far as one leaves room for the next."""
    root = Path(shutil.copytree(made, Path(folder, "disc")))
    for name in names:
        try:
            DEFECTS[name](root)
        except (AssertionError, StopIteration, IndexError, ValueError, FileSetError):
            continue
    return root


def _check_repaired(root: Path) -> None:
    before = snapshot(root)
    report = repair(root)
    now = snapshot(root)
    assert {name: now[name] for name in before if name != "DICOMDIR"} == {
        name: data for name, data in before.items() if name != "DICOMDIR"
    }
    if report.changed:
        assert now["DICOMDIR.BAK"] == before["DICOMDIR"]
        check_directory(root)
    found = verify(root)
    assert found.conforms, found.findings
    paths = [one for one in files_below(root) if one.read_bytes()[128:132] == b"DICM"]
    check_instances(root, {uid_of(one) for one in paths if not one.name.startswith("DICOMDIR")})
    again = repair(root)
    assert not again.changed, [one for one in again.records if one.action != "kept"]


@given(
    st.lists(st.sampled_from(COMBINABLE), min_size=2, max_size=4, unique=True).filter(
        lambda names: not {*names} >= IN_TWO_PATIENTS
    ),
    st.sampled_from(("", *OFTEN_LAST)),
)
@settings(max_examples=25, deadline=None, suppress_health_check=ONE_PASS)
def test_several_defects(made_disc: Path, names: list[str], last: str) -> None:
    with TemporaryDirectory() as folder:
        _check_repaired(_broken(made_disc, folder, [*names, *filter(None, [last])]))


def test_a_study_in_two_patients_is_that_of_one_and_the_other_is_told(disc: Path) -> None:
    for name in sorted(IN_TWO_PATIENTS):
        DEFECTS[name](disc)
    report = repair(disc)
    (left,) = [one for one in report.findings if one.code == "study-in-two-patients"]
    assert left.where.path.replace("\\", "/").endswith("MORE/IM77")
    (found,) = verify(disc).findings
    assert (found.code, found.message) == ("file-unlisted", "No record refers to MORE/IM77.")
    (disc / "MORE" / "IM77").unlink()
    _check_repaired(disc)


class Moved(NamedTuple):
    """A record taken from one place and put in another, at some level."""

    source: int
    target: int
    level: int


MOVES = st.lists(
    st.builds(Moved, st.integers(0, 17), st.integers(0, 17), st.integers(0, 4)),
    min_size=1,
    max_size=12,
)


def _moved(records: list[Record], moves: list[Moved]) -> list[Record]:
    for one in moves:
        record = records.pop(one.source % len(records))
        records.insert(one.target % (len(records) + 1), replace(record, level=one.level))
    return _nested(records)


def _nested(records: list[Record]) -> list[Record]:
    """No record deeper than one below that before it."""
    level, nested = -1, []
    for one in records:
        level = min(one.level, level + 1)
        nested.append(replace(one, level=level))
    return nested


@given(MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=ONE_PASS)
def test_records_in_any_place(made_disc: Path, moves: list[Moved]) -> None:
    """Whatever stood where, each comes back under the patient, study and series of its file."""
    with TemporaryDirectory() as folder:
        root = _broken(made_disc, folder, [])
        healthy = directory_of(root)
        records_changed(root, lambda records: _moved(records, moves))
        _check_repaired(root)
        after = directory_of(root)
        assert set(after.records) == set(healthy.records), "and not a byte is otherwise"


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=ONE_PASS)
def test_any_bytes_of_the_directory_turned_over(made_disc: Path, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        root = _broken(made_disc, folder, [])
        whole = bytearray((root / "DICOMDIR").read_bytes())
        places = st.integers(0, len(whole) - 1)
        for at, mask in data.draw(st.lists(st.tuples(places, st.integers(1, 255)), max_size=5)):
            whole[at] ^= mask
        cut = data.draw(st.sampled_from([0, 0, 0, 100, 1000]))
        (root / "DICOMDIR").write_bytes(whole[: len(whole) - cut])
        _check_turned(root)


def test_a_damaged_study_below_which_nothing_is_left_does_not_stay(disc: Path) -> None:
    path = disc / "DICOMDIR"
    data = bytearray(path.read_bytes())
    study = data.rindex(b"STUDY ")
    uid = data.index(b"\x20\0\x0d\0UI", study) + 8
    data[uid + 1] ^= 1
    path.write_bytes(data[: data.index(b"\xfe\xff\0\xe0", uid)])
    _check_turned(disc)


def test_what_stands_anywhere_outlives_a_damaged_record_above_it(disc: Path) -> None:
    path = disc / "DICOMDIR"
    data = bytearray(path.read_bytes())
    study = data.index(b"STUDY ")
    data[data.index(b"\x20\0\x0d\0UI", study) + 2] ^= 1
    second = data.index(b"SERIES", data.index(b"SERIES", study) + 1)
    data[second] ^= 1
    path.write_bytes(data)
    _check_turned(disc)
    types = [one.record_type for one in directory_of(disc).records]
    assert types.count("RERIES") == 1


@pytest.mark.parametrize("tag", [0x1130, 0x1200, 0x1202, 0x1212])
def test_a_length_that_swallows_the_head_is_not_written_again(disc: Path, tag: int) -> None:
    path = disc / "DICOMDIR"
    data = bytearray(path.read_bytes())
    at = data.index(b"\4\0" + tag.to_bytes(2, "little"))
    data[at + 6 : at + 8] = b"\xb2\4"
    path.write_bytes(data)
    _check_turned(disc)


def _check_turned(root: Path) -> None:
    """What was flipped into an inactive flag or a private record may stay away; the rest holds."""
    before = snapshot(root)
    repair(root)
    now = snapshot(root)
    assert {name: now[name] for name in before if name != "DICOMDIR"} == {
        name: data for name, data in before.items() if name != "DICOMDIR"
    }
    found = verify(root)
    assert found.conforms, found.findings
    assert not repair(root).changed


def test_writing_what_is_repaired_is_what_was_read(disc: Path) -> None:
    DEFECTS["all at the root"](disc)
    repair(disc)
    assert write_dicomdir(directory_of(disc)) == (disc / "DICOMDIR").read_bytes()
