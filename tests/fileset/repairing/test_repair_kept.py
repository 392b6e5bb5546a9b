"""What a repair leaves as it is: right records, records that nobody understands, inactive ones."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_directory, listed_uids
from defects import directory_of, records_changed
from dicom_fileset import Record, repair, verify
from file_sets import FEW, Place, by_dcmmkdir, by_gdcmgendir, by_pydicom, files_below, uids_of
from msgspec.structs import replace


def element(tag: int, vr: bytes, value: bytes) -> bytes:
    value += b" " * (len(value) % 2)
    return struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr, len(value)) + value


def without_file(record_type: str, level: int, **more: bytes) -> Record:
    body = element(0x0004_1430, b"CS", record_type.encode())
    if record_type == "PRIVATE":
        body += element(0x0004_1432, b"UI", b"1.2.3.4\0")
    body += b"".join(more.values())
    return Record(record_type, level, body)


def file_of(place: Place, root: Path) -> Path:
    return next(one for one in files_below(root) if place.uid.encode() in one.read_bytes())


def codes(findings: tuple[object, ...]) -> set[str]:
    return {getattr(one, "code", "") for one in findings}


@pytest.mark.parametrize("make", [by_dcmmkdir, by_pydicom])
def test_a_healthy_set_of_others_has_nothing_to_repair(
    make: Callable[[Path], Path], need: Callable[..., None], tmp_path: Path
) -> None:
    need("dcmmkdir")
    root = make(tmp_path / "disc")
    before = (root / "DICOMDIR").read_bytes()
    report = repair(root)
    assert not report.changed
    assert (report.mended, report.findings, report.backup) == ((), (), "")
    assert {one.action for one in report.records} == {"kept"}
    assert (root / "DICOMDIR").read_bytes() == before
    assert not list(root.glob("DICOMDIR.B*"))


def test_only_the_offset_is_mended(need: Callable[..., None], tmp_path: Path) -> None:
    need("gdcmgendir")
    root = by_gdcmgendir(tmp_path / "disc")
    before = directory_of(root)
    report = repair(root)
    assert codes(report.mended) == {"last-root-offset-wrong"}
    assert {one.action for one in report.records} == {"kept"}
    assert directory_of(root).records == before.records
    check_directory(root)


@pytest.mark.parametrize("make", [by_dcmmkdir, by_pydicom])
def test_what_is_right_beside_what_is_wrong_stays_to_the_byte(
    make: Callable[[Path], Path], need: Callable[..., None], tmp_path: Path
) -> None:
    need("dcmmkdir")
    root = make(tmp_path / "disc")
    before = directory_of(root).records
    gone = files_below(root)[-1]
    gone.unlink()
    repair(root)
    after = directory_of(root).records
    assert set(after) < set(before)
    assert [one for one in before if one in set(after)] == list(after), "in the order they had"


def test_a_record_made_anew_keeps_what_its_file_does_not_contradict(disc: Path) -> None:
    icon = element(0x0008_2111, b"ST", b"made by a camera")

    def change(records: list[Record]) -> list[Record]:
        body = records[3].body.replace(b"IS\x02\x001 ", b"IS\x02\x009 ")
        at = body.index(b"\x20\x00\x13\x00IS")
        records[3] = replace(records[3], body=body[:at] + icon + body[at:])
        return records

    records_changed(disc, change)
    report = repair(disc)
    [row] = [one for one in report.records if one.action == "made anew"]
    assert (row.before, row.after) == ("(0020,0013) 9", "(0020,0013) 1")
    record = directory_of(disc).records[3]
    assert icon in record.body
    assert verify(disc).conforms


def test_nothing_of_a_patient_is_told(disc: Path) -> None:
    def change(records: list[Record]) -> list[Record]:
        body = records[0].body.replace(b"19610202", b"19620202")
        return [replace(records[0], body=body), *records[1:]]

    records_changed(disc, change)
    told = str(repair(disc))
    assert "record-made-anew" in told
    assert not any(text in told for text in ("19610202", "19620202", "Brown", "ID1"))


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("record_type", ["PRIVATE", "MIRAGE", "VISIT"])
def test_records_without_a_file_stay(record_type: str, level: int, disc: Path) -> None:
    odd = without_file(record_type, level, comment=element(0x0009_0010, b"LO", b"SOMEBODY"))
    records_changed(disc, lambda records: [*records, odd])
    before = directory_of(disc).records
    file_of(Place(1, 2), disc).unlink()
    repair(disc)
    after = directory_of(disc).records
    assert len(after) < len(before)
    assert after[-level - 1 :] == before[-level - 1 :], "it stands where it stood"
    assert verify(disc).conforms
    assert not repair(disc).changed


def test_instances_below_a_private_record_stay_there(disc: Path) -> None:
    def change(records: list[Record]) -> list[Record]:
        below = [replace(one, level=one.level + 1) for one in records[3:4]]
        return [*records[:3], without_file("PRIVATE", 3), *below, *records[4:]]

    records_changed(disc, change)
    assert not repair(disc).changed


def inactive(records: list[Record], numbers: range) -> list[Record]:
    return [
        replace(one, in_use=0) if number in numbers else one for number, one in enumerate(records)
    ]


@pytest.mark.parametrize("numbers", [range(3, 4), range(2, 3), range(3)])
def test_inactive_records_are_not_brought_back(numbers: range, disc: Path) -> None:
    """Neither by themselves nor by their files, which lie there still."""
    records_changed(disc, lambda records: inactive(records, numbers))
    before = directory_of(disc).records
    files_below(disc)[-1].unlink()
    report = repair(disc)
    after = directory_of(disc).records
    assert [one for one in after if not one.in_use] == [one for one in before if not one.in_use]
    assert "record-added" not in codes(report.mended)
    assert not repair(disc).changed


def test_an_in_use_flag_of_no_meaning_is_made_right(disc: Path) -> None:
    records_changed(disc, lambda records: [replace(records[0], in_use=0x1234), *records[1:]])
    assert codes(repair(disc).mended) == {"record-in-use-flag"}
    assert not repair(disc).changed


def test_multi_referenced_records_become_plain_ones(disc: Path) -> None:
    """Retired, and held together by offsets: the instance gets a record of today."""

    def change(records: list[Record]) -> list[Record]:
        image = records[3]
        pointer = without_file("IMAGE", 3, at=element(0x0004_1504, b"UL", bytes(4)))
        body = image.body.replace(b"CS\x06\x00IMAGE ", b"CS\x04\x00MRDR")
        return [*records[:3], pointer, *records[4:], Record("MRDR", 0, body)]

    records_changed(disc, change)
    repair(disc)
    assert sorted(listed_uids(disc)) == sorted(uids_of(FEW))
    assert {one.record_type for one in directory_of(disc).records} == {
        *("PATIENT", "STUDY", "SERIES", "IMAGE")
    }
    assert verify(disc).conforms
    assert not repair(disc).changed


def test_records_of_missing_files_stay_when_asked(disc: Path) -> None:
    before = directory_of(disc).records
    gone = files_below(disc)[0]
    data = gone.read_bytes()
    gone.unlink()
    report = repair(disc, keep_missing=True)
    assert not report.changed
    assert codes(report.findings) == {"record-kept-without-file"}
    assert report.exit_status == 1
    repair(disc)
    assert len(directory_of(disc).records) < len(before)
    gone.parent.mkdir(exist_ok=True, parents=True)
    gone.write_bytes(data)
    assert "record-added" in codes(repair(disc).mended), "it is back, and gets its record again"
    assert sorted(listed_uids(disc)) == sorted(uids_of(FEW))


def test_a_file_that_cannot_be_read_keeps_its_record(
    disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dicom_fileset.scan import many, scanner  # noqa: PLC0415

    bad = str(files_below(disc)[0])
    scan = scanner.Scanner.scan

    def failing(self: scanner.Scanner, path: str) -> object:
        if path == bad:
            raise OSError(5, "Input/output error", path)
        return scan(self, path)

    monkeypatch.setattr(many.Scanner, "scan", failing)
    report = repair(disc)
    assert not report.changed
    assert codes(report.findings) == {"record-kept-without-file", "unreadable"}


def test_a_patient_id_that_others_made_up_stays(tmp_path: Path) -> None:
    """DCMTK invents one where files have none: all their instances stay below its record."""
    from file_sets import instance, save  # noqa: PLC0415

    root = tmp_path / "disc"
    for number in (1, 2, 3):
        save(instance(Place(number=number), PatientID=""), root / f"IM{number}")
    from dicom_fileset import FileSetCreator  # noqa: PLC0415

    FileSetCreator(root, in_place=True).commit()
    records_changed(
        root,
        lambda records: [
            replace(records[0], body=_with_patient_id(records[0].body, b"DCMTKPAT000000")),
            *records[1:],
        ],
    )
    assert not repair(root).changed
    (root / "IM2").unlink()
    repair(root)
    assert b"DCMTKPAT000000" in directory_of(root).records[0].body
    save(instance(Place(number=4), PatientID=""), root / "IM4")
    assert not [one for one in repair(root).findings if one.severity == "error"]
    assert len([one for one in directory_of(root).records if one.record_type == "PATIENT"]) == 1


def _with_patient_id(body: bytes, value: bytes) -> bytes:
    at = body.index(b"\x10\x00\x20\x00LO")
    past = at + 8 + int.from_bytes(body[at + 6 : at + 8], "little")
    return body[:at] + element(0x0010_0020, b"LO", value) + body[past:]


def test_inactive_records_are_no_fault_of_a_file_set(disc: Path) -> None:
    """Nor is their file, whether it is gone or lies there still; nor what took their place."""
    records_changed(disc, lambda records: inactive([*records, records[3]], range(18, 19)))
    assert directory_of(disc).records[-1].in_use == 0
    assert not repair(disc).changed
    records_changed(disc, lambda records: inactive(records, range(3, 4)))
    assert verify(disc).conforms
    file_of(Place(1), disc).unlink()
    assert not repair(disc).changed
    found = verify(disc)
    assert found.conforms
    assert codes(found.findings) == {"record-inactive"}
