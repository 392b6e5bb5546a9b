"""Encapsulated Pixel Data written by hand: the bytes that follow the header of the element."""

from collections.abc import Iterable, Sequence
from struct import pack

DELIMITER = b"\xfe\xff\xdd\xe0\0\0\0\0"
"""Sequence Delimitation Item (FFFE,E0DD)."""


def item(value: bytes, length: int | None = None) -> bytes:
    """An item (FFFE,E000); ``length`` is what it says of itself, if that is not the truth."""
    return b"\xfe\xff\x00\xe0" + pack("<L", len(value) if length is None else length) + value


def basic(*offsets: int) -> bytes:
    """The item of a Basic Offset Table; without offsets it is empty."""
    return item(pack(f"<{len(offsets)}L", *offsets))


def value(fragments: Iterable[bytes], offsets: Sequence[int] = ()) -> bytes:
    """A table, fragments, a delimiter."""
    return basic(*offsets) + b"".join(map(item, fragments)) + DELIMITER


def offsets_of(lengths: Sequence[int]) -> list[int]:
    """Where the items of fragments of such lengths begin, counted from the first."""
    return [sum(lengths[:number]) + 8 * number for number in range(len(lengths))]
