"""Hypothesis strategies: data sets as departments might write them, and what was put in."""

import io
from struct import Struct
from typing import Any, NamedTuple

import hypothesis.strategies as st
from dicom_fileset.records.keys import KEYS
from dicom_fileset.records.sop_classes import record_type_of
from dicom_fileset.records.types import RECORD_TYPES
from pydicom import dcmwrite
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)

ENCODINGS = (
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
)
PARENT_KEYWORDS = (
    "SpecificCharacterSet",
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "SeriesDate",
    "AcquisitionDate",
    "ContentDate",
    "StudyTime",
    "AccessionNumber",
    "Modality",
    "StudyDescription",
    "SeriesDescription",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "StudyID",
    "SeriesNumber",
    "InstitutionName",
    "InstitutionAddress",
    "PerformingPhysicianName",
    "IssuerOfPatientID",
)
SOP_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.2",  # CT Image
    "1.2.840.10008.5.1.4.1.1.481.2",  # RT Dose
    "1.2.840.10008.5.1.4.1.1.11.4",  # Blending Presentation State
    "1.2.840.10008.5.1.4.1.1.88.33",  # Comprehensive SR
    "1.2.840.10008.5.1.4.1.1.4.2",  # MR Spectroscopy
    "1.2.840.10008.5.1.4.1.1.104.1",  # Encapsulated PDF
    "1.2.840.10008.5.1.4.1.1.201.1",  # Inventory
    "1.2.840.10008.5.1.4.38.1",  # Hanging Protocol
    "1.2.840.10008.5.1.4.34.7",  # RT Beams Delivery Instruction
    "1.2.3.4.5",  # of nobody's dictionary
)
CODECS = {None: "ascii", "ISO_IR 100": "latin-1", "ISO_IR 192": "utf-8"}
_TEXT_VRS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})
_PACK = {"US": Struct("<H").pack, "UL": Struct("<L").pack, "UV": Struct("<Q").pack}
_BITS = {"US": 16, "UL": 32, "UV": 64}


class Written(NamedTuple):
    """A data set, and the raw values that a scan of it is to find, by keyword."""

    data: Dataset
    raw: dict[str, bytes]
    character_set: str | None


def texts(character_set: str | None = None) -> st.SearchStrategy[str]:
    """Text without delimiters and padding, of letters that a character set has."""
    codec = CODECS[character_set]
    letters = st.characters(codec=codec, exclude_categories=("Cc", "Cs"), exclude_characters="\\=^")
    return st.text(letters, max_size=24).map(lambda text: text.strip(" \0"))


dates = st.dates().map(lambda date: f"{date:%Y%m%d}".zfill(8))
times = st.times().map(lambda time: f"{time:%H%M%S}")
uids = st.lists(st.integers(0, 2**31), min_size=2, max_size=5).map(
    lambda numbers: "1." + ".".join(map(str, numbers))
)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ", max_size=16).map(str.strip)
_BY_VR = {
    "DA": dates,
    "TM": times,
    "DT": st.tuples(dates, times).map("".join),
    "UI": uids,
    "CS": codes,
    "IS": st.integers(-(2**31), 2**31 - 1).map(str),
    "DS": st.decimals(-999, 999, places=3).map(lambda number: str(number)[:16]),
}


def values(vr: str, character_set: str | None) -> st.SearchStrategy[Any]:
    """A value of a VR, as pydicom takes it; sequences are made by :func:`code_items`."""
    if vr in _BITS:
        return st.integers(0, 2 ** _BITS[vr] - 1)
    return _BY_VR.get(vr) or texts(character_set)


def raw_of(value: Any, vr: str, character_set: str | None) -> bytes:
    """The bytes of a value in a little endian file, without padding."""
    if vr in _PACK:
        return _PACK[vr](value)
    return value.encode(CODECS[character_set] if vr in _TEXT_VRS else "ascii")


@st.composite
def code_items(draw: st.DrawFn, character_set: str | None) -> list[Dataset]:
    """Items as codes and content items have them."""
    items = []
    for meaning in draw(st.lists(texts(character_set), min_size=1, max_size=3)):
        one = Dataset()
        one.RelationshipType = draw(st.sampled_from(["CONTAINS", "HAS CONCEPT MOD"]))
        one.CodeMeaning = meaning
        one.StudyInstanceUID = "1.2"
        if draw(st.booleans()):
            one.ReferencedSeriesSequence = [_series_reference()]
        if draw(st.booleans()):
            one.update(_series_reference())
        one.is_undefined_length_sequence_item = draw(st.booleans())
        items.append(one)
    return items


def _series_reference() -> Dataset:
    image, series = Dataset(), Dataset()
    image.ReferencedSOPInstanceUID, image.ReferencedFrameNumber = "1.2.3.4", 7
    series.SeriesInstanceUID, series.RetrieveURI = "1.2.3", "https://a.example/b"
    series.ReferencedImageSequence = [image]
    series.ReferencedWaveformSequence = [image]
    return series


@st.composite
def fillers(draw: st.DrawFn) -> list[DataElement]:
    """Elements that no key is among and that lie between keys: long, private, nested."""
    found = []
    for group in draw(st.sets(st.sampled_from([0x0009, 0x0019, 0x0021, 0x0029, 0x0041]))):
        found.append(DataElement(group << 16 | 0x0010, "LO", draw(texts())))
        length = draw(st.sampled_from([0, 2, 300, 17_000, 66_000, 140_000]))
        vr = draw(st.sampled_from(["OB", "UN"]))
        found.append(DataElement(group << 16 | 0x1001, vr, bytes(range(256)) * (length // 256)))
        if draw(st.booleans()):
            found.append(draw(nested(group << 16 | 0x1002)))
    tags = st.sampled_from([0x0008_1140, 0x0008_1111, 0x0010_1002, 0x0018_9346])
    return found + [draw(nested(tag)) for tag in draw(st.sets(tags))]


@st.composite
def nested(draw: st.DrawFn, tag: int, depth: int = 0) -> DataElement:
    """A sequence, perhaps in sequences, each of defined or undefined length."""
    items = []
    for _ in range(draw(st.integers(0, 2))):
        one = Dataset()
        one.PatientID = "of another"
        one.StudyInstanceUID = "1.2.3.4"
        if depth < 3 and draw(st.booleans()):
            one.add(draw(nested(0x0008_1140, depth + 1)))
        one.is_undefined_length_sequence_item = draw(st.booleans())
        items.append(one)
    found = DataElement(tag, "SQ", Sequence(items))
    found.is_undefined_length = draw(st.booleans())
    return found


def _some(keys: list[tuple[str, str]]) -> st.SearchStrategy[set[tuple[str, str]]]:
    if not keys:
        return st.just(set())
    return st.sets(st.sampled_from(keys), max_size=len(keys)) | st.just(set(keys))


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A data set with some of the keys of its record and its parents, among other elements."""
    sop_class = draw(st.sampled_from(SOP_CLASSES))
    character_set = draw(st.sampled_from(list(CODECS)))
    data, raw = Dataset(), {}
    if character_set:
        data.SpecificCharacterSet = character_set
        raw["SpecificCharacterSet"] = character_set.encode()
    keys = [(key.keyword, key.vr) for key in RECORD_TYPES[record_type_of(sop_class)].keys]
    parents = [(keyword, _vr(keyword)) for keyword in PARENT_KEYWORDS[1:]]
    present = draw(_some(keys)) | draw(_some(parents))
    for keyword, vr in sorted(present - {("PrivateRecordUID", "UI")}):
        if vr == "SQ":
            setattr(data, keyword, draw(code_items(character_set)))
            continue
        value = draw(values(vr, character_set))
        setattr(data, keyword, value)
        raw[keyword] = raw_of(value, vr, character_set)
    for element in draw(fillers()):
        data.add(element)
    data.SOPClassUID, data.SOPInstanceUID = sop_class, draw(uids)
    return Written(data, raw, character_set)


def _vr(keyword: str) -> str:
    return KEYS[keyword][1] if keyword in KEYS else dictionary_VR(keyword)


def file_bytes(data: Dataset, transfer_syntax_uid: str) -> bytes:
    """A DICOM file as pydicom writes it."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = transfer_syntax_uid
    meta.MediaStorageSOPClassUID = data.get("SOPClassUID", "1.2.3")
    meta.MediaStorageSOPInstanceUID = data.get("SOPInstanceUID", "1.2.3")
    data.file_meta = meta
    stream = io.BytesIO()
    dcmwrite(stream, data, enforce_file_format=True)
    return stream.getvalue()


def small_data_set() -> Dataset:
    """A CT instance with a value for each of the keys that it needs, and no more."""
    data = Dataset()
    data.SOPClassUID = SOP_CLASSES[0]
    data.SOPInstanceUID = generate_uid(entropy_srcs=["small"])
    data.StudyDate, data.StudyTime = "20240501", "104207"
    data.Modality, data.AccessionNumber = "CT", "A1"
    data.PatientName, data.PatientID = "Able^Anna", "T-1"
    data.PatientBirthDate, data.PatientSex = "19700101", "F"
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.3.1", "1.2.3.1.1"
    data.StudyID, data.SeriesNumber, data.InstanceNumber = "1", "2", "3"
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.Rows = data.Columns = 4
    data.BitsAllocated, data.BitsStored, data.HighBit = 16, 12, 11
    data.PixelRepresentation = 0
    data.add_new(0x7FE0_0010, "OW", bytes(range(32)))
    return data
