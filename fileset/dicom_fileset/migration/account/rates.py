"""How fast a migration was over the time that was worked on it.

Time is that of the sessions, one behind the other: what a clock was set to between them counts for
nothing, and within one nobody can set it.  A pause is time in which nothing was settled.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from ..journal import Journal
from .groups import typed_row
from .status import Session

_MOMENTS: Final = 120
"""In which all the time is shown, about."""
_WIDTHS: Final = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    14400,
    43200,
    86400,
)
"""Seconds that a person counts in."""
_SETTLED: Final = (
    "SELECT file.session, CAST(max(file.at - session.begun, 0.0) / ?1 AS INTEGER), count(*), "
    "sum(file.size) FROM file JOIN session ON session.number = file.session "
    "WHERE file.at IS NOT NULL GROUP BY 1, 2"
)


class Moment(NamedTuple):
    """A little while of work.

    Attributes
    ----------
    at
        Seconds of work before its middle.
    files, bytes
        That were settled, a second.
    """

    at: float
    files: float
    bytes: float


class _Settled(NamedTuple):
    session: int
    place: int
    files: int
    bytes: int


def rates(journal: Journal, sessions: Sequence[Session]) -> tuple[tuple[Moment, ...], ...]:
    """How fast each session was; those that took no time have nothing."""
    width = width_for(sum(one.seconds for one in sessions))
    places = {one.number: _places(one.seconds, width) for one in sessions}
    files: defaultdict[tuple[int, int], int] = defaultdict(int)
    sizes: defaultdict[tuple[int, int], int] = defaultdict(int)
    for row in journal.data.execute(_SETTLED, (width,)):
        one = typed_row(row, _Settled)
        key = one.session, min(one.place, places.get(one.session, 1) - 1)
        files[key] += one.files
        sizes[key] += one.bytes
    made, before = [], 0.0
    for session in sessions:
        moments = []
        for place in range(places[session.number] if session.seconds > 0 else 0):
            begin = place * width
            last = place == places[session.number] - 1
            seconds = (session.seconds if last else begin + width) - begin
            key = session.number, place
            middle = before + begin + seconds / 2
            moments.append(Moment(middle, files[key] / seconds, sizes[key] / seconds))
        made.append(tuple(moments))
        before += session.seconds
    return tuple(made)


def width_for(seconds: float) -> float:
    """Seconds of a moment, so that there are not many.

    >>> width_for(30), width_for(3600), width_for(86400 * 365)
    (1, 30, 262800.0)
    """
    least = seconds / _MOMENTS
    return next((width for width in _WIDTHS if width >= least), least)


def _places(seconds: float, width: float) -> int:
    """How many moments a session has: what is left at its end belongs to the one before."""
    return max(round(seconds / width), 1)
