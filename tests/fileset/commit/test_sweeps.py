"""A sample of the sweep of ``tests/sweeps/run.py``, and that it finds what is wrong."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final
from unittest import mock

import pytest
from dicom_fileset.commit import change, flush, journal
from dicom_fileset.importing import archive, copying
from sweeps.failures import FAILURES, swept
from sweeps.operations import CHANGES, Change
from sweeps.power import lost_power
from sweeps.run import main, stage_in

BY_NAME: Final = {row.name: row for row in CHANGES}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.name)
def test_failed_at_some_operations(row: Change, tmp_path: Path) -> None:
    stage, root = stage_in(row, tmp_path)
    for offset, failure in enumerate(FAILURES):
        points = list(swept(stage, failure, root, step=7 + offset))
        assert len(points) > 1
        assert [one for one in points if one.problem] == [], failure.name


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("row", CHANGES, ids=lambda row: row.name)
def test_power_lost_at_some_operations(row: Change, at_once: bool, tmp_path: Path) -> None:
    stage, root = stage_in(row, tmp_path)
    points = list(lost_power(stage, root, at_once=at_once, step=11))
    assert len(points) > 5
    assert [one for one in points if one.problem] == []


def _left_out(where: object, name: str) -> Callable[[], AbstractContextManager[object]]:
    return lambda: mock.patch.object(where, name, return_value=None)


@pytest.mark.parametrize(
    ("row", "spoilt"),
    [
        ("add", _left_out(flush, "flush_folders")),
        ("add", _left_out(flush, "flush_file")),
        ("add", _left_out(change, "flush_descriptor")),
        ("add", _left_out(journal, "flush_folder")),
        ("remove", _left_out(change, "flush_folder")),
        ("remove", _left_out(change, "flush_folders")),
        ("add --pdi", _left_out(change, "flush_folder")),
        ("import", _left_out(flush, "flush_file")),
        ("import", _left_out(flush, "flush_folders")),
        ("import", _left_out(archive, "flush_folders")),
    ],
)
def test_a_flush_that_is_left_out_is_found(
    row: str, spoilt: Callable[[], AbstractContextManager[object]], tmp_path: Path
) -> None:
    stage, root = stage_in(BY_NAME[row], tmp_path)
    step = 9 if row == "import" else 2
    with spoilt():
        assert any(one.problem for one in lost_power(stage, root, at_once=False, step=step))


def test_a_file_that_goes_too_early_is_found(tmp_path: Path) -> None:
    stage, root = stage_in(BY_NAME["remove"], tmp_path)
    commit = change.Change.commit

    def eager(self: change.Change, *arguments: object) -> None:
        change.remove_files(self.root, arguments[2])  # type: ignore[arg-type]
        commit(self, *arguments)  # type: ignore[arg-type]

    with mock.patch.object(change.Change, "commit", eager):
        found = [one.problem for one in swept(stage, FAILURES[0], root)]
    assert any("lost" in problem for problem in found)


def test_a_copy_that_has_its_name_too_early_is_found(tmp_path: Path) -> None:
    stage, root = stage_in(BY_NAME["import"], tmp_path)
    place = copying.Copies.place

    def eager(self: copying.Copies, part: str, archived: str) -> None:
        place(self, part, archived)
        one = self._waiting.popitem()[1]
        os.rename(one.part, one.path)
        self._new.append(one.path)

    with mock.patch.object(copying.Copies, "place", eager):
        found = [one.problem for one in lost_power(stage, root, at_once=False, step=9)]
    assert any("torn" in problem for problem in found)


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compact", "--step", "25"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| change")
    assert len(lines) == 2 + len(FAILURES) + 2 + 1
    assert lines[-1].endswith("| 0 |")
