"""CharLS by imagecodecs: decodes everything, encodes where the precision is that of a cell."""

from typing import Any

import imagecodecs
from numpy.typing import NDArray

from ..errors import CodecUnavailable, DamagedPixelData
from ..frame import Decoded, Encoded, Frame, Lossy
from ..implementations import IMPLEMENTATIONS
from ..jpeg_stream.decoding import decode_stream
from ..jpeg_stream.markers import JpegStream, walk
from ..jpeg_stream.mending import mend
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .encoding import encode_frame
from .precision import Samples, samples_of


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decode a JPEG-LS stream; see :func:`~..jpeg_stream.decoding.decode_stream`."""
    return decode_stream(stream, fmt, syntax, "charls")


def pixels(stream: bytes, header: JpegStream) -> NDArray[Any]:  # noqa: ARG001 as of all engines
    """Samples of a stream.

    Returns
    -------
    NDArray
        ``(rows, columns)`` or ``(rows, columns, samples)``, ``uint8`` or ``uint16``.

    Raises
    ------
    DamagedPixelData
        CharLS refuses it.
    """
    try:
        return imagecodecs.jpegls_decode(stream)
    except (imagecodecs.JpeglsError, ValueError) as error:
        raise DamagedPixelData(f"CharLS: {error}") from error


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Encode a frame of which a sample fills its cell; see :func:`.encoding.encode_frame`.

    imagecodecs writes 8 or 16 bits for whatever it is given, and no other number may be put in
    afterwards, because the code depends on it.  PS3.5 8.2.3 wants Bits Stored there.

    Raises
    ------
    CodecUnavailable
        The precision is another: pyjpegls can.
    """
    precision = samples_of(frame, fmt, syntax).precision
    if precision not in {8, 16}:
        other = IMPLEMENTATIONS["pyjpegls"]
        reason = f"imagecodecs writes JPEG-LS of 8 or 16 bits, not of {precision}; pyjpegls does"
        raise CodecUnavailable(syntax.uid, syntax.keyword, reason, other.install)
    return encode_frame(frame, fmt, syntax, lossy, _coded)


def _coded(samples: Samples, near: int) -> bytes:
    stream = bytes(imagecodecs.jpegls_encode(samples.array, level=near))
    return mend(stream, walk(stream))[0]  # without its SPIFF header, which says RGB of anything
