"""The VR of an element that lies without one: from PS3.6, and from what vendors published."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pydicom.datadict import dictionary_VR, private_dictionary_VR

_AMBIGUOUS: Final = {"OB or OW": "OW", "US or OW": "OW", "US or SS or OW": "OW", "OB/OW": "OW"}
"""In Implicit VR these are words by rule (PS3.5 A.1)."""


def vr_of(tag: int, creators: Mapping[int, str], *, signed: bool) -> str:
    """The VR to write; ``UN`` where no dictionary knows the element (PS3.5 6.2.2).

    Parameters
    ----------
    tag
        Of the element.
    creators
        Private Creators of the data set so far, by the first tag of their block.
    signed
        Whether Pixel Representation (0028,0103) is 1, which decides between US and SS.
    """
    if not tag & 0xFFFF:
        return "UL"
    if tag >> 16 & 1:
        return _private(tag, creators.get(tag & 0xFFFF_FF00, ""))
    vr = _standard(tag)
    if vr == "US or SS":
        return "SS" if signed else "US"
    return vr


@lru_cache(maxsize=8192)
def _standard(tag: int) -> str:
    try:
        vr = dictionary_VR(tag)
    except KeyError:
        return "UN"
    return _AMBIGUOUS.get(vr, vr)


@lru_cache(maxsize=8192)
def _private(tag: int, creator: str) -> str:
    if 0x10 <= tag & 0xFFFF <= 0xFF:
        return "LO"
    try:
        vr = private_dictionary_VR(tag, creator)
    except KeyError:
        return "UN"
    return vr if len(vr) == 2 else "UN"
