"""Sectors of directories, and those that nothing refers to, held against what is slow and plain."""

from typing import Final

import pytest
from dicom_fileset.importing.media.iso_bytes import Extent, Image, readings
from dicom_fileset.importing.media.iso_sectors import raw_records
from dicom_fileset.importing.media.iso_unclaimed import unclaimed
from hypothesis import given
from hypothesis import strategies as st

SECTOR: Final = 2048
NAMES = st.lists(st.binary(min_size=1, max_size=30).filter(lambda one: one[-1] > 0), max_size=20)


def record(name: bytes, block: int, size: int) -> bytes:
    """A directory record of a file (ECMA-119 9.1)."""
    numbers = b"".join(n.to_bytes(4, "little") + n.to_bytes(4, "big") for n in (block, size))
    length = 33 + len(name) + (1 - len(name) % 2)
    head = bytes([length, 0]) + numbers + bytes([124, 1, 31, 9, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1])
    return (head + bytes([len(name)]) + name).ljust(length, b"\0")


@given(names=NAMES, block=st.integers(1, 2**32 - 1), size=st.integers(0, 2**32 - 1))
def test_records_are_those_that_were_written(names: list[bytes], block: int, size: int) -> None:
    written = [record(name, block, size) for name in names]
    found = list(raw_records(b"".join(written).ljust(SECTOR, b"\0")))
    assert [one.data for one in found] == written
    assert not any(one.wrong for one in found)


@given(
    names=NAMES.filter(bool),
    which=st.integers(0, 19),
    within=st.integers(0, 255),
    value=st.integers(0, 255),
)
def test_one_byte_costs_no_other_record(
    names: list[bytes], which: int, within: int, value: int
) -> None:
    written = [record(name, 0x10203 + 7 * at, 0x1234 + at) for at, name in enumerate(names)]
    which %= len(written)
    at = sum(map(len, written[:which])) + within % len(written[which])
    sector = bytearray(b"".join(written).ljust(SECTOR, b"\0"))
    sector[at] = value
    found = [one.data for one in raw_records(bytes(sector))]
    others = written[:which] + written[which + 1 :]
    assert [one for one in others if one not in found] == []
    assert len(found) == len(written)


@given(data=st.binary(max_size=SECTOR))
def test_any_bytes_are_records_or_told_of(data: bytes) -> None:
    at = 0
    for one in raw_records(data):
        assert one.at >= at
        assert one.data == data[one.at : one.at + len(one.data)]
        assert one.data or one.wrong
        at = one.at + len(one.data)
    assert at <= len(data)


@given(number=st.integers(1, 2**32 - 1), other=st.integers(1, 2**32 - 1))
def test_a_number_is_read_by_either_order(number: int, other: int) -> None:
    little, big, none = number.to_bytes(4, "little"), other.to_bytes(4, "big"), bytes(4)
    assert readings(little + big, 0, 4) == ((number,) if number == other else (number, other))
    assert readings(little + none, 0, 4) == (number,)
    assert readings(none + big, 0, 4) == (other,)


EXTENTS = st.lists(
    st.builds(Extent, st.integers(0, 60).map(lambda n: n * SECTOR), st.integers(1, 9 * SECTOR)),
    max_size=8,
)


@given(marked=st.sets(st.integers(0, 47)), extents=EXTENTS)
def test_what_is_unclaimed_lies_in_no_extent(
    marked: set[int], extents: list[Extent], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("image") / "a.iso"
    path.write_bytes(
        b"".join(
            bytes(128) + (b"DICM" if number in marked else b"MCID") + bytes(SECTOR - 132)
            for number in range(48)
        )
    )
    image = Image(str(path))
    claimed = {
        number for number in range(48) for position, size in extents
        if position < (number + 1) * SECTOR and number * SECTOR < position + size
    }  # fmt: skip
    slow = [number * SECTOR for number in sorted(marked - claimed) if number >= 16]
    assert list(unclaimed(image, extents)) == slow
    image.stream.close()
