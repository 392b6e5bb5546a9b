"""JPEG Baseline and Extended in numpy, side by side with libjpeg-turbo on one core."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy as np
from benchmarks.codec_images import Image, images
from benchmarks.measuring import median
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import Workshop, expect, say
from dicom_codecs import Lossy, PixelFormat, encode
from dicom_codecs.frame import Frame
from dicom_codecs.implementations import available

_BASELINE: Final = "1.2.840.10008.1.2.4.50"
_EXTENDED: Final = "1.2.840.10008.1.2.4.51"
_QUALITY: Final = 90
"""Of libjpeg-turbo; the steps of ours are the same."""
_SAME_STEPS: Final = {8: 90, 12: 95}
_XA_FRAMES: Final = 20


class _Case(NamedTuple):
    """Frames that go into one of the transfer syntaxes."""

    what: str
    format: PixelFormat
    frames: tuple[Frame, ...]

    @property
    def samples(self) -> int:
        return sum(frame.size for frame in self.frames)


def measure(shop: Workshop) -> Table:
    """Samples a second, ours and libjpeg-turbo's, by image."""
    rows = [row for case in _cases(shop.scale) for row in _rows(case, shop.rounds(9))]
    notes = (
        f"Steps of quality {_QUALITY} of libjpeg-turbo, and optimal Huffman tables, on both sides.",
        "libjpeg-turbo codes 12 bits in plain C, 8 bits by vector instructions.",
        _middle([row.ratio for row in rows if row.headline and row.ratio is not None]),
    )
    title = "JPEG Baseline and Extended: encoding on one core"
    return Table("jpeg", title, tuple(rows), notes)


def _middle(ratios: list[float]) -> str:
    if not ratios:
        return "imagecodecs was not there."
    return f"Median of the ratios to its 12-bit rate: {median(ratios):.2f}."


def _cases(scale: float) -> Iterator[_Case]:
    for image in images(scale, _XA_FRAMES):
        bits = min(image.format.bits_stored, 12)
        yield _Case(*image) if bits == image.format.bits_stored else _narrowed(image)


def _narrowed(image: Image) -> _Case:
    """12 of 14 bits, as JPEG Extended has no more."""
    shift = image.format.bits_stored - 12
    frames = tuple(frame >> shift for frame in image.frames)
    fmt = PixelFormat(*image.format.shape, bits_allocated=16, bits_stored=12)
    return _Case(f"{image.what}, 12 of them", fmt, frames)


def _rows(case: _Case, rounds: int) -> Iterator[Row]:
    sides = {"ours": partial(_ours, case)}
    if available("libjpeg-turbo"):
        sides["12 bits"] = partial(_theirs, case, 12)
        if case.format.bits_stored == 8:
            sides["8 bits"] = partial(_theirs, case, 8)
    else:
        say("imagecodecs is not installed")
    found = _timed(sides, rounds, len(case.frames))
    ours = _figure("dicom_codecs", found["ours"], case)
    if "12 bits" not in found:
        yield Row(case.what, ours, headline=True)
    for rate in ("12 bits", "8 bits"):
        if rate in found:
            turbo = _figure("libjpeg-turbo", found[rate], case)
            what = f"{case.what}, against its rate for {rate}"
            yield faster(what, ours, turbo, headline=rate == "12 bits")


def _timed(sides: dict[str, Callable[[], int]], rounds: int, frames: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            start = time.perf_counter()
            made = side()
            found[name].append(time.perf_counter() - start)
            expect(name, made, frames)
    return found


def _figure(who: str, seconds: list[float], case: _Case) -> Figure:
    return Figure(who, median(seconds) / case.samples * 1e9, "ns a sample", len(case.frames))


def _ours(case: _Case) -> int:
    bits = case.format.bits_stored
    uid, lossy = _EXTENDED if bits == 12 else _BASELINE, Lossy(_SAME_STEPS[bits])
    return sum(bool(encode(frame, case.format, uid, lossy).stream) for frame in case.frames)


def _theirs(case: _Case, bits: int) -> int:
    imagecodecs: Any = import_module("imagecodecs")
    made = 0
    for frame in case.frames:
        cells = frame.astype(np.uint16) if bits == 12 else frame
        how = {"subsampling": "422"} if case.format.samples == 3 else {}
        made += bool(
            imagecodecs.jpeg8_encode(
                cells, level=_QUALITY, bitspersample=bits, optimize=True, **how
            )
        )
    return made
