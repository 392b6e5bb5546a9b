"""Sources scanned and decided on: what creator and updater have in common."""

from collections.abc import Iterable, Iterator

from .model import Decision, Finding, Instance
from .plan import Planner
from .progress import Progress
from .report import Skip

STEP = 256
"""Instances between two reports of progress."""

Scanned = Instance | Finding


class Gathered:
    """The decisions so far, and all that there is to say of them."""

    def __init__(self, planner: Planner, progress: Progress) -> None:
        self._planner = planner
        self._progress = progress
        self.kept: list[Decision] = []
        self.skipped: list[Skip] = []
        self.findings: list[Finding] = []

    def take(self, scanned: Iterable[Scanned]) -> Iterator[Decision]:
        """Decide on each; those that are kept are given on at once."""
        decide = self._planner.decide
        for number, one in enumerate(scanned, 1):
            if not number % STEP:
                self._progress("reading", number, None)
            if isinstance(one, Finding):
                self.skip(one)
                continue
            decision = decide(one)
            if decision.action == "excluded":
                self.skip(*decision.reasons)
                continue
            if decision.reasons:
                self.findings += decision.reasons
            self.kept.append(decision)
            yield decision

    def skip(self, *reasons: Finding) -> None:
        """Leave a file out, and say why."""
        self.findings += reasons
        first = reasons[0]
        self.skipped.append(Skip(first.where.path or "", first.code, first.message, first.clause))
