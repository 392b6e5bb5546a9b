"""A patient re-keyed: the record, each file, and nothing else."""

import shutil
from pathlib import Path

import pydicom
import pytest
from checks import check_directory, check_file_set, different_tags, directory
from dicom_fileset import (
    FileSetCreator,
    FileSetReader,
    FileSetUpdater,
    Refused,
    UsageError,
    repair,
    verify,
)
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of
from listed_files import by_uid, data_sets

NEW = {"PatientID": "NEW", "PatientName": "Doe^Jane"}
OF_1 = uids_of([place for place in FEW if place.patient == 1])


def test_record_and_files_change_together(disc: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(disc, tmp_path / "old"))
    uid = directory(disc).meta[0x00020003].value
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, NEW)
    outcome = updater.commit()
    assert outcome.exit_status == 0
    check_file_set(disc, uids_of(FEW))
    assert verify(disc).findings == ()
    assert directory(disc).meta[0x00020003].value == uid
    before, after = by_uid(old), by_uid(disc)
    for uid_, path in after.items():
        if uid_ not in OF_1:
            assert path.read_bytes() == before[uid_].read_bytes()
            continue
        changed = {"(0010,0010)", "(0010,0020)", "(0400,0561)"}
        assert set(different_tags(before[uid_], path)) == changed
        ds, was = pydicom.dcmread(path), pydicom.dcmread(before[uid_])
        assert (ds.PatientID, ds.PatientName) == ("NEW", "Doe^Jane")
        assert ds.PixelData == was.PixelData
        (told,) = ds.OriginalAttributesSequence
        assert told.ModifiedAttributesSequence[0].PatientID == was.PatientID
        assert told.ReasonForTheAttributeModification == "CORRECT"
    assert len(files_below(disc)) == len(FEW)
    patients = {(one.patient_id, one.patient_name) for one in FileSetReader(disc)}
    assert ("NEW", "Doe^Jane") in patients
    assert not [one for one in patients if one[0] == "ID1"]


def test_a_plan_says_exactly_which_files(disc: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientName": "Brown^Bruno"}, NEW)
    planned = updater.plan()
    assert snapshot(disc) == before
    assert [one.sop_instance_uid for one in planned.corrected] == OF_1
    changed = {(one.keyword, one.before, one.after) for one in planned.corrected[0].changed}
    assert changed == {("PatientID", "ID1", "NEW"), ("PatientName", "Brown^Bruno", "Doe^Jane")}
    assert updater.commit().corrected == planned.corrected
    was = {"/".join(one.was) for one in planned.corrected}
    assert not was & snapshot(disc).keys()


def test_another_person_has_the_new_id(disc: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, {"PatientID": "ID2"})
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "rekey-other-person"
    assert snapshot(disc) == before


def test_the_same_person_is_merged(tmp_path: Path) -> None:
    """Studies, and a series of both, stand below one PATIENT record."""
    same = {"PatientName": "Doe^Jane", "PatientBirthDate": "19500101"}
    wrong = [Place(1, 1, 1, 1), Place(1, 1, 2, 1), Place(1, 2)]
    right = [Place(1, 1, 1, 9)]
    paths = [
        *(save(instance(one, PatientID="W", **same), tmp_path / one.uid) for one in wrong[2:]),
        *(save(instance(one, PatientID="R", **same), tmp_path / one.uid) for one in right),
    ]
    root = tmp_path / "disc"
    with FileSetCreator(root) as creator:
        creator.add(*paths)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": "W"}, {"PatientID": "R"})
    outcome = updater.commit()
    assert "rekey-merged" in {one.code for one in outcome.findings}
    check_file_set(root, uids_of([*wrong[2:], *right]))
    types = [one.text(0x00041430) for one in directory(root).records]
    assert (types.count("PATIENT"), types.count("STUDY")) == (1, 2)
    assert verify(root).findings == ()


ANNA = {"PatientName": "Able^Anna", "PatientBirthDate": "19800203", "PatientSex": "F"}
HANNA = {**ANNA, "PatientName": "Able^Hanna"}


def _two_patients(folder: Path, first: dict[str, str], second: dict[str, str]) -> Path:
    one, two = Place(1, 1), Place(2, 1)
    root = folder / "two"
    with FileSetCreator(root) as creator:
        creator.add(save(instance(one, PatientID="A1", **first), folder / one.uid))
        creator.add(save(instance(two, PatientID="A2", **second), folder / two.uid))
    return root


@pytest.mark.parametrize(
    ("second", "named"),
    [
        (HANNA, {"PatientName": "Able^Anna"}),
        ({**ANNA, "PatientBirthDate": ""}, {"PatientBirthDate": "19800203"}),
        ({**ANNA, "PatientSex": ""}, {"PatientSex": "F"}),
        (
            {**HANNA, "PatientBirthDate": "19800204", "PatientSex": "M"},
            {"PatientName": "Able^Anna", "PatientBirthDate": "19800203", "PatientSex": "F"},
        ),
    ],
)
def test_who_may_be_another_is_merged_once_what_differs_is_named(
    second: dict[str, str], named: dict[str, str], tmp_path: Path
) -> None:
    root = _two_patients(tmp_path, ANNA, second)
    before = snapshot(root)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": "A2"}, {"PatientID": "A1"})
    for carry_out in (updater.plan, updater.commit):
        with pytest.raises(Refused) as caught:
            carry_out()
        assert caught.value.finding.code in {"rekey-doubtful", "rekey-other-person"}
    assert snapshot(root) == before
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": "A2"}, {"PatientID": "A1", **named})
    assert "rekey-merged" in {one.code for one in updater.commit().findings}
    (patient,) = [one for one in directory(root).records if one.text(0x00041430) == "PATIENT"]
    said = {(ds.PatientID, *(str(ds[key].value) for key in ANNA)) for ds in data_sets(root)}
    assert said == {("A1", *ANNA.values())}
    assert (patient.text(0x00100020), patient.text(0x00100010)) == ("A1", "Able^Anna")
    assert len(by_uid(root)) == 2
    assert verify(root).findings == ()


def test_twins_are_doubtful_and_the_remedy_says_what_to_name(tmp_path: Path) -> None:
    updater = FileSetUpdater(_two_patients(tmp_path, ANNA, HANNA))
    updater.rekey({"PatientID": "A2"}, {"PatientID": "A1"})
    with pytest.raises(Refused, match="may be another person's") as caught:
        updater.commit()
    assert caught.value.finding.code == "rekey-doubtful"
    assert "PatientName=" in caught.value.finding.remedy


def test_files_speak_where_records_are_silent(tmp_path: Path) -> None:
    """The records agree, and the files of the one who has the Patient ID say a twin's name."""
    root = _two_patients(tmp_path, ANNA, ANNA)
    save(instance(Place(1, 1), PatientID="A1", **HANNA), by_uid(root)[Place(1, 1).uid])
    before = snapshot(root)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": "A2"}, {"PatientID": "A1"})
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "rekey-doubtful"
    assert snapshot(root) == before


def test_patients_of_whom_nothing_is_said_are_merged(tmp_path: Path) -> None:
    nobody = dict.fromkeys(ANNA, "")
    root = _two_patients(tmp_path, nobody, nobody)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": "A2"}, {"PatientID": "A1"})
    assert "rekey-merged" in {one.code for one in updater.commit().findings}
    assert verify(root).findings == ()


@pytest.mark.parametrize(
    ("which", "code"),
    [({"PatientID": "X"}, "nothing-matches"), ({"PatientSex": "O"}, "rekey-ambiguous")],
)
def test_the_patient_must_be_one(which: dict[str, str], code: str, disc: Path) -> None:
    updater = FileSetUpdater(disc)
    updater.rekey(which, NEW)
    with pytest.raises(Refused) as caught:
        updater.plan()
    assert caught.value.finding.code == code


@pytest.mark.parametrize(
    ("which", "to", "code"),
    [
        ({}, NEW, "rekey-attribute"),
        ({"PatientID": "ID1"}, {}, "rekey-attribute"),
        ({"StudyInstanceUID": "1.2"}, NEW, "rekey-attribute"),
        ({"PatientID": "ID1"}, {"AccessionNumber": "1"}, "rekey-attribute"),
        ({"PatientID": "ID1"}, {"PatientID": ""}, "rekey-attribute"),
        ({"PatientID": "ID1"}, {"PatientBirthDate": "yesterday"}, "correction-value"),
        ({"Nothing": "ID1"}, NEW, "bad-criterion"),
    ],
)
def test_what_cannot_be_asked(
    which: dict[str, str], to: dict[str, str], code: str, disc: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        FileSetUpdater(disc).rekey(which, to)
    assert caught.value.finding.code == code


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"damaged")])
def test_a_file_that_cannot_be_corrected_stops_it(spoil: object, disc: Path) -> None:
    assert callable(spoil)
    spoil(by_uid(disc)[Place(1, 2).uid])
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, NEW)
    with pytest.raises(Refused) as caught:
        updater.commit()
    assert caught.value.finding.code == "rekey-file"
    assert snapshot(disc) == before


def test_a_file_of_another_person_stops_it(disc: Path) -> None:
    """The record lies: whose file it is must be found out before it is given another identity."""
    save(
        instance(Place(1, 2), PatientID="OTHER", PatientName="Zed^Zoe"),
        by_uid(disc)[Place(1, 2).uid],
    )
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, NEW)
    for carry_out in (updater.plan, updater.commit):
        with pytest.raises(Refused, match="says another Patient ID") as caught:
            carry_out()
        assert caught.value.finding.code == "rekey-file"
    assert snapshot(disc) == before


def test_letters_that_the_record_has_not(disc: Path) -> None:
    with FileSetUpdater(disc) as updater:
        updater.rekey({"PatientID": "ID1"}, {"PatientName": "Иванов^Иван"})
    assert "Иванов^Иван" in {one.patient_name for one in FileSetReader(disc)}
    assert verify(disc).findings == ()


def test_together_with_removing_and_adding(disc: Path, tmp_path: Path) -> None:
    added = save(instance(Place(1, 5), PatientID="NEW", PatientName="Doe^Jane"), tmp_path / "A")
    with FileSetUpdater(disc) as updater:
        updater.remove(StudyInstanceUID=Place(1, 2).study_uid)
        updater.rekey({"PatientID": "ID1"}, NEW)
        updater.add(added)
    left = [place for place in (*FEW, Place(1, 5)) if place != Place(1, 2)]
    check_directory(disc)
    check_file_set(disc, uids_of(left))
    types = [one.text(0x00041430) for one in directory(disc).records]
    assert types.count("PATIENT") == 3
    assert verify(disc).findings == ()


def test_equal_values_change_nothing(disc: Path) -> None:
    before = snapshot(disc)
    for _ in range(2):
        updater = FileSetUpdater(disc)
        updater.rekey({"PatientID": "ID1"}, {"PatientID": "ID1", "PatientName": "Brown^Bruno"})
        for outcome in (updater.plan(), updater.commit()):
            assert [one.code for one in outcome.findings] == ["nothing-to-change"]
            assert (outcome.exit_status, outcome.changed, outcome.corrected) == (0, False, ())
        assert snapshot(disc) == before


def test_files_that_have_the_values_stay_as_they_are(disc: Path) -> None:
    """The record is wrong, and one file: these change, and no other."""
    files = by_uid(disc)
    for uid in OF_1[1:]:
        ds = pydicom.dcmread(files[uid])
        ds.PatientName = "Doe^Jane"
        ds.save_as(files[uid])
    stay = {uid: files[uid].read_bytes() for uid in OF_1[1:]}
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, {"PatientName": "Doe^Jane"})
    outcome = updater.commit()
    assert [one.sop_instance_uid for one in outcome.corrected] == OF_1[:1]
    after = by_uid(disc)
    assert {uid: after[uid] for uid in stay} == {uid: files[uid] for uid in stay}
    assert {uid: after[uid].read_bytes() for uid in stay} == stay
    assert verify(disc).findings == ()


def test_a_record_alone_is_corrected_where_all_files_have_the_values(disc: Path) -> None:
    for uid, path in by_uid(disc).items():
        if uid in OF_1:
            ds = pydicom.dcmread(path)
            ds.PatientName = "Doe^Jane"
            ds.save_as(path)
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.rekey({"PatientID": "ID1"}, {"PatientName": "Doe^Jane"})
    outcome = updater.commit()
    assert (outcome.corrected, outcome.changed) == ((), True)
    after = snapshot(disc)
    assert {name for name in before | after if before.get(name) != after.get(name)} == {"DICOMDIR"}
    assert verify(disc).findings == ()


@pytest.mark.parametrize(
    "new", [{"PatientName": "Wałęsa^Lech"}, {"PatientID": "Ł1", "PatientName": "Walesa^Lech"}]
)
def test_a_record_and_its_files_agree_in_two_character_sets(
    new: dict[str, str], tmp_path: Path
) -> None:
    """Other text keeps the file in Latin-1 and what extends it; the record has no other text."""
    own = {"StudyDescription": "Schädel", "SpecificCharacterSet": "ISO_IR 100"}
    source = save(instance(PatientName="Bär^Ida", PatientID="B1", **own), tmp_path / "a")
    root = tmp_path / "disc"
    with FileSetCreator(root) as creator:
        creator.add(source)
    for to in ({"PatientName": "Baer^Ida"}, {"PatientName": "Bär^Ida"}, new):
        with FileSetUpdater(root) as updater:
            updater.rekey({"PatientSex": "O"}, to)
    (patient,) = [one for one in directory(root).records if one.text(0x00041430) == "PATIENT"]
    (ds,) = data_sets(root)
    assert ds.SpecificCharacterSet == ["ISO 2022 IR 100", "ISO 2022 IR 101"]
    assert {keyword: str(ds[keyword].value) for keyword in new} == new
    assert ds.StudyDescription == "Schädel"
    assert patient.text(0x00080005) == "ISO_IR 192"
    assert verify(root).findings == ()
    report = repair(root)
    assert (report.changed, report.findings) == (False, ())
