"""Which values a header is read for: those of its own record and of the records above it."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from ..model import ParentKeys
from ..records.keys import KEYS
from ..records.sop_classes import record_type_of
from ..records.types import RECORD_TYPES

META_GROUP_LENGTH: Final = 0x0002_0000
TRANSFER_SYNTAX: Final = 0x0002_0010
META_SOP_CLASS: Final = 0x0002_0002
META_SOP_INSTANCE: Final = 0x0002_0003
IMPLEMENTATION_CLASS: Final = 0x0002_0012
SOP_CLASS: Final = 0x0008_0016
SOP_INSTANCE: Final = 0x0008_0018
RELATED_GENERAL_SOP_CLASS: Final = 0x0008_001A
VERIFYING_OBSERVER_SEQUENCE: Final = 0x0040_A073

PARENT_TAGS: Final = (
    0x0008_0005,
    0x0010_0010,
    0x0010_0020,
    0x0010_0030,
    0x0010_0040,
    0x0008_0020,
    0x0008_0021,
    0x0008_0022,
    0x0008_0023,
    0x0008_0030,
    0x0008_0050,
    0x0008_0060,
    0x0008_1030,
    0x0008_103E,
    0x0020_000D,
    0x0020_000E,
    0x0020_0010,
    0x0020_0011,
    0x0008_0080,
    0x0008_0081,
    0x0008_1050,
)
"""The tags of the fields of :class:`~dicom_fileset.model.ParentKeys`, in their order."""

META_TAGS: Final = frozenset(
    {META_SOP_CLASS, META_SOP_INSTANCE, TRANSFER_SYNTAX, IMPLEMENTATION_CLASS}
)
EARLY_TAGS: Final = frozenset({0x0008_0005, 0x0008_0008, 0x0008_0012, 0x0008_0013, SOP_CLASS})
"""What may be wanted and stands at or before the SOP Class UID, which decides on the rest."""

SOURCE_TAGS: Final = {"VerificationDateTime": VERIFYING_OBSERVER_SEQUENCE}
"""Keys that are found elsewhere in the instance than under their own tag (PS3.3 F.5.25)."""

assert len(PARENT_TAGS) == len(ParentKeys.__struct_fields__)  # noqa: S101 - two halves of a table


LAST_KEY: Final = max(tag for tag, _ in KEYS.values())
"""No header is read past this tag."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read for one record type.

    Attributes
    ----------
    leaf
        ``(tag, vr)`` of each key of the record type, in its order.
    tags
        All tags to look for.
    last_tag
        The walk may end at the first element past it.
    sequences
        Whether a key is a sequence, whose content must be read and not only carried.
    """

    record_type: str
    leaf: tuple[tuple[int, str], ...]
    tags: frozenset[int]
    last_tag: int
    sequences: bool


@cache
def wanted_for(sop_class_uid: str) -> Wanted:
    """What the header of an instance of a SOP Class is read for."""
    record_type = record_type_of(sop_class_uid)
    leaf = tuple(
        (SOURCE_TAGS[key.keyword], "SQ") if key.keyword in SOURCE_TAGS else KEYS[key.keyword]
        for key in RECORD_TYPES[record_type].keys
    )
    tags = frozenset(PARENT_TAGS) | {tag for tag, _ in leaf}
    tags |= {SOP_CLASS, SOP_INSTANCE, RELATED_GENERAL_SOP_CLASS}
    return Wanted(record_type, leaf, tags, max(tags), any(vr == "SQ" for _, vr in leaf))
