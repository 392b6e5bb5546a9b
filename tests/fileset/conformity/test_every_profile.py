"""For each profile a file-set of the samples that fit: it conforms, and each row of it is met."""

import zipfile
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from checks import check_dciodvfy, check_directory, directory, tree
from dicom_fileset import UsageError, verify
from dicom_fileset.conformity.terms import profile_named
from dicom_profiles import get, profiles
from dicom_profiles.model import Row
from profile_sets import Kind, Made
from pydicom import uid

LIVING = [name for name, one in profiles().items() if one.security == "none"]
SECURE = [name for name, one in profiles().items() if one.security != "none"]
MakeFor = Callable[[str], Made]

UNMET = (
    ("STD-XA1K-DVD", uid.XRayAngiographicImageStorage, uid.JPEGExtended12Bit),
    ("STD-CTMR-*", uid.CTImageStorage, uid.JPEGLosslessSV1),
    ("STD-CTMR-*", uid.SecondaryCaptureImageStorage, uid.JPEGLosslessSV1),
    ("STD-CTMR-*", uid.XRayRadiationDoseSRStorage, uid.ExplicitVRLittleEndian),
    ("STD-DEN-CD", uid.BasicStructuredDisplayStorage, uid.ExplicitVRLittleEndian),
)
"""Rows that no sample is in: profile, SOP Class, transfer syntax. CT and captured screens are
uncompressed among the samples, and so they stay; of the others there are none."""

COLOURS = {
    uid.ExplicitVRLittleEndian: {"MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL_422"},
    uid.RLELossless: {"MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL"},
    uid.JPEGBaseline8Bit: {"YBR_FULL_422"},
}
"""PS3.11 Table C.3-2, by transfer syntax."""


def test_as_many_as_the_standard_has() -> None:
    assert (len(LIVING), len(SECURE)) == (57, 25)


@pytest.mark.parametrize("name", LIVING)
def test_what_is_made_for_a_profile_conforms_to_it(name: str, made_for: MakeFor) -> None:
    root, planned, outcome = made_for(name)
    assert [(one.file_id, one.action) for one in outcome.placed] == [
        (one.file_id, one.action) for one in planned.placed
    ]
    assert outcome.placed
    assert all(one.lossless for one in outcome.placed)
    assert name in outcome.report().conforms_to
    report = verify(root, profile=get(name))
    assert [one for one in report.findings if one.severity == "error"] == []
    assert report.profile_conforms
    check_directory(root)


@pytest.mark.parametrize("name", LIVING)
def test_each_row_of_a_profile_is_met(name: str, made_for: MakeFor) -> None:
    kinds = made_for(name).kinds
    unmet = {
        (row.sop_class_uid, row.transfer_syntax_uid)
        for row in get(name).rows
        if not any(_is_in(row, one) for one in kinds)
    }
    assert unmet == {one[1:] for one in UNMET if fnmatchcase(name, one[0])}


def _is_in(row: Row, kind: Kind) -> bool:
    """Whether a file is in a row: any SOP Class where it names none, of frames where it says so."""
    return (
        row.sop_class_uid in {"", kind.sop_class}
        and row.transfer_syntax_uid in {"", kind.transfer_syntax}
        and (kind.frames or not row.multi_frame_only)
        and all(kind.photometric in one for one in _colours_of(row))
    )


def _colours_of(row: Row) -> Iterable[tuple[int | str, ...]]:
    return (
        one.values
        for one in row.constraints
        if one.keyword == "PhotometricInterpretation" and one.values and not one.when
    )


@pytest.mark.parametrize("medium", ["CDR", "DVD"])
def test_ultrasound_is_there_in_each_colour_of_its_table(medium: str, made_for: MakeFor) -> None:
    kinds = made_for(f"STD-US-ID-MF-{medium}").kinds
    seen = {syntax: {one.photometric for one in kinds if one.transfer_syntax == syntax}
            for syntax in COLOURS}  # fmt: skip
    assert seen == COLOURS


@pytest.mark.parametrize("name", LIVING)
def test_dciodvfy_finds_no_error(name: str, need: Callable[..., None], made_for: MakeFor) -> None:
    need("dciodvfy")
    check_dciodvfy(made_for(name).root)


@pytest.mark.parametrize("name", SECURE)
def test_secure_profiles_are_refused_by_name(name: str) -> None:
    with pytest.raises(UsageError, match=name) as caught:
        profile_named(name)
    assert caught.value.finding.code == "profile-security"
    assert "CMS" in caught.value.finding.message


@pytest.mark.parametrize("name", ["STD-GEN-MIME", "STD-GEN-ZIP-MAIL"])
def test_the_tree_is_all_that_is_packed(name: str, made_for: MakeFor, tmp_path: Path) -> None:
    """PS3.12 Annexes K and V: one DICOMDIR in the root, what it lists, and no other file."""
    root = made_for(name).root
    listed = {entry.text(0x00041500).replace("\\", "/") for _, entry in tree(directory(root))}
    packed = tmp_path / "SET.ZIP"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (one for one in root.rglob("*") if one.is_file()):
            archive.write(path, path.relative_to(root).as_posix())
    with zipfile.ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == sorted({"DICOMDIR", *listed - {""}})
        archive.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked", profile=get(name)).profile_conforms
