"""Archives of many kinds whose files compress differently: truth for what is told of them."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from dicom_codecs.codec import encode
from dicom_codecs.frame import Lossy
from dicom_codecs.pixel_format import PixelFormat
from file_sets import save
from images import image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import ExplicitVRLittleEndian

ROOT_UID: Final = "1.2.826.0.1.3680043.8.498.78"
JPEG, J2K = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.90"
_CT, _US, _XA, _SR = (f"1.2.840.10008.5.1.4.1.1.{one}" for one in ("2", "6.1", "12.1", "88.33"))


class _Make(NamedTuple):
    """Instances of one kind, and how often of a hundred there are such."""

    often: int
    modality: str
    sop_class: str
    fmt: PixelFormat | None
    frames: int = 1
    syntax: str = ""


_MAKES: Final = (
    _Make(40, "CT", _CT, PixelFormat(64, 64, 1, 16, 12)),
    _Make(20, "MR", _CT, PixelFormat(48, 56, 1, 16, 16, signed=True)),
    _Make(12, "CT", _CT, PixelFormat(64, 64, 1, 16, 12), 1, J2K),
    _Make(10, "US", _US, PixelFormat(48, 64, 3, 8, 8, photometric="RGB")),
    _Make(8, "US", _US, PixelFormat(96, 96, 1, 8, 8), 1, JPEG),
    _Make(4, "XA", _XA, PixelFormat(48, 48, 1, 8, 8), 9),
    _Make(6, "SR", _SR, None),
)


class Counted(NamedTuple):
    """What was written of a file."""

    path: Path
    modality: str
    sop_class: str
    syntax: str
    year: int
    size: int
    repeats: bool


def make_mixed(root: Path, number: int, larger: int = 1, seed: int = 1) -> list[Counted]:
    """Write so many instances, 5 % of them with the UID of another; rows are ``larger`` times more.

    Their noise, and so what compression does to them, differs from one to the next.
    """
    root.mkdir(parents=True)
    chance = random.Random(seed)  # noqa: S311 - an archive
    return list(_made(root, number, larger, chance))


def _made(root: Path, number: int, larger: int, chance: random.Random) -> Iterator[Counted]:
    last: Counted | None = None
    weights = [one.often for one in _MAKES]
    for place in range(number):
        path = root / f"{place // 100:04}" / f"IM{place:05}"
        path.parent.mkdir(exist_ok=True)
        if last is not None and chance.random() < 0.05:
            path.write_bytes(last.path.read_bytes())
            yield last._replace(path=path, repeats=True)
            continue
        make = chance.choices(_MAKES, weights)[0]
        year = chance.randint(2005, 2024)
        ds = _instance(make, place, larger, chance)
        ds.StudyDate = f"{year}0417"
        save(ds, path)
        syntax = make.syntax or str(ExplicitVRLittleEndian)
        size = path.stat().st_size
        last = Counted(path, make.modality, make.sop_class, syntax, year, size, repeats=False)
        yield last


def _instance(make: _Make, place: int, larger: int, chance: random.Random) -> Dataset:
    study, series = place // 24, place // 8
    changed: dict[str, Any] = {
        "Modality": make.modality,
        "SOPClassUID": make.sop_class,
        "SOPInstanceUID": f"{ROOT_UID}.3.{place}",
        "SeriesInstanceUID": f"{ROOT_UID}.2.{series}",
        "StudyInstanceUID": f"{ROOT_UID}.1.{study}",
        "PatientID": f"ID{study // 2}",
        "PatientName": f"Synthetic^Person{study // 2}",
    }
    fmt = make.fmt or PixelFormat(2, 2, 1, 8, 8)
    fmt = PixelFormat(
        fmt.rows * larger,
        fmt.columns * larger,
        fmt.samples,
        fmt.bits_allocated,
        fmt.bits_stored,
        fmt.signed,
        photometric=fmt.photometric,
    )
    cells = _cells(fmt, make.frames, chance)
    ds = image(fmt, cells, 1, **changed)
    if make.fmt is None:
        for element in [one.tag for one in ds.group_dataset(0x0028)]:
            del ds[element]
        del ds.PixelData
    if make.syntax:
        lossy = Lossy(90, None) if make.syntax == JPEG else Lossy(None, None)
        streams = [encode(one, fmt, make.syntax, lossy).stream for one in cells]
        ds.PixelData = encapsulate(streams)
        ds["PixelData"].VR = "OB"
        ds["PixelData"].is_undefined_length = True
        ds.file_meta.TransferSyntaxUID = make.syntax
        if make.syntax == JPEG:
            ds.LossyImageCompression = "01"
    return ds


def _cells(fmt: PixelFormat, frames: int, chance: random.Random) -> Any:
    """Frames of a ramp with more or less noise."""
    noise = np.random.default_rng(chance.getrandbits(32))
    high = 1 << fmt.bits_stored
    y, x = np.mgrid[0 : fmt.rows, 0 : fmt.columns]
    ramp = (x + y) * (high / 4 / (fmt.rows + fmt.columns))
    ramp = ramp[..., None] if fmt.samples > 1 else ramp
    sigma = high / 4 * chance.random() ** 3
    cells = ramp + noise.normal(high / 3, sigma + 1e-9, (frames, *fmt.shape))
    cells = np.clip(cells, 0, high - 1) - (high // 2 if fmt.signed else 0)
    return np.ascontiguousarray(cells.astype(fmt.dtype))
