"""Images whose frames were compressed beforehand and are kept in ``streams/``.

Each row builds the native image first; ``make.py --natives`` writes that, for the encoders.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydicom.dataset import Dataset
from pydicom.uid import (
    JPEG2000,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from making import streams
from making.cross_section import ct_slice, mr_slice
from making.examination import Series
from making.part10 import MediaFile, dicom_file, encode
from making.pixels import mark_lossy, put_frames
from making.projection import computed_radiograph, digital_radiograph
from making.studies import BRAIN, CHEST, ECHO, SKIN, THORAX
from making.ultrasound import FRAMES, clip
from making.visible_light import photograph


@dataclass(frozen=True)
class Compressed:
    """A file of ``incoming/`` and the stream it wraps; lossy when it has a ``method``."""

    path: str
    stream: str
    suffix: str
    transfer_syntax: str
    native: Callable[[], Dataset]
    frames: int = 1
    method: str = ""
    photometric: str = ""


CT = Series(THORAX, 2, "CT", "Thorax from the archive")
MR = Series(BRAIN, 3, "MR", "T1 from the archive")
CR = Series(CHEST, 4, "CR", "Chest PA from the archive")
DX = Series(CHEST, 5, "DX", "Chest AP from the archive")
US = Series(ECHO, 2, "US", "Transthoracic from the archive")
XC = Series(SKIN, 3, "XC", "Photo from the archive")

IMAGES = (
    Compressed(
        "archive/ct rle lossless.dcm", "ct-rle", "rle", RLELossless, lambda: ct_slice(CT, 4)
    ),
    Compressed(
        "archive/mr jpeg lossless.dcm",
        "mr-jpeg-lossless",
        "jpg",
        JPEGLosslessSV1,
        lambda: mr_slice(MR, 1, "T1"),
    ),
    Compressed(
        "archive/mr jpeg-ls lossless.dcm",
        "mr-jpeg-ls",
        "jls",
        JPEGLSLossless,
        lambda: mr_slice(MR, 2, "T1"),
    ),
    Compressed(
        "archive/cr jpeg extended 12 bit.dcm",
        "cr-jpeg-extended",
        "jpg",
        JPEGExtended12Bit,
        lambda: computed_radiograph(CR, 1),
        method="ISO_10918_1",
    ),
    Compressed(
        "archive/dx jpeg 2000 lossless.dcm",
        "dx-jpeg-2000-lossless",
        "j2k",
        JPEG2000Lossless,
        lambda: digital_radiograph(DX, 1, for_presentation=True),
    ),
    Compressed(
        "archive/us jpeg baseline.dcm",
        "us-jpeg-baseline",
        "jpg",
        JPEGBaseline8Bit,
        lambda: clip(US, 1, in_colour=True),
        frames=FRAMES,
        method="ISO_10918_1",
        photometric="YBR_FULL_422",
    ),
    Compressed(
        "archive/photo jpeg 2000.dcm",
        "photo-jpeg-2000",
        "j2k",
        JPEG2000,
        lambda: photograph(XC, 1),
        method="ISO_15444_1",
        photometric="YBR_ICT",
    ),
)


def files() -> list[MediaFile]:
    """Return the compressed files."""
    return [dicom_file(row.path, wrapped(row), row.transfer_syntax) for row in IMAGES]


def natives() -> list[MediaFile]:
    """Return the same images uncompressed, named after their streams."""
    return [MediaFile(PurePosixPath(f"{row.stream}.dcm"), encode(row.native())) for row in IMAGES]


def wrapped(row: Compressed) -> Dataset:
    """Return the image with its compressed frames and what they change in it."""
    ds = row.native()
    frames = streams.frames(row.stream, row.suffix, row.frames)
    if row.photometric:
        ds.PhotometricInterpretation = row.photometric
    if row.method:
        mark_lossy(ds, row.method, streams.ratio(len(ds.PixelData), sum(map(len, frames))))
    put_frames(ds, frames)
    return ds
