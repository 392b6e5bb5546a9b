"""For each constraint of PS3.11 an instance that meets it, and each way not to."""

from case import Attributes, Case
from dicom_profiles.facts import Fact
from video_cases import VIDEO_CASES

XA = "1.2.840.10008.5.1.4.1.1.12.1"
SC = "1.2.840.10008.5.1.4.1.1.7"
CT = "1.2.840.10008.5.1.4.1.1.2"
MR = "1.2.840.10008.5.1.4.1.1.4"
US = "1.2.840.10008.5.1.4.1.1.6.1"
IO = "1.2.840.10008.5.1.4.1.1.1.3"
EXPLICIT = "1.2.840.10008.1.2.1"
SV1 = "1.2.840.10008.1.2.4.70"
RLE = "1.2.840.10008.1.2.5"
BASELINE = "1.2.840.10008.1.2.4.50"

_REGION = frozenset(
    {
        "RegionSpatialFormat",
        "RegionDataType",
        "RegionFlags",
        "RegionLocationMinX0",
        "RegionLocationMinY0",
        "RegionLocationMaxX1",
        "RegionLocationMaxY1",
        "PhysicalUnitsXDirection",
        "PhysicalUnitsYDirection",
        "PhysicalDeltaX",
        "PhysicalDeltaY",
    }
)
_COLOURED = _REGION | {"PixelComponentOrganization"}


def grey(**changes: Fact) -> Attributes:
    """A grey image of 512 x 512 pixels of 8 bits."""
    return {
        "Rows": 512,
        "Columns": 512,
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
        "Overlays": "none",
        "ImageType": ("ORIGINAL", "PRIMARY", "SINGLE PLANE"),
        **changes,
    }


_DENTAL = (
    "InstitutionName",
    "ManufacturerModelName",
    "DetectorID",
    "DetectorManufacturerName",
    "DetectorManufacturerModelName",
)
CASES = {
    "A.3-3": Case(
        "STD-XABC-CD",
        XA,
        SV1,
        grey(Modality="XA"),
        (
            ("Modality", "RF"),
            ("Rows", 513),
            ("Columns", 513),
            ("BitsAllocated", 16),
            ("BitsStored", 7),
            ("Overlays", "embedded"),
            ("ImageType", None),
        ),
        (("Overlays", "data"), ("Rows", 1), ("Columns", 1)),
    ),
    "B.3-3": Case(
        "STD-XA1K-CD",
        XA,
        SV1,
        grey(Modality="XA", Rows=1024, Columns=1024),
        (("Modality", "RF"), ("Rows", 1025), ("Columns", 1025), ("BitsStored", 9)),
        (("BitsStored", 8), ("BitsStored", 10), ("BitsStored", 12)),
    ),
    "B.3-4": Case(
        "STD-XA1K-CD",
        SC,
        EXPLICIT,
        grey(Rows=1024, Columns=1024),
        (
            ("Rows", 1025),
            ("Columns", 1025),
            ("SamplesPerPixel", 3),
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("BitsAllocated", 16),
            ("BitsStored", 7),
            ("HighBit", 6),
            ("PixelRepresentation", 1),
            ("Overlays", "data"),
        ),
    ),
    "C.3-2 EVRLE": Case(
        "STD-US-ID-SF-CDR",
        US,
        EXPLICIT,
        grey(),
        (("PhotometricInterpretation", "YBR_FULL"), ("PhotometricInterpretation", "MONOCHROME1")),
        tuple(
            ("PhotometricInterpretation", one)
            for one in ("MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL_422")
        ),
    ),
    "C.3-2 RLE": Case(
        "STD-US-ID-SF-CDR",
        US,
        RLE,
        grey(),
        (("PhotometricInterpretation", "YBR_FULL_422"),),
        tuple(
            ("PhotometricInterpretation", one)
            for one in ("MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL")
        ),
    ),
    "C.3-2 JPEG": Case(
        "STD-US-ID-SF-CDR",
        US,
        BASELINE,
        grey(PhotometricInterpretation="YBR_FULL_422"),
        tuple(
            ("PhotometricInterpretation", one)
            for one in ("MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL")
        ),
    ),
    "C.4": Case(
        "STD-US-SC-SF-CDR",
        US,
        EXPLICIT,
        grey(SequenceOfUltrasoundRegions=(_REGION,)),
        (
            ("SequenceOfUltrasoundRegions", None),
            ("SequenceOfUltrasoundRegions", ()),
            *(("SequenceOfUltrasoundRegions", (_REGION - {one},)) for one in sorted(_REGION)),
        ),
        (("SequenceOfUltrasoundRegions", (_REGION, _COLOURED)),),
    ),
    "C.5": Case(
        "STD-US-CC-SF-CDR",
        US,
        EXPLICIT,
        grey(SequenceOfUltrasoundRegions=(_COLOURED,)),
        tuple(("SequenceOfUltrasoundRegions", (_COLOURED - {one},)) for one in sorted(_COLOURED)),
    ),
    "E.3-3": Case(
        "STD-CTMR-CD",
        CT,
        EXPLICIT,
        grey(Modality="CT"),
        (
            ("Modality", "MR"),
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("NumberOfFrames", 2),
            ("Rows", None),
            ("Columns", None),
        ),
        (("NumberOfFrames", 1),),
    ),
    "E.3-4": Case(
        "STD-CTMR-CD",
        MR,
        EXPLICIT,
        grey(Modality="MR"),
        (
            ("Modality", "CT"),
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("BitsStored", 10),
            ("HighBit", 8),
            ("NumberOfFrames", 2),
        ),
    ),
    **{
        f"E.3-4 {bits}": Case(
            "STD-CTMR-CD", MR, EXPLICIT, grey(Modality="MR", BitsStored=bits, HighBit=bits - 1), ()
        )
        for bits in (12, 13, 14, 15, 16)
    },
    "E.3-5": Case(
        "STD-CTMR-CD",
        SC,
        EXPLICIT,
        grey(BitsAllocated=16, BitsStored=16, HighBit=15),
        (
            ("SamplesPerPixel", 3),
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("BitsStored", 12),
            ("HighBit", 11),
            ("NumberOfFrames", 2),
        ),
    ),
    "E.3-5 8": Case("STD-CTMR-CD", SC, EXPLICIT, grey(), (("BitsAllocated", 16),)),
    "E.3-5 32": Case(
        "STD-CTMR-CD",
        SC,
        EXPLICIT,
        grey(),
        (("SamplesPerPixel", 2),),
    ),
    "E.3-6": Case(
        "STD-CTMR-CD",
        SC,
        EXPLICIT,
        grey(PhotometricInterpretation="PALETTE COLOR"),
        (
            ("PhotometricInterpretation", "MONOCHROME1"),
            ("SamplesPerPixel", 3),
            ("BitsAllocated", 16),
            ("BitsStored", 7),
            ("HighBit", 6),
            ("NumberOfFrames", 2),
        ),
    ),
    "K.3-3": Case(
        "STD-DEN-CD",
        IO,
        EXPLICIT,
        grey(**dict.fromkeys(_DENTAL, "")),
        (("BitsStored", 9), ("BitsAllocated", 16), *((one, None) for one in _DENTAL)),
    ),
    **{
        f"K.3-3 {bits}": Case(
            "STD-DEN-CD",
            IO,
            EXPLICIT,
            grey(BitsAllocated=16, BitsStored=bits, **dict.fromkeys(_DENTAL, "")),
            (("BitsAllocated", 8),),
        )
        for bits in (10, 12, 16)
    },
    "H.3-2": Case("STD-GEN-DVD-JPEG", CT, EXPLICIT, grey(), (("Rows", None), ("Columns", None))),
    **VIDEO_CASES,
}
"""By the table of PS3.11 or the transfer syntax that they are about."""
