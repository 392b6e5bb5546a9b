"""One set of checks on media by us, by others, re-opened and updated."""

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_directory, check_file_set, check_files, check_instances, directory
from dicom_fileset import FileSetCreator, FileSetReader, FileSetUpdater, verify
from file_sets import (
    FEW,
    Place,
    by_dcmmkdir,
    by_gdcmgendir,
    by_pydicom,
    files_below,
    instance,
    save,
    snapshot,
    uids_of,
    write_instances,
)

Maker = Callable[[Path], Path]
FOREIGN = {"dcmmkdir": by_dcmmkdir, "gdcmgendir": by_gdcmgendir, "pydicom": by_pydicom}
NEW = (Place(1, 1, 1, 9), Place(2, 2), Place(4))


@pytest.fixture(params=FOREIGN)
def foreign_disc(request: pytest.FixtureRequest, need: Callable[..., None], tmp_path: Path) -> Path:
    if request.param != "pydicom":
        need(request.param)
    root = tmp_path / request.param
    root.mkdir()
    return FOREIGN[request.param](root)


@pytest.fixture(autouse=True)
def _tools(need: Callable[..., None]) -> None:
    need("dcmdump", "gdcmdump", "dcdirdmp", "dciodvfy")


def test_created(disc: Path, source_files: list[Path]) -> None:
    check_file_set(disc, uids_of(FEW), source_files)


def test_created_in_place(tmp_path: Path) -> None:
    files = write_instances(tmp_path)
    FileSetCreator(tmp_path, in_place=True).commit()
    check_file_set(tmp_path, uids_of(FEW), files)


def test_reopened(disc: Path) -> None:
    reader = FileSetReader(disc)
    assert [one.sop_instance_uid for one in reader] == uids_of(sorted(FEW))
    assert all(Path(one.path).is_file() for one in reader)
    assert reader.report().findings == ()


def test_foreign(foreign_disc: Path) -> None:
    check_directory(foreign_disc, last_root=foreign_disc.name != "gdcmgendir")
    check_instances(foreign_disc, uids_of(FEW))
    found = sorted(one.sop_instance_uid for one in FileSetReader(foreign_disc))
    assert found == sorted(uids_of(FEW))
    assert verify(foreign_disc).conforms


def test_foreign_and_then_changed(foreign_disc: Path, tmp_path: Path) -> None:
    new_files = write_instances(tmp_path / "new", NEW)
    uid = directory(foreign_disc).meta[0x00020003].value
    before = snapshot(foreign_disc)
    check_files(foreign_disc, files_below(foreign_disc))
    with FileSetUpdater(foreign_disc) as updater:
        updater.add(*new_files)
        updater.remove(PatientID=Place(3).patient_id)
    left = [place for place in (*FEW, *NEW) if place.patient != 3]
    check_file_set(foreign_disc, uids_of(left), [*files_below(foreign_disc), *new_files])
    assert directory(foreign_disc).meta[0x00020003].value == uid
    after = snapshot(foreign_disc)
    kept = [name for name in before if before[name] == after.get(name) != b"(folder)"]
    assert len(kept) == len(FEW) - 1
    assert verify(foreign_disc).findings == ()


def test_changed_twice_and_reopened(disc: Path, tmp_path: Path) -> None:
    extra = save(instance(Place(4)), tmp_path / "new" / "EXTRA")
    for _ in range(2):
        with FileSetUpdater(disc) as updater:
            updater.add(extra)
        check_file_set(disc, uids_of([*FEW, Place(4)]))
        with FileSetUpdater(disc) as updater:
            updater.remove(SOPInstanceUID=Place(4).uid)
        check_file_set(disc, uids_of(FEW))
