"""Files coerced: other only as asked, in every encoding, with what was kept beside."""

import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import different_tags, elements_in
from coercing import CHANGED, IDENTITY, coerced, rules_of, tags
from dicom_fileset import FileSetError, Refused
from dicom_fileset.importing.coercion import Asked, Coercion
from dicom_fileset.scan.failure import ScanFailure
from file_sets import instance, save
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence
from strategies import ENCODINGS

Need = Callable[..., None]


def items_of(path: Path) -> tuple[Dataset, Dataset]:
    ds = dcmread(path)
    return ds.OriginalAttributesSequence[-1], ds.ContributingEquipmentSequence[-1]


@pytest.mark.parametrize("syntax", ENCODINGS)
def test_every_encoding(syntax: str, tmp_path: Path) -> None:
    ds = instance(OtherPatientIDs="X\\Y")
    ds.file_meta.TransferSyntaxUID = syntax
    source = save(ds, tmp_path / "in")
    out, told = coerced(source, IDENTITY)
    after = dcmread(out)
    assert after.file_meta.TransferSyntaxUID == syntax
    assert (after.PatientID, after.IssuerOfPatientID) == ("H-12345", "OURS")
    assert (after.PatientName, after.AccessionNumber) == ("Doe^Jane", "N77")
    assert (after.StudyID, after.ReferringPhysicianName) == ("9", "Who^Doctor")
    assert "OtherPatientIDs" not in after
    assert after.PixelData == ds.PixelData
    assert after.SOPInstanceUID == after.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
    assert set(different_tags(source, out)) == tags(CHANGED | {"OtherPatientIDs"})
    assert [one.code for one in told.findings] == ["coerced"]
    assert "rule[0], rule[1]" in told.findings[0].message
    for value in ("H-12345", "Doe", "Brown", "ID1", "N77"):
        assert value not in told.findings[0].message


def test_what_was_and_who_did_it_stands_in_the_file(tmp_path: Path) -> None:
    ds = instance(OtherPatientIDs="X\\Y")
    out, _ = coerced(save(ds, tmp_path / "in"), IDENTITY)
    original, equipment = items_of(out)
    assert original.ReasonForTheAttributeModification == "COERCE"
    assert original.ModifyingSystem == "IMPORT1"
    assert original.SourceOfPreviousValues == "DISC 7"
    assert len(original.AttributeModificationDateTime) == 19
    (before,) = original.ModifiedAttributesSequence
    assert (before.PatientID, before.PatientName) == (ds.PatientID, ds.PatientName)
    assert (before.AccessionNumber, before.StudyID) == (ds.AccessionNumber, ds.StudyID)
    assert before.OtherPatientIDs == ["X", "Y"]
    assert before.IssuerOfPatientID == ""
    assert before["ReferringPhysicianName"].is_empty
    (purpose,) = equipment.PurposeOfReferenceCodeSequence
    assert (purpose.CodeValue, purpose.CodingSchemeDesignator) == ("MEDIM", "DCM")
    assert purpose.CodeMeaning == "Portable Media Importer Equipment"
    assert equipment.Manufacturer == "dicom-fileset"
    assert equipment.InstitutionName == "City Hospital"


def test_again_is_a_copy(tmp_path: Path) -> None:
    source = save(instance(PatientID="H"), tmp_path / "in")
    text = '[[rule]]\nmatch = {PatientID = "H"}\nset = {PatientName = "Doe^Jane"}'
    out, _ = coerced(source, text)
    again, told = coerced(out, text, to="again")
    assert again.read_bytes() == out.read_bytes()
    assert told.findings == told.changed == ()


def test_what_was_there_of_both_sequences_stays_before_the_new_items(tmp_path: Path) -> None:
    older, maker = Dataset(), Dataset()
    older.AttributeModificationDateTime = "20200101"
    older.ModifyingSystem, older.SourceOfPreviousValues = "OLD", ""
    older.ReasonForTheAttributeModification = "CORRECT"
    older.ModifiedAttributesSequence = Sequence([Dataset()])
    older.ModifiedAttributesSequence[0].PatientID = "FIRST"
    maker.Manufacturer = "ACME"
    source = save(
        instance(
            OriginalAttributesSequence=Sequence([older]),
            ContributingEquipmentSequence=Sequence([maker]),
        ),
        tmp_path / "in",
    )
    out, _ = coerced(source, IDENTITY)
    ds = dcmread(out)
    assert len(ds.OriginalAttributesSequence) == len(ds.ContributingEquipmentSequence) == 2
    assert ds.OriginalAttributesSequence[0] == older
    assert ds.ContributingEquipmentSequence[0] == maker
    assert ds.OriginalAttributesSequence[1].ModifiedAttributesSequence[0].PatientID == "ID1"


def test_sequences_that_go_are_kept_whole_among_the_originals(tmp_path: Path) -> None:
    """Other IDs as the rule says, and who gave the former ID, which is nobody's word any more."""
    other, issuer = Dataset(), Dataset()
    other.PatientID, other.TypeOfPatientID = "OTHER", "TEXT"
    issuer.UniversalEntityID, issuer.UniversalEntityIDType = "1.2.3", "ISO"
    ds = instance(
        OtherPatientIDsSequence=Sequence([other]),
        IssuerOfPatientIDQualifiersSequence=Sequence([issuer]),
    )
    out, told = coerced(save(ds, tmp_path / "in"), IDENTITY)
    original, _ = items_of(out)
    (before,) = original.ModifiedAttributesSequence
    assert "OtherPatientIDsSequence" not in dcmread(out)
    assert "IssuerOfPatientIDQualifiersSequence" not in dcmread(out)
    assert before.OtherPatientIDsSequence[0] == other
    assert before.IssuerOfPatientIDQualifiersSequence[0] == issuer
    gone = [one for one in told.changed if one.keyword == "OtherPatientIDsSequence"]
    assert [(one.before, one.after) for one in gone] == [("", None)]


@pytest.mark.parametrize(
    ("declared", "name", "now"),
    [
        (None, "Doe^Jane", None),
        (None, "Müller^Jörg", "ISO_IR 192"),
        (None, "Yamada^Tarou=山田^太郎=やまだ^たろう", "ISO_IR 192"),
        ("ISO_IR 100", "Müller^Jörg", "ISO_IR 100"),
        ("ISO_IR 192", "山田^太郎", "ISO_IR 192"),
    ],
)
def test_names_that_need_other_letters(
    declared: str | None, name: str, now: str | None, tmp_path: Path
) -> None:
    ds = instance()
    if declared:
        ds.SpecificCharacterSet = declared
    source = save(ds, tmp_path / "in")
    text = f'[[rule]]\nmatch = {{PatientID = "ID1"}}\nset = {{PatientName = "{name}"}}'
    out, told = coerced(source, text)
    after = dcmread(out)
    assert after.PatientName == name
    assert after.get("SpecificCharacterSet") == now
    assert ("character-set-changed" in {one.code for one in told.findings}) == (declared != now)
    original, _ = items_of(out)
    (before,) = original.ModifiedAttributesSequence
    assert before.PatientName == "Brown^Bruno"


def test_other_text_keeps_its_meaning_or_nothing_is_written(tmp_path: Path) -> None:
    ds = instance(SpecificCharacterSet="ISO_IR 100", StudyDescription="Schädel")
    source = save(ds, tmp_path / "in")
    text = '[[rule]]\nmatch = {PatientID = "ID1"}\nset = {PatientName = "Иванов^Иван"}'
    out, _ = coerced(source, text)
    after = dcmread(out)
    assert (after.PatientName, after.StudyDescription) == ("Иванов^Иван", "Schädel")
    source.unlink()
    out.unlink()
    ds = instance(StudyDescription="x")
    ds.PatientComments = b"\xe4\xf6"  # above 7F, and nothing says what it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = save(ds, tmp_path / "in")
    with pytest.raises(Refused):
        coerced(source, text)
    assert not (tmp_path / "out").exists()


def test_signatures_and_sealed_attributes_are_told(tmp_path: Path) -> None:
    sealed = Dataset()
    sealed.EncryptedContentTransferSyntaxUID = "1.2.840.10008.1.2.1"
    sealed.EncryptedContent = b"\1\2"
    signature = Dataset()
    signature.DigitalSignatureUID = "1.2.3"
    ds = instance(
        EncryptedAttributesSequence=Sequence([sealed]),
        DigitalSignaturesSequence=Sequence([signature]),
    )
    _, told = coerced(save(ds, tmp_path / "in"), IDENTITY)
    codes = [one.code for one in told.findings]
    assert codes == ["coerced", "signature-void", "encrypted-kept"]


def test_a_preamble_does_not_come_along(tmp_path: Path) -> None:
    source = save(instance(), tmp_path / "in")
    source.write_bytes(b"II*\0\x08\0\0\0".ljust(128, b"\0") + source.read_bytes()[128:])
    out, _ = coerced(source, IDENTITY)
    assert out.read_bytes()[:132] == bytes(128) + b"DICM"


def said(tool: str, path: Path) -> set[str]:
    done = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False)
    return set((done.stdout + done.stderr).replace(str(path), "").splitlines())


def test_other_tools_find_no_new_fault(tmp_path: Path, need: Need) -> None:
    need("dciodvfy", "dcmdump")
    source = save(instance(), tmp_path / "in")
    out, _ = coerced(source, IDENTITY)
    assert {line for line in said("dciodvfy", out) - said("dciodvfy", source) if line} == set()
    shown = said("dcmdump", out)
    for words in ("[MEDIM]", "[COERCE]", "[DISC 7]", "[Brown^Bruno]", "[Doe^Jane]"):
        assert any(words in line for line in shown), words


def test_uids_change_only_where_a_rule_says_so(tmp_path: Path) -> None:
    source = save(instance(), tmp_path / "in")
    uid = dcmread(source).StudyInstanceUID
    text = f'[[rule]]\nmatch = {{StudyInstanceUID = "{uid}"}}\nset = {{StudyInstanceUID = "1.2.9"}}'
    out, _ = coerced(source, text)
    after = dcmread(out)
    assert after.StudyInstanceUID == "1.2.9"
    assert after.SeriesInstanceUID == instance().SeriesInstanceUID
    assert set(different_tags(source, out)) == tags(
        {"StudyInstanceUID", "OriginalAttributesSequence", "ContributingEquipmentSequence"}
    )


def test_a_cut_file_is_refused_unless_it_is_cut_between_elements_or_in_pixels(
    tmp_path: Path,
) -> None:
    whole = save(instance(), tmp_path / "whole").read_bytes()
    source, out = tmp_path / "in", tmp_path / "out"
    start = 144 + int.from_bytes(whole[140:144], "little")
    found = list(elements_in(whole, start, len(whole)))
    between, pixels = {one.start for one in found}, found[-1].start
    coercion = Coercion(rules_of(IDENTITY, tmp_path))
    for length in (*range(133), *range(start, len(whole))):
        source.write_bytes(whole[:length])
        try:
            told = coercion.write(str(source), str(out), Asked({"PatientName": "Doe^Jane"}, (0,)))
        except (ScanFailure, FileSetError):
            assert not out.exists()
            assert length not in between
            continue
        out.unlink()
        assert ("incomplete" in {one.code for one in told.findings}) == (length > pixels)
        assert length in between or length > pixels
