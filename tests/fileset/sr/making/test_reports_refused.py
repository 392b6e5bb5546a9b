"""What no reader could take is refused before there is a report, with what is wrong."""

import math
from collections.abc import Callable
from typing import Any

import made_reports as made
import pytest
from dicom_fileset import (
    CodedConcept,
    EchoGroup,
    EchoSection,
    ImageReference,
    PatientCharacteristic,
    UsageError,
    echo_report,
    mammography_cad,
)
from msgspec.structs import replace
from pydicom import Dataset, uid

IMAGE = ImageReference("1.2.3.1", "1.2.3.5", uid.UltrasoundImageStorage, "1.2.3.6")


def measured(**changes: Any) -> Dataset:
    return made.echo_of(replace(made.MEASUREMENT, **changes))


def documented(**changes: Any) -> Dataset:
    return echo_report(replace(made.DOCUMENT, **changes), [made.section(made.MEASUREMENT)])


def about(**changes: Any) -> Dataset:
    return documented(subject=replace(made.SUBJECT, **changes))


def named(**changes: Any) -> Dataset:
    return measured(name=replace(made.DIMENSION, **changes))


def shown(**changes: Any) -> Dataset:
    section = made.section(made.MEASUREMENT)
    return echo_report(made.DOCUMENT, [section], [replace(IMAGE, **changes)])


def found(**changes: Any) -> Dataset:
    return mammography_cad(made.DOCUMENT, [made.mammogram()], [made.cluster(**changes)])


def pictured(**changes: Any) -> Dataset:
    return mammography_cad(made.DOCUMENT, [made.mammogram(**changes)])


CASES: list[tuple[str, str, Callable[[], Dataset]]] = [
    ("report-template", "no section", lambda: echo_report(made.DOCUMENT, [])),
    (
        "report-template",
        "Left ventricle has no Measurement Group",
        lambda: echo_report(made.DOCUMENT, [EchoSection(made.VENTRICLE, ())]),
    ),
    (
        "report-template",
        "has no measurement",
        lambda: echo_report(made.DOCUMENT, [EchoSection(made.VENTRICLE, (EchoGroup(()),))]),
    ),
    ("report-template", "no image", lambda: mammography_cad(made.DOCUMENT, [])),
    (
        "report-template",
        "not 1.2.840.10008.5.1.4.1.1.88.11",
        lambda: mammography_cad(
            made.DOCUMENT, [made.mammogram()], sop_class_uid=uid.BasicTextSRStorage
        ),
    ),
    ("report-number", "is nan", lambda: measured(value=math.nan)),
    ("report-number", "is -inf", lambda: measured(value=-math.inf)),
    ("report-number", "is inf", lambda: measured(value=10**400)),
    ("report-number", "more than a Decimal String", lambda: measured(value=1.7976931348623157e308)),
    ("report-code", "SRT", lambda: measured(name=CodedConcept("G-0373", "SRT", "Image Mode"))),
    (
        "report-code",
        "not in UCUM",
        lambda: measured(unit=CodedConcept("cm", "DCM", "centimeter")),
    ),
    ("report-text", "Code Value has 17 characters", lambda: named(value="1" * 17)),
    ("report-text", "Code Value is empty", lambda: named(value=" ")),
    ("report-text", "Coding Scheme Designator is empty", lambda: named(scheme="")),
    ("report-text", "Code Meaning has 65", lambda: named(meaning="ß" * 65)),
    ("report-text", "U+005C", lambda: named(meaning="one\\two")),
    ("report-text", "U+0000", lambda: named(meaning="one\0two")),
    ("report-text", "U+D800", lambda: named(meaning="one\ud800two")),
    ("report-text", "U+001B", lambda: about(patient_id="\x1b$B")),
    ("report-text", "Patient's Name has 65", lambda: about(patient_name="a" * 65)),
    ("report-text", "more groups", lambda: about(patient_name="a=b=c=d")),
    ("report-text", "more groups", lambda: about(patient_name="a^b^c^d^e^f")),
    ("report-text", "Birth Date", lambda: about(patient_birth_date="19730229")),
    ("report-text", "Study Date", lambda: about(study_date="2024-04-24")),
    ("report-text", "Study Time", lambda: about(study_time="2500")),
    ("report-text", "Sex", lambda: about(patient_sex="female")),
    ("report-text", "Study ID has 17", lambda: about(study_id="1" * 17)),
    ("report-reference", "Study Instance UID", lambda: about(study_instance_uid="1.02")),
    ("report-reference", "SOP Instance UID", lambda: documented(sop_instance_uid="1.2.A")),
    ("report-text", "Content Date", lambda: documented(content_date="")),
    ("report-text", "Content Time", lambda: documented(content_time="")),
    ("report-number", "Series Number", lambda: documented(series_number=-1)),
    ("report-number", "Instance Number", lambda: documented(instance_number=2**31)),
    ("report-number", "Referenced Frame Number", lambda: shown(frames=(1, 0))),
    ("report-reference", "SOP Class UID", lambda: shown(sop_class_uid="")),
    ("report-reference", "Series Instance UID", lambda: shown(series_instance_uid="1." * 40)),
    ("report-place", "outside 80 x 100", lambda: found(center=(80.1, 50))),
    ("report-place", "outside 80 x 100", lambda: found(center=(40, -1))),
    ("report-place", "outside", lambda: found(center=(math.nan, 50))),
    ("report-place", "ends where", lambda: found(outline=((1, 1), (2, 2), (3, 1), (4, 4)))),
    ("report-place", "three corners", lambda: found(outline=((1, 1), (2, 2), (1, 1)))),
    ("report-reference", "on image 2 of 1", lambda: found(image=2)),
    ("report-reference", "on image 0 of 1", lambda: found(image=0)),
    ("report-number", "0 to 100", lambda: found(certainty=100.5)),
    ("report-number", "0 to 100", lambda: found(certainty=math.nan)),
    ("report-number", "Number of calcifications", lambda: found(calcifications=0)),
    ("report-template", "Rendering Intent", lambda: found(rendering_intent="now")),
    ("report-number", "above 0", lambda: pictured(pixel_spacing=(0, 1))),
    ("report-number", "Rows", lambda: pictured(size=(0, 80))),
    (
        "report-text",
        "Patient Orientation Row is empty",
        lambda: pictured(patient_orientation=("", "")),
    ),
    (
        "report-number",
        "Age is nan",
        lambda: echo_report(
            made.DOCUMENT,
            [made.section(made.MEASUREMENT)],
            characteristics=[
                PatientCharacteristic(
                    CodedConcept("121033", "DCM", "Age"), math.nan, made.CENTIMETER
                )
            ],
        ),
    ),
]


@pytest.mark.parametrize(("code", "words", "make"), CASES)
def test_refused(code: str, words: str, make: Callable[[], Dataset]) -> None:
    with pytest.raises(UsageError) as caught:
        make()
    assert caught.value.finding.code == code
    assert words in caught.value.finding.message
