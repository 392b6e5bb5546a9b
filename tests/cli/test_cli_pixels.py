"""``verify --pixels``, and ``--ledger`` of the commands that do something."""

from pathlib import Path
from typing import Any

from dicom_fileset.ledger import Ledger
from file_sets import FEW

SAMPLES = Path(__file__).parents[2] / "sample_media"
PIXELS = SAMPLES / "troubled" / "pixels"
ECHO = SAMPLES / "incoming" / "cardiology" / "echo lefevre" / "echo report.dcm"


def test_every_frame_is_decoded(run: Any, disc: Path, tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    done = run("verify", disc, "--pixels", "--ledger", place)
    assert (done.status, done.out) == (0, f"{disc}: conforms\n")
    counts = {one.performed.proof: one.count for one in Ledger(place).tallies()}
    assert counts == {"directory read": 1, "pixels decoded": len(FEW)}


def test_a_frame_that_is_cut_is_told(run: Any, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    run("create", PIXELS / "one frame truncated.dcm", "--output", disc)
    plain, thorough = run("verify", disc), run("verify", disc, "--pixels", "--json")
    assert plain.status == 0
    assert thorough.status == 1
    codes = {one["code"] for one in thorough.json()["findings"]}
    assert codes & {"jpeg-truncated", "pixel-data-damaged", "jpeg-end-missing"}


def test_each_command_keeps_what_it_did(run: Any, sources: Path, tmp_path: Path) -> None:
    disc, place = tmp_path / "disc", tmp_path / "deep" / "ledger"
    ledger = ("--ledger", place)
    for arguments in (
        ("create", sources, "--output", disc),
        ("read", disc),
        ("verify", disc),
        ("update", disc, "--remove", "PatientID=ID1"),
        ("transcode", sources, "--output", tmp_path / "rle", "-t", "RLELossless"),
        ("sr", ECHO),
    ):
        assert run(*arguments, *ledger).status == 0
    activities = {one.activity for one in Ledger(place).tallies()}
    engines = {"create", "read", "verify", "update", "transcode"}
    assert activities == {*engines, "render", "extract"}


def test_a_ledger_that_cannot_be_written_is_a_note(run: Any, disc: Path, tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    place.write_text("something else")
    done = run("verify", disc, "--ledger", place)
    assert done.status == 0
    assert "ledger-not-written" in done.out
    assert place.read_text() == "something else"
