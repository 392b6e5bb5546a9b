"""The profile that a file-set was made for is found again, whoever made it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, write_dicomdir
from dicom_fileset.conformity.found import Told, evidence, found_profile, ranked
from dicom_fileset.conformity.naming import open_profiles
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.conformity.told import overview_of
from dicom_fileset.model import FileSet
from dicom_fileset.opening import open_file_set
from dicom_fileset.records.keys import KEYS
from dicom_profiles import Profile, get
from file_sets import by_dcmmkdir, by_pydicom, instance, save
from foreign_files import PYDICOM, SAMPLE_MEDIA
from hypothesis import given
from hypothesis import strategies as st
from pydicom.uid import UID, XRayAngiographicImageStorage

CT = sorted((SAMPLE_MEDIA / "incoming/radiology/ct thorax mueller").glob("axial*.dcm"))
J2K = "1.2.840.10008.1.2.4.90"
PROFILES = list(open_profiles().values())


def found(root: Path) -> str:
    opened = open_file_set(root)
    profile, why, as_likely = found_profile(opened.root, overview_of(opened.file_set.records))
    assert why
    assert as_likely[:1] == ((profile,) if profile else ())
    return profile.name if profile else ""


def syntaxes(profile: Profile) -> set[str]:
    return {row.transfer_syntax_uid for row in profile.rows if not row.sop_class_uid}


def angiogram(path: Path, bits: int) -> Path:
    """An X-ray angiogram of two or four kilobytes."""
    ds = instance(
        SOPClassUID=XRayAngiographicImageStorage,
        Modality="XA",
        ImageType=["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
        Rows=32,
        Columns=32,
        PixelData=(bytes(range(256)) if bits == 8 else b"\x5a\x01" * 256) * 4,
        BitsAllocated=8 if bits == 8 else 16,
        BitsStored=bits,
        HighBit=bits - 1,
    )
    return save(ds, path)


@pytest.mark.parametrize("name", ["STD-GEN-CD", "STD-XABC-CD", "STD-XA1K-DVD"])
def test_what_we_made(name: str, tmp_path: Path) -> None:
    source = (
        CT[0]
        if name == "STD-GEN-CD"
        else angiogram(tmp_path / "xa.dcm", 8 if name == "STD-XABC-CD" else 10)
    )
    creator = FileSetCreator(tmp_path / "disc", terms=Terms(get(name)))
    creator.add(source)
    assert creator.commit().placed
    # One without lossy images is the same for either medium: the first of the annex is named.
    assert found(tmp_path / "disc") == name.replace("XA1K-DVD", "XA1K-CD")


def test_compressed_ones(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-USB-J2K"), prefer=J2K)
    creator = FileSetCreator(tmp_path / "disc", terms=terms)
    creator.add(*CT)
    creator.commit()
    kept = get(found(tmp_path / "disc"))
    assert syntaxes(kept) == syntaxes(get("STD-GEN-USB-J2K"))


def test_what_others_made(need: Callable[..., None], tmp_path: Path) -> None:
    need("dcmmkdir")
    assert found(by_dcmmkdir(tmp_path / "dcmtk")) == "STD-GEN-CD"
    # pydicom leaves away Image Type, which every profile for CT asks for (PS3.11 Table D.3-2).
    assert not found(by_pydicom(tmp_path / "pydicom"))


def test_none_when_it_conforms_to_none(tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(SAMPLE_MEDIA / "incoming")
    creator.commit()
    assert not found(tmp_path / "disc")


def test_none_when_nothing_is_there(tmp_path: Path) -> None:
    (tmp_path / "DICOMDIR").write_bytes(write_dicomdir(FileSet("1.2.3", "", ())))
    assert not found(tmp_path)


@pytest.mark.parametrize("name", ["dicomdirtests", "DICOMDIR-empty"])
def test_foreign_sets_have_an_answer(name: str) -> None:
    for path in PYDICOM.rglob("DICOMDIR*"):
        if path.is_file() and name in str(path):
            assert found(path) in {"", *open_profiles()}


def test_by_dcmmkdir_with_compression(need: Callable[..., None], tmp_path: Path) -> None:
    need("dcmcjpeg", "dcmmkdir")
    subprocess.run(["dcmcjpeg", "+e1", CT[0], tmp_path / "IM1"], check=True, capture_output=True)
    subprocess.run(["dcmmkdir", "-Pfl", "IM1"], cwd=tmp_path, check=True, capture_output=True)
    kept = get(found(tmp_path))
    assert syntaxes(kept) == syntaxes(get("STD-GEN-USB-JPEG"))


IMAGE = Told("IMAGE", (), (), frozenset({KEYS["CalibrationImage"][0]}), frozenset())


@given(st.permutations(PROFILES))
def test_rank(profiles: list[Profile]) -> None:
    order = ranked(profiles, ())
    assert sorted(order, key=profiles.index) == profiles
    any_class = [any(not row.sop_class_uid for row in one.rows) for one in order]
    assert any_class == sorted(any_class, reverse=True)
    assert order[0].keys.name == "D.3-2" or not any_class[0] or len(order[0].rows) == 1


def test_evidence_comes_first() -> None:
    assert evidence(get("STD-XABC-CD"), [IMAGE]) == {"CalibrationImage"}
    order = ranked(PROFILES, [IMAGE])
    assert {one.keys.name for one in order[:3]} == {"A.3-2", "B.3-2"}


def test_a_lie_is_no_evidence(tmp_path: Path) -> None:
    baseline = SAMPLE_MEDIA / "incoming/archive/photo jpeg baseline.dcm"
    data = baseline.read_bytes()
    (tmp_path / "IM1").write_bytes(
        data.replace(b"1.2.840.10008.1.2.4.50", UID("1.2.840.10008.1.2.4.70").encode())
    )
    FileSetCreator(tmp_path, in_place=True).commit()
    opened = open_file_set(tmp_path)
    assert found_profile(opened.root, overview_of(opened.file_set.records)).profile is None
