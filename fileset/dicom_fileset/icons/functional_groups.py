"""What the functional groups of one frame say, where the top level of a header says nothing.

References
----------
PS3.3 C.7.6.16: Per-Frame Functional Groups Sequence has an item for each frame, Shared Functional
Groups Sequence one for all.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from ..elements import ITEM, UNDEFINED
from ..scan.failure import ScanFailure
from ..scan.walk import Walk, elements_of
from ..scan.window import window_of_bytes

Value = Callable[[int], bytes | None]
"""The value of an element, little endian, a sequence in Explicit VR; ``None``: there is none."""

_SHARED, _PER_FRAME = 0x5200_9229, 0x5200_9230
_FRAME_VOI_LUT, _TRANSFORMATION, _MEASURES = 0x0028_9132, 0x0028_9145, 0x0028_9110
_GROUPS: Final = {
    0x0028_1050: _FRAME_VOI_LUT,
    0x0028_1051: _FRAME_VOI_LUT,
    0x0028_1056: _FRAME_VOI_LUT,
    0x0028_3010: _FRAME_VOI_LUT,
    0x0028_1052: _TRANSFORMATION,
    0x0028_1053: _TRANSFORMATION,
    0x0028_0030: _MEASURES,
}
"""Elements by tag, and the sequence of the functional group that they stand in."""


def values_of_frame(value: Value, frame: int) -> Value:
    """Values of a header, for one of its frames.

    Parameters
    ----------
    value
        Of the top level, which goes before; a value that cannot be read is none.
    frame
        The first being 0.
    """

    def top(tag: int) -> bytes | None:
        try:
            return value(tag)
        except ScanFailure:
            return None

    @cache
    def groups() -> tuple[dict[int, bytes], dict[int, bytes]]:
        return item_at(top(_PER_FRAME), frame), item_at(top(_SHARED), 0)

    @cache
    def group(tag: int) -> dict[int, bytes]:
        return next((item_at(one[tag], 0) for one in groups() if tag in one), {})

    def found(tag: int) -> bytes | None:
        first = top(tag)
        if first is not None or tag not in _GROUPS:
            return first
        return group(_GROUPS[tag]).get(tag)

    return found


def item_at(sequence: bytes | None, number: int) -> dict[int, bytes]:
    """Values by tag in one item of a sequence, little endian with VRs; none if that is damaged.

    Items before it are stepped over: there may be thousands.
    """
    try:
        return {tag: value for tag, value, _ in elements_of(_content(sequence or b"", number))}
    except ScanFailure:
        return {}


def _content(sequence: bytes, number: int) -> bytes:
    position = 0
    walk = Walk(window_of_bytes(sequence), 0, implicit=False)
    while position + 8 <= len(sequence):
        tag = _word(sequence, position) << 16 | _word(sequence, position + 2)
        length = int.from_bytes(sequence[position + 4 : position + 8], "little")
        if tag != ITEM:
            break
        position += 8
        past = walk.past_item(position) if length == UNDEFINED else position + length
        if not number:
            return sequence[position : past - 8 if length == UNDEFINED else past]
        number, position = number - 1, past
    return b""


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
