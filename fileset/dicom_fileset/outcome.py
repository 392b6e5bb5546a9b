"""What an engine did, for its caller: as values, and as the report that machines read."""

from collections.abc import Sequence

from .gathering import Gathered
from .model import Decision, Finding
from .report import ChangeReport, Placement, Removal, Skip


class Outcome:
    """What creating or updating did, or would do.

    Attributes
    ----------
    root
        Of the file-set.
    placed
        Decisions that were carried out.
    removed
        What is gone.
    """

    def __init__(
        self,
        root: str,
        gathered: Gathered,
        placed: Sequence[Decision],
        removed: tuple[Removal, ...] = (),
        planned: tuple[Finding, ...] = (),
    ) -> None:
        self.root = root
        self.placed = placed
        self.removed = removed
        self._gathered = gathered
        self._planned = planned

    @property
    def skipped(self) -> tuple[Skip, ...]:
        """Every file that was left out, with its reason."""
        return tuple(self._gathered.skipped)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that there is to say."""
        return (*self._gathered.findings, *self._planned)

    @property
    def exit_status(self) -> int:
        """0 when all is done, 1 when there were problems; they are among the findings."""
        return int(any(one.severity != "note" for one in self.findings))

    def report(self) -> ChangeReport:
        """The report that machines read."""
        placed = tuple(
            Placement(
                one.instance.path,
                one.file_id,
                one.action,
                one.instance.sop_instance_uid,
                one.transfer_syntax_uid,
            )
            for one in self.placed
        )
        return ChangeReport(self.root, placed, self.removed, self.skipped, self.findings)
