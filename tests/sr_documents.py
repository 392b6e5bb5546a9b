"""SR documents to read: made with pydicom, and byte by byte where no writer goes as deep."""

from collections.abc import Iterable
from pathlib import Path
from struct import pack
from typing import Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ComprehensiveSRStorage, ExplicitVRLittleEndian

Coded = tuple[str, ...]

TITLE = ("18748-4", "LN", "Diagnostic imaging report")
CODE = ("121071", "DCM", "Finding")
CENTIMETRE = ("cm", "UCUM", "centimeter")


def coded(code: Coded) -> Dataset:
    """A coded entry of value, scheme, meaning and perhaps version."""
    ds = Dataset()
    ds.CodeValue, ds.CodingSchemeDesignator, ds.CodeMeaning = code[:3]
    if len(code) > 3:
        ds.CodingSchemeVersion = code[3]
    return ds


def content(
    relationship: str | None,
    value_type: str | None,
    concept: Coded | None = CODE,
    children: Iterable[Dataset] = (),
    **attributes: Any,
) -> Dataset:
    """A content item; ``None`` leaves an attribute out."""
    ds = Dataset()
    if relationship is not None:
        ds.RelationshipType = relationship
    if value_type is not None:
        ds.ValueType = value_type
    if concept is not None:
        ds.ConceptNameCodeSequence = [coded(concept)]
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    below = list(children)
    if below:
        ds.ContentSequence = below
    return ds


def text(value: str, relationship: str = "CONTAINS", children: Iterable[Dataset] = ()) -> Dataset:
    """A TEXT item."""
    return content(relationship, "TEXT", children=children, TextValue=value)


def code_item(relationship: str, concept: Coded, value: Coded, *children: Dataset) -> Dataset:
    """A CODE item."""
    return content(relationship, "CODE", concept, children, ConceptCodeSequence=[coded(value)])


def number(
    concept: Coded, value: str, unit: Coded = CENTIMETRE, children: Iterable[Dataset] = ()
) -> Dataset:
    """A NUM item."""
    measured = Dataset()
    measured.MeasurementUnitsCodeSequence = [coded(unit)]
    measured.NumericValue = value
    return content("CONTAINS", "NUM", concept, children, MeasuredValueSequence=[measured])


def container(concept: Coded | None, *children: Dataset) -> Dataset:
    """A CONTAINER."""
    return content("CONTAINS", "CONTAINER", concept, children, ContinuityOfContent="SEPARATE")


def by_reference(relationship: str, *numbers: int) -> Dataset:
    """An item that is a relationship by reference."""
    return content(relationship, None, None, ReferencedContentItemIdentifier=list(numbers))


def document(
    children: Iterable[Dataset],
    title: Coded | None = TITLE,
    *,
    template: str = "",
    sop_class: str = ComprehensiveSRStorage,
    **attributes: Any,
) -> Dataset:
    """A whole document."""
    ds = content(None, "CONTAINER", title, children, ContinuityOfContent="SEPARATE")
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, "2.25.1"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "2.25.2", "2.25.3"
    ds.Modality, ds.PatientName, ds.PatientID = "SR", "Sample^Sam", "S-1"
    ds.CompletionFlag, ds.VerificationFlag = "COMPLETE", "VERIFIED"
    if template:
        stated = Dataset()
        stated.MappingResource, stated.TemplateIdentifier = "DCMR", template
        ds.ContentTemplateSequence = [stated]
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


def written(path: Path, ds: Dataset, transfer_syntax: str = ExplicitVRLittleEndian) -> Path:
    """The document in a file."""
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = transfer_syntax
    ds.save_as(path, enforce_file_format=True)
    return path


# -- byte by byte, Explicit VR Little Endian ----------------------------------------------------


def short(group: int, number_: int, vr: bytes, value: bytes) -> bytes:
    """An element with a length of 16 bits."""
    value += b" " * (len(value) % 2)
    return pack("<HH2sH", group, number_, vr, len(value)) + value


def sequence(group: int, number_: int, length: int) -> bytes:
    """The head of a sequence."""
    return pack("<HH2sHL", group, number_, b"SQ", 0, length)


ITEM = pack("<HHL", 0xFFFE, 0xE000, 0xFFFFFFFF)
ITEM_END = pack("<HHL", 0xFFFE, 0xE00D, 0)
SEQUENCE_END = pack("<HHL", 0xFFFE, 0xE0DD, 0)
_CONCEPT = (
    sequence(0x0040, 0xA043, 0xFFFFFFFF)
    + ITEM
    + short(0x0008, 0x0100, b"SH", b"121071")
    + short(0x0008, 0x0102, b"SH", b"DCM")
    + short(0x0008, 0x0104, b"LO", b"Finding")
    + ITEM_END
    + SEQUENCE_END
)
_HEAD = short(0x0040, 0xA010, b"CS", b"CONTAINS") + short(0x0040, 0xA040, b"CS", b"CONTAINER")
LEVEL = _HEAD + _CONCEPT
"""What each item of a raw document has before its Content Sequence."""


def raw(body: bytes) -> bytes:
    """A file with a Comprehensive SR of which ``body`` is the Content Sequence."""
    meta = short(0x0002, 0x0010, b"UI", b"1.2.840.10008.1.2.1\0")
    return (
        bytes(128)
        + b"DICM"
        + pack("<HH2sHL", 2, 0, b"UL", 4, len(meta))
        + meta
        + short(0x0008, 0x0016, b"UI", b"1.2.840.10008.5.1.4.1.1.88.33\0")
        + short(0x0008, 0x0018, b"UI", b"2.25.1")
        + short(0x0040, 0xA040, b"CS", b"CONTAINER")
        + _CONCEPT
        + body
    )


def deep(levels: int) -> bytes:
    """Items in one another, of undefined length."""
    opened = sequence(0x0040, 0xA730, 0xFFFFFFFF) + ITEM + LEVEL
    return raw(opened * levels + (ITEM_END + SEQUENCE_END) * levels)


def deep_of_defined_length(levels: int) -> bytes:
    """Items in one another, each with its length."""
    heads: list[bytes] = []
    inside = 0
    for _ in range(levels):
        item = pack("<HHL", 0xFFFE, 0xE000, len(LEVEL) + inside)
        heads.append(sequence(0x0040, 0xA730, len(item) + len(LEVEL) + inside) + item + LEVEL)
        inside += len(heads[-1])
    return raw(b"".join(reversed(heads)))


def wide(items: int) -> bytes:
    """Items one after another below the root."""
    one = ITEM + LEVEL + ITEM_END
    return raw(sequence(0x0040, 0xA730, 0xFFFFFFFF) + one * items + SEQUENCE_END)
