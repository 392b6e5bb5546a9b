"""What a header says of pixels and making, for profiles: raw, and kept once for a series."""

from collections.abc import Callable, Iterable
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_codecs.stream_head import head_of

from ..elements import ITEM, SEQUENCE_END, UNDEFINED, cleaned
from ..model import Traits
from .failure import ScanFailure
from .sequences import encoded_items
from .wanted import OVERLAY_TAGS, TRAITS
from .window import FIRST_BYTES, Window

Find = Callable[[int], bytes | None]
"""The value of a tag, raw; ``None`` when absent."""

_PIXEL_DATA: Final = 0x7FE0_0010
_ONE: Final = b"\1\0"
_MOST_FRAGMENTS: Final = 64
_HEAD_BYTES: Final = 4096
TRAIT_VRS: Final = {"number": "US", "numeral": "IS", "text": "LO", "texts": "LO", "items": "SQ"}


def trait_values(find: Find, *, implicit: bool) -> tuple[bytes | None, ...]:
    """The values of :data:`~dicom_fileset.scan.wanted.TRAIT_TAGS`."""
    values = []
    for tag, kind in TRAITS:
        value = find(tag)
        if value is not None and kind == "items":
            value = _items(tag, value, implicit=implicit)
        elif value is not None:
            value = cleaned(value, TRAIT_VRS[kind])
        values.append(value)
    return tuple(values)


def cleaned_traits(raw: tuple[bytes | None, ...]) -> tuple[bytes | None, ...]:
    """Raw values, none of them of a sequence, without padding."""
    return tuple(
        None if value is None else cleaned(value, TRAIT_VRS[kind])
        for value, (_, kind) in zip(raw, TRAITS, strict=True)
    )


def _items(tag: int, value: bytes, *, implicit: bool) -> bytes:
    """A sequence in Explicit VR Little Endian; a damaged one has no items."""
    try:
        return encoded_items(tag, value, implicit=implicit) if value else b""
    except ScanFailure:
        return b""


def overlays_of(bits_allocated: Iterable[bytes | None]) -> str:
    """Where overlays lie: ``none``, ``data`` or ``embedded`` (PS3.3 C.9.2).

    Parameters
    ----------
    bits_allocated
        Overlay Bits Allocated of each group that there may be.
    """
    found = {value for value in bits_allocated if value is not None}
    if not found:
        return "none"
    return "data" if found == {_ONE} else "embedded"


Stream = tuple[int, tuple[str, ...], int, int]
"""Fragments, and the syntaxes, rows and columns of a head: the last four fields of Traits."""
NO_STREAM: Final[Stream] = (0, (), 0, 0)
PLAIN: Final = frozenset(uid for uid, row in TRANSFER_SYNTAXES.items() if not row.encapsulated)
"""Transfer syntaxes in which no stream shows anything."""


def stream_of(window: Window, position: int, transfer_syntax_uid: str) -> Stream:
    """What the pixel data at ``position`` show of themselves.

    Compressed frames are looked at as far as the first bytes of the file go; a head further back
    is left for those who read it whole.
    """
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    if row is None or transfer_syntax_uid in PLAIN:
        return NO_STREAM
    try:
        if row.family == "video":
            return (_fragments(window, position), (), 0, 0)
        if position + _HEAD_BYTES // 4 > FIRST_BYTES:
            return NO_STREAM
        return _first_head(window, position)
    except ScanFailure:
        return NO_STREAM


def _items_start(window: Window, position: int) -> int | None:
    """Where the items of encapsulated pixel data begin; ``None`` where there are none."""
    if position + 12 > window.size:
        return None
    head = window.value(position, 12)
    tag = int.from_bytes(head[:2], "little") << 16 | int.from_bytes(head[2:4], "little")
    undefined = int.from_bytes(head[8:12], "little") == UNDEFINED
    return position + 12 if tag == _PIXEL_DATA and undefined else None


def _item(window: Window, position: int) -> tuple[int, int]:
    """Tag and length of the item at ``position``."""
    head = window.value(position, 8)
    tag = int.from_bytes(head[:2], "little") << 16 | int.from_bytes(head[2:4], "little")
    return tag, int.from_bytes(head[4:8], "little")


def _first_head(window: Window, position: int) -> Stream:
    at = _items_start(window, position)
    for _ in range(_MOST_FRAGMENTS if at is not None else 0):
        assert at is not None  # noqa: S101 - a narrowing
        tag, length = _item(window, at)
        if tag != ITEM:
            break
        if length > 2:
            start = window.value(
                at + 8, min(length, _HEAD_BYTES, min(window.size, FIRST_BYTES) - at - 8)
            )
            head = head_of(start)
            if head is not None:
                return 0, head.syntaxes, head.rows, head.columns
        at += 8 + length
        if at + 8 > FIRST_BYTES:
            break
    return NO_STREAM


def _fragments(window: Window, position: int) -> int:
    """How many items follow the Basic Offset Table; counted up to a bound."""
    at = _items_start(window, position)
    count = -1
    while at is not None and at + 8 <= window.size and count < _MOST_FRAGMENTS:
        tag, length = _item(window, at)
        if tag == SEQUENCE_END or tag != ITEM:
            break
        count += 1
        at += 8 + length
    return max(count, 0)


def traits_of(find: Find, stream: Stream, *, implicit: bool) -> Traits:
    """All of it as one value."""
    return Traits(
        trait_values(find, implicit=implicit), overlays_of(map(find, OVERLAY_TAGS)), *stream
    )
