"""What a reader shows: from the directory alone, and never from outside of the root."""

from pathlib import Path

import pytest
from dicom_fileset import FileSet, FileSetReader, Record, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element
from file_sets import FEW, Place


def test_every_field(disc: Path) -> None:
    one = list(FileSetReader(disc))[-1]
    place = Place(3)
    assert one.path == str(disc.joinpath(*one.file_id))
    assert one.sop_instance_uid == place.uid
    assert one.sop_class_uid == "1.2.840.10008.5.1.4.1.1.2"
    assert one.transfer_syntax_uid == "1.2.840.10008.1.2.1"
    assert (one.patient_id, one.patient_name) == ("ID3", "Drew^Dora")
    keys = (one.study_instance_uid, one.series_instance_uid, one.modality, one.record_type)
    assert keys == (place.study_uid, place.series_uid, "CT", "IMAGE")
    assert one.present


def test_a_missing_file_is_told(disc: Path) -> None:
    first = next(iter(FileSetReader(disc)))
    Path(first.path).unlink()
    report = FileSetReader(disc).report()
    assert [one.present for one in report.instances] == [False] + [True] * (len(FEW) - 1)
    assert [one.code for one in report.findings] == ["file-missing"]
    assert report.instances[0].path == first.path


def test_names_of_other_case_are_found(disc: Path) -> None:
    (disc / "DICOMDIR").rename(disc / "dicomdir")
    for path in sorted(disc.rglob("*"), key=lambda one: -len(one.parts)):
        path.rename(path.with_name(path.name.lower()))
    assert all(Path(one.path).is_file() and one.present for one in FileSetReader(disc))


@pytest.mark.parametrize("file_id", ["..\\SECRET", "C:\\SECRET", "\\SECRET", "A\\..\\..\\SECRET"])
def test_nothing_outside_of_the_root_is_found(file_id: str, disc: Path) -> None:
    (disc.parent / "SECRET").write_bytes(b"secret")
    body = element(0x00041430, "CS", b"IMAGE") + element(0x00041500, "CS", file_id.encode())
    data = write_dicomdir(FileSet("1.2", "", (Record("IMAGE", 0, body),)))
    (disc / "DICOMDIR").write_bytes(data)
    reader = FileSetReader(disc)
    (one,) = reader
    assert (one.present, one.path) == (False, "")
    assert reader.find(tuple(file_id.split("\\"))) is None
    assert [one.code for one in reader.report().findings] == ["file-id-unsafe"]


def test_a_link_out_of_the_root_is_not_followed(disc: Path) -> None:
    first = next(iter(FileSetReader(disc)))
    outside = disc.parent / "SECRET"
    Path(first.path).rename(outside)
    Path(first.path).symlink_to(outside)
    assert not next(iter(FileSetReader(disc))).present


def test_letters_of_the_patients_own(disc: Path) -> None:
    data = (disc / "DICOMDIR").read_bytes()
    old = read_dicomdir(data)
    named = element(0x00080005, "CS", b"ISO_IR 100") + element(
        0x00100010, "PN", "Jürgens^Jörg".encode("latin-1")
    )
    body = old.records[0].body
    start = body.index(b"\x10\0\x10\0PN")
    end = start + 8 + int.from_bytes(body[start + 6 : start + 8], "little")
    first = Record("PATIENT", 0, body[:start] + named + body[end:])
    changed = FileSet("1.2", "", (first, *old.records[1:]))
    (disc / "DICOMDIR").write_bytes(write_dicomdir(changed))
    assert next(iter(FileSetReader(disc))).patient_name == "Jürgens^Jörg"
