"""Whether a file is whole: every element of it there, to the last byte."""

import os
from typing import Final

from dicom_codecs.registry import EXPLICIT_BIG

from .failure import ScanFailure
from .part10 import end_of_meta, start_of
from .window import FIRST_BYTES, Window, open_for_reading, window_of_bytes, window_of_file

_EVERYTHING: Final = 0xFFFF_FFFF


def defect_of(window: Window) -> ScanFailure | None:
    """What is wrong with the rest of a file whose header was sound; ``None`` when it is whole.

    Values are stepped over; of compressed pixel data every fragment's length is followed.
    """
    try:
        start = start_of(window)
        if start.transfer_syntax_uid == EXPLICIT_BIG:
            _turn_all(window)
        walk = start.walk
        walk.until(_EVERYTHING, frozenset())
    except ScanFailure as failure:
        return failure
    left = walk.window.size - walk.position
    if left <= 0:
        return None
    rest = walk.window.value(walk.position, left)
    return ScanFailure("trailing-data", walk.position) if any(rest) else None


def _turn_all(window: Window) -> None:
    """Go through a big endian data set to its end."""
    from .re_encode import Encoding, ReEncoder  # noqa: PLC0415 - met in old archives only

    data = window.value(0, window.size)
    begin = end_of_meta(data)
    ReEncoder(data, Encoding(implicit=False, big_endian=True)).data_set(begin)


def defect_of_bytes(data: bytes) -> ScanFailure | None:
    """As :func:`defect_of`, of a file in memory."""
    return defect_of(window_of_bytes(data))


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
