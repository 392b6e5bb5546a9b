"""An archive assessed before it is migrated: counted, judged by the policy, and tried by sample."""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final, NamedTuple

from dicom_profiles.names import syntax_name

from ...errors import Refused
from ...findings import finding
from ...model import Where
from ...transcoding.decision import PixelKind, course_of
from ...transcoding.refusal import Refusal
from ...version import __version__
from ..counts import counts_before
from ..interning import kinds
from ..journal import Journal
from ..manner import Window
from ..model import Kind, Task
from ..opening import sources_of
from ..paths import PATH, path_of
from ..policies.choosing import choices_for
from ..policies.policy import Choices, Policy
from ..policies.smallest import choices_of
from ..scheduler import Scheduler
from ..work import Requests
from . import stock
from .assessment import Assessment, Forecast, Planned, Trouble
from .forecast import end_of
from .sampling import Strata, Stratum, joined
from .trial import Enough, Trial

_MOST_HELD: Final = 600
"""Files of a stratum that may be drawn."""
_SMALL: Final = 0.005
"""Share of all files and of all bytes below which strata of one course are taken together."""
_FILES: Final = "SELECT number, kind, size, repeats IS NOT NULL FROM file WHERE state = 'looked at'"
_FILE: Final = (
    f"SELECT file.size, file.mtime, file.kind, file.repeats, {PATH} WHERE file.number = ?"
)
_PLACE: Final = f"SELECT {PATH} WHERE file.number = ?"
_TROUBLE: Final = frozenset({"carried", "failed", "put aside"})


class Trying(NamedTuple):
    """How an archive is tried.

    Attributes
    ----------
    folder
        Where trials are written and removed again: best on the medium of the destination, and
        where a cluster works, one that it shares.  Empty: where this system has such files.
    once
        Whether equal files of one SOP Instance UID are to be written once.
    carry
        Whether what cannot be done as the policy says is carried byte for byte.
    window
        Hours of the day in which a migration may work.
    begin
        When it is to begin; now if nobody says.
    enough
        How certain it is to be.
    told
        Told how many files were tried, now and then.
    """

    folder: str = ""
    once: bool = False
    carry: bool = True
    window: Window | None = None
    begin: datetime | None = None
    enough: Enough = Enough()
    told: Callable[[int], None] = lambda _: None


AS_IT_IS: Final = Trying()
"""A tree, at any hour, from now on."""


class _Course(NamedTuple):
    """What is asked of a process for files: from which transfer syntax to which."""

    source: str
    target: str
    repeats: bool


_DAMAGED: Final = _Course("", "", repeats=False)
"""Of files whose header nobody can read."""
_Key = tuple[_Course, int, int]
"""Of a stratum: its course, and its kind and class of size where it is not one of the small."""


def assess(
    journal: Journal, policy: Policy, scheduler: Scheduler, trying: Trying = AS_IT_IS
) -> Assessment:
    """What an archive holds, what a policy will do with it, and what that will come to.

    Parameters
    ----------
    journal
        Whose files have been looked at and planned, and none migrated; it keeps what was measured
        for the policy.
    policy
        What is to become of files.
    scheduler
        As the migration will have: hours are told for its processes.

    Raises
    ------
    Refused
        Trials cannot be written.
    """
    known = kinds(journal)
    measured = choices_for(journal, policy, scheduler.jobs)
    choices = choices_of(measured)
    cells = stock.cells(journal, known)
    files, size = journal.rows("SELECT count(*), total(size) FROM file")[0]
    counts = counts_before(journal)
    return Assessment(
        software=f"dicom-fileset {__version__}",
        sources=tuple(sources_of(journal)),
        files=files,
        bytes=int(size),
        patients=counts.patients,
        studies=counts.studies,
        series=counts.series,
        instances=counts.instances,
        modalities=stock.by_modality(cells),
        sop_classes=stock.by_sop_class(cells),
        transfer_syntaxes=stock.by_syntax(cells),
        years=stock.by_year(cells),
        sizes=stock.by_size(cells),
        left=stock.left(journal),
        damaged=stock.damaged(journal),
        not_listed=stock.not_listed(journal),
        repeats=stock.repeats(journal),
        conflicts=stock.conflicts(journal),
        policy=policy,
        planned=planned(cells, policy, choices),
        choices=measured,
        forecast=_forecast(_Archive(journal, policy, choices, trying), scheduler, trying),
    )


def planned(cells: list[stock.Cell], policy: Policy, choices: Choices) -> tuple[Planned, ...]:
    """What a policy will do, as headers tell; the most bytes first."""
    sums: defaultdict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        fate = _fate(cell.kind, policy, choices)
        row = sums[fate.action, fate.source, fate.target, fate.reason]
        row[0] += cell.files
        row[1] += cell.bytes
    rows = (Planned(*names, *numbers) for names, numbers in sums.items())
    return tuple(sorted(rows, key=lambda one: (-one.bytes, -one.files, one.action, one.source)))


class _Fate(NamedTuple):
    action: str
    source: str
    target: str
    reason: str = ""


def _fate(kind: Kind, policy: Policy, choices: Choices) -> _Fate:
    source = syntax_name(kind.transfer_syntax_uid)
    request = policy.request(kind, choices)
    if request is None:
        return _Fate("kept", source, source, policy.reason_to_keep(kind, choices))
    target = syntax_name(request.transfer_syntax_uid)
    pixels: PixelKind = "none" if kind.frames == "none" else "integer"
    try:
        action = course_of(kind.transfer_syntax_uid, pixels, request).action
    except Refusal as refusal:
        return _Fate("refused", source, source, refusal.finding.message)
    if action == "copied":
        return _Fate("kept", source, target, "it has that transfer syntax already")
    return _Fate(action, source, target)


class _Archive:
    """The files of a journal as a trial wants them."""

    def __init__(self, journal: Journal, policy: Policy, choices: Choices, trying: Trying) -> None:
        self._journal = journal
        self._kinds = kinds(journal)
        self._requests = Requests(journal, lambda kind: policy.request(kind, choices))
        self._trying = trying

    def strata(self) -> dict[_Key, Stratum]:
        """All files that are to be migrated, sorted into what is much alike."""
        strata = Strata[_Key](_MOST_HELD)
        files = size = 0
        with self._journal.told():
            for number, kind, bytes_, repeats in self._journal.data.execute(_FILES):
                course = self._course(kind, repeats=bool(repeats and self._trying.once))
                strata.add((course, kind or 0, bytes_.bit_length() // 2), number, bytes_)
                files += 1
                size += bytes_
        return _without_small(strata.all(), files, size)

    def _course(self, kind: int | None, *, repeats: bool) -> _Course:
        if kind is None:
            return _DAMAGED
        request = self._requests.of(kind)
        target = request.transfer_syntax_uid if request else ""
        return _Course(self._kinds[kind].transfer_syntax_uid, target, repeats)

    def task_of(self, number: int, folder: str) -> Task:
        """The task of a file, whose result is written into a folder."""
        size, mtime, kind, repeats, *place = self._journal.rows(_FILE, (number,))[0]
        return Task(
            number,
            os.fsencode(path_of(place)),
            size,
            mtime,
            os.fsencode(os.path.join(folder, f"{number}.dcm")),
            os.fsencode(folder),
            self._requests.of(kind),
            self._trying.carry,
            self._known(repeats) if self._trying.once and repeats else (),
        )

    def _known(self, first: int) -> tuple[bytes, ...]:
        """SHA-256 of the file that another repeats."""
        try:
            with open(path_of(self._journal.rows(_PLACE, (first,))[0]), "rb") as file:
                return (hashlib.file_digest(file, "sha256").digest(),)
        except OSError:
            return ()


def _without_small(strata: dict[_Key, Stratum], files: int, size: int) -> dict[_Key, Stratum]:
    """Strata as they are, and those that are little of all as one of each course."""
    found: dict[_Key, Stratum] = {}
    small: defaultdict[_Course, list[Stratum]] = defaultdict(list)
    for key, one in strata.items():
        if one.files < _SMALL * files and one.size < _SMALL * size:
            small[key[0]].append(one)
        else:
            found[key] = one
    for course, some in small.items():
        found[course, -1, 0] = joined(some, _MOST_HELD)
    return found


def _forecast(archive: _Archive, scheduler: Scheduler, trying: Trying) -> Forecast:
    strata = archive.strata()
    with _folder(trying.folder) as folder:
        trial: Trial[_Key] = Trial(
            strata,
            lambda number: archive.task_of(number, folder),
            scheduler,
            lambda key: key[0],
            folder,
        )
        trial.run(trying.enough, trying.told)
    size_in = sum(one.size for one in strata.values())
    size_out, work = trial.bytes_out(), trial.seconds()
    seconds = work.total / (scheduler.jobs * trial.efficiency)
    medium = trial.written.bytes_a_second
    if medium:
        # It takes data while processes work: whichever is slower is waited for.
        seconds = max(seconds, size_out.total / medium)
    begin = trying.begin or datetime.now()  # noqa: DTZ005 - the wall clock of this place
    end = end_of(begin, seconds, trying.window)
    tried = [one for some in trial.tried.values() for one in some]
    return Forecast(
        files_tried=len(tried),
        bytes_tried=sum(one.drawn.size for one in tried),
        files=sum(one.files for one in strata.values()),
        bytes_in=size_in,
        bytes_out=round(size_out.total),
        bytes_error=size_out.share,
        seconds=seconds,
        seconds_error=work.share,
        jobs=scheduler.jobs,
        efficiency=trial.efficiency,
        bytes_a_second=size_in / seconds if seconds else 0.0,
        medium_bytes_a_second=medium,
        begin=begin.isoformat(timespec="minutes"),
        end=end.isoformat(timespec="minutes") if end else "",
        window=f"{trying.window.begin:%H:%M}-{trying.window.end:%H:%M}" if trying.window else "",
        trouble=_trouble(trial),
    )


def _trouble(trial: Trial[_Key]) -> tuple[Trouble, ...]:
    """What came of files of the sample that is not as it was asked, told of all files."""
    found: Counter[tuple[str, str]] = Counter()
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for key, tried in trial.tried.items():
        found.clear()
        for one in tried:
            if one.result.outcome in _TROUBLE:
                code = one.result.findings[0].code if one.result.findings else ""
                found[one.result.outcome, code] += 1
        for what, number in found.items():
            sums[what] += trial.strata[key].files * number / len(tried)
    rows = (Trouble(*what, round(files)) for what, files in sums.items())
    return tuple(sorted(rows, key=lambda one: (-one.files, one.outcome, one.code)))


def standing_above(path: str) -> str:
    """A folder, or the nearest one above it that is there: on the medium that it will be on."""
    while not os.path.isdir(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


@contextmanager
def _folder(wanted: str) -> Iterator[str]:
    """A folder for trials, which goes with all that is in it."""
    try:
        made = mkdtemp(prefix="dicom-fileset-trial-", dir=wanted or None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        where = Where(path=wanted)
        message = f"It cannot be used as a folder: {reason}."
        raise Refused(finding("destination-unwritable", message, where)) from error
    try:
        yield made
    finally:
        rmtree(made, ignore_errors=True)
