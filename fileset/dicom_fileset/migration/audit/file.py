"""One file, proven again by what is there now: the same wherever and by whom it is done."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from msgspec import structs

from ...elements import tag_name
from ...findings import finding
from ...model import Finding, Instance, Where
from ...records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ...scan.failure import ScanFailure
from ...scan.scanner import Scanner
from ...splice.layout import Layout, layout_in
from ...transcoding.failure import failure_of
from ...transcoding.source_file import SourceFile, digest_of, source_file, window_on
from ..identities import identity_of
from ..model import Identity
from .elements import differing_re_encoded, differing_transcoded
from .model import Audited, AuditTask, Proof
from .pixels import Compared, Frames, compared, decoded_all
from .row import contradictions

_FAR_DECIBELS: Final = 20.0
"""Below it pictures are seldom the same any more, whatever was lost on purpose."""
_PREAMBLE_BYTES: Final = 128
_NOT_THERE: Final = (FileNotFoundError, NotADirectoryError)


def audit_file(task: AuditTask, beat: Callable[[], None] = lambda: None) -> Audited:
    """Prove one file again; it never raises for what a file is, and writes nothing.

    Parameters
    ----------
    task
        What the journal says.
    beat
        Called whenever a frame is done.
    """
    with ExitStack() as held:
        return _Audit(task, beat, held).audited()


class _Audit:
    """One row, and the files that it speaks of."""

    def __init__(self, task: AuditTask, beat: Callable[[], None], held: ExitStack) -> None:
        self._task = task
        self._beat = beat
        self._held = held
        self._scanner = Scanner()
        self._about_source: list[Finding] = []
        self._found: list[Finding] = []
        self._audited = Audited(task.number)

    def audited(self) -> Audited:
        """What is to be said of it."""
        for message in contradictions(self._task):
            self._say("audit-journal-differs", message)
        source = self._source()
        if self._task.outcome == "left":
            self._left(source)
        elif self._task.outcome == "duplicate":
            self._duplicate()
        else:
            written = self._result()
            if written is not None:
                self._prove(source, written)
        findings = (*self._about_source, *self._found)
        return self._with(findings=findings, about_source=len(self._about_source))

    def _with(self, **changed: object) -> Audited:
        self._audited = structs.replace(self._audited, **changed)
        return self._audited

    def _say(self, code: str, message: str, where: Where | None = None) -> None:
        self._found.append(finding(code, message, where))

    def _read(self, path: bytes) -> tuple[SourceFile, bytes]:
        file = self._held.enter_context(source_file(os.fsdecode(path)))
        self._with(size=self._audited.size + file.stamp.size)
        return file, digest_of(file.source)

    def _source(self) -> SourceFile | None:
        """The source, where it is as it was."""
        task = self._task
        try:
            file, sha256 = self._read(task.source)
        except _NOT_THERE:
            self._with(source="gone")
            return None
        except OSError as error:
            message = f"It cannot be read: {error.strerror or type(error).__name__}."
            self._about_source.append(finding("audit-source-unreadable", message))
            self._with(source="unreadable")
            return None
        if task.sha256_in and (file.stamp.size, sha256) != (task.size, task.sha256_in):
            how = _how(file.stamp.size, task.size)
            message = f"It is not what was migrated: {how}."
            self._about_source.append(finding("audit-source-changed", message))
            self._with(source="changed")
            return None
        if self._is_other(file):
            message = "It is of another patient, study, series or instance than the journal says."
            self._about_source.append(finding("audit-journal-differs", message))
        return file

    def _is_other(self, file: SourceFile) -> bool:
        if not self._task.before.instance:
            return False
        instance = self._scanned(file)
        return instance is None or identity_of(instance) != self._task.before

    def _scanned(self, file: SourceFile) -> Instance | None:
        try:
            return self._scanner.scan_window("", window_on(file.source))
        except ScanFailure:
            return None

    def _left(self, source: SourceFile | None) -> None:
        """Nothing is lost by what is no instance."""
        self._with(proof="left")
        instance = None if source is None else self._scanned(source)
        if instance is not None and instance.sop_class_uid != MEDIA_STORAGE_DIRECTORY:
            message = "It was left where it is, as no instance, and it is one."
            self._say("audit-instance-left", message)

    def _duplicate(self) -> None:
        self._with(proof="duplicate")
        if not self._task.stander:
            message = "No file that was written has its content and its UID."
            self._say("audit-duplicate-lost", message)

    def _result(self) -> SourceFile | None:
        """The result, and whether it has the bytes that were written."""
        task = self._task
        try:
            try:
                file, sha256 = self._read(task.place)
            except _NOT_THERE:
                if not task.waiting:
                    raise
                file, sha256 = self._read(task.waiting)
        except _NOT_THERE:
            self._say("audit-result-missing", "Its result is not there.")
            return None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._say("audit-result-missing", f"Its result cannot be read: {reason}.")
            return None
        if (file.stamp.size, sha256) != (task.size_out, task.sha256_out):
            message = f"It is not what was written: {_how(file.stamp.size, task.size_out)}."
            self._say("audit-result-differs", message)
        return file

    def _prove(self, source: SourceFile | None, written: SourceFile) -> None:
        """Header, elements and pixels of a result."""
        self._see_header(written)
        try:
            self._compare(source, written)
        except Exception as error:  # noqa: BLE001 - whatever a file does to us, the next one goes on
            self._found.append(failure_of(error, "")[0])

    def _see_header(self, written: SourceFile) -> None:
        instance, task = self._scanned(written), self._task
        identity = Identity() if instance is None else identity_of(instance)
        if not identity.instance:
            identity = Identity()
        self._with(identity=identity)
        if identity != task.after:
            self._say("audit-identity-differs", _other(identity, task.after))
        syntax = "" if instance is None else instance.transfer_syntax_uid
        if syntax != task.syntax_out:
            message = f"Its transfer syntax is {syntax or 'none'}, not {task.syntax_out or 'none'}."
            self._say("audit-attributes-differ", message, Where(tag="(0002,0010)"))

    def _compare(self, source: SourceFile | None, written: SourceFile) -> None:
        outcome = self._task.outcome
        if outcome in {"kept", "carried"}:
            self._with(proof="hash" if source is None else "bytes")
            return
        if any(written.source.read(0, _PREAMBLE_BYTES)):
            self._say("audit-attributes-differ", "Its preamble is not zero, as it was written.")
        theirs = layout_in(written.source, self._held)
        if source is None:
            self._decode(theirs)
            return
        mine = layout_in(source.source, self._held)
        if outcome == "re-encoded":
            self._with(proof="elements")
            self._differ(differing_re_encoded(mine, theirs))
            return
        self._with_pixels(Frames(mine), Frames(theirs))

    def _with_pixels(self, mine: Frames, theirs: Frames) -> None:
        lossless = self._task.lossless
        proof: Proof = "pixels" if lossless else "lossy"
        self._with(proof=proof)
        self._differ(differing_transcoded(mine, theirs, lossless=lossless))
        found = compared(mine, theirs, lossless=lossless, beat=self._beat)
        self._with(frames=found.frames, by_others=found.by_others, psnr=found.psnr)
        self._tell(found, theirs)

    def _tell(self, found: Compared, theirs: Frames) -> None:
        if found.differing:
            message = f"Frame {found.differing} has other pixels than its source."
            self._say("audit-pixels-differ", message)
        elif found.frames != self._task.frames:
            message = f"It has {found.frames} frames; {self._task.frames} were transcoded."
            self._say("audit-journal-differs", message)
        if found.disputed:
            names = theirs.second or "another implementation"
            message = f"Frame {found.disputed} has other pixels by {names}."
            self._say("audit-decoders-differ", message)
        if found.psnr is not None and found.psnr < _FAR_DECIBELS:
            message = f"A frame is {found.psnr:.1f} dB from that of its source."
            self._say("audit-picture-far", message)

    def _decode(self, theirs: Layout) -> None:
        """Without a source: by hash, and that there are pictures."""
        self._with(proof="hash")
        row = TRANSFER_SYNTAXES.get(theirs.transfer_syntax_uid)
        if self._task.outcome == "transcoded" and row is not None:
            found = decoded_all(Frames(theirs), self._beat)
            self._with(frames=found.frames)

    def _differ(self, tag: int | None) -> None:
        if tag is not None:
            where = Where(tag=tag_name(tag))
            message = "An element is not as the source has it, nor as the standard makes it."
            self._say("audit-attributes-differ", message, where)


def _how(size: int, was: int) -> str:
    return f"{size} bytes, and {was} then" if size != was else "other bytes of the same number"


def _other(now: Identity, then: Identity) -> str:
    if not now.instance:
        return "Its header cannot be understood any more."
    names = ("patient", "person", "study", "series", "instance")
    differ = [name for name in names if getattr(now, name) != getattr(then, name)]
    return f"It is of another {', '.join(differ)} than the journal says."
