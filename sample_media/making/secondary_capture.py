"""What a workstation captured from its screen (PS3.3 A.8, C.8.6)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import SecondaryCaptureImageStorage

from making.examination import Series, date_content, instance
from making.part10 import MediaFile, dicom_file
from making.phantoms import bars, thorax
from making.pixels import put_grey, put_indices
from making.studies import FOLLOW_UP

FOLDER = "radiology/ct follow-up mueller"
SCREENS = Series(FOLLOW_UP, 90, "OT", "Captured")
SIZE = 96


def captured(number: int) -> Dataset:
    """Return a capture without its pixels."""
    ds = instance(SCREENS, SecondaryCaptureImageStorage, number)
    date_content(ds)
    ds.ImageType = ["DERIVED", "SECONDARY"]
    ds.ConversionType = "WSD"
    ds.BodyPartExamined = "CHEST"
    ds.PatientOrientation = None
    return ds


def dose_page(number: int) -> Dataset:
    """Return bars of grey of 8 bits."""
    ds = captured(number)
    put_grey(ds, bars(SIZE, SIZE, [20, 90, 230, 90, 140]).astype(np.uint8), 8)
    return ds


def perfusion_map(number: int) -> Dataset:
    """Return false colours of 8 bits by a palette."""
    ds = captured(number)
    put_indices(ds, ((thorax(SIZE, 2) + 1000) * 255 // 1700).clip(0, 255).astype(np.uint8))
    return ds


def files() -> list[MediaFile]:
    """Return both screens."""
    return [
        dicom_file(f"{FOLDER}/dose page.dcm", dose_page(1)),
        dicom_file(f"{FOLDER}/perfusion map.dcm", perfusion_map(2)),
    ]
