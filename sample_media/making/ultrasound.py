"""Multi-frame ultrasound (PS3.3 A.7, C.8.5.6)."""

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import UltrasoundMultiFrameImageStorage

from making.examination import Series, date_acquisition, instance
from making.phantoms import heart
from making.pixels import put_colour, put_grey

FRAMES = 4


def heart_beat(size: int = 96) -> NDArray[np.uint8]:
    """Return the frames of a short axis view, ``(frames, size, size)``."""
    frames = [heart(size, phase) for phase in range(FRAMES)]
    return np.stack(frames).clip(0, 255).astype(np.uint8)


def heart_beat_in_colour(size: int = 96) -> NDArray[np.uint8]:
    """Return the same with a red flow in the cavity, ``(frames, size, size, 3)``."""
    grey = heart_beat(size)
    colour = np.stack([grey, grey, grey], axis=-1)
    cavity = slice(size // 2, size * 3 // 4), slice(size * 7 // 16, size * 9 // 16)
    for phase in range(FRAMES):
        colour[phase][cavity] = (200 - 20 * phase, 30, 30)
    return colour


def clip(series: Series, number: int, in_colour: bool) -> Dataset:
    """Return a multi-frame clip of a beating heart."""
    ds = instance(series, UltrasoundMultiFrameImageStorage, number)
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "TTE", "0011" if in_colour else "0001"]
    ds.BodyPartExamined = "HEART"
    ds.UltrasoundColorDataPresent = int(in_colour)
    ds.LossyImageCompression = "00"
    ds.PatientOrientation = None
    ds.NumberOfFrames = FRAMES
    ds.FrameIncrementPointer = Tag("FrameTime")
    ds.FrameTime = "40"
    if in_colour:
        put_colour(ds, heart_beat_in_colour())
    else:
        put_grey(ds, heart_beat(), 8)
    return ds
