"""An Adult Echocardiography Procedure Report in a Comprehensive SR (PS3.16 TID 5200 to 5203)."""

from collections.abc import Sequence
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import ComprehensiveSRStorage

from . import checks, concepts
from .content_items import CONCEPT_MOD, CONTAINS, PROPERTIES, coded, container, image, number
from .document import data_set, language, person_observer, put_root
from .echo_values import EchoGroup, EchoMeasurement, EchoSection, PatientCharacteristic
from .values import ImageReference, ReportDocument

TEMPLATE: Final = "5200"

_MODIFIERS: Final = (
    ("method", concepts.MEASUREMENT_METHOD),
    ("cardiac_cycle_point", concepts.CARDIAC_CYCLE_POINT),
    ("direction_of_flow", concepts.DIRECTION_OF_FLOW),
    ("derivation", concepts.DERIVATION),
    ("finding_site", concepts.FINDING_SITE),
)
"""HAS CONCEPT MOD children of a measurement, in their order (PS3.16 TID 5203)."""


def echo_report(
    document: ReportDocument,
    sections: Sequence[EchoSection],
    images: Sequence[ImageReference] = (),
    *,
    characteristics: Sequence[PatientCharacteristic] = (),
    observer: str = "",
) -> Dataset:
    """An echocardiography report of TID 5200.

    Parameters
    ----------
    document
        Whose it is and what it stands in.
    sections
        Findings on the heart, a section for each site.
    images
        That it is on; they become the Image Library and the evidence.
    characteristics
        Of the patient: age, height, weight, heart rate.
    observer
        Name of the person who measured, if that is to be said.

    Raises
    ------
    UsageError
        Nothing was measured, or a value is none that the report can hold.
    """
    ds = data_set(document, ComprehensiveSRStorage, images)
    children = [language()]
    if observer:
        children += person_observer(observer)
    if characteristics:
        children.append(_patient_characteristics(characteristics))
    if images:
        shown = [image(CONTAINS, one) for one in images]
        children.append(container(CONTAINS, concepts.IMAGE_LIBRARY, shown))
    if not sections:
        raise checks.refused("report-template", "There is no section with findings.")
    children += [_section(section) for section in sections]
    put_root(ds, concepts.ECHO_REPORT, TEMPLATE, children)
    return ds


def _patient_characteristics(values: Sequence[PatientCharacteristic]) -> Dataset:
    """PS3.16 TID 5201."""
    numbers = [number(CONTAINS, one.name, one.value, one.unit) for one in values]
    return container(CONTAINS, concepts.PATIENT_CHARACTERISTICS, numbers)


def _section(section: EchoSection) -> Dataset:
    """PS3.16 TID 5202."""
    site = section.finding_site
    if not section.groups:
        message = f"The section on {site.meaning} has no Measurement Group."
        raise checks.refused("report-template", message)
    groups = [_group(group, site.meaning) for group in section.groups]
    children = [coded(CONCEPT_MOD, concepts.FINDING_SITE, site), *groups]
    return container(CONTAINS, concepts.FINDINGS, children)


def _group(group: EchoGroup, of: str) -> Dataset:
    if not group.measurements:
        message = f"A Measurement Group of {of} has no measurement."
        raise checks.refused("report-template", message)
    children = []
    if group.image_mode:
        children.append(coded(CONCEPT_MOD, concepts.IMAGE_MODE, group.image_mode))
    children += [_measurement(one) for one in group.measurements]
    return container(CONTAINS, concepts.MEASUREMENT_GROUP, children)


def _measurement(one: EchoMeasurement) -> Dataset:
    """PS3.16 TID 5203."""
    children = [
        coded(CONCEPT_MOD, concept, getattr(one, name))
        for name, concept in _MODIFIERS
        if getattr(one, name)
    ]
    if one.selection_status:
        children.append(coded(PROPERTIES, concepts.SELECTION_STATUS, one.selection_status))
    return number(CONTAINS, one.name, one.value, one.unit, children)
