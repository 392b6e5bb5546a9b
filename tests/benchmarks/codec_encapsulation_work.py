"""Encapsulated Pixel Data written and indexed, by us and by pydicom."""

import os
import time
from struct import pack

from benchmarks.said import Said, answer, peak_kib
from dicom_codecs.encapsulation.fragments import read_fragments
from dicom_codecs.encapsulation.frame_index import frames_of
from dicom_codecs.encapsulation.source import source_of_file
from dicom_codecs.encapsulation.writer import FrameWriter
from pydicom.encaps import parse_basic_offsets, parse_fragments

_ELEMENT_BYTES = 12
_STREAM = bytes(range(256))


def make(path: str, frames: str, length: str) -> Said:
    """A file of one Pixel Data element; between the headers of long fragments it has holes."""
    count, size = int(frames), int(length)
    offsets = [number * (8 + size) for number in range(count)]
    with open(path, "wb") as file:
        file.write(b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff")
        file.write(b"\xfe\xff\x00\xe0" + pack("<L", 4 * count) + pack(f"<{count}L", *offsets))
        for _ in range(count):
            file.write(b"\xfe\xff\x00\xe0" + pack("<L", size))
            file.seek(size, os.SEEK_CUR)
        file.write(b"\xfe\xff\xdd\xe0\0\0\0\0")
    return {"instances": count}


def index(path: str, frames: str) -> Said:
    """Where each frame lies, told by us."""
    with open(path, "rb", buffering=0) as file:
        before = peak_kib()
        start = time.perf_counter()
        found = frames_of(read_fragments(source_of_file(file), _ELEMENT_BYTES), int(frames))
        seconds = time.perf_counter() - start
    assert found.deviations == ()
    return {"seconds": seconds, "instances": found.present, "above_kib": peak_kib() - before}


def index_pydicom(path: str, frames: str) -> Said:
    """The same out of pydicom: the table, and all fragments."""
    with open(path, "rb") as file:
        before = peak_kib()
        start = time.perf_counter()
        file.seek(_ELEMENT_BYTES)
        table = parse_basic_offsets(file)
        found, _ = parse_fragments(file)
        seconds = time.perf_counter() - start
    assert len(table) == int(frames)
    return {"seconds": seconds, "instances": found, "above_kib": peak_kib() - before}


def write(path: str, frames: str, length: str) -> Said:
    """Frames encapsulated as they come."""
    count, stream = int(frames), _streamed(int(length))
    start = time.perf_counter()
    with open(path, "wb") as file:
        writer = FrameWriter(file, count)
        for _ in range(count):
            writer.add(stream)
        written = writer.finish()
    return {"seconds": time.perf_counter() - start, "instances": written.lengths.size}


def write_bare(path: str, frames: str, length: str) -> Said:
    """The same frames written without anything around them."""
    count, stream = int(frames), _streamed(int(length))
    start = time.perf_counter()
    with open(path, "wb") as file:
        file.writelines(stream for _ in range(count))
    return {"seconds": time.perf_counter() - start, "instances": count}


def _streamed(length: int) -> bytes:
    return (_STREAM * (length // len(_STREAM) + 1))[:length]


if __name__ == "__main__":
    answer(
        {
            "make": make,
            "index": index,
            "index-pydicom": index_pydicom,
            "write": write,
            "write-bare": write_bare,
        }
    )
