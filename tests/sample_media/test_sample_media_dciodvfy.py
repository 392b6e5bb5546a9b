"""dciodvfy finds no error in incoming/."""

import subprocess
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.uid import (
    HEVCMP51,
    HTJ2K,
    JPEG2000,
    MPEG4HP41,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
)

# what the dciodvfy of 2022 has not heard of, and what stands in for it: it has fragments too
STAND_INS = {
    "1.2.840.10008.1.2.1.98": JPEG2000,
    HEVCMP51: MPEG4HP41,
    "1.2.840.10008.1.2.4.110": JPEG2000,
    "1.2.840.10008.1.2.4.112": JPEG2000,
    HTJ2KLossless: JPEG2000,
    HTJ2KLosslessRPCL: JPEG2000,
    HTJ2K: JPEG2000,
    "1.2.840.10008.1.2.8.1": JPEG2000,
    DeflatedExplicitVRLittleEndian: ExplicitVRLittleEndian,  # Debian's is built without zlib
}
# as new is XYB (PS3.3 C.7.6.3.1.2)
XYB = "Error - Unrecognized enumerated value <XYB> for value 1"
# it takes halved colours for whole ones where nothing is compressed (PS3.3 C.7.6.3.1.2)
HALVED = "Error - Unrecognized enumerated value <YBR_FULL_422> for value 1"
EXPECTED = {
    "photo jpeg xl.dcm": {f"{XYB} of attribute <Photometric Interpretation>"},
    "colour clip, subsampled.dcm": {
        "Error - PixelData has incorrect value length - expected 46080 dec - got 30720 dec",
        f"{HALVED} of attribute <Photometric Interpretation>",
    },
}


def readable(ds: Dataset, path: Path, folder: Path) -> Path:
    """Return the file, or a copy that dciodvfy can read."""
    stand_in = STAND_INS.get(ds.file_meta.TransferSyntaxUID)
    return path if stand_in is None else saved_as(stand_in, path, folder)


def saved_as(transfer_syntax: UID, path: Path, folder: Path) -> Path:
    copy = dcmread(path)
    copy.file_meta.TransferSyntaxUID = transfer_syntax
    target = folder / path.name
    copy.save_as(target)
    return target


def errors(dciodvfy: str, path: Path) -> set[str]:
    done = subprocess.run([dciodvfy, str(path)], capture_output=True, check=False)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    assert lines, "dciodvfy names the IOD at least"
    return {line for line in lines if line.startswith("Error")}


def test_dciodvfy_finds_no_error(
    dciodvfy: str, incoming: list[Dataset], incoming_paths: list[Path], tmp_path: Path
) -> None:
    found = {
        path.name: errors(dciodvfy, readable(ds, path, tmp_path))
        for ds, path in zip(incoming, incoming_paths, strict=True)
    }
    assert {name: lines for name, lines in found.items() if lines} == EXPECTED
