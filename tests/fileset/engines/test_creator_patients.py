"""A PATIENT record knows what any file of the patient knows."""

from pathlib import Path

from dicom_fileset import FileSetCreator, FileSetReader, verify
from file_sets import Place, instance, save


def test_a_later_file_gives_the_name(tmp_path: Path) -> None:
    nameless = instance(Place(1), PatientName="", PatientBirthDate="")
    save(nameless, tmp_path / "in" / "A")
    save(instance(Place(1, 2), PatientID="ID1", PatientName="Doe^John"), tmp_path / "in" / "B")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    listed = list(FileSetReader(tmp_path / "disc"))
    assert {one.patient_name for one in listed} == {"Doe^John"}
    assert len({one.patient_id for one in listed}) == 1
    assert verify(tmp_path / "disc").conforms
