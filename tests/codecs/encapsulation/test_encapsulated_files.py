"""Frames of files that others wrote are those that pydicom finds, where it finds them."""

import warnings
from pathlib import Path

from dicom_codecs import PixelFormat, transfer_syntax
from dicom_codecs.encapsulation import (
    FrameIndex,
    Source,
    frames_of,
    marks_of,
    read_fragments,
    source_of_bytes,
)
from foreign_files import foreign_files, short_name
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_frames
from pydicom.errors import InvalidDicomError


def _encapsulated(path: Path) -> Dataset | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            data = dcmread(path)
            row = transfer_syntax(data.file_meta.TransferSyntaxUID)
            there = bool(row and row.encapsulated and data.get("PixelData"))
            there = there and data["PixelData"].is_undefined_length
            data.get("NumberOfFrames")
        except (InvalidDicomError, AttributeError, ValueError, OSError):
            return None
    return data if there else None


def _index(data: Dataset) -> tuple[Source, FrameIndex]:
    row = transfer_syntax(data.file_meta.TransferSyntaxUID)
    assert row is not None
    fmt = PixelFormat(
        data.Rows,
        data.Columns,
        data.SamplesPerPixel,
        data.BitsAllocated,
        data.BitsStored,
        photometric=data.PhotometricInterpretation,
    )
    number = 1 if row.family == "video" else int(data.get("NumberOfFrames") or 1)
    source = source_of_bytes(data.PixelData)
    fragments = read_fragments(source, 0)
    return source, frames_of(fragments, number, marks=marks_of(row, fmt), source=source)


def _same_frames(data: Dataset) -> bool:
    source, index = _index(data)
    ours = [index.read(source, number) for number in range(index.present)]
    theirs = list(generate_frames(data.PixelData, number_of_frames=index.declared))
    return ours == theirs and sum(map(len, ours)) == index.fragments.lengths.sum()


def test_frames_of_foreign_files() -> None:
    found = {path: _encapsulated(path) for path in foreign_files()}
    same = {short_name(path): _same_frames(data) for path, data in found.items() if data}
    assert [name for name, is_same in same.items() if not is_same] == []
    assert len(same) > 40
