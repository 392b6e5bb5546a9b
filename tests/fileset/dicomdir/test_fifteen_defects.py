"""The defects that a File-set Reader must survive: each by name, all that is there is found.

What concerns files (the 13th to the 15th) is held where files are scanned and instances gathered;
here it is that a directory which lists such files is read all the same.
"""

import io
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from broken_directories import (
    DATA,
    FIRST,
    HEALTHY,
    IN_USE,
    LOWER,
    NEXT,
    OFFSETS,
    records_of,
    shifted,
    with_number,
    written_in_order,
)
from checks import parsed
from dicom_fileset import FileSet, FileSetReader, Record, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element
from file_sets import FEW, by_dcmmkdir, by_gdcmgendir, uids_of
from foreign_files import PYDICOM
from pydicom import dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian

Need = Callable[..., None]
DEFLATED = DeflatedExplicitVRLittleEndian.encode()


def bodies(data: bytes) -> list[bytes]:
    return sorted(one.body for one in read_dicomdir(data).records)


def codes(data: bytes) -> set[str]:
    return {one.code for one in read_dicomdir(data).findings}


EVERY = sorted(one.body for one in HEALTHY.records)


@pytest.mark.parametrize("by", [-300, -22, -1, 1, 22, 4096])
def test_1_constant_shift(by: int) -> None:
    found = read_dicomdir(shifted(DATA, by))
    (told,) = found.findings
    assert found.records == HEALTHY.records
    assert (told.code, told.before, told.after) == (
        "offsets-shifted",
        str(OFFSETS[0] + by),
        str(OFFSETS[0]),
    )


def test_1_a_shift_that_grows_at_each_name_with_letters_of_several_bytes() -> None:
    """The writer counted letters for bytes: what lies behind such a name is off by so many."""
    data = DATA
    for record, tag in [(one, tag) for one in range(9) for tag in (NEXT, LOWER)]:
        value = parsed(DATA).records[record].number(tag)
        behind = sum(value > OFFSETS[place] for place in (0, 5))
        data = with_number(data, tag, value - 11 * behind if value else 0, record)
    found = read_dicomdir(data)
    assert found.records == HEALTHY.records
    assert "offsets-shifted" in {one.code for one in found.findings}


@pytest.mark.parametrize("record", range(9))
@pytest.mark.parametrize("tag", [NEXT, LOWER, FIRST])
@pytest.mark.parametrize("value", [0, 7, 0xFFFF_FFFF, OFFSETS[0] + 3])
def test_2_dangling_or_first_root_wrong(tag: int, record: int, value: int) -> None:
    found = read_dicomdir(with_number(DATA, tag, value, None if tag == FIRST else record))
    assert found.records == HEALTHY.records


@pytest.mark.parametrize("tag", [NEXT, LOWER])
@pytest.mark.parametrize("target", range(9))
@pytest.mark.parametrize("record", range(9))
def test_3_cycles_and_self_references(tag: int, record: int, target: int) -> None:
    found = read_dicomdir(with_number(DATA, tag, OFFSETS[target], record))
    assert found.records == HEALTHY.records


def test_3_deep_nesting() -> None:
    body = element(0x00041430, "CS", b"PRIVATE")
    deep = tuple(Record("PRIVATE", level, body) for level in range(5000))
    found = read_dicomdir(write_dicomdir(FileSet("1.2", "", deep)))
    assert len(found.records) == 5000
    assert max(one.level for one in found.records) == 64
    assert {one.code for one in found.findings} == {"nested-too-deep"}
    assert len(read_dicomdir(write_dicomdir(found)).records) == 5000


@pytest.mark.parametrize("tag", [NEXT, LOWER])
def test_4_an_offset_element_is_missing(tag: int) -> None:
    """Another element stands where it stood, in one record that needs none."""
    one = parsed(DATA).records[8].elements[tag]
    data = DATA[: one.start] + b"\x04\0\x01\x14" + DATA[one.start + 4 :]
    assert len(read_dicomdir(data).records) == 9
    assert codes(data) == {"record-element-missing"}


def test_5_records_without_uid_and_of_unknown_type() -> None:
    bare = [element(0x00041430, "CS", name) for name in (b"PRIVATE", b"IMAGX", b"", b"MRDR")]
    names = ("PRIVATE", "IMAGX", "", "MRDR")
    more = tuple(Record(name, 0, body) for name, body in zip(names, bare, strict=True))
    data = write_dicomdir(FileSet("1.2", "", (*HEALTHY.records, *more)))
    assert read_dicomdir(data).records == (*HEALTHY.records, *more)
    assert codes(data) == {"record-type-unknown", "record-type-retired"}


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("more", [0, 5, 30])
def test_6_truncated(number: int, more: int) -> None:
    cut = DATA[: OFFSETS[number] + more]
    assert read_dicomdir(cut).records == HEALTHY.records[:number]
    assert "directory-truncated" in codes(cut)


def test_6_no_sequence_and_empty() -> None:
    assert "directory-empty" in codes(DATA[: DATA.index(b"\x04\0\x20\x12SQ")])
    assert read_dicomdir(write_dicomdir(FileSet("1.2"))).records == ()


NO_PATIENT = tuple(
    Record(one.record_type, one.level - 1, one.body)
    for one in HEALTHY.records
    if one.record_type != "PATIENT"
)


def test_7_no_patient_level() -> None:
    assert read_dicomdir(write_dicomdir(FileSet("1.2", "", NO_PATIENT))).records == NO_PATIENT


def test_7_all_records_side_by_side() -> None:
    flat = tuple(Record(one.record_type, 0, one.body) for one in HEALTHY.records)
    data = write_dicomdir(FileSet("1.2", "", flat))
    assert read_dicomdir(data).records == HEALTHY.records
    assert codes(data) == {"hierarchy-inferred", "last-root-offset-wrong"}
    assert read_dicomdir(data, strict=True).records == flat


def test_7_children_before_their_parents_and_no_offset() -> None:
    one_each = records_of(["PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE"])
    data = written_in_order(one_each, [3, 4, 2, 1, 0])
    for record in range(5):
        for tag in (NEXT, LOWER):
            data = with_number(data, tag, 0, record)
    assert read_dicomdir(data).records == one_each


def test_7_what_cannot_be_told_stands_at_the_root() -> None:
    """Of two patients and their studies nothing says whose is whose."""
    two = records_of(["PATIENT", "STUDY", "PATIENT", "STUDY"])
    data = written_in_order(two, [0, 2, 1, 3])
    for record in range(4):
        for tag in (NEXT, LOWER):
            data = with_number(data, tag, 0, record)
    found = read_dicomdir(data)
    assert [one.level for one in found.records] == [0, 0, 0, 0]
    assert bodies(data) == sorted(one.body for one in two)
    assert {one.after for one in found.findings if one.code == "record-unreachable"} == {
        "at the root"
    }


@pytest.mark.parametrize("value", [0x0000, 0x0007])
def test_11_inactive_records_and_the_consistency_flag(value: int) -> None:
    data = with_number(with_number(DATA, IN_USE, value, 4), 0x00041212, 0xFFFF)
    assert bodies(data) == EVERY
    flag = "record-in-use-flag" if value else "record-inactive"
    assert codes(data) == {flag, "consistency-flag"}
    assert read_dicomdir(write_dicomdir(read_dicomdir(data))).records[4].in_use == value


def deflated(data: bytes) -> bytes:
    """The directory with its data set deflated (PS3.5 A.5); offsets stay as they are."""
    found = parsed(data)
    end = max(one.end for one in found.meta.values())
    meta = [found.meta[tag] for tag in sorted(found.meta) if tag not in {0x00020000, 0x00020010}]
    kept = b"".join(data[one.start : one.end] for one in meta if one.tag < 0x00020010)
    rest = b"".join(data[one.start : one.end] for one in meta if one.tag > 0x00020010)
    content = kept + element(0x00020010, "UI", DEFLATED) + rest
    head = data[:132] + element(0x00020000, "UL", len(content).to_bytes(4, "little")) + content
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return head + packer.compress(data[end:]) + packer.flush()


def test_12_deflated() -> None:
    data = deflated(DATA)
    assert read_dicomdir(data).records == HEALTHY.records
    assert codes(data) == {"directory-encoding", "offsets-shifted"}


def test_12_deflated_and_cut() -> None:
    data = deflated(DATA)
    for length in range(len(data) - 60, len(data)):
        found = read_dicomdir(data[:length])
        assert sum(one.body not in EVERY for one in found.records) <= 1
        assert "directory-encoding" in {one.code for one in found.findings}


VARIANTS = PYDICOM / "data" / "test_files" / "dicomdirtests"


@pytest.mark.parametrize("name", ["DICOMDIR-implicit", "DICOMDIR-bigEnd"])
def test_12_another_encoding_and_cut(name: str) -> None:
    """All whole records before the cut."""
    data = (VARIANTS / name).read_bytes()
    whole = read_dicomdir((VARIANTS / "DICOMDIR").read_bytes()).records
    starts = [one.seq_item_tell for one in dcmread(VARIANTS / name).DirectoryRecordSequence]
    for number in range(1, len(starts)):
        found = read_dicomdir(data[: starts[number] + 9])
        assert [one.record_type for one in found.records] == [
            one.record_type for one in whole[:number]
        ]
        assert "directory-truncated" in {one.code for one in found.findings}


def test_12_padding_in_records_and_after_them() -> None:
    pad = element(0xFFFC_FFFC, "OB", bytes(6))
    records = tuple(Record(one.record_type, one.level, one.body + pad) for one in HEALTHY.records)
    data = write_dicomdir(FileSet("1.2", "", records)) + pad
    assert len(read_dicomdir(data).records) == 9
    assert codes(data) == set()


@pytest.mark.parametrize("record", range(8))
@pytest.mark.parametrize("length", [0, 1, 50, 5000, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_12_the_length_of_a_record_is_wrong(record: int, length: int) -> None:
    at = OFFSETS[record] + 4
    data = DATA[:at] + length.to_bytes(4, "little") + DATA[at + 4 :]
    found = read_dicomdir(data)
    others = [one for number, one in enumerate(HEALTHY.records) if number != record]
    assert {one.body for one in others} <= {one.body for one in found.records}
    assert len(found.records) in {8, 9}
    assert found.findings


@pytest.mark.parametrize("length", [0, 82, 100, 0x7FFF_FFFF])
def test_12_the_length_of_the_sequence_is_wrong(length: int) -> None:
    at = DATA.index(b"\x04\0\x20\x12SQ") + 8
    data = DATA[:at] + length.to_bytes(4, "little") + DATA[at + 4 :]
    assert bodies(data) == EVERY
    assert codes(data) & {"sequence-length-wrong", "directory-truncated", "record-damaged"}


def test_12_rubbish_between_two_records() -> None:
    data = DATA[: OFFSETS[4]] + b"rubbish!" + DATA[OFFSETS[4] :]
    assert bodies(data) == EVERY
    assert "record-damaged" in codes(data)


MAKERS = {"dcmtk": by_dcmmkdir, "gdcm": by_gdcmgendir}


@pytest.mark.parametrize("syntax", ["+ti", "+tb", "+te"])
@pytest.mark.parametrize("lengths", ["-e", "+e"])
@pytest.mark.parametrize("maker", MAKERS)
def test_12_as_dcmconv_writes_it(
    maker: str, lengths: str, syntax: str, tmp_path: Path, need: Need
) -> None:
    """Its offsets are those of the directory that it read."""
    need("dcmconv", "dcmmkdir", "gdcmgendir")
    root = MAKERS[maker](tmp_path / "disc")
    expected = [one.record_type for one in FileSetReader(root).file_set.records]
    command = ["dcmconv", syntax, lengths, "DICOMDIR", "CONVERTED"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (root / "CONVERTED").replace(root / "DICOMDIR")
    reader = FileSetReader(root)
    assert sorted(one.sop_instance_uid for one in reader) == sorted(uids_of(FEW))
    assert [one.record_type for one in reader.file_set.records] == expected
    told = {one.code for one in reader.file_set.findings}
    assert ("directory-encoding" in told) == (syntax != "+te")


@pytest.mark.parametrize("file_id", ["..\\SECRET", "C:\\SECRET", "\\\\HOST\\SECRET", "A:B"])
def test_9_a_record_that_leads_out_is_rejected_and_no_other(file_id: str, disc: Path) -> None:
    found = read_dicomdir((disc / "DICOMDIR").read_bytes())
    bad = element(0x00041430, "CS", b"IMAGE") + element(0x00041500, "CS", file_id.encode())
    records = (*found.records, Record("IMAGE", 3, bad))
    (disc / "DICOMDIR").write_bytes(write_dicomdir(FileSet("1.2", "", records)))
    report = FileSetReader(disc).report()
    assert [one.present for one in report.instances] == [True] * len(FEW) + [False]
    assert [one.code for one in report.findings] == ["file-id-unsafe"]


def test_all_at_once() -> None:
    """Cut, shifted, without a first root: what is there is found."""
    data = with_number(shifted(DATA, 40), FIRST, 1)[: OFFSETS[7]]
    assert bodies(data) == sorted(one.body for one in HEALTHY.records[:7])
    assert dcmread(io.BytesIO(DATA)).DirectoryRecordSequence
