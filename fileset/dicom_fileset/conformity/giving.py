"""Additional keys that records must have with a value: whether an instance can give them one."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from dicom_profiles import Facts, Nonconformance, Profile
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.model import KeyRow

from ..branches import parent_values
from ..model import Instance
from ..records.complete import valid_value
from ..records.sop_classes import record_type_of
from ..records.types import RECORD_TYPES, Key
from .records import GROUPING, ICON, is_asked

_ASKED_ALREADY: Final = frozenset(
    keyword for keyword, one in ATTRIBUTES.items() if one.kind == "number"
)
"""Keys whose values stand in records as they are, so that the check of an instance says it all."""


class Needed(NamedTuple):
    """A key that a record may have to have with a value.

    Attributes
    ----------
    row
        Of the key table, for one record type.
    record_type, place
        Where the value stands among those of the record.
    stands
        Whether a value will stand in the record: one that is not valid does not.
    """

    row: KeyRow
    record_type: str
    place: int
    stands: Callable[[bytes], bool]


class Giving:
    """What keys instances cannot give, under one profile.

    Parameters
    ----------
    profile
        Its key table is asked.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._needed: dict[str, tuple[Needed, ...]] = {}

    def lacking(self, instance: Instance) -> tuple[Needed, ...]:
        """Keys that an instance has no value for, which may be asked of it; nearly always none."""
        uid = instance.sop_class_uid
        needed = self._needed.get(uid)
        if needed is None:
            needed = self._needed[uid] = tuple(self._needed_by(record_type_of(uid)))
        return tuple([one for one in needed if not _gives(instance, one)]) if needed else ()

    def _needed_by(self, record_type: str) -> Iterator[Needed]:
        """What may be asked; what is of Type 1 without a profile, too, has a stand-in."""
        own = RECORD_TYPES.get(record_type)
        if own is None:
            return
        levels = (*GROUPING, record_type) if GROUPING[-1] in own.parents else (record_type,)
        for level in levels:
            for place, key in enumerate(RECORD_TYPES[level].keys):
                if key.type == "1" or key.keyword == ICON or key.keyword in _ASKED_ALREADY:
                    continue
                for row in self._profile.keys.rows:
                    if level in row.record_types and row.keyword == key.keyword and _may(row):
                        yield Needed(row, level, place, _standing(key))


def _may(row: KeyRow) -> bool:
    """Whether a row may ask for a value that the instance has not."""
    return row.type == "1" or row.condition == "when"


def _standing(key: Key) -> Callable[[bytes], bool]:
    # Instances of a series say much the same.
    return lru_cache(maxsize=256)(lambda value: bool(valid_value(key, value)))


def _gives(instance: Instance, needed: Needed) -> bool:
    if needed.record_type in GROUPING:
        values = parent_values(needed.record_type, instance.parents)
    else:
        values = instance.keys
    return needed.place < len(values) and needed.stands(values[needed.place])


def unmet_keys(lacking: Iterable[Needed], facts: Facts) -> Iterator[Nonconformance]:
    """What of the keys that an instance lacks its records must have all the same."""
    for one in lacking:
        if is_asked(one.row, {}, facts):
            message = (
                f"{one.row.keyword} is missing, and the {one.record_type} record must have it."
            )
            yield Nonconformance(
                "profile-attribute-missing", message, one.row.source, one.row.keyword
            )
