"""Each file of troubled/pixels deviates as its name says, and in nothing else."""

import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_fragments
from pydicom.pixels import pixel_array

FRAMES = 4
EMPTY_ITEM = b"\xfe\xff\x00\xe0" + bytes(4)
DELIMITER = b"\xfe\xff\xdd\xe0" + bytes(4)
END_OF_IMAGE = b"\xff\xd9"
# a tool that reads the picture all the same, and the least signal to noise ratio in dB
READERS = {
    "sof0 under jpeg extended": ("gdcmconv", 33),
    "scan end 0 in sequential jpeg": ("dcmdjpeg", 33),
    "bytes after the end of the jpeg stream": ("dcmdjpeg", 33),
    "three fragments a frame, empty offset table": ("gdcmconv", 33),
    "offset table without the item headers": ("gdcmconv", 33),
    "fragments of odd length": ("gdcmconv", 33),
    "no sequence delimiter": ("gdcmconv", 33),
    "number of frames too large": ("dcmdjpeg", 33),
    "rle with no-op bytes": ("gdcmconv", np.inf),
    "rle with bytes after the last run": ("dcmdrle", np.inf),
    "rle without the last run": ("dcmdrle", 60),
    "jpeg 2000 unsigned, pixels signed": ("gdcmconv", np.inf),
    "jpeg lossless of 16 bits, 12 stored": ("dcmdjpeg", np.inf),
    "native ybr_full_422": ("gdcmconv", 40),
    "native plane by plane": ("gdcmconv", np.inf),
    "bytes after the native pixels": ("gdcmconv", np.inf),
}
# no tool here gets the whole picture of these from their labels
UNREAD = {"one frame truncated", "number of frames too small", "rgb jpeg under ybr_full_422"}


@pytest.fixture(scope="module")
def folder(sample_media: Path) -> Path:
    return sample_media / "troubled" / "pixels"


@pytest.fixture(scope="module")
def read(folder: Path) -> Callable[[str], Dataset]:
    return lambda name: dcmread(folder / f"{name}.dcm")


def fragments(ds: Dataset) -> list[bytes]:
    """Return the fragments behind the Basic Offset Table."""
    return list(generate_fragments(ds.PixelData))[1:]


def test_every_file_is_tested(folder: Path) -> None:
    assert {path.stem for path in folder.iterdir()} == READERS.keys() | UNREAD


@pytest.mark.parametrize("name", READERS)
def test_picture_is_the_sound_one(
    name: str,
    need: Callable[..., None],
    folder: Path,
    natives: dict[str, Dataset],
    tmp_path: Path,
) -> None:
    tool, least = READERS[name]
    need(tool)
    source, made = folder / f"{name}.dcm", tmp_path / "native.dcm"
    options = ["--raw"] if tool == "gdcmconv" else []
    subprocess.run([tool, *options, source, made], check=True, capture_output=True)
    (native,) = (ds for ds in natives.values() if Path(ds.filename).stem == name)
    truth, decoded = native.pixel_array, pixel_array(made)
    assert decoded.shape == truth.shape
    noise = np.square(decoded.astype(float) - truth).mean()
    peak = (1 << native.BitsStored) - 1
    assert noise <= peak**2 / 10 ** (least / 10)


def test_jpeg_headers(read: Callable[[str], Dataset]) -> None:
    for stream in fragments(read("sof0 under jpeg extended")):
        assert b"\xff\xc0\x00\x0b\x08" in stream
    for stream in fragments(read("scan end 0 in sequential jpeg")):
        assert b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00" in stream
    (rgb,) = fragments(read("rgb jpeg under ybr_full_422"))
    assert b"\x03R\x11\x00G\x11\x00B\x11\x00" in rgb
    assert read("rgb jpeg under ybr_full_422").PhotometricInterpretation == "YBR_FULL_422"
    (lossless,) = fragments(read("jpeg lossless of 16 bits, 12 stored"))
    assert b"\xff\xc3\x00\x0b\x10" in lossless
    assert read("jpeg lossless of 16 bits, 12 stored").BitsStored == 12


def test_ends_of_jpeg_streams(read: Callable[[str], Dataset]) -> None:
    for stream in fragments(read("bytes after the end of the jpeg stream")):
        assert stream.endswith(END_OF_IMAGE + bytes(6))
    whole = [END_OF_IMAGE in stream for stream in fragments(read("one frame truncated"))]
    assert whole == [True, True, False, True]


def test_fragments(read: Callable[[str], Dataset], folder: Path) -> None:
    three = read("three fragments a frame, empty offset table")
    assert three.PixelData.startswith(EMPTY_ITEM)
    assert len(fragments(three)) == 3 * FRAMES
    odd = read("fragments of odd length")
    assert all(len(fragment) % 2 for fragment in fragments(odd))
    cut = (folder / "no sequence delimiter.dcm").read_bytes()
    assert DELIMITER not in cut
    assert cut.endswith(END_OF_IMAGE)


def test_offset_table(read: Callable[[str], Dataset]) -> None:
    ds = read("offset table without the item headers")
    lengths = [len(fragment) for fragment in fragments(ds)]
    wrong = [sum(lengths[:index]) for index in range(FRAMES)]
    assert struct.unpack_from(f"<{FRAMES}L", ds.PixelData, 8) == tuple(wrong)


@pytest.mark.parametrize(("size", "number"), [("large", 6), ("small", 2)])
def test_number_of_frames(read: Callable[[str], Dataset], size: str, number: int) -> None:
    ds = read(f"number of frames too {size}")
    assert ds.NumberOfFrames == number
    assert len(fragments(ds)) == FRAMES


def test_rle(read: Callable[[str], Dataset]) -> None:
    """The segments of 16 bits, each told apart by its length."""
    names = ("with no-op bytes", "with bytes after the last run", "without the last run")
    no_op, more, less = (fragments(read(f"rle {name}"))[0] for name in names)
    for frame in (no_op, more, less):
        assert struct.unpack_from("<2L", frame) == (2, 64)
    assert no_op[64] == 0x80
    assert more.endswith(bytes(6))
    assert len(less) < len(more) - 6 < len(no_op)


def test_signs_and_layouts(read: Callable[[str], Dataset]) -> None:
    signed = read("jpeg 2000 unsigned, pixels signed")
    (codestream,) = fragments(signed)
    assert signed.PixelRepresentation == 1
    assert codestream[42] == 12 - 1  # Ssiz; the highest bit would say signed (ISO 15444-1 A.5.1)
    halved = read("native ybr_full_422")
    assert len(halved.PixelData) == halved.Rows * halved.Columns * 2
    planes = read("native plane by plane")
    assert planes.PlanarConfiguration == 1
    padded = read("bytes after the native pixels")
    assert len(padded.PixelData) == padded.Rows * padded.Columns * 2 + 256
