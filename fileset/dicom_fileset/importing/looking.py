"""What is known of a medium before anything is copied: at once, and when its headers are read."""

from collections.abc import Container, Iterator
from typing import Final

from ..model import Instance
from ..progress import Volume, VolumeProgress
from .contents import Contents, count_instance, count_records
from .gatekeeper import Gatekeeper
from .intake import Intake
from .media import Medium
from .report import Overview
from .survey import Survey

_STEP: Final = 64
"""Headers between two reports of progress."""


class Looking:
    """Looks at a medium; each header is read once.

    Parameters
    ----------
    medium
        It is looked at.
    looked
        Its files, and what its directories list.
    gate
        Is told who is on it.
    intake
        Reads headers.
    progress
        Told how far things are.
    """

    def __init__(
        self,
        medium: Medium,
        looked: Survey,
        gate: Gatekeeper,
        intake: Intake,
        progress: VolumeProgress,
    ) -> None:
        self._medium = medium
        self._looked = looked
        self._gate = gate
        self._intake = intake
        self._progress = progress
        self._contents = Contents()
        for directory in looked.directories:
            gate.read(directory.file_set)
            count_records(directory.file_set, self._contents)
        self._whole: Overview | None = None

    def at_once(self) -> Overview:
        """What the directory says; what headers say where there is none, or they are read."""
        if self._whole is None and self._looked.directories:
            return self._overview()
        return self.whole()

    def whole(self, settled: Container[str] = ()) -> Overview:
        """Who is on the medium by its directory and by headers, and what conflicts, too.

        Parameters
        ----------
        settled
            Paths of files of which an import that is gone on with has said so.
        """
        if self._whole is None:
            self._gate.note(self._headers(settled))
            self._whole = self._overview()
        return self._whole

    @property
    def is_whole(self) -> bool:
        """Whether headers were read."""
        return self._whole is not None

    def _headers(self, settled: Container[str]) -> Iterator[Instance]:
        """Instances by their headers, in the order in which they lie."""
        entries, passed = self._looked.entries, self._looked.directory_paths()
        for number, entry in enumerate(entries, 1):
            if not number % _STEP or number == len(entries):
                self._progress(Volume(number, len(entries), 0, 0))
            if entry.path in passed or entry.path in settled:
                continue
            instance = self._intake.header(entry)
            if instance is not None:
                if not self._looked.directories:
                    count_instance(instance, self._contents)
                yield instance

    def _overview(self) -> Overview:
        entries = self._looked.entries
        return Overview(
            self._medium.path,
            self._medium.order,
            len(entries),
            sum(entry.size for entry in entries),
            len(self._looked.listed) + len(self._looked.missing),
            self._contents.patients(),
            self._gate.rows(),
            self._gate.verdict() or "",
            self._gate.findings(),
        )
