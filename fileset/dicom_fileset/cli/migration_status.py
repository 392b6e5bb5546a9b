"""How far a migration is, as text or as JSON."""

from datetime import datetime
from typing import Final

from ..migration.account.figures import time_shown
from ..migration.account.status import Rate, Session, StatusReport
from .migrated import outcome_lines
from .output import counted, printable, show_json, sized

_MOST_SESSIONS: Final = 20
_STATES: Final = {
    "looked at": "taken stock of; nothing was migrated",
    "running": "running",
    "paused": "paused",
    "stopped": "stopped before all was done",
    "finished": "finished",
}


def show_status(report: StatusReport, *, as_json: bool) -> int:
    """Show how far a migration is; its exit status: it was told."""
    if as_json:
        show_json(report)
        return 0
    for line in _lines(report):
        print(printable(line))
    return 0


def _lines(report: StatusReport) -> list[str]:
    why = f": {report.why}" if report.why else ""
    to = report.destination or "nowhere yet"
    lines = [
        f"{', '.join(report.sources) or 'no source'} -> {to}: {_STATES[report.state]}{why}",
        (
            f"  {report.files:,} of {report.all_files:,} files, {sized(report.bytes_in)} of "
            f"{sized(report.all_bytes)}{_share(report)}; {sized(report.bytes_out)} written"
        ),
    ]
    if not report.all_known:
        lines.append("  the sources are not taken stock of to their end: there may be more")
    lines += outcome_lines(report.outcomes, by_reason=True)
    if report.listed:
        lines.append(f"  {report.listed:>9,}  listed: no files, or not to be read")
    lines += [*_rates(report), *_sessions(report.sessions)]
    lines.append(f"journal: {report.journal}")
    if report.state == "stopped":
        how = report.command or "the call that began it, with resume=True"
        lines.append(f"go on:   {how}")
    return lines


def _share(report: StatusReport) -> str:
    if not report.all_bytes:
        return ""
    return f" ({report.bytes_in / report.all_bytes:.1%})"


def _rates(report: StatusReport) -> list[str]:
    lines = []
    if report.recent is not None and report.state in {"running", "paused"}:
        lines.append(f"rate:    {_rate(report.recent)} in the last minutes")
    if report.mean is not None:
        lines.append(f"mean:    {_rate(report.mean)} in {time_shown(report.mean.seconds)} of work")
    if report.settled_at is not None:
        lines.append(f"last:    a file was settled {_moment(report.settled_at)}")
    if report.remaining_seconds:
        lines.append(f"left:    about {time_shown(report.remaining_seconds)} of work")
    return lines


def _rate(rate: Rate) -> str:
    return f"{rate.files:,.1f} files/s, {sized(round(rate.bytes))}/s"


def _sessions(sessions: tuple[Session, ...]) -> list[str]:
    hidden = len(sessions) - _MOST_SESSIONS
    lines = [f"{counted(len(sessions), 'session')}:"]
    lines += [f"  ... and {hidden} before these; --json lists them all"] if hidden > 0 else []
    return lines + [f"  {_session(one)}" for one in sessions[-_MOST_SESSIONS:]]


def _session(one: Session) -> str:
    took = time_shown(one.seconds) + ("" if one.ended is not None else ", no end noted")
    workers = f", {counted(one.workers, 'worker')}" if one.scheduler != "local" else ""
    return (
        f"{one.number}: {_moment(one.begun)}, {took}: {one.files:,} files, {sized(one.bytes_in)} "
        f"({counted(one.jobs, 'job')}, {one.scheduler}{workers}, {one.version})"
    )


def _moment(seconds: float) -> str:
    """A moment by the clock of who asks."""
    try:
        return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M:%S}"
    except (OverflowError, ValueError, OSError):
        return "at no time of a calendar"
