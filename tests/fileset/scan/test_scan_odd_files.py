"""Files that are not as PS3.10 7.1 says, and things that are no files."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dicom_fileset.scan import ScanFailure, scan
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from strategies import ENCODINGS, file_bytes, small_data_set

pytestmark = pytest.mark.filterwarnings("ignore")
META_LENGTH = slice(140, 144)
LITTLE = [ImplicitVRLittleEndian, ExplicitVRLittleEndian]


def content_of(encoding: str) -> bytes:
    return file_bytes(small_data_set(), encoding)


def data_set_of(content: bytes) -> bytes:
    return content[144 + int.from_bytes(content[META_LENGTH], "little") :]


def refused(path: Path) -> str:
    with pytest.raises(ScanFailure) as caught:
        scan(str(path))
    return caught.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.dcm"


def check(path: Path, content: bytes, encoding: str, *remarks: str) -> None:
    path.write_bytes(content)
    found = scan(str(path))
    assert found.parents.patient_id == b"T-1"
    assert found.keys[0] == b"3"
    assert found.transfer_syntax_uid == encoding
    assert found.size == len(content)
    assert found.remarks == remarks


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_as_it_should_be(path: Path, encoding: str) -> None:
    check(path, content_of(encoding), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("skipped", [128, 132])
def test_without_preamble(path: Path, encoding: str, skipped: int) -> None:
    check(path, content_of(encoding)[skipped:], encoding, "no-preamble")


@pytest.mark.parametrize("encoding", ENCODINGS[:3])
def test_a_bare_data_set(path: Path, encoding: str) -> None:
    check(path, data_set_of(content_of(encoding)), encoding, "no-preamble", "no-file-meta")


@pytest.mark.parametrize("encoding", ENCODINGS[:3])
def test_a_data_set_after_the_preamble(path: Path, encoding: str) -> None:
    content = content_of(encoding)
    check(path, content[:132] + data_set_of(content), encoding, "no-file-meta")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [0, 7, 100, 100_000, 0xFFFF_FFFF])
def test_wrong_group_length(path: Path, encoding: str, length: int) -> None:
    content = bytearray(content_of(encoding))
    content[META_LENGTH] = length.to_bytes(4, "little")
    check(path, bytes(content), encoding, "meta-group-length")


def test_meta_in_implicit_vr(path: Path) -> None:
    content = content_of(ExplicitVRLittleEndian)
    meta = b"\2\0\x10\0" + (20).to_bytes(4, "little") + b"1.2.840.10008.1.2.1\0"
    head = b"\2\0\0\0" + (4).to_bytes(4, "little") + len(meta).to_bytes(4, "little")
    content = content[:132] + head + meta + data_set_of(content)
    check(path, content, ExplicitVRLittleEndian, "meta-implicit", "meta-incomplete")


@pytest.mark.parametrize(("stated", "true"), [LITTLE, LITTLE[::-1]])
def test_another_encoding_than_stated(path: Path, stated: str, true: str) -> None:
    content, data_set = content_of(stated), data_set_of(content_of(true))
    content = content[: -len(data_set_of(content))] + data_set
    check(path, content, stated, "vr-other-than-stated")


@pytest.mark.parametrize(
    ("uid", "remark"),
    [
        ("1.2.3.4.5.6", "transfer-syntax-unknown"),
        ("1.2.840.10008.1.2.4.94", "transfer-syntax-not-for-files"),
    ],
)
def test_a_transfer_syntax_of_nobody(path: Path, uid: str, remark: str) -> None:
    data_set = data_set_of(content_of(ExplicitVRLittleEndian))
    data = small_data_set()
    del data.PixelData
    content = file_bytes(data, ExplicitVRLittleEndian)
    old = b"UI\x14\x001.2.840.10008.1.2.1\0"
    padded = uid.encode() + b"\0" * (len(uid) % 2)
    content = content.replace(old, b"UI" + len(padded).to_bytes(2, "little") + padded)
    start = content.index(b"\x08\0\x16\0")
    content = bytearray(content[:start] + data_set)
    content[META_LENGTH] = (start - 144).to_bytes(4, "little")
    check(path, bytes(content), uid, remark)


@pytest.mark.parametrize("encoding", LITTLE)
@pytest.mark.parametrize("defined", [False, True])
def test_un_of_undefined_length_holds_implicit_vr(path: Path, encoding: str, defined: bool) -> None:
    content = content_of(encoding)
    inner = b"\x09\0\x01\x20" + (4).to_bytes(4, "little") + b"abcd"
    length = len(inner) if defined else 0xFFFF_FFFF
    value = b"\xfe\xff\x00\xe0" + length.to_bytes(4, "little") + inner
    value += b"" if defined else b"\xfe\xff\x0d\xe0\0\0\0\0"
    vr = b"UN\0\0" if encoding == ExplicitVRLittleEndian else b""
    private = b"\x09\0\x02\x10" + vr + b"\xff\xff\xff\xff" + value + b"\xfe\xff\xdd\xe0\0\0\0\0"
    place = content.index(b"\x10\0\x10\0")
    check(path, content[:place] + private + content[place:], encoding)


@pytest.mark.parametrize("vr", [b"??", b"\0\0", b"--", b"ZZ"])
def test_a_vr_that_no_edition_knows(path: Path, vr: bytes) -> None:
    content = content_of(ExplicitVRLittleEndian)
    place = content.index(b"\x10\0\x10\0")
    odd = b"\x09\0\x10\x10" + vr + b"\x04\0abcd"
    check(path, content[:place] + odd + content[place:], ExplicitVRLittleEndian)


@pytest.mark.parametrize("encoding", LITTLE)
def test_items_of_a_sequence_with_zero_length_delimiters_only(path: Path, encoding: str) -> None:
    content = content_of(encoding)
    place = content.index(b"\x10\0\x10\0")
    vr = b"SQ\0\0" if encoding == ExplicitVRLittleEndian else b""
    empty = b"\x08\0\x40\x11" + vr + b"\xff\xff\xff\xff" + b"\xfe\xff\xdd\xe0\0\0\0\0"
    check(path, content[:place] + empty + content[place:], encoding)


@pytest.mark.parametrize("padding", [b"\0", b"\0" * 7, b"\0" * 512, b"\x0d\x0a"])
def test_padding_after_the_data_set(path: Path, padding: bytes) -> None:
    content = content_of(ExplicitVRLittleEndian) + padding
    check(path, content, ExplicitVRLittleEndian)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\0", "not-dicom"),
        (b"hello", "not-dicom"),
        (bytes(131), "not-dicom"),
        (bytes(10_000), "not-dicom"),
        (b"GIF89a" + bytes(400), "not-dicom"),
        (b"\x08\0", "not-dicom"),
        (bytes(128) + b"DICM", "no-sop-class"),
        (b"DICM", "no-sop-class"),
        (bytes(128) + b"dicm" + bytes(100), "not-dicom"),
    ],
)
def test_no_instance(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    assert refused(path) == code


@pytest.mark.parametrize(
    ("keyword", "code"),
    [("SOPClassUID", "no-sop-class"), ("SOPInstanceUID", "no-sop-instance-uid")],
)
@pytest.mark.parametrize("encoding", ENCODINGS[:3])
def test_without_a_uid(path: Path, encoding: str, keyword: str, code: str) -> None:
    data = small_data_set()
    del data[keyword]
    path.write_bytes(data_set_of(file_bytes(data, encoding)))
    assert refused(path) == code


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises((OSError, ScanFailure)):
        scan(str(tmp_path))


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scan(str(tmp_path / "nothing"))


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    made = tmp_path / "fifo"
    try:
        os.mkfifo(made)
    except (AttributeError, OSError):
        pytest.skip("no named pipes here")
    return made


SCAN_IT = """
import sys
from dicom_fileset.scan import ScanFailure, scan
try:
    scan(sys.argv[1])
except (OSError, ScanFailure):
    sys.exit(7)
"""


def test_a_pipe_does_not_make_us_wait(fifo: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", SCAN_IT, str(fifo)]
    assert subprocess.run(command, env=environment, timeout=5, check=False).returncode == 7


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        yield tmp_path / "socket"


def test_a_socket(listening: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        scan(str(listening))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(path: Path) -> None:
    path.write_bytes(content_of(ExplicitVRLittleEndian))
    path.chmod(0)
    with pytest.raises(PermissionError):
        scan(str(path))
