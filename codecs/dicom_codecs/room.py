"""How large an image a few bytes may declare before room is made for it."""

from typing import Final

from .errors import DamagedPixelData

FREE_BYTES: Final = 256 << 20
"""That much may come out of a stream of any length, four bytes a sample counted."""
MOST_EXPANSION: Final = 20_000
"""Beyond that, a byte of the stream may stand for so many: images of one colour do."""


def check_room(samples: int, stream_bytes: int, offset: int | None = None) -> None:
    """See that a stream is long enough to hold so many samples.

    Raises
    ------
    DamagedPixelData
        It is not.

    >>> check_room(65535 * 65535, 100)
    Traceback (most recent call last):
    dicom_codecs.errors.DamagedPixelData: 4294836225 samples declared by a stream of 100 bytes
    """
    if samples * 4 > max(FREE_BYTES, stream_bytes * MOST_EXPANSION):
        reason = f"{samples} samples declared by a stream of {stream_bytes} bytes"
        raise DamagedPixelData(reason, offset)
