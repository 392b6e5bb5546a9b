"""X-ray angiography of the coronary arteries (PS3.3 A.14, C.8.7)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    XRayAngiographicImageStorage,
)

from making import compressed
from making.compressed import Compressed
from making.examination import Series, date_acquisition, instance
from making.part10 import MediaFile, dicom_file
from making.phantoms import coronary
from making.pixels import put_grey
from making.studies import CATHETER

FOLDER = "cardiology/angiography lefevre"
RUNS = Series(CATHETER, 1, "XA", "Left coronary artery")
STILLS = Series(CATHETER, 2, "XA", "Left coronary artery from the archive")
FRAMES = 4


def still(number: int, size: int, bits_stored: int = 8) -> Dataset:
    """Return one frame of ``size`` rows and columns."""
    ds = _angiogram(STILLS, number)
    dtype = np.uint8 if bits_stored == 8 else np.uint16
    white = (1 << bits_stored) - 1
    put_grey(ds, coronary(size, 0, white).clip(0, white).astype(dtype), bits_stored)
    return ds


def run(number: int, size: int) -> Dataset:
    """Return the frames of one injection, 8 bits."""
    ds = _angiogram(RUNS, number)
    ds.NumberOfFrames = FRAMES
    ds.FrameIncrementPointer = Tag("FrameTime")
    ds.FrameTime = "80"
    ds.PositionerMotion = "STATIC"
    frames = [coronary(size, phase, 255) for phase in range(FRAMES)]
    put_grey(ds, np.stack(frames).clip(0, 255).astype(np.uint8), 8)
    return ds


def _angiogram(series: Series, number: int) -> Dataset:
    ds = instance(series, XRayAngiographicImageStorage, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "SINGLE PLANE"]
    ds.BodyPartExamined = "HEART"
    ds.PatientOrientation = None
    ds.LossyImageCompression = "00"
    ds.PixelIntensityRelationship = "DISP"
    ds.RadiationSetting = "GR"
    ds.KVP = "80"
    ds.XRayTubeCurrent, ds.ExposureTime = "500", "8"
    ds.PositionerPrimaryAngle, ds.PositionerSecondaryAngle = "30", "20"
    ds.ImagerPixelSpacing = ["0.3", "0.3"]
    ds.PerformingPhysicianName = "Catheter^Carl"
    return ds


IMAGES = (
    Compressed("xa jpeg lossless", JPEGLosslessSV1, lambda: still(1, 512)),
    Compressed("xa jpeg-ls lossless", JPEGLSLossless, lambda: still(2, 1024, bits_stored=10)),
    Compressed("xa jpeg baseline", JPEGBaseline8Bit, lambda: still(3, 256)),
)


def files() -> list[MediaFile]:
    """Return a run as the laboratory hands it over, and what the archive made of stills."""
    native = dicom_file(f"{FOLDER}/left coronary run.dcm", run(1, 128))
    return [native, *compressed.files(IMAGES)]
