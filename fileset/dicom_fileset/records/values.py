"""Values that a key may have, and what stands in for one that is empty or invalid.

A record's Type 1 key needs a value where the instance may have none (Study ID is Type 2 there),
and the files of others are not changed (PS3.10 8.3): so the record alone gets one.
"""

import re
from collections.abc import Callable
from typing import Final

_DATE: Final = re.compile(rb"(\d{4})[.\-/]?(\d\d)[.\-/]?(\d\d)")
_TIME: Final = re.compile(rb"(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d{1,6})?)?)?")
_INTEGER: Final = re.compile(rb"[+-]?\d{1,11}")
_UID: Final = re.compile(rb"(?=.{1,64}\Z)(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*")
_CODE: Final = re.compile(rb"[A-Z0-9 _]{1,16}(?:\\[A-Z0-9 _]{0,16})*")

UNKNOWN_DATE: Final = b"19000101"
UNKNOWN_TIME: Final = b"000000"


def valid_uid(value: bytes) -> bool:
    """Whether a UID is made as PS3.5 9.1 asks.

    >>> valid_uid(b"1.2.840.10008"), valid_uid(b"1.2.03"), valid_uid(b"1.2.A")
    (True, False, False)
    """
    return _UID.fullmatch(value) is not None


def mended_date(value: bytes) -> bytes | None:
    """A DA value, mended from the forms of ACR-NEMA and ISO; ``None`` where there is no date.

    >>> mended_date(b"2004.01.19")
    b'20040119'
    """
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    possible = b"01" <= month <= b"12" and b"01" <= day <= b"31"
    return year + month + day if possible else None


def mended_time(value: bytes) -> bytes | None:
    """A TM value, mended from the form with colons; ``None`` where there is no time.

    >>> mended_time(b"10:42:07.5")
    b'104207.5'
    """
    found = _TIME.fullmatch(value.strip())
    if found is None:
        return None
    hour, minute, second, fraction = (part or b"" for part in found.groups())
    possible = hour < b"24" and minute < b"60" and second < b"61"
    return hour + minute + second + fraction if possible else None


def mended_integer(value: bytes) -> bytes | None:
    """An IS value without the spaces around it; ``None`` where there is no number."""
    value = value.strip()
    return value if _INTEGER.fullmatch(value) else None


def mended_uid(value: bytes) -> bytes | None:
    """A UID without the spaces around it; ``None`` where there is none."""
    value = value.strip()
    return value if valid_uid(value) else None


def mended_code(value: bytes) -> bytes | None:
    """A CS value in upper case; ``None`` where that is no code string (PS3.5 6.2)."""
    value = value.strip().upper()
    return value if _CODE.fullmatch(value) else None


def _cut_to(length: int) -> Callable[[bytes], bytes | None]:
    """Plain text no longer than its VR may be; other text is left, a cut could split a letter."""

    def cut(value: bytes) -> bytes | None:
        plain = value.isascii() and b"\x1b" not in value and b"\\" not in value
        return value[:length].rstrip() or None if plain and len(value) > length else value

    return cut


MENDED: Final[dict[str, Callable[[bytes], bytes | None]]] = {
    "DA": mended_date,
    "TM": mended_time,
    "IS": mended_integer,
    "UI": mended_uid,
    "CS": mended_code,
    "SH": _cut_to(16),
    "LO": _cut_to(64),
}
"""How a value of a VR is mended; VRs without a row are taken as they are."""

STAND_INS: Final = {
    "DA": UNKNOWN_DATE,
    "TM": UNKNOWN_TIME,
    "DT": UNKNOWN_DATE + UNKNOWN_TIME,
    "IS": b"0",
    "CS": b"UNKNOWN",
    "US": b"\0\0",
    "UL": b"\0\0\0\0",
    "UV": b"\0\0\0\0\0\0\0\0",
}
"""What stands for a Type 1 value that is nowhere to be had, by VR; other VRs: ``UNKNOWN``."""


def stand_in(vr: str) -> bytes:
    """What stands for a Type 1 value that is nowhere to be had."""
    return STAND_INS.get(vr, b"UNKNOWN")
