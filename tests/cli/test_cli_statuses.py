"""0 all done, 1 done with problems, 2 wrong call, 3 failed with nothing changed: for each verb."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import check_file_set
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of

Run = Callable[..., Any]


def test_create(run: Run, sources: Path, tmp_path: Path) -> None:
    done = run("create", sources, "--output", tmp_path / "disc", "--file-set-id", "CLI")
    assert (done.status, done.err) == (0, "")
    assert "6 instances are placed (3 patients, 4 studies, 5 series)" in done.out
    check_file_set(tmp_path / "disc", uids_of(FEW))


def test_create_with_problems(run: Run, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.dcm").touch()
    done = run("create", sources, tmp_path / "empty.dcm", "-o", tmp_path / "disc")
    assert done.status == 1
    assert "empty.dcm" in done.out
    check_file_set(tmp_path / "disc", uids_of(FEW))


def test_create_refused(run: Run, sources: Path, disc: Path) -> None:
    before = snapshot(disc)
    done = run("create", sources, "-o", disc)
    assert done.status == 3
    assert "directory-exists" in done.err
    assert snapshot(disc) == before


def test_create_in_place(run: Run, tmp_path: Path) -> None:
    save(instance(), tmp_path / "IM1")
    assert run("create", tmp_path, "--in-place").status == 0
    check_file_set(tmp_path, [Place().uid])


def test_read(run: Run, disc: Path) -> None:
    done = run("read", disc)
    assert (done.status, done.err) == (0, "")
    assert "File-set ID FEW, 3 patients, 4 studies, 5 series, 6 instances" in done.out
    assert "Cole^Clara  [ID2], born 1972-03-03" in done.out


def test_read_with_problems(run: Run, disc: Path) -> None:
    files_below(disc)[0].unlink()
    done = run("read", disc / "DICOMDIR")
    assert done.status == 1
    assert "file-missing" in done.out


def test_read_refused(run: Run, tmp_path: Path) -> None:
    done = run("read", tmp_path)
    assert (done.status, done.out) == (3, "")
    assert "directory-missing" in done.err


def test_update(run: Run, disc: Path, tmp_path: Path) -> None:
    new = save(instance(Place(7)), tmp_path / "NEW")
    done = run("update", disc, "--add", new, "--remove", "PatientID=ID1")
    assert (done.status, done.err) == (0, "")
    assert "4 instances are removed" in done.out
    check_file_set(disc, uids_of([Place(2), Place(3), Place(7)]))


def test_update_with_problems(run: Run, disc: Path, tmp_path: Path) -> None:
    (tmp_path / "add").mkdir()
    (tmp_path / "add" / "empty.dcm").touch()
    save(instance(Place(4)), tmp_path / "add" / "IM")
    done = run("update", disc, "--add", tmp_path / "add", "--remove", "PatientID=ID1")
    assert done.status == 1
    check_file_set(disc, uids_of([Place(2), Place(3), Place(4)]))


@pytest.mark.parametrize("source", ["missing", "empty.dcm"])
def test_nothing_is_removed_for_a_replacement_that_is_not_there(
    run: Run, disc: Path, tmp_path: Path, source: str
) -> None:
    (tmp_path / "empty.dcm").touch()
    before = snapshot(disc)
    done = run("update", disc, "--add", tmp_path / source, "--remove", "PatientID=ID1")
    assert done.status == 3
    assert snapshot(disc) == before


def test_update_refused(run: Run, disc: Path) -> None:
    before = snapshot(disc)
    done = run("update", disc, "--remove", "PatientID=NOBODY")
    assert (done.status, done.out) == (3, "")
    assert "nothing-matches" in done.err
    assert snapshot(disc) == before


def test_verify(run: Run, disc: Path) -> None:
    done = run("verify", disc)
    assert (done.status, done.out, done.err) == (0, f"{disc}: conforms\n", "")


def test_verify_with_problems(run: Run, disc: Path) -> None:
    files_below(disc)[0].unlink()
    done = run("verify", disc)
    assert done.status == 1
    assert "does not conform" in done.out


def test_verify_refused(run: Run, tmp_path: Path) -> None:
    assert run("verify", tmp_path).status == 3


WRONG = (
    ("create",),
    ("create", "SRC"),
    ("create", "SRC", "--in-place", "--output", "DEST"),
    ("create", "SRC", "SRC", "--in-place"),
    ("create", "SRC", "-o", "DEST", "--jobs", "0"),
    ("create", "SRC", "-o", "DEST", "--jobs", "many"),
    ("create", "SRC", "-o", "DEST", "--file-set-id", "A" * 5000),
    ("create", "SRC", "-o", "DEST", "--file-set-id", "lower"),
    ("create", "SRC", "-o", "DEST", "--nonsense"),
    ("read",),
    ("read", "DISC", "DISC"),
    ("update", "DISC"),
    ("update", "DISC", "--remove", "nonsense"),
    ("update", "DISC", "--remove", "PatientName"),
    ("update", "DISC", "--remove", "=1"),
    ("update", "DISC", "--remove", "Nonsense=1"),
    ("update", "DISC", "--remove", "ContentSequence=1"),
    ("update", "DISC", "--file-set-id", "not legal"),
    ("verify",),
    ("schema", "nonsense"),
    ("nonsense",),
    ("--nonsense",),
)


@pytest.mark.parametrize("call", WRONG, ids=lambda call: " ".join(call)[:60])
def test_a_wrong_call_changes_nothing(
    call: tuple[str, ...], run: Run, sources: Path, disc: Path, tmp_path: Path
) -> None:
    names = {"SRC": str(sources), "DEST": str(tmp_path / "dest"), "DISC": str(disc)}
    before = snapshot(tmp_path)
    done = run(*(names.get(word, word) for word in call))
    assert (done.status, done.out) == (2, "")
    assert done.err.strip()
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "call", [("--help",), ("-h",), *((verb, "--help") for verb in ("create", "read", "update"))]
)
def test_help(call: tuple[str, ...], run: Run) -> None:
    done = run(*call)
    assert (done.status, done.err) == (0, "")
    assert "Usage: " in done.out


def test_help_of_create_has_examples_and_every_option(run: Run) -> None:
    out = run("create", "--help").out
    options = ("--output", "--in-place", "--file-set-id", "--dry-run", "--jobs", "--json")
    assert all(option in out for option in options)
    assert "dicom-fileset create incoming --output disc" in out


def test_no_command_is_a_call_for_help(run: Run) -> None:
    done = run()
    assert "Usage: " in done.out + done.err


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("dicom-fileset ")


def test_update_rekeys_a_patient(run: Run, disc: Path) -> None:
    before = snapshot(disc)
    asked = ("update", disc, "--rekey", "PatientID=ID1", "--to", "PatientID=N", "--to")
    planned = run(*asked, "PatientName=Doe^Jane", "--dry-run")
    assert planned.status == 0
    assert planned.out.count("corrected") == 5
    assert "4 files would be corrected" in planned.out
    assert "PatientName, PatientID" in planned.out
    assert snapshot(disc) == before
    done = run(*asked, "PatientName=Doe^Jane")
    assert (done.status, done.err) == (0, "")
    assert "4 files are corrected" in done.out
    check_file_set(disc, uids_of(FEW))


def test_update_to_values_that_are_there_changes_nothing(run: Run, disc: Path) -> None:
    before = snapshot(disc)
    done = run("update", disc, "--rekey", "PatientID=ID1", "--to", "PatientID=ID1")
    assert (done.status, done.err) == (0, "")
    assert f"{disc}: nothing is to be changed" in done.out
    assert snapshot(disc) == before


def test_update_compacts(run: Run, disc: Path) -> None:
    done = run("update", disc, "--compact")
    assert (done.status, done.err) == (0, "")
    assert f"{disc}: nothing is to be changed" in done.out
    assert "nothing to be compacted" in done.out
    check_file_set(disc, uids_of(FEW))
