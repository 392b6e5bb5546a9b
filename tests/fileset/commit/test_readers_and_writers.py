"""Real processes at one file-set: two that update it; one that reads while others are killed."""

import os
import random
import signal
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_file_set, listed_uids
from dicom_fileset import FileSetError, FileSetReader, FileSetUpdater, verify
from file_sets import FEW, Place, instance, save, snapshot, uids_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes processes to kill")

ROUNDS = 12
REFUSALS = {"unfinished-change", "changed-meanwhile"}


def child(action: Callable[[], int]) -> int:
    """A process that does something; its status is what that gives, or 99 for an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that pytest may have
        number = os.fork()
    if number:
        return number
    status = 99
    try:
        status = action()
    finally:
        os._exit(status)


def status_of(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def adding(root: Path, path: Path, start: float) -> int:
    """Add at the same instant as another; 0 done, 1 refused because of the other."""
    time.sleep(max(0, start - time.time()))
    try:
        with FileSetUpdater(root) as updater:
            updater.add(path)
    except FileSetError as error:
        return 1 if error.finding.code in REFUSALS else 2
    return 0


def test_two_updaters_at_once(disc: Path, tmp_path: Path) -> None:
    """Each that says so has added its instance, and whoever was refused has changed nothing."""
    there = [*FEW]
    for number in range(ROUNDS):
        places = [Place(5, number + 1, one) for one in (1, 2)]
        paths = [save(instance(place), tmp_path / place.uid) for place in places]
        start = time.time() + 0.05
        both = [child(lambda path=path, at=start: adding(disc, path, at)) for path in paths]
        statuses = [status_of(one) for one in both]
        assert set(statuses) <= {0, 1}
        assert 0 in statuses
        there += [place for place, status in zip(places, statuses, strict=True) if not status]
        assert sorted(listed_uids(disc)) == sorted(uids_of(there))
    check_file_set(disc, uids_of(there))
    assert verify(disc).findings == ()


def rekeying(root: Path, new: str, start: float) -> int:
    """Re-key at the same instant as another; 0 done, 1 refused because of the other."""
    time.sleep(max(0, start - time.time()))
    try:
        with FileSetUpdater(root) as updater:
            updater.rekey({"PatientName": "Brown^Bruno"}, {"PatientID": new})
    except FileSetError as error:
        return 1 if error.finding.code in REFUSALS else 2
    return 0


def test_two_that_re_key_at_once(disc: Path) -> None:
    """Whoever is refused is told of the other, and not of files that are not there."""
    for number in range(ROUNDS):
        start = time.time() + 0.05
        ids = [f"{number}A", f"{number}B"]
        both = [child(lambda new=new, at=start: rekeying(disc, new, at)) for new in ids]
        statuses = [status_of(one) for one in both]
        assert set(statuses) <= {0, 1}
        assert 0 in statuses
        done = {new for new, status in zip(ids, statuses, strict=True) if not status}
        patients = {one.patient_id for one in FileSetReader(disc)}
        assert patients & done
        assert patients & set(ids) <= done
    check_file_set(disc, uids_of(FEW))
    assert verify(disc).findings == ()


def test_two_that_heal_at_once(disc: Path, tmp_path: Path) -> None:
    """A change broken off, met by two updaters: one heals it, and both leave a whole file-set."""
    there = [*FEW]
    for number in range(ROUNDS):
        places = [Place(6, number + 1, one) for one in (1, 2, 3)]
        paths = [save(instance(place), tmp_path / place.uid) for place in places]
        dying = child(lambda path=paths[2]: dying_while_placing(disc, path))
        assert status_of(dying) == -signal.SIGKILL
        start = time.time() + 0.05
        both = [child(lambda path=path, at=start: adding(disc, path, at)) for path in paths[:2]]
        statuses = [status_of(one) for one in both]
        assert set(statuses) <= {0, 1}
        there += [place for place, status in zip(places, statuses, strict=False) if not status]
        FileSetUpdater(disc)
        assert sorted(listed_uids(disc)) == sorted(uids_of(there))
    check_file_set(disc, uids_of(there))
    assert verify(disc).findings == ()


def dying_while_placing(root: Path, path: Path) -> int:
    def die(stage: str, _done: int, _total: int | None) -> None:
        if stage == "writing the directory":
            os.kill(os.getpid(), signal.SIGKILL)

    with FileSetUpdater(root, progress=die) as updater:
        updater.add(path)
    return 0


def reading(root: Path, sources: dict[str, bytes], stop: Path) -> int:
    """Read until told to stop; 0 if every set that was seen was one of a time, all files whole."""
    seen = 0
    few = set(uids_of(FEW))
    while not stop.exists():
        report = FileSetReader(root).report()
        shown = {one.sop_instance_uid for one in report.instances if one.present}
        if len(shown) < len(report.instances) or shown not in (few, set(sources)):
            return 2  # not one file-set, or with a file that is gone
        before = (root / "DICOMDIR").read_bytes()
        found = {one.sop_instance_uid: one.path for one in FileSetReader(root)}
        whole = all(_bytes_of(path) == sources[uid] for uid, path in found.items())
        # Old files go once the new directory stands: then what was read is of yesterday.
        if (root / "DICOMDIR").read_bytes() != before:
            continue
        seen += 1
        if not whole or not set(uids_of(FEW[:2])) <= found.keys():
            return 1
    return 0 if seen else 3


def _bytes_of(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def changing(root: Path, more: Path) -> int:
    """Add and remove by turns, for ever."""
    while True:
        with FileSetUpdater(root) as updater:
            updater.add(more)
        with FileSetUpdater(root) as updater:
            updater.remove(PatientID="ID7")


def test_a_reader_while_updaters_are_killed(disc: Path, tmp_path: Path) -> None:
    places = [Place(7, 1, 1, number) for number in range(1, 6)]
    for place in places:
        save(instance(place), tmp_path / "more" / place.uid)
    files = [*(tmp_path / "more").iterdir()]
    sources = {path.name: path.read_bytes() for path in files}
    sources |= {one.sop_instance_uid: Path(one.path).read_bytes() for one in FileSetReader(disc)}
    reader = child(lambda: reading(disc, sources, tmp_path / "stop"))
    choose = random.Random(7)  # noqa: S311 - the same moments each time, as far as they can be
    for _ in range(3 * ROUNDS):
        updater = child(lambda: changing(disc, tmp_path / "more"))
        time.sleep(choose.uniform(0, 0.15))
        os.kill(updater, signal.SIGKILL)
        assert status_of(updater) == -signal.SIGKILL
    (tmp_path / "stop").touch()
    assert status_of(reader) == 0
    FileSetUpdater(disc)
    state = sorted(listed_uids(disc))
    assert state in (sorted(uids_of(FEW)), sorted(uids_of([*FEW, *places])))
    assert len([name for name in snapshot(disc) if "/I" in name]) == len(state)
    assert verify(disc).findings == ()
