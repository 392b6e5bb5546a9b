"""Which pixels may stand in which transfer syntax: PS3.5 8.2 as a table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pixel_format import PixelFormat

_GREY = ("MONOCHROME1", "MONOCHROME2")
_ANY = (False, True)
_UNSIGNED = (False,)
_DEEP = (8, 16, 32, 64)


@dataclass(frozen=True)
class Constraint:
    """One row of a table of PS3.5 8.2: every combination of its values is legal.

    Attributes
    ----------
    photometric
        Photometric Interpretations.
    samples
        Samples per Pixel.
    signed
        Pixel Representations.
    allocated
        Bits Allocated.
    stored
        Bits Stored, from and to.
    """

    photometric: tuple[str, ...]
    samples: int
    signed: tuple[bool, ...]
    allocated: tuple[int, ...]
    stored: tuple[int, int]

    def fits(self, fmt: "PixelFormat") -> bool:
        """Whether a frame is one of these."""
        return (
            fmt.photometric in self.photometric
            and fmt.samples == self.samples
            and fmt.signed in self.signed
            and fmt.bits_allocated in self.allocated
            and self.stored[0] <= fmt.bits_stored <= self.stored[1]
        )


# PS3.5 Table 8.2.1-1
JPEG_BASELINE = (
    Constraint(_GREY, 1, _UNSIGNED, (8,), (8, 8)),
    Constraint(("YBR_FULL_422", "RGB"), 3, _UNSIGNED, (8,), (8, 8)),
)
JPEG_EXTENDED = (
    Constraint(_GREY, 1, _UNSIGNED, (8,), (8, 8)),
    Constraint(_GREY, 1, _UNSIGNED, (16,), (12, 12)),
)
# PS3.5 Table 8.2.1-1; a sample of one bit is carried with a precision of two (ISO 10918-1 B.2.2)
JPEG_LOSSLESS = (
    Constraint(_GREY, 1, _ANY, (8, 16), (1, 16)),
    Constraint(("PALETTE COLOR",), 1, _UNSIGNED, (8, 16), (1, 16)),
    Constraint(("YBR_FULL", "RGB"), 3, _UNSIGNED, (8, 16), (1, 16)),
)
# PS3.5 Table 8.2.2-1
RLE = (
    Constraint(_GREY, 1, _ANY, (8, 16), (1, 16)),
    Constraint(("PALETTE COLOR",), 1, _UNSIGNED, (8, 16), (1, 16)),
    Constraint(("YBR_FULL",), 3, _UNSIGNED, (8,), (1, 8)),
    Constraint(("RGB",), 3, _UNSIGNED, (8, 16), (1, 16)),
)
# PS3.5 Table 8.2.3-1
JPEG_LS_NEAR = (
    Constraint(_GREY, 1, _ANY, (8, 16), (2, 16)),
    Constraint(("YBR_FULL",), 3, _UNSIGNED, (8,), (2, 8)),
    Constraint(("RGB",), 3, _UNSIGNED, (8, 16), (2, 16)),
)
JPEG_LS_LOSSLESS = (
    *JPEG_LS_NEAR,
    Constraint(("PALETTE COLOR",), 1, _UNSIGNED, (8, 16), (2, 16)),
)
# PS3.5 Table 8.2.4-1
_JPEG_2000_BOTH = (
    Constraint(_GREY, 1, _ANY, _DEEP, (1, 38)),
    Constraint(_GREY, 1, _UNSIGNED, (1,), (1, 1)),
    Constraint(("YBR_RCT", "RGB", "YBR_FULL"), 3, _UNSIGNED, _DEEP, (1, 38)),
)
JPEG_2000_LOSSLESS = (
    *_JPEG_2000_BOTH,
    Constraint(("PALETTE COLOR",), 1, _UNSIGNED, (8, 16), (1, 16)),
)
JPEG_2000 = (
    *_JPEG_2000_BOTH,
    Constraint(("YBR_ICT",), 3, _UNSIGNED, _DEEP, (1, 38)),
)
# PS3.5 8.2.15; grey and RGB are what every edition has
JPEG_XL = (
    Constraint(_GREY, 1, _UNSIGNED, (8, 16), (1, 16)),
    Constraint(("RGB",), 3, _UNSIGNED, (8, 16), (1, 16)),
)
JPEG_XL_OF_JPEG = (
    Constraint(_GREY, 1, _UNSIGNED, (8,), (8, 8)),
    Constraint(("YBR_FULL_422", "RGB"), 3, _UNSIGNED, (8,), (8, 8)),
)


def misfit(fmt: "PixelFormat", rows: tuple[Constraint, ...]) -> str | None:
    """What keeps a frame out of a transfer syntax with these rows; ``None`` if nothing does.

    No rows stand for no constraint.

    >>> from dicom_codecs import PixelFormat
    >>> misfit(PixelFormat(4, 4, bits_allocated=16, bits_stored=16), JPEG_BASELINE)
    'Bits Allocated 16, where 8 is allowed with MONOCHROME2'
    """
    if not rows or any(row.fits(fmt) for row in rows):
        return None
    rows = tuple(row for row in rows if fmt.photometric in row.photometric)
    if not rows:
        return f"Photometric Interpretation {fmt.photometric} is not allowed"
    tests = (
        ("Samples per Pixel", fmt.samples, [(row.samples,) for row in rows]),
        ("Pixel Representation", int(fmt.signed), [tuple(map(int, r.signed)) for r in rows]),
        ("Bits Allocated", fmt.bits_allocated, [row.allocated for row in rows]),
    )
    for name, value, allowed in tests:
        legal = sorted({one for some in allowed for one in some})
        if value not in legal:
            listed = " or ".join(map(str, legal))
            return f"{name} {value}, where {listed} is allowed with {fmt.photometric}"
    ranges = sorted({row.stored for row in rows if fmt.bits_allocated in row.allocated})
    listed = " or ".join(f"{low} to {high}" if low < high else str(low) for low, high in ranges)
    return (
        f"Bits Stored {fmt.bits_stored} of {fmt.bits_allocated}, "
        f"where {listed} is allowed with {fmt.photometric}"
    )
