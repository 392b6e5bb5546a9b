"""What an updater does not do, and that the disk is then as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_file_set, directory
from dicom_fileset import DamagedFileSet, FileSetError, FileSetUpdater, Refused, UsageError
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir
from dicom_fileset.elements import element
from dicom_fileset.model import FileSet, Record
from file_sets import FEW, Place, instance, save, snapshot, uids_of


def commit(root: Path, source: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.add(source)


def changed(root: Path, tag: int, value: bytes, *, record: int | None = None) -> None:
    """Overwrite the value of an element of the directory, or of one of its records."""
    found = directory(root)
    elements = found.elements if record is None else found.records[record].elements
    data = bytearray((root / "DICOMDIR").read_bytes())
    end = elements[tag].end
    data[end - len(value) : end] = value
    (root / "DICOMDIR").write_bytes(data)


def dangling(root: Path) -> None:
    changed(root, 0x00041400, b"\x07\0\0\0", record=0)


def cycle(root: Path) -> None:
    own = directory(root).records[3].offset.to_bytes(4, "little")
    changed(root, 0x00041420, own, record=3)


def cut(root: Path) -> None:
    data = (root / "DICOMDIR").read_bytes()
    (root / "DICOMDIR").write_bytes(data[:-20])


def unreachable(root: Path) -> None:
    changed(root, 0x00041400, bytes(4), record=0)


def multi_referenced(root: Path) -> None:
    file_set = read_dicomdir((root / "DICOMDIR").read_bytes())
    retired = Record("MRDR", 0, element(0x00041430, "CS", b"MRDR"))
    records = (*file_set.records, retired)
    (root / "DICOMDIR").write_bytes(write_dicomdir(FileSet("1.2", "", records)))


@pytest.mark.parametrize("damage", [dangling, cycle, cut, unreachable, multi_referenced])
def test_a_damaged_directory_is_not_written_anew(
    damage: Callable[[Path], None], disc: Path, tmp_path: Path
) -> None:
    damage(disc)
    before = snapshot(disc)
    with pytest.raises(Refused) as caught:
        commit(disc, save(instance(Place(7)), tmp_path / "NEW"))
    assert caught.value.finding.code == "directory-damaged"
    assert snapshot(disc) == before


@pytest.mark.parametrize("tag", [0x00041202, 0x00041212])
def test_harmless_faults_are_mended_on_the_way(tag: int, disc: Path, tmp_path: Path) -> None:
    changed(disc, tag, b"\1\0")
    commit(disc, save(instance(Place(7)), tmp_path / "NEW"))
    check_file_set(disc, uids_of([*FEW, Place(7)]))


def test_no_directory_information_module(disc: Path) -> None:
    file_set = FileSet("1.2.3", "BARE")
    data = write_dicomdir(file_set)
    (disc / "DICOMDIR").write_bytes(data[: data.index(b"\x04\0\0\x12")])
    before = snapshot(disc)
    with pytest.raises(Refused) as caught:
        FileSetUpdater(disc)
    assert caught.value.finding.code == "directory-without-module"
    assert snapshot(disc) == before


@pytest.mark.parametrize("data", [b"", b"DICM", b"\xff" * 2000, bytes(128) + b"DICM"])
def test_no_dicomdir(data: bytes, disc: Path) -> None:
    (disc / "DICOMDIR").write_bytes(data)
    with pytest.raises(DamagedFileSet) as caught:
        FileSetUpdater(disc)
    assert caught.value.finding.code == "not-a-directory"


@pytest.mark.parametrize("name", ["none", "none/DICOMDIR", "file", "file/DICOMDIR", ""])
def test_no_file_set(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a file")
    with pytest.raises(DamagedFileSet) as caught:
        FileSetUpdater(tmp_path / name)
    assert caught.value.finding.code in {"directory-missing", "not-a-directory"}
    assert snapshot(tmp_path) == {"file": b"a file"}


def test_nothing_matches(disc: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.remove(PatientID="NOBODY")
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "nothing-matches"
    assert snapshot(disc) == before


def test_nothing_to_do(disc: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FileSetUpdater(disc).commit()
    assert caught.value.finding.code == "nothing-to-do"


@pytest.mark.parametrize("keyword", ["Patient", "patientid", "ContentSequence", "PixelData", ""])
def test_no_such_key(keyword: str, disc: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FileSetUpdater(disc).remove(**{keyword: "1"})
    assert caught.value.finding.code == "bad-criterion"


def test_an_illegal_file_set_id(disc: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FileSetUpdater(disc, file_set_id="lower case")
    assert caught.value.finding.code == "file-set-id-illegal"


def test_a_directory_of_another_name(disc: Path) -> None:
    (disc / "DICOMDIR").rename(disc / "dicomdir")
    with pytest.raises(Refused) as caught:
        FileSetUpdater(disc)
    assert caught.value.finding.code == "file-name-case"


class Thought(Exception):
    """Of a caller, who thought otherwise."""


def left(updater: FileSetUpdater, source: Path) -> None:
    with updater:
        updater.remove(PatientID="ID1")
        updater.add(source)
        raise Thought


def test_leaving_by_an_exception_changes_nothing(disc: Path, tmp_path: Path) -> None:
    new = save(instance(Place(7)), tmp_path / "NEW")
    before = snapshot(disc)
    with pytest.raises(Thought):
        left(FileSetUpdater(disc), new)
    assert snapshot(disc) == before


def test_a_source_that_is_not_there(disc: Path, tmp_path: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.add(tmp_path / "none")
    try:
        outcome = updater.commit()
    except FileSetError as error:
        assert error.finding.code == "source-missing"  # noqa: PT017 - either will do
    else:
        assert [one.code for one in outcome.skipped] == ["source-missing"]
        assert outcome.exit_status == 1
    assert snapshot(disc) == before
