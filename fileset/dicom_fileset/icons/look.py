"""How stored values become greys: what the header says of it, or what the pixels themselves say."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from dicom_codecs.pixel_format import PixelFormat
from numpy.typing import NDArray

from ..scan.failure import ScanFailure
from ..scan.sequences import items_of

Value = Callable[[int], bytes | None]
"""The value of an element, little endian, a sequence in Explicit VR; ``None``: there is none."""

_CENTER, _WIDTH, _FUNCTION = 0x0028_1050, 0x0028_1051, 0x0028_1056
_SLOPE, _INTERCEPT = 0x0028_1053, 0x0028_1052
_PADDING, _PADDING_LIMIT = 0x0028_0120, 0x0028_0121
_ASPECT, _SPACING = 0x0028_0034, 0x0028_0030
_DARKEST, _BRIGHTEST = 0.5, 99.5
_FLAT: Final = 2.0
"""Greys between which nearly all of a picture lies that shows nothing through its window."""


class Look(NamedTuple):
    """What the header says of how pixels are shown (PS3.3 C.11.1, C.11.2).

    Attributes
    ----------
    slope, intercept
        Of the Modality LUT.
    window
        Centre and width in units of its output, and whether the ends are exact; or ``None``.
    padding
        Stored values that are no picture, from and to; or ``None``.
    aspect
        Height of a pixel divided by its width.
    """

    slope: float = 1.0
    intercept: float = 0.0
    window: tuple[float, float, bool] | None = None
    padding: tuple[int, int] | None = None
    aspect: float = 1.0


def look_of(value: Value, fmt: PixelFormat) -> Look:
    """The look that a header asks for."""
    slope = _number(value(_SLOPE)) or 1.0
    center, width = _number(value(_CENTER)), _number(value(_WIDTH))
    exact = (value(_FUNCTION) or b"").strip() == b"LINEAR_EXACT"
    window = (center, width, exact) if center is not None and width and width >= 1 else None
    return Look(
        slope, _number(value(_INTERCEPT)) or 0.0, window, _padding(value, fmt), _aspect(value)
    )


def _number(raw: bytes | None) -> float | None:
    """The first value of a decimal string."""
    try:
        number = float((raw or b"").split(b"\\")[0])
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _padding(value: Value, fmt: PixelFormat) -> tuple[int, int] | None:
    first = value(_PADDING)
    if first is None or len(first) < 2:
        return None
    last = value(_PADDING_LIMIT) or first
    one, other = (int.from_bytes(raw[:2], "little", signed=fmt.signed) for raw in (first, last))
    return min(one, other), max(one, other)


def _aspect(value: Value) -> float:
    """From Pixel Aspect Ratio, or else Pixel Spacing: vertical over horizontal."""
    for tag in (_ASPECT, _SPACING):
        parts = (value(tag) or b"").split(b"\\")
        sizes = [_number(part) for part in parts[:2]]
        if len(sizes) == 2 and sizes[0] and sizes[1] and sizes[0] > 0 and sizes[1] > 0:
            return min(max(sizes[0] / sizes[1], 1 / 64), 64.0)
    return 1.0


def greys(frame: NDArray[Any], look: Look) -> NDArray[np.float32]:
    """Stored values as greys of 0 to 255, dark to bright by the values.

    Parameters
    ----------
    frame
        ``(rows, columns)`` of stored values.
    look
        What the header asks for.

    Notes
    -----
    Without a window, or where all of the picture would come out as one grey, the window is what
    lies between the percentiles of the values that are no padding.
    """
    values = frame.astype(np.float32) * np.float32(look.slope) + np.float32(look.intercept)
    if look.window is not None:
        shown = _windowed(values, *look.window)
        if float(np.ptp(shown)) >= _FLAT or float(np.ptp(values)) == 0:
            return shown
    return _stretched(values, _picture(frame, look))


def _picture(frame: NDArray[Any], look: Look) -> NDArray[np.bool_]:
    """Where there is no padding; everywhere, where there is nothing else."""
    if look.padding is None:
        return np.ones(frame.shape, bool)
    first, last = look.padding
    picture: NDArray[np.bool_] = (frame < first) | (frame > last)
    return picture if picture.any() else np.ones(frame.shape, bool)


def _windowed(
    values: NDArray[np.float32],
    center: float,
    width: float,
    exact: bool,
) -> NDArray[np.float32]:
    """PS3.3 C.11.2.1.2.1 and C.11.2.1.3.2."""
    if not exact:
        center, width = center - 0.5, max(width - 1, 1e-6)
    shown = ((values - np.float32(center)) / np.float32(width) + np.float32(0.5)) * np.float32(255)
    clipped: NDArray[np.float32] = np.clip(shown, 0, 255)
    return clipped


def _stretched(values: NDArray[np.float32], picture: NDArray[np.bool_]) -> NDArray[np.float32]:
    dark, bright = np.percentile(values[picture], (_DARKEST, _BRIGHTEST))
    if bright <= dark:
        dark, bright = float(values[picture].min()), float(values[picture].max())
    if bright <= dark:
        return np.full(values.shape, 128, np.float32)
    shown = (values - np.float32(dark)) * np.float32(255 / (bright - dark))
    clipped: NDArray[np.float32] = np.clip(shown, 0, 255)
    return clipped


def window_groups(groups: bytes | None, group_tag: int) -> dict[int, bytes]:
    """The elements of one functional group of the first item, where the top level has none."""
    try:
        for elements in items_of(groups or b""):
            for tag, content, _ in elements:
                if tag == group_tag:
                    return {inner: found for inner, found, _ in next(items_of(content), [])}
    except ScanFailure:
        return {}
    return {}
