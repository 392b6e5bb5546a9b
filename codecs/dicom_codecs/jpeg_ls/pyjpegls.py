"""CharLS by pyjpegls: the only door to it that writes any precision."""

from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import DamagedPixelData
from ..frame import Decoded, Encoded, Frame, Lossy
from ..jpeg_stream.decoding import decode_stream
from ..jpeg_stream.markers import JpegStream
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .encoding import encode_frame
from .precision import Samples

_JPEG_LS: Final[Any] = import_module("jpeg_ls")
_KERNEL: Final[Any] = import_module("_CharLS")
_BY_SAMPLE: Final = 2
"""Interleave mode of ISO 14495-1 Table C.2: as the cells lie."""
_HEADERS_BYTES: Final = 1024
"""More than all marker segments of a stream with four components."""


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decode a JPEG-LS stream; see :func:`~..jpeg_stream.decoding.decode_stream`."""
    return decode_stream(stream, fmt, syntax, "pyjpegls")


def pixels(stream: bytes, header: JpegStream) -> NDArray[Any]:
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
        buffer, _ = _JPEG_LS.decode_buffer(stream)
    except (RuntimeError, ValueError) as error:
        raise DamagedPixelData(f"CharLS: {error}") from error
    frame = header.frame
    numbers = np.frombuffer(buffer, "<u1" if frame.precision <= 8 else "<u2")
    size = (frame.rows, frame.columns)
    count = len(frame.components)
    if count > 1 and header.scans[0].last == 0:
        return np.moveaxis(numbers.reshape(count, *size), 0, -1)
    return numbers.reshape(*size, count)


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Encode a frame; see :func:`.encoding.encode_frame`."""
    return encode_frame(frame, fmt, syntax, lossy, _coded)


def _coded(samples: Samples, near: int) -> bytes:
    rows, columns = samples.array.shape[:2]
    count = samples.array.size // (rows * columns)
    mode = 0 if count == 1 else _BY_SAMPLE
    data = samples.array.astype(samples.array.dtype.newbyteorder("<"), copy=False).tobytes()
    try:
        return bytes(
            _JPEG_LS.encode_buffer(data, rows, columns, count, samples.precision, near, mode)
        )
    except RuntimeError:
        # Twice the data is all the room it takes: too little for headers of a small frame, and for
        # what does not compress.  Its kernel counts the room by the data, of which more is no harm.
        data += bytes(len(data) + _HEADERS_BYTES)
        return bytes(_KERNEL._encode(data, near, mode, rows, columns, count, samples.precision))  # noqa: SLF001
