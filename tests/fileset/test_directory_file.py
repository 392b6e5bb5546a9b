"""A file named DICOMDIR that is an instance: known as one, whatever is left of its header."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from dicom_fileset import FileSetReader, repair
from dicom_fileset.errors import DamagedFileSet
from dicom_fileset.importing.importer import import_media
from discs import disc
from file_sets import Place, instance, save
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.filebase import DicomBytesIO
from pydicom.uid import MediaStorageDirectoryStorage

Dressed = Callable[[bytes], bytes]


def bare(data: bytes, *, implicit: bool, little: bool = True) -> bytes:
    """The data set alone."""
    plain = Dataset(dcmread(BytesIO(data)))
    file = DicomBytesIO()
    dcmwrite(file, plain, implicit_vr=implicit, little_endian=little)
    return file.getvalue()


def claiming(data: bytes) -> bytes:
    """Only the meta information says that it is a directory."""
    found = dcmread(BytesIO(data))
    found.file_meta.MediaStorageSOPClassUID = MediaStorageDirectoryStorage
    file = BytesIO()
    dcmwrite(file, found)
    return file.getvalue()


DRESSES: dict[str, Dressed] = {
    "whole": lambda data: data,
    "no preamble": lambda data: data[128:],
    "explicit data set": lambda data: bare(data, implicit=False),
    "implicit data set": lambda data: bare(data, implicit=True),
    "big endian data set": lambda data: bare(data, implicit=False, little=False),
    "directory by its meta information": claiming,
    "meta information zeroed": lambda data: data[:132] + bytes(200) + data[332:],
    "prefix overwritten": lambda data: data[:128] + b"XXXX" + data[132:],
}


@pytest.mark.parametrize("dress", DRESSES)
def test_it_is_told_from_a_directory_and_stays(dress: str, tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 3)
    path = root / "DICOMDIR"
    data = DRESSES[dress](save(instance(Place(number=40)), path).read_bytes())
    path.write_bytes(data)
    with pytest.raises(DamagedFileSet) as caught:
        repair(root)
    assert caught.value.finding.code == "directory-is-instance"
    assert path.read_bytes() == data
    told = [one.code for one in FileSetReader(root).report().findings]
    assert "directory-is-instance" in told
    report = import_media(root, tmp_path / "archive")
    assert "directory-is-instance" in [one.code for one in report.findings]
    assert report.imported >= 3


def test_an_empty_directory_is_none(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 1)
    path = root / "DICOMDIR"
    directory = dcmread(path)
    directory.DirectoryRecordSequence = []
    directory.save_as(path)
    told = [one.code for one in FileSetReader(root).report().findings]
    assert "instance-unlisted" in told
    assert "directory-is-instance" not in told
