"""How a header asks for a frame to be shown (PS3.3 C.11.1, C.11.2)."""

import struct
from typing import Final, Literal, NamedTuple

from dicom_codecs.pixel_format import PixelFormat

from ..elements import stripped
from .functional_groups import Value, item_at
from .lookup_table import LookupTable, lookup_table

_MODALITY_LUTS, _VOI_LUTS = 0x0028_3000, 0x0028_3010
_INTERCEPT, _SLOPE = 0x0028_1052, 0x0028_1053
_CENTER, _WIDTH, _FUNCTION = 0x0028_1050, 0x0028_1051, 0x0028_1056
_SHAPES: Final = (0x0028_0034, 0x0028_0030, 0x0018_1164, 0x0018_2010)
"""Pixel Aspect Ratio, and Spacings that stand in for it: Pixel, Imager Pixel, Nominal Scanned."""
_PADDINGS: Final = (
    (0x0028_0120, 0x0028_0121),
    (0x0028_0122, 0x0028_0124),
    (0x0028_0123, 0x0028_0125),
)
"""Pixel Padding Value and Range Limit, of integers, of floats, of doubles."""
_FURTHEST_ASPECT: Final = 64.0
_MOST: Final = 1e15
"""Numbers beyond which single precision would fail; no picture needs them."""

Function = Literal["LINEAR", "LINEAR_EXACT", "SIGMOID"]


class Window(NamedTuple):
    """Window Center, Window Width and VOI LUT Function."""

    center: float
    width: float
    function: Function = "LINEAR"


class Look(NamedTuple):
    """How a frame is shown.

    Attributes
    ----------
    slope, intercept
        Of the Modality LUT, where that is no table.
    modality
        The Modality LUT, where it is a table.
    voi
        What is shown of its output; ``None``: the header does not say.
    padding
        Stored values that are no picture, from and to; or ``None``.
    aspect
        Height of a pixel divided by its width.
    """

    slope: float = 1.0
    intercept: float = 0.0
    modality: LookupTable | None = None
    voi: Window | LookupTable | None = None
    padding: tuple[float, float] | None = None
    aspect: float = 1.0


def look_of(value: Value, fmt: PixelFormat) -> Look:
    """The look that a header asks for.

    Parameters
    ----------
    value
        Of the header and the functional groups of the frame.
    fmt
        What the frame is.
    """
    slope, intercept = _number(value(_SLOPE)) or 1.0, _number(value(_INTERCEPT)) or 0.0
    modality = lookup_table(item_at(value(_MODALITY_LUTS), 0), signed=fmt.signed)
    may_be_negative = modality is None and (fmt.signed or intercept < 0)
    voi = _window(value) or lookup_table(item_at(value(_VOI_LUTS), 0), signed=may_be_negative)
    return Look(slope, intercept, modality, voi, _padding(value, fmt), aspect_of(value))


def _window(value: Value) -> Window | None:
    """The first window, if a width is one that its function can have (PS3.3 C.11.2.1.2)."""
    center, width = _number(value(_CENTER)), _number(value(_WIDTH))
    name = stripped(value(_FUNCTION) or b"").strip().decode("ascii", "replace")
    function: Function = (
        "SIGMOID" if name == "SIGMOID" else "LINEAR_EXACT" if name == "LINEAR_EXACT" else "LINEAR"
    )
    least = 1.0 if function == "LINEAR" else 0.0
    if center is None or width is None or width < least or width <= 0:
        return None
    return Window(center, width, function)


def _number(raw: bytes | None) -> float | None:
    """The first value of a decimal string."""
    try:
        number = float((raw or b"").split(b"\\")[0].strip(b" \0"))
    except ValueError:
        return None
    return number if abs(number) <= _MOST else None


def _padding(value: Value, fmt: PixelFormat) -> tuple[float, float] | None:
    for code, (tag, limit) in zip(("h" if fmt.signed else "H", "f", "d"), _PADDINGS, strict=True):
        first = value(tag)
        size = struct.calcsize(code)
        if first is None or len(first) < size:
            continue
        last = value(limit) or b""
        one, other = (_unpacked(code, raw) for raw in (first, last if len(last) >= size else first))
        return min(one, other), max(one, other)
    return None


def _unpacked(code: str, raw: bytes) -> float:
    (number,) = struct.unpack_from(f"<{code}", raw)
    return float(number)


def aspect_of(value: Value) -> float:
    """Height over width of a pixel, by Pixel Aspect Ratio, or else by a spacing.

    References
    ----------
    PS3.3 C.7.6.3.1.7, 10.7.1.3: all of them name the vertical first.
    """
    for tag in _SHAPES:
        sizes = [_number(part) for part in (value(tag) or b"").split(b"\\")[:2]]
        if len(sizes) == 2 and sizes[0] and sizes[1] and sizes[0] > 0 and sizes[1] > 0:
            return min(max(sizes[0] / sizes[1], 1 / _FURTHEST_ASPECT), _FURTHEST_ASPECT)
    return 1.0
