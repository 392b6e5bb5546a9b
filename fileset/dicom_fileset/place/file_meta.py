"""File Meta Information of an instance: read where it ends, written anew (PS3.10 7.1)."""

from functools import lru_cache
from struct import pack
from typing import Final

from ..elements import element, stripped
from ..identification import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME
from ..scan.part10 import meta_walk

_CARRIED_META: Final = frozenset(
    {0x0002_0016, 0x0002_0026, 0x0002_0027, 0x0002_0028, 0x0002_0100, 0x0002_0102}
)
"""File meta elements that say something of the data, and not of who wrote the file."""
_CARRIED_AS_BYTES: Final = tuple(pack("<HH", tag >> 16, tag & 0xFFFF) for tag in _CARRIED_META)


def carried_meta(data: bytes) -> bytes:
    """The elements of a file's meta information that say something of its data, encoded."""
    if not any(map(data.__contains__, _CARRIED_AS_BYTES)):
        return b""  # nearly always: no walk is needed to see that
    walk = meta_walk(data, _CARRIED_META)
    if walk is None:
        return b""
    return b"".join(
        element(tag, _META_VRS.get(tag, "UR"), value) for tag, (_, _, value) in walk.values.items()
    )


def stated_uid(data: bytes, tag: int) -> str:
    """A UID of a file's meta information; empty where it has none."""
    walk = meta_walk(data, frozenset({tag}))
    found = walk.values.get(tag) if walk is not None else None
    return stripped(found[2]).decode("ascii", "replace") if found else ""


_META_VRS: Final = {0x0002_0016: "AE", 0x0002_0100: "UI", 0x0002_0102: "OB"}


def file_head(uids: tuple[str, str, str], carried: bytes = b"") -> bytes:
    """Preamble and File Meta Information (PS3.10 7.1).

    Parameters
    ----------
    uids
        SOP Class, SOP Instance and Transfer Syntax UID.
    carried
        Further elements of group 0002, encoded, in order of tag.
    """
    sop_class, sop_instance, transfer_syntax = uids
    before, after = _around_instance(sop_class, transfer_syntax)
    instance = element(0x0002_0003, "UI", sop_instance.encode("ascii", "replace"))
    meta = b"".join((before, instance, after, carried))
    length = element(0x0002_0000, "UL", len(meta).to_bytes(4, "little"))
    return b"".join((_BEGINNING, length, meta))


_BEGINNING: Final = bytes(128) + b"DICM"


@lru_cache(maxsize=256)
def _around_instance(sop_class: str, transfer_syntax: str) -> tuple[bytes, bytes]:
    """What stands before and after the SOP Instance UID; the same in many files."""
    before = element(0x0002_0001, "OB", b"\0\1") + element(
        0x0002_0002, "UI", sop_class.encode("ascii", "replace")
    )
    after = (
        element(0x0002_0010, "UI", transfer_syntax.encode("ascii", "replace")),
        element(0x0002_0012, "UI", IMPLEMENTATION_CLASS_UID.encode()),
        element(0x0002_0013, "SH", IMPLEMENTATION_VERSION_NAME.encode()),
    )
    return before, b"".join(after)
