"""For each constraint that comes with a video transfer syntax, what meets it and what does not."""

from case import Attributes, Case
from dicom_profiles.facts import Fact

VIDEO = "1.2.840.10008.5.1.4.1.1.77.1.1.1"
_MPEG = "1.2.840.10008.1.2.4."


def _rates(*rates: str) -> tuple[tuple[str, Fact], ...]:
    return tuple(("FrameRate", (rate,)) for rate in rates)


def _video(Rows: int = 1080, Columns: int = 1920, **changes: Fact) -> Attributes:  # noqa: N803
    return {
        "Rows": Rows,
        "Columns": Columns,
        "FrameSize": f"{Columns}x{Rows}",
        "Macroblocks": -(-Rows // 16) * -(-Columns // 16),
        "SamplesPerPixel": 3,
        "PhotometricInterpretation": "YBR_PARTIAL_420",
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
        "Fragments": 1,
        "Overlays": "none",
        "ImageType": ("ORIGINAL", "PRIMARY"),
        **changes,
    }


_OF_ALL_VIDEO: tuple[tuple[str, Fact | None], ...] = (
    ("Fragments", 2),
    ("SamplesPerPixel", 1),
    ("PhotometricInterpretation", "RGB"),
    ("BitsAllocated", 16),
    ("BitsStored", 7),
    ("HighBit", 6),
    ("PixelRepresentation", 1),
)

VIDEO_CASES = {
    "video .100": Case(
        "STD-DVD-MPEG2-MPML",
        VIDEO,
        _MPEG + "100",
        _video(Rows=576, Columns=720, FrameRate=("25",)),
        (
            *_OF_ALL_VIDEO,
            ("Rows", 577),
            ("Columns", 721),
            *_rates("50", "30", "29.97"),
            ("FrameRate", ("30", "29.97")),
        ),
        (*_rates("25", "24", "23.976"), ("FrameRate", None), ("Rows", 480)),
    ),
    **{
        f"video .100 {rate}": Case(
            "STD-DVD-MPEG2-MPML",
            VIDEO,
            _MPEG + "100",
            _video(Rows=480, Columns=720, FrameRate=(rate,)),
            (("Rows", 481), ("Columns", 721)),
            (("Rows", 240), *_rates("25", "30")),
        )
        for rate in ("30", "29.97")
    },
    "video .101": Case(
        "STD-GEN-BD-MPEG2-MPHL",
        VIDEO,
        _MPEG + "101",
        _video(),
        (
            *_OF_ALL_VIDEO,
            ("FrameSize", "1440x1080"),
            *_rates("15", "50", "59.94", "60"),
            ("PixelAspectRatio", ("1", "1")),
        ),
        (("FrameSize", "1280x720"), *_rates("30", "29.97", "25", "24", "23.976")),
    ),
    "video .101 720": Case(
        "STD-GEN-BD-MPEG2-MPHL",
        VIDEO,
        _MPEG + "101",
        _video(Rows=720, Columns=1280),
        _rates("15", "100"),
        _rates("60", "59.94", "50", "30", "29.97", "25", "24", "23.976"),
    ),
    "video .102": Case(
        "STD-GEN-BD-MPEG4-HPLV41",
        VIDEO,
        _MPEG + "102",
        _video(Rows=1024, Columns=2048),
        (
            *_OF_ALL_VIDEO,
            ("Rows", 4097),
            ("Columns", 4097),
            ("Macroblocks", 8193),
            ("MacroblocksPerSecond", 245_761),
            ("PixelAspectRatio", ("1", "1")),
        ),
        (
            ("Rows", 4096),
            ("Columns", 4096),
            ("Macroblocks", 8192),
            ("Macroblocks", None),
            ("MacroblocksPerSecond", 245_760),
        ),
    ),
    "video .103": Case(
        "STD-GEN-BD-MPEG4-HPLV41BD",
        VIDEO,
        _MPEG + "103",
        _video(),
        (
            *_OF_ALL_VIDEO,
            ("FrameSize", "1440x1080"),
            *_rates("30", "50", "59.94", "60"),
            ("PixelAspectRatio", ("1", "1")),
        ),
        (*_rates("29.97", "25", "24", "23.976"), ("FrameRate", ("30", "29.97"))),
    ),
    "video .103 720": Case(
        "STD-GEN-BD-MPEG4-HPLV41BD",
        VIDEO,
        _MPEG + "103",
        _video(Rows=720, Columns=1280),
        _rates("60", "25", "29.97", "30"),
        (*_rates("59.94", "50", "24", "23.976"), ("FrameRate", None)),
    ),
    **{
        f"video .{number}": Case(
            profile,
            VIDEO,
            _MPEG + str(number),
            _video(Rows=1080, Columns=1920, **stereo),
            (
                *_OF_ALL_VIDEO,
                ("StereoPairsPresent", wrong),
                ("Rows", 4209),
                ("Columns", 4209),
                ("Macroblocks", 8705),
                ("MacroblocksPerSecond", 522_241),
                ("PixelAspectRatio", ("1", "1")),
            ),
            (
                ("StereoPairsPresent", right),
                ("Rows", 4208),
                ("Columns", 4208),
                ("Macroblocks", 8704),
                ("Macroblocks", None),
                ("MacroblocksPerSecond", 522_240),
            ),
        )
        for number, profile, stereo, right, wrong in (
            (104, "STD-GEN-BD-MPEG4-HPLV42-2D", {}, "NO", "YES"),
            (105, "STD-GEN-BD-MPEG4-HPLV42-3D", {"StereoPairsPresent": "YES"}, "YES", "NO"),
            (106, "STD-GEN-BD-MPEG4-SHPLV42", {"StereoPairsPresent": "YES"}, "YES", "NO"),
        )
    },
    **{
        f"video .{number} without a word of stereo": Case(
            profile,
            VIDEO,
            _MPEG + str(number),
            _video(StereoPairsPresent="YES"),
            (("StereoPairsPresent", None),),
        )
        for number, profile in (
            (105, "STD-GEN-BD-MPEG4-HPLV42-3D"),
            (106, "STD-GEN-BD-MPEG4-SHPLV42"),
        )
    },
}
"""By the transfer syntax that they are about."""
