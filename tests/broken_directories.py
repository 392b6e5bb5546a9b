"""Directories broken in one way each, and what they held before."""

from collections.abc import Sequence
from typing import Final

from checks import parsed
from dicom_fileset import FileSet, Record, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element

NEXT, IN_USE, LOWER = 0x00041400, 0x00041410, 0x00041420
FIRST, LAST = 0x00041200, 0x00041202
LEVELS: Final = {"PATIENT": 0, "STUDY": 1, "SERIES": 2, "IMAGE": 3}


def records_of(names: Sequence[str]) -> tuple[Record, ...]:
    """Records by their types, each with its number."""
    return tuple(
        Record(
            name,
            LEVELS[name],
            element(0x00041430, "CS", name.encode())
            + (element(0x00041500, "CS", b"IM%d" % number) if name == "IMAGE" else b"")
            + element(0x00041511, "UI", b"1.2.%d" % number)
            + element(0x00200013, "IS", b"%d" % number),
        )
        for number, name in enumerate(names)
    )


def written_in_order(records: Sequence[Record], order: Sequence[int]) -> bytes:
    """A DICOMDIR whose records lie in another order than that of the tree: slow and obvious.

    Parameters
    ----------
    records
        In the order of the tree.
    order
        Which of them comes first in the file, which second, and so on.
    """
    base = len(write_dicomdir(FileSet("1.2.3", "BROKEN")))
    offsets: dict[int, int] = {}
    for index in order:
        offsets[index] = base
        base += 42 + len(records[index].body)
    items = b"".join(_item(records, index, offsets) for index in order)
    roots = [index for index, one in enumerate(records) if one.level == 0]
    data = write_dicomdir(FileSet("1.2.3", "BROKEN"))[:-12]
    for tag, root in ((FIRST, roots[0]), (LAST, roots[-1])):
        head = element(tag, "UL", bytes(4))
        data = data.replace(head, head[:8] + offsets[root].to_bytes(4, "little"))
    return data + b"\x04\0\x20\x12SQ\0\0" + len(items).to_bytes(4, "little") + items


def _item(records: Sequence[Record], index: int, offsets: dict[int, int]) -> bytes:
    level = records[index].level
    following = below = 0
    for other in range(index + 1, len(records)):
        if records[other].level <= level:
            following = offsets[other] if records[other].level == level else 0
            break
    if index + 1 < len(records) and records[index + 1].level == level + 1:
        below = offsets[index + 1]
    content = (
        element(NEXT, "UL", following.to_bytes(4, "little"))
        + element(IN_USE, "US", records[index].in_use.to_bytes(2, "little"))
        + element(LOWER, "UL", below.to_bytes(4, "little"))
        + records[index].body
    )
    return b"\xfe\xff\0\xe0" + len(content).to_bytes(4, "little") + content


def with_number(data: bytes, tag: int, value: int, record: int | None = None) -> bytes:
    """The data with one number of the directory, or of the record at that place, changed."""
    found = parsed(data)
    elements = found.elements if record is None else found.records[record].elements
    one = elements[tag]
    start = one.end - len(one.value)
    return data[:start] + value.to_bytes(len(one.value), "little") + data[one.end :]


def shifted(data: bytes, by: int) -> bytes:
    """Every offset off by a constant."""
    found = parsed(data)
    places = [(found.elements[tag], tag) for tag in (FIRST, LAST)]
    places += [(one.elements[tag], tag) for one in found.records for tag in (NEXT, LOWER)]
    changed = bytearray(data)
    for one, _ in places:
        number = int.from_bytes(one.value, "little")
        if number:
            changed[one.end - 4 : one.end] = (number + by).to_bytes(4, "little")
    return bytes(changed)


_FIRST: Final = ("PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE")
TWO_PATIENTS: Final = (*_FIRST, "PATIENT", "STUDY", "SERIES", "IMAGE")
"""The first with two images: 0 1 2 3 4 and 5 6 7 8."""
DATA: Final = write_dicomdir(FileSet("1.2.3", "HOSTILE", records_of(TWO_PATIENTS)))
OFFSETS: Final = [entry.offset for entry in parsed(DATA).records]
HEALTHY: Final = read_dicomdir(DATA, strict=True)
_ITEM_LENGTH: Final = OFFSETS[3] + 4


ONE_DEFECT: Final[dict[str, tuple[bytes, set[str]]]] = {
    "next offset back to the first": (
        with_number(DATA, NEXT, OFFSETS[0], 5),
        {"record-referenced-twice"},
    ),
    "next offset to itself": (
        with_number(DATA, NEXT, OFFSETS[4], 4),
        {"record-referenced-twice"},
    ),
    "lower offset to itself": (
        with_number(DATA, LOWER, OFFSETS[3], 3),
        {"record-referenced-twice"},
    ),
    "lower offset up to the root": (
        with_number(DATA, LOWER, OFFSETS[0], 8),
        {"record-referenced-twice"},
    ),
    "two parents of one record": (
        with_number(DATA, LOWER, OFFSETS[1], 5),
        {"record-referenced-twice"},
    ),
    "next offset dangling": (
        with_number(DATA, NEXT, OFFSETS[0] + 2, 0),
        {"offset-dangling", "record-unreachable"},
    ),
    "next offset gone": (with_number(DATA, NEXT, 0, 3), {"record-unreachable"}),
    "lower offset gone": (with_number(DATA, LOWER, 0, 6), {"record-unreachable"}),
    "lower offset past the end": (
        with_number(DATA, LOWER, 0xFFFFFFF0, 2),
        {"offset-dangling"},
    ),
    "an offset off by two": (with_number(DATA, LOWER, OFFSETS[3] + 2, 2), {"offset-dangling"}),
    "all offsets too large": (shifted(DATA, 22), {"offsets-shifted"}),
    "all offsets too small": (shifted(DATA, -132), {"offsets-shifted"}),
    "all offsets in no file": (shifted(DATA, 1_000_000), {"offsets-shifted"}),
    "first root zero": (with_number(DATA, FIRST, 0), {"root-offset-wrong"}),
    "first root dangling": (with_number(DATA, FIRST, 7), {"root-offset-wrong"}),
    "first root is the second": (with_number(DATA, FIRST, OFFSETS[5]), {"root-offset-wrong"}),
    "first root is an image": (with_number(DATA, FIRST, OFFSETS[3]), {"root-offset-wrong"}),
    "last root wrong": (with_number(DATA, LAST, OFFSETS[0]), {"last-root-offset-wrong"}),
    "consistency flag": (with_number(DATA, 0x00041212, 0xFFFF), {"consistency-flag"}),
    "trailing garbage": (DATA + b"\xff" * 64, {"directory-truncated"}),
}
"""By what is wrong: the bytes, and the codes of what is said; all hold ``HEALTHY.records``."""
