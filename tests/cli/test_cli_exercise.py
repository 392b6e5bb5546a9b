"""``statement --exercise``: what this installation can do, performed on the spot."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dicom_fileset import Statement
from file_sets import Place, instance, save

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


def test_an_exercise_spares_the_ledger_and_the_old_statement(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "ledger"
    run("read", tmp_path, "--ledger", ledger)
    ledger.touch()
    monkeypatch.setenv("DICOM_FILESET_LEDGER", str(ledger))
    assert run("statement", "--exercise", "--output", ledger).status == 2
    old = tmp_path / "old.json"
    assert run("statement", "--format", "json", "--output", old).status == 0
    before = old.read_bytes()
    again = run("statement", "--diff", old, "--format", "json", "--output", old)
    assert (again.status, old.read_bytes()) == (2, before)
    assert run("statement", "--output", tmp_path / "nowhere" / "s.md").status == 2


def test_what_could_not_be_performed_is_told(run: Any, tmp_path: Path) -> None:
    """An image of one bit goes into no lossy transfer syntax."""
    ds = instance(Place(1))
    ds.BitsAllocated = ds.BitsStored = 1
    ds.HighBit = 0
    ds.PixelData = b"\x5a\xa5"
    save(ds, tmp_path / "in" / "a.dcm")
    options = ("--exercise", "--samples", tmp_path / "in", "--format", "json")
    done = run("statement", *options)
    assert done.status == 1
    assert "not" in done.err
    missing = [one for one in done.json()["not_performed"] if not one.get("by_design")]
    assert all(one["reason"] for one in missing)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_exercise_that_is_ended_leaves_nothing(tmp_path: Path, sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "dicom_fileset.cli", "statement", "--exercise"]
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=place, stdout=subprocess.PIPE) as process:
        while process.poll() is None and not list(tmp_path.rglob("I0000003")):
            time.sleep(0.02)
        process.send_signal(sign)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, b"")
    assert list(tmp_path.iterdir()) == []
