"""What a value must be, so that a report can hold it and any reader takes it (PS3.5 6.2)."""

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from numbers import Integral, Real
from typing import Final

from pydicom.valuerep import format_number_as_ds

from ...errors import UsageError
from ...findings import finding
from ...records.values import valid_uid

_MOST_CHARACTERS: Final = {"CS": 16, "SH": 16, "LO": 64, "PN": 64, "UT": 0xFFFF_FFFE // 4}
_LINES: Final = frozenset("\t\n\f\r")
_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9]([0-5][0-9](\.[0-9]{1,6})?)?)?")
_MOST_GROUPS: Final = 3
_MOST_COMPONENTS: Final = 5


def refused(code: str, message: str) -> UsageError:
    """The error that says why a report cannot be made of these values."""
    return UsageError(finding(code, message))


def text(value: str, vr: str, what: str) -> str:
    """A value of SH, LO or UT, without the padding that no reader keeps.

    Raises
    ------
    UsageError
        It is empty, too long, or has characters that the VR does not allow.
    """
    value = value.rstrip(" ") if vr == "UT" else value.strip(" ")
    if not value:
        raise refused("report-text", f"{what} is empty.")
    if len(value) > _MOST_CHARACTERS[vr]:
        most = _MOST_CHARACTERS[vr]
        raise refused("report-text", f"{what} has {len(value)} characters; {vr} holds {most}.")
    _see_characters(value, vr, what)
    return value


def optional(value: str, vr: str, what: str) -> str:
    """As :func:`text`, or empty."""
    return text(value, vr, what) if value.strip(" ") else ""


def _see_characters(value: str, vr: str, what: str) -> None:
    """See that text is of the characters that its VR allows (PS3.5 Table 6.2-1)."""
    for one in value:
        bad = unicodedata.category(one) in {"Cc", "Cs"} and not (vr == "UT" and one in _LINES)
        if bad or (vr != "UT" and one == "\\"):
            raise refused("report-text", f"{what} has U+{ord(one):04X}, which {vr} cannot hold.")


def person_name(value: str, what: str) -> str:
    """A Person Name of up to three groups of five components (PS3.5 6.2.1)."""
    groups = [group.strip(" ") for group in value.split("=")]
    if len(groups) > _MOST_GROUPS or any(len(one.split("^")) > _MOST_COMPONENTS for one in groups):
        raise refused("report-text", f"{what} has more groups or components than PN.")
    for group in groups:
        optional(group, "PN", what)
    return "=".join(groups)


def sex(value: str) -> str:
    """Patient's Sex: M, F, O or empty (PS3.3 C.7.1.1)."""
    if value not in {"", "M", "F", "O"}:
        raise refused("report-text", f"Patient's Sex is M, F or O, not {value!r}.")
    return value


def uid(value: str, what: str) -> str:
    """A UID (PS3.5 9.1)."""
    if not valid_uid(value.encode("utf-8", "replace")):
        raise refused("report-reference", f"{what} is no UID: {value!r}.")
    return value


def date(value: str, what: str) -> str:
    """A date of the calendar (DA)."""
    found = _DATE.fullmatch(value)
    try:
        dt.date(*(int(part) for part in found.groups()) if found else (0, 0, 0))
    except ValueError:
        raise refused("report-text", f"{what} is no date like 20240408: {value!r}.") from None
    return value


def time(value: str, what: str) -> str:
    """A time of the day (TM)."""
    if not _TIME.fullmatch(value):
        raise refused("report-text", f"{what} is no time like 110000: {value!r}.")
    return value


def date_time(value: str, what: str) -> str:
    """A date and a time in one (DT)."""
    date(value[:8], what)
    time(value[8:], what)
    return value


def whole(value: int, least: int, what: str) -> int:
    """A whole number that an Integer String can hold (IS)."""
    see_number(value, what, Integral)
    if not least <= value < 2**31:
        raise refused("report-number", f"{what} is {least} to {2**31 - 1}, not {value}.")
    return int(value)


def see_number(value: object, what: str, *kinds: type) -> None:
    """See that a value is a number, and no text that looks like one.

    Raises
    ------
    UsageError
        It is of none of the kinds of numbers.
    """
    if isinstance(value, bool) or not isinstance(value, kinds or (Real, Decimal)):
        raise refused("report-number", f"{what} is {value!r}, which is no number.")


def decimal(value: float, what: str) -> str:
    """A number as a Decimal String of at most 16 characters (DS).

    Raises
    ------
    UsageError
        It is no number, infinite, or too large.
    """
    see_number(value, what)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refused("report-number", f"{what} is {number}, which is no number.")
    exact = repr(number).removesuffix(".0")
    shown = exact if len(exact) <= 16 else str(format_number_as_ds(number)).strip()
    if not math.isfinite(float(shown)):
        raise refused("report-number", f"{what} is {number}, more than a Decimal String can hold.")
    return shown
