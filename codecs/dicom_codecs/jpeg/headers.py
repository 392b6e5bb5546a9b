"""Marker segments of a stream."""

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np

from .components import Component
from .quantisation import Steps, zigzag

START: Final = b"\xff\xd8"
END: Final = b"\xff\xd9"

BASELINE: Final = 0xC0
EXTENDED: Final = 0xC1
"""Frames of a sequential DCT with Huffman codes, 8 bits and two tables; and those of more."""

JFIF: Final = b"\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"
"""Colours are YCbCr of the full range, chroma is in the middle of its pixels (ISO 10918-5 7)."""


def quantisation_segment(number: int, steps: Steps) -> bytes:
    """DQT of one table, its steps of 8 bits.

    Parameters
    ----------
    number
        Of the table.
    steps
        ``(8, 8)``.

    References
    ----------
    ISO 10918-1 B.2.4.1
    """
    body = steps.reshape(-1)[zigzag()].astype(np.uint8).tobytes()
    return b"\xff\xdb" + struct.pack(">HB", 3 + len(body), number) + body


def frame_segment(
    kind: int, precision: int, size: tuple[int, int], components: Sequence[Component]
) -> bytes:
    """SOF.

    Parameters
    ----------
    kind
        :data:`BASELINE` or :data:`EXTENDED`.
    precision
        Bits of a sample.
    size
        Rows and columns.
    components
        Of the frame.

    References
    ----------
    ISO 10918-1 B.2.2
    """
    body = struct.pack(">BHHB", precision, *size, len(components))
    for one in components:
        body += bytes((one.identifier, one.horizontal << 4 | 1, one.table))
    return struct.pack(">BBH", 0xFF, kind, 2 + len(body)) + body


def scan_segment(components: Sequence[Component]) -> bytes:
    """SOS of all components, all coefficients at once.

    References
    ----------
    ISO 10918-1 B.2.3
    """
    body = bytes((len(components),))
    for one in components:
        body += bytes((one.identifier, one.table << 4 | one.table))
    body += bytes((0, 63, 0))
    return b"\xff\xda" + struct.pack(">H", 2 + len(body)) + body
