"""A journal of a medium that somebody else made: what it is, is seen before it is opened."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_fileset import FileSetReader, FileSetUpdater, Refused
from dicom_fileset.commit.journal import JOURNAL, NEW_DICOMDIR, OLD_DICOMDIR
from dicom_fileset.limits import LIMITS
from file_sets import snapshot

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="takes pipes and links")


def long(path: Path) -> None:
    path.touch()
    os.truncate(path, LIMITS.journal_bytes + 1)


def link(path: Path) -> None:
    outside = path.parent.parent / "outside"
    outside.write_bytes(b"")
    path.symlink_to(outside)


JOURNALS: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "link": link,
    "link to what never ends": lambda path: path.symlink_to("/dev/zero"),
    "link to nothing": lambda path: path.symlink_to("nothing"),
    "folder": Path.mkdir,
    "long": long,
}


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal_that_is_none_is_refused(name: str, disc: Path) -> None:
    JOURNALS[name](disc / JOURNAL)
    names = sorted(os.listdir(disc))
    with pytest.raises(Refused, match=r"cannot be healed: .*by hand"):
        FileSetUpdater(disc)
    assert sorted(os.listdir(disc)) == names
    findings = FileSetReader(disc).report().findings
    assert "unfinished-change" in {one.code for one in findings}


@pytest.mark.parametrize("name", ["DICOMDIR", NEW_DICOMDIR, OLD_DICOMDIR])
def test_a_pipe_is_not_waited_for_while_healing(name: str, disc: Path) -> None:
    (disc / name).unlink(missing_ok=True)
    os.mkfifo(disc / name)
    begin = '{"add":[["NEW1"]],"process":0,"host":"","root_was_made":false}'
    (disc / JOURNAL).write_text(f'{begin}\n{{"dicomdir_sha256":"00","remove":[]}}\n')
    if name == "DICOMDIR":
        with pytest.raises(Refused):
            FileSetUpdater(disc)
    else:
        FileSetUpdater(disc)
        assert not (disc / name).exists()


@pytest.mark.parametrize("name", [NEW_DICOMDIR, OLD_DICOMDIR])
def test_a_folder_where_our_files_go_is_refused(name: str, disc: Path) -> None:
    (disc / name).mkdir()
    before = snapshot(disc)
    updater = FileSetUpdater(disc)
    updater.remove(PatientID="ID1")
    with pytest.raises(Refused, match="Something lies where"):
        updater.commit()
    assert snapshot(disc) == before


def test_a_link_in_the_way_of_files_that_go_is_not_followed(disc: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "KEPT").touch()
    (disc / "OUT").symlink_to(outside)
    begin = '{"add":[["OUT","KEPT"]],"process":0,"host":"","root_was_made":false}'
    (disc / JOURNAL).write_text(f"{begin}\n")
    FileSetUpdater(disc)
    assert (outside / "KEPT").exists()
