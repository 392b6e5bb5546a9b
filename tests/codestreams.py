"""Codestreams of JPEG 2000 taken apart and changed, by other means than the code's."""

import struct
from typing import Final, NamedTuple

import numpy as np
from dicom_codecs import Decoded, PixelFormat, encode, named
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available, decoder
from dicom_codecs.registry import TransferSyntax

J2K: Final = "JPEG2000Lossless"
J2K_LOSSY: Final = "JPEG2000"
HTJ2K: Final = "HTJ2KLossless"
HTJ2K_RPCL: Final = "HTJ2KLosslessRPCL"
HTJ2K_LOSSY: Final = "HTJ2K"

SIZ, COD, QCD, CAP, TLM, COM, SOT, SOD = (
    0xFF51, 0xFF52, 0xFF5C, 0xFF50, 0xFF55, 0xFF64, 0xFF90, 0xFF93,
)  # fmt: skip

GREY: Final = PixelFormat(48, 50, 1, 16, 12)
COLOUR: Final = PixelFormat(40, 64, 3, photometric="RGB")


class Segment(NamedTuple):
    """A marker segment: its marker, first byte, and the byte after its last."""

    marker: int
    start: int
    end: int


def syntax_of(keyword: str) -> TransferSyntax:
    """The row of a keyword."""
    row = named(keyword)
    assert row
    return row


def segments(stream: bytes) -> list[Segment]:
    """All marker segments up to the first SOD, which is the last."""
    found, at = [], 2
    while True:
        marker, length = struct.unpack_from(">HH", stream, at)
        if marker == SOD:
            return [*found, Segment(marker, at, at + 2)]
        found.append(Segment(marker, at, at + 2 + length))
        at += 2 + length


def body(stream: bytes, marker: int) -> bytes:
    """What follows the length of the first segment with a marker."""
    one = next(segment for segment in segments(stream) if segment.marker == marker)
    return stream[one.start + 4 : one.end]


def changed(stream: bytes, marker: int, at: int, new: bytes) -> bytes:
    """The stream with other bytes from byte ``at`` of the body of a segment."""
    one = next(segment for segment in segments(stream) if segment.marker == marker)
    start = one.start + 4 + at
    return stream[:start] + new + stream[start + len(new) :]


def tile_parts(stream: bytes) -> list[tuple[int, int, int]]:
    """Tile, first byte and length of each tile-part."""
    at = next(segment.start for segment in segments(stream) if segment.marker == SOT)
    found = []
    while stream[at : at + 2] == b"\xff\x90":
        tile, length = struct.unpack_from(">HI", stream, at + 4)
        found.append((tile, at, length))
        at += length
    return found


def textured(fmt: PixelFormat, noise: float = 0.01) -> Frame:
    """A frame as images are: smooth shapes, some noise, over the whole range."""
    random = np.random.default_rng(fmt.rows * 31 + fmt.columns)
    down, across = np.mgrid[: fmt.rows, : fmt.columns]
    one = (np.sin(across / 17) + np.cos(down / 13) + 2) / 4
    planes = [one, one / 2, 1 - one / 3][: fmt.samples]
    shades = np.stack(planes, -1).reshape(fmt.shape) + random.normal(0, noise, fmt.shape)
    top = (1 << fmt.bits_stored) - 1
    low = -(1 << (fmt.bits_stored - 1)) if fmt.signed else 0
    return (np.clip(shades, 0, 1) * top + low).astype(fmt.dtype)


def coded(fmt: PixelFormat, keyword: str) -> bytes:
    """A sound stream of :func:`textured`."""
    return encode(textured(fmt), fmt, syntax_of(keyword).uid).stream


def decode_by(name: str, stream: bytes, fmt: PixelFormat, keyword: str) -> Decoded:
    """What one implementation makes of a stream."""
    return decoder(name)(stream, fmt, syntax_of(keyword))


def decoders(*names: str) -> list[str]:
    """Those that are installed."""
    return [name for name in names if available(name)]
