"""Records of which the length or the first bytes are destroyed: what is whole of them is read."""

import io
from collections import Counter

import pytest
from broken_directories import DATA, HEALTHY, OFFSETS
from dicom_fileset import read_dicomdir
from dicom_fileset.dicomdir.items import next_item, what_is_whole
from pydicom import dcmread, dcmwrite
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

SYNTAXES = {
    "explicit": ExplicitVRLittleEndian,
    "implicit": ImplicitVRLittleEndian,
    "big endian": ExplicitVRBigEndian,
}


def written(name: str, *, undefined: bool) -> bytes:
    """The directory as pydicom writes it; its offsets are those of another encoding."""
    ds = dcmread(io.BytesIO(DATA))
    ds["DirectoryRecordSequence"].is_undefined_length = undefined
    for one in ds.DirectoryRecordSequence:
        one.is_undefined_length_sequence_item = undefined
    syntax = SYNTAXES[name]
    ds.file_meta.TransferSyntaxUID = syntax
    assert list(ds.iterall())  # values, which are written in any order of bytes
    stream = io.BytesIO()
    big = syntax == ExplicitVRBigEndian
    order = {"implicit_vr": syntax.is_implicit_VR, "little_endian": not big}
    dcmwrite(stream, ds, **order, force_encoding=True)
    return stream.getvalue()


ENCODED = {
    (name, undefined): written(name, undefined=undefined)
    for name in SYNTAXES
    for undefined in (False, True)
}
IDS = [f"{name}, {'undefined' if open_ else 'defined'}" for name, open_ in ENCODED]
WHOLE = Counter(one.body for one in HEALTHY.records)


def items(data: bytes, name: str) -> list[int]:
    """Where each record begins."""
    tag = b"\xff\xfe\xe0\0" if name == "big endian" else b"\xfe\xff\0\xe0"
    found, at = [], data.find(tag)
    while at >= 0:
        found.append(at)
        at = data.find(tag, at + 1)
    assert len(found) == len(HEALTHY.records)
    return found


def spoiled(encoded: tuple[str, bool], places: list[int], start: int, value: bytes) -> bytes:
    """With the same bytes overwritten in some records, from there on in each."""
    data = bytearray(ENCODED[encoded])
    begins = items(ENCODED[encoded], encoded[0])
    for place in places:
        data[begins[place] + start : begins[place] + start + len(value)] = value
    return bytes(data)


EVERY = [[number] for number in range(9)] + [list(range(9))]
NAMES = [str(one[0]) if len(one) == 1 else "all" for one in EVERY]


@pytest.mark.parametrize("encoded", ENCODED, ids=IDS)
@pytest.mark.parametrize("places", EVERY, ids=NAMES)
@pytest.mark.parametrize("length", [0, 3, 34, 60])
def test_a_record_is_as_long_as_its_elements_go_on(
    encoded: tuple[str, bool], places: list[int], length: int
) -> None:
    order = "big" if encoded[0] == "big endian" else "little"
    data = spoiled(encoded, places, 4, length.to_bytes(4, order))
    found = read_dicomdir(data)
    assert Counter(one.body for one in found.records) == WHOLE
    told = [one for one in found.findings if one.code == "record-damaged"]
    assert len(told) >= len(places)
    assert all(one.before and one.after for one in told)
    assert "directory-truncated" not in {one.code for one in found.findings}


@pytest.mark.parametrize("encoded", ENCODED, ids=IDS)
@pytest.mark.parametrize("places", EVERY, ids=NAMES)
@pytest.mark.parametrize("value", [b"\0" * 4, b"\x11" * 12, b"\x11" * 20], ids=len)
def test_a_record_is_known_by_any_of_its_first_elements(
    encoded: tuple[str, bool], places: list[int], value: bytes
) -> None:
    """Its item's tag, its header with the tag of its first element, or with all of that."""
    found = read_dicomdir(spoiled(encoded, places, 0, value))
    # What is left of the first element, under another tag, is kept before the record type.
    bodies = (one.body[one.body.index(b"\x04\0\x30\x14") :] for one in found.records)
    assert Counter(bodies) == WHOLE
    codes = {one.code for one in found.findings}
    assert codes & {"record-damaged", "directory-head-damaged"}
    assert "directory-truncated" not in codes


@pytest.mark.parametrize("encoded", [one for one in ENCODED if one[0] != "implicit"])
@pytest.mark.parametrize("vr", [b"zz", b"UN", b"\0\1"])
def test_a_sequence_that_says_it_is_none_is_told(encoded: tuple[str, bool], vr: bytes) -> None:
    name, _ = encoded
    data = bytearray(ENCODED[encoded])
    at = items(ENCODED[encoded], name)[0] - 8
    assert data[at : at + 2] == b"SQ"
    data[at : at + 2] = vr
    found = read_dicomdir(bytes(data))
    assert Counter(one.body for one in found.records) == WHOLE
    assert "directory-head-damaged" in {one.code for one in found.findings}


@pytest.mark.parametrize("vr", [b"zz", b"UN"])
def test_the_vr_is_told_before_and_after(vr: bytes) -> None:
    data = DATA[: OFFSETS[0] - 8] + vr + DATA[OFFSETS[0] - 6 :]
    found = read_dicomdir(data)
    (told,) = found.findings
    assert found.records == HEALTHY.records
    assert (told.code, told.before, told.after) == ("directory-head-damaged", vr.decode(), "SQ")


@pytest.mark.parametrize("far", [0, 1, 4000, 4077, 4078, 4088, 4096, 8191, 20_000])
def test_the_next_record_is_found_however_far_it_is(far: int) -> None:
    """Slow and obvious beside it: the one place where the bytes of its beginning are."""
    whole = b"\xfe\xff\0\xe0\x50\0\0\0\x04\0\0\x14UL\x04\0\0\0\0\0\x04\0\x10\x14US\x02\0\xff\xff"
    for hidden in (0, 8, 12):
        record = b"\x11" * hidden + whole[hidden:] + b"\x04\0\x20\x14UL\x04\0\0\0\0\0"
        data = b"\x22" * far + record + bytes(40)
        assert next_item(data, 0, len(data)) == data.index(record)
        assert next_item(data, far + 1, len(data)) == -1
        assert next_item(data, 0, far) == -1


def test_an_element_of_no_vr_is_written_so_that_it_is_read_again() -> None:
    """How long its length is was told by what follows, which does not stay there."""
    links = b"\4\0\0\x14UL\4\0" + bytes(4) + b"\4\0\x10\x14US\2\0\xff\xff"
    links += b"\4\0\x20\x14UL\4\0" + bytes(4)
    body = b"\4\0\x30\x14CS\6\0STUDY \x08\0\x20\0DA\x08\x0020240131"
    nested = b"\4\0\x20\x12SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff" * 200
    item = what_is_whole(b"\x88\0\0\2wQ\0\0\xa0\x0f\0\0" + nested + links + body)
    assert item.body == b"\x88\0\0\2UN\0\0" + bytes(4) + body
