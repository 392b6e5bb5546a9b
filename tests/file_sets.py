"""Small synthetic instances, and file-sets of them by us and by others."""

import subprocess
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.fileset import FileSet
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

ROOT_UID: Final = "1.2.826.0.1.3680043.8.498.77"


class Place(NamedTuple):
    """Where an instance stands: the numbers of its patient, study, series and itself."""

    patient: int = 1
    study: int = 1
    series: int = 1
    number: int = 1

    @property
    def study_uid(self) -> str:
        """Study Instance UID."""
        return f"{ROOT_UID}.{self.patient}.{self.study}"

    @property
    def series_uid(self) -> str:
        """Series Instance UID."""
        return f"{self.study_uid}.{self.series}"

    @property
    def uid(self) -> str:
        """SOP Instance UID."""
        return f"{self.series_uid}.{self.number}"

    @property
    def patient_id(self) -> str:
        """Patient ID."""
        return f"ID{self.patient}"


NAMES: Final = ("Abel^Ada", "Brown^Bruno", "Cole^Clara", "Drew^Dora")
BIRTH_DATES: Final = ("19500101", "19610202", "19720303", "19830404")

FEW: Final = (Place(1), Place(1, number=2), Place(1, 1, 2), Place(1, 2), Place(2), Place(3))
"""Three patients, four studies, five series, six instances."""


def instance(place: Place = Place(), **changed: Any) -> Dataset:  # noqa: B008 - a tuple is frozen
    """Return a CT image of 4 by 4 pixels, which no tool finds fault with; keywords change it."""
    ds = Dataset()
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID = CTImageStorage
    ds.SOPInstanceUID = place.uid
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = "20240131"
    ds.StudyTime = ds.ContentTime = "101500"
    ds.AccessionNumber = f"A{place.patient}{place.study}"
    ds.Modality = "CT"
    ds.StudyDescription = f"Study {place.study}"
    ds.SeriesDescription = f"Series {place.series}"
    ds.PatientName = NAMES[place.patient % len(NAMES)]
    ds.PatientID = place.patient_id
    ds.PatientBirthDate = BIRTH_DATES[place.patient % len(BIRTH_DATES)]
    ds.PatientSex = "O"
    ds.StudyInstanceUID = place.study_uid
    ds.SeriesInstanceUID = place.series_uid
    ds.StudyID = str(place.study)
    ds.SeriesNumber = place.series
    ds.InstanceNumber = place.number
    _set_pixels(ds, place.uid.encode())
    for keyword, value in changed.items():
        setattr(ds, keyword, value)
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return ds


def _set_pixels(ds: Dataset, seed: bytes) -> None:
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows = ds.Columns = 4
    ds.BitsAllocated = ds.BitsStored = 16
    ds.HighBit = 15
    ds.PixelRepresentation = 0
    ds.PixelData = zlib.crc32(seed).to_bytes(4, "little") * 8


def save(ds: Dataset, path: Path) -> Path:
    """Write an instance; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ds.save_as(path, enforce_file_format=True)
    return path


def write_instances(folder: Path, places: Iterable[Place] = FEW) -> list[Path]:
    """Write instances under legal File IDs."""
    return [
        save(instance(place), folder / "IMAGES" / f"IM{number:04}")
        for number, place in enumerate(places, 1)
    ]


def by_dcmmkdir(root: Path, places: Iterable[Place] = FEW) -> Path:
    """Return the root of a file-set whose DICOMDIR DCMTK made."""
    write_instances(root, places)
    _run(["dcmmkdir", "+F", "BY_DCMTK", "+r", "IMAGES"], root)
    return root


def by_gdcmgendir(root: Path, places: Iterable[Place] = FEW) -> Path:
    """Return the root of a file-set whose DICOMDIR GDCM made."""
    write_instances(root, places)
    _run(["gdcmgendir", "--root-uid", ROOT_UID, "-r", "-i", ".", "-o", "DICOMDIR"], root)
    return root


def by_pydicom(root: Path, places: Iterable[Place] = FEW) -> Path:
    """Return the root of a file-set that pydicom wrote."""
    file_set = FileSet()
    file_set.ID = "BY_PYDICOM"
    for place in places:
        file_set.add(instance(place))
    file_set.write(root)
    file_set._stage["t"].cleanup()  # it leaves its folder to the garbage collector, which complains
    return root


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below a folder, and every folder, by name."""
    paths = sorted(root.rglob("*")) if root.exists() else []
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
        for path in paths
    }


def files_below(root: Path) -> list[Path]:
    """Every file of a file-set but its DICOMDIR."""
    return sorted(path for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR")


def uids_of(places: Iterable[Place]) -> list[str]:
    """SOP Instance UIDs of places."""
    return [place.uid for place in places]
