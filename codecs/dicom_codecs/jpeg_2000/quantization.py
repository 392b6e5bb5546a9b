"""The QCD and QCC marker segments (ISO 15444-1 A.6.4, A.6.5), as far as libraries trip over them.

OpenJPH ends the process where an irreversible wavelet has no quantization.
"""

from typing import Final

from ..errors import DamagedPixelData
from .coding_style import CodingStyle

_NONE, _DERIVED, _EXPOUNDED = range(3)
_KIND: Final = 0x1F


def check_quantization(body: bytes, style: CodingStyle, offset: int) -> None:
    """See that step sizes are those of the wavelet, and enough for its levels.

    Parameters
    ----------
    body
        From Sqcd or Sqcc.
    style
        Of the components that it is for.
    offset
        Of the segment that says the later of both.

    Raises
    ------
    DamagedPixelData
        They are not.
    """
    kind = body[0] & _KIND if body else -1
    if kind not in (range(1) if style.reversible else range(1, 3)):
        wavelet = "5-3" if style.reversible else "9-7"
        raise DamagedPixelData(f"quantization of kind {kind} with the wavelet {wavelet}", offset)
    bands = 3 * style.levels + 1
    needed = {_NONE: bands, _DERIVED: 2, _EXPOUNDED: 2 * bands}[kind]
    if len(body) - 1 < needed:
        reason = f"{len(body) - 1} bytes of step sizes for {bands} sub-bands, expected {needed}"
        raise DamagedPixelData(reason, offset)
