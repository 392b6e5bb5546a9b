"""A decoded frame made one that the transfer syntax asked for may hold: labels, and colour once.

Lossless never converts colour, but in one case: YCbCr of a lossy JPEG stream that is to lie native
becomes RGB.  Native YBR_FULL is legal, and too many viewers show it green; PS3.11 C.3.3.1 has no
place for it either.
"""

from dataclasses import replace
from typing import Final

from dicom_codecs.bits import fits, sign_extended
from dicom_codecs.colour import ybr_full_to_rgb
from dicom_codecs.errors import UnsuitableFrame
from dicom_codecs.frame import Decoded, Frame
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax

NATIVE_FAMILIES: Final = frozenset({"native", "deflated", "encapsulated native", "deflated frame"})
"""Families of transfer syntaxes whose frames lie as they are, packed or not."""
_WHOLE_CELLS: Final = NATIVE_FAMILIES | {"rle", "jpeg lossless"}
"""Families that carry cells whole, of which readers take Bits Stored as of native ones.

Of what all others decode to, readers take every bit for the number (PS3.5 8.2): there the number is
coded, and nothing else can be.
"""


def suited(
    decoded: Decoded, source: TransferSyntax, target: TransferSyntax, *, low_bits: bool
) -> tuple[Frame, PixelFormat]:
    """A frame and its format, as an encoder of ``target`` is to have them.

    Parameters
    ----------
    low_bits
        Whether Bits Stored are the low bits of a cell; without, cells are carried whole.

    Raises
    ------
    UnsuitableFrame
        Cells that hold more than a number were to lose something.
    """
    frame, fmt = decoded.frame, decoded.format
    if fmt.planar:
        fmt = replace(fmt, planar=False)
    if not low_bits:
        if not target.lossless:
            reason = "High Bit is not Bits Stored - 1: its pixels can only be kept whole"
            raise UnsuitableFrame(target.keyword, reason, "PS3.5 8.1.1")
        fmt = replace(fmt, bits_stored=fmt.bits_allocated, signed=False)
        return frame.view(fmt.dtype), fmt
    if carries_numbers(target):
        frame = _numbers(frame, fmt, target)
    if fmt.photometric == "YBR_FULL":
        if target.family == "jpeg":
            return frame, replace(fmt, photometric="YBR_FULL_422")
        if target.family in NATIVE_FAMILIES and source.family == "jpeg":
            rgb = ybr_full_to_rgb(frame, fmt.bits_stored)
            return rgb, replace(fmt, photometric="RGB")
    return frame, fmt


def carries_numbers(target: TransferSyntax) -> bool:
    """Whether streams of a transfer syntax hold Bits Stored, and no room for what lies beyond."""
    return target.family not in _WHOLE_CELLS


def lies_beyond(frame: Frame, fmt: PixelFormat) -> bool:
    """Whether cells hold more than a number: neither its sign nor zeros fill them up.

    PS3.5 8.1.1 leaves open what stands above High Bit.

    >>> import numpy as np
    >>> signed = PixelFormat(1, 2, bits_allocated=16, bits_stored=12, signed=True)
    >>> lies_beyond(np.array([[-1, 0x0FFF]], np.int16), signed)
    False
    """
    if fits(frame, fmt.bits_stored):
        return False
    unsigned = frame.view(f"u{fmt.dtype.itemsize}")
    if not fmt.signed:
        return True
    # Each cell for itself: makers of images have put padding of one kind among pixels of the other.
    beyond = unsigned >> fmt.bits_stored != 0
    return bool((beyond & (sign_extended(unsigned, fmt.bits_stored) != frame)).any())


def _numbers(frame: Frame, fmt: PixelFormat, target: TransferSyntax) -> Frame:
    """The numbers that cells hold in Bits Stored, as readers of native cells take them."""
    if fits(frame, fmt.bits_stored):
        return frame
    if lies_beyond(frame, fmt):
        done = "leave out" if target.lossless else "damage"
        reason = f"there are bits beyond Bits Stored, which its stream would {done}"
        raise UnsuitableFrame(target.keyword, reason, "PS3.5 8.1.1, 8.2")
    return sign_extended(frame, fmt.bits_stored)
