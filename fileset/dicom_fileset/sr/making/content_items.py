"""Content items of a report, a function for each Value Type (PS3.3 C.17.3)."""

from collections.abc import Iterable
from typing import Final

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from . import checks
from .single_frame import SINGLE_FRAME
from .values import CodedConcept, ImageReference

CONTAINS: Final = "CONTAINS"
CONCEPT_MOD: Final = "HAS CONCEPT MOD"
OBS_CONTEXT: Final = "HAS OBS CONTEXT"
ACQ_CONTEXT: Final = "HAS ACQ CONTEXT"
PROPERTIES: Final = "HAS PROPERTIES"
INFERRED_FROM: Final = "INFERRED FROM"
SELECTED_FROM: Final = "SELECTED FROM"

SUPERSEDED: Final = {"SRT": "SCT", "SNM3": "SCT", "99SDM": "SCT"}
"""Coding schemes of old, and what took their place (PS3.16 8.1)."""


def code(concept: CodedConcept) -> Dataset:
    """An item of a Code Sequence (PS3.3 8.8).

    Raises
    ------
    UsageError
        The coded entry is not complete, too long, or of a scheme of old.
    """
    if concept.scheme in SUPERSEDED:
        now = SUPERSEDED[concept.scheme]
        message = f"({concept.value}, {concept.scheme}) is coded in {now} now."
        raise checks.refused("report-code", message)
    ds = Dataset()
    ds.CodeValue = checks.text(concept.value, "SH", "Code Value")
    ds.CodingSchemeDesignator = checks.text(concept.scheme, "SH", "Coding Scheme Designator")
    ds.CodeMeaning = checks.text(concept.meaning, "LO", "Code Meaning")
    return ds


def item(relationship: str, value_type: str, concept: CodedConcept | None) -> Dataset:
    """A content item without a value (PS3.3 C.17.3.2)."""
    ds = Dataset()
    ds.RelationshipType = relationship
    ds.ValueType = value_type
    if concept is not None:
        ds.ConceptNameCodeSequence = Sequence([code(concept)])
    return ds


def with_children(ds: Dataset, children: Iterable[Dataset]) -> Dataset:
    """``ds`` with ``children`` below it."""
    below = Sequence(children)
    if below:
        ds.ContentSequence = below
    return ds


def container(relationship: str, concept: CodedConcept, children: Iterable[Dataset]) -> Dataset:
    """A CONTAINER whose children stand apart (PS3.3 C.18.8)."""
    ds = item(relationship, "CONTAINER", concept)
    ds.ContinuityOfContent = "SEPARATE"
    return with_children(ds, children)


def coded(
    relationship: str, concept: CodedConcept, value: CodedConcept, children: Iterable[Dataset] = ()
) -> Dataset:
    """A CODE."""
    ds = item(relationship, "CODE", concept)
    ds.ConceptCodeSequence = Sequence([code(value)])
    return with_children(ds, children)


def text(relationship: str, concept: CodedConcept, value: str) -> Dataset:
    """A TEXT."""
    ds = item(relationship, "TEXT", concept)
    ds.TextValue = checks.text(value, "UT", concept.meaning)
    return ds


def date(relationship: str, concept: CodedConcept, value: str) -> Dataset:
    """A DATE."""
    ds = item(relationship, "DATE", concept)
    ds.Date = checks.date(value, concept.meaning)
    return ds


def time(relationship: str, concept: CodedConcept, value: str) -> Dataset:
    """A TIME."""
    ds = item(relationship, "TIME", concept)
    ds.Time = checks.time(value, concept.meaning)
    return ds


def person(relationship: str, concept: CodedConcept, name: str) -> Dataset:
    """A PNAME."""
    ds = item(relationship, "PNAME", concept)
    ds.PersonName = checks.person_name(checks.text(name, "UT", concept.meaning), concept.meaning)
    return ds


def number(
    relationship: str,
    concept: CodedConcept,
    value: float,
    unit: CodedConcept,
    children: Iterable[Dataset] = (),
) -> Dataset:
    """A NUM; what a Decimal String cannot hold to the last digit stands beside it (PS3.3 C.18.1).

    Raises
    ------
    UsageError
        The value is no number, or the unit is not of UCUM (PS3.16 CID 82).
    """
    if unit.scheme != "UCUM":
        message = f"The unit of {concept.meaning} is coded in {unit.scheme}, and not in UCUM."
        raise checks.refused("report-code", message)
    measured = Dataset()
    measured.NumericValue = checks.decimal(value, concept.meaning)
    if float(measured.NumericValue) != float(value):
        measured.FloatingPointValue = float(value)
    measured.MeasurementUnitsCodeSequence = Sequence([code(unit)])
    ds = item(relationship, "NUM", concept)
    ds.MeasuredValueSequence = Sequence([measured])
    return with_children(ds, children)


def image(relationship: str, shown: ImageReference, children: Iterable[Dataset] = ()) -> Dataset:
    """An IMAGE (PS3.3 C.18.4)."""
    ds = item(relationship, "IMAGE", None)
    instance = reference(shown)
    if shown.frames:
        frames = [checks.whole(one, 1, "Referenced Frame Number") for one in shown.frames]
        if shown.sop_class_uid in SINGLE_FRAME:
            message = f"Images of SOP Class {shown.sop_class_uid} have one frame: name none."
            raise checks.refused("report-reference", message)
        instance.ReferencedFrameNumber = frames
    ds.ReferencedSOPSequence = Sequence([instance])
    return with_children(ds, children)


def reference(shown: ImageReference) -> Dataset:
    """An item of a Referenced SOP Sequence (PS3.3 10.8)."""
    ds = Dataset()
    ds.ReferencedSOPClassUID = checks.uid(shown.sop_class_uid, "SOP Class UID")
    ds.ReferencedSOPInstanceUID = checks.uid(shown.sop_instance_uid, "SOP Instance UID")
    return ds


def by_reference(relationship: str, position: Iterable[int]) -> Dataset:
    """A relationship to the item at ``position``, counted from the root (PS3.3 C.17.3.2.5)."""
    ds = Dataset()
    ds.RelationshipType = relationship
    ds.ReferencedContentItemIdentifier = list(position)
    return ds
