"""All that is in a zip is accounted for, whatever its end record leads to; and nothing twice."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.importing.media import Limits, open_medium
from dicom_fileset.importing.media.zip_bytes import Bytes
from dicom_fileset.importing.media.zip_list import listing
from hypothesis import given, settings
from hypothesis import strategies as st
from zips import Counted, Piped, central, read

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
DAMAGED: Final = ["zip-list-damaged"]
FAKE_END: Final = b"PK\5\6" + bytes(18)


def noise(number: int, length: int = 200) -> bytes:
    """Bytes that no packing makes shorter."""
    return hashlib.shake_128(bytes([number])).digest(length)


IMAGES: Final = {f"D/IM{number}": noise(number) for number in range(5)}
OTHERS: Final = {f"E/IM{number}": noise(10 + number) for number in range(3)}


def zipped(files: dict[str, bytes], method: int = DEFLATED, comment: bytes = b"") -> bytes:
    """A zip of files; what is named as an archive is stored."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = comment
        for name, data in files.items():
            archive.writestr(name, data, STORED if name.endswith(".jar") else method)
    return stream.getvalue()


JAR: Final = zipped({"M.MF": noise(30), "X.class": noise(31)})
WITH_JAR: Final = IMAGES | {"VIEWER.jar": JAR} | OTHERS


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_a_stored_zip_in_one_that_is_cut_is_not_the_medium(method: int, tmp_path: Path) -> None:
    whole = zipped(WITH_JAR, method)
    for end in range(central(whole.replace(JAR, bytes(len(JAR)))), len(whole) - 22):
        assert read(tmp_path / "a.zip", whole[:end]) == (WITH_JAR, DAMAGED), end


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_of_a_zip_that_ends_in_a_stored_zip_nothing_of_that_is_its_own(
    method: int, tmp_path: Path
) -> None:
    whole = zipped(WITH_JAR, method)
    start = whole.index(JAR)
    for end in range(start, start + len(JAR)):
        found = read(tmp_path / "a.zip", whole[:end])
        assert found == (IMAGES | {"VIEWER.jar": None}, DAMAGED), end


@pytest.mark.parametrize("method", [STORED, DEFLATED])
@pytest.mark.parametrize("at", [14, 18, 22])
def test_a_stored_zip_of_which_the_size_is_wrong_costs_itself(
    at: int, method: int, tmp_path: Path
) -> None:
    data = bytearray(zipped(WITH_JAR, method))
    data[data.index(b"VIEWER.jar") - 30 + at] ^= 1
    del data[central(bytes(data).replace(JAR, bytes(len(JAR)))) :]
    found, codes = read(tmp_path / "a.zip", bytes(data))
    assert found.pop("VIEWER.jar") in (None, JAR)  # of a stored entry the size is told twice
    assert found == IMAGES | OTHERS
    assert codes == DAMAGED


@settings(max_examples=150, deadline=None)
@given(method=st.sampled_from([STORED, DEFLATED]), place=st.floats(0, 1), length=st.integers(1, 40))
def test_bytes_that_are_missing_make_no_other_content(
    method: int, place: float, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stream = Piped()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in IMAGES.items():
            archive.writestr(name, data)
    whole = stream.getvalue()
    at = int(central(whole) * place)
    found, _ = read(tmp_path_factory.mktemp("zip") / "a.zip", whole[:at] + whole[at + length :])
    assert {data for data in found.values() if data is not None} <= set(IMAGES.values())


def test_content_that_swallows_its_descriptor_is_none(tmp_path: Path) -> None:
    stream = Piped()
    with zipfile.ZipFile(stream, "w", DEFLATED) as archive:
        for name, data in IMAGES.items():
            archive.writestr(name, data)
    whole = stream.getvalue()
    at = archive.filelist[1].header_offset + 60
    found, _ = read(tmp_path / "a.zip", whole[:at] + whole[at + 16 :])
    assert found == IMAGES | {"D/IM1": None}


def test_a_stored_zip_whose_header_is_damaged_is_not_the_medium(tmp_path: Path) -> None:
    whole = zipped(WITH_JAR)
    start = whole.index(b"VIEWER.jar") - 30
    for at in range(start, start + 30):
        changed = bytearray(whole)
        changed[at] ^= 0x11
        found, _ = read(tmp_path / "a.zip", bytes(changed))
        assert found in (WITH_JAR, WITH_JAR | {"VIEWER.jar": None}), at - start


def test_one_zip_behind_another_is_two(tmp_path: Path) -> None:
    both = zipped(IMAGES) + zipped(OTHERS)
    assert read(tmp_path / "a.zip", both) == (IMAGES | OTHERS, DAMAGED)
    at = len(both) - 6
    moved = bytearray(both)
    shift = len(zipped(IMAGES))
    moved[at : at + 4] = struct.pack("<L", struct.unpack_from("<L", moved, at)[0] + shift)
    place = len(zipped(IMAGES)) + central(zipped(OTHERS))
    for _ in OTHERS:  # as if the first were known to lie before it
        (old,) = struct.unpack_from("<L", moved, place + 42)
        struct.pack_into("<L", moved, place + 42, old + shift)
        place += 46 + len("E/IM0")
    assert read(tmp_path / "b.zip", bytes(moved)) == (IMAGES | OTHERS, DAMAGED)


@pytest.mark.parametrize(
    "comment", [FAKE_END, b"hello" + FAKE_END + b"there", FAKE_END * 9, JAR, b"PK\5\6"]
)
def test_a_comment_is_no_end_record(comment: bytes, tmp_path: Path) -> None:
    whole = zipped(IMAGES, comment=comment)
    assert read(tmp_path / "a.zip", whole) == (IMAGES, [])
    assert read(tmp_path / "b.zip", b"MZ program" * 9 + whole) == (IMAGES, [])


def test_what_follows_a_zip_is_looked_at(tmp_path: Path) -> None:
    assert read(tmp_path / "a.zip", zipped(IMAGES) + b"PK" * 99) == (IMAGES, [])
    more = zipped(IMAGES) + zipped(OTHERS)[: central(zipped(OTHERS))]
    assert read(tmp_path / "b.zip", more) == (IMAGES | OTHERS, DAMAGED)


@pytest.mark.parametrize("stub", [b"#!/bin/sh\n", b"MZ\0\1PK\3\4" + bytes(40), b"PK\3\4%s" * 20])
def test_a_program_before_a_zip_is_none_of_it(stub: bytes, tmp_path: Path) -> None:
    assert read(tmp_path / "a.zip", stub + zipped(IMAGES)) == (IMAGES, [])


@settings(max_examples=60, deadline=None)
@given(left_out=st.sets(st.sampled_from(sorted(WITH_JAR))), is_piped=st.booleans())
def test_what_a_directory_leaves_out_is_found(
    left_out: set[str], is_piped: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stream = Piped() if is_piped else io.BytesIO()
    with zipfile.ZipFile(stream, "w", DEFLATED) as archive:
        for name, data in WITH_JAR.items():
            archive.writestr(name, data)
        archive.filelist[:] = [one for one in archive.filelist if one.filename not in left_out]
    found = read(tmp_path_factory.mktemp("zip") / "a.zip", stream.getvalue())
    assert found == (WITH_JAR, DAMAGED if left_out else [])


@pytest.mark.parametrize("name", ["IM/", "IM\\", "D/IM//", "/"])
def test_what_has_bytes_is_no_folder(name: str, tmp_path: Path) -> None:
    whole = zipped({"A": b"a", name: noise(1), "D/": b"", "D\\": b""})
    shown = name.replace("\\", "/").rstrip("/") or "entry at byte 34"
    for data in (whole, whole[: central(whole)]):
        found, _ = read(tmp_path / "a.zip", data)
        assert found == {"A": b"a", shown: noise(1)}


@pytest.mark.parametrize("value", [0, 1, 0x7F, 0xFF])
@pytest.mark.parametrize("kind", ["stored", "deflated", "described"])
def test_any_byte_of_a_local_header_costs_one_entry(kind: str, value: int, tmp_path: Path) -> None:
    stream = Piped() if kind == "described" else io.BytesIO()
    with zipfile.ZipFile(stream, "w", STORED if kind == "stored" else DEFLATED) as archive:
        for name, data in IMAGES.items():
            archive.writestr(name, data)
    whole = stream.getvalue()
    start, end = archive.filelist[1].header_offset, central(whole)
    others = {name: data for name, data in IMAGES.items() if name != "D/IM1"}
    for at in range(start, start + 30):
        changed = bytearray(whole[: end + 20])
        changed[at] = value
        found, codes = read(tmp_path / "a.zip", bytes(changed))
        assert codes == DAMAGED
        assert others.items() <= found.items(), at - start
        rest = [data for name, data in found.items() if name not in others]
        assert rest in ([], [None], [IMAGES["D/IM1"]]), at - start
        assert rest or at < start + 4  # where there is no signature nobody knows of it


def test_a_local_header_is_believed_where_the_directory_is_wrong(tmp_path: Path) -> None:
    whole = zipped(IMAGES)
    row = central(whole) + 46 + len("D/IM0")
    for at in range(16, 28):
        changed = bytearray(whole)
        changed[row + at] ^= 0x80
        found, codes = read(tmp_path / "a.zip", bytes(changed))
        assert found == IMAGES, at
        assert codes in ([], DAMAGED)


@pytest.mark.parametrize("is_piped", [False, True])
def test_a_size_that_is_too_large_hides_no_other(is_piped: bool, tmp_path: Path) -> None:
    stream = Piped() if is_piped else io.BytesIO()
    with zipfile.ZipFile(stream, "w", DEFLATED) as archive:
        for name, data in IMAGES.items():
            archive.writestr(name, data)
    whole = bytearray(stream.getvalue())
    first, second = central(whole), central(whole) + 46 + len("D/IM0")
    for at, bit in ((20, 0x40), (21, 0x40), (23, 1)):
        changed = whole.copy()
        changed[first + at] ^= bit  # deflated content ends by itself
        changed[second + 46] ^= 1  # and the next has another name
        assert read(tmp_path / "a.zip", bytes(changed)) == (IMAGES, DAMAGED), at
        changed[second + 29] ^= 1  # and none is listed behind that
        assert read(tmp_path / "a.zip", bytes(changed)) == (IMAGES, DAMAGED), at


@pytest.mark.parametrize("before", [b"#!/bin/sh\n" + b"x" * 3000, b"<html></html>", b"\n"])
def test_a_zip_that_is_cut_is_known_behind_what_is_before_it(before: bytes, tmp_path: Path) -> None:
    whole = zipped(IMAGES)
    assert read(tmp_path / "a.zip", before + whole[: central(whole) + 9]) == (IMAGES, DAMAGED)


@pytest.mark.parametrize(
    "data", [b"", b"PK", noise(1, 5000), b"PK\3\4"[1:] * 999, b"%PDF-1.7\nPK\3\4" + bytes(99)]
)
def test_what_is_no_zip_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(Refused) as caught:
        open_medium(tmp_path / "a.zip")
    assert caught.value.finding.code == "medium-unreadable"


def test_a_name_that_begins_with_nul_costs_nothing(tmp_path: Path) -> None:
    whole = zipped(IMAGES)
    local = whole.replace(b"D/IM1", b"\0/IM1", 1)
    assert read(tmp_path / "a.zip", local) == (IMAGES, DAMAGED)
    at = whole.index(b"D/IM1") - 30
    both = whole.replace(b"D/IM1", b"\0/IM1")
    nameless = {f"entry at byte {at}" if name == "D/IM1" else name: IMAGES[name] for name in IMAGES}
    assert read(tmp_path / "b.zip", both) == (nameless, [])
    assert read(tmp_path / "c.zip", both[: central(both)]) == (nameless, DAMAGED)


def looked_at(data: bytes) -> float:
    """How often each byte is looked at when a zip is listed."""
    stream = Counted(data)
    listing("", Bytes(stream), Limits())
    return stream.count / len(data)


LONG_NAME: Final = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, 0, 0, 0, 0xFFFF, 0xFFFF)


@pytest.mark.parametrize(
    "piece", [LONG_NAME, LONG_NAME + bytes(40), b"PK\3\4", JAR[:-1], JAR, FAKE_END]
)
def test_a_zip_is_listed_in_time_that_grows_as_it_does(piece: bytes) -> None:
    few, many = (looked_at(piece * (count // len(piece))) for count in (40_000, 320_000))
    assert many < 2 * few + 1
    assert many < 100


def rows(data: bytes) -> list[int]:
    """Where each row of the central directory begins."""
    found, at = [], central(data)
    while data[at : at + 4] == b"PK\1\2":
        found.append(at)
        at += 46 + sum(struct.unpack_from("<3H", data, at + 28))
    return found


def piped(files: dict[str, bytes], method: int) -> bytes:
    """A zip whose sizes stand behind the contents."""
    stream = Piped()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("method", [STORED, DEFLATED])
@pytest.mark.parametrize("make", [zipped, piped])
@pytest.mark.parametrize("number", range(5))
def test_a_row_of_nothing_makes_nothing_of_a_content(
    number: int, make: Callable[[dict[str, bytes], int], bytes], method: int, tmp_path: Path
) -> None:
    """Checksum and sizes are zeros in the central directory alone."""
    data = bytearray(make(IMAGES, method))
    at = rows(bytes(data))[number] + 16
    data[at : at + 12] = bytes(12)
    assert read(tmp_path / "a.zip", bytes(data)) == (IMAGES, DAMAGED)


@pytest.mark.parametrize("more", [1, 20, 60, 200])
@pytest.mark.parametrize("number", range(4))
def test_a_packed_size_that_is_too_large_hides_nobody(
    more: int, number: int, tmp_path: Path
) -> None:
    """What is deflated ends by itself; the row of the next entry cannot be read."""
    data = bytearray(piped(IMAGES, DEFLATED))
    row, following = rows(bytes(data))[number : number + 2]
    packed = struct.unpack_from("<L", data, row + 20)[0]
    struct.pack_into("<L", data, row + 20, packed + more)
    data[following] ^= 1
    assert read(tmp_path / "a.zip", bytes(data)) == (IMAGES, DAMAGED)


@pytest.mark.parametrize("method", [STORED, DEFLATED])
@pytest.mark.parametrize("make", [zipped, piped])
def test_a_bit_of_where_the_directory_begins_costs_nothing_behind_other_bytes(
    make: Callable[[dict[str, bytes], int], bytes], method: int, tmp_path: Path
) -> None:
    whole = bytes(5000) + make(IMAGES, method)
    for bit in range(32):
        data = bytearray(whole)
        data[len(data) - 6 + bit // 8] ^= 1 << bit % 8
        assert read(tmp_path / "a.zip", bytes(data)) == (IMAGES, DAMAGED), bit
