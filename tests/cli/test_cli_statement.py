"""``dicom-fileset statement`` as a person calls it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import html5lib
import pytest
from dicom_fileset.ledger import Ledger
from jsonschema import Draft202012Validator
from ledgers import CT, EXPLICIT, full, ledger_of, tally

Run = Callable[..., Any]
COMMAND = (sys.executable, "-m", "dicom_fileset.cli")
FORMATS = ("markdown", "html", "json", "csv", "docx")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    ledger_of(path, full())
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    ledger_of(path, [tally("FSC", "create", CT, EXPLICIT)]).reset()
    return path


def test_markdown_is_what_comes_without_being_asked(run: Run, ledger: Path) -> None:
    done = run("statement", "--ledger", ledger, "--title", "Our Product 3", "--vendor", "ACME")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("# Our Product 3\n")
    for word in ("ACME", "Table N.1-1", "Table N.1-2", "Table N.1-3", "SMPTE ST 2110-20"):
        assert word in done.out


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_goes_to_a_file_or_to_the_screen(
    run: Run, ledger: Path, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "statement"
    path.write_text("an older one", "utf-8")
    done = run("statement", "--ledger", ledger, "--format", form, "--output", path)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert os.listdir(tmp_path) == ["statement"]
    data = path.read_bytes()
    again = run("statement", "--ledger", ledger, "--format", form)
    assert again.status == 0
    if form == "docx":
        assert docx.Document(io.BytesIO(data)).tables
        return
    assert again.out == data.decode()
    if form == "html":
        html5lib.HTMLParser(strict=True).parse(data.decode())


def test_json_is_as_its_schema_says(
    run: Run, ledger: Path, empty: Path, tmp_path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    for place in (ledger, empty):
        for more in ((), ("--include-supported",)):
            done = run("statement", "--ledger", place, "--format", "json", *more)
            validators["statement"].validate(done.json())
    (tmp_path / "old.json").write_text(done.out, "utf-8")
    diff = run("statement", "--ledger", ledger, "--diff", tmp_path / "old.json", "--format", "json")
    validators["statement-diff"].validate(diff.json())
    failed = run("statement", "--ledger", tmp_path / "none", "--format", "json")
    assert failed.json()["error"]["code"] == "ledger-missing"
    validators["statement"].validate(failed.json())


def test_what_is_supported_is_marked(run: Run, ledger: Path) -> None:
    done = run("statement", "--ledger", ledger, "--include-supported", "--format", "json").json()
    rows = [row for row in done["storage_sop_classes"] if row["status"] != "performed"]
    assert {row["status"] for row in rows} == {"supported, not performed"}
    cells = ("fsc", "fsu", "fsr", "create", "display", "process", "archive")
    assert {row[cell] for row in rows for cell in cells} == {"N"}


def test_an_empty_ledger_is_a_statement_with_a_note(run: Run, empty: Path) -> None:
    done = run("statement", "--ledger", empty)
    assert done.status == 0
    assert "Nothing was performed so far" in done.out
    assert "Nothing was performed so far" in done.err


def test_a_release_that_lost_something(run: Run, ledger: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    assert run("statement", "--ledger", ledger, "--format", "json", "-o", old).status == 0
    same = run("statement", "--ledger", ledger, "--diff", old)
    assert (same.status, same.out.count("Nothing.")) == (0, 2)
    less = tmp_path / "less"
    ledger_of(less, [one for one in full() if one.role != "FSU"])
    lost = run("statement", "--ledger", less, "--diff", old, "-o", tmp_path / "changes.md")
    assert lost.status == 1
    assert "FSU Y" in (tmp_path / "changes.md").read_text("utf-8")
    gained = run("statement", "--ledger", ledger, "--diff", old, "--format", "json").json()
    assert gained["gained"] == gained["lost"] == []


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (("--format", "odt"), 2, "odt"),
        (("--diff", "{old}", "--format", "csv"), 2, "markdown or json"),
        (("--diff", "{none}"), 2, "No such file"),
        (("--diff", "{ledger}"), 2, "no statement"),
        (("--output", "{folder}"), 2, "folder"),
        (("--output", ""), 2, "nothing"),
        (("--output", "{ledger}"), 2, "the ledger"),
        (("--output", "{none}/x.md"), 2, "not there"),
        (("--ledger", ""), 2, "empty"),
        (("--ledger", "off"), 2, "turned off"),
        (("--ledger", "{folder}"), 3, "cannot be used"),
        (("--ledger", "{old}"), 3, "cannot be read"),
    ],
)
def test_wrong_calls_are_told_and_write_nothing(
    run: Run, ledger: Path, tmp_path: Path, arguments: tuple[str, ...], status: int, word: str
) -> None:
    (tmp_path / "old.json").write_text("{}", "utf-8")
    places = {
        "old": tmp_path / "old.json",
        "none": tmp_path / "none",
        "ledger": ledger,
        "folder": tmp_path,
    }
    before = ledger.read_bytes()
    at = () if "--ledger" in arguments else ("--ledger", ledger)
    done = run("statement", *(one.format(**places) for one in arguments), *at)
    assert done.status == status, done.err
    assert word in done.err
    assert os.listdir(tmp_path) == ["old.json"]
    assert ledger.read_bytes() == before


def test_a_vendor_that_is_no_text(run: Run, ledger: Path) -> None:
    for form in FORMATS:
        done = run("statement", "--ledger", ledger, "--format", form, "--vendor", b"M\xfcller")
        assert done.status == 0


def test_the_ledger_of_the_environment(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DICOM_FILESET_LEDGER", str(ledger))
    assert "CT Image Storage" in run("statement").out
    assert json.loads(run("ledger", "--json").out)["ledger"] == str(ledger)
    assert Ledger(ledger).tallies()
    monkeypatch.setenv("DICOM_FILESET_LEDGER", "off")
    assert "ledger-off" in run("statement").err


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_a_document_is_nothing_for_a_terminal(ledger: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [*COMMAND, "statement", "--ledger", ledger, "--format", "docx"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"--output FILE" in done.stderr
