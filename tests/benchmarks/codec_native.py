"""Native codecs through dicom_codecs, side by side with the bare calls into their libraries."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple

from benchmarks.codec_images import Image, images
from benchmarks.codec_turns import compare, table
from benchmarks.tables import Row, Table
from benchmarks.workshop import Workshop, say
from dicom_codecs import decode, encode
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available

_SMALLEST: Final = 0.02
"""Images of fewer than 32 rows are beyond pylibjpeg-openjpeg."""
_FRAMES: Final = 4


class Way(NamedTuple):
    """A codec, its transfer syntax, what it needs, how often it takes turns, and the bare calls."""

    name: str
    uid: str
    needs: tuple[str, ...]
    rounds: int
    encode: Callable[[Frame, Image], bytes]
    decode: Callable[[bytes], Any]


def measure(shop: Workshop) -> Table:
    """Milliseconds a frame, of encoding and of decoding."""
    rows: list[Row] = []
    for way in _WAYS:
        if all(map(available, way.needs)):
            rows += _rows(way, images(max(shop.scale, _SMALLEST), _FRAMES), shop.rounds(way.rounds))
        else:
            say(f"{way.name}: what it needs is not installed")
    note = "Ours walks each stream before it is decoded, and writes Bits Stored into it."
    return table("turbo", "Native codecs: ours against the bare library on one core", rows, note)


def _rows(way: Way, kinds: Sequence[Image], rounds: int) -> list[Row]:
    streams = {image.what: _ours(image, way.uid) for image in kinds}

    def ours_back(image: Image) -> list[bytes]:
        for stream in streams[image.what]:
            decode(stream, image.format, way.uid)
        return streams[image.what]

    def bare_back(image: Image) -> list[bytes]:
        for stream in streams[image.what]:
            way.decode(stream)
        return streams[image.what]

    def bare(image: Image) -> list[bytes]:
        return [way.encode(frame, image) for frame in image.frames]

    there = compare(way.name, kinds, lambda image: _ours(image, way.uid), ("bare", bare), rounds)
    back = compare(f"{way.name} decoded", kinds, ours_back, ("bare", bare_back), rounds)
    return there + [row for row in back if row.words == "as fast"]


def _ours(image: Image, uid: str) -> list[bytes]:
    return [encode(frame, image.format, uid).stream for frame in image.frames]


def _openjph(frame: Frame, image: Image) -> bytes:
    library: Any = import_module("imagecodecs")
    stream: bytes = library.htj2k_encode(frame, rgb=image.format.samples > 1, tlm=True, tilepart=1)
    return stream


def _openjpeg(frame: Frame, image: Image) -> bytes:
    library: Any = import_module("openjpeg.utils")
    colour = int(image.format.samples > 1)
    stream: bytes = library.encode_array(frame, image.format.bits_stored, colour)
    return stream


def _charls(frame: Frame, image: Image) -> bytes:
    library: Any = import_module("jpeg_ls")
    fmt = image.format
    how = (fmt.rows, fmt.columns, fmt.samples, fmt.bits_stored, 0, 2 if fmt.samples > 1 else 0)
    return bytes(library.encode_buffer(frame.tobytes(), *how))


def _from_openjph(stream: bytes) -> Any:
    library: Any = import_module("imagecodecs")
    return library.htj2k_decode(stream, planar=False)


def _from_openjpeg(stream: bytes) -> Any:
    library: Any = import_module("openjpeg.utils")
    return library.decode(stream, j2k_format=0)


def _from_charls(stream: bytes) -> Any:
    library: Any = import_module("imagecodecs")
    return library.jpegls_decode(stream)


_WAYS: Final = (
    Way("HTJ2K", "1.2.840.10008.1.2.4.202", ("openjph",), 35, _openjph, _from_openjph),
    Way("JPEG-LS", "1.2.840.10008.1.2.4.80", ("pyjpegls", "charls"), 9, _charls, _from_charls),
    Way("JPEG 2000", "1.2.840.10008.1.2.4.90", ("openjpeg",), 5, _openjpeg, _from_openjpeg),
)
