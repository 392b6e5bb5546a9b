"""Whether a file is whole: every element of it there, to the last byte."""

import os
from typing import Final

from dicom_codecs.registry import DEFLATED, EXPLICIT_BIG

from ..elements import LONG_VRS, UNDEFINED
from .encoding import BIG_ENDIAN
from .failure import ScanFailure
from .inflating import inflated_pieces
from .part10 import beginning_of, end_of_meta, start_of
from .walk import Walk
from .window import FIRST_BYTES, Window, open_for_reading, window_of_file

_EVERYTHING: Final = 0xFFFF_FFFF


def defect_of(window: Window) -> ScanFailure | None:
    """What is wrong with the rest of a file whose header was sound; ``None`` when it is whole.

    Values are stepped over; of compressed pixel data every fragment's length is followed.
    """
    try:
        window.to_the_end()
        start = start_of(window)
        if start.transfer_syntax_uid in _IN_MEMORY:
            return _IN_MEMORY[start.transfer_syntax_uid](window)
    except ScanFailure as failure:
        return failure
    return defect_after(start.walk)


def defect_after(walk: Walk) -> ScanFailure | None:
    """What is wrong after the place where a walk stands."""
    window = walk.window
    try:
        window.to_the_end()
        walk.until(_EVERYTHING, frozenset())
        left = window.size - walk.position
        rest = window.value(walk.position, left) if left > 0 else b""
    except ScanFailure as failure:
        return failure
    return ScanFailure("trailing-data", walk.position) if any(rest) else None


def ends_file(buffer: bytes, at: int, size: int, *, implicit: bool) -> bool:
    """Whether an element is the last of its file, and ends where that does: what pixel data do.

    ``False`` where that does not show in its header.
    """
    if not implicit and buffer[at + 4 : at + 6] not in LONG_VRS:
        return False
    start = at + (8 if implicit else 12)
    length = int.from_bytes(buffer[start - 4 : start], "little")
    return start <= len(buffer) and length != UNDEFINED and start + length == size


def _defect_of_big_endian(window: Window) -> None:
    """Go through a big endian data set to its end.

    Raises
    ------
    ScanFailure
        It has none.
    """
    from .re_encode import ReEncoder  # noqa: PLC0415 - met in old archives only

    data = window.everything()
    ReEncoder(data, BIG_ENDIAN).data_set(end_of_meta(data))


def _defect_of_deflated(window: Window) -> None:
    """Inflate a data set to its end, piece by piece.

    Raises
    ------
    ScanFailure
        It has none, or cannot be inflated.
    """
    position, most = beginning_of(window).position, window.limits.data_set_bytes
    for _ in inflated_pieces(window.some, position, most):
        pass


_IN_MEMORY: Final = {EXPLICIT_BIG: _defect_of_big_endian, DEFLATED: _defect_of_deflated}
"""Transfer syntaxes whose end is not found by stepping over values where they lie."""


def defect_of_file(path: str) -> ScanFailure | None:
    """As :func:`defect_of`, of a file on disk.

    Raises
    ------
    OSError
        It cannot be read.
    """
    descriptor = open_for_reading(path)
    try:
        return defect_of(window_of_file(descriptor, os.read(descriptor, FIRST_BYTES)))
    finally:
        os.close(descriptor)
