"""Files of other people under profiles: each is placed and proven, or listed with its reason.

What was placed is opened by DCMTK, GDCM and pydicom.
"""

import os
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from checks import check_directory, check_instances
from dicom_fileset import FileSetCreator, verify
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.report import ChangeReport, Placement
from dicom_profiles import get
from foreign_readers import DECODERS, PARSERS, Readers
from pydicom import dcmread

CORPUS = os.environ.get("DICOM_FILESET_FIELD_CORPUS", "")
pytestmark = [
    pytest.mark.skipif(not CORPUS, reason="DICOM_FILESET_FIELD_CORPUS names no folder"),
    pytest.mark.filterwarnings("ignore"),
]
NAMES = (
    "STD-GEN-CD",
    "STD-GEN-DVD-JPEG",
    "STD-GEN-USB-J2K",
    "STD-CTMR-CD",
    "STD-XABC-CD",
    "STD-US-ID-SF-CDR",
    "STD-GEN-BD-MPEG4-HPLV41",
    "STD-DEN-CD",
)


UNOPENED = {
    ("dcmdump", "149_1.2.4.70.dcm"): "The file ends before its Sequence Delimitation Item.",
}
"""What a reader does not open once it is placed, nor did as it came: the tool, the source, why.
What no profile asks to be mended is carried as it is."""


class Made(NamedTuple):
    """A file-set, and what was said of the making."""

    root: Path
    report: ChangeReport

    def path(self, one: Placement) -> Path:
        """Where a file was placed."""
        return self.root.joinpath(*one.file_id)


MakeFor = Callable[[str], Made]


@pytest.fixture(scope="module")
def made_for(tmp_path_factory: pytest.TempPathFactory) -> MakeFor:
    """By the name of a profile the file-set of what fits it, made once."""
    folder = tmp_path_factory.mktemp("corpus")

    @cache
    def make(name: str) -> Made:
        creator = FileSetCreator(folder / name, terms=Terms(get(name)), jobs=2)
        creator.add(CORPUS)
        return Made(folder / name, creator.commit().report())

    return make


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers()


@pytest.mark.parametrize("reader", [*PARSERS, "pydicom"])
def test_every_placed_file_is_opened(
    reader: str, need: Callable[..., None], made_for: MakeFor, readers: Readers
) -> None:
    need(*({reader} - {"pydicom"}))
    placed = [(made_for(name), one) for name in NAMES for one in made_for(name).report.placed]
    _check_opened(reader, placed, readers)


@pytest.mark.parametrize("reader", DECODERS)
def test_every_transcoded_image_is_decoded(
    reader: str, need: Callable[..., None], made_for: MakeFor, readers: Readers
) -> None:
    need(reader)
    placed = [(made_for(name), one) for name in NAMES for one in made_for(name).report.placed]
    _check_opened(reader, [each for each in placed if each[1].action == "transcoded"], readers)


def _check_opened(reader: str, placed: list[tuple[Made, Placement]], readers: Readers) -> None:
    assert placed
    unopened = {
        Path(one.source) for made, one in placed if not readers.opens(reader, made.path(one))
    }
    assert {path.name for path in unopened} == {name for tool, name in UNOPENED if tool == reader}
    assert [path.name for path in unopened if readers.opens(reader, path)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_placed_or_listed(name: str, made_for: MakeFor) -> None:
    root, report = made_for(name)
    files = {str(path) for path in Path(CORPUS).rglob("*") if path.is_file()}
    sources = [one.source for one in report.placed] + [one.source for one in report.skipped]
    assert sorted(sources) == sorted(files)
    assert all(one.reason for one in report.skipped)
    assert all(one.why or one.action != "transcoded" for one in report.placed)
    check_directory(root)
    check_instances(root, [one.sop_instance_uid for one in report.placed])
    found = verify(root, profile=get(name))
    about = {one.code for one in found.findings if one.severity == "error"}
    # What is wrong with files that a profile says nothing of stays wrong: they are not changed.
    assert about <= {"uid-invalid", "incomplete"}
    liars = {one.where.path for one in report.findings if one.code == "stream-differs"}
    for one in report.placed:
        if one.action == "transcoded":
            lossless = _is_lossless(Path(one.source)) and one.source not in liars
            _check_pixels(Path(one.source), root.joinpath(*one.file_id), 0 if lossless else 3)


def _check_pixels(source: Path, placed: Path, most: int) -> None:
    """The pixels are the same, as pydicom decodes them, where it does.

    Colour is left to the tests of transcoding: labels of colour lie too often to be an oracle.
    """
    before, after = _pixels(source), _pixels(placed)
    if before is None or after is None:
        return
    assert before.shape == after.shape
    difference = np.abs(before.astype(np.int64) - after.astype(np.int64))
    assert difference.max() <= most, source


def _is_lossless(path: Path) -> bool:
    uid = dcmread(path, force=True, stop_before_pixels=True).file_meta.TransferSyntaxUID
    lossy = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.91")
    return uid not in (*lossy, "1.2.840.10008.1.2.4.81")


def _pixels(path: Path) -> np.ndarray | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = dcmread(path, force=True)
        if data.get("SamplesPerPixel") != 1:
            return None
        try:
            return data.pixel_array
        except Exception:  # noqa: BLE001 - pydicom has no base class for what it cannot decode
            return None
