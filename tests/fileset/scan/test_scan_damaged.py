"""Headers cut, flipped and nested without end: a ScanFailure or an Instance, soon."""

import os
import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset.findings import CODES
from dicom_fileset.model import Instance
from dicom_fileset.scan import ScanFailure, Scanner, scan
from dicom_fileset.scan.telling import scanned_finding
from dicom_fileset.scan.whole import defect_of_file
from hypothesis import given, settings
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from strategies import ENCODINGS, file_bytes, small_data_set

pytestmark = pytest.mark.filterwarnings("ignore")
LONGEST_SECONDS = 2.0


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "one.dcm"


def sample() -> Dataset:
    data = small_data_set()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.59"
    code, child = Dataset(), Dataset()
    code.CodeMeaning, code.is_undefined_length_sequence_item = "Of Interest", True
    child.RelationshipType, child.ConceptNameCodeSequence = "HAS CONCEPT MOD", [code]
    data.ConceptNameCodeSequence = [code]
    data.ContentSequence = [child]
    data["ContentSequence"].is_undefined_length = True
    data.ReferencedStudySequence = [child]
    data["ReferencedStudySequence"].is_undefined_length = True
    return data


def outcome(path: Path) -> Instance | ScanFailure:
    """What a scan gives; any other exception is let through and fails the test."""
    begun = time.perf_counter()
    found: Instance | ScanFailure
    try:
        found = scan(str(path))
    except ScanFailure as failure:
        found = failure
    assert time.perf_counter() - begun < LONGEST_SECONDS
    if isinstance(found, ScanFailure):
        assert scanned_finding(str(path), found).code in CODES
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_cut_at_every_byte(path: Path, encoding: str) -> None:
    content = file_bytes(sample(), encoding)
    whole = scan_of(path, content)
    seen = set()
    for end in range(len(content)):
        path.write_bytes(content[:end])
        found = outcome(path)
        seen.add(type(found))
        if isinstance(found, Instance):
            assert found.sop_instance_uid == whole.sop_instance_uid
            assert defect_of_file(str(path)) is None or end > 132
    assert seen == {Instance, ScanFailure}


def scan_of(path: Path, content: bytes) -> Instance:
    path.write_bytes(content)
    return scan(str(path))


@pytest.mark.parametrize("encoding", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_a_cut_before_the_last_key_loses_no_key_silently(path: Path, encoding: str) -> None:
    data = small_data_set()
    content = file_bytes(data, encoding)
    whole = scan_of(path, content)
    for end in range(content.index(b"\x20\0\x13\0"), content.index(b"\x20\0\x13\0") + 9):
        path.write_bytes(content[:end])
        found = outcome(path)
        if isinstance(found, Instance):
            # cut between two elements: nothing in the header shows that more was to come
            assert found.keys[0] in {whole.keys[0], b""}
            assert end == content.index(b"\x20\0\x13\0")


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_flipped_bytes(path: Path, encoding: str, data: st.DataObject) -> None:
    content = bytearray(file_bytes(sample(), encoding))
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    outcome(path)
    defect_of_file(str(path))


@settings(max_examples=150, deadline=None)
@given(tail=st.binary(max_size=600), head=st.sampled_from([b"", b"DICM", bytes(128) + b"DICM"]))
def test_bytes_of_any_kind(path: Path, head: bytes, tail: bytes) -> None:
    path.write_bytes(head + tail)
    outcome(path)


def test_a_damaged_file_leaves_the_scanner_sound(path: Path) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    scanner, expected = Scanner(), scan_of(path, content)
    for end in (len(content), 300, len(content), 200, len(content), 0, len(content)):
        path.write_bytes(content[:end])
        if end == len(content):
            assert scanner.scan(str(path)) == expected
        else:
            with pytest.raises(ScanFailure):
                scanner.scan(str(path))


def nested_sequences(depth: int, implicit: bool, defined: bool) -> bytes:
    """(0008,1140) in (0008,1140), ``depth`` times, after the SOP UIDs of a small data set."""
    vr = b"" if implicit else b"SQ\0\0"
    value = b""
    for _ in range(depth):
        length = (len(value) if defined else 0xFFFF_FFFF).to_bytes(4, "little")
        end = b"" if defined else b"\xfe\xff\x0d\xe0\0\0\0\0"
        items = b"\xfe\xff\x00\xe0" + length + value + end
        length = (len(items) if defined else 0xFFFF_FFFF).to_bytes(4, "little")
        end = b"" if defined else b"\xfe\xff\xdd\xe0\0\0\0\0"
        value = b"\x08\0\x40\x11" + vr + length + items + end
    return value


@pytest.mark.parametrize("defined", [False, True])
@pytest.mark.parametrize("encoding", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
@pytest.mark.parametrize("depth", [1000, 5000])
def test_nested_without_end(path: Path, encoding: str, depth: int, defined: bool) -> None:
    content = file_bytes(small_data_set(), encoding)
    place = content.index(b"\x10\0\x10\0")
    nest = nested_sequences(depth, encoding == ImplicitVRLittleEndian, defined)
    path.write_bytes(content[:place] + nest + content[place:])
    found = outcome(path)
    if defined:  # stepped over in one
        assert isinstance(found, Instance)
    else:
        assert isinstance(found, ScanFailure)
        assert found.code == "nested-too-deep"


@pytest.mark.parametrize("encoding", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_nested_without_end_where_a_key_is_wanted(path: Path, encoding: str) -> None:
    data = sample()
    del data.ConceptNameCodeSequence, data.ContentSequence
    content = file_bytes(data, encoding)
    place = content.index(b"\xe0\x7f\x10\0")
    nest = nested_sequences(1000, implicit=encoding == ImplicitVRLittleEndian, defined=True)
    nest = nest.replace(b"\x08\0\x40\x11", b"\x40\0\x43\xa0")
    path.write_bytes(content[:place] + nest + content[place:])
    with pytest.raises(ScanFailure):
        scan(str(path))


def test_a_value_longer_than_any_is_not_read(path: Path) -> None:
    content = file_bytes(small_data_set(), ExplicitVRLittleEndian)
    place = content.index(b"\x10\0\x10\0")
    long = b"\x09\0\x10\x10OB\0\0" + (3_000_000_000).to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(content[:place] + long)
        file.seek(3_000_000_000, os.SEEK_CUR)
        file.write(content[place:])
    found = outcome(path)
    path.unlink()
    assert isinstance(found, Instance)
    assert found.parents.patient_id == b"T-1"


def test_a_deflated_bomb_is_bounded(path: Path) -> None:
    import zlib  # noqa: PLC0415

    content = file_bytes(small_data_set(), ENCODINGS[3])
    start = 144 + int.from_bytes(content[140:144], "little")
    bomb = b"\x08\0\x08\0OB\0\0\0\0\0\x40" + bytes(0x4000_0000 // 16)
    packer = zlib.compressobj(wbits=-15)
    path.write_bytes(content[:start] + packer.compress(bomb) + packer.flush())
    assert isinstance(outcome(path), ScanFailure)
