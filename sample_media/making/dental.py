"""Radiographs of teeth (PS3.3 A.26, A.28), as PS3.11 Annex K wants them."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import (
    DigitalIntraOralXRayImageStorageForPresentation,
    DigitalXRayImageStorageForPresentation,
)

from making.codes import coded
from making.examination import MANUFACTURER, Series, date_acquisition, instance
from making.part10 import MediaFile, dicom_file
from making.phantoms import molars
from making.pixels import put_grey
from making.projection import describe_detector, state_intent
from making.studies import TEETH

FOLDER = "dental"
INTRA_ORAL = Series(TEETH, 1, "IO", "Intra-oral")
PANORAMIC = Series(TEETH, 2, "DX", "Panoramic")
MOLARS = (96, 128)
JAW = (80, 180)


def intra_oral(number: int, bits_stored: int) -> Dataset:
    """Return a periapical view of the upper left molars (PS3.3 C.8.11.9)."""
    ds = instance(INTRA_ORAL, DigitalIntraOralXRayImageStorageForPresentation, number)
    _describe(ds, bits_stored, MOLARS)
    ds.PositionerType = "NONE"
    ds.ImageLaterality = "L"
    ds.AnatomicRegionSequence = coded("70925003", "SCT", "Maxilla")
    first = coded("865988009", "SCT", "Permanent maxillary left first molar tooth")
    ds.PrimaryAnatomicStructureSequence = first
    return ds


def panoramic(number: int) -> Dataset:
    """Return a panoramic view, a DX image of 8 bits."""
    ds = instance(PANORAMIC, DigitalXRayImageStorageForPresentation, number)
    _describe(ds, 8, JAW)
    ds.PositionerType = "NONE"
    ds.ImageLaterality = "U"
    ds.AnatomicRegionSequence = coded("661005", "SCT", "Jaw region")
    ds.ViewCodeSequence = coded("399348003", "SCT", "antero-posterior")
    return ds


def _describe(ds: Dataset, bits_stored: int, size: tuple[int, int]) -> None:
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.BodyPartExamined = "JAW"
    ds.PatientOrientation = ["A", "F"]
    dtype = np.uint8 if bits_stored == 8 else np.uint16
    white = (1 << bits_stored) - 1
    put_grey(ds, molars(*size, white).clip(0, white).astype(dtype), bits_stored)
    state_intent(ds, for_presentation=True)
    ds.WindowCenter, ds.WindowWidth = str((white + 1) // 2), str(white + 1)
    describe_detector(ds, "0.3")
    ds.DetectorManufacturerName = MANUFACTURER
    ds.DetectorManufacturerModelName = "Phantom Plate"


def files() -> list[MediaFile]:
    """Return all files of the dentist."""
    return [
        dicom_file(f"{FOLDER}/upper left molars.dcm", intra_oral(1, 12)),
        dicom_file(f"{FOLDER}/upper left molars, 8 bit.dcm", intra_oral(2, 8)),
        dicom_file(f"{FOLDER}/panoramic.dcm", panoramic(1)),
    ]
