"""RLE Lossless with numpy and nothing else: the encoder, and a decoder that is never missing."""

from ..frame import Decoded
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .encoder import encode
from .reading import read
from .stepwise import unpack

__all__ = ["decode", "encode"]


def decode(stream: bytes, fmt: PixelFormat, _syntax: TransferSyntax) -> Decoded:
    """Decompress one frame, as :func:`.reading.read` does: ten times slower than a library."""
    return read(stream, fmt, unpack)
