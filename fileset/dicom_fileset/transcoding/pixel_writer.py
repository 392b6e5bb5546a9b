"""Encoded frames written as the Pixel Data element, and what was written told for the proof."""

import hashlib
from collections.abc import Iterable
from struct import Struct
from typing import Final

from dicom_codecs.encapsulation.writer import FrameWriter, Room
from dicom_codecs.native import decode
from dicom_codecs.native_frames import NativeJoiner
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax

from ..elements import UNDEFINED
from ..splice.write import Sink
from .refusal import refused
from .source_file import HELD_BYTES

_PIXEL_DATA: Final = (0x7FE0, 0x0010)
_OVERHEAD_BYTES: Final = 64 * 1024
"""A stream of the worst noise is longer than its frame by less than this and a quarter of it."""


class Streams:
    """Streams of frames on their way into a file, remembered so that they are known again.

    Each is padded to even length, or all are one native value.  Those of a small file are kept as
    they are, of a large one their SHA-256.
    """

    def __init__(self) -> None:
        self._kept: list[bytes] | None = []
        self._digest = hashlib.sha256()
        self.length = 0

    def pass_on(self, data: bytes) -> bytes:
        """Note bytes that go into the file."""
        self.length += len(data)
        if self._kept is None:
            self._digest.update(data)
            return data
        self._kept.append(data)
        if self.length > HELD_BYTES:
            for one in self._kept:
                self._digest.update(one)
            self._kept = None
        return data

    def are(self, pieces: Iterable[bytes]) -> bool:
        """Whether what was read is, all together, what was passed on."""
        if self._kept is not None:
            return b"".join(self._kept) == b"".join(pieces)
        digest, length = hashlib.sha256(), 0
        for piece in pieces:
            digest.update(piece)
            length += len(piece)
        return length == self.length and digest.digest() == self._digest.digest()


def write_encapsulated(
    file: Room, streams: Iterable[bytes], fmt: PixelFormat, frames: int
) -> Streams:
    """Write fragments, one a frame, and their offset table (PS3.5 A.4)."""
    most = frames * (fmt.array_bytes * 5 // 4 + _OVERHEAD_BYTES)
    writer = FrameWriter(file, frames, most_bytes=most)
    passing = Streams()
    for stream in streams:
        writer.add(stream)
        passing.pass_on(stream + b"\0" if len(stream) & 1 else stream)
    writer.finish()
    return passing


def write_native(
    sink: Sink, streams: Iterable[bytes], fmt: PixelFormat, frames: int, target: TransferSyntax
) -> Streams:
    """Write native pixel data of defined length (PS3.5 8.1.1).

    Raises
    ------
    Refusal
        It is longer than an element can be.
    """
    length = (frames * fmt.frame_bits + 7) // 8
    length += length & 1
    if length >= UNDEFINED:
        message = f"{length} bytes of native Pixel Data are more than an element can have."
        raise refused("pixels-unsuitable", message, "PS3.5 7.1.1")
    sink.write(_native_header(target, fmt, length))
    passing = Streams()
    joiner = NativeJoiner(fmt, target)
    for stream in streams:
        whole = fmt.bits_allocated > 1
        made = stream if whole else joiner.add(decode(stream, fmt, target).frame)
        sink.write(passing.pass_on(made))
    sink.write(passing.pass_on(joiner.finish()))
    if passing.length < length:
        sink.write(passing.pass_on(b"\0"))
    return passing


def _native_header(target: TransferSyntax, fmt: PixelFormat, length: int) -> bytes:
    if target.implicit:
        return Struct("<HHL").pack(*_PIXEL_DATA, length)
    vr = b"OW" if fmt.bits_allocated > 8 else b"OB"
    return Struct(">HH2sHL" if target.big_endian else "<HH2sHL").pack(*_PIXEL_DATA, vr, 0, length)
