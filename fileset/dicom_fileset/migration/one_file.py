"""One file, migrated, hashed and proven: the same wherever and by whom it is done."""

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Final

from dicom_codecs.encapsulation.source import Source
from dicom_codecs.registry import TRANSFER_SYNTAXES
from msgspec import structs

from ..findings import finding
from ..model import Finding, Instance
from ..place.instance import defect_findings
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..scan.telling import scanned_finding
from ..scan.whole import defect_of
from ..transcoding.failure import MediumFailure, failure_of, medium_finding
from ..transcoding.instance import transcoded
from ..transcoding.names import PART_SUFFIX
from ..transcoding.part_file import PartFile, copy_into
from ..transcoding.refusal import refused
from ..transcoding.request import Request, Transcoded
from ..transcoding.source_file import SourceFile, Stamp, digest_of, source_file, window_on
from .giving_names import give_name, is_equal
from .identities import identity_of
from .model import Identity, Outcome, Result, Task

_OUTCOMES: Final[dict[str, Outcome]] = {
    "copied": "kept",
    "re-encoded": "re-encoded",
    "transcoded": "transcoded",
}
"""By what transcoding did."""
_CHANGED: Final = "It is not as it was when it was found, or changed while it was read."
_EXISTS: Final = "Another file stands where this one would go; it was left as it is."
_NAME_REFUSED: Final = frozenset(
    {
        *(errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP),
        *(errno.EILSEQ, errno.EINVAL, errno.EEXIST),
    }
)
"""Errors of names that no file can have there, whatever the medium."""
_NOT_DICOM: Final = frozenset({"not-dicom"})
"""Codes of what is no instance; nothing is lost when it stays where it is."""


class _Scanners(threading.local):
    def __init__(self) -> None:
        self.mine = Scanner()


_SCANNERS: Final = _Scanners()


def migrate_file(task: Task, beat: Callable[[], None] = lambda: None) -> Result:
    """Bring one file to its place.

    It never raises for what a file is, or does; what stands at the destination is never written
    over, and nothing stands there that is not whole and proven.

    Parameters
    ----------
    task
        What is to be done.
    beat
        Called whenever a frame is done.
    """
    begun = perf_counter()
    try:
        with source_file(os.fsdecode(task.source)) as source:
            result = _Migration(task, source, beat).result()
    except OSError as error:
        result = Result(task.number, "failed", findings=(scanned_finding("", error),))
    except Exception as error:  # noqa: BLE001 - whatever a file does to us, the next one goes on
        result = Result(task.number, "failed", findings=(failure_of(error, "")[0],))
    return structs.replace(result, seconds=perf_counter() - begun)


class _Migration:
    """One file that is open, on its way."""

    def __init__(self, task: Task, source: SourceFile, beat: Callable[[], None]) -> None:
        self._task = task
        self._source = source
        self._beat = beat
        self._sha256 = b""

    def result(self) -> Result:
        """What comes of it."""
        if self._source.stamp != Stamp(self._task.size, self._task.mtime):
            return self._failed(finding("changed", _CHANGED))
        self._sha256 = digest_of(self._source.source)
        if self._sha256 in self._task.known:
            return self._settled("duplicate") if self._is_stable() else self._changed()
        if self._task.request is None:
            return self._copied("kept")
        try:
            return self._transcoded(self._task.request)
        except MediumFailure as error:
            return self._failed(medium_finding(error.error), medium=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the file is carried
            return self._not_transcoded(failure_of(error, "")[0])

    def _transcoded(self, request: Request) -> Result:
        with self._part() as part:
            done = transcoded(self._source.source, part, request, beat=self._beat)
            instance = _scanned(part.read_back())
            _see_that_it_is(instance, request.transfer_syntax_uid, done.sop_instance_uid)
            return self._placed(part, _OUTCOMES[done.action], done, instance)

    def _not_transcoded(self, reason: Finding) -> Result:
        """What comes of a file that cannot become what was asked."""
        try:
            instance = _scanned(self._source.source)
        except ScanFailure as failure:
            return self._not_scanned(failure)
        row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
        if reason.code == "no-pixel-data" or (row is not None and row.family == "video"):
            return self._copied("kept", finding("nothing-to-transcode", reason.message))
        return self._copied("carried", reason) if self._task.carry else self._failed(reason)

    def _copied(self, outcome: Outcome, *reasons: Finding) -> Result:
        """Byte for byte."""
        try:
            instance = _scanned(self._source.source)
            if instance.sop_class_uid == MEDIA_STORAGE_DIRECTORY:
                return self._settled("left", finding("is-directory", "It is a DICOMDIR."))
            with self._part() as part:
                copy_into(part, self._source.source)
                defects = defect_findings(None, defect_of(window_on(part.read_back())))
                done = Transcoded("copied", "", findings=(*reasons, *defects))
                return self._placed(part, outcome, done, instance)
        except ScanFailure as failure:
            return self._not_scanned(failure)
        except MediumFailure as error:
            return self._failed(medium_finding(error.error), medium=True)

    def _not_scanned(self, failure: ScanFailure) -> Result:
        """What comes of a file whose header cannot be understood."""
        found = scanned_finding("", failure)
        if found.code in _NOT_DICOM:
            return self._settled("left", found)
        if not self._task.carry:
            return self._failed(found)
        try:
            with self._part() as part:
                copy_into(part, self._source.source)
                done = Transcoded("copied", "", findings=(found,))
                return self._placed(part, "carried", done, None)
        except MediumFailure as error:
            return self._failed(medium_finding(error.error), medium=True)

    def _part(self) -> "_Part":
        return _Part(os.fsdecode(self._task.part), self._task.number)

    def _placed(
        self, part: PartFile, outcome: Outcome, done: Transcoded, instance: Instance | None
    ) -> Result:
        """Give a file that is written its name, once its content is known and its source stable."""
        sha256 = self._sha256 if done.action == "copied" else part.sha256()
        size = part.read_back().size
        part.close()  # Windows renames nothing that is open
        if not self._is_stable():
            return self._changed()
        there = os.fsdecode(self._task.destination)
        try:
            if not give_name(part.path, there) and not is_equal(there, size, sha256):
                return self._failed(finding("destination-exists", _EXISTS))
        except OSError as error:
            if error.errno not in _NAME_REFUSED:
                raise MediumFailure(error) from error
            message = f"Nothing can have the name that it is to get: {error.strerror}."
            return self._failed(finding("destination-name-refused", message))
        return Result(
            self._task.number,
            outcome,
            self._sha256,
            sha256,
            instance.transfer_syntax_uid if instance else "",
            size,
            identity_of(instance) if instance else Identity(),
            done.frames,
            done.lossless,
            done.decoder,
            done.encoder,
            codec_seconds=done.codec_seconds,
            findings=done.findings,
        )

    def _is_stable(self) -> bool:
        return self._source.stamp_now() == self._source.stamp

    def _changed(self) -> Result:
        return self._failed(finding("changed", _CHANGED))

    def _failed(self, reason: Finding, *, medium: bool = False) -> Result:
        return structs.replace(self._settled("failed", reason), medium=medium)

    def _settled(self, outcome: Outcome, *findings: Finding) -> Result:
        return Result(self._task.number, outcome, self._sha256, findings=findings)


def _scanned(source: Source) -> Instance:
    """What a header tells, wherever it is.

    Raises
    ------
    ScanFailure
        It is that of no instance, or damaged.
    """
    return _SCANNERS.mine.scan_window("", window_on(source))


def _see_that_it_is(instance: Instance, transfer_syntax_uid: str, sop_instance_uid: str) -> None:
    """See that a header, read back, says what it must."""
    uid = sop_instance_uid or instance.sop_instance_uid
    if (instance.transfer_syntax_uid, instance.sop_instance_uid) != (transfer_syntax_uid, uid):
        raise refused("not-proven", "What was written has another UID than it was given.")


class _Part(PartFile):
    """A file that is removed where it did not get its name."""

    def __init__(self, folder: str, number: int) -> None:
        if not os.path.isdir(folder):
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise MediumFailure(error) from error
        name = f"{number}-{os.urandom(8).hex()}{PART_SUFFIX}"
        super().__init__(os.path.join(folder, name))

    def __exit__(self, *told: object) -> None:
        super().close()
        with suppress(FileNotFoundError):
            os.unlink(self.path)
