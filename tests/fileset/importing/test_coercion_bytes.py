"""What coercion does not name is to the byte what it was."""

import shutil
import warnings
from pathlib import Path

import pytest
from checks import elements_in
from coercing import CHANGED, IDENTITY, coerced
from dicom_fileset import FileSetError
from dicom_fileset.model import Instance
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.scanner import Scanner
from file_sets import instance, save
from foreign_files import foreign_files, short_name
from pydicom import dcmread
from pydicom.datadict import tag_for_keyword
from strategies import ENCODINGS

NOT_READ_TO_THE_END = {
    "troubled/pixels/no sequence delimiter.dcm",
    "troubled/unusual/unknown vr, 16 bit length.dcm",
    "troubled/unusual/unknown vr, 32 bit length.dcm",
}
"""Files in which pydicom finds no element behind the one that is wrong."""


def spans(path: Path) -> dict[int, bytes]:
    """Each element of an Explicit VR Little Endian file, to the byte, by a parser of the tests."""
    data = path.read_bytes()
    start = 144 + int.from_bytes(data[140:144], "little")
    found = list(elements_in(data, start, len(data)))
    return {one.tag: data[one.start : one.end] for one in found}


@pytest.mark.parametrize("syntax", [str(ENCODINGS[1])])
def test_all_other_elements_are_to_the_byte(syntax: str, tmp_path: Path) -> None:
    ds = instance()
    ds.add_new(0x0009_0010, "LO", "ACME")
    ds.add_new(0x0009_1001, "UN", b"\1\2\3\4")
    ds.add_new(0x7FE1_0010, "LO", "ACME")
    ds.file_meta.TransferSyntaxUID = syntax
    source = save(ds, tmp_path / "in")
    out, _ = coerced(source, IDENTITY)
    before, after = spans(source), spans(out)
    changed = {tag_for_keyword(keyword) for keyword in CHANGED}
    assert {tag for tag in before | after if before.get(tag) != after.get(tag)} == changed


def own_rule(scanned: Instance, new: str) -> str:
    uid = scanned.sop_instance_uid
    return (
        'source = "DISC"\n[[rule]]\n'
        f'match = {{SOPInstanceUID = "{uid}"}}\n'
        f'set = {{PatientID = "NEW", IssuerOfPatientID = "OURS", {new}}}\n'
    )


@pytest.mark.parametrize("path", foreign_files(), ids=short_name)
def test_files_of_others(path: Path, tmp_path: Path) -> None:
    source = Path(shutil.copy(path, tmp_path / "in"))
    try:
        scanned = Scanner().scan(str(source))
        out, told = coerced(source, own_rule(scanned, 'AccessionNumber = "N1"'))
    except (FileSetError, ScanFailure):
        assert not (tmp_path / "out").exists()
        return
    assert told.changed
    assert out.read_bytes()[:132] == bytes(128) + b"DICM"
    again = Scanner().scan(str(out))
    assert again.sop_instance_uid == scanned.sop_instance_uid
    assert again.transfer_syntax_uid == scanned.transfer_syntax_uid
    assert (again.parents.patient_id, again.parents.accession_number) == (b"NEW", b"N1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, after = dcmread(path, force=True), dcmread(out, force=True)
        for keyword in ("PixelData", "FloatPixelData", "EncapsulatedDocument", "WaveformData"):
            assert before.get(keyword) == after.get(keyword)
        if len(before) and short_name(path) not in NOT_READ_TO_THE_END:
            assert after.ContributingEquipmentSequence[-1].Manufacturer == "dicom-fileset"
