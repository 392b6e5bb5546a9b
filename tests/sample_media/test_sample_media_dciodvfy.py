"""dciodvfy finds no error in incoming/."""

import subprocess
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian


def readable(ds: Dataset, path: Path, folder: Path) -> Path:
    """Return the file, or a copy of a deflated one: Debian's dciodvfy is built without zlib."""
    if ds.file_meta.TransferSyntaxUID != DeflatedExplicitVRLittleEndian:
        return path
    inflated = dcmread(path)
    inflated.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    target = folder / "inflated.dcm"
    inflated.save_as(target)
    return target


def errors(dciodvfy: str, path: Path) -> list[str]:
    done = subprocess.run([dciodvfy, str(path)], capture_output=True, check=False)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    assert lines, "dciodvfy names the IOD at least"
    return [line for line in lines if line.startswith("Error")]


def test_dciodvfy_finds_no_error(
    dciodvfy: str, incoming: list[Dataset], incoming_paths: list[Path], tmp_path: Path
) -> None:
    found = {
        path.name: errors(dciodvfy, readable(ds, path, tmp_path))
        for ds, path in zip(incoming, incoming_paths, strict=True)
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
