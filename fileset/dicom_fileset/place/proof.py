"""Whether two data sets are one, encodings aside: by pydicom, which wrote neither."""

import operator
import warnings
from collections.abc import Set as AbstractSet
from typing import Any, Final

import numpy as np
import pydicom
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from ..elements import tag_name


def difference(one: Any, other: Any) -> str | None:
    """The first element in which two files differ, as ``(gggg,eeee)``; ``None`` if in none.

    Parameters
    ----------
    one
        Path of the file that was re-encoded, or an open binary file.
    other
        The same of what came of it.
    """
    tag = differing_tag(one, other)
    return None if tag is None else tag_name(tag)


def differing_tag(one: Any, other: Any, but: AbstractSet[int] = frozenset()) -> int | None:
    """As :func:`difference`, the tag itself; those in ``but`` are not looked at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _differing(pydicom.dcmread(one, force=True), pydicom.dcmread(other, force=True), but)


def _differing(one: Dataset, other: Dataset, but: AbstractSet[int] = frozenset()) -> int | None:
    tags = {tag for tag in set(one.keys()) | set(other.keys()) if tag & 0xFFFF} - {_PADDING}
    for tag in sorted(tags - but):
        if tag not in one or tag not in other or not _equal(one, other, tag):
            return int(tag)
    return None


def _equal(one: Dataset, other: Dataset, tag: int) -> bool:
    mine, theirs = _little_endian(one, tag), _little_endian(other, tag)
    if mine is not None and mine == theirs:
        return True
    mine, theirs = one[tag].value, other[tag].value
    if isinstance(mine, pydicom.Sequence) and isinstance(theirs, pydicom.Sequence):
        if len(mine) != len(theirs):
            return False
        return all(_differing(a, b) is None for a, b in zip(mine, theirs, strict=True))
    return bool(operator.eq(_or_none(mine), _or_none(theirs)))


def _or_none(value: Any) -> Any:
    """A value that is empty in one way or another, as one thing."""
    return None if hasattr(value, "__len__") and len(value) == 0 else value


def _little_endian(data: Dataset, tag: int) -> bytes | None:
    """The bytes of a value as they lie, words turned where they were big endian; or ``None``."""
    raw: object = data.get_item(tag)
    if not isinstance(raw, RawDataElement) or raw.VR == "SQ" or not isinstance(raw.value, bytes):
        return None
    words = 1 if raw.is_little_endian else _WORDS.get(raw.VR or "", 1)
    if tag == _PIXEL_DATA and words > 1 and data.get("BitsAllocated") in {32, 64}:
        words = data.BitsAllocated // 8
    if words == 1:
        return raw.value
    whole = len(raw.value) - len(raw.value) % words
    turned = np.frombuffer(raw.value[:whole], dtype=f">u{words}").astype(f"<u{words}")
    return turned.tobytes() + raw.value[whole:]


_PADDING: Final = 0xFFFC_FFFC
"""Data Set Trailing Padding says nothing (PS3.10 7.2)."""
_PIXEL_DATA: Final = 0x7FE0_0010
_WORDS: Final[dict[str, int]] = {
    **dict.fromkeys(("AT", "OW", "SS", "US"), 2),
    **dict.fromkeys(("FL", "OF", "OL", "SL", "UL"), 4),
    **dict.fromkeys(("FD", "OD", "OV", "SV", "UV"), 8),
}
"""Bytes of a word by VR (PS3.5 7.3)."""
