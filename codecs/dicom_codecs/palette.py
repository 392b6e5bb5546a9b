"""PALETTE COLOR as RGB: three lookup tables, plain or in segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .errors import DamagedPixelData

_MOST: Final = 1 << 16
_DISCRETE, _LINEAR, _INDIRECT = range(3)


@dataclass(frozen=True)
class PaletteDescriptor:
    """Red, Green or Blue Palette Color Lookup Table Descriptor.

    Attributes
    ----------
    entries
        1 to 65536, which the file has as 0.
    first
        The stored value that the first entry is for; negative where pixels are signed.
    bits
        Of an entry: 8 or 16.

    References
    ----------
    PS3.3 C.7.6.3.1.5
    """

    entries: int
    first: int
    bits: int

    @classmethod
    def from_values(cls, values: Sequence[int], *, signed: bool) -> "PaletteDescriptor":
        """The descriptor of (0028,1101), (0028,1102) or (0028,1103).

        Parameters
        ----------
        values
            As the file has them, whatever VR was taken for the second.
        signed
            Whether Pixel Representation is 1.

        Raises
        ------
        DamagedPixelData
            There are not three, or no table has such values.

        Examples
        --------
        >>> PaletteDescriptor.from_values([0, 65534, 16], signed=True)
        PaletteDescriptor(entries=65536, first=-2, bits=16)
        """
        if len(values) != 3 or values[2] not in {8, 16} or not 0 <= values[0] <= _MOST:
            raise DamagedPixelData(f"no lookup table has the descriptor {list(values)}")
        first = values[1] % _MOST
        if signed and first >= _MOST // 2:
            first -= _MOST
        return cls(values[0] or _MOST, first, values[2])


def palette_entries(data: bytes, descriptor: PaletteDescriptor) -> NDArray[np.uint8 | np.uint16]:
    """The entries of (0028,1201), (0028,1202) or (0028,1203).

    8-bit entries that lie in a word each, as some write them, are read so.

    Parameters
    ----------
    data
        The value, little endian.
    descriptor
        Its bits say whether entries are ``uint8`` or ``uint16``.

    Raises
    ------
    DamagedPixelData
        There are fewer entries than the descriptor says.

    References
    ----------
    PS3.3 C.7.6.3.1.6

    Examples
    --------
    >>> palette_entries(bytes([1, 2, 3, 0]), PaletteDescriptor(3, 0, 8)).tolist()
    [1, 2, 3]
    """
    if descriptor.bits == 8 and len(data) < 2 * descriptor.entries:
        return _enough(np.frombuffer(data, np.uint8), descriptor)
    words = np.frombuffer(data, "<u2", len(data) // 2).astype(np.uint16)
    return _enough(words.astype(np.uint8) if descriptor.bits == 8 else words, descriptor)


def segmented_entries(data: bytes, descriptor: PaletteDescriptor) -> NDArray[np.uint8 | np.uint16]:
    """The entries of (0028,1221), (0028,1222) or (0028,1223), which come in segments.

    Parameters
    ----------
    data
        The value, little endian: bytes where entries have 8 bits, words where they have 16.
    descriptor
        How many entries there will be.

    Raises
    ------
    DamagedPixelData
        A segment is none of the three kinds, is cut off, refers to where no segments are, or there
        are fewer or more entries in them all than the descriptor says.

    References
    ----------
    PS3.3 C.7.9.2

    Examples
    --------
    >>> data = bytes([0, 2, 10, 20, 1, 3, 50])
    >>> segmented_entries(data, PaletteDescriptor(5, 0, 8)).tolist()
    [10, 20, 30, 40, 50]
    """
    width = descriptor.bits // 8
    cells = np.frombuffer(data, f"<u{width}", len(data) // width).astype(np.int64)
    entries = np.empty(descriptor.entries, np.int64)
    at = filled = 0
    while filled < entries.size:
        kind, number = _cells(cells, at, 2)
        if kind == _INDIRECT:
            reference = _cells(cells, at + 2, 4 // width)
            filled = _again(cells, _offset(reference, width), number, entries, filled)
            at += 2 + 4 // width
        else:
            at, filled = _segment(cells, at, entries, filled)
    return entries.astype(np.uint8 if width == 1 else np.uint16)


def palette_to_rgb(
    frame: NDArray[np.integer[Any]],
    first: int,
    tables: Sequence[NDArray[np.uint8 | np.uint16]],
) -> NDArray[np.uint8 | np.uint16]:
    """Each pixel looked up; below the first entry it is the first, past the last the last.

    Parameters
    ----------
    frame
        ``(rows, columns)`` of stored values.
    first
        The value that the first entries are for.
    tables
        Red, green, blue, each ``(entries,)``.

    Returns
    -------
    NDArray[np.uint8 | np.uint16]
        ``(rows, columns, 3)``, as wide as the tables.

    References
    ----------
    PS3.3 C.7.6.3.1.5

    Examples
    --------
    >>> table = np.array([10, 20, 30], np.uint8)
    >>> palette_to_rgb(np.array([[0, 1, 2, 9]], np.uint8), 1, [table, table, table])[..., 0]
    array([[10, 10, 20, 30]], dtype=uint8)
    """
    colours = _every_colour(tables)
    index = frame.astype(np.int64)
    index -= first
    np.clip(index, 0, len(colours) - 1, out=index)
    return colours.take(index, axis=0)


def _every_colour(
    tables: Sequence[NDArray[np.uint8 | np.uint16]],
) -> NDArray[np.uint8 | np.uint16]:
    """``(entries, 3)``; a table that is shorter goes on with its last entry."""
    longest = max(table.size for table in tables)
    return np.stack([np.pad(one, (0, longest - one.size), mode="edge") for one in tables], axis=1)


def _enough(
    entries: NDArray[np.uint8 | np.uint16], descriptor: PaletteDescriptor
) -> NDArray[np.uint8 | np.uint16]:
    if entries.size < descriptor.entries:
        found = f"{entries.size} entries of a lookup table of {descriptor.entries}"
        raise DamagedPixelData(found)
    return entries[: descriptor.entries]


def _cells(cells: NDArray[np.int64], at: int, number: int) -> list[int]:
    if at + number > cells.size:
        raise DamagedPixelData(f"a segment of a lookup table ends at entry {cells.size}")
    found: list[int] = cells[at : at + number].tolist()
    return found


def _offset(reference: list[int], width: int) -> int:
    """The cell that an indirect segment refers to, by its byte, 32 bits little endian."""
    return sum(cell << 8 * width * place for place, cell in enumerate(reference)) // width


def _again(
    cells: NDArray[np.int64], at: int, number: int, entries: NDArray[np.int64], filled: int
) -> int:
    """Entries of so many segments from a cell on, after those that are filled.

    An indirect segment is none of them (PS3.3 C.7.9.2.3), so that nothing goes in circles.
    """
    for _ in range(number):
        at, filled = _segment(cells, at, entries, filled)
    return filled


def _segment(
    cells: NDArray[np.int64], at: int, entries: NDArray[np.int64], filled: int
) -> tuple[int, int]:
    """Entries of a discrete or linear segment; where it ends, and how many are filled then."""
    kind, number = _cells(cells, at, 2)
    end = filled + number
    if kind not in {_DISCRETE, _LINEAR} or not number or (kind == _LINEAR and not filled):
        raise DamagedPixelData(f"no segment of a lookup table begins with {kind} and {number}")
    if end > entries.size:
        raise DamagedPixelData(f"segments have more entries than the {entries.size} of their table")
    if kind == _DISCRETE:
        entries[filled:end] = _cells(cells, at + 2, number)
        return at + 2 + number, end
    start, (stop,) = entries[filled - 1], _cells(cells, at + 2, 1)
    steps = np.arange(1, number + 1)
    entries[filled:end] = start + (2 * (stop - start) * steps + number) // (2 * number)
    return at + 3, end
