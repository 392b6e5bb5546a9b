"""The attributes of an instance that a profile can ask for: what a constraint may name."""

from types import MappingProxyType
from typing import Final, Literal

import msgspec

Kind = Literal["number", "numeral", "text", "texts", "items"]


class Attribute(msgspec.Struct, frozen=True):
    """An attribute by its keyword.

    Attributes
    ----------
    tag
        ``(gggg,eeee)`` as one number; 0 for what is made of several elements: see :data:`MADE`.
    kind
        ``number``: an integer of 16 bits; ``numeral``: one in digits; ``text``: one value;
        ``texts``: several; ``items``: of a sequence the keywords that each item has.
    item_keywords
        Of ``items``, what may stand in one, separated by spaces.
    """

    tag: int
    kind: Kind
    item_keywords: str = ""


_REGION_CALIBRATION: Final = (
    "RegionLocationMinX0 RegionLocationMinY0 RegionLocationMaxX1 RegionLocationMaxY1 "
    "PhysicalUnitsXDirection PhysicalUnitsYDirection PhysicalDeltaX PhysicalDeltaY "
    "ReferencePixelX0 ReferencePixelY0 ReferencePixelPhysicalValueX ReferencePixelPhysicalValueY "
    "RegionSpatialFormat RegionDataType RegionFlags PixelComponentOrganization "
    "PixelComponentMask PixelComponentRangeStart PixelComponentRangeStop "
    "PixelComponentPhysicalUnits PixelComponentDataType NumberOfTableBreakPoints "
    "TableOfXBreakPoints TableOfYBreakPoints NumberOfTableEntries TableOfPixelValues "
    "TableOfParameterValues TransducerFrequency PulseRepetitionFrequency DopplerCorrectionAngle "
    "SteeringAngle DopplerSampleVolumeXPosition DopplerSampleVolumeYPosition TMLinePositionX0 "
    "TMLinePositionY0 TMLinePositionX1 TMLinePositionY1"
)
"""PS3.3 C.8.5.5, the US Region Calibration Module."""


ATTRIBUTES: Final = MappingProxyType(
    {
        "ImageType": Attribute(0x0008_0008, "texts"),
        "Modality": Attribute(0x0008_0060, "text"),
        "InstitutionName": Attribute(0x0008_0080, "text"),
        "ManufacturerModelName": Attribute(0x0008_1090, "text"),
        "RecommendedDisplayFrameRate": Attribute(0x0008_2144, "numeral"),
        "CineRate": Attribute(0x0018_0040, "numeral"),
        "FrameTime": Attribute(0x0018_1063, "text"),
        "SequenceOfUltrasoundRegions": Attribute(0x0018_6011, "items", _REGION_CALIBRATION),
        "DetectorID": Attribute(0x0018_700A, "text"),
        "DetectorManufacturerName": Attribute(0x0018_702A, "text"),
        "DetectorManufacturerModelName": Attribute(0x0018_702B, "text"),
        "StereoPairsPresent": Attribute(0x0022_0028, "text"),
        "SamplesPerPixel": Attribute(0x0028_0002, "number"),
        "PhotometricInterpretation": Attribute(0x0028_0004, "text"),
        "PlanarConfiguration": Attribute(0x0028_0006, "number"),
        "NumberOfFrames": Attribute(0x0028_0008, "numeral"),
        "Rows": Attribute(0x0028_0010, "number"),
        "Columns": Attribute(0x0028_0011, "number"),
        "PixelAspectRatio": Attribute(0x0028_0034, "texts"),
        "BitsAllocated": Attribute(0x0028_0100, "number"),
        "BitsStored": Attribute(0x0028_0101, "number"),
        "HighBit": Attribute(0x0028_0102, "number"),
        "PixelRepresentation": Attribute(0x0028_0103, "number"),
        "TransferSyntaxUID": Attribute(0, "text"),
        "FrameSize": Attribute(0, "text"),
        "FrameRate": Attribute(0, "texts"),
        "Macroblocks": Attribute(0, "number"),
        "MacroblocksPerSecond": Attribute(0, "number"),
        "Overlays": Attribute(0, "text"),
        "Fragments": Attribute(0, "number"),
    }
)
"""Keyword to attribute; a TOML that names another is refused."""

MADE: Final = MappingProxyType(
    {
        "TransferSyntaxUID": "the UID of the transfer syntax that the instance is in",
        "FrameSize": "'COLUMNSxROWS'",
        "FrameRate": "frames a second, in text as short as it goes: '25', '29.97', '23.976'; "
        "several where it can be any of them",
        "Macroblocks": "of a frame of a video, squares of 16 pixels; those begun count whole",
        "MacroblocksPerSecond": "Macroblocks times FrameRate, rounded to a whole number",
        "Overlays": "'none', 'data' (all in (60xx,3000)) or 'embedded' (one among the pixels)",
        "Fragments": "the number of fragments of a video, without the Basic Offset Table",
    }
)
"""What the attributes are that no single element holds."""

NUMBERS: Final = frozenset({"number", "numeral"})
"""Kinds that can be compared with a number."""
