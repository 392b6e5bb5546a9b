"""A report stands at its place whole and proven, or it does not stand there."""

import os
from pathlib import Path

import made_reports as made
import pytest
from dicom_fileset import Refused, write_report
from dicom_fileset.identification import IMPLEMENTATION_CLASS_UID
from dicom_fileset.sr.making import writing
from pydicom import Dataset, dcmread, uid


@pytest.fixture
def report() -> Dataset:
    return made.echo_of(made.MEASUREMENT)


def refusal(report: Dataset, path: Path) -> str:
    with pytest.raises(Refused) as caught:
        write_report(report, path)
    assert caught.value.finding.where.path == str(path)
    return caught.value.finding.code


def test_what_is_written_reads_back(report: Dataset, tmp_path: Path) -> None:
    write_report(report, tmp_path / "report.dcm")
    read = dcmread(tmp_path / "report.dcm")
    assert read == report
    assert read.file_meta.TransferSyntaxUID == uid.ExplicitVRLittleEndian
    assert read.file_meta.ImplementationClassUID == IMPLEMENTATION_CLASS_UID
    assert read.file_meta.MediaStorageSOPClassUID == uid.ComprehensiveSRStorage
    assert read.file_meta.MediaStorageSOPInstanceUID == report.SOPInstanceUID
    assert os.listdir(tmp_path) == ["report.dcm"]


def test_a_file_that_is_there_stays(report: Dataset, tmp_path: Path) -> None:
    place = tmp_path / "report.dcm"
    place.write_bytes(b"other")
    assert refusal(report, place) == "destination-exists"
    assert place.read_bytes() == b"other"


def test_a_folder_that_is_not_there_is_told(report: Dataset, tmp_path: Path) -> None:
    assert refusal(report, tmp_path / "nowhere" / "report.dcm") == "write-failed"


def test_a_medium_that_is_full_keeps_nothing(
    report: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: str, *_: object) -> None:
        raise OSError(28, "No space left on device", path)

    monkeypatch.setattr(writing, "flush_file", full)
    assert refusal(report, tmp_path / "report.dcm") == "no-space"
    assert os.listdir(tmp_path) == []


def test_a_value_that_cannot_be_encoded_is_told(report: Dataset, tmp_path: Path) -> None:
    report["InstanceNumber"].VR = "US"
    report["InstanceNumber"]._value = "many"
    assert refusal(report, tmp_path / "report.dcm") == "report-unwritable"
    assert os.listdir(tmp_path) == []


def test_a_report_without_a_uid_is_told(report: Dataset, tmp_path: Path) -> None:
    del report.SOPInstanceUID
    assert refusal(report, tmp_path / "report.dcm") == "report-unwritable"


def test_what_does_not_read_back_is_not_written(report: Dataset, tmp_path: Path) -> None:
    report.StudyDescription = "Echo"
    report["StudyDescription"]._value = "Echo  "
    assert refusal(report, tmp_path / "report.dcm") == "not-proven"
    assert os.listdir(tmp_path) == []
