"""incoming/ has an instance of everything, and its files agree with each other."""

from collections import defaultdict
from pathlib import Path

import pytest
from pydicom import Dataset, uid

SOP_CLASSES = (
    uid.ComputedRadiographyImageStorage,
    uid.DigitalXRayImageStorageForPresentation,
    uid.DigitalXRayImageStorageForProcessing,
    uid.DigitalMammographyXRayImageStorageForPresentation,
    uid.VLPhotographicImageStorage,
    uid.VideoPhotographicImageStorage,
    uid.ComprehensiveSRStorage,
    uid.MammographyCADSRStorage,
    uid.CTImageStorage,
    uid.MRImageStorage,
    uid.UltrasoundMultiFrameImageStorage,
    uid.EnhancedCTImageStorage,
    uid.RTStructureSetStorage,
    uid.TwelveLeadECGWaveformStorage,
    uid.EncapsulatedPDFStorage,
    uid.GrayscaleSoftcopyPresentationStateStorage,
    uid.KeyObjectSelectionDocumentStorage,
)
CHARACTER_SETS = ("ISO_IR 100", "ISO 2022 IR 87", "ISO_IR 192")
OF_PATIENT = ("PatientName", "PatientBirthDate", "PatientSex")
OF_STUDY = (
    "PatientID",
    "StudyID",
    "StudyDate",
    "StudyTime",
    "StudyDescription",
    "AccessionNumber",
    "ReferringPhysicianName",
)
OF_SERIES = (
    "StudyInstanceUID",
    "Modality",
    "SeriesNumber",
    "SeriesDescription",
    "BodyPartExamined",
    "Laterality",
    "FrameOfReferenceUID",
)
NEVER_EMPTY = (
    "PatientID",
    "PatientName",
    "StudyID",
    "StudyDate",
    "StudyTime",
    "SeriesNumber",
    "InstanceNumber",
)


@pytest.mark.parametrize("sop_class", SOP_CLASSES, ids=lambda item: item.keyword)
def test_each_sop_class_is_there(incoming: list[Dataset], sop_class: uid.UID) -> None:
    assert sop_class in {ds.SOPClassUID for ds in incoming}


@pytest.mark.parametrize("character_set", CHARACTER_SETS)
def test_each_character_set_is_there(incoming: list[Dataset], character_set: str) -> None:
    assert any(character_set in str(ds.get("SpecificCharacterSet")) for ds in incoming)


@pytest.mark.parametrize(
    ("of", "keywords"),
    [
        ("PatientID", OF_PATIENT),
        ("StudyInstanceUID", OF_STUDY),
        ("SeriesInstanceUID", OF_SERIES),
    ],
)
def test_what_belongs_together_agrees(
    incoming: list[Dataset], of: str, keywords: tuple[str, ...]
) -> None:
    seen = defaultdict(set)
    for ds in incoming:
        seen[ds[of].value].add(tuple(str(ds.get(keyword)) for keyword in keywords))
    assert [values for values in seen.values() if len(values) > 1] == []


def test_no_sop_instance_uid_comes_twice(incoming: list[Dataset]) -> None:
    assert len({ds.SOPInstanceUID for ds in incoming}) == len(incoming)


@pytest.mark.parametrize("keyword", NEVER_EMPTY)
def test_keys_have_values(incoming: list[Dataset], keyword: str) -> None:
    assert [ds.filename for ds in incoming if not str(ds.get(keyword, ""))] == []


def test_file_meta_is_complete(incoming: list[Dataset], incoming_paths: list[Path]) -> None:
    for path in incoming_paths:
        assert path.read_bytes()[:132] == bytes(128) + b"DICM"
    for ds in incoming:
        assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
        assert ds.file_meta.ImplementationClassUID
