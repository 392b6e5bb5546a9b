"""Images whose frames were compressed beforehand and are kept in ``streams/``.

Each row builds the native image first; ``make.py --natives`` writes that, for the encoders.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydicom.dataset import Dataset
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from making import streams
from making.part10 import MediaFile, dicom_file, encode
from making.pixels import mark_lossy, put_frames

# pydicom 3.0 has no names for these
JPEG_XL_LOSSLESS = "1.2.840.10008.1.2.4.110"
JPEG_XL = "1.2.840.10008.1.2.4.112"
DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1"

# transfer syntax: suffix in streams/, Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1)
CODINGS = {
    RLELossless: ("rle", ""),
    JPEGBaseline8Bit: ("jpg", "ISO_10918_1"),
    JPEGExtended12Bit: ("jpg", "ISO_10918_1"),
    JPEGLossless: ("jpg", ""),
    JPEGLosslessSV1: ("jpg", ""),
    JPEGLSLossless: ("jls", ""),
    JPEGLSNearLossless: ("jls", "ISO_14495_1"),
    JPEG2000Lossless: ("j2k", ""),
    JPEG2000: ("j2k", "ISO_15444_1"),
    HTJ2KLossless: ("j2c", ""),
    HTJ2KLosslessRPCL: ("j2c", ""),
    HTJ2K: ("j2c", "ISO_15444_15"),
    JPEG_XL_LOSSLESS: ("jxl", ""),
    JPEG_XL: ("jxl", "ISO_18181_1"),
    DEFLATED_IMAGE_FRAME: ("deflate", ""),
}


@dataclass(frozen=True)
class Compressed:
    """A file of ``incoming/archive``; its streams are called as it is, with hyphens.

    ``photometric`` is what the encoder made of the colours, if anything.
    """

    name: str
    transfer_syntax: str
    native: Callable[[], Dataset]
    photometric: str = ""

    @property
    def stem(self) -> str:
        """What its streams are called, but for number and suffix."""
        return self.name.replace(" ", "-")


def files(rows: Iterable[Compressed]) -> list[MediaFile]:
    """Return the compressed files."""
    return [
        dicom_file(f"archive/{row.name}.dcm", wrapped(row), row.transfer_syntax) for row in rows
    ]


def natives(rows: Iterable[Compressed]) -> list[MediaFile]:
    """Return the same images uncompressed, named after their streams."""
    return [MediaFile(PurePosixPath(f"{row.stem}.dcm"), encode(row.native())) for row in rows]


def wrapped(row: Compressed) -> Dataset:
    """Return the image with its compressed frames and what they change in it."""
    ds = row.native()
    suffix, method = CODINGS[row.transfer_syntax]
    frames = streams.frames(row.stem, suffix, ds.get("NumberOfFrames", 1))
    if row.photometric:
        ds.PhotometricInterpretation = row.photometric
    if method:
        mark_lossy(ds, method, streams.ratio(len(ds.PixelData), sum(map(len, frames))))
    put_frames(ds, frames)
    return ds
