"""Attributes of files changed: read back by pydicom and DCMTK, and everything else to the byte."""

import io
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from checks import different_tags
from dicom_fileset import FileSetError, Refused, UsageError
from dicom_fileset.correction import Equipment, Modification, corrected
from dicom_fileset.correction.instance import foreseen
from dicom_fileset.scan.failure import ScanFailure
from file_sets import instance, save
from foreign_files import foreign_files, short_name
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from strategies import ENCODINGS

CORRECT = Modification("CORRECT", "TEST", "A DISC", date_time="20240131120000+0100")
NEW = {"PatientID": "NEW", "PatientName": "Doe^Jane"}
CHANGED = {"(0008,0005)", "(0010,0010)", "(0010,0020)", "(0400,0561)"}


def written(ds: Dataset, path: Path, syntax: str = ExplicitVRLittleEndian) -> Path:
    ds.file_meta.TransferSyntaxUID = syntax
    return save(ds, path)


@pytest.mark.parametrize("syntax", ENCODINGS)
def test_every_encoding(syntax: str, tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a", syntax)
    result = corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    ds = pydicom.dcmread(tmp_path / "b")
    assert ds.file_meta.TransferSyntaxUID == syntax
    assert (ds.PatientID, ds.PatientName) == ("NEW", "Doe^Jane")
    assert result.size == (tmp_path / "b").stat().st_size
    assert [(one.keyword, one.before, one.after) for one in result.changed] == [
        ("PatientName", "Brown^Bruno", "Doe^Jane"),
        ("PatientID", "ID1", "NEW"),
    ]
    assert set(different_tags(source, tmp_path / "b")) == CHANGED - {"(0008,0005)"}
    (told,) = ds.OriginalAttributesSequence
    assert told.AttributeModificationDateTime == "20240131120000+0100"
    assert told.ModifyingSystem == "TEST"
    assert told.SourceOfPreviousValues == "A DISC"
    assert told.ReasonForTheAttributeModification == "CORRECT"
    (before,) = told.ModifiedAttributesSequence
    assert len(before) == 2
    assert (before.PatientID, before.PatientName) == ("ID1", "Brown^Bruno")


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_what_lies_beside_is_carried_to_the_byte(syntax: str, tmp_path: Path) -> None:
    """Undefined lengths and group lengths too, also where no VR is written."""
    ds = instance()
    inner = Dataset()
    inner.add_new(0x00280000, "UL", 4)
    inner.CodeValue = "1"
    ds.ProcedureCodeSequence = Sequence([inner])
    ds["ProcedureCodeSequence"].is_undefined_length = True
    ds.ProcedureCodeSequence[0].is_undefined_length_sequence_item = True
    ds.add_new(0x00200000, "UL", 1234)
    source = written(ds, tmp_path / "a", syntax)
    corrected(str(source), str(tmp_path / "b"), {"PatientID": "NEW"}, CORRECT)
    start, stop = _element_bytes(source, 0x00100020)
    old, new = source.read_bytes(), (tmp_path / "b").read_bytes()
    there, _ = _element_bytes(tmp_path / "b", 0x00100020)
    began, past = _element_bytes(tmp_path / "b", 0x04000561)
    first = _first_byte(source)
    assert new[_first_byte(tmp_path / "b") : there] == old[first:start]
    rest = new[_element_bytes(tmp_path / "b", 0x00100020)[1] : began] + new[past:]
    assert rest == old[stop:]


def _first_byte(path: Path) -> int:
    data = path.read_bytes()
    return 144 + int.from_bytes(data[140:144], "little")


def _element_bytes(path: Path, tag: int) -> tuple[int, int]:
    """Where an element begins, and where the next does, by pydicom."""
    ds = pydicom.dcmread(path)
    tags = [one for one in ds if one.tag >= tag]
    heads = [_head_bytes(ds, one) for one in tags[:2]]
    return heads[0], heads[1]


def _head_bytes(ds: Dataset, element: pydicom.DataElement) -> int:
    implicit = ds.file_meta.TransferSyntaxUID == ImplicitVRLittleEndian
    long = element.VR in {"SQ", "OB", "OW", "UN"} and not implicit
    return int(element.file_tell or 0) - (12 if long else 8)


@pytest.mark.parametrize("path", foreign_files(), ids=short_name)
def test_files_of_others(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    try:
        result = corrected(str(path), str(out), {**NEW, "PatientName": "Müller^Jörg"}, CORRECT)
    except (FileSetError, ScanFailure):
        assert not out.exists()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, ds = (pydicom.dcmread(name, force=True) for name in (path, out))
        if not all(one.keyword in before for one in result.changed if one.before is not None):
            return  # pydicom cannot read it either way
        assert ds.PatientName == "Müller^Jörg"
        assert not set(_raw_differences(path, out)) - CHANGED
    assert result.changed


def _raw_differences(one: Path, other: Path) -> list[str]:
    """Elements whose bytes are not the same, but group lengths; sequences as pydicom shows them."""
    mine, theirs = (pydicom.dcmread(path, force=True) for path in (one, other))
    tags = [tag for tag in {*mine.keys(), *theirs.keys()} if tag.element and tag != 0xFFFCFFFC]
    return [str(tag) for tag in tags if _raw(mine, tag) != _raw(theirs, tag)]


def _raw(ds: Dataset, tag: int) -> object:
    if tag not in ds:
        return None
    found = ds.get_item(tag)
    if not found.value:
        return ""
    return found.value if isinstance(found.value, bytes) else str(ds[tag].value or "")


def test_what_dciodvfy_says_stays(need: Callable[..., None], tmp_path: Path) -> None:
    need("dciodvfy", "dcmdump")
    source = written(instance(), tmp_path / "a")
    corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    said = [_said("dciodvfy", tmp_path / name) for name in "ab"]
    assert [line for line in said[1] if line not in said[0]] == []
    shown = "\n".join(_said("dcmdump", tmp_path / "b"))
    assert "[Brown^Bruno]" in shown
    assert "[Doe^Jane]" in shown


def _said(tool: str, path: Path) -> list[str]:
    done = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()


def test_items_that_are_there_stay(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    corrected(str(source), str(tmp_path / "b"), {"PatientID": "B"}, CORRECT)
    coerce = Modification("COERCE", "ANOTHER")
    corrected(str(tmp_path / "b"), str(tmp_path / "c"), {"PatientID": "C"}, coerce)
    first, second = pydicom.dcmread(tmp_path / "c").OriginalAttributesSequence
    assert first.ModifiedAttributesSequence[0].PatientID == "ID1"
    assert second.ModifiedAttributesSequence[0].PatientID == "B"
    assert second.ReasonForTheAttributeModification == "COERCE"
    assert second.SourceOfPreviousValues is None or second.SourceOfPreviousValues == ""


def test_nothing_to_change_is_a_copy(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    result = corrected(str(source), str(tmp_path / "b"), {"PatientID": "ID1"}, CORRECT)
    assert result.changed == ()
    assert source.read_bytes() == (tmp_path / "b").read_bytes()


def test_added_emptied_and_removed(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    changes = {"PatientComments": "new", "PatientSex": "", "AccessionNumber": None}
    corrected(str(source), str(tmp_path / "b"), changes, CORRECT)
    ds = pydicom.dcmread(tmp_path / "b")
    assert ds.PatientComments == "new"
    assert ds.PatientSex in {"", None}
    assert "AccessionNumber" not in ds
    (before,) = ds.OriginalAttributesSequence[0].ModifiedAttributesSequence
    assert before.PatientComments in {"", None}
    assert before.PatientSex == "O"
    assert before.AccessionNumber == "A11"


def test_a_previous_value_that_is_none_of_its_vr_is_kept_beside(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = written(instance(PatientBirthDate="31.01.1950"), tmp_path / "a")
    corrected(str(source), str(tmp_path / "b"), {"PatientBirthDate": "19500131"}, CORRECT)
    (told,) = pydicom.dcmread(tmp_path / "b").OriginalAttributesSequence
    assert told.ModifiedAttributesSequence[0].PatientBirthDate in {"", None}
    (odd,) = told.NonconformingModifiedAttributesSequence
    assert odd.SelectorAttribute == 0x00100030
    assert odd.NonconformingDataElementValue == b"31.01.1950"


def test_equipment(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    purpose = ("MEDIM", "DCM", "Portable Media Importer Equipment")
    importer = Modification("COERCE", "TEST", equipment=Equipment(purpose, "ACME", "Hospital"))
    corrected(str(source), str(tmp_path / "b"), {"PatientID": "NEW"}, importer)
    (told,) = pydicom.dcmread(tmp_path / "b").ContributingEquipmentSequence
    assert (told.Manufacturer, told.InstitutionName) == ("ACME", "Hospital")
    (code,) = told.PurposeOfReferenceCodeSequence
    assert (code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning) == purpose


def test_signatures_and_sealed_attributes_are_kept_and_told(tmp_path: Path) -> None:
    ds = instance()
    ds.EncryptedAttributesSequence = Sequence([Dataset()])
    ds.EncryptedAttributesSequence[0].EncryptedContent = b"sealed"
    ds.DigitalSignaturesSequence = Sequence([Dataset()])
    ds.DigitalSignaturesSequence[0].Signature = b"signed"
    source = written(ds, tmp_path / "a")
    result = corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    assert [one.code for one in result.findings] == ["signature-void", "encrypted-kept"]
    new = pydicom.dcmread(tmp_path / "b")
    assert new.DigitalSignaturesSequence[0].Signature == b"signed"
    assert new.EncryptedAttributesSequence[0].EncryptedContent == b"sealed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PatientNmae": "x"}, "correction-attribute"),
        ({0x00091001: "x"}, "correction-attribute"),
        ({"SOPInstanceUID": "1.2"}, "correction-attribute"),
        ({"SpecificCharacterSet": "ISO_IR 192"}, "correction-attribute"),
        ({"Rows": "4"}, "correction-attribute"),
        ({"PhotometricInterpretation": "RGB"}, "correction-attribute"),
        ({"TransferSyntaxUID": "1.2"}, "correction-attribute"),
        ({"PatientID": "x" * 65}, "correction-value"),
        ({"PatientID": "a\\b"}, "correction-value"),
        ({"PatientID": "a\nb"}, "correction-value"),
        ({"PatientName": "a=b=c=d"}, "correction-value"),
        ({"PatientName": "a^b^c^d^e^f"}, "correction-value"),
        ({"PatientBirthDate": "1950-01-31"}, "correction-value"),
        ({"PatientSex": "männlich"}, "correction-value"),
        ({"StudyInstanceUID": "1.02"}, "correction-value"),
    ],
)
def test_what_cannot_be_asked(changes: dict[int | str, str], code: str, tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    with pytest.raises(UsageError) as caught:
        corrected(str(source), str(tmp_path / "b"), changes, CORRECT)
    assert caught.value.finding.code == code
    assert not (tmp_path / "b").exists()


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    (tmp_path / "b").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    assert (tmp_path / "b").read_bytes() == b"theirs"


def test_what_does_not_read_back_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(instance(), tmp_path / "a")
    lost = type("Lost", (io.BufferedWriter,), {"write": lambda _self, data: len(data)})
    monkeypatch.setattr("dicom_fileset.correction.instance.io.BufferedWriter", lost)
    with pytest.raises(Refused) as caught:
        corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    assert caught.value.finding.code == "not-proven"
    assert not (tmp_path / "b").exists()


def test_a_private_transfer_syntax_is_refused(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a")
    other = source.read_bytes().replace(b"1.2.840.10008.1.2.1\0", b"1.2.826.0.1.36.7.8.9")
    source.write_bytes(other)
    with pytest.raises(Refused) as caught:
        corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    assert caught.value.finding.code == "correction-syntax"


def test_foreseen_is_what_comes(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a", DeflatedExplicitVRLittleEndian)
    before = foreseen(str(source), NEW)
    after = corrected(str(source), str(tmp_path / "b"), NEW, CORRECT)
    assert before.changed == after.changed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_no_preamble_and_big_endian(tmp_path: Path) -> None:
    source = written(instance(), tmp_path / "a", ExplicitVRBigEndian)
    shutil.copy(source, tmp_path / "c")
    little = written(instance(), tmp_path / "d")
    bare = tmp_path / "bare"
    bare.write_bytes(little.read_bytes()[_first_byte(little) :])
    result = corrected(str(bare), str(tmp_path / "b"), NEW, CORRECT)
    assert pydicom.dcmread(tmp_path / "b").PatientID == "NEW"
    assert result.changed
