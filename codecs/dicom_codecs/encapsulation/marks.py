"""How a frame's stream begins and ends, in each family of transfer syntaxes."""

from collections.abc import Callable
from itertools import pairwise
from struct import unpack_from
from typing import Final, NamedTuple

from ..pixel_format import PixelFormat
from ..registry import TransferSyntax

HEAD_BYTES: Final = 64
"""As much of a fragment as tells whether a frame begins in it."""
TAIL_BYTES: Final = 16
"""As much of a fragment as tells whether a frame ends in it."""


class Marks(NamedTuple):
    """Tests of the first :data:`HEAD_BYTES` and the last :data:`TAIL_BYTES` bytes of a fragment.

    Attributes
    ----------
    begins
        Whether a frame begins there.
    ends
        Whether a frame ends there; ``None`` where that cannot be told.
    """

    begins: Callable[[bytes], bool]
    ends: Callable[[bytes], bool] | None = None


def marks_of(syntax: TransferSyntax, fmt: PixelFormat) -> Marks | None:
    """The marks of frames in a transfer syntax; ``None`` where streams have none.

    Native and deflated frames have none, and video is one stream for all frames.
    """
    if syntax.family == "rle":
        return rle_marks(fmt.samples * max(fmt.bits_allocated // 8, 1))
    return _BY_FAMILY.get(syntax.family)


def rle_marks(segments: int) -> Marks:
    """Those of RLE Lossless: a header of so many segments.

    A header is the number of segments and 15 offsets, 32 bits each; the first is 64, the others
    ascend, and unused ones are 0 (PS3.5 G.5).  The middle of a frame that is cut into fragments
    of 1 kB looks like that next to never.
    """
    return Marks(lambda head: _is_rle_header(head) and head[0] == segments)


def any_stream_begins(head: bytes) -> bool:
    """Whether bytes are the start of a frame in any transfer syntax that has marks."""
    known = any(marks.begins(head) for marks in _BY_FAMILY.values())
    return known or _is_rle_header(head)


def _is_rle_header(head: bytes) -> bool:
    if len(head) < 64:
        return False
    count, *offsets = unpack_from("<16L", head)
    if not 1 <= count <= 15 or offsets[0] != 64 or any(offsets[count:]):
        return False
    used = offsets[:count]
    return all(one < following for one, following in pairwise(used))


def _begins_jpeg(head: bytes) -> bool:
    # SOI and the 0xFF of the marker that follows, ISO 10918-1 B.2.1, ISO 14495-1 C.1.1
    return head.startswith(b"\xff\xd8\xff")


def _begins_jpeg_2000(head: bytes) -> bool:
    # SOC and SIZ, ISO 15444-1 A.4; or a JP2 signature box, which should not be there
    return head.startswith((b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  "))


def _begins_jpeg_xl(head: bytes) -> bool:
    # a codestream, ISO 18181-1 9.1, or a container, ISO 18181-2 9.1
    return head.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL "))


def _ends_with_marker(tail: bytes) -> bool:
    # EOI of JPEG, EOC of JPEG 2000: the same two bytes; zeros are what pads
    return tail.rstrip(b"\0").endswith(b"\xff\xd9")


_JPEG: Final = Marks(_begins_jpeg, _ends_with_marker)
_JPEG_2000: Final = Marks(_begins_jpeg_2000, _ends_with_marker)
_BY_FAMILY: Final = {
    "jpeg": _JPEG,
    "jpeg lossless": _JPEG,
    "jpeg-ls": _JPEG,
    "jpeg 2000": _JPEG_2000,
    "htj2k": _JPEG_2000,
    "jpeg xl": Marks(_begins_jpeg_xl),
}
