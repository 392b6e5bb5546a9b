"""What a video says it is: told of streams that FFmpeg made, and of nothing that is none."""

import pytest
from dicom_codecs.video_head import video_head_of
from foreign_files import SAMPLE_MEDIA
from hypothesis import given
from hypothesis import strategies as st

STREAMS = (
    ("h264-hp-41.mp4", "MPEG4", 720, 1280),
    ("h264-hp-42.mp4", "MPEG4", 1080, 1920),
    ("h264-bd-hp-41.ts", "MPEG4", 0, 0),
    ("hevc-mp-51.mp4", "HEVC", 720, 1280),
    ("mpeg2-mp-hl.mpg", "MPEG2", 720, 1280),
    ("mpeg2-mp-ml.mpg", "MPEG2", 576, 720),
)


@pytest.mark.parametrize(("name", "coding", "rows", "columns"), STREAMS)
def test_a_stream_is_known_by_its_first_bytes(
    name: str, coding: str, rows: int, columns: int
) -> None:
    start = (SAMPLE_MEDIA / "streams" / name).read_bytes()[: 64 * 1024]
    assert video_head_of(start) == (coding, rows, columns)


@pytest.mark.parametrize(
    "start", [bytes(1000), b"RIFF\0\0\0\0AVI LIST", b"\xff\xd8\xff\xe0", b"", b"\0\0"]
)
def test_what_is_no_video_is_told(start: bytes) -> None:
    assert video_head_of(start).coding == "none"


@pytest.mark.parametrize(
    ("start", "coding"),
    [
        (b"\0\0\0\1\x09\xf0\0\0\0\1\x67\x64\0\x29", "MPEG4"),
        (b"\0\0\0\1\x40\x01\x0c\x01\xff\xff", "HEVC"),
        (b"\0\0\1\xba" + bytes(20), ""),
        (b"\0\0\0\x18ftypisom", ""),
    ],
)
def test_elementary_streams_are_known_and_what_does_not_tell_is_not_judged(
    start: bytes, coding: str
) -> None:
    assert video_head_of(start).coding == coding


@given(st.binary(max_size=300))
def test_nothing_makes_it_fail(start: bytes) -> None:
    assert video_head_of(b"\0\0\0\x18ftypisom" + start).coding in {"MPEG4", "HEVC", ""}
    assert video_head_of(b"\0\0\1\xb3" + start).rows >= 0
