"""A record made anew: what of the old one lasts, and what is otherwise now."""

import contextlib
from typing import Final

from ..elements import stripped, tag_name
from ..records.make import needs_character_set
from ..scan.failure import ScanFailure
from ..scan.walk import elements_of

_CHARACTER_SET: Final = 0x0008_0005
_REFERENCE_GROUP: Final = 0x0004
_SHOWN_VRS: Final = frozenset({b"UI", b"CS", b"DA", b"TM", b"IS"})
"""VRs whose values say nothing of who a patient is; those of PATIENT records are never shown."""
_MOST_SHOWN: Final = 6


def elements_by_tag(body: bytes) -> dict[int, bytes]:
    """The elements of a body as they stand there, as far as it can be read."""
    found: dict[int, bytes] = {}
    with contextlib.suppress(ScanFailure):
        found.update((tag, whole) for tag, _, whole in elements_of(body))
    return found


def renewed(old: bytes, new: bytes) -> bytes:
    """A body that is made anew, with what the old one has beyond it: icons, further keys.

    Text of the old one lasts only where the character set of the new one says it, too.
    """
    mine, theirs = elements_by_tag(new), elements_by_tag(old)
    extra = {
        tag: whole
        for tag, whole in theirs.items()
        if tag not in mine and tag >> 16 != _REFERENCE_GROUP
    }
    same_letters = mine.get(_CHARACTER_SET) == theirs.get(_CHARACTER_SET)
    if not same_letters and needs_character_set(mine.values()):
        extra.pop(_CHARACTER_SET, None)
        extra = {tag: whole for tag, whole in extra.items() if not needs_character_set([whole])}
    return b"".join(whole for _, whole in sorted((mine | extra).items()))


def before_and_after(record_type: str, old: bytes, new: bytes) -> tuple[str, str]:
    """What two bodies of a record have otherwise, for a person: nothing that tells who it is."""
    mine, theirs = elements_by_tag(new), elements_by_tag(old)
    tags = sorted(tag for tag in mine.keys() | theirs.keys() if mine.get(tag) != theirs.get(tag))
    shown = tags[:_MOST_SHOWN]
    return (
        ", ".join(_shown(record_type, tag, theirs.get(tag)) for tag in shown),
        ", ".join(_shown(record_type, tag, mine.get(tag)) for tag in shown),
    )


def _shown(record_type: str, tag: int, whole: bytes | None) -> str:
    if whole is None:
        return f"{tag_name(tag)} none"
    if record_type == "PATIENT" or whole[4:6] not in _SHOWN_VRS:
        return f"{tag_name(tag)} a value" if len(whole) > 8 else f"{tag_name(tag)} empty"
    return f"{tag_name(tag)} {stripped(whole[8:]).decode('ascii', 'replace') or 'empty'}"
