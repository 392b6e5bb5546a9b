"""Profiles on the command line: shown, made by, held against; and what a wrong name gets."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread

Run = Callable[..., Any]
INCOMING = SAMPLE_MEDIA / "incoming"


def test_all_profiles_are_shown(run: Run) -> None:
    done = run("profiles")
    assert done.status == 0
    assert done.out.count("secure: known, and refused") == 25
    assert sum(line.startswith("  STD-") for line in done.out.splitlines()) == 82


def test_one_profile_is_shown_in_full(run: Run) -> None:
    text = run("profiles", "STD-XABC-CD").out
    for word in ("PS3.11 Table A.3-3", "Rows is at most 512", "128 x 128", "CalibrationImage"):
        assert word in text


def test_profiles_for_machines(run: Run) -> None:
    found = json.loads(run("profiles", "--json").out)["profiles"]
    assert len(found) == 82
    assert {"name", "medium", "rows", "keys", "icon", "security"} <= found[0].keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("STD-GEM-CD", ("STD-GEN-CD",)),
        ("APL-GEN-CD", ("STD-GEN-CD", "PS3.11 8")),
        ("STD-GEN-SEC-CD", ("CMS", "PS3.15")),
    ],
)
def test_a_profile_that_cannot_be_made(
    run: Run, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    done = run("create", INCOMING, "--output", tmp_path / "disc", "--profile", name)
    assert done.status == 2
    assert all(word in done.err for word in words)
    assert not (tmp_path / "disc").exists()


def test_a_damaged_profile_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    toml = tmp_path / "site.toml"
    toml.write_text(
        '[[profile]]\nname = "PRI-A"\nmedium = "USB"\nroles = ["FSC"]\nsource = "x"\n'
        'rows = [{ sop_classes = ["CTImageStorag"], transfer_syntaxes = "any", fsc = "M", '
        'fsr = "M", fsu = "U", source = "x" }]\n',
        "utf-8",
    )
    done = run("create", INCOMING, "--output", tmp_path / "disc", "--profile", toml)
    assert done.status == 2
    for word in ("site.toml", "profile[0].rows[0].sop_classes[0]", "CTImageStorage"):
        assert word in done.err


def test_a_disc_made_and_held_against_its_profile(run: Run, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    dry = run("create", INCOMING / "archive", "-o", disc, "--medium", "cd", "--dry-run", "--json")
    planned = json.loads(dry.out)
    assert not disc.exists()
    made = run("create", INCOMING / "archive", "-o", disc, "--medium", "cd")
    assert "plan for STD-GEN-CD:" in made.out
    assert "conforms to STD-GEN-CD" in made.out
    assert made.status == dry.status == 0
    assert planned["profile"] == "STD-GEN-CD"
    assert {one["action"] for one in planned["placed"]} >= {"transcoded"}
    assert all(one["why"] for one in planned["placed"] if one["action"] == "transcoded")
    held = run("verify", disc, "--profile", "STD-GEN-CD")
    assert held.status == 0
    assert "this file-set conforms to STD-GEN-CD" in held.out
    other = json.loads(run("verify", disc, "--profile", "STD-XABC-CD", "--json").out)
    assert other["conforms"] is True
    assert other["profile_conforms"] is False
    assert {"profile-sop-class"} <= {one["code"] for one in other["findings"]}


def test_icons_are_made_where_they_are_wished(run: Run, tmp_path: Path) -> None:
    one, *others = sorted((INCOMING / "radiology/ct thorax mueller").glob("axial*.dcm"))
    root = tmp_path / "disc"
    assert run("create", one, "--output", root, "--icons").status == 0
    assert run("update", root, "--add", others[0], "--icons").status == 0
    assert run("update", root, "--add", others[1]).status == 0
    found = dcmread(root / "DICOMDIR").DirectoryRecordSequence
    icons = ["IconImageSequence" in one for one in found if one.DirectoryRecordType == "IMAGE"]
    assert icons == [True, True, False]


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        (("--prefer", "JPEGLSLossless"), "name --profile"),
        (("--allow-lossy",), "name --profile"),
        (("--profile", "STD-GEN-CD", "--prefer", "JPEGLSLossless"), "has no JPEGLSLossless"),
        (("--profile", "STD-GEN-DVD-JPEG", "--prefer", "JPEGBaseline8Bit"), "--allow-lossy"),
        (("--profile", ""), "a name is empty"),
        (("--medium", ""), "a name is empty"),
    ],
)
def test_wishes_that_cannot_be_are_refused(
    wishes: tuple[str, ...], told: str, run: Run, sources: Path, tmp_path: Path
) -> None:
    done = run("create", sources, "-o", tmp_path / "disc", *wishes)
    assert done.status == 2
    assert told in done.err
    assert not (tmp_path / "disc").exists()
