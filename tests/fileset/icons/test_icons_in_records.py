"""Icons in directories: wished, required by a profile, or not made."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from checks import check_dciodvfy, check_file_set
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset import FileSetCreator, FileSetUpdater
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.model import Finding
from dicom_fileset.transcoding.icon_of_file import icon_of_file
from dicom_fileset.transcoding.to_place import icons_of
from dicom_profiles import get
from file_sets import Place, instance, save
from foreign_files import PYDICOM, SAMPLE_MEDIA
from images import image, picture
from pydicom import Dataset, dcmread
from pydicom.uid import (
    JPEGLosslessSV1,
    RLELossless,
    RTDoseStorage,
    XRayAngiographicImageStorage,
)

INCOMING = SAMPLE_MEDIA / "incoming"
WISHED = Terms(icons=True)
XABC = Terms(get("STD-XABC-CD"))
GREY = PixelFormat(64, 64, 1, 16, 12)
START_OF_SCAN = b"\xff\xda"


def records(root: Path, *types: str) -> Iterator[Dataset]:
    for record in dcmread(root / "DICOMDIR").DirectoryRecordSequence:
        if record.DirectoryRecordType in types:
            yield record


def icons(root: Path, *types: str) -> list[Dataset | None]:
    """The icon of each record, or that there is none."""
    found = []
    for record in records(root, *(types or ("IMAGE",))):
        (icon,) = record.get("IconImageSequence", [None])
        found.append(icon)
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_icons_that_are_wished_stand_in_the_records(tmp_path: Path, jobs: int) -> None:
    root = tmp_path / "disc"
    creator = FileSetCreator(root, terms=WISHED, jobs=jobs)
    creator.add(INCOMING)
    outcome = creator.commit()
    images = icons(root, "IMAGE", "RT DOSE")
    made = [one for one in images if one is not None]
    without = [one for one in outcome.findings if one.code == "icon-not-made"]
    assert len(images) == len(made) + len(without)
    assert {(one.Rows, one.Columns) for one in made} == {(64, 64)}
    assert len(without) == 8
    assert all("video" in one.message and one.where.path for one in without)
    assert len(outcome.placed) == len(list(records(root, "IMAGE"))) + sum(
        record.DirectoryRecordType not in {"PATIENT", "STUDY", "SERIES", "IMAGE"}
        for record in dcmread(root / "DICOMDIR").DirectoryRecordSequence
    )


def test_nothing_wished_nothing_made(tmp_path: Path) -> None:
    save(image(GREY, picture(GREY)), tmp_path / "in" / "A")
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(tmp_path / "in")
    creator.commit()
    assert icons(tmp_path / "disc") == [None]


def test_directories_with_icons_stand_all_checks(need: Callable[..., None], tmp_path: Path) -> None:
    need("dciodvfy", "dcmdump")
    sources = [
        save(image(GREY, picture(GREY, seed=number), number), tmp_path / "in" / f"A{number}")
        for number in (1, 2, 3)
    ]
    creator = FileSetCreator(tmp_path / "disc", terms=WISHED)
    creator.add(tmp_path / "in")
    creator.commit()
    assert None not in icons(tmp_path / "disc")
    check_file_set(tmp_path / "disc", [Place(number=number).uid for number in (1, 2, 3)], sources)
    check_dciodvfy(tmp_path / "disc")
    done = subprocess.run(
        ["dcmdump", "-q", "+P", "0088,0200", tmp_path / "disc" / "DICOMDIR"],
        capture_output=True,
        check=True,
    )
    assert done.stdout.count(b"MONOCHROME2") == 3


def test_in_place_icons_are_of_the_files_that_lie_there(tmp_path: Path) -> None:
    save(image(GREY, picture(GREY)), tmp_path / "disc" / "A")
    creator = FileSetCreator(tmp_path / "disc", in_place=True, terms=WISHED)
    assert len(creator.plan().placed) == 1
    creator.commit()
    (icon,) = icons(tmp_path / "disc")
    assert icon is not None
    assert np.ptp(np.frombuffer(icon.PixelData, np.uint8)) > 200


def test_an_update_keeps_the_icons_that_are_there(tmp_path: Path) -> None:
    save(image(GREY, picture(GREY, seed=1), 1), tmp_path / "one" / "A")
    save(image(GREY, picture(GREY, seed=2), 2), tmp_path / "two" / "B")
    creator = FileSetCreator(tmp_path / "disc", terms=WISHED)
    creator.add(tmp_path / "one")
    creator.commit()
    (first,) = icons(tmp_path / "disc")
    for terms, made in ((WISHED, True), (Terms(), False)):
        root = Path(shutil.copytree(tmp_path / "disc", tmp_path / f"copy {made}"))
        updater = FileSetUpdater(root, terms=terms)
        updater.add(tmp_path / "two")
        updater.commit()
        kept, new = icons(root)
        assert kept == first
        assert (new is not None) == made


def angiogram(path: Path, number: int = 1, bits: int = 8) -> Path:
    fmt = PixelFormat(512, 512, 1, 8 if bits == 8 else 16, bits)
    ds = image(fmt, picture(fmt, 4, number), number)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = XRayAngiographicImageStorage
    ds.Modality, ds.ImageType = "XA", ["ORIGINAL", "PRIMARY", "SINGLE PLANE"]
    return save(ds, path)


@pytest.mark.parametrize(("name", "bits"), [("STD-XABC-CD", 8), ("STD-XA1K-CD", 10)])
def test_a_profile_that_requires_icons_gets_them(tmp_path: Path, name: str, bits: int) -> None:
    angiogram(tmp_path / "in" / "A", bits=bits)
    creator = FileSetCreator(tmp_path / "disc", terms=Terms(get(name)))
    creator.add(tmp_path / "in")
    assert creator.commit().placed
    (record,) = records(tmp_path / "disc", "IMAGE")
    assert record.ReferencedTransferSyntaxUIDInFile == JPEGLosslessSV1
    (icon,) = record.IconImageSequence
    assert (icon.Rows, icon.Columns, icon.PhotometricInterpretation) == (128, 128, "MONOCHROME2")
    rule = get(name).icon
    assert rule is not None
    assert icon.PhotometricInterpretation in rule.photometric
    # Frames are transcoded without loss: the icon is that of the source.
    value = icon_of_file(str(tmp_path / "in" / "A"), 128, 128)
    assert icon.PixelData == value[-128 * 128 :]


def with_one_damaged(folder: Path) -> tuple[Path, Path]:
    """A file-set of two angiograms, and which has streams with good heads and no picture."""
    angiogram(folder / "in" / "A", 1)
    angiogram(folder / "in" / "B", 2)
    root = folder / "first"
    creator = FileSetCreator(root, terms=XABC)
    creator.add(folder / "in")
    creator.commit()
    files = [path for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR"]
    (damaged,) = (path for path in files if dcmread(path).SOPInstanceUID == Place(number=2).uid)
    data = bytearray(damaged.read_bytes())
    at = 0
    while (at := data.find(START_OF_SCAN, at) + 20) >= 20:
        data[at : at + 4000] = b"\xff\xfe" * 2000
    damaged.write_bytes(data)
    return root, damaged


@pytest.mark.parametrize("in_place", [False, True])
def test_an_instance_without_the_icon_that_it_must_have_is_left_out(
    tmp_path: Path, *, in_place: bool
) -> None:
    root, damaged = with_one_damaged(tmp_path)
    if in_place:
        (root / "DICOMDIR").unlink()
        creator = FileSetCreator(root, in_place=True, terms=XABC)
    else:
        creator = FileSetCreator(tmp_path / "second", terms=XABC)
        creator.add(root)
        root = tmp_path / "second"
    outcome = creator.commit()
    (record,) = records(root, "IMAGE")
    assert record.ReferencedSOPInstanceUIDInFile == Place(number=1).uid
    assert "IconImageSequence" in record
    found = [one for one in outcome.findings if one.where.path == str(damaged)]
    assert [one.code for one in found if one.severity == "error"] == ["profile-icon"]
    assert damaged.exists()
    assert len([path for path in root.rglob("*") if path.is_file()]) == 2 + in_place


def test_doses_have_icons_where_they_have_pixels(tmp_path: Path) -> None:
    shutil.copy(PYDICOM / "data/test_files/rtdose_1frame.dcm", tmp_path / "A")
    curves = instance(SOPClassUID=RTDoseStorage, Modality="RTDOSE", DoseSummationType="PLAN")
    for keyword in ("PixelData", "Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit"):
        delattr(curves, keyword)
    save(curves, tmp_path / "B")
    creator = FileSetCreator(tmp_path / "disc", terms=WISHED)
    creator.add(tmp_path / "A", tmp_path / "B")
    outcome = creator.commit()
    assert len(outcome.placed) == 2
    found = icons(tmp_path / "disc", "RT DOSE")
    assert sorted(one is None for one in found) == [False, True]
    assert not [one for one in outcome.findings if one.code == "icon-not-made"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_that_fails_does_not_stop_the_others(tmp_path: Path, jobs: int) -> None:
    paths = []
    for number in range(12):
        ds = image(GREY, picture(GREY, seed=number), number)
        if number % 3 == 1:
            ds.compress(RLELossless)
        path = save(ds, tmp_path / f"A{number}")
        if number % 4 == 2:
            path.write_bytes(path.read_bytes()[:-4000])
        paths.append(str(path))
    paths.append(str(tmp_path / "not there"))
    found = dict(icons_of(paths, 64, 64, jobs))
    assert sorted(found) == list(range(13))
    for number, one in found.items():
        if number % 4 == 2 or number == 12:
            assert isinstance(one, Finding)
            assert one.where.path == paths[number]
        else:
            assert one == icon_of_file(paths[number], 64, 64)
