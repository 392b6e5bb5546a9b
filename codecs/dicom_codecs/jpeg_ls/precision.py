"""Which bits of a frame a JPEG-LS stream holds, and how far they may be off."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..cells import fit_stored
from ..errors import UnsuitableFrame
from ..frame import Frame
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax

_LEAST, _MOST = 2, 16  # ISO 14495-1 C.2.2


class Samples(NamedTuple):
    """A frame as an encoder takes it.

    Attributes
    ----------
    array
        ``(rows, columns)`` or ``(rows, columns, samples)`` of ``uint8``, or of ``uint16`` where
        the precision is more than 8; signed numbers are two's complement of ``precision`` bits.
    precision
        Bits of a sample.
    """

    array: NDArray[Any]
    precision: int


def samples_of(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax) -> Samples:
    """The bits that a stream holds: Bits Stored, or all that are allocated where more is set.

    Raises
    ------
    UnsuitableFrame
        JPEG-LS has no such precision; or overlays beyond Bits Stored would not survive a lossy
        stream.
    """
    fits = fit_stored(frame, fmt)
    precision = fmt.bits_stored if fits else fmt.bits_allocated
    if not _LEAST <= precision <= _MOST:
        reason = f"{precision} bits of a sample, where {_LEAST} to {_MOST} can be"
        raise UnsuitableFrame(syntax.keyword, reason, "ISO 14495-1 C.2.2")
    if not fits and not syntax.lossless:
        reason = "bits beyond Bits Stored, which a lossy stream would damage"
        raise UnsuitableFrame(syntax.keyword, reason, "PS3.5 8.1.2")
    array: NDArray[Any] = frame.astype("u1" if precision <= 8 else "u2", copy=False)
    if fmt.signed and precision < array.dtype.itemsize * 8:
        array = array & array.dtype.type((1 << precision) - 1)
    return Samples(np.ascontiguousarray(array), precision)


def most_near(frame: Frame, fmt: PixelFormat, precision: int) -> int:
    """The largest NEAR that a frame bears.

    The standard ends at 255 and at half of all values (ISO 14495-1 C.2.3).  Signed samples are
    coded as two's complement, so that the least and the greatest are neighbours, and an error
    across that edge would be one of 2^precision; nothing as near to it as NEAR may therefore be
    there.  On the other side, between -1 and 0, decoders clamp to the range and cannot cross.
    """
    most = min(255, ((1 << precision) - 1) // 2)
    if not fmt.signed:
        return most
    half = 1 << (precision - 1)
    return min(most, half - 1 - int(frame.max()), int(frame.min()) + half)
