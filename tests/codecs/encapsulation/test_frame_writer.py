"""Frames are written one by one; the tables in front of them are right in the end."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from dicom_codecs.encapsulation import (
    FrameWriter,
    Written,
    extended_table,
    frames_of,
    read_fragments,
    source_of_bytes,
)
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate, encapsulate_extended, generate_frames
from pydicom.uid import JPEG2000Lossless

FRAMES = st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=12)
BASIC_HEADER = b"\xe0\x7f\x10\x00OB\x00\x00\xff\xff\xff\xff"
MORE_THAN_BASIC = 2**32


def _write(
    frames: list[bytes], most_bytes: int | None = None, *, offset_table: bool = True
) -> tuple[bytes, Written]:
    file = io.BytesIO(b"before")
    file.seek(0, 2)
    writer = FrameWriter(file, len(frames), most_bytes=most_bytes, offset_table=offset_table)
    for one in frames:
        writer.add(one)
    written = writer.finish()
    assert file.tell() == len(file.getvalue())
    return file.getvalue()[6:], written


@given(FRAMES)
def test_a_basic_offset_table_as_pydicom_writes_it(frames: list[bytes]) -> None:
    data, written = _write(frames, most_bytes=sum(map(len, frames)))
    assert data == BASIC_HEADER + encapsulate(frames) + b"\xfe\xff\xdd\xe0\0\0\0\0"
    assert written.lengths.tolist() == [len(one) for one in frames]
    assert (written.length, written.extended) == (len(data), False)


@given(FRAMES)
def test_an_extended_offset_table_as_pydicom_writes_it(frames: list[bytes]) -> None:
    data, written = _write(frames, most_bytes=MORE_THAN_BASIC)
    pixels, offsets, lengths = encapsulate_extended(frames)
    length = len(offsets).to_bytes(4, "little")
    assert data == b"".join(
        [
            b"\xe0\x7f\x01\x00OV\0\0" + length + offsets,
            b"\xe0\x7f\x02\x00OV\0\0" + length + lengths,
            BASIC_HEADER + pixels + b"\xfe\xff\xdd\xe0\0\0\0\0",
        ]
    )
    assert written.extended
    assert written.length == len(data)
    assert written.lengths.tolist() == [len(one) for one in frames]


@given(FRAMES, st.sampled_from([None, MORE_THAN_BASIC]))
def test_what_was_written_is_read(frames: list[bytes], most_bytes: int | None) -> None:
    data, _ = _write(frames, most_bytes)
    start = data.index(BASIC_HEADER) + len(BASIC_HEADER)
    source = source_of_bytes(data)
    table = None
    if most_bytes:
        room = 8 * len(frames)
        table = extended_table(data[12 : 12 + room], data[24 + room : 24 + 2 * room])
    fragments = read_fragments(source, start)
    assert fragments.basic_offsets.size == (0 if most_bytes else len(frames))
    index = frames_of(fragments, len(frames), extended=table)
    assert index.deviations == ()
    padded = [one + b"\0" * (len(one) % 2) for one in frames]
    assert [index.read(source, number) for number in range(index.present)] == padded
    assert list(generate_frames(data[start:], number_of_frames=len(frames))) == padded


def test_the_pad_byte_is_behind_its_frame() -> None:
    data, _ = _write([b"abc", b"d"])
    assert b"\x04\0\0\0abc\0\xfe\xff\x00\xe0\x02\0\0\0d\0\xfe\xff\xdd\xe0" in data


def test_video_is_one_stream_and_has_no_table() -> None:
    data, written = _write([b"stream"], most_bytes=MORE_THAN_BASIC, offset_table=False)
    assert data == BASIC_HEADER + (
        b"\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\x00\xe0\6\0\0\0stream\xfe\xff\xdd\xe0\0\0\0\0"
    )
    assert not written.extended


def test_pieces_are_a_frame() -> None:
    file = io.BytesIO()
    writer = FrameWriter(file, 2)
    writer.add_pieces(iter([b"ab", memoryview(b"c"), b""]), 3)
    writer.add(b"de")
    writer.finish()
    assert file.getvalue() == _write([b"abc", b"de"])[0]


def test_pieces_of_another_length_than_said() -> None:
    with pytest.raises(ValueError, match="a frame of 2 bytes that was to have 3"):
        FrameWriter(io.BytesIO(), 1).add_pieces([b"ab"], 3)


def test_frames_too_few_too_many_empty() -> None:
    file = io.BytesIO()
    writer = FrameWriter(file, 1)
    with pytest.raises(ValueError, match="0 frames came of 1"):
        writer.finish()
    with pytest.raises(ValueError, match="frame 1 is empty"):
        writer.add(b"")
    writer.add(b"ab")
    before = file.getvalue()
    with pytest.raises(ValueError, match="more than 1 frames"):
        writer.add(b"ab")
    assert file.getvalue() == before


class Sink(io.BytesIO):
    """Forgets what is too long to keep, and counts it."""

    def __init__(self) -> None:
        super().__init__()
        self.swallowed = 0

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]  # BytesIO has it as Buffer, of 3.12
        if len(view) < 1024:
            return super().write(view)
        self.swallowed += len(view)
        return len(view)


CHUNK = bytes(1 << 26)


def _gigabytes(number: int) -> Iterator[bytes]:
    return iter([CHUNK] * (number * 16))


def test_a_basic_table_that_is_too_small_is_refused_before_anything_is_wrong() -> None:
    sink = Sink()
    writer = FrameWriter(sink, 3, most_bytes=100)
    writer.add_pieces(_gigabytes(2), 2 << 30)
    writer.add_pieces(_gigabytes(2), 2 << 30)
    before = sink.getvalue()
    with pytest.raises(
        OverflowError, match="frame 3 begins past what a Basic Offset Table can say"
    ):
        writer.add(b"ab")
    assert sink.getvalue() == before
    assert sink.swallowed == 4 << 30


def test_an_extended_table_goes_on() -> None:
    sink = Sink()
    writer = FrameWriter(sink, 3, most_bytes=5 << 30)
    for _ in range(2):
        writer.add_pieces(_gigabytes(2), 2 << 30)
    writer.add(b"ab")
    assert writer.finish().extended
    kept = sink.getvalue()
    offsets = np.frombuffer(kept, "<u8", 3, 12)
    assert offsets.tolist() == [0, (2 << 30) + 8, (4 << 30) + 16]


@pytest.mark.parametrize(("most", "extended"), [(2**32 - 1 - 18, False), (2**32 - 18, True)])
def test_headers_and_padding_are_counted_in(most: int, extended: bool) -> None:
    assert FrameWriter(io.BytesIO(), 2, most_bytes=most).extended == extended


def test_a_frame_too_long_for_a_fragment() -> None:
    file = io.BytesIO()
    writer = FrameWriter(file, 1, most_bytes=2**33)
    before = file.getvalue()
    with pytest.raises(OverflowError, match="at most 4294967294"):
        writer.add_pieces([], 2**32 - 1)
    assert file.getvalue() == before


def _file_without_pixels(path: Path) -> Path:
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = JPEG2000Lossless
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = "1.2.3"
    data.NumberOfFrames = 5
    dcmwrite(path, data, enforce_file_format=True)
    return path


@pytest.mark.parametrize("most_bytes", [None, MORE_THAN_BASIC])
def test_dcmtk_and_pydicom_read_a_file(
    most_bytes: int | None, tmp_path: Path, need: Callable[..., None]
) -> None:
    need("dcmdump")
    frames = [b"\xff\x4f\xff\x51" + bytes([number]) * number for number in range(1, 6)]
    path = _file_without_pixels(tmp_path / "written.dcm")
    with path.open("r+b") as file:
        file.seek(0, 2)
        writer = FrameWriter(file, 5, most_bytes=most_bytes)
        for one in frames:
            writer.add(one)
        writer.finish()
    shown = subprocess.run(
        ["dcmdump", "+L", path], capture_output=True, check=True, text=True
    ).stdout
    offsets = [0, 14, 28, 44, 60]
    lines = [line for line in shown.splitlines() if "(fffe,e000)" in line]
    assert len(lines) == 6
    if most_bytes:
        assert "(7fe0,0001) OV 0\\14\\28\\44\\60" in shown
        assert "(7fe0,0002) OV 6\\6\\8\\8\\10" in shown
    else:
        table = np.array(offsets, "<u4").tobytes()
        assert lines[0].split()[2].replace("\\", "") == table.hex()
    read = dcmread(path)
    extended = None
    if most_bytes:
        extended = (read.ExtendedOffsetTable, read.ExtendedOffsetTableLengths)
    theirs = generate_frames(read.PixelData, number_of_frames=5, extended_offsets=extended)
    assert [one[: len(frame)] for one, frame in zip(theirs, frames, strict=True)] == frames
