"""Files in, files out: each whole, proven and where it belongs, or listed with its reason."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_codecs import implementations
from dicom_codecs.codec import encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.frame import Encoded, Lossy
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax
from dicom_fileset.errors import Refused, UsageError
from dicom_fileset.transcoder import Transcoder
from dicom_fileset.transcoding import part_file, pixel_writer, request
from foreign_files import SAMPLE_MEDIA
from images import cells_of

Transcode = Callable[..., Any]
LETTER = SAMPLE_MEDIA / "incoming" / "cardiology" / "discharge letter ivanov.dcm"


def writable(row: TransferSyntax) -> bool:
    try:
        encoder_name(row)
    except CodecUnavailable:
        return False
    return row.in_files


WRITABLE = [row for row in TRANSFER_SYNTAXES.values() if writable(row)]
LOSSLESS = [row.keyword for row in WRITABLE if row.lossless]
LOSSY = [row.keyword for row in WRITABLE if not row.lossless and row.keyword != "JPEGBaseline8Bit"]


def codes(outcome: Any) -> dict[str, str]:
    return {Path(one.source).name: one.code for one in outcome.skipped}


def no_parts(folder: Path) -> bool:
    return not [path for path in folder.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("keyword", LOSSLESS)
def test_lossless_syntaxes_give_every_cell_back(
    grey: Path, transcode: Transcode, tmp_path: Path, keyword: str, jobs: int
) -> None:
    before = {path: path.read_bytes() for path in grey.iterdir()}
    outcome = transcode(grey, to=keyword, jobs=jobs)
    assert outcome.skipped == ()
    assert outcome.exit_status == (keyword == "ExplicitVRBigEndian")
    assert len(outcome.written) == 3
    for one in outcome.written:
        source, out = Path(one.source), Path(one.destination)
        assert out == tmp_path / "out" / source.name
        assert np.array_equal(cells_of(out), cells_of(source))
        with pydicom.dcmread(out) as read, pydicom.dcmread(source) as was:
            assert read.file_meta.TransferSyntaxUID.keyword in {keyword, ""}
            assert read.file_meta.MediaStorageSOPInstanceUID == read.SOPInstanceUID
            assert read.SOPInstanceUID == was.SOPInstanceUID == one.sop_instance_uid
            assert "LossyImageCompression" not in read
        assert one.size_after == out.stat().st_size
        assert one.lossless
    assert {path: path.read_bytes() for path in grey.iterdir()} == before
    assert no_parts(tmp_path)


@pytest.mark.parametrize("keyword", LOSSY)
def test_lossy_syntaxes_make_other_instances_and_say_so(
    grey: Path, transcode: Transcode, keyword: str
) -> None:
    outcome = transcode(grey, to=keyword, lossy=Lossy(quality=95))
    assert outcome.exit_status == 0
    for one in outcome.written:
        assert not one.lossless
        assert one.psnr > 30
        with pydicom.dcmread(one.destination) as read, pydicom.dcmread(one.source) as was:
            assert read.SOPInstanceUID == one.sop_instance_uid != was.SOPInstanceUID
            assert read.LossyImageCompression == "01"
            assert float(read.LossyImageCompressionRatio) > 1
            assert read.ImageType[0] == "DERIVED"
            [reference] = read.SourceImageSequence
            assert reference.ReferencedSOPInstanceUID == was.SOPInstanceUID


def test_a_second_run_goes_on_where_the_first_was_stopped(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    transcode(grey / "image 2.dcm")
    outcome = transcode(grey)
    assert codes(outcome) == {"image 2.dcm": "already-there"}
    assert len(outcome.written) == 2
    assert outcome.exit_status == 0
    there = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert set(codes(transcode(grey)).values()) == {"already-there"}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == there


def test_a_second_lossy_run_knows_its_work_again(grey: Path, transcode: Transcode) -> None:
    transcode(grey, to="JPEG2000")
    assert set(codes(transcode(grey, to="JPEG2000")).values()) == {"already-there"}


def test_what_stands_there_is_never_overwritten(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "image 1.dcm").write_text("somebody's")
    outcome = transcode(grey)
    assert codes(outcome) == {"image 1.dcm": "destination-exists"}
    assert (tmp_path / "out" / "image 1.dcm").read_text() == "somebody's"
    assert outcome.exit_status == 1


def test_an_equal_syntax_is_copied_byte_for_byte(grey: Path, transcode: Transcode) -> None:
    outcome = transcode(grey, to="ExplicitVRLittleEndian")
    assert {one.action for one in outcome.written} == {"copied"}
    for one in outcome.written:
        assert Path(one.destination).read_bytes() == Path(one.source).read_bytes()


def test_what_is_no_image_changes_its_encoding_only(transcode: Transcode, tmp_path: Path) -> None:
    assert codes(transcode(LETTER)) == {LETTER.name: "no-pixel-data"}
    assert not list((tmp_path / "out").iterdir())
    [one] = transcode(LETTER, to="ImplicitVRLittleEndian").written
    assert one.action == "re-encoded"
    with pydicom.dcmread(one.destination) as read, pydicom.dcmread(LETTER) as was:
        assert read == was


@pytest.mark.parametrize(
    "row",
    [row for row in TRANSFER_SYNTAXES.values() if not row.encode],
    ids=lambda row: row.keyword,
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    grey: Path, transcode: Transcode, row: TransferSyntax
) -> None:
    outcome = transcode(grey / "image 1.dcm", to=row.keyword)
    [skip] = outcome.skipped
    assert skip.code in {"transfer-syntax-refused", "codec-unavailable"}
    assert row.why_not in skip.reason
    assert outcome.written == ()


def test_pixels_that_may_not_be_are_refused_with_the_clause(
    grey: Path, transcode: Transcode
) -> None:
    outcome = transcode(grey, to="JPEGBaseline8Bit")
    assert set(codes(outcome).values()) == {"pixels-unsuitable"}
    assert {one.clause for one in outcome.findings} == {"PS3.5 8.2.1"}
    assert "Bits Allocated 16, where 8 is allowed" in outcome.skipped[0].reason


def test_one_bad_file_stops_no_other(grey: Path, transcode: Transcode) -> None:
    bad = grey / "image 2.dcm"
    bad.write_bytes(bad.read_bytes()[:-100])
    (grey / "notes.txt").write_text("no image")
    outcome = transcode(grey)
    assert codes(outcome) == {"image 2.dcm": "pixel-data-damaged", "notes.txt": "not-dicom"}
    assert len(outcome.written) == 2
    assert outcome.exit_status == 1


def test_two_sources_never_share_a_name(grey: Path, transcode: Transcode, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "IMAGE 1.DCM").write_bytes((grey / "image 1.dcm").read_bytes())
    outcome = transcode(grey, other)
    assert codes(outcome) == {"IMAGE 1.DCM": "name-taken"}


def test_a_destination_among_the_sources_is_no_source(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    transcode(grey)
    outcome = transcode(tmp_path)
    assert "destination-among-sources" in {one.code for one in outcome.findings}
    assert {Path(one.source).parent for one in outcome.written} == {grey}


def test_a_codec_that_lies_is_found_out(
    grey: Path, transcode: Transcode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    encode = implementations.encoder("jpeg-lossless")

    def lying(frame: Any, *rest: Any) -> Encoded:
        frame = frame.copy()
        frame[-1, -1] ^= 1
        return encode(frame, *rest)

    monkeypatch.setattr("dicom_codecs.codec.encoder", lambda _name: lying)
    assert set(codes(transcode(grey)).values()) == {"codec-not-proven"}
    assert not list((tmp_path / "out").iterdir())
    assert len(transcode(grey, verify=False).written) == 3


def test_a_medium_that_lies_is_found_out(
    grey: Path, transcode: Transcode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add = pixel_writer.FrameWriter.add

    def lying(self: Any, stream: bytes) -> None:
        add(self, stream[:-1] + bytes([stream[-1] ^ 1]))

    monkeypatch.setattr(pixel_writer.FrameWriter, "add", lying)
    assert set(codes(transcode(grey)).values()) == {"not-proven"}
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("done", [0, 1])
def test_a_full_medium_stops_the_run(
    grey: Path, transcode: Transcode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, done: int
) -> None:
    made: list[str] = []

    class Full(part_file._Raw):
        def __init__(self, path: str, mode: str) -> None:
            super().__init__(path, mode)
            made.append(path)

        def write(self, data: Any, /) -> int:
            if len(made) > done:
                raise part_file.MediumFailure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
            return super().write(data)

    monkeypatch.setattr(part_file, "_Raw", Full)
    outcome = transcode(grey)
    assert outcome.stopped
    assert outcome.exit_status == (4 if done else 3)
    assert len(outcome.written) == done
    assert outcome.findings[-1].code == "no-space"
    assert no_parts(tmp_path)


def test_frames_of_a_large_instance_are_spread_and_come_out_the_same(
    grey: Path, transcode: Transcode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone = transcode(grey / "image 3.dcm").written[0]
    digest = hashlib.sha256(Path(alone.destination).read_bytes()).digest()
    os.unlink(alone.destination)
    monkeypatch.setattr("dicom_fileset.transcoding.carrying.LARGE_BYTES", 1)
    [spread] = transcode(grey / "image 3.dcm", jobs=2).written
    assert hashlib.sha256(Path(spread.destination).read_bytes()).digest() == digest
    assert spread.frames == 5
    assert no_parts(tmp_path)
    assert request.LARGE_BYTES > 1


@pytest.mark.parametrize(
    ("syntax", "lossy"),
    [
        ("NoSuchSyntax", Lossy()),
        ("JPEG2000", Lossy(quality=0)),
        ("JPEG2000", Lossy(quality=101)),
        ("JPEG2000", Lossy(ratio=0.5)),
        ("JPEG2000", Lossy(90, 10)),
        ("JPEGLosslessSV1", Lossy(quality=90)),
        ("ExplicitVRLittleEndian", Lossy(ratio=3)),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_read(
    tmp_path: Path, syntax: str, lossy: Lossy
) -> None:
    with pytest.raises(UsageError):
        Transcoder(tmp_path / "out", syntax, lossy=lossy)
    assert not (tmp_path / "out").exists()


def test_nothing_found_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    transcoder = Transcoder(tmp_path / "out", "RLELossless")
    transcoder.add(tmp_path / "empty")
    with pytest.raises(Refused):
        transcoder.run()


def test_a_plan_writes_nothing(grey: Path, tmp_path: Path) -> None:
    transcoder = Transcoder(tmp_path / "out", "JPEGLosslessSV1")
    transcoder.add(grey, LETTER)
    outcome = transcoder.plan()
    assert {one.action for one in outcome.written} == {"transcoded"}
    assert codes(outcome) == {LETTER.name: "no-pixel-data"}
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("jobs", [1, 2])
def test_names_may_be_no_valid_text(transcode: Transcode, tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    seed = SAMPLE_MEDIA / "incoming" / "archive" / "mr jpeg lossless.dcm"
    for name, data in ((b"\xff\xfe.dcm", seed.read_bytes()), (b"\xfd", seed.read_bytes()[:-900])):
        (folder / os.fsdecode(name)).write_bytes(data)
    outcome = transcode(folder, to="ExplicitVRLittleEndian", jobs=jobs)
    assert [Path(one.destination).name for one in outcome.written] == [os.fsdecode(b"\xff\xfe.dcm")]
    assert list(codes(outcome)) == [os.fsdecode(b"\xfd")]


def test_a_directory_is_no_instance(transcode: Transcode, tmp_path: Path) -> None:
    folder = SAMPLE_MEDIA / "troubled" / "unusual"
    outcome = transcode(folder, to="ImplicitVRLittleEndian")
    assert codes(outcome) == {"DICOMDIR": "is-directory"}
    assert not (tmp_path / "out" / "DICOMDIR").exists()


def test_what_a_killed_run_left_is_cleared_away(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / f"dicom-fileset-{os.getpid()}-00.part"
    dead = tmp_path / "out" / "dicom-fileset-999999999-00.part"
    other = tmp_path / "out" / "somebody.part"
    for path in (mine, dead, other):
        path.write_text("unfinished")
    transcode(grey)
    assert [path.exists() for path in (mine, dead, other)] == [os.name != "nt", False, True]


def test_frames_that_are_missing_are_told_before_room_is_made_for_them(
    grey: Path, transcode: Transcode, tmp_path: Path
) -> None:
    [made] = transcode(grey / "image 3.dcm").written
    with pydicom.dcmread(made.destination) as ds:
        ds.NumberOfFrames = 2**31 - 1
        ds.save_as(tmp_path / "lie.dcm")
    for keyword in ("RLELossless", "JPEG2000", "ExplicitVRLittleEndian"):
        [skip] = transcode(tmp_path / "lie.dcm", to=keyword).skipped
        assert (skip.code, "5 of 2147483647 frames" in skip.reason) == ("pixel-data-damaged", True)
