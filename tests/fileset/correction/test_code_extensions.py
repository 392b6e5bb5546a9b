"""Bytes of text in character sets with code extensions: right to the letter of the standard."""

import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pydicom
import pytest
from dicom_fileset.correction.code_extensions import in_code
from dicom_fileset.correction.text import in_character_set
from dicom_fileset.elements import element, item
from dicom_fileset.text import decoded, undecodable
from hypothesis import assume, given, settings
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage
from strict_text import OF_TERM, NotAsTheStandardHasIt, strictly_decoded

EXTENSIONS = [f"ISO 2022 IR {number}" for number in OF_TERM]
_SEVERAL_BYTES = {"87", "159", "149", "58"}
SINGLE = ["", *(f"ISO_IR {number}" for number in OF_TERM if number not in _SEVERAL_BYTES)]
FIRST = ["ISO 2022 IR 6", *(term.replace("ISO_IR", "ISO 2022 IR") for term in SINGLE)]
LETTERS = "AaÄß¶ĆćŁłŜĻŽЖжيΩωאבİğไทㄱ山田本秋表十鷗丂仡ﾔﾏ国国金한글~ '^^==\\\\"

_extended = st.builds(
    lambda first, others: [first, *dict.fromkeys(others)],
    st.sampled_from(FIRST),
    st.lists(st.sampled_from(EXTENSIONS), min_size=1, max_size=3),
)
sets = st.builds(lambda one: [one], st.sampled_from(SINGLE)) | _extended
texts = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)


def _declared(terms: list[str]) -> bytes:
    return "\\".join(terms).encode()


@given(sets, texts)
@settings(max_examples=1000)
def test_a_strict_reader_reads_what_was_meant(terms: list[str], text: str) -> None:
    value = in_code(text, _declared(terms))
    if value is not None:
        assert strictly_decoded(value, terms) == text
        assert decoded(value, _declared(terms)) == text
        assert not undecodable(value, _declared(terms))


@given(sets, texts)
def test_what_one_of_the_sets_has_is_written(terms: list[str], text: str) -> None:
    """Letters alone: what each of them can be written as, all of them can."""
    each = [in_code(letter, _declared(terms)) for letter in text]
    assert (in_code(text, _declared(terms)) is None) == (None in each)


@pytest.mark.parametrize(
    ("terms", "name", "value"),
    [
        # The examples of PS3.5 H.3.1, H.3.2, I.2 and K.2, to the byte.
        (
            ["", "ISO 2022 IR 87"],
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
        ),
        (
            ["", "ISO 2022 IR 149"],
            "Hong^Gildong=洪^吉洞=홍^길동",
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
        ),
        (
            ["", "ISO 2022 IR 58"],
            "Zhang^XiaoDong=张^小东=",
            b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
        ),
        (["ISO 2022 IR 100", "ISO 2022 IR 87"], "山田", b"\x1b$B;3ED\x1b(B"),
        (["ISO 2022 IR 13", "ISO 2022 IR 87"], "ﾔﾏﾀﾞ^ﾀﾛｳ", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3"),
        (["ISO 2022 IR 13", "ISO 2022 IR 87"], "山田", b"\x1b$B;3ED\x1b(J"),
        (["ISO 2022 IR 100", "ISO 2022 IR 144"], "Ж^é", b"\x1b-L\xb6\x1b-A^\x1b-A\xe9"),
    ],
)
def test_the_bytes(terms: list[str], name: str, value: bytes) -> None:
    assert in_code(name, _declared(terms)) == value
    assert strictly_decoded(value, terms) == name
    assert decoded(value, _declared(terms)) == name


def test_the_strict_reader_is_strict() -> None:
    terms = ["ISO 2022 IR 100", "ISO 2022 IR 87"]
    for value in (b"\x1b$B;3ED\x1b-A^\x1b$BB@O:\x1b-A", b"\x1b$B;3ED", b"\x1b-L\xb6", b"\xb6\x1b$"):
        with pytest.raises((NotAsTheStandardHasIt, UnicodeDecodeError)):
            strictly_decoded(value, terms)


@pytest.mark.parametrize(
    ("text", "character_set"),
    [
        ("山", b"ISO_IR 100"),
        ("~", b"ISO_IR 13"),
        ("é", b"ISO_IR 999"),
        ("é", b""),
        ("é", b"GB2312"),
    ],
)
def test_what_cannot_be_said(text: str, character_set: bytes) -> None:
    assert in_character_set(text, "PN", character_set) is None


names = st.lists(texts.map(lambda text: text.replace("\\", "").strip()), min_size=1, max_size=40)


@given(sets, names)
@settings(max_examples=60)
def test_dcmtk_reads_what_was_meant(
    need: Callable[..., None], terms: list[str], meant: list[str]
) -> None:
    """But the Japanese sets, which it has not everywhere."""
    need("dcmconv")
    assume(not {"ISO 2022 IR 87", "ISO 2022 IR 159"}.intersection(terms))
    names = [one for one in meant if one and in_code(one, _declared(terms)) is not None]
    with tempfile.TemporaryDirectory() as folder:
        source = _with_texts(Path(folder), terms, names)
        made = Path(folder) / "utf8"
        subprocess.run(["dcmconv", "+U8", source, made], check=True, capture_output=True)
        _check_read(made, names)


@given(sets, names)
def test_pydicom_reads_what_was_meant(terms: list[str], meant: list[str]) -> None:
    """But bytes of several-byte letters that it takes for delimiters, and GB 2312."""
    assume("ISO 2022 IR 58" not in terms)
    names = [one for one in meant if one and _is_told_right_by_pydicom(one, terms)]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _check_read(_with_texts(Path(folder), terms, names), names)


def _is_told_right_by_pydicom(name: str, terms: list[str]) -> bool:
    value = in_code(name, _declared(terms))
    delimiters = sum(map(name.count, "\\=^"))
    return value is not None and sum(map(value.count, b"\\=^")) == delimiters


def _with_texts(folder: Path, terms: list[str], names: list[str]) -> Path:
    """A file with an item for each name, as a person's and as text."""
    ds = pydicom.Dataset()
    ds.file_meta = pydicom.dataset.FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = SecondaryCaptureImageStorage
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = "1.2.3"
    ds.SpecificCharacterSet = terms
    ds.save_as(folder / "a", enforce_file_format=True)
    values = [in_code(one, _declared(terms)) or b"" for one in names]
    items = [item(element(_NAME, "PN", one) + element(_TEXT, "LT", one)) for one in values]
    with (folder / "a").open("ab") as file:
        file.write(element(0x0010_1002, "SQ", b"".join(items)))
    return folder / "a"


_NAME, _TEXT = 0x0010_0010, 0x0010_4000


def _check_read(path: Path, names: list[str]) -> None:
    items = pydicom.dcmread(path).OtherPatientIDsSequence
    assert [str(one.PatientComments) for one in items] == names
    without_empty_groups = [one.rstrip("=") for one in names]
    assert [str(one.PatientName).rstrip("=") for one in items] == without_empty_groups
