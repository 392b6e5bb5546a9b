"""How native frames lie: as they should, or as the length of Pixel Data tells otherwise.

References
----------
PS3.5 8.1.1; PS3.3 C.7.6.3.1.2
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from .deviation import Deviation
from .native import filled_bits
from .pixel_format import PixelFormat


class Layout(NamedTuple):
    """Frames that do not lie as they should, told by their length.

    Attributes
    ----------
    applies
        Whether frames of a format can lie so.
    format
        What they are.
    frame_bits
        From one to the next.
    code, told
        Of the deviation.
    """

    applies: Callable[[PixelFormat], bool]
    format: Callable[[PixelFormat], PixelFormat]
    frame_bits: Callable[[PixelFormat], int]
    code: str
    told: str


def _full(fmt: PixelFormat) -> PixelFormat:
    return replace(fmt, photometric="YBR_FULL")


LAYOUTS: Final = (
    Layout(
        lambda fmt: fmt.halved_chroma,
        _full,
        lambda fmt: _full(fmt).frame_bits,
        "colour-differs",
        "YBR_FULL_422 is said, and Cb and Cr are there for every pixel: taken as YBR_FULL",
    ),
    Layout(
        lambda fmt: fmt.halved_chroma and fmt.columns % 2 == 1,
        lambda fmt: fmt,
        filled_bits,
        "pixel-data-padded",
        "Columns is odd under YBR_FULL_422, and rows are filled up to whole pairs of pixels",
    ),
    Layout(
        lambda fmt: fmt.frame_bits % 8 != 0,
        lambda fmt: fmt,
        lambda fmt: (fmt.frame_bits + 7) // 8 * 8,
        "pixel-data-padded",
        "each frame of 1-bit cells is filled up to whole bytes",
    ),
)
"""Seen in the wild, or what some toolkit once wrote."""


def native_length(fmt: PixelFormat, frames: int) -> int:
    """Length in bytes of the value of Pixel Data, with what pads it to even length."""
    return _padded(fmt.frame_bits * frames)


def layout_of(
    fmt: PixelFormat, frames: int, length: int
) -> tuple[PixelFormat, int, tuple[Deviation, ...]]:
    """Format of frames, bits from one to the next, and what is to be told of them.

    Parameters
    ----------
    fmt
        What the data set says.
    frames
        Number of Frames.
    length
        Of the value of Pixel Data, in bytes.
    """
    expected = native_length(fmt, frames)
    if length > expected:
        for layout in LAYOUTS:
            bits = layout.frame_bits(fmt) * frames
            if layout.applies(fmt) and length in {(bits + 7) // 8, _padded(bits)}:
                told = Deviation(layout.code, layout.told)
                return layout.format(fmt), layout.frame_bits(fmt), (told,)
    return fmt, fmt.frame_bits, _excess(fmt, length, expected)


def _excess(fmt: PixelFormat, length: int, expected: int) -> tuple[Deviation, ...]:
    if length <= expected:
        return ()
    told = f"pixel data is {length} bytes long, where {expected} are expected"
    more = (length - expected) * 8 // fmt.frame_bits
    if more:
        told += f": enough for {more} frames more than Number of Frames says"
    return (Deviation("pixel-data-padded", told, expected),)


def _padded(bits: int) -> int:
    return (bits + 15) // 16 * 2
