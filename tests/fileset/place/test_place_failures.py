"""Placing that cannot be: nothing is overwritten, and the reason is told."""

import os
from pathlib import Path

import pytest
from dicom_fileset.model import Decision
from dicom_fileset.place import place, same_content
from dicom_fileset.scan import ScanFailure, scan
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from strategies import ENCODINGS, file_bytes, small_data_set

pytestmark = pytest.mark.filterwarnings("ignore")
MIB = 1024 * 1024
ACTIONS = [("copied", ExplicitVRLittleEndian), ("re-encoded", ImplicitVRLittleEndian)]


def decision_on(path: Path, action: str, encoding: str) -> Decision:
    path.write_bytes(file_bytes(small_data_set(), encoding))
    one = scan(str(path))
    return Decision(one, action, ("A",), None, "IMAGE", ExplicitVRLittleEndian)  # type: ignore[arg-type]


@pytest.mark.parametrize(("action", "encoding"), ACTIONS)
def test_what_is_there_is_not_overwritten(tmp_path: Path, action: str, encoding: str) -> None:
    decision, destination = decision_on(tmp_path / "one", action, encoding), tmp_path / "there"
    destination.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        place(decision, str(destination))
    assert destination.read_bytes() == b"mine"


@pytest.mark.parametrize(("action", "encoding"), ACTIONS)
def test_a_link_at_the_destination_is_not_followed(
    tmp_path: Path, action: str, encoding: str
) -> None:
    decision = decision_on(tmp_path / "one", action, encoding)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        place(decision, str(tmp_path / "link"))
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(("action", "encoding"), ACTIONS)
def test_a_source_that_vanished(tmp_path: Path, action: str, encoding: str) -> None:
    decision = decision_on(tmp_path / "one", action, encoding)
    (tmp_path / "one").unlink()
    with pytest.raises(ScanFailure) as caught:
        place(decision, str(tmp_path / "two"))
    assert caught.value.code == "unreadable"
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize(("action", "encoding"), ACTIONS)
def test_no_folder_to_write_to(tmp_path: Path, action: str, encoding: str) -> None:
    decision = decision_on(tmp_path / "one", action, encoding)
    with pytest.raises(FileNotFoundError):
        place(decision, str(tmp_path / "none" / "two"))


def test_a_medium_that_forgets_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decision_on(tmp_path / "one", *ACTIONS[0])
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, data: write(to, bytes(len(data))))
    with pytest.raises(OSError, match="read back"):
        place(decision, str(tmp_path / "two"))


def test_a_write_in_small_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = decision_on(tmp_path / "one", *ACTIONS[0])
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, data: write(to, data[:7]))
    place(decision, str(tmp_path / "two"))
    assert (tmp_path / "two").read_bytes() == (tmp_path / "one").read_bytes()


@pytest.mark.parametrize("size", [4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 8 * MIB, 9 * MIB + 7])
def test_a_long_file_is_copied_whole(tmp_path: Path, size: int) -> None:
    content = long_file(size)
    (tmp_path / "one").write_bytes(content)
    placed = place(Decision(scan(str(tmp_path / "one")), "copied", ("A",)), str(tmp_path / "two"))
    assert (tmp_path / "two").read_bytes() == content
    assert placed == (size, ())


def long_file(size: int) -> bytes:
    """A file of exactly so many bytes, an odd one of them being padding."""
    data = small_data_set()
    short = len(file_bytes(data, ExplicitVRLittleEndian))
    data.PixelData = bytes(range(256)) * (size // 256)
    more = size - len(file_bytes(data, ExplicitVRLittleEndian))
    data.PixelData += bytes(more - more % 2) if more > 0 else b""
    data.PixelData = data.PixelData[: len(data.PixelData) + min(more, 0) // 2 * 2]
    content = file_bytes(data, ExplicitVRLittleEndian)
    assert short < len(content) <= size
    return content + bytes(size - len(content))


def test_a_source_that_changed_since_it_was_scanned(tmp_path: Path) -> None:
    decision = decision_on(tmp_path / "one", *ACTIONS[0])
    with (tmp_path / "one").open("ab") as file:
        file.write(b"more")
    with pytest.raises(ScanFailure) as caught:
        place(decision, str(tmp_path / "two"))
    assert caught.value.code == "changed"


@pytest.mark.parametrize(
    ("cut", "added", "code"),
    [(-9, b"", "incomplete"), (None, b"more", "trailing-data"), (None, bytes(20), None)],
)
def test_a_file_that_is_not_whole_is_carried_and_told(
    tmp_path: Path, cut: int | None, added: bytes, code: str | None
) -> None:
    path = tmp_path / "one"
    path.write_bytes(file_bytes(small_data_set(), ExplicitVRLittleEndian)[:cut] + added)
    placed = place(Decision(scan(str(path)), "copied", ("A",)), str(tmp_path / "two"))
    assert [one.code for one in placed.findings] == ([code] if code else [])
    assert (tmp_path / "two").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("one", ENCODINGS)
@pytest.mark.parametrize("other", ENCODINGS)
def test_same_content_in_any_encoding(tmp_path: Path, one: str, other: str) -> None:
    data = small_data_set()
    (tmp_path / "1").write_bytes(file_bytes(data, one))
    (tmp_path / "2").write_bytes(file_bytes(data, other))
    data.PatientID = "another"
    (tmp_path / "3").write_bytes(file_bytes(data, other))
    first, second, third = (scan(str(tmp_path / name)) for name in "123")
    assert same_content(first, second)
    assert not same_content(first, third)


def test_what_cannot_be_read_is_not_the_same(tmp_path: Path) -> None:
    one = decision_on(tmp_path / "one", *ACTIONS[0]).instance
    other = decision_on(tmp_path / "two", *ACTIONS[0]).instance
    (tmp_path / "two").unlink()
    assert not same_content(one, other)
