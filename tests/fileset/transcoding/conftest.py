"""Sources to transcode, and what a run over them came to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_codecs.frame import NOTHING_SAID, Lossy
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.transcode_outcome import TranscodeOutcome
from dicom_fileset.transcoder import Transcoder
from file_sets import save
from images import image, picture

GREY = PixelFormat(37, 41, 1, 16, 12)
Transcode = Callable[..., TranscodeOutcome]


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    """A folder with three grey images of 12 bits, one of them of several frames."""
    folder = tmp_path / "grey"
    folder.mkdir()
    for number, frames in ((1, 1), (2, 1), (3, 5)):
        ds = image(GREY, picture(GREY, frames, number), number)
        save(ds, folder / f"image {number}.dcm")
    return folder


@pytest.fixture
def transcode(tmp_path: Path) -> Transcode:
    """Run a transcoder into ``tmp_path / "out"``."""

    def run(
        *sources: Path,
        to: str = "JPEGLosslessSV1",
        lossy: Lossy = NOTHING_SAID,
        verify: bool = True,
        jobs: int = 1,
        deadline: float = 60,
    ) -> TranscodeOutcome:
        transcoder = Transcoder(tmp_path / "out", to, lossy=lossy, verify=verify, jobs=jobs)
        transcoder.deadline = deadline
        transcoder.add(*sources)
        return transcoder.run()

    return run
