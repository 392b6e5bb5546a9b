"""The exercise: every cell is performed; without a codec or an engine exactly its cells are not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES
from dicom_fileset import FileSetUpdater
from dicom_fileset.conformance.exercise import Cell, Exercised, exercised
from dicom_fileset.ledger import Ledger
from dicom_profiles.sets import storage_rows, transfer_syntax_sets

SAMPLES: Final = Path(__file__).parents[3] / "fileset" / "dicom_fileset" / "conformance" / "samples"
CR: Final = "1.2.840.10008.5.1.4.1.1.1"
NAMES: Final = ("computed_radiography.dcm", "computed_radiography_12_bit.dcm")


def done(ledger: Ledger, role: str) -> set[Cell]:
    return {
        Cell(one.performed.sop_class_uid, one.performed.transfer_syntax_uid)
        for one in ledger.tallies()
        if one.role == role
    }


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
