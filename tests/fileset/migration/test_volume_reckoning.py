"""What a volume is reckoned to take, beside what images of it really take."""

from pathlib import Path

import pycdlib
import pytest
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.reckoning import SECTOR, sectors_of, volume_bytes
from dicom_fileset.migration.volumes.terms import VolumeTerms
from file_sets import Place
from hypothesis import given
from hypothesis import strategies as st
from staging import Row, stage

KINDS = {
    "CD": {"interchange_level": 1},
    "CD with long names": {"interchange_level": 1, "joliet": 3, "rock_ridge": "1.09"},
    "DVD": {"interchange_level": 1, "joliet": 3, "rock_ridge": "1.09", "udf": "2.60"},
}


def image_of(root: Path, target: Path, kind: str) -> int:
    """Bytes of an image of a folder, made by a tool that is not ours."""
    options = KINDS[kind]
    iso = pycdlib.PyCdlib()
    iso.new(**options)
    for path in sorted(root.rglob("*")):
        name = "/" + path.relative_to(root).as_posix()
        beside = {"joliet_path": name} if "joliet" in options else {}
        beside |= {"rr_name": path.name} if "rock_ridge" in options else {}
        beside |= {"udf_path": name} if "udf" in options else {}
        if path.is_dir():
            iso.add_directory(name, **beside)
        else:
            iso.add_file(str(path), f"{name}.;1", **beside)
    iso.write(str(target))
    iso.close()
    return target.stat().st_size


@pytest.fixture(scope="module")
def dest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reckoned")
    rows = [
        Row(Place(patient, 1, series, number), size=1000 * patient)
        for patient in range(1, 9)
        for series in (1, 2, 3)
        for number in range(1, 12)
    ]
    stage(folder / "dest", folder / "journal.sqlite", rows)
    with Journal(str(folder / "journal.sqlite")) as journal:
        report = build_volumes(journal, str(folder / "dest"), VolumeTerms(2_200_000))
    assert len(report.volumes) > 1
    return folder / "dest"


@pytest.mark.parametrize("kind", list(KINDS))
def test_images_are_no_larger_than_the_capacity(kind: str, dest: Path, tmp_path: Path) -> None:
    for volume in dest.glob("VOLUME_*"):
        files = [path.stat().st_size for path in volume.rglob("I*") if path.is_file()]
        folders = sum(path.is_dir() for path in volume.rglob("*"))
        directory = (volume / "DICOMDIR").stat().st_size
        sectors = sum(map(sectors_of, files))
        taken = volume_bytes(len(files), sectors, folders, directory)
        assert image_of(volume, tmp_path / "image.iso", kind) <= taken <= 2_200_000


@given(st.lists(st.integers(0, 10 * SECTOR)))
def test_files_take_whole_sectors(sizes: list[int]) -> None:
    assert [sectors_of(size) for size in sizes] == [len(range(0, size, SECTOR)) for size in sizes]
