"""The report of a migration, made of its journal."""

from typing import Final

from ..findings import finding
from ..model import Finding, Where
from ..stored_names import as_named
from .account.groups import WAITING, Counted, counted
from .account.kinds_counted import KindsCounted, kinds_counted
from .counts import counts_after, counts_before, moved
from .journal import Journal
from .model import LOST, named
from .paths import PATH, path_of
from .report import Listed, MigrationReport

_MOST_LISTED: Final = 1000
_NOT_AS_ASKED: Final = frozenset({"carried", "failed", "put aside"})
_PROBLEMS: Final = "outcome IN ('carried', 'failed', 'put aside')"
_LOST: Final = (
    "SELECT count(*) FROM file WHERE instance IS NOT NULL AND outcome IN "  # noqa: S608 - ours
    f"({named(LOST)})"
)
_LISTED: Final = (
    f"SELECT outcome, code, reason, {PATH} WHERE file.{_PROBLEMS} ORDER BY file.number LIMIT ?"
)


def report_of(
    journal: Journal,
    destination: str,
    findings: tuple[Finding, ...] = (),
    *,
    dry_run: bool = False,
    known: tuple[Counted, KindsCounted] | None = None,
) -> MigrationReport:
    """What it came to so far.

    Parameters
    ----------
    dry_run
        Whether nothing was written.
    known
        What was counted already.
    """
    found, kinds = known or (counted(journal), kinds_counted(journal))
    waiting = any(one.outcome == WAITING for one in found.outcomes)
    unread = journal.number("SELECT count(*) FROM folder WHERE state = 'found'")
    stopped = bool(waiting or unread or journal.fact("unbuilt"))
    before, after = counts_before(journal), counts_after(journal)
    if not stopped and not dry_run:
        findings += _checked(journal, differ=before != after)
    listed = _listed(journal)
    problems = sum(one.files for one in found.outcomes if one.outcome in _NOT_AS_ASKED)
    problems += journal.number(
        "SELECT count(*) FROM listed WHERE code IN ('unreadable', 'source-missing')"
    )
    bad = problems or any(one.severity != "note" for one in findings)
    return MigrationReport(
        destination,
        journal.path,
        dry_run,
        found.outcomes,
        kinds.syntaxes,
        before,
        after,
        listed,
        max(problems - len(listed), 0),
        findings,
        sum(one.seconds for one in found.sessions),
        found.codec_seconds,
        stopped and not dry_run,
        4 if stopped and not dry_run else int(bool(bad)),
    )


def _checked(journal: Journal, *, differ: bool) -> tuple[Finding, ...]:
    """Whether what was there before is there after, as the headers tell."""
    found = [
        finding(
            "counts-differ",
            "It is of another patient, study, series or instance now.",
            Where(path=path),
        )
        for path in _paths(journal, moved(journal))
    ]
    lost = journal.number(_LOST)
    if differ and not found and not lost:
        found.append(finding("counts-differ", "Not as many are there after as were before."))
    return tuple(found)


def _paths(journal: Journal, numbers: list[int]) -> list[str]:
    query = f"SELECT {PATH} WHERE file.number = ?"
    return [path_of(journal.rows(query, (number,))[0]) for number in numbers]


def _listed(journal: Journal) -> tuple[Listed, ...]:
    rows = journal.rows(_LISTED, (_MOST_LISTED,))
    files = [Listed(path_of(row[3:]), row[0], row[1] or "", as_named(row[2] or "")) for row in rows]
    others = journal.rows(
        "SELECT path, code, message FROM listed ORDER BY path LIMIT ?", (_MOST_LISTED - len(files),)
    )
    return (
        *files,
        *(Listed(as_named(path), "listed", code, message) for path, code, message in others),
    )
