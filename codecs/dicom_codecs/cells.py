"""P-bit numbers of a decoder brought to cells of a format, and cells looked at for an encoder."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .deviation import Deviation
from .errors import DamagedPixelData
from .frame import Decoded, Frame
from .pixel_format import ALLOCATED, PixelFormat

_AS_STREAM: Final = "the stream is followed"
_AS_LABEL: Final = "the numbers are kept"


def to_cells(
    array: NDArray[Any],
    fmt: PixelFormat,
    precision: int,
    *,
    signed_stream: bool | None = None,
    sign_bits: int | None = None,
) -> Decoded:
    """Cells of a format out of what a decoder gave.

    Unsigned numbers are extended by zeros, those of a signed format by their sign: PS3.5 8.2 has
    the stream hold Bits Stored bits, whose meaning is the data set's.  A stream whose precision is
    Bits Allocated holds whole cells, with what lies beyond Bits Stored, and says nothing wrong.

    Parameters
    ----------
    array
        ``(rows, columns)`` or ``(rows, columns, samples)``, of any integers.
    fmt
        What the data set says.
    precision
        Bits of a sample, as the stream says.
    signed_stream
        Whether the stream calls its numbers signed; ``None`` where its family has no such word.
        Pixel Representation is believed either way.
    sign_bits
        From how many bits a signed number is extended; precision if not told.

    Returns
    -------
    Decoded
        The format has Bits Stored, and Bits Allocated, raised to what the stream holds.

    Raises
    ------
    DamagedPixelData
        The array is of another shape.

    >>> twelve = PixelFormat(1, 2, bits_allocated=16, bits_stored=12, signed=True)
    >>> to_cells(np.array([[1, 0xFFF]], np.uint16), twelve, precision=12).frame.tolist()
    [[1, -1]]
    """
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.shape != fmt.shape:
        raise DamagedPixelData(f"the stream holds {array.shape} samples, expected {fmt.shape}")
    true, deviations = _corrected(fmt, precision)
    if signed_stream is not None and signed_stream != fmt.signed:
        said = "signed" if signed_stream else "unsigned"
        message = f"the stream calls its samples {said}; Pixel Representation is believed"
        deviations = (*deviations, Deviation("sign-differs", message))
    if true.signed:
        frame = _sign_extended(array, true, sign_bits or precision)
    else:
        frame = _zero_extended(array, true, precision)
    return Decoded(np.ascontiguousarray(frame), true, deviations)


def _corrected(fmt: PixelFormat, precision: int) -> tuple[PixelFormat, tuple[Deviation, ...]]:
    if precision in {fmt.bits_stored, fmt.bits_allocated}:
        return fmt, ()
    if precision < fmt.bits_stored:
        return fmt, (_differs("Stored", fmt.bits_stored, precision, _AS_LABEL),)
    if precision < fmt.bits_allocated:
        return replace(fmt, bits_stored=precision), (
            _differs("Stored", fmt.bits_stored, precision, _AS_STREAM),
        )
    wider = next(bits for bits in ALLOCATED[1:] if bits >= precision)
    return replace(fmt, bits_allocated=wider, bits_stored=precision), (
        _differs("Allocated", fmt.bits_allocated, precision, _AS_STREAM),
    )


def _differs(which: str, label: int, precision: int, done: str) -> Deviation:
    message = f"Bits {which} is {label}, the stream has a precision of {precision} bits; {done}"
    return Deviation(f"bits-{which.lower()}-differs", message)


def _zero_extended(array: NDArray[Any], fmt: PixelFormat, precision: int) -> Frame:
    if array.dtype.kind == "i":
        array = array.view(array.dtype.str.replace("i", "u"))
        if precision < array.dtype.itemsize * 8:
            array = array & array.dtype.type((1 << precision) - 1)
    return array.astype(fmt.dtype, copy=False)


def _sign_extended(array: NDArray[Any], fmt: PixelFormat, bits: int) -> Frame:
    frame = array.astype(fmt.dtype, copy=False)
    shift = fmt.dtype.itemsize * 8 - bits
    if shift <= 0:
        return frame
    return (frame << shift) >> shift


def fit_stored(frame: Frame, fmt: PixelFormat) -> bool:
    """Whether no cell says more than Bits Stored can: no overlay lies beyond (PS3.5 8.1.2).

    Parameters
    ----------
    frame
        Cells of ``fmt``.
    fmt
        Its format.

    >>> fit_stored(np.array([[7, 8]], np.uint8), PixelFormat(1, 2, bits_stored=3))
    False
    """
    if fmt.bits_stored == fmt.dtype.itemsize * 8:
        return True
    if not fmt.signed:
        return not int(frame.max()) >> fmt.bits_stored
    half = 1 << (fmt.bits_stored - 1)
    return -half <= int(frame.min()) and int(frame.max()) < half
