"""Whether two data sets are one, encodings aside: by pydicom, which wrote neither."""

import warnings
from typing import Any, Final

import numpy as np
import pydicom
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset


def difference(one_path: str, other: Any) -> str | None:
    """The first element in which two files differ, as ``(gggg,eeee)``; ``None`` if in none.

    Parameters
    ----------
    one_path
        The file that was re-encoded.
    other
        Path of what came of it, or an open binary file.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one = pydicom.dcmread(one_path, force=True)
        two = pydicom.dcmread(other, force=True)
        return _differing(one, two)


def _differing(one: Dataset, other: Dataset) -> str | None:
    tags = {tag for tag in set(one.keys()) | set(other.keys()) if tag & 0xFFFF}
    for tag in sorted(tags):
        if tag not in one or tag not in other or not _equal(one, other, tag):
            return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
    return None


def _equal(one: Dataset, other: Dataset, tag: int) -> bool:
    mine, theirs = one.get_item(tag).value, other.get_item(tag).value
    if isinstance(mine, bytes) and isinstance(theirs, bytes) and mine == theirs:
        return True
    if not _has_value(mine) and not _has_value(theirs):
        return True
    if isinstance(mine, bytes) and _is_turned(one, tag):
        return _turned(mine, one, tag) == theirs
    mine, theirs = one[tag].value, other[tag].value
    if isinstance(mine, pydicom.Sequence) and isinstance(theirs, pydicom.Sequence):
        if len(mine) != len(theirs):
            return False
        return all(_differing(a, b) is None for a, b in zip(mine, theirs, strict=True))
    same: bool = mine == theirs
    return same


def _has_value(value: Any) -> bool:
    return value is not None and not (hasattr(value, "__len__") and len(value) == 0)


def _is_turned(data: Dataset, tag: int) -> bool:
    """Whether pydicom hands out the value as it lies, in words that were big endian."""
    raw: object = data.get_item(tag)
    return isinstance(raw, RawDataElement) and not raw.is_little_endian and raw.VR in _WORDS


def _turned(value: bytes, data: Dataset, tag: int) -> bytes:
    words = _WORDS[data.get_item(tag).VR]
    bits = data.get("BitsAllocated", 16)
    if tag == 0x7FE0_0010 and bits in {32, 64}:
        words = bits // 8
    whole = len(value) - len(value) % words
    turned = np.frombuffer(value[:whole], dtype=f">u{words}").astype(f"<u{words}")
    return turned.tobytes() + value[whole:]


_WORDS: Final = (
    dict.fromkeys(("AT", "OW", "SS", "US"), 2)
    | dict.fromkeys(("FL", "OF", "OL", "SL", "UL"), 4)
    | dict.fromkeys(("FD", "OD", "OV", "SV", "UV"), 8)
)
"""Bytes of a word by VR (PS3.5 7.3)."""
