"""What the first bytes of a video say it is: its coding and its size, whatever its label says.

References
----------
ISO 13818-2 6.2.2.1, ISO 14496-10 7.4.1, ISO 23008-2 7.4.2.2, ISO 14496-12 8.5.2
"""

import re
from typing import Final, NamedTuple

from .video import container_of, size_of

_BYTES: Final = 64 * 1024
_MARKS: Final = (
    ("MPEG2", re.compile(rb"\x00\x00\x01\xb3.{4}[\x00-\xff]", re.DOTALL)),
    # a video parameter set and a sequence parameter set: two bytes of header
    ("HEVC", re.compile(rb"\x00\x00\x01(?:\x40\x01\x0c|\x42\x01[\x00-\x0f])", re.DOTALL)),
    # a sequence parameter set, and a profile_idc that there is
    (
        "MPEG4",
        re.compile(rb"\x00\x00\x01[\x27\x47\x67][\x42\x4d\x58\x64\x6e\x76\x80\x7a\xf4]"),
    ),
)
"""Codings of elementary streams, and of those in a transport, program or packetized one."""
_SAMPLE_ENTRIES: Final = {b"avc1": "MPEG4", b"avc3": "MPEG4", b"hvc1": "HEVC", b"hev1": "HEVC"}


class VideoHead(NamedTuple):
    """What a stream shows of itself.

    Attributes
    ----------
    coding
        ``MPEG2``, ``MPEG4`` or ``HEVC``, with which the keyword of its transfer syntax begins;
        ``none`` for what is no video, empty where it does not tell.
    rows, columns
        Of the picture; 0 where the head does not have them.
    """

    coding: str
    rows: int = 0
    columns: int = 0


def video_head_of(start: bytes) -> VideoHead:
    r"""What a video is, by the first bytes of its stream.

    Parameters
    ----------
    start
        Some KiB of it.

    Examples
    --------
    >>> video_head_of(b"\0\0\1\xb3\x2d\x02\x40\x33\xff")
    VideoHead(coding='MPEG2', rows=576, columns=720)
    >>> video_head_of(bytes(1000))
    VideoHead(coding='none', rows=0, columns=0)
    """
    start = start[:_BYTES]
    container = container_of(start)
    if container is None and not _begins_with_start_code(start):
        return VideoHead("none")
    coding = _in_mp4(start) if container == "MP4" else _elementary(start)
    rows, columns = size_of(start) or (0, 0)
    return VideoHead(coding, rows, columns)


def _begins_with_start_code(start: bytes) -> bool:
    """Whether it is an elementary stream: zeros may stand before its first start code."""
    return start.lstrip(b"\0").startswith(b"\1") and start.startswith(b"\0\0")


def _elementary(start: bytes) -> str:
    places = ((coding, found.start()) for coding, mark in _MARKS if (found := mark.search(start)))
    first = min(places, key=lambda place: place[1], default=None)
    return first[0] if first else ""


def _in_mp4(start: bytes) -> str:
    described = start.find(b"stsd")
    if described < 0:
        return ""
    # ISO 14496-12 8.5.2: version, flags and count, then the size and the name of the first entry
    return _SAMPLE_ENTRIES.get(start[described + 16 : described + 20], "")
