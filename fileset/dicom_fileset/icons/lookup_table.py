"""Lookup tables of grey images: Modality LUT and VOI LUT."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

DESCRIPTOR, DATA = 0x0028_3002, 0x0028_3006
_MOST: Final = 1 << 16


class LookupTable(NamedTuple):
    """A table of up to 65536 entries.

    Attributes
    ----------
    first
        The number that the first entry is for; what is below it has the first, what is beyond
        the last entry has the last.
    entries
        ``(entries,)``.
    bits
        Of an entry.

    References
    ----------
    PS3.3 C.11.1.1, C.11.2.1.1
    """

    first: int
    entries: NDArray[np.float32]
    bits: int

    def of(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """The entry for each value."""
        places = np.clip(np.rint(values), self.first, self.first + self.entries.size - 1)
        found: NDArray[np.float32] = self.entries.take(places.astype(np.int32) - self.first)
        return found


def lookup_table(item: dict[int, bytes], *, signed: bool) -> LookupTable | None:
    """The table of an item of Modality LUT Sequence or VOI LUT Sequence.

    Parameters
    ----------
    item
        Values by tag, little endian.
    signed
        Whether the numbers that are looked up may be negative.

    Returns
    -------
    LookupTable | None
        ``None`` where it has none, or one with fewer entries than it says.

    Examples
    --------
    >>> item = {0x0028_3002: bytes([2, 0, 9, 0, 12, 0]), 0x0028_3006: bytes([1, 0, 2, 1])}
    >>> lookup_table(item, signed=False).of(np.array([0, 9, 10, 11])).tolist()
    [1.0, 1.0, 258.0, 258.0]
    """
    descriptor = np.frombuffer(item.get(DESCRIPTOR, b"")[:6].ljust(6, b"\0"), "<u2").tolist()
    count, first, bits = descriptor[0] or _MOST, descriptor[1], descriptor[2]
    if signed and first >= _MOST // 2:
        first -= _MOST
    data = item.get(DATA, b"")
    # Entries of 8 bits are met in a byte each, and in a word each (PS3.3 C.11.1.1.1).
    width = 1 if bits <= 8 and len(data) < 2 * count else 2
    if not 1 <= bits <= 16 or len(data) < width * count:
        return None
    entries = np.frombuffer(data, f"<u{width}", count).astype(np.float32)
    # Entries are met that are wider than the descriptor says.
    return LookupTable(first, entries, max(bits, int(entries.max()).bit_length()))
