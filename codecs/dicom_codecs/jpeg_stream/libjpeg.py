"""pylibjpeg-libjpeg: every process of ISO 10918-1, hierarchical ones too, and JPEG-LS.

Chroma is brought to every pixel by linear interpolation between centres; where it is halved that
is within a grey level or two of libjpeg-turbo.
"""

from importlib import import_module
from typing import Any, Final

from numpy.typing import NDArray

from ..errors import DamagedPixelData
from ..frame import Decoded
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .decoding import decode_stream
from .headers import LOSSLESS
from .markers import JpegStream, walk

_LIBJPEG: Final[Any] = import_module("libjpeg")
_NO_TRANSFORM: Final = 0


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decode a JPEG stream; see :func:`.decoding.decode_stream`."""
    return decode_stream(stream, fmt, syntax, "libjpeg")


def pixels(stream: bytes, header: JpegStream) -> NDArray[Any]:
    """Samples of a stream, colours as they are.

    Returns
    -------
    NDArray
        ``(rows, columns)`` or ``(rows, columns, samples)``, ``uint8`` or ``uint16``.

    Raises
    ------
    DamagedPixelData
        libjpeg refuses it.
    """
    lossless = header.frame.process in LOSSLESS
    shift, *others = {scan.low for scan in header.scans} if lossless else {0}
    if others or (shift and header.hierarchical):
        reason = "point transforms that differ, which libjpeg gets wrong; libjpeg-turbo does not"
        raise DamagedPixelData(reason, header.frame.offset)
    if shift:
        stream = _without_point_transform(stream, shift)
    try:
        array: NDArray[Any] = _LIBJPEG.decode(stream, _NO_TRANSFORM)
    except (RuntimeError, ValueError) as error:
        raise DamagedPixelData(f"libjpeg: {error}") from error
    if not shift:
        return array
    return array.astype("u1" if header.frame.precision <= 8 else "u2", copy=False) << shift


def _without_point_transform(stream: bytes, shift: int) -> bytes:
    """The same code as that of an image with ``shift`` bits less, which libjpeg gets right.

    It predicts the first sample by half of all bits, where ISO 10918-1 H.1.2.1 takes the point
    transform off.
    """
    header = walk(stream)
    mended = bytearray(stream)
    mended[header.frame.offset + 4] -= shift
    for scan in header.scans:
        mended[scan.start - 1] = 0
    return bytes(mended)
