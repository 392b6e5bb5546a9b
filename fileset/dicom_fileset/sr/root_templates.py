"""Root templates of PS3.16, and which one a document follows.

The root concept tells first: it is always there.  Content Template Sequence is Type 1C and often
missing; it decides where several templates share a root concept.  The SOP Class comes last.
"""

from typing import Final, NamedTuple

from .content import CodedEntry, Template
from .equivalence import canonical

_PREFIX: Final = "1.2.840.10008.5.1.4.1.1.88."


class RootTemplate(NamedTuple):
    """A template that a document can follow.

    ``concepts`` are values of DCM codes that its root may have; ``sop_classes`` are last
    components of the SOP Class UIDs that hold nothing else, or that alone may hold it.
    """

    tid: str
    name: str
    concepts: tuple[str, ...] = ()
    sop_classes: tuple[str, ...] = ()


ROOT_TEMPLATES: Final = (
    RootTemplate("1500", "Measurement Report", ("126000", "126001", "126002", "126003")),
    RootTemplate("2000", "Basic Diagnostic Imaging Report"),
    RootTemplate("2005", "Transcribed Diagnostic Imaging Report"),
    RootTemplate("2006", "Imaging Report With Conditional Radiation Exposure and Protection Information"),
    RootTemplate("2010", "Key Object Selection", ("113000", "113001"), ("59",)),
    RootTemplate("2100", "Macular Grid Thickness and Volume Report", ("111690",)),
    RootTemplate("3001", "Procedure Log", (), ("40",)),
    RootTemplate("3250", "IVUS Report", ("122325",)),
    RootTemplate("3500", "Hemodynamics Report", ("122120",)),
    RootTemplate("3900", "CT/MR Cardiovascular Analysis Report", ("122600",)),
    RootTemplate("4000", "Mammography CAD Document Root Template", ("111036",), ("50",)),
    RootTemplate("4100", "Chest CAD Document Root Template", ("112000",), ("65",)),
    RootTemplate("4120", "Colon CAD Document Root Template", ("112220",), ("69",)),
    RootTemplate("4200", "Breast Imaging Report", ("111400",)),
    RootTemplate("5000", "OB-GYN Ultrasound Procedure Report", ("125000",)),
    RootTemplate("5100", "Vascular Ultrasound Report", ("125100",)),
    RootTemplate("5200", "Echocardiography Procedure Report", ("125200",)),
    RootTemplate("5220", "Pediatric, Fetal and Congenital Cardiac Ultrasound Reports", ("125195", "125196", "125197")),
    RootTemplate("5300", "Simplified Echo Procedure Report", ("125200",), ("72",)),
    RootTemplate("7000", "Implantation Plan", (), ("70",)),
    RootTemplate("10001", "Projection X-Ray Radiation Dose", ("113701",)),
    RootTemplate("10011", "CT Radiation Dose", ("113701",)),
    RootTemplate("10021", "Radiopharmaceutical Radiation Dose", ("113500",), ("68",)),
    RootTemplate("10030", "Patient Radiation Dose", ("128401",), ("73",)),
)  # fmt: skip
"""Rows of PS3.16 A (DCMR Templates) that begin documents; the codes are those of its Annex D."""

_BY_TID: Final = {row.tid: row for row in ROOT_TEMPLATES}


def recognised(root_concept: CodedEntry | None, stated: str, sop_class_uid: str) -> Template:
    """The root template of a document, and what told it.

    Parameters
    ----------
    root_concept
        The Document Title.
    stated
        Template Identifier of its Content Template Sequence; empty where it has none.
    sop_class_uid
        Of the document.
    """
    sop_class = sop_class_uid.removeprefix(_PREFIX)
    row = _by_concept(root_concept, stated, sop_class)
    if row is not None:
        return Template(row.tid, row.name, "root concept", stated)
    if stated:
        known = _BY_TID.get(stated)
        return Template(stated, known.name if known else "", "Content Template Sequence", stated)
    row = next((one for one in ROOT_TEMPLATES if sop_class in one.sop_classes), None)
    return Template(row.tid, row.name, "SOP Class") if row else Template()


def _by_concept(concept: CodedEntry | None, stated: str, sop_class: str) -> RootTemplate | None:
    """The one row with the concept; of several, that which is stated or its SOP Class tells."""
    if concept is None:
        return None
    value, scheme = canonical(concept)
    rows = [one for one in ROOT_TEMPLATES if scheme == "DCM" and value in one.concepts]
    if len(rows) > 1:
        rows = (
            [one for one in rows if one.tid == stated]
            or [one for one in rows if sop_class in one.sop_classes]
            or [one for one in rows if not one.sop_classes]
        )
    return rows[0] if len(rows) == 1 else None
