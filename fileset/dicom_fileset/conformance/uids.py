"""UIDs in the order that PS3.2 N.1.1 asks for, and what they are called."""

import re
from typing import Final

from dicom_profiles.names import sop_classes

from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY

_COMPONENT: Final = re.compile(r"[0-9]{1,64}")
_OF_DICOM: Final = "1.2.840.10008."


def in_order(uid: str) -> tuple[tuple[int, int, str], ...]:
    """What UIDs are sorted by: their components as numbers; what is none comes last.

    >>> sorted(["1.2.88.11", "1.2.88.9", "1.2.x", "1.2.88"], key=in_order)
    ['1.2.88', '1.2.88.9', '1.2.88.11', '1.2.x']
    """
    return tuple(
        (0, int(part), part) if _COMPONENT.fullmatch(part) else (1, 0, part)
        for part in uid.split(".")
    )


def is_standard(sop_class_uid: str) -> bool:
    """Whether a SOP Class is one of DICOM's own (PS3.5 9.2); all others are private (PS3.2 7.3)."""
    return sop_class_uid.startswith(_OF_DICOM)


def class_name(sop_class_uid: str) -> str:
    """The name of a SOP Class as PS3.6 has it; that it is private, or unknown, for others."""
    row = sop_classes().get(sop_class_uid)
    if row is not None:
        return f"{row.name} (Retired)" if row.retired else row.name
    if sop_class_uid == MEDIA_STORAGE_DIRECTORY:
        return "Media Storage Directory Storage"
    if not is_standard(sop_class_uid):
        return "Private SOP Class"
    from pydicom.uid import UID  # noqa: PLC0415 - for the few that no record type refers to

    name = UID(sop_class_uid, validation_mode=0).name
    return name if name != sop_class_uid else "SOP Class that PS3.6 does not name"
