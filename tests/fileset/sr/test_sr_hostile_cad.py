"""Findings of a CAD that are not as the template says: nothing of them is missing in their row."""

from pathlib import Path

from dicom_fileset import SrDocument, read_sr
from dicom_fileset.sr.tables import table
from pydicom.dataset import Dataset
from sr_documents import (
    Coded,
    by_reference,
    code_item,
    coded,
    content,
    document,
    number,
    written,
)

TITLE = ("111036", "DCM", "Mammography CAD Report")
FINDING = ("111059", "DCM", "Single Image Finding")
MASS = ("129788006", "SCT", "Mammography breast mass")
DENSITY = ("129793001", "SCT", "Mammography breast density")
CERTAINTY = ("111012", "DCM", "Certainty of Finding")
CENTER = ("111010", "DCM", "Center")
PERCENT = ("%", "UCUM", "percent")


def image(relationship: str, *uids: str) -> Dataset:
    item = content(relationship, "IMAGE", None)
    item.ReferencedSOPSequence = [Dataset() for _ in uids]
    for reference, uid in zip(item.ReferencedSOPSequence, uids, strict=True):
        reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.2"
        reference.ReferencedSOPInstanceUID = uid
    return item


def place(*below: Dataset) -> Dataset:
    return content(
        "HAS PROPERTIES", "SCOORD", CENTER, below, GraphicType="POINT", GraphicData=[7.0, 9.0]
    )


def found(*below: Dataset, codes: tuple[Coded, ...] = (MASS,)) -> Dataset:
    item = code_item("CONTAINS", FINDING, MASS, *below)
    item.ConceptCodeSequence = [coded(one) for one in codes]
    if not codes:
        del item.ConceptCodeSequence
    return item


def sure(value: str | None, **attributes: float) -> Dataset:
    item = number(CERTAINTY, value or "0", PERCENT)
    item.RelationshipType = "HAS PROPERTIES"
    if value is None:
        item.MeasuredValueSequence[0].NumericValue = None
    for keyword, one in attributes.items():
        setattr(item.MeasuredValueSequence[0], keyword, one)
    return item


def read(folder: Path, *children: Dataset) -> SrDocument:
    return read_sr(written(folder / "cad", document(children, TITLE)))


def rows(folder: Path, *children: Dataset) -> list[dict[str, str]]:
    names, lines = table(read(folder, *children))
    return [dict(zip(names, line, strict=True)) for line in lines]


def test_a_finding_without_code_is_a_row(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, found(place(image("SELECTED FROM", "2.25.7")), codes=()))
    assert row["kind"] == "Single Image Finding"
    assert row["places"].endswith("Center: POINT 7/9 on 2.25.7")


def test_a_second_code_is_a_detail(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, found(codes=(MASS, DENSITY)))
    assert row["finding"] == MASS[2]
    assert DENSITY[2] in row["details"]


def test_a_certainty_in_another_form_and_its_qualifier(tmp_path: Path) -> None:
    floating = sure(None, FloatingPointValue=87.5)
    qualified = sure("88")
    qualified.NumericValueQualifierCodeSequence = [coded(("114006", "DCM", "Measurement failure"))]
    one, other = rows(tmp_path, found(floating), found(qualified))
    assert (one["certainty"], one["certainty_unit"]) == ("87.5", "%")
    assert other["certainty"] == "88"
    assert "Measurement failure" in other["details"]


def test_all_images_are_in_the_row(tmp_path: Path) -> None:
    several = place(image("SELECTED FROM", "2.25.7"), image("SELECTED FROM", "2.25.8"))
    one, other = rows(tmp_path, found(several), found(image("INFERRED FROM", "2.25.5", "2.25.6")))
    assert one["places"].endswith("on 2.25.7 and 2.25.8")
    assert one["images"] == "2.25.7; 2.25.8"
    assert other["images"] == "2.25.5; 2.25.6"


def test_a_place_of_another_finding_is_resolved(tmp_path: Path) -> None:
    first = found(place(image("SELECTED FROM", "2.25.7")))
    one, other = rows(tmp_path, first, found(by_reference("HAS PROPERTIES", 1, 1, 1)))
    assert other["places"] == one["places"]
    assert other["images"] == "2.25.7"


def test_what_many_refer_to_is_not_multiplied(tmp_path: Path) -> None:
    outline = content("HAS PROPERTIES", "SCOORD", CENTER, GraphicType="POLYLINE")
    outline.GraphicData = [1.0] * 15_000
    referring = [found(by_reference("HAS PROPERTIES", 1, 1, 1)) for _ in range(200)]
    lines = rows(tmp_path, found(outline), *referring)
    assert sum(len(one["places"]) for one in lines) < 100_000 + 200 * 4_000


def test_numbers_have_one_form_in_every_table(tmp_path: Path) -> None:
    item = number(("1", "99X", "Size"), "0")
    item.MeasuredValueSequence[0].NumericValue = None
    item.MeasuredValueSequence[0].FloatingPointValue = 2.5
    names, lines = table(read_sr(written(tmp_path / "any", document([item]))))
    assert dict(zip(names, lines[1], strict=True))["value"] == "2.5"
