"""Instances whose UIDs stand in their file meta information alone keep them."""

from pathlib import Path

import pytest
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.transcoder import Transcoder
from pydicom import dcmread
from pydicom.data import get_testdata_file


@pytest.mark.parametrize("name", ["no_meta_group_length.dcm", "priv_SQ.dcm"])
def test_they_are_there_afterwards(name: str, tmp_path: Path) -> None:
    source = str(get_testdata_file(name, download=False))
    transcoder = Transcoder(tmp_path / "out", "ExplicitVRLittleEndian")
    transcoder.add(source)
    (one,) = transcoder.run().written
    before, after = (dcmread(path, force=True).file_meta for path in (source, one.destination))
    assert after.MediaStorageSOPClassUID == before.MediaStorageSOPClassUID
    assert after.MediaStorageSOPInstanceUID == before.MediaStorageSOPInstanceUID
    assert Scanner().scan(one.destination).sop_instance_uid == before.MediaStorageSOPInstanceUID
