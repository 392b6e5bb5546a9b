"""The report of a migration, made of its journal."""

from typing import Final

from ..findings import finding
from ..model import Finding, Where
from ..stored_names import as_named
from .counts import counts_after, counts_before, moved
from .journal import Journal
from .model import LOST
from .paths import PATH, path_of
from .report import Listed, MigrationReport, OutcomeCount, SyntaxCount

_MOST_LISTED: Final = 1000
_OUTCOMES: Final = (
    "SELECT ifnull(outcome, 'waiting'), ifnull(code, ''), count(*), sum(size), "
    "sum(ifnull(size_out, 0)) FROM file GROUP BY 1, 2 ORDER BY 3 DESC"
)
_SYNTAXES: Final = (
    "SELECT kind.transfer_syntax_uid, file.syntax_out, count(*), sum(file.size), "
    "sum(file.size_out) FROM file JOIN kind ON kind.number = file.kind "
    "WHERE file.syntax_out IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC"
)
_PROBLEMS: Final = "outcome IN ('carried', 'failed', 'put aside')"
_LOST: Final = (
    "SELECT count(*) FROM file WHERE instance IS NOT NULL AND outcome IN "  # noqa: S608 - ours
    f"({', '.join(map(repr, sorted(LOST)))})"
)
_LISTED: Final = (
    f"SELECT outcome, code, reason, {PATH} WHERE file.{_PROBLEMS} ORDER BY file.number LIMIT ?"
)


def report_of(
    journal: Journal, destination: str, findings: tuple[Finding, ...] = (), *, dry_run: bool = False
) -> MigrationReport:
    """What it came to so far."""
    outcomes = tuple(OutcomeCount(*row) for row in journal.rows(_OUTCOMES))
    waiting = sum(one.files for one in outcomes if one.outcome == "waiting")
    unread = journal.number("SELECT count(*) FROM folder WHERE state = 'found'")
    stopped = bool(waiting or unread or journal.fact("unbuilt"))
    before, after = counts_before(journal), counts_after(journal)
    if not stopped and not dry_run:
        findings += _checked(journal, differ=before != after)
    listed = _listed(journal)
    problems = journal.number(f"SELECT count(*) FROM file WHERE {_PROBLEMS}")  # noqa: S608 - ours
    problems += journal.number(
        "SELECT count(*) FROM listed WHERE code IN ('unreadable', 'source-missing')"
    )
    seconds = journal.rows("SELECT sum(seconds) FROM session")[0][0] or 0.0
    codec_seconds = journal.rows("SELECT sum(codec_seconds) FROM file")[0][0] or 0.0
    bad = problems or any(one.severity != "note" for one in findings)
    return MigrationReport(
        destination,
        journal.path,
        dry_run,
        outcomes,
        tuple(SyntaxCount(*row) for row in journal.rows(_SYNTAXES)),
        before,
        after,
        listed,
        max(problems - len(listed), 0),
        findings,
        seconds,
        codec_seconds,
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
