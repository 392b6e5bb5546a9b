"""A process whose parent was killed: it ends, and what it was at has no place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dicom_fileset.migration.model import Task
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.transcoding import serving
from dicom_fileset.transcoding.messages import Beat
from dicom_fileset.transcoding.request import Request
from dicom_fileset.transcoding.serving import Say
from file_sets import instance, save


@pytest.fixture
def say() -> Iterator[Say]:
    """To a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as out:
        yield Say(out)


def test_the_process_ends(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_BEAT_SECONDS", -1)
    with pytest.raises(SystemExit):
        say(Beat())
    with pytest.raises(SystemExit):
        say.beat()


def test_no_file_is_carried_for_it(
    say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(serving, "_BEAT_SECONDS", -1)
    source = save(instance(), tmp_path / "source")
    about = source.stat()
    task = Task(
        1,
        os.fsencode(source),
        about.st_size,
        about.st_mtime_ns,
        os.fsencode(tmp_path / "dest" / "file"),
        os.fsencode(tmp_path / "parts"),
        Request("1.2.840.10008.1.2.5"),
    )
    with pytest.raises(SystemExit):
        migrate_file(task, say.beat)
    assert not (tmp_path / "dest").exists()
    assert list((tmp_path / "parts").iterdir()) == []
