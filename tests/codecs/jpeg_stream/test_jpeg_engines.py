"""Each library against pixels that are known, against the other, and against DCMTK."""

import itertools
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pydicom.uid
import pytest
from dicom_codecs import CodecUnavailable, DamagedPixelData, PixelFormat, transfer_syntax
from dicom_codecs.implementations import available, decoder
from dicom_codecs.jpeg_stream import engines
from dicom_codecs.jpeg_stream.markers import walk
from dicom_codecs.registry import TransferSyntax
from jpeg_streams import (
    EOI,
    SOI,
    Flat,
    Lossless,
    jpeg_decoders,
    magnitude,
    segment,
    stored,
    stored_samples,
    stuffed,
)
from pydicom.encaps import generate_frames

JPEG = "1.2.840.10008.1.2.4."
RNG = np.random.default_rng(11)


def syntax_of(last: str) -> TransferSyntax:
    found = transfer_syntax(JPEG + last)
    assert found
    return found


def format_of(planes: list[np.ndarray], precision: int) -> PixelFormat:
    rows, columns = planes[0].shape
    count = len(planes)
    allocated = 8 if precision <= 8 else 16
    photometric = {1: "MONOCHROME2", 3: "RGB"}.get(count, "CMYK")
    return PixelFormat(rows, columns, count, allocated, precision, photometric=photometric)


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize("precision", [2, 7, 8, 9, 12, 15, 16])
@pytest.mark.parametrize("predictor", range(1, 8))
def test_every_lossless_process(name: str, precision: int, predictor: int) -> None:
    ways = itertools.product((1, 3), (0, 3), (True, False), (0, 2))
    for count, transform, interleaved, restart_rows in ways:
        if precision - transform < 2:
            continue
        planes = [RNG.integers(0, 1 << precision, (5, 4)) for _ in range(count)]
        way = Lossless(precision, predictor, transform, interleaved, restart_rows)
        found = decoder(name)(way.stream(planes), format_of(planes, precision), syntax_of("57"))
        expected = np.stack([plane >> transform << transform for plane in planes], axis=-1)
        assert np.array_equal(found.frame.reshape(expected.shape), expected)
        assert found.deviations == ()


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(
    ("shape", "count"),
    [((1, 1), 1), ((1, 1), 2), ((3, 2), 2), ((3, 2), 4), ((1, 65535), 1), ((65535, 1), 1)],
)
def test_sizes_and_numbers_of_components(name: str, shape: tuple[int, int], count: int) -> None:
    plane = np.zeros(shape, np.int64)
    plane[-1, -1] = 200
    planes = [plane + at for at in range(count)]
    found = decoder(name)(Lossless(8).stream(planes), format_of(planes, 8), syntax_of("70"))
    assert np.array_equal(found.frame.reshape((*shape, count)), np.stack(planes, axis=-1))


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(("precision", "process"), [(8, 0), (8, 1), (12, 1), (8, 2), (12, 2)])
@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize(
    "factors",
    [((1, 1),), ((1, 1),) * 3, ((2, 1), (1, 1), (1, 1)), ((2, 2), (1, 1), (1, 1)), ((1, 1),) * 4],
)
def test_every_dct_process(
    name: str,
    precision: int,
    process: int,
    restarts: bool,
    factors: tuple[tuple[int, int], ...],
) -> None:
    flat = Flat(precision, process, factors, restarts=restarts)
    plain = len(set(factors)) == 1
    levels = [
        RNG.integers(-90, 90, (2 * v, 2 * h)) if plain or not at else np.full((2 * v, 2 * h), 30)
        for at, (h, v) in enumerate(factors)
    ]
    size = (levels[0].shape[0] * 8, levels[0].shape[1] * 8)
    planes = [np.zeros(size, np.int64)] * len(factors)
    found = decoder(name)(flat.stream(levels, size), format_of(planes, precision), syntax_of("51"))
    assert np.array_equal(found.frame, flat.pixels(levels, size))


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(
    ("kind", "uid"), [("progressive", "55"), ("arithmetic", "52"), ("arithmetic progressive", "56")]
)
def test_stored_streams(name: str, kind: str, uid: str) -> None:
    found = decoder(name)(stored(kind), PixelFormat(16, 16), syntax_of(uid))
    assert found.deviations == ()
    assert np.abs(found.frame - stored_samples()).max() <= 2


def differential_frame(difference: np.ndarray, frame: bytes, tables: bytes) -> bytes:
    """SOF7: differences to the frame before, without prediction (ISO 10918-1 J.1.2.3.2)."""
    bits = "".join(
        format(size, "05b") + more for size, more in map(magnitude, map(int, difference.flat))
    )
    return b"\xff\xc7" + frame[2:] + tables + segment(0xDA, 1, 1, 0, 0, 0, 0) + stuffed(bits)


def test_a_hierarchical_stream_goes_to_the_library_that_can() -> None:
    whole = RNG.integers(0, 256, (5, 7))
    coarse = whole & 0xF0
    base = Lossless(8).stream([coarse])
    frame = base[2 : base.index(b"\xff\xc4")]
    tables = base[base.index(b"\xff\xc4") : base.index(b"\xff\xda")]
    more = differential_frame(whole - coarse, frame, tables)
    stream = SOI + b"\xff\xde" + frame[2:] + base[2:-2] + more + EOI
    for name in jpeg_decoders():
        if not available("libjpeg"):
            with pytest.raises(CodecUnavailable, match="pip install"):
                decoder(name)(stream, PixelFormat(5, 7), syntax_of("65"))
            continue
        found = decoder(name)(stream, PixelFormat(5, 7), syntax_of("65"))
        assert np.array_equal(found.frame, whole)
        assert found.deviations == ()


def test_what_could_decode_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    header = walk(Lossless(8).stream([np.zeros((2, 2), np.int64)]))
    monkeypatch.setattr(engines, "available", lambda _name: False)
    with pytest.raises(CodecUnavailable, match=r"SOF3 here, pylibjpeg-libjpeg does .*pip install"):
        engines.engine_for(header, "libjpeg", syntax_of("70"))


@pytest.mark.parametrize("name", jpeg_decoders())
def test_what_a_library_refuses_is_damage(name: str) -> None:
    """Sampling of 3 to 2 is legal, and upsampled by nobody."""
    flat = Flat(factors=((3, 1), (2, 1), (1, 1)))
    levels = [np.zeros((1, 3), np.int64), np.zeros((1, 2), np.int64), np.zeros((1, 1), np.int64)]
    fmt = PixelFormat(8, 24, 3, photometric="YBR_FULL_422")
    with pytest.raises(DamagedPixelData, match="libjpeg"):
        decoder(name)(flat.stream(levels, (8, 24)), fmt, syntax_of("50"))


def dataset(folder: Path, frame: np.ndarray, stored_bits: int) -> Path:
    """An uncompressed file that DCMTK compresses."""
    data = pydicom.Dataset()
    data.file_meta = pydicom.dataset.FileMetaDataset()
    data.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    data.SOPClassUID = pydicom.uid.SecondaryCaptureImageStorage
    data.SOPInstanceUID = "1.2.3.4"
    data.Rows, data.Columns = frame.shape[:2]
    data.SamplesPerPixel = frame.size // (data.Rows * data.Columns)
    data.PhotometricInterpretation = "MONOCHROME2" if data.SamplesPerPixel == 1 else "RGB"
    if data.SamplesPerPixel > 1:
        data.PlanarConfiguration = 0
    data.BitsAllocated = 8 * frame.itemsize
    data.BitsStored = stored_bits
    data.HighBit = stored_bits - 1
    data.PixelRepresentation = 0
    data.PixelData = frame.tobytes()
    path = folder / "plain.dcm"
    data.save_as(path, enforce_file_format=True)
    return path


def smooth(shape: tuple[int, ...], bits: int) -> np.ndarray:
    grid = np.indices(shape).sum(axis=0) * 5.0
    wave = np.sin(grid / 37) * np.cos(np.indices(shape)[1] / 11)
    kind = np.uint8 if bits <= 8 else np.uint16
    return ((wave + 1) / 2 * ((1 << bits) - 1)).astype(kind)


@pytest.mark.parametrize("name", jpeg_decoders())
@pytest.mark.parametrize(
    ("options", "shape", "bits"),
    [
        (["+e1"], (48, 40), 12),
        (["+el", "+sv", "7"], (48, 40), 16),
        (["+el", "+sv", "4", "+pt", "2"], (48, 40), 12),
        (["+e1"], (48, 40, 3), 8),
        (["+eb"], (48, 40), 8),
        (["+eb", "+s4"], (48, 40, 3), 8),
        (["+eb", "+cr"], (48, 40, 3), 8),
        (["+ee"], (48, 40), 12),
        (["+es"], (48, 40), 12),
        (["+ep"], (48, 40), 12),
    ],
)
def test_what_dcmtk_encodes(
    name: str,
    options: list[str],
    shape: tuple[int, ...],
    bits: int,
    tmp_path: Path,
    need: Callable[..., None],
) -> None:
    need("dcmcjpeg", "dcmdjpeg")
    plain, made, back = dataset(tmp_path, smooth(shape, bits), bits), tmp_path / "j", tmp_path / "b"
    subprocess.run(["dcmcjpeg", *options, plain, made], check=True)
    subprocess.run(["dcmdjpeg", "+cn", made, back], check=True)
    data, expected = pydicom.dcmread(made), pydicom.dcmread(back)
    syntax = transfer_syntax(data.file_meta.TransferSyntaxUID)
    assert syntax
    fmt = PixelFormat(
        *shape[:2],
        shape[2] if len(shape) > 2 else 1,
        data.BitsAllocated,
        data.BitsStored,
        photometric=data.PhotometricInterpretation,
    )
    stream = next(generate_frames(data.PixelData, number_of_frames=1))
    found = decoder(name)(stream, fmt, syntax)
    assert found.deviations == ()
    kind = "<u1" if expected.BitsAllocated == 8 else "<u2"
    truth = np.frombuffer(expected.PixelData, kind)[: fmt.cells].reshape(shape)
    if len(shape) > 2 and expected.PlanarConfiguration:
        truth = np.moveaxis(truth.reshape(3, *shape[:2]), 0, -1)
    most = 0 if syntax.lossless else 2
    assert np.abs(found.frame.astype(int) - truth).max() <= most
