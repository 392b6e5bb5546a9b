"""Instances made to take all memory or for ever: what is read of them has an end."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import pytest
from dicom_fileset.limits import Limits
from dicom_fileset.model import Instance
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.splice.layout import opened
from fuzzing import bombs
from fuzzing.bombs import CLASS, EMPTY_ITEM, INSTANCE, MIB, OPEN_ITEM, OPEN_SEQUENCE, UIDS, claim
from fuzzing.holding import counted

LIMITS = Limits(header_bytes=8 * MIB, headers=5_000, value_bytes=MIB, data_set_bytes=64 * MIB)
MOST_MEMORY = 48 * MIB
MOST_CALLS = 500_000


class Bomb(NamedTuple):
    data: bytes
    told: str
    """By a scan; empty where it gives an instance."""


ZEROS = bytes(MIB)
BOMBS: dict[str, Callable[[], Bomb]] = {
    "a gigabyte of zeros, deflated": lambda: Bomb(
        bombs.start(bombs.DEFLATED) + bombs.deflated(CLASS, repeat(ZEROS, 200)), "header-too-long"
    ),
    "a key behind a deflated value of a gigabyte": lambda: Bomb(
        bombs.start(bombs.DEFLATED)
        + bombs.deflated(CLASS + claim(0x00080017, b"UT", 200 * MIB), repeat(ZEROS, 200), UIDS),
        "header-too-long",
    ),
    "deflated items of no length": lambda: Bomb(
        bombs.start(bombs.DEFLATED)
        + bombs.deflated(CLASS + INSTANCE + OPEN_SEQUENCE, repeat(EMPTY_ITEM * 100_000, 20)),
        "header-too-long",
    ),
    "deflated pixel data of a gigabyte": lambda: Bomb(
        bombs.start(bombs.DEFLATED)
        + bombs.deflated(
            CLASS + INSTANCE + UIDS + claim(0x7FE00010, b"OW", 200 * MIB), repeat(ZEROS, 200)
        ),
        "",
    ),
    "items of no length": lambda: Bomb(
        bombs.start(bombs.EXPLICIT) + CLASS + INSTANCE + OPEN_SEQUENCE + EMPTY_ITEM * MIB,
        "header-too-long",
    ),
    "elements of no length": lambda: Bomb(
        bombs.start(bombs.EXPLICIT) + CLASS + b"\x08\0\x17\0UI\0\0" * MIB, "header-too-long"
    ),
    "sequences a hundred thousand deep": lambda: Bomb(
        bombs.start(bombs.EXPLICIT) + CLASS + INSTANCE + (OPEN_SEQUENCE + OPEN_ITEM) * 100_000,
        "nested-too-deep",
    ),
    "private values without an end": lambda: Bomb(
        bombs.start(bombs.EXPLICIT)
        + CLASS
        + INSTANCE
        + (claim(0x00091001, b"UN", 0xFFFFFFFF) + b"ab" * 40 + b"\xfe\xff\xdd\xe0\0\0\0\0") * 1_500
        + claim(0x00091002, b"UN", 0xFFFFFFFF)
        + bytes(4 * MIB),
        "not-a-sequence",
    ),
    "a length of four gigabytes": lambda: Bomb(
        bombs.start(bombs.EXPLICIT) + CLASS + claim(0x00080017, b"UT", 0xFFFFFFFE) + UIDS,
        "truncated",
    ),
    "meta information of a million elements": lambda: Bomb(
        bombs.start(bombs.EXPLICIT)[:144] + b"\2\0\2\1UI\0\0" * MIB, "header-too-long"
    ),
    "a million times the same key": lambda: Bomb(
        bombs.start(bombs.EXPLICIT) + CLASS + INSTANCE * (MIB // 4), "header-too-long"
    ),
    "an image that claims 65535 by 65535": lambda: Bomb(
        bombs.start(bombs.EXPLICIT)
        + CLASS
        + INSTANCE
        + UIDS
        + bombs.element(0x00280010, "US", b"\xff\xff")
        + bombs.element(0x00280011, "US", b"\xff\xff")
        + claim(0x7FE00010, b"OW", 0xFFFFFFFE),
        "",
    ),
}


@pytest.fixture(params=BOMBS)
def bomb(request: pytest.FixtureRequest) -> Bomb:
    return BOMBS[request.param]()


@pytest.fixture
def path(bomb: Bomb, tmp_path: Path) -> Path:
    made = tmp_path / "BOMB"
    made.write_bytes(bomb.data)
    return made


@contextmanager
def bounded() -> Iterator[None]:
    calls: list[int] = []
    tracemalloc.start()
    try:
        with counted(calls):
            yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY
    assert calls[0] < MOST_CALLS


def test_a_scan_ends(bomb: Bomb, path: Path) -> None:
    with bounded():
        told = _told(lambda: Scanner(LIMITS).scan(str(path)))
    assert told == bomb.told


def test_looking_whether_it_is_whole_ends(bomb: Bomb, path: Path) -> None:
    with bounded():
        told = _told(lambda: Scanner(LIMITS).scan_whole(str(path))[1])
    assert told == bomb.told or (not bomb.told and told)


def _told(scan: Callable[[], Instance | ScanFailure | None]) -> str:
    """The code of a failure; empty where there is none."""
    try:
        found = scan()
    except ScanFailure as failure:
        found = failure
    return found.code if isinstance(found, ScanFailure) else ""


def test_what_is_inflated_for_good_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicom_fileset.splice.inflated.LIMITS", LIMITS)
    path = tmp_path / "BOMB"
    path.write_bytes(BOMBS["deflated pixel data of a gigabyte"]().data)
    with pytest.raises(ScanFailure) as raised, opened(str(path)):
        pass
    assert raised.value.code == "damaged-deflate"
    assert "longer than any" in raised.value.detail


def test_a_long_deflated_file_is_inflated_piece_by_piece(tmp_path: Path) -> None:
    """The rest of what is deflated was copied for each piece: work grew with its square."""
    path = tmp_path / "LONG"
    noise = (bytes(range(256)) * 4096)[:MIB]
    inner = CLASS + INSTANCE + UIDS + claim(0x7FE00010, b"OW", 40 * MIB)
    path.write_bytes(bombs.start(bombs.DEFLATED) + bombs.deflated(inner, repeat(noise, 40)))
    tracemalloc.start()
    try:
        _, defect = Scanner().scan_whole(str(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert defect is None
    assert peak < 8 * MIB
