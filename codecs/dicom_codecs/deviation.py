"""What was not as the standard says in pixel data that could be read all the same."""

from typing import Final, NamedTuple


class Deviation(NamedTuple):
    """One thing that was mended, or that decoded although it should not be there.

    Attributes
    ----------
    code
        One of :data:`CODES`.
    message
        What was found and what was done about it, for people.
    offset
        Byte of the stream where it was met, if one byte can be named.
    """

    code: str
    message: str
    offset: int | None = None


CODES: Final = frozenset(
    {
        # -- what holds the frames (PS3.5 A.4) --
        "fragments-without-items",
        "fragments-without-delimiter",
        "fragment-odd",
        "offset-table-wrong",
        "offset-table-missing",
        "fragments-beyond-frames",
        # -- the stream against the data set (PS3.5 8.2) --
        "bits-stored-differs",
        "bits-allocated-differs",
        "sign-differs",
        "colour-differs",
        "stream-padded",
        # -- the stream itself --
        "jpeg-process-differs",
        "jpeg-scan-end",
        "jpeg-end-missing",
        "jpeg-truncated",
        "jpeg-tables-missing",
        "jpeg-2000-boxed",
        "deflate-wrapped",
        "deflate-end-missing",
        "rle-padded",
        "rle-truncated",
        "rle-header",
        # -- video, which is carried (PS3.5 8.2.5 to 8.2.12) --
        "video-container",
        "video-fragments",
        "video-size",
        # -- native frames (PS3.5 8.1) --
        "pixel-data-padded",
        "bits-beyond-stored",
    }
)
"""Stable across versions; what machines compare."""
