"""Marker segments of a stream, and the entropy-coded data between them (ISO 10918-1 B.1.1)."""

import re
from typing import Final, NamedTuple

from ..errors import DamagedPixelData

SOI: Final = 0xD8
EOI: Final = 0xD9
SOS: Final = 0xDA
DQT: Final = 0xDB
DNL: Final = 0xDC
DRI: Final = 0xDD
DHP: Final = 0xDE
EXP: Final = 0xDF
DHT: Final = 0xC4
DAC: Final = 0xCC
COM: Final = 0xFE
LSE: Final = 0xF8
SOF55: Final = 0xF7
APPLICATIONS: Final = range(0xE0, 0xF0)
FRAMES: Final = frozenset({*range(0xC0, 0xD0), SOF55} - {DHT, 0xC8, DAC})
"""SOF0 to SOF15 (ISO 10918-1 Table B.1; C8 is reserved) and SOF55 (ISO 14495-1 C.1.1)."""

_KNOWN: Final = FRAMES | {
    *APPLICATIONS, SOI, EOI, SOS, DQT, DNL, DRI, DHP, EXP, DHT, DAC, COM, LSE,
}  # fmt: skip
_ALONE: Final = frozenset({SOI, EOI})
# what ends entropy-coded data: no stuffed zero, no restart marker (B.1.1.5); fill bytes may precede
_END_OF_JPEG: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_END_WITHOUT_RESTARTS: Final = re.compile(rb"\xff[^\x00\xff]")
# after FF a bit is stuffed, so that a byte below 80 is data (ISO 14495-1 A.1)
_END_OF_JPEG_LS: Final = re.compile(rb"\xff[\x80-\xcf\xd8-\xfe]")
_RESTARTS: Final = re.compile(rb"\xff[\xd0-\xd7]")


class Segment(NamedTuple):
    """A marker and what belongs to it.

    Attributes
    ----------
    code
        Second byte of the marker.
    offset
        Of its first byte, FF, in the stream.
    start, end
        Of the parameters, behind the length; both the end of a marker that stands alone.
    """

    code: int
    offset: int
    start: int
    end: int


def next_segment(stream: bytes, position: int) -> Segment | None:
    """The marker segment at ``position``; ``None`` where the stream ends, or breaks off in FF.

    Raises
    ------
    DamagedPixelData
        No marker is there, none that ISO 10918-1 or ISO 14495-1 has, or its length lies.
    """
    offset = position
    while stream[offset : offset + 2] == b"\xff\xff":  # fill bytes, B.1.1.2
        offset += 1
    if offset + 2 > len(stream) and stream[offset:] in {b"", b"\xff"}:
        return None
    code = stream[offset + 1] if stream[offset] == 0xFF else 0
    if code not in _KNOWN:
        found = stream[offset : offset + 2].hex(" ").upper()
        raise DamagedPixelData(f"{found} where a marker was expected", offset)
    if code in _ALONE:
        return Segment(code, offset, offset + 2, offset + 2)
    length = int.from_bytes(stream[offset + 2 : offset + 4])
    end = offset + 2 + length
    if length < 2 or end > len(stream):
        left = len(stream) - offset - 2
        reason = f"segment FF {code:02X} says it has {length} bytes, {left} are left"
        raise DamagedPixelData(reason, offset)
    return Segment(code, offset, offset + 4, end)


def entropy_end(stream: bytes, position: int, *, jpeg_ls: bool, restarts: bool) -> int:
    """Where the entropy-coded data at ``position`` end: at a marker, or at the stream's end.

    A last FF is the beginning of a marker that was cut.  Restart markers are passed in data that
    have an interval, and in those of JPEG-LS.
    """
    of_jpeg = _END_OF_JPEG if restarts else _END_WITHOUT_RESTARTS
    found = (_END_OF_JPEG_LS if jpeg_ls else of_jpeg).search(stream, position)
    if found:
        return found.start()
    return len(stream) - stream.endswith(b"\xff", position)


def restarts(stream: bytes, start: int, end: int) -> list[int]:
    """Numbers of the restart markers, 0 to 7, as they follow each other in entropy-coded data."""
    return [match[0][1] & 7 for match in _RESTARTS.finditer(stream, start, end)]
