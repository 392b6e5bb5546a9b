"""An RT Structure Set drawn on a CT series (PS3.3 A.19)."""

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import RTStructureSetStorage

from making.examination import Series, instance, reference

# Detached Study Management, the retired class PS3.3 C.8.8.5.4 still asks for
DETACHED_STUDY = "1.2.840.10008.3.1.2.3.1"
REGIONS = (("BODY", "EXTERNAL", 130), ("HEART", "ORGAN", 30))


def structure_set(series: Series, number: int, slices: list[Dataset]) -> Dataset:
    """Return square contours of body and heart on every slice."""
    ds = instance(series, RTStructureSetStorage, number)
    ds.OperatorsName = "Planner^Paula"
    ds.StructureSetLabel = "THORAX"
    ds.StructureSetDate, ds.StructureSetTime = ds.StudyDate, ds.StudyTime
    ds.FrameOfReferenceUID = slices[0].FrameOfReferenceUID
    ds.PositionReferenceIndicator = None
    ds.ReferencedFrameOfReferenceSequence = Sequence([_frame_of_reference(slices)])
    frame = slices[0].FrameOfReferenceUID
    numbered = list(enumerate(REGIONS, start=1))
    ds.StructureSetROISequence = Sequence([_region(n, name, frame) for n, (name, _, _) in numbered])
    ds.ROIContourSequence = Sequence([_contours(n, half, slices) for n, (_, _, half) in numbered])
    ds.RTROIObservationsSequence = Sequence([_observation(n, kind) for n, (_, kind, _) in numbered])
    ds.ApprovalStatus = "UNAPPROVED"
    return ds


def _frame_of_reference(slices: list[Dataset]) -> Dataset:
    series = Dataset()
    series.SeriesInstanceUID = slices[0].SeriesInstanceUID
    series.ContourImageSequence = Sequence([reference(image) for image in slices])
    study = Dataset()
    study.ReferencedSOPClassUID = DETACHED_STUDY
    study.ReferencedSOPInstanceUID = slices[0].StudyInstanceUID
    study.RTReferencedSeriesSequence = Sequence([series])
    item = Dataset()
    item.FrameOfReferenceUID = slices[0].FrameOfReferenceUID
    item.RTReferencedStudySequence = Sequence([study])
    return item


def _region(number: int, name: str, frame: str) -> Dataset:
    item = Dataset()
    item.ROINumber = number
    item.ReferencedFrameOfReferenceUID = frame
    item.ROIName = name
    item.ROIGenerationAlgorithm = "MANUAL"
    return item


def _contours(number: int, half: int, slices: list[Dataset]) -> Dataset:
    item = Dataset()
    item.ROIDisplayColor = [255, 128, 0]
    item.ContourSequence = Sequence([_square(half, image) for image in slices])
    item.ReferencedROINumber = number
    return item


def _square(half: int, image: Dataset) -> Dataset:
    z = str(image.ImagePositionPatient[2])
    corners = ((-half, -half), (half, -half), (half, half), (-half, half))
    item = Dataset()
    item.ContourImageSequence = Sequence([reference(image)])
    item.ContourGeometricType = "CLOSED_PLANAR"
    item.NumberOfContourPoints = len(corners)
    item.ContourData = [value for x, y in corners for value in (str(x), str(y), z)]
    return item


def _observation(number: int, kind: str) -> Dataset:
    item = Dataset()
    item.ObservationNumber = number
    item.ReferencedROINumber = number
    item.RTROIInterpretedType = kind
    item.ROIInterpreter = None
    return item
