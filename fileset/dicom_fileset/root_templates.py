"""Root templates of PS3.16, and which one a document follows.

The root concept tells first: it is always there.  Content Template Sequence is Type 1C and often
missing; it decides where several templates share a root concept.  The SOP Class comes last.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from .elements import stripped
from .model import Instance
from .records.sop_classes import record_type_of
from .records.types import RECORD_TYPES
from .scan.sequences import items_of

_PREFIX: Final = "1.2.840.10008.5.1.4.1.1.88."
_CODE_VALUE: Final = 0x0008_0100
_SCHEME: Final = 0x0008_0102


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
    RootTemplate("4000", "Mammography CAD Document Root", ("111036",), ("50",)),
    RootTemplate("4100", "Chest CAD Document Root", ("112000",), ("65",)),
    RootTemplate("4120", "Colon CAD Document Root", ("112220",), ("69",)),
    RootTemplate("4200", "Breast Imaging Report", ("111400",)),
    RootTemplate("5000", "OB-GYN Ultrasound Procedure Report", ("125000",)),
    RootTemplate("5100", "Vascular Ultrasound Report", ("125100",)),
    RootTemplate("5200", "Adult Echocardiography Procedure Report", ("125200",)),
    RootTemplate("5220", "Pediatric, Fetal and Congenital Cardiac Ultrasound Reports", ("125195", "125196", "125197")),
    RootTemplate("5300", "Simplified Echocardiography Procedure Report", ("125200",), ("72",)),
    RootTemplate("7000", "Implantation Plan", (), ("70",)),
    RootTemplate("10001", "Projection X-Ray Radiation Dose", ("113701",)),
    RootTemplate("10011", "CT Radiation Dose", ("113701",)),
    RootTemplate("10021", "Radiopharmaceutical Radiation Dose", ("113500",), ("68",)),
    RootTemplate("10030", "Patient Radiation Dose", ("128401",), ("73",)),
)  # fmt: skip
"""Rows of PS3.16 A (DCMR Templates) that begin documents; the codes are those of its Annex D."""

_BY_TID: Final = {row.tid: row for row in ROOT_TEMPLATES}


def template_name(tid: str) -> str:
    """The name of a root template, as PS3.16 and PS3.2 Table N.1-3 have it.

    >>> template_name("5200"), template_name("9999")
    ('Adult Echocardiography Procedure Report', 'TID 9999')
    """
    row = _BY_TID.get(tid)
    return row.name if row is not None else f"TID {tid}"


def by_concept(value: str, scheme: str, stated: str, sop_class_uid: str) -> RootTemplate | None:
    """The one template with a root concept; of several, that which is stated or is the class's.

    Parameters
    ----------
    value, scheme
        Of the Document Title.
    stated
        Template Identifier of its Content Template Sequence; empty where it has none.
    sop_class_uid
        Of the document.
    """
    sop_class = sop_class_uid.removeprefix(_PREFIX)
    rows = [one for one in ROOT_TEMPLATES if scheme == "DCM" and value in one.concepts]
    if len(rows) > 1:
        rows = (
            [one for one in rows if one.tid == stated]
            or [one for one in rows if sop_class in one.sop_classes]
            or [one for one in rows if not one.sop_classes]
        )
    return rows[0] if len(rows) == 1 else None


def by_sop_class(sop_class_uid: str) -> RootTemplate | None:
    """The template of documents of a SOP Class that holds one only."""
    sop_class = sop_class_uid.removeprefix(_PREFIX)
    return next((one for one in ROOT_TEMPLATES if sop_class in one.sop_classes), None)


_TITLE: Final = {
    row.name: [key.keyword for key in row.keys].index("ConceptNameCodeSequence")
    for row in RECORD_TYPES.values()
    if row.name in {"SR DOCUMENT", "KEY OBJECT DOC"}
}
"""Where the Document Title stands among the keys of a record."""


def root_template(instance: Instance) -> str:
    """The identifier of an instance's root template, as ``5200``; empty where there is none.

    By what its directory record holds of it: the Document Title and the SOP Class.
    """
    place = _TITLE.get(record_type_of(instance.sop_class_uid))
    if place is None or place >= len(instance.keys):
        return ""
    return _by_title(instance.keys[place], instance.sop_class_uid)


@lru_cache(maxsize=1024)
def _by_title(value: bytes, sop_class_uid: str) -> str:
    elements = next(items_of(value), [])
    found = {tag: stripped(raw).decode("ascii", "replace") for tag, raw, _ in elements}
    code, scheme = found.get(_CODE_VALUE, ""), found.get(_SCHEME, "")
    row = by_concept(code, scheme, "", sop_class_uid)
    if row is None and not code:
        row = by_sop_class(sop_class_uid)
    return row.tid if row is not None else ""
