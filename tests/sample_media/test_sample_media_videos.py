"""What the data sets of the videos say of their streams is what the streams are."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from pydicom import Dataset, uid
from pydicom.encaps import generate_fragments

MPEG_2_SEQUENCE = b"\x00\x00\x01\xb3"
MPEG_2_EXTENSION = b"\x00\x00\x01\xb5"


class Kind(NamedTuple):
    """A video transfer syntax (PS3.5 8.2.5 to 8.2.10)."""

    codec: str
    profile: str
    level: int
    signature: bytes
    """Profile and level, where the stream says them first."""
    legal: tuple[tuple[int, int, int], ...]
    """Rows, columns and frame rates."""


HD = ((720, 1280, 25), (720, 1280, 50), (1080, 1920, 25))
KINDS = {
    uid.MPEG2MPML: Kind("mpeg2video", "Main", 8, MPEG_2_EXTENSION + b"\x14\x8a", ((576, 720, 25),)),
    uid.MPEG2MPHL: Kind("mpeg2video", "Main", 4, MPEG_2_EXTENSION + b"\x14\x4a", HD),
    uid.MPEG4HP41: Kind("h264", "High", 41, b"avcC\x01\x64\x00\x29", HD),
    uid.MPEG4HP41BD: Kind("h264", "High", 41, b"\x00\x00\x01\x67\x64\x00\x29", ((720, 1280, 50),)),
    uid.MPEG4HP422D: Kind("h264", "High", 42, b"avcC\x01\x64\x00\x2a", ((1080, 1920, 50),)),
    uid.MPEG4HP423D: Kind("h264", "High", 42, b"avcC\x01\x64\x00\x2a", ((720, 1280, 50),)),
    uid.HEVCMP51: Kind("hevc", "Main", 153, b"hvcC\x01\x01\x60\x00\x00\x00", HD),
}


def of(incoming: list[Dataset], transfer_syntax: str) -> Dataset:
    (found,) = (ds for ds in incoming if ds.file_meta.TransferSyntaxUID == transfer_syntax)
    return found


@pytest.mark.parametrize("transfer_syntax", KINDS, ids=lambda item: item.keyword)
def test_video_is_as_labelled(incoming: list[Dataset], transfer_syntax: uid.UID) -> None:
    ds, kind = of(incoming, transfer_syntax), KINDS[transfer_syntax]
    assert ds.PhotometricInterpretation == "YBR_PARTIAL_420"
    assert (ds.Rows, ds.Columns, ds.CineRate) in kind.legal
    assert float(ds.FrameTime) * ds.CineRate == 1000
    assert ("PixelAspectRatio" in ds) == (transfer_syntax == uid.MPEG2MPML)
    offset_table, stream = generate_fragments(ds.PixelData)
    assert offset_table == b""
    assert len(stream) % 2 == 0
    assert kind.signature in stream


@pytest.mark.parametrize("transfer_syntax", KINDS, ids=lambda item: item.keyword)
def test_ffprobe_agrees(incoming: list[Dataset], transfer_syntax: uid.UID, tmp_path: Path) -> None:
    if shutil.which("ffprobe") is None:
        pytest.skip("ffmpeg is not installed here")
    ds, kind = of(incoming, transfer_syntax), KINDS[transfer_syntax]
    _, stream = generate_fragments(ds.PixelData)
    (tmp_path / "video").write_bytes(stream)
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json"]
    done = subprocess.run([*command, tmp_path / "video"], check=True, capture_output=True)
    (told,) = json.loads(done.stdout)["streams"]
    assert (told["codec_name"], told["profile"], told["level"]) == kind[:3]
    assert (told["height"], told["width"]) == (ds.Rows, ds.Columns)
    assert told["r_frame_rate"] == f"{ds.CineRate}/1"
    assert told["nb_read_frames"] == str(ds.NumberOfFrames)
    assert told["pix_fmt"] == "yuv420p"


def test_3d_video_is_packed_side_by_side(incoming: list[Dataset], tmp_path: Path) -> None:
    """PS3.5 8.2.8: the stream says how its two views lie in a frame."""
    if shutil.which("ffprobe") is None:
        pytest.skip("ffmpeg is not installed here")
    ds = of(incoming, uid.MPEG4HP423D)
    assert ds.StereoPairsPresent == "YES"
    _, stream = generate_fragments(ds.PixelData)
    (tmp_path / "video").write_bytes(stream)
    command = ["ffprobe", "-v", "error", "-show_frames", "-of", "json", tmp_path / "video"]
    done = subprocess.run(command, check=True, capture_output=True)
    tags = [frame.get("tags", {}) for frame in json.loads(done.stdout)["frames"]]
    assert {one.get("stereo_mode") for one in tags} == {"left_right"}


def test_stand_in_says_that_it_is_one(incoming: list[Dataset]) -> None:
    """Stereo High Profile has no encoder at hand: the stream of another video is in its place."""
    ds, other = of(incoming, uid.MPEG4HP42STEREO), of(incoming, uid.MPEG4HP422D)
    assert ds.StereoPairsPresent == "YES"
    assert ds.PixelData == other.PixelData
    assert ds.ImageComments.startswith("Stand-in")
    assert "stand-in" in str(ds.filename)
