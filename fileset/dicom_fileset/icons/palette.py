"""PALETTE COLOR frames as greys."""

from typing import Any, Final

import numpy as np
from dicom_codecs.palette import (
    PaletteDescriptor,
    palette_entries,
    palette_to_rgb,
    segmented_entries,
)
from numpy.typing import NDArray

from .functional_groups import Value

_DESCRIPTOR, _ENTRIES, _SEGMENTS = 0x0028_1101, 0x0028_1201, 0x0028_1221
LUMA: Final = (0.299, 0.587, 0.114)
"""Of red, green and blue (PS3.3 C.7.6.3.1.2)."""


def greys_of_palette(frame: NDArray[Any], value: Value, *, signed: bool) -> NDArray[np.float32]:
    """Each pixel of a PALETTE COLOR frame as the luma of its colour, 0 to 255.

    Parameters
    ----------
    frame
        ``(rows, columns)`` of stored values.
    value
        Of the header.
    signed
        Pixel Representation.

    Raises
    ------
    DamagedPixelData
        The header has no palette, or none that can be used.
    """
    tables = []
    first = 0
    for channel in range(3):
        descriptor = _descriptor(value(_DESCRIPTOR + channel), signed=signed)
        tables.append(_entries(value, channel, descriptor))
        first = descriptor.first
    longest = max(table.size for table in tables)
    colours = palette_to_rgb(np.arange(longest)[None], 0, tables)[0]
    # 8-bit entries under a descriptor of 16 bits are met, and would all be black.
    brightest = 255 if colours.max() <= 255 else 65535
    greys = (colours @ np.array(LUMA) * (255 / brightest)).astype(np.float32)
    shown: NDArray[np.float32] = greys.take(np.clip(frame.astype(np.int64) - first, 0, longest - 1))
    return shown


def _descriptor(raw: bytes | None, *, signed: bool) -> PaletteDescriptor:
    raw = raw or b""
    values = np.frombuffer(raw, "<u2", len(raw) // 2).tolist()
    return PaletteDescriptor.from_values(values, signed=signed)


def _entries(
    value: Value, channel: int, descriptor: PaletteDescriptor
) -> NDArray[np.uint8 | np.uint16]:
    plain = value(_ENTRIES + channel)
    if plain:
        return palette_entries(plain, descriptor)
    return segmented_entries(value(_SEGMENTS + channel) or b"", descriptor)
