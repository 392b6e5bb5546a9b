"""A file-set held against a profile: foreign ones that fit, and each single deviation."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dicom_fileset import (
    DamagedFileSet,
    FileSetCreator,
    UsageError,
    read_dicomdir,
    verify,
    write_dicomdir,
)
from dicom_fileset.conformity.naming import open_profiles
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.elements import element, item
from dicom_fileset.model import Finding
from dicom_fileset.report import VerifyReport
from dicom_fileset.scan.walk import elements_of
from dicom_profiles import get, profiles
from file_sets import FEW, by_dcmmkdir, by_gdcmgendir, by_pydicom, instance, save
from foreign_files import CORPUS, PYDICOM, SAMPLE_MEDIA
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import (
    DigitalIntraOralXRayImageStorageForPresentation,
    UltrasoundImageStorage,
    XRayAngiographicImageStorage,
)

INCOMING = SAMPLE_MEDIA / "incoming"
CT = sorted((INCOMING / "radiology/ct thorax mueller").glob("axial*.dcm"))
Need = Callable[..., None]


def small(side: int = 32, bits: int = 8, **changed: Any) -> Dataset:
    """An image of so many rows and columns, of 8 bits or up to 16."""
    cell = b"\x5a" if bits == 8 else b"\x5a\x01"
    depth = {"BitsAllocated": 8 * len(cell), "BitsStored": bits, "HighBit": bits - 1}
    pixels = {"Rows": side, "Columns": side, "PixelData": cell * side * side}
    return instance(**depth, **pixels, **changed)


def angiogram(side: int = 32, bits: int = 8, **changed: Any) -> Dataset:
    return small(
        side,
        bits,
        **{
            "SOPClassUID": XRayAngiographicImageStorage,
            "Modality": "XA",
            "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
            **changed,
        },
    )


def intra_oral() -> Dataset:
    return small(
        SOPClassUID=DigitalIntraOralXRayImageStorageForPresentation,
        Modality="IO",
        PresentationIntentType="FOR PRESENTATION",
        InstitutionName="Praxis",
        ManufacturerModelName="",
        DetectorID="1",
        DetectorManufacturerName="",
        DetectorManufacturerModelName="",
    )


def magnetic() -> Dataset:
    mr = "1.2.840.10008.5.1.4.1.1.4"
    return small(bits=12, SOPClassUID=mr, Modality="MR", ImagePositionPatient=[1, 2, 3])


def ultrasound() -> Dataset:
    return small(SOPClassUID=UltrasoundImageStorage, Modality="US")


# -- foreign file-sets -------------------------------------------------------------------------

BY_DCMTK = [
    ("-Pgp", "STD-GEN-CD", instance, ""),
    ("-Pgp", "STD-GEN-BD", magnetic, ""),
    ("-Pdv", "STD-GEN-DVD-JPEG", instance, "dcmcjpeg"),
    ("-Pbd", "STD-GEN-BD-JPEG", magnetic, "dcmcjpeg"),
    ("-Pfl", "STD-GEN-USB-JPEG", small, "dcmcjpeg"),
    ("-Pcm", "STD-CTMR-CD", magnetic, ""),
    ("-Pcm", "STD-CTMR-DVD", instance, "dcmcjpeg"),
    ("-Pbc", "STD-XABC-CD", angiogram, "dcmcjpeg"),
    ("-Pxa", "STD-XA1K-CD", angiogram, "dcmcjpeg"),
    ("-Pxd", "STD-XA1K-DVD", lambda: angiogram(bits=10), "dcmcjpeg"),
    ("-Pde", "STD-DEN-CD", intra_oral, ""),
    ("-Pus", "STD-US-ID-SF-CDR", ultrasound, ""),
    ("-Pus", "STD-US-ID-SF-DVD", ultrasound, "dcmcrle"),
    ("-Pum", "STD-US-ID-MF-CDR", ultrasound, ""),
]


def made_by_dcmtk(root: Path, option: str, ds: Dataset, encoder: str) -> Path:
    save(ds, root / "IM1")
    if encoder:
        command = [encoder, *(["+e1"] if encoder == "dcmcjpeg" else []), "IM1", "IM1"]
        subprocess.run(command, cwd=root, check=True, capture_output=True)
    subprocess.run(["dcmmkdir", option, "IM1"], cwd=root, check=True, capture_output=True)
    return root


def errors(report: VerifyReport) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in report.findings if one.severity == "error"]


@pytest.mark.parametrize(("option", "name", "make", "encoder"), BY_DCMTK)
def test_what_dcmmkdir_makes_for_a_profile(
    option: str, name: str, make: Callable[[], Dataset], encoder: str, need: Need, tmp_path: Path
) -> None:
    need("dcmmkdir", *([encoder] if encoder else []))
    report = verify(made_by_dcmtk(tmp_path, option, make(), encoder), profile=get(name))
    assert errors(report) == []
    assert report.profile_conforms
    assert report.statement == f"this file-set conforms to {name}"


FOREIGN = {"dcmmkdir": by_dcmmkdir, "gdcmgendir": by_gdcmgendir, "pydicom": by_pydicom}


@pytest.mark.parametrize("tool", FOREIGN)
def test_a_foreign_directory_that_lacks_keys(tool: str, need: Need, tmp_path: Path) -> None:
    need(*({tool} & {"dcmmkdir", "gdcmgendir"}))
    root = FOREIGN[tool](tmp_path)
    plain, table = (verify(root, profile=get(one)) for one in ("STD-GEN-CD", "STD-GEN-USB-JPEG"))
    lacking = [one for one in table.findings if one.code == "profile-key"]
    # pydicom leaves away Image Type, GDCM writes keys of other profiles, too.
    assert plain.profile_conforms is (tool != "pydicom")
    if tool == "dcmmkdir":
        tags = [one.where.tag for one in lacking]
        assert tags.count("(0028,0010)") == tags.count("(0028,0011)") == len(FEW)
    assert {one.clause for one in lacking} == {"PS3.11 Table H.3-2"}
    assert all(one.where.path and one.where.record and one.remedy for one in lacking)


@pytest.mark.filterwarnings("ignore")
def test_every_foreign_directory_gets_a_statement() -> None:
    roots = [PYDICOM, *([Path(CORPUS)] if CORPUS else [])]
    paths = [path for root in roots for path in root.rglob("DICOMDIR*") if path.is_file()]
    assert paths
    for path in paths:
        try:
            report = verify(path, profile=get("STD-GEN-CD"))
        except DamagedFileSet:
            continue
        assert report.statement.endswith("STD-GEN-CD")
        assert report.profile_conforms is (" not " not in report.statement)


# -- single deviations -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An angiogram on a disc of STD-XABC-CD."""
    folder = tmp_path_factory.mktemp("xabc")
    creator = FileSetCreator(folder / "disc", terms=Terms(get("STD-XABC-CD")))
    creator.add(save(angiogram(), folder / "xa.dcm"))
    assert creator.commit().placed
    assert verify(folder / "disc", profile=get("STD-XABC-CD")).profile_conforms
    return folder / "disc"


@pytest.fixture
def disc(good: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(good, tmp_path / "disc"))


def file_in(root: Path) -> Path:
    return next(path for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR")


def about(root: Path, name: str = "STD-XABC-CD") -> list[Finding]:
    report = verify(root, profile=get(name))
    assert report.profile_conforms is False
    assert report.statement == f"this file-set does not conform to {name}"
    found = [one for one in report.findings if one.severity != "note"]
    assert all(one.where.path and one.clause and one.remedy for one in found)
    return found


def with_element(body: bytes, tag: int, new: bytes) -> bytes:
    """A record in which an element is another, or none."""
    return b"".join(new if found == tag else whole for found, _, whole in elements_of(body))


def in_records(root: Path, kind: str, tag: int, new: bytes = b"") -> None:
    path = root / "DICOMDIR"
    old = read_dicomdir(path.read_bytes())
    records = tuple(
        msgspec.structs.replace(one, body=with_element(one.body, tag, new))
        if one.record_type == kind
        else one
        for one in old.records
    )
    assert records != old.records
    path.write_bytes(write_dicomdir(msgspec.structs.replace(old, records=records)))


KEYS = [
    ("PATIENT", 0x0010_0030, "(0010,0030)"),
    ("PATIENT", 0x0010_0040, "(0010,0040)"),
    ("SERIES", 0x0008_0080, "(0008,0080)"),
    ("SERIES", 0x0008_0081, "(0008,0081)"),
    ("SERIES", 0x0008_1050, "(0008,1050)"),
    ("IMAGE", 0x0008_0008, "(0008,0008)"),
    ("IMAGE", 0x0050_0004, "(0050,0004)"),
]


@pytest.mark.parametrize(("kind", "tag", "shown"), KEYS)
def test_a_key_that_is_gone(kind: str, tag: int, shown: str, disc: Path) -> None:
    in_records(disc, kind, tag)
    (one,) = [found for found in about(disc) if found.code.startswith("profile")]
    assert (one.code, one.where.record, one.where.tag) == ("profile-key", kind, shown)
    assert one.clause == "PS3.11 Table A.3-2"


def test_a_key_of_type_2_may_be_empty(disc: Path) -> None:
    in_records(disc, "PATIENT", 0x0010_0040, element(0x0010_0040, "CS", b""))
    report = verify(disc, profile=get("STD-XABC-CD"))
    assert not [one for one in report.findings if one.code == "profile-key"]


def icon(side: int = 128, photometric: bytes = b"MONOCHROME2", **changed: int) -> bytes:
    """An element with an icon, of which numbers can be changed."""
    numbers = {
        "samples": (0x0028_0002, 1),
        "planar": (0x0028_0006, None),
        "rows": (0x0028_0010, side),
        "columns": (0x0028_0011, side),
        "allocated": (0x0028_0100, 8),
        "stored": (0x0028_0101, 8),
        "high": (0x0028_0102, 7),
        "signed": (0x0028_0103, 0),
    }
    values = {tag: changed.get(name, value) for name, (tag, value) in numbers.items()}
    parts = {
        tag: element(tag, "US", value.to_bytes(2, "little"))
        for tag, value in values.items()
        if value is not None
    }
    parts[0x0028_0004] = element(0x0028_0004, "CS", photometric)
    parts[0x7FE0_0010] = element(0x7FE0_0010, "OB", bytes(changed.get("pixels", side * side)))
    return element(0x0088_0200, "SQ", item(b"".join(parts[tag] for tag in sorted(parts))))


ICONS = [
    (b"", "PS3.11 A.3.3.2", "must be one"),
    (element(0x0088_0200, "SQ", b""), "PS3.11 A.3.3.2", "must be one"),
    (element(0x0088_0200, "SQ", b"not an item"), "PS3.11 A.3.3.2", "how large"),
    (element(0x0088_0200, "SQ", item(b"") + item(b"")), "PS3.3 F.7", "2 items"),
    (icon(64), "PS3.11 A.3.3.2", "64 x 64"),
    (icon(photometric=b"RGB"), "PS3.11 A.3.3.2", "RGB"),
    (icon(allocated=16, stored=16, high=15), "PS3.11 A.3.3.2", "8 bits"),
    (icon(planar=0), "PS3.3 F.7", "Planar"),
    (icon(samples=3), "PS3.3 F.7", "neither grey"),
    (icon(stored=7, high=6), "PS3.3 F.7", "neither 1 nor 8"),
    (icon(signed=1), "PS3.3 F.7", "signed"),
    (icon(pixels=128 * 127), "PS3.3 F.7", "fewer"),
]


@pytest.mark.parametrize(("new", "clause", "words"), ICONS, ids=[one[2] for one in ICONS])
def test_an_icon_that_is_not_right(new: bytes, clause: str, words: str, disc: Path) -> None:
    in_records(disc, "IMAGE", 0x0088_0200, new)
    (one,) = [found for found in about(disc) if found.code.startswith("profile")]
    assert (one.code, one.where.record, one.where.tag) == ("profile-icon", "IMAGE", "(0088,0200)")
    assert words in one.message
    assert one.clause == clause


def test_an_icon_that_is_right(disc: Path) -> None:
    in_records(disc, "IMAGE", 0x0088_0200, icon())
    assert verify(disc, profile=get("STD-XABC-CD")).profile_conforms


def test_a_file_in_another_transfer_syntax(need: Need, disc: Path) -> None:
    need("dcmdjpeg")
    path = file_in(disc)
    subprocess.run(["dcmdjpeg", path, path], check=True, capture_output=True)
    found = {one.code: one for one in about(disc)}
    assert found["profile-transfer-syntax"].clause == "PS3.11 Table A.3-1"
    assert found["profile-transfer-syntax"].where.record == "IMAGE"
    assert found["file-differs"].where.tag == "(0004,1512)"


def test_all_that_is_wrong_is_told(need: Need, tmp_path: Path) -> None:
    need("dcmmkdir")
    plane = ["ORIGINAL", "PRIMARY", "BIPLANE A"]
    ds = angiogram(side=640, bits=10, Modality="RF", ImageType=plane)
    found = about(made_by_dcmtk(tmp_path, "-Pgp", ds, ""))
    codes = {one.code for one in found}
    assert {"profile-transfer-syntax", "profile-key", "profile-icon"} <= codes


@pytest.mark.parametrize(
    ("change", "keyword"),
    [
        ({"side": 640}, "Rows"),
        ({"bits": 10}, "BitsStored"),
        ({"Modality": "RF"}, "Modality"),
        ({"ImageType": ["ORIGINAL", "PRIMARY", "BIPLANE A"]}, "ReferencedImageSequence"),
    ],
)
def test_an_instance_that_is_not_for_it(
    change: dict[str, Any], keyword: str, need: Need, tmp_path: Path
) -> None:
    need("dcmcjpeg", "dcmmkdir")
    root = made_by_dcmtk(tmp_path, "-Pfl", angiogram(**change), "dcmcjpeg")
    found = [one for one in about(root) if keyword in one.message]
    assert found
    assert {one.clause.split(" ")[0] for one in found} == {"PS3.11"}
    assert all(one.where.record == "IMAGE" for one in found)


def test_a_label_that_lies(tmp_path: Path) -> None:
    data = (INCOMING / "archive/photo jpeg baseline.dcm").read_bytes()
    label = b"1.2.840.10008.1.2.4.50"
    (tmp_path / "IM1").write_bytes(data.replace(label, b"1.2.840.10008.1.2.4.70"))
    FileSetCreator(tmp_path, in_place=True).commit()
    report = verify(tmp_path, profile=get("STD-GEN-USB-JPEG"))
    assert "stream-differs" in {one.code for one in report.findings}
    assert report.profile_conforms is False


@pytest.mark.parametrize("name", [one for one in profiles() if "-SEC-" in one][:3])
def test_secure_ones_are_no_call(name: str, disc: Path) -> None:
    with pytest.raises(UsageError) as caught:
        verify(disc, profile=get(name))
    assert caught.value.finding.code == "profile-security"


# -- what is named is what is verified ---------------------------------------------------------


def sets() -> dict[str, list[Path]]:
    return {
        "ct": CT,
        "photo": [INCOMING / "dermatology"],
        "jpeg": [INCOMING / "archive/photo jpeg baseline.dcm"],
        "all": [INCOMING / "radiology"],
    }


@pytest.mark.parametrize("which", sets())
def test_profiles_that_are_named_are_those_that_verify(which: str, tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(*sets()[which])
    report = creator.commit().report()
    verified = {
        name
        for name, profile in open_profiles().items()
        if verify(tmp_path / "disc", profile=profile).profile_conforms
    }
    assert set(report.conforms_to) == verified
    assert report.nearest not in verified


def test_the_directory_of_a_good_disc_is_untouched(good: Path) -> None:
    assert dcmread(file_in(good)).file_meta.TransferSyntaxUID.endswith(".70")
