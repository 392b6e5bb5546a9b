"""File IDs of volumes: legal, each once, and few in a folder; files moved to them but once."""

from collections import Counter
from pathlib import Path

import pytest
from dicom_fileset.errors import Interrupted
from dicom_fileset.file_ids import is_legal
from dicom_fileset.migration.volumes.moves import Moves, remove_empty_folders
from dicom_fileset.migration.volumes.places import Placed, file_ids, folders_of
from hypothesis import given
from hypothesis import strategies as st
from staging import digest


def instances(patients: int, series: int, each: int) -> list[Placed]:
    return [
        Placed(b"%d" % patient, f"1.{patient}", f"1.{patient}.{one}", f"1.{patient}.{one}.{number}")
        for patient in range(patients)
        for one in range(series)
        for number in range(each)
    ]


@pytest.mark.parametrize(("patients", "series", "each"), [(2500, 1, 1), (1, 1, 4500), (3, 900, 2)])
def test_no_folder_has_more_than_a_few_thousand(patients: int, series: int, each: int) -> None:
    given_out = list(file_ids(instances(patients, series, each)))
    assert len(set(given_out)) == patients * series * each
    assert all(map(is_legal, given_out))
    paths = ["/".join(one) for one in given_out]
    entries = Counter(path.rpartition("/")[0] for path in {*paths, *folders_of(paths)})
    del entries[""]
    assert max(entries.values()) <= 2000
    assert {one[0][:5] for one in given_out} == {"DICOM"}


@given(st.lists(st.sampled_from(["a/b/c", "a/b/d", "a/e", "f", "g/h/i/j"])))
def test_folders_are_all_on_the_way(paths: list[str]) -> None:
    slow = {
        "/".join(path.split("/")[:depth])
        for path in paths
        for depth in range(1, len(path.split("/")))
    }
    assert folders_of(paths) == slow


def test_a_file_is_moved_once_and_seen_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "staged").write_bytes(b"content")
    sha256 = digest(tmp_path / "staged")
    for _ in range(3):
        Moves(str(tmp_path))("staged", "V/DICOM/I1", sha256)
        assert (tmp_path / "V" / "DICOM" / "I1").read_bytes() == b"content"
        assert not (tmp_path / "staged").exists()


def test_a_file_that_lies_at_both_places_is_left_at_one(tmp_path: Path) -> None:
    for name in ("staged", "there"):
        (tmp_path / name).write_bytes(b"content")
    Moves(str(tmp_path))("staged", "there", digest(tmp_path / "staged"))
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_another_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "staged").write_bytes(b"content")
    (tmp_path / "there").write_bytes(b"another")
    with pytest.raises(Interrupted) as stopped:
        Moves(str(tmp_path))("staged", "there", digest(tmp_path / "staged"))
    assert stopped.value.finding.code == "destination-not-empty"
    assert (tmp_path / "there").read_bytes() == b"another"
    assert (tmp_path / "staged").exists()


def test_folders_go_that_have_nothing_in_them(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "d").mkdir()
    (tmp_path / "a" / "d" / "file").write_bytes(b"")
    remove_empty_folders(str(tmp_path / "a"))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "d", "file"]
    remove_empty_folders(str(tmp_path / "nothing"))
