"""Zips whose central directory is hurt, or gone: the entries are found by their local headers."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from dicom_fileset.importing.media import Limits, open_medium
from dicom_fileset.importing.media.zip_bytes import Bytes
from dicom_fileset.importing.media.zip_walk import Walk
from zips import Counted, Piped, central, content, read

NOISE: Final = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(3))
TRUTH: Final = {"DICOMDIR": b"PK\7\10" + NOISE, "A/IM1": b"a" * 300, "A/ÄÖ": NOISE * 2, "E": b""}


DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What the standard library raises for members that are damaged, or packed as nobody knows."""


def packed(stream: io.BytesIO, method: int, *, zip64: bool = False) -> bytes:
    """A zip of :data:`TRUTH`."""
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in TRUTH.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=zip64) as member:
                member.write(data)
    return stream.getvalue()


STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
KINDS: Final[dict[str, Callable[[], bytes]]] = {
    "stored": lambda: packed(io.BytesIO(), STORED),
    "deflated": lambda: packed(io.BytesIO(), DEFLATED),
    "stored, described": lambda: packed(Piped(), STORED),
    "deflated, described": lambda: packed(Piped(), DEFLATED),
    "ZIP64": lambda: packed(io.BytesIO(), STORED, zip64=True),
    "ZIP64, described": lambda: packed(Piped(), DEFLATED, zip64=True),
}


@pytest.fixture(params=list(KINDS))
def whole(request: pytest.FixtureRequest) -> bytes:
    """A zip that is whole, of each kind."""
    return KINDS[request.param]()


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit the other way round."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def headers(data: bytes) -> list[zipfile.ZipInfo]:
    """What the standard library says of a zip that is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.infolist()


def test_a_whole_zip_is_as_it_was(whole: bytes, tmp_path: Path) -> None:
    assert read(tmp_path / "a.zip", whole) == (TRUTH, [])
    assert read(tmp_path / "b.zip", b"#!/bin/sh\n" + whole) == (TRUTH, [])


@pytest.mark.parametrize("kind", ["stored", "deflated, described"])
def test_any_bit_of_the_list_costs_no_content(kind: str, tmp_path: Path) -> None:
    whole = KINDS[kind]()
    for bit in range(8 * central(whole), 8 * len(whole)):
        found, codes = read(tmp_path / "a.zip", flipped(whole, bit))
        assert found == TRUTH, (bit // 8 - central(whole), bit % 8)
        assert codes in ([], ["zip-list-damaged"])


def test_a_zip_cut_in_its_list_is_whole(whole: bytes, tmp_path: Path) -> None:
    for end in range(central(whole), len(whole)):
        assert read(tmp_path / "a.zip", whole[:end]) == (TRUTH, ["zip-list-damaged"]), end


def test_of_a_zip_cut_in_an_entry_all_before_it_are_there(whole: bytes, tmp_path: Path) -> None:
    members = headers(whole)
    starts = [one.header_offset for one in members] + [central(whole)]
    for number, (start, after) in enumerate(pairwise(starts)):
        member = members[number]
        before = {one.filename: TRUTH[one.filename] for one in members[:number]}
        for end in range(max(start, 30 + len(members[0].filename)), after):
            found, codes = read(tmp_path / "a.zip", whole[:end])
            assert codes == ["zip-list-damaged"]
            assert before.items() <= found.items()
            rest = [found[name] for name in found if name not in before]
            assert len(rest) == (end >= start + 4)
            # A deflated content is whole before its descriptor is.
            assert all(data is None or data == TRUTH[member.filename] for data in rest)
            if not member.flag_bits & 8:
                assert rest in ([], [None])


def test_deflated_content_tells_its_own_end(tmp_path: Path) -> None:
    whole = packed(Piped(), DEFLATED)
    without = whole[: central(whole) - 16]
    assert read(tmp_path / "a.zip", without)[0] == TRUTH
    wrong = without + whole[len(without) : len(without) + 4] + b"\1\1\1\1"
    assert read(tmp_path / "b.zip", wrong)[0] == TRUTH | {"E": None}


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_descriptors_without_signature(method: int, tmp_path: Path) -> None:
    whole = packed(Piped(), method)
    parts = whole.split(b"PK\7\10")
    bare = b"PK\7\10".join((parts[0], b"".join(parts[1:])))  # one of them is content
    assert read(tmp_path / "a.zip", bare[: central(bare)])[0] == TRUTH


@pytest.mark.parametrize("kind", ["stored", "deflated, described"])
def test_what_the_standard_library_reads_is_read(kind: str, tmp_path: Path) -> None:
    whole = KINDS[kind]()
    for member in headers(whole):
        start = member.header_offset
        for bit in range(8 * start, 8 * (start + 30 + len(member.filename.encode()))):
            data = flipped(whole, bit)
            found, _ = read(tmp_path / "a.zip", data)
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for one in archive.infolist():
                    try:
                        sound = archive.read(one)
                    except DAMAGE:
                        continue
                    assert found[one.filename] == sound


def test_a_wrong_checksum_is_no_content(whole: bytes, tmp_path: Path) -> None:
    at = whole.index(NOISE[-8:])
    found, codes = read(tmp_path / "a.zip", flipped(whole, 8 * at)[: central(whole)])
    assert codes == ["zip-list-damaged"]
    assert found == TRUTH | {"DICOMDIR": None}


def test_an_entry_that_is_nowhere_is_listed(whole: bytes, tmp_path: Path) -> None:
    found, codes = read(tmp_path / "a.zip", b"no" + whole[2:30] + b"THING IS" + whole[38:])
    assert codes == ["zip-list-damaged"]
    assert found == TRUTH | {"DICOMDIR": None}


def test_a_signature_that_is_damaged_costs_nothing(whole: bytes, tmp_path: Path) -> None:
    for bit in range(32):
        assert read(tmp_path / "a.zip", flipped(whole, bit)) == (TRUTH, []), bit


def test_an_entry_that_leads_into_another_costs_neither(whole: bytes, tmp_path: Path) -> None:
    data = bytearray(whole)
    at = central(whole)
    last = whole.rindex(b"PK\1\2")
    data[at + 42 : at + 46] = struct.pack("<L", headers(whole)[2].header_offset)
    data[last + 42 : last + 46] = struct.pack("<L", headers(whole)[1].header_offset + 9)
    assert read(tmp_path / "a.zip", bytes(data)) == (TRUTH, ["zip-list-damaged"])


def test_a_zip_that_was_to_be_split_is_known_without_its_end(whole: bytes, tmp_path: Path) -> None:
    data = b"PK\7\10" + whole[: central(whole)]
    assert read(tmp_path / "a.zip", data) == (TRUTH, ["zip-list-damaged"])


def test_what_the_medium_does_not_give_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise OSError(5, "no")

    path = tmp_path / "a.zip"
    path.write_bytes(packed(io.BytesIO(), STORED))
    with monkeypatch.context() as patched:
        patched.setattr("dicom_fileset.importing.media.zip_list.local_header", refuse)
        medium = open_medium(path)
    assert {entry.path: content(medium, entry) for entry in medium.entries()} == TRUTH
    medium.close()


def test_encrypted_entries_are_listed(tmp_path: Path) -> None:
    data = bytearray(packed(io.BytesIO(), STORED))
    data[6] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data[: central(bytes(data))])
    medium = open_medium(path)
    obstacles = [entry.obstacle.code for entry in medium.entries() if entry.obstacle]
    medium.close()
    assert obstacles == ["entry-encrypted"]


def looks(data: bytes) -> tuple[float, int]:
    """How often each byte is looked at by a walk, and how many entries it finds."""
    stream = Counted(data)
    number = sum(1 for _ in Walk(Bytes(stream), Limits()).found())
    return stream.count / len(data), number


def header(method: int, flags: int = 8, size: int = 0) -> bytes:
    """A local header of one letter."""
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 0, 0, size, size, 1, 0) + b"X"


@pytest.mark.parametrize("method", [STORED, DEFLATED, 12])
@pytest.mark.parametrize("filling", [b"", b"\0" * 9, b"\0\xff\xff\0\0" * 9, b"PK\7\10" * 9])
def test_hostile_headers_are_looked_at_a_bounded_number_of_times(
    method: int, filling: bytes
) -> None:
    few = looks((header(method) + filling) * 500)
    many = looks((header(method) + filling) * 4000)
    assert (few[1], many[1]) == (500, 4000)
    assert many[0] < 60
    assert many[0] < 2 * few[0]


def test_a_stream_that_unpacks_to_too_much_is_not_followed() -> None:
    stream = Piped()
    with zipfile.ZipFile(stream, "w", DEFLATED) as archive:
        archive.writestr("BOMB", bytes(1 << 20))
    whole = stream.getvalue()
    cut = whole[: central(whole) - 16]
    limits = Limits(most_ratio=2, free_of_ratio=1000)
    (found,) = Walk(Bytes(io.BytesIO(cut)), limits).found()
    assert found.obstacle
    (found,) = Walk(Bytes(io.BytesIO(cut)), Limits()).found()
    assert (found.content.size, found.obstacle) == (1 << 20, "")
