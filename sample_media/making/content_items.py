"""Content items of structured reports (PS3.3 C.17.3), a function for each Value Type."""

from collections.abc import Sequence as Items

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from making.examination import reference

CONTAINS = "CONTAINS"
CONCEPT_MOD = "HAS CONCEPT MOD"
OBS_CONTEXT = "HAS OBS CONTEXT"
ACQ_CONTEXT = "HAS ACQ CONTEXT"
PROPERTIES = "HAS PROPERTIES"
INFERRED_FROM = "INFERRED FROM"
SELECTED_FROM = "SELECTED FROM"


def item(relationship: str, value_type: str, concept: Dataset | None) -> Dataset:
    """Return a content item without a value."""
    ds = Dataset()
    ds.RelationshipType = relationship
    ds.ValueType = value_type
    if concept is not None:
        ds.ConceptNameCodeSequence = Sequence([concept])
    return ds


def with_children(ds: Dataset, children: Items[Dataset]) -> Dataset:
    """Return ``ds`` with ``children`` below it."""
    if children:
        ds.ContentSequence = Sequence(children)
    return ds


def container(relationship: str, concept: Dataset, children: Items[Dataset]) -> Dataset:
    """Return a CONTAINER whose children stand apart."""
    ds = item(relationship, "CONTAINER", concept)
    ds.ContinuityOfContent = "SEPARATE"
    return with_children(ds, children)


def coded_item(
    relationship: str, concept: Dataset, value: Dataset, children: Items[Dataset] = ()
) -> Dataset:
    """Return a CODE."""
    ds = item(relationship, "CODE", concept)
    ds.ConceptCodeSequence = Sequence([value])
    return with_children(ds, children)


def text(relationship: str, concept: Dataset, value: str) -> Dataset:
    """Return a TEXT."""
    ds = item(relationship, "TEXT", concept)
    ds.TextValue = value
    return ds


def date(relationship: str, concept: Dataset, value: str) -> Dataset:
    """Return a DATE."""
    ds = item(relationship, "DATE", concept)
    ds.Date = value
    return ds


def time(relationship: str, concept: Dataset, value: str) -> Dataset:
    """Return a TIME."""
    ds = item(relationship, "TIME", concept)
    ds.Time = value
    return ds


def person(relationship: str, concept: Dataset, name: str) -> Dataset:
    """Return a PNAME."""
    ds = item(relationship, "PNAME", concept)
    ds.PersonName = name
    return ds


def number(
    relationship: str, concept: Dataset, value: str, unit: Dataset, children: Items[Dataset] = ()
) -> Dataset:
    """Return a NUM with a unit of UCUM."""
    measured = Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = Sequence([unit])
    ds = item(relationship, "NUM", concept)
    ds.MeasuredValueSequence = Sequence([measured])
    return with_children(ds, children)


def image(relationship: str, instance: Dataset, children: Items[Dataset] = ()) -> Dataset:
    """Return an IMAGE that refers to ``instance``."""
    ds = item(relationship, "IMAGE", None)
    ds.ReferencedSOPSequence = Sequence([reference(instance)])
    return with_children(ds, children)


def points(
    relationship: str,
    concept: Dataset,
    graphic_type: str,
    columns_rows: list[float],
    children: Items[Dataset] = (),
) -> Dataset:
    """Return an SCOORD; ``columns_rows`` are pairs from the top left corner of the image."""
    ds = item(relationship, "SCOORD", concept)
    ds.GraphicType = graphic_type
    ds.GraphicData = columns_rows
    return with_children(ds, children)


def by_reference(relationship: str, position: list[int]) -> Dataset:
    """Return a relationship to the item at ``position``, counted from the root (C.17.3.2.5)."""
    ds = Dataset()
    ds.RelationshipType = relationship
    ds.ReferencedContentItemIdentifier = position
    return ds
