"""Files of a journal counted in one pass: by outcome and reason, and by session."""

from collections import defaultdict
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from ..journal import Journal
from ..report import OutcomeCount
from .status import Session

WAITING: Final = "waiting"
_MOST: Final = 100_000
"""Reasons, sessions or workers; a journal that has more is none of ours."""
_GROUPS: Final = (
    "SELECT ifnull(outcome, 'waiting'), ifnull(code, ''), ifnull(session, 0), "
    "ifnull(worker, ''), count(*), sum(size), sum(ifnull(size_out, 0)), max(at), "
    "sum(ifnull(codec_seconds, 0.0)) FROM file GROUP BY 1, 2, 3, 4"
)
_SESSIONS: Final = (
    "SELECT number, begun, ended, seconds, jobs, scheduler, version "  # noqa: S608 - ours
    "FROM session "
    f"ORDER BY number LIMIT {_MOST}"
)

Row = TypeVar("Row")


class _Group(NamedTuple):
    outcome: str
    code: str
    session: int
    worker: str
    files: int
    bytes_in: int
    bytes_out: int
    last: float | None
    codec_seconds: float


class _Begun(NamedTuple):
    number: int
    begun: float
    ended: float | None
    seconds: float
    jobs: int
    scheduler: str
    version: str


class Sums(NamedTuple):
    """What files come to that have something in common."""

    files: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    def and_also(self, files: int, bytes_in: int, bytes_out: int) -> "Sums":
        """With others."""
        return Sums(self.files + files, self.bytes_in + bytes_in, self.bytes_out + bytes_out)


class Counted(NamedTuple):
    """All files of a journal, counted.

    Attributes
    ----------
    outcomes
        The most first.
    sessions
        In their order.
    settled_at
        When the last file was settled; ``None``: none was.
    codec_seconds
        That processes spent in encoders and decoders.
    """

    outcomes: tuple[OutcomeCount, ...]
    sessions: tuple[Session, ...]
    settled_at: float | None
    codec_seconds: float


def typed_row(row: Any, kind: type[Row]) -> Row:
    """A row of a journal as a named tuple.

    Raises
    ------
    msgspec.ValidationError
        Something else stands in it.
    """
    return msgspec.convert(row, kind)


def counted(journal: Journal) -> Counted:
    """Count the files of a journal."""
    outcomes: defaultdict[tuple[str, str], Sums] = defaultdict(Sums)
    sessions: defaultdict[int, Sums] = defaultdict(Sums)
    workers: defaultdict[int, set[str]] = defaultdict(set)
    lasts: dict[int, float] = {}
    codec_seconds = 0.0
    for seen, row in enumerate(journal.data.execute(_GROUPS)):
        one = typed_row(row, _Group)
        if seen > 10 * _MOST or len(outcomes) > _MOST:
            raise ValueError(one.outcome)
        sums = one.files, one.bytes_in, one.bytes_out
        outcomes[one.outcome, one.code] = outcomes[one.outcome, one.code].and_also(*sums)
        codec_seconds += one.codec_seconds
        if one.session:
            sessions[one.session] = sessions[one.session].and_also(*sums)
            workers[one.session].add(one.worker)
            lasts[one.session] = max(one.last or 0.0, lasts.get(one.session, 0.0))
    begun = [typed_row(row, _Begun) for row in journal.data.execute(_SESSIONS)]
    made = tuple(
        _session(one, sessions[one.number], len(workers[one.number]), lasts.get(one.number))
        for one in begun
    )
    ordered = sorted(outcomes.items(), key=lambda pair: (-pair[1].files, pair[0]))
    return Counted(
        tuple(OutcomeCount(*names, *sums) for names, sums in ordered),
        made,
        lasts[max(lasts)] if lasts else None,
        codec_seconds,
    )


def _session(begun: _Begun, sums: Sums, workers: int, last: float | None) -> Session:
    seconds = begun.seconds if begun.ended is not None else max((last or 0.0) - begun.begun, 0.0)
    return Session(
        begun.number,
        begun.begun,
        begun.ended,
        seconds,
        begun.jobs,
        begun.scheduler,
        begun.version,
        workers,
        *sums,
    )
