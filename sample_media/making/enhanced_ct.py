"""Enhanced CT: a volume in one multi-frame instance (PS3.3 A.38, C.7.6.16, C.8.15)."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import EnhancedCTImageStorage

from making.codes import coded
from making.cross_section import SPACING, THICKNESS
from making.examination import Series, date_content, instance
from making.identity import uid
from making.phantoms import thorax
from making.pixels import put_grey

SIZE = 96
FRAMES = 4
FRAME_TYPE = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]


def volume(series: Series, number: int) -> Dataset:
    """Return a thorax of four frames."""
    ds = instance(series, EnhancedCTImageStorage, number)
    date_content(ds)
    ds.AcquisitionDateTime = ds.StudyDate + ds.StudyTime
    ds.AcquisitionDuration = 1000.0
    ds.AcquisitionNumber = 1
    ds.ImageType = FRAME_TYPE
    _describe_frame_values(ds)
    ds.ContentQualification = "RESEARCH"
    ds.PatientPosition = "HFS"
    ds.FrameOfReferenceUID = uid(f"frame of reference {series.study.uid}")
    ds.PositionReferenceIndicator = None
    ds.BurnedInAnnotation = "NO"
    ds.LossyImageCompression = "00"
    ds.PresentationLUTShape = "IDENTITY"
    ds.AcquisitionContextSequence = Sequence()
    frames = np.stack([thorax(SIZE, level) + 1024 for level in range(1, FRAMES + 1)])
    put_grey(ds, frames.astype(np.uint16), 12)
    ds.NumberOfFrames = FRAMES
    _organise_dimensions(ds, series)
    ds.SharedFunctionalGroupsSequence = Sequence([_shared_groups(series, number)])
    ds.PerFrameFunctionalGroupsSequence = Sequence(
        [_frame_groups(ds, index) for index in range(1, FRAMES + 1)]
    )
    return ds


def _describe_frame_values(item: Dataset) -> None:
    item.PixelPresentation = "MONOCHROME"
    item.VolumetricProperties = "VOLUME"
    item.VolumeBasedCalculationTechnique = "NONE"


def _organise_dimensions(ds: Dataset, series: Series) -> None:
    """Order the frames by their position in the stack (PS3.3 C.7.6.17)."""
    organisation = Dataset()
    organisation.DimensionOrganizationUID = uid(f"dimensions {series.name}")
    ds.DimensionOrganizationSequence = Sequence([organisation])
    index = Dataset()
    index.DimensionOrganizationUID = organisation.DimensionOrganizationUID
    index.DimensionIndexPointer = Tag("InStackPositionNumber")
    index.FunctionalGroupPointer = Tag("FrameContentSequence")
    ds.DimensionIndexSequence = Sequence([index])


def _one(**attributes: object) -> Sequence:
    """Return a sequence of one item with these attributes."""
    item = Dataset()
    for keyword, value in attributes.items():
        setattr(item, keyword, value)
    return Sequence([item])


def _shared_groups(series: Series, number: int) -> Dataset:
    item = Dataset()
    item.PixelMeasuresSequence = _one(
        PixelSpacing=[SPACING, SPACING], SliceThickness=str(THICKNESS)
    )
    item.PlaneOrientationSequence = _one(ImageOrientationPatient=["1", "0", "0", "0", "1", "0"])
    item.FrameAnatomySequence = _one(
        FrameLaterality="U", AnatomicRegionSequence=coded("51185008", "SCT", "Chest")
    )
    item.FrameVOILUTSequence = _one(WindowCenter="40", WindowWidth="400")
    item.PixelValueTransformationSequence = _one(
        RescaleIntercept="-1024", RescaleSlope="1", RescaleType="HU"
    )
    item.IrradiationEventIdentificationSequence = _one(
        IrradiationEventUID=uid(f"irradiation {series.name} {number}")
    )
    _add_frame_type(item)
    _add_acquisition(item)
    _add_beam(item)
    return item


def _add_frame_type(item: Dataset) -> None:
    frame_type = Dataset()
    frame_type.FrameType = FRAME_TYPE
    _describe_frame_values(frame_type)
    item.CTImageFrameTypeSequence = Sequence([frame_type])


def _add_acquisition(item: Dataset) -> None:
    """Add how the volume was acquired and reconstructed (PS3.3 C.8.15.3.2-7)."""
    item.CTAcquisitionTypeSequence = _one(
        AcquisitionType="SEQUENCED", ConstantVolumeFlag="NO", FluoroscopyFlag="NO"
    )
    item.CTAcquisitionDetailsSequence = _one(
        RotationDirection="CW",
        RevolutionTime=0.5,
        SingleCollimationWidth=5.0,
        TotalCollimationWidth=20.0,
        TableHeight="100",
        GantryDetectorTilt="0",
        DataCollectionDiameter="500",
    )
    item.CTTableDynamicsSequence = _one(
        TableSpeed=10.0, TableFeedPerRotation=5.0, SpiralPitchFactor=0.25
    )
    item.CTPositionSequence = _one(
        TablePosition=0.0,
        DataCollectionCenterPatient=[0.0, 0.0, 0.0],
        ReconstructionTargetCenterPatient=[0.0, 0.0, 0.0],
    )
    item.CTGeometrySequence = _one(
        DistanceSourceToDetector="1000", DistanceSourceToDataCollectionCenter=570.0
    )
    item.CTReconstructionSequence = _one(
        ReconstructionAlgorithm="FILTER_BACK_PROJ",
        ConvolutionKernel="STANDARD",
        ConvolutionKernelGroup="SOFT_TISSUE",
        ReconstructionDiameter="240",
        ReconstructionPixelSpacing=[float(SPACING), float(SPACING)],
        ReconstructionAngle=360.0,
        ImageFilter="NONE",
    )


def _add_beam(item: Dataset) -> None:
    """Add exposure and X-ray beam (PS3.3 C.8.15.3.8-9)."""
    item.CTExposureSequence = _one(
        ExposureTimeInms=500.0,
        XRayTubeCurrentInmA=100.0,
        ExposureInmAs=50.0,
        ExposureModulationType="NONE",
        CTDIvol=5.0,
        CTDIPhantomTypeCodeSequence=coded("113691", "DCM", "IEC Body Dosimetry Phantom"),
    )
    item.CTXRayDetailsSequence = _one(
        KVP="120",
        FocalSpots=[1.0],
        FilterType="FLAT",
        FilterMaterial="ALUMINUM",
    )


def _frame_groups(ds: Dataset, index: int) -> Dataset:
    corner = -float(SPACING) * SIZE / 2
    position = [f"{corner:.1f}", f"{corner:.1f}", str((index - 1) * THICKNESS)]
    item = Dataset()
    item.FrameContentSequence = _one(
        FrameAcquisitionNumber=1,
        FrameReferenceDateTime=ds.AcquisitionDateTime,
        FrameAcquisitionDateTime=ds.AcquisitionDateTime,
        FrameAcquisitionDuration=500.0,
        StackID="1",
        InStackPositionNumber=index,
        DimensionIndexValues=[index],
    )
    item.PlanePositionSequence = _one(ImagePositionPatient=position)
    return item
