"""The order in which media are read, and what each can tell of it."""

import os
import zipfile
from pathlib import Path

import pytest
from dicom_fileset.errors import UsageError
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import open_medium, positions
from discs import FaultyMedium


def test_a_zip_is_read_from_its_beginning_to_its_end(plain_disc: Path, tmp_path: Path) -> None:
    files = sorted((path for path in plain_disc.rglob("*") if path.is_file()), reverse=True)
    with zipfile.ZipFile(tmp_path / "disc.zip", "w") as made:
        for path in files:
            made.write(path, path.relative_to(plain_disc).as_posix())
    medium = FaultyMedium(tmp_path / "disc.zip", lambda *_: False)
    import_media(medium, tmp_path / "archive")
    for read in medium.passes():
        assert len(read) == len(files) - 1
        assert read == sorted(read)


@pytest.mark.parametrize("told", [("path", positions._by_path), ("inode", positions._by_inode)])
def test_a_folder_is_read_as_its_file_system_tells(
    told: tuple[str, positions.Position],
    plain_disc: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dicom_fileset.importing.media.folder.positions_in", lambda _: told)
    medium = FaultyMedium(plain_disc, lambda *_: False)
    report = import_media(medium, tmp_path / "archive")
    assert report.overview is not None
    assert report.overview.order == told[0]
    for read in medium.passes():
        assert read == sorted(read)
    if told[0] == "inode":
        inodes = {path.stat().st_ino for path in plain_disc.rglob("*") if path.is_file()}
        assert set(medium.order_read) == inodes


def test_an_extent_is_a_number_wherever_it_is_asked(plain_disc: Path) -> None:
    pytest.importorskip("fcntl")
    path = os.fspath(plain_disc / "DICOMDIR")
    status = os.stat(path)
    assert positions._by_extent(path, status, 1) >= 0
    assert positions._by_extent(path + " none", status, 1) == 0
    assert open_medium(plain_disc).order in {"path", "inode", "extent"}


@pytest.mark.parametrize("place", [".", "archive", "a/b"])
def test_an_archive_on_the_medium_is_a_wrong_call(place: str, tmp_path: Path) -> None:
    (tmp_path / "disc").mkdir()
    with pytest.raises(UsageError, match="lies on the medium"):
        import_media(tmp_path / "disc", tmp_path / "disc" / place)
    assert os.listdir(tmp_path / "disc") == []
