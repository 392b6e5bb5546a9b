"""A DICOMDIR over files as they lie."""

from collections import Counter
from pathlib import Path

import pytest
from checks import check_directory, check_instances
from dicom_fileset import FileSetCreator, verify
from file_sets import FEW, Place, instance, save, snapshot, uids_of, write_instances

ILLEGAL = ("im1", "IM1.DCM", "TOOLONGNAME", "IM-1", "IM 1", "Ä")


@pytest.mark.parametrize("ending", ["", "/", "/."])
def test_legal_names(ending: str, tmp_path: Path) -> None:
    write_instances(tmp_path)
    before = snapshot(tmp_path)
    FileSetCreator(f"{tmp_path}{ending}", in_place=True).commit()
    after = snapshot(tmp_path)
    assert after.pop("DICOMDIR")
    assert after == before
    check_directory(tmp_path)
    check_instances(tmp_path, uids_of(FEW))
    assert verify(tmp_path).findings == ()


def test_from_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_instances(tmp_path)
    monkeypatch.chdir(tmp_path)
    FileSetCreator(".", in_place=True).commit()
    check_instances(tmp_path, uids_of(FEW))


def test_illegal_names_are_left_out_with_their_reason(tmp_path: Path) -> None:
    for number, name in enumerate(ILLEGAL, 1):
        save(instance(Place(number=number)), tmp_path / name)
    save(instance(Place(number=9)), tmp_path / "lower" / "IM9")
    save(instance(Place(number=10)), tmp_path / "GOOD")
    save(instance(Place(number=11)), tmp_path / "NUL")
    save(instance(Place(number=12)), Path(tmp_path, *"ABCDEFGH", "IM12"))
    save(instance(Place(number=13)), Path(tmp_path, *"ABCDEFG", "IM13"))
    outcome = FileSetCreator(tmp_path, in_place=True).commit()
    placed = {one.file_id for one in outcome.placed}
    assert {("GOOD",), (*"ABCDEFG", "IM13")} <= placed
    assert placed <= {("GOOD",), (*"ABCDEFG", "IM13"), ("NUL",)}
    assert Counter(one.code for one in outcome.skipped)["file-id-illegal"] == len(ILLEGAL) + 2
    reserved = [one for one in outcome.findings if one.code == "file-id-reserved"]
    assert [Path(one.where.path or "").name for one in reserved] == ["NUL"]
    assert outcome.exit_status == 1
    check_directory(tmp_path)


def test_files_without_preamble_are_left_out(tmp_path: Path) -> None:
    path = save(instance(), tmp_path / "IM1")
    path.write_bytes(path.read_bytes()[132:])
    save(instance(Place(number=2)), tmp_path / "IM2")
    outcome = FileSetCreator(tmp_path, in_place=True).commit()
    assert [one.code for one in outcome.skipped] == ["no-preamble"]
    check_instances(tmp_path, [Place(number=2).uid])


def test_links_are_no_part_of_a_medium(tmp_path: Path) -> None:
    outside = save(instance(Place(number=2)), tmp_path / "outside" / "IM2")
    save(instance(), tmp_path / "disc" / "IM1")
    (tmp_path / "disc" / "LINK").symlink_to(outside)
    outcome = FileSetCreator(tmp_path / "disc", in_place=True).commit()
    assert [one.code for one in outcome.skipped] == ["link"]
    check_instances(tmp_path / "disc", [Place().uid])
