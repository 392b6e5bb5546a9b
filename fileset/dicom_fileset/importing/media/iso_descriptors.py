"""Volume descriptors of an ISO 9660 image (ECMA-119 8): which hierarchies it has."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from .iso_bytes import SECTOR, Image, Tell, readings
from .iso_sectors import makes_sense

_FIRST: Final = 16
_MOST: Final = 64
_MARK: Final = b"CD001"
_ENOUGH: Final = 4
"""Bytes of the mark by which it is known."""
_BOOT, _PRIMARY, _SUPPLEMENTARY, _TERMINATOR = 0, 1, 2, 255
_JOLIET: Final = (b"%/@", b"%/C", b"%/E")
_ENHANCED: Final = 2
_DAMAGED: Final = "image-descriptor-damaged"


class Table(NamedTuple):
    """A path table: where it lies, and in which order its bytes are."""

    position: int
    size: int
    big_endian: bool


class Tree(NamedTuple):
    """A hierarchy of the image.

    Attributes
    ----------
    root
        The directory record of its root.
    joliet
        Whether its names are in UCS-2.
    volume_size
        Bytes that the image should have.
    tables
        Its path tables.
    """

    root: bytes
    joliet: bool
    volume_size: int
    tables: tuple[Table, ...]


def trees(image: Image, tell: Tell) -> list[Tree]:
    """The hierarchies of an image, the primary one first; empty where it is none.

    A descriptor is known by its mark, its type and its root: one of them may be damaged.
    """
    found: list[Tree] = []
    primary = False
    for position, data in _descriptors(image):
        kind = data[0]
        rooted = _has_root(data)
        if not rooted and kind in {_PRIMARY, _SUPPLEMENTARY}:
            tell(_DAMAGED, "A volume descriptor has no root directory", position + 156)
        elif rooted and (kind not in {_PRIMARY, _SUPPLEMENTARY} or data[1:6] != _MARK):
            tell(_DAMAGED, "A volume descriptor is not marked as one", position)
        joliet = _is_joliet(data)
        enhanced = kind == _SUPPLEMENTARY and data[6] == _ENHANCED and not joliet
        if kind == _SUPPLEMENTARY and not enhanced and data[88:91] not in _JOLIET:
            tell(_DAMAGED, "A volume descriptor does not tell how names are written", position + 88)
        if joliet or (not enhanced and (rooted or kind == _PRIMARY)):
            found.append(_tree(data, joliet=joliet))
            primary = primary or not joliet
    if found and not primary:
        tell(_DAMAGED, "There is no primary volume descriptor", _FIRST * SECTOR)
    # Each may be recorded more than once (ECMA-119 6.7.1).
    return sorted(dict.fromkeys(found), key=lambda tree: tree.joliet)


def _descriptors(image: Image) -> Iterator[tuple[int, bytes]]:
    """Descriptors with their places; between them one sector may be none."""
    missed = 0
    for number in range(_FIRST, _FIRST + _MOST):
        data = image.read(number * SECTOR, SECTOR)
        known = len(data) == SECTOR and (_is_marked(data) or _is_descriptor(data))
        missed = 0 if known else missed + 1
        if missed > 1 or (known and data[0] == _TERMINATOR and not any(data[7:])):
            return
        if known:
            yield number * SECTOR, data


def _is_marked(data: bytes) -> bool:
    return _alike(data[1:6], _MARK, _ENOUGH)


def _alike(data: bytes, other: bytes, enough: int) -> bool:
    return sum(one == two for one, two in zip(data, other, strict=True)) >= enough


def _is_descriptor(data: bytes) -> bool:
    return data[0] in {_PRIMARY, _SUPPLEMENTARY} and _has_root(data)


def _has_root(data: bytes) -> bool:
    return makes_sense(data[156:190])


def _is_joliet(data: bytes) -> bool:
    """By its escape sequence; where its type is damaged, too, for no other has one."""
    return any(_alike(data[88:91], one, 2) for one in _JOLIET)


def _tree(data: bytes, *, joliet: bool) -> Tree:
    places = (
        (int.from_bytes(data[at : at + 4], "little" if at < 148 else "big"), at >= 148)
        for at in (140, 144, 148, 152)
    )
    size = max(readings(data, 132, 4))
    tables = tuple(Table(block * SECTOR, size, big) for block, big in places if block)
    return Tree(data[156:190], joliet, min(readings(data, 80, 4)) * SECTOR, tables)
