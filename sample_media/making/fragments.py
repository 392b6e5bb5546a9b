"""Encapsulated Pixel Data written by hand, right or wrong (PS3.5 A.4)."""

import struct
from collections.abc import Sequence

from pydicom.dataset import Dataset

DELIMITER = struct.pack("<HHL", 0xFFFE, 0xE0DD, 0)


def item(value: bytes) -> bytes:
    """Return an item (FFFE,E000)."""
    return struct.pack("<HHL", 0xFFFE, 0xE000, len(value)) + value


def offset_table(offsets: Sequence[int]) -> bytes:
    """Return the item of a Basic Offset Table."""
    return item(struct.pack(f"<{len(offsets)}L", *offsets))


def in_three(frame: bytes) -> list[bytes]:
    """Return a frame as three fragments of even length."""
    third = len(frame) // 6 * 2
    return [frame[:third], frame[third : 2 * third], frame[2 * third :]]


def put_items(ds: Dataset, items: Sequence[bytes]) -> None:
    """Let Pixel Data be these items; pydicom writes the Sequence Delimitation Item."""
    ds.PixelData = b"".join(items)
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
