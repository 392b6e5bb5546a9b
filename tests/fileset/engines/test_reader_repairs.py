"""A reader at somebody else's disc: which directory it takes, and what it offers beside it."""

import os
import shutil
from pathlib import Path

import pytest
from broken_directories import shifted
from dicom_fileset import DamagedFileSet, FileSet, FileSetReader, FileSetUpdater, read_dicomdir
from dicom_fileset.dicomdir import write_dicomdir
from dicom_fileset.limits import Limits
from dicom_fileset.model import Record
from file_sets import FEW, Place, instance, save, uids_of

UIDS = sorted(uids_of(FEW))


def codes(reader: FileSetReader, *, unlisted: bool | None = None) -> list[str]:
    return sorted({one.code for one in reader.report(unlisted=unlisted).findings})


def shown(reader: FileSetReader) -> list[str]:
    return sorted(one.sop_instance_uid for one in reader.report().instances)


@pytest.mark.parametrize("name", ["dicomdir", "DICOMDIR.", "DICOMDIR;1", "Dicomdir"])
def test_a_directory_of_another_name(name: str, disc: Path) -> None:
    (disc / "DICOMDIR").rename(disc / name)
    reader = FileSetReader(disc)
    assert shown(reader) == UIDS
    assert codes(reader) == ["directory-name"]


def test_a_directory_in_a_folder_below(disc: Path, tmp_path: Path) -> None:
    (tmp_path / "medium" / "A").mkdir(parents=True)
    shutil.move(disc, tmp_path / "medium" / "B" / "DISC")
    reader = FileSetReader(tmp_path / "medium")
    assert reader.root == str(tmp_path / "medium" / "B" / "DISC")
    assert shown(reader) == UIDS
    (told,) = reader.report().findings
    assert (told.code, told.after) == ("directory-elsewhere", os.path.join("B", "DISC"))


def test_several_directories_below(disc: Path, tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    for name in ("DEEP/ER", "B", "C"):
        shutil.copytree(disc, medium / name)
    reader = FileSetReader(medium)
    assert reader.root == str(medium / "B")
    others = [one.where.path for one in reader.report().findings if one.code == "directory-other"]
    assert others == [str(medium / name / "DICOMDIR") for name in ("C", "DEEP/ER")]


def test_a_directory_of_two_names_in_one_folder(disc: Path) -> None:
    shutil.copy(disc / "DICOMDIR", disc / "dicomdir")
    if len(list(disc.glob("[Dd][Ii][Cc][Oo][Mm][Dd][Ii][Rr]"))) < 2:
        pytest.skip("names differ by more than their case here")
    assert codes(FileSetReader(disc)) == ["directory-other"]


@pytest.mark.parametrize("content", [None, b"", b"no directory at all" * 99])
def test_no_directory_that_can_be_read(content: bytes | None, disc: Path) -> None:
    (disc / "DICOMDIR").unlink()
    if content is not None:
        (disc / "DICOMDIR").write_bytes(content)
    reader = FileSetReader(disc)
    instances = reader.report().instances
    assert shown(reader) == UIDS
    assert not any(one.listed for one in instances)
    assert {one.patient_id for one in instances} == {"ID1", "ID2", "ID3"}
    assert "medium-scanned" in codes(reader)
    with pytest.raises(DamagedFileSet):
        FileSetReader(disc, strict=True)


def test_neither_directory_nor_instance(tmp_path: Path) -> None:
    (tmp_path / "README.TXT").write_text("nothing")
    with pytest.raises(DamagedFileSet) as caught:
        FileSetReader(tmp_path)
    assert caught.value.finding.code == "directory-missing"


def test_what_no_record_lists(disc: Path) -> None:
    new = save(instance(Place(4)), disc / "NEW" / "IM1")
    reader = FileSetReader(disc)
    (one,) = reader.unlisted()
    assert (one.path, one.sop_instance_uid, one.listed) == (str(new), Place(4).uid, False)
    assert shown(reader) == UIDS
    assert codes(reader, unlisted=True) == ["instance-unlisted"]


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_of_a_damaged_directory_all_instances_are_offered(kept: float, disc: Path) -> None:
    data = (disc / "DICOMDIR").read_bytes()
    (disc / "DICOMDIR").write_bytes(data[: int(len(data) * kept)])
    reader = FileSetReader(disc)
    assert shown(reader) == UIDS
    assert {"directory-truncated", "instance-unlisted"} <= set(codes(reader))
    assert len(reader.report(unlisted=False).instances) < len(FEW)


def test_strictly_nothing_is_mended(disc: Path) -> None:
    data = (disc / "DICOMDIR").read_bytes()
    (disc / "DICOMDIR").write_bytes(shifted(data, 10))
    assert list(FileSetReader(disc, strict=True)) == []
    assert shown(FileSetReader(disc)) == UIDS
    assert codes(FileSetReader(disc)) == ["offsets-shifted"]


def inactive(disc: Path) -> str:
    """Mark the last instance inactive; its UID."""
    found = read_dicomdir((disc / "DICOMDIR").read_bytes())
    last = found.records[-1]
    records = (*found.records[:-1], Record(last.record_type, last.level, last.body, 0))
    changed = FileSet(found.file_set_uid, "", records, found.preface)
    (disc / "DICOMDIR").write_bytes(write_dicomdir(changed))
    return list(FileSetReader(disc))[-1].sop_instance_uid


def test_an_inactive_record_is_shown_and_stays_so(disc: Path, tmp_path: Path) -> None:
    uid = inactive(disc)
    reader = FileSetReader(disc)
    assert [one.sop_instance_uid for one in reader if not one.active] == [uid]
    assert codes(reader) == ["record-inactive"]
    with FileSetUpdater(disc) as updater:
        updater.add(save(instance(Place(4)), tmp_path / "NEW"))
    assert [one.sop_instance_uid for one in FileSetReader(disc) if not one.active] == [uid]


def test_an_updater_beside_a_reader(disc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The directory was read, then replaced and its files taken away: the new set is shown."""
    reader = FileSetReader(disc)
    gone = next(iter(reader)).sop_instance_uid
    fresh = FileSetReader(disc)
    with FileSetUpdater(disc) as updater:
        updater.remove(SOPInstanceUID=gone)
    assert not fresh.is_current()
    report = fresh.report()
    assert gone not in {one.sop_instance_uid for one in report.instances}
    assert report.findings == ()
    monkeypatch.setattr(FileSetReader, "is_current", lambda _: False)
    assert fresh.report().findings == ()
    Path(report.instances[0].path).unlink()
    told = {one.code for one in FileSetReader(disc).report().findings}
    assert told == {"changed-meanwhile", "file-missing"}


@pytest.mark.parametrize("limit", [Limits(directory_bytes=100), Limits(records=3)])
def test_limits_are_told(limit: Limits, disc: Path) -> None:
    reader = FileSetReader(disc, limits=limit)
    assert "limit-reached" in codes(reader)
    assert shown(reader) == UIDS


def test_names_that_several_files_fit(disc: Path) -> None:
    first = Path(next(iter(FileSetReader(disc))).path)
    for suffix in ("", ";1"):
        shutil.copy(first, first.with_name(first.name.lower() + suffix))
    first.unlink()
    told = {one.code for one in FileSetReader(disc).report().findings}
    assert "file-name-ambiguous" in told


def _with_first_image(disc: Path, old: bytes, new: bytes) -> None:
    """Change bytes of the first record of an image."""
    data = (disc / "DICOMDIR").read_bytes()
    at = data.index(old, data.index(b"CS\x06\0IMAGE "))
    (disc / "DICOMDIR").write_bytes(data[:at] + new + data[at + len(old) :])


def test_a_record_that_is_not_whole_is_shown_and_told(disc: Path) -> None:
    """The VR of its File ID is another: it is read all the same."""
    uids = shown(FileSetReader(disc))
    _with_first_image(disc, b"\4\0\0\x15CS", b"\4\0\0\x15SQ")
    reader = FileSetReader(disc)
    assert shown(reader) == uids
    assert codes(reader) == ["record-damaged"]


def test_a_record_of_a_file_that_names_none_is_told_and_its_file_offered(disc: Path) -> None:
    _with_first_image(disc, b"\4\0\0\x15CS", b"\4\0\1\x15CS")
    reader = FileSetReader(disc)
    assert shown(reader) == UIDS
    assert codes(reader) == ["instance-unlisted", "record-without-file"]
