"""The attributes around a content tree (PS3.3 C.17.1, C.17.2, C.17.3)."""

from collections.abc import Sequence as Items

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from making.codes import code
from making.content_items import CONCEPT_MOD, coded_item
from making.examination import Series, date_content, instance, reference


def document(series: Series, sop_class: str, number: int, evidence: Items[Dataset]) -> Dataset:
    """Return a document without content, that lists ``evidence`` of its own study."""
    ds = instance(series, sop_class, number)
    date_content(ds)
    ds.ReferencedPerformedProcedureStepSequence = Sequence()
    ds.CurrentRequestedProcedureEvidenceSequence = Sequence([_evidence(evidence)])
    return ds


def language() -> Dataset:
    """Return the modifier that says the document is in English (PS3.16 TID 1204)."""
    concept = code("121049", "DCM", "Language of Content Item and Descendants")
    return coded_item(CONCEPT_MOD, concept, code("en", "RFC5646", "English"))


def complete(ds: Dataset, verified: bool) -> None:
    """Say how far the report has come (PS3.3 C.17.2)."""
    ds.PerformedProcedureCodeSequence = Sequence()
    ds.CompletionFlag = "COMPLETE"
    ds.VerificationFlag = "VERIFIED" if verified else "UNVERIFIED"
    if verified:
        observer = Dataset()
        observer.VerifyingOrganization = "Synthetic Hospital"
        observer.VerificationDateTime = ds.ContentDate + "180000"
        observer.VerifyingObserverName = "Reader^Rosa"
        observer.VerifyingObserverIdentificationCodeSequence = Sequence()
        ds.VerifyingObserverSequence = Sequence([observer])


def put_root(ds: Dataset, concept: Dataset, template: str, children: Items[Dataset]) -> None:
    """Put the root CONTAINER with its template into the document (PS3.3 C.18.8)."""
    ds.ValueType = "CONTAINER"
    ds.ConceptNameCodeSequence = Sequence([concept])
    ds.ContinuityOfContent = "SEPARATE"
    identification = Dataset()
    identification.MappingResource = "DCMR"
    identification.TemplateIdentifier = template
    ds.ContentTemplateSequence = Sequence([identification])
    ds.ContentSequence = Sequence(children)


def _evidence(instances: Items[Dataset]) -> Dataset:
    """Return a Hierarchical SOP Instance Reference of one study (PS3.3 C.17.2.1)."""
    by_series: dict[str, list[Dataset]] = {}
    for ds in instances:
        by_series.setdefault(ds.SeriesInstanceUID, []).append(ds)
    study = Dataset()
    study.StudyInstanceUID = instances[0].StudyInstanceUID
    study.ReferencedSeriesSequence = Sequence()
    for series_uid, members in by_series.items():
        series = Dataset()
        series.SeriesInstanceUID = series_uid
        series.ReferencedSOPSequence = Sequence([reference(ds) for ds in members])
        study.ReferencedSeriesSequence.append(series)
    return study
