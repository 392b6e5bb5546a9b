"""Where the frames of native Pixel Data lie, whether all are there, and how they are joined.

References
----------
PS3.5 8.1.1: pixels of all frames follow each other without a gap, so that frames of 1-bit cells
begin and end inside of bytes; the whole is padded to even length.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .bits import BitJoiner
from .deviation import Deviation
from .errors import DamagedPixelData
from .frame import Frame
from .native import ByteOrder, encode
from .native_layouts import layout_of
from .pixel_format import PixelFormat

if TYPE_CHECKING:
    from .registry import TransferSyntax


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
    frame_bits
        From the beginning of one to that of the next.
    order
        How cells lie in bytes.
    deviations
        What the length did not agree with.
    """

    format: PixelFormat
    declared: int
    whole: int
    frame_bits: int
    order: ByteOrder = "little"
    deviations: tuple[Deviation, ...] = ()

    def span(self, number: int) -> Span:
        """The bytes that hold one frame, the first being 0.

        Raises
        ------
        DamagedPixelData
            They are not all there.
        """
        if number >= self.whole:
            reason = f"{self.whole} of {self.declared} frames are there"
            raise DamagedPixelData(reason, self.whole * self.frame_bits // 8, number)
        return _span(self.frame_bits, number, self.order)


class NativeJoiner:
    r"""Joins frames to the value of Pixel Data.

    Parameters
    ----------
    fmt
        Of every frame.
    syntax
        Of the data set.

    >>> from dicom_codecs import named
    >>> import numpy as np
    >>> fmt = PixelFormat(1, 3, bits_allocated=1, bits_stored=1)
    >>> joiner = NativeJoiner(fmt, named("ExplicitVRLittleEndian"))
    >>> [joiner.add(np.ones((1, 3), np.uint8)) for _ in range(3)], joiner.finish()
    ([b'', b'', b'\xff'], b'\x01')
    """

    def __init__(self, fmt: PixelFormat, syntax: "TransferSyntax") -> None:
        self._format = fmt
        self._syntax = syntax
        self._bits = BitJoiner()
        self._odd = 0

    def add(self, frame: Frame) -> bytes:
        """What can be written once another frame is there."""
        if self._format.bits_allocated == 1:
            made = self._bits.add(frame)
        else:
            made = encode(frame, self._format, self._syntax).stream
        self._odd ^= len(made) & 1
        return made

    def finish(self) -> bytes:
        """What is left, and what pads all to even length."""
        rest = self._bits.finish()
        return rest + b"\0" * (self._odd ^ len(rest))


def frame_span(fmt: PixelFormat, number: int, order: ByteOrder = "little") -> Span:
    """The bytes that hold one frame, the first being 0.

    >>> frame_span(PixelFormat(3, 3, bits_allocated=1, bits_stored=1), 1)
    Span(offset=1, length=2, first_bit=1)
    """
    return _span(fmt.frame_bits, number, order)


def native_frames(
    fmt: PixelFormat, frames: int, length: int, order: ByteOrder = "little"
) -> NativeFrames:
    """What a length of native Pixel Data holds, against what it should.

    ===========================================  =================================================
    length                                       what is there
    ===========================================  =================================================
    as expected, but for one byte to be even     all frames
    as :data:`.native_layouts.LAYOUTS` has it    all frames, as they say, and it is told
    more                                         all frames; pixel-data-padded is told
    less                                         the frames before the end, the others are missing
    ===========================================  =================================================

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
    fmt, bits, deviations = layout_of(fmt, frames, length)
    there = length // 2 * 2 if order == "big words" else length
    whole = min(frames, there * 8 // bits)
    return NativeFrames(fmt, frames, whole, bits, order, deviations)


def _span(bits: int, number: int, order: ByteOrder) -> Span:
    unit = 16 if order == "big words" else 8
    first, skipped = divmod(bits * number, unit)
    units = (skipped + bits + unit - 1) // unit
    return Span(first * unit // 8, units * unit // 8, skipped)
