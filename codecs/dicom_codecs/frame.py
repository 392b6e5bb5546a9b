"""What a decoder gives, and what an encoder takes and gives."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

from .deviation import Deviation
from .pixel_format import PixelFormat

Frame = NDArray[Any]
"""``(rows, columns)`` or ``(rows, columns, samples)`` of :attr:`PixelFormat.dtype`."""


class Decoded(NamedTuple):
    """A frame, and what it is.

    Attributes
    ----------
    frame
        Of ``format``.
    format
        What was asked for, corrected by what the stream holds: a frame of a JPEG stream that was
        labelled YBR_FULL_422 has its chroma at every pixel and is YBR_FULL, one of a JPEG 2000
        stream labelled YBR_RCT or YBR_ICT is RGB.
    deviations
        What was mended on the way.
    """

    frame: Frame
    format: PixelFormat
    deviations: tuple[Deviation, ...] = ()


class Encoded(NamedTuple):
    """A stream, and what the data set that holds it has to say of it.

    Attributes
    ----------
    stream
        One frame, unpadded.
    format
        Of the frame that was encoded, with the Photometric Interpretation that the stream has.
    """

    stream: bytes
    format: PixelFormat


class Lossy(NamedTuple):
    """How much may be lost; with neither, quality 90.

    Attributes
    ----------
    quality
        1 to 100, as each codec documents it.
    ratio
        How many times smaller than the native frame (Bits Allocated counted) the stream is to be;
        the best quality that reaches it is taken.
    """

    quality: int | None = None
    ratio: float | None = None


NOTHING_SAID = Lossy()
