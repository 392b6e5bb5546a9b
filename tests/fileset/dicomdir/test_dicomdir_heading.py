"""Whatever is damaged before the first record: the records are there, and it is told."""

import zlib
from collections import Counter
from functools import cache
from typing import Literal

import pytest
from broken_directories import HEALTHY
from dicom_fileset import DamagedFileSet, read_dicomdir, write_dicomdir
from foreign_files import PYDICOM
from hypothesis import given, settings
from hypothesis import strategies as st

FOLDER = PYDICOM / "data" / "test_files" / "dicomdirtests"
NAMES = ("written here", "DICOMDIR", "DICOMDIR-implicit", "DICOMDIR-bigEnd")
ITEM = {"DICOMDIR-bigEnd": b"\xff\xfe\xe0\0"}
DICM = 128


@cache
def _whole(name: str) -> bytes:
    return write_dicomdir(HEALTHY) if name == NAMES[0] else (FOLDER / name).read_bytes()


def _first(name: str) -> int:
    """Where the first record begins."""
    return _whole(name).index(ITEM.get(name, b"\xfe\xff\0\xe0"))


def _bodies(data: bytes) -> Counter[bytes]:
    return Counter(one.body for one in read_dicomdir(data).records)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_bytes_turned(name: str, data: st.DataObject) -> None:
    places = st.integers(DICM, _first(name) - 1)
    turned = data.draw(st.dictionaries(places, st.integers(1, 255), min_size=1, max_size=3))
    spoiled = bytearray(_whole(name))
    for at, mask in turned.items():
        spoiled[at] ^= mask
    assert _bodies(bytes(spoiled)) == _bodies(_whole(name))


@pytest.mark.parametrize("name", NAMES)
def test_each_byte_turned_to_zero(name: str) -> None:
    expected = _bodies(_whole(name))
    for at in range(DICM, _first(name)):
        spoiled = bytearray(_whole(name))
        spoiled[at] = 0
        assert _bodies(bytes(spoiled)) == expected, at


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 16, 128, 132, 200])
def test_nothing_before(name: str, size: int) -> None:
    """The first bytes are zeros, as of a sector that could not be read."""
    spoiled = bytes(size) + _whole(name)[size:]
    assert _bodies(spoiled) == _bodies(_whole(name))


@pytest.mark.parametrize("tag", [b"\2\0\2\0", b"\2\0\3\0", b"\2\0\x10\0"])
def test_a_uid_as_long_as_the_file_is_not_told(tag: bytes) -> None:
    spoiled = bytearray(_whole("DICOMDIR"))
    at = spoiled.index(tag + b"UI") + 6
    spoiled[at : at + 2] = (len(spoiled) - at - 100).to_bytes(2, "little")
    found = read_dicomdir(bytes(spoiled))
    assert len(found.file_set_uid) <= 64
    assert all(len(f"{one.message}{one.before}{one.after}") < 400 for one in found.findings)


def test_what_was_wrong_is_told() -> None:
    spoiled = bytearray(_whole("DICOMDIR"))
    spoiled[140:144] = b"\xff" * 4
    spoiled[164:166] = b"\xff\x7f"
    found = read_dicomdir(bytes(spoiled))
    (told,) = [one for one in found.findings if one.code == "directory-head-damaged"]
    assert told.before == "unreadable"
    assert told.after == "byte 330, Explicit VR Little Endian"
    assert not [one for one in found.findings if one.code == "directory-class"]
    assert found.file_set_uid == read_dicomdir(_whole("DICOMDIR")).file_set_uid
    with pytest.raises(DamagedFileSet):
        read_dicomdir(bytes(spoiled), strict=True)


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("DICOMDIR", b"1.2.840.10008.1.2.2"),
        ("DICOMDIR", b"1.2.840.10008.1.2\0\0"),
        ("DICOMDIR", b"1.2.840.10008.1.9.1"),
        ("DICOMDIR-bigEnd", b"1.2.840.10008.1.2.1"),
    ],
)
def test_another_transfer_syntax_is_stated(name: str, stated: bytes) -> None:
    whole = _whole(name)
    at = whole.index(b"\2\0\x10\0UI") + 8
    found = read_dicomdir(whole[:at] + stated + whole[at + len(stated) :])
    assert Counter(one.body for one in found.records) == _bodies(whole)
    assert "directory-head-damaged" in {one.code for one in found.findings}


@pytest.mark.parametrize("name", NAMES)
def test_an_element_that_swallows_the_records(name: str) -> None:
    spoiled = bytearray(_whole(name))
    bodies = [one.body for one in read_dicomdir(bytes(spoiled)).records]
    first = _first(name)
    at = 144 + int.from_bytes(spoiled[140:144], "little")
    length = slice(at + 4, at + 8) if "implicit" in name else slice(at + 6, at + 8)
    order: Literal["big", "little"] = "big" if "big" in name else "little"
    spoiled[length] = (first - at + 40).to_bytes(length.stop - length.start, order)
    found = read_dicomdir(bytes(spoiled))
    assert [one.body for one in found.records] == bodies
    assert "directory-head-damaged" in {one.code for one in found.findings}


def test_a_directory_inside_of_something_is_none_of_ours() -> None:
    """As in an image of a disc."""
    for name in NAMES:
        with pytest.raises(DamagedFileSet):
            read_dicomdir(b"\1" * 40_000 + _whole(name))


def test_an_element_without_a_vr_is_written_as_it_was_read() -> None:
    """It is read by what follows, which is something else where it is written."""
    whole = _whole(NAMES[0])
    at = whole.index(b"\4\0\x12\x12US")
    without = b"\4\0\x03\x12\x08\0P\0" + bytes(80)
    found = read_dicomdir(whole[:at] + without + whole[at:])
    assert bytes(80) in found.preface
    again = read_dicomdir(write_dicomdir(found), strict=True)
    assert (again.records, again.preface) == (found.records, found.preface)


def _deflated(whole: bytes) -> bytes:
    """The same directory, deflated (PS3.5 A.5), with its meta information as it is to be."""
    start = 144 + int.from_bytes(whole[140:144], "little")
    plain, label = b"\x14\0" + b"1.2.840.10008.1.2.1\0", b"\x16\0" + b"1.2.840.10008.1.2.1.99"
    meta = whole[:start].replace(plain, label)
    meta = meta[:140] + (len(meta) - 144).to_bytes(4, "little") + meta[144:]
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return meta + packer.compress(whole[start:]) + packer.flush()


def test_a_deflated_directory_under_damaged_meta_information() -> None:
    whole = _deflated(_whole(NAMES[0]))
    assert _bodies(whole) == _bodies(_whole(NAMES[0]))
    for at in range(DICM, 144 + int.from_bytes(whole[140:144], "little")):
        for mask in (0x01, 0x80, 0xFF):
            spoiled = bytearray(whole)
            spoiled[at] ^= mask
            assert _bodies(bytes(spoiled)) == _bodies(whole), at


@pytest.mark.parametrize("name", NAMES)
def test_it_says_deflated_and_is_not(name: str) -> None:
    whole = _whole(name)
    start = 144 + int.from_bytes(whole[140:144], "little")
    at = whole.index(b"\2\0\x10\0UI") + 6
    past = at + 2 + int.from_bytes(whole[at : at + 2], "little")
    meta = whole[:at] + b"\x16\0" + b"1.2.840.10008.1.2.1.99" + whole[past:start]
    meta = meta[:140] + (len(meta) - 144).to_bytes(4, "little") + meta[144:]
    found = read_dicomdir(meta + whole[start:])
    assert Counter(one.body for one in found.records) == _bodies(whole)
    assert "directory-head-damaged" in {one.code for one in found.findings}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("size", [128, 132, 330])
def test_what_of_the_format_is_missing_is_told(size: int, *, strict: bool) -> None:
    found = read_dicomdir(_whole("DICOMDIR")[size:], strict=strict)
    assert "directory-meta" in {one.code for one in found.findings}
