"""Reports of TID 4000, in either of their SOP Classes: as foreign tools read them."""

from collections.abc import Callable
from pathlib import Path

import made_reports as made
import pytest
from dicom_fileset import CadAlgorithm, CadDetection, CodedConcept, mammography_cad, write_report
from pydicom import Dataset, uid

Need = Callable[..., None]
SOP_CLASSES = (uid.MammographyCADSRStorage, uid.ComprehensiveSRStorage)
SQUARE = ((10, 10), (30, 10), (30, 30), (10, 30), (10, 10))
DENSITY = CodedConcept("129793001", "SCT", "Mammography breast density")
OTHER = CadDetection(DENSITY, CadAlgorithm("Density detection", "1"))


def full(sop_class: str = uid.MammographyCADSRStorage) -> Dataset:
    findings = [
        made.cluster(outline=SQUARE, certainty=74.5, calcifications=5, rendering_intent="optional"),
        made.cluster(image=2, center=(80, 100), rendering_intent="not for presentation"),
    ]
    images = [made.mammogram(1), made.mammogram(2, pixel_spacing=None)]
    return mammography_cad(
        made.DOCUMENT, images, findings, detections=[OTHER], sop_class_uid=sop_class
    )


@pytest.mark.parametrize("sop_class", SOP_CLASSES, ids=lambda one: one.keyword)
@pytest.mark.parametrize("size", ["smallest", "full"])
def test_both_sop_classes_are_valid(
    need: Need, tmp_path: Path, sop_class: uid.UID, size: str
) -> None:
    need("dciodvfy", "dcmmkdir", "dsrdump")
    smallest = mammography_cad(made.DOCUMENT, [made.mammogram()], sop_class_uid=sop_class)
    write_report(smallest if size == "smallest" else full(sop_class), tmp_path / "REPORT")
    assert made.dciodvfy_errors(tmp_path / "REPORT") == []
    made.see_dcmmkdir_takes(tmp_path / "REPORT")
    shown = made.dumped(tmp_path / "REPORT")
    assert 'CONTAINER:(111036,DCM,"Mammography CAD Report")=SEPARATE' in shown


def test_dsrdump_shows_all_of_it(need: Need, tmp_path: Path) -> None:
    need("dsrdump")
    write_report(full(), tmp_path / "REPORT")
    shown = made.dumped(tmp_path / "REPORT")
    for line in (
        '(111027,DCM,"Image Laterality")=(80248007,SCT,"Left breast")',
        '(111031,DCM,"Image View")=(399162004,SCT,"cranio-caudal")',
        '(111026,DCM,"Horizontal Pixel Spacing")="0.5" (mm,UCUM,"millimeter")',
        '(111066,DCM,"Vertical Pixel Spacing")="0.7" (mm,UCUM,"millimeter")',
        '(111017,DCM,"CAD Processing and Findings Summary")=(111242,DCM,',
        'contains CODE:(111059,DCM,"Single Image Finding")=(129769006,SCT,"Calcification Cluster")',
        '(111012,DCM,"Certainty of Finding")="74.5" (%,UCUM,"Percent")',
        '(111010,DCM,"Center")=(POINT,40/50)',
        '(111041,DCM,"Outline")=(POLYLINE,10/10,30/10,30/30,10/30,10/10)',
        '(111038,DCM,"Number of calcifications")="5" (1,UCUM,"no units")',
        '(111064,DCM,"Summary of Detections")=(111222,DCM,"Succeeded")',
        '(111022,DCM,"Detection Performed")=(129793001,SCT,"Mammography breast density")',
        '(111065,DCM,"Summary of Analyses")=(111225,DCM,"Not Attempted")',
    ):
        assert line in shown, line


def test_places_are_selected_from_the_image_they_are_on() -> None:
    report = full()
    centers = made.of_concept(report, "111010")
    for center, number in zip(centers, (1, 2), strict=True):
        (selected,) = center.ContentSequence
        assert selected.RelationshipType == "SELECTED FROM"
        library, entry = (place - 1 for place in selected.ReferencedContentItemIdentifier[1:])
        image = report.ContentSequence[library].ContentSequence[entry]
        assert image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == f"1.2.3.4.{number}"


def test_the_impression_is_as_urgent_as_its_most_urgent_finding() -> None:
    intents = [one.ConceptCodeSequence[0].CodeValue for one in made.of_concept(full(), "111056")]
    assert intents == ["111151", "111151", "111152"]


def test_each_algorithm_is_told_once() -> None:
    detections = made.of_concept(full(), "111022")
    kinds = [one.ConceptCodeSequence[0].CodeValue for one in detections]
    assert kinds == [made.CLUSTER.value, DENSITY.value]
    assert [len(one.ContentSequence) for one in detections] == [4, 4]


@pytest.mark.parametrize(
    ("detections", "summary", "of_detections"),
    [((), "111245", "111225"), ((OTHER,), "111241", "111222")],
)
def test_nothing_found_is_told_apart_from_nothing_done(
    detections: tuple[CadDetection, ...], summary: str, of_detections: str
) -> None:
    report = mammography_cad(made.DOCUMENT, [made.mammogram()], detections=detections)
    (found,) = made.of_concept(report, "111017")
    assert found.ConceptCodeSequence[0].CodeValue == summary
    (done,) = made.of_concept(report, "111064")
    assert done.ConceptCodeSequence[0].CodeValue == of_detections


def test_images_are_evidence() -> None:
    (study,) = full().CurrentRequestedProcedureEvidenceSequence
    (series,) = study.ReferencedSeriesSequence
    assert len(series.ReferencedSOPSequence) == 2
