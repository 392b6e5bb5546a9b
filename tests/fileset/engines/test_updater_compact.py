"""Inactive records: kept with their flag by updates, and gone when that is asked."""

from pathlib import Path

import pytest
from checks import directory
from dicom_fileset import FileSetReader, FileSetUpdater
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir
from dicom_fileset.dicomdir.keys import RecordKeys
from dicom_fileset.model import Record
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of
from msgspec.structs import replace


def retire(root: Path, which: object) -> list[Record]:
    """Mark records inactive that meet something; the records then."""
    assert callable(which)
    path = root / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    records = [replace(one, in_use=0) if which(one) else one for one in found.records]
    path.write_bytes(write_dicomdir(replace(found, records=tuple(records))))
    return records


def records_of(root: Path) -> tuple[Record, ...]:
    return read_dicomdir((root / "DICOMDIR").read_bytes()).records


def is_study_2(record: Record) -> bool:
    return record.record_type == "STUDY" and Place(1, 2).study_uid.encode() in record.body


def test_an_update_keeps_them(disc: Path, tmp_path: Path) -> None:
    retired = retire(disc, is_study_2)
    new = save(instance(Place(4)), tmp_path / "new")
    with FileSetUpdater(disc) as updater:
        updater.add(new)
    assert list(records_of(disc))[: len(retired)] == retired
    assert len(files_below(disc)) == len(FEW) + 1


def test_nothing_new_goes_below_them(disc: Path, tmp_path: Path) -> None:
    retire(disc, is_study_2)
    new = save(instance(Place(1, 2, 1, 7)), tmp_path / "new")
    with FileSetUpdater(disc) as updater:
        updater.add(new)
    studies = [one for one in records_of(disc) if is_study_2(one)]
    assert [one.in_use for one in studies] == [0, 0xFFFF]


def test_compacting(disc: Path) -> None:
    retire(disc, is_study_2)
    uid = directory(disc).meta[0x00020003].value
    updater = FileSetUpdater(disc)
    updater.compact()
    planned = updater.plan()
    outcome = updater.commit()
    gone = [Place(1, 2).uid]
    assert [one.sop_instance_uid for one in planned.removed] == gone
    assert [one.sop_instance_uid for one in outcome.removed] == gone
    assert "compacted" in {one.code for one in outcome.findings}
    assert outcome.exit_status == 0
    left = uids_of([place for place in FEW if place.uid not in gone])
    assert sorted(one.sop_instance_uid for one in FileSetReader(disc)) == sorted(left)
    assert len(files_below(disc)) == len(left)
    assert all(one.in_use for one in records_of(disc))
    assert directory(disc).meta[0x00020003].value == uid


def test_a_file_that_an_active_record_needs_stays(disc: Path) -> None:
    """Two records of one file: the inactive one goes alone."""
    path = disc / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    place, image = next((n, one) for n, one in enumerate(found.records) if one.level == 3)
    records = list(found.records)
    records.insert(place, replace(image, in_use=0))
    path.write_bytes(write_dicomdir(replace(found, records=tuple(records))))
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.compact()
    outcome = updater.commit()
    assert "file-needed" in {one.code for one in outcome.findings}
    after = snapshot(disc)
    assert {name for name in before if before[name] != after.get(name)} == {"DICOMDIR"}
    assert list(records_of(disc)) == list(found.records)


def test_empty_grouping_records_go(disc: Path) -> None:
    path = disc / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    records = [one for one in found.records if one.level < 3 or is_first(one)]
    path.write_bytes(write_dicomdir(replace(found, records=tuple(records))))
    with FileSetUpdater(disc) as updater:
        updater.compact()
    types = [one.record_type for one in records_of(disc)]
    assert types == ["PATIENT", "STUDY", "SERIES", "IMAGE"]


def is_first(record: Record) -> bool:
    return RecordKeys(record.body).value(0x00041511) == Place(1).uid.encode()


@pytest.mark.parametrize("flag", [0xFFFF, 0x0001, 0x1234])
def test_odd_flags_are_no_reason_to_go(flag: int, disc: Path) -> None:
    path = disc / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    records = tuple(replace(one, in_use=flag) for one in found.records)
    path.write_bytes(write_dicomdir(replace(found, records=records)))
    with FileSetUpdater(disc) as updater:
        updater.compact()
    assert records_of(disc) == records


def test_nothing_to_be_compacted_is_said_and_nothing_written(disc: Path) -> None:
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.compact()
    for outcome in (updater.plan(), updater.commit()):
        assert [one.code for one in outcome.findings] == ["nothing-to-change"]
        assert (outcome.exit_status, outcome.changed) == (0, False)
    assert snapshot(disc) == before


def test_gaps_alone_are_compacted_once(disc: Path) -> None:
    """A retired record that nothing leads to takes its place, and is no record any more."""
    path = disc / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    path.write_bytes(write_dicomdir(replace(found, file_set_id="ANOTHER ONE")) + bytes(16))
    size = path.stat().st_size
    updater = FileSetUpdater(disc)
    updater.compact()
    assert updater.commit().changed
    assert path.stat().st_size < size
    again = FileSetUpdater(disc)
    again.compact()
    assert not again.commit().changed
