"""What the library is told of the document around a report, and of the images that it is on."""

from dicom_fileset import (
    ImageReference,
    ReportDocument,
    ReportEquipment,
    ReportSubject,
    Verification,
)
from pydicom.dataset import Dataset

from making.examination import MANUFACTURER, Series, Study

EQUIPMENT = ReportEquipment(MANUFACTURER, "Synthetic Hospital", "Phantom", "0001", "1.0")


def report_document(series: Series, number: int, verified: bool) -> ReportDocument:
    """Return the document of that number in a series, of the date of its study."""
    study = series.study
    verification = Verification("Reader^Rosa", "Synthetic Hospital", f"{study.date}180000")
    return ReportDocument(
        subject=_subject(study),
        equipment=EQUIPMENT,
        content_date=study.date,
        content_time=study.time,
        series_number=series.number,
        instance_number=number,
        series_instance_uid=series.uid,
        sop_instance_uid=series.instance_uid(number),
        series_description=series.description,
        verification=verification if verified else None,
    )


def _subject(study: Study) -> ReportSubject:
    patient = study.patient
    return ReportSubject(
        patient_name=patient.name,
        patient_id=patient.patient_id,
        study_instance_uid=study.uid,
        patient_birth_date=patient.birth_date,
        patient_sex=patient.sex,
        study_id=study.study_id,
        study_date=study.date,
        study_time=study.time,
        study_description=study.description,
        accession_number=study.accession_number,
        referring_physician_name="Referrer^Rita",
    )


def image_reference(ds: Dataset) -> ImageReference:
    """Return what refers to an image."""
    return ImageReference(
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPClassUID, ds.SOPInstanceUID
    )
