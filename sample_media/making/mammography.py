"""Digital mammograms for presentation (PS3.3 A.27, C.8.11.7)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import DigitalMammographyXRayImageStorageForPresentation

from making.codes import coded
from making.examination import Series, date_acquisition, instance
from making.phantoms import breast
from making.pixels import put_grey
from making.projection import describe_detector, state_intent

ROWS, COLUMNS = 240, 160
VIEWS = {
    "CC": ("399162004", "cranio-caudal"),
    "MLO": ("399368009", "medio-lateral oblique"),
}


def mammogram(series: Series, number: int, view: str, lesions: bool, step: int = 1) -> Dataset:
    """Return a left mammogram in the view ``CC`` or ``MLO``, of every ``step``-th pixel."""
    ds = instance(series, DigitalMammographyXRayImageStorageForPresentation, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.BodyPartExamined = "BREAST"
    stored = breast(ROWS, COLUMNS, 4096, lesions).clip(0, 4095).astype(np.uint16)
    put_grey(ds, stored[::step, ::step], 12)
    state_intent(ds, for_presentation=True)
    ds.WindowCenter, ds.WindowWidth = "2048", "4096"
    describe_detector(ds, f"{0.7 * step:.1f}")
    ds.PatientOrientation = ["A", "R"] if view == "CC" else ["A", "FR"]
    _describe_projection(ds, view)
    return ds


def _describe_projection(ds: Dataset, view: str) -> None:
    ds.PositionerType = "MAMMOGRAPHIC"
    ds.PositionerPrimaryAngle = "0" if view == "CC" else "45"
    ds.ImageLaterality = "L"
    ds.OrganExposed = "BREAST"
    ds.BreastImplantPresent = "NO"
    ds.AnatomicRegionSequence = coded("76752008", "SCT", "Breast")
    value, meaning = VIEWS[view]
    ds.ViewCodeSequence = coded(value, "SCT", meaning)
    ds.ViewCodeSequence[0].ViewModifierCodeSequence = Sequence()
