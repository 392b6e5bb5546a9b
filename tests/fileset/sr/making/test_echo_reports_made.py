"""Reports of TID 5200: what foreign tools read of them, and where each value goes."""

from collections.abc import Callable
from pathlib import Path

import made_reports as made
from dicom_fileset import (
    CodedConcept,
    ImageReference,
    PatientCharacteristic,
    echo_report,
    write_report,
)
from msgspec.structs import replace
from pydicom import Dataset, dcmread, uid

Need = Callable[..., None]
CLIP = ImageReference("1.2.3.1", "1.2.3.5", uid.UltrasoundMultiFrameImageStorage, "1.2.3.6", (1, 4))
OTHER = ImageReference("1.2.3.1", "1.2.3.7", uid.UltrasoundImageStorage, "1.2.3.8")
FULL = replace(
    made.MEASUREMENT,
    method=CodedConcept("125207", "DCM", "Method of Disks, Biplane"),
    cardiac_cycle_point=CodedConcept("416190007", "SCT", "End Diastole"),
    direction_of_flow=CodedConcept("263677008", "SCT", "Antegrade Flow"),
    derivation=CodedConcept("373098007", "SCT", "Mean"),
    finding_site=CodedConcept("91134007", "SCT", "Mitral Valve"),
    selection_status=CodedConcept("121412", "DCM", "Mean value chosen"),
)
AGE = PatientCharacteristic(
    CodedConcept("121033", "DCM", "Subject Age"), 52, CodedConcept("a", "UCUM", "year")
)


def full() -> Dataset:
    return echo_report(
        made.DOCUMENT,
        [made.section(FULL, made.MEASUREMENT), made.section(made.MEASUREMENT)],
        [CLIP, OTHER, CLIP],
        characteristics=[AGE],
        observer="Echo^Emil",
    )


def test_the_smallest_is_valid(need: Need, tmp_path: Path) -> None:
    need("dciodvfy", "dcmmkdir")
    write_report(made.echo_of(made.MEASUREMENT), tmp_path / "REPORT")
    assert made.dciodvfy_errors(tmp_path / "REPORT") == []
    made.see_dcmmkdir_takes(tmp_path / "REPORT")


def test_everything_is_valid(need: Need, tmp_path: Path) -> None:
    need("dciodvfy", "dcmmkdir")
    write_report(full(), tmp_path / "REPORT")
    assert made.dciodvfy_errors(tmp_path / "REPORT") == []
    made.see_dcmmkdir_takes(tmp_path / "REPORT")


def test_dsrdump_shows_all_of_it(need: Need, tmp_path: Path) -> None:
    need("dsrdump")
    write_report(full(), tmp_path / "REPORT")
    shown = made.dumped(tmp_path / "REPORT")
    for line in (
        'CONTAINER:(125200,DCM,"Adult Echocardiography Procedure Report")=SEPARATE',
        '(121008,DCM,"Person Observer Name")="Echo^Emil"',
        '(121033,DCM,"Subject Age")="52" (a,UCUM,"year")',
        'has concept mod CODE:(363698007,SCT,"Finding Site")=(87878005,SCT,"Left ventricle")',
        'has concept mod CODE:(399264008,SCT,"Image Mode")=(399064001,SCT,"2D mode")',
        'contains NUM:(29436-3,LN,"Left Ventricle Internal End Diastolic Dimension")="5.12"',
        'CODE:(370129005,SCT,"Measurement Method")=(125207,DCM,"Method of Disks, Biplane")',
        'CODE:(121401,DCM,"Derivation")=(373098007,SCT,"Mean")',
        'has properties CODE:(121404,DCM,"Selection Status")=(121412,DCM,"Mean value chosen")',
        "Verification Flag   : VERIFIED",
        "Ślęzak^Żaneta",
    ):
        assert line in shown, line
    assert shown.count("contains NUM:(29436-3") == 3


def test_modifiers_stand_in_the_order_of_the_template() -> None:
    (measured, *_) = made.of_concept(full(), "29436-3")
    concepts = [one.ConceptNameCodeSequence[0].CodeMeaning for one in measured.ContentSequence]
    assert concepts == [
        "Measurement Method",
        "Cardiac Cycle Point",
        "Direction of flow",
        "Derivation",
        "Finding Site",
        "Selection Status",
    ]


def test_evidence_lists_each_image_once() -> None:
    (study,) = full().CurrentRequestedProcedureEvidenceSequence
    found = [
        (
            series.SeriesInstanceUID,
            [one.ReferencedSOPInstanceUID for one in series.ReferencedSOPSequence],
        )
        for series in study.ReferencedSeriesSequence
    ]
    assert found == [("1.2.3.5", ["1.2.3.6"]), ("1.2.3.7", ["1.2.3.8"])]
    assert "CurrentRequestedProcedureEvidenceSequence" not in made.echo_of(made.MEASUREMENT)


def test_frames_are_referred_to_by_number() -> None:
    images = [one for one in made.items(full()) if one.ValueType == "IMAGE"]
    frames = [one.ReferencedSOPSequence[0].get("ReferencedFrameNumber") for one in images]
    assert frames == [[1, 4], None, [1, 4]]


def test_the_root_names_its_template_and_text_is_utf_8() -> None:
    report = made.echo_of(made.MEASUREMENT)
    (template,) = report.ContentTemplateSequence
    assert (template.MappingResource, template.TemplateIdentifier) == ("DCMR", "5200")
    assert report.SOPClassUID == uid.ComprehensiveSRStorage
    assert report.SpecificCharacterSet == "ISO_IR 192"


def test_uids_are_made_where_none_are_given(tmp_path: Path) -> None:
    document = replace(
        made.DOCUMENT, sop_instance_uid="", series_instance_uid="", verification=None
    )
    one, other = (echo_report(document, [made.section(made.MEASUREMENT)]) for _ in range(2))
    assert one.SOPInstanceUID != other.SOPInstanceUID
    assert one.SeriesInstanceUID != other.SeriesInstanceUID
    assert one.VerificationFlag == "UNVERIFIED"
    write_report(one, tmp_path / "report")
    assert dcmread(tmp_path / "report") == one


def test_a_number_of_many_digits_keeps_them_beside() -> None:
    report = made.echo_of(replace(made.MEASUREMENT, value=1 / 3))
    (value,) = made.of_concept(report, "29436-3")[0].MeasuredValueSequence
    assert str(value.NumericValue) == "0.33333333333333"
    assert value.FloatingPointValue == 1 / 3
    (short,) = made.of_concept(made.echo_of(made.MEASUREMENT), "29436-3")[0].MeasuredValueSequence
    assert "FloatingPointValue" not in short
