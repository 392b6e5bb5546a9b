"""Whether a stream lost something when it was made, as far as it tells itself."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from .jpeg_2000.codestream import read_codestream
from .jpeg_stream.markers import walk
from .pixel_format import PixelFormat
from .registry import TransferSyntax

Test = Callable[[bytes, PixelFormat], bool]


def _is_dct(stream: bytes, fmt: PixelFormat) -> bool:
    """The process is none of the lossless ones (ISO 10918-1 Table B.1), whatever the label."""
    del fmt
    return any(frame.process not in _LOSSLESS_PROCESSES for frame in walk(stream).frames)


def _is_near_lossless(stream: bytes, fmt: PixelFormat) -> bool:
    """NEAR of a scan is not 0 (ISO 14495-1 C.2.3)."""
    del fmt
    return any(scan.first for scan in walk(stream).scans)


def _is_irreversible(stream: bytes, fmt: PixelFormat) -> bool:
    """The wavelet is 9-7 (ISO 15444-1 Table A.20); a 5-3 that was cut short does not show."""
    return not read_codestream(stream, fmt).style.reversible


_LOSSLESS_PROCESSES: Final = frozenset({3, 7, 11, 15, 55})
_TESTS: Final = MappingProxyType(
    {
        "jpeg": _is_dct,
        "jpeg lossless": _is_dct,
        "jpeg-ls": _is_near_lossless,
        "jpeg 2000": _is_irreversible,
        "htj2k": _is_irreversible,
    }
)


def has_lost(stream: bytes, fmt: PixelFormat, syntax: TransferSyntax) -> bool | None:
    """Whether a stream is certainly lossy; ``None`` where it does not tell.

    Parameters
    ----------
    stream
        One frame.
    fmt
        What the data set says of it.
    syntax
        Of the data set.

    Raises
    ------
    DamagedPixelData
        The stream cannot be understood.

    References
    ----------
    PS3.3 C.7.6.1.1.5: a flag must say so.
    """
    test = _TESTS.get(syntax.family)
    if test is not None and test(stream, fmt):
        return True
    return False if syntax.lossless else None
