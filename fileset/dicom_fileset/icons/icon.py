"""A frame as an icon, and the icon as the value of Icon Image Sequence (PS3.3 F.7)."""

from typing import Any, Final

import numpy as np
from dicom_codecs.bits import masked, sign_extended
from dicom_codecs.colour import ybr_full_to_rgb
from dicom_codecs.pixel_format import PixelFormat
from numpy.typing import NDArray

from ..elements import element, item
from .look import Look, greys
from .shrinking import fitted

_LUMA: Final = (0.299, 0.587, 0.114)


def icon_of(
    frame: NDArray[Any], fmt: PixelFormat, look: Look, side: tuple[int, int]
) -> NDArray[np.uint8]:
    """A frame as an icon.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, samples)``; palettes are resolved already.
    fmt
        What the frame is.
    look
        How it is shown.
    side
        Rows and columns of the icon.

    Returns
    -------
    NDArray[np.uint8]
        ``side``, MONOCHROME2.
    """
    frame = _numbers(frame, fmt)
    if frame.ndim == 3:
        shown = _luma(frame, fmt)
    else:
        shown = greys(frame, look)
        if fmt.photometric == "MONOCHROME1":
            shown = np.float32(255) - shown
    small = fitted(shown, side, look.aspect, 0.0)
    return np.clip(np.rint(small), 0, 255).astype(np.uint8)


def _numbers(frame: NDArray[Any], fmt: PixelFormat) -> NDArray[Any]:
    """Cells as the numbers that Bits Stored of them are: overlays may stand above."""
    if frame.dtype.kind not in "iu" or fmt.bits_stored >= frame.dtype.itemsize * 8:
        return frame
    if fmt.signed:
        return sign_extended(frame, fmt.bits_stored)
    return masked(frame, fmt.bits_stored)


def _luma(frame: NDArray[Any], fmt: PixelFormat) -> NDArray[np.float32]:
    bits = max(fmt.bits_stored, 1)
    if fmt.photometric.startswith("YBR"):
        frame = ybr_full_to_rgb(frame, bits)
    weights = np.array([one * 255 / (2**bits - 1) for one in _LUMA], np.float32)
    luma: NDArray[np.float32] = frame[..., :3].astype(np.float32) @ weights
    return luma


def icon_sequence(icon: NDArray[np.uint8]) -> bytes:
    """The value of Icon Image Sequence (0088,0200): one item, legal by PS3.3 F.7.

    Parameters
    ----------
    icon
        ``(rows, columns)``, MONOCHROME2.
    """
    rows, columns = icon.shape
    return item(
        element(0x0028_0002, "US", b"\1\0")
        + element(0x0028_0004, "CS", b"MONOCHROME2")
        + element(0x0028_0010, "US", rows.to_bytes(2, "little"))
        + element(0x0028_0011, "US", columns.to_bytes(2, "little"))
        + element(0x0028_0100, "US", b"\x08\0")
        + element(0x0028_0101, "US", b"\x08\0")
        + element(0x0028_0102, "US", b"\x07\0")
        + element(0x0028_0103, "US", b"\0\0")
        + element(0x7FE0_0010, "OB", icon.tobytes())
    )
