"""Volumes of a profile that asks for icons: what can have none is put aside, killed or not."""

import os
from itertools import count
from pathlib import Path

import pytest
from checks import uid_of
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset import FileSetCreator
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.report import VolumesReport
from dicom_fileset.migration.volumes.terms import VolumeTerms
from dicom_fileset.verification import verify
from dicom_profiles import get
from file_sets import Place, files_below, save
from images import image, picture
from killing import MOST_CALLS, killed_at
from pydicom import dcmread
from pydicom.uid import XRayAngiographicImageStorage
from staging import Row, stage

PROFILE = get("STD-XABC-CD")
START_OF_SCAN = b"\xff\xda"


def angiograms(folder: Path) -> list[Row]:
    """Two angiograms as the profile asks for them; the second has no picture in its stream."""
    fmt = PixelFormat(512, 512, 1, 8, 8)
    for number in (1, 2):
        ds = image(fmt, picture(fmt, 4, number), number)
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = XRayAngiographicImageStorage
        ds.Modality, ds.ImageType = "XA", ["ORIGINAL", "PRIMARY", "SINGLE PLANE"]
        save(ds, folder / "in" / f"I{number}")
    with FileSetCreator(folder / "made", terms=Terms(PROFILE)) as creator:
        creator.add(folder / "in")
    by_uid = {uid_of(path): path for path in files_below(folder / "made")}
    damaged = by_uid[Place(number=2).uid]
    data = bytearray(damaged.read_bytes())
    at = 0
    while (at := data.find(START_OF_SCAN, at) + 20) >= 20:
        data[at : at + 4000] = b"\xff\xfe" * 2000
    damaged.write_bytes(data)
    return [Row(Place(number=number), file=by_uid[Place(number=number).uid]) for number in (1, 2)]


def build(folder: Path) -> VolumesReport:
    with Journal(str(folder / "journal.sqlite")) as journal:
        return build_volumes(journal, str(folder / "dest"), VolumeTerms(5_000_000, profile=PROFILE))


def check(folder: Path, report: VolumesReport) -> None:
    (volume,) = report.volumes
    (left_out,) = report.left_out
    assert (left_out.sop_instance_uid, left_out.code) == (Place(number=2).uid, "profile-icon")
    root = folder / "dest" / volume.label
    assert uid_of(folder / "dest" / left_out.path) == Place(number=2).uid
    assert [uid_of(path) for path in files_below(root)] == [Place(number=1).uid]
    *_, record = dcmread(root / "DICOMDIR").DirectoryRecordSequence
    assert "IconImageSequence" in record
    assert verify(root, profile=PROFILE).profile_conforms


def test_what_can_have_no_icon_is_put_aside(tmp_path: Path) -> None:
    stage(tmp_path / "dest", tmp_path / "journal.sqlite", angiograms(tmp_path))
    report = build(tmp_path)
    check(tmp_path, report)
    assert build(tmp_path) == report


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes processes to kill")
def test_killed_anywhere_it_is_put_aside_as_well(tmp_path: Path) -> None:
    rows = angiograms(tmp_path)
    for number in count(1, 4):
        folder = tmp_path / str(number)
        folder.mkdir()
        stage(folder / "dest", folder / "journal.sqlite", rows)
        if not killed_at(number, lambda at=folder: build(at), after=number % 2 == 0):
            break
        check(folder, build(folder))
    assert 10 < number < MOST_CALLS
