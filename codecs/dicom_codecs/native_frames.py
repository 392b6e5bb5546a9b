"""Where the frames of native Pixel Data lie, and whether as many are there as should be.

References
----------
PS3.5 8.1.1: pixels of all frames follow each other without a gap, so that frames of 1-bit cells
begin and end inside of bytes; the whole is padded to even length.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from .deviation import Deviation
from .errors import DamagedPixelData
from .native import ByteOrder, filled_bits
from .pixel_format import PixelFormat


class Span(NamedTuple):
    """Bytes that hold a frame.

    Attributes
    ----------
    offset, length
        In bytes, from the start of the value of Pixel Data.
    first_bit
        Where in these bytes the frame begins, once they are in order.
    """

    offset: int
    length: int
    first_bit: int


def native_length(fmt: PixelFormat, frames: int) -> int:
    """Length in bytes of the value of Pixel Data, with what pads it to even length."""
    return _padded(fmt.frame_bits * frames)


def frame_span(fmt: PixelFormat, number: int, order: ByteOrder = "little") -> Span:
    """The bytes that hold one frame, the first being 0.

    >>> frame_span(PixelFormat(3, 3, bits_allocated=1, bits_stored=1), 1)
    Span(offset=1, length=2, first_bit=1)
    """
    return _span(fmt.frame_bits, number, order)


@dataclass(frozen=True, slots=True)
class NativeFrames:
    """Native frames of an instance.

    Attributes
    ----------
    format
        Of a frame as it lies, which is not what the data set says where the length told otherwise.
    declared
        Number of Frames.
    whole
        How many are there to their end.
    order
        How cells lie in bytes.
    deviations
        What the length did not agree with.
    """

    format: PixelFormat
    declared: int
    whole: int
    order: ByteOrder = "little"
    frame_bits: int = 0
    deviations: tuple[Deviation, ...] = ()

    def span(self, number: int) -> Span:
        """The bytes that hold one frame, the first being 0.

        Raises
        ------
        DamagedPixelData
            They are not all there.
        """
        if number >= self.whole:
            raise DamagedPixelData(
                f"pixel data has {self.whole} of {self.declared} frames", frame=number
            )
        return _span(self.frame_bits, number, self.order)


def native_frames(
    fmt: PixelFormat, frames: int, length: int, order: ByteOrder = "little"
) -> NativeFrames:
    """What a length of native Pixel Data holds, against what it should.

    ==========================================  ================================================
    length                                      what is there
    ==========================================  ================================================
    as expected, or one byte to be even         all frames
    YBR_FULL_422, and 3 samples for each pixel  YBR_FULL, and colour-differs is told
    YBR_FULL_422, Columns odd, rows filled up   all frames; pixel-data-padded is told
    more                                        all frames; pixel-data-padded is told
    less                                        the frames before the end, the others are missing
    ==========================================  ================================================

    Parameters
    ----------
    fmt
        What the data set says.
    frames
        Number of Frames.
    length
        Of the value of Pixel Data, in bytes.
    order
        How cells lie.
    """
    whole = replace(fmt, photometric="YBR_FULL") if fmt.halved_chroma else fmt
    if length == native_length(fmt, frames) or length * 8 == fmt.frame_bits * frames:
        return NativeFrames(fmt, frames, frames, order, fmt.frame_bits)
    if fmt.halved_chroma and length - native_length(whole, frames) in {0, -1}:
        told = "labelled YBR_FULL_422, and Cb and Cr are there for every pixel: taken as YBR_FULL"
        deviations = (Deviation("colour-differs", told),)
        return NativeFrames(whole, frames, frames, order, whole.frame_bits, deviations)
    bits = fmt.frame_bits
    if filled_bits(fmt) * frames in {length * 8, length * 8 - 8}:
        bits = filled_bits(fmt)
    return NativeFrames(fmt, frames, *_counted(fmt, frames, length, order, bits))


def _counted(
    fmt: PixelFormat, frames: int, length: int, order: ByteOrder, bits: int
) -> tuple[int, ByteOrder, int, tuple[Deviation, ...]]:
    there = length // 2 * 2 if order == "big words" else length
    whole = min(frames, there * 8 // bits)
    return whole, order, bits, _excess(fmt, frames, length)


def _excess(fmt: PixelFormat, frames: int, length: int) -> tuple[Deviation, ...]:
    expected = native_length(fmt, frames)
    if length <= expected:
        return ()
    more = (length - expected) * 8 // fmt.frame_bits
    told = f"pixel data is {length} bytes long, {length - expected} more than {frames} frames have"
    if more:
        told += f": enough for {more} frames more than Number of Frames says"
    return (Deviation("pixel-data-padded", told, expected),)


def _span(bits: int, number: int, order: ByteOrder) -> Span:
    unit = 16 if order == "big words" else 8
    first, skipped = divmod(bits * number, unit)
    units = (skipped + bits + unit - 1) // unit
    return Span(first * unit // 8, units * unit // 8, skipped)


def _padded(bits: int) -> int:
    return (bits + 15) // 16 * 2
