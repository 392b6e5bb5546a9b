"""The pydicom boundary of the scan: other encodings, and what sequences contain.

Everything that is ``Any`` to a type checker stays in this file.
"""

import io
import warnings
from collections.abc import Iterable
from typing import Any, Final

import pydicom
from pydicom.charset import convert_encodings
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filereader import read_sequence
from pydicom.filewriter import write_dataset
from pydicom.sequence import Sequence

from ..elements import BINARY_VRS, cleaned, item
from .failure import ScanFailure

_HAS_CONCEPT_MOD: Final = "HAS CONCEPT MOD"


class ForeignHeader:
    """A header read by pydicom: what our own walk gives, from any encoding.

    Attributes
    ----------
    meta, values
        Raw values by tag; a sequence is encoded as in a directory record.
    """

    def __init__(self, path: str, tags: frozenset[int], meta_tags: frozenset[int]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                data = pydicom.dcmread(path, stop_before_pixels=True, force=True)
                self.meta = {tag: raw_value(data.file_meta, tag) for tag in meta_tags}
                self.values = {tag: raw_value(data, tag) for tag in tags if tag in data}
            except (OSError, MemoryError):
                raise
            except Exception as error:
                raise ScanFailure("damaged", None, type(error).__name__) from error
        self.has_preamble = data.preamble is not None
        self.transfer_syntax_uid = _transfer_syntax(data)

    def get(self, tag: int) -> bytes:
        """The value of a tag; empty when it is absent."""
        return self.values.get(tag, b"")


def _transfer_syntax(data: Any) -> str:
    stated = data.file_meta.get("TransferSyntaxUID")
    if stated:
        return str(stated)
    implicit, little = data.original_encoding
    if implicit:
        return "1.2.840.10008.1.2"
    return "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2"


def raw_value(data: Dataset, tag: int) -> bytes:
    """The value of an element as little endian bytes without padding; a sequence as items."""
    if tag not in data:
        return b""
    raw: object = data.get_item(tag)
    found = data[tag]
    if found.VR == "SQ":
        return encoded_items(tag, found.value)
    if isinstance(raw, RawDataElement) and (raw.is_little_endian or found.VR not in BINARY_VRS):
        return cleaned(raw.value or b"", found.VR)
    return cleaned(_value_bytes(found), found.VR)


def _value_bytes(found: DataElement) -> bytes:
    alone = Dataset()
    alone.add(found)
    encoded = _encoded(alone)
    return encoded[12:] if found.VR in {"UV", "SV", "UT", "UN", "OB"} else encoded[8:]


def _encoded(data: Dataset) -> bytes:
    stream = DicomBytesIO()
    stream.is_little_endian = True
    stream.is_implicit_VR = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write_dataset(stream, data)
    return stream.getvalue()


def sequence_items(tag: int, value: bytes, *, implicit: bool, character_set: bytes) -> bytes:
    """Items as they stand in a little endian file, encoded as a directory record carries them."""
    stream = io.BytesIO(value)
    encodings = convert_encodings(
        [part.decode("ascii", "replace") for part in character_set.split(b"\\")]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            items = read_sequence(stream, implicit, True, len(value), encodings)
            return encoded_items(tag, items)
        except Exception as error:
            raise ScanFailure("damaged", None, type(error).__name__) from error


def encoded_items(tag: int, items: Iterable[Dataset]) -> bytes:
    """Sequence items reduced to what the record may hold, in Explicit VR Little Endian."""
    reduce = _REDUCTIONS.get(tag)
    kept = items if reduce is None else reduce(items)
    return b"".join(item(_encoded(_defined_lengths(one))) for one in kept)


def _defined_lengths(data: Dataset) -> Dataset:
    """Items and sequences of defined length throughout: equal content gives equal bytes."""
    data.is_undefined_length_sequence_item = False
    for found in data:
        if found.VR == "SQ":
            found.is_undefined_length = False
            for inner in found.value:
                _defined_lengths(inner)
    return data


def _concept_modifiers(items: Iterable[Dataset]) -> list[Dataset]:
    """All and only the targets of HAS CONCEPT MOD (PS3.3 F.5.25, F.5.26)."""
    return [one for one in items if one.get("RelationshipType") == _HAS_CONCEPT_MOD]


def _image_references(items: Iterable[Dataset]) -> list[Dataset]:
    """Series UID and image references alone (PS3.3 F.5.23)."""
    return [_only(one, ("SeriesInstanceUID", "ReferencedImageSequence")) for one in items]


def _blended(items: Iterable[Dataset]) -> list[Dataset]:
    """Study UID and referenced series alone (PS3.3 F.5.23)."""
    reduced = []
    for one in items:
        kept = _only(one, ("StudyInstanceUID", "ReferencedSeriesSequence"))
        if "ReferencedSeriesSequence" in kept:
            series = _image_references(kept.ReferencedSeriesSequence)
            kept.ReferencedSeriesSequence = Sequence(series)
        reduced.append(kept)
    return reduced


def _only(data: Dataset, keywords: tuple[str, ...]) -> Dataset:
    kept = Dataset()
    for keyword in keywords:
        if keyword in data:
            kept[keyword] = data[keyword]
    return kept


_REDUCTIONS: Final = {
    0x0040_A730: _concept_modifiers,
    0x0008_1115: _image_references,
    0x0070_0402: _blended,
}
"""Sequences of which a record holds a part only, by tag."""


def latest_verification(observers: bytes) -> bytes:
    """The most recent Verification DateTime among encoded Verifying Observer items (F.5.25)."""
    if not observers:
        return b""
    items = read_sequence(io.BytesIO(observers), False, True, len(observers), ["iso8859"])
    return max((raw_value(one, 0x0040_A030) for one in items), default=b"")
