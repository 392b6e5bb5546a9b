"""Computed and digital radiography of the chest (PS3.3 A.2, A.26)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    DigitalXRayImageStorageForPresentation,
    DigitalXRayImageStorageForProcessing,
)

from making.codes import coded
from making.examination import Series, date_acquisition, instance
from making.phantoms import chest
from making.pixels import put_grey

Size = tuple[int, int]

PLATE = (256, 224)


def put_chest(ds: Dataset, size: Size, bits_stored: int) -> None:
    """Fill in the pixels of a chest radiograph, and a window over all their values."""
    dtype = np.uint8 if bits_stored == 8 else np.uint16
    white = (1 << bits_stored) - 1
    put_grey(ds, chest(*size, white).clip(0, white).astype(dtype), bits_stored)
    ds.WindowCenter, ds.WindowWidth = str((white + 1) // 2), str(white + 1)


def computed_radiograph(
    series: Series, number: int, size: Size = PLATE, bits_stored: int = 12
) -> Dataset:
    """Return a CR image of ``size`` rows and columns (PS3.3 C.8.1)."""
    ds = instance(series, ComputedRadiographyImageStorage, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.BodyPartExamined = "CHEST"
    ds.ViewPosition = "PA"
    ds.PatientOrientation = ["L", "F"]
    ds.ImagerPixelSpacing = ["1.6", "1.6"]
    ds.KVP = "125"
    put_chest(ds, size, bits_stored)
    return ds


def digital_radiograph(
    series: Series,
    number: int,
    for_presentation: bool,
    size: Size = PLATE,
    bits_stored: int = 12,
) -> Dataset:
    """Return a DX image, either for presentation or for processing (PS3.3 C.8.11)."""
    ds = instance(series, _digital_sop_class(for_presentation), number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.BodyPartExamined = "CHEST"
    ds.ViewPosition = "AP"
    ds.ViewCodeSequence = coded("399348003", "SCT", "antero-posterior")
    ds.PositionerType = "NONE"
    put_chest(ds, size, bits_stored)
    state_intent(ds, for_presentation)
    if not for_presentation:
        del ds.WindowCenter, ds.WindowWidth
    describe_detector(ds, "1.6")
    ds.ImageLaterality = "U"
    ds.PatientOrientation = ["L", "F"]
    ds.AnatomicRegionSequence = coded("51185008", "SCT", "Chest")
    return ds


def _digital_sop_class(for_presentation: bool) -> str:
    if for_presentation:
        return DigitalXRayImageStorageForPresentation
    return DigitalXRayImageStorageForProcessing


def state_intent(ds: Dataset, for_presentation: bool) -> None:
    """Say how the values are meant to be shown (PS3.3 C.8.11.1, C.8.11.3)."""
    ds.PresentationIntentType = "FOR PRESENTATION" if for_presentation else "FOR PROCESSING"
    ds.PixelIntensityRelationship = "LOG"
    ds.PixelIntensityRelationshipSign = -1
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "US"
    ds.LossyImageCompression = "00"
    ds.BurnedInAnnotation = "NO"
    ds.AcquisitionContextSequence = Sequence()
    ds.PresentationLUTShape = "IDENTITY"


def describe_detector(ds: Dataset, spacing: str) -> None:
    """Fill in the DX Detector Module (PS3.3 C.8.11.4)."""
    ds.DetectorType = "DIRECT"
    ds.DetectorID = "PHANTOM-1"
    ds.DateOfLastDetectorCalibration = ds.StudyDate
    ds.TimeOfLastDetectorCalibration = "060000"
    ds.ImagerPixelSpacing = [spacing, spacing]
