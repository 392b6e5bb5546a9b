"""Offset tables held against the fragments they point at.

References
----------
PS3.5 A.4 (Basic Offset Table); PS3.3 C.7.6.3.1.8 (Extended Offset Table)
"""

from typing import NamedTuple

import numpy as np

from .fragments import Fragments
from .headers import HEADER_BYTES
from .walk import Offsets


class ExtendedTable(NamedTuple):
    """Extended Offset Table (7FE0,0001) and Extended Offset Table Lengths (7FE0,0002).

    Attributes
    ----------
    offsets
        Of the item tag of each frame, from the first after the (empty) Basic Offset Table.
    lengths
        Of each frame; empty where the second element is missing.
    """

    offsets: Offsets
    lengths: Offsets


def extended_table(offsets: bytes, lengths: bytes = b"") -> ExtendedTable:
    """The table out of the values of its two elements (OV: 64 bits, little endian)."""
    return ExtendedTable(_values(offsets), _values(lengths))


def _values(value: bytes) -> Offsets:
    return np.frombuffer(value, "<u8", len(value) // 8).astype(np.int64)


class Begins(NamedTuple):
    """Where frames begin, and how many a table says there are.

    Attributes
    ----------
    items
        The fragment that each frame begins with, ascending from 0.
    entries
        As many; more where the walk over the fragments has not come to all.
    """

    items: Offsets
    entries: int


def begins_of(offsets: Offsets, fragments: Fragments) -> Begins | None:
    """The fragments that a table points at; ``None`` if it is not sound.

    A sound one begins with 0, ascends, and points at nothing but tags of items.
    """
    if not offsets.size or offsets[0] != 0 or (np.diff(offsets) <= 0).any():
        return None
    tags = fragments.offsets - (HEADER_BYTES + fragments.first)
    reached = offsets
    if fragments.damage is not None:
        stop = fragments.after - fragments.first
        tags = np.append(tags, stop)
        reached = offsets[offsets <= stop]
    if not tags.size:
        return None
    items = np.searchsorted(tags, reached)
    if not np.array_equal(tags[np.minimum(items, tags.size - 1)], reached):
        return None
    return Begins(items, offsets.size)


def lengths_agree(lengths: Offsets, begins: Begins, fragments: Fragments) -> bool:
    """Whether the lengths of an Extended Offset Table are those of its frames.

    Whether they count what pads a fragment is understood in both ways.
    """
    items = begins.items[begins.items < fragments.lengths.size]
    if lengths.size != begins.entries:
        return False
    excess = fragments.lengths[items] - lengths[: items.size]
    return bool(((excess == 0) | (excess == 1)).all())
