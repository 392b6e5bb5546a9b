"""Whether a stream without an end lacks only that, or pixels too."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .headers import ARITHMETIC, JPEG_LS
from .markers import JpegStream

_FILLER: Final = bytes.fromhex("5a33c6019e784b2d") * 32


def cut_deviation(
    sound: bytes,
    header: JpegStream,
    array: NDArray[Any],
    pixels: Callable[[bytes, JpegStream], NDArray[Any]],
) -> tuple[Deviation, ...]:
    """A word about pixels that are not there, where the end of the stream is missing.

    A decoder that has all it needs does not look at what follows.  So the stream is decoded once
    more with other bytes behind what there is: rows that change were made up.  Of arithmetic
    coding that says nothing, as its decoders look ahead.  CharLS refuses both what is cut by more
    than a few bytes and what is not by itself, so that its refusal says nothing either.

    Parameters
    ----------
    sound
        The stream, an EOI marker added.
    header
        Of the stream as it came.
    array
        ``(rows, columns)`` or ``(rows, columns, samples)``: what ``sound`` was decoded to.
    pixels
        The decoder.
    """
    if header.ended or header.frame.process in ARITHMETIC:
        return ()
    try:
        other = pixels(sound[:-2] + _FILLER + sound[-2:], header)
    except DamagedPixelData:
        if header.frame.process == JPEG_LS:
            return ()
        where = "some rows"  # it did look
    else:
        rows = np.flatnonzero((other != array).reshape(len(array), -1).any(axis=1))
        if not rows.size:
            return ()
        where = f"rows from about {rows[0]} of {len(array)} on"
    message = f"the entropy-coded data break off: {where} are made up"
    return (Deviation("jpeg-truncated", message, header.end),)
