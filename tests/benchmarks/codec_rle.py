"""RLE Lossless in numpy, side by side with pylibjpeg-rle on one core."""

from importlib import import_module
from typing import Any, Final

from benchmarks.codec_images import Image, images
from benchmarks.codec_turns import compare, table
from benchmarks.tables import Table
from benchmarks.workshop import Workshop, say
from dicom_codecs import encode
from dicom_codecs.implementations import available

_RLE: Final = "1.2.840.10008.1.2.5"


def measure(shop: Workshop) -> Table:
    """Milliseconds a frame, and the size of the streams."""
    peer = ("pylibjpeg-rle", _pylibjpeg) if available("pylibjpeg-rle") else None
    if peer is None:
        say("pylibjpeg-rle is not installed")
    rows = compare("RLE", images(shop.scale), _ours, peer, shop.rounds(7))
    note = "pylibjpeg-rle is given the bytes of the frame, made of the array inside of its time."
    return table("rle", "RLE Lossless: encoding on one core", rows, note)


def _ours(image: Image) -> list[bytes]:
    return [encode(frame, image.format, _RLE).stream for frame in image.frames]


def _pylibjpeg(image: Image) -> list[bytes]:
    library: Any = import_module("rle.utils")
    fmt = image.format
    how = {
        "rows": fmt.rows,
        "columns": fmt.columns,
        "samples_per_pixel": fmt.samples,
        "bits_allocated": fmt.bits_allocated,
        "byteorder": "<",
    }
    return [library.encode_pixel_data(frame.tobytes(), **how) for frame in image.frames]
