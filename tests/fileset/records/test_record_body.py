"""Record bodies: pydicom reads them, in order of tag, even, and with what was put in."""

import io

import hypothesis.strategies as st
import pytest
from dicom_fileset.elements import element, item
from dicom_fileset.model import Instance, ParentKeys
from dicom_fileset.records.complete import completed, leaf_stand_ins
from dicom_fileset.records.make import file_reference, record_body, unknown_code_item
from dicom_fileset.records.types import RECORD_TYPES, Key
from hypothesis import HealthCheck, given, settings
from pydicom import Dataset
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.filereader import read_dataset
from strategies import CODECS, raw_of, values

pytestmark = pytest.mark.filterwarnings("ignore")
TERMS = list(RECORD_TYPES)
Values = tuple[bytes, ...]
UIDS = dict.fromkeys(("StudyInstanceUID", "SeriesInstanceUID"), b"1.2.3")
REFERENCE_TAGS = [0x0004_1500, 0x0004_1510, 0x0004_1511, 0x0004_1512]


def elements_of(body: bytes) -> list[RawDataElement]:
    """The elements of a body, read one by one by hand: tag, VR and value."""
    found, at = [], 0
    while at < len(body):
        tag = int.from_bytes(body[at : at + 2], "little") << 16
        tag |= int.from_bytes(body[at + 2 : at + 4], "little")
        vr = body[at + 4 : at + 6].decode()
        long = vr in {"OB", "OW", "SQ", "UC", "UN", "UR", "UT", "UV"}
        length = int.from_bytes(body[at + 8 : at + 12] if long else body[at + 6 : at + 8], "little")
        at += 12 if long else 8
        found.append(RawDataElement(tag, vr, length, body[at : at + length], at, False, True))
        at += length
    assert at == len(body)
    return found


def dataset_of(body: bytes) -> Dataset:
    return read_dataset(io.BytesIO(body), is_implicit_VR=False, is_little_endian=True)


def instance(keys: Values = (), general: bytes = b"") -> Instance:
    return Instance(
        "path", 1, "1.2.3", "1.2.3.4", "1.2.840.10008.1.2.1", ParentKeys(), keys, general
    )


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, Values, str | None]:
    term = draw(st.sampled_from(TERMS))
    character_set = draw(st.sampled_from(list(CODECS)))
    drawn = []
    for key in RECORD_TYPES[term].keys:
        if draw(st.booleans()):
            drawn.append(b"")
        elif key.vr == "SQ":
            drawn.append(unknown_code_item())
        else:
            drawn.append(raw_of(draw(values(key.vr, character_set)), key.vr, character_set))
    return term, tuple(drawn), character_set


many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(one=bodies(), refers=st.booleans(), general=st.sampled_from([b"", b"1.2.3.4.5"]))
def test_a_body_has_what_was_put_in(
    one: tuple[str, Values, str | None],
    refers: bool,
    general: bytes,
) -> None:
    term, drawn, character_set = one
    declared = (character_set or "").encode()
    reference = file_reference(instance((), general), ("A", "B"), "1.2") if refers else b""
    body = record_body(term, drawn, declared, reference)
    found = {element.tag: element for element in elements_of(body)}
    assert [element.tag for element in elements_of(body)] == sorted(found)
    assert all(len(element.value) % 2 == 0 for element in found.values())
    assert found[0x0004_1430].value.rstrip() == term.encode()
    assert [tag for tag in REFERENCE_TAGS if tag in found] == (REFERENCE_TAGS if refers else [])
    assert (0x0004_151A in found) == (refers and bool(general))
    for key, value in zip(RECORD_TYPES[term].keys, drawn, strict=True):
        check_key(key, value, found.get(key.tag))
    assert list(dataset_of(body).keys()) == list(found)


def check_key(key: Key, value: bytes, found: RawDataElement | None) -> None:
    if not value and key.type in {"1C", "3"}:
        assert found is None
        return
    assert found is not None
    assert key.vr == found.VR
    assert found.value in (value, value + b" ", value + b"\0")


@many
@given(one=bodies())
def test_the_character_set_stands_where_it_is_needed(one: tuple[str, Values, str | None]) -> None:
    term, drawn, character_set = one
    body = record_body(term, drawn, (character_set or "").encode())
    text = b"".join(
        value
        for key, value in zip(RECORD_TYPES[term].keys, drawn, strict=True)
        if key.vr in {"LO", "LT", "PN", "SH", "ST", "SQ"}
    )
    needed = character_set is not None and not text.isascii()
    found = dataset_of(body)
    assert found.get("SpecificCharacterSet") == (character_set if needed else None)


@pytest.mark.parametrize("value", [b"\x1b$B;3ED\x1b(B", "Müller".encode("latin-1")])
def test_escapes_and_high_bytes_need_a_character_set(value: bytes) -> None:
    body = record_body("PATIENT", (value, b"1", b"", b""), b"ISO 2022 IR 87")
    assert b"ISO 2022 IR 87" in body
    assert b"ISO 2022 IR 87" not in record_body(
        "PATIENT", (b"A", b"1", b"", b""), b"ISO 2022 IR 87"
    )
    assert b"\x08\0\x05\0" not in record_body("PATIENT", (value, b"1", b"", b""), b"")


@pytest.mark.parametrize("vr", ["SQ", "UT", "OB", "UN", "UV", "LO", "UI", "CS"])
@pytest.mark.parametrize("length", [0, 1, 2, 63, 64])
def test_an_element_is_even_and_padded_as_its_vr_asks(vr: str, length: int) -> None:
    (found,) = elements_of(element(0x0008_1030, vr, b"x" * length))
    pad = b"\0" if vr in {"UI", "OB", "UN"} else b" "
    assert found.value == b"x" * length + pad * (length % 2)
    assert vr == found.VR


def test_an_element_too_long_for_its_vr_is_refused() -> None:
    with pytest.raises(ValueError, match="LO is 65536 bytes"):
        element(0x0008_1030, "LO", bytes(0xFFFF))
    assert len(element(0x0008_1030, "UT", bytes(0xFFFF))) == 12 + 0x10000


def test_an_item_has_a_defined_length() -> None:
    assert item(b"12345678") == b"\xfe\xff\x00\xe0\x08\0\0\x0012345678"


# -- completed ---------------------------------------------------------------------------------


def odd_values(key: Key) -> st.SearchStrategy[bytes]:
    if key.vr in {"US", "UL", "UV"}:
        return st.sampled_from([b"", bytes({"US": 2, "UL": 4, "UV": 8}[key.vr])])
    if key.vr == "SQ":
        return st.sampled_from([b"", unknown_code_item()])
    return st.sampled_from(
        [b"", b"1", b"x", b"20240101", b"2024.01.01", b"?", b"1.2.03", b"A\\B", b"a b" * 30]
    )


@many
@given(data=st.data(), term=st.sampled_from(TERMS))
def test_a_key_of_type_1_is_never_empty(data: st.DataObject, term: str) -> None:
    keys = RECORD_TYPES[term].keys
    raw = tuple(data.draw(odd_values(key)) for key in keys)
    done, findings = completed(term, raw, UIDS, "path")
    changed = []
    for key, before, after in zip(keys, raw, done, strict=True):
        assert after or key.type != "1", key
        if after != before and key.keyword != "PrivateRecordUID":
            changed.append((key, before))
    told = [(one.where.tag, one.code) for one in findings]
    assert told == [
        (
            f"({key.tag >> 16:04X},{key.tag & 0xFFFF:04X})",
            "key-invalid" if before else "key-synthesised",
        )
        for key, before in changed
    ]
    assert completed(term, done, UIDS, "path") == (done, ())
    body = record_body(term, done, b"")
    assert dataset_of(body).DirectoryRecordType == term


@pytest.mark.parametrize("term", TERMS)
def test_of_an_instance_without_any_value_a_whole_record_is_made(term: str) -> None:
    keys = RECORD_TYPES[term].keys
    raw = (b"",) * len(keys)
    ours = leaf_stand_ins(instance(raw), 7, b"20240501")
    done, _ = completed(term, raw, ours, "path")
    found = dataset_of(record_body(term, done, b""))
    for key in keys:
        if key.type == "1":
            assert found[tag_for_keyword(key.keyword)].value not in (None, "", [])
    if "InstanceNumber" in found and found.InstanceNumber is not None:
        assert found.InstanceNumber == 7
    if found.get("ContentDate"):
        assert found.ContentDate == "20240501"


def test_a_message_never_shows_a_name() -> None:
    raw = (b"Secret^Name" * 6000, b"Secret ID" * 8000, b"no date", b"?")
    _, findings = completed("PATIENT", raw, {"PatientID": b"Secret ID"}, "path")
    assert len(findings) >= 3
    assert "Secret" not in " ".join(one.message for one in findings)
