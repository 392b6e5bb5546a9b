"""Directory record types: one row each, with its keys and its place in the hierarchy (PS3.3 F.5).

A key of Type 1 stands in every record of its type and has a value, one of Type 2 stands there and
may be empty, one of Type 1C or 3 stands there when the instance has a value for it: so do the
additional keys of PS3.11 (Tables A.3-2 to I.3-2), whose Types a profile raises.  Specific
Character Set (0008,0005) belongs to every type and is not repeated in the rows: it is written
wherever a key needs it (the IMPLANT types list no such row, their text needs it all the same).
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from .keys import KEYS

KeyType = Literal["1", "1C", "2", "3"]
ROOT: Final = "(root)"


@dataclass(frozen=True, slots=True)
class Key:
    """An attribute of a directory record, by keyword, with its Type (PS3.5 7.4)."""

    keyword: str
    type: KeyType

    @property
    def tag(self) -> int:
        """``(gggg,eeee)`` as one number."""
        return KEYS[self.keyword][0]

    @property
    def vr(self) -> str:
        """Value Representation."""
        return KEYS[self.keyword][1]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A row of PS3.3 Table F.4-1 with its key table.

    Attributes
    ----------
    name
        Defined Term of Directory Record Type (0004,1430).
    parents
        The types below which it may stand; ``(root)`` for the root directory entity.
    icon
        Whether an Icon Image Sequence may stand in it (PS3.3 F.7).
    source
        Its clause.
    """

    name: str
    parents: tuple[str, ...]
    keys: tuple[Key, ...]
    source: str
    icon: bool = False


def _key_rows(words: str) -> tuple[Key, ...]:
    """``"InstanceNumber:1 ContentDate:2"`` as rows."""
    return tuple(Key(keyword, kind) for keyword, kind in _split(words))


def _split(words: str) -> list[tuple[str, KeyType]]:
    kinds: dict[str, KeyType] = {"1": "1", "1C": "1C", "2": "2", "3": "3"}
    pairs = [word.split(":") for word in words.split()]
    return [(keyword, kinds[kind]) for keyword, kind in pairs]


_OF_IMAGES: Final = "ReferencedImageSequence:3 FrameOfReferenceUID:3 SynchronizationFrameOfReferenceUID:3 AcquisitionTimeSynchronized:3 AcquisitionDateTime:3 ImagePositionPatient:3 ImageOrientationPatient:3 PixelSpacing:3 IconImageSequence:3"
"""What PS3.11 Table H.3-2 adds to the keys of both; a profile may raise the Type (PS3.3 F.5)."""

_ROWS: Final = (
    RecordType(
        "PATIENT",
        ("(root)",),
        _key_rows("PatientName:2 PatientID:1 PatientBirthDate:3 PatientSex:3"),
        "PS3.3 F.5.1",
    ),
    RecordType(
        "STUDY",
        ("PATIENT",),
        _key_rows(
            "StudyDate:1 StudyTime:1 StudyDescription:2 StudyInstanceUID:1 StudyID:1 AccessionNumber:2"
        ),
        "PS3.3 F.5.2",
    ),
    RecordType(
        "SERIES",
        ("STUDY",),
        _key_rows(
            "Modality:1 SeriesInstanceUID:1 SeriesNumber:1 SeriesDescription:3 InstitutionName:3 InstitutionAddress:3 PerformingPhysicianName:3"
        ),
        "PS3.3 F.5.3",
        icon=True,
    ),
    RecordType(
        "IMAGE",
        ("SERIES",),
        _key_rows(
            "InstanceNumber:1 ImageType:3 CalibrationImage:3 LossyImageCompressionRatio:3 Rows:3 Columns:3 NumberOfFrames:3 "
            + _OF_IMAGES
        ),
        "PS3.3 F.5.4",
        icon=True,
    ),
    RecordType(
        "RT DOSE",
        ("SERIES",),
        _key_rows("InstanceNumber:1 DoseSummationType:1 DoseComment:3 IconImageSequence:3"),
        "PS3.3 F.5.19",
        icon=True,
    ),
    RecordType(
        "RT STRUCTURE SET",
        ("SERIES",),
        _key_rows("InstanceNumber:1 StructureSetLabel:1 StructureSetDate:2 StructureSetTime:2"),
        "PS3.3 F.5.20",
    ),
    RecordType(
        "RT PLAN",
        ("SERIES",),
        _key_rows("InstanceNumber:1 RTPlanLabel:1 RTPlanDate:2 RTPlanTime:2"),
        "PS3.3 F.5.21",
    ),
    RecordType(
        "RT TREAT RECORD",
        ("SERIES",),
        _key_rows("InstanceNumber:1 TreatmentDate:2 TreatmentTime:2"),
        "PS3.3 F.5.22",
    ),
    RecordType(
        "PRESENTATION",
        ("SERIES",),
        _key_rows(
            "PresentationCreationDate:1 PresentationCreationTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2 ReferencedSeriesSequence:1C BlendingSequence:1C"
        ),
        "PS3.3 F.5.23",
    ),
    RecordType(
        "WAVEFORM",
        ("SERIES",),
        _key_rows("InstanceNumber:1 ContentDate:1 ContentTime:1"),
        "PS3.3 F.5.24",
    ),
    RecordType(
        "SR DOCUMENT",
        ("SERIES",),
        _key_rows(
            "InstanceNumber:1 CompletionFlag:1 VerificationFlag:1 ContentDate:1 ContentTime:1 VerificationDateTime:1C ConceptNameCodeSequence:1 ContentSequence:1C"
        ),
        "PS3.3 F.5.25",
    ),
    RecordType(
        "KEY OBJECT DOC",
        ("SERIES",),
        _key_rows(
            "InstanceNumber:1 ContentDate:1 ContentTime:1 ConceptNameCodeSequence:1 ContentSequence:1C"
        ),
        "PS3.3 F.5.26",
    ),
    RecordType(
        "SPECTROSCOPY",
        ("SERIES",),
        _key_rows(
            "ImageType:1 ContentDate:1 ContentTime:1 InstanceNumber:1 ReferencedImageEvidenceSequence:1C NumberOfFrames:1 Rows:1 Columns:1 DataPointRows:1 DataPointColumns:1 "
            + _OF_IMAGES
        ),
        "PS3.3 F.5.27",
        icon=True,
    ),
    RecordType(
        "RAW DATA",
        ("SERIES",),
        _key_rows("ContentDate:1 ContentTime:1 InstanceNumber:2"),
        "PS3.3 F.5.28",
        icon=True,
    ),
    RecordType(
        "REGISTRATION",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.29",
    ),
    RecordType(
        "FIDUCIAL",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.30",
    ),
    RecordType(
        "HANGING PROTOCOL",
        ("(root)",),
        _key_rows(
            "HangingProtocolName:1 HangingProtocolDescription:1 HangingProtocolLevel:1 HangingProtocolCreator:1 HangingProtocolCreationDateTime:1 HangingProtocolDefinitionSequence:1 NumberOfPriorsReferenced:1 HangingProtocolUserIdentificationCodeSequence:2"
        ),
        "PS3.3 F.5.31",
    ),
    RecordType(
        "ENCAP DOC",
        ("SERIES",),
        _key_rows(
            "ContentDate:2 ContentTime:2 InstanceNumber:1 DocumentTitle:2 HL7InstanceIdentifier:1C ConceptNameCodeSequence:2 MIMETypeOfEncapsulatedDocument:1"
        ),
        "PS3.3 F.5.32",
    ),
    RecordType(
        "VALUE MAP",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.34",
    ),
    RecordType("STEREOMETRIC", ("SERIES",), _key_rows(""), "PS3.3 F.5.35"),
    RecordType(
        "PALETTE", ("(root)",), _key_rows("ContentLabel:1 ContentDescription:2"), "PS3.3 F.5.36"
    ),
    RecordType(
        "IMPLANT",
        ("(root)",),
        _key_rows("Manufacturer:1 ImplantName:1 ImplantSize:1C ImplantPartNumber:1"),
        "PS3.3 F.5.37",
    ),
    RecordType(
        "IMPLANT ASSY",
        ("(root)",),
        _key_rows("ImplantAssemblyTemplateName:1 Manufacturer:1 ProcedureTypeCodeSequence:1"),
        "PS3.3 F.5.38",
    ),
    RecordType(
        "IMPLANT GROUP",
        ("(root)",),
        _key_rows(
            "ImplantTemplateGroupName:1 ImplantTemplateGroupDescription:3 ImplantTemplateGroupIssuer:1"
        ),
        "PS3.3 F.5.39",
    ),
    RecordType("PLAN", ("SERIES",), _key_rows(""), "PS3.3 F.5.40"),
    RecordType(
        "MEASUREMENT",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.41",
    ),
    RecordType(
        "SURFACE",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.42",
    ),
    RecordType(
        "SURFACE SCAN", ("SERIES",), _key_rows("ContentDate:1 ContentTime:1"), "PS3.3 F.5.43"
    ),
    RecordType(
        "TRACT",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.44",
    ),
    RecordType(
        "ASSESSMENT",
        ("SERIES",),
        _key_rows("InstanceNumber:1 InstanceCreationDate:1 InstanceCreationTime:2"),
        "PS3.3 F.5.45",
    ),
    RecordType(
        "RADIOTHERAPY",
        ("SERIES",),
        _key_rows(
            "InstanceNumber:1 UserContentLabel:1C UserContentLongLabel:1C ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.46",
    ),
    RecordType(
        "ANNOTATION",
        ("SERIES",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2"
        ),
        "PS3.3 F.5.47",
    ),
    RecordType(
        "INVENTORY",
        ("(root)",),
        _key_rows(
            "ContentDate:1 ContentTime:1 InventoryPurpose:2 InventoryLevel:1 ScopeOfInventorySequence:2 InventoryCompletionStatus:1 TotalNumberOfStudyRecords:1"
        ),
        "PS3.3 F.5.48",
    ),
    RecordType(
        "WF PRESENTATION",
        ("SERIES",),
        _key_rows(
            "PresentationCreationDate:1 PresentationCreationTime:1 InstanceNumber:1 ContentLabel:1 ContentDescription:2 ContentCreatorName:2 ReferencedSeriesSequence:1C"
        ),
        "PS3.3 F.5.49",
    ),
    RecordType("PRIVATE", ("(root)", "any"), _key_rows("PrivateRecordUID:1"), "PS3.3 F.6.1"),
)

RECORD_TYPES: Final = MappingProxyType({row.name: row for row in _ROWS})
"""Every Defined Term that is not retired (PS3.3 F.3.2.2, F.5, F.6)."""
TAGS: Final = MappingProxyType({row.name: tuple(key.tag for key in row.keys) for row in _ROWS})
"""The tags of the keys of each, in their order."""
OF_FILES: Final = frozenset(RECORD_TYPES) - {"PATIENT", "STUDY", "SERIES", "PRIVATE"}
"""Those that stand for a file; of others nobody knows, or they may have none."""

RETIRED_RECORD_TYPES: Final = frozenset(
    {
        "PRINT QUEUE",
        "FILM SESSION",
        "FILM BOX",
        "IMAGE BOX",
        "OVERLAY",
        "MODALITY LUT",
        "VOI LUT",
        "CURVE",
        "TOPIC",
        "VISIT",
        "RESULTS",
        "INTERPRETATION",
        "STUDY COMPONENT",
        "STORED PRINT",
        "MRDR",
        "HL7 STRUC DOC",
    }
)
"""Met on old media, never written (PS3.3 F.4 note; PS3.3-1998, 2004 and 2018b)."""
