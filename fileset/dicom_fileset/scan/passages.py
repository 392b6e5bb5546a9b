"""What walks passed, header by header: that in which layouts differ, and lengths apart from it.

Two files lie alike when they have the same elements in the same order.  Then they differ in
lengths alone, and one pattern reads both (:mod:`.layout`).
"""

from itertools import pairwise
from typing import Final, NamedTuple

from ..elements import LONG_VRS, SHORT_VRS, UNDEFINED
from .walk import Walk
from .wanted import SOP_CLASS, TRANSFER_SYNTAX

_DECISIVE: Final = (TRANSFER_SYNTAX, SOP_CLASS)
"""Values that decide how the rest is read: they tell layouts apart as tags do."""


class Passage(NamedTuple):
    """One header, and what it says of the bytes up to the next.

    Attributes
    ----------
    head
        Its bytes without the length; with it where that is undefined or the value decisive.
    decisive
        Such a value; empty for all others.
    length_bytes
        Of the length that follows; 0 where the head has it.
    value_bytes
        The length that follows.
    opens
        Tag of the value that begins after this header; 0 where none is wanted.
    closes
        Whether a wanted value ends before this header.
    """

    head: bytes
    decisive: bytes
    length_bytes: int
    value_bytes: int
    opens: int
    closes: bool


def passages_of(buffer: bytes, walks: tuple[Walk, ...], stop: int) -> tuple[Passage, ...]:
    """All that walks passed, one after the other, and the tag of the element where they stopped.

    Empty where a header was passed in a way that its own bytes do not tell.
    """
    values = [(at, length, tag) for walk in walks for tag, (at, length, _) in walk.values.items()]
    opens = {at: tag for at, _, tag in values}
    closes = {at + length for at, length, _ in values}
    trace = [span for walk in walks for span in walk.trace]
    passed: list[Passage] = []
    for (at, size), (past, _) in pairwise([*trace, (stop, 0)]):
        value = at + size
        header, tag = buffer[at:value], opens.get(value, 0)
        if tag in _DECISIVE:
            passed.append(Passage(header, buffer[value:past], 0, 0, tag, at in closes))
            continue
        length_bytes = _length_bytes(header, past - value)
        if length_bytes < 0:
            return ()
        head = header[: size - length_bytes]
        passed.append(Passage(head, b"", length_bytes, past - value, tag, at in closes))
    passed.append(Passage(buffer[stop : stop + 4], b"", 0, 0, 0, stop in closes))
    return tuple(passed)


def _length_bytes(header: bytes, value_bytes: int) -> int:
    """Size of the length in a header; 0 where it is undefined, -1 where it is not plain."""
    vr = header[4:6]
    if len(header) == 8 and vr in SHORT_VRS:
        size = 2
    elif len(header) == (12 if vr in LONG_VRS else 8):
        # Without VR, two letters here would be a length that no header has room for.
        size = 4
    else:
        return -1
    length = int.from_bytes(header[-size:], "little")
    if length == UNDEFINED and not value_bytes:
        return 0
    return size if length == value_bytes else -1
