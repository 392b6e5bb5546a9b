"""Birth dates held against each other: as they are, and as slips make them."""

import re
from datetime import date, timedelta
from typing import Final

from .compared import Compared, distance

_NOT_KNOWN: Final = frozenset({"00010101", "18000101", "19000101", "11111111", "99991231"})
"""What systems write where they know none."""

_OTHER_ERAS: Final = (543, 1911)
"""Years by which a calendar differs in what some countries' systems write: Thailand, Taiwan."""


def compared_birth_dates(one: str, other: str) -> Compared:
    """How far two birth dates agree: ``equal``, ``near``, ``other`` or ``unsaid``."""
    first, second = sorted((_digits(one), _digits(other)))
    if not first or not second:
        return Compared("unsaid", "The birth date cannot be compared: it is missing or none.")
    if first == second and _day(first):
        return Compared("equal", "The birth dates are equal.")
    if first == second:
        return Compared("near", "The birth dates are equal, and no day of the calendar.")
    slip = _slip(first, second)
    if slip:
        return Compared("near", slip)
    if not _day(first) or not _day(second):
        return Compared(
            "unsaid", "The birth date cannot be compared: it is no day of the calendar."
        )
    return Compared("other", "The birth dates differ.")


def _digits(value: str) -> str:
    digits = re.sub(r"[-./ ]", "", value)
    if re.fullmatch(r"\d{4}|\d{6}|\d{8}", digits, re.ASCII) is None:
        return ""
    digits = digits.ljust(8, "0")
    return "" if digits in _NOT_KNOWN or digits.startswith("0000") else digits


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _slip(first: str, second: str) -> str:
    """What makes one date out of the other; empty where nothing does."""
    if first[:4] == second[:4]:
        if first[4:] == second[6:] + second[4:6]:
            return "Day and month of the birth date are exchanged."
        if "0000" in {first[4:], second[4:]} or "0101" in {first[4:], second[4:]}:
            return "The birth dates agree in the year; one may say no more."
        if first[4:6] == second[4:6] and "00" in {first[6:], second[6:]}:
            return "The birth dates agree in year and month; one says no more."
    if distance(first, second) == 1:
        return "The birth dates differ in one digit, or in two that are swapped."
    if first[4:] == second[4:] and abs(int(first[:4]) - int(second[:4])) in {100, *_OTHER_ERAS}:
        return "The birth dates differ by a century, or by the years between two calendars."
    return _next_day(_day(first), _day(second))


def _next_day(first: date | None, second: date | None) -> str:
    if first and second and abs(first - second) == timedelta(days=1):
        return "The birth dates are a day apart."
    return ""
