"""Rules that are damaged, a site's and our own: told with the file, never as a traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import dicom_profiles
import pytest
from dicom_fileset.cli.output import guarded
from dicom_profiles import ProfileError
from foreign_files import SAMPLE_MEDIA

Run = Callable[..., Any]
INCOMING = SAMPLE_MEDIA / "incoming/archive"
RULES = Path(dicom_profiles.__path__[0])


class Ran(NamedTuple):
    """What came of one call."""

    status: int
    out: str
    err: str


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of our own rules, to be damaged."""
    copied = tmp_path / "own" / "dicom_profiles"
    shutil.copytree(RULES, copied, ignore=shutil.ignore_patterns("__pycache__"))
    return copied


def run_by(rules: Path, *arguments: str | Path) -> Ran:
    """The command with other rules than the installed ones."""
    folders = [rules.parent, *(RULES.parent.parent / name for name in ("fileset", "codecs"))]
    paths = os.pathsep.join(map(str, folders))
    start = "import sys; sys.argv[0] = 'x'; from dicom_fileset.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def test_rules_as_they_are_are_taken(rules: Path) -> None:
    assert run_by(rules, "profiles", "STD-GEN-CD").status == 0


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("annexes/a.toml", b"[[profile"),
        ("annexes/e.toml", b"\xff"),
        ("annexes/m.toml", b'unknown = "key"'),
        ("video.toml", b"video = 1"),
        ("sop_classes.toml", b""),
        ("transfer_syntaxes.toml", b"transfer_syntax = [{}]"),
    ],
)
@pytest.mark.parametrize("verb", ["profiles", "create", "create as it is", "verify"])
def test_own_rules_that_are_damaged_are_told_and_nothing_is_written(
    verb: str, name: str, damage: bytes, rules: Path, tmp_path: Path
) -> None:
    (rules / name).write_bytes(damage)
    disc = tmp_path / "disc"
    call = {
        "profiles": ["profiles"],
        "create": ["create", INCOMING, "-o", disc, "--profile", "STD-GEN-CD"],
        "create as it is": ["create", INCOMING, "-o", disc],
        "verify": ["verify", SAMPLE_MEDIA, "--profile", "STD-GEN-CD"],
    }[verb]
    done = run_by(rules, *call)
    assert done.status == 3
    assert Path(name).name in done.err
    assert "rules-damaged" in done.err
    assert not disc.exists()


def test_names_of_media_that_are_damaged_are_told(rules: Path, tmp_path: Path) -> None:
    (rules / "medium.toml").write_bytes(b"leftover = 1")
    done = run_by(rules, "create", INCOMING, "-o", tmp_path / "disc", "--json")
    assert done.status == 3
    assert json.loads(done.out)["error"]["code"] == "rules-damaged"
    assert "medium.toml" in done.out


def test_rules_that_are_gone_are_told(rules: Path) -> None:
    (rules / "video.toml").unlink()
    done = run_by(rules, "profiles")
    assert done.status == 3
    assert "video.toml" in done.err


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"[[profile]",
        b"profile = " + b"9" * 5000,
        b"profile = [{ name = 'PRI-A', source = 'x', medium = 3 }]",
        b"x = " + b"[" * 30000,
        b"\x00",
        b"",
    ],
)
@pytest.mark.parametrize("verb", ["create", "verify", "profiles"])
def test_a_sites_rules_that_are_damaged_are_told(
    verb: str, data: bytes, run: Run, tmp_path: Path
) -> None:
    toml, disc = tmp_path / "site.toml", tmp_path / "disc"
    toml.write_bytes(data)
    call = {
        "create": ["create", INCOMING, "-o", disc, "--profile", toml],
        "verify": ["verify", SAMPLE_MEDIA, "--profile", toml],
        "profiles": ["profiles", toml],
    }[verb]
    done = run(*call)
    assert done.status == 2
    assert str(toml) in done.err
    assert "profile-damaged" in done.err
    assert not disc.exists()


def test_rules_of_a_site_that_cannot_be_read_are_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    for path in (folder, tmp_path / "missing.toml"):
        done = run("profiles", path)
        assert done.status == 2
        assert str(path) in done.err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ProfileError("a.toml", "profile[0]", "it is wrong"), "a.toml: profile[0]: it is wrong"),
        (ValueError("anything"), "ValueError at"),
    ],
)
def test_a_report_that_fails_is_no_traceback(
    error: Exception, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def show() -> int:
        raise error

    assert guarded(lambda: show, as_json=False) == 1
    told = capsys.readouterr().err
    assert "it is done, and cannot be told" in told
    assert words in told
