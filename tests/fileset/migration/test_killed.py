"""Migrations killed at random moments, and gone on with."""

import os
import time
from pathlib import Path

import pytest
from archives import make_archive
from large_migrations.killing_it import digest_of, rows_of, run_killed, run_through

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")

TREE = ("--transfer-syntax", "RLELossless", "--jobs", 2)
TEMPLATE = (*TREE, "--layout", "{StudyInstanceUID}/{SOPInstanceUID}.dcm")


@pytest.mark.parametrize("terms", [TREE, TEMPLATE], ids=["tree", "template"])
def test_killed_and_resumed_it_comes_to_the_same(tmp_path: Path, terms: tuple[object, ...]) -> None:
    made = make_archive(tmp_path / "archive", 1500)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    begun = time.monotonic()
    assert run_through(tmp_path / "archive", "-o", whole, *terms) == 1
    seconds = time.monotonic() - begun
    done = run_killed(6, seconds / 4, tmp_path / "archive", "-o", killed, *terms)
    assert done.kills >= 3
    assert done.status == 1
    rows = rows_of(tmp_path / "whole.migration.sqlite")
    assert len(rows) == made.files
    assert rows_of(tmp_path / "killed.migration.sqlite") == rows
    assert digest_of(killed) == digest_of(whole)
    assert not (killed / "dicom-fileset-migration").exists()
