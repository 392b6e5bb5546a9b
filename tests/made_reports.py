"""Values to make reports of, and foreign tools that read them."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from dicom_fileset import (
    CadAlgorithm,
    CadFinding,
    CadImage,
    CodedConcept,
    EchoGroup,
    EchoMeasurement,
    EchoSection,
    ImageReference,
    ReportDocument,
    ReportEquipment,
    ReportSubject,
    UsageError,
    Verification,
    echo_report,
)
from pydicom import Dataset, uid

VENTRICLE: Final = CodedConcept("87878005", "SCT", "Left ventricle")
TWO_D: Final = CodedConcept("399064001", "SCT", "2D mode")
DIMENSION: Final = CodedConcept("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension")
CENTIMETER: Final = CodedConcept("cm", "UCUM", "centimeter")
CLUSTER: Final = CodedConcept("129769006", "SCT", "Calcification Cluster")
ALGORITHM: Final = CadAlgorithm("Phantom detection", "2.1")
MEASUREMENT: Final = EchoMeasurement(DIMENSION, 5.12, CENTIMETER)
SUBJECT: Final = ReportSubject(
    patient_name="Ślęzak^Żaneta=山田^花子",
    patient_id="SYN-1",
    study_instance_uid="1.2.3.1",
    patient_birth_date="19720229",
    patient_sex="F",
    study_id="US0300",
    study_date="20240424",
    study_time="100000",
)
DOCUMENT: Final = ReportDocument(
    subject=SUBJECT,
    equipment=ReportEquipment("Phantom Works"),
    content_date="20240424",
    content_time="101500",
    sop_instance_uid="1.2.3.9",
    series_instance_uid="1.2.3.2",
    verification=Verification("Reader^Rosa", "Synthetic Hospital", "20240424180000"),
)


def mammogram(number: int = 1, **changes: Any) -> CadImage:
    """An entry of the Image Library of 100 rows and 80 columns."""
    values = {
        "reference": ImageReference(
            "1.2.3.1",
            "1.2.3.3",
            uid.DigitalMammographyXRayImageStorageForPresentation,
            f"1.2.3.4.{number}",
        ),
        "size": (100, 80),
        "laterality": CodedConcept("80248007", "SCT", "Left breast"),
        "view": CodedConcept("399162004", "SCT", "cranio-caudal"),
        "patient_orientation": ("A", "R"),
        "study_date": "20240424",
        "study_time": "100000",
        "content_date": "20240424",
        "content_time": "100000",
        "pixel_spacing": (0.7, 0.5),
    }
    return CadImage(**{**values, **changes})


def cluster(**changes: Any) -> CadFinding:
    """A finding with a center on the first image."""
    return CadFinding(**{"kind": CLUSTER, "algorithm": ALGORITHM, "center": (40, 50), **changes})


def section(*measurements: EchoMeasurement) -> EchoSection:
    """A section on the left ventricle."""
    return EchoSection(VENTRICLE, (EchoGroup(measurements, TWO_D),))


def echo_of(measurement: EchoMeasurement) -> Dataset:
    """A report of one measurement."""
    return echo_report(DOCUMENT, [section(measurement)])


def made_or_refused(make: Callable[[], Dataset]) -> tuple[Dataset | None, str]:
    """The report, or the code of the Finding that says why there is none."""
    try:
        return make(), ""
    except UsageError as error:
        return None, error.finding.code


def items(item: Dataset) -> Iterator[Dataset]:
    """A content item and all below it."""
    yield item
    for child in item.get("ContentSequence", []):
        yield from items(child)


def of_concept(report: Dataset, value: str) -> list[Dataset]:
    """All items whose concept has this Code Value."""
    return [
        one
        for one in items(report)
        if "ConceptNameCodeSequence" in one and one.ConceptNameCodeSequence[0].CodeValue == value
    ]


def dciodvfy_errors(path: Path) -> list[str]:
    """What dciodvfy takes for an error."""
    done = subprocess.run(["dciodvfy", path], capture_output=True, check=False)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    assert lines, "dciodvfy names the IOD at least"
    return [line for line in lines if line.startswith("Error")]


def dumped(path: Path) -> str:
    """The document as dsrdump shows it, with all codes and whole values."""
    command = ["dsrdump", "--quiet", "+Pc", "+Pl", path]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode()


def see_dcmmkdir_takes(path: Path) -> None:
    """Have DCMTK make a directory of the one file of a folder."""
    command = ["dcmmkdir", "--quiet", "+D", "DICOMDIR", path.name]
    subprocess.run(command, check=True, cwd=path.parent, capture_output=True)
    assert (path.parent / "DICOMDIR").is_file()
