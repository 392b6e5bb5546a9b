"""A Key Object Selection (PS3.3 A.35.4, PS3.16 TID 2010)."""

from dicom_fileset import CodedConcept
from dicom_fileset.sr.making.content_items import CONTAINS, image, text
from dicom_fileset.sr.making.document import evidence, language, person_observer, put_root
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import KeyObjectSelectionDocumentStorage

from making.examination import Series, date_content, instance
from making.report_document import image_reference

OF_INTEREST = CodedConcept("113000", "DCM", "Of Interest")
DESCRIPTION = CodedConcept("113012", "DCM", "Key Object Description")


def selection(series: Series, number: int, images: list[Dataset]) -> Dataset:
    """Return a note that marks ``images`` as of interest."""
    ds = instance(series, KeyObjectSelectionDocumentStorage, number)
    date_content(ds)
    ds.ReferencedPerformedProcedureStepSequence = Sequence()
    marked = [image_reference(chosen) for chosen in images]
    ds.CurrentRequestedProcedureEvidenceSequence = evidence(marked)
    children = [
        language(),
        *person_observer("Reader^Rosa"),
        text(CONTAINS, DESCRIPTION, "Nodule in the right lung, for the conference"),
        *(image(CONTAINS, chosen) for chosen in marked),
    ]
    put_root(ds, OF_INTEREST, "2010", children)
    return ds
