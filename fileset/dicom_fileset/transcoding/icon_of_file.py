"""The icon of an instance, out of its representative frame."""

from typing import Any, Final

import numpy as np
from dicom_codecs.codec import decoder_name
from dicom_codecs.errors import DamagedPixelData
from dicom_codecs.frame import Decoded
from numpy.typing import NDArray

from ..icons.functional_groups import values_of_frame
from ..icons.icon import icon_of, icon_sequence
from ..splice.layout import Layout, opened
from ..splice.spans import DOUBLE_FLOAT_PIXEL_DATA, FLOAT_PIXEL_DATA
from .frame_source import FrameSource
from .image_pixel import HIGH_BIT

_REPRESENTATIVE_FRAME: Final = 0x0028_6010
_THIRD: Final = 3
_SEQUENCES: Final = frozenset({0x0028_3000, 0x0028_3010, 0x5200_9229, 0x5200_9230})
_FLOATS: Final = {FLOAT_PIXEL_DATA: np.float32, DOUBLE_FLOAT_PIXEL_DATA: np.float64}
_MOST_HERE: Final = 256 * 1024 * 1024
"""Bits of a frame that this process may be asked to hold; a child may fail over a larger one."""


def icon_of_file(path: str, rows: int, columns: int) -> bytes:
    """The value of Icon Image Sequence for an instance.

    Parameters
    ----------
    path
        Of its file.
    rows, columns
        Of the icon.

    Raises
    ------
    Refusal, CodecError, ScanFailure, OSError
        There is no frame that can be shown, and why.
    """
    with opened(path) as layout:
        return _icon(layout, FrameSource(layout), (rows, columns))


def icon_of_native_file(path: str, rows: int, columns: int) -> bytes | None:
    """As :func:`icon_of_file`; ``None`` for a file that is better left to a child.

    That is one with compressed streams, over which a decoder may crash, or with huge frames.
    """
    with opened(path) as layout:
        if layout.pixels is not None and layout.pixels.fragments is not None:
            return None
        source = FrameSource(layout)
        if source.syntax.encapsulated or source.image.format.frame_bits > _MOST_HERE:
            return None
        return _icon(layout, source, (rows, columns))


def _icon(layout: Layout, source: FrameSource, side: tuple[int, int]) -> bytes:
    if layout.pixels is not None and layout.pixels.fragments is not None:
        decoder_name(source.syntax)  # of video no frame is looked for
    number = _representative(layout, source.count)
    try:
        decoded = source.decoded(number)
    except DamagedPixelData:
        if not number:
            raise
        number, decoded = 0, source.decoded(0)
    value = values_of_frame(
        lambda tag: layout.items(tag) if tag in _SEQUENCES else layout.value(tag), number
    )
    frame = _cells(layout, source, decoded)
    return icon_sequence(icon_of(frame, decoded.format, value, side))


def _representative(layout: Layout, count: int) -> int:
    """The number that the header names, or else one about a third through (PS3.11 A.3.3.2)."""
    raw = layout.value(_REPRESENTATIVE_FRAME) or b""
    number = int.from_bytes(raw[:2], "little")
    return number - 1 if 1 <= number <= count else count // _THIRD


def _cells(layout: Layout, source: FrameSource, decoded: Decoded) -> NDArray[Any]:
    """Cells as floats where they are floats, and with their Bits Stored at the low end."""
    frame = decoded.frame
    floats = _FLOATS.get(layout.pixels.tag) if layout.pixels is not None else None
    if floats is not None and frame.dtype.itemsize == np.dtype(floats).itemsize:
        return frame.view(floats)
    if source.image.low_bits or source.syntax.encapsulated:
        return frame
    high_bit = int.from_bytes((layout.value(HIGH_BIT) or b"")[:2], "little")
    return frame >> max(high_bit + 1 - decoded.format.bits_stored, 0)
