"""libjpeg-turbo 3 of imagecodecs: baseline, extended, progressive and lossless processes.

Chroma is brought to every pixel by its "fancy" upsampling, a triangle filter, where it is halved
in either direction, and by repetition elsewhere.  It says nothing of data that break off.
"""

from typing import Any, Final

import imagecodecs
from numpy.typing import NDArray

from ..errors import DamagedPixelData
from ..frame import Decoded
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .decoding import decode_stream
from .markers import JpegStream

_UNCONVERTED: Final = {3: "RGB", 4: "CMYK"}
"""Colour spaces that, given for the stream and for the output, keep components as they are."""


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decode a JPEG stream; see :func:`.decoding.decode_stream`."""
    return decode_stream(stream, fmt, syntax, "libjpeg-turbo")


def pixels(stream: bytes, header: JpegStream) -> NDArray[Any]:
    """Samples of a stream, colours as they are.

    Returns
    -------
    NDArray
        ``(rows, columns)`` or ``(rows, columns, samples)``, ``uint8`` or ``uint16``.

    Raises
    ------
    DamagedPixelData
        libjpeg-turbo refuses it.
    """
    space = _UNCONVERTED.get(len(header.frame.components))
    try:
        return imagecodecs.jpeg8_decode(stream, colorspace=space, outcolorspace=space)
    except (imagecodecs.Jpeg8Error, ValueError) as error:
        raise DamagedPixelData(f"libjpeg-turbo: {error}") from error
