"""What a scan is to find, worked out straight from pydicom."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack

import pytest
from dicom_fileset.model import Instance
from dicom_fileset.records.sop_classes import record_type_of
from dicom_fileset.records.types import RECORD_TYPES
from dicom_fileset.scan import layouts
from dicom_fileset.scan.wanted import PIXEL_RECORDS, TRAITS
from dicom_profiles.attributes import ATTRIBUTES
from pydicom import dcmread
from pydicom.charset import convert_encodings
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.filereader import read_sequence
from pydicom.multival import MultiValue
from strategies import PARENT_KEYWORDS

Header = dict[str, object]
_NUMBERS = {"US": "<H", "UL": "<L", "UV": "<Q"}


def _raw(data: Dataset, keyword: str) -> bytes:
    tag = tag_for_keyword(keyword)
    assert tag is not None
    if tag not in data:
        return b""
    vr = dictionary_VR(tag)
    if vr in _NUMBERS:
        value = data[tag].value
        numbers = [] if value is None else [value] if isinstance(value, int) else value
        return b"".join(pack(_NUMBERS[vr], number) for number in numbers)
    value = data.get_item(tag).value or b""
    if not isinstance(value, bytes):  # pydicom read it itself: a UID, a character set
        parts = value if isinstance(value, MultiValue) else [value]
        value = "\\".join(map(str, parts)).encode("latin-1")
    return value.rstrip(b" \0")


def _only(one: Dataset, *keywords: str) -> Dataset:
    kept = Dataset()
    for keyword in keywords:
        if keyword in one:
            kept[keyword] = one[keyword]
    return kept


def _series_references(items: list[Dataset]) -> list[Dataset]:
    references = ("SeriesInstanceUID", "ReferencedImageSequence", "ReferencedWaveformSequence")
    return [_only(one, *references) for one in items]


def _blending(items: list[Dataset]) -> list[Dataset]:
    found = []
    for one in items:
        kept = _only(one, "StudyInstanceUID", "ReferencedSeriesSequence")
        if "ReferencedSeriesSequence" in kept:
            kept.ReferencedSeriesSequence = _series_references(kept.ReferencedSeriesSequence)
        found.append(kept)
    return found


def _modifiers(items: list[Dataset]) -> list[Dataset]:
    return [one for one in items if one.get("RelationshipType") == "HAS CONCEPT MOD"]


_REDUCED = {
    "ContentSequence": _modifiers,
    "ReferencedSeriesSequence": _series_references,
    "BlendingSequence": _blending,
}


def reduced(keyword: str, items: list[Dataset]) -> list[Dataset]:
    """The part of a sequence that the record holds (PS3.3 F.5.23, F.5.25, F.5.49)."""
    return _REDUCED.get(keyword, list)(items)


def _leaf(data: Dataset, keyword: str, vr: str) -> object:
    if keyword == "VerificationDateTime":
        observers = data.get("VerifyingObserverSequence") or []
        return max((_raw(one, keyword) for one in observers), default=b"")
    if keyword == "IconImageSequence":
        return []  # it is made, and never taken from the file
    source = data
    if keyword in _GROUPS and not _has_value(data, keyword):
        source = _shared_group(data, _GROUPS[keyword])
    if vr == "SQ":
        return [_without_lengths(one) for one in reduced(keyword, source.get(keyword) or [])]
    return _raw(source, keyword)


def _has_value(data: Dataset, keyword: str) -> bool:
    """Whether there is one; an element that pydicom has read is no longer raw."""
    return keyword in data and bool(data.get_item(keyword).value)


def _without_lengths(one: Dataset) -> Dataset:
    """Without the lengths of groups, which are retired and would be wrong in another encoding."""
    kept = Dataset()
    for found in one:
        if found.tag.element:
            kept.add(found)
    return kept


_GROUPS = {
    "ReferencedImageSequence": "",
    "ImagePositionPatient": "PlanePositionSequence",
    "ImageOrientationPatient": "PlaneOrientationSequence",
    "PixelSpacing": "PixelMeasuresSequence",
}


def _shared_group(data: Dataset, group: str) -> Dataset:
    """The item in which a key may stand instead of at the top level (PS3.11 Table H.3-2)."""
    shared = data.get("SharedFunctionalGroupsSequence") or [Dataset()]
    if not group:
        return shared[0]
    inner = shared[0].get(group) or [Dataset()]
    return inner[0]


def _traits(data: Dataset, record_type: str) -> list[object]:
    found: list[object] = []
    for keyword, one in ATTRIBUTES.items():
        if not one.tag:
            continue
        unread = record_type not in PIXEL_RECORDS and one.tag > 0x0028_0103
        if unread or one.tag not in data:
            found.append(None)
        elif one.kind == "items":
            found.append([sorted(item.keys()) for item in data[one.tag].value or []])
        else:
            found.append(_raw(data, keyword))
    return found


def _overlays(data: Dataset, record_type: str) -> str:
    groups = range(0x6000, 0x6020, 2) if record_type in PIXEL_RECORDS else ()
    bits = {data[group, 0x0100].value for group in groups if (group, 0x0100) in data}
    return "none" if not bits else "data" if bits == {1} else "embedded"


def _traits_of(instance: Instance) -> list[object]:
    found: list[object] = []
    for (_, kind), value in zip(TRAITS, instance.traits.raw, strict=True):
        if kind == "items" and value is not None:
            items = as_items(value, instance.parents.character_set)
            found.append([sorted(item.keys()) for item in items])
        else:
            found.append(value)
    return found


def by_pydicom(path: Path) -> Header | str:
    """The header of a file, or why there is none."""
    try:
        data = dcmread(path, stop_before_pixels=True, force=True)
    except Exception as error:  # noqa: BLE001 - whatever pydicom stumbles over is a refusal
        return type(error).__name__
    meta = data.file_meta
    sop_class = _raw(data, "SOPClassUID") or _raw(meta, "MediaStorageSOPClassUID")
    sop_instance = _raw(data, "SOPInstanceUID") or _raw(meta, "MediaStorageSOPInstanceUID")
    if not (sop_class and sop_instance):
        return "no UIDs"
    row = RECORD_TYPES[record_type_of(sop_class.decode())]
    record_type = row.name
    return {
        "sop_class_uid": sop_class.decode(),
        "sop_instance_uid": sop_instance.decode(),
        "transfer_syntax_uid": _raw(meta, "TransferSyntaxUID").decode() or _guessed(data),
        "parents": [_raw(data, keyword) for keyword in PARENT_KEYWORDS],
        "keys": [_leaf(data, key.keyword, key.vr) for key in row.keys],
        "general": _raw(data, "RelatedGeneralSOPClassUID"),
        "traits": _traits(data, record_type),
        "overlays": _overlays(data, record_type),
    }


def _guessed(data: Dataset) -> str:
    implicit, little = data.original_encoding
    if implicit:
        return "1.2.840.10008.1.2"
    return "1.2.840.10008.1.2.1" if little else "1.2.840.10008.1.2.2"


def as_items(value: bytes, character_set: bytes) -> list[Dataset]:
    """A key that is a sequence, read back."""
    encodings = convert_encodings([term.decode() for term in character_set.split(b"\\")])
    return list(read_sequence(io.BytesIO(value), False, True, len(value), encodings))


def of_instance(instance: Instance) -> Header:
    """An Instance in the form of :func:`by_pydicom`."""
    row = RECORD_TYPES[record_type_of(instance.sop_class_uid)]
    keys = [
        as_items(value, instance.parents.character_set) if key.vr == "SQ" else value
        for key, value in zip(row.keys, instance.keys, strict=True)
    ]
    parents = instance.parents
    return {
        "sop_class_uid": instance.sop_class_uid,
        "sop_instance_uid": instance.sop_instance_uid,
        "transfer_syntax_uid": instance.transfer_syntax_uid,
        "parents": [getattr(parents, name) for name in parents.__struct_fields__],
        "keys": keys,
        "general": instance.related_general_sop_class_uid,
        "traits": _traits_of(instance),
        "overlays": instance.traits.overlays,
    }


@pytest.fixture(scope="module", autouse=True)
def _learns_at_once() -> Iterator[None]:
    """A layout is learned from the first header that has it, so that few files reach all of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "_FIRST_DUE", 1)
        patch.setattr(layouts, "_LATEST_DUE", 1)
        yield


@pytest.fixture(scope="session")
def header_by_pydicom() -> Callable[[Path], Header | str]:
    return by_pydicom


@pytest.fixture(scope="session")
def header_of() -> Callable[[Instance], Header]:
    return of_instance


@pytest.fixture(scope="session")
def reduced_items() -> Callable[[str, list[Dataset]], list[Dataset]]:
    return reduced
