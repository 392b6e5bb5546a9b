"""Videos that are carried: those of the sample media are sound, and what is not is told."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from dicom_codecs.encapsulation.fragments import read_fragments
from dicom_codecs.encapsulation.source import source_of_bytes
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax, named
from dicom_codecs.video import container_of, size_of, video_deviations
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread
from pydicom.encaps import encapsulate

if TYPE_CHECKING:
    from dicom_codecs.deviation import Deviation

VIDEOS = sorted((SAMPLE_MEDIA / "incoming").rglob("video*"))
TS = (b"G" + bytes(187)) * 8
TAPE = b"\0\0\1\xb3\x2d\x02\x40" + bytes(9)
SIZE = PixelFormat(576, 720, 3, photometric="YBR_PARTIAL_420")


def row(keyword: str) -> TransferSyntax:
    found = named(keyword)
    assert found is not None
    return found


def told(value: bytes, keyword: str, fmt: PixelFormat = SIZE) -> list[str]:
    source = source_of_bytes(value)
    fragments = read_fragments(source, 0)
    found: tuple[Deviation, ...] = video_deviations(source, fragments, fmt, row(keyword))
    return [one.code for one in found]


def wrapped(stream: bytes, pieces: int = 1, *, table: bool = False) -> bytes:
    value: bytes = encapsulate([stream], fragments_per_frame=pieces, has_bot=table)
    return value + b"\xfe\xff\xdd\xe0\0\0\0\0"


@pytest.mark.parametrize("path", VIDEOS, ids=lambda path: path.name)
def test_videos_of_the_sample_media_are_sound(path: Path) -> None:
    ds = dcmread(path)
    fmt = PixelFormat(ds.Rows, ds.Columns, 3, photometric=ds.PhotometricInterpretation)
    value = ds.PixelData + b"\xfe\xff\xdd\xe0\0\0\0\0"
    assert told(value, ds.file_meta.TransferSyntaxUID.keyword, fmt) == []


def test_there_are_videos() -> None:
    assert len(VIDEOS) >= 2


@pytest.mark.parametrize(
    ("value", "keyword", "codes"),
    [
        (wrapped(TAPE), "MPEG2MPML", []),
        (wrapped(TS), "MPEG4HP41", []),
        (wrapped(TAPE), "MPEG4HP41", ["video-container"]),
        (wrapped(b"no video at all."), "MPEG2MPHL", ["video-container"]),
        (wrapped(TS, 3), "MPEG4HP41", ["video-fragments"]),
        (wrapped(TS, 3), "MPEG4HP41F", []),
        (wrapped(TS, 3), "HEVCMP51", []),
        (wrapped(TS, table=True), "HEVCMP51", ["video-fragments"]),
        (wrapped(b"\0\0\1\xb3\x2d\x02\x41" + bytes(9)), "MPEG2MPML", ["video-size"]),
        (b"\xfe\xff\0\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0", "MPEG2MPML", ["video-container"]),
    ],
)
def test_what_is_not_as_it_should_be_is_told(value: bytes, keyword: str, codes: list[str]) -> None:
    assert told(value, keyword) == codes


def test_the_size_of_an_mp4_is_that_of_its_sample_entry() -> None:
    entry = b"avc1" + bytes(24) + np.array([1280, 720], ">u2").tobytes() + bytes(8)
    head = b"\0\0\0\x18ftypisom" + bytes(8) + b"avc1" + b"stsd" + entry
    assert container_of(head) == "MP4"
    assert size_of(head) == (720, 1280)
    assert size_of(head[:40]) is None
