"""What was written, read again and held against what it was written from."""

from collections.abc import Iterator
from typing import Final

from dicom_codecs.encapsulation.frame_index import frames_of

from ..elements import tag_name
from ..splice.check import differing
from ..splice.header import Changes
from ..splice.layout import Layout, opened
from .pixel_writer import Fingerprint, Streams
from .refusal import refused

_READ_BYTES: Final = 1024 * 1024


def check_written(
    layout: Layout, part: str, changes: Changes, pixels: tuple[int, Fingerprint] | None = None
) -> None:
    """See that a written file is its source, but for the changes asked for.

    Parameters
    ----------
    layout
        Of the source, still open.
    part
        The written file.
    changes
        Elements that are other.
    pixels
        How many frames were written anew and what they are to be like, if they were.

    Raises
    ------
    Refusal
        It is not.
    """
    with opened(part) as written:
        tag = differing(layout, written, changes, new_pixels=pixels is not None)
        if tag is not None:
            raise refused("not-proven", f"{tag_name(tag)} does not read back as it was written.")
        if pixels is not None:
            _check_pixels(written, *pixels)


def _check_pixels(written: Layout, frames: int, expected: Fingerprint) -> None:
    passing = Streams()
    for data in _pixel_bytes(written, frames):
        passing.pass_on(data)
    if passing.fingerprint() != expected:
        raise refused("not-proven", "Pixel Data does not read back as it was written.")


def _pixel_bytes(written: Layout, frames: int) -> Iterator[bytes]:
    """Frame by frame as readers find them, or the native value."""
    pixels = written.pixels
    if pixels is None:
        return
    if pixels.fragments is None:
        for at in range(0, pixels.length, _READ_BYTES):
            count = min(_READ_BYTES, pixels.length - at)
            yield written.source.read(pixels.value + at, count)
        return
    index = frames_of(pixels.fragments, frames)
    if index.deviations or index.present != frames:
        raise refused("not-proven", "The offset table does not read back as it was written.")
    for number in range(frames):
        yield index.read(written.source, number)
