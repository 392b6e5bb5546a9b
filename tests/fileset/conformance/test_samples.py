"""The samples of the wheel: each goes into each transfer syntax of its row of Table N.1-1."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import dicom_fileset
import pytest
from dicom_codecs.registry import named
from dicom_fileset import FileSetCreator, FileSetReader, Terms, transcode, verify
from dicom_profiles import get
from dicom_profiles.sets import transfer_syntax_sets
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread, uid

SAMPLES = Path(dicom_fileset.__file__).parent / "conformance" / "samples"
NOTHING = frozenset[str]()
TWELVE_BITS = frozenset({uid.JPEGBaseline8Bit})
COLOUR = frozenset({uid.JPEGExtended12Bit})
RETIRED = {"ExplicitVRBigEndian"}


class Row(NamedTuple):
    """What PS3.2 Table N.1-1 and Table N.1-3 say of the SOP Class of a sample."""

    sop_class: str
    sets: str
    without: frozenset[str] = NOTHING
    """Members that PS3.5 8.2.1 does not let such pixels into; another sample goes there."""
    template: str = ""


ROWS = {
    "computed_radiography": Row(uid.ComputedRadiographyImageStorage, "U LL L"),
    "computed_radiography_12_bit": Row(uid.ComputedRadiographyImageStorage, "U LL L", TWELVE_BITS),
    "digital_x_ray_for_presentation": Row(uid.DigitalXRayImageStorageForPresentation, "U LL L"),
    "digital_x_ray_for_processing": Row(uid.DigitalXRayImageStorageForProcessing, "U LL L"),
    "digital_mammography_for_presentation": Row(
        uid.DigitalMammographyXRayImageStorageForPresentation, "U LL"
    ),
    "vl_photographic": Row(uid.VLPhotographicImageStorage, "U LL L", COLOUR),
    "vl_photographic_grey": Row(uid.VLPhotographicImageStorage, "U LL L"),
    "comprehensive_sr_tid_5200": Row(uid.ComprehensiveSRStorage, "NI", template="5200"),
    "comprehensive_sr_tid_4000": Row(uid.ComprehensiveSRStorage, "NI", template="4000"),
    "mammography_cad_sr_tid_4000": Row(uid.MammographyCADSRStorage, "NI", template="4000"),
}
VIDEOS = {
    "video_photographic_mpeg2_main_level": (uid.MPEG2MPML, "STD-GEN-BD-MPEG2-MPML"),
    "video_photographic_mpeg2_high_level": (uid.MPEG2MPHL, "STD-GEN-BD-MPEG2-MPHL"),
    "video_photographic_h264_level_41": (uid.MPEG4HP41, "STD-GEN-BD-MPEG4-HPLV41"),
    "video_photographic_h264_level_41_bd": (uid.MPEG4HP41BD, "STD-GEN-BD-MPEG4-HPLV41BD"),
    "video_photographic_h264_level_42_2d": (uid.MPEG4HP422D, "STD-GEN-BD-MPEG4-HPLV42-2D"),
}
NAMES = [*ROWS, *VIDEOS]


def members(sets: str) -> set[str]:
    table = transfer_syntax_sets()
    return {one.uid for name in sets.split() for one in table[name].members}


PAIRS = [
    pytest.param(name, transfer_syntax, id=f"{name}-{uid.UID(transfer_syntax).keyword}")
    for name, row in ROWS.items()
    for transfer_syntax in sorted(members(row.sets) - row.without)
]


def sample(name: str) -> Path:
    return SAMPLES / f"{name}.dcm"


def test_these_are_the_samples() -> None:
    assert sorted(path.stem for path in SAMPLES.iterdir()) == sorted(NAMES)
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 170_000


@pytest.mark.parametrize("name", ROWS)
def test_a_sample_is_what_its_name_says(name: str) -> None:
    row, ds = ROWS[name], dcmread(sample(name))
    assert ds.SOPClassUID == row.sop_class
    assert ds.file_meta.TransferSyntaxUID == uid.ExplicitVRLittleEndian
    if row.template:
        assert ds.ContentTemplateSequence[0].TemplateIdentifier == row.template


@pytest.mark.parametrize(("name", "transfer_syntax"), PAIRS)
def test_a_sample_goes_into_each_of_its_transfer_syntaxes(
    name: str, transfer_syntax: str, tmp_path: Path
) -> None:
    report = transcode([sample(name)], tmp_path / "out", transfer_syntax)
    (written,) = report.written
    assert report.skipped == ()
    found = dcmread(written.destination)
    assert found.file_meta.TransferSyntaxUID == transfer_syntax
    assert found.SOPClassUID == ROWS[name].sop_class
    row = named(transfer_syntax)
    assert row is not None
    expected = {"retired-transfer-syntax"} if row.keyword in RETIRED else set()
    assert {one.code for one in report.findings if one.severity != "note"} == expected


@pytest.mark.parametrize("sop_class", sorted({row.sop_class for row in ROWS.values()}))
def test_some_sample_of_a_sop_class_goes_into_each_member_of_its_sets(sop_class: str) -> None:
    rows = [row for row in ROWS.values() if row.sop_class == sop_class]
    reached = set().union(*(members(row.sets) - row.without for row in rows))
    assert reached == set().union(*(members(row.sets) for row in rows))


def test_each_video_transfer_syntax_has_its_sample() -> None:
    assert {transfer_syntax for transfer_syntax, _ in VIDEOS.values()} == members("V")


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_keeps_the_rules_of_its_profile(name: str, tmp_path: Path) -> None:
    transfer_syntax, profile = VIDEOS[name]
    assert dcmread(sample(name)).file_meta.TransferSyntaxUID == transfer_syntax
    with FileSetCreator(tmp_path / "disc", terms=Terms(get(profile))) as creator:
        creator.add(sample(name))
    report = verify(tmp_path / "disc", profile=get(profile))
    assert report.profile_conforms
    assert [one.code for one in report.findings if one.severity != "note"] == []


def test_what_is_no_video_can_be_on_any_general_purpose_medium(tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc", terms=Terms(get("STD-GEN-CD"))) as creator:
        creator.add(*(sample(name) for name in ROWS))
    assert len(list(FileSetReader(tmp_path / "disc"))) == len(ROWS)
    assert verify(tmp_path / "disc", profile=get("STD-GEN-CD")).profile_conforms


@pytest.mark.parametrize("name", NAMES)
def test_dciodvfy_finds_no_error_in_a_sample(name: str, need: Callable[..., None]) -> None:
    need("dciodvfy")
    done = subprocess.run(["dciodvfy", sample(name)], capture_output=True, check=False)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    assert lines
    assert [line for line in lines if line.startswith("Error")] == []


def test_a_file_set_of_the_samples_is_sound(tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(SAMPLES)
    assert len(list(FileSetReader(tmp_path / "disc"))) == len(NAMES)
    report = verify(tmp_path / "disc")
    assert report.conforms
    assert [one.code for one in report.findings if one.severity != "note"] == []


def test_made_again_they_are_the_same(tmp_path: Path) -> None:
    command = [sys.executable, str(SAMPLE_MEDIA / "make.py"), "--output", str(tmp_path)]
    paths = os.pathsep.join(filter(None, sys.path))
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": paths})
    made = {path.name: path.read_bytes() for path in (tmp_path / "samples").iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLES.iterdir()}
