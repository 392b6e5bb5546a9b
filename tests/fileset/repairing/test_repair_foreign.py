"""File-sets that others made, healthy and damaged: truth that we did not write."""

import shutil
from pathlib import Path

import pytest
from checks import check_directory, listed_uids, uid_of
from dicom_fileset import repair, verify
from file_sets import snapshot
from foreign_files import CORPUS, PYDICOM, SAMPLE_MEDIA
from pydicom import dcmread

FOREIGN = PYDICOM / "data" / "test_files" / "dicomdirtests"
BESIDE = shutil.ignore_patterns("DICOMDIR*", "TINY_ALPHA", "README.txt", "__pycache__")
VARIANTS = sorted(path.name for path in FOREIGN.glob("DICOMDIR*"))


def truth() -> set[str]:
    """SOP Instance UIDs of pydicom's healthy directory, by pydicom."""
    records = dcmread(FOREIGN / "DICOMDIR").DirectoryRecordSequence
    return {str(one.ReferencedSOPInstanceUIDInFile) for one in records if "ReferencedFileID" in one}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_pydicom(name: str, tmp_path: Path) -> None:
    """Whatever is wrong with the directory, all that lies there is listed."""
    root = tmp_path / "disc"
    shutil.copytree(FOREIGN, root, ignore=BESIDE)
    shutil.copy(FOREIGN / name, root / "DICOMDIR")
    before = snapshot(root)
    there = {uid_of(path) for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR"}
    repair(root)
    check_directory(root)
    assert truth() & there <= set(listed_uids(root)) <= there
    assert verify(root).conforms
    assert not repair(root).changed
    now = snapshot(root)
    assert {path: now[path] for path in before if path != "DICOMDIR"} == {
        path: data for path, data in before.items() if path != "DICOMDIR"
    }


@pytest.mark.parametrize("folder", sorted(p.name for p in (SAMPLE_MEDIA / "troubled").iterdir()))
def test_troubled_files_under_an_empty_directory(folder: str, tmp_path: Path) -> None:
    """What goes wrong with instances, brought in by a repair, leaves a directory that holds."""
    root = tmp_path / "disc"
    shutil.copytree(SAMPLE_MEDIA / "troubled" / folder, root / "IN")
    (root / "DICOMDIR").touch()
    repair(root, output=tmp_path / "copy")
    check_directory(tmp_path / "copy")
    again = repair(tmp_path / "copy")
    assert not again.changed, [one for one in again.records if one.action != "kept"]
    repair(root)
    assert not repair(root).changed


@pytest.mark.skipif(not CORPUS, reason="no corpus of foreign files is named")
def test_the_corpus_under_an_empty_directory(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    (root / "IN").mkdir(parents=True)
    files = [path for path in sorted(Path(CORPUS).iterdir()) if path.suffix != ".tsv"]
    for number, path in enumerate(files):
        shutil.copy(path, root / "IN" / f"F{number}")
    (root / "DICOMDIR").touch()
    repair(root, output=tmp_path / "copy")
    for one in (tmp_path / "copy", root):
        repair(one)
        check_directory(one)
        again = repair(one)
        assert not again.changed, [row for row in again.records if row.action != "kept"]
