"""What an audit has found so far, added up: as much of it as memory should hold."""

from collections import Counter
from typing import Final

from msgspec import structs

from ...findings import finding
from ...model import Finding, Where
from ...transcoding.failure import located
from .journal import SealedJournal
from .model import Audited, Proof
from .report import CodeCount, ProofCount
from .rows import Row

_MOST_LISTED: Final = 10_000
_KEEP: Final = "INSERT OR REPLACE INTO temp.otherwise VALUES (?, ?, ?, ?, ?, ?)"


class Notes:
    """Takes what came of files, one by one.

    Parameters
    ----------
    journal
        In whose temporary tables identities are kept that are not what it says.
    """

    def __init__(self, journal: SealedJournal) -> None:
        self._journal = journal
        self._codes: Counter[str] = Counter()
        self._files: Counter[Proof] = Counter()
        self._frames: Counter[Proof] = Counter()
        self._gone = ""
        self.findings: list[Finding] = []
        self.bad = False
        self.files = 0
        self.failures = 0
        self.by_others = 0
        self.bytes_read = 0
        self.psnr: float | None = None
        self.sources_changed = 0
        self.sources_gone = 0

    def add(self, found: Finding) -> None:
        """Note a Finding; of those beyond what is listed only the number is kept."""
        self._codes[found.code] += 1
        self.bad |= found.severity != "note"
        if len(self.findings) < _MOST_LISTED:
            self.findings.append(found)

    def take(self, row: Row, audited: Audited) -> None:
        """Note what came of a file."""
        self.files += 1
        self._files[audited.proof] += 1
        self._frames[audited.proof] += audited.frames
        self.by_others += audited.by_others
        self.bytes_read += audited.size
        self.sources_changed += audited.source == "changed"
        if audited.source == "gone":
            self.sources_gone += 1
            self._gone = self._gone or row.source
        if audited.psnr is not None:
            self.psnr = audited.psnr if self.psnr is None else min(self.psnr, audited.psnr)
        self.failures += any(one.severity != "note" for one in audited.findings)
        for place, one in enumerate(audited.findings):
            about_source = place < audited.about_source or not row.place
            self.add(located(one, row.source if about_source else row.place))
        if row.place and audited.identity != row.task.after:
            self._keep(audited)

    def lost(self, row: Row, found: Finding) -> None:
        """Note a file that a process crashed or hung over."""
        self.take(row, Audited(row.task.number, row.task.after, findings=(found,)))

    def end(self) -> None:
        """Say once what is so of many."""
        if self.sources_gone:
            message = f"{self.sources_gone} sources are not there any more; this one is the first."
            self.add(finding("audit-source-gone", message, Where(path=self._gone)))

    def _keep(self, audited: Audited) -> None:
        """Keep who a result is of, where that is not what the journal says."""
        who = structs.astuple(audited.identity) if audited.identity.instance else (None,) * 5
        with self._journal.told():
            self._journal.data.execute(_KEEP, (audited.number, *who))

    @property
    def more(self) -> int:
        """How many Findings are not listed."""
        return self._codes.total() - len(self.findings)

    def codes(self) -> tuple[CodeCount, ...]:
        """How many Findings there are of each code."""
        return tuple(CodeCount(*one) for one in self._codes.most_common())

    def proofs(self) -> tuple[ProofCount, ...]:
        """How many files were proven in which way."""
        pairs = self._files.most_common()
        return tuple(ProofCount(proof, files, self._frames[proof]) for proof, files in pairs)
