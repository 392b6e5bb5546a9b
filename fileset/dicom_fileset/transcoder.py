"""Instances brought into another transfer syntax: files in, files out, each proven or listed."""

import math
import os
from collections.abc import Iterable, Iterator
from typing import Final

from dicom_codecs.frame import NOTHING_SAID, Lossy
from dicom_codecs.registry import named

from .errors import Refused, UsageError
from .findings import finding
from .model import Finding, Instance, Where
from .progress import Progress, silent
from .records.sop_classes import MEDIA_STORAGE_DIRECTORY
from .report import TranscodeReport
from .scan.many import scan_files
from .scan.sources import source_files
from .scan.telling import scanned_finding
from .transcode_outcome import TranscodeOutcome
from .transcoding.carrying import Waiting, carry_all, planned
from .transcoding.names import Names
from .transcoding.pool import DEADLINE_SECONDS
from .transcoding.request import Request


class Transcoder:
    """Writes instances anew in the transfer syntax asked for.

    >>> transcoder = Transcoder("archive", "JPEGLosslessSV1")     # doctest: +SKIP
    >>> transcoder.add("incoming")                                # doctest: +SKIP
    >>> transcoder.run().exit_status                              # doctest: +SKIP
    0

    A file stands at its place whole and proven, or it does not stand there; no source is ever
    touched, and nothing that is there is overwritten.  The names of files below a folder stay.

    Parameters
    ----------
    destination
        The folder that takes the files.
    transfer_syntax
        UID or keyword of PS3.6.
    lossy
        How much may be lost, where the transfer syntax can lose anything.
    verify
        Decode every frame that was encoded, and compare.
    jobs
        Processes that work.
    progress
        Told how far things are.

    Attributes
    ----------
    deadline
        Seconds that one frame may take, where a process of its own decodes it.

    Raises
    ------
    UsageError
        There is no such transfer syntax, or the degree of loss is none.
    """

    def __init__(
        self,
        destination: str | os.PathLike[str],
        transfer_syntax: str,
        *,
        lossy: Lossy = NOTHING_SAID,
        verify: bool = True,
        jobs: int = 1,
        progress: Progress = silent,
    ) -> None:
        self._root = os.fspath(destination)
        self._request = _request(transfer_syntax, lossy, verify=verify)
        self._jobs = jobs
        self.deadline = DEADLINE_SECONDS
        self._progress = progress
        self._names = Names(self._root)
        self._waiting: list[Waiting] = []
        self._outcome = TranscodeOutcome(self._root, self._request)

    def add(self, *sources: str | os.PathLike[str]) -> None:
        """Read the headers of files, and of all files below folders.

        Raises
        ------
        UsageError
            The destination is one of them.
        """
        for source in [os.fspath(one) for one in sources]:
            if os.path.realpath(source) == os.path.realpath(self._root):
                message = "The destination is a source: name another folder."
                raise UsageError(finding("bad-call", message, Where(path=source)))
            for one in scan_files(self._files(source), 1, scanned_finding):
                found = one if isinstance(one, Finding) else self._taken(one, source)
                if found is not None:
                    self._outcome.skip(found)

    def _taken(self, instance: Instance, source: str) -> Finding | None:
        """Have an instance wait for its turn; why not, if it cannot."""
        where = Where(path=instance.path)
        if instance.sop_class_uid == MEDIA_STORAGE_DIRECTORY:
            # Its offsets count bytes: in another encoding they would all be wrong.
            return finding("is-directory", "It is the directory of a file-set.", where)
        try:
            name = self._names.name_for(instance.path, source)
        except FileExistsError:
            message = "Another of the sources goes under this name: name a common folder."
            return finding("name-taken", message, where)
        self._waiting.append(Waiting(instance, name))
        if not len(self._waiting) % _STEP:
            self._progress("reading", len(self._waiting), None)
        return None

    def _files(self, source: str) -> Iterator[str | Finding]:
        """Files of a source, without what an earlier run into this destination has written."""
        told = False
        for one in source_files([source]):
            if isinstance(one, Finding) or not self._names.is_inside(one):
                yield one
            elif not told:
                told = True
                message = "It lies among the sources; what is in it was passed by."
                yield finding("destination-among-sources", message, Where(path=self._root))

    def plan(self) -> TranscodeOutcome:
        """What :meth:`run` would do, from headers alone; nothing is written."""
        for waiting in self._waiting:
            self._outcome.take(planned(waiting, self._request))
        return self._outcome

    def run(self) -> TranscodeOutcome:
        """Write the instances.

        Raises
        ------
        Refused
            There is nothing to write, or the destination is no place to write to.
        """
        if not self._waiting:
            message = "No instance was found among the sources."
            nothing = finding("nothing-to-do", message)
            raise Refused(nothing, tuple(self._outcome.findings))
        try:
            os.makedirs(self._root, exist_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            message = f"It cannot be used as a folder: {reason}."
            where = Where(path=self._root)
            raise Refused(finding("destination-unwritable", message, where)) from error
        self._carry()
        self._outcome.flush()
        self._outcome.record()
        return self._outcome

    def _carry(self) -> None:
        work = carry_all(self._waiting, self._request, self._jobs, self.deadline)
        try:
            for number, carried in enumerate(work, 1):
                self._outcome.take(carried)
                if not number % _STEP or number == len(self._waiting):
                    self._progress("transcoding", number, len(self._waiting))
        except KeyboardInterrupt:
            self._outcome.stop(finding("interrupted", "Stopped; what is listed is done."))


def transcode(
    sources: Iterable[str | os.PathLike[str]],
    destination: str | os.PathLike[str],
    transfer_syntax: str,
    *,
    lossy: Lossy = NOTHING_SAID,
    verify: bool = True,
    jobs: int = 1,
) -> TranscodeReport:
    """Write instances anew in another transfer syntax; what was done with each.

    As :class:`Transcoder`, in one call.

    Raises
    ------
    UsageError, Refused
        As there.
    """
    transcoder = Transcoder(destination, transfer_syntax, lossy=lossy, verify=verify, jobs=jobs)
    transcoder.add(*sources)
    return transcoder.run().report()


_STEP: Final = 16
"""Instances between two reports of progress."""


def _request(transfer_syntax: str, lossy: Lossy, *, verify: bool) -> Request:
    quality, ratio = lossy
    row = named(transfer_syntax)
    if row is None:
        message = f"PS3.6 knows no transfer syntax {transfer_syntax!r}."
        raise UsageError(finding("bad-call", message))
    if quality is not None and ratio is not None:
        raise UsageError(finding("bad-call", "Quality and ratio exclude each other."))
    if quality is not None and not 1 <= quality <= 100:
        raise UsageError(finding("bad-call", f"Quality is 1 to 100, not {quality}."))
    if ratio is not None and not 1 < ratio < math.inf:
        raise UsageError(finding("bad-call", f"A ratio is over 1, not {ratio:g}."))
    if (quality or ratio) and (row.lossless or not row.encode):
        raise UsageError(finding("bad-call", f"Nothing can be lost in {row.keyword}."))
    return Request(row.uid, quality, ratio, verify)
