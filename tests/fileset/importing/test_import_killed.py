"""Imports killed at each of their operations in turn: the next run duplicates and loses nothing."""

import os
import signal
import sqlite3
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dicom_fileset.importing import running
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.manifest import Manifest
from dicom_fileset.importing.placed import PlacedCopies
from dicom_fileset.importing.terms import ImportTerms
from file_sets import Place, instance, save
from pydicom import dcmread

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes processes to kill")

RULES = """
[[rule]]
match = { PatientID = "ID1" }
set = { PatientID = "LOCAL-7", IssuerOfPatientID = "OURS" }
"""
AUDITED = {"open", "os.rename", "os.remove", "os.truncate", "os.mkdir"}
PATCHED = [
    (os, "write"),
    (Manifest, "begin"),
    (Manifest, "add"),
    (Manifest, "keep"),
    (Manifest, "end"),
    (PlacedCopies, "clear"),
]


def killed_at(number: int, archive: Path, action: Callable[[], object]) -> bool:
    """Whether a process that does ``action`` was killed at its ``number``-th operation there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that pytest may have
        child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in {0, -signal.SIGKILL}
        return status != 0
    status = 1
    try:
        dying_at(number, str(archive))
        action()
        status = 0
    finally:
        os._exit(status)


def dying_at(number: int, archive: str) -> None:
    passed = count(1)

    def pass_by() -> None:
        if next(passed) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in AUDITED and str(arguments[0]).startswith(archive):
            pass_by()

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            pass_by()
            result = call(*arguments, **options)
            pass_by()
            return result

        return called

    for owner, name in PATCHED:
        setattr(owner, name, dying(getattr(owner, name)))
    sys.addaudithook(audit)


def check(archive: Path, disc: Path) -> None:
    """See that every instance is there once, as rules ask, and that the manifest says so."""
    files = {path.relative_to(archive).as_posix(): path for path in archive.rglob("*.dcm")}
    found = Counter(str(dcmread(path).SOPInstanceUID) for path in files.values())
    assert found == Counter(str(dcmread(path).SOPInstanceUID) for path in disc.iterdir())
    assert {dcmread(path).PatientID for path in files.values()} == {"LOCAL-7", "ID2"}
    with sqlite3.connect(archive / "dicom-fileset-import" / "manifest.sqlite") as data:
        rows = data.execute("SELECT archived FROM file").fetchall()
    data.close()
    assert {archived for (archived,) in rows} == set(files)
    assert not list(archive.rglob("*.part"))


@pytest.fixture
def terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportTerms:
    """To coerce one patient of two, on a disc of four files."""
    monkeypatch.setattr(running, "_KEEP_ROWS", 3)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    (tmp_path / "rules.toml").write_text(RULES)
    for number, place in enumerate([Place(1), Place(1, number=2), Place(2), Place(1, number=3)]):
        save(instance(place), tmp_path / "disc" / f"IM{number}")
    return ImportTerms(
        coerce=str(tmp_path / "rules.toml"), layout="{PatientID}/{SOPInstanceUID}.dcm"
    )


@pytest.mark.parametrize("resume", [False, True])
def test_killed_anywhere_nothing_is_there_twice(
    resume: bool, terms: ImportTerms, tmp_path: Path
) -> None:
    disc = tmp_path / "disc"
    again = msgspec.structs.replace(terms, resume=resume)
    for number in count(1):
        archive = tmp_path / f"archive {number}"
        if not killed_at(number, archive, lambda at=archive: import_media(disc, at, terms)):
            break
        report = import_media(disc, archive, again)
        assert report.sentence == "All 4 instances are imported."
        assert {one.code for row in report.files for one in row.findings} <= {"coerced"}
        check(archive, disc)
    assert number > 40


def test_killed_again_and_again(terms: ImportTerms, tmp_path: Path) -> None:
    """Each run gets a little further than the one before, and is of another import."""
    disc, archive = tmp_path / "disc", tmp_path / "archive"
    for number in range(20, 80, 3):
        if not killed_at(number, archive, lambda: import_media(disc, archive, terms)):
            break
    report = import_media(disc, archive, terms)
    assert report.sentence == "All 4 instances are imported."
    assert number > 30
    check(archive, disc)


def test_two_contents_of_one_uid_placed_before_a_kill(terms: ImportTerms, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    other = instance(Place(1))
    other.ImageComments = "another"
    save(other, disc / "IM4")
    for number in count(30, 4):
        archive = tmp_path / f"archive {number}"
        if not killed_at(number, archive, lambda at=archive: import_media(disc, at, terms)):
            break
        for resume in (True, False):
            again = msgspec.structs.replace(terms, resume=resume)
            assert import_media(disc, archive, again).sentence == "All 5 instances are imported."
        check(archive, disc)
