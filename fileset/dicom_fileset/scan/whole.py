"""Whether a file is whole: every element of it there, to the last byte."""

import os
import zlib
from typing import Final

from dicom_codecs.registry import DEFLATED, EXPLICIT_BIG

from .encoding import BIG_ENDIAN
from .failure import ScanFailure
from .part10 import end_of_meta, start_of
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
        walk = start.walk
        walk.until(_EVERYTHING, frozenset())
    except ScanFailure as failure:
        return failure
    left = walk.window.size - walk.position
    if left <= 0:
        return None
    rest = walk.window.value(walk.position, left)
    return ScanFailure("trailing-data", walk.position) if any(rest) else None


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
    data = window.everything()
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    left = data[end_of_meta(data) :]
    try:
        while left and not inflater.eof:
            inflater.decompress(left, _PIECE_BYTES)
            left = inflater.unconsumed_tail
    except zlib.error as error:
        raise ScanFailure("damaged-deflate", None, str(error)) from error
    if not inflater.eof:
        raise ScanFailure("truncated", len(data))


_PIECE_BYTES: Final = 1024 * 1024
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
