"""Stored values as greys of 0 to 255, dark to bright by the values."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .look import Look, Window
from .lookup_table import LookupTable

Greys = NDArray[np.float32]

_DARKEST, _BRIGHTEST = 0.005, 0.995
"""Shares of the pixels between which a picture is stretched."""
_SAMPLE: Final = 1 << 16
"""Pixels that tell what share of a picture is darker than what."""
_MIDDLE: Final = 128
_STEEPNESS: Final = -4.0
_MOST, _LEAST = 1e20, 1e-30
"""Numbers and differences beyond which single precision would fail."""


def asked(frame: NDArray[Any], look: Look) -> Greys | None:
    """The greys that the header asks for; ``None`` where it says nothing of them.

    Parameters
    ----------
    frame
        ``(rows, columns)`` of stored values.
    look
        What the header asks for.

    References
    ----------
    PS3.3 C.11.1.1, C.11.2.1
    """
    if look.voi is None:
        return None
    values = after_modality(frame, look)
    if isinstance(look.voi, LookupTable):
        return look.voi.of(values) * np.float32(255 / (2**look.voi.bits - 1))
    return _windowed(values, look.voi)


def after_modality(frame: NDArray[Any], look: Look) -> NDArray[np.float32]:
    """Stored values through the Modality LUT (PS3.3 C.11.1)."""
    if look.modality is not None:
        return look.modality.of(frame)
    values = frame.astype(np.float32)
    if look.slope != 1:
        values *= np.float32(look.slope)
    if look.intercept:
        values += np.float32(look.intercept)
    return values


def _windowed(values: NDArray[np.float32], window: Window) -> Greys:
    """PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2; the values are written over."""
    center, width, function = window
    with np.errstate(over="ignore"):  # far outside of the window
        if function == "SIGMOID":
            steep: NDArray[Any] = 255 / (1 + np.exp((values - center) * (_STEEPNESS / width)))
            return steep.astype(np.float32, copy=False)
        if function == "LINEAR":
            # A width of 1 is a threshold.
            center, width = center - 0.5, max(width - 1, 1e-3)
        values -= np.float32(center - width / 2)
        values *= np.float32(255 / width)
    return np.clip(values, 0, 255, out=values)


def stretched(frame: NDArray[Any], padding: NDArray[np.bool_] | None) -> Greys:
    """The greys over which nearly all of a picture is spread, whatever the header says.

    Parameters
    ----------
    frame
        ``(rows, columns)`` of finite numbers.
    padding
        Which of them are no picture; ``None``: none.

    Notes
    -----
    What is neither padding nor among the last half percent at either end goes from 0 to 255.
    """
    dark, bright = _range(frame.ravel() if padding is None else frame[~padding])
    if bright - dark < _LEAST:
        return np.full(frame.shape, _MIDDLE, np.float32)
    kind = np.float32 if frame.dtype.itemsize <= 2 else np.float64
    shown: NDArray[Any] = np.subtract(frame, dark, dtype=kind)
    shown *= 255 / (bright - dark)
    greys: Greys = np.clip(shown, 0, 255, out=shown).astype(np.float32, copy=False)
    return greys


def _range(picture: NDArray[Any]) -> tuple[float, float]:
    """Values that half a percent of a picture is below and above; its ends where these are one."""
    sample = picture[:: picture.size // _SAMPLE | 1]
    last = sample.size - 1
    low, high = round(last * _DARKEST), round(last * _BRIGHTEST)
    in_place = np.partition(sample, (low, high))
    dark, bright = float(in_place[low]), float(in_place[high])
    if bright > dark:
        return dark, bright
    return float(picture.min()), float(picture.max())


def padding_of(frame: NDArray[Any], look: Look) -> NDArray[np.bool_] | None:
    """Which pixels are no picture: padding, and no numbers; ``None`` where none are, or all."""
    floats = frame.dtype.kind == "f"
    if look.padding is None and not floats:
        return None
    padding: NDArray[np.bool_] = ~np.isfinite(frame) if floats else np.zeros(frame.shape, np.bool_)
    if look.padding is not None:
        first, last = look.padding
        padding |= (frame >= first) & (frame <= last)
    return padding if padding.any() and not padding.all() else None


def finite(frame: NDArray[Any]) -> NDArray[Any]:
    """Floats with 0 for what is no number, and none that arithmetic would make infinite."""
    if frame.dtype.kind != "f":
        return frame
    numbers: NDArray[Any] = np.nan_to_num(frame, posinf=0, neginf=0)
    return np.clip(numbers, -_MOST, _MOST, out=numbers)
