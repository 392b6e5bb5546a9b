"""The look: the header of every file tells what it is of, and its kind; no pixel is read."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from ..findings import finding
from ..importing.layout import Layout
from ..model import Finding, Instance
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.many import scan_files
from ..scan.telling import scanned_finding
from ..stored_names import as_stored
from .identities import identity_of
from .interning import Interned
from .journal import Journal
from .kinds import date_of, kind_of
from .model import Outcome
from .paths import PATH, path_of

_PAGE: Final = 1000
_TO_LOOK_AT: Final = (
    f"SELECT file.number, {PATH} WHERE file.state = 'found' AND file.state <> 'settled' "
    "AND file.number > ? "
    f"ORDER BY file.number LIMIT {_PAGE}"
)
_LOOKED_AT: Final = (
    "UPDATE file SET state = 'looked at', kind = ?, series = ?, instance = ?, date = ?, "
    "native = ?, destination = ? WHERE number = ?"
)
_DAMAGED: Final = (
    "UPDATE file SET state = 'looked at', date = 0, native = 0, code = ?, reason = ? "
    "WHERE number = ?"
)
"""Of one that is carried all the same: its code and reason tell until it is settled."""
_SETTLED: Final = (
    "UPDATE file SET state = 'settled', outcome = ?, code = ?, reason = ?, findings = ? "
    "WHERE number = ?"
)
_VIEW: Final = "view"
_FORGET: Final = (
    "UPDATE file SET state = 'found', kind = NULL, series = NULL, instance = NULL, date = NULL, "
    "native = NULL, repeats = NULL, occurrence = 0, destination = NULL, outcome = NULL, "
    "code = NULL, reason = NULL, findings = NULL WHERE state <> 'found' AND sequence IS NULL"
)
_NO_INSTANCES: Final = frozenset({"not-dicom", "is-directory"})
"""Codes of what stays where it is, and nothing is lost by it."""
_NOT_CARRIED: Final = _NO_INSTANCES | {"unreadable"}


class _Known(NamedTuple):
    number: int
    scanned: Instance | Finding


class Look:
    """Reads the headers that were not read yet.

    Parameters
    ----------
    journal
        Whose inventory is complete.
    layout
        The template of the destination; ``None`` where files keep their names.
    jobs
        Processes that read headers.
    carry
        Whether a file has a place though its header cannot be understood: that of its name.
    """

    def __init__(self, journal: Journal, layout: Layout | None, jobs: int, *, carry: bool) -> None:
        self._journal = journal
        self._layout = layout
        self._carry = carry
        self._jobs = jobs
        self._interned = Interned()

    def run(self, told: Callable[[int, int], None]) -> None:
        """Read all of them; ``told`` how many of how many are done, now and then."""
        self._forget()
        count = "SELECT count(*) FROM file WHERE state = 'found'"
        done, whole = 0, self._journal.number(count)
        held: list[_Known] = []
        for one in self._scanned():
            held.append(one)
            if len(held) == _PAGE:
                done += self._keep(held)
                told(done, whole)
        told(done + self._keep(held), whole)

    def _forget(self) -> None:
        """What was looked at in view of another layout is looked at again."""
        view = [self._layout.template if self._layout else "", self._carry]
        before = self._journal.fact(_VIEW)
        if before is not None and before != view:
            with self._journal.change() as data:
                data.execute(_FORGET)
        if before != view:
            self._journal.note(_VIEW, view)

    def _scanned(self) -> Iterator[_Known]:
        numbers: deque[int] = deque()

        def paths() -> Iterator[str]:
            last = 0
            while rows := self._journal.rows(_TO_LOOK_AT, (last,)):
                for number, *place in rows:
                    numbers.append(number)
                    yield path_of(place)
                last = rows[-1][0]

        for scanned in scan_files(paths(), self._jobs, scanned_finding):
            yield _Known(numbers.popleft(), scanned)

    def _keep(self, held: list[_Known]) -> int:
        with self._journal.change() as data:
            looked_at: list[tuple[object, ...]] = []
            damaged: list[tuple[object, ...]] = []
            settled: list[tuple[object, ...]] = []
            for number, scanned in held:
                if not isinstance(scanned, Instance) and self._is_carried(scanned):
                    damaged.append((scanned.code, scanned.message, number))
                    continue
                left = _why_left(scanned)
                if left is not None:
                    settled.append((*left, number))
                    continue
                assert isinstance(scanned, Instance)  # noqa: S101 - what is none was left
                kind, native = kind_of(scanned)
                identity = identity_of(scanned)
                looked_at.append(
                    (
                        self._interned.kind(data, kind),
                        self._interned.series(data, identity),
                        as_stored(identity.instance),
                        date_of(scanned),
                        native,
                        as_stored("/".join(self._layout.path(scanned))) if self._layout else None,
                        number,
                    )
                )
            data.executemany(_LOOKED_AT, looked_at)
            data.executemany(_DAMAGED, damaged)
            data.executemany(_SETTLED, settled)
        number = len(held)
        held.clear()
        return number

    def _is_carried(self, found: Finding) -> bool:
        return self._carry and found.code not in _NOT_CARRIED


def _why_left(scanned: Instance | Finding) -> tuple[Outcome, str, str, str] | None:
    """Outcome, code, reason and findings of what has nothing to be migrated."""
    if isinstance(scanned, Instance):
        if scanned.sop_class_uid != MEDIA_STORAGE_DIRECTORY:
            return None
        scanned = finding("is-directory", "It is the directory of a file-set.")
    outcome: Outcome = "left" if scanned.code in _NO_INSTANCES else "failed"
    return outcome, scanned.code, scanned.message, json.dumps(msgspec.to_builtins([scanned]))
