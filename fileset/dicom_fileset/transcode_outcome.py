"""What transcoding came to, in the form that the command line shows and that machines read."""

from collections import Counter

import msgspec

from .commit.flush import flush_files
from .evidence import done, performed
from .ledger import Performed, keep
from .model import Finding, Instance
from .report import Skip, TranscodeReport, Transcoding
from .root_templates import root_template
from .scan.contradictions import contradiction_findings, is_as_labelled
from .transcoding.carrying import Carried
from .transcoding.failure import medium_finding
from .transcoding.request import Request, Transcoded


class TranscodeOutcome:
    """What was done with each instance, or would be.

    Attributes
    ----------
    root
        Where the files go.
    stopped
        Whether instances are left that were not looked at; the next run goes on with them.
    """

    def __init__(self, root: str, request: Request) -> None:
        self.root = root
        self.transfer_syntax_uid = request.transfer_syntax_uid
        self._verified = request.verify
        self.stopped = False
        self._written: list[Transcoding] = []
        self._skipped: list[Skip] = []
        self._findings: list[Finding] = []
        self._kinds: Counter[Performed] = Counter()

    @property
    def written(self) -> tuple[Transcoding, ...]:
        """Instances that stand at their places."""
        return tuple(self._written)

    @property
    def skipped(self) -> tuple[Skip, ...]:
        """Every file that was left out, with its reason."""
        return tuple(self._skipped)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that there is to say."""
        return tuple(self._findings)

    @property
    def exit_status(self) -> int:
        """0 all done, 1 done with problems, 3 nothing done for the medium, 4 stopped part-way."""
        if self.stopped:
            return 4 if self._written else 3
        return int(any(one.severity != "note" for one in self._findings))

    def take(self, carried: Carried) -> None:
        """Take in what came of one instance."""
        if carried.finding is not None:
            self.skip(carried.finding)
        elif carried.result is not None:
            instance, destination = carried.waiting
            fields = msgspec.structs.asdict(carried.result)
            self._findings += fields.pop("findings")
            del fields["codec_seconds"]
            if carried.result.action == "transcoded" or is_as_labelled(instance):
                self._kinds[self._kind(instance, carried.result)] += 1
            else:
                self._findings += contradiction_findings(instance, hopeless=True)
            self._written.append(Transcoding(instance.path, destination, **fields))
        self.stopped = self.stopped or carried.medium

    def _kind(self, instance: Instance, result: Transcoded) -> Performed:
        target = self.transfer_syntax_uid
        template = root_template(instance)
        unseen = result.action == "transcoded" and not self._verified
        proof = "written" if unseen else done(result.action, lossless=result.lossless)
        uids = instance.sop_class_uid, instance.transfer_syntax_uid, target
        return Performed(*uids, result.encoder, template, proof, result.lossless)

    def record(self) -> None:
        """Keep in the ledger what was done."""
        self._findings += keep("", "transcode", performed(self._kinds))

    def skip(self, found: Finding) -> None:
        """Leave a file out, and say why."""
        self._findings.append(found)
        path = found.where.path or ""
        self._skipped.append(Skip(path, found.code, found.message, found.clause))

    def stop(self, found: Finding) -> None:
        """End before all is done."""
        self._findings.append(found)
        self.stopped = True

    def flush(self) -> None:
        """Bring what was written to the medium."""
        try:
            flush_files(self.root, (one.destination for one in self._written))
        except OSError as error:
            self.stop(medium_finding(error))

    def report(self) -> TranscodeReport:
        """The report that machines read."""
        return TranscodeReport(
            self.root,
            self.transfer_syntax_uid,
            self.written,
            self.skipped,
            self.findings,
            self.stopped,
        )
