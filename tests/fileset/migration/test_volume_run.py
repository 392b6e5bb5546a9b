"""The archive of tests/volumes/run.py, scaled down; and a checker that can tell what is wrong."""

from pathlib import Path

import pytest
from checks import listed_uids
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.terms import VolumeTerms
from staging import stage
from volumes.checking import problems_of
from volumes.run import archive, main

SMALL = ("--series", "80", "--instances", "500", "--largest", "6000000", "--volume-size", "70MB")


def test_all_is_as_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--folder", str(tmp_path)]) == 0
    assert "not as promised: 0" in capsys.readouterr().out


def test_what_is_wrong_is_seen(tmp_path: Path) -> None:
    rows = list(archive(10, 40, 400_000, 1))
    dest = tmp_path / "dest"
    stage(dest, tmp_path / "journal.sqlite", rows)
    with Journal(str(tmp_path / "journal.sqlite")) as journal:
        report = build_volumes(journal, str(dest), VolumeTerms(1_600_000))
    assert list(problems_of(dest, report, rows)) == []
    root = dest / report.volumes[0].label
    assert len(listed_uids(root)) == report.volumes[0].instances
    next(path for path in root.rglob("I*") if path.is_file()).unlink()
    assert list(problems_of(dest, report, rows))
    index = dest / "volumes.csv"
    index.write_bytes(index.read_bytes().replace(b"VOLUME_0001", b"VOLUME_0002"))
    assert "the index is wrong" in list(problems_of(dest, report, rows))
