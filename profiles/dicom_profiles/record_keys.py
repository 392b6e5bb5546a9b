"""Directory record types and the keys that may stand in them: what a key table may name.

PS3.3 F.5 has the keys, PS3.11 Tables A.3-2 to I.3-2 those that are additional; Icon Image Sequence
(0088,0200) stands where PS3.3 F.7 allows icons.
"""

from types import MappingProxyType
from typing import Final

_ROWS: Final = {
    "PATIENT": "PatientName PatientID PatientBirthDate PatientSex",
    "STUDY": ("StudyDate StudyTime StudyDescription StudyInstanceUID StudyID AccessionNumber"),
    "SERIES": (
        "Modality SeriesInstanceUID SeriesNumber SeriesDescription InstitutionName "
        "InstitutionAddress PerformingPhysicianName IconImageSequence"
    ),
    "IMAGE": (
        "InstanceNumber ImageType CalibrationImage LossyImageCompressionRatio Rows Columns "
        "NumberOfFrames ReferencedImageSequence FrameOfReferenceUID "
        "SynchronizationFrameOfReferenceUID AcquisitionTimeSynchronized AcquisitionDateTime "
        "ImagePositionPatient ImageOrientationPatient PixelSpacing IconImageSequence"
    ),
    "RT DOSE": "InstanceNumber DoseSummationType DoseComment IconImageSequence",
    "RT STRUCTURE SET": ("InstanceNumber StructureSetLabel StructureSetDate StructureSetTime"),
    "RT PLAN": "InstanceNumber RTPlanLabel RTPlanDate RTPlanTime",
    "RT TREAT RECORD": "InstanceNumber TreatmentDate TreatmentTime",
    "PRESENTATION": (
        "PresentationCreationDate PresentationCreationTime InstanceNumber ContentLabel "
        "ContentDescription ContentCreatorName ReferencedSeriesSequence BlendingSequence"
    ),
    "WAVEFORM": "InstanceNumber ContentDate ContentTime",
    "SR DOCUMENT": (
        "InstanceNumber CompletionFlag VerificationFlag ContentDate ContentTime "
        "VerificationDateTime ConceptNameCodeSequence ContentSequence"
    ),
    "KEY OBJECT DOC": (
        "InstanceNumber ContentDate ContentTime ConceptNameCodeSequence ContentSequence"
    ),
    "SPECTROSCOPY": (
        "ImageType ContentDate ContentTime InstanceNumber ReferencedImageEvidenceSequence "
        "NumberOfFrames Rows Columns DataPointRows DataPointColumns ReferencedImageSequence "
        "FrameOfReferenceUID SynchronizationFrameOfReferenceUID AcquisitionTimeSynchronized "
        "AcquisitionDateTime ImagePositionPatient ImageOrientationPatient PixelSpacing "
        "IconImageSequence"
    ),
    "RAW DATA": "ContentDate ContentTime InstanceNumber IconImageSequence",
    "REGISTRATION": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "FIDUCIAL": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "HANGING PROTOCOL": (
        "HangingProtocolName HangingProtocolDescription HangingProtocolLevel "
        "HangingProtocolCreator HangingProtocolCreationDateTime "
        "HangingProtocolDefinitionSequence NumberOfPriorsReferenced "
        "HangingProtocolUserIdentificationCodeSequence"
    ),
    "ENCAP DOC": (
        "ContentDate ContentTime InstanceNumber DocumentTitle HL7InstanceIdentifier "
        "ConceptNameCodeSequence MIMETypeOfEncapsulatedDocument"
    ),
    "VALUE MAP": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "STEREOMETRIC": "",
    "PALETTE": "ContentLabel ContentDescription",
    "IMPLANT": "Manufacturer ImplantName ImplantSize ImplantPartNumber",
    "IMPLANT ASSY": "ImplantAssemblyTemplateName Manufacturer ProcedureTypeCodeSequence",
    "IMPLANT GROUP": (
        "ImplantTemplateGroupName ImplantTemplateGroupDescription ImplantTemplateGroupIssuer"
    ),
    "PLAN": "",
    "MEASUREMENT": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "SURFACE": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "SURFACE SCAN": "ContentDate ContentTime",
    "TRACT": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "ASSESSMENT": "InstanceNumber InstanceCreationDate InstanceCreationTime",
    "RADIOTHERAPY": (
        "InstanceNumber UserContentLabel UserContentLongLabel ContentDescription ContentCreatorName"
    ),
    "ANNOTATION": (
        "ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"
    ),
    "INVENTORY": (
        "ContentDate ContentTime InventoryPurpose InventoryLevel ScopeOfInventorySequence "
        "InventoryCompletionStatus TotalNumberOfStudyRecords"
    ),
    "WF PRESENTATION": (
        "PresentationCreationDate PresentationCreationTime InstanceNumber ContentLabel "
        "ContentDescription ContentCreatorName ReferencedSeriesSequence"
    ),
    "PRIVATE": "PrivateRecordUID",
}

RECORD_KEYS: Final = MappingProxyType(
    {name: frozenset(keywords.split()) for name, keywords in _ROWS.items()}
)
"""Directory Record Type (0004,1430) to keywords."""

GROUPING: Final = frozenset({"PATIENT", "STUDY", "SERIES"})
"""Records that stand for all instances below them, and refer to none."""
