"""TID 4000: findings with their image, geometry, rendering intent and certainty."""

from pathlib import Path

import pytest
from dicom_fileset import read_sr
from dicom_fileset.sr import ReportedFinding, cad_findings, cad_summaries, extracted
from foreign_files import SAMPLE_MEDIA
from pydicom.dataset import Dataset
from sr_documents import (
    by_reference,
    code_item,
    container,
    content,
    document,
    number,
    text,
    written,
)

CADS = sorted(
    path for path in (SAMPLE_MEDIA / "incoming" / "mammography").iterdir() if "cad" in path.name
)
TITLE = ("111036", "DCM", "Mammography CAD Report")
SINGLE = ("111059", "DCM", "Single Image Finding")
COMPOSITE = ("111015", "DCM", "Composite Feature")
INTENT = ("111056", "DCM", "Rendering Intent")
OPTIONAL = ("111151", "DCM", "Presentation Optional")
REQUIRED = ("111150", "DCM", "Presentation Required")
IMPRESSION = ("111034", "DCM", "Individual Impression/Recommendation")
MASS = ("4147007", "SCT", "Mass")
PROBABILITY = ("111047", "DCM", "Probability of cancer")
PER_CENT = ("%", "UCUM", "Percent")


@pytest.mark.parametrize("path", CADS, ids=lambda path: path.name)
def test_the_samples(path: Path) -> None:
    found = read_sr(path)
    density, cluster = extracted(found)
    assert isinstance(density, ReportedFinding)
    assert isinstance(cluster, ReportedFinding)
    assert density.finding
    assert density.finding.meaning == "Mammography breast density"
    assert density.rendering_intent
    assert density.rendering_intent.value == "111150"
    assert density.certainty
    assert density.certainty.unit
    assert (density.certainty.value, density.certainty.unit.value) == ("88", "%")
    assert density.algorithm.name == "Phantom density detection"
    center, outline = density.places
    assert center.geometry.graphic_type == "POINT"
    assert center.geometry.points == ((70.0, 96.0),)
    assert outline.geometry.graphic_type == "POLYLINE"
    assert len(outline.geometry.points) == 5
    image = found.items[3]
    assert center.image
    assert outline.image == center.image
    assert center.image.position == image.position == "1.2.1"
    assert center.image.sop_instance_uid == image.references[0].sop_instance_uid
    assert center.image.laterality
    assert center.image.view
    assert (center.image.laterality.meaning, center.image.view.meaning) == (
        "Left breast", "cranio-caudal",
    )  # fmt: skip
    assert density.images == (center.image,)
    assert [one.value for one in cluster.details] == ["5 no units"]


def test_the_summaries_of_the_sample() -> None:
    findings, detections, analyses = cad_summaries(read_sr(CADS[0]))
    assert [one.result.value for one in (findings, detections, analyses) if one.result] == [
        "111242", "111222", "111225",
    ]  # fmt: skip
    assert [one.outcome.meaning for one in detections.performed if one.outcome] == [
        "Successful Detections"
    ] * 2
    assert [len(one.images) for one in detections.performed] == [2, 2]
    assert detections.performed[1].algorithm.version == "1.0"


def test_every_item_below_a_summary_is_in_some_row() -> None:
    found = read_sr(CADS[0])
    summaries = cad_summaries(found)
    assert [[one.position for one in each.details] for each in summaries] == [
        ["1.3.1", "1.3.1.1"], ["1.4.1"], [],
    ]  # fmt: skip


def findings(folder: Path, *children: Dataset) -> tuple[ReportedFinding, ...]:
    return cad_findings(read_sr(written(folder / "cad", document(children, TITLE))))


def test_parts_of_a_composite_feature(tmp_path: Path) -> None:
    inner = code_item("INFERRED FROM", SINGLE, MASS, code_item("HAS CONCEPT MOD", INTENT, OPTIONAL))
    likely = number(PROBABILITY, "61.5", PER_CENT)
    likely.RelationshipType = "HAS PROPERTIES"
    certain = number(("111011", "DCM", "Certainty of Feature"), "70", PER_CENT)
    certain.RelationshipType = "HAS PROPERTIES"
    composite = code_item(
        "CONTAINS", COMPOSITE, MASS, likely, certain, inner, by_reference("INFERRED FROM", 1, 1, 3)
    )
    impression = container(
        IMPRESSION,
        code_item("HAS CONCEPT MOD", INTENT, REQUIRED),
        composite,
        code_item("CONTAINS", SINGLE, MASS),
    )
    whole, part, other = findings(tmp_path, impression)
    assert whole.rendering_intent
    assert part.rendering_intent
    assert (whole.rendering_intent.value, part.rendering_intent.value) == ("111150", "111151")
    assert (whole.part_of, part.part_of, other.part_of) == ("", whole.position, "")
    assert whole.probability
    assert whole.certainty
    assert (whole.probability.value, whole.certainty.value) == ("61.5", "70")
    assert [one.refers_to for one in whole.details] == ["1.1.3"]


def test_an_image_by_value_and_a_reference_to_nothing(tmp_path: Path) -> None:
    reference = Dataset()
    reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.2"
    reference.ReferencedSOPInstanceUID = "2.25.7"
    reference.ReferencedFrameNumber = 3
    image = content("SELECTED FROM", "IMAGE", None, ReferencedSOPSequence=[reference])
    place = content(
        "HAS PROPERTIES", "SCOORD", GraphicType="POINT", GraphicData=[1, 2], children=[image]
    )
    lost = content(
        "HAS PROPERTIES",
        "SCOORD",
        GraphicType="POINT",
        GraphicData=[3, 4],
        children=[by_reference("SELECTED FROM", 1, 8)],
    )
    (one,) = findings(tmp_path, code_item("CONTAINS", SINGLE, MASS, place, lost, text("so")))
    assert one.places[0].image
    assert (one.places[0].image.sop_instance_uid, one.places[0].image.frames) == ("2.25.7", (3,))
    assert one.places[1].image is None
    assert [each.refers_to or each.value for each in one.details] == ["1.8", "so"]


def test_a_cad_without_findings_has_a_table_without_rows(tmp_path: Path) -> None:
    assert findings(tmp_path, text("none")) == ()
