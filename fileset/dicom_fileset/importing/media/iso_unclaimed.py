"""Instances in sectors of an image that no record leads to: what a directory has lost."""

from collections.abc import Iterable, Iterator

from .iso_bytes import SECTOR, Extent, Image

_FIRST = 16 * SECTOR
_STEP = 512 * SECTOR


def unclaimed(image: Image, extents: Iterable[Extent]) -> Iterator[int]:
    """Where instances begin outside of all extents; a file begins with a sector (ECMA-119 6.4.1).

    Only what lies outside is read, each sector once. They are known by their mark (PS3.10 7.1).
    """
    at = _FIRST
    for position, size in [*sorted(set(extents)), Extent(image.size, 0)]:
        yield from _instances(image, at, min(position, image.size))
        at = max(at, -(-(position + size) // SECTOR) * SECTOR)


def _instances(image: Image, start: int, end: int) -> Iterator[int]:
    for at in range(start, end, _STEP):
        data = image.read(at, min(_STEP, end - at))
        for within in range(0, len(data), SECTOR):
            if data[within + 128 : within + 132] == b"DICM":
                yield at + within
