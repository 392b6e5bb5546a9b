"""What engines carry, tell of, and do not take for evidence."""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dicom_fileset import (
    FileSetCreator,
    FileSetReader,
    FileSetUpdater,
    Terms,
    conformance_statement,
    transcode,
    verify,
)
from dicom_fileset.evidence import performed
from dicom_fileset.ledger import Ledger, Operation, Performed, keep, kept_in
from dicom_profiles import get
from file_sets import FEW, Place, instance, save
from pydicom.dataset import Dataset
from pydicom.uid import (
    CTImageStorage,
    ExplicitVRLittleEndian,
    JPEGLSLossless,
    RLELossless,
)

SAMPLES = Path(__file__).parents[3] / "sample_media"
TROUBLED = SAMPLES / "troubled" / "pixels"
CT, EXPLICIT = str(CTImageStorage), str(ExplicitVRLittleEndian)


def count(ledger: Ledger, role: str, sop_class_uid: str = CT) -> int:
    return sum(
        one.count
        for one in ledger.tallies()
        if one.role == role and one.performed.sop_class_uid == sop_class_uid
    )


@pytest.mark.parametrize(
    "uid",
    [
        *("DOE^JOHN^19700101", "<script>x", "0", "1.2..3", "1." + "2" * 64),
        *("1.2.840.10008.1.1", "1.2.840.10008.05.1", "1.2.840.10008.5.1.4.1.1.02", ""),
    ],
)
def test_what_is_no_storage_class_is_not_kept(uid: str) -> None:
    assert performed([Performed(uid, EXPLICIT, EXPLICIT)]) == []


@pytest.mark.parametrize("uid", ["JANE^DOE", "1.2.3", ""])
def test_what_is_no_transfer_syntax_is_not_kept(uid: str) -> None:
    assert performed([Performed(CT, EXPLICIT, uid), Performed(CT, uid, EXPLICIT)]) == []


@pytest.mark.parametrize("template", ["DOE^JOHN 1970", "123456", "5²", "-1"])
def test_what_is_no_template_is_kept_without_it(template: str) -> None:
    [row] = performed([Performed(CT, EXPLICIT, EXPLICIT, template=template)])
    assert row.template == ""


def test_private_and_later_classes_are_kept() -> None:
    uids = ["1.2.826.0.1.3680043.8.498.1", "1.2.840.10008.5.1.4.1.1.999"]
    assert [
        one.sop_class_uid for one in performed(Performed(u, EXPLICIT, EXPLICIT) for u in uids)
    ] == uids


def test_a_name_in_the_place_of_a_class_stays_out(ledger: Ledger, tmp_path: Path) -> None:
    path = save(instance(Place(1)), tmp_path / "in" / "a.dcm")
    name = b"DOE^JOHN^19700101".ljust(len(CT), b"\0")
    path.write_bytes(path.read_bytes().replace(CT.encode(), name))
    save(instance(Place(2)), tmp_path / "in" / "b.dcm")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    verify(tmp_path / "disc")
    assert b"DOE" not in Path(ledger.path).read_bytes()


@pytest.mark.parametrize("name", ["one frame truncated.dcm", "rle without the last run.dcm"])
def test_a_stream_that_is_cut_is_decoded_and_no_evidence(
    name: str, ledger: Ledger, tmp_path: Path
) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(TROUBLED / name)
    report = verify(tmp_path / "disc", pixels=True)
    assert not report.conforms
    [path] = [one.path for one in FileSetReader(tmp_path / "disc")]
    assert {one.where.path for one in report.findings if one.severity == "error"} == {path}
    assert not [one for one in ledger.tallies() if one.performed.proof == "pixels decoded"]


def _without_pixels(ds: Dataset) -> None:
    del ds.PixelData


def _without_colour(ds: Dataset) -> None:
    del ds.PhotometricInterpretation


def _of_no_colour(ds: Dataset) -> None:
    ds.PhotometricInterpretation = "FOO"


def _of_minus_frames(ds: Dataset) -> None:
    ds.NumberOfFrames = "-3"


@pytest.mark.parametrize(
    "harm", [_without_pixels, _without_colour, _of_no_colour, _of_minus_frames]
)
def test_what_no_frame_can_be_told_of_is_told(
    harm: Callable[[Any], None], ledger: Ledger, tmp_path: Path
) -> None:
    ds = instance(Place(1))
    harm(ds)
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(save(ds, tmp_path / "a.dcm"))
    report = verify(tmp_path / "disc", pixels=True)
    codes = {one.code for one in report.findings if one.severity != "note"}
    assert codes & {"no-image", "image-pixel-mended", "pixels-differ"}
    assert count(ledger, "FSR") == 0


def test_an_instance_whose_record_is_wrong_is_no_evidence(ledger: Ledger, tmp_path: Path) -> None:
    path = save(instance(Place(1)), tmp_path / "a.dcm")
    uid = Place(1).uid.encode()
    path.write_bytes(path.read_bytes().replace(uid, uid.replace(b".8.498.", b".8.098.")))
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "a.dcm")
    assert not verify(tmp_path / "disc").conforms
    assert count(ledger, "FSR") == 0


def test_what_is_carried_though_it_is_cut_is_no_evidence(ledger: Ledger, tmp_path: Path) -> None:
    path = save(instance(Place(1)), tmp_path / "a.dcm")
    path.write_bytes(path.read_bytes()[:-5])
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(path)
    assert count(ledger, "FSC") == 0


def test_an_update_is_under_a_profile_that_all_of_it_conforms_to(
    ledger: Ledger, tmp_path: Path
) -> None:
    transcode([save(instance(Place(1)), tmp_path / "a.dcm")], tmp_path / "rle", str(RLELossless))
    terms = Terms(get("STD-GEN-CD"), keep_profile=False)
    for folder, first in (("pure", tmp_path / "a.dcm"), ("mixed", tmp_path / "rle" / "a.dcm")):
        with FileSetCreator(tmp_path / folder) as creator:
            creator.add(first)
        with FileSetUpdater(tmp_path / folder, terms=terms) as updater:
            updater.add(save(instance(Place(2)), tmp_path / "b.dcm"))
    profiles = [one.profile for one in ledger.tallies() if one.role == "FSU"]
    assert sorted(set(profiles)) == ["", "STD-GEN-CD"]
    with FileSetUpdater(tmp_path / "pure", file_set_id="NEW", terms=terms):
        pass
    [renamed] = [one for one, done in ledger.operations() if one.role == "FSU" and len(done) == 1]
    assert renamed.profile == ""


def test_archived_is_what_was_read_back_in_its_transfer_syntax(ledger: Ledger) -> None:
    lossless = str(JPEGLSLossless)
    keep("FSC", "create", [Performed(CT, EXPLICIT, EXPLICIT, proof="bytes equal")])
    keep("FSR", "verify", [Performed(CT, lossless, lossless)])
    [row] = conformance_statement(ledger).rows
    assert (row.fsc, row.fsr, row.archive) == ("Y", "Y", "N")
    keep("FSR", "verify", [Performed(CT, EXPLICIT, EXPLICIT)])
    [row] = conformance_statement(ledger).rows
    assert row.archive == "Y"


def test_a_ledger_that_others_hold_is_waited_for(ledger: Ledger) -> None:
    ledger.append(Operation("a", "2026-01-01", "FSR", "read"), [Performed(CT, EXPLICIT, EXPLICIT)])
    held = sqlite3.connect(ledger.path, check_same_thread=False, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    threading.Timer(1.0, held.execute, ["COMMIT"]).start()
    began = time.monotonic()
    assert keep("FSR", "read", [Performed(CT, EXPLICIT, EXPLICIT)]) == ()
    assert time.monotonic() - began > 0.5
    held.close()
    assert len(list(ledger.operations())) == 2


def test_who_stops_the_waiting_is_not_told_that_nothing_was_done(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "append", stopped)
    with kept_in(tmp_path / "ledger"):
        creator = FileSetCreator(tmp_path / "disc")
        creator.add(sources)
        outcome = creator.commit()
    assert [one.code for one in outcome.findings] == ["ledger-not-written"]
    assert len(list(FileSetReader(tmp_path / "disc"))) == len(FEW)


def test_an_empty_database_of_others_is_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    with sqlite3.connect(path) as theirs:
        theirs.execute("PRAGMA user_version = 77")
    theirs.close()
    before = path.read_bytes()
    with kept_in(path):
        [told] = keep("FSR", "read", [Performed(CT, EXPLICIT, EXPLICIT)])
    assert told.code == "ledger-not-written"
    assert path.read_bytes() == before
