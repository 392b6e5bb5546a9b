"""Data elements in Explicit VR Little Endian, and values as they stand in them (PS3.5 7.1)."""

from functools import cache
from struct import Struct
from typing import Final

LONG_VRS: Final = frozenset(
    {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
)
"""VRs with two reserved bytes and a length of 32 bits (PS3.5 7.1.2)."""

SHORT_VRS: Final = frozenset(
    b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split()
)
TEXT_VRS: Final = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})
"""VRs that Specific Character Set (0008,0005) governs (PS3.5 6.1.2.2)."""

BINARY_VRS: Final = frozenset({"AT", "FD", "FL", "SL", "SQ", "SS", "SV", "UL", "US", "UV"})
"""VRs whose values have no padding: a last byte of 20H or 00H belongs to them."""

UNDEFINED: Final = 0xFFFF_FFFF
ITEM: Final = 0xFFFE_E000
ITEM_END: Final = 0xFFFE_E00D
SEQUENCE_END: Final = 0xFFFE_E0DD
DELIMITERS: Final = 0xFFFE
"""The group of these three."""

_TAG_AND_VR: Final = Struct("<HH2s").pack
_ITEM: Final = Struct("<HHL").pack


@cache
def _head(tag: int, vr: str) -> tuple[bytes, bytes, bool]:
    """Tag and VR as they are written, what pads the value, and whether the length has 32 bits."""
    code = vr.encode()
    pad = b"\0" if vr in {"UI", "OB", "UN"} else b" "
    return _TAG_AND_VR(tag >> 16, tag & 0xFFFF, code), pad, code in LONG_VRS


def element(tag: int, vr: str, value: bytes) -> bytes:
    r"""One element with its value padded to even length (PS3.5 6.2).

    >>> element(0x0020_0013, "IS", b"7")
    b' \x00\x13\x00IS\x02\x007 '

    Raises
    ------
    ValueError
        The value is longer than its VR can say (PS3.5 7.1.2).
    """
    head, pad, long = _head(tag, vr)
    if len(value) & 1:
        value += pad
    length = len(value)
    if long:
        return b"%b\0\0%b%b" % (head, length.to_bytes(4, "little"), value)
    if length > 0xFFFF:
        msg = f"{tag_name(tag)} {vr} is {length} bytes long, over 65534"
        raise ValueError(msg)
    return b"%b%b%b" % (head, length.to_bytes(2, "little"), value)


def item(content: bytes) -> bytes:
    """A sequence item of defined length (PS3.5 7.5.1)."""
    return _ITEM(0xFFFE, 0xE000, len(content)) + content


def stripped(value: bytes) -> bytes:
    r"""A value without its padding and what else of it trails.

    >>> stripped(b"1.2.3\0")
    b'1.2.3'
    """
    return value.rstrip(b" \0")


def cleaned(value: bytes, vr: str) -> bytes:
    r"""A value without padding, whatever its VR.

    >>> cleaned(b"CT  ", "CS"), cleaned(b"\x00\x20", "US")
    (b'CT', b'\x00 ')
    """
    return value if vr in BINARY_VRS else value.rstrip(b" \0")


def tag_name(tag: int) -> str:
    """As the standard prints tags.

    >>> tag_name(0x0020_0013)
    '(0020,0013)'
    """
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
