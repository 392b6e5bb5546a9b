"""Every image of others' making that there is: the cells that pydicom has, or a clear reason."""

import warnings
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pydicom
import pytest
from dicom_codecs.bits import masked
from dicom_codecs.errors import CodecError
from dicom_codecs.frame import Decoded
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.splice.layout import opened
from dicom_fileset.transcoding.frame_source import FrameSource
from dicom_fileset.transcoding.refusal import Refusal
from foreign_files import foreign_files, short_name
from pydicom.pixels import iter_pixels

pytestmark = pytest.mark.filterwarnings("ignore")

NOT_WHOLE: Final = {
    "troubled/pixels/number of frames too large.dcm",
    "troubled/pixels/one frame truncated.dcm",
}
"""Files that lack a part, and we say so."""
LOSSY_LEVELS: Final = 3
"""Decoders may differ so much (ISO 10918-2), in luma where chroma is halved and filters differ."""


class Found(NamedTuple):
    """What we and pydicom have of a file."""

    ours: list[Decoded] | None
    theirs: list[Any] | None
    reason: str
    syntax: str


def images() -> list[Path]:
    return [path for path in foreign_files() if _has_pixels(path)]


def _has_pixels(path: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return "PixelData" in pydicom.dcmread(path, force=True, defer_size=1024)
        except Exception:  # noqa: BLE001 - whatever pydicom says of what is no DICOM file
            return False


@cache
def found(path: Path) -> Found:
    ours, reason, syntax = None, "", ""
    try:
        with opened(str(path)) as layout:
            syntax = layout.transfer_syntax_uid
            source = FrameSource(layout)
            ours = [source.decoded(number) for number in range(source.count)]
    except (CodecError, Refusal, ScanFailure) as error:
        reason = f"{type(error).__name__}: {error}"
    try:
        theirs = [frame.copy() for frame in iter_pixels(path, raw=True)]
    except Exception:  # noqa: BLE001 - pydicom has no base class for this
        theirs = None
    return Found(ours, theirs, reason, syntax)


FILES: Final = images()


@pytest.mark.parametrize("path", FILES, ids=short_name)
def test_we_read_what_pydicom_reads_and_find_the_same_cells(path: Path) -> None:
    ours, theirs, reason, syntax = found(path)
    if theirs is None:
        assert ours is not None or reason
        return
    if short_name(path) in NOT_WHOLE:
        told = {one.code for mine in ours or () for one in mine.deviations}
        assert "jpeg-truncated" in told or reason.startswith("DamagedPixelData: frame ")
        return
    assert ours is not None, reason
    assert len(ours) == len(theirs)
    for mine, frame in zip(ours, theirs, strict=True):
        assert mine.frame.shape == frame.shape
        assert _furthest(mine, frame) <= _allowed(syntax, mine)


def _allowed(uid: str, mine: Decoded) -> int:
    lossy = not TRANSFER_SYNTAXES[uid].lossless or mine.deviations
    return LOSSY_LEVELS if lossy else 0


def _furthest(mine: Decoded, frame: Any) -> int:
    """The greatest difference, of Y alone where chroma may have been halved; of Bits Stored."""
    cells, other = mine.frame, frame.astype(mine.frame.dtype)
    if mine.format.bits_stored < mine.format.bits_allocated > 1:
        cells, other = (masked(one, mine.format.bits_stored) for one in (cells, other))
    if mine.format.photometric == "YBR_FULL":
        cells, other = cells[..., 0], other[..., 0]
    return int(np.abs(cells.astype(np.int64) - other.astype(np.int64)).max())


def test_most_of_them_are_read() -> None:
    read = [path for path in FILES if found(path).ours is not None]
    assert len(read) > len(FILES) * 0.9
