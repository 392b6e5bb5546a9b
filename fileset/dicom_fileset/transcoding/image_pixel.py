"""The Image Pixel Module of an instance (PS3.3 C.7.6.3), as its header has it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from dicom_codecs.pixel_format import ALLOCATED, PixelFormat

from ..elements import stripped, tag_name
from ..findings import finding
from ..model import Finding, Where
from .refusal import Refusal, refused

SAMPLES: Final = 0x0028_0002
PHOTOMETRIC: Final = 0x0028_0004
PLANAR: Final = 0x0028_0006
FRAMES: Final = 0x0028_0008
ROWS: Final = 0x0028_0010
COLUMNS: Final = 0x0028_0011
ALLOCATED_BITS: Final = 0x0028_0100
STORED_BITS: Final = 0x0028_0101
HIGH_BIT: Final = 0x0028_0102
REPRESENTATION: Final = 0x0028_0103

IMAGE_PIXEL_TAGS: Final = frozenset(
    {
        SAMPLES,
        PHOTOMETRIC,
        PLANAR,
        FRAMES,
        ROWS,
        COLUMNS,
        ALLOCATED_BITS,
        STORED_BITS,
        HIGH_BIT,
        REPRESENTATION,
    }
)

_IN_ORDER: Final = tuple(sorted(IMAGE_PIXEL_TAGS))

_MOST_FRAMES: Final = 2**31 - 1
_SAMPLES_OF: Final[Mapping[str, int]] = {
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "YBR_FULL": 3,
    "YBR_FULL_422": 3,
    "YBR_PARTIAL_420": 3,
    "YBR_PARTIAL_422": 3,
    "YBR_RCT": 3,
    "YBR_ICT": 3,
    "XYB": 3,
}
"""Samples per Pixel by Photometric Interpretation (PS3.3 C.7.6.3.1.2)."""

Value = Callable[[int], bytes | None]
"""The value of an element, little endian; ``None`` when there is none."""


class ImagePixel(NamedTuple):
    """What the header says of the pixels.

    Attributes
    ----------
    format
        Of one frame.
    frames
        Number of Frames; 1 where there is none.
    low_bits
        Whether High Bit is Bits Stored - 1, as PS3.5 8.1.1 has it; otherwise the cells can be
        carried whole, and not be interpreted.
    findings
        Elements that were missing or impossible, and what was taken instead.
    """

    format: PixelFormat
    frames: int
    low_bits: bool
    findings: tuple[Finding, ...]


def image_pixel(value: Value) -> ImagePixel:
    """Read the module.

    Parameters
    ----------
    value
        Gives the value of an element of the header.

    Raises
    ------
    Refusal
        There is no image in it, or none that an array can hold.
    """
    return _image_pixel(tuple(map(value, _IN_ORDER)))


@lru_cache(maxsize=256)
def _image_pixel(values: tuple[bytes | None, ...]) -> ImagePixel:
    """What the module says; so many images say the same."""
    return _Reading(dict(zip(_IN_ORDER, values, strict=True)).get).image_pixel()


class _Reading:
    """One reading of the module, and what had to be mended on the way."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._findings: list[Finding] = []

    def image_pixel(self) -> ImagePixel:
        allocated = self._needed(ALLOCATED_BITS)
        if allocated not in ALLOCATED:
            raise _impossible(ALLOCATED_BITS, f"Bits Allocated is {allocated}")
        stored = self._number(STORED_BITS, allocated)
        if not 1 <= stored <= allocated:
            stored = self._mended(STORED_BITS, f"Bits Stored is {stored}", allocated)
        photometric = self._photometric()
        fmt = PixelFormat(
            self._size(ROWS, "Rows"),
            self._size(COLUMNS, "Columns"),
            self._samples(photometric),
            allocated,
            stored,
            bool(self._number(REPRESENTATION, 0) & 1),
            self._number(PLANAR, 0) == 1,
            photometric,
        )
        low = self._number(HIGH_BIT, stored - 1) == stored - 1
        return ImagePixel(fmt, self._frames(), low, tuple(self._findings))

    def _size(self, tag: int, name: str) -> int:
        size = self._needed(tag)
        if not size:
            raise _impossible(tag, f"{name} is zero")
        return size

    def _photometric(self) -> str:
        text = stripped(self._value(PHOTOMETRIC) or b"").decode("ascii", "replace").strip().upper()
        if text in _SAMPLES_OF:
            return text
        taken = "RGB" if self._number(SAMPLES, 1) == 3 else "MONOCHROME2"
        found = f"is {text!r}" if text else "is missing"
        self._mended(PHOTOMETRIC, f"Photometric Interpretation {found}", 0, taken)
        return taken

    def _samples(self, photometric: str) -> int:
        expected = _SAMPLES_OF[photometric]
        samples = self._number(SAMPLES, expected)
        if samples == 0 or (samples != expected and samples not in {1, 3, 4}):
            return self._mended(SAMPLES, f"Samples per Pixel is {samples}", expected)
        return samples

    def _frames(self) -> int:
        raw = stripped(self._value(FRAMES) or b"").strip()
        if not raw:
            return 1
        try:
            frames = int(raw)
        except ValueError:
            frames = 0
        if not 1 <= frames <= _MOST_FRAMES:
            return self._mended(FRAMES, "Number of Frames is no number of frames", 1)
        return frames

    def _needed(self, tag: int) -> int:
        value = self._value(tag)
        if value is None or len(value) < 2:
            raise _impossible(tag, f"{tag_name(tag)} is missing")
        return int.from_bytes(value[:2], "little")

    def _number(self, tag: int, otherwise: int) -> int:
        value = self._value(tag)
        return int.from_bytes(value[:2], "little") if value and len(value) >= 2 else otherwise

    def _mended(self, tag: int, what: str, taken: int, shown: str = "") -> int:
        message = f"{what}; {shown or taken} was taken."
        self._findings.append(finding("image-pixel-mended", message, Where(tag=tag_name(tag))))
        return taken


def _impossible(tag: int, what: str) -> Refusal:
    return refused("no-image", f"{what}; there is no image.", where=Where(tag=tag_name(tag)))
