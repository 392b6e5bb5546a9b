"""Which process a transfer syntax stands for (PS3.5 8.2.1, 8.2.3), and a stream of another."""

from types import MappingProxyType
from typing import Final, NamedTuple

from ..deviation import Deviation
from ..registry import TransferSyntax
from .headers import JPEG_LS, LOSSLESS
from .markers import JpegStream


class Label(NamedTuple):
    """What the streams of a transfer syntax are.

    Attributes
    ----------
    process
        Number of the SOF marker.
    hierarchical
        Whether they are hierarchical.
    first
        What every scan begins its selection with: the predictor, or NEAR; ``None`` for anything.
    """

    process: int
    hierarchical: bool = False
    first: int | None = None


_JPEG: Final = "1.2.840.10008.1.2.4."
# PS3.5-2006 Table A.4-1 for the retired ones: two ISO 10918-1 processes each, of 8 and 12 bits
LABELS: Final = MappingProxyType(
    {
        _JPEG + "50": Label(0),
        _JPEG + "51": Label(1),
        _JPEG + "52": Label(9),
        _JPEG + "53": Label(2),
        _JPEG + "54": Label(10),
        _JPEG + "55": Label(2),
        _JPEG + "56": Label(10),
        _JPEG + "57": Label(3),
        _JPEG + "58": Label(11),
        _JPEG + "59": Label(1, hierarchical=True),
        _JPEG + "60": Label(9, hierarchical=True),
        _JPEG + "61": Label(2, hierarchical=True),
        _JPEG + "62": Label(10, hierarchical=True),
        _JPEG + "63": Label(2, hierarchical=True),
        _JPEG + "64": Label(10, hierarchical=True),
        _JPEG + "65": Label(3, hierarchical=True),
        _JPEG + "66": Label(11, hierarchical=True),
        _JPEG + "70": Label(3, first=1),
        _JPEG + "80": Label(JPEG_LS, first=0),
        _JPEG + "81": Label(JPEG_LS),
    }
)


def process_deviation(header: JpegStream, syntax: TransferSyntax) -> tuple[Deviation, ...]:
    """A word about a stream that is not what its transfer syntax says; the stream is followed."""
    label = LABELS[syntax.uid]
    frame = header.frame
    of_label = (frame.process, header.hierarchical) == (label.process, label.hierarchical)
    if of_label and all(label.first in {None, scan.first} for scan in header.scans):
        return ()
    message = f"{syntax.keyword}, where the stream is {_name(header)}; the stream is followed"
    return (Deviation("jpeg-process-differs", message, frame.offset),)


def _name(header: JpegStream) -> str:
    firsts = ", ".join(str(first) for first in sorted({scan.first for scan in header.scans}))
    if header.frame.process == JPEG_LS:
        return f"JPEG-LS with NEAR {firsts}"
    name = f"SOF{header.frame.process}" + (", hierarchical" if header.hierarchical else "")
    return f"{name} with predictor {firsts}" if header.frame.process in LOSSLESS else name
