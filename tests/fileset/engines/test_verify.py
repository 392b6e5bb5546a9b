"""Each kind of damage has its code, and a sound file-set has none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from checks import directory
from dicom_fileset import DamagedFileSet, FileSetReader, read_dicomdir, verify, write_dicomdir
from dicom_fileset.elements import element
from dicom_fileset.model import FileSet, Record
from file_sets import FEW, Place, files_below, instance, save
from pydicom import dcmread

Damage = Callable[[Path], None]


def file_of(root: Path, place: Place) -> Path:
    return next(Path(one.path) for one in FileSetReader(root) if one.sop_instance_uid == place.uid)


def rewritten(root: Path, change: Callable[[tuple[Record, ...]], tuple[Record, ...]]) -> None:
    """Write the directory anew with other records."""
    old = read_dicomdir((root / "DICOMDIR").read_bytes())
    new = FileSet(old.file_set_uid, old.file_set_id, change(old.records))
    (root / "DICOMDIR").write_bytes(write_dicomdir(new))


def replaced(old: bytes, new: bytes) -> Damage:
    """Return a damage that changes bytes of the directory."""

    def damage(root: Path) -> None:
        data = (root / "DICOMDIR").read_bytes()
        assert old in data
        (root / "DICOMDIR").write_bytes(data.replace(old, new, 1))

    return damage


def missing(root: Path) -> None:
    file_of(root, Place(2)).unlink()


def truncated(root: Path) -> None:
    path = file_of(root, Place(2))
    path.write_bytes(path.read_bytes()[:-7])


def truncated_in_the_header(root: Path) -> None:
    path = file_of(root, Place(2))
    path.write_bytes(path.read_bytes()[:420])


def emptied(root: Path) -> None:
    file_of(root, Place(2)).write_bytes(b"")


def text_instead(root: Path) -> None:
    file_of(root, Place(2)).write_text("not any more")


def longer(root: Path) -> None:
    path = file_of(root, Place(2))
    path.write_bytes(path.read_bytes() + b"more" * 9)


def other_instance(root: Path) -> None:
    ds = dcmread(file_of(root, Place(2)))
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    ds.save_as(file_of(root, Place(2)))


def exchanged(root: Path) -> None:
    one, two = (file_of(root, Place(number)) for number in (2, 3))
    data = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(data)


def other_transfer_syntax(root: Path) -> None:
    ds = dcmread(file_of(root, Place(2)))
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    ds.save_as(file_of(root, Place(2)), implicit_vr=True, little_endian=True)


def other_number(root: Path) -> None:
    ds = dcmread(file_of(root, Place(2)))
    ds.InstanceNumber = 99
    ds.save_as(file_of(root, Place(2)))


def other_patient(root: Path) -> None:
    ds = dcmread(file_of(root, Place(2)))
    ds.PatientName, ds.PatientBirthDate = "Somebody^Else", "19991231"
    ds.save_as(file_of(root, Place(2)))


def other_study(root: Path) -> None:
    ds = dcmread(file_of(root, Place(2)))
    ds.StudyInstanceUID = "1.2.3"
    ds.save_as(file_of(root, Place(2)))


def unlisted(root: Path) -> None:
    save(instance(Place(7)), root / "EXTRA")


def second_directory(root: Path) -> None:
    (root / "SUB").mkdir()
    (root / "SUB" / "DICOMDIR").write_bytes((root / "DICOMDIR").read_bytes())


def text_beside(root: Path) -> None:
    (root / "README.TXT").write_text("hello")


def lower_case(root: Path) -> None:
    path = file_of(root, Place(2))
    path.rename(path.with_name(path.name.lower()))


def lower_case_folder(root: Path) -> None:
    path = file_of(root, Place(2)).parent
    path.rename(path.with_name(path.name.lower()))


def dangling(root: Path) -> None:
    found = directory(root).records[0].elements[0x00041400]
    data = bytearray((root / "DICOMDIR").read_bytes())
    data[found.end - 4 : found.end] = b"\7\0\0\0"
    (root / "DICOMDIR").write_bytes(data)


def twice_the_patient(root: Path) -> None:
    rewritten(root, lambda records: (*records, records[0]))


def twice_the_instance(root: Path) -> None:
    rewritten(root, lambda records: (*records, records[-1]))


def misplaced(root: Path) -> None:
    rewritten(
        root,
        lambda records: (*records, Record("IMAGE", 1, records[-1].body)),
    )


def outside(root: Path) -> None:
    (root.parent / "SECRET").write_bytes(b"secret")
    reference = element(0x00041500, "CS", b"..\\SECRET") + element(0x00041511, "UI", b"1.2")
    body = element(0x00041430, "CS", b"PRIVATE") + element(0x00041432, "UI", b"1.2") + reference
    rewritten(root, lambda records: (*records, Record("PRIVATE", 0, body)))


def broken_off(root: Path) -> None:
    (root / ".dicom-fileset-change").write_text("")


DAMAGES: list[tuple[Damage, set[str], bool]] = [
    (missing, {"file-missing"}, False),
    (truncated, {"incomplete"}, False),
    (truncated_in_the_header, {"truncated"}, False),
    (emptied, {"empty-file"}, False),
    (text_instead, {"damaged"}, False),
    (longer, {"incomplete"}, False),
    (other_instance, {"file-differs"}, False),
    (exchanged, {"file-differs"}, False),
    (other_transfer_syntax, {"file-differs"}, False),
    (other_number, {"record-key-differs"}, True),
    (other_patient, {"file-differs"}, False),
    (other_study, {"file-differs"}, False),
    (unlisted, {"file-unlisted"}, False),
    (second_directory, {"file-unlisted"}, False),
    (text_beside, {"file-not-dicom"}, True),
    (lower_case, {"file-name-case"}, True),
    (lower_case_folder, {"file-name-case"}, True),
    (dangling, {"offset-dangling", "record-unreachable"}, False),
    (twice_the_patient, {"record-not-unique"}, False),
    (twice_the_instance, {"record-not-unique", "file-id-shared"}, False),
    (misplaced, {"record-misplaced", "record-not-unique", "file-id-shared"}, False),
    (outside, {"file-id-unsafe"}, False),
    (broken_off, {"unfinished-change"}, False),
    (replaced(b"IS\2\0001 ", b"IS\2\0  "), {"record-key-missing"}, False),
]


@pytest.mark.parametrize(("damage", "codes", "conforms"), DAMAGES)
def test_each_damage_has_its_code(
    damage: Damage, codes: set[str], conforms: bool, disc: Path
) -> None:
    damage(disc)
    report = verify(disc)
    found = {one.code for one in report.findings}
    assert codes <= found
    assert report.conforms == conforms
    assert report.conforms == all(one.severity != "error" for one in report.findings)


@pytest.mark.parametrize("damage", [truncated, truncated_in_the_header, text_instead, other_number])
def test_a_finding_names_its_file(damage: Damage, disc: Path) -> None:
    path = str(file_of(disc, Place(2)))
    damage(disc)
    (found,) = verify(disc).findings
    assert found.where.path == path


def test_one_damage_hides_no_other(disc: Path) -> None:
    for damage in (text_beside, unlisted, other_number, lower_case):
        damage(disc)
    codes = {one.code for one in verify(disc).findings}
    expected = {"file-not-dicom", "file-unlisted", "record-key-differs", "file-name-case"}
    assert codes == expected


def test_a_key_of_a_parent_that_differs_is_told(disc: Path) -> None:
    """The SERIES record says MR, its images say CT."""
    replaced(b"CS\2\0CT", b"CS\2\0MR")(disc)
    assert "record-key-differs" in {one.code for one in verify(disc).findings}


@pytest.mark.parametrize("leftover", [".DS_Store", "Thumbs.db", "System Volume Information"])
def test_leftovers_are_not_told(leftover: str, disc: Path) -> None:
    (disc / leftover).write_bytes(b"left")
    assert verify(disc).findings == ()


def test_a_sound_file_set(disc: Path) -> None:
    for root in (disc, disc / "DICOMDIR"):
        report = verify(root)
        assert (report.root, report.conforms, report.findings) == (str(disc), True, ())
    assert len(files_below(disc)) == len(FEW)


@pytest.mark.parametrize("data", [None, b"", b"garbage" * 99])
def test_no_directory_at_all(data: bytes | None, disc: Path) -> None:
    (disc / "DICOMDIR").unlink()
    if data is not None:
        (disc / "DICOMDIR").write_bytes(data)
    with pytest.raises(DamagedFileSet):
        verify(disc)
