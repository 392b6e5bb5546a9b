"""Every transfer syntax of PS3.6 has a row, and its flags are right."""

import pytest
from dicom_codecs.registry import (
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    TRANSFER_SYNTAXES,
    transfer_syntax,
)
from pydicom.uid import UID, UID_dictionary

KNOWN = {uid: row for uid, row in UID_dictionary.items() if row[1] == "Transfer Syntax"}
FAMILIES = {
    "native": {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"},
    "deflated": {"1.2.840.10008.1.2.1.99"},
    "encapsulated native": {"1.2.840.10008.1.2.1.98"},
    "deflated frame": {"1.2.840.10008.1.2.8.1"},
    "rle": {"1.2.840.10008.1.2.5"},
}
BY_WORD = {
    "JPEG Lossless": "jpeg lossless",
    "JPEG-LS": "jpeg-ls",
    "JPEG 2000": "jpeg 2000",
    "High-Throughput JPEG 2000": "htj2k",
    "JPEG XL": "jpeg xl",
    "JPIP": "jpip",
    "MPEG": "video",
    "HEVC": "video",
    "SMPTE": "real-time video",
}
NOT_IN_FILES = {
    "1.2.840.10008.1.2.4.94",
    "1.2.840.10008.1.2.4.95",
    "1.2.840.10008.1.2.4.204",
    "1.2.840.10008.1.2.4.205",
    "1.2.840.10008.1.2.6.1",
    "1.2.840.10008.1.2.6.2",
    "1.2.840.10008.1.2.7.1",
    "1.2.840.10008.1.2.7.2",
    "1.2.840.10008.1.2.7.3",
    "1.2.840.10008.1.20",
}


def test_every_transfer_syntax_has_a_row() -> None:
    assert sorted(KNOWN.keys() - TRANSFER_SYNTAXES) == []


@pytest.mark.parametrize("uid", KNOWN)
def test_a_row_is_as_the_dictionary_has_it(uid: str) -> None:
    row = TRANSFER_SYNTAXES[uid]
    _, _, _, retired, keyword = KNOWN[uid]
    assert row.uid == uid
    assert row.keyword == keyword
    assert row.retired == bool(retired)


@pytest.mark.parametrize("uid", KNOWN)
def test_flags_are_as_pydicom_has_them(uid: str) -> None:
    row, theirs = TRANSFER_SYNTAXES[uid], UID(uid)
    if uid in NOT_IN_FILES:
        assert not row.in_files
        return
    assert row.in_files
    assert row.implicit == theirs.is_implicit_VR
    assert row.big_endian == (not theirs.is_little_endian)
    assert (row.family == "deflated") == theirs.is_deflated
    assert row.uncompressed == (row.family in {"native", "deflated"})
    if uid != "1.2.840.10008.1.2.8.1":  # which pydicom 3.0 takes for one that is not encapsulated
        encapsulated = row.family not in {"native", "deflated"}
        assert encapsulated == theirs.is_encapsulated


@pytest.mark.parametrize("family", FAMILIES)
def test_small_families(family: str) -> None:
    found = {uid for uid, row in TRANSFER_SYNTAXES.items() if row.family == family}
    assert found == FAMILIES[family]


@pytest.mark.parametrize("uid", KNOWN)
def test_a_family_is_what_the_name_says(uid: str) -> None:
    name = KNOWN[uid][0]
    fitting = [word for word in BY_WORD if word in name]
    if fitting and "Hierarchical, First-Order" not in name:
        word = "High-Throughput JPEG 2000" if "High-Throughput" in name else fitting[0]
        word = "JPIP" if "JPIP" in name else word
        assert TRANSFER_SYNTAXES[uid].family == BY_WORD[word]


@pytest.mark.parametrize("padding", ["", "\0", " ", "\0\0", " \0"])
def test_padding_is_forgiven(padding: str) -> None:
    assert transfer_syntax(EXPLICIT_LITTLE + padding) is TRANSFER_SYNTAXES[EXPLICIT_LITTLE]


@pytest.mark.parametrize("uid", ["", "1.2.3", " 1.2.840.10008.1.2", "1.2.840.10008.1.2.", "x"])
def test_what_is_none_has_no_row(uid: str) -> None:
    assert transfer_syntax(uid) is None


def test_the_two_that_have_names() -> None:
    assert TRANSFER_SYNTAXES[IMPLICIT_LITTLE].implicit
    assert TRANSFER_SYNTAXES[EXPLICIT_LITTLE].keyword == "ExplicitVRLittleEndian"


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TRANSFER_SYNTAXES["1.2"] = TRANSFER_SYNTAXES[IMPLICIT_LITTLE]  # type: ignore[index]
