"""The account of a migration: all that its page tells, asked of the journal at one moment."""

from collections import defaultdict
from typing import Any, Final, NamedTuple

from ...findings import CODES
from ...stored_names import as_named
from ..journal import Journal
from ..paths import PATH, path_of
from ..report import MigrationReport, OutcomeCount
from ..reporting import report_of
from ..terms import Terms, terms_of
from .answering import status_in
from .command import VERSIONS
from .groups import counted
from .kinds_counted import KindsCounted, kinds_counted
from .rates import Moment, rates
from .status import StatusReport

_FIRST: Final = 10
"""Files of a reason that are named."""
_MOST_REASONS: Final = 100
_ORDER: Final = ("failed", "put aside", "carried", "duplicate", "left")
"""Outcomes, those first that somebody has to look at."""
_TOLD: Final = "('failed', 'put aside', 'carried', 'left')"
_FEW: Final = (
    "SELECT number, outcome, ifnull(code, '') AS code, reason, row_number() OVER "  # noqa: S608 - ours
    f"(PARTITION BY outcome, code ORDER BY number) AS turn FROM file WHERE outcome IN {_TOLD}"
)
_FIRSTS: Final = "SELECT few.outcome, few.code, few.reason, " + PATH.replace(
    "FROM file ", f"FROM ({_FEW}) AS few CROSS JOIN file ON file.number = few.number "
)
_TURN: Final = f" WHERE few.turn <= {_FIRST} ORDER BY few.number"
_LISTED: Final = (
    f"SELECT code, files, path, message FROM (SELECT code, path, message, row_number() OVER "  # noqa: S608 - ours
    "(PARTITION BY code ORDER BY number) AS turn, count(*) OVER (PARTITION BY code) AS files "
    f"FROM listed) WHERE turn <= {_FIRST} ORDER BY code, turn LIMIT {_MOST_REASONS * _FIRST}"
)


class Named(NamedTuple):
    """A file, and why it is told of."""

    path: str
    reason: str


class Reason(NamedTuple):
    """Files of one outcome and one reason.

    Attributes
    ----------
    outcome, code
        Of all of them; ``listed`` for what of the sources is no file.
    remedy
        What to do about it.
    files, bytes
        How many, and how long.
    first
        The first of them.
    """

    outcome: str
    code: str
    remedy: str
    files: int
    bytes: int
    first: tuple[Named, ...]

    @property
    def more(self) -> int:
        """Files that are not named."""
        return self.files - len(self.first)


class Account(NamedTuple):
    """All that is told of a migration.

    Attributes
    ----------
    status, report
        How far it is, and what it came to.
    kinds
        Instances by modality and transfer syntax.
    reasons, more_reasons
        Why files are not at the destination, or not as they should be; how many reasons have no
        room here.
    rates
        How fast each session was.
    terms
        What was asked; ``None`` where nothing was migrated.
    versions
        Of the software that was at work last.
    """

    status: StatusReport
    report: MigrationReport
    kinds: KindsCounted
    reasons: tuple[Reason, ...]
    more_reasons: int
    rates: tuple[tuple[Moment, ...], ...]
    terms: Terms | None
    versions: tuple[str, ...]


def account_of(journal: Journal) -> Account:
    """The account of a migration, of a journal that is only read."""
    found, kinds = counted(journal), kinds_counted(journal)
    status = status_in(journal, found)
    begun = journal.fact("terms") is not None
    report = report_of(journal, status.destination, dry_run=not begun, known=(found, kinds))
    reasons = [one for one in status.outcomes if one.outcome in _ORDER and one.code]
    reasons.sort(key=lambda one: (_ORDER.index(one.outcome), -one.files))
    told = reasons[:_MOST_REASONS]
    return Account(
        status,
        report,
        kinds,
        (*_reasons(journal, told), *_listed(journal)),
        len(reasons) - len(told),
        rates(journal, status.sessions),
        terms_of(journal) if begun else None,
        tuple(map(str, journal.fact(VERSIONS) or ())),
    )


def _reasons(journal: Journal, outcomes: list[OutcomeCount]) -> list[Reason]:
    firsts: dict[tuple[str, str], list[Named]] = {(one.outcome, one.code): [] for one in outcomes}
    for outcome, code, reason, *place in journal.data.execute(_FIRSTS + _TURN):
        if (named := firsts.get((outcome, code))) is not None:
            named.append(Named(path_of(place), as_named(reason or "")))
    return [
        Reason(
            one.outcome,
            one.code,
            _remedy(one.code),
            one.files,
            one.bytes_in,
            tuple(firsts[one.outcome, one.code]),
        )
        for one in outcomes
    ]


def _listed(journal: Journal) -> list[Reason]:
    found: defaultdict[tuple[str, int], list[Named]] = defaultdict(list)
    rows: list[Any] = journal.rows(_LISTED)
    for code, files, path, message in rows:
        found[str(code), int(files)].append(Named(as_named(path), as_named(message)))
    return [
        Reason("listed", code, _remedy(code), files, 0, tuple(named))
        for (code, files), named in found.items()
    ]


def _remedy(code: str) -> str:
    return CODES[code].remedy if code in CODES else ""
