"""What came of tasks, kept in the journal as it comes."""

import json
from collections.abc import Callable
from typing import Final

import msgspec

from ..stored_names import as_stored
from .interning import Interned
from .journal import Journal
from .model import Result
from .scheduler import Done

_SETTLE: Final = """
UPDATE file SET state = 'settled', outcome = ?, code = ?, reason = ?, findings = ?, sha256_in = ?,
sha256_out = ?, syntax_out = ?, size_out = ?, series_out = ?, instance_out = ?, frames = ?,
lossless = ?, decoder = ?, encoder = ?, seconds = ?, codec_seconds = ?, at = ?, session = ?,
worker = ?, sequence = ? WHERE number = ? AND state <> 'settled'
"""
_AS_ASKED: Final = frozenset({"transcoded", "re-encoded", "kept", "duplicate"})


class Books:
    """Keeps results.

    Parameters
    ----------
    journal
        Where they are kept.
    session
        The number of the present one.
    moment
        Seconds since 1970, by a clock that nobody sets while it runs.

    Attributes
    ----------
    sequence
        Of the last row that was kept.
    """

    def __init__(self, journal: Journal, session: int, moment: Callable[[], float]) -> None:
        self._journal = journal
        self._session = session
        self._moment = moment
        self._interned = Interned()
        self._held: list[tuple[Done, float]] = []
        self.sequence = journal.number("SELECT max(sequence) FROM file")

    def take(self, done: Done) -> None:
        """Note what came of a task; it is kept by :meth:`keep`."""
        self._held.append((done, self._moment()))

    @property
    def waiting(self) -> int:
        """How many results are not kept yet."""
        return len(self._held)

    def keep(self) -> None:
        """Keep what was noted: it is there, whatever happens to this process."""
        if not self._held:
            return
        try:
            self._write()
        except BaseException:
            self._interned = Interned()  # what was made in vain has no number
            raise
        self.sequence += len(self._held)
        self._held.clear()

    def _write(self) -> None:
        with self._journal.change() as data:
            rows = []
            for sequence, (done, moment) in enumerate(self._held, self.sequence + 1):
                result = done.result
                known = bool(result.identity.instance)
                series = self._interned.series(data, result.identity) if known else None
                when = (moment, self._session, done.worker, sequence, result.number)
                rows.append((*_values(result, series), *when))
            data.executemany(_SETTLE, rows)


def _values(result: Result, series: int | None) -> tuple[object, ...]:
    reason = result.findings[0] if result.findings else None
    why = reason if result.outcome not in _AS_ASKED else None
    findings = json.dumps(msgspec.to_builtins(result.findings)) if result.findings else None
    return (
        result.outcome,
        why.code if why else None,
        as_stored(why.message) if why else None,
        findings,
        result.sha256_in or None,
        result.sha256_out or None,
        result.syntax_out or None,
        result.size_out,
        series,
        as_stored(result.identity.instance) or None,
        result.frames,
        result.lossless,
        result.decoder,
        result.encoder,
        result.seconds,
        result.codec_seconds,
    )
