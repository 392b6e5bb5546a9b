"""Ways to spoil the bytes of a DICOMDIR, whatever they mean."""

import struct
from collections.abc import Callable
from random import Random
from typing import Final

Spoil = Callable[[bytearray, Random, list[bytes]], None]
"""Changes some bytes; the last are other directories to take bytes from."""


def flipped(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """XOR of a few bytes, more often in what matters most: the head, and the heads of records."""
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        data[_place(data, rng)] ^= rng.randrange(1, 256)


def set_to_extremes(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """Some bytes in a row become 00, 7F, 80 or FF."""
    at, count = _place(data, rng), rng.choice((1, 2, 4, 8))
    data[at : at + count] = bytes([rng.choice((0, 0x7F, 0x80, 0xFF))]) * count


def cut(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """Truncation."""
    del data[rng.randrange(len(data)) :]


def dropped(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """Bytes missing in the middle."""
    at = _place(data, rng)
    del data[at : at + rng.choice((1, 2, 8, 64, 512))]


def doubled(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """Bytes that stand twice."""
    at, count = _place(data, rng), rng.choice((1, 2, 8, 64, 512))
    data[at:at] = data[at : at + count]


def moved(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """Bytes that stand elsewhere."""
    at, count = _place(data, rng), rng.choice((8, 64, 512))
    part = data[at : at + count]
    del data[at : at + count]
    to = rng.randrange(len(data) + 1)
    data[to:to] = part


def spliced(data: bytearray, rng: Random, others: list[bytes]) -> None:
    """The beginning of one directory and the end of another."""
    other = rng.choice(others)
    at = rng.randrange(len(data))
    near = min(at, len(other) - 1)
    del data[at:]
    data += other[rng.choice((near, rng.randrange(len(other)))) :]


def lengths_changed(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """The length of an item, of the sequence or of an element says something else."""
    mark = rng.choice(
        (b"\xfe\xff\x00\xe0", b"\x04\0\x20\x12SQ\0\0", b"\x04\0\0\x15CS", b"PN", b"UI")
    )
    at = _found(data, mark, rng)
    if at >= 0:
        width = 4 if len(mark) in {4, 8} else 2
        length = rng.choice((0, 1, 7, 8, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
        data[at : at + width] = struct.pack("<L", length)[:width]


def vrs_changed(data: bytearray, rng: Random, _: list[bytes]) -> None:
    """The VR of an element is another, known or not."""
    mark = rng.choice((b"CS", b"UI", b"UL", b"US", b"PN", b"LO", b"DA", b"SQ", b"IS"))
    at = _found(data, mark, rng)
    if at >= 0:
        vrs = (b"SQ", b"UN", b"OB", b"UT", b"OW", b"US", b"CS", b"??", b"\0\0", b"ZZ", b"AT")
        data[at - 2 : at] = rng.choice(vrs)


def garbage_after(data: bytearray, rng: Random, others: list[bytes]) -> None:
    """Something follows: zeros, noise, another directory."""
    data += rng.choice((bytes(512), rng.randbytes(100), rng.choice(others)))


def _found(data: bytearray, mark: bytes, rng: Random) -> int:
    """The byte after a place where ``mark`` stands; -1 where it nowhere does."""
    at = data.find(mark, rng.randrange(len(data)))
    at = at if at >= 0 else data.find(mark)
    return at + len(mark) if at >= 0 else -1


def _place(data: bytearray, rng: Random) -> int:
    if rng.random() < 0.5:
        at = data.find(b"\xfe\xff\x00\xe0", rng.randrange(len(data)))
        if at >= 0:
            return min(at + rng.randrange(64), len(data) - 1)
    return rng.randrange(len(data))


SPOILS: Final[dict[str, Spoil]] = {
    "bytes flipped": flipped,
    "bytes set to extremes": set_to_extremes,
    "cut": cut,
    "bytes dropped": dropped,
    "bytes doubled": doubled,
    "bytes moved": moved,
    "spliced": spliced,
    "lengths changed": lengths_changed,
    "VRs changed": vrs_changed,
    "garbage after": garbage_after,
}
