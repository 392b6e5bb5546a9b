"""What came of all files, counted; and the one sentence that it comes to."""

from collections import Counter
from typing import Final

from .model import IN_ARCHIVE, LOST, Outcome, Row

_SAID: Final[dict[Outcome, str]] = {
    "unreadable": "unreadable",
    "damaged": "damaged",
    "missing": "not on the medium",
    "refused": "refused",
    "skipped": "skipped, since the archive has another content under the same UID",
}
"""Outcomes of instances that are not imported, in the order in which they are told."""


class Accounts:
    """Counts rows as they come; of those that are imported it keeps nothing else."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.left: Counter[str] = Counter()
        self._others: dict[str, Row] = {}

    def amend(self, row: Row) -> None:
        """Take in more Findings on a file that was taken in with the same outcome."""
        self._others[row.path] = row

    def give_back(self, row: Row) -> None:
        """Forget a row that was taken in: it did not last."""
        self._count(row, -1)
        self._others.pop(row.path, None)

    def _count(self, row: Row, by: int) -> None:
        self.outcomes[row.outcome] += by
        if row.outcome == "left":
            self.left[row.kind] += by

    def take(self, row: Row) -> None:
        """Take in a row, the first of its file."""
        self._count(row, 1)
        if row.outcome not in {"imported", "linked"} or row.findings:
            self._others[row.path] = row

    @property
    def imported(self) -> int:
        """Instances that are in the archive."""
        return sum(self.outcomes[one] for one in IN_ARCHIVE)

    @property
    def instances(self) -> int:
        """Instances that were asked for, as far as is known."""
        return self.imported + sum(self.outcomes[one] for one in _SAID)

    @property
    def lost(self) -> int:
        """Files that should have come in, and did not."""
        return sum(self.outcomes[one] for one in LOST)

    def others(self) -> tuple[Row, ...]:
        """Rows of all files but those that are imported without a word."""
        return tuple(self._others.values())

    def sentence(self) -> str:
        """What it comes to.

        >>> accounts = Accounts()
        >>> accounts.take(Row("IM1", 1, "imported"))
        >>> accounts.take(Row("IM2", 1, "unreadable"))
        >>> accounts.sentence()
        '1 of 2 instances is imported; 1 is not: 1 unreadable.'
        >>> accounts = Accounts()
        >>> accounts.take(Row("IM2", 1, "unreadable"))
        >>> accounts.sentence()
        'The 1 instance is not imported: 1 unreadable.'
        """
        if self.outcomes["planned"]:
            return f"{_instances(self.outcomes['planned'])} would be imported."
        all_of, done = self.instances, self.imported
        if not all_of:
            return "No instance was found that is asked for."
        if done == all_of:
            said = "The 1 instance is" if done == 1 else f"All {done} instances are"
            return f"{said} imported."
        reasons = self._reasons()
        if not done:
            said = "The 1 instance is not" if all_of == 1 else f"None of {all_of} instances is"
            return f"{said} imported: {reasons}."
        other = all_of - done
        part = f"{done} of {_instances(all_of)} {_verb(done)} imported"
        return f"{part}; {other} {_verb(other)} not: {reasons}."

    def _reasons(self) -> str:
        """Why instances are not imported, with their numbers."""
        return ", ".join(
            f"{self.outcomes[one]} {said}" for one, said in _SAID.items() if self.outcomes[one]
        )

    def stopped(self, rest: int) -> str:
        """What an import comes to that was stopped before so many files.

        >>> Accounts().stopped(3)
        'It was stopped: 0 instances are imported, and 3 files are still to come.'
        >>> accounts = Accounts()
        >>> accounts.take(Row("IM1", 1, "refused"))
        >>> accounts.stopped(3)
        'It was stopped: 0 instances are imported, 1 refused, and 3 files are still to come.'
        """
        done = f"{_instances(self.imported)} {_verb(self.imported)} imported"
        done = ", ".join(filter(None, (done, self._reasons())))
        files = f"{rest} file{'' if rest == 1 else 's'} {_verb(rest)} still to come"
        return f"It was stopped: {done}, and {files}."


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"


def _instances(number: int) -> str:
    return f"{number} instance{'' if number == 1 else 's'}"
