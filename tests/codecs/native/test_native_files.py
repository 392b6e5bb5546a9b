"""Native pixels of files that others wrote, as pydicom reads them."""

import warnings
from pathlib import Path

import numpy as np
from dicom_codecs import PixelFormat, transfer_syntax
from dicom_codecs.bits import masked
from dicom_codecs.frame import Frame
from dicom_codecs.native import byte_order, decode_at
from dicom_codecs.native_frames import native_frames
from foreign_files import foreign_files, short_name
from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError
from pydicom.pixels import iter_pixels

MAY_BE_WRONG = (InvalidDicomError, AttributeError, ValueError, OSError, TypeError)


def _native(path: Path) -> Dataset | None:
    """A data set with native pixels that are all there and that pydicom decodes."""
    try:
        data = dcmread(path)
        row = transfer_syntax(data.file_meta.TransferSyntaxUID)
        if row is None or not row.uncompressed or not data.get("PixelData"):
            return None
        for _ in iter_pixels(data, raw=True):
            pass
    except MAY_BE_WRONG:
        return None
    return data


def _ours(data: Dataset) -> tuple[PixelFormat, list[Frame]]:
    row = transfer_syntax(data.file_meta.TransferSyntaxUID)
    assert row is not None
    fmt = PixelFormat(
        data.Rows,
        data.Columns,
        data.SamplesPerPixel,
        data.BitsAllocated,
        data.BitsStored,
        bool(data.PixelRepresentation),
        bool(data.get("PlanarConfiguration")),
        data.PhotometricInterpretation,
    )
    value = data.PixelData
    order = byte_order(row, data["PixelData"].VR, fmt)
    there = native_frames(fmt, int(data.get("NumberOfFrames") or 1), len(value), order)
    spans = [there.span(number) for number in range(there.whole)]
    return fmt, [
        decode_at(value[offset : offset + length], there.format, order, first_bit).frame
        for offset, length, first_bit in spans
    ]


def _same(data: Dataset) -> bool:
    fmt, ours = _ours(data)
    theirs = list(iter_pixels(data, raw=True))
    # bits beyond Bits Stored, which hold overlays, are kept by us and cut by pydicom
    bits = fmt.bits_stored
    return len(ours) == len(theirs) and all(
        np.array_equal(masked(one, bits), masked(np.asarray(other, one.dtype), bits))
        for one, other in zip(ours, theirs, strict=True)
    )


def test_frames_of_foreign_files() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {path: _native(path) for path in foreign_files()}
        same = {short_name(path): _same(data) for path, data in found.items() if data}
    assert [name for name, is_same in same.items() if not is_same] == []
    assert len(same) > 30
