"""Media made to harm, and moments chosen to: nothing that is not the file-set's own is touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, FileSetReader, FileSetUpdater, Refused, verify
from dicom_fileset.scan import scan
from file_sets import Place, files_below, instance, save, snapshot, write_instances
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, EncapsulatedPDFStorage, RLELossless

JOURNAL = ".dicom-fileset-change"


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    write_instances(tmp_path / "in")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    return tmp_path / "disc"


def journal(*file_ids: list[str]) -> str:
    begin = {"add": file_ids, "process": 1, "host": "", "root_was_made": False}
    return json.dumps(begin) + "\n"


@pytest.mark.parametrize("name", [["..", "victim"], ["A", "..", "..", "victim"]])
def test_a_journal_names_a_file_outside(name: list[str], disc: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    (disc / JOURNAL).write_text(journal(name))
    with pytest.raises(Refused):
        FileSetUpdater(disc)
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_a_journal_names_what_the_directory_lists(disc: Path) -> None:
    listed = [list(one.file_id) for one in FileSetReader(disc)]
    before = snapshot(disc)
    (disc / JOURNAL).write_text(journal(*listed, ["DICOMDIR"]))
    FileSetUpdater(disc)
    assert snapshot(disc) == before


def test_a_link_where_the_new_directory_is_written(disc: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    (disc / ".dicom-fileset-dicomdir").symlink_to(tmp_path / "victim")
    with FileSetUpdater(disc, file_set_id="NEW"):
        pass
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert FileSetReader(disc).file_set.file_set_id == "NEW"


def test_a_link_where_new_files_would_go(disc: Path, tmp_path: Path) -> None:
    new = save(instance(Place(4)), tmp_path / "NEW")
    updater = FileSetUpdater(disc)
    updater.add(new)
    (tmp_path / "elsewhere").mkdir()
    (disc / updater.plan().placed[0].file_id[0]).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        updater.commit()
    assert files_below(tmp_path / "elsewhere") == []


def test_a_record_that_refers_to_the_directory_itself(disc: Path) -> None:
    data = (disc / "DICOMDIR").read_bytes()
    victim = next(iter(FileSetReader(disc)))
    old = "\\".join(victim.file_id).encode()
    (disc / "DICOMDIR").write_bytes(data.replace(old, b"DICOMDIR".ljust(len(old))))
    with FileSetUpdater(disc) as updater:
        updater.remove(SOPInstanceUID=victim.sop_instance_uid)
    assert len(list(FileSetReader(disc))) == 5


def test_planning_and_then_committing(tmp_path: Path) -> None:
    write_instances(tmp_path / "in")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
        planned = creator.plan().report()
    assert planned.placed == creator.commit().report().placed
    assert verify(tmp_path / "disc").findings == ()


def test_interrupted_just_after_the_replace(
    disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new set stands then: undoing would take its files away."""
    new = save(instance(Place(4)), tmp_path / "NEW")
    replace = os.replace

    def interrupted(one: str, other: str) -> None:
        replace(one, other)
        raise KeyboardInterrupt

    updater = FileSetUpdater(disc)
    updater.add(new)
    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(Exception, match="new file-set stands"):
        updater.commit()
    monkeypatch.undo()
    FileSetUpdater(disc)
    assert verify(disc).findings == ()
    assert len(list(FileSetReader(disc))) == 7


def test_a_worker_runs_no_code_of_the_folder_it_starts_in(tmp_path: Path) -> None:
    write_instances(tmp_path / "in")
    (tmp_path / "msgspec.py").write_text("open('harmed', 'w')")
    command = ["create", "in", "--output", "disc", "--jobs", "2"]
    subprocess.run(
        [sys.executable, "-P", "-m", "dicom_fileset.cli", *command],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
        capture_output=True,
    )
    assert not (tmp_path / "harmed").exists()


def test_thousands_of_fragments_are_a_whole_file(tmp_path: Path) -> None:
    slide = instance(NumberOfFrames=5000)
    slide.file_meta.TransferSyntaxUID = RLELossless
    slide.PixelData = encapsulate([bytes(70_000)] * 5000, has_bot=False)
    slide["PixelData"].is_undefined_length = True
    save(slide, tmp_path / "in" / "IM")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    assert creator.commit().findings == ()
    assert verify(tmp_path / "disc").findings == ()


def test_a_key_behind_a_large_deflated_document(tmp_path: Path) -> None:
    document = instance(
        SOPClassUID=EncapsulatedPDFStorage, EncapsulatedDocument=b"%PDF" * 2_000_000
    )
    document.file_meta.MediaStorageSOPClassUID = EncapsulatedPDFStorage
    document.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    document.MIMETypeOfEncapsulatedDocument = "application/pdf"
    path = save(document, tmp_path / "PDF")
    assert b"application/pdf" in scan(str(path)).keys
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(path)
    assert verify(tmp_path / "disc").findings == ()
