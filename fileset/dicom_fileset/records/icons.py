"""Icons in the keys of instances: which record types take them, and where they go."""

from functools import cache

import msgspec

from ..model import Decision
from .types import RECORD_TYPES

_KEYWORD = "IconImageSequence"


@cache
def _place(record_type: str) -> int | None:
    keywords = [key.keyword for key in RECORD_TYPES[record_type].keys]
    return keywords.index(_KEYWORD) if _KEYWORD in keywords else None


def has_icon(record_type: str) -> bool:
    """Whether an Icon Image Sequence may stand in the record of an instance (PS3.3 F.7)."""
    return _place(record_type) is not None


def with_icon_value(decision: Decision, value: bytes) -> Decision:
    """A decision whose record will have an icon.

    Parameters
    ----------
    value
        Of Icon Image Sequence: one item in Explicit VR Little Endian.
    """
    place = _place(decision.record_type)
    if place is None:
        return decision
    keys = decision.instance.keys
    instance = msgspec.structs.replace(
        decision.instance, keys=(*keys[:place], value, *keys[place + 1 :])
    )
    return msgspec.structs.replace(decision, instance=instance)
