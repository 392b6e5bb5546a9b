"""Whose medium it is, asked before anything is copied, and again of each instance."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..errors import Refused
from ..findings import finding
from ..gate.expected import expected_identity
from ..gate.judgement import Verdict, judge
from ..gate.medium import Identities, Seen
from ..gate.verdict import (
    IdentityRow,
    Judged,
    identity_rows,
    judged,
    verdict_findings,
    verdict_on,
)
from ..model import FileSet, Finding, Instance, Where

if TYPE_CHECKING:
    from ..gate.identity import Identity


class Gatekeeper:
    """Knows who is on a medium, and who is expected.

    Attributes
    ----------
    noted
        Paths of the instances that it knows of.

    Parameters
    ----------
    expect
        ``KEYWORD=VALUE`` each; nobody is refused where there is none.
    accept
        Whether a person has confirmed what is doubtful.

    Raises
    ------
    UsageError
        What is expected cannot be understood.
    """

    def __init__(self, expect: Iterable[str], *, accept: bool) -> None:
        options = tuple(expect)
        self._expected = expected_identity(options) if options else None
        self._accept = accept
        self._identities = Identities()
        self.noted: set[str] = set()
        self._closed = False
        self._verdicts: dict[Identity, Verdict] = {}

    @property
    def expects(self) -> bool:
        """Whether somebody is expected."""
        return self._expected is not None

    def read(self, file_set: FileSet) -> None:
        """Take note of whom a directory names, before any instance."""
        self._identities.read(file_set)

    def note(self, instances: Iterable[Instance]) -> None:
        """Take note of all instances that are to come in, by their headers."""
        for instance in instances:
            self._add(instance)
        self._closed = True

    def _add(self, instance: Instance) -> None:
        self.noted.add(instance.path)
        self._identities.add(instance)

    def _seen(self) -> tuple[Seen, ...]:
        """Those who are to be judged: by files where these were looked at."""
        seen = self._identities.found().seen
        return tuple(one for one in seen if one.files) if self._closed else seen

    def _judged(self) -> tuple[Judged, ...]:
        return judged(self._expected, self._seen()) if self._expected is not None else ()

    def rows(self) -> tuple[IdentityRow, ...]:
        """Everybody, as a table; files are not counted where none was looked at."""
        rows = identity_rows(self._identities.found().seen, self._judged())
        return tuple(rows if self._closed else (row._replace(files="") for row in rows))

    def verdict(self) -> Verdict | None:
        """Whether it is the expected person's medium; ``None`` where nobody is expected."""
        return verdict_on(self._judged()) if self._expected is not None else None

    def findings(self) -> tuple[Finding, ...]:
        """What conflicts among the directory, the files and the patients."""
        return self._identities.found().findings

    def see(self) -> None:
        """See that it is the expected person's medium.

        Raises
        ------
        Refused
            It is not, or that is doubtful and nobody has confirmed it.
        """
        everybody = self._judged()
        self._verdicts = {one.seen.identity: one.judgement.verdict for one in everybody}
        verdict = self.verdict()
        others = tuple(verdict_findings(everybody))
        if verdict == "different":
            message = "It is not, or not only, the medium of the person that is expected."
            raise Refused(finding("identity-refused", message), others)
        if verdict == "doubtful" and not self._accept:
            message = "Whether it is the medium of the person that is expected is doubtful."
            raise Refused(finding("identity-not-accepted", message), others)

    def refused(self, instance: Instance) -> Finding | None:
        """Why an instance may not come in; ``None`` where it may."""
        if instance.path not in self.noted:  # its header could not be read before
            self._add(instance)
        if self._expected is None:
            return None
        identity = self._identities.who(instance)
        verdict = self._verdicts.get(identity)
        if verdict is None:
            verdict = self._verdicts[identity] = judge(self._expected, identity).verdict
        if verdict == "same" or (verdict == "doubtful" and self._accept):
            return None
        code = "identity-refused" if verdict == "different" else "identity-not-accepted"
        message = "Its patient is not, or not surely, the person that is expected."
        return finding(code, message, Where(path=instance.path))
