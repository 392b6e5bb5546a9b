"""What was written, read again and held against what it was written from."""

from collections.abc import Iterator
from typing import Final

from dicom_codecs.encapsulation.frame_index import frames_of

from ..elements import tag_name
from ..splice.check import check_spliced
from ..splice.header import Changes
from ..splice.layout import Layout, opened
from .pixel_writer import Fingerprint, Streams
from .refusal import refused

_READ_BYTES: Final = 1024 * 1024


def check_elements(layout: Layout, part: str, changes: Changes, *, new_pixels: bool) -> None:
    """See that every element of a written file is that of its source, or the change asked for.

    Raises
    ------
    Refusal
        One is not.
    """
    tag = check_spliced(layout, part, changes, new_pixels=new_pixels)
    if tag is not None:
        raise refused("not-proven", f"{tag_name(tag)} does not read back as it was written.")


def check_pixels(part: str, frames: int, expected: Fingerprint) -> None:
    """See that the frames of a written file are those that were proven.

    Raises
    ------
    Refusal
        They are not.
    """
    with opened(part) as written:
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
