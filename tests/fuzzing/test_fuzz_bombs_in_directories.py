"""Directories made to take all memory or for ever, and roots whose DICOMDIR is none."""

import os
import struct
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from itertools import repeat
from pathlib import Path

import pytest
from checks import IN_USE, RECORD_TYPE
from dicom_fileset import DamagedFileSet, FileSetReader, FileSetUpdater, read_dicomdir, verify
from dicom_fileset.elements import element
from dicom_fileset.limits import Limits
from fuzzing import bombs
from fuzzing.bombs import EMPTY_ITEM, MIB, OPEN_ITEM, claim
from fuzzing.drafts import Draft, Drafted, Part
from fuzzing.holding import counted
from fuzzing.lies import FILE_ID
from fuzzing.seeds import seeds
from fuzzing.watching import Watch

LIMITS = Limits(inflated_bytes=4 * MIB, records=2_000)
MOST_MEMORY = 32 * MIB
MOST_CALLS = 600_000
HEAD = bombs.start(bombs.EXPLICIT, bombs.DIRECTORY) + element(0x00041130, "CS", b"BOMB")
PACKED = bombs.start(bombs.DEFLATED, bombs.DIRECTORY)
BIG = bombs.start(bombs.BIG, bombs.DIRECTORY)
SEQUENCE = claim(0x00041220, b"SQ", 0xFFFFFFFF)
DEEP = (SEQUENCE + OPEN_ITEM) * 100_000


def one_record_from_everywhere() -> bytes:
    draft = _draft(5_000)
    for one in draft.records:
        one.following = one.below = draft.records[0]
    return draft.data()


def each_below_the_last() -> bytes:
    draft = _draft(5_000)
    for one, other in zip(draft.records, draft.records[1:], strict=False):
        one.below = other
    return draft.data()


def _draft(count: int) -> Draft:
    draft = seeds().drafts[0].copied()
    links = [Part(0x00041400, b"UL", bytes(4)), Part(0x00041420, b"UL", bytes(4))]
    kind = Part(RECORD_TYPE, b"CS", b"PRIVATE ")
    draft.records = [Drafted([*links, kind]) for _ in range(count)]
    draft.first = draft.last = draft.records[0]
    return draft


def names_of_64_kilobytes() -> bytes:
    draft = _draft(60)
    for one in draft.records:
        one.parts.append(Part(FILE_ID, b"CS", b"A\\" * 32_000))
    return draft.data()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros, deflated": lambda: PACKED + bombs.deflated(b"", repeat(bytes(MIB), 300)),
    "records of no length, deflated": lambda: (
        PACKED + bombs.deflated(SEQUENCE, repeat(EMPTY_ITEM * 100_000, 40))
    ),
    "records of no length": lambda: HEAD + SEQUENCE + EMPTY_ITEM * 500_000,
    "records of no length, big endian": lambda: (
        BIG
        + struct.pack(">HH2sHL", 4, 0x1220, b"SQ", 0, 0xFFFFFFFF)
        + struct.pack(">HHL", 0xFFFE, 0xE000, 0) * 500_000
    ),
    "a sequence of four gigabytes": lambda: HEAD + claim(0x00041220, b"SQ", 0xFFFFFFFE),
    "a record of four gigabytes": lambda: (
        HEAD + SEQUENCE + struct.pack("<HHL", 0xFFFE, 0xE000, 0xFFFFFFFE) + bytes(64)
    ),
    "sequences a hundred thousand deep": lambda: HEAD + SEQUENCE + OPEN_ITEM + DEEP,
    "the same beside the records": lambda: HEAD + claim(0x00051220, b"SQ", 0xFFFFFFFF) + DEEP,
    "offsets that all say the same": one_record_from_everywhere,
    "levels without an end": each_below_the_last,
    "names of 64 kilobytes": names_of_64_kilobytes,
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", BOMBS)
def test_reading_ends(name: str, strict: bool) -> None:
    data = BOMBS[name]()
    calls: list[int] = []
    tracemalloc.start()
    try:
        with counted(calls), suppress(DamagedFileSet):
            read_dicomdir(data, strict=strict, limits=LIMITS)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY + 8 * len(data)
    assert calls[0] < MOST_CALLS


def test_records_beyond_the_limit_are_told() -> None:
    found = read_dicomdir(BOMBS["records of no length"](), limits=LIMITS)
    assert len(found.records) == LIMITS.records
    assert "limit-reached" in {one.code for one in found.findings}


ENGINES = (lambda root: FileSetReader(root, strict=True), verify, FileSetUpdater)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_directory_that_is_a_link_out_of_the_medium(
    engine: Callable[[Path], object], tmp_path: Path
) -> None:
    root, outside = tmp_path / "root", tmp_path / "DICOMDIR"
    root.mkdir()
    outside.write_bytes(seeds().drafts[0].data())
    (root / "DICOMDIR").symlink_to(outside)
    with Watch(root).watching() as touched, pytest.raises(DamagedFileSet):
        engine(root)
    assert touched == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_directory_that_is_a_pipe_is_not_waited_for(
    engine: Callable[[Path], object], tmp_path: Path
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes among files here")
    os.mkfifo(tmp_path / "DICOMDIR")
    with pytest.raises(DamagedFileSet):
        engine(tmp_path)


def test_a_directory_that_is_a_link_on_the_medium_is_read(tmp_path: Path) -> None:
    (tmp_path / "INDEX").write_bytes(seeds().drafts[0].data())
    (tmp_path / "DICOMDIR").symlink_to("INDEX")
    assert len(FileSetReader(tmp_path).file_set.records) == 18


def test_a_small_directory_is_not_given_the_room_of_the_largest(tmp_path: Path) -> None:
    """Reading up to the limit made room for four gigabytes first."""
    (tmp_path / "DICOMDIR").write_bytes(seeds().drafts[0].data())
    tracemalloc.start()
    try:
        FileSetReader(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()


def test_the_last_record_is_kept_though_an_element_of_it_is_too_long() -> None:
    draft = seeds().drafts[1].copied()
    last = draft.records[-1]
    last.parts = [part for part in last.parts if part.tag != IN_USE]
    last.parts[-1] = last.parts[-1]._replace(said=0xFFFE)
    found = read_dicomdir(draft.data())
    assert len(found.records) == len(draft.records)
    assert "record-damaged" in {one.code for one in found.findings}


def test_a_record_whose_type_has_a_vr_of_long_values_keeps_its_type() -> None:
    draft = seeds().drafts[1].copied()
    for one in draft.records:
        one.parts = [p._replace(vr=b"UT") if p.tag == RECORD_TYPE else p for p in one.parts]
    types = [one.value(RECORD_TYPE).decode() for one in draft.records]
    assert [one.record_type for one in read_dicomdir(draft.data()).records] == types
