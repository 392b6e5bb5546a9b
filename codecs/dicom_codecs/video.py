"""Video that is carried as it is, and looked at: its container, its fragments, its labels.

References
----------
PS3.5 8.2.5 to 8.2.12, A.4.5 to A.4.10
"""

from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

from .deviation import Deviation
from .encapsulation.fragments import Fragments
from .encapsulation.source import Source
from .pixel_format import PixelFormat
from .registry import TransferSyntax

_LOOKED_AT_BYTES: Final = 1024 * 1024
_TS_PACKET_BYTES: Final = 188
_SAMPLE_ENTRIES: Final = (b"avc1", b"avc3", b"hvc1", b"hev1")


class Container(NamedTuple):
    """How the start of a stream tells what holds it.

    Attributes
    ----------
    name
        For people.
    mark, offset
        Bytes, and where they stand.
    codings
        Beginnings of the keywords of transfer syntaxes that may come in it.
    """

    name: str
    mark: bytes
    offset: int
    codings: tuple[str, ...]


CONTAINERS: Final = (
    # ISO 13818-2 6.2.2, ISO 13818-1 2.5.3: PS3.5 8.2.5 leaves the container of MPEG2 free
    Container("MPEG2 elementary stream", b"\0\0\1\xb3", 0, ("MPEG2",)),
    Container("MPEG2 program stream", b"\0\0\1\xba", 0, ("MPEG2",)),
    Container("MPEG2 packetized elementary stream", b"\0\0\1\xe0", 0, ("MPEG2",)),
    # ISO 14496-12 4.3; PS3.5 8.2.7: MPEG-4 and HEVC come in MP4 or in a transport stream
    Container("MP4", b"ftyp", 4, ("MPEG2", "MPEG4", "HEVC")),
)
_TRANSPORT_STREAM: Final = "MPEG2 transport stream"


def video_deviations(
    source: Source, fragments: Fragments, fmt: PixelFormat, syntax: TransferSyntax
) -> tuple[Deviation, ...]:
    """What is not as the standard says in a video that is carried; nothing of it is decoded.

    Parameters
    ----------
    source
        Where the fragments lie.
    fragments
        Of Pixel Data.
    fmt
        What the data set says of a frame.
    syntax
        One of the family ``video``.
    """
    filled = fragments.lengths > 0
    if not filled.any():
        return (Deviation("video-container", "there is no stream", fragments.first),)
    first = int(fragments.offsets[filled][0])
    head = source.read(first, min(int(fragments.lengths[filled][0]), _LOOKED_AT_BYTES))
    told = [
        *_fragment_deviations(fragments, int(filled.sum()), syntax),
        *_stream_deviations(head, fmt, syntax),
    ]
    return tuple(Deviation(code, message, first) for code, message in told)


def _fragment_deviations(
    fragments: Fragments, filled: int, syntax: TransferSyntax
) -> Iterator[tuple[str, str]]:
    """One fragment but for the fragmentable and HEVC, and no offsets (PS3.5 8.2.5, A.4.5)."""
    several_allowed = syntax.keyword.endswith("F") or syntax.keyword.startswith("HEVC")
    if filled > 1 and not several_allowed:
        yield "video-fragments", f"the stream is in {filled} fragments, and may be in one only"
    if fragments.basic_offsets.size:
        yield "video-fragments", "there is a Basic Offset Table, which must be empty"


def _stream_deviations(
    head: bytes, fmt: PixelFormat, syntax: TransferSyntax
) -> Iterator[tuple[str, str]]:
    container = container_of(head)
    if container is None:
        yield "video-container", f"the stream does not begin like {syntax.name}"
    elif not syntax.keyword.startswith(_codings(container)):
        yield "video-container", f"{container} does not hold {syntax.name}"
    size = size_of(head)
    if size is not None and size != (fmt.rows, fmt.columns):
        said = f"{fmt.rows} x {fmt.columns}"
        yield "video-size", f"the stream is {size[0]} x {size[1]}, the data set says {said}"


def container_of(head: bytes) -> str | None:
    r"""The name of what holds a stream, by its first bytes; ``None`` for what nobody knows.

    >>> container_of(b"\0\0\0\x18ftypisom")
    'MP4'
    """
    for one in CONTAINERS:
        if head.startswith(one.mark, one.offset):
            return one.name
    packets = head[: 5 * _TS_PACKET_BYTES : _TS_PACKET_BYTES]
    return _TRANSPORT_STREAM if packets and not packets.strip(b"G") else None


def _codings(container: str) -> tuple[str, ...]:
    by_name = {one.name: one.codings for one in CONTAINERS}
    return by_name.get(container, ("MPEG2", "MPEG4", "HEVC"))


def size_of(head: bytes) -> tuple[int, int] | None:
    r"""Rows and columns as the start of a stream tells them, if it does.

    >>> size_of(b"\0\0\1\xb3\x2d\x02\x40")
    (576, 720)
    """
    sequence = head.find(b"\0\0\1\xb3")
    if container_of(head) != "MP4" and 0 <= sequence <= len(head) - 7:
        high, middle, low = head[sequence + 4 : sequence + 7]
        return (middle & 15) << 8 | low, high << 4 | middle >> 4
    # ISO 14496-12 8.5.2: brands of the same names stand before the sample descriptions
    described = max(head.find(b"stsd"), 0)
    for entry in _SAMPLE_ENTRIES if described else ():
        place = head.find(entry, described)
        if 0 <= place <= len(head) - 32:
            columns, rows = unpack_from(">HH", head, place + 28)
            return rows, columns
    return None
