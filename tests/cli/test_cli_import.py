"""``dicom-fileset import`` as a person runs it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cli.conftest import COMMAND, Run
from discs import as_iso, contents, disc, places
from file_sets import instance, save, uids_of
from jsonschema import Draft202012Validator


@pytest.fixture(scope="module")
def medium(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disc of twelve instances."""
    return disc(tmp_path_factory.mktemp("cli") / "disc")


def test_it_ends_with_one_clear_sentence(run: Run, medium: Path, tmp_path: Path) -> None:
    done = run("import", medium, "--output", tmp_path / "archive", "--select", "PatientID=ID1")
    assert done.status == 1, "there are two patients, which is said"
    lines = done.out.splitlines()
    assert lines[-1] == "All 6 instances are imported."
    assert "Brown^Bruno [ID1], born 1961-02-02, O" in done.out
    assert "something when the medium is opened: 1, not copied, not run" in done.out


def test_what_the_archive_has_is_told(run: Run, tmp_path: Path) -> None:
    save(instance(), tmp_path / "disc" / "IM1")
    for said in (False, True):
        done = run("import", tmp_path / "disc", "-o", tmp_path / "archive")
        assert done.status == 0
        assert ("since the archive has them already: 1 file" in done.out) is said


def test_links_are_left_and_told(run: Run, tmp_path: Path) -> None:
    save(instance(), tmp_path / "disc" / "IM1")
    (tmp_path / "disc" / "IM2").symlink_to("IM1")
    done = run("import", tmp_path / "disc", "-o", tmp_path / "archive")
    assert done.status == 1
    assert "  links: 1" in done.out.splitlines()
    assert "IM2: A link is not part of a medium." in done.out
    assert done.out.splitlines()[-1] == "The 1 instance is imported."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_what_has_no_end_is_no_medium(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        done = run("import", path, "-o", tmp_path / "archive")
        assert done.status == 3
        assert "neither a file, nor a folder, nor a drive" in done.err


def test_machines_get_every_file_that_is_not_imported(
    run: Run, medium: Path, tmp_path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    image = as_iso(medium, tmp_path / "disc.iso", joliet=3)
    for more in ((), ("--resume",), ("--dry-run",), ("--verify",)):
        done = run("import", image, "-o", tmp_path / "archive", "--json", *more)
        validators["import"].validate(done.json())
        assert done.json()["overview"]["listed"] == 12
    left = {row["path"] for row in done.json()["files"] if row["outcome"] == "left"}
    assert left == {"AUTORUN.INF", "DICOMDIR", "README.TXT"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--layout", "{Nonsense}"),
        ("--layout", "../{SOPInstanceUID}"),
        ("--select", "PatientID"),
        ("--on-duplicate", "burn"),
        ("--expect", "Shoe=42"),
        ("--jobs", "0"),
    ],
)
def test_wrong_calls(run: Run, medium: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run("import", medium, "-o", tmp_path / "archive", *arguments)
    assert done.status == 2, done.err
    assert not (tmp_path / "archive").exists()


def test_what_is_not_there_or_no_medium(run: Run, tmp_path: Path) -> None:
    assert run("import", tmp_path / "none", "-o", tmp_path / "a").status == 2
    (tmp_path / "thing").write_bytes(b"hello")
    done = run("import", tmp_path / "thing", "-o", tmp_path / "a")
    assert done.status == 3
    assert "ISO 9660" in done.err


def test_another_person_is_refused(run: Run, medium: Path, tmp_path: Path) -> None:
    call = ("import", medium, "-o", tmp_path / "archive", "--expect", "PatientName=Else^Somebody")
    done = run(*call, "--expect", "PatientBirthDate=2000-01-01")
    assert done.status == 3
    assert "Verdict" in done.out
    assert "the expected person: different" in done.out
    assert not (tmp_path / "archive").exists()


def test_stopped_by_a_person_it_can_go_on(run: Run, tmp_path: Path) -> None:
    for number, place in enumerate(places(400)):
        save(instance(place), tmp_path / "disc" / f"{number:03}")
    for number in range(10):  # one that is done before it can be stopped tells nothing
        archive = tmp_path / f"archive {number}"
        going = subprocess.Popen(
            [*COMMAND, "import", tmp_path / "disc", "-o", archive],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        while not list(archive.rglob("*.part")) and going.poll() is None:
            time.sleep(0.01)
        going.send_signal(signal.SIGINT)
        out, err = going.communicate(timeout=60)
        assert "Traceback" not in out + err
        if going.returncode:
            break
    assert going.returncode == 4, out + err
    assert "--resume" in out + err
    assert not list(archive.rglob("*.part"))
    done = run("import", tmp_path / "disc", "-o", archive, "--resume")
    assert done.out.splitlines()[-1] == "All 400 instances are imported."
    assert sorted(contents(archive)) == sorted(uids_of(places(400)))


RULES = """
[[rule]]
match = { PatientID = "ID1" }
set = { PatientID = "LOCAL-7", IssuerOfPatientID = "OURS" }
"""


def test_rules_that_were_forgotten_are_told_and_how_to_go_on(run: Run, tmp_path: Path) -> None:
    save(instance(), tmp_path / "disc" / "IM1")
    (tmp_path / "rules.toml").write_text(RULES)
    command = ["import", tmp_path / "disc", "-o", tmp_path / "archive"]
    assert run(*command).status == 0
    refused = run(*command, "--coerce", tmp_path / "rules.toml", "--resume")
    assert refused.status == 3
    assert "no --coerce was there" in refused.err
    assert "leave out --resume" in refused.err
    linked = run(*command, "--coerce", tmp_path / "rules.toml")
    assert linked.status == 1
    assert "not as the rules ask" in linked.out
