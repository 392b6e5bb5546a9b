"""``migrate`` as a person runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archives import make_archive
from file_sets import FEW, snapshot, write_instances
from foreign_files import SAMPLE_MEDIA
from large_migrations.killing_it import command, environment
from migrating import asked, journal_of

Run = Callable[..., Any]
INCOMING = SAMPLE_MEDIA / "incoming"


_HOLDER = """
import sys
from dicom_fileset.migration.journal import Journal

with Journal(sys.argv[1], create=True):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write_instances(tmp_path / "archive")
    return tmp_path / "archive"


def test_an_archive_is_migrated_and_said_so(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("migrate", archive, "-o", tmp_path / "new", "-t", "RLELossless", "-j", "2")
    assert done.status == 0, done.out + done.err
    assert "6  transcoded, every pixel proven" in done.out
    assert done.out.splitlines()[-1] == (
        "3 of 3 patients, 4 of 4 studies, 5 of 5 series, 6 of 6 instances are at "
        f"{tmp_path / 'new'}."
    )


def test_sample_media_come_through(run: Run, tmp_path: Path, validators: Any) -> None:
    before = snapshot(INCOMING)
    done = run("migrate", INCOMING, "-o", tmp_path / "new", "-t", "HTJ2KLossless", "--json")
    report = done.json()
    validators["migrate"].validate(report)
    assert report["before"] == report["after"]
    assert done.status == report["exit_status"]
    assert sum(one["files"] for one in report["outcomes"]) == sum(
        path.is_file() for path in INCOMING.rglob("*")
    )
    assert snapshot(INCOMING) == before


def test_a_dry_run_writes_nothing_but_its_journal(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run("migrate", archive, "-o", tmp_path / "new", "-t", "RLELossless", "--dry-run")
    assert done.status == 0
    assert "6  to be done" in done.out
    assert sorted(os.listdir(tmp_path)) == ["archive", "new.migration.sqlite"]
    assert run("migrate", archive, "-o", tmp_path / "new", "-t", "RLELossless").status == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-t", "RLELossless"), "say where they go"),
        (("-o", "new"), "say what files are to become"),
        (("-o", "new", "-t", "NoSuch"), "NoSuch"),
        (("-o", "new", "-t", "JPEGBaseline8Bit"), "lossy"),
        (("-o", "new", "-t", "RLELossless", "--layout", "{No}/{SOPInstanceUID}"), "No"),
        (("-o", "new", "-t", "RLELossless", "--layout", "file-sets"), "--volume-size"),
        (("-o", "new", "-t", "RLELossless", "--volume-size", "cd"), "file-sets"),
        (("-o", "new", "-t", "RLELossless", "--window", "19-6"), "19:00-06:00"),
        (("-o", "new", "-t", "RLELossless", "--window", "19:00-19:00"), "never open"),
        (("-o", "new", "-t", "RLELossless", "--limit-rate", "fast"), "50MB/s"),
        (("-o", "new", "-t", "RLELossless", "--order", "list"), "--list"),
        (("-o", "new", "-t", "RLELossless", "--scheduler", "nowhere"), "nowhere"),
        (("--status",), "--journal"),
    ],
)
def test_wrong_calls(
    run: Run, archive: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("migrate", archive, *arguments, cwd=tmp_path)
    assert done.status == 2, done.out + done.err
    assert said in done.err
    assert sorted(os.listdir(tmp_path)) == ["archive"]


def test_progress_for_a_service_is_lines(run: Run, archive: Path, tmp_path: Path) -> None:
    done = run(
        "migrate", archive, "-o", tmp_path / "new", "-t", "RLELossless", "--progress", "lines"
    )
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert lines[-1]["stage"] == "checking"
    last = next(one for one in reversed(lines) if one["stage"] == "migrating")
    assert last["files"] == last["all_files"] == len(FEW)
    assert last["bytes_in"] == last["all_bytes"]
    assert last["bytes_out"] > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_stopped_it_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    make_archive(tmp_path / "archive", 600)
    terms = (tmp_path / "archive", "-o", tmp_path / "new", "-t", "RLELossless")
    process = subprocess.Popen(
        command(*terms),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = journal_of(tmp_path / "new")
    settled = "SELECT count(*) FROM file WHERE sequence IS NOT NULL"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.1)
        try:
            if journal.exists() and asked(journal, settled)[0][0]:
                break
        except Exception:  # noqa: BLE001, S112 - its tables are being made
            continue
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 4, out + err
    assert "--resume" in out
    assert "Traceback" not in out + err
    done = run("migrate", *terms, "--resume")
    assert done.status == 1
    assert "to be done" not in done.out


def test_two_at_a_time_are_one_too_many(run: Run, archive: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _HOLDER,
            str(journal_of(tmp_path / "new")),
        ],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    done = run("migrate", archive, "-o", tmp_path / "new", "-t", "RLELossless")
    holder.communicate()
    assert done.status == 3
    assert "journal-busy" in done.err
