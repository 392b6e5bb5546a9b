"""Records damaged in a header: the elements past it are read, and what is lost is said."""

from typing import Final

import pytest
from broken_directories import IN_USE, LOWER, NEXT
from dicom_fileset import FileSet, Record, read_dicomdir, write_dicomdir
from dicom_fileset.dicomdir.keys import RecordKeys, reference_of
from dicom_fileset.dicomdir.salvage import salvaged
from dicom_fileset.elements import element
from dicom_fileset.scan.walk import elements_of
from hypothesis import example, given
from hypothesis import strategies as st

_ELEMENTS: Final = (
    (0x0004_1430, "CS", b"IMAGE"),
    (0x0004_1500, "CS", b"A\\IM1"),
    (0x0004_1510, "UI", b"1.2.840.10008.5.1.4.1.1.2"),
    (0x0004_1511, "UI", b"1.2.3.4"),
    (0x0004_1512, "UI", b"1.2.840.10008.1.2.1"),
    (0x0020_0013, "IS", b"7"),
)
BODY: Final = b"".join(element(*one) for one in _ELEMENTS)
RECORD: Final = Record("IMAGE", 0, BODY)
DATA: Final = write_dicomdir(FileSet("1.2.3", "HEADERS", (RECORD, RECORD)))
_LINKS: Final = (NEXT, IN_USE, LOWER)


def _place(tag: int) -> int:
    """Where an element of the first record begins."""
    head = (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little")
    return DATA.index(head, DATA.index(b"\xfe\xff\0\xe0"))


@pytest.mark.parametrize("vr", [b"OW", b"UN", b"SQ", b"\0\0", b"ZZ"])
@pytest.mark.parametrize("tag", [*_LINKS, *(one[0] for one in _ELEMENTS[:5])])
def test_another_vr_loses_nothing(tag: int, vr: bytes) -> None:
    data = bytearray(DATA)
    data[_place(tag) + 4 : _place(tag) + 6] = vr
    found = read_dicomdir(bytes(data)).records
    assert [one.record_type for one in found] == ["IMAGE", "IMAGE"]
    references = [reference_of(RecordKeys(one.body)) for one in found]
    assert references[0] is not None
    assert references[0] == references[1]


@pytest.mark.parametrize("tag", [one[0] for one in _ELEMENTS[:5]])
def test_a_length_beyond_the_record_ends_where_the_next_element_begins(tag: int) -> None:
    data = bytearray(DATA)
    data[_place(tag) + 6 : _place(tag) + 8] = b"\xff\x7f"
    found = read_dicomdir(bytes(data)).records
    assert [one.record_type for one in found] == ["IMAGE", "IMAGE"]
    references = [reference_of(RecordKeys(one.body)) for one in found]
    assert references[0] is not None
    assert references[0] == references[1]


@example(noise=b"\0\0\0\0\0\1", place=1)
@given(noise=st.binary(max_size=80), place=st.integers(0, len(BODY)))
def test_any_bytes_are_salvaged_or_passed_by(noise: bytes, place: int) -> None:
    """What is given lies in order and is whole by itself."""
    for tag, value, whole in salvaged(BODY[:place] + noise + BODY[place:]):
        assert [(tag, value, whole)] == list(elements_of(whole))


def test_what_is_whole_is_salvaged_as_it_is() -> None:
    assert list(salvaged(BODY)) == list(elements_of(BODY))


@pytest.mark.parametrize("delimited", [False, True])
@pytest.mark.parametrize("number", [9, 10])
def test_items_without_their_delimiters_are_all_records(number: int, *, delimited: bool) -> None:
    """Every second record has an undefined length, and nothing that ends it."""
    content = b"".join(element(tag, "UL", bytes(4)) for tag in (NEXT, LOWER)) + BODY
    items = b"".join(
        b"\xfe\xff\0\xe0"
        + (b"\xff" * 4 if one % 2 else len(content).to_bytes(4, "little"))
        + content
        for one in range(number)
    )
    length = b"\xff" * 4 if delimited else len(items).to_bytes(4, "little")
    data = write_dicomdir(FileSet("1.2.3", "ITEMS"))[:-4] + length + items
    found = read_dicomdir(data + b"\xfe\xff\xdd\xe0\0\0\0\0" * delimited)
    assert [one.body for one in found.records] == [BODY] * number
    assert "directory-truncated" not in {one.code for one in found.findings}


def test_what_is_salvaged_reads_alike_wherever_it_stands() -> None:
    """An element without a VR is read by what follows it, which is another thing afterwards."""
    odd = b"\x04\0\x30\x14CS\x02\0PT" + b"\x08\0\x50\0\0\0\0\0" + b"\x08\0\x60\0??\x02\0MR"
    body = odd + b"\x08\0\x70\0LO\xff\x7f" + element(0x0020_0013, "IS", b"7")
    links = b"".join(element(tag, "UL", bytes(4)) for tag in (LOWER, NEXT))
    item = b"\xfe\xff\0\xe0" + len(links + body).to_bytes(4, "little") + links + body
    head = write_dicomdir(FileSet("1.2.3", "ODD"))[:-4]
    found = read_dicomdir(head + len(item).to_bytes(4, "little") + item)
    assert RecordKeys(found.records[0].body).value(0x0008_0060) == b"MR"
    assert RecordKeys(found.records[0].body).value(0x0020_0013) == b"7"
    again = read_dicomdir(write_dicomdir(found), strict=True)
    assert again.records == found.records
