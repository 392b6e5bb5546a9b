"""A FileSet as the bytes of its DICOMDIR: Explicit VR Little Endian, always (PS3.10 8.6).

The layout, with what each offset says::

    0     128 zeros, "DICM", file meta information
    ...   (0004,1130) File-set ID, (0004,1200) first root record, (0004,1202) last root record
    ...   (0004,1220) Directory Record Sequence
    ...     FFFE,E000 length   <- an offset points here, at the tag of an item
                (0004,1400) next record of the same entity
                (0004,1410) in-use flag
                (0004,1420) first record of the entity below
                body
"""

from collections.abc import Sequence
from itertools import accumulate
from struct import Struct
from typing import Final

from ..elements import element
from ..errors import Refused
from ..findings import finding
from ..identification import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME
from ..model import FileSet, Record
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY

LARGEST: Final = 0xFFFF_FFFF
"""Offsets have 32 bits (PS3.3 F.3.2.2): no directory reaches past this."""

_ITEM_HEAD: Final = Struct("<HHL HH2sHL HH2sHH HH2sHL").pack
_ITEM_HEAD_SIZE: Final = 8 + 34
_LINKS_SIZE: Final = 34
_ROOT_OFFSETS: Final = Struct("<HH2sHL HH2sHL HH2sHH HH2sHL").pack
_ROOT_OFFSETS_SIZE: Final = 12 + 12 + 10 + 12


def write_dicomdir(file_set: FileSet) -> bytes:
    """The DICOMDIR of a file-set; :func:`~dicom_fileset.dicomdir.read.read_dicomdir` inverts it.

    Raises
    ------
    Refused
        It would be larger than its own offsets can say.

    References
    ----------
    PS3.3 F.3.2, PS3.10 7.1 and 8.6
    """
    if dicomdir_size(file_set) > LARGEST:
        raise Refused(finding("directory-too-large", "The directory would pass 4 GiB."))
    head = _head(file_set)
    records = file_set.records
    base = len(head) + _ROOT_OFFSETS_SIZE
    sizes = (_ITEM_HEAD_SIZE + len(record.body) for record in records)
    offsets = list(accumulate(sizes, initial=base))
    following, below = _links(records, offsets)
    first, last = _roots(records, offsets)
    parts = [head, _root_offsets(first, last, offsets[-1] - base)]
    for index, record in enumerate(records):
        parts += _item_head(record, following[index], below[index]), record.body
    parts.append(file_set.epilogue)
    return b"".join(parts)


def dicomdir_size(file_set: FileSet) -> int:
    """How many bytes the DICOMDIR of a file-set has, without making it."""
    fixed = len(_head(file_set)) + _ROOT_OFFSETS_SIZE + len(file_set.epilogue)
    bodies = sum(len(record.body) for record in file_set.records)
    return fixed + bodies + _ITEM_HEAD_SIZE * len(file_set.records)


def _item_head(record: Record, following: int, below: int) -> bytes:
    return _ITEM_HEAD(
        *(0xFFFE, 0xE000, _LINKS_SIZE + len(record.body)),
        *(0x0004, 0x1400, b"UL", 4, following),
        *(0x0004, 0x1410, b"US", 2, record.in_use),
        *(0x0004, 0x1420, b"UL", 4, below),
    )


def _root_offsets(first: int, last: int, length: int) -> bytes:
    return _ROOT_OFFSETS(
        *(0x0004, 0x1200, b"UL", 4, first),
        *(0x0004, 0x1202, b"UL", 4, last),
        *(0x0004, 0x1212, b"US", 2, 0),
        *(0x0004, 0x1220, b"SQ", 0, length),
    )


def _links(records: Sequence[Record], offsets: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each record the offset of the next of its entity, and of the first below it.

    One pass from the end: what was last seen on a level is what comes next on it, until the
    entity closes with its parent.
    """
    following, below = [0] * len(records), [0] * len(records)
    nearest: list[int] = [0, 0]
    for index in range(len(records) - 1, -1, -1):
        level = records[index].level
        while len(nearest) < level + 2:
            nearest.append(0)
        following[index] = nearest[level]
        below[index] = nearest[level + 1]
        nearest[level] = offsets[index]
        nearest[level + 1] = 0
    return following, below


def _roots(records: Sequence[Record], offsets: Sequence[int]) -> tuple[int, int]:
    if not records:
        return 0, 0
    last = next(i for i in range(len(records) - 1, -1, -1) if records[i].level == 0)
    return offsets[0], offsets[last]


def _head(file_set: FileSet) -> bytes:
    meta = b"".join(
        (
            element(0x0002_0001, "OB", b"\0\1"),
            element(0x0002_0002, "UI", MEDIA_STORAGE_DIRECTORY.encode()),
            element(0x0002_0003, "UI", file_set.file_set_uid.encode()),
            element(0x0002_0010, "UI", b"1.2.840.10008.1.2.1"),
            element(0x0002_0012, "UI", IMPLEMENTATION_CLASS_UID.encode()),
            element(0x0002_0013, "SH", IMPLEMENTATION_VERSION_NAME.encode()),
        )
    )
    length = element(0x0002_0000, "UL", len(meta).to_bytes(4, "little"))
    file_set_id = element(0x0004_1130, "CS", file_set.file_set_id.encode("latin-1", "replace"))
    return b"".join((bytes(128), b"DICM", length, meta, file_set_id, file_set.preface))
