"""What a parent and its transcoding children say to each other."""

import os
from typing import Any, Final

import msgspec
from dicom_codecs.pixel_format import PixelFormat

from ..model import Finding
from .request import Request, Transcoded


class WholeFile(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Transcode ``source`` into a new file ``written``."""

    source: bytes
    written: bytes
    request: Request


class SomeFrames(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Encode the frames ``first`` to ``past`` of ``source``, and give them back."""

    source: bytes
    request: Request
    first: int
    past: int


class IconOf(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Make an icon of so many pixels of ``source``, and give it back."""

    source: bytes
    rows: int
    columns: int


class Icon(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """The value of Icon Image Sequence."""

    value: bytes


class AllFrames(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Decode all frames of ``source``, and tell of them."""

    source: bytes


class DecodedFrames(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """So many frames were decoded, by which implementation, and what was met on the way."""

    frames: int = 0
    decoder: str = ""
    findings: tuple[Finding, ...] = ()


class Beat(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """A frame is done: the child is alive, and gets anywhere."""


class EncodedFrame(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """One frame in the transfer syntax asked for.

    Attributes
    ----------
    stream
        As it goes into a fragment, or native.
    format
        What the data set has to say of it.
    findings
        What was mended in the frame that it was made from.
    psnr
        In decibels, of a frame that lost something and was verified.
    codec_seconds
        That decoders and encoders took.
    """

    stream: bytes
    format: PixelFormat
    findings: tuple[Finding, ...] = ()
    psnr: float | None = None
    codec_seconds: float = 0.0


class Done(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """A file is written."""

    result: Transcoded


class Failed(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """It cannot be done, and why; ``medium`` when the place written to is to blame."""

    finding: Finding
    medium: bool = False


Task = WholeFile | SomeFrames | IconOf | AllFrames
Reply = Beat | EncodedFrame | Done | Failed | Icon | DecodedFrames

encoded: Final = msgspec.msgpack.Encoder().encode
decoded_task: Final = msgspec.msgpack.Decoder(Task).decode
_decode_reply: Final[Any] = msgspec.msgpack.Decoder(Reply).decode


def decoded_reply(data: bytes) -> Reply:
    """What a child said."""
    reply: Reply = _decode_reply(data)
    return reply


def whole_file(source: str, written: str, request: Request) -> WholeFile:
    """A task; names may be no valid text."""
    return WholeFile(os.fsencode(source), os.fsencode(written), request)
