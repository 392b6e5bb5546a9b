"""The frames of an instance, decoded one by one when they are asked for."""

from functools import lru_cache
from typing import Final

from dicom_codecs.codec import decode
from dicom_codecs.deviation import Deviation
from dicom_codecs.encapsulation.fragments import Fragments, bare_fragment
from dicom_codecs.encapsulation.frame_index import FrameIndex, frames_of
from dicom_codecs.encapsulation.marks import HEAD_BYTES, any_stream_begins, marks_of
from dicom_codecs.encapsulation.offset_tables import extended_table
from dicom_codecs.errors import DamagedPixelData
from dicom_codecs.frame import Decoded
from dicom_codecs.loss import has_lost
from dicom_codecs.native import byte_order, decode_at
from dicom_codecs.native_frames import NativeFrames, native_frames
from dicom_codecs.native_layouts import native_length
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from ..splice.layout import Layout, Pixels
from .image_pixel import ImagePixel, image_pixel
from .refusal import refused

_EXTENDED_OFFSETS: Final = 0x7FE0_0001
_EXTENDED_LENGTHS: Final = 0x7FE0_0002


class FrameSource:
    """The frames of a file whose elements have been found.

    Parameters
    ----------
    layout
        Of the file, which is open.

    Attributes
    ----------
    image
        What the header says.
    syntax
        The transfer syntax of the file.
    count
        How many frames are there, or should be: those beyond Number of Frames are kept, too.
    deviations
        What was met while frames were told apart.

    Raises
    ------
    Refusal
        There is no image in it.
    DamagedPixelData
        Nothing tells which bytes make which frame.
    """

    def __init__(self, layout: Layout) -> None:
        if layout.pixels is None:
            raise refused("no-pixel-data", "It has no Pixel Data.")
        self.image: ImagePixel = image_pixel(layout.value)
        self.syntax: TransferSyntax = TRANSFER_SYNTAXES[layout.transfer_syntax_uid]
        self._layout = layout
        self._pixels: Pixels = layout.pixels
        self._index: FrameIndex | None = None
        self._native: NativeFrames | None = None
        fragments = self._fragments()
        if fragments is not None:
            self._index = self._indexed(fragments)
            self.count = max(self._index.declared, self._index.present)
            self.deviations: tuple[Deviation, ...] = self._index.deviations
        else:
            self._native = self._laid_out()
            self.count = self._native.declared
            self.deviations = self._native.deviations + _mislabelled(self.syntax)

    def _fragments(self) -> Fragments | None:
        """The fragments of encapsulated pixel data; ``None`` where it lies native.

        Streams without any item, and native pixels under the label of a compression, are met.
        """
        pixels, fragments = self._pixels, self._pixels.fragments
        if fragments is not None and not self.syntax.encapsulated:
            reason = f"Pixel Data lies in fragments, and {self.syntax.name} has none"
            raise DamagedPixelData(reason, pixels.value)
        if fragments is not None or not self.syntax.encapsulated:
            return fragments
        if any_stream_begins(self._layout.source.read(pixels.value, HEAD_BYTES)):
            return bare_fragment(pixels.value, pixels.length)
        if pixels.length == native_length(self.image.format, self.image.frames):
            return None
        reason = f"Pixel Data has neither items nor a stream of {self.syntax.name}"
        raise DamagedPixelData(reason, pixels.value)

    def _indexed(self, fragments: Fragments) -> FrameIndex:
        offsets = self._layout.value(_EXTENDED_OFFSETS)
        lengths = self._layout.value(_EXTENDED_LENGTHS) or b""
        return frames_of(
            fragments,
            self.image.frames,
            extended=extended_table(offsets, lengths) if offsets else None,
            marks=marks_of(self.syntax, self.image.format),
            source=self._layout.source,
        )

    def _laid_out(self) -> NativeFrames:
        fmt = self.image.format
        order = byte_order(self.syntax, self._pixels.vr, fmt)
        return _native_frames(fmt, self.image.frames, self._pixels.length, order)

    def decoded(self, number: int) -> Decoded:
        """One frame, the first being 0.

        Raises
        ------
        DamagedPixelData
            It is not there, or its stream cannot be understood; with the byte of the file.
        """
        if self._index is not None:
            return self._decompressed(self._index, number)
        assert self._native is not None  # noqa: S101 - one of the two there is
        span = self._native.span(number)
        data = self._layout.source.read(self._pixels.value + span.offset, span.length)
        return decode_at(data, self._native.format, self._native.order, span.first_bit)

    def check_complete(self) -> None:
        """See that no frame is missing, before anything is made for as many as there should be.

        Raises
        ------
        DamagedPixelData
            One is; Number of Frames may be anything up to 2^31.
        """
        there = self._index.present if self._index else self._native.whole if self._native else 0
        if there >= self.count:
            return
        if self._index is not None:
            self._index.spans(there)
        elif self._native is not None:
            self._native.span(there)

    def lossy(self) -> bool | None:
        """Whether the first stream is certainly a lossy one; ``None`` where it does not tell."""
        if self._index is None:
            return None
        return has_lost(self._index.read(self._layout.source, 0), self.image.format, self.syntax)

    def _decompressed(self, index: FrameIndex, number: int) -> Decoded:
        stream = index.read(self._layout.source, number)
        try:
            return decode(stream, self.image.format, self.syntax.uid)
        except DamagedPixelData as damage:
            damage.frame = number
            if damage.offset is not None:
                damage.offset = _offset_in_file(index.spans(number), damage.offset)
            raise


_native_frames: Final = lru_cache(maxsize=256)(native_frames)
"""Where frames lie that are as many, and as long, as those of another file."""


def _mislabelled(syntax: TransferSyntax) -> tuple[Deviation, ...]:
    if not syntax.encapsulated:
        return ()
    message = f"Pixel Data is native, and not {syntax.name}"
    return (Deviation("fragments-without-items", message),)


def _offset_in_file(spans: list[tuple[int, int]], offset: int) -> int:
    """Where a byte of a stream lies that is in several pieces.

    >>> _offset_in_file([(100, 10), (200, 10)], 12)
    202
    """
    for start, length in spans:
        if offset < length:
            return start + offset
        offset -= length
    start, length = spans[-1]
    return start + length
