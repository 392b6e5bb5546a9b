"""A Key Object Selection (PS3.3 A.35.4, PS3.16 TID 2010)."""

from pydicom.dataset import Dataset
from pydicom.uid import KeyObjectSelectionDocumentStorage

from making.codes import code
from making.content_items import CONTAINS, OBS_CONTEXT, coded_item, image, person, text
from making.examination import Series
from making.report_document import document, language, put_root


def selection(series: Series, number: int, images: list[Dataset]) -> Dataset:
    """Return a note that marks ``images`` as of interest."""
    ds = document(series, KeyObjectSelectionDocumentStorage, number, images)
    children = [
        language(),
        coded_item(
            OBS_CONTEXT, code("121005", "DCM", "Observer Type"), code("121006", "DCM", "Person")
        ),
        person(OBS_CONTEXT, code("121008", "DCM", "Person Observer Name"), "Reader^Rosa"),
        text(
            CONTAINS,
            code("113012", "DCM", "Key Object Description"),
            "Nodule in the right lung, for the conference",
        ),
        *(image(CONTAINS, chosen) for chosen in images),
    ]
    put_root(ds, code("113000", "DCM", "Of Interest"), "2010", children)
    return ds
