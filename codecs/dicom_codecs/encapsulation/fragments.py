"""Encapsulated Pixel Data walked through: where its fragments lie, and its Basic Offset Table.

::

    FE FF 00 E0  length   Basic Offset Table, perhaps empty    the first item, always there
    FE FF 00 E0  length   fragment                             offsets count from this tag
    FE FF 00 E0  length   fragment
    ...
    FE FF DD E0  00000000                                      Sequence Delimitation Item

References
----------
PS3.5 A.4
"""

from dataclasses import dataclass

import numpy as np

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .basic_table import BasicTable
from .headers import HEADER_BYTES, Headers
from .source import Source
from .walk import Offsets, Walk, numbers


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Items of encapsulated Pixel Data.

    Attributes
    ----------
    basic_offsets
        Values of the Basic Offset Table, at most one more than there are fragments; empty if it
        is.
    first
        Byte of the tag of the first item after the table, which offsets count from.
    offsets, lengths
        Of the value of each fragment, as bytes of the source; those of length 0 are among them.
    after
        The byte behind the delimiter, or where the walk ended.
    deviations
        What was met on the way.
    damage
        What ended the walk before its time.
    """

    basic_offsets: Offsets
    first: int
    offsets: Offsets
    lengths: Offsets
    after: int
    deviations: tuple[Deviation, ...] = ()
    damage: DamagedPixelData | None = None


def read_fragments(source: Source, start: int, end: int | None = None) -> Fragments:
    """Find all fragments; no byte of theirs is read but what lies around short ones.

    Parameters
    ----------
    source
        The file.
    start
        The byte after the header of the Pixel Data element.
    end
        Where what holds the element ends; by default the source.

    Raises
    ------
    DamagedPixelData
        An item runs past the end, is of undefined length, or something else stands where an item
        should.  :func:`salvage_fragments` gives what stands before it.
    """
    found = salvage_fragments(source, start, end)
    if found.damage is not None:
        raise found.damage
    return found


def salvage_fragments(source: Source, start: int, end: int | None = None) -> Fragments:
    """Find the fragments before the end or the first damage, which is told in the result."""
    end = source.size if end is None else min(end, source.size)
    walk = Walk(Headers(source, end), start, end)
    walk.run()
    offsets, lengths = numbers(walk.offsets), numbers(walk.lengths)
    table = BasicTable(source, start, offsets, lengths)
    fragments = offsets[int(table.lies) :]
    return Fragments(
        table.values(),
        int(fragments[0]) - HEADER_BYTES if fragments.size else table.end,
        fragments,
        lengths[int(table.lies) :],
        walk.position,
        (*table.deviations, *walk.deviations()),
        walk.damage,
    )


def bare_fragment(offset: int, length: int) -> Fragments:
    """What to make of Pixel Data of defined length under an encapsulated transfer syntax.

    It must not be (PS3.5 A.4), and some write the stream of a single frame so.

    Parameters
    ----------
    offset, length
        Of the value of Pixel Data.
    """
    told = "Pixel Data is of defined length, and no items are in it: taken as one fragment"
    return Fragments(
        np.empty(0, np.int64),
        offset,
        np.array([offset]),
        np.array([length]),
        offset + length,
        (Deviation("fragments-without-items", told, offset),),
    )
