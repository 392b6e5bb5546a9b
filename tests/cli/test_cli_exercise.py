"""``statement --exercise``: what this installation can do, performed on the spot."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
from dicom_fileset import Statement

SAMPLES = Path(__file__).parents[2] / "fileset" / "dicom_fileset" / "conformance" / "samples"
CR = "1.2.840.10008.5.1.4.1.1.1"


def test_an_exercise_on_samples_of_ones_own(run: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(SAMPLES / "computed_radiography.dcm", mine)
    (mine / "notes.txt").write_text("no instance")
    made = tmp_path / "made.json"
    options = ("--exercise", "--samples", mine, "--format", "json", "--output", made)
    done = run("statement", *options)
    assert (done.status, done.out) == (0, "")
    statement = msgspec.json.decode(made.read_bytes(), type=Statement)
    [row] = [one for one in statement.rows if one.sop_class_uid == CR]
    assert (row.fsc, row.fsu, row.fsr, row.archive) == ("Y", "Y", "Y", "Y")
    assert row.transfer_syntax_sets == ("U", "LL", "L")
    assert {one.role for one in statement.not_performed} == {"FSU"}


def test_samples_that_are_not_there(run: Any, tmp_path: Path) -> None:
    done = run("statement", "--exercise", "--samples", tmp_path / "nothing", "--format", "json")
    assert done.status == 3
    assert done.json()["error"]["code"] == "nothing-to-do"


def test_an_exercise_has_its_own_ledger(run: Any, tmp_path: Path) -> None:
    done = run("statement", "--exercise", "--ledger", tmp_path / "ledger")
    assert done.status == 2
    assert run("statement", "--samples", tmp_path).status == 2
