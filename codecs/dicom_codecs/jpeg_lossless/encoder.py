"""Frames as JPEG Lossless streams: process 14, predicted from the left, with the best codes."""

import struct
from dataclasses import replace
from typing import Final

from ..bit_packing import entropy_coded
from ..cells import fit_stored
from ..errors import UnsuitableFrame
from ..frame import Encoded, Frame, Lossy
from ..huffman import optimal_table
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .differences import differences
from .pairs import strips

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_LEAST: Final = 2
_NUMBERED: Final = b"\x01\x02\x03"
_COMPONENTS: Final = {"RGB": b"RGB"}
"""Readers take three components that are numbered for YBR, and those called R, G and B for RGB."""


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, _lossy: Lossy) -> Encoded:
    """Compress one frame; nothing is lost.

    A stream has the precision of Bits Stored.  It has that of Bits Allocated where something
    lies beyond Bits Stored, and where samples are signed, for readers extend no sign: words are
    coded as they lie, and of two's complement the differences are the same.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, 3)`` of ``fmt.dtype``.
    fmt
        What the frame is.
    syntax
        JPEG Lossless, with any or with first-order prediction.

    Raises
    ------
    UnsuitableFrame
        A sample has more than 16 bits, or a pixel neither one nor three samples.

    References
    ----------
    ISO 10918-1 H.1; PS3.5 8.2.1, 10.2
    """
    if fmt.bits_allocated not in {8, 16} or fmt.samples not in {1, 3}:
        reason = f"{fmt.samples} samples of {fmt.bits_allocated} bits, where 1 or 3 of 8 or 16 fit"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    precision = precision_of(frame, fmt)
    found = differences(frame.view(f"u{fmt.dtype.itemsize}"), precision)
    table = optimal_table(found.frequencies)
    names = _COMPONENTS.get(fmt.photometric, _NUMBERED)[: fmt.samples]
    stream = b"".join(
        [
            *(_START, _frame_header(fmt, precision, names), table.segment(), _scan_header(names)),
            *(entropy_coded(strips(found, table)), _END),
        ]
    )
    return Encoded(stream, replace(fmt, planar=False) if fmt.planar else fmt)


def precision_of(frame: Frame, fmt: PixelFormat) -> int:
    """Bits of a sample of the stream, 2 to 16.

    A cell of 16 bits that stores 8 or fewer has a precision of 16: of a lower one DCMTK makes
    bytes, and changes Bits Allocated, and pydicom reads half a frame.

    >>> import numpy as np
    >>> precision_of(np.array([[4095]], np.uint16), PixelFormat(1, 1, 1, 16, 12))
    12
    >>> precision_of(np.array([[4096]], np.uint16), PixelFormat(1, 1, 1, 16, 12))
    16
    """
    if fmt.signed or fmt.bits_stored <= fmt.bits_allocated - 8 or not fit_stored(frame, fmt):
        return fmt.bits_allocated
    return max(fmt.bits_stored, _LEAST)


def _frame_header(fmt: PixelFormat, precision: int, names: bytes) -> bytes:
    """SOF3 (ISO 10918-1 B.2.2): every component at every pixel, no quantisation."""
    components = b"".join(bytes([name, 0x11, 0]) for name in names)
    sizes = struct.pack(">BHHB", precision, fmt.rows, fmt.columns, len(names))
    return _segment(0xC3, sizes + components)


def _scan_header(names: bytes) -> bytes:
    """SOS (ISO 10918-1 B.2.3): selection value 1, and one table for all components."""
    components = b"".join(bytes([name, 0]) for name in names)
    return _segment(0xDA, bytes([len(names)]) + components + b"\x01\x00\x00")


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
