"""A frame as an icon, and the icon as the value of Icon Image Sequence (PS3.3 F.7)."""

from typing import Any, Final

import numpy as np
from dicom_codecs.bits import fits, masked, sign_extended
from dicom_codecs.pixel_format import PixelFormat
from numpy.typing import NDArray

from ..elements import element, item
from .functional_groups import Value
from .greys import after_modality, asked, finite, padding_of, stretched
from .look import Look, look_of
from .palette import LUMA, greys_of_palette
from .shrinking import Picture, averaged, fitting, placed

Icon = NDArray[np.uint8]

_BACKGROUND: Final = 0.0
_FLAT: Final = 24.0
"""Greys that an icon spans at the most that shows nothing of its picture."""
_UNIFORM: Final = 0.1
"""Greys that an icon spans at the most of which the picture has one colour."""


def icon_of(frame: NDArray[Any], fmt: PixelFormat, value: Value, side: tuple[int, int]) -> Icon:
    """A frame as an icon.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, samples)``; of floats, where Float Pixel Data is.
    fmt
        What the frame is.
    value
        Of the header and the functional groups of the frame.
    side
        Rows and columns of the icon.

    Returns
    -------
    Icon
        ``side``, MONOCHROME2; flat only where the picture is.

    Raises
    ------
    DamagedPixelData
        It is of a palette that is not there.
    """
    frame = _numbers(frame, fmt)
    look = look_of(value, fmt)
    inner = fitting((frame.shape[0], frame.shape[1]), side, look.aspect)
    if frame.ndim == 3:
        small = _spread(_luma(averaged(frame, *inner), fmt))
    elif fmt.photometric == "PALETTE COLOR":
        small = _spread(averaged(greys_of_palette(frame, value, signed=fmt.signed), *inner))
    else:
        small = _grey(frame, look, inner, turned=fmt.photometric == "MONOCHROME1")
    return _whole(placed(small, side, _BACKGROUND))


def _numbers(frame: NDArray[Any], fmt: PixelFormat) -> NDArray[Any]:
    """Cells as the numbers that Bits Stored of them are: overlays may stand above."""
    if frame.dtype.kind not in "iu" or fits(frame, fmt.bits_stored):
        return frame
    if fmt.signed:
        return sign_extended(frame, fmt.bits_stored)
    return masked(frame, fmt.bits_stored)


def _grey(frame: NDArray[Any], look: Look, inner: tuple[int, int], *, turned: bool) -> Picture:
    """A grey frame as its header asks, or stretched where that is flat or nothing is asked.

    A window that was meant for other pixels is met in the wild, and would show one grey.
    """
    padding = padding_of(frame, look)
    frame = finite(frame)
    shown = asked(frame, look)
    small = None if shown is None else _shrunk(shown, padding, inner, turned=turned)
    if small is not None and np.ptp(small) > _FLAT:
        return small
    plain = look.modality is None and look.slope > 0
    numbers = frame if plain else after_modality(frame, look)
    wide = _shrunk(stretched(numbers, padding), padding, inner, turned=turned)
    return wide if small is None or np.ptp(wide) > np.ptp(small) else small


def _shrunk(
    greys: Picture, padding: NDArray[np.bool_] | None, inner: tuple[int, int], *, turned: bool
) -> Picture:
    if turned:
        greys = np.float32(255) - greys
    if padding is not None:
        greys[padding] = _BACKGROUND
    return averaged(greys, *inner)


def _luma(small: Picture, fmt: PixelFormat) -> Picture:
    """The luma of colours, 0 to 255: Y of YBR is one already (PS3.3 C.7.6.3.1.2)."""
    brightest = np.float32(2**fmt.bits_stored - 1)
    if fmt.photometric.startswith("YBR_PARTIAL"):
        return (small[..., 0] / brightest * 256 - 16) * np.float32(255 / 219)
    if fmt.photometric.startswith("YBR"):
        return small[..., 0] * (np.float32(255) / brightest)
    return small[..., :3] @ np.array(LUMA, np.float32) * (np.float32(255) / brightest)


def _spread(small: Picture) -> Picture:
    """Colours as they are, or stretched where all are dark: Bits Stored is met too large."""
    dark = small.max() <= _FLAT and np.ptp(small) > _UNIFORM
    return stretched(small, None) if dark else small


def _whole(picture: Picture) -> Icon:
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def icon_sequence(icon: Icon) -> bytes:
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
