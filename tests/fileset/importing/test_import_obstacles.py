"""An archive that does not take one file: that one is refused, and the others come in."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dicom_fileset.findings import finding
from dicom_fileset.importing.coercion import Coercion
from dicom_fileset.importing.copying import Copies
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.model import Row
from dicom_fileset.importing.obstacles import OBSTACLES
from dicom_fileset.importing.report import ImportReport
from dicom_fileset.importing.terms import ImportTerms
from discs import contents, places
from file_sets import Place, instance, save, uids_of

RESUME = ImportTerms(resume=True)
BY_PATIENT = "{PatientID}/x/{SOPInstanceUID}.dcm"


def refused(report: ImportReport) -> list[Row]:
    return [row for row in report.files if row.outcome == "refused"]


@pytest.mark.parametrize("number", OBSTACLES)
def test_what_is_about_one_file_costs_that_file(
    number: int, plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, calls = Copies.write, []

    def one(self: Copies, pieces: object, part: str) -> None:
        calls.append(part)
        really(self, pieces, part)  # type: ignore[arg-type]
        if len(calls) == 5:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Copies, "write", one)
    report = import_media(plain_disc, tmp_path / "archive")
    (row,) = refused(report)
    assert [one.code for one in row.findings] == [OBSTACLES[number].code]
    assert os.strerror(number) in row.findings[0].message
    assert report.complete
    assert report.sentence == "11 of 12 instances are imported; 1 is not: 1 refused."
    assert not list((tmp_path / "archive").rglob("*.part"))
    monkeypatch.undo()
    again = import_media(plain_disc, tmp_path / "archive", RESUME)
    assert again.sentence == "All 12 instances are imported."


def test_what_is_about_the_archive_is_none() -> None:
    assert not OBSTACLES.keys() & {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES}
    assert all(one.why and finding(one.code, "").remedy for one in OBSTACLES.values())


@pytest.mark.parametrize("layout", [BY_PATIENT, BY_PATIENT.replace("/x", "")])
def test_a_file_where_a_folder_is_needed(layout: str, plain_disc: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "ID1").write_bytes(b"theirs")
    terms = ImportTerms(layout=layout)
    report = import_media(plain_disc, archive, terms)
    assert report.complete
    assert {one.code for row in refused(report) for one in row.findings} == {
        "archive-folder-obstructed"
    }
    wanted = uids_of([place for place in places(12) if place.patient == 2])
    assert sorted(contents(archive)) == sorted(wanted)
    assert len(refused(report)) == 12 - len(wanted)
    assert (archive / "ID1").read_bytes() == b"theirs"


def test_the_exit_status_says_that_there_were_problems(plain_disc: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "ID1").write_bytes(b"theirs")
    command = [sys.executable, "-m", "dicom_fileset.cli", "import", plain_disc, "-o", archive]
    ended = subprocess.run([*command, "--layout", BY_PATIENT], capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"archive-folder-obstructed" in ended.stdout + ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may have more than a MiB."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def large_disc(tmp_path: Path) -> Path:
    """A disc of three instances, of which one is large."""
    for number in range(3):
        size = {"PixelData": bytes(2 << 20)} if number == 1 else {}
        save(instance(Place(number=number + 1), **size), tmp_path / "disc" / f"IM{number}")
    return tmp_path / "disc"


@pytest.mark.usefixtures("large_disc", "small_files")
def test_a_file_that_is_too_large_for_the_file_system(tmp_path: Path) -> None:
    report = import_media(tmp_path / "disc", tmp_path / "archive")
    (row,) = refused(report)
    assert (row.path, row.sha256) == ("IM1", "")
    assert [one.code for one in row.findings] == ["archive-file-too-large"]
    assert report.imported == 2
    assert report.complete
    assert not list((tmp_path / "archive").rglob("*.part"))


def test_a_name_that_is_too_long_for_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with encrypted folders, whose names have 143 bytes: all that takes one says so."""
    for number in range(3):
        said = "long " * 12 if number == 1 else "short"
        one = instance(Place(number=number + 1), StudyDescription=said)
        save(one, tmp_path / "disc" / f"IM{number}")
    for name in ("lstat", "rename"):

        def short(*paths: str, really: object = getattr(os, name), **kind: object) -> object:
            if any(len(os.path.basename(path)) > 100 for path in map(os.fspath, paths)):
                raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
            return really(*paths, **kind)  # type: ignore[operator]

        monkeypatch.setattr(os, name, short)
    terms = ImportTerms(layout="{StudyDescription}" + "-" * 10 + "{SOPInstanceUID}.dcm")
    report = import_media(tmp_path / "disc", tmp_path / "archive", terms)
    (row,) = refused(report)
    assert [one.code for one in row.findings] == ["archive-name-impossible"]
    assert (row.path, report.imported, report.complete) == ("IM1", 2, True)


RULES = '[[rule]]\nmatch = { PatientID = "ID1" }\nset = { StudyID = "S7" }\n'


@pytest.mark.parametrize("at", ["write", "place"])
def test_nothing_is_left_of_a_coerced_file_that_is_refused(
    at: str, plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules.toml").write_text(RULES)
    holder = Coercion if at == "write" else Copies
    really = getattr(holder, at)

    def failing(self: object, part: str, to: str, *rest: object) -> object:
        if at == "write":
            really(self, part, to, *rest)
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))

    monkeypatch.setattr(holder, at, failing)
    terms = ImportTerms(coerce=str(tmp_path / "rules.toml"))
    report = import_media(plain_disc, tmp_path / "archive", terms)
    assert report.complete
    assert len(refused(report)) == (6 if at == "write" else 12)
    monkeypatch.undo()
    assert not list((tmp_path / "archive").rglob("*.part"))
