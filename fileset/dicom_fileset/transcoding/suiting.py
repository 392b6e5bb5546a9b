"""A decoded frame made one that the transfer syntax asked for may hold: labels, and colour once.

Lossless never converts colour, but in one case: YCbCr of a lossy JPEG stream that is to lie native
becomes RGB.  Native YBR_FULL is legal, and too many viewers show it green; PS3.11 C.3.3.1 has no
place for it either.
"""

from dataclasses import replace
from typing import Final

from dicom_codecs.bits import fits
from dicom_codecs.colour import ybr_full_to_rgb
from dicom_codecs.errors import UnsuitableFrame
from dicom_codecs.frame import Decoded, Frame
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax

NATIVE_FAMILIES: Final = frozenset({"native", "deflated", "encapsulated native", "deflated frame"})
"""Families of transfer syntaxes whose frames lie as they are, packed or not."""


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
    frame, fmt = decoded.frame, replace(decoded.format, planar=False)
    if not low_bits:
        if not target.lossless:
            reason = "High Bit is not Bits Stored - 1: its pixels can only be kept whole"
            raise UnsuitableFrame(target.keyword, reason, "PS3.5 8.1.1")
        fmt = replace(fmt, bits_stored=fmt.bits_allocated, signed=False)
        return frame.view(fmt.dtype), fmt
    if not target.lossless and not fits(frame, fmt.bits_stored):
        reason = "there are bits beyond Bits Stored, which a lossy stream would damage"
        raise UnsuitableFrame(target.keyword, reason, "PS3.5 8.1.2")
    if fmt.photometric == "YBR_FULL":
        if target.family == "jpeg":
            return frame, replace(fmt, photometric="YBR_FULL_422")
        if target.family in NATIVE_FAMILIES and source.family == "jpeg":
            rgb = ybr_full_to_rgb(frame, fmt.bits_stored)
            return rgb, replace(fmt, photometric="RGB")
    return frame, fmt
