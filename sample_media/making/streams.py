"""Compressed frames and videos, which are inputs kept beside the program.

An encoder of another version gives other bytes, so these were encoded once;
``streams/README.md`` gives the command of each.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "streams"


@dataclass(frozen=True)
class Video:
    """A video stream and what the Multi-frame and Cine Modules say of it."""

    file: str
    rows: int
    columns: int
    frames: int
    frame_rate: int
    method: str
    pixel_aspect: tuple[int, int] = (1, 1)
    stereo: bool = False
    comment: str = ""

    @property
    def content(self) -> bytes:
        """The stream, padded to an even length."""
        stream = (FOLDER / self.file).read_bytes()
        return stream + b"\x00" * (len(stream) % 2)

    @property
    def frame_time(self) -> str:
        """Frame Time in milliseconds."""
        return str(1000 // self.frame_rate)

    @property
    def ratio(self) -> str:
        """Lossy Image Compression Ratio, to 24 bits a pixel."""
        return ratio(self.rows * self.columns * 3 * self.frames, len(self.content))


MPEG_2 = Video("mpeg2-mp-ml.mpg", 576, 720, 5, 25, "ISO_13818_2", (15, 16))
MPEG_2_HIGH = Video("mpeg2-mp-hl.mpg", 720, 1280, 5, 50, "ISO_13818_2")
H_264 = Video("h264-hp-41.mp4", 720, 1280, 5, 25, "ISO_14496_10")
H_264_BLU_RAY = Video("h264-bd-hp-41.ts", 720, 1280, 5, 50, "ISO_14496_10")
H_264_LEVEL_42 = Video("h264-hp-42.mp4", 1080, 1920, 5, 50, "ISO_14496_10")
H_264_SIDE_BY_SIDE = Video("h264-hp-42-3d.mp4", 720, 1280, 5, 50, "ISO_14496_10", stereo=True)
H_264_STEREO = Video(
    "h264-hp-42.mp4",
    *(1080, 1920, 5, 50),
    "ISO_14496_10",
    stereo=True,
    comment="Stand-in: the stream has one view, in High Profile and not in Stereo High Profile",
)
HEVC = Video("hevc-mp-51.mp4", 720, 1280, 5, 50, "ISO_23008_2")


def frame(name: str) -> bytes:
    """Return one compressed frame, padded to an even length."""
    content = (FOLDER / name).read_bytes()
    return content + b"\x00" * (len(content) % 2)


def frames(stem: str, suffix: str, count: int) -> list[bytes]:
    """Return the frames ``stem-1.suffix``, ``stem-2.suffix`` ... of one image."""
    return [frame(f"{stem}-{index}.{suffix}") for index in range(1, count + 1)]


def ratio(original: int, compressed: int) -> str:
    """Return a compression ratio as a DS of two decimals."""
    return f"{original / compressed:.2f}"
