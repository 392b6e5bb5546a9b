"""Studies, series and the attributes every instance takes from them (PS3.3 C.7.1-C.7.5, C.12.1)."""

from dataclasses import dataclass

from pydicom.dataset import Dataset

from making.identity import uid
from making.patients import Patient

MANUFACTURER = "Phantom Works"


@dataclass(frozen=True)
class Study:
    """One examination of one patient (PS3.3 C.7.2.1); ``name`` decides its UID."""

    name: str
    patient: Patient
    study_id: str
    date: str
    time: str
    description: str

    @property
    def uid(self) -> str:
        """Study Instance UID."""
        return uid(f"study {self.name}")

    @property
    def accession_number(self) -> str:
        """Accession Number, one for each study."""
        return f"A{self.study_id}"


@dataclass(frozen=True)
class Series:
    """One series of a study (PS3.3 C.7.3.1); its number decides its UID."""

    study: Study
    number: int
    modality: str
    description: str

    @property
    def name(self) -> str:
        """The study's name and the number of the series."""
        return f"{self.study.name} series {self.number}"

    @property
    def uid(self) -> str:
        """Series Instance UID."""
        return uid(f"series {self.name}")

    def instance_uid(self, number: int) -> str:
        """Return the SOP Instance UID of the instance with this Instance Number."""
        return uid(f"instance {self.name} number {number}")


def instance(series: Series, sop_class: str, number: int) -> Dataset:
    """Return a Dataset with patient, study, series, equipment and SOP Common filled in."""
    ds = Dataset()
    ds.SOPClassUID = sop_class
    ds.SOPInstanceUID = series.instance_uid(number)
    ds.InstanceNumber = number
    _describe_patient(ds, series.study.patient)
    _describe_study(ds, series.study)
    _describe_series(ds, series)
    _describe_equipment(ds)
    return ds


def _describe_patient(ds: Dataset, patient: Patient) -> None:
    if patient.character_set:
        ds.SpecificCharacterSet = list(patient.character_set)
    ds.PatientName = patient.name
    ds.PatientID = patient.patient_id
    ds.PatientBirthDate = patient.birth_date
    ds.PatientSex = patient.sex


def _describe_study(ds: Dataset, study: Study) -> None:
    ds.StudyInstanceUID = study.uid
    ds.StudyDate = study.date
    ds.StudyTime = study.time
    ds.StudyID = study.study_id
    ds.StudyDescription = study.description
    ds.AccessionNumber = study.accession_number
    ds.ReferringPhysicianName = "Referrer^Rita"


def _describe_series(ds: Dataset, series: Series) -> None:
    ds.Modality = series.modality
    ds.SeriesInstanceUID = series.uid
    ds.SeriesNumber = series.number
    ds.SeriesDescription = series.description
    ds.SeriesDate = series.study.date
    ds.SeriesTime = series.study.time


def _describe_equipment(ds: Dataset) -> None:
    ds.Manufacturer = MANUFACTURER
    ds.InstitutionName = "Synthetic Hospital"
    ds.ManufacturerModelName = "Phantom"
    ds.DeviceSerialNumber = "0001"
    ds.SoftwareVersions = "1.0"


def date_content(ds: Dataset) -> None:
    """Give Content Date and Time, equal to those of the study."""
    ds.ContentDate, ds.ContentTime = ds.StudyDate, ds.StudyTime


def date_acquisition(ds: Dataset) -> None:
    """Give Content and Acquisition Date and Time, equal to those of the study."""
    date_content(ds)
    ds.AcquisitionDate, ds.AcquisitionTime = ds.StudyDate, ds.StudyTime


def reference(ds: Dataset) -> Dataset:
    """Return a SOP Instance Reference Macro item that points at ``ds`` (PS3.3 10.8)."""
    item = Dataset()
    item.ReferencedSOPClassUID = ds.SOPClassUID
    item.ReferencedSOPInstanceUID = ds.SOPInstanceUID
    return item
