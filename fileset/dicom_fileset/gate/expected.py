"""Who is expected on a medium, as a person types it: ``KEYWORD=VALUE``."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NoReturn

from ..errors import UsageError
from ..findings import finding
from .identity import Identity, trimmed_name


def expected_identity(options: Sequence[str]) -> Identity:
    """The person that ``--expect`` options describe.

    Parameters
    ----------
    options
        Each ``KEYWORD=VALUE``; the keywords are those of :data:`EXPECTABLE`.  A birth date is
        ``19700131`` or ``1970-01-31``; a name is as DICOM has it, or as people write it:
        ``Müller^Anna``, ``Müller, Anna`` or ``Anna Müller``.

    Raises
    ------
    UsageError
        A keyword or a value is none, or a keyword is given twice.
    """
    fields: dict[str, str] = {}
    for option in options:
        keyword, _, value = option.partition("=")
        if keyword not in EXPECTABLE:
            known = ", ".join(EXPECTABLE)
            _refuse(f"{keyword!r} is none of what can be expected: {known}.")
        field, read = EXPECTABLE[keyword]
        if field in fields:
            _refuse(f"{keyword} is expected twice.")
        fields[field] = read(value.strip())
        if not fields[field]:
            _refuse(f"{keyword} is expected without a value.")
    if fields.keys() == {"issuer"}:
        _refuse("IssuerOfPatientID says nothing without PatientID.")
    return Identity(**fields)


def _refuse(message: str) -> NoReturn:
    raise UsageError(finding("bad-criterion", message))


_DATE: Final = re.compile(r"(\d{4})([-.]?)(\d\d)\2(\d\d)", re.ASCII)


def _birth_date(value: str) -> str:
    found = _DATE.fullmatch(value)
    if value and found is None:
        _refuse("PatientBirthDate is written 19700131 or 1970-01-31.")
    if found is None:
        return ""
    year, _, month, day = found.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        _refuse("PatientBirthDate is no day of the calendar.")
    return year + month + day


def _sex(value: str) -> str:
    if value.upper() not in {"M", "F", "O", ""}:
        _refuse("PatientSex is M, F or O.")
    return value.upper()


def _name(value: str) -> str:
    if not any(character.isalnum() for character in value):
        return ""
    if "^" not in value and value.count(",") == 1:
        family, _, given = value.partition(",")
        value = f"{family.strip()}^{given.strip()}"
    return trimmed_name(value)


def _plain(value: str) -> str:
    return value


EXPECTABLE: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "PatientID": ("patient_id", _plain),
    "IssuerOfPatientID": ("issuer", _plain),
    "PatientName": ("name", _name),
    "PatientBirthDate": ("birth_date", _birth_date),
    "PatientSex": ("sex", _sex),
}
"""Keywords of ``--expect``: the field of :class:`Identity`, and how a value is read."""
