"""``migrate --status`` and ``--report``, as a person and a service call them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import html5lib
import pytest
from archives import make_archive
from dicom_fileset.migration.journal import Journal
from jsonschema import Draft202012Validator
from made_journals import Row, journal_of

pytestmark = pytest.mark.usefixtures("run")


def test_what_was_migrated_is_told(
    tmp_path: Path, run: Any, validators: dict[str, Draft202012Validator]
) -> None:
    made = make_archive(tmp_path / "old", 60)
    new, journal = tmp_path / "new", tmp_path / "new.migration.sqlite"
    terms = ("-o", new, "-t", "RLELossless", "--progress", "none", "--ledger", "off")
    done = run("migrate", tmp_path / "old", *terms, "--report", tmp_path / "told", "--json")
    assert done.status in {0, 1}, done.err
    validators["migrate"].validate(done.json())
    page = (tmp_path / "told.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert len((tmp_path / "told.csv").read_bytes().splitlines()) == made.files + 1
    told = run("migrate", "--status", "--journal", journal, "--json")
    assert told.status == 0
    validators["migrate-status"].validate(told.json())
    assert told.json()["state"] == "finished"
    assert told.json()["files"] == made.files
    assert "finished" in run("migrate", "--status", "--journal", journal).out


@pytest.mark.skipif(os.name == "nt", reason="words of a shell of POSIX")
def test_the_command_that_goes_on_goes_on(tmp_path: Path, run: Any) -> None:
    make_archive(tmp_path / "old archive", 40)
    call = ("old archive", "-o", "new", "-t", "RLELossless", "--progress", "none")
    run("migrate", *call, "--ledger", "off", cwd=tmp_path)
    journal = tmp_path / "new.migration.sqlite"
    with closing(sqlite3.connect(journal)) as data, data:
        data.execute("UPDATE file SET state = 'looked at', outcome = NULL WHERE number > 30")
    told = run("migrate", "--status", "--journal", journal, "--json").json()
    assert told["state"] == "stopped"
    assert "'old archive'" in told["command"]
    ours = f"{sys.executable} -m dicom_fileset.cli migrate"
    command = told["command"].replace("dicom-fileset migrate", ours)
    done = subprocess.run(command, shell=True, check=False, capture_output=True)  # noqa: S602
    assert done.returncode in {0, 1}, done.stderr
    told = run("migrate", "--status", "--journal", journal, "--json").json()
    assert (told["state"], told["command"]) == ("finished", "")


def test_it_is_told_while_another_process_is_at_work(tmp_path: Path, run: Any) -> None:
    path = journal_of(tmp_path / "j.sqlite", [Row(), Row(outcome=None)])
    with Journal(str(path)) as journal, journal.change() as data:
        data.execute("UPDATE file SET size = 7")
        told = run("migrate", "--status", "--journal", path, "--report", tmp_path / "r", "--json")
    assert told.status == 0, told.out
    assert told.json()["state"] == "running"
    assert told.json()["all_bytes"] == 2000
    assert (tmp_path / "r.html").exists()


def test_what_is_no_journal_or_no_place_is_said(tmp_path: Path, run: Any) -> None:
    (tmp_path / "text").write_text("no database\n" * 100, encoding="ascii")
    for path in (tmp_path / "text", tmp_path / "none", tmp_path):
        done = run("migrate", "--status", "--journal", path)
        assert done.status == 3
        assert "[journal-" in done.err
    path = journal_of(tmp_path / "j.sqlite", [Row()])
    done = run("migrate", "--status", "--journal", path, "--report", tmp_path / "no" / "r")
    assert done.status == 2
    assert "[report-output" in done.err


def test_names_steer_no_terminal(tmp_path: Path, run: Any) -> None:
    facts = {"sources": ["/a\x1b[2J"], "destination": "/b\x1b[2J"}
    path = journal_of(tmp_path / "j.sqlite", [Row(b"\xff\x1b[2J")], **facts)
    done = run("migrate", "--status", "--journal", path, "--report", tmp_path / "r")
    assert done.status == 0
    assert "\x1b" not in done.out
    assert "\x1b" not in (tmp_path / "r.html").read_text(encoding="utf-8")
