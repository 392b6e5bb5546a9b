"""Sequences of an instance as its directory record holds them: reduced, and no value changed."""

from collections.abc import Callable, Iterator
from typing import Final

from ..elements import cleaned, element, item
from .encoding import Encoding
from .re_encode import ReEncoder
from .walk import Element, elements_of
from .wanted import FROM_SHARED_GROUPS

_RELATIONSHIP_TYPE: Final = 0x0040_A010
_VERIFICATION_DATE_TIME: Final = 0x0040_A030
_SERIES_UID: Final = 0x0020_000E
_STUDY_UID: Final = 0x0020_000D
_REFERENCED_IMAGES: Final = 0x0008_1140
_REFERENCED_WAVEFORMS: Final = 0x0008_113A
_REFERENCED_SERIES: Final = 0x0008_1115


def encoded_items(tag: int, value: bytes, *, implicit: bool) -> bytes:
    """The value of a sequence in Explicit VR Little Endian, reduced to what its record may hold.

    Parameters
    ----------
    tag
        Of the sequence.
    value
        Its items, little endian; without the delimiter of one of undefined length.
    implicit
        Whether they have no VRs.

    Raises
    ------
    ScanFailure
        They are damaged.
    """
    explicit = ReEncoder(value, Encoding(implicit=implicit, big_endian=False)).sequence()
    reduce = _REDUCTIONS.get(tag)
    return explicit if reduce is None else b"".join(reduce(explicit))


def items_of(value: bytes) -> Iterator[list[Element]]:
    """The elements of each item of an explicit little endian sequence of defined lengths."""
    at = 0
    while at + 8 <= len(value):
        past = at + 8 + int.from_bytes(value[at + 4 : at + 8], "little")
        yield list(elements_of(value[at + 8 : past]))
        at = past


def _concept_modifiers(value: bytes) -> Iterator[bytes]:
    """All and only the targets of HAS CONCEPT MOD (PS3.3 F.5.25, F.5.26)."""
    for elements in items_of(value):
        relationship = next((found for tag, found, _ in elements if tag == _RELATIONSHIP_TYPE), b"")
        if cleaned(relationship, "CS") == b"HAS CONCEPT MOD":
            yield item(b"".join(whole for _, _, whole in elements))


def _image_references(value: bytes) -> Iterator[bytes]:
    """Series UID and references to its images or waveforms alone (PS3.3 F.5.23, F.5.49)."""
    kept = {_SERIES_UID, _REFERENCED_IMAGES, _REFERENCED_WAVEFORMS}
    for elements in items_of(value):
        yield item(b"".join(whole for tag, _, whole in elements if tag in kept))


def _blended(value: bytes) -> Iterator[bytes]:
    """Study UID and reduced references to series alone (PS3.3 F.5.23)."""
    for elements in items_of(value):
        parts = []
        for tag, found, whole in elements:
            if tag == _REFERENCED_SERIES:
                parts.append(element(tag, "SQ", b"".join(_image_references(found))))
            elif tag == _STUDY_UID:
                parts.append(whole)
        yield item(b"".join(parts))


_REDUCTIONS: Final[dict[int, Callable[[bytes], Iterator[bytes]]]] = {
    0x0040_A730: _concept_modifiers,
    _REFERENCED_SERIES: _image_references,
    0x0070_0402: _blended,
}
"""Sequences of which a record holds a part only, by tag."""


def latest_verification(observers: bytes) -> bytes:
    """The most recent Verification DateTime among Verifying Observer items (PS3.3 F.5.25)."""
    found = (
        cleaned(value, "DT")
        for elements in items_of(observers)
        for tag, value, _ in elements
        if tag == _VERIFICATION_DATE_TIME
    )
    return max(found, default=b"")


def from_shared_groups(groups: bytes) -> dict[int, bytes]:
    """Values of keys that stand in the one item of Shared Functional Groups Sequence.

    Parameters
    ----------
    groups
        The sequence in Explicit VR Little Endian.

    References
    ----------
    PS3.11 Table H.3-2, PS3.3 C.7.6.16.
    """
    first: list[Element] = next(items_of(groups), [])
    groups_by_tag = {tag: value for tag, value, _ in first}
    found: dict[int, bytes] = {}
    for tag, group in FROM_SHARED_GROUPS.items():
        if group is None:
            found[tag] = groups_by_tag.get(tag, b"")
            continue
        inner = next(items_of(groups_by_tag.get(group, b"")), [])
        found[tag] = next((cleaned(value, "DS") for one, value, _ in inner if one == tag), b"")
    return found
