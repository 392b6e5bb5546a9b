"""The mammography CAD findings stand on the mammogram of the same patient."""

from collections.abc import Iterator

import pytest
from pydicom import Dataset, uid

TEMPLATE_4000 = [uid.MammographyCADSRStorage, uid.ComprehensiveSRStorage]


def cad_report(incoming: list[Dataset], sop_class: uid.UID) -> Dataset:
    return next(
        ds
        for ds in incoming
        if ds.SOPClassUID == sop_class
        and ds.ContentTemplateSequence[0].TemplateIdentifier == "4000"
    )


def items(item: Dataset) -> Iterator[Dataset]:
    yield item
    for child in item.get("ContentSequence", []):
        yield from items(child)


def at(root: Dataset, position: list[int]) -> Dataset:
    """Return the content item at ``position``, whose first number is the root's (C.17.3.2.5)."""
    item = root
    for number in position[1:]:
        item = item.ContentSequence[number - 1]
    return item


@pytest.mark.parametrize("sop_class", TEMPLATE_4000, ids=lambda item: item.keyword)
def test_findings_point_at_the_mammogram(incoming: list[Dataset], sop_class: uid.UID) -> None:
    report = cad_report(incoming, sop_class)
    mammograms = {
        ds.SOPInstanceUID: ds
        for ds in incoming
        if ds.SOPClassUID == uid.DigitalMammographyXRayImageStorageForPresentation
    }
    places = [item for item in items(report) if item.get("ValueType") == "SCOORD"]
    assert len(places) == 4
    for place in places:
        (selected,) = place.ContentSequence
        assert selected.RelationshipType == "SELECTED FROM"
        image = at(report, selected.ReferencedContentItemIdentifier)
        mammogram = mammograms[image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID]
        assert mammogram.PatientID == report.PatientID
        assert max(place.GraphicData[0::2]) < mammogram.Columns
        assert max(place.GraphicData[1::2]) < mammogram.Rows


@pytest.mark.parametrize("sop_class", TEMPLATE_4000, ids=lambda item: item.keyword)
def test_findings_are_positive(incoming: list[Dataset], sop_class: uid.UID) -> None:
    report = cad_report(incoming, sop_class)
    summary = report.ContentSequence[2]
    assert summary.ConceptNameCodeSequence[0].CodeValue == "111017"
    assert summary.ConceptCodeSequence[0].CodeValue == "111242"


def test_centres_lie_on_bright_spots(incoming: list[Dataset]) -> None:
    report = cad_report(incoming, uid.MammographyCADSRStorage)
    mass = next(item for item in items(report) if item.get("GraphicType") == "POINT")
    image = at(report, mass.ContentSequence[0].ReferencedContentItemIdentifier)
    wanted = image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    pixels = next(ds for ds in incoming if ds.SOPInstanceUID == wanted).pixel_array
    column, row = (int(value) for value in mass.GraphicData)
    assert pixels[row, column] > pixels[0, 0] * 10


def test_echo_report_has_units_and_sites(incoming: list[Dataset]) -> None:
    report = next(ds for ds in incoming if ds.get("StudyID") == "US0300" and ds.Modality == "SR")
    assert report.ContentTemplateSequence[0].TemplateIdentifier == "5200"
    numbers = [item for item in items(report) if item.get("ValueType") == "NUM"]
    units = [item.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0] for item in numbers]
    assert {unit.CodingSchemeDesignator for unit in units} == {"UCUM"}
    findings = [
        item
        for item in report.ContentSequence
        if item.ConceptNameCodeSequence[0].CodeValue == "59776-5"
    ]
    sites = {section.ContentSequence[0].ConceptCodeSequence[0].CodeValue for section in findings}
    assert len(sites) == len(findings) == 5
