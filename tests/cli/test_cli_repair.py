"""``repair`` and ``findings`` as a person runs them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import listed_uids
from defects import DEFECTS
from dicom_fileset.exit_statuses import EXIT_STATUSES
from dicom_fileset.findings import CODES
from file_sets import FEW, files_below, snapshot, uids_of
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
Validators = dict[str, Draft202012Validator]


def test_repaired(run: Run, disc: Path) -> None:
    DEFECTS["hostile File ID"](disc)
    DEFECTS["no Instance Number"](disc)
    before = snapshot(disc)
    planned = run("repair", disc, "--dry-run")
    assert snapshot(disc) == before
    done = run("repair", disc)
    assert planned.status == done.status == 1
    assert "made anew" in planned.out
    assert "would be" in planned.out
    assert "record-dropped" in done.out
    assert "the old DICOMDIR is DICOMDIR.BAK" in done.out
    assert done.err == ""
    assert run("verify", disc).status == 0


def test_all_mended(run: Run, disc: Path) -> None:
    DEFECTS["constant shift"](disc)
    assert run("repair", disc).status == 0
    done = run("repair", disc)
    assert (done.status, done.out) == (0, f"{disc}: nothing to repair in 18 records\n")


def test_into_a_copy(run: Run, disc: Path, tmp_path: Path) -> None:
    DEFECTS["file added"](disc)
    before = snapshot(disc)
    assert run("repair", disc, "--output", tmp_path / "copy", "--jobs", "2").status == 0
    assert len(listed_uids(tmp_path / "copy")) == len(FEW) + 1
    assert snapshot(disc) == before
    again = run("repair", disc, "--output", tmp_path / "copy")
    assert again.status == 3
    assert "directory-exists" in again.err


def test_records_of_missing_files(run: Run, disc: Path) -> None:
    files_below(disc)[0].unlink()
    done = run("repair", disc, "--keep-missing")
    assert done.status == 1
    assert "record-kept-without-file" in done.out
    assert sorted(listed_uids(disc)) == sorted(uids_of(FEW))


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--output", "copy"]])
def test_json(
    arguments: list[str], run: Run, validators: Validators, disc: Path, tmp_path: Path
) -> None:
    DEFECTS["other patient"](disc)
    done = run("repair", disc, *arguments, "--json", cwd=tmp_path)
    report = done.json()
    validators["repair"].validate(report)
    assert report["changed"]
    assert {one["action"] for one in report["records"]} == {"kept", "made anew"}
    assert bool(report["backup"]) == (not arguments)


def test_refused(run: Run, validators: Validators, tmp_path: Path) -> None:
    done = run("repair", tmp_path, "--json")
    assert done.status == 3
    validators["repair"].validate(done.json())
    assert done.json()["error"]["code"] == "directory-missing"
    assert run("repair").status == 2
    assert run("repair", tmp_path, "--output", tmp_path / "in it").status in {2, 3}


def test_the_table_of_codes(run: Run, validators: Validators) -> None:
    report = run("findings", "--json").json()
    validators["findings"].validate(report)
    assert {one["code"]: one["remedy"] for one in report["codes"]} == {
        code: row.remedy for code, row in CODES.items()
    }
    assert {one["status"]: one["meaning"] for one in report["exit_statuses"]} == EXIT_STATUSES
    text = run("findings").out
    assert all(code in text for code in CODES)
    assert all(f"{number}  {meaning}" in text for number, meaning in EXIT_STATUSES.items())


def test_some_codes(run: Run) -> None:
    out = run("findings", "file-missing", "offset-dangling").out
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["file-missing", "offset-dangling"]
    assert run("findings", "no-such-code").status == 2
