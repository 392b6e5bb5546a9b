"""What stands in the records: people told apart, character sets, reports without their content."""

from collections import Counter
from pathlib import Path

from checks import RECORD_TYPE, check_file_set, directory, tree
from dicom_fileset import FileSetCreator, verify
from dicom_fileset.outcome import Outcome
from file_sets import Place, instance, save
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread
from pydicom.dataset import Dataset


def created(root: Path, *sources: Path) -> Outcome:
    creator = FileSetCreator(root)
    creator.add(*sources)
    return creator.commit()


def records(root: Path, record_type: str) -> list[Dataset]:
    sequence = dcmread(root / "DICOMDIR").DirectoryRecordSequence
    return [one for one in sequence if one.DirectoryRecordType == record_type]


def codes(outcome: Outcome) -> Counter[str]:
    return Counter(one.code for one in outcome.findings)


def test_duplicates(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    save(instance(), folder / "a")
    save(instance(), folder / "b")
    save(instance(PatientComments="corrected"), folder / "c")
    outcome = created(tmp_path / "disc", folder)
    assert [(Path(one.source).name, one.code) for one in outcome.skipped] == [
        ("b", "duplicate"),
        ("c", "duplicate-differs"),
    ]
    assert outcome.exit_status == 1
    check_file_set(tmp_path / "disc", [Place().uid], [folder / "a"])


def test_equal_duplicates_are_no_problem(tmp_path: Path) -> None:
    paths = [save(instance(), tmp_path / name) for name in "ab"]
    outcome = created(tmp_path / "disc", *paths, paths[0], tmp_path)
    assert [one.code for one in outcome.skipped] == ["duplicate"] * 4
    assert outcome.exit_status == 0


def test_two_people_under_one_patient_id(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    save(instance(Place(1), PatientID="SHARED"), folder / "a")
    save(instance(Place(2), PatientID="SHARED"), folder / "b")
    outcome = created(tmp_path / "disc", folder)
    patients = records(tmp_path / "disc", "PATIENT")
    assert len({one.PatientID for one in patients}) == 2
    assert {str(one.PatientName) for one in patients} == {"Brown^Bruno", "Cole^Clara"}
    assert codes(outcome) == {"patient-id-shared": 1}
    report = verify(tmp_path / "disc")
    assert report.conforms
    assert {one.code for one in report.findings} == {"patient-id-shared"}
    check_file_set(tmp_path / "disc", [Place(1).uid, Place(2).uid], [folder / "a", folder / "b"])


def test_one_person_spelt_in_two_ways(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    save(instance(Place(1), PatientName="BROWN^BRUNO"), folder / "a")
    save(instance(Place(1, 2), PatientName="Brown^Bruno"), folder / "b")
    save(instance(Place(1, 3), PatientName="Bruno Browne"), folder / "c")
    outcome = created(tmp_path / "disc", folder)
    assert len(records(tmp_path / "disc", "PATIENT")) == 1
    assert set(codes(outcome)) == {"patient-spelling"}
    assert outcome.exit_status == 0
    assert verify(tmp_path / "disc").findings == ()


def test_a_slip_of_the_pen_makes_no_second_person(tmp_path: Path) -> None:
    """One ID, one date of birth, two letters turned round: in any order of the names."""
    folder = tmp_path / "in"
    save(instance(Place(1)), folder / "a")
    save(instance(Place(1, 2), PatientName="Brwon^Bruno"), folder / "b")
    outcome = created(tmp_path / "disc", folder)
    assert len(records(tmp_path / "disc", "PATIENT")) == 1
    assert set(codes(outcome)) == {"patient-spelling"}


def test_a_study_of_two_patients_is_not_split(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    save(instance(Place(1)), folder / "a")
    save(instance(Place(2), StudyInstanceUID=Place(1).study_uid), folder / "b")
    outcome = created(tmp_path / "disc", folder)
    assert [one.code for one in outcome.skipped] == ["study-in-two-patients"]
    assert verify(tmp_path / "disc").conforms


def test_a_series_of_two_studies_is_not_split(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    save(instance(Place(1)), folder / "a")
    save(instance(Place(1, 2), SeriesInstanceUID=Place(1).series_uid), folder / "b")
    outcome = created(tmp_path / "disc", folder)
    assert [one.code for one in outcome.skipped] == ["series-in-two-studies"]


def test_reports_have_only_concept_modifiers(tmp_path: Path) -> None:
    created(tmp_path / "disc", SAMPLE_MEDIA / "incoming")
    documents = [
        *records(tmp_path / "disc", "SR DOCUMENT"),
        *records(tmp_path / "disc", "KEY OBJECT DOC"),
    ]
    assert len(documents) >= 3
    for document in documents:
        assert document.ConceptNameCodeSequence[0].CodeMeaning
        for item in document.get("ContentSequence", []):
            assert item.RelationshipType == "HAS CONCEPT MOD"
    assert any("ContentSequence" in document for document in documents)


def test_character_sets_stand_where_they_are_needed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    latin = {"SpecificCharacterSet": "ISO_IR 100", "PatientName": "Müller^Änne"}
    japanese = {
        "SpecificCharacterSet": ["", "ISO 2022 IR 87"],
        "PatientName": "Yamada^Tarou=山田^太郎",
    }
    save(instance(Place(1), **latin), folder / "a")
    save(instance(Place(2), **japanese), folder / "b")
    save(instance(Place(3), SpecificCharacterSet="ISO_IR 192"), folder / "c")
    study = {"SpecificCharacterSet": "ISO_IR 192", "StudyDescription": "Żołądek"}
    save(instance(Place(4), **study), folder / "d")
    created(tmp_path / "disc", folder)
    patients = records(tmp_path / "disc", "PATIENT")
    sets = [one.get("SpecificCharacterSet") for one in patients]
    assert sets == ["ISO_IR 100", ["", "ISO 2022 IR 87"], None, None]
    assert [str(one.PatientName) for one in patients[:2]] == [
        "Müller^Änne",
        "Yamada^Tarou=山田^太郎",
    ]
    described = records(tmp_path / "disc", "STUDY")[3]
    assert (described.SpecificCharacterSet, described.StudyDescription) == ("ISO_IR 192", "Żołądek")
    assert verify(tmp_path / "disc").findings == ()


def test_text_without_a_character_set_is_told(tmp_path: Path) -> None:
    name = "name beyond ascii without character set.dcm"
    outcome = created(tmp_path / "disc", SAMPLE_MEDIA / "troubled" / "patients" / name)
    assert codes(outcome) == {"text-without-character-set": 1}
    assert len(outcome.placed) == 1


def test_an_empty_key_gets_a_stand_in(tmp_path: Path) -> None:
    empty = ("StudyID", "StudyDate", "StudyTime", "SeriesNumber", "InstanceNumber", "PatientID")
    path = save(instance(**dict.fromkeys(empty)), tmp_path / "in" / "a")
    outcome = created(tmp_path / "disc", path)
    assert set(codes(outcome)) == {"key-synthesised"}
    assert outcome.exit_status == 0
    for _, entry in tree(directory(tmp_path / "disc")):
        wanted = {
            "PATIENT": [0x00100020],
            "STUDY": [0x00080020, 0x00080030, 0x00200010],
            "SERIES": [0x00200011],
            "IMAGE": [0x00200013],
        }[entry.text(RECORD_TYPE)]
        assert all(entry.text(tag) for tag in wanted)
    check_file_set(tmp_path / "disc", [Place().uid], [path])
    assert verify(tmp_path / "disc").conforms


def test_an_instance_without_a_patient_stands_at_the_root(tmp_path: Path) -> None:
    protocol = instance(SOPClassUID="1.2.840.10008.5.1.4.38.1")
    path = save(protocol, tmp_path / "in" / "a")
    created(tmp_path / "disc", path, save(instance(Place(2)), tmp_path / "in" / "b"))
    found = [(level, one.text(RECORD_TYPE)) for level, one in tree(directory(tmp_path / "disc"))]
    assert sorted(found) == [
        (0, "HANGING PROTOCOL"),
        (0, "PATIENT"),
        (1, "STUDY"),
        (2, "SERIES"),
        (3, "IMAGE"),
    ]
