"""``transcode`` and ``codecs`` as a person runs them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TRANSFER_SYNTAXES
from file_sets import save
from foreign_files import SAMPLE_MEDIA
from images import cells_of, image, picture

Run = Callable[..., Any]
INCOMING = SAMPLE_MEDIA / "incoming"
CT = INCOMING / "radiology" / "ct thorax mueller"
COLOUR = PixelFormat(48, 64, 3, photometric="RGB")


def test_a_series_is_compressed_and_said_so(run: Run, tmp_path: Path) -> None:
    done = run("transcode", CT, "-o", tmp_path / "out", "-t", "JPEGLosslessSV1")
    lines = done.out.splitlines()
    assert lines[0] == f"{tmp_path / 'out'}: 6 instances are in JPEGLosslessSV1"
    assert lines[1].strip() == "6 transcoded"
    assert "by jpeg-lossless" in done.out
    assert "  2 files: It has no Pixel Data" in done.out
    assert f"    {CT / 'key images for the conference.dcm'}\n" in done.out
    assert done.status == 1
    for path in CT.glob("axial*"):
        assert np.array_equal(cells_of(tmp_path / "out" / path.name), cells_of(path))


def test_the_long_way_round_gives_every_cell_back(run: Run, tmp_path: Path) -> None:
    source, steps = CT / "axial slice 01.dcm", ["RLELossless", "JPEG2000Lossless", "JPEGLossless"]
    before = source
    for step in [*steps, "ExplicitVRLittleEndian"]:
        done = run("transcode", before, "-o", tmp_path / step, "-t", step)
        assert done.status == 0, done.out
        before = tmp_path / step / source.name
    with pydicom.dcmread(before) as last, pydicom.dcmread(source) as first:
        assert last == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-t", "NoSuch"), "knows no transfer syntax"),
        (("-t", "JPEG2000", "--quality", "0"), "Quality is 1 to 100"),
        (("-t", "JPEG2000", "--ratio", "1"), "A ratio is over 1"),
        (("-t", "JPEG2000", "-q", "90", "-r", "10"), "exclude each other"),
        (("-t", "RLELossless", "--quality", "90"), "Nothing can be lost in RLELossless"),
        ((), "Missing option"),
    ],
)
def test_wrong_calls(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("transcode", CT, "-o", tmp_path / "out", *arguments)
    assert done.status == 2
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder_to_write_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = run("transcode", CT, "-o", tmp_path / "out", "-t", "RLELossless")
    assert done.status == 3
    assert (tmp_path / "out").read_text() == "a file"


def test_nothing_to_transcode(run: Run, tmp_path: Path) -> None:
    done = run("transcode", tmp_path, "-o", tmp_path / "out", "-t", "RLELossless")
    assert done.status == 3
    assert not (tmp_path / "out").exists()


def test_a_dry_run_writes_nothing_and_shows_each(run: Run, tmp_path: Path) -> None:
    done = run("transcode", CT, "-o", tmp_path / "out", "-t", "RLELossless", "--dry-run")
    assert "6 instances would be in RLELossless" in done.out
    assert f"transcoded  {CT / 'axial slice 01.dcm'} -> " in done.out
    assert not (tmp_path / "out").exists()


def test_lossy_colour_says_what_was_lost(run: Run, tmp_path: Path) -> None:
    save(image(COLOUR, picture(COLOUR)), tmp_path / "colour.dcm")
    arguments = ("-o", tmp_path / "out", "-t", "JPEGBaseline8Bit", "--ratio", "8")
    done = run("transcode", tmp_path / "colour.dcm", *arguments)
    assert done.status == 0, done.out
    assert "1 instance lost something: DERIVED, new UIDs; PSNR of the worst frame" in done.out
    with pydicom.dcmread(tmp_path / "out" / "colour.dcm") as read:
        assert read.PhotometricInterpretation == "YBR_FULL_422"
        assert float(read.LossyImageCompressionRatio) >= 8
        assert read.LossyImageCompressionMethod == "ISO_10918_1"


def test_machines_get_all_of_it(run: Run, validators: dict[str, Any], tmp_path: Path) -> None:
    arguments = ("-o", tmp_path / "out", "-t", "RLELossless", "--json", "--jobs", "2")
    done = run("transcode", INCOMING, *arguments)
    found = done.json()
    validators["transcode"].validate(found)
    assert done.status == 1
    assert done.err == ""
    sources = {one["source"] for one in (*found["written"], *found["skipped"])}
    assert sources == {str(path) for path in INCOMING.rglob("*") if path.is_file()}
    assert {one["action"] for one in found["written"]} == {"transcoded", "copied"}


def test_codecs_has_a_line_for_each_transfer_syntax(run: Run, validators: dict[str, Any]) -> None:
    lines = run("codecs").out.splitlines()
    assert len(lines) == 1 + len(TRANSFER_SYNTAXES)
    found = run("codecs", "--json").json()
    validators["codecs"].validate(found)
    rows = {row["uid"]: row for row in found["transfer_syntaxes"]}
    assert rows.keys() == TRANSFER_SYNTAXES.keys()
    for row in rows.values():
        assert row["why_not"] or (row["decode"] and row["encode"])
    assert rows["1.2.840.10008.1.2.4.70"]["encode"] == "jpeg-lossless"


def test_a_folder_is_not_transcoded_into_itself(run: Run, tmp_path: Path) -> None:
    save(image(COLOUR, picture(COLOUR)), tmp_path / "colour.dcm")
    before = (tmp_path / "colour.dcm").read_bytes()
    done = run("transcode", tmp_path, "-o", tmp_path / ".", "-t", "RLELossless")
    assert done.status == 2
    assert (tmp_path / "colour.dcm").read_bytes() == before
