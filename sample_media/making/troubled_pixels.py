"""``troubled/pixels``: Pixel Data as other software writes it, one deviation a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import (
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLosslessSV1,
    RLELossless,
)

from making import pixel_troubles as troubles
from making.breaking_streams import ZEROS, with_no_ops, with_scan_end, without_last_run
from making.cross_section import ct_slice, mr_slice
from making.fragments import DELIMITER
from making.part10 import MediaFile, encode
from making.phantoms import thorax
from making.pixel_troubles import Trouble
from making.pixels import put_grey
from making.troubled_series import series
from making.ultrasound import FRAMES, clip
from making.visible_light import photograph


def grey_clip(name: str) -> Dataset:
    """Return four frames of 8 bits, of which ``us-jpeg-baseline-grey`` has the streams."""
    return clip(series(name, "US"), 1, in_colour=False)


def ct(name: str) -> Dataset:
    """Return the slice of 12 bits of which ``ct-rle-lossless`` has the stream."""
    return ct_slice(series(name, "CT"), 4)


def signed_ct(name: str) -> Dataset:
    """Return the same slice in two's complement."""
    ds = ct(name)
    put_grey(ds, thorax(128, 4).astype(np.int16), 12)
    ds.RescaleIntercept = "0"
    return ds


def mr(name: str) -> Dataset:
    """Return a slice of 12 bits."""
    return mr_slice(series(name, "MR"), 1, "T1")


def photo(name: str) -> Dataset:
    """Return a small photograph in RGB."""
    return photograph(series(name, "XC"), 1, (48, 64))


@dataclass(frozen=True)
class Row:
    """A file: a sound image, its trouble, and how many bytes are missing at the end."""

    name: str
    native: Callable[[str], Dataset]
    trouble: Trouble
    transfer_syntax: str = JPEGBaseline8Bit
    cut: int = 0


ROWS = (
    Row("sof0 under jpeg extended", grey_clip, troubles.jpeg(), JPEGExtended12Bit),
    Row(
        "scan end 0 in sequential jpeg",
        grey_clip,
        troubles.jpeg(lambda frame: with_scan_end(frame, 0)),
    ),
    Row(
        "bytes after the end of the jpeg stream",
        grey_clip,
        troubles.jpeg(lambda frame: frame + ZEROS),
    ),
    Row(
        "one frame truncated",
        grey_clip,
        troubles.jpeg(lambda frame: frame[: len(frame) // 4 * 2], only=2),
    ),
    Row(
        "three fragments a frame, empty offset table",
        grey_clip,
        troubles.jpeg_items(troubles.in_three_each),
    ),
    Row(
        "offset table without the item headers",
        grey_clip,
        troubles.jpeg_items(troubles.heads_forgotten),
    ),
    Row("fragments of odd length", grey_clip, troubles.jpeg_items(troubles.odd)),
    Row("no sequence delimiter", grey_clip, troubles.jpeg(), cut=len(DELIMITER)),
    Row("number of frames too large", grey_clip, troubles.number_of_frames(FRAMES + 2)),
    Row("number of frames too small", grey_clip, troubles.number_of_frames(FRAMES - 2)),
    Row("rgb jpeg under ybr_full_422", photo, troubles.rgb_jpeg),
    Row("rle with no-op bytes", ct, troubles.rle(with_no_ops), RLELossless),
    Row(
        "rle with bytes after the last run",
        ct,
        troubles.rle(lambda segment, _: segment + ZEROS),
        RLELossless,
    ),
    Row(
        "rle without the last run",
        ct,
        troubles.rle(without_last_run, last_only=True),
        RLELossless,
    ),
    Row(
        "jpeg 2000 unsigned, pixels signed",
        signed_ct,
        troubles.stream("ct-unsigned-1.j2k"),
        JPEG2000Lossless,
    ),
    Row(
        "jpeg lossless of 16 bits, 12 stored",
        mr,
        troubles.stream("mr-16-bit-1.jpg"),
        JPEGLosslessSV1,
    ),
    Row("native ybr_full_422", photo, troubles.native_422, ExplicitVRLittleEndian),
    Row("native plane by plane", photo, troubles.plane_by_plane, ExplicitVRLittleEndian),
    Row("bytes after the native pixels", ct, troubles.padded, ExplicitVRLittleEndian),
)


def files() -> list[MediaFile]:
    """Return the files of the folder."""
    return [MediaFile(_path(row), _troubled(row)) for row in ROWS]


def natives() -> list[MediaFile]:
    """Return the images before anything happened to them."""
    return [MediaFile(_path(row), encode(row.native(row.name))) for row in ROWS]


def _path(row: Row) -> PurePosixPath:
    return PurePosixPath(f"pixels/{row.name}.dcm")


def _troubled(row: Row) -> bytes:
    ds = row.native(row.name)
    row.trouble(ds)
    content = encode(ds, row.transfer_syntax)
    return content[: len(content) - row.cut]
