"""JPEG XL by libjxl, as imagecodecs brings it.

References
----------
PS3.5 8.2.15; ISO 18181-1, 18181-2
"""

from dataclasses import replace
from importlib import import_module
from typing import Any, Final

import numpy as np

from .cells import fit_stored, to_cells
from .deviation import Deviation
from .errors import DamagedPixelData
from .frame import Decoded, Encoded, Frame, Lossy
from .jpeg_xl_header import Header, read_header
from .pixel_format import PixelFormat
from .rate import DEFAULT_QUALITY, best_within, most_bytes, unreachable, used_share
from .registry import TransferSyntax
from .room import check_room

_LIBRARY: Final[Any] = import_module("imagecodecs")
_XYB: Final = "XYB"
_DISTANCES: Final = (0.01, 25.0)
"""Finest and coarsest that libjxl has."""
_EFFORT: Final = 7


def decode(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> Decoded:
    """Decompress one frame.

    Parameters
    ----------
    stream
        A codestream, or a file of boxes around one.
    fmt
        What the data set says.
    syntax
        The transfer syntax.

    Returns
    -------
    Decoded
        Colours are RGB, whether they were coded as XYB or, in a JPEG packed anew, as YCbCr.

    Raises
    ------
    DamagedPixelData
        The stream cannot be understood.
    """
    del syntax
    header = read_header(stream)
    held = (header.rows, header.columns, header.samples)
    if held != (fmt.rows, fmt.columns, fmt.samples):
        raise DamagedPixelData(
            f"the stream holds {held[0]} x {held[1]} x {held[2]} samples, "
            f"the data set {fmt.rows} x {fmt.columns} x {fmt.samples}",
            0,
        )
    check_room(fmt.cells, len(stream), 0)
    try:
        array = _LIBRARY.jpegxl_decode(stream, numthreads=1)
    except (RuntimeError, ValueError) as error:
        raise DamagedPixelData(f"libjxl: {error}") from error
    frame, true, deviations = to_cells(array, fmt, header.precision)
    return Decoded(frame, *_coloured(true, deviations))


def _coloured(
    fmt: PixelFormat, deviations: tuple[Deviation, ...]
) -> tuple[PixelFormat, tuple[Deviation, ...]]:
    label = fmt.photometric
    if fmt.samples == 1 or label == "RGB":
        return fmt, deviations
    if label not in {_XYB, "YBR_FULL_422", "YBR_FULL"}:
        message = f"Photometric Interpretation is {label}; the stream decodes to RGB"
        deviations = (*deviations, Deviation("colour-differs", message))
    return replace(fmt, photometric="RGB"), deviations


def encode(frame: Frame, fmt: PixelFormat, syntax: TransferSyntax, lossy: Lossy) -> Encoded:
    """Compress one frame: exactly under JPEGXLLossless, else with a loss.

    Parameters
    ----------
    frame
        Cells of ``fmt``.
    fmt
        What they are.
    syntax
        The transfer syntax.
    lossy
        A quality of 30 to 100 stands for a distance of 0.1 + (100 - quality) * 0.09 and lower
        ones for 53 / 3000 * quality ** 2 - 23 / 20 * quality + 25, as in libjxl's own tools;
        that much smaller as the frame makes use of a part of its range of values only.

    Returns
    -------
    Encoded
        Photometric Interpretation is XYB where colours are coded so.

    Raises
    ------
    UnsuitableFrame
        A ratio that cannot be reached.
    """
    precision = fmt.bits_stored if fit_stored(frame, fmt) else fmt.bits_allocated
    if syntax.lossless:
        return _encoded(_encode(frame, fmt, precision, lossless=True), fmt)
    if lossy.ratio is None:
        distance = _distance(lossy.quality) * used_share(frame, precision)
        distance = max(distance, _DISTANCES[0])
        return _encoded(_encode(frame, fmt, precision, distance=distance), fmt)
    most = most_bytes(fmt, lossy.ratio)
    stream = best_within(
        lambda distance: _encode(frame, fmt, precision, distance=distance), _DISTANCES, most
    )
    if stream is None:
        raise unreachable(syntax, lossy, most)
    return _encoded(stream, fmt)


def _distance(quality: int | None) -> float:
    quality = DEFAULT_QUALITY if quality is None else quality
    if quality >= 30:
        return 0.1 + (100 - quality) * 0.09
    return 53 / 3000 * quality**2 - 23 / 20 * quality + 25


def _encode(frame: Frame, fmt: PixelFormat, precision: int, **how: Any) -> bytes:
    stream: bytes = _LIBRARY.jpegxl_encode(
        frame.astype(np.uint8 if precision <= 8 else np.uint16, copy=False),
        effort=_EFFORT,
        photometric="rgb" if fmt.samples > 1 else "gray",
        bitspersample=precision,
        usecontainer=False,
        numthreads=1,
        **{"lossless": False, **how},
    )
    return bytes(stream)


def _encoded(stream: bytes, fmt: PixelFormat) -> Encoded:
    header: Header = read_header(stream)
    photometric = _XYB if header.xyb and fmt.samples > 1 else fmt.photometric
    return Encoded(stream, replace(fmt, photometric=photometric, planar=False))
