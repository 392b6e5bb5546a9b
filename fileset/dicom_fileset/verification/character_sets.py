"""A record whose text is not in the character set that it declares, where its file's is."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from ..character_sets import TERMS
from ..dicomdir.keys import RecordKeys
from ..elements import TEXT_VRS
from ..findings import finding
from ..model import Finding, Instance, Where
from ..records.types import RECORD_TYPES
from ..text import fitting

_TAG: Final = 0x0008_0005


def character_set_findings(
    instance: Instance, record_type: str, keys: RecordKeys, values: Sequence[bytes]
) -> Iterator[Finding]:
    """That the Specific Character Set of a record is wrong, where its file has a right one.

    Parameters
    ----------
    instance
        The file, or the first of those below the record.
    values
        That the file has for the keys of the record's type, in their order.

    References
    ----------
    PS3.3 C.12.1.1.2
    """
    declared, meant = keys.value(_TAG), instance.parents.character_set
    if declared == meant:
        return
    tags = _text_tags(record_type)
    mine = [keys.value(tag) for _, tag in tags]
    theirs = [values[number] for number, _ in tags]
    if _is_right(declared, mine) or not _is_right(meant, theirs):
        return
    shown = declared.decode("ascii", "replace") or "none"
    message = f"The text of the record is not in the character set {shown}."
    where = Where(instance.path, None, record_type, "(0008,0005)")
    yield finding("record-key-differs", message, where)


def _is_right(character_set: bytes, values: Sequence[bytes]) -> bool:
    return _is_known(character_set) and all(
        fitting(value, character_set).character_set == character_set for value in values
    )


@lru_cache(maxsize=256)
def _is_known(character_set: bytes) -> bool:
    terms = character_set.decode("ascii", "replace").split("\\")
    return all(term.strip(" \0") in TERMS for term in terms)


@lru_cache(maxsize=256)
def _text_tags(record_type: str) -> tuple[tuple[int, int], ...]:
    """Position among the keys of a type, and tag, of those that are text."""
    keys = RECORD_TYPES[record_type].keys
    return tuple((number, key.tag) for number, key in enumerate(keys) if key.vr in TEXT_VRS)
