"""JPEG 2000 of images with fewer than 32 rows or columns, of one resolution.

pylibjpeg-openjpeg always takes six resolutions, which OpenJPEG refuses for them; imagecodecs has
OpenJPEG too, and lets us say how many.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ..errors import UnsuitableFrame
from ..frame import Frame, Lossy
from ..implementations import IMPLEMENTATIONS
from ..pixel_format import PixelFormat
from ..rate import best_within, decibels, most_bytes, unreachable
from ..registry import TransferSyntax
from .samples import transformed

_BEST = 100.0
_WORST = 1.0


def encode(
    cells: Frame, coded: PixelFormat, precision: int, syntax: TransferSyntax, lossy: Lossy
) -> bytes:
    """The codestream of a small frame.

    Parameters
    ----------
    cells
        In the smallest integers that hold ``precision`` bits.
    coded
        What the stream is to be.
    precision
        Bits of a sample.
    syntax
        The transfer syntax.
    lossy
        How much may be lost, where something may.

    Raises
    ------
    UnsuitableFrame
        imagecodecs is not installed, or the ratio cannot be reached.
    """
    if find_spec("imagecodecs") is None:
        install = IMPLEMENTATIONS["openjph"].install
        reason = (
            f"{coded.rows} x {coded.columns} pixels, where pylibjpeg-openjpeg encodes no fewer "
            f"than 32 rows and columns: {install}"
        )
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)
    if syntax.lossless:
        return _encode(cells, coded, precision, 0)
    if lossy.ratio is None:
        return _encode(cells, coded, precision, decibels(lossy.quality, cells, precision))
    most = most_bytes(coded, lossy.ratio)
    stream = best_within(
        lambda loss: _encode(cells, coded, precision, _BEST / loss), (_WORST, _BEST), most
    )
    if stream is None:
        raise unreachable(syntax, lossy, most)
    return stream


def _encode(cells: Frame, coded: PixelFormat, precision: int, level: float) -> bytes:
    library: Any = import_module("imagecodecs")
    stream: bytes = library.jpeg2k_encode(
        cells,
        level=level,
        codecformat="j2k",
        bitspersample=precision,
        resolutions=1,
        reversible=not level,
        mct=transformed(coded),
        planar=False if coded.samples > 1 else None,
    )
    return bytes(stream)
