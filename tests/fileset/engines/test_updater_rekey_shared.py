"""A patient re-keyed whose Patient ID is not his alone, or is none."""

from pathlib import Path

import pytest
from checks import directory
from dicom_fileset import FileSetCreator, FileSetUpdater, Refused, verify
from file_sets import Place, instance, save, snapshot
from listed_files import by_uid, data_sets

ANNA = {"PatientName": "Able^Anna", "PatientBirthDate": "19800203", "PatientSex": "F"}


def _sharing(folder: Path, *persons: dict[str, str], patient_id: str) -> Path:
    """Two persons, each with two studies, of one Patient ID: the second has a synthesised one."""
    root = folder / "disc"
    with FileSetCreator(root) as creator:
        for number, who in enumerate(persons, 1):
            for study in (1, 2):
                ds = instance(Place(number, study), PatientID=patient_id, **who)
                creator.add(save(ds, folder / ds.SOPInstanceUID))
    return root


def _synthesised_ids(root: Path) -> list[str]:
    types = [one for one in directory(root).records if one.text(0x00041430) == "PATIENT"]
    return [one.text(0x00100020) for one in types if "~" in one.text(0x00100020)]


BOB = {"PatientName": "Baker^Bob", "PatientBirthDate": "19600101", "PatientSex": "M"}


def test_who_shares_a_patient_id_gets_his_own(tmp_path: Path) -> None:
    root = _sharing(tmp_path, ANNA, BOB, patient_id="ID1")
    before = {uid: path.read_bytes() for uid, path in by_uid(root).items()}
    (synthesised,) = _synthesised_ids(root)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": synthesised}, {"PatientID": "REAL"})
    planned = updater.plan()
    changed = [[(x.before, x.after) for x in one.changed] for one in planned.corrected]
    assert changed == [[("ID1", "REAL")]] * 2
    assert updater.commit().corrected == planned.corrected
    said = {(ds.PatientID, str(ds.PatientName)) for ds in data_sets(root)}
    assert said == {("ID1", "Able^Anna"), ("REAL", "Baker^Bob")}
    for study in (1, 2):
        uid = Place(1, study).uid
        assert by_uid(root)[uid].read_bytes() == before[uid]
    assert len(by_uid(root)) == 4
    assert verify(root).findings == ()


def test_who_has_no_patient_id_gets_one(tmp_path: Path) -> None:
    root = _sharing(tmp_path, BOB, patient_id="")
    (synthesised,) = _synthesised_ids(root)
    with FileSetUpdater(root) as updater:
        updater.rekey({"PatientID": synthesised}, {"PatientID": "REAL"})
    assert {ds.PatientID for ds in data_sets(root)} == {"REAL"}
    assert verify(root).findings == ()


@pytest.mark.parametrize("patient_id", ["", "ID1"])
def test_below_a_synthesised_id_the_person_decides(patient_id: str, tmp_path: Path) -> None:
    """A file of the other who has the Patient ID stands below the wrong record."""
    root = _sharing(tmp_path, ANNA, BOB, patient_id=patient_id)
    synthesised = _synthesised_ids(root)[-1]
    save(instance(Place(2, 1), PatientID=patient_id, **ANNA), by_uid(root)[Place(2, 1).uid])
    before = snapshot(root)
    updater = FileSetUpdater(root)
    updater.rekey({"PatientID": synthesised}, {"PatientID": "REAL"})
    with pytest.raises(Refused, match="is about another person") as caught:
        updater.commit()
    assert caught.value.finding.code == "rekey-file"
    assert snapshot(root) == before


def test_one_patient_id_in_two_character_sets_is_one(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    with FileSetCreator(root) as creator:
        for number, (patient_id, declared) in enumerate(
            [("Ä1", "ISO_IR 100"), ("B", "ISO_IR 192")]
        ):
            ds = instance(Place(number, 1), PatientID=patient_id, **BOB)
            ds.SpecificCharacterSet = declared
            creator.add(save(ds, tmp_path / ds.SOPInstanceUID))
    with FileSetUpdater(root) as updater:
        updater.rekey({"PatientID": "B"}, {"PatientID": "Ä1"})
    types = [one.text(0x00041430) for one in directory(root).records]
    assert (types.count("PATIENT"), types.count("STUDY")) == (1, 2)
    assert verify(root).findings == ()
