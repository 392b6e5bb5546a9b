"""Instances with pictures in them, of any pixel format, and the cells of a file as we read them."""

from pathlib import Path
from typing import Any

import numpy as np
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.splice.layout import opened
from dicom_fileset.transcoding.frame_source import FrameSource
from file_sets import Place, instance
from numpy.typing import NDArray
from pydicom.dataset import Dataset

Cells = NDArray[Any]


def picture(fmt: PixelFormat, frames: int = 1, seed: int = 1) -> Cells:
    """Discs, a ramp and noise over the range of Bits Stored: ``(frames, *fmt.shape)``."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : fmt.rows, 0 : fmt.columns]
    range_ = 1 << fmt.bits_stored
    made = []
    for frame in range(frames):
        for sample in range(fmt.samples):
            cells = (x + y * 2 + 9 * frame + 30 * sample) * range_ / (fmt.rows + fmt.columns) / 4
            inside = (x - fmt.columns / 2) ** 2 + (y - fmt.rows / 2) ** 2 < (fmt.rows / 3) ** 2
            cells = np.where(inside, cells + range_ / 3, cells)
            made.append(cells + rng.normal(0, range_ / 200, cells.shape))
    shape = (frames, fmt.samples, fmt.rows, fmt.columns)
    cells = np.moveaxis(np.array(made).reshape(shape), 1, -1)
    cells = np.clip(cells, 0, range_ - 1) - (range_ // 2 if fmt.signed else 0)
    return np.ascontiguousarray(cells.astype(fmt.dtype).reshape(frames, *fmt.shape))


def image(fmt: PixelFormat, cells: Cells, number: int = 1, **changed: Any) -> Dataset:
    """An instance in Explicit VR Little Endian that holds these cells."""
    ds = instance(Place(number=number), **changed)
    ds.Rows, ds.Columns, ds.SamplesPerPixel = fmt.rows, fmt.columns, fmt.samples
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = (
        fmt.bits_allocated,
        fmt.bits_stored,
        fmt.bits_stored - 1,
    )
    ds.PixelRepresentation = int(fmt.signed)
    ds.PhotometricInterpretation = fmt.photometric
    if fmt.samples > 1:
        ds.PlanarConfiguration = 0
    if len(cells) > 1:
        ds.NumberOfFrames = len(cells)
    data = cells.astype(cells.dtype.newbyteorder("<")).tobytes()
    ds.PixelData = data + b"\0" * (len(data) & 1)
    ds["PixelData"].VR = "OW" if fmt.bits_allocated > 8 else "OB"
    return ds


def cells_of(path: Path) -> Cells:
    """All frames of a file."""
    with opened(str(path)) as layout:
        source = FrameSource(layout)
        return np.array([source.decoded(number).frame for number in range(source.count)])
