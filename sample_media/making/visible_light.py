"""Photographs and video clips (PS3.3 A.32.4, A.32.7)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import VideoPhotographicImageStorage, VLPhotographicImageStorage

from making.codes import coded
from making.examination import Series, date_acquisition, instance
from making.phantoms import skin
from making.pixels import describe_colour, mark_lossy, put_colour, put_frames, put_grey, ybr_full
from making.streams import Video

ROWS, COLUMNS = 160, 192


def photograph(series: Series, number: int, size: tuple[int, int] = (ROWS, COLUMNS)) -> Dataset:
    """Return a colour photograph of the skin, of ``size`` rows and columns (PS3.3 C.8.12.1)."""
    ds = instance(series, VLPhotographicImageStorage, number)
    _describe_picture(ds)
    ds.LossyImageCompression = "00"
    put_colour(ds, skin(*size))
    return ds


def grey_photograph(series: Series, number: int, size: tuple[int, int]) -> Dataset:
    """Return the luma of such a photograph; MONOCHROME2 is allowed, too (PS3.3 C.8.12.1.1.1)."""
    ds = photograph(series, number, size)
    del ds.PlanarConfiguration
    luma, _, _ = ybr_full(skin(*size).astype(np.int32))
    put_grey(ds, luma.astype(np.uint8), 8)
    return ds


def video(series: Series, number: int, stream: Video) -> Dataset:
    """Wrap a video stream: one fragment, empty Basic Offset Table (PS3.5 8.2.5-8.2.8)."""
    ds = instance(series, VideoPhotographicImageStorage, number)
    _describe_picture(ds)
    describe_colour(ds, stream.rows, stream.columns, "YBR_PARTIAL_420")
    if stream.pixel_aspect != (1, 1):
        ds.PixelAspectRatio = list(stream.pixel_aspect)
    ds.NumberOfFrames = stream.frames
    ds.FrameIncrementPointer = Tag("FrameTime")
    ds.FrameTime = stream.frame_time
    ds.CineRate = ds.RecommendedDisplayFrameRate = stream.frame_rate
    if stream.stereo:
        ds.StereoPairsPresent = "YES"
    if stream.comment:
        ds.ImageComments = stream.comment
    mark_lossy(ds, stream.method, stream.ratio)
    put_frames(ds, [stream.content], offset_table=False)
    return ds


def _describe_picture(ds: Dataset) -> None:
    date_acquisition(ds)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    ds.BodyPartExamined = "ARM"
    ds.Laterality = "L"
    ds.PatientOrientation = None
    ds.BurnedInAnnotation = "NO"
    ds.AcquisitionContextSequence = Sequence()
    ds.AnatomicRegionSequence = coded("14975008", "SCT", "Forearm")
