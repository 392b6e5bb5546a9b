"""Any byte of a DICOMDIR turned over: an answer or one of our errors, and in bounded time."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import msgspec
import pytest
from dicom_fileset import (
    DamagedFileSet,
    FileSetCreator,
    FileSetError,
    FileSetReader,
    FileSetUpdater,
    read_dicomdir,
    verify,
    write_dicomdir,
)
from file_sets import FEW, instance, save
from foreign_files import PYDICOM
from hypothesis import example, given, settings

FOREIGN = PYDICOM / "data" / "test_files" / "dicomdirtests"
FOREIGN_NAMES = ("DICOMDIR", "DICOMDIR-implicit", "DICOMDIR-bigEnd")


@cache
def disc_bytes() -> bytes:
    """The DICOMDIR of a small file-set."""
    with TemporaryDirectory() as folder:
        for number, place in enumerate(FEW):
            save(instance(place), Path(folder, "in", f"IM{number}"))
        with FileSetCreator(Path(folder, "disc")) as creator:
            creator.add(Path(folder, "in"))
        return Path(folder, "disc", "DICOMDIR").read_bytes()


def turned_over(data: bytes, flips: list[tuple[float, int]]) -> bytes:
    """``data`` with some bytes changed, each by a mask that changes it."""
    changed = bytearray(data)
    for where, mask in flips:
        changed[int(where * (len(data) - 1))] ^= mask
    return bytes(changed)


FLIPS = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=4)


@given(FLIPS, st.integers(0, 300))
@settings(max_examples=300, deadline=1000)
def test_reading_ours(flips: list[tuple[float, int]], cut: int) -> None:
    data = turned_over(disc_bytes(), flips)
    try:
        found = read_dicomdir(data[: len(data) - cut])
    except DamagedFileSet:
        return
    write_dicomdir(found)


@given(st.sampled_from(FOREIGN_NAMES), FLIPS)
@settings(max_examples=60, deadline=2000)
def test_reading_others(name: str, flips: list[tuple[float, int]]) -> None:
    try:
        read_dicomdir(turned_over((FOREIGN / name).read_bytes(), flips))
    except DamagedFileSet:
        return


def _at(offset: int) -> float:
    return offset / (len(disc_bytes()) - 1)


def _value_length_of_first_record() -> int:
    """Where the length of the first key after the type of the first record stands."""
    data = disc_bytes()
    return data.index(b"\x10\0\x10\0PN") + 6


@given(FLIPS)
@example([(_at(_value_length_of_first_record()), 0xFF)])
@example([(_at(_value_length_of_first_record() + 1), 0xFF)])
@example([(_at(_value_length_of_first_record() - 2), 0xFF)])
@settings(max_examples=150, deadline=2000)
def test_engines_on_ours(flips: list[tuple[float, int]]) -> None:
    """The file-set has no files: it is the directory that must not throw anyone off."""
    with TemporaryDirectory() as folder:
        Path(folder, "DICOMDIR").write_bytes(turned_over(disc_bytes(), flips))
        for engine in (_read, _verified, _updated):
            try:
                engine(folder)
            except FileSetError:
                continue


def _read(folder: str) -> None:
    assert msgspec.json.encode(FileSetReader(folder).report())


def _verified(folder: str) -> None:
    assert msgspec.json.encode(verify(folder))


def _updated(folder: str) -> None:
    updater = FileSetUpdater(folder)
    updater.remove(PatientID="ID1")
    updater.plan()


LONG_OFFSETS = [(tag, length) for tag in (0x00, 0x02, 0x12) for length in (20, 2052)]


@pytest.mark.parametrize(("tag", "length"), LONG_OFFSETS)
def test_an_offset_that_is_longer_than_an_offset(tag: int, length: int, tmp_path: Path) -> None:
    """A number of 2052 bytes has more digits than Python prints, one of 20 more than JSON has."""
    data = bytearray(disc_bytes())
    at = data.index(bytes((0x04, 0, tag, 0x12))) + 6
    data[at : at + 2] = length.to_bytes(2, "little")
    Path(tmp_path, "DICOMDIR").write_bytes(data)
    for engine in (_read, _verified, _updated):
        try:
            engine(str(tmp_path))
        except FileSetError:
            continue


@pytest.mark.parametrize("name", FOREIGN_NAMES)
def test_others_cut_anywhere(name: str) -> None:
    data = (FOREIGN / name).read_bytes()
    for length in range(350, len(data), 61):
        try:
            found = read_dicomdir(data[:length])
        except DamagedFileSet:
            continue
        assert found.findings


def test_others_with_a_wrong_length_within() -> None:
    """Not the end of the file, but that of an element, comes too early."""
    data = (FOREIGN / "DICOMDIR-implicit").read_bytes()
    for offset in range(400, 900, 4):
        try:
            read_dicomdir(turned_over(data, [(offset / (len(data) - 1), 0x07)]))
        except DamagedFileSet:
            continue


def test_every_byte_of_a_record_once() -> None:
    """No chance left out: each byte of the first patient's branch, by two masks."""
    data = disc_bytes()
    start = data.index(b"\xfe\xff\0\xe0")
    with TemporaryDirectory() as folder:
        for offset in range(start, start + 700):
            for mask in (0x01, 0xFF):
                flips = [(offset / (len(data) - 1), mask)]
                Path(folder, "DICOMDIR").write_bytes(turned_over(data, flips))
                try:
                    _read(folder)
                except FileSetError:
                    continue
