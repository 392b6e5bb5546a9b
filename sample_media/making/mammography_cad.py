"""Findings of a mammography CAD, content of TID 4000 (PS3.16 TID 4000-4021)."""

from dataclasses import dataclass

from pydicom.dataset import Dataset

from making.codes import code
from making.content_items import (
    ACQ_CONTEXT,
    CONCEPT_MOD,
    CONTAINS,
    INFERRED_FROM,
    PROPERTIES,
    SELECTED_FROM,
    by_reference,
    coded_item,
    container,
    date,
    image,
    number,
    points,
    text,
    time,
)
from making.examination import Series
from making.mammography import ROWS
from making.phantoms import CALCIFICATIONS, CLUSTER_CENTRE, MASS_CENTRE
from making.report_document import complete, document, language, put_root

IMAGE_LIBRARY = 2  # position of the Image Library below the root; the language stands first
MILLIMETRE = ("mm", "UCUM", "millimeter")
PER_CENT = ("%", "UCUM", "Percent")


@dataclass(frozen=True)
class Finding:
    """A Single Image Finding (TID 4006); the places are (column, row) pairs."""

    kind: tuple[str, str, str]
    algorithm: str
    certainty: int
    centre: list[float]
    outline: list[float]
    calcifications: int = 0


def _box(centre: tuple[int, int], half: int) -> list[float]:
    row, column = centre
    corners = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    return [float(value) for x, y in corners for value in (column + x, row + y)]


def _centre(centre: tuple[int, int]) -> list[float]:
    row, column = centre
    return [float(column), float(row)]


FINDINGS = (
    Finding(
        ("129793001", "SCT", "Mammography breast density"),
        "Phantom density detection",
        88,
        _centre(MASS_CENTRE),
        _box(MASS_CENTRE, 10),
    ),
    Finding(
        ("129769006", "SCT", "Calcification Cluster"),
        "Phantom calcification detection",
        74,
        _centre(CLUSTER_CENTRE),
        _box(CLUSTER_CENTRE, 9),
        len(CALCIFICATIONS),
    ),
)


def cad_report(series: Series, sop_class: str, number_: int, images: list[Dataset]) -> Dataset:
    """Return the report on ``images``; all its findings are on the first of them."""
    ds = document(series, sop_class, number_, images)
    complete(ds, verified=False)
    children = [
        language(),
        container(
            CONTAINS,
            code("111028", "DCM", "Image Library"),
            [_library_entry(picture) for picture in images],
        ),
        _findings_summary(ROWS // images[0].Rows),
        _detections_summary(len(images)),
        coded_item(
            CONTAINS,
            code("111065", "DCM", "Summary of Analyses"),
            code("111225", "DCM", "Not Attempted"),
        ),
    ]
    put_root(ds, code("111036", "DCM", "Mammography CAD Report"), "4000", children)
    return ds


def _library_entry(picture: Dataset) -> Dataset:
    """Return TID 4020: the image and what was taken over from it."""
    view = picture.ViewCodeSequence[0]
    row, column = picture.PatientOrientation
    spacing = code(*MILLIMETRE)
    context = [
        coded_item(
            ACQ_CONTEXT,
            code("111027", "DCM", "Image Laterality"),
            code("80248007", "SCT", "Left breast"),
        ),
        coded_item(
            ACQ_CONTEXT,
            code("111031", "DCM", "Image View"),
            code(view.CodeValue, "SCT", view.CodeMeaning),
        ),
        text(ACQ_CONTEXT, code("111044", "DCM", "Patient Orientation Row"), row),
        text(ACQ_CONTEXT, code("111043", "DCM", "Patient Orientation Column"), column),
        date(ACQ_CONTEXT, code("111060", "DCM", "Study Date"), picture.StudyDate),
        time(ACQ_CONTEXT, code("111061", "DCM", "Study Time"), picture.StudyTime),
        date(ACQ_CONTEXT, code("111018", "DCM", "Content Date"), picture.ContentDate),
        time(ACQ_CONTEXT, code("111019", "DCM", "Content Time"), picture.ContentTime),
        number(
            ACQ_CONTEXT,
            code("111026", "DCM", "Horizontal Imager Pixel Spacing"),
            picture.ImagerPixelSpacing[1],
            spacing,
        ),
        number(
            ACQ_CONTEXT,
            code("111066", "DCM", "Vertical Imager Pixel Spacing"),
            picture.ImagerPixelSpacing[0],
            spacing,
        ),
    ]
    return image(CONTAINS, picture, context)


def _findings_summary(step: int) -> Dataset:
    """Return TID 4001 with one Individual Impression/Recommendation (TID 4003)."""
    impression = container(
        INFERRED_FROM,
        code("111034", "DCM", "Individual Impression/Recommendation"),
        [_rendering_intent(), *(_finding(finding, step) for finding in FINDINGS)],
    )
    return coded_item(
        CONTAINS,
        code("111017", "DCM", "CAD Processing and Findings Summary"),
        code("111242", "DCM", "All algorithms succeeded; with findings"),
        [impression],
    )


def _rendering_intent() -> Dataset:
    return coded_item(
        CONCEPT_MOD,
        code("111056", "DCM", "Rendering Intent"),
        code("111150", "DCM", "Presentation Required: Rendering device is expected to present"),
    )


def _finding(finding: Finding, step: int) -> Dataset:
    """Return TID 4006; its coordinates are selected from the first image of the library.

    That shows every ``step``-th pixel of the mammogram for which the findings are written down.
    """
    children = [
        _rendering_intent(),
        *_algorithm(finding),
        number(
            PROPERTIES,
            code("111012", "DCM", "Certainty of Finding"),
            str(finding.certainty),
            code(*PER_CENT),
        ),
        _place(code("111010", "DCM", "Center"), "POINT", [at / step for at in finding.centre]),
        _place(code("111041", "DCM", "Outline"), "POLYLINE", [at / step for at in finding.outline]),
    ]
    if finding.calcifications:
        how_many = code("111038", "DCM", "Number of calcifications")
        unit = code("1", "UCUM", "no units")
        children.append(number(PROPERTIES, how_many, str(finding.calcifications), unit))
    single = code("111059", "DCM", "Single Image Finding")
    return coded_item(CONTAINS, single, code(*finding.kind), children)


def _place(concept: Dataset, graphic_type: str, columns_rows: list[float]) -> Dataset:
    """Return a coordinate of TID 4021."""
    picture = by_reference(SELECTED_FROM, [1, IMAGE_LIBRARY, 1])
    return points(PROPERTIES, concept, graphic_type, columns_rows, [picture])


def _algorithm(finding: Finding) -> list[Dataset]:
    """Return TID 4019."""
    return [
        text(PROPERTIES, code("111001", "DCM", "Algorithm Name"), finding.algorithm),
        text(PROPERTIES, code("111003", "DCM", "Algorithm Version"), "1.0"),
    ]


def _detections_summary(images: int) -> Dataset:
    """Return the algorithms that ran, each on every image (TID 4015, 4017)."""
    seen = [by_reference(INFERRED_FROM, [1, IMAGE_LIBRARY, n]) for n in range(1, images + 1)]
    performed = [
        coded_item(
            CONTAINS,
            code("111022", "DCM", "Detection Performed"),
            code(*finding.kind),
            [*_algorithm(finding), *seen],
        )
        for finding in FINDINGS
    ]
    return coded_item(
        CONTAINS,
        code("111064", "DCM", "Summary of Detections"),
        code("111222", "DCM", "Succeeded"),
        [container(INFERRED_FROM, code("111063", "DCM", "Successful Detections"), performed)],
    )
