"""All files of a medium taken in, in the order in which they lie; what fails is tried again."""

import errno
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from ..dicomdir.keys import Reference
from ..findings import finding
from ..model import Finding, Instance, Where
from ..progress import Volume, VolumeProgress
from .accounts import Accounts
from .books import Books, NoBooks
from .intake import Intake, left, unreadable
from .media import Entry
from .model import COPIED, Row
from .reading import BUFFER_BYTES, SMALL_READ_BYTES, ReadFailure
from .survey import Survey

_KEEP_BYTES: Final = 256 * 1024 * 1024
_KEEP_ROWS: Final = 2000
_KEEP_SECONDS: Final = 10.0
"""After so much the manifest is brought up to date: what a crash makes the next run do again."""

_GONE: Final = frozenset(
    {errno.ENODEV, errno.ENXIO, getattr(errno, "ENOMEDIUM", errno.ENXIO)}
    | {getattr(errno, "ESTALE", errno.ENXIO)}
)
_MOST_FAILURES: Final = 20
"""Files that fail one after another, before others are asked whether the medium is there."""
_PROBES: Final = 5


class MediumGone(Exception):
    """Nothing on the medium can be read any more."""


class Run:
    """Takes in the files of a medium.

    Attributes
    ----------
    accounts
        What came of them.
    """

    def __init__(
        self,
        looked: Survey,
        intake: Intake,
        progress: VolumeProgress,
        books: Books | None = None,
    ) -> None:
        self.accounts = Accounts()
        self._looked = looked
        self._intake = intake
        self._books = books or NoBooks()
        self._progress = progress
        self._directories = looked.directory_paths()
        self._size = sum(entry.size for entry in looked.entries)
        self._done = self._read = 0
        self._open = _Batch()
        self._settled: Mapping[str, Row] = {}
        self._failures: list[tuple[Entry, ReadFailure]] = []
        self._in_a_row = 0

    def go_on(self, settled: Mapping[str, Row]) -> None:
        """Take over what an earlier run has settled, by path."""
        self._settled = settled
        for row in settled.values():
            self.accounts.take(row)
            self._done += 1
            self._read += row.size

    def take(self) -> None:
        """Take in all files but those that are settled.

        Raises
        ------
        MediumGone, Refusal
            As they are.
        OSError
            The archive takes no more.
        """
        for name, found in self._looked.missing.items():
            if name not in self._settled:
                self.add(Row(name, 0, "missing", findings=(found,)))
        for entry in self._looked.entries:
            if entry.path not in self._settled:
                self._try(entry, BUFFER_BYTES, self._later)
        failed, self._failures = self._failures, []
        for entry, _ in failed:
            self._try(entry, SMALL_READ_BYTES, self._give_up)
        self.keep()

    def _try(self, entry: Entry, step: int, failed: Callable[[Entry, ReadFailure], None]) -> None:
        if entry.path in self._directories:  # it may say so by nothing but its records
            self.add(left(entry, "directory"))
            return
        try:
            taken = self._intake.take(entry, step)
        except ReadFailure as failure:
            self._in_a_row += 1
            self._see_medium(failure)
            failed(entry, failure)
            return
        self._in_a_row = 0
        self.add(self._with_record(taken.row, taken.instance), taken.instance)

    def _later(self, entry: Entry, failure: ReadFailure) -> None:
        """Try it again when all others were read: the drive, or the dust, may have moved."""
        self._failures.append((entry, failure))

    def _give_up(self, entry: Entry, failure: ReadFailure) -> None:
        self.add(unreadable(entry, failure))

    def _see_medium(self, failure: ReadFailure) -> None:
        """See whether the medium is there, where it does not look so.

        Raises
        ------
        MediumGone
            It is not.
        """
        if failure.error.errno in _GONE:
            raise MediumGone from failure
        if not self._in_a_row % _MOST_FAILURES:
            entries = self._looked.entries
            spread = entries[:: max(1, len(entries) // _PROBES)]
            if not any(map(self._intake.answers, (*spread, entries[-1]))):
                raise MediumGone from failure

    def _with_record(self, row: Row, instance: Instance | None) -> Row:
        """A row with what the directory says otherwise."""
        reference = self._looked.listed.get(row.path)
        if instance is None:
            listed = reference is not None and row.outcome == "left"
            return _damaged(row) if listed and row.kind != "directory" else row
        if not self._looked.directories or row.outcome == "left":
            return row
        told = tuple(_about_record(row.path, reference, instance))
        return replace(row, findings=(*row.findings, *told)) if told else row

    @property
    def rest(self) -> int:
        """Files of which nothing is settled yet."""
        return len(self._looked.entries) + len(self._looked.missing) - self._done

    def add(self, row: Row, instance: Instance | None = None) -> None:
        """Take in what came of a file."""
        self._books.add(row, instance)
        self.accounts.take(row)
        self._done += 1
        self._read += row.size
        self._open.take(row)
        if self._open.is_full():
            self.keep()
        if not self._done % _STEP:
            self.tell()

    def tell(self) -> None:
        """Tell how far things are."""
        total = len(self._looked.entries) + len(self._looked.missing)
        self._progress(Volume(self._done, total, self._read, self._size))

    def forget(self) -> None:
        """Forget what came of the files since it was made to last: it could not be."""
        for row in self._open.rows:
            self.accounts.give_back(row)
            self._done -= 1
            self._read -= row.size
        self._open = _Batch()

    def keep(self) -> None:
        """Make what came of the files so far last."""
        for row in self._books.keep():
            self.accounts.amend(row)
        self._open = _Batch()
        self.tell()


_STEP: Final = 16


class _Batch:
    """Rows that are not kept yet."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._size = 0
        self._until = time.monotonic() + _KEEP_SECONDS

    def take(self, row: Row) -> None:
        """Take in one more."""
        self.rows.append(row)
        self._size += row.size if row.outcome in COPIED else 0

    def is_full(self) -> bool:
        """Whether it is time."""
        much = len(self.rows) >= _KEEP_ROWS or self._size >= _KEEP_BYTES
        return much or (not len(self.rows) % _STEP and time.monotonic() > self._until)


def _damaged(row: Row) -> Row:
    """The row of a file that a record lists as an instance, and that is none."""
    found = finding("damaged", "A record lists it, and it is no instance.", Where(path=row.path))
    return replace(row, outcome="damaged", findings=(*row.findings, found))


def _about_record(path: str, reference: Reference | None, instance: Instance) -> Iterator[Finding]:
    """What a record says otherwise than its file."""
    where = Where(path=path)
    if reference is None:
        yield finding("medium-unlisted", "No record lists it.", where)
        return
    pairs = (
        ("SOP Class UID", reference.sop_class_uid, instance.sop_class_uid),
        ("SOP Instance UID", reference.sop_instance_uid, instance.sop_instance_uid),
        ("Transfer Syntax UID", reference.transfer_syntax_uid, instance.transfer_syntax_uid),
    )
    for name, said, found in pairs:
        if said and said != found:
            message = f"{name}: the record says {said}, the file {found}."
            yield finding("medium-record-differs", message, where)
