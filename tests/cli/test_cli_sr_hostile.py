"""Texts of a document that could steer a terminal or a spreadsheet; files that are none."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dicom_fileset import read_sr
from dicom_fileset.cli import sr_output
from sr_documents import document, text, written

Run = Callable[..., Any]
STEERING = "a\x85b\u202ec\u2028d\u061ce\u2066f\x9bg\u200fh\u20acé"


def test_json_escapes_what_steers_and_means_the_same(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "sr", document([text(STEERING)], SpecificCharacterSet="ISO_IR 192"))
    out = run("sr", path, "--json").out
    assert json.loads(out)["document"]["items"][1]["value"] == STEERING
    assert not set("\x85\u202e\u2028\u061c\u2066\x9b\u200f") & set(out)
    assert r"a\u0085b\u202ec" in out
    assert "€é" in out


@pytest.mark.parametrize("value", ["=1+1", "+cmd", "-cmd", "@sum", "=SUM(A1)|x"])
def test_no_cell_is_a_formula(run: Run, tmp_path: Path, value: str) -> None:
    path = written(tmp_path / "sr", document([text(value), text("-5.10")]))
    rows = list(csv.DictReader(io.StringIO(run("sr", path, "--csv").out)))
    assert [one["value"] for one in rows] == ["", f"'{value}", "-5.10"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_csv_on_a_terminal_does_not_steer_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "sr", document([text("a\x1b[2Jb")]))
    show = sr_output.as_csv(read_sr(path))
    monkeypatch.setattr(sys, "stdout", Terminal())
    show()
    shown = sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert r"a\x1b[2Jb" in shown
    assert "\x1b" not in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_and_a_device_are_no_regular_files(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        ran = run("sr", path)
        assert ran.status == 3
        assert "not a regular file" in ran.err
