"""CT and MR slices (PS3.3 A.3, A.4)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, MRImageStorage

from making.examination import Series, date_acquisition, instance
from making.identity import uid
from making.phantoms import head, thorax
from making.pixels import Array, put_grey

SPACING = "2.5"
THICKNESS = 5


def ct_slice(series: Series, number: int, size: int = 128) -> Dataset:
    """Return slice ``number`` of an axial thorax in Hounsfield units (PS3.3 C.8.2.1)."""
    ds = instance(series, CTImageStorage, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.BodyPartExamined = "CHEST"
    ds.PatientPosition = "HFS"
    ds.KVP = "120"
    ds.AcquisitionNumber = 1
    place_slice(ds, number, size)
    put_grey(ds, (thorax(size, number) + 1024).astype(np.uint16), 12)
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "-1024", "1", "HU"
    ds.WindowCenter, ds.WindowWidth = "40", "400"
    return ds


def place_slice(ds: Dataset, number: int, size: int) -> None:
    """Put an axial slice into its Frame of Reference (PS3.3 C.7.4.1, C.7.6.2)."""
    corner = -float(SPACING) * size / 2
    ds.FrameOfReferenceUID = uid(f"frame of reference {ds.StudyInstanceUID}")
    ds.PositionReferenceIndicator = None
    ds.PixelSpacing = [SPACING, SPACING]
    ds.SliceThickness = str(THICKNESS)
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    ds.ImagePositionPatient = [f"{corner:.1f}", f"{corner:.1f}", str((number - 1) * THICKNESS)]
    ds.SliceLocation = str((number - 1) * THICKNESS)


def mr_pixels(number: int, weighting: str, size: int = 96) -> Array:
    """Return the stored values of an MR slice, 12 bits in ``uint16``."""
    tissue = (900, 600, 200) if weighting == "T1" else (400, 800, 1800)
    return head(size, number, tissue).astype(np.uint16)


def mr_slice(series: Series, number: int, weighting: str, size: int = 96) -> Dataset:
    """Return slice ``number`` of a spin echo brain (PS3.3 C.8.3.1)."""
    ds = instance(series, MRImageStorage, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
    ds.BodyPartExamined = "HEAD"
    ds.PatientPosition = "HFS"
    ds.ScanningSequence = "SE"
    ds.SequenceVariant = "NONE"
    ds.ScanOptions = None
    ds.MRAcquisitionType = "2D"
    ds.RepetitionTime, ds.EchoTime = ("500", "12") if weighting == "T1" else ("4000", "100")
    ds.EchoTrainLength = "1"
    ds.MagneticFieldStrength = "1.5"
    place_slice(ds, number, size)
    put_grey(ds, mr_pixels(number, weighting, size), 12)
    ds.WindowCenter, ds.WindowWidth = "700", "1400"
    return ds
