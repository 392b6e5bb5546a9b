"""What a header says of pixels and making, for profiles: raw, and kept once for a series."""

from collections.abc import Callable, Iterable
from typing import Final

from ..elements import cleaned
from ..model import Pixels, Traits
from .failure import ScanFailure
from .sequences import encoded_items
from .wanted import OVERLAY_TAGS, TRAITS

Find = Callable[[int], bytes | None]
"""The value of a tag, raw; ``None`` when absent."""

_ONE: Final = b"\1\0"
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


def traits_of(find: Find, pixels: Pixels, *, implicit: bool) -> Traits:
    """All of it as one value."""
    return Traits(
        trait_values(find, implicit=implicit), overlays_of(map(find, OVERLAY_TAGS)), pixels
    )
