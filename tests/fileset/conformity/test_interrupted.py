"""Transcoding into a file-set that is broken off: what was there before is there afterwards."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from dicom_fileset import FileSetCreator, FileSetUpdater, Refused, verify
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.transcoding import part_file
from dicom_profiles import get
from file_sets import Place, instance, save, snapshot
from pydicom.uid import JPEGLosslessSV1

TERMS = Terms(get("STD-GEN-USB-JPEG"), prefer=str(JPEGLosslessSV1))
COUNT = 24


def image(number: int, side: int = 256) -> np.ndarray:
    """A noisy image, which takes a moment to encode."""
    return np.random.default_rng(number).integers(0, 4096, (side, side), np.uint16)


def noisy(folder: Path, side: int) -> Path:
    """A folder of noisy images."""
    folder.mkdir()
    for number in range(COUNT):
        ds = instance(Place(number=number + 1))
        ds.Rows = ds.Columns = side
        ds.BitsStored, ds.HighBit = 12, 11
        ds.PixelData = image(number, side).tobytes()
        save(ds, folder / f"{number}.dcm")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return noisy(tmp_path / "in", 256)


def settled(root: Path) -> Iterator[dict[str, bytes]]:
    """What lies below a folder, again and again for a second: children that go on would show."""
    for _ in range(5):
        yield snapshot(root)
        time.sleep(0.2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_between_two_instances(sources: Path, tmp_path: Path, jobs: int) -> None:
    def stop(stage: str, done: int, _total: int | None) -> None:
        if stage == "transcoding" and done == 3:
            raise KeyboardInterrupt

    before = snapshot(tmp_path)
    creator = FileSetCreator(tmp_path / "disc", terms=TERMS, jobs=jobs, progress=stop)
    creator.add(sources)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "interrupted"
    assert all(there == before for there in settled(tmp_path))


def test_an_update_that_is_stopped(sources: Path, tmp_path: Path) -> None:
    def stop(stage: str, done: int, _total: int | None) -> None:
        if stage == "transcoding" and done == 3:
            raise KeyboardInterrupt

    creator = FileSetCreator(tmp_path / "disc", terms=Terms(TERMS.profile))
    creator.add(save(instance(Place(9)), tmp_path / "first.dcm"))
    creator.commit()
    before = snapshot(tmp_path)
    updater = FileSetUpdater(tmp_path / "disc", terms=TERMS, progress=stop)
    updater.add(sources)
    with pytest.raises(Refused):
        updater.commit()
    assert all(there == before for there in settled(tmp_path))


def ended(sources: Path, disc: Path, sign: signal.Signals) -> int:
    """The status of the command, ended when it has begun to place instances."""
    options = ("--profile", "STD-GEN-USB-JPEG", "--prefer", "JPEGLosslessSV1")
    command = [sys.executable, "-m", "dicom_fileset.cli", "create", sources, "-o", disc]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE) as process:
        while process.poll() is None and not list(disc.rglob("I*")):
            time.sleep(0.01)
        process.send_signal(sign)
        process.communicate()
    return process.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_the_command_is_ended(tmp_path: Path, sign: signal.Signals) -> None:
    disc = tmp_path / "disc"
    # On a busy machine all of less would be done before the signal comes.
    sources = noisy(tmp_path / "in", 1024)
    status = ended(sources, disc, sign)
    assert status in {3, -sign}
    if sign == signal.SIGINT:
        assert status == 3
        assert all(there == snapshot(tmp_path) for there in settled(tmp_path))
        assert not disc.exists()
        return
    assert not (disc / "DICOMDIR").exists()
    time.sleep(1)  # the children find their input closed, and end
    creator = FileSetCreator(disc, terms=TERMS)
    creator.add(sources)
    creator.commit()
    assert verify(disc, profile=TERMS.profile).profile_conforms
    assert len([path for path in disc.rglob("*") if path.is_file()]) == COUNT + 1


def test_a_disk_that_is_full(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(part_file._Raw):
        def write(self, _data: object, /) -> int:
            raise part_file.MediumFailure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    # With more than one process the frames of a large file are written by this one.
    monkeypatch.setattr(part_file, "_Raw", Full)
    monkeypatch.setattr("dicom_fileset.transcoding.to_place.LARGE_BYTES", 1)
    before = snapshot(tmp_path)
    creator = FileSetCreator(tmp_path / "disc", terms=TERMS, jobs=2)
    creator.add(sources)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "no-space"
    assert all(there == before for there in settled(tmp_path))
