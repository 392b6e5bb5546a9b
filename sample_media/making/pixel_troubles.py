"""What puts the Pixel Data of other software into a sound image, a deviation each."""

from collections.abc import Callable

import numpy as np
from pydicom.dataset import Dataset

from making import streams
from making.breaking_streams import rle_frame, rle_segments
from making.fragments import in_three, item, offset_table, put_items
from making.pixels import Array, mark_lossy, put_frames, put_ybr_full_422
from making.ultrasound import FRAMES

Trouble = Callable[[Dataset], None]

METHOD = "ISO_10918_1"


def jpeg(change: Callable[[bytes], bytes] = bytes, only: int | None = None) -> Trouble:
    """Put in the frames of a grey clip, ``change`` done to all of them or to ``only`` one."""

    def put(ds: Dataset) -> None:
        frames = _frames_of_clip(ds)
        for index in range(FRAMES) if only is None else (only,):
            frames[index] = change(frames[index])
        put_frames(ds, frames)

    return put


def jpeg_items(arrange: Callable[[list[bytes]], list[bytes]]) -> Trouble:
    """Put in the frames of a grey clip as the items that ``arrange`` makes of them."""

    def put(ds: Dataset) -> None:
        put_items(ds, arrange(_frames_of_clip(ds)))

    return put


def number_of_frames(number: int) -> Trouble:
    """Put in the frames of a grey clip, and lie about how many they are."""

    def put(ds: Dataset) -> None:
        put_frames(ds, _frames_of_clip(ds))
        ds.NumberOfFrames = number

    return put


def _frames_of_clip(ds: Dataset) -> list[bytes]:
    frames = streams.frames("us-jpeg-baseline-grey", "jpg", FRAMES)
    mark_lossy(ds, METHOD, streams.ratio(len(ds.PixelData), sum(map(len, frames))))
    return frames


def in_three_each(frames: list[bytes]) -> list[bytes]:
    """Return three fragments a frame behind an empty Basic Offset Table."""
    return [offset_table([]), *(item(part) for frame in frames for part in in_three(frame))]


def heads_forgotten(frames: list[bytes]) -> list[bytes]:
    """Return frames with a table that counts their bytes, and not the heads of the items."""
    offsets = [sum(map(len, frames[:index])) for index in range(len(frames))]
    return [offset_table(offsets), *map(item, frames)]


def odd(frames: list[bytes]) -> list[bytes]:
    """Return frames in fragments of odd length."""
    return [offset_table([]), *(item(frame + b"\x00") for frame in frames)]


def rle(change: Callable[[bytes, int], bytes], last_only: bool = False) -> Trouble:
    """Put in the frame of a CT, ``change`` done to its segments or to the last one.

    ``change`` is told how many bytes a segment stands for.
    """

    def put(ds: Dataset) -> None:
        *others, last = rle_segments(streams.frame("ct-rle-lossless-1.rle"))
        size = ds.Rows * ds.Columns
        if not last_only:
            others = [change(segment, size) for segment in others]
        put_frames(ds, [rle_frame([*others, change(last, size)])])

    return put


def stream(name: str) -> Trouble:
    """Put in a stream as it is."""
    return lambda ds: put_frames(ds, [streams.frame(name)])


def rgb_jpeg(ds: Dataset) -> None:
    """Put in a JPEG stream of RGB, and say that it is YBR_FULL_422."""
    frame = streams.frame("photo-rgb-1.jpg")
    mark_lossy(ds, METHOD, streams.ratio(len(ds.PixelData), len(frame)))
    put_frames(ds, [frame])
    ds.PhotometricInterpretation = "YBR_FULL_422"


def native_422(ds: Dataset) -> None:
    """Lay the pixels as Y Y Cb Cr, the colours of the left of two (PS3.3 C.7.6.3.1.2)."""
    put_ybr_full_422(ds, _rgb(ds))


def plane_by_plane(ds: Dataset) -> None:
    """Lay the samples plane by plane."""
    ds.PixelData = _rgb(ds).transpose(2, 0, 1).tobytes()
    ds.PlanarConfiguration = 1


def _rgb(ds: Dataset) -> Array:
    return np.frombuffer(ds.PixelData, np.uint8).reshape(ds.Rows, ds.Columns, 3)


def padded(ds: Dataset) -> None:
    """Let zeros follow the pixels, as buffers of whole blocks leave them."""
    ds.PixelData += bytes(256)
