"""Which values a header is read for: those of its own record and of the records above it."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from dicom_profiles.attributes import ATTRIBUTES

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
NUMBER_OF_FRAMES: Final = 0x0028_0008
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
    0x0010_0021,
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


TRAITS: Final = tuple((one.tag, one.kind) for one in ATTRIBUTES.values() if one.tag)
TRAIT_TAGS: Final = tuple(tag for tag, _ in TRAITS)
"""The tags of :attr:`~dicom_fileset.model.Traits.raw`: what a profile can ask for."""

OVERLAY_TAGS: Final = tuple((0x6000 + 2 * number) << 16 | 0x0100 for number in range(16))
"""Overlay Bits Allocated: 1 where the overlay lies in (60xx,3000), else it is among the pixels."""

SHARED_GROUPS: Final = 0x5200_9229
PER_FRAME_GROUPS: Final = 0x5200_9230
FROM_SHARED_GROUPS: Final = {
    0x0008_1140: None,
    0x0020_0032: 0x0020_9113,
    0x0020_0037: 0x0020_9116,
    0x0028_0030: 0x0028_9110,
}
"""Keys that may stand in Shared Functional Groups Sequence instead, and in which of its groups;
``None``: a sequence of that tag itself (PS3.11 Table H.3-2)."""

ICON: Final = KEYS["IconImageSequence"][0]
"""A key that is made, and never taken from the file: what icons are there may be illegal by F.7."""

_LAST_OF_OTHERS: Final = 0x0028_0103
"""How far the header of what is no image is read for the sake of profiles."""
PIXEL_RECORDS: Final = frozenset({"IMAGE", "RT DOSE"})
"""Record types of instances with pixels, whose headers are read to their end."""

LAST_OF_RECORDS: Final = max(tag for tag, _ in KEYS.values())
LAST_KEY: Final = max(LAST_OF_RECORDS, *OVERLAY_TAGS)
"""No header is read past this tag; for records alone, not past the other."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read for one record type.

    Attributes
    ----------
    leaf
        ``(tag, vr)`` of each key of the record type, in its order.
    tags
        All tags to look for.
    needed_to
        The header must be whole up to this tag: what follows is read for the additional keys and
        for profiles, and an instance is one without it.
    last_tag
        The walk may end at the first element past it.
    sequences
        Whether a key is a sequence, whose content must be read and not only carried.
    """

    record_type: str
    leaf: tuple[tuple[int, str], ...]
    tags: frozenset[int]
    needed_to: int
    last_tag: int
    sequences: bool


@cache
def wanted_for(sop_class_uid: str) -> Wanted:
    """What the header of an instance of a SOP Class is read for."""
    record_type = record_type_of(sop_class_uid)
    keys = RECORD_TYPES[record_type].keys
    leaf = tuple(
        (SOURCE_TAGS[key.keyword], "SQ") if key.keyword in SOURCE_TAGS else KEYS[key.keyword]
        for key in keys
    )
    own = {tag for (tag, _), key in zip(leaf, keys, strict=True) if key.type != "3"}
    needed_to = max(own | set(PARENT_TAGS))
    tags = (frozenset(PARENT_TAGS) | {tag for tag, _ in leaf}) - {ICON}
    tags |= {SOP_CLASS, SOP_INSTANCE, RELATED_GENERAL_SOP_CLASS}
    if record_type in PIXEL_RECORDS:
        tags |= {*TRAIT_TAGS, *OVERLAY_TAGS, SHARED_GROUPS}
    else:
        tags |= {tag for tag in TRAIT_TAGS if tag <= _LAST_OF_OTHERS}
        if any(tag in FROM_SHARED_GROUPS for tag, _ in leaf):
            tags |= {SHARED_GROUPS}
    sequences = any(vr == "SQ" for _, vr in leaf)
    return Wanted(record_type, leaf, tags, needed_to, max(tags), sequences)
