"""The attributes around the content of a report (PS3.3 C.17.1, C.17.2, C.18.8)."""

from collections.abc import Iterable, Sequence
from typing import Final

from pydicom import Sequence as Items
from pydicom.dataset import Dataset

from ...identification import new_uid
from . import checks, concepts
from .content_items import CONCEPT_MOD, OBS_CONTEXT, code, coded, person, reference
from .values import (
    CodedConcept,
    ImageReference,
    ReportDocument,
    ReportEquipment,
    ReportSubject,
    Verification,
)

CHARACTER_SET: Final = "ISO_IR 192"


def data_set(
    document: ReportDocument, sop_class_uid: str, images: Sequence[ImageReference]
) -> Dataset:
    """A document without content, that lists ``images`` as its evidence.

    Raises
    ------
    UsageError
        A value is not such as its attribute can hold.
    """
    ds = Dataset()
    ds.SpecificCharacterSet = CHARACTER_SET
    ds.SOPClassUID = sop_class_uid
    ds.SOPInstanceUID = _given(document.sop_instance_uid, "SOP Instance UID")
    ds.InstanceNumber = checks.whole(document.instance_number, 0, "Instance Number")
    _put_subject(ds, document.subject)
    _put_series(ds, document)
    _put_equipment(ds, document.equipment)
    ds.ContentDate = checks.date(document.content_date, "Content Date")
    ds.ContentTime = checks.time(document.content_time, "Content Time")
    ds.PerformedProcedureCodeSequence = Items()
    ds.CompletionFlag = "COMPLETE"
    _put_verification(ds, document.verification)
    if images:
        ds.CurrentRequestedProcedureEvidenceSequence = evidence(images)
    return ds


def _given(value: str, what: str) -> str:
    return checks.uid(value, what) if value else new_uid()


def _put_subject(ds: Dataset, subject: ReportSubject) -> None:
    """Fill in the Patient and General Study Modules (PS3.3 C.7.1.1, C.7.2.1)."""
    ds.PatientName = checks.person_name(subject.patient_name, "Patient's Name")
    ds.PatientID = checks.optional(subject.patient_id, "LO", "Patient ID")
    birth_date = subject.patient_birth_date
    ds.PatientBirthDate = checks.date(birth_date, "Patient's Birth Date") if birth_date else ""
    ds.PatientSex = checks.sex(subject.patient_sex)
    ds.StudyInstanceUID = checks.uid(subject.study_instance_uid, "Study Instance UID")
    ds.StudyID = checks.optional(subject.study_id, "SH", "Study ID")
    ds.StudyDate = checks.date(subject.study_date, "Study Date") if subject.study_date else ""
    ds.StudyTime = checks.time(subject.study_time, "Study Time") if subject.study_time else ""
    _put_if(ds, "StudyDescription", subject.study_description)
    ds.AccessionNumber = checks.optional(subject.accession_number, "SH", "Accession Number")
    referrer = subject.referring_physician_name
    ds.ReferringPhysicianName = checks.person_name(referrer, "Referring Physician's Name")


def _put_series(ds: Dataset, document: ReportDocument) -> None:
    """Fill in the SR Document Series Module (PS3.3 C.17.1)."""
    ds.Modality = "SR"
    ds.SeriesInstanceUID = _given(document.series_instance_uid, "Series Instance UID")
    ds.SeriesNumber = checks.whole(document.series_number, 0, "Series Number")
    _put_if(ds, "SeriesDescription", document.series_description)
    ds.ReferencedPerformedProcedureStepSequence = Items()


def _put_equipment(ds: Dataset, equipment: ReportEquipment) -> None:
    """Fill in the General Equipment Module (PS3.3 C.7.5.1)."""
    ds.Manufacturer = checks.optional(equipment.manufacturer, "LO", "Manufacturer")
    _put_if(ds, "InstitutionName", equipment.institution_name)
    _put_if(ds, "ManufacturerModelName", equipment.model_name)
    _put_if(ds, "DeviceSerialNumber", equipment.serial_number)
    _put_if(ds, "SoftwareVersions", equipment.software_versions)


def _put_if(ds: Dataset, keyword: str, value: str) -> None:
    """Put a LO of Type 3, if there is one."""
    if value:
        setattr(ds, keyword, checks.text(value, "LO", keyword))


def _put_verification(ds: Dataset, verification: Verification | None) -> None:
    """Say who verified the report, if anybody did (PS3.3 C.17.2)."""
    ds.VerificationFlag = "VERIFIED" if verification else "UNVERIFIED"
    if verification is None:
        return
    observer = Dataset()
    observer.VerifyingOrganization = checks.text(
        verification.organization, "LO", "Verifying Organization"
    )
    observer.VerificationDateTime = checks.date_time(
        verification.date_time, "Verification DateTime"
    )
    name = checks.text(verification.observer_name, "UT", "Verifying Observer Name")
    observer.VerifyingObserverName = checks.person_name(name, "Verifying Observer Name")
    observer.VerifyingObserverIdentificationCodeSequence = Items()
    ds.VerifyingObserverSequence = Items([observer])


def evidence(images: Iterable[ImageReference]) -> Items:
    """Hierarchical SOP Instance References, each instance once (PS3.3 C.17.2.1)."""
    studies: dict[str, dict[str, dict[str, ImageReference]]] = {}
    for one in images:
        of_study = studies.setdefault(checks.uid(one.study_instance_uid, "Study Instance UID"), {})
        series_uid = checks.uid(one.series_instance_uid, "Series Instance UID")
        of_study.setdefault(series_uid, {}).setdefault(one.sop_instance_uid, one)
    return Items(_of_study(uid, series) for uid, series in studies.items())


def _of_study(uid: str, members: dict[str, dict[str, ImageReference]]) -> Dataset:
    study = Dataset()
    study.StudyInstanceUID = uid
    study.ReferencedSeriesSequence = Items()
    for series_uid, images in members.items():
        series = Dataset()
        series.SeriesInstanceUID = series_uid
        series.ReferencedSOPSequence = Items(reference(one) for one in images.values())
        study.ReferencedSeriesSequence.append(series)
    return study


def put_root(ds: Dataset, concept: CodedConcept, template: str, children: list[Dataset]) -> None:
    """Put the root CONTAINER with its template into the document (PS3.3 C.18.8)."""
    ds.ValueType = "CONTAINER"
    ds.ConceptNameCodeSequence = Items([code(concept)])
    ds.ContinuityOfContent = "SEPARATE"
    identification = Dataset()
    identification.MappingResource = "DCMR"
    identification.TemplateIdentifier = template
    ds.ContentTemplateSequence = Items([identification])
    ds.ContentSequence = Items(children)


def language() -> Dataset:
    """The modifier that says the document is in English (PS3.16 TID 1204)."""
    return coded(CONCEPT_MOD, concepts.LANGUAGE, concepts.ENGLISH)


def person_observer(name: str) -> list[Dataset]:
    """Who observed (PS3.16 TID 1001, 1002, 1003)."""
    return [
        coded(OBS_CONTEXT, concepts.OBSERVER_TYPE, concepts.PERSON),
        person(OBS_CONTEXT, concepts.PERSON_OBSERVER_NAME, name),
    ]
