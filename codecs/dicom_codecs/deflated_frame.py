"""Deflated Image Frame Compression: native frames, each deflated by itself.

References
----------
PS3.5 8.2.16, A.4.13; RFC 1951
"""

import zlib
from typing import Final

from . import native
from .deviation import Deviation
from .errors import DamagedPixelData
from .frame import Decoded, Encoded, Frame, Lossy
from .pixel_format import PixelFormat
from .registry import TransferSyntax

_RAW: Final = -15
"""No header and no checksum, as RFC 1951 has it."""
_WRAPPED: Final = 15
"""With those of RFC 1950."""
_LEVEL: Final = 6
_PAD: Final = 1


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Deflate the native bytes of one frame."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    whole = native.encode(frame, fmt, syntax, lossy).stream
    return Encoded(packer.compress(whole) + packer.flush(), fmt)


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Inflate one frame; never more than its format has.

    Raises
    ------
    DamagedPixelData
        The stream cannot be inflated, or ends before the frame does.
    """
    most = (native.filled_bits(fmt) + 7) // 8 + _PAD
    try:
        whole, found = _inflated(stream, most, _RAW)
    except zlib.error as error:
        if not _looks_wrapped(stream):
            raise DamagedPixelData(f"the stream cannot be inflated: {error}", 0) from error
        whole, found = _unwrapped(stream, most)
    if len(whole) * 8 < fmt.frame_bits:
        needed = (fmt.frame_bits + 7) // 8
        raise DamagedPixelData(f"{len(whole)} bytes inflated, expected {needed}", len(stream))
    decoded = native.decode(whole, fmt, syntax)
    return decoded._replace(deviations=(*found, *decoded.deviations))


def _inflated(stream: bytes, most: int, kind: int) -> tuple[bytes, list[Deviation]]:
    unpacker = zlib.decompressobj(kind)
    whole = unpacker.decompress(stream, most + 1)
    found = []
    if len(whole) > most:
        found.append(_padded(f"more than {most} bytes come out of the stream"))
    elif not unpacker.eof:
        message = "the deflated stream has no last block; what is there was taken"
        found.append(Deviation("deflate-end-missing", message, len(stream)))
    elif len(unpacker.unused_data) > _PAD:
        found.append(_padded(f"{len(unpacker.unused_data)} bytes follow the deflated stream"))
    return whole, found


def _unwrapped(stream: bytes, most: int) -> tuple[bytes, list[Deviation]]:
    try:
        whole, found = _inflated(stream, most, _WRAPPED)
    except zlib.error as error:
        raise DamagedPixelData(f"the stream cannot be inflated: {error}", 0) from error
    message = "the stream has a header of zlib (RFC 1950), where RFC 1951 has none; taken off"
    return whole, [Deviation("deflate-wrapped", message, 0), *found]


def _looks_wrapped(stream: bytes) -> bool:
    """Whether there is a header of RFC 1950: method 8, and a multiple of 31."""
    return len(stream) > 1 and stream[0] & 0xF == 8 and (stream[0] * 256 + stream[1]) % 31 == 0


def _padded(message: str) -> Deviation:
    return Deviation("stream-padded", f"{message}; passed over")
