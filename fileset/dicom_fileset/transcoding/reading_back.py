"""What was written, read again and held against what it was written from."""

from collections.abc import Iterator

from dicom_codecs.encapsulation.frame_index import frames_of

from ..elements import tag_name
from ..splice.check import differing
from ..splice.header import Changes
from ..splice.layout import Layout, laid_out
from ..splice.plain import plain_pixels
from .part_file import PartFile
from .pixel_writer import Streams
from .refusal import refused
from .source_file import READ_BYTES


def check_written(
    layout: Layout, part: PartFile, changes: Changes, pixels: tuple[int, Streams] | None = None
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
        How many frames were written anew and what was written, if they were.

    Raises
    ------
    Refusal
        It is not.
    MediumFailure
        It does not read back at all.
    """
    back = part.read_back()
    if pixels is not None:
        streams = plain_pixels(layout, back, changes, pixels[0])
        if streams is not None and pixels[1].are(back.read(*one) for one in streams):
            return
    with laid_out(back) as written:
        tag = differing(layout, written, changes, new_pixels=pixels is not None)
        if tag is not None:
            raise refused("not-proven", f"{tag_name(tag)} does not read back as it was written.")
        if pixels is not None and not pixels[1].are(_pixel_bytes(written, pixels[0])):
            raise refused("not-proven", "Pixel Data does not read back as it was written.")


def _pixel_bytes(written: Layout, frames: int) -> Iterator[bytes]:
    """Frame by frame as readers find them, or the native value."""
    pixels = written.pixels
    if pixels is None:
        return
    if pixels.fragments is None:
        for at in range(0, pixels.length, READ_BYTES):
            count = min(READ_BYTES, pixels.length - at)
            yield written.source.read(pixels.value + at, count)
        return
    index = frames_of(pixels.fragments, frames)
    if index.deviations or index.present != frames:
        raise refused("not-proven", "The offset table does not read back as it was written.")
    for number in range(frames):
        yield index.read(written.source, number)
