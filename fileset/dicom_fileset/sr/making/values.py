"""What every report is made of: coded concepts, references, whose it is and what it stands in."""

from msgspec import Struct


class CodedConcept(Struct, frozen=True):
    """A coded entry (PS3.3 8.8).

    Attributes
    ----------
    value, scheme, meaning
        Code Value, Coding Scheme Designator and Code Meaning, e.g. 87878005, SCT, Left ventricle.
    """

    value: str
    scheme: str
    meaning: str


class ImageReference(Struct, frozen=True):
    """An image that a report is about, as its own header names it (PS3.3 C.17.2.1, C.18.4).

    Attributes
    ----------
    frames
        Referenced Frame Numbers, from 1; none for all of them.
    """

    study_instance_uid: str
    series_instance_uid: str
    sop_class_uid: str
    sop_instance_uid: str
    frames: tuple[int, ...] = ()


class ReportSubject(Struct, frozen=True):
    """Patient and study that a report is on (PS3.3 C.7.1.1, C.7.2.1); what is empty is not known.

    Attributes
    ----------
    study_date, study_time
        As DICOM writes them: 20240408, 110000.
    """

    patient_name: str
    patient_id: str
    study_instance_uid: str
    patient_birth_date: str = ""
    patient_sex: str = ""
    study_id: str = ""
    study_date: str = ""
    study_time: str = ""
    study_description: str = ""
    accession_number: str = ""
    referring_physician_name: str = ""


class ReportEquipment(Struct, frozen=True):
    """What made the report (PS3.3 C.7.5.1)."""

    manufacturer: str
    institution_name: str = ""
    model_name: str = ""
    serial_number: str = ""
    software_versions: str = ""


class Verification(Struct, frozen=True):
    """Who answers for the report, and since when: 20240408180000 (PS3.3 C.17.2)."""

    observer_name: str
    organization: str
    date_time: str


class ReportDocument(Struct, frozen=True):
    """The document around the content (PS3.3 C.17.1, C.17.2).

    Attributes
    ----------
    content_date, content_time
        When the content was made, as DICOM writes it.
    series_instance_uid, sop_instance_uid
        Made anew where empty.
    verification
        ``None``: the report is complete, and unverified.
    """

    subject: ReportSubject
    equipment: ReportEquipment
    content_date: str
    content_time: str
    series_number: int = 1
    instance_number: int = 1
    series_instance_uid: str = ""
    sop_instance_uid: str = ""
    series_description: str = ""
    verification: Verification | None = None
