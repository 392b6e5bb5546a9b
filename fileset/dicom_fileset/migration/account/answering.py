"""What a journal answers to who asks how far its migration is."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ...errors import UsageError
from ..journal import Journal, is_at_work
from ..opening import sources_of
from ..report import OutcomeCount
from ..running import PAUSED
from ..terms import destination_of
from .command import command_of
from .groups import WAITING, Counted, counted, typed_row
from .reading import journal_read
from .status import Rate, Session, State, StatusReport

_RECENT_SECONDS: Final = 300.0
_MOST_RECENT: Final = 200_000
"""Rows that are looked at for the recent rate."""
_RECENT: Final = (
    "SELECT count(*), ifnull(sum(size), 0), ifnull(max(at), 0.0) FROM "  # noqa: S608 - ours
    "(SELECT at, size FROM file WHERE sequence > (SELECT max(sequence) FROM file) - "
    f"{_MOST_RECENT} AND session = ?1 AND at > ?2)"
)


class _Recent(NamedTuple):
    files: int
    bytes: int
    last: float


def status_of(path: str) -> StatusReport:
    """How far the migration of a journal is; nothing is changed, and nobody is in its way.

    Parameters
    ----------
    path
        Of the journal.

    Raises
    ------
    Refused
        It is none, or damaged.
    """
    with journal_read(path) as journal:
        return status_in(journal, counted(journal))


def status_in(journal: Journal, found: Counted) -> StatusReport:
    """How far a migration is, of a journal that is only read, and whose files are counted."""
    all_known = not journal.number("SELECT count(*) FROM folder WHERE state = 'found'")
    state, why = _state(journal, found, all_known=all_known)
    recent = _recent(journal, found)
    mean = mean_rate(found.sessions)
    left = sums_of(one for one in found.outcomes if one.outcome == WAITING)
    done = sums_of(one for one in found.outcomes if one.outcome != WAITING)
    measured = recent if recent and state == "running" else mean
    return StatusReport(
        journal.path,
        tuple(sources_of(journal)),
        destination_or_none(journal),
        state,
        why,
        *done,
        done[0] + left[0],
        done[1] + left[1],
        all_known,
        found.outcomes,
        journal.number("SELECT count(*) FROM listed"),
        recent,
        mean,
        _remaining(left[0], left[1], measured) if all_known else None,
        found.settled_at,
        found.sessions,
        command_of(journal) if state not in {"finished", "looked at"} else "",
    )


def destination_or_none(journal: Journal) -> str:
    """Where it goes; empty where nothing was migrated."""
    try:
        return destination_of(journal)
    except UsageError:
        return ""


def _state(journal: Journal, found: Counted, *, all_known: bool) -> tuple[State, str]:
    """What is going on, and what is waited for."""
    if is_at_work(journal.path):
        why = str(journal.fact(PAUSED) or "")
        return ("paused", why) if why else ("running", "")
    if journal.fact("terms") is None:
        return "looked at", ""
    waits = any(one.outcome == WAITING for one in found.outcomes)
    unfinished = waits or not all_known or journal.fact("unbuilt") or not journal.fact("finished")
    return ("stopped" if unfinished else "finished"), ""


def _recent(journal: Journal, found: Counted) -> Rate | None:
    """Of the last minutes in which files were settled, by the clock that nobody sets."""
    last = found.sessions[-1] if found.sessions else None
    if last is None or not last.files or found.settled_at is None:
        return None
    begin = max(last.begun, found.settled_at - _RECENT_SECONDS)
    recent = typed_row(journal.rows(_RECENT, (last.number, begin))[0], _Recent)
    seconds = recent.last - begin
    return Rate(recent.files / seconds, recent.bytes / seconds, seconds) if seconds > 0 else None


def mean_rate(sessions: Sequence[Session]) -> Rate | None:
    """Of all sessions, pauses in them too."""
    seconds = sum(one.seconds for one in sessions)
    if seconds <= 0:
        return None
    files, size = sum(one.files for one in sessions), sum(one.bytes_in for one in sessions)
    return Rate(files / seconds, size / seconds, seconds) if files else None


def _remaining(files: int, size: int, rate: Rate | None) -> float | None:
    """Seconds that files take which are left: by their number or their bytes, what takes longer."""
    if not files:
        return 0.0
    if rate is None:
        return None
    return max(files / rate.files, size / rate.bytes if rate.bytes else 0.0)


def sums_of(outcomes: Iterable[OutcomeCount]) -> tuple[int, int, int]:
    """Files, bytes before and bytes after of some outcomes."""
    some = tuple(outcomes)
    return (
        sum(one.files for one in some),
        sum(one.bytes_in for one in some),
        sum(one.bytes_out for one in some),
    )
