"""``dicom-fileset ledger`` as a person calls it; what is no ledger is never overwritten."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ledgers import CT, EXPLICIT, NASTY, PRIVATE, full, ledger_of, tally

Run = Callable[..., Any]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    ledger_of(path, [tally("FSC", "create", CT, EXPLICIT, count=3, profile="STD-GEN-CD")])
    return path


def test_it_is_shown(
    run: Run, ledger: Path, tmp_path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    ledger_of(tmp_path / "more", [tally("FSR", "read", PRIVATE, NASTY, profile=NASTY)])
    text = run("ledger", "--ledger", ledger).out
    for word in ("CT Image Storage", "ExplicitVRLittleEndian", "STD-GEN-CD", "2026-11-30"):
        assert word in text
    assert run("ledger", "show", "--ledger", ledger).out == text
    assert "\x1b" not in run("ledger", "--ledger", tmp_path / "more").out
    report = run("ledger", "show", "--ledger", ledger, "--json").json()
    validators["ledger"].validate(report)
    assert report["tallies"][0]["performed"]["count"] == 3


def test_merging_twice_adds_nothing(run: Run, ledger: Path, tmp_path: Path) -> None:
    whole = tmp_path / "new folder" / "whole"
    other = tmp_path / "other"
    ledger_of(other, full())
    first = run("ledger", "merge", other, ledger, "--ledger", whole, "--json").json()
    # The numbers of the tests' operations are the same in both: as if one were merged before.
    assert first["operations"] == len(full())
    shown = run("ledger", "--ledger", whole, "--json").out
    again = run("ledger", "merge", other, ledger, whole, "--ledger", whole, "--json").json()
    assert again["operations"] == 0
    assert run("ledger", "--ledger", whole, "--json").out == shown


def test_a_reset_needs_a_yes(run: Run, ledger: Path) -> None:
    before = ledger.read_bytes()
    assert run("ledger", "reset", "--ledger", ledger).status == 2
    dry = run("ledger", "reset", "--dry-run", "--ledger", ledger)
    assert (dry.status, ledger.read_bytes()) == (0, before)
    assert "1 operation would be forgotten" in dry.out
    done = run("ledger", "reset", "--yes", "--ledger", ledger)
    assert "1 operation forgotten" in done.out
    assert run("ledger", "--ledger", ledger, "--json").json()["tallies"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge",),
        ("show", "other"),
        ("reset", "other", "--yes"),
        ("show", "--yes"),
        ("merge", "other", "--dry-run"),
        ("drop",),
    ],
)
def test_calls_that_make_no_sense(run: Run, ledger: Path, arguments: tuple[str, ...]) -> None:
    before = ledger.read_bytes()
    assert run("ledger", *arguments, "--ledger", ledger).status == 2
    assert ledger.read_bytes() == before


def newer(path: Path) -> None:
    ledger_of(path, full()[:1])
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE patient (name TEXT)")
    connection.close()


def damaged(path: Path) -> None:
    ledger_of(path, full())
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 3):
        data[at] ^= 0x55
    path.write_bytes(data)


def truncated(path: Path) -> None:
    ledger_of(path, full())
    path.write_bytes(path.read_bytes()[:5000])


def text(path: Path) -> None:
    path.write_text("not a ledger\n", "utf-8")


SPOILED = (newer, foreign, damaged, truncated, text)


@pytest.mark.parametrize("spoil", SPOILED)
@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger", "show", "--ledger", "{bad}"),
        ("ledger", "merge", "{good}", "--ledger", "{bad}"),
        ("ledger", "merge", "{bad}", "--ledger", "{new}"),
        ("ledger", "merge", "{bad}", "--ledger", "{good}"),
        ("ledger", "reset", "--dry-run", "--ledger", "{bad}"),
        ("statement", "--ledger", "{bad}"),
    ],
)
def test_what_is_no_ledger_is_told_and_stays(
    run: Run,
    ledger: Path,
    tmp_path: Path,
    spoil: Callable[[Path], None],
    arguments: tuple[str, ...],
) -> None:
    bad = tmp_path / "bad"
    spoil(bad)
    before, good = bad.read_bytes(), ledger.read_bytes()
    places = {"bad": bad, "good": ledger, "new": tmp_path / "new"}
    done = run(*(one.format(**places) for one in arguments))
    assert done.status == 3, done.out
    assert "ledger-" in done.err
    assert (bad.read_bytes(), ledger.read_bytes()) == (before, good)
    assert sorted(os.listdir(tmp_path)) == ["bad", "ledger.sqlite"]


@pytest.mark.parametrize("action", ["show", "reset"])
def test_no_ledger_at_all(run: Run, tmp_path: Path, action: str) -> None:
    yes = ("--yes",) if action == "reset" else ()
    done = run("ledger", action, "--ledger", tmp_path / "none", *yes)
    assert done.status == 2
    assert "ledger-missing" in done.err
    folder = run("ledger", action, "--ledger", tmp_path, *yes)
    assert folder.status == 3
    assert not os.listdir(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_ledger_that_may_only_be_read(run: Run, ledger: Path) -> None:
    ledger.chmod(0o400)
    assert run("ledger", "--ledger", ledger).status == 0
    assert run("ledger", "reset", "--yes", "--ledger", ledger).status == 3
