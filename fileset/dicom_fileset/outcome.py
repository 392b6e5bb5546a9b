"""What an engine did, for its caller: as values, and as the report that machines read."""

from collections.abc import Sequence
from functools import cached_property

from .conformity.naming import Naming, naming_of
from .conformity.terms import AS_IT_IS, Terms
from .errors import Refused
from .gathering import Gathered
from .model import Decision, Finding
from .pdi.pages import page_names
from .report import ChangeReport, Correction, Placement, Removal, Skip


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
    terms
        On which instances were taken.
    corrected
        Instances of a patient that was re-keyed.
    changed
        Whether anything of the file-set is other than it was.
    """

    def __init__(
        self,
        root: str,
        gathered: Gathered,
        placed: Sequence[Decision],
        removed: tuple[Removal, ...] = (),
        planned: tuple[Finding, ...] = (),
        terms: Terms = AS_IT_IS,
    ) -> None:
        self.root = root
        self.placed = placed
        self.removed = removed
        self._gathered = gathered
        self._planned = planned
        self.terms = terms
        self.corrected: tuple[Correction, ...] = ()
        self.changed = True

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
        """0 when all is done, 1 when there were problems; they are among the findings.

        3 for a plan that would be refused.
        """
        if any(one.code == "capacity-exceeded" for one in self._planned):
            return Refused.exit_status
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
                one.why,
                one.instance.size,
                one.size,
                one.estimated,
                one.lossless,
                one.encoder,
            )
            for one in self.placed
        )
        named = self.naming
        return ChangeReport(
            self.root,
            placed,
            self.removed,
            self.skipped,
            self.findings,
            self.terms.profile.name if self.terms.profile else "",
            named.conforms_to,
            named.nearest,
            named.obstacles,
            self.pages,
            self.corrected,
        )

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages beside the instances; none but on an IHE PDI medium."""
        return page_names() if self.terms.pdi is not None else ()

    @cached_property
    def naming(self) -> Naming:
        """The Standard profiles that what was placed conforms to, or the nearest one."""
        return naming_of(self.placed, self.terms.profile)
