"""Records that declare another character set than their text has, beside files that are right."""

from pathlib import Path

import pytest
from dicom_fileset import FileSetReader, FileSetUpdater, repair, verify
from dicom_fileset.creator import FileSetCreator
from file_sets import Place, instance, save

NAME = "Müller^Jürgen"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A file-set whose text is in UTF-8."""
    for number in range(2):
        who = {"SpecificCharacterSet": "ISO_IR 192", "PatientName": NAME, "PatientID": "Ü1"}
        save(instance(Place(number=number), **who), tmp_path / "in" / str(number))
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    return tmp_path / "disc"


@pytest.mark.parametrize("declared", [b"ISO_IR_192", b"ISO_ID 192", b"ISO_IR 999", b"          "])
def test_they_are_told_and_made_anew(declared: bytes, root: Path) -> None:
    path = root / "DICOMDIR"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"ISO_IR 192", declared))
    assert {one.patient_name for one in list(FileSetReader(root))} == {NAME}
    told = {(one.code, one.where.tag) for one in verify(root).findings}
    assert told == {("record-key-differs", "(0008,0005)")}
    assert repair(root).changed
    assert path.read_bytes() == whole
    assert not verify(root).findings
    assert not repair(root).changed


def test_one_that_fits_by_chance_is_held_against_the_file(root: Path) -> None:
    path = root / "DICOMDIR"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"ISO_IR 192", b"GB18030   "))
    assert {one.patient_name for one in FileSetReader(root)} != {NAME}
    assert "record-key-differs" in {one.code for one in verify(root).findings}
    assert repair(root).changed
    assert path.read_bytes() == whole


def test_what_is_added_finds_its_patient(root: Path, tmp_path: Path) -> None:
    path = root / "DICOMDIR"
    path.write_bytes(path.read_bytes().replace(b"ISO_IR 192", b"ISO_IR_192"))
    who = {"SpecificCharacterSet": "ISO_IR 192", "PatientName": NAME, "PatientID": "Ü1"}
    added = save(instance(Place(number=7), **who), tmp_path / "more" / "A")
    with FileSetUpdater(root) as updater:
        updater.add(added)
    found = list(FileSetReader(root))
    assert len(found) == 3
    assert {one.patient_name for one in found} == {NAME}
