"""Reports of the root templates that the library makes (PS3.2 Table N.1-3), made and read."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import DigitalMammographyXRayImageStorageForPresentation

from ...errors import FileSetError
from ...identification import new_uid
from ...sr import read_sr
from ...sr.making.cad_values import CadAlgorithm, CadFinding, CadImage
from ...sr.making.echo_report import echo_report
from ...sr.making.echo_values import EchoGroup, EchoMeasurement, EchoSection
from ...sr.making.mammography_cad import SOP_CLASSES, mammography_cad
from ...sr.making.values import (
    CodedConcept,
    ImageReference,
    ReportDocument,
    ReportEquipment,
    ReportSubject,
)
from ...sr.making.writing import write_report
from ...sr.performing import shown, taken_out

SHOWN: Final = frozenset({"SR DOCUMENT", "KEY OBJECT DOC"})
"""Record types of documents with content items."""
_DATE, _TIME = "20240424", "100000"
_VENTRICLE: Final = CodedConcept("87878005", "SCT", "Left ventricle")
_MODE: Final = CodedConcept("399064001", "SCT", "2D mode")
_DIMENSION: Final = CodedConcept("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension")
_CENTIMETRE: Final = CodedConcept("cm", "UCUM", "centimeter")
_BREAST: Final = CodedConcept("80248007", "SCT", "Left breast")
_VIEW: Final = CodedConcept("399368009", "SCT", "medio-lateral oblique")
_CLUSTER: Final = CodedConcept("129769006", "SCT", "Calcification Cluster")


def reports_made(folder: str) -> Iterator[str]:
    """One of each root template in each of its SOP Classes; their paths."""
    os.makedirs(folder)
    reports = [_echo(), *(_cad(str(uid)) for uid in SOP_CLASSES)]
    for number, report in enumerate(reports):
        path = os.path.join(folder, f"R{number:07}")
        write_report(report, path)
        yield path


def read_reports(paths: Iterable[str]) -> None:
    """Show each, and take out of it what its template has a table for."""
    for path in paths:
        with suppress(FileSetError):  # then it is no evidence, and the statement shows that
            document = read_sr(path)
            shown(document)
            taken_out(document)


def _document() -> ReportDocument:
    subject = ReportSubject("Exercise^One", "EXERCISE", new_uid(), study_id="1")
    return ReportDocument(subject, ReportEquipment("dicom-fileset"), _DATE, _TIME)


def _echo() -> Dataset:
    measured = EchoMeasurement(_DIMENSION, 5.1, _CENTIMETRE)
    return echo_report(_document(), [EchoSection(_VENTRICLE, (EchoGroup((measured,), _MODE),))])


def _cad(sop_class_uid: str) -> Dataset:
    shown = ImageReference(
        *(new_uid(), new_uid(), str(DigitalMammographyXRayImageStorageForPresentation), new_uid())
    )
    image = CadImage(
        shown,
        size=(64, 64),
        laterality=_BREAST,
        view=_VIEW,
        patient_orientation=("P", "FR"),
        study_date=_DATE,
        study_time=_TIME,
        content_date=_DATE,
        content_time=_TIME,
        pixel_spacing=(0.1, 0.1),
    )
    found = CadFinding(_CLUSTER, CadAlgorithm("Exercise", "1.0"), center=(32.0, 32.0))
    return mammography_cad(_document(), [image], [found], sop_class_uid=sop_class_uid)
