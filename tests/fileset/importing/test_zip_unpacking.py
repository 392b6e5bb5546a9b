"""Members of a zip are unpacked as they should be, and in little memory whatever they say."""

import bz2
import io
import lzma
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import pytest
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import Limits
from dicom_fileset.importing.media.zip_bytes import Bytes
from dicom_fileset.importing.media.zip_headers import Content, Member
from dicom_fileset.importing.media.zip_unpacking import Unpacked, is_proven
from discs import contents
from file_sets import Place, instance
from hypothesis import given, settings
from hypothesis import strategies as st

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
BZIP2, LZMA = zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA
METHODS: Final = (STORED, DEFLATED, BZIP2, LZMA)


def unpacked(packed: bytes, member: Member, limits: Limits | None = None) -> Unpacked:
    """A member of which these are the bytes."""
    return Unpacked(Bytes(io.BytesIO(packed)), member, limits or Limits())


def described(packed: bytes, data: bytes, method: int, size: int | None = None) -> Member:
    """A member that begins at the first byte."""
    length = len(data) if size is None else size
    content = Content(zlib.crc32(data), len(packed), length)
    return Member(0, "A", method=method, content=content, start=0)


def packed_by(method: int, data: bytes) -> bytes:
    """The bytes that the standard library packs data into."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("A", data)
        size = archive.filelist[0].compress_size
    return stream.getvalue()[31 : 31 + size]


def everything(source: Unpacked, step: int) -> bytes:
    """All that comes from where it stands, so many bytes at a time."""
    data, buffer = b"", memoryview(bytearray(step))
    while length := source.readinto(buffer):
        data += buffer[:length]
    return data


def taken(packed: bytes, member: Member) -> bytes | None:
    """All of a member; ``None`` where it is damaged."""
    try:
        return everything(unpacked(packed, member), 1000)
    except OSError:
        return None


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(st.tuples(st.binary(max_size=40), st.integers(1, 3000)), max_size=6),
    method=st.sampled_from(METHODS),
    step=st.sampled_from([1, 7, 64, 4096, 1 << 20]),
    places=st.lists(st.integers(0, 200_000), max_size=3),
)
def test_what_was_packed_is_unpacked(
    pieces: list[tuple[bytes, int]], method: int, step: int, places: list[int]
) -> None:
    data = b"".join(piece * times for piece, times in pieces)[: 4000 if step < 64 else None]
    packed = packed_by(method, data)
    source = unpacked(packed, described(packed, data, method))
    assert everything(source, step) == data
    for place in places:
        assert source.seek(place) == min(place, len(data))
        assert everything(source, step) == data[place:]


@settings(max_examples=200, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    spoiled=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1))),
    cut=st.integers(0, 9),
    size=st.integers(-3, 3),
)
def test_what_is_damaged_is_never_taken_for_what_it_was(
    method: int, spoiled: list[tuple[float, bytes]], cut: int, size: int
) -> None:
    data = bytes(range(256)) * 8
    packed = bytearray(packed_by(method, data))
    for share, new in spoiled:
        at = int(len(packed) * share)
        packed[at : at + len(new)] = new
    hurt = bytes(packed[: len(packed) - cut])
    assert taken(hurt, described(hurt, data, method, len(data) + size)) in (data, None)


def bomb(method: int) -> bytes:
    """32 MiB of nothing."""
    piece = bytes(1 << 20)
    if method == BZIP2:
        packer: Any = bz2.BZ2Compressor()
        return b"".join(packer.compress(piece) for _ in range(32)) + bytes(packer.flush())
    if method == LZMA:
        packer = lzma.LZMACompressor(lzma.FORMAT_ALONE)
        alone = b"".join(packer.compress(piece) for _ in range(32)) + packer.flush()
        return struct.pack("<BBH", 9, 4, 5) + alone[:5] + alone[13:]
    packer = zlib.compressobj(wbits=-15)
    return b"".join(packer.compress(piece) for _ in range(32)) + bytes(packer.flush())


@pytest.mark.parametrize("method", [DEFLATED, BZIP2, LZMA])
def test_no_more_is_unpacked_than_is_said(method: int) -> None:
    packed, zeros = bomb(method), bytes(100_000)
    member = described(packed, zeros, method)
    tracemalloc.start()
    try:
        assert not is_proven(Bytes(io.BytesIO(packed)), member, Limits()), "there is more of it"
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def with_dictionary(data: bytes, size: int) -> bytes:
    """Data as a member packed by LZMA whose dictionary is said to be so large."""
    alone = lzma.compress(data, lzma.FORMAT_ALONE)
    return struct.pack("<BBHBL", 9, 4, 5, alone[0], size) + alone[13:]


def test_a_dictionary_is_never_larger_than_what_is_unpacked() -> None:
    data = bytes(range(256)) * 40
    packed = with_dictionary(data, 0xFFFF_FFFF)
    member = described(packed, data, LZMA)
    assert everything(unpacked(packed, member), 4096) == data
    with pytest.raises(OSError, match="10240 bytes of memory"):
        unpacked(packed, member, Limits(most_dictionary=10_000))
    small = with_dictionary(data, 8192)
    limits = Limits(most_dictionary=10_000)
    assert everything(unpacked(small, described(small, data, LZMA), limits), 4096) == data


@pytest.mark.parametrize(
    "head", [b"", b"\t\4", b"\t\4\0\0", b"\t\4\5\0\xff\0\0\0\0", b"\t\4\xff\xff"]
)
def test_properties_that_are_none_are_damage(head: bytes) -> None:
    assert not is_proven(Bytes(io.BytesIO(head)), described(head, b"abc", LZMA), Limits())


@pytest.mark.parametrize(("flags", "method"), [(1, STORED), (0x20, DEFLATED), (0, 9), (0, 97)])
def test_what_nobody_unpacks_is_no_content(flags: int, method: int) -> None:
    member = described(b"abc", b"abc", method)._replace(flags=flags)
    with pytest.raises(OSError, match=r"encrypted|not known"):
        unpacked(b"abc", member)


def test_what_the_medium_does_not_give_is_no_damage() -> None:
    class Failing(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "no")

    with pytest.raises(OSError, match="no"):
        is_proven(Bytes(Failing(b"abc")), described(b"abc", b"abc", STORED), Limits())


class Forgetful:
    """What has no memory left."""

    eof = False
    needs_input = True

    def decompress(self, *_: object) -> bytes:
        raise MemoryError


def test_memory_that_runs_out_costs_one_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number, method in ((1, STORED), (2, BZIP2), (3, DEFLATED)):
            stream = io.BytesIO()
            instance(Place(number=number)).save_as(stream, enforce_file_format=True)
            archive.writestr(f"IM{number}", stream.getvalue(), method)
    monkeypatch.setattr(bz2, "BZ2Decompressor", Forgetful)
    report = import_media(tmp_path / "a.zip", tmp_path / "archive")
    assert report.outcomes == {"imported": 2, "unreadable": 1}
    assert set(contents(tmp_path / "archive")) == {Place(number=1).uid, Place(number=3).uid}
