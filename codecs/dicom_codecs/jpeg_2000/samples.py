"""Samples between a codestream and the cells of a frame: precision, sign and colour."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..cells import fit_stored, to_cells
from ..deviation import Deviation
from ..errors import UnsuitableFrame
from ..frame import Decoded, Frame
from ..pixel_format import PixelFormat
from ..registry import TransferSyntax
from .codestream import Codestream

_TRANSFORMED: Final = {"YBR_RCT", "YBR_ICT"}
_HALVED: Final = {"YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420"}
"""Not allowed here (PS3.5 Table 8.2.4-1), so that a stream with all its chroma is no surprise."""
_ANY_WIDTH: Final = 64
_MOST_TRANSFORMED_BITS: Final = 16
"""Colours of more bits are coded as they are: by RCT OpenJPEG loses some of 24 bits."""


def precision_of(frame: Frame, fmt: PixelFormat) -> int:
    """Bits that a stream needs to keep every bit of a frame that is set.

    Bits Stored, or Bits Allocated where something lies beyond (PS3.5 8.1.2).
    """
    return fmt.bits_stored if fit_stored(frame, fmt) else fmt.bits_allocated


def coded_as(fmt: PixelFormat, precision: int, lossy: bool) -> PixelFormat:
    """The format with the Photometric Interpretation and planes that a stream has.

    RGB goes through RCT where nothing is lost and through ICT elsewhere (PS3.5 8.2.4).
    """
    photometric = fmt.photometric
    if photometric == "RGB" and precision <= _MOST_TRANSFORMED_BITS:
        photometric = "YBR_ICT" if lossy else "YBR_RCT"
    return replace(fmt, photometric=photometric, planar=False)


def transformed(fmt: PixelFormat) -> bool:
    """Whether a stream of this format went through RCT or ICT."""
    return fmt.photometric in _TRANSFORMED


def check_pixels(fmt: PixelFormat, syntax: TransferSyntax) -> None:
    """See that a frame holds colours as they are outside of codestreams.

    Raises
    ------
    UnsuitableFrame
        It is called YBR_RCT or YBR_ICT, which no array is.
    """
    if transformed(fmt):
        reason = f"{fmt.photometric} exists in codestreams only; an array is RGB"
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)


def narrowed(frame: Frame, precision: int, *, signed: bool) -> Frame:
    """The frame in the smallest integers that hold so many bits."""
    width = next(bits for bits in (8, 16, 32, 64) if bits >= precision)
    return np.ascontiguousarray(frame.astype(f"{'i' if signed else 'u'}{width // 8}", copy=False))


def decoded(
    array: NDArray[Any], code: Codestream, fmt: PixelFormat, syntax: TransferSyntax
) -> Decoded:
    """The frame that a library gave, as what it is.

    Numbers of a stream are the low bits of cells whatever sign SIZ gives them; Pixel
    Representation says what they mean.  (An unsigned stream under Pixel Representation 1 and a
    signed one under 0 are both met, and in both the bits are right.)

    Parameters
    ----------
    array
        ``(rows, columns)`` or ``(rows, columns, samples)``.
    code
        The stream it came out of.
    fmt
        What the data set says.
    syntax
        The transfer syntax it came under.
    """
    component = code.size.components[0]
    settled = component.signed and fmt.signed
    frame, true, deviations = to_cells(
        array,
        fmt,
        component.precision,
        signed_stream=component.signed,
        sign_bits=_ANY_WIDTH if settled else None,
    )
    photometric, colour = _colour(code, fmt)
    if photometric != true.photometric:
        true = replace(true, photometric=photometric)
    found = (*code.deviations, *_process(code, syntax), *deviations, *colour)
    return Decoded(frame, true, found)


def _process(code: Codestream, syntax: TransferSyntax) -> tuple[Deviation, ...]:
    """What the transfer syntax does not allow in a stream that decodes all the same."""
    found = []
    if code.style.high_throughput != (syntax.family == "htj2k"):
        part = "ISO 15444-15" if code.style.high_throughput else "ISO 15444-1"
        found.append(f"the stream is coded by {part}, which {syntax.keyword} is not")
    if syntax.lossless and not code.style.reversible:
        found.append(f"the stream is irreversible (9-7), {syntax.keyword} is lossless only")
    return tuple(Deviation("jpeg-process-differs", message) for message in found)


def _colour(code: Codestream, fmt: PixelFormat) -> tuple[str, tuple[Deviation, ...]]:
    photometric, reason = _decoded_colour(code, fmt.photometric)
    if not reason:
        return photometric, ()
    message = f"Photometric Interpretation is {fmt.photometric}; {reason}"
    return photometric, (Deviation("colour-differs", message),)


def _decoded_colour(code: Codestream, label: str) -> tuple[str, str]:
    """What a library gives, which undoes transforms, and in what the label is not right."""
    if len(code.size.components) < 3:
        return label, ""
    if code.size.sub_sampled:
        return "RGB", "chroma is sub-sampled, which OpenJPEG decodes to RGB"
    if code.style.transform:
        kind = "RCT" if code.style.reversible else "ICT"
        return "RGB", "" if label in _TRANSFORMED else f"the stream is RGB by {kind}"
    if label in _TRANSFORMED:
        return "RGB", "the stream has no component transform; taken for RGB"
    if label in _HALVED:
        return "YBR_FULL", "the stream has chroma for every pixel"
    return label, ""
