"""The Image Pixel Module and lossy compression attributes (PS3.3 C.7.6.3, C.7.6.1.1.5)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate

Array = NDArray[Any]


def describe_grey(ds: Dataset, array: Array, bits_stored: int) -> None:
    """Describe unsigned or signed grey samples of ``array``'s dtype, without Pixel Data."""
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = (int(n) for n in array.shape[-2:])
    ds.BitsAllocated = array.dtype.itemsize * 8
    ds.BitsStored = bits_stored
    ds.HighBit = bits_stored - 1
    ds.PixelRepresentation = int(array.dtype.kind == "i")


def put_grey(ds: Dataset, array: Array, bits_stored: int) -> None:
    """Fill in the module for ``(rows, columns)`` or ``(frames, rows, columns)``, little endian."""
    describe_grey(ds, array, bits_stored)
    stored = array.astype(array.dtype.newbyteorder("<")).tobytes()
    ds.PixelData = stored + b"\x00" * (len(stored) % 2)
    ds["PixelData"].VR = "OW" if array.dtype.itemsize > 1 else "OB"


def describe_colour(ds: Dataset, rows: int, columns: int, photometric: str) -> None:
    """Describe 8 bit colour by pixel, without Pixel Data."""
    ds.SamplesPerPixel = 3
    ds.PhotometricInterpretation = photometric
    ds.PlanarConfiguration = 0
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 8, 8, 7
    ds.PixelRepresentation = 0


def put_colour(ds: Dataset, array: NDArray[np.uint8]) -> None:
    """Fill in the module for RGB samples ``(rows, columns, 3)``, or frames of them."""
    rows, columns = (int(n) for n in array.shape[-3:-1])
    describe_colour(ds, rows, columns, "RGB")
    stored = array.tobytes()
    ds.PixelData = stored + b"\x00" * (len(stored) % 2)
    ds["PixelData"].VR = "OB"


def put_ybr_full(ds: Dataset, rgb: NDArray[np.uint8]) -> None:
    """Fill in the module for planes of YCbCr, given RGB samples ``(rows, columns, 3)``."""
    put_colour(ds, rgb)
    ds.PixelData = np.stack(ybr_full(rgb.astype(np.int32))).astype(np.uint8).tobytes()
    ds.PhotometricInterpretation = "YBR_FULL"
    ds.PlanarConfiguration = 1


def put_ybr_full_422(ds: Dataset, rgb: NDArray[np.uint8]) -> None:
    """Fill in the module for Y Y Cb Cr, the colours of the left of two (PS3.3 C.7.6.3.1.2)."""
    put_colour(ds, rgb)
    luma, blue, red = ybr_full(rgb.astype(np.int32))
    pairs = luma[..., 0::2], luma[..., 1::2], blue[..., 0::2], red[..., 0::2]
    ds.PixelData = np.stack(pairs, axis=-1).astype(np.uint8).tobytes()
    ds.PhotometricInterpretation = "YBR_FULL_422"


def ybr_full(rgb: Array) -> tuple[Array, Array, Array]:
    """Return Y, Cb and Cr of ``(rows, columns, 3)``, in integers (PS3.3 C.7.6.3.1.2)."""
    r, g, b = (rgb[..., index] for index in range(3))
    luma = (2990 * r + 5870 * g + 1140 * b + 5000) // 10000
    blue = (-1687 * r - 3313 * g + 5000 * b + 1285000) // 10000
    red = (5000 * r - 4187 * g - 813 * b + 1285000) // 10000
    return luma, blue.clip(0, 255), red.clip(0, 255)


def put_indices(ds: Dataset, array: NDArray[np.uint8]) -> None:
    """Fill in the module for indices of 8 bits and a palette from blue to red."""
    put_grey(ds, array, 8)
    ds.PhotometricInterpretation = "PALETTE COLOR"
    ramp = np.arange(256, dtype="<u2") * 257
    hump = np.minimum(ramp, ramp[::-1]) * 2
    for name, entries in (("Red", ramp), ("Green", hump), ("Blue", ramp[::-1])):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(ds, f"{name}PaletteColorLookupTableData", entries.astype("<u2").tobytes())


def put_frames(ds: Dataset, frames: list[bytes], offset_table: bool = True) -> None:
    """Encapsulate compressed frames, a fragment each (PS3.5 A.4)."""
    ds.PixelData = encapsulate(frames, has_bot=offset_table)
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True


def mark_lossy(ds: Dataset, method: str, ratio: str) -> None:
    """Say that the samples have lost information, how, and by how much."""
    ds.LossyImageCompression = "01"
    ds.LossyImageCompressionRatio = ratio
    ds.LossyImageCompressionMethod = method
