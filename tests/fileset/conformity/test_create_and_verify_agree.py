"""What is placed under a profile is accepted by verify under it; what is left out has a clause."""

import itertools
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from dicom_fileset import FileSetCreator, Refused, verify
from dicom_fileset.conformity.terms import Terms
from dicom_profiles import Profile, get, load
from file_sets import Place, instance, save
from hypothesis import given, settings
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import (
    CTImageStorage,
    DigitalXRayImageStorageForPresentation,
    GrayscaleSoftcopyPresentationStateStorage,
    MRImageStorage,
    SecondaryCaptureImageStorage,
    UltrasoundImageStorage,
    XRayAngiographicImageStorage,
)
from site_rules import private, written

MISSING = object()
BYTES = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}


def reference() -> Dataset:
    ds = Dataset()
    ds.ReferencedSOPClassUID = XRayAngiographicImageStorage
    ds.ReferencedSOPInstanceUID = "1.2.3.4"
    return ds


def angiogram(number: int = 1, **changed: Any) -> Dataset:
    what = {
        "SOPClassUID": XRayAngiographicImageStorage,
        "Modality": "XA",
        "ImageType": ["ORIGINAL", "PRIMARY", "BIPLANE A"],
        "CalibrationImage": "NO",
        "PixelData": bytes(range(16)),
        **BYTES,
        **changed,
    }
    return instance(Place(number=number), **what)


def placed(
    profile: Profile, datasets: list[Dataset], folder: Path, *, in_place: bool = False
) -> tuple[set[str], Any, Path]:
    """UIDs of what create places, the report, and where."""
    root = folder / ("in" if in_place else "disc")
    for number, ds in enumerate(datasets):
        save(ds, folder / "in" / f"{number}")
    creator = FileSetCreator(root, terms=Terms(profile), in_place=in_place)
    if not in_place:
        creator.add(folder / "in")
    try:
        outcome = creator.commit()
    except Refused as refused:
        return set(), refused, root
    return {one.instance.sop_instance_uid for one in outcome.placed}, outcome, root


@pytest.mark.parametrize("name", ["STD-XABC-CD", "STD-XA1K-CD"])
@pytest.mark.parametrize("sequence", [None, []])
def test_a_plane_without_its_other_is_left_out(
    name: str, sequence: list[Dataset] | None, tmp_path: Path
) -> None:
    whole = angiogram(1, ReferencedImageSequence=[reference()])
    single = angiogram(2, ImageType=["ORIGINAL", "PRIMARY", "SINGLE PLANE"])
    lonely = angiogram(3)
    if sequence is not None:
        lonely.ReferencedImageSequence = sequence
    profile = get(name)
    there, outcome, root = placed(profile, [whole, single, lonely], tmp_path)
    assert there == {whole.SOPInstanceUID, single.SOPInstanceUID}
    (left,) = outcome.skipped
    assert "ReferencedImageSequence" in left.reason
    assert left.clause == f"PS3.11 Table {profile.keys.name}"
    assert verify(root, profile=profile).profile_conforms


def site(tmp_path: Path, *rows: dict[str, Any]) -> Profile:
    """A profile of CT images with other additional keys."""
    rules = private()
    rules["key_table"][0]["rows"] = [{"source": "site 9", **row} for row in rows]
    del rules["profile"][0]["icon"]
    return load(written(rules, tmp_path / "site.toml"))


@pytest.mark.parametrize(
    ("key", "having", "lacking"),
    [
        (
            {"record_types": ["PATIENT"], "keyword": "PatientBirthDate", "type": "1"},
            {"PatientBirthDate": "19700101"},
            {"PatientBirthDate": ""},
        ),
        (
            {"record_types": ["SERIES"], "keyword": "InstitutionName", "type": "1"},
            {"InstitutionName": "Here"},
            {},
        ),
        (
            {"record_types": ["IMAGE"], "keyword": "PixelSpacing", "type": "1"},
            {"PixelSpacing": [1, 1]},
            {},
        ),
        (
            {
                "record_types": ["IMAGE"],
                "keyword": "FrameOfReferenceUID",
                "type": "1C",
                "condition": "when",
                "when": [{"keyword": "ImageType", "values": ["AXIAL"]}],
            },
            {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]},
            {"ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"]},
        ),
    ],
)
def test_what_a_sites_keys_ask_for_and_an_instance_has_not(
    key: dict[str, Any], having: dict[str, Any], lacking: dict[str, Any], tmp_path: Path
) -> None:
    profile = site(tmp_path, key)
    whole, other = instance(Place(1), **having), instance(Place(2), **lacking)
    there, outcome, root = placed(profile, [whole, other], tmp_path)
    assert there == {whole.SOPInstanceUID}
    (left,) = outcome.skipped
    assert key["keyword"] in left.reason
    assert left.clause == "site 9"
    assert verify(root, profile=profile).profile_conforms


@pytest.mark.parametrize("character_set", ["ISO_IR 100", "ISO_IR 192"])
def test_a_record_above_says_what_any_instance_below_has(
    character_set: str, tmp_path: Path
) -> None:
    what = {"PatientName": "Müller^Jürgen", "SpecificCharacterSet": "ISO_IR 100"}
    first = instance(Place(number=1), **what, PatientBirthDate="", InstitutionName="")
    later = {**what, "SpecificCharacterSet": character_set}
    second = instance(Place(number=2), **later, InstitutionName="Städtische Kliniken")
    profile = get("STD-GEN-DVD-JPEG")
    there, _, root = placed(profile, [first, second], tmp_path)
    assert len(there) == 2
    assert verify(root, profile=profile).profile_conforms
    records = dcmread(root / "DICOMDIR").DirectoryRecordSequence
    assert [one.PatientBirthDate for one in records if "PatientName" in one] == ["19610202"]
    assert [str(one.PatientName) for one in records if "PatientName" in one] == ["Müller^Jürgen"]
    series = [one for one in records if one.DirectoryRecordType == "SERIES"]
    assert [one.InstitutionName for one in series] == ["Städtische Kliniken"]


PROFILES = (
    "STD-XABC-CD",
    "STD-XA1K-CD",
    "STD-US-ID-SF-CDR",
    "STD-GEN-CD",
    "STD-CTMR-CD",
    "STD-GEN-DVD-JPEG",
    "STD-GEN-USB-J2K",
    "STD-DEN-CD",
    "STD-GEN-MIME",
)
CLASSES = (
    (XRayAngiographicImageStorage, "XA"),
    (CTImageStorage, "CT"),
    (MRImageStorage, "MR"),
    (SecondaryCaptureImageStorage, "OT"),
    (UltrasoundImageStorage, "US"),
    (DigitalXRayImageStorageForPresentation, "DX"),
    (GrayscaleSoftcopyPresentationStateStorage, "PR"),
)
VALUES: dict[str, tuple[Any, ...]] = {
    "ImageType": (
        MISSING,
        "",
        ["ORIGINAL", "PRIMARY", "BIPLANE B"],
        ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
        "lower case",
    ),
    "ReferencedImageSequence": (MISSING, [], [reference()], [Dataset()]),
    "CalibrationImage": (MISSING, "", "YES", "maybe so"),
    "Modality": ("XA", "CT", "", MISSING),
    "PatientBirthDate": (MISSING, "", "19700101", "1970.01.01", "unknown"),
    "PatientSex": (MISSING, "", "F", "female"),
    "PatientName": ("Müller^Jürgen", "Abel^Ada", ""),
    "InstitutionName": (MISSING, "", "Here", "Städtische Kliniken"),
    "InstitutionAddress": (MISSING, "", "Street 1"),
    "PerformingPhysicianName": (MISSING, "", "Brown^B", "Grün^G"),
    "FrameOfReferenceUID": (MISSING, "", "1.2.3", "not.a.uid"),
    "ImagePositionPatient": (MISSING, [0, 0, 1]),
    "PixelSpacing": (MISSING, [1, 1]),
    "LossyImageCompressionRatio": (MISSING, "", "10"),
    "AcquisitionDateTime": (MISSING, "20240101", "yesterday"),
    "SeriesDescription": (MISSING, "Über alles"),
    "ManufacturerModelName": (MISSING, "", "Model"),
    "DetectorID": (MISSING, "", "7"),
    "DetectorManufacturerName": (MISSING, "Maker"),
    "DetectorManufacturerModelName": (MISSING, "Model"),
    "PhotometricInterpretation": ("MONOCHROME2", "MONOCHROME1"),
    "NumberOfFrames": (MISSING, 1, ""),
}


@st.composite
def datasets(draw: st.DrawFn) -> list[Dataset]:
    """A few instances of one or two patients, with values of any kind."""
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        sop_class, modality = draw(st.sampled_from(CLASSES))
        place = Place(draw(st.integers(1, 2)), number=number)
        ds = instance(place, SOPClassUID=sop_class, Modality=modality)
        # As a real file, a series is of one SOP Class.
        ds.SeriesInstanceUID = f"{place.series_uid}.{len(sop_class)}{sop_class[-3:].strip('.')}"
        ds.SpecificCharacterSet = draw(st.sampled_from(["ISO_IR 100", "ISO_IR 192"]))
        if draw(st.booleans()):
            ds.PixelData = bytes(range(16))
            for keyword, value in BYTES.items():
                setattr(ds, keyword, value)
        for keyword in draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=12)):
            value = draw(st.sampled_from(VALUES[keyword]))
            if value is not MISSING:
                setattr(ds, keyword, value)
            elif keyword in ds:
                delattr(ds, keyword)
        made.append(ds)
    return made


@pytest.mark.filterwarnings("ignore")  # of pydicom, which writes what is not valid all the same
@settings(deadline=None, max_examples=120)
@given(st.sampled_from(PROFILES), datasets(), st.booleans())
def test_whatever_is_placed_is_accepted(name: str, made: list[Dataset], in_place: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        agree(get(name), made, Path(folder), in_place=in_place)


_LEVELS = {
    "PATIENT": ("PatientBirthDate", "PatientSex", "PatientName"),
    "SERIES": ("InstitutionName", "SeriesDescription", "PerformingPhysicianName"),
    "IMAGE": (
        "ImageType",
        "ReferencedImageSequence",
        "FrameOfReferenceUID",
        "CalibrationImage",
        "AcquisitionDateTime",
        "LossyImageCompressionRatio",
    ),
}


@st.composite
def key_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Additional keys of a site, of any Type and condition that can be."""
    pairs = list(
        itertools.chain(*([(level, one) for one in some] for level, some in _LEVELS.items()))
    )
    rows = []
    for level, keyword in sorted(draw(st.sets(st.sampled_from(pairs), min_size=1, max_size=4))):
        row: dict[str, Any] = {"record_types": [level], "keyword": keyword}
        row["type"] = draw(st.sampled_from(["1", "1C", "2"]))
        if row["type"] == "1C":
            own = ["present", "valued", "when"] if level == "IMAGE" else ["below"]
            row["condition"] = draw(st.sampled_from(own))
        if row.get("condition") == "when":
            row["when"] = [{"keyword": "Modality", "values": ["XA", "CT"]}]
        rows.append(row)
    return rows


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None, max_examples=120)
@given(key_rows(), datasets())
def test_whatever_is_placed_is_accepted_with_any_keys(
    keys: list[dict[str, Any]], made: list[Dataset]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = site(Path(folder), *keys)
        agree(profile, made, Path(folder))


def agree(profile: Profile, made: list[Dataset], folder: Path, *, in_place: bool = False) -> None:
    """Each instance is placed, and accepted, or left out with a reason."""
    there, outcome, root = placed(profile, made, folder, in_place=in_place)
    if there:
        report = verify(root, profile=profile)
        # In place, what is left out still lies there, and is told as what no record lists.
        wrong = [one for one in report.findings if one.severity == "error"]
        assert [one for one in wrong if not (in_place and one.code == "file-unlisted")] == []
        assert report.profile_conforms or wrong
        assert len(there) + len(outcome.skipped) == len(made)
    else:
        assert outcome.others or outcome.finding
