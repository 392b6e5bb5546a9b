"""Ultrasound of a thyroid, calibrated or not, in the colours of PS3.11 Table C.3-2.

A still or a clip each (PS3.3 A.6, A.7), and what the device compressed itself.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import (
    JPEGBaseline8Bit,
    RLELossless,
    UltrasoundImageStorage,
    UltrasoundMultiFrameImageStorage,
)

from making import compressed
from making.compressed import Compressed
from making.examination import Series, date_acquisition, instance
from making.part10 import MediaFile, dicom_file
from making.phantoms import thyroid
from making.pixels import put_colour, put_grey, put_indices, put_ybr_full, put_ybr_full_422
from making.studies import NECK

FOLDER = "radiology/thyroid wojcik"
ROWS, COLUMNS = 64, 80
FRAMES = 3
STILLS = Series(NECK, 1, "US", "Thyroid stills")
CLIPS = Series(NECK, 2, "US", "Thyroid clips")
CENTIMETRES, CENTIMETRES_PER_SECOND = 3, 7

Calibration = Callable[[Dataset], None]
Pixels = NDArray[np.uint8]


def grey(frames: int = 1) -> Pixels:
    """Return ``(rows, columns)``, or frames of them."""
    pictures = [thyroid(ROWS, COLUMNS, phase) for phase in range(frames)]
    return np.stack(pictures).clip(0, 255).astype(np.uint8).squeeze()


def colour(frames: int = 1) -> Pixels:
    """Return the same in RGB, with red flow in the carotid artery."""
    shown = np.stack([grey(frames)] * 3, axis=-1)
    artery = shown[..., 0] == 10
    shown[artery] = (200, 30, 30)
    return shown


def still(number: int, calibrate: Calibration) -> Dataset:
    """Return a single frame without its pixels."""
    ds = instance(STILLS, UltrasoundImageStorage, number)
    _describe(ds, calibrate)
    return ds


def clip(number: int, calibrate: Calibration) -> Dataset:
    """Return a multi-frame image without its pixels."""
    ds = instance(CLIPS, UltrasoundMultiFrameImageStorage, number)
    _describe(ds, calibrate)
    ds.NumberOfFrames = FRAMES
    ds.FrameIncrementPointer = Tag("FrameTime")
    ds.FrameTime = "40"
    return ds


def _describe(ds: Dataset, calibrate: Calibration) -> None:
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "SMALL PARTS"]
    ds.BodyPartExamined = "THYROID"
    ds.LossyImageCompression = "00"
    ds.PatientOrientation = None
    calibrate(ds)


def in_space(ds: Dataset) -> None:
    """Say how large a pixel is (PS3.11 C.4: Region Calibration without pixel components)."""
    ds.SequenceOfUltrasoundRegions = Sequence([_region(region_data_type=1)])


def in_space_and_flow(ds: Dataset) -> None:
    """Say that, and what the red of a pixel means (PS3.11 C.5: combined calibration)."""
    region = _region(region_data_type=2)
    region.PixelComponentOrganization = 0  # bit aligned positions
    region.PixelComponentMask = 0xFF
    region.PixelComponentPhysicalUnits = CENTIMETRES_PER_SECOND
    region.PixelComponentDataType = 1
    region.NumberOfTableBreakPoints = 2
    region.TableOfXBreakPoints = [0, 255]
    region.TableOfYBreakPoints = [0.0, 50.0]
    ds.SequenceOfUltrasoundRegions = Sequence([region])


def _region(region_data_type: int) -> Dataset:
    region = Dataset()
    region.RegionSpatialFormat = 1  # 2D
    region.RegionDataType = region_data_type
    region.RegionFlags = 0
    region.RegionLocationMinX0, region.RegionLocationMinY0 = 0, 0
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = COLUMNS - 1, ROWS - 1
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = CENTIMETRES
    region.PhysicalDeltaX = region.PhysicalDeltaY = 0.05
    return region


def filled(ds: Dataset, put: Callable[[Dataset, Pixels], None], pixels: Pixels) -> Dataset:
    """Return the image with its pixels."""
    put(ds, pixels)
    return ds


def put_8_bits(ds: Dataset, pixels: Pixels) -> None:
    """Fill in grey of 8 bits."""
    put_grey(ds, pixels, 8)


NATIVES = {
    "right lobe.dcm": lambda: filled(still(1, in_space), put_8_bits, grey()),
    "flow map.dcm": lambda: filled(still(2, in_space_and_flow), put_indices, grey()),
    "colour flow clip.dcm": lambda: filled(clip(1, in_space_and_flow), put_colour, colour(FRAMES)),
    "colour clip, subsampled.dcm": lambda: filled(
        clip(2, in_space), put_ybr_full_422, colour(FRAMES)
    ),
}


def still_in_colour(number: int, calibrate: Calibration) -> Dataset:
    """Return a still in RGB."""
    return filled(still(number, calibrate), put_colour, colour())


def clip_in_colour(number: int, calibrate: Calibration) -> Dataset:
    """Return a clip in RGB."""
    return filled(clip(number, calibrate), put_colour, colour(FRAMES))


def still_in_planes(number: int, calibrate: Calibration) -> Dataset:
    """Return a still in YBR_FULL."""
    return filled(still(number, calibrate), put_ybr_full, colour())


def clip_in_grey(number: int, calibrate: Calibration) -> Dataset:
    """Return a clip in grey."""
    return filled(clip(number, calibrate), put_8_bits, grey(FRAMES))


def clip_in_indices(number: int, calibrate: Calibration) -> Dataset:
    """Return a clip in PALETTE COLOR."""
    return filled(clip(number, calibrate), put_indices, grey(FRAMES))


def by_jpeg(name: str, native: Callable[[], Dataset]) -> Compressed:
    """Return a row of JPEG Baseline."""
    return Compressed(name, JPEGBaseline8Bit, native, "YBR_FULL_422")


def by_rle(name: str, native: Callable[[], Dataset]) -> Compressed:
    """Return a row of RLE Lossless."""
    return Compressed(name, RLELossless, native)


IMAGES = (
    by_rle("us still rle lossless", lambda: still_in_colour(3, in_space_and_flow)),
    by_rle("us still rle lossless ybr", lambda: still_in_planes(4, in_space)),
    by_rle("us clip rle lossless", lambda: clip_in_grey(3, in_space)),
    by_rle("us clip rle lossless palette", lambda: clip_in_indices(4, in_space_and_flow)),
    by_jpeg("us still jpeg baseline", lambda: still_in_colour(5, in_space)),
    by_jpeg("us still jpeg baseline flow", lambda: still_in_colour(6, in_space_and_flow)),
    by_jpeg("us clip jpeg baseline", lambda: clip_in_colour(5, in_space)),
    by_jpeg("us clip jpeg baseline flow", lambda: clip_in_colour(6, in_space_and_flow)),
)


def files() -> list[MediaFile]:
    """Return what the device handed over uncompressed, and what the archive has of it."""
    natives = [dicom_file(f"{FOLDER}/{name}", make()) for name, make in NATIVES.items()]
    return [*natives, *compressed.files(IMAGES)]
