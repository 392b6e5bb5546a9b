"""The icon of an instance, out of its representative frame."""

from typing import Any, Final

import numpy as np
from dicom_codecs.frame import Decoded
from dicom_codecs.palette import (
    PaletteDescriptor,
    palette_entries,
    palette_to_rgb,
    segmented_entries,
)
from dicom_codecs.pixel_format import PixelFormat
from numpy.typing import NDArray

from ..icons.icon import icon_of, icon_sequence
from ..icons.look import Look, Value, look_of, window_groups
from ..splice.layout import Layout, opened
from .frame_source import FrameSource

_REPRESENTATIVE_FRAME: Final = 0x0028_6010
_SHARED_GROUPS, _PER_FRAME_GROUPS = 0x5200_9229, 0x5200_9230
_WINDOW_GROUP, _TRANSFORM_GROUP = 0x0028_9132, 0x0028_9145
_WINDOW: Final = frozenset({0x0028_1050, 0x0028_1051, 0x0028_1056})
_TRANSFORM: Final = frozenset({0x0028_1052, 0x0028_1053})
_THIRD: Final = 3


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
        source = FrameSource(layout)
        decoded = source.decoded(_representative(layout, source.count))
        value = _value_of(layout)
        look = look_of(value, decoded.format)
        frame, fmt = _resolved(decoded, layout)
        if fmt is not decoded.format:
            look = Look(aspect=look.aspect)
        return icon_sequence(icon_of(frame, fmt, look, (rows, columns)))


def _representative(layout: Layout, count: int) -> int:
    """The number that the header names, or else one about a third through (PS3.11 A.3.3.2)."""
    raw = layout.value(_REPRESENTATIVE_FRAME) or b""
    number = int.from_bytes(raw[:2], "little")
    return number - 1 if 1 <= number <= count else count // _THIRD


def _value_of(layout: Layout) -> Value:
    """Values of the header; windows and slopes from functional groups, where they stand there."""
    groups = layout.items(_SHARED_GROUPS)
    fallbacks = {
        tag: window_groups(groups, group)
        for tags, group in ((_WINDOW, _WINDOW_GROUP), (_TRANSFORM, _TRANSFORM_GROUP))
        for tag in tags
    }

    def value(tag: int) -> bytes | None:
        found = layout.value(tag)
        return found if found is not None else fallbacks.get(tag, {}).get(tag)

    return value


def _resolved(decoded: Decoded, layout: Layout) -> tuple[NDArray[Any], PixelFormat]:
    """A palette's colours; other frames as they are."""
    if decoded.format.photometric != "PALETTE COLOR":
        return decoded.frame, decoded.format
    tables: list[NDArray[np.uint8 | np.uint16]] = []
    first = 0
    for channel in range(3):
        raw = layout.value(0x0028_1101 + channel) or b""
        values = np.frombuffer(raw, "<u2", len(raw) // 2).tolist()
        descriptor = PaletteDescriptor.from_values(values, signed=decoded.format.signed)
        plain = layout.value(0x0028_1201 + channel)
        segments = layout.value(0x0028_1221 + channel) or b""
        entries = (
            palette_entries(plain, descriptor) if plain else segmented_entries(segments, descriptor)
        )
        first = descriptor.first
        tables.append(entries)
    rgb = palette_to_rgb(decoded.frame, first, tables)
    bits = rgb.dtype.itemsize * 8
    fmt = decoded.format
    return rgb, PixelFormat(fmt.rows, fmt.columns, 3, bits, bits, False, photometric="RGB")
