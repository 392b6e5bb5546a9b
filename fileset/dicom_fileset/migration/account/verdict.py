"""Whether everything is there, in a sentence that somebody signs."""

from typing import Final, Literal, NamedTuple

from ..model import LOST, Outcome
from .account import Account
from .figures import count_shown

Tone = Literal["good", "care", "bad"]


class Verdict(NamedTuple):
    """What a migration came to, for who reads no further.

    Attributes
    ----------
    tone
        ``good``: all is there as asked.  ``care``: all is there, and something has to be looked
        at, or it is not done yet.  ``bad``: something is not there.
    head, text
        One short sentence, and what has to be said beside it.
    """

    tone: Tone
    head: str
    text: str


_UNFINISHED: Final = {
    "looked at": "Nothing was migrated yet",
    "running": "It is not done: a process is at work on it",
    "paused": "It is not done: it waits",
    "stopped": "It is not done: it was stopped",
}


def verdict_of(account: Account) -> Verdict:
    """Whether everything is there."""
    report, status = account.report, account.status
    lost = _files(account, LOST)
    carried = _files(account, {"carried"})
    instances = (
        f"{count_shown(report.after.instances)} of {count_shown(report.before.instances)} "
        "instances are at the destination"
    )
    if status.state != "finished":
        head = f"{_UNFINISHED[status.state]}."
        done = f"{count_shown(status.files)} of {count_shown(status.all_files)} files are done"
        return Verdict("care", head, f"{done}; {instances}.")
    parts = [f"{instances}, each proven"]
    if carried:
        parts.append(f"{_some(carried)} carried byte for byte, since what was asked cannot be done")
    if lost:
        parts.append(f"{_some(lost)} not migrated; the sources are as they were")
    differ = report.before != report.after
    text = "; ".join(parts) + "."
    if lost or differ or any(one.severity == "error" for one in report.findings):
        return Verdict("bad", "Not everything is there.", text)
    if report.exit_status:
        return Verdict("care", "Everything is there, and something has to be looked at.", text)
    return Verdict("good", "Everything is there.", text)


def _files(account: Account, outcomes: "frozenset[Outcome] | set[Outcome]") -> int:
    return sum(one.files for one in account.report.outcomes if one.outcome in outcomes)


def _some(number: int) -> str:
    return f"{count_shown(number)} {'file was' if number == 1 else 'files were'}"
