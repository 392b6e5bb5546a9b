"""Coercion: rules read strictly, matched as said, and files that are other only as asked."""

import shutil
import subprocess
import warnings
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from checks import different_tags, elements_in
from dicom_fileset import FileSetError, Refused, UsageError
from dicom_fileset.importing.coercion import Applied, Asked, Coercion
from dicom_fileset.importing.coercion_attributes import COERCIBLE, REMOVABLE
from dicom_fileset.importing.coercion_rules import Rule, Rules, _check_conflicts, read_rules
from dicom_fileset.importing.layout_values import VALUES, value_of
from dicom_fileset.model import Instance, ParentKeys
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.scanner import Scanner
from file_sets import instance, save
from foreign_files import foreign_files, short_name
from hypothesis import given
from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.sequence import Sequence
from strategies import ENCODINGS

Need = Callable[..., None]
IDENTITY = """
source = "DISC 7"
modifying_system = "IMPORT1"
institution_name = "City Hospital"
station_name = "IMPORT1"

[[rule]]
match = {PatientID = "ID1"}
set = {PatientID = "H-12345", IssuerOfPatientID = "OURS", PatientName = "Doe^Jane"}

[[rule]]
match = {PatientID = "ID1", AccessionNumber = "A11"}
set = {AccessionNumber = "N77", StudyID = "9", ReferringPhysicianName = "Who^Doctor"}
remove = ["OtherPatientIDs", "OtherPatientIDsSequence"]
"""
BASE = '[[rule]]\nmatch = {PatientID = "1"}\n'
CHANGED = {"PatientID", "IssuerOfPatientID", "PatientName", "AccessionNumber", "StudyID"} | {
    "ReferringPhysicianName",
    "OriginalAttributesSequence",
    "ContributingEquipmentSequence",
}


NOT_READ_TO_THE_END = {
    "troubled/pixels/no sequence delimiter.dcm",
    "troubled/unusual/unknown vr, 16 bit length.dcm",
    "troubled/unusual/unknown vr, 32 bit length.dcm",
}
"""Files in which pydicom finds no element behind the one that is wrong."""


def rules_of(text: str, folder: Path) -> Rules:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def tags(keywords: set[str]) -> set[str]:
    numbers = (tag_for_keyword(keyword) or 0 for keyword in keywords)
    return {f"({number >> 16:04X},{number & 0xFFFF:04X})" for number in numbers}


def coerced(source: Path, text: str, *, to: str = "out") -> tuple[Path, Any]:
    """A file as rules make it, and what was told."""
    coercion = Coercion(rules_of(text, source.parent))
    out = source.parent / to
    asked = coercion.asked(Scanner().scan(str(source)))
    return out, coercion.write(str(source), str(out), asked)


# -- rules ---------------------------------------------------------------------------------------


def test_rules_are_read(tmp_path: Path) -> None:
    rules = rules_of(IDENTITY, tmp_path)
    assert (rules.source, rules.modifying_system) == ("DISC 7", "IMPORT1")
    assert rules.rules[0].match == {"PatientID": "ID1"}
    assert rules.rules[1].changes == {
        "AccessionNumber": "N77",
        "StudyID": "9",
        "ReferringPhysicianName": "Who^Doctor",
        "OtherPatientIDs": None,
        "OtherPatientIDsSequence": None,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rule: it is missing"),
        ("rule = []", "rule: there is no rule"),
        ("[[rule]", "it is no TOML"),
        ("rule = 5", "rule: expected a list"),
        ("other = 1\n" + BASE, "other: 'other' is no key there"),
        ("source = 5\n" + BASE, "source: expected text"),
        ('source = "' + "x" * 65 + '"\n' + BASE, "source: "),
        ('modifying_system = "é"\n' + BASE, "modifying_system: "),
        ('[[rule]]\nset = {StudyID = "1"}', "rule[0].match: it is missing"),
        ('[[rule]]\nmatch = {}\nset = {StudyID = "1"}', "rule[0].match: it is empty"),
        ('[[rule]]\nmatch = {PatientId = "1"}', "rule[0].match.PatientId: "),
        (BASE, "rule[0]: it neither sets nor removes anything"),
        (BASE + "set = {StudyID = 5}", "rule[0].set.StudyID: expected text"),
        (BASE + 'set = {StudyId = "5"}', "rule[0].set.StudyId: 'StudyId' is no key there"),
        (BASE + 'set = {SOPInstanceUID = "1.2"}', "rule[0].set.SOPInstanceUID: "),
        (BASE + 'set = {PixelData = "x"}', "rule[0].set.PixelData: "),
        (BASE + 'set = {PatientBirthDate = "1970-1-1"}', "rule[0].set.PatientBirthDate: "),
        (BASE + 'set = {PatientSex = "male"}', "rule[0].set.PatientSex: "),
        (BASE + 'set = {StudyID = "' + "x" * 17 + '"}', "rule[0].set.StudyID: "),
        (BASE + 'set = {PatientName = "a\\nb"}', "rule[0].set.PatientName: "),
        (BASE + 'set = {AccessionNumber = "a\\\\b"}', "rule[0].set.AccessionNumber: "),
        (BASE + 'set = {PatientID = "2"}', "rule[0].set: PatientID is set: set or remove Issuer"),
        (BASE + 'set = {StudyInstanceUID = "1.2"}', "rule[0].match: it must match StudyInst"),
        (BASE + 'set = {SeriesInstanceUID = "1.2"}', "rule[0].match: it must match SeriesInst"),
        (BASE + 'remove = ["PatientName"]', "rule[0].remove: PatientName may not be missing"),
        (BASE + 'remove = ["StudyInstanceUID"]', "rule[0].remove: StudyInstanceUID may not"),
        (BASE + 'remove = ["Rows"]', "rule[0].remove: 'Rows' is none that can be removed"),
        (BASE + 'remove = "StudyDescription"', "rule[0].remove: expected a list"),
        (
            BASE + 'set = {StudyDescription = "1"}\nremove = ["StudyDescription"]',
            "rule[0].remove: StudyDescription is set by the same rule",
        ),
        (
            '[[rule]]\nmatch = {StudyInstanceUID = "1.2"}\nset = {StudyInstanceUID = ""}',
            "rule[0].set.StudyInstanceUID: it may not be empty",
        ),
        (
            '[[rule]]\nmatch = {StudyInstanceUID = "1.2"}\nset = {StudyInstanceUID = "1.x"}',
            "rule[0].set.StudyInstanceUID: ",
        ),
        (BASE + 'set = {StudyID = "1"}\n' + BASE + "set = {StudyID = 2}", "rule[1].set.StudyID"),
    ],
)
def test_wrong_rules_name_the_key(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        rules_of(text, tmp_path)
    assert error.value.finding.code == "coercion-rules"
    assert error.value.exit_status == 2
    assert str(error.value).startswith(says)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = " + b"[" * 100_000, b"#" * (1 << 23)])
def test_what_is_no_rules_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    with pytest.raises(UsageError, match="cannot be read"):
        read_rules(path)
    path.write_bytes(data)
    with pytest.raises(UsageError):
        read_rules(path)


def test_each_attribute_that_may_be_coerced_is_one_of_the_dictionary() -> None:
    for keyword in COERCIBLE:
        assert tag_for_keyword(keyword)
        assert dictionary_VR(keyword) != "SQ"
    assert all(dictionary_VR(keyword) == "SQ" for keyword in REMOVABLE)


match_keys = st.sampled_from(["PatientID", "StudyID", "Modality"])
new_keys = st.sampled_from(["StudyID", "PatientName", "StudyDescription"])
some_rules = st.lists(
    st.builds(
        Rule,
        st.dictionaries(match_keys, st.sampled_from("ab"), min_size=1),
        st.dictionaries(new_keys, st.sampled_from(["x", "y", None]), min_size=1),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


def conflicting(rules: tuple[Rule, ...]) -> bool:
    """Every pair, one after another."""
    for one, other in combinations(rules, 2):
        together = all(other.match.get(key, value) == value for key, value in one.match.items())
        if together and any(
            other.changes.get(keyword, text) != text for keyword, text in one.changes.items()
        ):
            return True
    return False


@given(some_rules)
def test_conflicting_rules_are_refused_and_no_others(rules: tuple[Rule, ...]) -> None:
    if conflicting(rules):
        with pytest.raises(UsageError, match="says otherwise"):
            _check_conflicts("rules.toml", rules)
    else:
        _check_conflicts("rules.toml", rules)


def test_a_rule_is_held_against_each_that_may_match() -> None:
    rules = (
        Rule({"PatientID": "a", "StudyID": "a"}, {"StudyDescription": "x"}),
        Rule({"PatientID": "a", "StudyID": "b"}, {"StudyDescription": "y"}),
        Rule({"Modality": "a"}, {"StudyDescription": "x"}),
    )
    assert conflicting(rules)
    with pytest.raises(UsageError, match=r"rule\[1\] may match"):
        _check_conflicts("rules.toml", rules)


def test_a_conflict_names_both_rules(tmp_path: Path) -> None:
    text = BASE + 'set = {StudyID = "1"}\n[[rule]]\nmatch = {Modality = "CT"}\n'
    with pytest.raises(UsageError) as error:
        rules_of(text + 'set = {StudyID = "2"}', tmp_path)
    said = "rule[1].set.StudyID: rule[0] may match the same instance, and says otherwise."
    assert str(error.value) == said


# -- matching ------------------------------------------------------------------------------------


@given(
    some_rules.filter(lambda rules: not conflicting(rules)),
    st.tuples(*(st.sampled_from([b"a", b"b", b" a ", b""]) for _ in range(3))),
)
def test_rules_match_as_each_says(rules: tuple[Rule, ...], raw: tuple[bytes, ...]) -> None:
    parents = ParentKeys(patient_id=raw[0], study_id=raw[1], modality=raw[2])
    one = Instance("f", 1, "1.2", "1.2.3", "1.2", parents, ())
    hits = tuple(
        number
        for number, rule in enumerate(rules)
        if all(value_of(key, one).strip() == value for key, value in rule.match.items())
    )
    changes = {key: text for number in hits for key, text in rules[number].changes.items()}
    assert Coercion(Rules(rules)).asked(one) == Asked(changes, hits)


def test_every_keyword_of_a_layout_can_be_matched(tmp_path: Path) -> None:
    path = save(instance(), tmp_path / "a")
    scanned = Scanner().scan(str(path))
    for keyword in VALUES:
        value = value_of(keyword, scanned).replace("\\", "\\\\")
        text = f'[[rule]]\nmatch = {{{keyword} = "{value}"}}\nset = {{StudyID = "1"}}'
        assert Coercion(rules_of(text, tmp_path)).asked(scanned).rules == (0,), keyword


def test_what_rules_did_is_summed_up(tmp_path: Path) -> None:
    text = IDENTITY + '[[rule]]\nmatch = {PatientID = "nobody"}\nset = {StudyDescription = "x"}\n'
    text += (
        '[[rule]]\nmatch = {StudyInstanceUID = "1.2", Modality = "CT"}\n'
        'set = {StudyInstanceUID = "1.3"}\n'
    )
    coercion = Coercion(rules_of(text, tmp_path))
    applied = Applied(coercion.rules)
    for study in ("1.2", "1.4"):
        ds = instance(StudyInstanceUID=study)
        one = Scanner().scan(str(save(ds, tmp_path / study)))
        applied.take(coercion.asked(one), one)
    found = applied.findings("rules.toml")
    assert [(one.code, one.message) for one in found] == [
        ("coercion-spread", "rule[1] gave one AccessionNumber and StudyID to 2 studies."),
        ("coercion-unmatched", "rule[2] matched nothing."),
        ("coercion-references", "rule[3] changed StudyInstanceUID; references to it were left."),
    ]
    assert {one.where.path for one in found} == {"rules.toml"}


# -- files ---------------------------------------------------------------------------------------


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
