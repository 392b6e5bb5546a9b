"""JP2 files where a codestream belongs: PS3.5 A.4.4 wants none of their boxes, some have them."""

import struct
from typing import Final

from ..errors import DamagedPixelData

SOC_SIZ: Final = b"\xff\x4f\xff\x51"
"""How a codestream begins (ISO 15444-1 A.4.1, A.5.1)."""

_SIGNATURE: Final = b"jP  "
_CODESTREAM: Final = b"jp2c"
_HEADER: Final = struct.Struct(">I4s")
_EXTENDED: Final = struct.Struct(">Q")


def codestream_span(stream: bytes) -> tuple[int, int]:
    r"""Where the codestream begins and ends.

    Returns
    -------
    tuple of int
        First byte and the byte after the last; the latter is the end of the stream but for a box
        that says how long it is.

    Raises
    ------
    DamagedPixelData
        There is neither a codestream nor a box that holds one (ISO 15444-1 I.4).

    >>> codestream_span(b"\xff\x4f\xff\x51...")
    (0, 7)
    """
    if stream.startswith(SOC_SIZ):
        return 0, len(stream)
    if stream[4:8] != _SIGNATURE:
        raise DamagedPixelData(f"neither SOC and SIZ nor a JP2 box: {stream[:12].hex()}", 0)
    at = 0
    while at + _HEADER.size <= len(stream):
        body, end, kind = _box(stream, at)
        if kind == _CODESTREAM:
            if not stream.startswith(SOC_SIZ, body):
                raise DamagedPixelData("the box jp2c does not begin with SOC and SIZ", body)
            return body, end
        at = end
    raise DamagedPixelData("no box of the JP2 file holds a codestream (jp2c)", at)


def _box(stream: bytes, at: int) -> tuple[int, int, bytes]:
    length, kind = _HEADER.unpack_from(stream, at)
    header = _HEADER.size
    if length == 1 and at + 16 <= len(stream):
        (length,) = _EXTENDED.unpack_from(stream, at + header)
        header = 16
    if length == 0:
        return at + header, len(stream), kind
    if length < header or at + length > len(stream):
        raise DamagedPixelData(f"a JP2 box of {length} bytes in a stream of {len(stream)}", at)
    return at + header, at + length, kind
