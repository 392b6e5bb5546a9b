"""A Grayscale Softcopy Presentation State (PS3.3 A.33.1)."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import GrayscaleSoftcopyPresentationStateStorage

from making.examination import Series, instance, reference


def softcopy(series: Series, number: int, image: Dataset) -> Dataset:
    """Return a state that windows ``image``, shows all of it and draws an arrow-like line."""
    ds = instance(series, GrayscaleSoftcopyPresentationStateStorage, number)
    ds.BodyPartExamined = image.BodyPartExamined
    ds.ContentLabel = "WINDOWED"
    ds.ContentDescription = "Lung window with a mark"
    ds.ContentCreatorName = "Reader^Rosa"
    ds.PresentationCreationDate, ds.PresentationCreationTime = ds.StudyDate, ds.StudyTime
    ds.ReferencedSeriesSequence = Sequence([_series_of(image)])
    ds.DisplayedAreaSelectionSequence = Sequence([_whole(image)])
    ds.GraphicLayerSequence = Sequence([_layer()])
    ds.GraphicAnnotationSequence = Sequence([_mark(image)])
    window = Dataset()
    window.ReferencedImageSequence = Sequence([reference(image)])
    window.WindowCenter, window.WindowWidth = "1800", "3000"
    ds.SoftcopyVOILUTSequence = Sequence([window])
    ds.PresentationLUTShape = "IDENTITY"
    return ds


def _series_of(image: Dataset) -> Dataset:
    item = Dataset()
    item.SeriesInstanceUID = image.SeriesInstanceUID
    item.ReferencedImageSequence = Sequence([reference(image)])
    return item


def _whole(image: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedImageSequence = Sequence([reference(image)])
    item.DisplayedAreaTopLeftHandCorner = [1, 1]
    item.DisplayedAreaBottomRightHandCorner = [image.Columns, image.Rows]
    item.PresentationSizeMode = "SCALE TO FIT"
    item.PresentationPixelAspectRatio = [1, 1]
    return item


def _layer() -> Dataset:
    item = Dataset()
    item.GraphicLayer = "MARKS"
    item.GraphicLayerOrder = 1
    return item


def _mark(image: Dataset) -> Dataset:
    line = Dataset()
    line.GraphicAnnotationUnits = "PIXEL"
    line.GraphicDimensions = 2
    line.NumberOfGraphicPoints = 2
    line.GraphicData = [40.0, 40.0, 80.0, 90.0]
    line.GraphicType = "POLYLINE"
    line.GraphicFilled = "N"
    item = Dataset()
    item.ReferencedImageSequence = Sequence([reference(image)])
    item.GraphicLayer = "MARKS"
    item.GraphicObjectSequence = Sequence([line])
    return item
