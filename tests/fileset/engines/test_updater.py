"""Adding and removing: what goes, what stays, and that nothing else is touched."""

from pathlib import Path

import pytest
from checks import check_directory, check_file_set, directory, listed_uids
from dicom_fileset import (
    FileSetReader,
    FileSetUpdater,
    Record,
    read_dicomdir,
    verify,
    write_dicomdir,
)
from dicom_fileset.elements import element
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of
from msgspec.structs import replace

PATIENT_1 = [place for place in FEW if place.patient == 1]


def file_id_of(root: Path, uid: str) -> tuple[str, ...]:
    return next(one.file_id for one in FileSetReader(root) if one.sop_instance_uid == uid)


@pytest.mark.parametrize(
    ("criterion", "left"),
    [
        ({"PatientID": "ID1"}, [one for one in FEW if one.patient != 1]),
        ({"PatientName": "Brown^Bruno"}, [one for one in FEW if one.patient != 1]),
        ({"StudyInstanceUID": Place(1, 2).study_uid}, [one for one in FEW if one.study != 2]),
        ({"SeriesInstanceUID": Place(1, 1, 2).series_uid}, [one for one in FEW if one.series != 2]),
        ({"SOPInstanceUID": Place(1, number=2).uid}, [one for one in FEW if one.number != 2]),
        ({"AccessionNumber": "A12"}, [one for one in FEW if one.study != 2]),
        ({"InstanceNumber": "2"}, [one for one in FEW if one.number != 2]),
        ({"PatientID": "ID2", "SOPInstanceUID": Place(3).uid}, PATIENT_1),
    ],
)
def test_removing_by_each_kind_of_key(
    criterion: dict[str, str], left: list[Place], disc: Path, source_files: list[Path]
) -> None:
    uid = directory(disc).meta[0x00020003].value
    with FileSetUpdater(disc) as updater:
        updater.remove(**criterion)
    check_file_set(disc, uids_of(left), source_files)
    assert len(files_below(disc)) == len(left)
    assert all(any(path.iterdir()) for path in disc.rglob("*") if path.is_dir())
    assert directory(disc).meta[0x00020003].value == uid
    assert verify(disc).findings == ()


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_removing_by_file_id(separator: str, disc: Path) -> None:
    file_id = separator.join(file_id_of(disc, Place(2).uid))
    updater = FileSetUpdater(disc)
    updater.remove(ReferencedFileID=file_id)
    removed = updater.commit().removed
    assert [one.sop_instance_uid for one in removed] == [Place(2).uid]
    assert [one.file_id for one in removed] == [tuple(file_id.split(separator))]
    check_file_set(disc, uids_of([one for one in FEW if one.patient != 2]))


def test_emptied_parents_go_and_others_stay(disc: Path) -> None:
    with FileSetUpdater(disc) as updater:
        updater.remove(SOPInstanceUID=Place(2).uid)
        updater.remove(SOPInstanceUID=Place(1, 1, 2).uid)
    types = [one.text(0x00041430) for one in directory(disc).records]
    assert (types.count("PATIENT"), types.count("STUDY"), types.count("SERIES")) == (2, 3, 3)


def test_removing_everything_leaves_an_empty_file_set(disc: Path) -> None:
    with FileSetUpdater(disc) as updater:
        updater.remove(Modality="CT")
    check_directory(disc)
    assert list(snapshot(disc)) == ["DICOMDIR"]
    assert FileSetReader(disc).file_set.file_set_id == "FEW"


def test_adding_joins_what_is_there(disc: Path, tmp_path: Path) -> None:
    new = [Place(1, 1, 1, 7), Place(1, 1, 7), Place(1, 7), Place(7)]
    paths = [save(instance(place), tmp_path / f"N{n}") for n, place in enumerate(new)]
    before = snapshot(disc)
    with FileSetUpdater(disc) as updater:
        updater.add(*paths)
    check_file_set(disc, uids_of([*FEW, *new]))
    types = [one.text(0x00041430) for one in directory(disc).records]
    assert (types.count("PATIENT"), types.count("STUDY"), types.count("SERIES")) == (4, 6, 8)
    after = snapshot(disc)
    assert {name: after[name] for name in before if name != "DICOMDIR"} == {
        name: data for name, data in before.items() if name != "DICOMDIR"
    }
    assert verify(disc).findings == ()


def test_adding_again_is_a_duplicate(disc: Path, sources: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.add(sources)
    outcome = updater.commit()
    assert [one.code for one in outcome.skipped] == ["duplicate"] * len(FEW)
    assert (outcome.exit_status, outcome.placed) == (0, ())
    assert snapshot(disc) == before


def test_adding_another_content_under_the_same_uid(disc: Path, tmp_path: Path) -> None:
    path = save(instance(Place(2), PatientComments="other"), tmp_path / "OTHER")
    updater = FileSetUpdater(disc)
    updater.add(path)
    outcome = updater.commit()
    assert [one.code for one in outcome.skipped] == ["duplicate-differs"]
    assert outcome.exit_status == 1


def test_replacing_an_instance(disc: Path, tmp_path: Path) -> None:
    corrected = save(instance(Place(2), PatientComments="corrected"), tmp_path / "NEW")
    old = file_id_of(disc, Place(2).uid)
    with FileSetUpdater(disc) as updater:
        updater.add(corrected)
        updater.remove(SOPInstanceUID=Place(2).uid)
    check_file_set(disc, uids_of(FEW))
    new = file_id_of(disc, Place(2).uid)
    assert disc.joinpath(*new).read_bytes() == corrected.read_bytes()
    assert new != old
    assert not disc.joinpath(*old).exists()
    assert verify(disc).findings == ()


def test_moving_an_instance_within_the_set(disc: Path) -> None:
    """The source of what is added is the very file that is removed."""
    own = disc.joinpath(*file_id_of(disc, Place(2).uid))
    data = own.read_bytes()
    with FileSetUpdater(disc) as updater:
        updater.remove(PatientID="ID2")
        updater.add(own)
    check_file_set(disc, uids_of(FEW))
    assert disc.joinpath(*file_id_of(disc, Place(2).uid)).read_bytes() == data


def test_a_new_file_set_id(disc: Path) -> None:
    uid = directory(disc).meta[0x00020003].value
    with FileSetUpdater(disc, file_set_id="RENAMED"):
        pass
    found = directory(disc)
    assert found.elements[0x00041130].value == b"RENAMED "
    assert found.meta[0x00020003].value == uid
    check_file_set(disc, uids_of(FEW))


def test_planning_writes_nothing(disc: Path, tmp_path: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc / "DICOMDIR")
    updater.add(save(instance(Place(7)), tmp_path / "NEW"))
    updater.remove(PatientID="ID1")
    outcome = updater.plan()
    assert (len(outcome.placed), len(outcome.removed)) == (1, len(PATIENT_1))
    assert snapshot(disc) == before


def test_a_foreign_file_that_lies_where_a_new_one_would_go(disc: Path, tmp_path: Path) -> None:
    """A file that no record lists is not ours to overwrite, nor to remove."""
    file_id = file_id_of(disc, Place(2).uid)
    source = save(instance(Place(2)), tmp_path / "AGAIN")
    with FileSetUpdater(disc) as updater:
        updater.remove(PatientID="ID2")
    theirs = disc.joinpath(*file_id)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")
    with FileSetUpdater(disc) as updater:
        updater.add(source)
    assert theirs.read_bytes() == b"theirs"
    assert sorted(listed_uids(disc)) == sorted(uids_of(FEW))


def test_a_file_that_two_records_share_is_kept_for_the_other(disc: Path) -> None:
    shared = disc.joinpath(*file_id_of(disc, Place(3).uid))
    data = (disc / "DICOMDIR").read_bytes()
    two, three = ("\\".join(file_id_of(disc, Place(n).uid)).encode() for n in (2, 3))
    (disc / "DICOMDIR").write_bytes(data.replace(two, three))
    with FileSetUpdater(disc) as updater:
        updater.remove(PatientID="ID2")
    assert shared.is_file()
    assert Place(3).uid in listed_uids(disc)


def test_a_person_without_an_id_joins_the_own_record(tmp_path: Path, disc: Path) -> None:
    for number in (1, 2):
        path = save(instance(Place(9, 1, 1, number), PatientID=""), tmp_path / f"N{number}")
        with FileSetUpdater(disc) as updater:
            updater.add(path)
    types = [one.text(0x00041430) for one in directory(disc).records]
    assert (types.count("PATIENT"), types.count("SERIES")) == (4, 6)


def test_committing_inside_of_the_block(disc: Path, tmp_path: Path) -> None:
    """It is how a caller gets at the outcome; leaving the block then has nothing left to do."""
    with FileSetUpdater(disc) as updater:
        updater.add(save(instance(Place(7)), tmp_path / "NEW"))
        outcome = updater.commit()
    assert len(outcome.placed) == 1
    check_file_set(disc, uids_of([*FEW, Place(7)]))


def test_removing_by_the_name_that_a_reader_shows(disc: Path) -> None:
    """UTF-8 that is declared as Latin-1 is shown as what it is, and removed by that."""
    wrong = element(0x0010_0010, "PN", "Дюк^Ω".encode())
    head = element(0x0008_0005, "CS", b"ISO_IR 100")
    old = read_dicomdir((disc / "DICOMDIR").read_bytes())
    patient = element(0x0004_1430, "CS", b"PATIENT") + head + wrong
    body = patient + element(0x0010_0020, "LO", b"OTHER")
    records = (*old.records, Record("PATIENT", 0, body))
    (disc / "DICOMDIR").write_bytes(write_dicomdir(replace(old, records=records)))
    with FileSetUpdater(disc) as updater:
        updater.remove(PatientName="Дюк^Ω")
        updater.commit()
    assert read_dicomdir((disc / "DICOMDIR").read_bytes()).records == old.records
