"""Text that a declared character set has no letters for: all text reads as it should afterwards."""

import tempfile
import warnings
from pathlib import Path

import hypothesis.strategies as st
import pydicom
import pytest
from dicom_fileset import Refused
from dicom_fileset.correction import Modification, corrected
from file_sets import instance, save
from hypothesis import given
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from strict_text import strictly_decoded

CORRECT = Modification("CORRECT", "TEST")
LATIN, CYRILLIC, KANJI, GREEK = "Müller^Jörg", "Иванов^Иван", "山田^太郎", "Αναστασία"
EXTENDED = ["ISO 2022 IR 100", "ISO 2022 IR 87"]


def made(folder: Path, character_set: str | list[str] | None, text: str) -> Path:
    """A file with text at its top and inside a sequence."""
    ds = instance(PatientName="Old", StudyDescription=text)
    ds.SpecificCharacterSet = character_set
    inner = Dataset()
    inner.CodeValue, inner.CodeMeaning = "1", text
    ds.ProcedureCodeSequence = Sequence([inner])
    return save(ds, folder / "a")


@pytest.mark.parametrize(
    ("declared", "text", "name", "after"),
    [
        (None, "plain", "Plain^Name", ""),
        (None, "plain", LATIN, "ISO_IR 192"),
        ("ISO_IR 100", "plain", LATIN, "ISO_IR 100"),
        ("ISO_IR 100", "plain", CYRILLIC, "ISO_IR 192"),
        ("ISO_IR 100", LATIN, CYRILLIC, "ISO 2022 IR 100\\ISO 2022 IR 144"),
        ("ISO_IR 144", CYRILLIC, LATIN, "ISO 2022 IR 144\\ISO 2022 IR 100"),
        ("ISO_IR 100", LATIN, KANJI, "ISO 2022 IR 100\\ISO 2022 IR 87"),
        (EXTENDED, KANJI, GREEK, "ISO 2022 IR 100\\ISO 2022 IR 87\\ISO 2022 IR 126"),
        ("ISO_IR 192", LATIN, KANJI, "ISO_IR 192"),
        ("GB18030", KANJI, LATIN, "GB18030"),
    ],
)
def test_the_character_set(
    declared: str | list[str] | None, text: str, name: str, after: str, tmp_path: Path
) -> None:
    source = made(tmp_path, declared, text)
    result = corrected(str(source), str(tmp_path / "b"), {"PatientName": name}, CORRECT)
    ds = pydicom.dcmread(tmp_path / "b")
    if "2022" in after:
        raw = ds.get_item("PatientName").value.rstrip(b" ")
        assert strictly_decoded(raw, after.split("\\")) == name
    assert ds.PatientName == name
    assert ds.StudyDescription == text
    assert ds.ProcedureCodeSequence[0].CodeMeaning == text
    assert result.character_sets[1] == after
    told = "character-set-changed" in {one.code for one in result.findings}
    assert told == (result.character_sets[0] != after)


def test_the_previous_value_keeps_its_character_set(tmp_path: Path) -> None:
    ds = instance(PatientName=LATIN, SpecificCharacterSet="ISO_IR 100")
    source = save(ds, tmp_path / "a")
    corrected(str(source), str(tmp_path / "b"), {"PatientName": KANJI}, CORRECT)
    new = pydicom.dcmread(tmp_path / "b")
    assert new.SpecificCharacterSet == "ISO_IR 192"
    (before,) = new.OriginalAttributesSequence[0].ModifiedAttributesSequence
    assert before.SpecificCharacterSet == "ISO_IR 100"
    assert before.PatientName == LATIN


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("ISO_IR 6", b"M\xfcller"),  # bytes above 7F that nothing explains
        ("GBK", "山田".encode("gbk")),  # cannot be extended
        ("ISO_IR 100", b"a\x1b$B;3\x1b(B"),  # escapes that the declared set does not have
    ],
)
def test_what_is_not_sure_is_refused(declared: str, text: bytes, tmp_path: Path) -> None:
    ds = instance(PatientName="Old", StudyDescription="#" * len(text))
    ds.SpecificCharacterSet = declared
    source = save(ds, tmp_path / "a")
    source.write_bytes(source.read_bytes().replace(b"#" * len(text), text))
    with pytest.raises(Refused) as caught:
        corrected(str(source), str(tmp_path / "b"), {"PatientName": "Ωλένη"}, CORRECT)
    assert caught.value.finding.code == "correction-text"
    assert not (tmp_path / "b").exists()


def test_private_text_of_unknown_vr_stays(tmp_path: Path) -> None:
    """UTF-8 would change the meaning of bytes that may be text: the set is extended instead."""
    ds = instance(PatientName="Old")
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.add_new(0x00110010, "LO", "SOMEBODY")
    ds.add_new(0x00111001, "UN", b"M\xfcller")
    source = save(ds, tmp_path / "a")
    result = corrected(str(source), str(tmp_path / "b"), {"PatientName": CYRILLIC}, CORRECT)
    assert result.character_sets[1] == "ISO 2022 IR 100\\ISO 2022 IR 144"


LETTERS = st.text(
    st.sampled_from("AaÄäÑßĆćŁłЖжΩωאبทㄱ山田ﾔﾏ国金한글~ '"), min_size=1, max_size=12
).map(str.strip)
SETS = st.sampled_from(
    [
        None,
        "ISO_IR 100",
        "ISO_IR 101",
        "ISO_IR 144",
        "ISO_IR 13",
        "ISO_IR 192",
        "GB18030",
        ["", "ISO 2022 IR 87"],
        ["ISO 2022 IR 13", "ISO 2022 IR 87"],
        ["", "ISO 2022 IR 149"],
    ]
)


@given(SETS, LETTERS, LETTERS, LETTERS)
def test_all_text_reads_as_it_should(
    declared: str | list[str] | None, text: str, name: str, patient_id: str
) -> None:
    """Whatever is there and whatever comes: refused, or read by pydicom as it was meant."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = made(Path(folder), declared, text)
        before = pydicom.dcmread(source)
        changes = {"PatientName": name, "PatientID": patient_id}
        try:
            corrected(str(source), f"{folder}/b", changes, CORRECT)
        except Refused:
            return
        after = pydicom.dcmread(f"{folder}/b")
        assert str(after.PatientName) == name
        assert (after.PatientID or "") == patient_id
        assert after.StudyDescription == before.StudyDescription
        was, now = (ds.ProcedureCodeSequence[0].CodeMeaning for ds in (before, after))
        assert now == was
