"""Segments unpacked step by step: for what a library cannot do, and where there is none."""

from collections.abc import Callable
from typing import Final, NamedTuple

_NO_OPERATION: Final = 128
_MADE: Final = (*range(1, 129), 0, *range(128, 1, -1))
"""How many bytes a packet makes, by its head (PS3.5 G.3.2)."""
_TAKEN: Final = (*range(2, 130), 1, *[2] * 127)
"""How many bytes a packet has, its head included."""


class Unpacked(NamedTuple):
    """What a segment holds.

    Attributes
    ----------
    data
        Not more than was expected.
    surplus
        How many bytes more it makes.
    """

    data: bytes | bytearray
    surplus: int


Unpack = Callable[[bytes, int], Unpacked]
"""Of a segment that is not empty, and how many bytes are expected of it."""


def unpack(segment: bytes, expected: int) -> Unpacked:
    r"""Unpack one segment.

    What its last packet lacks is left out.  A single byte at the end is padding (PS3.5 G.4.1).

    References
    ----------
    PS3.5 G.3.2

    Examples
    --------
    >>> unpack(bytes.fromhex("fe 07 80 01 08 09 00"), 5)
    Unpacked(data=bytearray(b'\x07\x07\x07\x08\t'), surplus=0)
    """
    data, at, last = bytearray(), 0, len(segment) - 1
    while at < last and len(data) < expected:
        head = segment[at]
        if head < _NO_OPERATION:
            data += segment[at + 1 : at + head + 2]
        elif head > _NO_OPERATION:
            data += segment[at + 1 : at + 2] * _MADE[head]
        at += _TAKEN[head]
    surplus = max(0, len(data) - expected) + measured(segment, at)[1]
    del data[expected:]
    return Unpacked(data, surplus)


def measured(stream: bytes, at: int, most: int | None = None) -> tuple[int, int]:
    """Where packets that begin at a byte end, and how many bytes they make.

    Parameters
    ----------
    most
        Stop once so many bytes, or more, are made.

    Examples
    --------
    >>> measured(bytes.fromhex("fe 07 01 08 09 00"), 0)
    (5, 5)
    """
    made, last = 0, len(stream) - 1
    while at < last and (most is None or made < most):
        head = stream[at]
        lacking = max(0, at + _TAKEN[head] - len(stream))
        made += _MADE[head] - lacking
        at += _TAKEN[head]
    return at, made
