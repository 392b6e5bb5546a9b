"""The exercise: every cell is performed; without a codec or an engine exactly its cells are not."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES
from dicom_fileset import (
    FileSetUpdater,
    Instance,
    Statement,
    conformance_statement,
    writing,
)
from dicom_fileset.conformance.exercise import Cell, Exercised, exercised
from dicom_fileset.ledger import Ledger
from dicom_fileset.outcome import Outcome
from dicom_fileset.records.sop_classes import MEDIA_STORAGE_DIRECTORY
from dicom_fileset.verification.sound import Sound
from dicom_profiles.sets import storage_rows, transfer_syntax_sets

SAMPLES: Final = Path(__file__).parents[3] / "fileset" / "dicom_fileset" / "conformance" / "samples"
GOLDEN: Final = Path(__file__).parent / "golden_statement.json"
CR: Final = "1.2.840.10008.5.1.4.1.1.1"
NAMES: Final = ("computed_radiography.dcm", "computed_radiography_12_bit.dcm")


def done(ledger: Ledger, role: str) -> set[Cell]:
    return {
        Cell(one.performed.sop_class_uid, one.performed.transfer_syntax_uid)
        for one in ledger.tallies()
        if one.role == role
    }


def members(name: str) -> set[str]:
    return {one.uid for one in transfer_syntax_sets()[name].members}


def listed() -> set[Cell]:
    """The cells of PS3.2 Table N.1-1."""
    return {
        Cell(uid, member.uid)
        for uid, row in storage_rows().items()
        for name in row.sets
        for member in transfer_syntax_sets()[name].members
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Exercised]:
    ledger = Ledger(tmp_path_factory.mktemp("exercise") / "ledger")
    return ledger, exercised(ledger)


def test_every_cell_of_the_table_is_performed(whole: tuple[Ledger, Exercised]) -> None:
    ledger, result = whole
    assert set(result.cells) == listed()
    assert listed() <= done(ledger, "FSC")
    assert listed() <= done(ledger, "FSR")


def test_an_updater_leaves_out_other_native_encodings_alone(
    whole: tuple[Ledger, Exercised],
) -> None:
    ledger, result = whole
    native = {
        uid for uid, row in TRANSFER_SYNTAXES.items() if row.uncompressed and uid != EXPLICIT_LITTLE
    }
    others = {one for one in listed() if one.transfer_syntax_uid in native}
    assert listed() - done(ledger, "FSU") == others
    assert {(one.cell, one.role) for one in result.gaps} == {(one, "FSU") for one in others}
    assert all("Explicit VR Little Endian" in one.reason for one in result.gaps)


def test_pixels_are_decoded_from_the_media(whole: tuple[Ledger, Exercised]) -> None:
    ledger, _ = whole
    images = {one for one in listed() if not {"V", "NI"} & {*storage_rows()[one[0]].sets}}
    decoded = {
        Cell(one.performed.sop_class_uid, one.performed.transfer_syntax_uid)
        for one in ledger.tallies()
        if one.performed.proof == "pixels decoded"
    }
    assert images <= decoded


def test_the_statement_is_the_golden_one(whole: tuple[Ledger, Exercised]) -> None:
    """All of it but dates, counts and versions; a base installation gives the same as any."""
    ledger, _ = whole
    assert golden(conformance_statement(ledger)) == json.loads(GOLDEN.read_text())


def test_conditions_speak_of_media(whole: tuple[Ledger, Exercised]) -> None:
    ledger, _ = whole
    conditions = [one.condition for one in conformance_statement(ledger).sr_templates]
    assert all("media of STD-GEN-CD" in one for one in conditions)
    assert not any("ssociation" in one for one in conditions)


def golden(statement: Statement) -> dict[str, Any]:
    """What of a statement is the same on every day and with every codec that does the work."""
    whole = json.loads(msgspec.json.encode(statement))
    rows = ("name", "sop_class_uid", "kind", "transfer_syntax_sets", "application_profiles")
    cells = ("fsc", "fsu", "fsr", "create", "display", "process", "archive")
    other = ("dimse_scu", "dimse_scp", "web_ua", "web_os", "outside_profiles")
    templates = ("name", "tid", "functions", "sop_class_uids", "condition")
    return {
        "storage_sop_classes": _only(whole["storage_sop_classes"], (*rows, *other, *cells)),
        "transfer_syntax_sets": whole["transfer_syntax_sets"],
        "sr_templates": _only(whole["sr_templates"], templates),
        "application_profiles": _only(whole["application_profiles"], ("name", "fsc", "fsu", "fsr")),
        "refused": whole["refused"],
    }


def _only(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in names} for row in rows]


def test_nothing_is_in_the_ledger_that_no_engine_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spies where instances are placed and opened, below those who keep the ledger."""
    placed: Counter[Cell] = Counter()
    opened: Counter[Cell] = Counter()
    write, take = writing.write_change, Sound.take

    def spied_write(*arguments: Any) -> Outcome:
        outcome = write(*arguments)
        placed.update(
            Cell(one.instance.sop_class_uid, one.transfer_syntax_uid) for one in outcome.placed
        )
        return outcome

    def spied_take(sound: Sound, instance: Instance) -> None:
        opened[Cell(instance.sop_class_uid, instance.transfer_syntax_uid)] += 1
        take(sound, instance)

    monkeypatch.setattr("dicom_fileset.creator.write_change", spied_write)
    monkeypatch.setattr("dicom_fileset.updater.write_change", spied_write)
    monkeypatch.setattr(Sound, "take", spied_take)
    ledger = Ledger(tmp_path / "ledger")
    exercised(ledger, [str(SAMPLES / NAMES[0]), str(SAMPLES / "vl_photographic.dcm")])
    assert counted(ledger, {"create", "update"}) == placed
    assert counted(ledger, {"verify"}) == opened


def counted(ledger: Ledger, activities: set[str]) -> Counter[Cell]:
    """How often instances of each cell were dealt with, by the ledger."""
    found: Counter[Cell] = Counter()
    for one in ledger.tallies():
        done = one.performed
        if one.activity in activities and done.sop_class_uid != MEDIA_STORAGE_DIRECTORY:
            found[Cell(done.sop_class_uid, done.transfer_syntax_uid)] += done.count
    return found


WITHOUT: Final = """
import dicom_codecs.implementations as these
real = these.available
these.available = lambda name: name not in {absent!r} and real(name)
"""
RUN: Final = """
import sys
from dicom_fileset.conformance.exercise import exercised
from dicom_fileset.ledger import Ledger
for one in exercised(Ledger(sys.argv[1]), sys.argv[2:]).gaps:
    print(one.cell.transfer_syntax_uid, one.role, one.reason, sep="|")
"""


@pytest.mark.parametrize(
    ("absent", "gone"),
    [
        ("openjpeg", {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"}),
        ("rle", {"1.2.840.10008.1.2.5"}),
        ("jpeg-lossless", {"1.2.840.10008.1.2.4.70"}),
    ],
)
def test_a_codec_that_is_absent_takes_its_syntaxes_along(
    absent: str, gone: set[str], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT.format(absent=[absent]))
    found = [str(tmp_path), *sys.path]
    ran = subprocess.run(
        [sys.executable, "-c", RUN, tmp_path / "ledger", *(SAMPLES / name for name in NAMES)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(found)},
        capture_output=True,
        text=True,
        check=True,
    )
    cells = {one for one in listed() if one.sop_class_uid == CR}
    ledger = Ledger(tmp_path / "ledger")
    for role in ("FSC", "FSR"):
        left = {one.transfer_syntax_uid for one in cells - done(ledger, role)}
        assert left == gone
    [row] = [one for one in conformance_statement(ledger).rows if one.sop_class_uid == CR]
    whole = {one for one in storage_rows()[CR].sets if not gone & members(one)}
    assert whole == {one for one in row.transfer_syntax_sets if "-" not in one}
    told = [line.split("|") for line in ran.stdout.splitlines()]
    assert gone <= {uid for uid, role, _ in told if role == "FSC"}
    assert all("install" in reason for uid, _, reason in told if uid in gone), told


def test_an_engine_that_is_broken_takes_its_column_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: FileSetUpdater) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(FileSetUpdater, "commit", broken)
    ledger = Ledger(tmp_path / "ledger")
    result = exercised(ledger, [str(SAMPLES / NAMES[0])])
    cells = {one for one in listed() if one.sop_class_uid == CR}
    assert done(ledger, "FSU") == set()
    assert cells <= done(ledger, "FSC")
    assert cells <= done(ledger, "FSR")
    assert {one.role for one in result.gaps} == {"FSU"}
    rows = conformance_statement(ledger).rows
    on_media = [one for one in rows if one.sop_class_uid in {CR, MEDIA_STORAGE_DIRECTORY}]
    assert {(one.fsc, one.fsu, one.fsr) for one in on_media} == {("Y", "N", "Y")}
    assert {one.fsu for one in rows} == {"N"}
