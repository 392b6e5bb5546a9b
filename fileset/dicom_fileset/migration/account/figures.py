"""Figures as a person reads them, in pages of a migration."""

import os
from datetime import datetime
from typing import Final

from dicom_profiles.names import syntax_name

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB", "PB")


def size_shown(size: float) -> str:
    """A number of bytes, in powers of 1000.

    >>> size_shown(0), size_shown(999), size_shown(123_456), size_shown(7.5e12)
    ('0 bytes', '999 bytes', '123 kB', '7.50 TB')
    """
    power = 0
    while round(size, 2 if size < 10 else 0) >= 1000 and power < len(_UNITS) - 1:
        size, power = size / 1000, power + 1
    if not power:
        return f"{size:.0f} bytes"
    return f"{size:.{2 if size < 10 else 1 if size < 100 else 0}f} {_UNITS[power]}"


def count_shown(number: float) -> str:
    """A number of things.

    >>> count_shown(1234567)
    '1,234,567'
    """
    return f"{number:,.0f}"


def time_shown(seconds: float) -> str:
    """How long something takes.

    >>> time_shown(42), time_shown(61), time_shown(7200), time_shown(400_000)
    ('42 s', '1 min 1 s', '2 h 0 min', '4 days 15 h')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 72 * 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400:,} days {whole % 86400 // 3600} h"


def share_shown(share: float) -> str:
    """A share, in hundredths.

    >>> share_shown(0.4567), share_shown(0.004), share_shown(1e-9), share_shown(0)
    ('46 %', '0.4 %', 'under 0.1 %', '0 %')
    """
    percent = share * 100
    if 0 < percent < 0.1:
        return "under 0.1 %"
    return f"{percent:.{1 if 0 < percent < 10 else 0}f} %"


def moment_shown(moment: str) -> str:
    """A moment of ISO 8601, with its day of the week.

    >>> moment_shown("2024-01-31T06:00"), moment_shown("")
    ('Wednesday, 31 January 2024, 06:00', 'beyond any calendar')
    """
    if not moment:
        return "beyond any calendar"
    found = datetime.fromisoformat(moment)
    return f"{found:%A}, {found.day} {found:%B %Y, %H:%M}"


def printed(text: str) -> str:
    """Text that a page may hold: without control characters, and names that are no valid text."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


OUTCOMES_TOLD: Final = {
    "transcoded": "transcoded, every pixel proven",
    "re-encoded": "re-encoded, no pixel touched",
    "kept": "kept byte for byte, as the policy says",
    "carried": "carried byte for byte, since it could not be done as the policy says",
    "duplicate": "equal to another file of the same UID, which is there",
    "left": "no instances, left where they are",
    "failed": "failed",
    "put aside": "put aside: a codec crashed or hung over them",
    "waiting": "to be done",
}
"""What came of files, by outcome, for people; in the order in which it is told."""
FILTERS: Final = {
    "size": size_shown,
    "count": count_shown,
    "time": time_shown,
    "share": share_shown,
    "shown": printed,
    "keyword": syntax_name,
}
"""What the templates of a migration's pages call."""
TEMPLATES: Final = os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates")
"""Where these lie."""
