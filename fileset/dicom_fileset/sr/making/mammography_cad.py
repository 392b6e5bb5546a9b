"""A Mammography CAD Document Root (PS3.16 TID 4000 to 4021)."""

from collections.abc import Sequence
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import ComprehensiveSRStorage, MammographyCADSRStorage

from . import checks, concepts
from .cad_values import CadAlgorithm, CadDetection, CadFinding, CadImage
from .content_items import (
    CONCEPT_MOD,
    CONTAINS,
    INFERRED_FROM,
    PROPERTIES,
    SELECTED_FROM,
    by_reference,
    coded,
    container,
    number,
    text,
)
from .document import data_set, language, put_root
from .geometry import places
from .image_library import image_library
from .values import ReportDocument

TEMPLATE: Final = "4000"
SOP_CLASSES: Final = (MammographyCADSRStorage, ComprehensiveSRStorage)
"""Those of the root template (PS3.2 Table N.1-3)."""

_LIBRARY: Final = (1, 2)
"""Where the Image Library stands: below the root, after the language."""


def mammography_cad(
    document: ReportDocument,
    images: Sequence[CadImage],
    findings: Sequence[CadFinding] = (),
    *,
    detections: Sequence[CadDetection] = (),
    sop_class_uid: str = MammographyCADSRStorage,
) -> Dataset:
    """A mammography CAD report of TID 4000.

    Parameters
    ----------
    document
        Whose it is and what it stands in.
    images
        That were processed, one at least.
    findings
        On them, each on one image.
    detections
        What was carried out beside what led to findings.
    sop_class_uid
        Mammography CAD SR, or Comprehensive SR.

    Raises
    ------
    UsageError
        There is no image, a finding lies outside its image, or a value is none that the report
        can hold.
    """
    if sop_class_uid not in SOP_CLASSES:
        message = f"TID 4000 goes into Mammography CAD SR or Comprehensive SR, not {sop_class_uid}."
        raise checks.refused("report-template", message)
    if not images:
        raise checks.refused("report-template", "The Image Library has no image.")
    performed = _performed(detections, findings)
    ds = data_set(document, sop_class_uid, [one.reference for one in images])
    children = [
        language(),
        image_library(images),
        _summary(findings, images, succeeded=bool(performed)),
        _detections(performed, len(images)),
        coded(CONTAINS, concepts.SUMMARY_OF_ANALYSES, concepts.NOT_ATTEMPTED),
    ]
    put_root(ds, concepts.CAD_REPORT, TEMPLATE, children)
    return ds


def _performed(
    detections: Sequence[CadDetection], findings: Sequence[CadFinding]
) -> tuple[CadDetection, ...]:
    """What was carried out, each once: what found something was."""
    led_to_findings = (CadDetection(one.kind, one.algorithm) for one in findings)
    return tuple(dict.fromkeys((*led_to_findings, *detections)))


def _summary(
    findings: Sequence[CadFinding], images: Sequence[CadImage], *, succeeded: bool
) -> Dataset:
    """PS3.16 TID 4001, with one Individual Impression/Recommendation (TID 4003)."""
    if not findings:
        nothing = concepts.ALL_SUCCEEDED_NOTHING_FOUND if succeeded else concepts.NONE_SUCCEEDED
        return coded(CONTAINS, concepts.CAD_SUMMARY, nothing)
    shown = [_finding(one, images) for one in findings]
    intents = {one.rendering_intent for one in findings}
    urgent = next(one for one in concepts.RENDERING if one in intents)
    children = [_rendering(urgent), *shown]
    impression = container(INFERRED_FROM, concepts.IMPRESSION, children)
    found = concepts.ALL_SUCCEEDED_WITH_FINDINGS
    return coded(CONTAINS, concepts.CAD_SUMMARY, found, [impression])


def _rendering(intent: str) -> Dataset:
    if intent not in concepts.RENDERING:
        message = f"Rendering Intent is one of {', '.join(concepts.RENDERING)}, not {intent!r}."
        raise checks.refused("report-template", message)
    return coded(CONCEPT_MOD, concepts.RENDERING_INTENT, concepts.RENDERING[intent])


def _finding(finding: CadFinding, images: Sequence[CadImage]) -> Dataset:
    """PS3.16 TID 4006; its places are selected from its image in the Image Library."""
    if not 1 <= finding.image <= len(images):
        message = f"{finding.kind.meaning} is on image {finding.image} of {len(images)}."
        raise checks.refused("report-reference", message)
    selected = by_reference(SELECTED_FROM, (*_LIBRARY, finding.image))
    children = [
        _rendering(finding.rendering_intent),
        *_algorithm(finding.algorithm),
        *_certainty(finding),
        *places(finding, images[finding.image - 1].size, selected),
    ]
    if finding.calcifications is not None:
        count = checks.whole(finding.calcifications, 1, concepts.CALCIFICATIONS.meaning)
        children.append(number(PROPERTIES, concepts.CALCIFICATIONS, count, concepts.NO_UNITS))
    return coded(CONTAINS, concepts.SINGLE_IMAGE_FINDING, finding.kind, children)


def _certainty(finding: CadFinding) -> list[Dataset]:
    if finding.certainty is None:
        return []
    checks.see_number(finding.certainty, concepts.CERTAINTY.meaning)
    if not 0 <= finding.certainty <= 100:
        message = f"The certainty of a finding is 0 to 100 percent, not {finding.certainty}."
        raise checks.refused("report-number", message)
    return [number(PROPERTIES, concepts.CERTAINTY, finding.certainty, concepts.PERCENT)]


def _algorithm(algorithm: CadAlgorithm) -> list[Dataset]:
    """PS3.16 TID 4019."""
    return [
        text(PROPERTIES, concepts.ALGORITHM_NAME, algorithm.name),
        text(PROPERTIES, concepts.ALGORITHM_VERSION, algorithm.version),
    ]


def _detections(performed: Sequence[CadDetection], images: int) -> Dataset:
    """What was looked for, on every image (PS3.16 TID 4015, 4017)."""
    if not performed:
        return coded(CONTAINS, concepts.SUMMARY_OF_DETECTIONS, concepts.NOT_ATTEMPTED)
    made = [_detection(one, images) for one in performed]
    successful = container(INFERRED_FROM, concepts.SUCCESSFUL_DETECTIONS, made)
    return coded(CONTAINS, concepts.SUMMARY_OF_DETECTIONS, concepts.SUCCEEDED, [successful])


def _detection(one: CadDetection, images: int) -> Dataset:
    seen = [by_reference(INFERRED_FROM, (*_LIBRARY, place)) for place in range(1, images + 1)]
    children = [*_algorithm(one.algorithm), *seen]
    return coded(CONTAINS, concepts.DETECTION_PERFORMED, one.kind, children)
